import type { Expression } from '../cesql';

/**
 * Attributes that an event has for sure where the expression was true: those that were read without an error, and
 * those that it asked for.
 * @internal
 */
export function whenTrue(expression: Expression): ReadonlySet<string> {
  return present(expression, true);
}

/** Attributes that an event has for sure where the expression was false. @internal */
export function whenFalse(expression: Expression): ReadonlySet<string> {
  return present(expression, false);
}

/** What was found before: a chain asks about its parts more than once. */
const found = new Map([true, false].map((answer) => [answer, new WeakMap<Expression, ReadonlySet<string>>()]));

function present(expression: Expression, answer: boolean): ReadonlySet<string> {
  const before = found.get(answer)?.get(expression);
  if (before !== undefined) return before;
  const names = namesOf(expression, answer);
  found.get(answer)?.set(expression, names);
  return names;
}

function namesOf(expression: Expression, answer: boolean): ReadonlySet<string> {
  switch (expression.kind) {
    case 'exists':
      return answer ? new Set([expression.name]) : new Set();
    case 'unary':
      return present(expression.operand, expression.operator === 'NOT' ? !answer : answer);
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === 'AND' || operator === 'OR') return chained(left, right, operator === 'AND', answer);
      return union(read(left), read(right));
    }
    default:
      return read(expression);
  }
}

/** `whole` is the answer that both sides have to give: that of `AND` is true. */
function chained(left: Expression, right: Expression, whole: boolean, answer: boolean): ReadonlySet<string> {
  if (answer === whole) return union(present(left, answer), present(right, answer));
  const both = union(present(left, whole), present(right, answer));
  return new Set([...present(left, answer)].filter((name) => both.has(name)));
}

/** Attributes that are read whatever the expression comes to. */
function read(expression: Expression): ReadonlySet<string> {
  switch (expression.kind) {
    case 'attribute':
      return new Set([expression.name]);
    case 'unary':
    case 'like':
    case 'in':
      return read(expression.operand);
    case 'binary':
      if (expression.operator === 'AND' || expression.operator === 'OR') return read(expression.left);
      return union(read(expression.left), read(expression.right));
    case 'call':
      return expression.args.map(read).reduce(union, new Set<string>());
    default:
      return new Set();
  }
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a, ...b]);
}
