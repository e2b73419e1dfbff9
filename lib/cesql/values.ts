import { raise } from '../core';
import { Binding, CesqlExpression } from './cesql-expression';
import { checkDivisor, checkInPattern, checkList, checkNumber, checkPart, checkText, escaped, quote } from './literals';

// The three types of values are one file, since each makes values of the other two.

/**
 * A condition of CloudEvents SQL: what a filter is made of, with `Filter.where`.
 * @see https://github.com/cloudevents/spec/blob/main/cesql/spec.md
 */
export class CesqlBoolean extends CesqlExpression {
  /** @internal */
  public static _of(text: string, binding: Binding): CesqlBoolean {
    return new CesqlBoolean(text, binding);
  }

  /** @internal */
  public static _joined(operator: 'AND' | 'OR' | 'XOR', conditions: readonly CesqlBoolean[]): CesqlBoolean {
    const [only] = conditions;
    if (only !== undefined && conditions.length === 1) return only;
    const binding = Binding[operator];
    const operands = conditions.map((one) => (one._binding === binding ? one.text : one._operand(Binding.COMPARISON)));
    return new CesqlBoolean(operands.join(` ${operator} `), binding);
  }

  /** Both hold. The other one is not looked at where this one does not, so that `exists()` may guard it. */
  public and(other: CesqlBoolean): CesqlBoolean {
    return CesqlBoolean._joined('AND', [this, other]);
  }

  /** At least one holds. The other one is not looked at where this one does. */
  public or(other: CesqlBoolean): CesqlBoolean {
    return CesqlBoolean._joined('OR', [this, other]);
  }

  /** Exactly one holds. */
  public xor(other: CesqlBoolean): CesqlBoolean {
    return CesqlBoolean._joined('XOR', [this, other]);
  }

  /** The condition does not hold. One that fails, since an attribute is absent, fails still. */
  public not(): CesqlBoolean {
    return new CesqlBoolean(`NOT ${this._operand(Binding.ATOM)}`, Binding.SIGN);
  }
}

/**
 * A text of CloudEvents SQL. Texts are compared letter for letter, in their case; positions and lengths count bytes of
 * UTF-8.
 */
export class CesqlText extends CesqlExpression {
  /** @internal */
  public static _of(text: string): CesqlText {
    return new CesqlText(text, Binding.ATOM);
  }

  /**
   * It is this text.
   * @throws KnativeError `KN-FLT-020` for a text that CESQL cannot write
   */
  public equals(text: string): CesqlBoolean {
    raise(checkText(text));
    return this.compared('=', quote(text));
  }

  /**
   * It is another text; an absent attribute is none, and fails.
   * @throws KnativeError `KN-FLT-020` for a text that CESQL cannot write
   */
  public notEquals(text: string): CesqlBoolean {
    raise(checkText(text));
    return this.compared('!=', quote(text));
  }

  /** It is the same text as that of another expression. */
  public equalsExpression(other: CesqlText): CesqlBoolean {
    return this.compared('=', other.text);
  }

  /** It is another text than that of another expression. */
  public notEqualsExpression(other: CesqlText): CesqlBoolean {
    return this.compared('!=', other.text);
  }

  /**
   * It is one of these texts.
   * @throws KnativeError `KN-FLT-020` for a text that CESQL cannot write, `KN-FLT-022` without texts
   */
  public in(...texts: string[]): CesqlBoolean {
    raise(checkList('in', texts), ...texts.map(checkText));
    return this.compared('IN', setOf(texts.map(quote)));
  }

  /**
   * It is none of these texts; an absent attribute fails.
   * @throws KnativeError `KN-FLT-020` for a text that CESQL cannot write, `KN-FLT-022` without texts
   */
  public notIn(...texts: string[]): CesqlBoolean {
    raise(checkList('notIn', texts), ...texts.map(checkText));
    return this.compared('NOT IN', setOf(texts.map(quote)));
  }

  /**
   * It has the form of a pattern, in which `%` stands for any text, `_` for one byte, `\%` and `\_` for themselves:
   * `like('order.%')`. Knative 1.23 takes a `%` of the value for that of the pattern and for nothing more, so that
   * `like('a%')` overlooks `a%b`; `startsWith` and `endsWith` do not.
   * @throws KnativeError `KN-FLT-020` for a pattern that CESQL cannot write
   */
  public like(pattern: string): CesqlBoolean {
    raise(checkText(pattern));
    return this.compared('LIKE', quote(pattern));
  }

  /**
   * It does not have the form of a pattern; an absent attribute fails.
   * @throws KnativeError `KN-FLT-020` for a pattern that CESQL cannot write
   */
  public notLike(pattern: string): CesqlBoolean {
    raise(checkText(pattern));
    return this.compared('NOT LIKE', quote(pattern));
  }

  /**
   * It begins with a text. On a Kafka broker, which counts characters and no bytes, the text has to be ASCII.
   * @throws KnativeError `KN-FLT-020` for an empty text, and one that CESQL cannot write
   */
  public startsWith(text: string): CesqlBoolean {
    raise(checkPart('startsWith', text));
    return this.left(Buffer.byteLength(text)).equals(text);
  }

