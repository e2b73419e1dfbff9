import type { Expression } from './expression';

/**
 * The parts that a part is made of, as they are evaluated.
 * @internal
 */
export function childrenOf(part: Expression): readonly Expression[] {
  switch (part.kind) {
    case 'unary':
    case 'like':
      return [part.operand];
    case 'binary':
      return [part.left, part.right];
    case 'in':
      return [part.operand, ...part.set];
    case 'call':
      return part.args;
    default:
      return [];
  }
}

/**
 * Every part of an expression, itself first, from the left to the right.
 * @internal
 */
export function partsOf(expression: Expression): Expression[] {
  const found: Expression[] = [];
  const waiting = [expression];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    found.push(part);
    waiting.push(...[...childrenOf(part)].reverse());
  }
  return found;
}
