import { integerOfText } from './casts';
import { common, contains, hull, INTEGERS, LENGTHS, type Range } from './ranges';

/**
 * Answers `false` only where no text of a set has `part` at that place: at the beginning of the text (`first`), at its
 * end (`last`), as the whole text (both), or anywhere (neither). "No small letter" answers `false` for `'aB'` anywhere.
 * @internal
 */
export type TextRule = (part: string, first: boolean, last: boolean) => boolean;

/**
 * A set with every text that an expression may come to on some event, and perhaps with more. `CONCAT('a', type)` is the
 * prefix `a` and two bytes or more, since a type is never empty.
 * @internal
 */
export interface Texts {
  /** All of them, where they are few. */
  readonly values?: ReadonlySet<string>;
  readonly rules: readonly TextRule[];
  readonly prefix: string;
  readonly suffix: string;
  /** Their lengths, in bytes of UTF-8. */
  readonly bytes: Range;
  /** What those of them read as that are whole numbers. */
  readonly integers?: Range;
  /** Whether all of them are whole numbers. */
  readonly numeric?: boolean;
  /** How many rules are asked for a text, those inside of others too. */
  readonly ruleCount: number;
  /**
   * For a message: `a text without small letters`.
   * @default - the values, or no more than that it is a text
   */
  readonly description?: string;
}

const MOST_VALUES = 64;
/** Fewer rules leave more texts, which is never wrong. */
const MOST_RULES = 16;
/** Characters of a text in a message. */
const MOST_SHOWN = 40;
/** Any number of so many digits has 32 bits. */
const INTEGER_DIGITS = 9;

/** @internal */
export const ANY_TEXT: Texts = { rules: [], prefix: '', suffix: '', bytes: LENGTHS, integers: INTEGERS, ruleCount: 0 };

function lengthOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** @internal */
export function textsOf(values: readonly string[]): Texts | undefined {
  const [first, ...more] = values;
  if (first === undefined) return undefined;
  const number = integerOfText(first);
  const size = lengthOf(first);
  let bytes: Range = { min: size, max: size };
  let integers: Range | undefined = number === undefined ? undefined : { min: number, max: number };
  for (const text of more) {
    const next = integerOfText(text);
    const length = lengthOf(text);
    bytes = hull(bytes, { min: length, max: length });
    if (next !== undefined) integers = hull(integers ?? { min: next, max: next }, { min: next, max: next });
  }
  return { values: new Set(values), rules: [], prefix: '', suffix: '', bytes, integers, ruleCount: 0 };
}

/**
 * The texts that numbers of a range are written as.
 * @internal
 */
export function numerals(range: Range): Texts {
  if (range.min === range.max) return textsOf([String(range.min)]) ?? ANY_TEXT;
  const rule: TextRule = (part, first, last) => {
    if (!first || !last) return /^-?[0-9]*$/.test(part);
    const number = integerOfText(part);
    return number !== undefined && String(number) === part && contains(range, number);
  };
  const bytes = { min: 1, max: 11 };
  return { ...ANY_TEXT, rules: [rule], ruleCount: 1, bytes, integers: range, description: sayRange(range) };
}

/**
 * A text in a message.
 * @internal
 */
export function quotedForMessage(text: string): string {
  return `\`'${text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text}'\``;
}

/**
 * For a message.
 * @internal
 */
export function sayTexts({ values, description }: Texts): string {
  if (values === undefined || description !== undefined) return description ?? 'a text';
  const [first = '', ...more] = [...values].map(quotedForMessage);
  return more.length > 2 ? `${[first, ...more.slice(0, 2)].join(', ')} or others` : [first, ...more].join(' or ');
}

/** @internal */
export function sayRange({ min, max }: Range): string {
  if (min === max) return `\`${min}\``;
  if (max === INTEGERS.max) return min === INTEGERS.min ? 'a whole number' : `a whole number from ${min} on`;
  return min === INTEGERS.min ? `a whole number up to ${max}` : `a whole number from ${min} to ${max}`;
}

/**
 * Whether a text is perhaps one of `texts`.
 * @internal
 */
export function admits(texts: Texts, text: string): boolean {
  if (texts.values !== undefined) return texts.values.has(text);
  return contains(texts.bytes, lengthOf(text)) && admitsPart(texts, text, true, true);
}

function admitsPart(texts: Texts, part: string, first: boolean, last: boolean): boolean {
  const { prefix, suffix, rules } = texts;
  if (first && !(part.startsWith(prefix) || (!last && prefix.startsWith(part)))) return false;
  if (last && !(part.endsWith(suffix) || (!first && suffix.endsWith(part)))) return false;
  return rules.every((rule) => rule(part, first, last));
}

/**
 * The texts that are in both sets; nothing where none is.
 * @internal
 */
export function inBoth(a: Texts, b: Texts): Texts | undefined {
  if (a === b || b === ANY_TEXT) return a;
  if (a === ANY_TEXT) return b;
  if (a.values !== undefined) return textsOf([...a.values].filter((value) => admits(b, value)));
  if (b.values !== undefined) return inBoth(b, a);
  const bytes = common(a.bytes, b.bytes);
  const prefix = longer(a.prefix, b.prefix, (long, short) => long.startsWith(short));
  const suffix = longer(a.suffix, b.suffix, (long, short) => long.endsWith(short));
  if (bytes === undefined || prefix === undefined || suffix === undefined) return undefined;
  const integers = a.integers && b.integers && common(a.integers, b.integers);
  const numeric = a.numeric === true || b.numeric === true;
  if (numeric && integers === undefined) return undefined;
  const tooMany = a.ruleCount + b.ruleCount > MOST_RULES;
  return {
    rules: tooMany ? a.rules : a.rules.concat(b.rules),
    ruleCount: tooMany ? a.ruleCount : a.ruleCount + b.ruleCount,
    prefix,
    suffix,
    bytes,
    integers,
    numeric,
    description: a.description ?? b.description,
  };
}

