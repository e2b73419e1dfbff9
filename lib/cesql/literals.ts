import { checkAttributeName, checkWhole, MAX_INT32, type Problem, show } from '../core';
import { KEYWORDS } from './tokens';

/** Checks the name of an attribute that an expression reads. It cannot be a keyword of CESQL. */
export function checkAttribute(name: string): Problem | undefined {
  const problem = checkAttributeName(name);
  if (problem !== undefined || !KEYWORDS.has(name.toUpperCase())) return problem;
  return {
    code: 'KN-FLT-003',
    message: `${show(name)} is a keyword of CESQL, so no expression can read an attribute of that name`,
    received: name,
    allowed: 'names that are not keywords of CESQL',
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
    message: `${show(what)} divides by zero, so the expression fails on every event`,
    received: value,
    allowed: 'any other whole number of 32 bits',
    fix: 'write `2`, for example',
  };
}

/** Checks that a list of values, or of conditions, is not empty. */
export function checkList(what: string, list: readonly unknown[]): Problem | undefined {
  if (list.length > 0) return undefined;
  return {
    code: 'KN-FLT-022',
    message: `${show(what)} has an empty list, for which CESQL has no syntax`,
    received: list,
    allowed: 'one value or more',
    fix: `write ${show(what === 'in' || what === 'notIn' ? `${what}('eu')` : `${what}(one, other)`)}, for example`,
  };
}

/** Checks a text. */
export function checkText(text: string): Problem | undefined {
  if (typeof text === 'string') return undefined;
  return {
    code: 'KN-FLT-020',
    message: `${show(text)} is not a text`,
    received: text,
    allowed: 'texts',
    fix: typeof text === 'number' ? 'write `toInteger()` before the comparison' : 'write `\'eu\'`, for example',
  };
}

/**
 * Checks a pattern, which has to be written between quotes. A backslash protects the character after it, and goes away
 * only before the quote of the text. So no quotes hold a backslash at the end, nor one before a quote that is escaped.
 * Follows Go: sdk-go sql/v2, CESQLLexer.g4 and parser/expression_visitor.go.
 */
export function checkPattern(pattern: string): Problem | undefined {
  if (typeof pattern !== 'string' || quoted(pattern) !== undefined) return checkText(pattern);
  return {
    code: 'KN-FLT-020',
    message: `CESQL has no way to quote the pattern ${show(pattern)}`,
    received: pattern,
    allowed: 'patterns that do not end in a backslash, and have none before a quote if they have quotes of both kinds',
    fix: 'write `equals`, `startsWith` or `endsWith`, which take any text',
  };
}

/** Checks a part of a text that is looked for. */
export function checkPart(what: string, text: string): Problem | undefined {
  if (text !== '') return checkText(text);
  return {
    code: 'KN-FLT-020',
    message: `${show(what)} looks for the empty text, which every text contains`,
    received: text,
    allowed: 'a text that is not empty',
    fix: 'write `exists()` to accept any value',
  };
}

/** Checks a text that is looked for with a `%` after it, which a backslash would escape. */
export function checkInPattern(text: string): Problem | undefined {
  if (typeof text !== 'string' || !text.endsWith('\\')) return undefined;
  return {
    code: 'KN-FLT-020',
    message: `${show(text)} ends in a backslash, which would escape the \`%\` after it`,
    received: text,
    allowed: 'a text that does not end in a backslash',
    fix: 'write `equals`, `startsWith` or `endsWith`, or leave the backslash out',
  };
}

/** What stands after `IN`. */
export function setOf(values: readonly unknown[]): string {
  return `(${values.join(', ')})`;
}

/**
 * An expression for a text: the text in quotes, or its parts where no quotes can hold all of it (see `checkPattern`).
 * `C:\` is `LEFT('C:\\', 3)`.
 */
export function quote(text: string): string {
  const parts = quotedParts(text);
  return parts.length === 1 ? parts.join('') : `CONCAT(${parts.join(', ')})`;
}

/** A text as a pattern that matches nothing else. */
export function escaped(text: string): string {
  return text.replace(/[%_]/g, '\\$&');
}

function quotedParts(text: string): string[] {
  const whole = quoted(text);
  if (whole !== undefined) return [whole];
  const backslashes = text.length - text.search(/\\*$/);
  if (backslashes % 2 === 0) return pieces(text).map(quoted).filter((piece) => piece !== undefined);
  // `LEFT` counts bytes, and on Kafka characters.
  const longer = /^[\0-\x7F]*$/.test(text) ? quoted(`${text}\\`) : undefined;
  if (longer !== undefined) return [`LEFT(${longer}, ${text.length})`];
  return [...quotedParts(text.slice(0, -1)), "LEFT('\\\\', 1)"];
}

/** A text cut into pieces, of which none has a backslash before quotes of both kinds. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let piece = '';
  let held = '';
  for (const [part] of text.matchAll(/\\*[^\\]|\\+$/g)) {
    const mark = /^(?:\\\\)*\\['"]$/.test(part) ? part.slice(-1) : '';
    if (mark !== '' && held !== '' && mark !== held) {
      found.push(piece);
      piece = '';
      held = '';
    }
    if (mark !== '') held = mark;
    piece += part;
  }
  return [...found, piece];
}

/** A text in quotes: in single ones, unless double ones read better. Some texts cannot be quoted (`checkPattern`). */
function quoted(text: string): string | undefined {
  const [first, second] = text.includes("'") && !text.includes('"') ? ['"', "'"] : ["'", '"'];
  return enclosedIn(first, text) ?? enclosedIn(second, text);
}

function enclosedIn(mark: string, text: string): string | undefined {
  let inside = '';
  let backslashes = 0;
  for (const character of text) {
    // The backslash that is put before the quote must not be protected by the one before it.
    if (character === mark && backslashes % 2 === 1) return undefined;
    inside += character === mark ? `\\${character}` : character;
    backslashes = character === '\\' ? backslashes + 1 : 0;
  }
  return backslashes % 2 === 1 ? undefined : mark + inside + mark;
}
