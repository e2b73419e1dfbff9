import { bytesOf } from './bytes';
import type { Expression } from './expression';
import { callOutcomes } from './kafka-calls';
import { describeCause, type KafkaFilterDifference } from './kafka-causes';
import { ALWAYS, type Guards, guardOf, whenFalse, whenTrue } from './kafka-guards';
import {
  applied, ASCII, bounded, cast, type Cause, DIGITS, EITHER, equality, FALSE, failing, INTEGER, isKnown, type Outcome,
  type Result, same, TEXT, TRUE, TRUTH, type Value, valueOf, ZERO,
} from './kafka-outcomes';
import { isMath, isOrder, mathOf, orderOf } from './int32';
import { withAdvice, withoutPattern } from './kafka-advice';
import { likeMatcher } from './like';

const BY_ZERO: Result = { value: ZERO, failed: true, cause: { kind: 'zero', of: '0' } };

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
 */
export function cesqlKafkaDifferences(expression: Expression, text: string): KafkaFilterDifference[] {
  const causes = new Map<string, Cause>();
  const interpreter = new Interpreter(text);
  for (const { go, java, cause } of interpreter.outcomes(expression, ALWAYS)) {
    // On a value that is no boolean the filter panics in Go; Java casts it.
    const inGo = go?.type === 'Boolean' && go.value;
    if (cast(java, 'Boolean').every(({ value }) => value.value === inGo)) continue;
    const found = cause ?? { kind: 'boolean', of: text };
    causes.set(`${found.kind} ${found.of}`, found);
  }
  return [...causes.values(), ...interpreter.unreadable].map(describeCause);
}

class Interpreter {
  /** Patterns that may stop Java's parser, which makes regular expressions of them: `\E` ends a quotation there. */
  public readonly unreadable: Cause[] = [];

  constructor(private readonly text: string) {}

  /** What an expression may come to on events of which the guards hold. */
  public outcomes(expression: Expression, guards: Guards): Outcome[] {
    return bounded(this.all(expression, guards));
  }

  private all(expression: Expression, guards: Guards): readonly Outcome[] {
    switch (expression.kind) {
      case 'literal':
        return [same(valueOf(expression.value))];
      case 'attribute':
        return this.attribute(expression, guards);
      case 'exists':
        return guards.has(guardOf('EXISTS', expression.name)) ? [same(TRUE)] : [same(TRUE), same(FALSE)];
      case 'unary':
        return this.unary(expression.operator, this.outcomes(expression.operand, guards));
      case 'binary':
        return this.binary(expression, guards);
      case 'like':
        return this.like(expression, guards);
      case 'in':
        return this.in(expression, guards);
      case 'call':
        return withAdvice(
          callOutcomes(expression.name, expression.args.map((arg) => this.outcomes(arg, guards))), expression);
    }
  }

  /** Java asks for the name as it is written, and events have names in small letters only. */
  private attribute(
    { name, at }: Extract<Expression, { kind: 'attribute' }>, guards: Guards,
  ): Outcome[] {
    const written = this.text.slice(at, at + name.length);
    const missing = failing(FALSE, { kind: 'absent', of: name }, true);
    const absent = guards.has(guardOf('EXISTS', name)) ? [] : [missing];
    if (written !== name) {
      return [...absent, { go: TEXT, java: FALSE, absent: true, alike: 'no', cause: { kind: 'capitals', of: written } }];
    }
    if (name === 'time') {
      return [...absent, { go: ASCII, java: ASCII, absent: false, alike: 'no', cause: { kind: 'time', of: name } }];
    }
    return [...absent, same(this.guarded(name, guards))];
  }

  private guarded(name: string, guards: Guards): Value {
    if (guards.has(guardOf('IS_INT', name))) return DIGITS;
    if (guards.has(guardOf('IS_BOOL', name))) return TRUTH;
    return name === 'specversion' ? ASCII : TEXT;
  }

  private unary(operator: 'NOT' | '-', operands: readonly Outcome[]): Outcome[] {
    const type = operator === 'NOT' ? 'Boolean' : 'Integer';
    const change = (value: Value): Value => {
      if (operator === 'NOT') return value.value === true ? FALSE : TRUE;
      return typeof value.value === 'number' ? valueOf((-value.value) | 0) : value;
    };
    return operands.flatMap((operand) => applied([operand], ([value = FALSE]) => (
      cast(value, type).map((result) => ({ ...result, value: change(result.value) }))
    ), castOf(operator), type === 'Boolean' ? FALSE : ZERO));
  }

  private binary(expression: Extract<Expression, { kind: 'binary' }>, guards: Guards): Outcome[] {
    const { operator } = expression;
    if (operator === 'AND' || operator === 'OR') return this.logic(expression, operator === 'OR', guards);
    const left = this.outcomes(expression.left, guards);
    const right = this.outcomes(expression.right, guards);
    const pairs = left.flatMap((l) => right.map((r) => [l, r] as const));
    return pairs.flatMap(([l, r]) => {
      switch (operator) {
        case 'XOR':
          return applied([l, r], xor, castOf(operator));
        case '=':
        case '!=':
          return equal(l, r, operator === '=');
        default:
          return applied([l, r], (values) => integers(operator, values), castOf(operator),
            isOrder(operator) ? FALSE : ZERO);
      }
    });
  }

