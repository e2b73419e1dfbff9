import * as fs from 'node:fs';
import * as path from 'node:path';
import { KnativeError, WARNING_IDS } from '../../lib/core';
import { Filter } from '../../lib/filters';
import { verified } from '../cesql/correlation';
import { RARE, WARNED } from '../cesql/data-plane-rows';
import { askRows, compareDataPlanes, type Comparison, dataPlaneTable } from '../cesql/data-planes';
import { DEVIATIONS, DIFFERENCES, EVENT } from '../cesql/differences';
import { anEvent } from '../cesql/events';
import { anExpression } from '../cesql/expressions';
import { javaSide } from '../cesql/java';
import { ask } from '../cesql/ours';
import { tckTests } from '../cesql/tck';
import { type Answer, type Given, GoFilters, type GoValue, handOver, oneOf, type SentEvent } from '../filters/go';
import { Random } from '../filters/random';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';
import { UPDATE } from '../judge/update';

const EXPRESSIONS = 200_000;
const EVENTS = 600;
/** Every expression meets so many events, others each time. */
const EVENTS_OF_AN_EXPRESSION = 8;
const BATCH = 1000;
const CORRELATIONS = 2_000;
/** Pairs of expression and event that both data planes are asked about. */
const PAIRS = 150_000;
const GOLDEN = path.join(__dirname, '..', 'cesql', 'data-planes.golden.md');
/** Ids of differences between the data planes; each must be seen at work. */
const DIFFERENCE_IDS = Object.keys(WARNING_IDS).filter((id) => id.startsWith('kafka-cesql-'));
/** Of the expressions, what at least parses, and what at least does not; the same for those that `Filter` takes. */
const LEAST = 0.1;
const SHOWN = 5;

interface Tally {
  judged: number;
  parsed: number;
  taken: number;
  /** Refused by `Filter.cesql` although it parses. */
  refused: number;
  /** Refused for the whole of it. */
  wholly: number;
  /** Evaluations that broke off in Go. */
  broken: number;
  readonly differing: string[];
  readonly unsound: string[];
  readonly explained: Set<string>;
}

const rows: Omit<ReportRow, 'suite' | 'seconds'>[] = [];
let go: GoFilters;

beforeAll(() => {
  go = new GoFilters();
});

afterAll(() => {
  go.close();
  report('6 cesql', rows);
});

test('expressions parse, come to the values and fail as in the data plane', async () => {
  const random = new Random(SEED);
  const given = await handOver(go, random.times(EVENTS, () => anEvent(random)));
  const tally: Tally = {
    judged: 0, parsed: 0, taken: 0, refused: 0, wholly: 0, broken: 0, differing: [], unsound: [], explained: new Set(),
  };

  await judge(DIFFERENCES.map(({ example }) => example), random, given, tally);
  while (tally.judged < EXPRESSIONS) await judge(random.times(BATCH, () => anExpression(random)), random, given, tally);

  note(tally);
  expect(shortest(tally.differing)).toEqual([]);
  expect(shortest(tally.unsound)).toEqual([]);
  expect(DIFFERENCES.filter(({ what }) => !tally.explained.has(what))).toEqual([]);
  expect(tally.parsed / tally.judged).toBeGreaterThan(LEAST);
  expect(1 - tally.parsed / tally.judged).toBeGreaterThan(LEAST);
  expect(tally.taken / tally.parsed).toBeGreaterThan(LEAST);
  // Events that no SDK reads reach no filter; there are some with characters that no event may have.
  expect(given.length / EVENTS).toBeGreaterThan(0.8);
});

test('the tests of the specification come to the same, but for what the data plane does otherwise', async () => {
  const tests = tckTests();
  const given = await handOver(go, tests.map(({ event }) => ({ event })));
  expect(given).toHaveLength(tests.length);
  const answers = await go.ask(tests.map(({ expression }, at) => ({ expression, events: [given[at]?.number ?? 0] })));
  const said = tests.map(({ name, expression, event, expected }, at) => ({
    name, expected, ours: our(expression, event), go: their(answers[at]),
  }));
  const asExpected = said.filter(({ ours, expected }) => ours === expected).length;

  rows.push({
    what: 'tests of the specification', judged: tests.length, accepted: asExpected, refused: tests.length - asExpected,
    differing: said.filter(({ ours, go: theirs }) => ours !== theirs).length, notJudged: 0,
    note: 'accepted: as the specification expects; refused: the data plane does otherwise, and so do we',
  });
  expect(tests.length).toBeGreaterThan(200);
  expect(said.filter(({ ours, go: theirs }) => ours !== theirs)).toEqual([]);
  expect(said.filter(({ ours, expected }) => ours !== expected)).toEqual([]);
});

