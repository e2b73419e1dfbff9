import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { checkKafkaCredentials } from '../../lib';
import type { KubernetesObject } from '../control-plane/api-server';
import { inTurns } from '../judge/in-turns';
import { makeNamespaces } from '../judge/namespaces';
import { closePlanes, planeNamed } from '../judge/planes';
import { runProgram } from '../judge/program';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';
import { convert } from '../kafka/conversion';
import { FACTS } from '../kafka/facts';
import { HOSTILE } from '../kafka/hostile';
import { type Login, logIn, missingLogin } from '../kafka/login';
import { loginOf, meaningOf, withoutEmpty } from '../kafka/meaning';
import { type Mistake, planOf, questionAbout } from '../kafka/mistakes';
import { IN_READERS } from '../kafka/mistakes-in-readers';
import { IN_SECRETS } from '../kafka/mistakes-in-secrets';
import { ANY_VALUE, type ConsumerPlan, Filling, type Plan, PLANS } from '../kafka/plan';
import { NAMESPACE, questionOf, secretData, writeProgram } from '../kafka/programs';
import { type Answer, ask, makeMaterial, type Material, type Question } from '../kafka/readers';

const PROGRAMS = 5_000;
const CONVERTED = 200;
const VALUES = 3_000;
/** Fewer would mean that a table was lost. */
const LEAST_MISTAKES = 80;
const SHOWN = 5;
const CONSUMERS: readonly ConsumerPlan['kind'][] = ['Broker', 'Trigger', 'KafkaSink', 'KafkaChannel', 'KafkaSource'];

const rows: Omit<ReportRow, 'suite' | 'seconds'>[] = [];
const noJava = missingLogin();
let loggedIn = 0;
let material: Material;
let warnings: jest.SpyInstance;

beforeAll(() => {
  // Thousands of programs are warned of; warnings are judged elsewhere.
  warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  material = makeMaterial();
});

afterAll(() => {
  warnings.mockRestore();
  rows.push({
    what: 'Secrets in the data plane', judged: loggedIn, accepted: loggedIn, refused: 0, differing: 0,
    notJudged: noJava === undefined ? 0 : PROGRAMS,
    note: noJava ?? 'those of the programs above, by its own code in Java; differences are counted there',
  });
  report('8 kafka', rows);
  closePlanes();
});

interface Judged {
  readonly plan: Plan;
  readonly differing: readonly string[];
}

function objectsOf(plan: Plan): readonly KubernetesObject[] {
  const { refusals, objects } = runProgram((chart) => { writeProgram(chart, plan, material); }, NAMESPACE, 'flags');
  if (refusals.length > 0) throw new Error(`we refuse a valid program: ${JSON.stringify(plan)}\n${refusals.join('\n')}`);
  return objects;
}

interface Read extends Judged {
  /** The Secret that the data plane is told to read, where it reads one as a whole. */
  readonly secret?: Data;
}

/** What the controllers read, beside what was meant. */
function judge(plans: readonly Plan[]): Read[] {
  const questions = plans.map((plan) => questionOf(plan, objectsOf(plan), material));
  const answers = ask(questions);
  return plans.map((plan, at) => {
    const answer = answers[at] ?? {};
    const meant = { ...meaningOf(plan, material), secrets: answer.secrets };
    const differing = differences(meant, { ...withoutEmpty(answer) });
    return { plan, differing, secret: secretOf(questions[at], answer) };
  });
}

/** What the receivers and dispatchers in Java log in with, too. */
function alsoByDataPlane(read: readonly Read[]): readonly Judged[] {
  if (noJava !== undefined) return read;
  const logins = logIn(read.flatMap(({ secret }) => (secret === undefined ? [] : [secret])));
  loggedIn += logins.length;
  let next = 0;
  return read.map(({ plan, differing, secret }) => {
    if (secret === undefined) return { plan, differing };
    const login = logins[next];
    next += 1;
    return { plan, differing: [...differing, ...differences({ ...loginOf(plan) }, { ...login })] };
  });
}

