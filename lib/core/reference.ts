import { checkName, DNS_1123_SUBDOMAIN } from './names';
import { type Problem, show } from './problem';

/** Where an object of the cluster is: what a Knative reference says of it. */
export interface ObjectReference {
  /** Group and version: `serving.knative.dev/v1`. */
  readonly apiVersion: string;
  /** Kind: `Service`. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /**
   * Namespace of the object.
   * @default - the namespace of the object that refers to it
   */
  readonly namespace?: string;
}

const REQUIRED = ['apiVersion', 'kind', 'name'] as const;

/**
 * The fields of a reference: an object of cdk8s-plus fits the type too, and has them as getters.
 * @internal
 */
export function copyReference({ apiVersion, kind, name, namespace }: ObjectReference): ObjectReference {
  return { apiVersion, kind, name, namespace };
}

/**
 * Checks a reference that a program wrote by hand. Follows Go: knative.dev/pkg/apis/duck/v1/knative_reference.go
 * @internal
 */
export function checkReference(reference: ObjectReference): Problem | undefined {
  const empty = REQUIRED.find((field) => (reference[field] ?? '').trim() === '');
  if (empty === undefined) return checkName(`name for a ${reference.kind}`, reference.name, DNS_1123_SUBDOMAIN, 'KN-NAM-001');
  return {
    code: 'KN-SNK-004',
    message: `a reference has no ${show(empty)}`,
    received: reference,
    allowed: 'apiVersion, kind and name, none of them empty',
    fix: "write `{ apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' }`",
  };
}
