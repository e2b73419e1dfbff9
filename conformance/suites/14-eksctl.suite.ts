import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import type { ClusterSpec, ClusterSpecProps, EksctlClusterProps } from '../../lib';
import { ClusterSpec as Spec, IdentityStyle } from '../../lib';
import { anySpecProps } from '../../test/cluster/any-spec';
import { ARTICLE_CONFIG, ARTICLE_DIFFERENCES, ARTICLE_PROPS, articleSpec, differences, leaves } from '../../test/cluster/article';
import { codesOf, Eksctl, type EksctlAnswer, type EksctlCommand, type EksctlQuestion, write, type Written } from '../eksctl/eksctl';
import { FIELDS, FULL } from '../eksctl/full';
import { forcedSpec, MISTAKES } from '../eksctl/mistakes';
import { aHostileChange } from '../eksctl/wild';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';

const EXAMPLE = path.resolve(__dirname, '..', '..', 'examples', 'knative-microservices', 'main.documents', 'eksctl', 'my-knative-cluster.yaml');
const GENERATED = 1_500;
const WILD = 3_000;
/** Of the changed specifications, what at least is refused, and what at least is taken: else little would be proved. */
const LEAST = { refused: 0.2, taken: 0.15 };
const SHOWN = 5;
/** What eksctl says to a cluster that it cannot reach; it is true, and the library says it too. */
const EXPECTED_WARNING = /having public access disallowed/;

/** Specifications that eksctl alone can make, too. */
const ANY = anySpecProps({ addonPolicies: true, existingNetwork: true });
const rows: Omit<ReportRow, 'suite' | 'seconds'>[] = [];
let eksctl: Eksctl;

beforeAll(() => {
  eksctl = new Eksctl();
});

afterAll(() => {
  eksctl.close();
  report('14 eksctl', rows);
});

test('the article comes out of its typed form, and eksctl reads both alike', async () => {
  const { document, problems } = write(articleSpec, ARTICLE_PROPS);
  expect(problems).toEqual([]);
  expect(differences(ARTICLE_CONFIG, parse(document ?? ''))).toEqual(ARTICLE_DIFFERENCES);
  const [theirs, ours] = await eksctl.askAll([
    { command: 'create cluster', document: JSON.stringify(ARTICLE_CONFIG) }, { command: 'create cluster', document: document ?? '' },
  ]);
  expect(theirs?.warnings?.join()).toMatch(/Auto Mode will be enabled by default/);
  expect(faults(ours ?? {}, document ?? '')).toEqual([]);
  // The default of a flag that is not written is `false`, and eksctl prints ARNs that nobody gave.
  expect(differences(theirs?.config, ours?.config)).toEqual([
    ['autoModeConfig.enabled', undefined, false],
    ['autoModeConfig.nodeRoleARN', undefined, 'arn:::::'],
    ['autoModeConfig.permissionsBoundaryARN', undefined, 'arn:::::'],
    ['managedNodeGroups.0.iam.withAddonPolicies.albIngress', true, false],
    ['managedNodeGroups.0.iam.withAddonPolicies.awsLoadBalancerController', false, true],
  ]);
  expect(ours?.policies).toEqual(theirs?.policies);
  rows.push({ what: 'the article', judged: 2, accepted: 2, refused: 0, differing: 0, notJudged: 0, note: '3 fields differ, as listed' });
});

test('the example is taken as it is, with nothing left to defaults that decide otherwise', async () => {
  const answer = await eksctl.ask({ command: 'create cluster', document: fs.readFileSync(EXAMPLE, 'utf8') });
  expect(faults(answer, fs.readFileSync(EXAMPLE, 'utf8'))).toEqual([]);
  expect(answer.config).toMatchObject({
    accessConfig: { authenticationMode: 'API' },
    managedNodeGroups: [{ amiFamily: 'AmazonLinux2023', volumeType: 'gp3', disableIMDSv1: true, disablePodIMDS: true }],
    vpc: { nat: { gateway: 'Single' } },
  });
});

