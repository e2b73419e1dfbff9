import type { CallExpression } from './expression';
import {
  ANY_TRUTH, type Constant, constant, constantsOf, integersOf, join, ONLY_FAILS, onlyFails, type Possible, textual,
  toIntegers, toTexts, toTruths, truthful,
} from './possible';
import { common, contains, INTEGERS, LENGTHS, type Range } from './ranges';
import { VERIFY } from './signatures';
import { ANY_TEXT, quotedForMessage, formed, type TextRule, type Texts, textsOf } from './texts';

/** Constants that are tried one after the other. */
const MOST_TRIED = 16;
/** White space that Go and JavaScript agree on. */
const BLANK = '[\\t\\n\\v\\f\\r \\u00a0]';
const BLANK_FIRST = new RegExp(`^${BLANK}`);
const BLANK_LAST = new RegExp(`${BLANK}$`);

// Go knows other capitals than JavaScript does; those of ASCII are the same, and none of another letter.
const noSmall: TextRule = (part) => !/[a-z]/.test(part);
const noCapital: TextRule = (part) => !/[A-Z]/.test(part);
const trimmed: TextRule = (part, first, last) => !(first && BLANK_FIRST.test(part)) && !(last && BLANK_LAST.test(part));

/** What a function may come to, by its name. Follows Go: sdk-go sql/v2, function/*.go */
const RESULTS: Readonly<Record<string, (...args: readonly Possible[]) => Possible>> = {
  INT: (value = ONLY_FAILS) => toIntegers(value),
  BOOL: (value = ONLY_FAILS) => toTruths(value),
  STRING: (value = ONLY_FAILS) => toTexts(value),
  IS_INT: (value = ONLY_FAILS) => castable(toIntegers({ ...value, fails: false })),
  IS_BOOL: (value = ONLY_FAILS) => castable(toTruths({ ...value, fails: false })),
  ABS: ({ integers } = ONLY_FAILS) => absolute(integers),
  LENGTH: ({ texts } = ONLY_FAILS) => integersOf(texts?.bytes, false),
  CONCAT: (...texts) => joined('', texts),
  CONCAT_WS: ({ texts } = ONLY_FAILS, ...items) =>
    joined(texts?.values?.size === 1 ? [...texts.values].join('') : undefined, items),
  LOWER: () => textual(formed({ rules: [noCapital], description: 'a text without capital letters' }), false),
  UPPER: () => textual(formed({ rules: [noSmall], description: 'a text without small letters' }), false),
  TRIM: ({ texts } = ONLY_FAILS) => textual(
    formed({ rules: [trimmed], bytes: upTo(texts?.bytes.max), description: 'a text without white space at its ends' }), false),
  LEFT: part,
  RIGHT: part,
  SUBSTRING: substring,
};

/**
 * What a call may come to, where its arguments were cast already; `evaluate` answers for constants.
 * @internal
 */
export function called(
  { name }: CallExpression, args: readonly Possible[], evaluate: (args: readonly Constant[]) => Constant | undefined,
): Possible {
  // What this one answers depends on Secrets.
  const tried = name === VERIFY ? ANY_TRUTH : tryAll(args, evaluate);
  if (tried !== undefined) return tried;
  return Object.hasOwn(RESULTS, name) ? RESULTS[name]?.(...args) ?? ANY_TRUTH : ANY_TRUTH;
}

function tryAll(
  args: readonly Possible[], evaluate: (args: readonly Constant[]) => Constant | undefined,
): Possible | undefined {
  if (args.length > MOST_TRIED) return undefined;
  let rows: Constant[][] = [[]];
  for (const arg of args) {
    const constants = constantsOf(arg, MOST_TRIED);
    if (constants === undefined || constants.length * rows.length > MOST_TRIED) return undefined;
    rows = rows.flatMap((row) => constants.map((value) => [...row, value]));
  }
  const values = rows.map(evaluate);
  // A text that was cut inside of a character cannot be written as one of JavaScript.
  if (values.some((value) => typeof value === 'string' && value.includes('\uFFFD'))) return undefined;
  return values.map((value) => (value === undefined ? ONLY_FAILS : constant(value))).reduce(join);
}

