import type { BinaryExpression, Expression } from './expression';
import { printed } from './printing';

/** Characters of an operand that a message needs, which shows fewer. */
const MOST_PRINTED = 200;

/** How tightly operators of logic bind in most languages; in CESQL they are one level, read from the right. */
const USUAL: Readonly<Record<string, number>> = { AND: 3, XOR: 2, OR: 1 };

/** Operands and operators of a chain without parentheses of its own. */
interface Chain {
  readonly operands: readonly Expression[];
  readonly operators: readonly string[];
}

/**
 * Whether a part is an operator of logic with its two sides.
 * @internal
 */
export function isLogic(part: Expression): part is BinaryExpression {
  return part.kind === 'binary' && Object.hasOwn(USUAL, part.operator);
}

/**
 * The chains of operators of logic, each from its first operator on, that mean something else by the rules of most
 * languages.
 * @internal
 */
export function mixedChains(parts: readonly Expression[]): BinaryExpression[] {
  // Parts come from the left to the right, so that the beginning of a chain comes before the rest of it.
  const inner = new Set<Expression>();
  return parts.filter((part): part is BinaryExpression => {
    if (!isLogic(part)) return false;
    if (isLogic(part.right) && !part.right.enclosed) inner.add(part.right);
    return !inner.has(part) && isMixed(part);
  });
}

/**
 * Whether a chain of `AND`, `OR` and `XOR` means something else by the rules of most languages: whether one of them
 * comes before one that binds less tightly.
 * @internal
 */
export function isMixed(part: BinaryExpression): boolean {
  const { operators } = chainOf(part);
  let strongest = 0;
  for (const operator of operators) {
    const strength = USUAL[operator] ?? 0;
    if (strength < strongest) return true;
    strongest = strength;
  }
  return false;
}

/**
 * The chain with the parentheses that Knative reads.
 * @internal
 */
export function readAs(part: BinaryExpression): string {
  const { operands, operators } = chainOf(part);
  const texts = operands.map(operand);
  return texts.reduceRight((right, left, index) => {
    const inner = operators[index] === operators[index + 1] || index === texts.length - 2 ? right : `(${right})`;
    return `${left} ${operators[index] ?? ''} ${inner}`;
  });
}

/**
 * The chain with the parentheses that a reader expects.
 * @internal
 */
export function usuallyReadAs(part: BinaryExpression): string {
  const { operands, operators } = chainOf(part);
  let texts = operands.map((one) => ({ text: operand(one), operator: '' }));
  let left = [...operators];
  for (const operator of ['AND', 'XOR', 'OR']) {
    const merged = [...texts.slice(0, 1)];
    const kept: string[] = [];
    for (const [index, own] of left.entries()) {
      const next = texts[index + 1] ?? { text: '', operator: '' };
      const before = merged.at(-1) ?? next;
      if (own === operator) {
        const text = `${inside(before, operator)} ${operator} ${inside(next, operator)}`;
        merged[merged.length - 1] = { text, operator };
      } else {
        merged.push(next);
        kept.push(own);
      }
    }
    texts = merged;
    left = kept;
  }
  return texts.map(({ text }) => text).join('');
}

function inside(one: { readonly text: string; readonly operator: string }, operator: string): string {
  return one.operator === '' || one.operator === operator ? one.text : `(${one.text})`;
}

function operand(part: Expression): string {
  const text = printed(part, MOST_PRINTED);
  return part.kind === 'binary' && part.enclosed ? `(${text})` : text;
}

function chainOf(part: BinaryExpression): Chain {
  const operands: Expression[] = [];
  const operators: string[] = [];
  const isInside = (one: Expression): one is BinaryExpression => isLogic(one) && (one === part || !one.enclosed);
  let rest: Expression = part;
  while (isInside(rest)) {
    operands.push(rest.left);
    operators.push(rest.operator);
    rest = rest.right;
  }
  return { operands: [...operands, rest], operators };
}
