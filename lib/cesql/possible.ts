import { integerOfText, toBoolean } from './casts';
import { common, contains, hull, INTEGERS, only, type Range } from './ranges';
import {
  admits, ANY_TEXT, inBoth, inEither, numerals, sayRange, sayTexts, type Texts, textsOf, textsReadAs,
} from './texts';

/**
 * What an expression may come to, over all events: a value of an abstract interpretation. It may have too much, never
 * too little, so that what is missing here comes on no event.
 * @internal
 */
export interface Possible {
  readonly truths: readonly boolean[];
  readonly integers?: Range;
  readonly texts?: Texts;
  /** Whether it may be an error, or a panic. */
  readonly fails: boolean;
}

/** @internal */
export type CesqlType = 'Boolean' | 'Integer' | 'String';

/** @internal */
export type Constant = string | number | boolean;

const BOTH = [true, false] as const;
/** The texts that read as a boolean, in all cases of their letters. */
const SPELLINGS = { true: spellings('true'), false: spellings('false') } as const;

/** An error on every event. @internal */
export const ONLY_FAILS: Possible = { truths: [], fails: true };
/** @internal */
export const ANY_TRUTH: Possible = { truths: BOTH, fails: false };
/** An extension: a text in the headers of an event, anything in its JSON. @internal */
export const ANYTHING: Possible = { truths: BOTH, integers: INTEGERS, texts: ANY_TEXT, fails: true };

/** @internal */
export function constant(value: Constant): Possible {
  switch (typeof value) {
    case 'boolean':
      return { truths: [value], fails: false };
    case 'number':
      return { truths: [], integers: only(value), fails: false };
    default:
      return { truths: [], texts: textsOf([value]), fails: false };
  }
}

/** @internal */
export function integersOf(integers: Range | undefined, fails: boolean): Possible {
  return { truths: [], integers, fails };
}

/** @internal */
export function textual(texts: Texts | undefined, fails: boolean): Possible {
  return { truths: [], texts, fails };
}

/** @internal */
export function truthful(truths: readonly boolean[], fails: boolean): Possible {
  return { truths: BOTH.filter((truth) => truths.includes(truth)), fails };
}

/** Whether every event makes it an error. @internal */
export function onlyFails({ truths, integers, texts }: Possible): boolean {
  return truths.length === 0 && integers === undefined && texts === undefined;
}

/** The values, where they are few; nothing where they are not. @internal */
export function constantsOf({ truths, integers, texts }: Possible, most: number): Constant[] | undefined {
  if (texts !== undefined && texts.values === undefined) return undefined;
  if (integers !== undefined && integers.max !== integers.min) return undefined;
  const all = [...truths, ...integers === undefined ? [] : [integers.min], ...texts?.values ?? []];
  return all.length <= most ? all : undefined;
}

/** As Boolean. Follows Go: `Cast` in sdk-go sql/v2, utils/casting.go, as all casts here do. @internal */
export function toTruths(possible: Possible): Possible {
  const { truths, integers, texts, fails } = possible;
  if (integers === undefined && texts === undefined) return possible;
  const all = [...truths];
  if (integers !== undefined) {
    if (contains(integers, 0)) all.push(false);
    if (integers.min !== 0 || integers.max !== 0) all.push(true);
  }
  let failing = fails;
  if (texts?.values !== undefined) {
    for (const text of texts.values) {
      const truth = toBoolean(text);
      if (truth === undefined) failing = true;
      else all.push(truth);
    }
  } else if (texts !== undefined) {
    failing = true;
    all.push(...mayRead(texts));
  }
  return truthful(all, failing);
}

function mayRead(texts: Texts): boolean[] {
  return BOTH.filter((truth) => SPELLINGS[`${truth}`].some((text) => admits(texts, text)));
}

/** A word in all cases. */
function spellings(word: string): string[] {
  return Array.from({ length: 2 ** word.length }, (_, choice) => Array.from(word, (letter, index) =>
    (Math.trunc(choice / 2 ** index) % 2 === 0 ? letter : letter.toUpperCase())).join(''));
}

/** As Integer. @internal */
export function toIntegers({ truths, integers, texts, fails }: Possible): Possible {
  const parts = [...truths.map((truth) => only(Number(truth))), ...integers ? [integers] : [],
    ...texts?.integers ? [texts.integers] : []];
  const readable = texts === undefined
    || (texts.values !== undefined && [...texts.values].every((text) => integerOfText(text) !== undefined));
  return integersOf(parts.length === 0 ? undefined : parts.reduce(hull), fails || !readable);
}

