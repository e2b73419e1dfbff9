import { raise } from '../core';
import { Binding } from './cesql-expression';
import { CesqlBoolean } from './cesql-boolean';
import { CesqlText } from './cesql-text';
import { checkCallback, checkOperands } from './literals';

/** The value of an attribute, as text: the form in which the headers of an event carry it. */
export class CesqlAttribute extends CesqlText {
  /** @internal */
  public static _named(name: string): CesqlAttribute {
    return new CesqlAttribute(name, Binding.ATOM);
  }

  /** Whether the event has the attribute. */
  public exists(): CesqlBoolean {
    return CesqlBoolean._of(`EXISTS ${this.text}`, Binding.ATOM);
  }

  /**
   * The event has the attribute, and its value meets a condition:
   * `Cesql.attribute('price').existsAnd((price) => price.toInteger().greaterThan(100))` is
   * `EXISTS price AND INT(price) > 100`. Use it for every attribute that an event may lack: an expression that reads an
   * absent one fails, and then its negation fails too.
   * @throws KnativeError `KN-FLT-023` for anything but a function that returns a condition built with `Cesql`
   */
  public existsAnd(condition: (value: CesqlText) => CesqlBoolean): CesqlBoolean {
    raise(checkCallback('existsAnd', condition));
    const met = condition(this);
    raise(checkOperands('existsAnd', 'Boolean', [met]));
    return this.exists().and(met);
  }
}
