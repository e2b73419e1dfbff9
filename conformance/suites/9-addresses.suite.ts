import * as fc from 'fast-check';
import {
  type AddressedService, checkDomainTemplate, checkTagTemplate, type PublicAddress, urlOf, whyNotEvaluated,
  wildcardNameOf,
} from '../../lib/addresses';
import type { AddressRules, DomainRule } from '../../lib/core';
import { type AddressAnswer, type AddressQuestion, GoAddresses } from '../addresses/go';
import { aDomainTemplate, aTagTemplate, KEYS } from '../addresses/templates';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';

const CASES = 60_000;
const BATCH = 2_000;
const SHOWN = 5;
/** Of the cases, what at least has an address, is refused as a template, has none: else little would be proved. */
const LEAST = { host: 0.25, refused: 0.1, none: 0.1 };
/** Of the cases, what at most is not known here. */
const MOST_UNKNOWN = 0.25;

interface Case {
  readonly rules: AddressRules;
  /** Which no address follows from. */
  readonly redirected: boolean;
  readonly service: AddressedService;
  readonly tag: string | undefined;
}

interface Tally {
  judged: number;
  host: number;
  refused: number;
  none: number;
  stricter: number;
  unknown: number;
  readonly differing: string[];
}

const rows: Omit<ReportRow, 'suite' | 'seconds'>[] = [];
let go: GoAddresses;

beforeAll(() => {
  go = new GoAddresses();
});

afterAll(() => {
  go.close();
  report('9 addresses', rows);
});

const NAME = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('orders', 'a', 'simple-service', 'x1') },
  { weight: 1, arbitrary: fc.constantFrom('o'.repeat(60), 'o'.repeat(63)) },
);
const DOMAIN = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('knative.example.com', 'example.org', 'a.example.com', 'b.example.com') },
  { weight: 1, arbitrary: fc.constantFrom('svc.cluster.local', 'apps.cluster.local', 'local',
    `${'d'.repeat(63)}.${'e'.repeat(63)}.example.com`, `${'d'.repeat(64)}.example.com`) },
);
const VALUE = fc.constantFrom('blue', 'green', 'cluster-local', '', 'Orders', 'x_y', 'a.b');
const PAIRS = fc.dictionary(fc.constantFrom(...KEYS), VALUE, { maxKeys: 3 });
const OPT_OUT = fc.dictionary(
  fc.constantFrom('disableAutoTLS', 'disable-auto-tls', 'disable-external-domain-tls').map((key) => `networking.knative.dev/${key}`),
  fc.constantFrom('true', 'false', 'T', 'yes', '', '1'), { maxKeys: 2 },
);
const SELECTOR = fc.option(fc.dictionary(fc.constantFrom('team', 'sub', 'serving.knative.dev/service'),
  fc.constantFrom('blue', 'green', 'orders'), { maxKeys: 2 }), { nil: undefined, freq: 1 });
const DOMAINS = fc.uniqueArray(fc.record({ domain: DOMAIN, selector: SELECTOR }), {
  minLength: 1, maxLength: 4, selector: ({ domain }) => domain,
}) as fc.Arbitrary<DomainRule[]>;

const aCase: fc.Arbitrary<Case> = fc.record({
  rules: fc.record({
    domains: DOMAINS, domainTemplate: aDomainTemplate, tagTemplate: aTagTemplate, externalTls: fc.boolean(),
    defaultExternalScheme: fc.constantFrom('http', 'https'),
  }),
  redirected: fc.boolean(),
  service: fc.record({
    name: NAME, namespace: fc.constantFrom('shop', 'my-knative-services'), labels: PAIRS,
    annotations: fc.tuple(PAIRS, OPT_OUT).map(([some, others]) => ({ ...some, ...others })),
    isService: fc.boolean(), clusterDomain: fc.constant('cluster.local'),
  }),
  tag: fc.option(fc.constantFrom('v2', 'old', 't'.repeat(40)), { nil: undefined, freq: 1 }),
});

test('templates are refused that Knative refuses, and services get the addresses that Knative gives them', async () => {
  const tally: Tally = { judged: 0, host: 0, refused: 0, none: 0, stricter: 0, unknown: 0, differing: [] };

  for (let done = 0; done < CASES; done += BATCH) {
    const cases = fc.sample(aCase, { numRuns: BATCH, seed: SEED + done });
    const answers = await go.ask(cases.map(questionOf));
    for (const [at, each] of cases.entries()) judge(each, answers[at] ?? {}, tally);
  }

  const { judged, host, refused, none, stricter, unknown, differing } = tally;
  rows.push({
    what: 'addresses of services', judged, accepted: host, refused: refused + none, differing: differing.length, notJudged: unknown,
    note: `seed ${SEED}; accepted: have a public address; refused: ${refused} templates, ${none} services without one, `
      + `${stricter} of them Knative takes; not judged: templates that say that they are not worked out here`,
  });
  expect(differing.slice(0, SHOWN)).toEqual([]);
  expect(judged).toBe(CASES);
  expect(host / judged).toBeGreaterThan(LEAST.host);
  expect(refused / judged).toBeGreaterThan(LEAST.refused);
  expect(none / judged).toBeGreaterThan(LEAST.none);
  expect(unknown / judged).toBeLessThan(MOST_UNKNOWN);
});

