import type { CesqlType } from './possible';

/**
 * What a function takes and gives.
 * @internal
 */
export interface Signature {
  readonly takes: readonly (CesqlType | 'Any')[];
  /** Type of any number of further arguments. */
  readonly rest?: CesqlType;
  readonly gives: CesqlType;
}

/** The function that Knative adds for its own triggers. @internal */
export const VERIFY = 'KN_VERIFY_CORRELATION_ID';

/** Follows Go: sdk-go sql/v2, runtime/functions_resolver.go, and pkg/requestreply/cesql.go for the last one. */
const SIGNATURES: Readonly<Record<string, readonly Signature[]>> = {
  INT: [{ takes: ['Any'], gives: 'Integer' }],
  BOOL: [{ takes: ['Any'], gives: 'Boolean' }],
  STRING: [{ takes: ['Any'], gives: 'String' }],
  IS_BOOL: [{ takes: ['Any'], gives: 'Boolean' }],
  IS_INT: [{ takes: ['Any'], gives: 'Boolean' }],
  ABS: [{ takes: ['Integer'], gives: 'Integer' }],
  LENGTH: [{ takes: ['String'], gives: 'Integer' }],
  CONCAT: [{ takes: [], rest: 'String', gives: 'String' }],
  CONCAT_WS: [{ takes: ['String'], rest: 'String', gives: 'String' }],
  LOWER: [{ takes: ['String'], gives: 'String' }],
  UPPER: [{ takes: ['String'], gives: 'String' }],
  TRIM: [{ takes: ['String'], gives: 'String' }],
  LEFT: [{ takes: ['String', 'Integer'], gives: 'String' }],
  RIGHT: [{ takes: ['String', 'Integer'], gives: 'String' }],
  SUBSTRING: [
    { takes: ['String', 'Integer'], gives: 'String' },
    { takes: ['String', 'Integer', 'Integer'], gives: 'String' },
  ],
  [VERIFY]: [{ takes: ['String', 'String', 'String', 'String', 'Integer', 'Integer'], gives: 'Boolean' }],
};

/** Names that a program may call. @internal */
export const FUNCTIONS: readonly string[] = Object.keys(SIGNATURES).filter((name) => name !== VERIFY);

/** All functions of a name. @internal */
export function signaturesOf(name: string): readonly Signature[] {
  return Object.hasOwn(SIGNATURES, name) ? SIGNATURES[name] ?? [] : [];
}

/** The function that is called with so many arguments. @internal */
export function signatureOf(name: string, count: number): Signature | undefined {
  const all = signaturesOf(name);
  return all.find(({ takes, rest }) => rest === undefined && takes.length === count)
    ?? all.find(({ takes, rest }) => rest !== undefined && takes.length <= count);
}
