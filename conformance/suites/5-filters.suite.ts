import type { AttributesFilter, Filter } from '../../lib/filters';
import { anEvent } from '../filters/events';
import { aFilter, anAttributesFilter } from '../filters/filters';
import { type Given, GoFilters, handOver, oneOf, type Question, type SentEvent } from '../filters/go';
import { Random } from '../filters/random';
import { report, type ReportRow } from '../judge/report';
import { SEED } from '../judge/settings';

/** Pairs of filter and event that Go is asked about, in both forms of filters together. */
const PAIRS = 200_000;
const EVENTS = 5_000;
/** Each filter meets the event that it was made for, and some others. */
const EVENTS_OF_A_FILTER = 10;
const BATCH = 500;
/** One filter in so many is of the older form. */
const OLDER = 6;
/** Of the pairs, what at least passes, and what at least does not: else the filters would prove little. */
const LEAST = 0.1;
const SHOWN = 5;

interface Tally {
  judged: number;
  passed: number;
  readonly differing: string[];
}

type Condition = Filter | AttributesFilter;

const rows: Omit<ReportRow, 'suite' | 'seconds'>[] = [];
let go: GoFilters;

beforeAll(() => {
  go = new GoFilters();
});

afterAll(() => {
  go.close();
  report('5 filters', rows);
});

test('filters pass the events that the data plane passes, and no other', async () => {
  const random = new Random(SEED);
  const made = random.times(EVENTS, () => anEvent(random));
  const given = await handOver(go, made);
  const tallies = { dialects: nothing(), attributes: nothing() };

  for (let left = PAIRS / EVENTS_OF_A_FILTER; left > 0; left -= BATCH) await judge(random, given, tallies);

  const notRead = made.length - given.length;
  note('filters, new dialects', tallies.dialects, notRead);
  note('`filter.attributes`', tallies.attributes, notRead);
  expect([...tallies.dialects.differing, ...tallies.attributes.differing].slice(0, SHOWN)).toEqual([]);
  for (const { judged, passed } of Object.values(tallies)) {
    expect(passed / judged).toBeGreaterThan(LEAST);
    expect(1 - passed / judged).toBeGreaterThan(LEAST);
  }
  expect(tallies.dialects.judged + tallies.attributes.judged).toBe(PAIRS);
  // An event that no SDK reads reaches no filter; if most were such, little would be shown.
  expect(notRead / made.length).toBeLessThan(0.02);
});

function nothing(): Tally {
  return { judged: 0, passed: 0, differing: [] };
}

async function judge(
  random: Random, given: readonly Given[], tallies: { readonly dialects: Tally; readonly attributes: Tally },
): Promise<void> {
  const cases = random.times(BATCH, () => aCase(random, given));
  const answers = await go.ask(cases.map(({ question }) => question));
  for (const [at, { condition, older, events }] of cases.entries()) {
    const { results, error } = answers[at] ?? {};
    const tally = older ? tallies.attributes : tallies.dialects;
    for (const [which, { event }] of events.entries()) {
      const theirs = results?.[which] ?? error;
      const ours = condition.matches(event.event) ? 'pass' : 'fail';
      tally.judged += 1;
      if (theirs === 'pass') tally.passed += 1;
      if (ours !== theirs) tally.differing.push(shown(condition, event, ours, theirs));
    }
  }
}

interface Case {
  readonly condition: Condition;
  readonly older: boolean;
  readonly events: readonly Given[];
  readonly question: Question;
}

function aCase(random: Random, given: readonly Given[]): Case {
  const events = random.times(EVENTS_OF_A_FILTER, () => oneOf(random, given));
  const own = events[0]?.event ?? { event: {} };
  const numbers = events.map(({ number }) => number);
  if (random.below(OLDER) === 0) {
    const condition = anAttributesFilter(random, own);
    return { condition, older: true, events, question: { attributes: condition.attributes, events: numbers } };
  }
  const condition = aFilter(random, own);
  return { condition, older: false, events, question: { filters: [condition.toFilterConfig()], events: numbers } };
}

function shown(
  condition: Condition, { event, headers }: SentEvent, ours: string, theirs: string | undefined,
): string {
  return `${JSON.stringify(condition._render())} on ${JSON.stringify(headers ?? event)}: ours ${ours}, Go ${theirs}`;
}

function note(what: string, { judged, passed, differing }: Tally, notRead: number): void {
  rows.push({
    what, judged, accepted: passed, refused: judged - passed, differing: differing.length, notJudged: 0,
    note: `seed ${SEED}; accepted: passed, refused: did not; ${notRead} events that the SDK does not read were left out`,
  });
}
