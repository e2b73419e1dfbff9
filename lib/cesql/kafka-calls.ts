import { isFault } from './faults';
import { implementationOf } from './functions';
import { MAX_INT32 } from './int32';
import {
  apart, applied, ASCII, bounded, cast, type Cause, FALSE, failing, INTEGER, isKnown, type Outcome, type Result, same,
  TEXT, TRUE, type Value, valueOf,
} from './kafka-outcomes';
import type { CesqlType } from './possible';
import { signatureOf, VERIFY } from './signatures';

/** No place in the text of an attribute makes a larger number of it than 32 bits hold. */
const LARGEST_SURE_LENGTH = 2 ** 30;

/** What a function makes of arguments that were cast to the types that it takes. */
type Call = (args: readonly Value[]) => Result[];

const castTo = (type: CesqlType): Call => ([value = FALSE]) => cast(value, type);
const changed = (name: string): Call => ([text = TEXT]) => [isKnown(text) ? beyondAscii(name) : { value: text }];
const cut = (name: string): Call => ([text = TEXT, count = INTEGER]) => {
  const negative: Result = { value: text, failed: true };
  if (typeof count.value !== 'number') return [sliced(name, text), negative];
  return [count.value < 0 ? negative : sliced(name, text)];
};

/** What may be made of arguments of which not everything is known. */
const CALLS: Readonly<Record<string, Call>> = {
  INT: castTo('Integer'),
  BOOL: castTo('Boolean'),
  STRING: castTo('String'),
  ABS: () => [{ value: INTEGER }, { value: valueOf(MAX_INT32), failed: true }],
  LENGTH: length,
  LOWER: changed('LOWER'),
  UPPER: changed('UPPER'),
  TRIM: changed('TRIM'),
  LEFT: cut('LEFT'),
  RIGHT: cut('RIGHT'),
  SUBSTRING: substring,
};

/** With what Java goes on where a function fails; `SUBSTRING` leaves an empty text. */
const AFTER_FAILURE: Readonly<Record<string, Call>> = {
  ABS: () => [{ value: valueOf(MAX_INT32), failed: true }],
  LEFT: ([text = TEXT]) => [{ value: text, failed: true }],
  RIGHT: ([text = TEXT]) => [{ value: text, failed: true }],
};

/** What a call may come to, by what its arguments may come to. @internal */
export function callOutcomes(name: string, args: readonly (readonly Outcome[])[]): readonly Outcome[] {
  if (name === VERIFY) return verified(args);
  const [first] = args;
  if ((name === 'IS_INT' || name === 'IS_BOOL') && first !== undefined && args.length === 1) {
    return first.flatMap((arg) => asked(name, arg));
  }
  const signature = signatureOf(name, args.length);
  if (signature === undefined) return [failing(FALSE, { kind: 'function', of: name })];
  const { takes, rest } = signature;
  const ready = args.map((outcomes, at) => argumentOf(outcomes, takes[at] ?? rest ?? 'Any', name));
  if (rest !== undefined) return joined(ready, name);
  const casts = takes.includes('Any');
  const call: Call = (values) => (casts ? undefined : ofConstants(name, values)) ?? CALLS[name]?.(values) ?? [];
  const cause: Cause = { kind: casts ? 'cast' : 'bounds', of: name };
  return combinations(ready).flatMap((combination) => applied(combination, call, cause));
}

/** Both data planes agree on what a function makes of numbers and texts of ASCII, unless it fails. */
function ofConstants(name: string, args: readonly Value[]): Result[] | undefined {
  const constants = args.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (constants.length < args.length || !args.every(isAscii)) return undefined;
  if (name === 'SUBSTRING' && mayOverflow(args[2])) return undefined;
  const value = implementationOf(name)?.(constants, { secrets: undefined, at: 0 });
  if (value === undefined) return undefined;
  return isFault(value) ? AFTER_FAILURE[name]?.(args) ?? [{ value: valueOf(''), failed: true }] : [{ value: valueOf(value) }];
}

function combinations(lists: readonly (readonly Outcome[])[]): (readonly Outcome[])[] {
  return lists.reduce<(readonly Outcome[])[]>((before, list) => (
    before.flatMap((some) => list.map((outcome) => [...some, outcome]))), [[]]);
}

