import { DNS_1123_SUBDOMAIN, type Problem, checkName, show } from '../core';

/**
 * Anything that a pod names. Constructs know their namespace; a bare reference may not.
 * @internal
 */
export interface NamedObject {
  readonly name: string;
  readonly namespace?: string;
}

/**
 * Checks the name of an object that a pod refers to, as the API server would check that object's own name.
 * @internal
 */
export function checkReferenceName(kind: string, name: string): Problem | undefined {
  return checkName(`name for a ${kind}`, name, DNS_1123_SUBDOMAIN, 'KN-POD-039');
}

/**
 * Checks a key of a Secret or ConfigMap; follows `IsConfigMapKey` in apimachinery's validation.go.
 * @internal
 */
export function checkKey(kind: string, key: string): Problem | undefined {
  const valid = /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..');
  if (valid) return undefined;
  return {
    code: 'KN-POD-008',
    message: `${show(key)} is no key of a ${kind}`,
    received: key,
    allowed: 'letters, digits, dashes, underscores and dots, at most 253 of them, not `.` and no `..` in front',
    fix: 'write the key as the object has it, such as `connection-string`',
  };
}

/**
 * Checks that an object lies where a pod in `namespace` finds it: pods see their own namespace only.
 * @internal
 */
export function checkSameNamespace(
  kind: string, reference: NamedObject, namespace: string | undefined,
): Problem | undefined {
  const there = namespaceOf(reference);
  if (there === undefined || namespace === undefined || there === namespace) return undefined;
  return {
    code: 'KN-NAM-007',
    message: `${kind} ${show(reference.name)} lies in namespace ${show(there)}, but the pod that needs it runs in `
      + show(namespace),
    received: there,
    allowed: `a ${kind} in namespace ${show(namespace)}`,
    fix: `make the ${kind} in a chart with the namespace ${show(namespace)}`,
  };
}

/** Objects of this library say their namespace themselves, those of cdk8s-plus have it in their metadata. */
function namespaceOf(reference: NamedObject): string | undefined {
  if (typeof reference.namespace === 'string') return reference.namespace;
  const metadata: unknown = 'metadata' in reference ? reference.metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('namespace' in metadata)) return undefined;
  return typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
}
