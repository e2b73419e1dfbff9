/** What a scalar without quotes is. */
export type PlainValue = string | number | boolean | null;

/** A number that is none of JSON, or that would lose digits. */
export class NoJsonNumber extends Error {}

const WORDS = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);
const LONGEST_WORD = 5;
const NOT_FINITE = /^(\.nan|\.NaN|\.NAN|[-+]?(\.inf|\.Inf|\.INF))$/;
const INTEGER = /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9][0-9]*|0)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * The value of a scalar without quotes and tag, as kubectl takes it. Follows resolve.go of go.yaml.in/yaml/v2, through
 * which sigs.k8s.io/yaml reads manifests: YAML 1.1, but for numbers to the base of 60 and dates, which stay text, and
 * with octal numbers of YAML 1.2.
 */
export function plainValue(text: string): PlainValue {
  if (text.length <= LONGEST_WORD) {
    const word = WORDS.get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  // `+`, `-`, `.` and digits: all else is text.
  if (first > 57 || first < 43 || first === 44 || first === 47) return text;
  return numberOf(text) ?? text;
}

/** Whether a number is written as a whole one, and so has one way only to be a key. */
export function isWholeNumber(text: string): boolean {
  return INTEGER.test(text.replaceAll('_', ''));
}

function numberOf(text: string): number | undefined {
  if (NOT_FINITE.test(text)) throw new NoJsonNumber(text);
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  if (!text.startsWith('.') && INTEGER.test(plain)) return integerOf(plain);
  if (!FLOAT.test(text.startsWith('.') ? text : plain)) return undefined;
  const value = Number(plain);
  // Go finds it out of range, and then it is text.
  return Number.isFinite(value) ? value : undefined;
}

function integerOf(plain: string): number {
  const negative = plain.startsWith('-');
  const digits = negative || plain.startsWith('+') ? plain.slice(1) : plain;
  const octal = /^0[0-7]/.test(digits);
  const size = Number(octal ? `0o${digits.slice(1)}` : digits);
  if (!Number.isSafeInteger(size)) throw new NoJsonNumber(plain);
  return negative && size !== 0 ? -size : size;
}
