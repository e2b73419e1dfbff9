import { attributeReader, type CesqlEvent, type CesqlValue, existenceReader } from './attributes';
import { bytesOf } from './bytes';
import { toBoolean, toInteger, toText } from './casts';
import type { CesqlSecrets } from './correlation-id';
import type {
  BinaryExpression, BinaryOperator, CallExpression, Expression, InExpression, LikeExpression, UnaryExpression,
} from './expression';
import { type CesqlFault, isFault } from './faults';
import { functionOf } from './functions';
import { likeMatcher } from './like';
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
  switch (expression.kind) {
    case 'literal': {
      const value = typeof expression.value === 'string' ? bytesOf(expression.value) : expression.value;
      return () => value;
    }
    case 'attribute': {
      const read = attributeReader(expression.name);
      const absent: CesqlFault = {
        kind: 'missing-attribute', message: `the event has no \`${expression.name}\``, at: expression.at,
      };
      return (event) => read(event) ?? absent;
    }
    case 'exists': {
      const exists = existenceReader(expression.name);
      return (event) => exists(event);
    }
    case 'unary':
      return unary(expression);
    case 'binary':
      return binary(expression);
    case 'like':
      return like(expression);
    case 'in':
      return membership(expression);
    case 'call':
      return call(expression);
  }
}

function castFault(what: string, at: number): CesqlFault {
  return { kind: 'cast', message: what, at };
}

function unary({ operator, operand, at }: UnaryExpression): Evaluator {
  const evaluate = compile(operand);
  if (operator === 'NOT') {
    const noBoolean = castFault('what `NOT` stands before is no boolean', at);
    return (event, secrets) => {
      const value = evaluate(event, secrets);
      if (isFault(value)) return value;
      const truth = toBoolean(value);
      return truth === undefined ? noBoolean : !truth;
    };
  }
  const noInteger = castFault('what `-` stands before is no whole number', at);
  return (event, secrets) => {
    const value = evaluate(event, secrets);
    if (isFault(value)) return value;
    const number = toInteger(value);
    return number === undefined ? noInteger : -number | 0;
  };
}

function binary(expression: BinaryExpression): Evaluator {
  switch (expression.operator) {
    case 'AND':
    case 'OR':
    case 'XOR':
      return logic(expression);
    case '=':
      return equality(expression, true);
    case '!=':
      return equality(expression, false);
    default:
      return integers(expression, INTEGER_OPERATIONS[expression.operator]);
  }
}

function logic({ operator, left, right, at }: BinaryExpression): Evaluator {
  const first = compile(left);
  const second = compile(right);
  const noBoolean = castFault(`an operand of \`${operator}\` is no boolean`, at);
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
function equality({ left, right, at }: BinaryExpression, equal: boolean): Evaluator {
  const first = compile(left);
  const second = compile(right);
  const noCast = castFault('the left operand has no value of the type of the right one', at);
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

type IntegerOperator = Exclude<BinaryOperator, 'AND' | 'OR' | 'XOR' | '=' | '!='>;

/** Numbers of 32 bits that wrap around; nothing for a division by zero. */
const INTEGER_OPERATIONS: Readonly<Record<IntegerOperator, (x: number, y: number) => CesqlValue | undefined>> = {
  '*': Math.imul,
  '/': (x, y) => (y === 0 ? undefined : (x / y) | 0),
  '%': (x, y) => (y === 0 ? undefined : (x % y) | 0),
  '+': (x, y) => (x + y) | 0,
  '-': (x, y) => (x - y) | 0,
  '<': (x, y) => x < y,
  '<=': (x, y) => x <= y,
  '>': (x, y) => x > y,
  '>=': (x, y) => x >= y,
};

function integers(
  { operator, left, right, at }: BinaryExpression, operation: (x: number, y: number) => CesqlValue | undefined,
): Evaluator {
  const first = compile(left);
  const second = compile(right);
  const noInteger = castFault(`an operand of \`${operator}\` is no whole number`, at);
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

function like({ operand, pattern }: LikeExpression): Evaluator {
  const evaluate = compile(operand);
  const matches = likeMatcher(bytesOf(pattern));
  return (event, secrets) => {
    const value = evaluate(event, secrets);
    return isFault(value) ? value : matches(toText(value));
  };
}

/** Every entry is cast to the type of the operand, up to the first that equals it. */
function membership({ operand, set, at }: InExpression): Evaluator {
  const evaluate = compile(operand);
  const entries = set.map(compile);
  const noCast = castFault('an entry of `IN` has no value of the type of the operand', at);
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

const CASTS: Readonly<Record<string, Cast>> = {
  Any: (value) => value,
  String: toText,
  Integer: toInteger,
  Boolean: toBoolean,
};

/** Every argument is asked and cast before the next one is. */
function call({ name, args, at }: CallExpression): Evaluator {
  const signature = signatureOf(name, args.length);
  const run = functionOf(name, args.length);
  if (signature === undefined || run === undefined) {
    const missing: CesqlFault = { kind: 'missing-function', message: `there is no \`${name}\``, at };
    return () => missing;
  }
  const noCast = castFault(`an argument of \`${name}\` has no value of the type that it takes`, at);
  const parameters = args.map((argument, index) => ({
    evaluate: compile(argument),
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
