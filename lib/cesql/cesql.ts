import { raise } from '../core';
import { CesqlAttribute } from './cesql-attribute';
import { checkAttribute, checkList, checkNumber, checkText, quote } from './literals';
import { CesqlBoolean, CesqlInteger, CesqlText } from './values';

/**
 * Conditions of CloudEvents SQL without strings, for `Filter.where`. A condition knows the types of its parts, puts
 * parentheses where the grammar needs them or a reader would, and quotes texts; `text` is what it writes:
 * `Cesql.attribute('price').toInteger().greaterThan(100)` is `INT(price) > 100`.
 * @see https://github.com/cloudevents/spec/blob/main/cesql/spec.md
 */
export class Cesql {
  /**
   * The value of an attribute of the event: `Cesql.attribute('type').like('order.%')`.
   * @throws KnativeError `KN-FLT-003` for a name that is none, and for a word of CESQL
   */
  public static attribute(name: string): CesqlAttribute {
    raise(checkAttribute(name));
    return CesqlAttribute._named(name);
  }

  /**
   * A text, where a method wants an expression.
   * @throws KnativeError `KN-FLT-020` for a text that CESQL cannot write
   */
  public static text(value: string): CesqlText {
    raise(checkText(value));
    return CesqlText._of(quote(value));
  }

  /**
   * A whole number, where a method wants an expression.
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or beyond 32 bits
   */
  public static integer(value: number): CesqlInteger {
    raise(checkNumber('integer', value));
    return CesqlInteger._literal(value);
  }

  /**
   * One text after the other.
   * @throws KnativeError `KN-FLT-022` without texts
   */
  public static concat(...texts: CesqlText[]): CesqlText {
    raise(checkList('concat', texts));
    return CesqlText._of(`CONCAT(${texts.join(', ')})`);
  }

  /**
   * One text after the other, with a separator between them.
   * @throws KnativeError `KN-FLT-020` for a separator that CESQL cannot write, `KN-FLT-022` without texts
   */
  public static concatWs(separator: string, ...texts: CesqlText[]): CesqlText {
    raise(checkText(separator), checkList('concatWs', texts));
    return CesqlText._of(`CONCAT_WS(${[quote(separator), ...texts].join(', ')})`);
  }

  /**
   * All conditions hold, looked at from the first one on.
   * @throws KnativeError `KN-FLT-022` without conditions
   */
  public static all(...conditions: CesqlBoolean[]): CesqlBoolean {
    raise(checkList('all', conditions));
    return CesqlBoolean._joined('AND', conditions);
  }

  /**
   * At least one condition holds, looked at from the first one on.
   * @throws KnativeError `KN-FLT-022` without conditions
   */
  public static any(...conditions: CesqlBoolean[]): CesqlBoolean {
    raise(checkList('any', conditions));
    return CesqlBoolean._joined('OR', conditions);
  }
}
