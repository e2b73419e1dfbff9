import type { CesqlValue } from './attributes';
import { MAX_INT32 } from './int32';

/**
 * The whole number of 32 bits that a text reads as: digits, perhaps with a sign before them. Follows Go:
 * `strconv.ParseInt`
 * @internal
 */
export function integerOfText(text: string): number | undefined {
  const sign = text.charCodeAt(0);
  const negative = sign === 0x2D;
  let at = negative || sign === 0x2B ? 1 : 0;
  if (at === text.length) return undefined;
  let value = 0;
  for (; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - 0x30;
    if (!(digit >= 0 && digit <= 9) || value > MAX_INT32) return undefined;
    value = value * 10 + digit;
  }
  if (value > MAX_INT32 + (negative ? 1 : 0)) return undefined;
  return (negative ? -value : value) | 0;
}

/**
 * The value as a whole number; nothing where that is a cast error. Follows Go: sdk-go sql/v2, utils/casting.go
 * @internal
 */
export function toInteger(value: CesqlValue): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? integerOfText(value) : Number(value);
}

/**
 * The value as a boolean; nothing where that is a cast error.
 * @internal
 */
export function toBoolean(value: CesqlValue): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  switch (value.length) {
    case 4:
      return value.toLowerCase() === 'true' ? true : undefined;
    case 5:
      return value.toLowerCase() === 'false' ? false : undefined;
    default:
      return undefined;
  }
}

/**
 * The value as a text, which every value has.
 * @internal
 */
export function toText(value: CesqlValue): string {
  return typeof value === 'string' ? value : String(value);
}
