import type { Expression } from '../cesql';
import { callOutcomes } from './cesql-calls-on-kafka';
import { whenFalse, whenTrue } from './cesql-presence';
import {
  applied, cast, type Cause, EITHER, equality, FALSE, failing, few, known, type Outcome, type Result, same, TEXT, ASCII,
  TRUE, type Value, valueOf, ZERO,
} from './cesql-outcomes';
import { describeCause } from './cesql-causes';
import type { KafkaFilterDifference } from './kafka-filter-difference';

/** What every event has. */
const MANDATORY: ReadonlySet<string> = new Set(['id', 'source', 'specversion', 'type']);
const MATHS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => (a + b) | 0,
  '-': (a, b) => (a - b) | 0,
  '*': (a, b) => Math.imul(a, b),
  '/': (a, b) => Math.trunc(a / b) | 0,
  '%': (a, b) => (a % b) | 0,
};
const COMPARISONS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/**
 * Where a Kafka broker answers otherwise than the other brokers, for some event: its evaluation goes on after an error,
 * with a value of its own, and counts characters where the other one counts bytes. `text` is what was parsed. Every
 * attribute counts as a text, as it arrives at both.
 *
 * Of characters that hardly any attribute has, only the rules are known that everybody meets: letters with a capital of
 * two letters (`ß`) or of two sorts (`İ`), digits of other alphabets, ends of lines, blanks other than the space, and a
 * `%` where a pattern has one, are not looked for.
 * Follows Java: io.cloudevents:cloudevents-sql 4.0.1, impl/expressions, and data-plane
 * core/filter/subscriptionsapi/CeSqlFilter.java
 * @internal
 */
export function cesqlKafkaDifferences(expression: Expression, text: string): KafkaFilterDifference[] {
  const causes = new Map<string, Cause>();
  const interpreter = new Interpreter(text);
  for (const { go, java, cause } of interpreter.outcomes(expression, MANDATORY)) {
    // A value that is no boolean breaks the filter off in Go, and is cast in Java.
    const inGo = go?.type === 'boolean' && go.value;
    if (cast(java, 'boolean').every(({ value }) => value.value === inGo)) continue;
    const found = cause ?? { kind: 'boolean', of: text };
    causes.set(`${found.kind} ${found.of}`, found);
  }
  return [...causes.values(), ...interpreter.unreadable].map(describeCause);
}

class Interpreter {
  /** Patterns that may stop Java's parser, which makes regular expressions of them: `\E` ends a quotation there. */
  public readonly unreadable: Cause[] = [];

  constructor(private readonly text: string) {}

  /** What an expression may come to on events that have the attributes of `present`. */
  public outcomes(expression: Expression, present: ReadonlySet<string>): Outcome[] {
    return few(this.all(expression, present));
  }

  private all(expression: Expression, present: ReadonlySet<string>): readonly Outcome[] {
    switch (expression.kind) {
      case 'literal':
        return [same(valueOf(expression.value))];
      case 'attribute':
        return this.attribute(expression, present);
      case 'exists':
        return present.has(expression.name) ? [same(TRUE)] : [same(TRUE), same(FALSE)];
      case 'unary':
        return this.unary(expression.operator, this.outcomes(expression.operand, present));
      case 'binary':
        return this.binary(expression, present);
      case 'like':
        if (/\\E/.test(expression.pattern)) this.unreadable.push({ kind: 'pattern', of: expression.pattern });
        return this.outcomes(expression.operand, present).flatMap((operand) => (
          applied([operand], ([value = FALSE]) => like(value, expression.pattern), errorOf(expression.pattern))));
      case 'in':
        return this.in(expression, present);
      case 'call':
        return callOutcomes(expression.name, expression.args.map((arg) => this.outcomes(arg, present)));
    }
  }

  /** Java asks for the name as it is written, and events have names in small letters only. */
  private attribute(
    { name, at }: Extract<Expression, { kind: 'attribute' }>, present: ReadonlySet<string>,
  ): Outcome[] {
    const written = this.text.slice(at, at + name.length);
    const missing = failing(FALSE, { kind: 'absent', of: name }, true);
    const absent = present.has(name) ? [] : [missing];
    if (written !== name) {
      return [...absent, { go: TEXT, java: FALSE, absent: true, alike: 'no', cause: { kind: 'capitals', of: written } }];
    }
    if (name === 'time') {
      return [...absent, { go: ASCII, java: ASCII, absent: false, alike: 'no', cause: { kind: 'time', of: name } }];
    }
    return [...absent, same(name === 'specversion' ? ASCII : TEXT)];
  }

