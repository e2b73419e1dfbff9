import { checkAttributeName, checkWhole, MAX_INT32, type Problem, show } from '../core';

const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'xor', 'not', 'like', 'exists', 'in', 'true', 'false']);

/** Checks the name of an attribute that an expression asks for; the words of CESQL cannot be one. */
export function checkAttribute(name: string): Problem | undefined {
  const problem = checkAttributeName(name);
  if (problem !== undefined || !KEYWORDS.has(name)) return problem;
  return {
    code: 'KN-FLT-003',
    message: `${show(name)} is a word of CESQL, so that no expression can ask for an attribute of that name`,
    received: name,
    allowed: 'names that are no words of CESQL',
    fix: `compare it with \`Filter.exact({ ${name}: '...' })\`, or have the source set another extension`,
  };
}

/** Checks a whole number of an expression. */
export function checkNumber(what: string, value: number, min = -MAX_INT32 - 1): Problem | undefined {
  return checkWhole('KN-FLT-021', `\`${what}\``, value, { min });
}

/** Checks what a number is divided by. */
export function checkDivisor(what: string, value: number): Problem | undefined {
  if (value !== 0) return undefined;
  return {
    code: 'KN-FLT-021',
    message: `${show(what)} divides by zero, so that the expression fails on every event`,
    received: value,
    allowed: 'every other whole number of 32 bits',
    fix: 'write `2`, for example',
  };
}

/** Checks that a list of values, or of conditions, has one. */
export function checkList(what: string, list: readonly unknown[]): Problem | undefined {
  if (list.length > 0) return undefined;
  return {
    code: 'KN-FLT-022',
    message: `${show(what)} has an empty list, which CESQL cannot write`,
    received: list,
    allowed: 'one value or more',
    fix: `write ${show(what === 'in' || what === 'notIn' ? `${what}('eu')` : `${what}(one, other)`)}, for example`,
  };
}

/**
 * Checks a text. In CESQL a backslash takes the character behind it along, and only one before the quote of the text
 * goes away again; so nothing can stand for a backslash at the end, or for one before a quote that the text needs.
 * Follows Go: sdk-go sql/v2, CESQLLexer.g4 and parser/expression_visitor.go.
 */
export function checkText(text: string): Problem | undefined {
  if (typeof text === 'string' && quoted(text) !== undefined) return undefined;
  return {
    code: 'KN-FLT-020',
    message: typeof text === 'string' ? `CESQL cannot write the text ${show(text)}` : `${show(text)} is no text`,
    received: text,
    allowed: 'texts that end in no backslash, and have none before a quote where they have quotes of both kinds',
    fix: 'compare a part of it, with `left`, `right`, `startsWith` or `endsWith`, or compare it with `Filter.exact`',
  };
}

/** Checks a part of a text that is looked for. */
export function checkPart(what: string, text: string): Problem | undefined {
  if (text !== '') return checkText(text);
  return {
    code: 'KN-FLT-020',
    message: `${show(what)} looks for the empty text, which is in every text`,
    received: text,
    allowed: 'a text that is not empty',
    fix: 'write `exists()` for any value',
  };
}

/** Checks a text that stands for itself in a pattern, before a `%`, which a backslash would take for itself, too. */
export function checkInPattern(text: string): Problem | undefined {
  if (typeof text !== 'string' || !text.endsWith('\\')) return undefined;
  return {
    code: 'KN-FLT-020',
    message: `${show(text)} ends in a backslash, and no pattern has one before its \`%\``,
    received: text,
    allowed: 'a text that does not end in a backslash',
    fix: 'leave the backslash out',
  };
}

/** A text in quotes; in single ones, unless double ones read better. */
export function quote(text: string): string {
  return quoted(text) ?? text;
}

/** A text that stands for itself in a pattern. */
export function escaped(text: string): string {
  return text.replace(/[%_]/g, '\\$&');
}

function quoted(text: string): string | undefined {
  const [first, second] = text.includes("'") && !text.includes('"') ? ['"', "'"] : ["'", '"'];
  return enclosedIn(first, text) ?? enclosedIn(second, text);
}

function enclosedIn(mark: string, text: string): string | undefined {
  let inside = '';
  let backslashes = 0;
  for (const character of text) {
    // The backslash that goes away again must not be taken along by the one before it.
    if (character === mark && backslashes % 2 === 1) return undefined;
    inside += character === mark ? `\\${character}` : character;
    backslashes = character === '\\' ? backslashes + 1 : 0;
  }
  return backslashes % 2 === 1 ? undefined : mark + inside + mark;
}
