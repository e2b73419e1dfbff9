import type { ErrorCode } from './codes';
import { checkNotLate } from './late-fields';
import { type Problem, show, showAll } from './problem';

/** The largest number in 32 bits, which most numbers of Kubernetes and Knative have. */
export const MAX_INT32 = 2_147_483_647;

/** Bounds of a whole number. */
export interface WholeRange {
  readonly min: number;
  /** @default MAX_INT32 */
  readonly max?: number;
  /**
   * What a message proposes.
   * @default - the bound that is nearest to the value; 1 where that is 0
   */
  readonly proposal?: number;
}

/** The values of a list that stand in it before, each as often as it comes again. */
export function repeatedIn<T>(values: readonly T[]): T[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

/** Checks a value of an enum: JavaScript and casts get past the compiler, and few servers name the field. */
export function checkChoice(
  code: ErrorCode, field: string, value: string | undefined, choices: Readonly<Record<string, string>>,
): Problem | undefined {
  const values = Object.values(choices);
  if (value === undefined || values.includes(value)) return undefined;
  return checkNotLate(field, value) ?? {
    code,
    message: `${field} ${show(value)} is none of its values`,
    received: value,
    allowed: showAll(values),
    fix: `write a member of the enum for \`${field}\`, or leave it out where it has a default`,
  };
}

/** Checks a whole number. */
export function checkWhole(
  code: ErrorCode, field: string, value: number | undefined, range: WholeRange,
): Problem | undefined {
  const { min, max = MAX_INT32 } = range;
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return undefined;
  const nearest = value > max ? max : Math.max(min, 1);
  return {
    code,
    // JSON has no word for `NaN`.
    message: `${field} ${show(typeof value === 'number' ? String(value) : value)} is out of range`,
    received: value,
    allowed: max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`,
    fix: `write ${show(range.proposal ?? nearest)}, for example`,
  };
}

/** Checks that a value is a list: programs in JavaScript write one thing without brackets. */
export function checkIsList(field: string, value: unknown): Problem | undefined {
  if (value === undefined || Array.isArray(value)) return undefined;
  return {
    code: 'KN-TYP-001',
    message: `\`${field}\` is no list: ${show(value)}`,
    received: value,
    allowed: 'a list',
    fix: `write \`${field}: [${typeof value === 'string' ? `'${value}'` : '...'}]\``,
  };
}

/** A list, or an empty one in place of what `checkIsList` refuses. */
export function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}

/** Checks that a value is `true` or `false`: a text would be taken for what it is not. */
export function checkSwitch(field: string, value: unknown): Problem | undefined {
  if (value === undefined || typeof value === 'boolean') return undefined;
  return {
    code: 'KN-TYP-001',
    message: `\`${field}\` ${show(value)} is neither true nor false`,
    received: value,
    allowed: '`true` or `false`',
    fix: `write \`${field}: true\` or \`${field}: false\``,
  };
}

/** Whether a text is standard base64. Follows encoding/base64 of Go, which wants padding and passes over line ends. */
export function isBase64(text: string): boolean {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''));
}