function castable(cast: Possible): Possible {
  return truthful([...onlyFails(cast) ? [] : [true], ...cast.fails ? [false] : []], false);
}

function absolute(range: Range | undefined): Possible {
  if (range === undefined) return ONLY_FAILS;
  const min = range.min > 0 ? range.min : Math.max(0, -range.max);
  const size = { min, max: Math.max(Math.abs(range.min), range.max) };
  // The smallest integer has no opposite.
  return integersOf(common(size, INTEGERS), range.min === INTEGERS.min);
}

/** Texts one after the other, with a separator between them unless it is not known. */
function joined(separator: string | undefined, items: readonly Possible[]): Possible {
  const texts = items.map((item) => item.texts ?? ANY_TEXT);
  const [first = textsOf(['']) ?? ANY_TEXT] = texts;
  const last = texts.at(-1) ?? first;
  const fewestBytes = texts.reduce((sum, { bytes }) => sum + bytes.min, 0);
  const prefix = beginningOf(first);
  const suffix = endOf(last);
  const begins = prefix === '' ? [] : [`that begins with ${quotedForMessage(prefix)}`];
  const ends = suffix === '' ? [] : [`that ends with ${quotedForMessage(suffix)}`];
  return textual(formed({
    // A text alone is its own beginning and end; what is known of both may overlap.
    prefix,
    suffix: items.length > 1 || first.values === undefined ? suffix : '',
    bytes: { min: fewestBytes + (separator ?? '').length * Math.max(0, items.length - 1), max: LENGTHS.max },
    description: `a text ${[...begins, ...ends].join(' and ')}`.trim(),
  }), false);
}

function beginningOf({ values, prefix }: Texts): string {
  return values?.size === 1 ? [...values].join('') : prefix;
}

function endOf({ values, suffix }: Texts): string {
  return values?.size === 1 ? [...values].join('') : suffix;
}

/** `LEFT` and `RIGHT`: so many bytes, or the whole text where it has fewer. */
function part({ texts }: Possible = ONLY_FAILS, { integers }: Possible = ONLY_FAILS): Possible {
  if (integers === undefined || integers.max < 0) return ONLY_FAILS;
  const most = Math.min(integers.max, texts?.bytes.max ?? LENGTHS.max);
  const least = Math.min(Math.max(0, integers.min), texts?.bytes.min ?? 0);
  return textual(formed({ bytes: { min: least, max: most }, description: sayShort(most) }), integers.min < 0);
}

function substring(
  { texts }: Possible = ONLY_FAILS, { integers: from }: Possible = ONLY_FAILS, length?: Possible,
): Possible {
  const size = length?.integers;
  const empty = textsOf(['']);
  const nowhere = from !== undefined && from.min <= 0 && from.max >= 0;
  // The filter panics on a length below zero, unless there is nothing to take it from.
  if (size !== undefined && size.max < 0) return textual(nowhere ? empty : undefined, true);
  if (from?.min === 0 && from.max === 0) return textual(empty, false);
  const most = Math.min(size?.max ?? LENGTHS.max, texts?.bytes.max ?? LENGTHS.max);
  return textual(formed({ bytes: upTo(most), description: sayShort(most) }), true);
}

/**
 * Whether a call panics: a `SUBSTRING` with a length below zero does, at a position that the text has. At position 0,
 * which no text has, it gives the empty text before it looks at the length.
 * @internal
 */
export function panicsOf(
  { name }: CallExpression, [text, position, length]: readonly Possible[],
): 'always' | 'perhaps' | 'never' {
  const [at, size] = [position?.integers, length?.integers];
  if (name !== 'SUBSTRING' || at === undefined || size === undefined || size.min >= 0) return 'never';
  const most = text?.texts?.bytes.max ?? LENGTHS.max;
  if (common(at, { min: -most, max: most }) === undefined || (at.min === 0 && at.max === 0)) return 'never';
  return size.max < 0 && !contains(at, 0) ? 'always' : 'perhaps';
}

function sayShort(most: number): string {
  return most === LENGTHS.max ? 'a text' : `a text of at most ${most === 1 ? 'one byte' : `${most} bytes`}`;
}

function upTo(max: number | undefined): Range {
  return { min: 0, max: max ?? LENGTHS.max };
}
