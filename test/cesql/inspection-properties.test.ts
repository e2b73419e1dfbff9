import * as fc from 'fast-check';
import { textOf } from '../../lib/cesql/bytes';
import { compile } from '../../lib/cesql/evaluation';
import type { BinaryOperator, Expression } from '../../lib/cesql/expression';
import { isFault } from '../../lib/cesql/faults';
import { inspect } from '../../lib/cesql/inspection';
import { mentionsIn } from '../../lib/cesql/mentions';
import { type Listener, Outcomes } from '../../lib/cesql/outcomes';
import { parse } from '../../lib/cesql/parser';
import type { Constant, Possible } from '../../lib/cesql/possible';
import { shown } from '../../lib/cesql/printing';
import { contains } from '../../lib/cesql/ranges';
import { admits } from '../../lib/cesql/texts';
import { typeOf } from '../../lib/cesql/types';
import { partsOf } from '../../lib/cesql/walk';

const RUNS = Number(process.env.CESQL_RUNS ?? 3000);
const TEXTS = ['', 'a', 'b', 'ab', 'A', 'AB', ' a', 'a ', '0', '1', '5', '05', '-1', '+5', 'true', 'TRUE', 'false', 'abc', 'é', 'ß', '%', 'a%', '\\',
  '1.0', '0.3', '2026-01-31T10:00:00Z', '2026-01-31T10:00:00.5+01:00', '2147483648', '-2147483648', '10'];
const PATTERNS = [...TEXTS, '%a', 'a%b', '_', '__', 'a_', '_a%', '%', '\\%', '\\_', 'A%', ' %', '% ', '%:%', 'b%', '%b', 't%', '%e'];
const NUMBERS = [0, 1, -1, 2, 3, 5, 10, 100, -5, 2_147_483_647, -2_147_483_648];
const STANDARD = ['type', 'subject', 'time', 'specversion'];
const EXTENSIONS = ['x', 'y'];
const OPERATORS: BinaryOperator[] = ['*', '/', '%', '+', '-', '=', '!=', '<', '<=', '>', '>=', 'AND', 'OR', 'XOR'];
const FUNCTIONS: readonly (readonly [name: string, count: number])[] = [
  ['INT', 1], ['BOOL', 1], ['STRING', 1], ['IS_INT', 1], ['IS_BOOL', 1], ['ABS', 1], ['LENGTH', 1], ['CONCAT', 0], ['CONCAT', 1],
  ['CONCAT', 2], ['CONCAT', 3], ['CONCAT_WS', 1], ['CONCAT_WS', 2], ['CONCAT_WS', 3], ['LOWER', 1], ['UPPER', 1], ['TRIM', 1],
  ['LEFT', 2], ['RIGHT', 2], ['SUBSTRING', 2], ['SUBSTRING', 3],
];
const CASTS = ['INT', 'IS_INT', 'BOOL', 'IS_BOOL', 'ABS', 'TRIM'];
const MADE = ['CONCAT', 'CONCAT', 'CONCAT_WS', 'LEFT', 'SUBSTRING', 'TRIM'];

const at = 0;
const name = fc.constantFrom(...STANDARD, ...EXTENSIONS);
const value = fc.oneof(fc.constantFrom<Constant>(...TEXTS, ...NUMBERS, true, false));
const operand = fc.oneof(fc.constantFrom<Constant>(...TEXTS, ...NUMBERS).map((one): Expression => ({ kind: 'literal', value: one, at })),
  name.map((one): Expression => ({ kind: 'attribute', name: one, at })));