function secretOf(question: Question | undefined, answer: Answer): Data | undefined {
  const name = answer.receiver?.secret;
  if (name === undefined) return undefined;
  const existing = question?.objects.find(({ kind, metadata }) => (
    kind === 'Secret' && `${metadata.namespace ?? ''}/${metadata.name}` === name));
  return answer.secrets?.[name] ?? existing?.data as Data | undefined;
}

type Data = Readonly<Record<string, string>>;

function differences(meant: Readonly<Record<string, unknown>>, read: Readonly<Record<string, unknown>>): string[] {
  const parts = [...new Set([...Object.keys(meant), ...Object.keys(read)])];
  return parts.filter((part) => !isDeepStrictEqual(meant[part], read[part]))
    .map((part) => `${part} was meant as ${readable(meant[part])} and is read as ${readable(read[part])}`);
}

/** Certificates by their names: what is in them says nothing to who reads it. */
function readable(value: unknown): string {
  return Object.entries(material).reduce(
    (text, [name, pem]) => text.replaceAll(JSON.stringify(pem), `<${name}>`), JSON.stringify(value) ?? 'nothing');
}

/** The shortest examples first. */
function shown(judged: readonly Judged[]): string {
  return judged.filter(({ differing }) => differing.length > 0)
    .map(({ plan, differing }) => `${JSON.stringify(plan)}\n  ${differing.join('\n  ')}`)
    .sort((one, other) => one.length - other.length).slice(0, SHOWN).join('\n');
}

test('what programs mean is what the readers read', () => {
  const judged = alsoByDataPlane(judge(fc.sample(PLANS, { numRuns: PROGRAMS, seed: SEED })));
  for (const kind of CONSUMERS) {
    const own = judged.filter(({ plan }) => plan.consumer.kind === kind);
    const differing = own.filter((each) => each.differing.length > 0).length;
    rows.push({
      what: kind, judged: own.length, accepted: own.length - differing, refused: 0, differing, notJudged: 0, note: `seed ${SEED}`,
    });
    expect(own.length).toBeGreaterThan(PROGRAMS / 20);
  }
  expect(shown(judged)).toBe('');
});

(noJava === undefined ? test : test.skip)('we refuse exactly the values that the data plane does not log in with', () => {
  const values = [...Object.values(HOSTILE), ...fc.sample(ANY_VALUE, { numRuns: VALUES, seed: SEED })];
  const logins = logIn(values.map((value) => secretData({
    'protocol': 'SASL_SSL', 'sasl.mechanism': 'SCRAM-SHA-256', 'user': value, 'password': value,
  })));
  const refused = values.filter((value) => checkKafkaCredentials({ user: value, password: value }).length > 0);
  const differing = values.filter((value, at) => refused.includes(value) === (
    logins[at]?.user === value && logins[at]?.password === value));
  rows.push({
    what: 'values in the data plane', judged: values.length, accepted: values.length - refused.length, refused: refused.length,
    differing: differing.length, notJudged: 0, note: `as user and password, by its own code in Java; seed ${SEED}`,
  });
  expect(refused.length).toBeGreaterThan(VALUES / 20);
  expect(differing.sort((one, other) => one.length - other.length).slice(0, SHOWN)).toEqual([]);
});

test('hostile values arrive byte for byte, from whoever fills the Secret', () => {
  const values = Object.values(HOSTILE);
  const plans = values.flatMap((value) => [Filling.EXISTING, Filling.EXTERNAL, Filling.VAULT]
    .map((filling) => planOf({ filling, user: value, password: value })));
  const judged = judge(plans);
  const refused = values.filter((value) => checkKafkaCredentials({ user: value, password: value }).length > 0).length;
  const differing = judged.filter((each) => each.differing.length > 0).length;
  rows.push({
    what: 'hostile values', judged: judged.length, accepted: judged.length - differing, refused: 0, differing, notJudged: 0,
    note: `${values.length} values as user and password, in three kinds of Secret; we refuse ${refused}, for the data plane's sake`,
  });
  expect(shown(judged)).toBe('');
});

