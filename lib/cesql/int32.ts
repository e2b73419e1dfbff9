import { MAX_INT32 } from '../core';

/** Whole numbers of CESQL have 32 bits. @internal */
export { MAX_INT32 };
/** @internal */
export const MIN_INT32 = -MAX_INT32 - 1;

/** @internal */
export type MathOperator = '+' | '-' | '*' | '/' | '%';

/**
 * Calculations that wrap around at 32 bits; nothing for a division by zero. Follows Go: sdk-go sql/v2,
 * expression/math_expressions.go
 */
const MATH: Readonly<Record<MathOperator, (x: number, y: number) => number | undefined>> = {
  '+': (x, y) => (x + y) | 0,
  '-': (x, y) => (x - y) | 0,
  '*': Math.imul,
  '/': (x, y) => (y === 0 ? undefined : (x / y) | 0),
  '%': (x, y) => (y === 0 ? undefined : (x % y) | 0),
};

/** @internal */
export function isMath(operator: string): operator is MathOperator {
  return Object.hasOwn(MATH, operator);
}

/**
 * How an operator calculates, to be looked up once.
 * @internal
 */
export function mathOf(operator: MathOperator): (x: number, y: number) => number | undefined {
  return MATH[operator];
}

/** @internal */
export type OrderOperator = '<' | '<=' | '>' | '>=';

const ORDERS: Readonly<Record<OrderOperator, (x: number, y: number) => boolean>> = {
  '<': (x, y) => x < y,
  '<=': (x, y) => x <= y,
  '>': (x, y) => x > y,
  '>=': (x, y) => x >= y,
};

/** @internal */
export function isOrder(operator: string): operator is OrderOperator {
  return Object.hasOwn(ORDERS, operator);
}

/**
 * How an operator compares, to be looked up once.
 * @internal
 */
export function orderOf(operator: OrderOperator): (x: number, y: number) => boolean {
  return ORDERS[operator];
}

/** @internal */
export function isInt32(value: number): boolean {
  return value === (value | 0);
}
