import { Compiler } from '../generated/compiler';
import { End, run } from '../generated/interpreter';
import { asSent, type Judge, rule, type Ruled, Ruling } from '../generated/judging';
import { PREREQUISITES } from '../generated/prerequisites';
import { printProgram } from '../generated/printer';
import { type Pair, pairs, programs, type Seed } from '../generated/programs';
import type { Program } from '../generated/program';
import { shrink } from '../generated/shrink';
import type { PlaneName } from '../control-plane/plane';
import { inTurns } from '../judge/in-turns';
import { makeNamespaces } from '../judge/namespaces';
import { closePlanes, planeNamed } from '../judge/planes';
import { report, type ReportRow } from '../judge/report';
import { SEED, wholeNumber } from '../judge/settings';

/** Objects of valid programs, and changed programs, of both configurations together. */
const OBJECTS = wholeNumber('CONFORMANCE_OBJECTS', 10_000);
const MUTANTS = wholeNumber('CONFORMANCE_MUTANTS', 5_000);
/** A change may lead to the same manifests, and is none then: so many more are made. */
const SPARE = 1.5;
/** Of the changes, what the server at least has to be asked about, and what at most nobody can judge here. */
const LEAST_ASKED = 0.1;
const MOST_NOT_JUDGED = 0.01;
const BATCH = 100;
/** What is shown of each sort of failure; more would hide the others. */
const SHOWN = 5;
/** Its webhook makes a pod of a template for a try, which it does not do when the object is stored. */
const SERVING = 'serving.knative.dev/';
/** Objects with a fixed name in these would change what the planes do: they are only tried. */
const OF_THE_SYSTEM = ['knative-eventing', 'knative-serving'];

type Row = Omit<ReportRow, 'suite' | 'seconds'>;
const NOTHING = { accepted: false, words: 'nobody was asked' };

const rows: Row[] = [];
const known = new Map<PlaneName, Set<string>>();
const compiler = new Compiler();

afterAll(() => {
  report('4 generated', rows);
  closePlanes();
});

/** Applies objects for real, or only tries them. */
function judgeOf(plane: PlaneName, dryRun: boolean): Judge {
  const api = planeNamed(plane);
  const namespaces = known.get(plane) ?? new Set<string>();
  known.set(plane, namespaces);
  return async (manifests) => {
    const objects = manifests.map(asSent);
    // A program lists its objects by kind, and what lies in a namespace of its own may come before it.
    await makeNamespaces(api, objects.filter(({ kind }) => kind !== 'Namespace'), namespaces);
    const verdicts = [];
    for (const object of objects) {
      const only = dryRun || OF_THE_SYSTEM.includes(String(object.metadata.namespace));
      const tried = only || object.apiVersion.startsWith(SERVING)
        ? await api.apply(object, { force: true, dryRun: true }) : undefined;
      verdicts.push(only || tried?.accepted === false ? tried ?? NOTHING : await api.apply(object, { force: true }));
    }
    return verdicts;
  };
}

describe.each([['defaults', false], ['flags', true]] as const)('on the plane %s', (plane, flags) => {
  beforeAll(async () => {
    for (const object of PREREQUISITES) await planeNamed(plane).applyOrThrow(object, { force: true });
  });

  test('valid programs are accepted, by us and by the server', async () => {
    const seed: Seed = { seed: SEED, flags };
    const count = await judgeValid(seed, plane);
    rows.push({
      what: `valid, ${plane}`, judged: count.judged, accepted: count.accepted, refused: 0, differing: count.failures.length, notJudged: 0,
      note: `${count.programs} programs, seed ${SEED}`,
    });
    expect(count.failures.slice(0, SHOWN).join('\n')).toBe('');
    expect(count.judged).toBeGreaterThanOrEqual(OBJECTS / 2);
  });

  test('changed programs are refused by us, or accepted by the server too', async () => {
    const all = pairs({ seed: SEED, flags }, Math.ceil(SPARE * MUTANTS / 2));
    const ruled = await rule(all, compiler, judgeOf(plane, true));
    const failures = await failuresOf(all, ruled, plane);
    rows.push(rowOf(plane, ruled, failures.length));
    expect(failures.slice(0, SHOWN).join('\n')).toBe('');
    const judged = ruled.filter(({ ruling }) => ruling !== Ruling.UNCHANGED);
    expect(judged.length).toBeGreaterThanOrEqual(MUTANTS / 2);
    expect(numberOf(judged, Ruling.ACCEPTED)).toBeGreaterThanOrEqual(LEAST_ASKED * judged.length);
    expect(numberOf(judged, Ruling.NOT_JUDGED)).toBeLessThanOrEqual(MOST_NOT_JUDGED * judged.length);
  });
});