  /**
   * It ends with a text. On a Kafka broker, which counts characters and no bytes, the text has to be ASCII.
   * @throws KnativeError `KN-FLT-020` for an empty text, and one that CESQL cannot write
   */
  public endsWith(text: string): CesqlBoolean {
    raise(checkPart('endsWith', text));
    return this.right(Buffer.byteLength(text)).equals(text);
  }

  /**
   * A text is somewhere in it; `%` and `_` stand for themselves. As with every pattern, Knative 1.23 may overlook it in
   * a value that has a `%` itself.
   * @throws KnativeError `KN-FLT-020` for an empty text, and one that a pattern cannot write
   */
  public contains(text: string): CesqlBoolean {
    raise(checkPart('contains', text), checkInPattern(text));
    return this.compared('LIKE', quote(`%${escaped(text)}%`));
  }

  /** Whether `toInteger` has a number. */
  public isInteger(): CesqlBoolean {
    return CesqlBoolean._of(`IS_INT(${this.text})`, Binding.ATOM);
  }

  /** Whether `toBoolean` has an answer. */
  public isBoolean(): CesqlBoolean {
    return CesqlBoolean._of(`IS_BOOL(${this.text})`, Binding.ATOM);
  }

  /** The whole number that the text says; another text fails. */
  public toInteger(): CesqlInteger {
    return CesqlInteger._of(`INT(${this.text})`, Binding.ATOM);
  }

  /** Whether the text is `true`, in any case; one that is neither `true` nor `false` fails. */
  public toBoolean(): CesqlBoolean {
    return CesqlBoolean._of(`BOOL(${this.text})`, Binding.ATOM);
  }

  /** How many bytes the text has. */
  public length(): CesqlInteger {
    return CesqlInteger._of(`LENGTH(${this.text})`, Binding.ATOM);
  }

  /** The text in lower case. */
  public lower(): CesqlText {
    return this.call('LOWER');
  }

  /** The text in upper case. */
  public upper(): CesqlText {
    return this.call('UPPER');
  }

  /** The text without white space at its ends. */
  public trim(): CesqlText {
    return this.call('TRIM');
  }

  /**
   * The first bytes of the text; all of it where it is shorter.
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or below zero
   */
  public left(bytes: number): CesqlText {
    raise(checkNumber('left', bytes, 0));
    return this.call('LEFT', bytes);
  }

  /**
   * The last bytes of the text; all of it where it is shorter.
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or below zero
   */
  public right(bytes: number): CesqlText {
    raise(checkNumber('right', bytes, 0));
    return this.call('RIGHT', bytes);
  }

  /**
   * The text from a byte on. The first one is 1; a text with fewer bytes fails.
   * @param bytes how many bytes there are at most
   * @default - all up to the end
   * @throws KnativeError `KN-FLT-021` for a position that is not whole, or below 1, and a length below zero
   */
  public substring(position: number, bytes?: number): CesqlText {
    raise(checkNumber('substring', position, 1));
    if (bytes === undefined) return this.call('SUBSTRING', position);
    raise(checkNumber('substring', bytes, 0));
    return this.call('SUBSTRING', position, bytes);
  }

  private compared(operator: string, right: string): CesqlBoolean {
    return CesqlBoolean._of(`${this.text} ${operator} ${right}`, Binding.COMPARISON);
  }

  private call(name: string, ...numbers: number[]): CesqlText {
    return new CesqlText(`${name}(${[this.text, ...numbers].join(', ')})`, Binding.ATOM);
  }
}

/**
 * A whole number of CloudEvents SQL, in 32 bits: sums and products that are larger begin again at the other end. The
 * methods whose names end in `Expression` take another expression instead of a number.
 */
export class CesqlInteger extends CesqlExpression {
  /** @internal */
  public static _of(text: string, binding: Binding): CesqlInteger {
    return new CesqlInteger(text, binding);
  }

  /** @internal */
  public static _literal(value: number): CesqlInteger {
    // `-0` is written `0`.
    return new CesqlInteger(String(value), Binding.SIGN);
  }

  /**
   * It is this number.
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or beyond 32 bits
   */
  public equals(value: number): CesqlBoolean {
    return this.equalsExpression(literal('equals', value));
  }

  /**
   * It is another number.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public notEquals(value: number): CesqlBoolean {
    return this.notEqualsExpression(literal('notEquals', value));
  }

  /**
   * It is less.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public lessThan(value: number): CesqlBoolean {
    return this.lessThanExpression(literal('lessThan', value));
  }

  /**
   * It is less, or this number.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public atMost(value: number): CesqlBoolean {
    return this.atMostExpression(literal('atMost', value));
  }

  /**
   * It is more.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public greaterThan(value: number): CesqlBoolean {
    return this.greaterThanExpression(literal('greaterThan', value));
  }

  /**
   * It is more, or this number.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public atLeast(value: number): CesqlBoolean {
    return this.atLeastExpression(literal('atLeast', value));
  }

  /** It is the number of another expression. */
  public equalsExpression(other: CesqlInteger): CesqlBoolean {
    return this.compared('=', other);
  }

