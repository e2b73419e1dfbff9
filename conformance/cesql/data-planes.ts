import { cesqlKafkaDifferences, parse } from '../../lib/cesql';
import type { GoFilters, GoValue } from '../filters/go';
import { handOver } from '../filters/go';
import type { Random } from '../filters/random';
import { aSentEvent } from './events';
import type { DataPlaneRow } from './data-plane-rows';
import { aCondition, anExpression } from './expressions';
import type { JavaAnswer, JavaCesql, JavaValue } from './java';

const EVENTS = 400;
const EVENTS_OF_AN_EXPRESSION = 12;
const BATCH = 500;
/**
 * Characters that attributes hardly ever have, and that both data planes look at in ways of their own; the rules that
 * follow from them are in the table, and no warning is given for them.
 */
const RARE = /[\u0130\u00df\u017f\ufb01\u00a0\u2003\u0665\u2028\u0085\u0131\n\r]|'[^']*%[^']*'|"[^"]*%[^"]*"/;

/** What was found about the two data planes. */
export interface Comparison {
  /** Pairs of expression and event. */
  judged: number;
  alike: number;
  /** Pairs on which they differ, and for which a difference of the expression is known. */
  explained: number;
  /** Pairs on which they differ, and nobody knew. */
  readonly unexplained: string[];
  /** Expressions that one of them parses and the other one does not. */
  readonly parsing: string[];
  /** How often each difference was seen at work. */
  readonly seen: Map<string, number>;
  /** Expressions for which a difference is known, and those for which one was seen too. */
  warned: number;
  shown: number;
}

/** Asks both data planes whether events pass, until so many pairs are judged. */
export async function compareDataPlanes(
  go: GoFilters, java: JavaCesql, random: Random, pairs: number,
): Promise<Comparison> {
  const made = random.times(EVENTS, () => aSentEvent(random));
  const given = await handOver(go, made);
  if (given.length !== made.length) throw new Error('Go does not read an event that was made for both');
  const first = await java.handOver(made.map(({ event }) => event));
  const found: Comparison = {
    judged: 0, alike: 0, explained: 0, unexplained: [], parsing: [], seen: new Map(), warned: 0, shown: 0,
  };
  while (found.judged < pairs) {
    const cases = random.times(BATCH, () => ({
      expression: random.chance(0.85) ? aCondition(random) : anExpression(random),
      at: random.times(EVENTS_OF_AN_EXPRESSION, () => random.below(EVENTS)),
    })).filter(({ expression }) => isFair(expression));
    const theirs = await go.ask(cases.map(({ expression, at }) => ({
      expression, events: at.map((one) => given[one]?.number ?? 0),
    })));
    const others = await java.ask(cases.map(({ expression, at }) => ({
      expression, events: at.map((one) => first + one),
    })));
    for (const [which, { expression, at }] of cases.entries()) {
      const { values, error } = theirs[which] ?? {};
      judgeExpression(expression, error === undefined ? values : undefined, others[which], found,
        at.map((one) => JSON.stringify(made[one]?.event)));
    }
  }
  return found;
}

/** Whether an expression parses, and is free of such characters but in its patterns. */
function isFair(expression: string): boolean {
  return !RARE.test(expression.replace(/LIKE\s*(?:'[^']*'|"[^"]*")/gi, '')) && parse(expression).fault === undefined;
}

function judgeExpression(
  expression: string, values: readonly GoValue[] | undefined, java: JavaAnswer | undefined, found: Comparison,
  events: readonly string[],
): void {
  const known = differencesOf(expression);
  if (values === undefined || java?.refused !== undefined) {
    const agreed = values === undefined && java?.refused !== undefined;
    if (!agreed && known.length === 0) found.parsing.push(`${expression}: ${java?.refused ?? 'Go refuses it'}`);
    return;
  }
  let differs = false;
  for (const [at, value] of values.entries()) {
    const other = java?.values[at];
    found.judged += 1;
    const passes = value.truth === true;
    if (passes === other?.passes) {
      found.alike += 1;
    } else if (known.length > 0) {
      found.explained += 1;
      differs = true;
    } else {
      found.unexplained.push(`${expression} on ${events[at]}: Go ${said(value)}, Java ${other?.says}`);
    }
  }
  if (known.length > 0) found.warned += 1;
  if (differs) found.shown += 1;
  if (differs && known.length === 1) for (const id of known) found.seen.set(id, (found.seen.get(id) ?? 0) + 1);
}

function differencesOf(expression: string): string[] {
  const { expression: tree } = parse(expression);
  return tree === undefined ? [] : [...new Set(cesqlKafkaDifferences(tree, expression).map(({ id }) => id))];
}

/** What Go came to, in words. */
export function said({ text, bytes, number, truth, fault }: GoValue): string {
  if (fault !== undefined) return fault === 'panic' ? 'panics' : `fails: ${fault}`;
  if (bytes !== undefined) return `bytes ${Buffer.from(bytes, 'base64').toString('hex')}`;
  return text === undefined ? String(truth ?? number) : `'${text}'`;
}

/** A row with what both data planes say. */
export interface SaidRow {
  readonly row: DataPlaneRow;
  readonly go: string;
  readonly java: string;
  /** Whether they differ in what counts: whether the event is delivered. */
  readonly differs: boolean;
  readonly ids: readonly string[];
}

/** Asks both about each row. */
export async function askRows(go: GoFilters, java: JavaCesql, rows: readonly DataPlaneRow[]): Promise<SaidRow[]> {
  const events = rows.map(({ event }) => ({ specversion: '1.0', id: '1', type: 'order', source: '/shop', ...event }));
  const given = await handOver(go, events.map((event) => ({ event })));
  const first = await java.handOver(events);
  const inGo = await go.ask(rows.map(({ expression }, at) => ({ expression, events: [given[at]?.number ?? 0] })));
  const inJava = await java.ask(rows.map(({ expression }, at) => ({ expression, events: [first + at] })));
  return rows.map((row, at) => {
    const value = inGo[at]?.values?.[0] ?? { fault: 'parse' };
    const other = inJava[at];
    return {
      row,
      go: `${value.truth === true ? 'delivered' : 'dropped'}: ${said(value)}`,
      java: spoken(other),
      differs: (value.truth === true) !== (other?.values[0]?.passes ?? false) || other?.refused !== undefined,
      ids: differencesOf(row.expression),
    };
  });
}

function spoken(answer: JavaAnswer | undefined): string {
  const value: JavaValue | undefined = answer?.values[0];
  if (value === undefined) return `not started: ${answer?.refused ?? ''}`;
  return `${value.passes ? 'delivered' : 'dropped'}: ${value.says}`;
}

/** The table that the golden is. */
export function dataPlaneTable(warned: readonly SaidRow[], rare: readonly SaidRow[]): string {
  const cell = (text: string) => text.replaceAll('|', '\\|').replace(/[\u2003\u2028]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`);
  const line = ({ row, go, java, ids }: SaidRow) => {
    const event = row.event === undefined ? '' : Object.entries(row.event).map(([name, text]) => `${name}: ${text}`).join(', ');
    return `| ${[row.why, `\`${row.expression}\``, event, go, java, ids.join(', ')].map(cell).join(' | ')} |`;
  };
  const head = (last: string) => [`| Why | Expression | Event | Broker (Go) | Kafka broker (Java) | ${last} |`, '|---|---|---|---|---|---|'];
  return [
    '# Where the data planes differ', '',
    'Expressions of CloudEvents SQL that a Kafka broker, whose data plane is written in Java, answers otherwise than the other brokers.',
    'Kept true by `npm run conformance -- --suite cesql`, written anew with `--update`. A filter with such an expression on a',
    'trigger of a Kafka broker warns.', '',
    ...head('Warning'), ...warned.map(line), '',
    '## Without a warning', '',
    'Single characters that attributes hardly ever have, and the zero time.', '',
    ...head(''), ...rare.map(line), '',
  ].join('\n');
}