function longer(a: string, b: string, agree: (long: string, short: string) => boolean): string | undefined {
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  return agree(long, short) ? long : undefined;
}

/**
 * The texts that are in one set or the other.
 * @internal
 */
export function inEither(a: Texts | undefined, b: Texts | undefined): Texts | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a === b) return a;
  if (a.values !== undefined && b.values !== undefined && a.values.size + b.values.size <= MOST_VALUES) {
    return textsOf([...a.values, ...b.values]);
  }
  const ruleCount = a.ruleCount + b.ruleCount + 1;
  const rule: TextRule = (part, first, last) => [a, b].some((texts) => partOf(texts, part, first, last));
  return {
    ...ANY_TEXT,
    ...ruleCount > MOST_RULES ? {} : { rules: [rule], ruleCount },
    bytes: hull(a.bytes, b.bytes),
    integers: a.integers && b.integers ? hull(a.integers, b.integers) : a.integers ?? b.integers,
    description: a.description === b.description ? a.description : undefined,
  };
}

function partOf(texts: Texts, part: string, first: boolean, last: boolean): boolean {
  if (texts.values === undefined) return admitsPart(texts, part, first, last);
  return !first || !last || texts.values.has(part);
}

/**
 * Whether a text of `texts`, which are too many to be tried, may be like a pattern. Follows Go: sdk-go sql/v2,
 * expression/like_expression.go, where `_` is one byte.
 * @internal
 */
export function mayBeLike(texts: Texts, pattern: string): boolean {
  // A backslash may stand for itself too, as in `'\x' LIKE '\_'`; such patterns are rare.
  if (pattern.includes('\\')) return true;
  const { parts, fewestBytes, open } = partsOf(pattern);
  if (fewestBytes > texts.bytes.max || (!open && fewestBytes < texts.bytes.min)) return false;
  return parts.every(({ text, first, last }) => partOf(texts, text, first, last));
}

interface PatternParts {
  readonly parts: readonly { readonly text: string; readonly first: boolean; readonly last: boolean }[];
  /** How many bytes a text has at least. */
  readonly fewestBytes: number;
  /** Whether it may have more. */
  readonly open: boolean;
}

function partsOf(pattern: string): PatternParts {
  const texts = pattern.split(/[%_]/);
  const parts = texts.map((text, index) => ({ text, first: index === 0, last: index === texts.length - 1 }));
  const open = pattern.includes('%');
  const fewestBytes = lengthOf(pattern.replaceAll('%', ''));
  return { parts: parts.filter(({ text, first, last }) => text !== '' || (first && last)), fewestBytes, open };
}

/**
 * The texts that are like a pattern; `like` answers for one of them.
 * @internal
 */
export function textsLike(pattern: string, like: (text: string) => boolean): Texts | undefined {
  if (!/[%_\\]/.test(pattern)) return textsOf([pattern]);
  const plain = !pattern.includes('\\');
  const { parts } = partsOf(pattern);
  return {
    ...ANY_TEXT,
    rules: [(part, first, last) => !first || !last || like(part)],
    ruleCount: 1,
    prefix: plain ? parts.find(({ first }) => first)?.text ?? '' : '',
    suffix: plain ? parts.find(({ last }) => last)?.text ?? '' : '',
    description: `a text like ${quotedForMessage(pattern)}`,
  };
}

/**
 * All texts but one.
 * @internal
 */
export function textsBut(value: string): Texts {
  return { ...ANY_TEXT, rules: [(part, first, last) => !first || !last || part !== value], ruleCount: 1 };
}

/**
 * Texts that read as numbers of a range: `5`, `+5`, `05`.
 * @internal
 */
export function textsReadAs(range: Range): Texts {
  const rule: TextRule = (part, first, last) => {
    if (!first || !last) return true;
    const number = integerOfText(part);
    return number !== undefined && contains(range, number);
  };
  const description = `${sayRange(range)} as a text`;
  return { ...ANY_TEXT, rules: [rule], ruleCount: 1, integers: range, numeric: true, description };
}

/**
 * Texts of a certain form.
 * @internal
 */
export function formed(
  { rules = [], prefix = '', suffix = '', bytes = LENGTHS, description }:
  Partial<Omit<Texts, 'integers' | 'ruleCount' | 'values'>>,
): Texts {
  // What stands before a signed suffix may be empty.
  const digits = [prefix, suffix].every((part) => /^[+-]?[0-9]*$/.test(part));
  const integers = digits ? integersWithin(bytes.max) : undefined;
  return { rules, ruleCount: rules.length, prefix, suffix, bytes, integers, description };
}

/** The numbers that so few bytes can write. */
function integersWithin(bytes: number): Range | undefined {
  if (bytes === 0) return undefined;
  if (bytes > INTEGER_DIGITS) return INTEGERS;
  return { min: 1 - 10 ** (bytes - 1), max: 10 ** bytes - 1 };
}
