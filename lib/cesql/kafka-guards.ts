import { REQUIRED_ATTRIBUTES } from '../core';
import type { Expression } from './expression';
import type { CesqlType } from './possible';
import { signatureOf } from './signatures';
import { typeOf } from './types';

/** What holds of attributes for sure, each as CESQL asks for it: `EXISTS price`, `IS_INT(price)`. @internal */
export type Guards = ReadonlySet<string>;

/** What an expression may ask of an attribute. @internal */
export type Guard = 'EXISTS' | 'IS_INT' | 'IS_BOOL';

/** @internal */
export function guardOf(guard: Guard, name: string): string {
  return guard === 'EXISTS' ? `EXISTS ${name}` : `${guard}(${name})`;
}

/** What holds on every event. @internal */
export const ALWAYS: Guards = new Set([...REQUIRED_ATTRIBUTES].map((name) => guardOf('EXISTS', name)));
const NOTHING: Guards = new Set();

/**
 * What holds for sure where the expression was true: of attributes that were read or cast without an error, and of
 * those that it asked for.
 * @internal
 */
export function whenTrue(expression: Expression): Guards {
  return answered(expression, true);
}

/** What holds for sure where the expression was false. @internal */
export function whenFalse(expression: Expression): Guards {
  return answered(expression, false);
}

/** What was found before: a chain asks about its parts more than once. */
const found = new Map([true, false].map((answer) => [answer, new WeakMap<Expression, Guards>()]));

function answered(expression: Expression, answer: boolean): Guards {
  const before = found.get(answer)?.get(expression);
  if (before !== undefined) return before;
  const guards = guardsOf(expression, answer);
  found.get(answer)?.set(expression, guards);
  return guards;
}

function guardsOf(expression: Expression, answer: boolean): Guards {
  switch (expression.kind) {
    case 'exists':
      return answer ? new Set([guardOf('EXISTS', expression.name)]) : NOTHING;
    case 'unary':
      return expression.operator === 'NOT' ? answered(expression.operand, !answer) : evaluated(expression);
    case 'binary': {
      const { operator, left, right } = expression;
      if (operator === 'AND' || operator === 'OR') return chained(left, right, operator === 'AND', answer);
      return evaluated(expression);
    }
    case 'call':
      return answer ? union(evaluated(expression), asked(expression)) : evaluated(expression);
    default:
      return evaluatedAs(expression, 'Boolean');
  }
}

/** `whole` is the answer that both sides have to give: that of `AND` is true. */
function chained(left: Expression, right: Expression, whole: boolean, answer: boolean): Guards {
  if (answer === whole) return union(answered(left, answer), answered(right, answer));
  const both = union(answered(left, whole), answered(right, answer));
  return new Set([...answered(left, answer)].filter((guard) => both.has(guard)));
}

/** What `IS_INT` and `IS_BOOL` ask for. */
function asked({ name, args: [arg, ...more] }: Extract<Expression, { kind: 'call' }>): Guards {
  if (name !== 'IS_INT' && name !== 'IS_BOOL') return NOTHING;
  return arg?.kind === 'attribute' && more.length === 0 ? new Set([guardOf(name, arg.name)]) : NOTHING;
}

/** What holds where the expression came to a value, whichever. */
function evaluated(expression: Expression): Guards {
  switch (expression.kind) {
    case 'attribute':
      return new Set([guardOf('EXISTS', expression.name)]);
    case 'unary':
      return evaluatedAs(expression.operand, expression.operator === 'NOT' ? 'Boolean' : 'Integer');
    case 'like':
    case 'in':
      return evaluated(expression.operand);
    case 'binary':
      return operandsOf(expression);
    case 'call': {
      const { name, args } = expression;
      const signature = signatureOf(name, args.length);
      const cast = name === 'INT' || name === 'BOOL' ? signature?.gives : undefined;
      return args.map((arg, at) => evaluatedAs(arg, cast ?? signature?.takes[at] ?? signature?.rest ?? 'Any'))
        .reduce(union, NOTHING);
    }
    default:
      return NOTHING;
  }
}

function operandsOf({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Guards {
  switch (operator) {
    case 'AND':
    case 'OR':
      // The right side may have played no part.
      return evaluatedAs(left, 'Boolean');
    case 'XOR':
      return union(evaluatedAs(left, 'Boolean'), evaluatedAs(right, 'Boolean'));
    case '=':
    case '!=':
      return union(evaluatedAs(left, typeOf(right)), evaluated(right));
    default:
      return union(evaluatedAs(left, 'Integer'), evaluatedAs(right, 'Integer'));
  }
}

/** What holds where the expression came to a value that was cast to a type. */
function evaluatedAs(expression: Expression, type: CesqlType | 'Any'): Guards {
  const guards = evaluated(expression);
  if (expression.kind !== 'attribute' || type === 'String' || type === 'Any') return guards;
  return union(guards, new Set([guardOf(type === 'Integer' ? 'IS_INT' : 'IS_BOOL', expression.name)]));
}

function union(a: Guards, b: Guards): Guards {
  return new Set([...a, ...b]);
}
