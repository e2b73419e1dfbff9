import type { Stack } from 'aws-cdk-lib/core';
import { hasLateValue, type Problem, type ReadObject, titleOfIdentity, unknownKey } from '../core';

/**
 * Follows `resolve` of aws-cdk-lib, which refuses such a key without a word of the object that it is in. A key whose
 * value the program knows after all, as a `Lazy` has it, is none of these.
 */
export function checkLateKeys({ identity, manifest }: ReadObject, stack: Stack): Problem[] {
  return lateKeys(manifest, '').filter(([, key]) => typeof stack.resolve(key) !== 'string')
    .map(([field, key]) => unknownKey(titleOfIdentity(identity), field, key));
}

type LateKey = readonly [field: string, key: string];

/** Nearly all manifests hold none. */
function lateKeys(value: unknown, field: string): LateKey[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => lateKeys(each, `${field}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    hasLateValue(key) ? [[field, key] as const] : lateKeys(each, field === '' ? key : `${field}.${key}`));
}