test('every field is taken, and nothing of it is lost', async () => {
  const written = FULL.flatMap(({ spec, props, what, commands = ['create cluster'] }) => {
    const made = write(spec, props);
    return commands.map((command) => ({ what, spec, command, ...made }));
  });
  expect(written.flatMap(({ what, problems }) => problems.map((problem) => `${what}: ${problem}`))).toEqual([]);
  const answers = await eksctl.askAll(written.map(({ command, document = '' }) => ({ command, document })));
  expect(answers.flatMap((answer, index) => faults(answer, written[index]?.document ?? '').map((fault) => `${written[index]?.what}: ${fault}`)))
    .toEqual([]);
  const found = new Set(written.flatMap(({ document = '' }) => [...leaves(parse(document)).keys()]).map(fieldOf));
  expect([...found].sort()).toEqual([...FIELDS].sort());
  rows.push({
    what: 'every field', judged: written.length, accepted: written.length, refused: 0, differing: 0, notJudged: 0,
    note: `${found.size} fields in ${FULL.length} specifications`,
  });
});

test('what the library takes, eksctl takes', async () => {
  const cases = fc.sample(fc.tuple(ANY, anyProps), { numRuns: GENERATED, seed: SEED });
  const tally = await judge(cases.map(([props, own]) => ({ props: () => props, own })));
  // Where they part is what one route does not do, and the library says so.
  expect(tally.codes.filter((code) => !code.startsWith('KN-CTL-'))).toEqual([]);
  expect(tally.differing).toEqual([]);
  expect(tally.taken).toBeGreaterThan(GENERATED / 2);
  rows.push({
    what: 'generated specifications', judged: tally.taken + tally.refused, accepted: tally.taken, refused: tally.refused, differing: 0, notJudged: 0,
    note: `seed ${SEED}; ${GENERATED} specifications, by command; refused by ${tally.codes.join(', ')}`,
  });
});

test('what eksctl refuses of changed specifications, the library refuses first', async () => {
  const cases = fc.sample(fc.tuple(ANY, aHostileChange, anyProps), { numRuns: WILD, seed: SEED });
  const tally = await judge(cases.map(([props, change, own]) => ({ props: () => change(props), own })));
  expect(tally.differing).toEqual([]);
  expect(tally.refused).toBeGreaterThan(WILD * LEAST.refused);
  expect(tally.taken).toBeGreaterThan(WILD * LEAST.taken);
  rows.push({
    what: 'specifications with a hostile change', judged: tally.taken + tally.refused, accepted: tally.taken, refused: tally.refused, differing: 0, notJudged: 0,
    note: `seed ${SEED}; eksctl itself refuses ${tally.alsoEksctl} of those; codes: ${tally.codes.join(', ')}`,
  });
});

test('each mistake is refused by its name, and eksctl says what is written down', async () => {
  const written = MISTAKES.map((mistake) => ({ mistake, ...write(mistake.spec, mistake.props) }));
  const asked = written.flatMap(({ mistake, document }) => {
    const shown = document ?? write(forcedSpec(mistake), mistake.props).document;
    return shown === undefined ? [] : [{ mistake, document: shown }];
  });
  expect(asked).toHaveLength(MISTAKES.length);
  const answers = await eksctl.askAll(asked.map(({ mistake: { command = 'create cluster' }, document }) => ({ command, document })));
  const said = new Map(asked.map(({ mistake }, index) => [mistake, answers[index]]));
  expect(written.map(({ mistake: { what }, problems }) => [what, codesOf(problems)]))
    .toEqual(MISTAKES.map(({ what, code }) => [what, expect.arrayContaining([code])]));
  const table = asked.map(({ mistake }) => [mistake.what, verdict(said.get(mistake), mistake.eksctl)]);
  expect(table).toEqual(asked.map(({ mistake }) => [mistake.what, mistake.eksctl === undefined ? 'taken' : 'refused as written down']));
  const unexplained = MISTAKES.filter((mistake) => (mistake.eksctl === undefined) === (mistake.because === undefined));
  expect(unexplained).toEqual([]);
  const both = asked.filter(({ mistake }) => mistake.eksctl !== undefined).length;
  rows.push({
    what: 'mistakes', judged: MISTAKES.length, accepted: 0, refused: MISTAKES.length, differing: 0, notJudged: 0,
    note: `${both} refused by eksctl itself, ${asked.length - both} only by AWS or by nobody`,
  });
});

