/**
 * Sorts of tokens. `name` is letters only and may name a function too, `name with digits` an attribute only,
 * `function` has underscores.
 */
type TokenKind =
  | 'keyword' | 'string' | 'number' | 'name' | 'name with digits' | 'function' | 'sign' | 'end' | 'unknown'
  | 'open string';

/** @internal */
export interface Token {
  readonly kind: TokenKind;
  /** As written; keywords in capitals, `!=` for `<>`. */
  readonly text: string;
  readonly at: number;
  /** Where the next token may begin. */
  readonly end: number;
}

/** Words that no attribute can have for a name. @internal */
export const KEYWORDS: ReadonlySet<string> = new Set(['AND', 'OR', 'XOR', 'NOT', 'LIKE', 'EXISTS', 'IN', 'TRUE', 'FALSE']);
const LONGEST_KEYWORD = 6;
const SIGNS: ReadonlySet<string> = new Set(['=', '<', '>', '*', '/', '%', '+', '-', '(', ')', ',']);
const LONG_SIGNS: ReadonlySet<string> = new Set(['!=', '<>', '<=', '>=']);

/**
 * The token at or after `from`. The longest wins, so a sign before digits belongs to the number, and `1+1` is two
 * numbers and no sum. Every character is looked at once or twice, whatever the text. Follows Go: sdk-go sql/v2,
 * CESQLLexer.g4, but for characters that it knows no token for: Go skips them, here they are tokens of their own, which
 * no rule of the grammar takes.
 * @internal
 */
export function tokenAt(text: string, from: number): Token {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at += 1;
  if (at >= text.length) return { kind: 'end', text: '', at, end: at };
  const first = text.charCodeAt(at);
  if (isLetter(first) || isDigit(first)) return word(text, at);
  if (first === 0x27 || first === 0x22) return string(text, at, first);
  return sign(text, at);
}

function word(text: string, at: number): Token {
  let mixed = at;
  let letters = true;
  let digits = true;
  for (let code = text.charCodeAt(mixed); isLetter(code) || isDigit(code); code = text.charCodeAt(mixed)) {
    if (isDigit(code)) letters = false;
    else digits = false;
    mixed += 1;
  }
  let underscored = at;
  for (let code = text.charCodeAt(at); isLetter(code) || (code === 0x5F && underscored > at);) {
    underscored += 1;
    code = text.charCodeAt(underscored);
  }
  if (underscored > mixed) return { kind: 'function', text: text.slice(at, underscored), at, end: underscored };
  const written = text.slice(at, mixed);
  if (digits) return { kind: 'number', text: written, at, end: mixed };
  if (!letters) return { kind: 'name with digits', text: written, at, end: mixed };
  const capitals = written.length <= LONGEST_KEYWORD ? written.toUpperCase() : '';
  if (KEYWORDS.has(capitals)) return { kind: 'keyword', text: capitals, at, end: mixed };
  return { kind: 'name', text: written, at, end: mixed };
}

/** A text ends at the first quote that is neither doubled nor after a backslash. */
function string(text: string, at: number, quote: number): Token {
  for (let next = at + 1; next < text.length; next += 1) {
    const code = text.charCodeAt(next);
    if (code === 0x5C) next += 1;
    else if (code === quote) {
      next += 1;
      if (text.charCodeAt(next) !== quote) return { kind: 'string', text: text.slice(at, next), at, end: next };
    }
  }
  return { kind: 'open string', text: text.slice(at), at, end: text.length };
}

function sign(text: string, at: number): Token {
  const one = text.charAt(at);
  if ((one === '+' || one === '-') && isDigit(text.charCodeAt(at + 1))) {
    let end = at + 2;
    while (isDigit(text.charCodeAt(end))) end += 1;
    return { kind: 'number', text: text.slice(at, end), at, end };
  }
  const two = text.slice(at, at + 2);
  if (LONG_SIGNS.has(two)) return { kind: 'sign', text: two === '<>' ? '!=' : two, at, end: at + 2 };
  if (SIGNS.has(one)) return { kind: 'sign', text: one, at, end: at + 1 };
  const unknown = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { kind: 'unknown', text: unknown, at, end: at + unknown.length };
}

function isLetter(code: number): boolean {
  const small = code | 0x20;
  return small >= 0x61 && small <= 0x7A;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0A || code === 0x0D || code === 0x09;
}
