/**
 * How tightly an expression holds together, the loosest first. `NOT` and a sign bind tighter than any operator between
 * two operands. `AND`, `OR` and `XOR` bind equally, so no two of them are written side by side without parentheses.
 */
export enum Binding { AND, OR, XOR, COMPARISON, SUM, PRODUCT, SIGN, ATOM }

/** An expression of CloudEvents SQL, built with `Cesql`. It never changes. */
export abstract class CesqlExpression {
  /**
   * The type of its value. JavaScript may hand any expression to any method.
   * @internal
   */
  public abstract readonly _type: 'Boolean' | 'Integer' | 'String';

  protected constructor(
    private readonly written: string,
    /**
     * Its `Binding`, which no declaration may name.
     * @internal
     */
    public readonly _binding: number,
  ) {}

  /** The expression as CESQL, as it stands in a manifest. */
  public get text(): string {
    return this.written;
  }

  /** The expression as CESQL. */
  public toString(): string {
    return this.text;
  }

  /**
   * The expression as an operand: in parentheses where it is looser than `binding`.
   * @internal
   */
  public _operand(binding: Binding): string {
    return this._binding < binding ? `(${this.text})` : this.text;
  }
}
