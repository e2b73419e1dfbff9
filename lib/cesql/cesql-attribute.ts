import { Binding } from './cesql-expression';
import { CesqlBoolean, CesqlText } from './values';

/** The value of an attribute, as the text that it is in the headers of an event. */
export class CesqlAttribute extends CesqlText {
  /** @internal */
  public static _named(name: string): CesqlAttribute {
    return new CesqlAttribute(name, Binding.ATOM);
  }

  /**
   * Whether the event has the attribute. An expression that asks for an absent one fails as a whole, so ask before:
   * `subject.exists().and(subject.startsWith('eu/'))`.
   */
  public exists(): CesqlBoolean {
    return CesqlBoolean._of(`EXISTS ${this.text}`, Binding.ATOM);
  }
}
