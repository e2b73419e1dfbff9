import { checkAttributeName, MAX_INT32, type Problem, show } from '../core';
import { CesqlExpression } from './cesql-expression';
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
  const whole = Number.isInteger(value);
  if (whole && value >= min && value <= MAX_INT32) return undefined;
  const tooLarge = value > MAX_INT32 || min < 0;
  return {
    code: 'KN-FLT-021',
    // JSON has no word for `NaN`.
    message: `${show(typeof value === 'number' ? String(value) : value)} in ${show(what)} `
      + (!whole ? 'is not a whole number' : tooLarge ? 'does not fit in 32 bits' : 'is out of range'),
    received: value,
    allowed: `whole numbers from ${min} to ${MAX_INT32}`,
    fix: whole ? beyond(what, min, tooLarge) : wholeInstead(what, value),
  };
}

function beyond(what: string, min: number, tooLarge: boolean): string {
  return tooLarge ? 'compare a larger unit, which the source sends with smaller numbers, or the number as a text'
    : `write ${show(`${what}(${Math.max(min, 1)})`)}, for example`;
}

function wholeInstead(what: string, value: unknown): string {
  if (value instanceof CesqlExpression) {
    return TAKES_EXPRESSION.has(what) ? `write ${show(`${what}Expression(...)`)}, which takes an expression`
      : 'write a number: no expression may stand here';
  }
  if (Array.isArray(value)) return `write ${show(`${what}(...list)`)}: the numbers of a list are arguments each`;
  if (typeof value === 'string' && /^-?\d{1,9}$/.test(value)) return `write ${show(`${what}(${value})`)}`;
  if (typeof value !== 'number' || !Number.isFinite(value)) return `write a number, such as ${show(`${what}(5)`)}`;
  return `write ${show(`${what}(${Math.floor(value)})`)} or ${show(`${what}(${Math.floor(value) + 1})`)}; CESQL knows whole `
    + 'numbers only, so the source has to send cents rather than euros, for example';
}

/** Methods on whose name ends that of another, for expressions. */
const TAKES_EXPRESSION: ReadonlySet<string> = new Set([
  'equals', 'notEquals', 'lessThan', 'atMost', 'greaterThan', 'atLeast', 'plus', 'minus', 'times', 'dividedBy', 'modulo',
]);

const SORTS = {
  Boolean: { name: 'condition', many: 'conditions', example: "Cesql.attribute('type').equals('order.paid')" },
  Integer: { name: 'number', many: 'numbers', example: "Cesql.attribute('price').toInteger()" },
  String: { name: 'text', many: 'texts', example: "Cesql.attribute('type')" },
} as const;

/** Checks expressions that a method takes: JavaScript hands over anything. */
export function checkOperands(
  what: string, type: keyof typeof SORTS, operands: readonly unknown[],
): Problem | undefined {
  const at = operands.findIndex((operand) => !(operand instanceof CesqlExpression && operand._type === type));
  if (at === -1) return undefined;
  const received = operands[at];
  const { name, many, example } = SORTS[type];
  const shown = received instanceof CesqlExpression ? received.text : briefly(received);
  return {
    code: 'KN-FLT-023',
    message: `${show(what)} takes ${LISTS.has(what) ? many : `a ${name}`} built with \`Cesql\`, and ${show(shown)} is none`,
    received,
    allowed: `${many} built with \`Cesql\``,
    fix: operandInstead(what, type, received, example),
  };
}

/** Methods that take any number of expressions. */
const LISTS: ReadonlySet<string> = new Set(['all', 'any', 'concat', 'concatWs']);

function operandInstead(what: string, type: keyof typeof SORTS, received: unknown, example: string): string {
  if (Array.isArray(received) && LISTS.has(what)) {
    return `write ${show(`Cesql.${what}(${what === 'concatWs' ? 'separator, ' : ''}...list)`)}: the members of a list are arguments each`;
  }
  if (type === 'String' && typeof received === 'string') return `write ${show(`Cesql.text(${JSON.stringify(received)})`)}`;
  if (type === 'Integer' && typeof received === 'number') return `write ${show(`Cesql.integer(${received})`)}`;
  if (type === 'Integer' && isOf(received, 'String')) return 'write `toInteger()` after the text';
  if (type === 'String' && isOf(received, 'Integer')) return 'write `toText()` after the number';
  if (type === 'Boolean' && isOf(received, 'String')) return "compare it: write `.equals('eu')` after it, for example, or `.toBoolean()`";
  if (type === 'Boolean' && isOf(received, 'Integer')) return 'compare it: write `.greaterThan(0)` after it, for example';
  return `write ${show(`${what}(${example})`)}, for example`
    + (type === 'Boolean' ? '; filters are combined with `Filter.all` and `Filter.any`' : '');
}

/** An object by its class: its fields say nothing to its reader. */
function briefly(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return value.constructor === Object ? value : value.constructor.name;
}

function isOf(value: unknown, type: string): boolean {
  return value instanceof CesqlExpression && value._type === type;
}

/** Checks the function that says what has to hold of an attribute. */
export function checkCallback(what: string, received: unknown): Problem | undefined {
  if (typeof received === 'function') return undefined;
  return {
    code: 'KN-FLT-023',
    message: `${show(what)} takes a function that makes a condition of the attribute, and `
      + `${show(received instanceof CesqlExpression ? received.text : received)} is none`,
    received,
    allowed: 'functions that return a condition built with `Cesql`',
    fix: `write ${show(`${what}((value) => value.equals('eu'))`)}, for example`,
  };
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
export function checkText(what: string, text: unknown): Problem | undefined {
  if (typeof text === 'string') return undefined;
  return {
    code: 'KN-FLT-020',
    message: `${show(text instanceof CesqlExpression ? text.text : text)} in ${show(what)} is not a text`,
    received: text,
    allowed: 'texts, in quotes',
    fix: textInstead(what, text),
  };
}

function textInstead(what: string, value: unknown): string {
  if (Array.isArray(value)) {
    return what === 'in' || what === 'notIn' ? `write ${show(`${what}(...list)`)}: the texts of a list are arguments each`
      : 'write `in(...list)` to compare with several texts';
  }
  if (value instanceof CesqlExpression && TAKES_EXPRESSION.has(what)) {
    return `write ${show(`${what}Expression(...)`)}, which takes an expression`;
  }
  if (typeof value === 'boolean') return `write ${show(`${what}('${value}')`)}, or \`toBoolean()\` for the condition itself`;
  if (typeof value !== 'number') return `write ${show(`${what}('eu')`)}, for example`;
  const asNumber = COMPARES.has(what) ? `, or ${show(`toInteger().${what}(${value})`)} to compare numbers` : '';
  return `write ${show(`${what}('${value}')`)}${asNumber}`;
}

/** Methods that texts and numbers have both. */
const COMPARES: ReadonlySet<string> = new Set(['equals', 'notEquals', 'in', 'notIn']);

/**
 * Checks a pattern, which has to be written between quotes. A backslash protects the character after it, and goes away
 * only before the quote of the text. So no quotes hold a backslash at the end, nor one before a quote that is escaped.
 * Follows Go: sdk-go sql/v2, CESQLLexer.g4 and parser/expression_visitor.go.
 */
export function checkPattern(pattern: string, what = 'like'): Problem | undefined {
  if (typeof pattern !== 'string' || quoted(pattern) !== undefined) return checkText(what, pattern);
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
  if (text !== '') return checkText(what, text);
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
