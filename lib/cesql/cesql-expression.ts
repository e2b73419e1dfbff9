/**
 * How an expression holds together, the loosest first. `NOT` and a sign bind tighter than everything else, the three
 * operators of logic equally, so that no two of them are written side by side.
 */
export enum Binding { AND, OR, XOR, COMPARISON, SUM, PRODUCT, SIGN, ATOM }

/** An expression of CloudEvents SQL, made with `Cesql`. It never changes. */
export abstract class CesqlExpression {
  protected constructor(
    /** The expression as CESQL, as it stands in a manifest. */
    public readonly text: string,
    /**
     * Its `Binding`, which no declaration may name.
     * @internal
     */
    public readonly _binding: number,
  ) {}

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
