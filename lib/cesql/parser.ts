import type { BinaryOperator, Expression } from './expression';
import { isInt32, MAX_INT32, MIN_INT32 } from './int32';
import { enclosed, expressionsOf, grown, leaf, negated, type Subtree } from './subtree';
import {
  CLOSED, faultOf, LONGEST, NAME, OPERAND, OPERATOR, PATTERN, Stop, stopAt, type SyntaxFault, tooLong,
} from './syntax-fault';
import { type Token, tokenAt } from './tokens';

/**
 * What a text turned out to be.
 * @internal
 */
export type Parsed =
  | { readonly expression: Expression; readonly fault?: undefined }
  | { readonly expression?: undefined; readonly fault: SyntaxFault };

/**
 * How tightly operators bind, those of one row from left to right, but the last one from right to left. Follows Go:
 * order of the alternatives in sdk-go sql/v2, CESQLParser.g4
 */
const LEVELS: ReadonlyMap<string, number> = new Map<BinaryOperator, number>([
  ['*', 4], ['/', 4], ['%', 4],
  ['+', 3], ['-', 3],
  ['=', 2], ['!=', 2], ['<', 2], ['<=', 2], ['>', 2], ['>=', 2],
  ['AND', 1], ['OR', 1], ['XOR', 1],
]);
const LOGIC = 1;
/** What waits for the operand that is being read. */
type Waiting =
  | { readonly kind: 'prefix'; readonly operator: 'NOT' | '-'; readonly at: number }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly at: number; readonly left: Subtree }
  | { readonly kind: 'group' }
  | { readonly kind: 'call'; readonly name: string; readonly at: number; readonly items: Subtree[] }
  | WaitingSet;

interface WaitingSet {
  readonly kind: 'set';
  /** Place of the `NOT` before `IN`. */
  readonly not: number | undefined;
  readonly at: number;
  readonly operand: Subtree;
  readonly items: Subtree[];
}

/**
 * The tree of an expression, or why there is none. What Knative's parser refuses is refused; so are characters that it
 * skips, since nobody means what is left then, and what is longer or deeper than anyone writes.
 * Follows Go: sdk-go sql/v2, CESQLParser.g4 and parser/expression_visitor.go
 * @internal
 */
export function parse(text: string): Parsed {
  try {
    if (text.length > LONGEST) throw tooLong();
    return { expression: new Parser(text).parse() };
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    return { fault: faultOf(text, stop) };
  }
}

/** Reads operands and operators in turn, with a stack of its own, which no nesting of the text overflows. */
class Parser {
  private token: Token;
  private readonly waiting: Waiting[] = [];

  constructor(private readonly text: string) {
    this.token = tokenAt(text, 0);
  }

  public parse(): Expression {
    for (;;) {
      let part = this.prefixed(this.operand());
      // Until an operator asks for an operand again.
      for (;;) {
        if (this.token.kind === 'end') return this.finished(part);
        const next = this.continued(part);
        if (next === undefined) break;
        part = next;
      }
    }
  }

  private advance(): Token {
    const { token } = this;
    this.token = tokenAt(this.text, token.end);
    return token;
  }

  private is(text: string): boolean {
    return this.token.text === text && (this.token.kind === 'sign' || this.token.kind === 'keyword');
  }

  /** Everything up to and including the next operand; what stands before it waits. */
  private operand(): Subtree {
    for (;;) {
      const token = this.advance();
      const { kind, text, at } = token;
      if (kind === 'keyword') {
        if (text === 'TRUE' || text === 'FALSE') return leaf({ kind: 'literal', value: text === 'TRUE', at });
        if (text === 'EXISTS') return leaf({ kind: 'exists', name: this.name(), at });
        if (text !== 'NOT') throw stopAt(token, OPERAND);
        this.waiting.push({ kind: 'prefix', operator: text, at });
      } else if (kind === 'sign' && text === '-') {
        this.waiting.push({ kind: 'prefix', operator: text, at });
      } else if (kind === 'sign' && text === '(') {
        this.waiting.push({ kind: 'group' });
      } else if (kind === 'function' || (kind === 'name' && this.is('('))) {
        this.open();
        const call = { kind: 'call', name: text.toUpperCase(), at } as const;
        if (this.is(')')) {
          this.advance();
          return leaf({ ...call, args: [] });
        }
        this.waiting.push({ ...call, items: [] });
      } else {
        return leaf(atom(token));
      }
    }
  }

  /** `NOT` and `-` bind more tightly than whatever comes after their operand. */
  private prefixed(operand: Subtree): Subtree {
    let part = operand;
    for (let top = this.waiting.at(-1); top?.kind === 'prefix'; top = this.waiting.at(-1)) {
      this.waiting.pop();
      part = grown({ kind: 'unary', operator: top.operator, operand: part.expression, at: top.at }, [part]);
    }
    return part;
  }

