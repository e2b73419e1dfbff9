/**
 * What goes wrong in an evaluation, by the kinds of Go. `panic` is what the filter of a broker panics on; `limit` is
 * what Go would go on with, and takes too much room or time here.
 * Follows Go: sdk-go sql/v2, errors/errors.go
 * @internal
 */
export type CesqlFaultKind =
  | 'math' | 'cast' | 'missing-attribute' | 'missing-function' | 'function-evaluation' | 'panic' | 'limit';

/**
 * An evaluation without a value. It is returned and not thrown: absent attributes are everyday.
 * @internal
 */
export interface CesqlFault {
  readonly kind: CesqlFaultKind;
  readonly message: string;
  /** Place in the expression, counted in characters from 0. */
  readonly at: number;
}

/** @internal */
export function isFault(result: string | number | boolean | CesqlFault): result is CesqlFault {
  return typeof result === 'object';
}