test('what is written down of the data plane and the specification is so', async () => {
  const [given] = await handOver(go, [{ event: EVENT }]);
  const answers = await go.ask(DEVIATIONS.map(({ expression }) => ({ expression, events: [given?.number ?? 0] })));
  const said = DEVIATIONS.map(({ expression }, at) => (
    { expression, ours: our(expression, EVENT), go: their(answers[at]) }));

  rows.push({
    what: 'specification and data plane differ', judged: DEVIATIONS.length, accepted: DEVIATIONS.length, refused: 0,
    differing: 0, notJudged: 0, note: 'written in conformance/cesql/differences.ts',
  });
  expect(said).toEqual(DEVIATIONS.map(({ expression, implementation }) => ({
    expression, ours: implementation, go: implementation,
  })));
});

test('KN_VERIFY_CORRELATION_ID knows the ids of Knative, and no other', async () => {
  const asked = await verified(go, new Random(SEED), CORRELATIONS);
  const known = asked.filter(({ go: answer }) => answer === '{"truth":true}').length;

  rows.push({
    what: 'correlation ids', judged: asked.length, accepted: known, refused: asked.length - known,
    differing: asked.filter((one) => one.ours !== one.go).length, notJudged: 0,
    note: `seed ${SEED}; ids that Knative's own code made, and what somebody made of them`,
  });
  expect(asked.filter((one) => one.ours !== one.go).slice(0, SHOWN)).toEqual([]);
  expect(known).toBeGreaterThan(CORRELATIONS / 50);
});

test('a Kafka broker answers as the others, but for the expressions that are known to differ', async () => {
  const side = javaSide();
  if ('missing' in side) {
    rows.push({
      what: 'Go and Java data planes', judged: 0, accepted: 0, refused: 0, differing: 0, notJudged: PAIRS, note: side.missing,
    });
    return;
  }
  const { cesql: java } = side;
  try {
    const found = await compareDataPlanes(go, java, new Random(SEED), PAIRS);
    const warned = await askRows(go, java, WARNED);
    const rare = await askRows(go, java, RARE);
    noteDataPlanes(found);
    if (process.env[UPDATE] !== undefined) fs.writeFileSync(GOLDEN, dataPlaneTable(warned, rare));

    expect(shortest(found.unexplained)).toEqual([]);
    expect(shortest(found.parsing)).toEqual([]);
    expect(DIFFERENCE_IDS.filter((id) => !found.seen.has(id))).toEqual([]);
    expect(warned.filter(({ differs, ids }) => !differs || ids.length === 0)).toEqual([]);
    expect(rare.filter(({ differs, ids }) => !differs || ids.length > 0)).toEqual([]);
    expect(dataPlaneTable(warned, rare)).toBe(fs.readFileSync(GOLDEN, 'utf8'));
  } finally {
    java.close();
  }
});

async function judge(texts: readonly string[], random: Random, given: readonly Given[], tally: Tally): Promise<void> {
  const cases = texts.map((text) => (
    { text, events: random.times(EVENTS_OF_AN_EXPRESSION, () => oneOf(random, given)) }));
  const answers = await go.ask(cases.map(({ text, events }) => ({
    expression: text, events: events.map(({ number }) => number),
  })));
  for (const [at, { text, events }] of cases.entries()) {
    const answer = answers[at] ?? {};
    tally.judged += 1;
    compare(text, events, answer, tally);
  }
}

