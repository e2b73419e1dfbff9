import type { Expression } from './expression';

/** Characters of a part that a message repeats. */
const LONGEST = 80;

/**
 * Parts of an expression as a message shows them.
 * @internal
 */
export class Source {
  constructor(private readonly text: string) {}

  /** A part with its place: `` `type = 5` (line 1, column 7) ``. */
  public locate(part: Expression): string {
    const before = this.text.slice(0, startOf(part)).split(/\r\n|\r|\n/);
    return `${shown(part)} (line ${before.length}, column ${[...before.at(-1) ?? ''].length + 1})`;
  }

  /** Whether a `NOT` that begins the left side of an operator stands in parentheses together with its operand alone. */
  public separates(not: Expression, operatorAt: number): boolean {
    return this.text.slice(0, not.at).trimEnd().endsWith('(') && this.text.slice(not.at, operatorAt).trimEnd().endsWith(')');
  }
}

/** A part as CESQL, in backticks. @internal */
export function shown(part: Expression): string {
  const text = printed(part).replace(/\s+/g, ' ');
  return `\`${text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text}\``;
}

/** Where a part begins, parentheses aside. @internal */
export function startOf(part: Expression): number {
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

/** A part as CESQL, with the parentheses that it was written with. @internal */
export function printed(part: Expression): string {
  switch (part.kind) {
    case 'literal':
      return literal(part.value);
    case 'attribute':
      return part.name;
    case 'exists':
      return `EXISTS ${part.name}`;
    case 'unary':
      return part.operator === 'NOT' ? negated(part.operand) : `-${nested(part.operand)}`;
    case 'binary':
      return `${nested(part.left)} ${part.operator} ${nested(part.right)}`;
    case 'call':
      return `${part.name}(${part.args.map(printed).join(', ')})`;
    case 'like':
    case 'in':
      return suffixed(part, '');
  }
}

function suffixed(part: Extract<Expression, { kind: 'like' | 'in' }>, not: string): string {
  const operand = nested(part.operand);
  return part.kind === 'like' ? `${operand} ${not}LIKE ${literal(part.pattern)}`
    : `${operand} ${not}IN (${part.set.map(printed).join(', ')})`;
}

function negated(operand: Expression): string {
  return operand.kind === 'like' || operand.kind === 'in' ? suffixed(operand, 'NOT ') : `NOT ${nested(operand)}`;
}

function nested(part: Expression): string {
  return part.kind === 'binary' && part.enclosed ? `(${printed(part)})` : printed(part);
}

/** @internal */
export function literal(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value).toUpperCase();
  return `'${value.replaceAll("'", "\\'")}'`;
}