describe.each([['in Secrets', IN_SECRETS], ['in what reads them', IN_READERS]] as const)('mistakes %s', (where, mistakes) => {
  const count = { judged: 0, refused: 0, stricter: 0 };

  afterAll(() => {
    const { judged, refused, stricter } = count;
    rows.push({
      what: `mistakes ${where}`, judged, accepted: stricter, refused, differing: judged - refused - stricter, notJudged: 0,
      note: `stricter in ${stricter}`,
    });
  });

  test.each(mistakes.map((each) => [each.mistake, each] as const))('%s', (_mistake, each) => {
    count.judged += 1;
    expectRefusedByUs(each);
    const [answer] = ask([questionAbout(each, material)]);
    const words = answer?.refusal ?? '';
    if (each.stricter === undefined) {
      expect(words).not.toBe('');
      expect(words).toContain(each.words);
      count.refused += 1;
    } else {
      expect(words).toBe('');
      if (each.dataPlane === true && noJava === undefined) expectWrongInDataPlane(questionAbout(each, material));
      count.stricter += 1;
    }
  });
});

test('there are enough mistakes', () => {
  expect(IN_SECRETS.length + IN_READERS.length).toBeGreaterThanOrEqual(LEAST_MISTAKES);
});

describe('it is so that', () => {
  let asSaid = 0;

  afterAll(() => {
    rows.push({
      what: 'what programs do not expect', judged: FACTS.length, accepted: asSaid, refused: 0, differing: FACTS.length - asSaid,
      notJudged: 0, note: 'KEDA, and what is guessed of a Secret: the documentation says it',
    });
  });

  test.each(FACTS.map((each) => [each.fact, each] as const))('%s', (_fact, { plan, change, keda, refusal, read, is }) => {
    const question = questionAbout({ plan, change: change ?? (() => undefined) }, material);
    const features = keda ? { 'controller-autoscaler-keda': 'enabled' } : undefined;
    const answer = ask([{ ...question, features }])[0] ?? {};
    expect(answer.refusal ?? '').toContain(refusal ?? '');
    if (refusal === undefined) {
      expect(answer.refusal).toBeUndefined();
      expect(read?.(answer)).toEqual(is);
    }
    asSaid += 1;
  });
});

/** By the code, and without a word of what is secret. */
function expectRefusedByUs({ refused, ours }: Mistake): void {
  const said = ours(material).join('\n');
  expect(said).toContain(`${refused} `);
  const { key, keyPkcs1, otherKey } = material;
  for (const secret of [key, keyPkcs1, otherKey]) expect(said).not.toContain(secret.slice(40, 80));
}

/** The data plane refuses the Secret, or logs in with something else than it holds. */
function expectWrongInDataPlane({ objects }: Question): void {
  const data = objects.find(({ kind }) => kind === 'Secret')?.data as Data;
  const [login] = logIn([data]);
  const held = (key: string) => Buffer.from(data[key] ?? '', 'base64').toString();
  const asHeld: Login = { ...login, user: held('user'), password: held('password') };
  expect(login?.refused !== undefined || !isDeepStrictEqual(login, asHeld)).toBe(true);
}

test('Kafka sources go through their conversion unharmed', async () => {
  const api = planeNamed('defaults');
  const plans = fc.sample(PLANS.filter(({ consumer }) => consumer.kind === 'KafkaSource'), { numRuns: CONVERTED, seed: SEED });
  const sources = plans.map((plan, at) => {
    const source = objectsOf(plan).find(({ kind }) => kind === 'KafkaSource');
    if (source === undefined) throw new Error(`no source in ${JSON.stringify(plan)}`);
    return { ...source, spec: source.spec, metadata: { ...source.metadata, name: `converted-${at}` } };
  });
  await makeNamespaces(api, sources, new Set());
  const found = await inTurns(sources, async (source) => ({ source, differing: await convert(api, source) }));
  const differing = found.filter((each) => each.differing.length > 0);
  rows.push({
    what: 'conversion of KafkaSource', judged: found.length, accepted: found.length - differing.length, refused: 0,
    differing: differing.length, notJudged: 0, note: `each in v1 and v1beta1, read in both, written back; seed ${SEED}`,
  });
  expect(found.length).toBe(CONVERTED);
  const examples = differing.map(({ source, differing: words }) => `${JSON.stringify(source.spec)}\n  ${words.join('\n  ')}`);
  expect(examples.sort((one, other) => one.length - other.length).slice(0, SHOWN).join('\n')).toBe('');
});
