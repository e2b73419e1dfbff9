import type { AttributeExpression, BinaryExpression } from './expression';
import { both, type Facts, NOTHING_KNOWN } from './facts';
import type { OrderOperator } from './int32';
import { attributeOf } from './known-attributes';
import {
  ANY_TRUTH, castsFrom, castsTo, type Constant, constantsOf, equal, meet, ONLY_FAILS, type Possible, readAsInteger,
  toIntegers, truthful,
} from './possible';
import { INTEGERS, type Range } from './ranges';
import { textsBut } from './texts';

/** @internal */
export type Comparison = OrderOperator | '=' | '!=';

/** The comparison that is true where the first one is false. @internal */
export const NEGATED = { '=': '!=', '!=': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

/** The comparison that says the same with its sides exchanged. */
const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** @internal */
export function isComparison(operator: string): operator is Comparison {
  return Object.hasOwn(NEGATED, operator);
}

/** What a comparison of two sides may come to. @internal */
export function compared(operator: Comparison, left: Possible, right: Possible): Possible {
  if (operator === '=') return equal(left, right);
  if (operator === '!=') {
    const { truths, fails } = equal(left, right);
    return truthful(truths.map((truth) => !truth), fails);
  }
  const [a, b] = [toIntegers(left), toIntegers(right)];
  if (a.integers === undefined || b.integers === undefined) return ONLY_FAILS;
  return truthful([...mayBe(operator, a.integers, b.integers) ? [true] : [],
    ...mayBe(NEGATED[operator], a.integers, b.integers) ? [false] : []], a.fails || b.fails);
}

function mayBe(operator: OrderOperator, a: Range, b: Range): boolean {
  switch (operator) {
    case '<':
      return a.min < b.max;
    case '<=':
      return a.min <= b.max;
    case '>':
      return a.max > b.min;
    case '>=':
      return a.max >= b.min;
  }
}

/** What is known besides where a comparison is true, and where it is false. @internal */
export function comparisonFacts(
  part: BinaryExpression, operator: Comparison, sides: readonly [Possible, Possible],
): { readonly yes: Facts; readonly no: Facts } {
  if (operator === '!=') {
    const { yes, no } = equalFacts(part, sides);
    return { yes: no, no: yes };
  }
  return operator === '=' ? equalFacts(part, sides) : orderFacts(part, operator, sides);
}

/** That an attribute is there, and one of `values`. @internal */
export function attributeFacts({ name }: AttributeExpression, values: Possible): Facts {
  return new Map([[name, meet({ ...attributeOf(name), fails: false }, values)]]);
}

/** What is known where both are, as far as it fits together. @internal */
export function narrowed(facts: Facts, more: Facts): Facts {
  return both(facts, more) ?? facts;
}

/** What an attribute is where it is equal to a constant, and where it is not. */
function equalFacts(
  { left, right }: BinaryExpression, sides: readonly [Possible, Possible],
): { yes: Facts; no: Facts } {
  const [first, second] = sides.map((side) => constantsOf(side, 1)?.[0]);
  if (left.kind === 'attribute' && second !== undefined) {
    return { yes: attributeFacts(left, castsTo(second)), no: otherThan(left, second) };
  }
  if (right.kind === 'attribute' && first !== undefined) {
    return { yes: attributeFacts(right, castsFrom(first)), no: otherThan(right, first) };
  }
  return { yes: NOTHING_KNOWN, no: NOTHING_KNOWN };
}

/** A text that is not `value`; of other types too much would have to be left out. */
function otherThan(attribute: AttributeExpression, value: Constant): Facts {
  if (typeof value !== 'string') return NOTHING_KNOWN;
  return attributeFacts(attribute, { ...ANY_TRUTH, integers: INTEGERS, texts: textsBut(value) });
}

/** What an attribute is where it is less or more than a number, and where it is not. */
function orderFacts(
  { left, right }: BinaryExpression, operator: OrderOperator, sides: readonly [Possible, Possible],
): { yes: Facts; no: Facts } {
  const [a, b] = sides.map((side) => toIntegers(side).integers);
  const negated = NEGATED[operator];
  if (left.kind === 'attribute' && b !== undefined) {
    return { yes: beside(left, operator, b), no: beside(left, negated, b) };
  }
  if (right.kind !== 'attribute' || a === undefined) return { yes: NOTHING_KNOWN, no: NOTHING_KNOWN };
  return { yes: beside(right, MIRRORED[operator], a), no: beside(right, MIRRORED[negated], a) };
}

function beside(attribute: AttributeExpression, operator: OrderOperator, other: Range): Facts {
  const range = {
    '<': { min: INTEGERS.min, max: other.max - 1 },
    '<=': { min: INTEGERS.min, max: other.max },
    '>': { min: other.min + 1, max: INTEGERS.max },
    '>=': { min: other.min, max: INTEGERS.max },
  }[operator];
  return range.min > range.max ? NOTHING_KNOWN : attributeFacts(attribute, readAsInteger(range));
}