  /** The operand with what follows it; nothing where another operand has to come first. */
  private continued(part: Subtree): Subtree | undefined {
    const level = this.token.kind === 'string' ? undefined : LEVELS.get(this.token.text);
    if (level !== undefined) {
      const left = this.joined(part, level);
      const { text, at } = this.advance();
      this.waiting.push({ kind: 'binary', operator: text as BinaryOperator, at, left });
      return undefined;
    }
    if (this.is(')')) return this.closed(this.joined(part, 0));
    if (this.is(',')) {
      const item = this.joined(part, 0);
      const list = this.waiting.at(-1);
      if (list?.kind !== 'call' && list?.kind !== 'set') throw stopAt(this.token, this.awaited());
      list.items.push(item);
      this.advance();
      return undefined;
    }
    return this.suffixed(part);
  }

  /** `LIKE` with its pattern, or `IN`, which waits for its set; each perhaps with a `NOT` before it. */
  private suffixed(part: Subtree): Subtree | undefined {
    const not = this.is('NOT') ? this.advance().at : undefined;
    if (this.is('LIKE')) {
      const { at } = this.advance();
      const pattern = this.advance();
      if (pattern.kind !== 'string') throw stopAt(pattern, pattern.kind === 'open string' ? CLOSED : PATTERN);
      return negated(grown({ kind: 'like', operand: part.expression, pattern: unquoted(pattern), at }, [part]), not);
    }
    if (this.is('IN')) {
      const { at } = this.advance();
      this.open();
      this.waiting.push({ kind: 'set', not, at, operand: part, items: [] });
      return undefined;
    }
    throw stopAt(this.token, not === undefined ? this.awaited() : '`LIKE` or `IN`');
  }

  /** The operand together with the operators before it that bind at least as tightly as `level`. */
  private joined(operand: Subtree, level: number): Subtree {
    let part = operand;
    for (let top = this.waiting.at(-1); top?.kind === 'binary'; top = this.waiting.at(-1)) {
      const own = LEVELS.get(top.operator) ?? 0;
      if (own < level || (own === level && level === LOGIC)) return part;
      this.waiting.pop();
      const { operator, left, at } = top;
      const both = { left: left.expression, right: part.expression };
      part = grown({ kind: 'binary', operator, ...both, at, enclosed: false }, [left, part]);
    }
    return part;
  }

  private closed(part: Subtree): Subtree {
    const top = this.waiting.pop();
    if (top === undefined) throw stopAt(this.token, OPERATOR);
    this.advance();
    switch (top.kind) {
      case 'call': {
        const items = [...top.items, part];
        return this.prefixed(grown({ kind: 'call', name: top.name, args: expressionsOf(items), at: top.at }, items));
      }
      case 'set': {
        const items = [...top.items, part];
        const { operand, at } = top;
        const set = expressionsOf(items);
        return negated(grown({ kind: 'in', operand: operand.expression, set, at }, [operand, ...items]), top.not);
      }
      default:
        return this.prefixed({ ...part, expression: enclosed(part.expression) });
    }
  }

  private finished(operand: Subtree): Expression {
    const { expression } = this.joined(operand, 0);
    if (this.waiting.length > 0) throw stopAt(this.token, this.awaited());
    return expression;
  }

  /** What may follow an operand here. */
  private awaited(): string {
    const open = this.waiting.filter(({ kind }) => kind === 'group' || kind === 'call' || kind === 'set').pop();
    if (open === undefined) return OPERATOR;
    return `an operator with spaces around it${open.kind === 'group' ? ' or' : ', `,` or'} \`)\``;
  }

  private open(): void {
    if (!this.is('(')) throw stopAt(this.token, '`(`');
    this.advance();
  }

  private name(): string {
    const token = this.advance();
    if (token.kind !== 'name' && token.kind !== 'name with digits') throw stopAt(token, NAME);
    return token.text.toLowerCase();
  }
}

function atom(token: Token): Expression {
  const { kind, text, at } = token;
  switch (kind) {
    case 'string':
      return { kind: 'literal', value: unquoted(token), at };
    case 'name':
    case 'name with digits':
      return { kind: 'attribute', name: text.toLowerCase(), at };
    case 'number': {
      const value = Number(text);
      if (!isInt32(value)) throw stopAt(token, `a number of 32 bits, from ${MIN_INT32} to ${MAX_INT32}`);
      return { kind: 'literal', value: value | 0, at };
    }
    case 'open string':
      throw stopAt(token, CLOSED);
    default:
      throw stopAt(token, OPERAND);
  }
}

/**
 * The text between the quotes. A backslash is taken away before a quote of the same sort and nowhere else, and a
 * doubled quote stays doubled. Follows Go: sQuotedStringToString in parser/expression_visitor.go
 */
function unquoted({ text }: Token): string {
  const quote = text.charAt(0);
  return text.slice(1, -1).replaceAll(`\\${quote}`, quote);
}