/** An argument, as the type that the function takes. */
function argumentOf(outcomes: readonly Outcome[], type: CesqlType | 'Any', name: string): Outcome[] {
  if (type === 'Any') return [...outcomes];
  const cause: Cause = { kind: 'cast', of: name };
  return bounded(outcomes.flatMap((outcome) => applied([outcome], ([value = FALSE]) => cast(value, type), cause)));
}

/** Texts one after the other: all at once there would be too many possibilities. */
function joined(texts: readonly (readonly Outcome[])[], name: string): readonly Outcome[] {
  const separators = name === 'CONCAT' ? [same(valueOf(''))] : texts[0] ?? [];
  const [first, ...others] = name === 'CONCAT' ? texts : texts.slice(1);
  const cause: Cause = { kind: 'cast', of: name };
  const join = (...parts: readonly (readonly Outcome[])[]): Outcome[] => bounded(combinations(parts).flatMap((each) => (
    applied(each, ([between = TEXT, ...rest]) => concat(rest, between), cause))));
  if (first === undefined) return join(separators);
  return others.reduce<readonly Outcome[]>((before, text) => join(separators, before, text), join(separators, first));
}

function verified(args: readonly (readonly Outcome[])[]): Outcome[] {
  const cause: Cause = { kind: 'function', of: VERIFY };
  const failures = args.flat().filter(({ go }) => go === undefined).map((arg) => failing(FALSE, arg.cause));
  return [apart(TRUE, FALSE, cause), same(FALSE), failing(FALSE, cause), ...failures];
}

/** Java looks at the text of a value: `IS_INT(TRUE)` and `IS_BOOL(5)` hold in Go only. */
function asked(name: 'IS_INT' | 'IS_BOOL', arg: Outcome): Outcome[] {
  const type = name === 'IS_INT' ? 'Integer' : 'Boolean';
  const answers = (value: Value): boolean[] => (value.type === 'String'
    ? [...new Set(cast(value, type).map(({ failed }) => failed !== true))] : [true]);
  const java = cast(arg.java, 'String').flatMap(({ value }) => answers(value)).map(valueOf);
  const { go } = arg;
  if (go === undefined) return java.map((value) => failing(value, arg.cause));
  if (arg.alike === 'same' && go.type === 'String') return answers(go).map((answer) => same(valueOf(answer)));
  const cause: Cause = arg.cause ?? { kind: 'type', of: name };
  return answers(go).flatMap((answer) => java.map((other): Outcome => (
    { go: valueOf(answer), java: other, absent: false, alike: other.value === answer ? 'same' : 'no', cause })));
}

function length([text = TEXT]: readonly Value[]): Result[] {
  return [isAscii(text) ? { value: INTEGER } : { ...beyondAscii('LENGTH'), value: INTEGER }];
}

function substring([text = TEXT, from = INTEGER, count]: readonly Value[]): Result[] {
  const failure: Result = { value: valueOf(''), failed: true };
  if (from.value === 0) return [{ value: valueOf('') }];
  if (!isAscii(text)) return [beyondAscii('SUBSTRING'), failure, { ...failure, apart: 'no' }];
  const overflow: Result = { value: ASCII, apart: 'no', cause: { kind: 'bounds', of: 'SUBSTRING' } };
  return [{ value: ASCII }, failure, ...mayOverflow(count) ? [overflow] : []];
}

/** Java adds the place to the length, and fails where the sum has no room in 32 bits. */
function mayOverflow(count: Value | undefined): boolean {
  return count !== undefined && !(typeof count.value === 'number' && count.value <= LARGEST_SURE_LENGTH);
}

function concat(args: readonly Value[], separator: Value): Result[] {
  const all = args.length > 1 ? [...args, separator] : args;
  if (all.every(isKnown)) {
    return [{ value: valueOf(args.map(({ value }) => String(value)).join(String(separator.value))) }];
  }
  return [{ value: all.every(isAscii) ? ASCII : TEXT }];
}

/** A part of a text, which is the same beside a text of ASCII. */
function sliced(name: string, text: Value): Result {
  return isAscii(text) ? { value: ASCII } : { ...beyondAscii(name), apart: 'ascii' };
}

function beyondAscii(of: string): Result {
  return { value: TEXT, apart: 'no', cause: { kind: 'characters', of } };
}

function isAscii(value: Value): boolean {
  return value.type !== 'String' || value.ascii;
}