function compare(text: string, events: readonly Given[], answer: Answer, tally: Tally): void {
  const ours = ask(text, events.map(({ event }) => event.event));
  const { error, values = [] } = answer;
  if (ours.found !== undefined) {
    const reason = DIFFERENCES.find(({ explains }) => explains(text, ours.found ?? ''));
    if (error === undefined && reason !== undefined) tally.explained.add(reason.what);
    else if (error === undefined) tally.differing.push(`${JSON.stringify(text)}: we stop at ${ours.found}, Go parses it`);
    return;
  }
  if (error !== undefined) {
    tally.differing.push(`${JSON.stringify(text)}: we parse it, Go says ${error}`);
    return;
  }
  tally.parsed += 1;
  for (const [which, value] of values.entries()) {
    const own = JSON.stringify(ours.values[which]);
    const theirs = JSON.stringify(value);
    if (own !== theirs) {
      const on = JSON.stringify(events[which]?.event.event);
      tally.differing.push(`${JSON.stringify(text)}: ours ${own}, Go ${theirs} on ${on}`);
    }
    if (value.fault === 'panic') tally.broken += 1;
  }
  judgeRefusal(text, events, values, tally);
}

/**
 * What `Filter.cesql` takes never has a value that is no boolean. What it refuses for the whole of it, since it gives
 * no boolean or is true on no event, never passes one; refusals for a part say nothing about the rest.
 */
function judgeRefusal(text: string, events: readonly Given[], values: readonly GoValue[], tally: Tally): void {
  const reason = refusal(text);
  if (reason === undefined) {
    tally.taken += 1;
    const other = values.find(({ truth, fault }) => truth === undefined && fault === undefined);
    if (other !== undefined) tally.unsound.push(`${JSON.stringify(text)} is taken, and comes to ${JSON.stringify(other)}`);
    return;
  }
  tally.refused += 1;
  if (!/^KN-FLT-008 | is true on no event/.test(reason)) return;
  tally.wholly += 1;
  // An extension alone is a condition where the sender chose a boolean, which brokers get as a text.
  const passed = values.findIndex(({ truth }, at) => truth === true && !hasBoolean(events[at]?.event));
  if (passed === -1) return;
  const event = JSON.stringify(events[passed]?.event.event);
  tally.unsound.push(`${JSON.stringify(text)} passes ${event}, and is refused: ${reason}`);
}

function hasBoolean(sent: SentEvent | undefined): boolean {
  return Object.values(sent?.event ?? {}).some((value) => typeof value === 'boolean');
}

function refusal(text: string): string | undefined {
  try {
    Filter.cesql(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof KnativeError)) throw error;
    return error.message.split('\n')[0];
  }
}

/** An answer of ours to one event, in the form of the judge. */
function our(text: string, event: Readonly<Record<string, unknown>>): string {
  const { found, values: [value] } = ask(text, [event]);
  return found === undefined ? JSON.stringify(value) : 'refused';
}

function their(answer: Answer | undefined): string {
  return answer?.error === undefined ? JSON.stringify(answer?.values?.[0]) : 'refused';
}

/** The most readable of many. */
function shortest(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => a.length - b.length).slice(0, SHOWN);
}

function note({ judged, parsed, taken, refused, wholly, broken, differing, unsound, explained }: Tally): void {
  rows.push({
    what: 'parsing, values and kinds of errors', judged, accepted: parsed, refused: judged - parsed,
    differing: differing.length, notJudged: 0,
    note: `seed ${SEED}; accepted: parses; ${parsed * EVENTS_OF_AN_EXPRESSION} evaluations, of which ${broken} `
      + `panic; differences with a reason: ${[...explained].join(', ')}`,
  }, {
    what: 'what `Filter.cesql` refuses', judged: parsed, accepted: taken, refused, differing: unsound.length, notJudged: 0,
    note: `none of the ${wholly} that are refused for the whole of them passes an event in Go, the others are refused for a `
      + 'part; none that is taken has a value that is no boolean',
  });
}

function noteDataPlanes({ judged, alike, explained, unexplained, warned, shown, seen }: Comparison): void {
  rows.push({
    what: 'Go and Java data planes', judged, accepted: alike, refused: explained, differing: unexplained.length, notJudged: 0,
    note: `seed ${SEED}; accepted: alike; refused: they differ, and a warning says so; ${warned} expressions warn, and a `
      + `dozen events each showed it for ${shown}; ${[...seen.keys()].sort().join(', ')}`,
  });
}
