import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { clusterOf, groupOf } from '../core';

/** Namespaces of the Knative Services of a program that are for the cluster of a construct, ours or not. */
export function namespacesOfServices(construct: IConstruct): string[] {
  const cluster = clusterOf(construct);
  return construct.node.root.node.findAll().flatMap((object) => {
    if (!ApiObject.isApiObject(object) || object.kind !== 'Service') return [];
    if (groupOf(object.apiVersion) !== 'serving.knative.dev' || clusterOf(object) !== cluster) return [];
    return object.metadata.namespace ?? [];
  });
}
