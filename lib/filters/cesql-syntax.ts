import { MAX_INT32, show } from '../core';

/**
 * Tokens of CESQL, the first of the longest ones wins. A sign before digits belongs to the number, so that `1+1` is two
 * numbers and no sum. Follows Go: sdk-go sql/v2, CESQLLexer.g4.
 */
const TOKENS: readonly (readonly [TokenKind, RegExp])[] = [
  ['keyword', /(?:AND|OR|XOR|NOT|LIKE|EXISTS|IN|TRUE|FALSE)(?![A-Z0-9_])/iy],
  ['string', /"(?:\\[^]|""|[^"\\])*"|'(?:\\[^]|''|[^'\\])*'/y],
  ['name with digits', /(?=[0-9]*[A-Z])(?=[A-Z]*[0-9])[A-Z0-9]+/iy],
  ['number', /[+-]?[0-9]+/y],
  ['name', /[A-Z]+(?![A-Z_])/iy],
  ['function', /[A-Z][A-Z_]*/iy],
  ['sign', /!=|<>|>=|<=|[=<>*/%+\-(),]/y],
];
type TokenKind = 'keyword' | 'string' | 'name with digits' | 'number' | 'name' | 'function' | 'sign' | 'end';

interface Token {
  readonly kind: TokenKind;
  /** As written; keywords in capitals. */
  readonly text: string;
  readonly at: number;
}

const BINARY: ReadonlySet<string> = new Set([
  '*', '/', '%', '+', '-', '=', '!=', '<>', '>=', '<=', '<', '>', 'AND', 'OR', 'XOR',
]);
const DEEPEST = 500;

/** What stops the parser; it never leaves this file. */
class SyntaxFault extends Error {
  constructor(public readonly at: number, public readonly expected: string) {
    super(expected);
  }
}

/**
 * What is wrong with an expression by the grammar of CESQL; nothing where it parses. Knative's own parser skips
 * characters that it does not know; they are faults here, since nobody means what is left then. Follows Go: sdk-go
 * sql/v2, CESQLParser.g4.
 * @internal
 */
export function cesqlFault(expression: string): string | undefined {
  try {
    new Parser(tokensOf(expression)).parse();
    return undefined;
  } catch (fault) {
    if (!(fault instanceof SyntaxFault)) throw fault;
    const rest = expression.slice(fault.at).trim();
    const where = rest === '' ? 'its end' : `${show(rest.slice(0, 20))}, character ${fault.at + 1},`;
    return `at ${where} there should be ${fault.expected}`;
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    if (/[ \t\r\n]/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

function tokenAt(text: string, at: number): Token {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: kind === 'keyword' ? found.toUpperCase() : found, at };
  }
  const quote = /["']/.test(text.charAt(at));
  throw new SyntaxFault(at, quote ? 'a text that ends with the quote that it begins with'
    : 'names of letters and digits, texts in quotes, whole numbers, functions, operators and parentheses');
}

/** A recursive descent through the tokens; precedence does not matter to whether they parse. */
class Parser {
  private next = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  public parse(): void {
    this.expression();
    if (this.token.kind !== 'end') this.fail('an operator with spaces around it, `LIKE`, `IN`, or the end');
  }

  private get token(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: '', at: 0 };
  }

  private expression(): void {
    this.depth += 1;
    if (this.depth > DEEPEST) this.fail(`at most ${DEEPEST} parentheses inside of each other`);
    this.operand();
    while (BINARY.has(this.token.text) && this.token.kind !== 'string') {
      this.next += 1;
      this.operand();
    }
    this.depth -= 1;
  }

  private operand(): void {
    while (this.is('NOT') || this.is('-')) this.next += 1;
    this.primary();
    while (this.suffix());
  }

  private primary(): void {
    const { kind, text } = this.token;
    this.next += 1;
    if (kind === 'string' || text === 'TRUE' || text === 'FALSE') return;
    if (kind === 'number') {
      if (Math.abs(Number(text)) > MAX_INT32 && Number(text) !== -MAX_INT32 - 1) this.failBefore('a number of 32 bits');
    } else if (kind === 'name' || kind === 'function') {
      if (kind === 'name' && !this.is('(')) return;
      this.list(true);
    } else if (text === '(') {
      this.expression();
      this.take(')');
    } else if (text === 'EXISTS' && kind === 'keyword') {
      this.name();
    } else if (kind !== 'name with digits') {
      this.failBefore('an attribute, a text, a number, `TRUE`, `FALSE`, `EXISTS`, a function or a parenthesis');
    }
  }

  /** `LIKE` and `IN`, each perhaps with a `NOT` before it. */
  private suffix(): boolean {
    const before = this.next;
    if (this.is('NOT')) this.next += 1;
    if (this.is('LIKE')) {
      this.next += 1;
      if (this.token.kind !== 'string') this.fail('a text after `LIKE`');
      this.next += 1;
      return true;
    }
    if (this.is('IN')) {
      this.next += 1;
      this.list(false);
      return true;
    }
    if (this.next !== before) this.fail('`LIKE` or `IN`');
    return false;
  }

  private list(mayBeEmpty: boolean): void {
    this.take('(');
    if (mayBeEmpty && this.is(')')) {
      this.next += 1;
      return;
    }
    this.expression();
    while (this.is(',')) {
      this.next += 1;
      this.expression();
    }
    this.take(')');
  }

  private name(): void {
    if (!this.token.kind.startsWith('name')) this.fail('the name of an attribute');
    this.next += 1;
  }

  private take(sign: string): void {
    if (!this.is(sign)) this.fail(show(sign));
    this.next += 1;
  }

  private is(text: string): boolean {
    return this.token.text === text && this.token.kind !== 'string';
  }

  private fail(expected: string): never {
    throw new SyntaxFault(this.token.at, expected);
  }

  private failBefore(expected: string): never {
    this.next -= 1;
    return this.fail(expected);
  }
}
