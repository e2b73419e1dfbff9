import { type CesqlEvent, type CesqlValue, existenceReader } from './attributes';
import { bytesOf } from './bytes';
import { toBoolean, toInteger, toText } from './casts';
import type { CesqlSecrets } from './correlation-id';
import type {
  BinaryExpression, CallExpression, Expression, InExpression, LikeExpression, UnaryExpression,
} from './expression';
import { type CesqlFault, isFault } from './faults';
import { implementationOf } from './functions';
import { isMath, mathOf, type MathOperator, type OrderOperator, orderOf } from './int32';
import { boundedLike } from './like';
import { Readers } from './readers';
import { signatureOf } from './signatures';

/**
 * An expression that is ready for events. Texts of its answers are bytes of UTF-8, each a character of the string.
 * @internal
 */
export type Evaluator = (event: CesqlEvent, secrets?: CesqlSecrets) => CesqlValue | CesqlFault;

type Cast = (value: CesqlValue) => CesqlValue | undefined;

/**
 * Makes an expression ready, once for all events: a function for each part of the tree, which calls those of its
 * operands. Operands are asked and cast in the order in which Go does, so that the same one of several faults comes
 * out. Follows Go: sdk-go sql/v2, expression/*.go
 * @internal
 */
export function compile(expression: Expression): Evaluator {
  const readers = new Readers(expression);
  const evaluate = compiled(expression, readers);
  if (!readers.readAgain) return evaluate;
  return (event, secrets) => {
    readers.forget();
    return evaluate(event, secrets);
  };
}

function compiled(expression: Expression, readers: Readers): Evaluator {
  switch (expression.kind) {
    case 'literal': {
      const value = typeof expression.value === 'string' ? bytesOf(expression.value) : expression.value;
      return () => value;
    }
    case 'attribute': {
      const read = readers.of(expression.name);
      const absent: CesqlFault = {
        kind: 'missing-attribute', message: `the event has no \`${expression.name}\``, at: expression.at,
      };
      return (event) => read(event) ?? absent;
    }
    case 'exists':
      return existenceReader(expression.name, readers.of(expression.name));
    case 'unary':
      return unary(expression, readers);
    case 'binary':
      return binary(expression, readers);
    case 'like':
      return like(expression, readers);
    case 'in':
      return membership(expression, readers);
    case 'call':
      return call(expression, readers);
  }
}

function castFault(what: string, at: number): CesqlFault {
  return { kind: 'cast', message: what, at };
}

function unary({ operator, operand, at }: UnaryExpression, readers: Readers): Evaluator {
  const evaluate = compiled(operand, readers);
  if (operator === 'NOT') {
    const noBoolean = castFault('the operand of `NOT` is not a boolean', at);
    return (event, secrets) => {
      const value = evaluate(event, secrets);
      if (isFault(value)) return value;
      const truth = toBoolean(value);
      return truth === undefined ? noBoolean : !truth;
    };
  }
  const noInteger = castFault('the operand of `-` is not a whole number', at);
  return (event, secrets) => {
    const value = evaluate(event, secrets);
    if (isFault(value)) return value;
    const number = toInteger(value);
    return number === undefined ? noInteger : -number | 0;
  };
}

function binary(expression: BinaryExpression, readers: Readers): Evaluator {
  switch (expression.operator) {
    case 'AND':
    case 'OR':
    case 'XOR':
      return logic(expression, readers);
    case '=':
      return equality(expression, true, readers);
    case '!=':
      return equality(expression, false, readers);
    default:
      return integers(expression, operationOf(expression.operator), readers);
  }
}

function logic({ operator, left, right, at }: BinaryExpression, readers: Readers): Evaluator {
  const first = compiled(left, readers);
  const second = compiled(right, readers);
  const noBoolean = castFault(`an operand of \`${operator}\` is not a boolean`, at);
  // Whether the first operand alone decides, and by which value.
  const decides = operator === 'XOR' ? undefined : operator === 'OR';
  return (event, secrets) => {
    const one = first(event, secrets);
    if (isFault(one)) return one;
    const before = toBoolean(one);
    if (before === undefined) return noBoolean;
    if (before === decides) return before;
    const other = second(event, secrets);
    if (isFault(other)) return other;
    const after = toBoolean(other);
    if (after === undefined) return noBoolean;
    return decides === undefined ? before !== after : after;
  };
}

