/**
 * Whole numbers from `min` to `max`, both among them.
 * @internal
 */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Integers of CESQL have 32 bits. */
const MIN_INTEGER = -2_147_483_648;
const MAX_INTEGER = 2_147_483_647;

/** @internal */
export const INTEGERS: Range = { min: MIN_INTEGER, max: MAX_INTEGER };
/**
 * Lengths of texts, in bytes.
 * @internal
 */
export const LENGTHS: Range = { min: 0, max: MAX_INTEGER };

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

/** Exact results, with the overflow of 32 bits. */
const EXACT = {
  '+': (a: number, b: number) => (a + b) | 0,
  '-': (a: number, b: number) => (a - b) | 0,
  '*': (a: number, b: number) => Math.imul(a, b),
  '/': (a: number, b: number) => Math.trunc(a / b) | 0,
  '%': (a: number, b: number) => (a % b) | 0,
} as const;

/** @internal */
export type MathOperator = keyof typeof EXACT;

/** @internal */
export function isMath(operator: string): operator is MathOperator {
  return Object.hasOwn(EXACT, operator);
}

/**
 * What a calculation may come to where it does not divide by zero; nothing where it always does. Overflow gives any
 * number.
 * @internal
 */
export function calculated(operator: MathOperator, a: Range, b: Range): Range | undefined {
  const divides = operator === '/' || operator === '%';
  if (divides && b.min === 0 && b.max === 0) return undefined;
  if (a.min === a.max && b.min === b.max) return only(EXACT[operator](a.min, b.min));
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
  return range.min < MIN_INTEGER || range.max > MAX_INTEGER ? INTEGERS : range;
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
