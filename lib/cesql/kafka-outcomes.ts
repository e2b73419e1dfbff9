import { integerOfText, toBoolean } from './casts';
import type { CesqlType } from './possible';

/**
 * What a part of an expression may come to on both data planes at once: a small abstract interpretation. Values are
 * known, or any of their type.
 * @internal
 */
export type Value =
  | {
    readonly type: 'String';
    readonly value?: string;
    readonly ascii: boolean;
    /** The type that a text of which no more is known can be cast to. */
    readonly reads?: Exclude<CesqlType, 'String'>;
  }
  | { readonly type: 'Integer'; readonly value?: number }
  | { readonly type: 'Boolean'; readonly value: boolean };

/** Why the two come apart, and of which attribute, function or pattern. @internal */
export interface Cause {
  readonly kind:
    | 'absent' | 'cast' | 'zero' | 'bounds' | 'characters' | 'pattern' | 'capitals' | 'time' | 'function' | 'type'
    | 'boolean';
  readonly of: string;
  /** What to write instead, where that depends on the part of the expression. */
  readonly instead?: string;
}

/** One possibility. @internal */
export interface Outcome {
  /** Nothing where Go's evaluation fails, and with it the whole expression. */
  readonly go: Value | undefined;
  /** Java has a value always: a failure leaves `false`, `0` or an empty text. */
  readonly java: Value;
  /** Whether Java still knows that the value stands for an attribute that is not there. */
  readonly absent: boolean;
  /**
   * Whether both have the one value of which `go` and `java` tell what is known; with `ascii`, whatever is compared
   * with a text of ASCII comes to the same.
   */
  readonly alike: 'same' | 'ascii' | 'no';
  readonly cause?: Cause;
}

/** What an operator makes of values; a failure ends the evaluation in Go, and leaves the value in Java. @internal */
export interface Result {
  readonly value: Value;
  readonly failed?: boolean;
  /** Where the same values give different results. */
  readonly apart?: 'ascii' | 'no';
  readonly cause?: Cause;
}

/** More than these are made fewer, by knowing less. */
const MOST = 16;

/** @internal */
export const TEXT: Value = { type: 'String', ascii: false };
/** @internal */
export const ASCII: Value = { type: 'String', ascii: true };
/** @internal */
export const INTEGER: Value = { type: 'Integer' };
/** The text of a number. @internal */
export const DIGITS: Value = { type: 'String', ascii: true, reads: 'Integer' };
/** The text of a boolean, in letters of either case. @internal */
export const TRUTH: Value = { type: 'String', ascii: true, reads: 'Boolean' };
/** @internal */
export const TRUE: Value = { type: 'Boolean', value: true };
/** @internal */
export const FALSE: Value = { type: 'Boolean', value: false };
/** @internal */
export const ZERO: Value = { type: 'Integer', value: 0 };

/** @internal */
export function valueOf(value: string | number | boolean): Value {
  switch (typeof value) {
    case 'string':
      return { type: 'String', value, ascii: /^[\x00-\x7F]*$/.test(value) };
    case 'number':
      return { type: 'Integer', value };
    default:
      return value ? TRUE : FALSE;
  }
}

/** @internal */
export function same(value: Value): Outcome {
  return { go: value, java: value, absent: false, alike: 'same' };
}

/** Go fails. @internal */
export function failing(java: Value, cause: Cause | undefined, absent = false): Outcome {
  return { go: undefined, java, absent, alike: 'no', cause };
}

/** @internal */
export function apart(go: Value, java: Value, cause: Cause | undefined): Outcome {
  return { go, java, absent: false, alike: isKnown(go) && equalValues(go, java) ? 'same' : 'no', cause };
}

/** @internal */
export function isKnown(value: Value): boolean {
  return value.value !== undefined;
}

function equalValues(a: Value, b: Value): boolean {
  return a.type === b.type && a.value === b.value;
}

