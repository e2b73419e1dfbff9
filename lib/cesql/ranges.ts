import { MAX_INT32, type MathOperator, mathOf, MIN_INT32 } from './int32';

/**
 * Whole numbers from `min` to `max`, both among them.
 * @internal
 */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** @internal */
export const INTEGERS: Range = { min: MIN_INT32, max: MAX_INT32 };
/**
 * Lengths of texts, in bytes.
 * @internal
 */
export const LENGTHS: Range = { min: 0, max: MAX_INT32 };

/** @internal */
export function only(value: number): Range {
  return { min: value, max: value };
}

/**
 * What lies in both; nothing where they are apart.
 * @internal
 */
export function common(a: Range, b: Range): Range | undefined {
  const range = { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) };
  return range.min <= range.max ? range : undefined;
}

/** @internal */
export function hull(a: Range, b: Range): Range {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** @internal */
export function contains(range: Range, value: number): boolean {
  return range.min <= value && value <= range.max;
}

/**
 * What a calculation may come to where it does not divide by zero; nothing where it always does. Overflow gives any
 * number.
 * @internal
 */
export function calculated(operator: MathOperator, a: Range, b: Range): Range | undefined {
  const divides = operator === '/' || operator === '%';
  if (divides && b.min === 0 && b.max === 0) return undefined;
  if (a.min === a.max && b.min === b.max) {
    const exact = mathOf(operator)(a.min, b.min);
    return exact === undefined ? undefined : only(exact);
  }
  const size = Math.max(Math.abs(a.min), Math.abs(a.max));
  if (divides) {
    const divisor = Math.max(Math.abs(b.min), Math.abs(b.max));
    const largest = operator === '/' ? size : Math.min(size, divisor - 1);
    // A remainder has the sign of what is divided, a quotient that of both.
    const positive = a.min >= 0 && (operator === '%' || b.min >= 0);
    return common({ min: positive ? 0 : -largest, max: largest }, INTEGERS);
  }
  const corners = corner(operator, a, b);
  const range = { min: Math.min(...corners), max: Math.max(...corners) };
  return range.min < MIN_INT32 || range.max > MAX_INT32 ? INTEGERS : range;
}

function corner(operator: '+' | '-' | '*', a: Range, b: Range): number[] {
  switch (operator) {
    case '+':
      return [a.min + b.min, a.max + b.max];
    case '-':
      return [a.min - b.max, a.max - b.min];
    default:
      return [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max];
  }
}