/** The left operand is cast to the type of the right one. */
function equality({ left, right, at }: BinaryExpression, equal: boolean, readers: Readers): Evaluator {
  const first = compiled(left, readers);
  const second = compiled(right, readers);
  const noCast = castFault('the left operand cannot be converted to the type of the right one', at);
  return (event, secrets) => {
    const one = first(event, secrets);
    if (isFault(one)) return one;
    const other = second(event, secrets);
    if (isFault(other)) return other;
    const cast = typeof one === typeof other ? one : castTo(other)(one);
    if (cast === undefined) return noCast;
    return (cast === other) === equal;
  };
}

/** How a value is cast to the type of another. */
function castTo(example: CesqlValue): Cast {
  switch (typeof example) {
    case 'string':
      return toText;
    case 'number':
      return toInteger;
    default:
      return toBoolean;
  }
}

type Operation = (x: number, y: number) => CesqlValue | undefined;

function operationOf(operator: MathOperator | OrderOperator): Operation {
  return isMath(operator) ? mathOf(operator) : orderOf(operator);
}

function integers(
  { operator, left, right, at }: BinaryExpression, operation: Operation, readers: Readers,
): Evaluator {
  const first = compiled(left, readers);
  const second = compiled(right, readers);
  const noInteger = castFault(`an operand of \`${operator}\` is not a whole number`, at);
  const byZero: CesqlFault = { kind: 'math', message: 'division by zero', at };
  return (event, secrets) => {
    const one = first(event, secrets);
    if (isFault(one)) return one;
    const other = second(event, secrets);
    if (isFault(other)) return other;
    const x = toInteger(one);
    const y = toInteger(other);
    if (x === undefined || y === undefined) return noInteger;
    return operation(x, y) ?? byZero;
  };
}

function like({ operand, pattern, at }: LikeExpression, readers: Readers): Evaluator {
  const evaluate = compiled(operand, readers);
  const isLike = boundedLike(bytesOf(pattern));
  const tooLong: CesqlFault = { kind: 'limit', message: 'comparing the text with the pattern takes too long', at };
  return (event, secrets) => {
    const value = evaluate(event, secrets);
    return isFault(value) ? value : isLike(toText(value)) ?? tooLong;
  };
}

/** Every entry is cast to the type of the operand, up to the first that equals it. */
function membership({ operand, set, at }: InExpression, readers: Readers): Evaluator {
  const evaluate = compiled(operand, readers);
  const entries = withoutRepetition(set).map((entry) => compiled(entry, readers));
  const noCast = castFault('an entry of `IN` cannot be converted to the type of the operand', at);
  return (event, secrets) => {
    const value = evaluate(event, secrets);
    if (isFault(value)) return value;
    const cast = castTo(value);
    for (const evaluateEntry of entries) {
      const entry = evaluateEntry(event, secrets);
      if (isFault(entry)) return entry;
      const other = cast(entry);
      if (other === undefined) return noCast;
      if (other === value) return true;
    }
    return false;
  };
}

/** An attribute that comes again has been cast and compared already, which may take as long as it is. */
function withoutRepetition(set: readonly Expression[]): Expression[] {
  const names = new Set<string>();
  return set.filter((entry) => {
    if (entry.kind !== 'attribute') return true;
    const isNew = !names.has(entry.name);
    names.add(entry.name);
    return isNew;
  });
}

const CASTS: Readonly<Record<string, Cast>> = {
  Any: (value) => value,
  String: toText,
  Integer: toInteger,
  Boolean: toBoolean,
};

/** Every argument is asked and cast before the next one is. */
function call({ name, args, at }: CallExpression, readers: Readers): Evaluator {
  const signature = signatureOf(name, args.length);
  const run = implementationOf(name);
  if (signature === undefined || run === undefined) {
    const missing: CesqlFault = { kind: 'missing-function', message: `unknown function \`${name}\``, at };
    return () => missing;
  }
  const noCast = castFault(`an argument of \`${name}\` cannot be converted to the type that it takes`, at);
  const parameters = args.map((argument, index) => ({
    evaluate: compiled(argument, readers),
    cast: CASTS[signature.takes[index] ?? signature.rest ?? 'Any'] ?? toText,
  }));
  return (event, secrets) => {
    const values: CesqlValue[] = [];
    for (const { evaluate, cast } of parameters) {
      const value = evaluate(event, secrets);
      if (isFault(value)) return value;
      const argument = cast(value);
      if (argument === undefined) return noCast;
      values.push(argument);
    }
    return run(values, { secrets, at });
  };
}
