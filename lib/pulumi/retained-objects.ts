import { groupOf, type ReadObject } from '../core';

/**
 * Whether an object stays in the cluster when Pulumi no longer has it: with a definition all objects of its kind would
 * go, and with a namespace all that is in it, whoever made them.
 */
export function staysInCluster({ identity: { apiVersion, kind } }: ReadObject): boolean {
  const group = groupOf(apiVersion);
  return group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition' || group === '' && kind === 'Namespace';
}
