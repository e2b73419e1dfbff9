import { raise } from '../core';
import { CesqlBoolean } from './cesql-boolean';
import { Binding, CesqlExpression } from './cesql-expression';
// Texts and numbers make each other, but only when a method runs, after both files have been loaded.
import { CesqlInteger } from './cesql-integer';
import {
  checkInPattern, checkList, checkNumber, checkOperands, checkPart, checkPattern, checkText, escaped, quote, setOf,
} from './literals';

/**
 * A text of CloudEvents SQL. Comparisons are exact and case-sensitive. Positions and lengths count bytes of UTF-8; a
 * Kafka broker counts characters.
 */
export class CesqlText extends CesqlExpression {
  /** @internal */
  public override readonly _type = 'String';

  /** @internal */
  public static _of(text: string): CesqlText {
    return new CesqlText(text, Binding.ATOM);
  }

  /**
   * It is this text.
   * @throws KnativeError `KN-FLT-020` for a value that is not a text
   */
  public equals(text: string): CesqlBoolean {
    raise(checkText('equals', text));
    return this.compared('=', quote(text));
  }

  /**
   * It is another text. An absent attribute fails.
   * @throws KnativeError `KN-FLT-020` for a value that is not a text
   */
  public notEquals(text: string): CesqlBoolean {
    raise(checkText('notEquals', text));
    return this.compared('!=', quote(text));
  }

  /**
   * It is the same text as another expression.
   * @throws KnativeError `KN-FLT-023` for anything but a text built with `Cesql`
   */
  public equalsExpression(other: CesqlText): CesqlBoolean {
    raise(checkOperands('equalsExpression', 'String', [other]));
    return this.compared('=', other.text);
  }

  /**
   * It is another text than that of another expression.
   * @throws KnativeError `KN-FLT-023` as `equalsExpression`
   */
  public notEqualsExpression(other: CesqlText): CesqlBoolean {
    raise(checkOperands('notEqualsExpression', 'String', [other]));
    return this.compared('!=', other.text);
  }

  /**
   * It is one of these texts.
   * @throws KnativeError `KN-FLT-020` for a value that is not a text, `KN-FLT-022` without texts
   */
  public in(...texts: string[]): CesqlBoolean {
    raise(checkList('in', texts), ...texts.map((text) => checkText('in', text)));
    return this.compared('IN', setOf(texts.map(quote)));
  }

  /**
   * It is none of these texts. An absent attribute fails.
   * @throws KnativeError `KN-FLT-020` for a value that is not a text, `KN-FLT-022` without texts
   */
  public notIn(...texts: string[]): CesqlBoolean {
    raise(checkList('notIn', texts), ...texts.map((text) => checkText('notIn', text)));
    return this.compared('NOT IN', setOf(texts.map(quote)));
  }

  /**
   * It matches a pattern, in which `%` stands for any text and `_` for one byte: `like('order.%')`. Write `\%` and `\_`
   * for the characters themselves. In Knative 1.23 a `%` of the value matches only the `%` of the pattern, so
   * `like('a%')` misses `a%b`; `startsWith` and `endsWith` have no such gap. On a Kafka broker `_` stands for one
   * character, and backslashes are read differently, which is a warning.
   * @throws KnativeError `KN-FLT-020` for a pattern that CESQL cannot quote
   */
  public like(pattern: string): CesqlBoolean {
    raise(checkPattern(pattern));
    return this.compared('LIKE', quote(pattern));
  }

  /**
   * It does not match a pattern. An absent attribute fails.
   * @throws KnativeError `KN-FLT-020` as `like`
   */
  public notLike(pattern: string): CesqlBoolean {
    raise(checkPattern(pattern, 'notLike'));
    return this.compared('NOT LIKE', quote(pattern));
  }

  /**
   * It begins with a text. On a Kafka broker, which counts characters instead of bytes, the text has to be ASCII.
   * @throws KnativeError `KN-FLT-020` for an empty text, and a value that is not a text
   */
  public startsWith(text: string): CesqlBoolean {
    raise(checkPart('startsWith', text));
    return this.left(Buffer.byteLength(text)).equals(text);
  }

  /**
   * It ends with a text. On a Kafka broker, which counts characters instead of bytes, the text has to be ASCII.
   * @throws KnativeError `KN-FLT-020` for an empty text, and a value that is not a text
   */
  public endsWith(text: string): CesqlBoolean {
    raise(checkPart('endsWith', text));
    return this.right(Buffer.byteLength(text)).equals(text);
  }

  /**
   * It contains a text; `%` and `_` stand for themselves, as `\%` and `\_`. A Kafka broker reads these differently, and
   * its triggers get the warning `kafka-cesql-pattern`: look for a part without `%` and `_` there, or use `startsWith`
   * or `endsWith`. As with every pattern, Knative 1.23 may miss the text in a value that has a `%` itself.
   * @throws KnativeError `KN-FLT-020` for an empty text, one that ends in a backslash, and one that CESQL cannot quote
   */
  public contains(text: string): CesqlBoolean {
    raise(checkPart('contains', text), checkInPattern(text));
    return this.like(`%${escaped(text)}%`);
  }

  /** Whether `toInteger` has a value. */
  public isInteger(): CesqlBoolean {
    return CesqlBoolean._of(`IS_INT(${this.text})`, Binding.ATOM);
  }

  /** Whether `toBoolean` has a value. */
  public isBoolean(): CesqlBoolean {
    return CesqlBoolean._of(`IS_BOOL(${this.text})`, Binding.ATOM);
  }

  /** The text as a whole number. Any other text fails. */
  public toInteger(): CesqlInteger {
    return CesqlInteger._of(`INT(${this.text})`, Binding.ATOM);
  }

  /** Whether the text is `true`, in any case. Anything but `true` and `false` fails. */
  public toBoolean(): CesqlBoolean {
    return CesqlBoolean._of(`BOOL(${this.text})`, Binding.ATOM);
  }

  /** The length of the text in bytes. */
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

  /** The text without leading and trailing white space. */
  public trim(): CesqlText {
    return this.call('TRIM');
  }

  /**
   * The first bytes of the text; all of it where it is shorter.
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or is below zero
   */
  public left(bytes: number): CesqlText {
    raise(checkNumber('left', bytes, 0));
    return this.call('LEFT', bytes);
  }

  /**
   * The last bytes of the text; all of it where it is shorter.
   * @throws KnativeError `KN-FLT-021` for a number that is not whole, or is below zero
   */
  public right(bytes: number): CesqlText {
    raise(checkNumber('right', bytes, 0));
    return this.call('RIGHT', bytes);
  }

  /**
   * The text from a byte on, the first of which is 1. A text with fewer bytes fails.
   * @param bytes maximum length
   * @default - up to the end
   * @throws KnativeError `KN-FLT-021` for a position that is not whole, or is below 1, and for a negative length
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