interface Count {
  programs: number;
  judged: number;
  accepted: number;
  readonly failures: string[];
}

/** Judges programs until there are enough objects. */
async function judgeValid(seed: Seed, plane: PlaneName): Promise<Count> {
  const count: Count = { programs: 0, judged: 0, accepted: 0, failures: [] };
  const judge = judgeOf(plane, false);
  // A program has about five objects; what is left over is not run.
  const all = programs(seed, Math.ceil(OBJECTS / 5));
  for (let from = 0; count.judged < OBJECTS / 2 && from < all.length; from += BATCH) {
    await inTurns(all.slice(from, from + BATCH), async (program, at) => {
      count.programs += 1;
      const { end, manifests, words } = run(program);
      if (end !== End.SYNTHESIZED) {
        count.failures.push(shown(program, `program ${from + at} of seed ${seed.seed}: we ${end}: ${words}`));
        return;
      }
      const verdicts = await judge(manifests);
      const refused = verdicts.filter(({ accepted }) => !accepted);
      count.judged += verdicts.length;
      count.accepted += verdicts.length - refused.length;
      for (const { words: said } of refused) {
        count.failures.push(await shrunk(program, said, `program ${from + at} of seed ${seed.seed}`, plane));
      }
    });
  }
  return count;
}

async function failuresOf(all: readonly Pair[], ruled: readonly Ruled[], plane: PlaneName): Promise<string[]> {
  const failures: string[] = [];
  for (const [at, { ruling, words }] of ruled.entries()) {
    const mutant = all[at]?.mutant;
    if (mutant === undefined || (ruling !== Ruling.DIFFERING && ruling !== Ruling.CRASHED)) continue;
    const title = `change ${at} of seed ${SEED}: ${mutant.what} at ${mutant.at} of statement ${mutant.statement}: ${ruling}`;
    failures.push(ruling === Ruling.CRASHED ? shown(mutant.program, `${title}: ${words}`)
      : await shrunk(mutant.program, words, title, plane));
  }
  return failures;
}

/** The smallest program that the server refuses in the same words. */
async function shrunk(program: Program, words: string, title: string, plane: PlaneName): Promise<string> {
  const judge = judgeOf(plane, true);
  const alike = sortOf(words);
  const smallest = await shrink(program, async (smaller) => {
    const { end, manifests } = run(smaller);
    if (end !== End.SYNTHESIZED) return false;
    return (await judge(manifests)).some(({ accepted, words: said }) => !accepted && sortOf(said) === alike);
  });
  return shown(smallest, `${title}: the server refuses: ${words}`);
}

/** Words without what differs from object to object. */
function sortOf(words: string): string {
  return words.replace(/"[^"]*"/g, '""').replace(/\d+/g, '0').slice(0, 200);
}

function shown(program: Program, title: string): string {
  return `${title}\n${printProgram(program)}`;
}

function rowOf(plane: PlaneName, ruled: readonly Ruled[], differing: number): Row {
  const of = (...rulings: Ruling[]) => numberOf(ruled, ...rulings);
  const crashed = ruled.filter((one) => one.crashed).length;
  return {
    what: `changed, ${plane}`, judged: ruled.length - of(Ruling.UNCHANGED), differing,
    accepted: of(Ruling.ACCEPTED),
    refused: of(Ruling.REFUSED, Ruling.REFUSED_BY_CDK8S, Ruling.REFUSED_BY_COMPILER),
    notJudged: of(Ruling.NOT_JUDGED),
    note: `seed ${SEED}; refused: ${of(Ruling.REFUSED)} with a code, ${of(Ruling.REFUSED_BY_COMPILER)} by the compiler `
      + `(${crashed} of them end in a TypeError in JavaScript), ${of(Ruling.REFUSED_BY_CDK8S)} by cdk8s; `
      + `besides, ${of(Ruling.UNCHANGED)} led to the same manifests`,
  };
}

function numberOf(ruled: readonly Ruled[], ...rulings: Ruling[]): number {
  return ruled.filter(({ ruling }) => rulings.includes(ruling)).length;
}
