import { beyond, fail } from './template-faults';

/** What a template is read as; what stands between `{{` and `}}` is split further. */
export enum TokenKind {
  TEXT = 'text',
  OPEN = '{{',
  CLOSE = '}}',
  SPACE = 'space',
  FIELD = 'field',
  VARIABLE = 'variable',
  IDENTIFIER = 'identifier',
  KEYWORD = 'keyword',
  DOT = '.',
  NIL = 'nil',
  TRUTH = 'truth value',
  STRING = 'string',
  PIPE = '|',
  OPEN_PAREN = '(',
  CLOSE_PAREN = ')',
  ASSIGN = '=',
  DECLARE = ':=',
  END_OF_TEXT = 'end of the template',
}

export interface Token {
  readonly kind: TokenKind;
  /** The characters; of a string what they stand for, of a field its name. */
  readonly text: string;
}

const SPACES = ' \t\r\n';
const LEADING_SPACES = /^[ \t\r\n]+/;
const TRAILING_SPACES = /[ \t\r\n]+$/;
const COMMENT = '/*';
const WORD = /[\p{L}\p{Nd}_]*/uy;
const DIGIT = /[0-9]/;
const NUMBER_START = /[0-9+-]/;
const KEYWORDS = new Set(['if', 'else', 'end', 'with']);
/** Statements whose outcome depends on more than one service, or on definitions elsewhere. */
const UNREAD_KEYWORDS = new Set(['range', 'define', 'block', 'template', 'break', 'continue']);
const SINGLE: ReadonlyMap<string, TokenKind> = new Map([['=', TokenKind.ASSIGN], ['|', TokenKind.PIPE]]);
const ESCAPES: ReadonlyMap<string, string> = new Map(Object.entries({
  a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"',
}));

/** Follows text/template/parse/lex.go of Go. */
export function tokensOf(template: string): Token[] {
  return new Lexer(template).run();
}

class Lexer {
  private readonly tokens: Token[] = [];
  private at = 0;
  private parens = 0;

  constructor(private readonly input: string) {}

  public run(): Token[] {
    while (this.at < this.input.length) this.text();
    this.add(TokenKind.END_OF_TEXT, '');
    return this.tokens;
  }

  private add(kind: TokenKind, text: string): void {
    this.tokens.push({ kind, text });
  }

  private startsWith(text: string, from = this.at): boolean {
    return this.input.startsWith(text, from);
  }

  private isSpace(at: number): boolean {
    return at < this.input.length && SPACES.includes(this.input.charAt(at));
  }

  /** Text up to the next `{{`, and what stands in there. */
  private text(): void {
    const found = this.input.indexOf('{{', this.at);
    const end = found < 0 ? this.input.length : found;
    const trimmed = found >= 0 && this.trimsLeft(found + 2);
    const text = this.input.slice(this.at, end);
    const kept = trimmed ? text.replace(TRAILING_SPACES, '') : text;
    if (kept !== '') this.add(TokenKind.TEXT, kept);
    this.at = end;
    if (found < 0) return;
    this.at += trimmed ? 4 : 2;
    if (this.startsWith(COMMENT)) this.comment();
    else this.action();
  }

  /** Whether a `-` and a space follow, which take the spaces before the `{{` away. */
  private trimsLeft(at: number): boolean {
    return this.input[at] === '-' && this.isSpace(at + 1);
  }

  private comment(): void {
    const end = this.input.indexOf('*/', this.at + COMMENT.length);
    if (end < 0) fail('a comment has no end');
    this.at = end + 2;
    if (!this.closes()) fail('a comment ends before the `}}`');
    this.close();
  }

  private closes(): boolean {
    return this.startsWith('}}') || this.trimsRight();
  }

  private trimsRight(): boolean {
    return this.isSpace(this.at) && this.startsWith('-}}', this.at + 1);
  }

  private close(): void {
    const trims = this.trimsRight();
    this.at += trims ? 4 : 2;
    if (trims) this.at += LEADING_SPACES.exec(this.input.slice(this.at))?.[0].length ?? 0;
  }

  private action(): void {
    this.add(TokenKind.OPEN, '{{');
    this.parens = 0;
    while (!this.closes()) this.inside();
    if (this.parens > 0) fail('a `(` has no `)`');
    this.add(TokenKind.CLOSE, '}}');
    this.close();
  }