const anyProps: fc.Arbitrary<Omit<EksctlClusterProps, 'spec'>> = fc.constantFrom<Omit<EksctlClusterProps, 'spec'>[]>(
  {}, {}, { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, { leavesVersion: true },
  { existing: true }, { existing: true, securityGroup: 'sg-0a1b2c3d4e5f67890' },
  { existing: true, identityStyle: IdentityStyle.SERVICE_ACCOUNT },
);

interface Case {
  readonly props: () => ClusterSpecProps;
  readonly own: Omit<EksctlClusterProps, 'spec'>;
}

interface Tally {
  readonly taken: number;
  readonly refused: number;
  readonly alsoEksctl: number;
  readonly codes: readonly string[];
  readonly differing: readonly string[];
}

/** What the library takes has to be taken by eksctl too, word for word, with the rights that were asked for. */
async function judge(cases: readonly Case[]): Promise<Tally> {
  const written = cases.flatMap(({ props, own }) => {
    let spec: ClusterSpec | undefined;
    const made: Written = write(() => {
      spec = new Spec(props());
      return spec;
    }, own);
    return commandsFor(spec, own).map((command) => ({ ...made, command, spec }));
  });
  const asked = written.filter(({ document }) => document !== undefined);
  const answers = await eksctl.askAll(asked.map(({ command, document = '' }): EksctlQuestion => ({ command, document })));
  const judged = asked.map((one, index) => ({ ...one, answer: answers[index] ?? {} }));
  const taken = judged.filter(({ problems }) => problems.length === 0);
  const differing = taken.flatMap(({ answer, document = '', spec }) => {
    const wrong = [...faults(answer, document), ...spec === undefined ? [] : rightsThatDiffer(spec, answer)];
    return wrong.length === 0 ? [] : [`${wrong.join('; ')}\n${document}`];
  });
  return {
    taken: taken.length,
    refused: written.length - taken.length,
    alsoEksctl: judged.filter(({ problems, answer }) => problems.length > 0 && answer.refusal !== undefined).length,
    codes: codesOf(written.flatMap(({ problems }) => problems)),
    differing: differing.slice(0, SHOWN),
  };
}

/** What somebody would run with the document, as it says itself. */
function commandsFor(spec: ClusterSpec | undefined, { existing, identityStyle }: Omit<EksctlClusterProps, 'spec'>): EksctlCommand[] {
  if (existing !== true) return ['create cluster'];
  const identities = identityStyle === IdentityStyle.SERVICE_ACCOUNT ? 'create iamserviceaccount' : 'create podidentityassociation';
  return [
    ...spec === undefined || spec.nodeGroups.length > 0 ? ['create nodegroup' as const] : [],
    ...spec !== undefined && spec.identities.length > 0 ? [identities] as const : [],
  ];
}

/** What eksctl has against a document, and what of it did not arrive. */
function faults({ refusal, schema = [], warnings = [], config }: EksctlAnswer, document: string): string[] {
  if (refusal !== undefined) return [refusal];
  const read = leaves(config);
  const lost = [...leaves(parse(document))].filter(([field, value]) => read.get(field) !== value)
    .map(([field, value]) => `${field}: ${String(value)} became ${String(read.get(field))}`);
  return [...schema, ...warnings.filter((warning) => !EXPECTED_WARNING.test(warning)), ...lost];
}

/** Roles that allow anything but what their identity says. */
function rightsThatDiffer(spec: ClusterSpec, { policies = {} }: EksctlAnswer): string[] {
  const partition = /^us-gov/.test(spec.region) ? 'aws-us-gov' : 'aws';
  const place = { clusterName: spec.name, region: spec.region, partition };
  return spec.identities.flatMap((identity) => {
    const template = policies[`${identity.namespace}/${identity.serviceAccount}`];
    const least = identity.policy(place);
    if (template === undefined || least === undefined || identity.prefersWellKnown) return [];
    const allowed = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .map(({ Properties }) => Properties.PolicyDocument);
    return JSON.stringify(sorted(allowed)) === JSON.stringify(sorted([least])) ? [] : [`${identity.name}: ${JSON.stringify(allowed)}`];
  });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

function verdict(answer: EksctlAnswer | undefined, words: string | undefined): string {
  if (answer?.refusal === undefined) return 'taken';
  return words !== undefined && answer.refusal.includes(words) ? 'refused as written down' : answer.refusal;
}

/** Keys that the program chooses, and places in lists, are all the same. */
function fieldOf(path: string): string {
  const chosen = /^(metadata\.tags|.*\.(labels|tags|withAddonPolicies|wellKnownPolicies|permissionPolicy|attachPolicy)|vpc\.subnets)\..*$/;
  const field = path.replace(/\.\d+(?=\.|$)/g, '.*');
  return field.replace(chosen, '$1.*').replace(/\.\d+\./g, '.*.');
}
