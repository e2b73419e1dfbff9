import type { BinaryExpression, Expression } from './expression';
import { printed } from './part';

/** How tightly operators of logic bind in most languages; in CESQL they are one level, read from the right. */
const USUAL: Readonly<Record<string, number>> = { AND: 3, XOR: 2, OR: 1 };

/** Operands and operators of a chain without parentheses of its own. */
interface Chain {
  readonly operands: readonly Expression[];
  readonly operators: readonly string[];
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
        merged[merged.length - 1] = { text: `${inside(before, operator)} ${operator} ${inside(next, operator)}`, operator };
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
  return part.kind === 'binary' && part.enclosed ? `(${printed(part)})` : printed(part);
}

function chainOf(part: BinaryExpression): Chain {
  const operands: Expression[] = [];
  const operators: string[] = [];
  let rest: Expression = part;
  for (let first = true; rest.kind === 'binary' && USUAL[rest.operator] !== undefined && (first || !rest.enclosed); first = false) {
    operands.push(rest.left);
    operators.push(rest.operator);
    rest = rest.right;
  }
  return { operands: [...operands, rest], operators };
}
