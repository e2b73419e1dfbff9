import { type Problem, show } from '../core';

const QUANTITY = /^([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(|m|u|n|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]+)$/;

const FACTORS: Readonly<Record<string, number>> = {
  '': 1, 'n': 1e-9, 'u': 1e-6, 'm': 1e-3, 'k': 1e3, 'M': 1e6, 'G': 1e9, 'T': 1e12, 'P': 1e15, 'E': 1e18,
  'Ki': 2 ** 10, 'Mi': 2 ** 20, 'Gi': 2 ** 30, 'Ti': 2 ** 40, 'Pi': 2 ** 50, 'Ei': 2 ** 60,
};

/**
 * The number that a Kubernetes quantity stands for, or nothing where the text is no quantity.
 * @internal
 */
export function parseQuantity(text: string): number | undefined {
  const [, sign, digits = '', suffix = ''] = QUANTITY.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const factor = /^[eE][-+0-9]/.test(suffix) ? Number(`1${suffix}`) : FACTORS[suffix] ?? 1;
  return Number(digits) * factor * (sign === '-' ? -1 : 1);
}

/**
 * Checks a quantity: its syntax as apimachinery's quantity.go reads it, and that it is not negative.
 * @internal
 */
export function checkQuantity(field: string, text: string | undefined): Problem | undefined {
  if (text === undefined) return undefined;
  const value = typeof text === 'string' ? parseQuantity(text) : undefined;
  if (value !== undefined && value >= 0) return undefined;
  return {
    code: 'KN-POD-035',
    message: value === undefined ? `${field} ${show(text)} is no quantity` : `${field} ${show(text)} is negative`,
    received: text,
    allowed: 'a number that is not negative, with a unit such as `m`, `k`, `M`, `G`, `Ki`, `Mi`, `Gi`, or with none',
    fix: 'write a quantity such as `500m`, `1` or `256Mi`',
  };
}