const { expression } = fc.letrec<{ expression: Expression; condition: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(value.map((one): Expression => ({ kind: 'literal', value: one, at })),
      name.map((one): Expression => ({ kind: 'attribute', name: one, at })),
      name.map((one): Expression => ({ kind: 'exists', name: one, at }))),
    fc.tuple(fc.constantFrom('NOT' as const, '-' as const), tie('expression'))
      .map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand, at })),
    fc.tuple(fc.constantFrom(...OPERATORS, '=', '=', '=', '<', 'AND', 'AND', 'OR', 'OR'), tie('expression'), tie('expression'))
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator: operator as BinaryOperator, left, right, at, enclosed: true })),
    fc.tuple(tie('condition'), tie('condition'), fc.constantFrom('AND' as const, 'OR' as const))
      .map(([left, right, operator]): Expression => ({ kind: 'binary', operator, left, right, at, enclosed: true })),
    fc.tuple(tie('expression'), fc.constantFrom(...PATTERNS))
      .map(([operand, pattern]): Expression => ({ kind: 'like', operand, pattern, at })),
    fc.tuple(tie('expression'), fc.array(tie('expression'), { minLength: 1, maxLength: 3 }))
      .map(([operand, set]): Expression => ({ kind: 'in', operand, set, at })),
    // Numbers that are read from parts of texts are where an analysis errs most easily.
    fc.tuple(
      fc.constantFrom(...CASTS), fc.constantFrom(...MADE), fc.array(operand, { minLength: 3, maxLength: 3 }),
    ).map(([cast, made, operands]): Expression => {
      const count = made === 'TRIM' ? 1 : made === 'CONCAT' || made === 'LEFT' ? 2 : 3;
      return { kind: 'call', name: cast, args: [{ kind: 'call', name: made, args: operands.slice(0, count), at }], at };
    }),
    fc.constantFrom(...FUNCTIONS).chain(([called, count]) => fc.array(tie('expression'), { minLength: count, maxLength: count })
      .map((args): Expression => ({ kind: 'call', name: called, args, at }))),
  ),
  condition: fc.oneof(
    fc.tuple(fc.constantFrom('=', '!=', '<', '<=', '>', '>='), name, value, fc.boolean()).map(([operator, attribute, other, first]): Expression => {
      const left: Expression = { kind: 'attribute', name: attribute, at };
      const right: Expression = { kind: 'literal', value: other, at };
      const [one, two] = first ? [left, right] : [right, left];
      return { kind: 'binary', operator: operator as BinaryOperator, left: one, right: two, at, enclosed: true };
    }),
    fc.tuple(name, fc.constantFrom(...PATTERNS)).map(([attribute, pattern]): Expression =>
      ({ kind: 'like', operand: { kind: 'attribute', name: attribute, at }, pattern, at })),
    fc.tuple(name, fc.array(value, { minLength: 1, maxLength: 3 })).map(([attribute, values]): Expression =>
      ({ kind: 'in', operand: { kind: 'attribute', name: attribute, at }, set: values.map((one) => ({ kind: 'literal', value: one, at })), at })),
    fc.tuple(name, fc.boolean()).map(([attribute, not]): Expression => {
      const exists: Expression = { kind: 'exists', name: attribute, at };
      return not ? { kind: 'unary', operator: 'NOT', operand: exists, at } : exists;
    }),
    fc.tuple(tie('condition'), tie('condition'), fc.constantFrom('AND' as const, 'OR' as const))
      .map(([left, right, operator]): Expression => ({ kind: 'binary', operator, left, right, at, enclosed: true })),
  ),
}));

const text = fc.constantFrom(...TEXTS);
const event = fc.record({
  id: fc.constant('1'),
  source: fc.constant('/a'),
  type: text.filter((one) => one !== ''),
  specversion: fc.constantFrom('1.0', '0.3'),
  subject: fc.option(text, { nil: undefined }),
  time: fc.constantFrom(undefined, '2026-01-31T10:00:00Z', '2026-01-31T10:00:00.50+01:00'),
  x: fc.option(fc.oneof(text, value), { nil: undefined }),
  y: fc.option(fc.oneof(text, value), { nil: undefined }),
});
const events = fc.array(event, { minLength: 16, maxLength: 32 });

function evaluate(call: Expression): Constant | undefined {
  const result = compile(call)({});
  if (isFault(result)) return undefined;
  return typeof result === 'string' ? textOf(result) : result;
}

function listening(to: Partial<Listener>): Listener {
  const nothing = (): void => undefined;
  return {
    neverHolds: nothing, neverFound: nothing, neverGoesOn: nothing,
    alwaysFails: nothing, notACondition: nothing, unguarded: nothing,
    mayPanic: nothing, ...to,
  };
}

/** What the analysis says, and which attributes it saw read without a guard. */
function analysed(given: Expression): { possible: Possible; unguarded: Set<string> } {
  const unguarded = new Set<string>();
  const listener = listening({ unguarded: (attribute) => { unguarded.add(attribute.name); } });
  return { possible: new Outcomes(listener, mentionsIn(partsOf(given)), evaluate).of(given).possible, unguarded };
}

function includes({ truths, integers, texts }: Possible, result: Constant): boolean {
  switch (typeof result) {
    case 'boolean':
      return truths.includes(result);
    case 'number':
      return integers !== undefined && contains(integers, result);
    default:
      // A text that was cut inside of a character is none of JavaScript.
      return texts !== undefined && (textOf(result).includes('\uFFFD') || admits(texts, textOf(result)));
  }
}