/** As String, which never fails by itself. @internal */
export function toTexts(possible: Possible): Possible {
  const { truths, integers, texts, fails } = possible;
  if (integers === undefined && truths.length === 0) return possible;
  const written = inEither(textsOf(truths.map(String)), integers && numerals(integers));
  return textual(inEither(texts, written), fails);
}

/** @internal */
export function castTo(type: CesqlType, possible: Possible): Possible {
  switch (type) {
    case 'Boolean':
      return toTruths(possible);
    case 'Integer':
      return toIntegers(possible);
    default:
      return toTexts(possible);
  }
}

/** The parts of one type. */
function byType({ truths, integers, texts }: Possible): readonly (readonly [CesqlType, Possible])[] {
  return [
    ...truths.length === 0 ? [] : [['Boolean', { truths, fails: false }] as const],
    ...integers === undefined ? [] : [['Integer', integersOf(integers, false)] as const],
    ...texts === undefined ? [] : [['String', textual(texts, false)] as const],
  ];
}

/** Whether two values may be the same, the left one cast to the type of the right one. @internal */
export function equal(left: Possible, right: Possible): Possible {
  if (onlyFails(left) || onlyFails(right)) return ONLY_FAILS;
  const truths: boolean[] = [];
  let fails = left.fails || right.fails;
  for (const [type, part] of byType(right)) {
    const cast = castTo(type, left);
    fails ||= cast.fails;
    if (onlyFails(cast)) continue;
    if (!onlyFails(meet(cast, part))) truths.push(true);
    if (!isSame(cast, part)) truths.push(false);
  }
  return truthful(truths, fails);
}

/** Whether both are one and the same value. */
function isSame(left: Possible, right: Possible): boolean {
  const [one, ...more] = constantsOf(left, 2) ?? [];
  const [other, ...others] = constantsOf(right, 2) ?? [];
  return one !== undefined && one === other && more.length === 0 && others.length === 0;
}

/** What may be in both. @internal */
export function meet(a: Possible, b: Possible): Possible {
  return {
    truths: a.truths.filter((truth) => b.truths.includes(truth)),
    integers: a.integers && b.integers && common(a.integers, b.integers),
    texts: a.texts && b.texts && inBoth(a.texts, b.texts),
    fails: a.fails && b.fails,
  };
}

/** What may be in one or the other. @internal */
export function join(a: Possible, b: Possible): Possible {
  return {
    truths: BOTH.filter((truth) => a.truths.includes(truth) || b.truths.includes(truth)),
    integers: a.integers && b.integers ? hull(a.integers, b.integers) : a.integers ?? b.integers,
    texts: inEither(a.texts, b.texts),
    fails: a.fails || b.fails,
  };
}

/** The values that are `range` when they are read as integers. @internal */
export function readAsInteger(range: Range): Possible {
  const truths = BOTH.filter((truth) => contains(range, Number(truth)));
  return { truths, integers: range, texts: textsReadAs(range), fails: false };
}

/** The values that are equal to a constant when they are cast to its type. @internal */
export function castsTo(value: Constant): Possible {
  if (typeof value === 'number') return readAsInteger(only(value));
  if (typeof value === 'boolean') {
    const texts = textsOf(SPELLINGS[`${value}`]);
    return { truths: [value], integers: value ? INTEGERS : only(0), texts, fails: false };
  }
  const number = integerOfText(value);
  return {
    truths: BOTH.filter((truth) => String(truth) === value),
    integers: number !== undefined && String(number) === value ? only(number) : undefined,
    texts: textsOf([value]),
    fails: false,
  };
}

/** The values that a constant is equal to when it is cast to their type. @internal */
export function castsFrom(value: Constant): Possible {
  const own = constant(value);
  const { integers } = toIntegers(own);
  return { truths: toTruths(own).truths, integers, texts: toTexts(own).texts, fails: false };
}

/** For a message. @internal */
export function describe({ truths, integers, texts }: Possible): string {
  const parts = [
    ...texts === undefined ? [] : [sayTexts(texts)],
    ...integers === undefined ? [] : [sayRange(integers)],
    ...truths.length === 0 ? [] : [truths.map((truth) => `\`${String(truth).toUpperCase()}\``).join(' or ')],
  ];
  return parts.length === 0 ? 'an error on every event' : parts.join(' or ');
}