/** Whether two values of one type are equal: one answer, or both. @internal */
export function equality(a: Value, b: Value): readonly boolean[] {
  return isKnown(a) && isKnown(b) ? [equalValues(a, b)] : [true, false];
}

/** What a value is in another type; Java goes on with the value of a failure. @internal */
export function cast(value: Value, type: CesqlType): Result[] {
  if (value.type === type) return [{ value }];
  switch (type) {
    case 'String':
      return [{ value: isKnown(value) ? valueOf(String(value.value)) : DIGITS }];
    case 'Integer':
      if (value.type === 'Boolean') return [{ value: valueOf(Number(value.value)) }];
      return castText(value, ZERO, [INTEGER], integerOfText);
    default:
      if (value.type === 'Integer') return isKnown(value) ? [{ value: valueOf(value.value !== 0) }] : EITHER;
      return castText(value, FALSE, [TRUE, FALSE], toBoolean);
  }
}

/** @internal */
export const EITHER: Result[] = [{ value: TRUE }, { value: FALSE }];

function castText(
  text: Value, otherwise: Value, any: readonly Value[], read: (text: string) => number | boolean | undefined,
): Result[] {
  const failure: Result = { value: otherwise, failed: true };
  if (typeof text.value === 'string') {
    const value = read(text.value);
    return [value === undefined ? failure : { value: valueOf(value) }];
  }
  const values = any.map((value) => ({ value }));
  if (text.type !== 'String' || text.reads === undefined) return [...values, failure];
  return text.reads === otherwise.type ? values : [failure];
}

/**
 * Applies an operator to operands on both sides. `absent` is what Java gives where an operand is not there.
 * @internal
 */
export function applied(
  operands: readonly Outcome[], operator: (values: readonly Value[]) => Result[], cause: Cause, absent?: Value,
): Outcome[] {
  const inGo = operands.map(({ go }) => go).filter((go) => go !== undefined);
  const first = operands.find(({ cause: own }) => own !== undefined)?.cause;
  const missing = absent !== undefined && operands.some((operand) => operand.absent);
  const java = missing ? [absent] : operator(operands.map((operand) => operand.java)).map(({ value }) => value);
  if (inGo.length < operands.length) return java.map((value) => failing(value, first));
  if (operands.every(({ alike }) => alike === 'same')) {
    return operator(inGo).flatMap((result) => together(result, cause));
  }
  return operator(inGo).flatMap(({ value, failed }) => java.map((other) => (
    failed === true ? failing(other, first) : apart(value, other, first))));
}

function together({ value, failed, apart: split, cause: own }: Result, cause: Cause): Outcome[] {
  if (failed === true) return [failing(value, own ?? cause)];
  if (split === undefined) return [same(value)];
  const outcome: Outcome = { go: value, java: value, absent: false, alike: split, cause: own ?? cause };
  if (value.type !== 'Boolean') return [outcome];
  return [apart(TRUE, FALSE, own ?? cause), apart(FALSE, TRUE, own ?? cause), same(TRUE), same(FALSE)];
}

/** As many of the possibilities as differ, and fewer where they are many. @internal */
export function bounded(outcomes: readonly Outcome[]): Outcome[] {
  const different = unique(outcomes);
  if (different.length <= MOST) return different;
  return unique(different.map((one) => ({ ...one, go: one.go && wide(one.go), java: wide(one.java) })));
}

function unique(outcomes: readonly Outcome[]): Outcome[] {
  const byKey = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    const { go, java, absent, alike, cause } = outcome;
    const key = JSON.stringify([go, java, absent, alike, cause?.kind]);
    if (!byKey.has(key)) byKey.set(key, outcome);
  }
  return [...byKey.values()];
}

function wide(value: Value): Value {
  if (value.type === 'Boolean') return value;
  return value.type === 'Integer' ? INTEGER : { type: 'String', ascii: value.ascii };
}