describe('the analysis of an expression', () => {
  test('leaves out no value that it has on an event', () => {
    fc.assert(fc.property(expression, events, (given, all) => {
      const { possible } = analysed(given);
      const run = compile(given);
      for (const one of all) {
        const result = run(one);
        if (isFault(result) ? !possible.fails : !includes(possible, result)) throw new Error(`${JSON.stringify(result)} on ${JSON.stringify(one)} is none of ${JSON.stringify(possible)}`);
      }
    }), { numRuns: RUNS });
  });

  test('sees every attribute that an event may lack and that is read', () => {
    fc.assert(fc.property(expression, events, (given, all) => {
      const { unguarded } = analysed(given);
      const run = compile(given);
      for (const one of all) {
        const result = run(one);
        if (!isFault(result) || result.kind !== 'missing-attribute') continue;
        const read = /`(.*)`/.exec(result.message)?.[1] ?? '';
        expect([...unguarded, ...absentAnyway(given)]).toContain(read);
      }
    }), { numRuns: RUNS });
  });

  test('calls true on no event, or not a boolean, what no event passes', () => {
    let refused = 0;
    fc.assert(fc.property(expression, events, (given, all) => {
      const { problem } = inspect(given, '');
      // An extension alone is a boolean in the JSON of an event, and a text in its headers.
      const whole = (problem?.code === 'KN-FLT-008' && typeOf(given) !== 'Any')
        || problem?.message.includes('is true on no event') === true;
      if (whole) refused += 1;
      const run = compile(given);
      for (const one of all) {
        const result = run(one);
        if (isFault(result)) continue;
        if (whole && result === true) throw new Error(`${problem.message}, but ${JSON.stringify(one)} passes`);
        if (problem === undefined && typeof result !== 'boolean') throw new Error(JSON.stringify(result));
      }
    }), { numRuns: RUNS });
    expect(refused).toBeGreaterThan(RUNS / 100);
  });

  test('calls true on every event what no event fails to pass', () => {
    fc.assert(fc.property(expression, events, (given, all) => {
      const { warnings } = inspect(given, '');
      const whole = warnings.some(({ id, message }) => id === 'cesql-always-true' && message.startsWith(shown(given)) && message.includes('is true on every event'));
      if (!whole) return;
      const run = compile(given);
      for (const one of all) expect([true, 'fault']).toContain(isFault(run(one)) ? 'fault' : run(one));
    }), { numRuns: RUNS });
  });

  test('proposes whole expressions that are accepted themselves', () => {
    const member = fc.constantFrom("'a'", "'A'", "''", "' a'", "'1.0'", "'abc'", "'é'", '0', '5', 'TRUE', 'source');
    const side = fc.constantFrom('type', 'specversion', 'time', 'UPPER(type)', 'LOWER(source)', 'TRIM(type)', 'LENGTH(type)',
      'LEFT(type, 2)', 'SUBSTRING(type, 0, 2)', "CONCAT('a', type)", 'UPPER(specversion)');
    const slip = fc.constantFrom('ce-type', 'ce-time', 'ce-tenant', 'SUBSTRING(specversion, 0, 1)');
    const given = fc.oneof(
      fc.tuple(side, fc.array(member, { minLength: 1, maxLength: 4 })).map(([left, set]) => `${left} IN (${set.join(', ')})`),
      fc.tuple(fc.oneof(side, slip), fc.constantFrom('=', '<', '>=', '!='), member).map((parts) => parts.join(' ')),
      fc.constantFrom("'a'", "''", '5', '-5'),
    );
    let proposed = 0;
    fc.assert(fc.property(given, (text) => {
      const { expression: parsed } = parse(text);
      const proposal = /^write `([^`]*)`(?:, for example)?$/.exec((parsed && inspect(parsed, text).problem?.fix) ?? '')?.[1];
      if (proposal === undefined) return;
      proposed += 1;
      const { expression: again } = parse(proposal);
      expect([proposal, again === undefined ? 'fault' : inspect(again, proposal).problem?.message]).toEqual([proposal, undefined]);
    }), { numRuns: RUNS });
    expect(proposed).toBeGreaterThan(RUNS / 20);
  });

  // Each was refused once, or is close to what was.
  test.each([
    ["EXISTS x AND INT(CONCAT(x, '+5')) = 5", { x: '' }],
    ["EXISTS x AND CONCAT(x, '-5') < 0", { x: '' }],
    ["EXISTS x AND INT(CONCAT_WS('', x, '-5')) = -5", { x: '' }],
    ["CONCAT(type, source) LIKE '\\_'", { type: '\\', source: 'x' }],
    ["EXISTS subject AND EXISTS x AND SUBSTRING(subject, INT(x), -1) = ''", { subject: 'a', x: '0' }],
    ["EXISTS x AND SUBSTRING('10', INT(x), 1) = '1'", { x: '1' }],
    ["EXISTS type OR type = 'a'", { type: 'b' }],
    ["type NOT IN ('')", { type: 'a' }],
    ["type NOT LIKE ''", { type: 'a' }],
    ["NOT (type = '')", { type: 'a' }],
    ['NOT (EXISTS x AND x = 5 AND x = 6)', { type: 'a' }],
  ])('leaves in what an event passes: %s', (given, event) => {
    const { expression: parsed } = parse(given);
    if (parsed === undefined) throw new Error(given);

    expect(compile(parsed)({ id: '1', source: 's', type: 't', specversion: '1.0', ...event })).toBe(true);
    expect(inspect(parsed, given).problem).toBeUndefined();
  });
});

/** Attributes that are read only where they are known to be absent, which is refused and not warned of. */
function absentAnyway(given: Expression): string[] {
  const names: string[] = [];
  const listener = listening({ alwaysFails: (part) => { if (part.kind === 'attribute') names.push(part.name); } });
  new Outcomes(listener, mentionsIn(partsOf(given)), evaluate).of(given);
  return names;
}