  /** `short` is the value of the left side that ends the evaluation: true for `OR`. */
  private logic(
    { left, right }: Extract<Expression, { kind: 'binary' }>, short: boolean, guards: Guards,
  ): Outcome[] {
    const after = short ? whenFalse(left) : whenTrue(left);
    const operator = short ? 'OR' : 'AND';
    const guarded = asBooleans(this.outcomes(right, new Set([...guards, ...after])), operator);
    return asBooleans(this.outcomes(left, guards), operator).flatMap((l) => {
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

  private like({ operand, pattern }: Extract<Expression, { kind: 'like' }>, guards: Guards): Outcome[] {
    const instead = withoutPattern(operand, pattern);
    if (/\\E/.test(pattern)) this.unreadable.push({ kind: 'pattern', of: pattern, instead });
    const matches = likeMatcher(bytesOf(pattern));
    return this.outcomes(operand, guards).flatMap((outcome) => (
      applied([outcome], ([value = FALSE]) => like(value, pattern, matches, instead), castOf(pattern))));
  }

  private in({ operand, set }: Extract<Expression, { kind: 'in' }>, guards: Guards): Outcome[] {
    const items = set.map((item) => this.outcomes(item, guards));
    return this.outcomes(operand, guards).flatMap((left) => {
      let states: Outcome[] = [{ go: left.go && FALSE, java: FALSE, absent: false, alike: 'no', cause: left.cause }];
      for (const item of items) {
        states = bounded(states.flatMap((state) => item.flatMap((right) => found(state, left, right))));
      }
      return states.map((state): Outcome => ({ ...state, alike: state.go?.value === state.java.value ? 'same' : 'no' }));
    });
  }
}

/** Goes on with the next item of a set, on each side that has not found its value or failed yet. */
function found(state: Outcome, left: Outcome, right: Outcome): Outcome[] {
  const compared = applied([left, right], ([l = FALSE, r = FALSE]) => cast(r, l.type).flatMap((result) => (
    equality(l, result.value).map((value) => ({ ...result, value: valueOf(value) })))), castOf('IN'));
  return compared.map(({ go, java, cause }) => ({
    ...state,
    go: state.go === undefined || state.go.value === true ? state.go : go,
    java: state.java.value === true ? TRUE : java,
    cause: state.cause ?? cause,
  }));
}

/** As booleans; Java keeps what it knows of one that is one already. */
function asBooleans(outcomes: readonly Outcome[], operator: 'AND' | 'OR'): Outcome[] {
  return bounded(outcomes.flatMap((outcome) => {
    const ready = outcome.java.type === 'Boolean' && (outcome.go === undefined || outcome.go.type === 'Boolean');
    if (ready) return [outcome];
    return applied([outcome], ([value = FALSE]) => cast(value, 'Boolean'), castOf(operator))
      .map((result) => ({ ...result, absent: outcome.absent }));
  }));
}

function xor([left = FALSE, right = FALSE]: readonly Value[]): Result[] {
  return product(cast(left, 'Boolean'), cast(right, 'Boolean'), (l, r) => valueOf(l.value !== r.value));
}

function equal(left: Outcome, right: Outcome, wanted: boolean): Outcome[] {
  const [near, far] = left.alike === 'ascii' ? [right, left] : [left, right];
  const { java } = near;
  const isAscii = java.type === 'String' && java.ascii && isKnown(java);
  if (far.alike === 'ascii' && near.alike === 'same' && isAscii) {
    return [same(TRUE), same(FALSE)];
  }
  return applied([left, right], ([l = FALSE, r = FALSE]) => cast(l, r.type).flatMap((result) => (
    equality(result.value, r).map((value) => ({ ...result, value: valueOf(value === wanted) })))), castOf('='), FALSE);
}

function integers(operator: string, [left = FALSE, right = FALSE]: readonly Value[]): Result[] {
  const operands = product(cast(left, 'Integer'), cast(right, 'Integer'), (l, r) => [l, r] as const);
  return operands.flatMap(({ value: [l, r], failed }): Result[] => {
    const compare = isOrder(operator) ? orderOf(operator) : undefined;
    if (compare !== undefined) {
      if (typeof l.value !== 'number' || typeof r.value !== 'number') return EITHER.map((each) => ({ ...each, failed }));
      return [{ value: valueOf(compare(l.value, r.value)), failed }];
    }
    const divides = operator === '/' || operator === '%';
    if (divides && r.value === 0) return [BY_ZERO];
    if (isMath(operator) && typeof l.value === 'number' && typeof r.value === 'number') {
      return [{ value: valueOf(mathOf(operator)(l.value, r.value) ?? 0), failed }];
    }
    const any: Result = { value: INTEGER, failed };
    return divides && !isKnown(r) ? [any, BY_ZERO] : [any];
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
function like(
  value: Value, pattern: string, matches: (text: string) => boolean, instead: string | undefined,
): Result[] {
  return cast(value, 'String').flatMap(({ value: text, failed }): Result[] => {
    const cause: Cause = { kind: 'pattern', of: pattern, instead };
    const split = (of: Cause): Result[] => EITHER.map((each) => ({ ...each, apart: 'no', cause: of, failed }));
    if (/\\[%_E]/.test(pattern)) return split(cause);
    if (text.type !== 'String' || typeof text.value !== 'string' || !text.ascii) {
      const bytes = pattern.includes('_') && !(text.type === 'String' && text.ascii);
      return bytes ? split({ kind: 'characters', of: 'LIKE' }) : EITHER.map((each) => ({ ...each, failed }));
    }
    if (text.value.includes('%')) return split(cause);
    return [{ value: valueOf(matches(text.value)), failed }];
  });
}

function castOf(operator: string): Cause {
  return { kind: 'cast', of: operator };
}
