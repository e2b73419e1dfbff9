import { show } from '../core';
import { compared, isComparison } from './comparisons';
import type { BinaryExpression, Expression, InExpression } from './expression';
import { isOrder } from './int32';
import { attributeOf } from './known-attributes';
import { constant, equal, type Possible } from './possible';
import { literal, printed, shown } from './printing';

/**
 * Why a comparison is not what was meant, and what to write.
 * @internal
 */
export interface Mistake {
  readonly reason: string;
  readonly fix: string | undefined;
}

/** Characters of a part that are printed for a message, which shows fewer. */
const MOST_PRINTED = 200;
/** What `UPPER` and the like make of a text that can be compared with their result. */
const REWRITES: Readonly<Record<string, (text: string) => string>> = {
  UPPER: (text) => text.toUpperCase(),
  LOWER: (text) => text.toLowerCase(),
  TRIM: (text) => text.trim(),
};

/**
 * A text as a function would write it that its result is compared with.
 * @internal
 */
export function rewritten(operand: Expression, text: string): string | undefined {
  if (operand.kind !== 'call' || !Object.hasOwn(REWRITES, operand.name)) return undefined;
  return REWRITES[operand.name]?.(text);
}

/**
 * A known mistake in a comparison that never holds.
 * @internal
 */
export function mistakeOf(part: Expression): Mistake | undefined {
  if (part.kind !== 'binary' || !isComparison(part.operator)) return undefined;
  return chainedMistake(part) ?? dashed(part) ?? fromZero(part);
}

/**
 * A comparison of the answer of another one: `1 < n < 5`.
 * @internal
 */
export function chainedMistake(part: BinaryExpression): Mistake | undefined {
  const { left, operator, right } = part;
  if (!isOrder(operator) || left.kind !== 'binary' || left.enclosed || !isComparison(left.operator)) return undefined;
  const [first, middle, last] = [left.left, left.right, right].map((one) => printed(one, MOST_PRINTED));
  return {
    reason: `it is read as ${show(`(${first} ${left.operator} ${middle}) ${operator} ${last}`)}, which compares \`TRUE\` or \`FALSE\``,
    fix: `write ${show(`(${first} ${left.operator} ${middle} AND ${middle} ${operator} ${last})`)}`,
  };
}

/** `ce-type = 'a'`, which subtracts. */
function dashed({ left, operator, right }: BinaryExpression): Mistake | undefined {
  if (left.kind !== 'binary' || left.operator !== '-' || left.enclosed) return undefined;
  const { left: first, right: second } = left;
  if (first.kind !== 'attribute' || second.kind !== 'attribute' || right.kind !== 'literal') return undefined;
  if (!isComparison(operator)) return undefined;
  const value = attributeOf(second.name);
  const fits = first.name === 'ce' && compared(operator, value, constant(right.value)).truths.includes(true);
  const guard = value.fails ? `EXISTS ${second.name} AND ` : '';
  return {
    reason: `names of attributes have no dash, so that ${shown(left)} is a difference of two numbers`,
    fix: fits ? `write ${show(`${guard}${second.name} ${operator} ${literal(right.value)}`)}` : undefined,
  };
}

/** `SUBSTRING(type, 0, 3) = 'abc'`, which compares the empty text. */
function fromZero(part: BinaryExpression): Mistake | undefined {
  const { left, right } = part;
  if (left.kind !== 'call' || left.name !== 'SUBSTRING') return undefined;
  const [text, position, length] = left.args;
  if (text === undefined || position?.kind !== 'literal' || position.value !== 0) return undefined;
  const reason = `positions begin with 1, and at 0 ${shown(left)} is \`''\``;
  const most = length?.kind === 'literal' && typeof length.value === 'number' ? length.value : 0;
  const isOpen = text.kind !== 'attribute' || attributeOf(text.name).texts?.values === undefined;
  const fits = isOpen && part.operator === '=' && right.kind === 'literal' && typeof right.value === 'string'
    && (length === undefined || Buffer.byteLength(right.value, 'utf8') <= most);
  if (!fits) return { reason, fix: undefined };
  const args = [text, { ...position, value: 1 }, ...length === undefined ? [] : [length]];
  return { reason, fix: `write ${show(printed({ ...part, left: { ...left, args } }, MOST_PRINTED))}` };
}

/**
 * A set with the members that its left side can be, and those that it cannot as it would write them; nothing where none
 * is left.
 * @internal
 */
export function membersFix(part: InExpression, possible: Possible): string | undefined {
  const { operand } = part;
  const isFound = (value: string | number | boolean) => equal(constant(value), possible).truths.includes(true);
  const kept = new Map<unknown, Expression>();
  for (const item of part.set) {
    if (item.kind !== 'literal') {
      kept.set(item, item);
    } else if (isFound(item.value)) {
      kept.set(item.value, item);
    } else if (typeof item.value === 'string') {
      const value = rewritten(operand, item.value);
      if (value !== undefined && isFound(value)) kept.set(value, { ...item, value });
    }
  }
  // What is no constant is perhaps never found either.
  if ([...kept.values()].every(({ kind }) => kind !== 'literal')) return undefined;
  const whole = printed({ ...part, set: [...kept.values()] }, MOST_PRINTED);
  return whole.length > MOST_PRINTED ? undefined : `write ${show(whole)}`;
}
