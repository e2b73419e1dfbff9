import type { AttributeExpression, Expression } from './expression';
import { quote } from './literals';

/** Characters of a part that a message repeats. */
const LONGEST = 80;

/**
 * Parts of an expression as a message shows them.
 * @internal
 */
export class Source {
  /** Where the lines begin. */
  private readonly lines: readonly number[];

  constructor(private readonly text: string) {
    this.lines = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ 0: end, index }) => index + end.length)];
  }

  /** A part with its place: `` `type = 5` (line 1, column 7) ``. */
  public locate(part: Expression): string {
    const at = startOf(part);
    const lines = this.lines.filter((start) => start <= at);
    const before = this.text.slice(lines.at(-1), at);
    return `${shown(part)} (line ${lines.length}, column ${[...before].length + 1})`;
  }

  /** An attribute in the case of letters that it was written in. */
  public written({ at, name }: AttributeExpression): string {
    return this.text.slice(at, at + name.length);
  }

  /** Whether a `NOT` that begins the left side of an operator stands in parentheses together with its operand alone. */
  public separates(not: Expression, operatorAt: number): boolean {
    const before = this.text.slice(0, not.at).trimEnd();
    return before.endsWith('(') && this.text.slice(not.at, operatorAt).trimEnd().endsWith(')');
  }
}

/** A part as CESQL, in backticks, and cut off where it is long. @internal */
export function shown(part: Expression): string {
  const text = new Printer(LONGEST).print(part).replace(/\s+/g, ' ');
  return `\`${text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text}\``;
}

/**
 * A part as CESQL, with the parentheses that it was written with.
 * @param most how many characters are needed: of a longer part, its beginning with as many or somewhat more
 * @internal
 */
export function printed(part: Expression, most = Infinity): string {
  return new Printer(most).print(part);
}

/** Where a part begins, parentheses aside. */
function startOf(part: Expression): number {
  switch (part.kind) {
    case 'binary':
      return startOf(part.left);
    case 'like':
    case 'in':
      return startOf(part.operand);
    case 'unary':
      return Math.min(part.at, startOf(part.operand));
    default:
      return part.at;
  }
}

/** Writes parts until it has written enough: what comes then costs nothing. */
class Printer {
  private readonly pieces: string[] = [];

  constructor(private left: number) {}

  public print(part: Expression): string {
    this.part(part);
    return this.pieces.join('');
  }

  private write(text: string): void {
    this.pieces.push(text);
    this.left -= text.length;
  }

  private part(part: Expression): void {
    if (this.left < 0) return;
    switch (part.kind) {
      case 'literal':
        return this.write(literal(part.value));
      case 'attribute':
        return this.write(part.name);
      case 'exists':
        return this.write(`EXISTS ${part.name}`);
      case 'unary':
        return this.unary(part);
      case 'binary':
        this.nested(part.left);
        this.write(` ${part.operator} `);
        return this.nested(part.right);
      case 'call':
        this.write(`${part.name}(`);
        this.list(part.args);
        return this.write(')');
      case 'like':
      case 'in':
        return this.suffixed(part, '');
    }
  }

  private unary({ operator, operand }: Extract<Expression, { kind: 'unary' }>): void {
    if (operator === 'NOT' && (operand.kind === 'like' || operand.kind === 'in')) return this.suffixed(operand, 'NOT ');
    this.write(operator === 'NOT' ? 'NOT ' : '-');
    // `LIKE` and `IN` would take the operator before them along.
    if (!endsInSuffix(operand)) return this.nested(operand);
    this.write('(');
    this.part(operand);
    return this.write(')');
  }

  private suffixed(part: Extract<Expression, { kind: 'like' | 'in' }>, not: string): void {
    this.nested(part.operand);
    if (part.kind === 'like') return this.write(` ${not}LIKE ${literal(part.pattern)}`);
    this.write(` ${not}IN (`);
    this.list(part.set);
    return this.write(')');
  }

  private list(parts: readonly Expression[]): void {
    for (const [index, part] of parts.entries()) {
      if (this.left < 0) return;
      if (index > 0) this.write(', ');
      this.part(part);
    }
  }

  private nested(part: Expression): void {
    const enclosed = part.kind === 'binary' && part.enclosed;
    if (enclosed) this.write('(');
    this.part(part);
    if (enclosed) this.write(')');
  }
}

function endsInSuffix(part: Expression): boolean {
  if (part.kind === 'unary' && part.operator === 'NOT') return part.operand.kind === 'like' || part.operand.kind === 'in';
  return part.kind === 'like' || part.kind === 'in';
}

/** @internal */
export function literal(value: string | number | boolean): string {
  return typeof value === 'string' ? quote(value) : String(value).toUpperCase();
}
