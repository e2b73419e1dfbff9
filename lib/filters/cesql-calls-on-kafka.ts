import {
  applied, ASCII, booleanOf, cast, type Cause, EITHER, FALSE, failing, few, INTEGER, integerOf, known, type Outcome,
  type Result, same, TEXT, TRUE, type Value, valueOf,
} from './cesql-outcomes';

const MIN_INTEGER = -2_147_483_648;
const MAX_INTEGER = 2_147_483_647;
/** The function of a RequestReply; its keys are read otherwise in Java, where none of them fits. */
const VERIFY = 'KN_VERIFY_CORRELATION_ID';

type Parameter = Value['type'] | 'any';

interface Call {
  readonly takes: readonly Parameter[];
  /** Type of any number of further arguments. */
  readonly more?: Parameter;
  run(args: readonly Value[]): Result[];
}

const TEXT_FUNCTION = (change: (text: string) => string): Call => ({
  takes: ['text'],
  run: ([text = TEXT]) => {
    if (!known(text)) return [{ value: text }];
    return isAscii(text) ? [{ value: valueOf(change(String(text.value))) }] : [beyondAscii(TEXT)];
  },
});
const SLICE = (name: string, cut: (text: string, count: number) => string): Call => ({
  takes: ['text', 'integer'],
  run: ([text = TEXT, count = INTEGER]) => {
    const negative: Result = { value: text, failed: true, cause: { kind: 'error', of: name } };
    if (typeof count.value !== 'number') return [sliced(text), negative];
    if (count.value < 0) return [negative];
    if (typeof text.value === 'string' && isAscii(text)) return [{ value: valueOf(cut(text.value, count.value)) }];
    return [sliced(text)];
  },
});
const CAST = (type: Value['type']): Call => ({ takes: ['any'], run: ([value = FALSE]) => cast(value, type) });

const CALLS: Readonly<Record<string, readonly Call[]>> = {
  INT: [CAST('integer')],
  BOOL: [CAST('boolean')],
  STRING: [CAST('text')],
  ABS: [{ takes: ['integer'], run: abs }],
  LENGTH: [{ takes: ['text'], run: length }],
  LOWER: [TEXT_FUNCTION((text) => text.toLowerCase())],
  UPPER: [TEXT_FUNCTION((text) => text.toUpperCase())],
  TRIM: [TEXT_FUNCTION((text) => text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, ''))],
  LEFT: [SLICE('LEFT', (text, count) => text.slice(0, count))],
  RIGHT: [SLICE('RIGHT', (text, count) => text.slice(Math.max(0, text.length - count)))],
  SUBSTRING: [
    { takes: ['text', 'integer'], run: substring },
    { takes: ['text', 'integer', 'integer'], run: substring },
  ],
  CONCAT: [{ takes: [], more: 'text', run: (args) => concat(args, valueOf('')) }],
  CONCAT_WS: [{ takes: ['text'], more: 'text', run: ([separator = TEXT, ...args]) => concat(args, separator) }],
};

/** What a call may come to, by what its arguments may come to. @internal */
export function callOutcomes(name: string, args: readonly (readonly Outcome[])[]): readonly Outcome[] {
  if (name === VERIFY) return verified(args);
  const [first] = args;
  if (/^IS_(INT|BOOL)$/.test(name) && first !== undefined && args.length === 1) {
    return first.flatMap((arg) => asked(name, arg));
  }
  const call = callOf(name, args.length);
  if (call === undefined) return [failing(FALSE, { kind: 'function', of: name })];
  const ready = args.map((outcomes, at) => cast1(outcomes, call.takes[at] ?? call.more ?? 'any', name));
  if (call.more !== undefined) return joined(ready, name);
  const cause: Cause = { kind: 'error', of: name };
  return combinations(ready).flatMap((combination) => applied(combination, (values) => call.run(values), cause));
}

function combinations(lists: readonly (readonly Outcome[])[]): (readonly Outcome[])[] {
  return lists.reduce<(readonly Outcome[])[]>((before, list) => (
    before.flatMap((some) => list.map((outcome) => [...some, outcome]))), [[]]);
}

function cast1(outcomes: readonly Outcome[], type: Parameter, name: string): Outcome[] {
  if (type === 'any') return [...outcomes];
  const cause: Cause = { kind: 'error', of: name };
  return few(outcomes.flatMap((outcome) => applied([outcome], ([value = FALSE]) => cast(value, type), cause)));
}

