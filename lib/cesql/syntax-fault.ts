import { type Token, tokenAt } from './tokens';

/**
 * Why a text is not an expression.
 */
export interface SyntaxFault {
  /** Place of `found`, counted in characters from 0. */
  readonly at: number;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in characters as one sees them. */
  readonly column: number;
  /** As it is written there, empty at the end of the text. */
  readonly found: string;
  /** What should stand there, as the object of a sentence. */
  readonly expected: string;
  /** Set where Knative might read the expression, and it is longer or deeper than is read here. */
  readonly limit?: Limit;
}

export type Limit = 'length' | 'depth';

/** Far more than one writes, and little enough to be parsed in a moment. */
export const LONGEST = 65_536;
/**
 * Levels of a tree. Whoever walks one calls itself, and such a tree fits on every stack. A chain of `AND` and `OR` has
 * a level for each of its operators.
 */
export const DEEPEST = 500;

/** Characters of a token that a fault repeats. */
const MOST_FOUND = 40;

/** What may stand at a place. @internal */
export const OPERAND = 'an attribute, a text, a number, `TRUE`, `FALSE`, `EXISTS`, a function or a parenthesis';
/** @internal */
export const OPERATOR = 'an operator with spaces around it, `LIKE`, `IN`, or the end';
/** @internal */
export const CLOSED = 'a text that ends with the quote that it begins with';
/** @internal */
export const PATTERN = 'a text in quotes, the pattern of `LIKE`';
/** @internal */
export const NAME = 'the name of an attribute, of letters and digits';
const SHORTER = `the end, since at most ${LONGEST} characters are read`;
const FLATTER = `no more than ${DEEPEST} operators inside of each other`;

/** What stops the parser, which catches it itself. @internal */
export class Stop extends Error {
  constructor(public readonly at: number, public readonly expected: string, public readonly limit?: Limit) {
    super(expected);
  }
}

/** @internal */
export function tooLong(): Stop {
  return new Stop(LONGEST, SHORTER, 'length');
}

/** @internal */
export function tooDeep(at: number): Stop {
  return new Stop(at, FLATTER, 'depth');
}

/** @internal */
export function stopAt({ kind, at }: Token, expected: string): Stop {
  if (kind === 'unknown') return new Stop(at, 'names of letters and digits, texts in quotes, numbers or operators');
  return new Stop(at, expected);
}

/** @internal */
export function faultOf(text: string, { at, expected, limit }: Stop): SyntaxFault {
  const short = text.slice(0, at + MOST_FOUND);
  const found = short.slice(at, tokenAt(short, at).end);
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  const column = [...lines.at(-1) ?? ''].length + 1;
  return { at, line: lines.length, column, found, expected, ...limit !== undefined && { limit } };
}