  /** It is another number than that of another expression. */
  public notEqualsExpression(other: CesqlInteger): CesqlBoolean {
    return this.compared('!=', other);
  }

  /** It is less than another expression. */
  public lessThanExpression(other: CesqlInteger): CesqlBoolean {
    return this.compared('<', other);
  }

  /** It is less than another expression, or the same. */
  public atMostExpression(other: CesqlInteger): CesqlBoolean {
    return this.compared('<=', other);
  }

  /** It is more than another expression. */
  public greaterThanExpression(other: CesqlInteger): CesqlBoolean {
    return this.compared('>', other);
  }

  /** It is more than another expression, or the same. */
  public atLeastExpression(other: CesqlInteger): CesqlBoolean {
    return this.compared('>=', other);
  }

  /**
   * It is one of these numbers.
   * @throws KnativeError `KN-FLT-021` as `equals`, `KN-FLT-022` without numbers
   */
  public in(...values: number[]): CesqlBoolean {
    raise(checkList('in', values), ...values.map((value) => checkNumber('in', value)));
    return CesqlBoolean._of(`${this._operand(Binding.SIGN)} IN ${setOf(values)}`, Binding.COMPARISON);
  }

  /**
   * It is none of these numbers.
   * @throws KnativeError `KN-FLT-021` as `equals`, `KN-FLT-022` without numbers
   */
  public notIn(...values: number[]): CesqlBoolean {
    raise(checkList('notIn', values), ...values.map((value) => checkNumber('notIn', value)));
    return CesqlBoolean._of(`${this._operand(Binding.SIGN)} NOT IN ${setOf(values)}`, Binding.COMPARISON);
  }

  /**
   * The sum.
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or beyond 32 bits
   */
  public plus(value: number): CesqlInteger {
    return this.plusExpression(literal('plus', value));
  }

  /**
   * The difference.
   * @throws KnativeError `KN-FLT-021` as `plus`
   */
  public minus(value: number): CesqlInteger {
    return this.minusExpression(literal('minus', value));
  }

  /**
   * The product.
   * @throws KnativeError `KN-FLT-021` as `plus`
   */
  public times(value: number): CesqlInteger {
    return this.timesExpression(literal('times', value));
  }

  /**
   * The quotient, without what remains.
   * @throws KnativeError `KN-FLT-021` as `plus`, and for zero
   */
  public dividedBy(value: number): CesqlInteger {
    return this.dividedByExpression(divisor('dividedBy', value));
  }

  /**
   * What remains of a division; negative where this number is.
   * @throws KnativeError `KN-FLT-021` as `plus`, and for zero
   */
  public modulo(value: number): CesqlInteger {
    return this.moduloExpression(divisor('modulo', value));
  }

  /** The sum with another expression. */
  public plusExpression(other: CesqlInteger): CesqlInteger {
    return this.calculated('+', other, Binding.SUM);
  }

  /** The difference from another expression. */
  public minusExpression(other: CesqlInteger): CesqlInteger {
    return this.calculated('-', other, Binding.SUM);
  }

  /** The product with another expression. */
  public timesExpression(other: CesqlInteger): CesqlInteger {
    return this.calculated('*', other, Binding.PRODUCT);
  }

  /** The quotient by another expression, without what remains; zero fails. */
  public dividedByExpression(other: CesqlInteger): CesqlInteger {
    return this.calculated('/', other, Binding.PRODUCT);
  }

  /** What remains of a division by another expression; zero fails. */
  public moduloExpression(other: CesqlInteger): CesqlInteger {
    return this.calculated('%', other, Binding.PRODUCT);
  }

  /** The number with the other sign. */
  public negated(): CesqlInteger {
    return new CesqlInteger(`-${this._operand(Binding.ATOM)}`, Binding.SIGN);
  }

  /** The number without its sign; the smallest one of 32 bits fails. */
  public abs(): CesqlInteger {
    return new CesqlInteger(`ABS(${this.text})`, Binding.ATOM);
  }

  /** The digits of the number, for `Cesql.concat` and the like. */
  public toText(): CesqlText {
    return CesqlText._of(`STRING(${this.text})`);
  }

  private compared(operator: string, other: CesqlInteger): CesqlBoolean {
    return CesqlBoolean._of(`${this.text} ${operator} ${other.text}`, Binding.COMPARISON);
  }

  /** Operators of one rank go from left to right, so that the right operand has to hold together more tightly. */
  private calculated(operator: string, other: CesqlInteger, binding: Binding): CesqlInteger {
    return new CesqlInteger(`${this._operand(binding)} ${operator} ${other._operand(binding + 1)}`, binding);
  }
}

function literal(what: string, value: number): CesqlInteger {
  raise(checkNumber(what, value));
  return CesqlInteger._literal(value);
}

function divisor(what: string, value: number): CesqlInteger {
  raise(checkDivisor(what, value));
  return literal(what, value);
}

function setOf(values: readonly unknown[]): string {
  return `(${values.join(', ')})`;
}
