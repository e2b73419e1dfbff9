import { raise } from '../core';
import { CesqlBoolean } from './cesql-boolean';
import { Binding, CesqlExpression } from './cesql-expression';
import { CesqlText } from './cesql-text';
import { checkDivisor, checkList, checkNumber, checkOperands, setOf } from './literals';

/**
 * A whole number of CloudEvents SQL, of 32 bits: sums and products beyond them wrap around. Methods whose names end in
 * `Expression` take another expression instead of a number.
 */
export class CesqlInteger extends CesqlExpression {
  /** @internal */
  public override readonly _type = 'Integer';

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
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or does not fit in 32 bits
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
   * It is less than this number.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public lessThan(value: number): CesqlBoolean {
    return this.lessThanExpression(literal('lessThan', value));
  }

  /**
   * It is this number or less.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public atMost(value: number): CesqlBoolean {
    return this.atMostExpression(literal('atMost', value));
  }

  /**
   * It is greater than this number.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public greaterThan(value: number): CesqlBoolean {
    return this.greaterThanExpression(literal('greaterThan', value));
  }

  /**
   * It is this number or more.
   * @throws KnativeError `KN-FLT-021` as `equals`
   */
  public atLeast(value: number): CesqlBoolean {
    return this.atLeastExpression(literal('atLeast', value));
  }

  /**
   * It is the same number as another expression.
   * @throws KnativeError `KN-FLT-023` for anything but a number built with `Cesql`
   */
  public equalsExpression(other: CesqlInteger): CesqlBoolean {
    raise(checkOperands('equalsExpression', 'Integer', [other]));
    return this.compared('=', other);
  }

  /**
   * It is another number than that of another expression.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public notEqualsExpression(other: CesqlInteger): CesqlBoolean {
    raise(checkOperands('notEqualsExpression', 'Integer', [other]));
    return this.compared('!=', other);
  }

  /**
   * It is less than another expression.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public lessThanExpression(other: CesqlInteger): CesqlBoolean {
    raise(checkOperands('lessThanExpression', 'Integer', [other]));
    return this.compared('<', other);
  }

  /**
   * It is less than another expression, or equal to it.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public atMostExpression(other: CesqlInteger): CesqlBoolean {
    raise(checkOperands('atMostExpression', 'Integer', [other]));
    return this.compared('<=', other);
  }

  /**
   * It is greater than another expression.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public greaterThanExpression(other: CesqlInteger): CesqlBoolean {
    raise(checkOperands('greaterThanExpression', 'Integer', [other]));
    return this.compared('>', other);
  }

  /**
   * It is greater than another expression, or equal to it.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public atLeastExpression(other: CesqlInteger): CesqlBoolean {
    raise(checkOperands('atLeastExpression', 'Integer', [other]));
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
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or does not fit in 32 bits
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
   * The quotient, without a remainder.
   * @throws KnativeError `KN-FLT-021` as `plus`, and for zero
   */
  public dividedBy(value: number): CesqlInteger {
    return this.dividedByExpression(divisor('dividedBy', value));
  }

  /**
   * The remainder of a division, which is negative where this number is.
   * @throws KnativeError `KN-FLT-021` as `plus`, and for zero
   */
  public modulo(value: number): CesqlInteger {
    return this.moduloExpression(divisor('modulo', value));
  }

  /**
   * The sum with another expression.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public plusExpression(other: CesqlInteger): CesqlInteger {
    raise(checkOperands('plusExpression', 'Integer', [other]));
    return this.calculated('+', other, Binding.SUM);
  }

  /**
   * The difference from another expression.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public minusExpression(other: CesqlInteger): CesqlInteger {
    raise(checkOperands('minusExpression', 'Integer', [other]));
    return this.calculated('-', other, Binding.SUM);
  }

  /**
   * The product with another expression.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public timesExpression(other: CesqlInteger): CesqlInteger {
    raise(checkOperands('timesExpression', 'Integer', [other]));
    return this.calculated('*', other, Binding.PRODUCT);
  }

  /**
   * The quotient by another expression, without a remainder. Division by zero fails.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public dividedByExpression(other: CesqlInteger): CesqlInteger {
    raise(checkOperands('dividedByExpression', 'Integer', [other]));
    return this.calculated('/', other, Binding.PRODUCT);
  }

  /**
   * The remainder of a division by another expression. Division by zero fails.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public moduloExpression(other: CesqlInteger): CesqlInteger {
    raise(checkOperands('moduloExpression', 'Integer', [other]));
    return this.calculated('%', other, Binding.PRODUCT);
  }

  /** The number with the opposite sign. */
  public negated(): CesqlInteger {
    return new CesqlInteger(`-${this._operand(Binding.ATOM)}`, Binding.SIGN);
  }

  /** The absolute value. -2147483648 fails, since 32 bits have no room for its opposite. */
  public abs(): CesqlInteger {
    return new CesqlInteger(`ABS(${this.text})`, Binding.ATOM);
  }

  /** The number as text, for `Cesql.concat` for example. */
  public toText(): CesqlText {
    return CesqlText._of(`STRING(${this.text})`);
  }

  private compared(operator: string, other: CesqlInteger): CesqlBoolean {
    return CesqlBoolean._of(`${this.text} ${operator} ${other.text}`, Binding.COMPARISON);
  }

  /** Operators of the same rank are grouped from the left, so the right operand has to bind more tightly. */
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