test('wildcard certificates have the names that Knative gives them', async () => {
  const cases = fc.sample(fc.tuple(aDomainTemplate, DOMAIN), { numRuns: 20_000, seed: SEED });
  const answers = await go.ask(cases.map(([template, domain]) => ({
    network: { 'domain-template': template }, domain: {}, wildcard: { namespace: 'shop', domain },
  })));

  let [taken, unknown] = [0, 0];
  const differing = cases.flatMap(([template, domain], at) => {
    const { name: theirs, refused } = answers[at] ?? {};
    if (refused !== undefined) return [];
    const ours = wildcardNameOf(template, 'shop', domain);
    if (ours === undefined && whyNotEvaluated(template) !== undefined) unknown += 1;
    else if (ours !== theirs) return [`${template} of ${domain}: ours ${ours}, Go ${theirs}`];
    if (ours !== undefined) taken += 1;
    return [];
  });

  rows.push({
    what: 'names of wildcard certificates', judged: cases.length, accepted: taken, refused: cases.length - taken - unknown,
    differing: differing.length, notJudged: unknown, note: `seed ${SEED}; accepted: have a name`,
  });
  expect(differing.slice(0, SHOWN)).toEqual([]);
  expect(taken).toBeGreaterThan(cases.length * LEAST.host);
});

function questionOf({ rules, redirected, service, tag }: Case): AddressQuestion {
  return {
    network: {
      'domain-template': rules.domainTemplate, 'tag-template': rules.tagTemplate,
      'external-domain-tls': rules.externalTls ? 'Enabled' : 'Disabled', 'default-external-scheme': rules.defaultExternalScheme,
      'http-protocol': redirected ? 'Redirected' : 'Enabled',
    },
    domain: Object.fromEntries(rules.domains.map(({ domain, selector }) =>
      [domain, selector === undefined ? '' : JSON.stringify({ selector })])),
    service: {
      name: service.name, namespace: service.namespace,
      labels: service.labels ?? {}, annotations: service.annotations ?? {},
    },
    route: !service.isService,
    tag: tag ?? '',
  };
}

function judge(each: Case, theirs: AddressAnswer, tally: Tally): void {
  const { domainTemplate, tagTemplate } = each.rules;
  const problems = [checkDomainTemplate(domainTemplate), checkTagTemplate(tagTemplate)]
    .filter((problem) => problem !== undefined);
  const beyond = [domainTemplate, tagTemplate].some((template) => whyNotEvaluated(template) !== undefined);
  const differs = (ours: string) => tally.differing.push(`${JSON.stringify(questionOf(each))}: ours ${ours}, Go ${JSON.stringify(theirs)}`);
  tally.judged += 1;
  if (problems.some(({ message }) => message.includes('is none that Go takes')) && theirs.refused === undefined) {
    differs(problems.map(({ message }) => message).join('; '));
  } else if (theirs.refused !== undefined) {
    if (problems.length > 0) tally.refused += 1;
    else if (beyond) tally.unknown += 1;
    else differs('taken');
  } else {
    // What we alone refuse is worked out all the same: its answers must be right, too.
    if (problems.length > 0) tally.stricter += 1;
    judgeAddress(urlOf(each.rules, each.service, each.tag), theirs, tally, differs);
  }
}

function judgeAddress(ours: PublicAddress, theirs: AddressAnswer, tally: Tally, differs: (ours: string) => void): void {
  const { host, url, problem } = ours;
  const same = () => {
    switch (problem?.code) {
      case undefined: return theirs.local !== true && theirs.host === host && theirs.url === url;
      case 'KN-ADR-005': return theirs.local === true;
      // A tag that no Service can be called after has an address, and nothing behind it.
      case 'KN-ADR-003': return theirs.local !== true
        && (theirs.error !== undefined || problem?.message.includes('which no Kubernetes Service can be called') === true);
      default: return problem?.code === 'KN-ADR-006';
    }
  };
  if (!same()) differs(url ?? problem?.message ?? '');
  else if (host !== undefined) tally.host += 1;
  else if (problem?.code === 'KN-ADR-006') tally.unknown += 1;
  else tally.none += 1;
}
