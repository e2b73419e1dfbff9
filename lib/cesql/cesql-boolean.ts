import { raise } from '../core';
import { Binding, CesqlExpression } from './cesql-expression';
import { checkOperands } from './literals';

type Logic = 'AND' | 'OR' | 'XOR';

/** Conditions in a row, each as CESQL. A row within a row is part of it, so that joining copies nothing. */
type Row = readonly (string | Row)[];

/**
 * Conditions in a row without parentheses. Each of them is a level of the tree, and an expression has 500 at most
 * (`parser.ts`).
 */
const LONGEST_ROW = 50;

/**
 * A condition of CloudEvents SQL. `Filter.where` makes a filter of it.
 * @see https://github.com/cloudevents/spec/blob/main/cesql/spec.md
 */
export class CesqlBoolean extends CesqlExpression {
  /** @internal */
  public override readonly _type = 'Boolean';

  /** @internal */
  public static _of(text: string, binding: Binding): CesqlBoolean {
    return new CesqlBoolean(text, binding);
  }

  /** @internal */
  public static _joined(operator: Logic, conditions: readonly CesqlBoolean[]): CesqlBoolean {
    const [only] = conditions;
    if (only !== undefined && conditions.length === 1) return only;
    const binding = Binding[operator];
    const row = conditions.map((one) => (
      one._binding === binding && one.row !== undefined ? one.row : one._operand(Binding.COMPARISON)));
    return new CesqlBoolean('', binding, row);
  }

  private printed: string | undefined;

  private constructor(text: string, binding: Binding, private readonly row?: Row) {
    super(text, binding);
  }

  /**
   * The condition as CESQL, as it stands in a manifest. More than 50 conditions in a row are put into groups, since
   * each of a row nests one level deeper than the one before it.
   */
  public override get text(): string {
    if (this.row === undefined) return super.text;
    this.printed ??= chain(` ${Binding[this._binding] ?? ''} `, operandsOf(this.row));
    return this.printed;
  }

  /**
   * Both hold. The other one is evaluated only where this one holds, so `exists()` may guard it.
   * @throws KnativeError `KN-FLT-023` for anything but a condition built with `Cesql`
   */
  public and(other: CesqlBoolean): CesqlBoolean {
    raise(checkOperands('and', 'Boolean', [other]));
    return CesqlBoolean._joined('AND', [this, other]);
  }

  /**
   * At least one holds. The other one is evaluated only where this one does not hold.
   * @throws KnativeError `KN-FLT-023` as `and`
   */
  public or(other: CesqlBoolean): CesqlBoolean {
    raise(checkOperands('or', 'Boolean', [other]));
    return CesqlBoolean._joined('OR', [this, other]);
  }

  /**
   * Exactly one holds.
   * @throws KnativeError `KN-FLT-023` as `and`
   */
  public xor(other: CesqlBoolean): CesqlBoolean {
    raise(checkOperands('xor', 'Boolean', [other]));
    return CesqlBoolean._joined('XOR', [this, other]);
  }

  /** The condition does not hold. If it fails, for example because an attribute is absent, its negation fails too. */
  public not(): CesqlBoolean {
    return new CesqlBoolean(`NOT ${this._operand(Binding.ATOM)}`, Binding.SIGN);
  }
}

function operandsOf(row: Row): string[] {
  const found: string[] = [];
  const waiting: (string | Row)[] = [row];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (typeof part === 'string') found.push(part);
    else waiting.push(...[...part].reverse());
  }
  return found;
}

/** A row, or groups of about the same size that are a row. */
function chain(operator: string, operands: readonly string[]): string {
  const { length } = operands;
  if (length <= LONGEST_ROW) return operands.join(operator);
  const groups = Math.ceil(length / LONGEST_ROW);
  const start = (group: number) => Math.floor(group * length / groups);
  return chain(operator, Array.from({ length: groups }, (_, group) =>
    `(${operands.slice(start(group), start(group + 1)).join(operator)})`));
}
