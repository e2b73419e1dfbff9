import type { BinaryExpression, Expression } from './expression';
import { DEEPEST, tooDeep } from './syntax-fault';

/**
 * A part of the tree with its number of levels.
 * @internal
 */
export interface Subtree {
  readonly expression: Expression;
  readonly levels: number;
}

/** @internal */
export function leaf(expression: Expression): Subtree {
  return { expression, levels: 1 };
}

/** @internal */
export function grown(expression: Expression, parts: readonly Subtree[]): Subtree {
  const levels = 1 + parts.reduce((most, part) => Math.max(most, part.levels), 0);
  if (levels > DEEPEST) throw tooDeep(expression.at);
  return { expression, levels };
}

/**
 * `a NOT LIKE 'b'` is `NOT (a LIKE 'b')`; `not` is the place of the word.
 * @internal
 */
export function negated(part: Subtree, not: number | undefined): Subtree {
  return not === undefined ? part : grown({ kind: 'unary', operator: 'NOT', operand: part.expression, at: not }, [part]);
}

/** @internal */
export function enclosed(expression: Expression): Expression {
  if (expression.kind !== 'binary') return expression;
  const marked: BinaryExpression = { ...expression, enclosed: true };
  return marked;
}

/** @internal */
export function expressionsOf(parts: readonly Subtree[]): Expression[] {
  return parts.map(({ expression }) => expression);
}
