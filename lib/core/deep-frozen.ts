/**
 * A table that programs can read and nobody can change: what is exported is one object for everybody.
 * @internal
 */
export function deepFrozen<const T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const part of Object.values(value)) deepFrozen(part);
    Object.freeze(value);
  }
  return value;
}