  private unary(operator: 'NOT' | '-', operands: readonly Outcome[]): Outcome[] {
    const type = operator === 'NOT' ? 'boolean' : 'integer';
    const change = (value: Value): Value => {
      if (operator === 'NOT') return value.value === true ? FALSE : TRUE;
      return typeof value.value === 'number' ? valueOf((-value.value) | 0) : value;
    };
    return operands.flatMap((operand) => applied([operand], ([value = FALSE]) => (
      cast(value, type).map((result) => ({ ...result, value: change(result.value) }))
    ), errorOf(operator), type === 'boolean' ? FALSE : ZERO));
  }

  private binary(expression: Extract<Expression, { kind: 'binary' }>, present: ReadonlySet<string>): Outcome[] {
    const { operator } = expression;
    if (operator === 'AND' || operator === 'OR') return this.logic(expression, operator === 'OR', present);
    const left = this.outcomes(expression.left, present);
    const right = this.outcomes(expression.right, present);
    const pairs = left.flatMap((l) => right.map((r) => [l, r] as const));
    return pairs.flatMap(([l, r]) => {
      switch (operator) {
        case 'XOR':
          return applied([l, r], xor, errorOf(operator));
        case '=':
        case '!=':
          return equal(l, r, operator === '=');
        default:
          return applied([l, r], (values) => integers(operator, values), errorOf(operator),
            operator in COMPARISONS ? FALSE : ZERO);
      }
    });
  }

  /** `short` is the value of the left side that ends the evaluation: true for `OR`. */
  private logic(
    { left, right }: Extract<Expression, { kind: 'binary' }>, short: boolean, present: ReadonlySet<string>,
  ): Outcome[] {
    const after = short ? whenFalse(left) : whenTrue(left);
    const guarded = cast1(this.outcomes(right, new Set([...present, ...after])));
    return cast1(this.outcomes(left, present)).flatMap((l) => {
      const goShort = l.go?.value === short;
      const javaShort = l.java.value === short;
      if ((l.go === undefined || goShort) && javaShort) return [l];
      // One side goes on alone, and may come to anything.
      if (l.go === undefined || goShort) {
        return [TRUE, FALSE].map((java): Outcome => (
          { ...l, java, absent: false, alike: l.go?.value === java.value ? 'same' : 'no' }));
      }
      if (!javaShort) return guarded;
      return guarded.map(({ go }): Outcome => ({ ...l, go, alike: 'no' }));
    });
  }

  private in({ operand, set }: Extract<Expression, { kind: 'in' }>, present: ReadonlySet<string>): Outcome[] {
    const items = set.map((item) => this.outcomes(item, present));
    return this.outcomes(operand, present).flatMap((left) => {
      let states: Outcome[] = [{ go: left.go && FALSE, java: FALSE, absent: false, alike: 'no', cause: left.cause }];
      for (const item of items) {
        states = few(states.flatMap((state) => item.flatMap((right) => found(state, left, right))));
      }
      return states.map((state): Outcome => ({ ...state, alike: state.go?.value === state.java.value ? 'same' : 'no' }));
    });
  }
}

/** Goes on with the next item of a set, on each side that has not found its value or failed yet. */
function found(state: Outcome, left: Outcome, right: Outcome): Outcome[] {
  const compared = applied([left, right], ([l = FALSE, r = FALSE]) => cast(r, l.type).flatMap((result) => (
    equality(l, result.value).map((value) => ({ ...result, value: valueOf(value) })))), errorOf('IN'));
  return compared.map(({ go, java, cause }) => ({
    ...state,
    go: state.go === undefined || state.go.value === true ? state.go : go,
    java: state.java.value === true ? TRUE : java,
    cause: state.cause ?? cause,
  }));
}

