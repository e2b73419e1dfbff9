import { type Problem, show } from '../core';

/** A cluster that the operator reaches from its own, as a ClusterProfile describes it. */
export interface ClusterProfileReference {
  /** Name of the ClusterProfile. */
  readonly name: string;
  /** Namespace of the ClusterProfile. */
  readonly namespace: string;
}

/** @internal */
export function renderClusterProfile({ name, namespace }: ClusterProfileReference): Record<string, unknown> {
  return { name, namespace };
}

/**
 * Follows the CRD in config/crd/bases of the operator.
 * @internal
 */
export function checkClusterProfile({ name, namespace }: ClusterProfileReference): (Problem | undefined)[] {
  return Object.entries({ name, namespace }).map(([field, value]) => {
    if (typeof value === 'string' && value !== '') return undefined;
    return {
      code: 'KN-PLT-011',
      message: `the ${field} ${show(value)} of the cluster profile is none`,
      received: value,
      allowed: 'a text that is not empty',
      fix: `write the ${field} of the ClusterProfile`,
    };
  });
}
