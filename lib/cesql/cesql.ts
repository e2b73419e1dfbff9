import { raise } from '../core';
import { CesqlAttribute } from './cesql-attribute';
import { CesqlBoolean } from './cesql-boolean';
import { CesqlInteger } from './cesql-integer';
import { CesqlText } from './cesql-text';
import { checkAttribute, checkList, checkNumber, checkOperands, checkText, quote } from './literals';

/**
 * Builds conditions of CloudEvents SQL in code, for `Filter.where`. The compiler checks their types. Texts are quoted,
 * and parentheses are put where the grammar or a reader needs them. `text` is the result:
 * `Cesql.attribute('price').toInteger().greaterThan(100)` is `INT(price) > 100`.
 * @see https://github.com/cloudevents/spec/blob/main/cesql/spec.md
 */
export class Cesql {
  /**
   * The value of an attribute of the event: `Cesql.attribute('type').like('order.%')`.
   * @throws KnativeError `KN-FLT-003` for an invalid name, and for a keyword of CESQL
   */
  public static attribute(name: string): CesqlAttribute {
    raise(checkAttribute(name));
    return CesqlAttribute._named(name);
  }

  /**
   * A text, where a method takes an expression.
   * @throws KnativeError `KN-FLT-020` for a value that is not a text
   */
  public static text(value: string): CesqlText {
    raise(checkText('text', value));
    return CesqlText._of(quote(value));
  }

  /**
   * A whole number, where a method takes an expression.
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or does not fit in 32 bits
   */
  public static integer(value: number): CesqlInteger {
    raise(checkNumber('integer', value));
    return CesqlInteger._literal(value);
  }

  /**
   * Texts joined into one.
   * @throws KnativeError `KN-FLT-022` without texts, `KN-FLT-023` for anything else
   */
  public static concat(...texts: CesqlText[]): CesqlText {
    raise(checkList('concat', texts), checkOperands('concat', 'String', texts));
    return CesqlText._of(`CONCAT(${texts.join(', ')})`);
  }

  /**
   * Texts joined into one, with a separator between them.
   * @throws KnativeError `KN-FLT-020` for a separator that is not a text, `KN-FLT-022` without texts, `KN-FLT-023`
   * for anything else among them
   */
  public static concatWs(separator: string, ...texts: CesqlText[]): CesqlText {
    raise(checkText('concatWs', separator), checkList('concatWs', texts), checkOperands('concatWs', 'String', texts));
    return CesqlText._of(`CONCAT_WS(${[quote(separator), ...texts].join(', ')})`);
  }

  /**
   * All conditions hold. They are evaluated in order, up to the first that does not hold.
   * @throws KnativeError `KN-FLT-022` without conditions, `KN-FLT-023` for anything else
   */
  public static all(...conditions: CesqlBoolean[]): CesqlBoolean {
    raise(checkList('all', conditions), checkOperands('all', 'Boolean', conditions));
    return CesqlBoolean._joined('AND', conditions);
  }

  /**
   * At least one condition holds. They are evaluated in order, up to the first that holds.
   * @throws KnativeError `KN-FLT-022` without conditions, `KN-FLT-023` for anything else
   */
  public static any(...conditions: CesqlBoolean[]): CesqlBoolean {
    raise(checkList('any', conditions), checkOperands('any', 'Boolean', conditions));
    return CesqlBoolean._joined('OR', conditions);
  }
}
