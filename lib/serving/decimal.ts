import { hasLateValue } from '../core';

/** A number as a plain decimal: annotations are read by people too, and nobody expects `1e-7` there. */
export function decimal(value: number): string {
  const text = String(value);
  if (!text.includes('e') || !Number.isFinite(value) || hasLateValue(value)) return text;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(20).replace(/0+$/, '');
}