/** Texts one after the other: all at once there would be too many possibilities. */
function joined(texts: readonly (readonly Outcome[])[], name: string): readonly Outcome[] {
  const separators = name === 'CONCAT' ? [same(valueOf(''))] : texts[0] ?? [];
  const [first, ...others] = name === 'CONCAT' ? texts : texts.slice(1);
  const cause: Cause = { kind: 'error', of: name };
  const join = (...parts: readonly (readonly Outcome[])[]): Outcome[] => few(combinations(parts).flatMap((each) => (
    applied(each, ([between = TEXT, ...rest]) => concat(rest, between), cause))));
  if (first === undefined) return join(separators);
  return others.reduce<readonly Outcome[]>((before, text) => join(separators, before, text), join(separators, first));
}

function callOf(name: string, count: number): Call | undefined {
  const calls = Object.hasOwn(CALLS, name) ? CALLS[name] ?? [] : [];
  return calls.find(({ takes, more }) => (more === undefined ? takes.length === count : takes.length <= count));
}

function verified(args: readonly (readonly Outcome[])[]): Outcome[] {
  const cause: Cause = { kind: 'function', of: VERIFY };
  const failures = args.flat().filter(({ go }) => go === undefined).map((arg) => failing(FALSE, arg.cause));
  return [{ go: TRUE, java: FALSE, absent: false, alike: 'no', cause }, same(FALSE), failing(FALSE, cause), ...failures];
}

/** Java looks at the text of a value: `IS_INT(TRUE)` and `IS_BOOL(5)` hold in Go only. */
function asked(name: string, arg: Outcome): Outcome[] {
  const read = name === 'IS_INT' ? integerOf : booleanOf;
  const answers = (value: Value): Result[] => {
    if (value.type === 'text' && typeof value.value !== 'string') return EITHER;
    return value.type === 'text' ? [{ value: valueOf(read(String(value.value)) !== undefined) }] : [{ value: TRUE }];
  };
  const asText = (value: Value): Result[] => cast(value, 'text').flatMap(({ value: text }) => (
    value.type === 'integer' && !known(value) ? [{ value: valueOf(name === 'IS_INT') }] : answers(text)));
  const java = asText(arg.java).map(({ value }) => value);
  const { go } = arg;
  if (go === undefined) return java.map((value) => failing(value, arg.cause));
  if (arg.alike === 'same' && go.type === 'text') return answers(go).map(({ value }) => same(value));
  const cause: Cause = arg.cause ?? { kind: 'type', of: name };
  return answers(go).flatMap(({ value }) => java.map((other): Outcome => (
    { go: value, java: other, absent: false, alike: value.value === other.value ? 'same' : 'no', cause })));
}

function abs([value = INTEGER]: readonly Value[]): Result[] {
  const overflow: Result = { value: valueOf(MAX_INTEGER), failed: true };
  if (typeof value.value !== 'number') return [{ value: INTEGER }, overflow];
  return value.value === MIN_INTEGER ? [overflow] : [{ value: valueOf(Math.abs(value.value)) }];
}

function length([text = TEXT]: readonly Value[]): Result[] {
  if (!isAscii(text)) return [{ value: INTEGER, apart: 'no', cause: { kind: 'characters', of: 'LENGTH' } }];
  return [{ value: typeof text.value === 'string' ? valueOf(text.value.length) : INTEGER }];
}

function substring([text = TEXT, from = INTEGER, count]: readonly Value[]): Result[] {
  const failure: Result = { value: valueOf(''), failed: true, cause: { kind: 'error', of: 'SUBSTRING' } };
  if (from.value === 0) return [{ value: valueOf('') }];
  if (!isAscii(text)) return [beyondAscii(TEXT, 'SUBSTRING'), failure, { ...failure, apart: 'no' }];
  const numbers = typeof from.value === 'number' && (count === undefined || typeof count.value === 'number');
  if (typeof text.value !== 'string' || !numbers) return [{ value: ASCII }, failure];
  const size = text.value.length;
  const position = Number(from.value);
  if (position < -size || position > size) return [failure];
  const begin = position < 0 ? size + position : position - 1;
  const end = count === undefined ? size : Math.min(size, begin + Number(count.value));
  return end < begin ? [failure] : [{ value: valueOf(text.value.slice(begin, end)) }];
}

function concat(args: readonly Value[], separator: Value): Result[] {
  const all = args.length > 1 ? [...args, separator] : args;
  if (all.every(known)) {
    return [{ value: valueOf(args.map(({ value }) => String(value)).join(String(separator.value))) }];
  }
  return [{ value: all.every(isAscii) ? ASCII : TEXT }];
}

/** A part of a text, which is the same beside a text of ASCII. */
function sliced(text: Value): Result {
  return isAscii(text) ? { value: ASCII } : { value: TEXT, apart: 'ascii', cause: { kind: 'characters', of: 'LEFT' } };
}

function beyondAscii(value: Value, of = 'LOWER'): Result {
  return { value, apart: 'no', cause: { kind: 'characters', of } };
}

function isAscii(value: Value): boolean {
  return value.type !== 'text' || value.ascii;
}