/** As booleans; Java keeps what it knows of one that is one already. */
function cast1(outcomes: readonly Outcome[]): Outcome[] {
  return few(outcomes.flatMap((outcome) => {
    const ready = outcome.java.type === 'boolean' && (outcome.go === undefined || outcome.go.type === 'boolean');
    if (ready) return [outcome];
    return applied([outcome], ([value = FALSE]) => cast(value, 'boolean'), errorOf('boolean'))
      .map((result) => ({ ...result, absent: outcome.absent }));
  }));
}

function xor([left = FALSE, right = FALSE]: readonly Value[]): Result[] {
  return product(cast(left, 'boolean'), cast(right, 'boolean'), (l, r) => valueOf(l.value !== r.value));
}

function equal(left: Outcome, right: Outcome, wanted: boolean): Outcome[] {
  const near = left.alike === 'ascii' ? right : left;
  const far = left.alike === 'ascii' ? left : right;
  if (far.alike === 'ascii' && near.alike === 'same' && near.java.type === 'text' && near.java.ascii && known(near.java)) {
    return [same(TRUE), same(FALSE)];
  }
  return applied([left, right], ([l = FALSE, r = FALSE]) => cast(l, r.type).flatMap((result) => (
    equality(result.value, r).map((value) => ({ ...result, value: valueOf(value === wanted) })))), errorOf('='), FALSE);
}

function integers(operator: string, [left = FALSE, right = FALSE]: readonly Value[]): Result[] {
  const operands = product(cast(left, 'integer'), cast(right, 'integer'), (l, r) => [l, r] as const);
  return operands.flatMap(({ value: [l, r], failed }): Result[] => {
    const compare = COMPARISONS[operator];
    const calculate = MATHS[operator];
    if (compare !== undefined) {
      if (typeof l.value !== 'number' || typeof r.value !== 'number') return EITHER.map(({ value }) => ({ value, failed }));
      return [{ value: valueOf(compare(l.value, r.value)), failed }];
    }
    const divides = operator === '/' || operator === '%';
    if (divides && r.value === 0) return [{ value: ZERO, failed: true }];
    if (calculate !== undefined && typeof l.value === 'number' && typeof r.value === 'number') {
      return [{ value: valueOf(calculate(l.value, r.value)), failed }];
    }
    const any: Result = { value: { type: 'integer' }, failed };
    return divides && !known(r) ? [any, { value: ZERO, failed: true }] : [any];
  });
}

interface Made<T> {
  readonly value: T;
  readonly failed?: boolean;
}

function product<T>(left: readonly Result[], right: readonly Result[], make: (l: Value, r: Value) => T): Made<T>[] {
  return left.flatMap((l) => right.map((r) => ({
    value: make(l.value, r.value), failed: l.failed === true || r.failed === true ? true : undefined,
  })));
}

/** A `%` of a text that meets one of a pattern is only itself in Go, and so is a backslash. */
function like(value: Value, pattern: string): Result[] {
  return cast(value, 'text').flatMap(({ value: text, failed }): Result[] => {
    const cause: Cause = { kind: 'pattern', of: pattern };
    const split = (of: Cause): Result[] => EITHER.map(({ value: each }) => ({ value: each, apart: 'no', cause: of, failed }));
    if (/\\[%_E]/.test(pattern)) return split(cause);
    if (text.type !== 'text' || typeof text.value !== 'string' || !text.ascii) {
      const bytes = pattern.includes('_') && !(text.type === 'text' && text.ascii);
      return bytes ? split({ kind: 'characters', of: 'LIKE' }) : EITHER.map((each) => ({ ...each, failed }));
    }
    if (text.value.includes('%')) return split(cause);
    return [{ value: valueOf(isLike(text.value, pattern)), failed }];
  });
}

/** Whether a text is like a pattern without escapes. */
function isLike(text: string, pattern: string): boolean {
  let wildcard = -1;
  let tried = 0;
  let next = 0;
  for (let at = 0; at < text.length;) {
    if (pattern[next] === '%') {
      wildcard = next;
      tried = at;
      next += 1;
    } else if (next < pattern.length && (pattern[next] === '_' || pattern[next] === text[at])) {
      next += 1;
      at += 1;
    } else if (wildcard !== -1) {
      next = wildcard + 1;
      tried += 1;
      at = tried;
    } else {
      return false;
    }
  }
  return /^%*$/.test(pattern.slice(next));
}

function errorOf(operator: string): Cause {
  return { kind: 'error', of: operator };
}