  private inside(): void {
    const next = this.input.charAt(this.at);
    if (next === '') fail('a `{{` has no `}}`');
    if (this.isSpace(this.at)) this.spaces();
    else if (next === '(' || next === ')') this.paren(next);
    else if (next === '"') this.quoted();
    else if (next === '`') this.raw();
    else if (next === "'") beyond('a character constant');
    else if (next === ':') this.declare();
    else if (next === '$') this.word(TokenKind.VARIABLE, 1);
    else if (next === '.') this.field();
    else if (NUMBER_START.test(next)) beyond('a number');
    else this.rest(next);
  }

  private rest(next: string): void {
    const kind = SINGLE.get(next);
    if (kind !== undefined) {
      this.add(kind, next);
      this.at += 1;
    } else if (this.wordAt(this.at) === '') {
      fail(`\`${next}\` stands where Go expects a value`);
    } else {
      this.identifier();
    }
  }

  private spaces(): void {
    while (this.isSpace(this.at) && !this.trimsRight()) this.at += 1;
    this.add(TokenKind.SPACE, ' ');
  }

  private paren(next: string): void {
    this.parens += next === '(' ? 1 : -1;
    if (this.parens < 0) fail('a `)` has no `(`');
    this.add(next === '(' ? TokenKind.OPEN_PAREN : TokenKind.CLOSE_PAREN, next);
    this.at += 1;
  }

  private declare(): void {
    if (!this.startsWith(':=')) fail('a `:` has no `=` behind it');
    this.add(TokenKind.DECLARE, ':=');
    this.at += 2;
  }

  private field(): void {
    const next = this.input.charAt(this.at + 1);
    if (DIGIT.test(next)) beyond('a number');
    if (this.wordAt(this.at + 1) === '' && this.endsWord(this.at + 1)) {
      this.add(TokenKind.DOT, '.');
      this.at += 1;
    } else {
      this.word(TokenKind.FIELD, 1);
    }
  }

  /** A word behind a sign of so many characters; of a field it is the name alone, of a variable all of it. */
  private word(kind: TokenKind, sign: number): void {
    const word = this.wordAt(this.at + sign);
    const end = this.at + sign + word.length;
    if (!this.endsWord(end)) fail(`\`${this.input.charAt(end)}\` cannot follow \`${this.input.slice(this.at, end)}\``);
    this.add(kind, kind === TokenKind.FIELD ? word : this.input.slice(this.at, end));
    this.at = end;
  }

  private identifier(): void {
    const word = this.wordAt(this.at);
    if (UNREAD_KEYWORDS.has(word)) beyond(`\`${word}\``);
    if (KEYWORDS.has(word)) this.word(TokenKind.KEYWORD, 0);
    else if (word === 'nil') this.word(TokenKind.NIL, 0);
    else if (word === 'true' || word === 'false') this.word(TokenKind.TRUTH, 0);
    else this.word(TokenKind.IDENTIFIER, 0);
  }

  private wordAt(at: number): string {
    WORD.lastIndex = at;
    return WORD.exec(this.input)?.[0] ?? '';
  }

  /** Follows `atTerminator`: what may stand behind a word. */
  private endsWord(at: number): boolean {
    const next = this.input.charAt(at);
    return next === '' || this.isSpace(at) || '.,|:)('.includes(next) || this.startsWith('}}', at);
  }

  private raw(): void {
    const end = this.input.indexOf('`', this.at + 1);
    if (end < 0) fail('a raw string has no end');
    this.add(TokenKind.STRING, this.input.slice(this.at + 1, end).replace(/\r/g, ''));
    this.at = end + 1;
  }

  /** Follows `lexQuote`, and `Unquote` of Go's strconv. */
  private quoted(): void {
    let text = '';
    for (let at = this.at + 1; ; at += 1) {
      const next = this.input.charAt(at);
      if (next === '' || next === '\n') fail('a string has no end');
      if (next === '"') {
        this.add(TokenKind.STRING, text);
        this.at = at + 1;
        return;
      }
      if (next === '\\') at += 1;
      text += next === '\\' ? this.escape(this.input.charAt(at)) : next;
    }
  }

  private escape(sign: string): string {
    const found = ESCAPES.get(sign);
    if (found !== undefined) return found;
    if (/[0-7xuU]/.test(sign)) beyond('a character by its number');
    return fail(`\`\\${sign}\` is no escape of a string`);
  }
}
