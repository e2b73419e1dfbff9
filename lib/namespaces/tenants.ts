import type { IConstruct } from 'constructs';
import { clusterOf, rootOf } from '../core';
import { ConfigurationBase } from '../serving';

interface Placed extends IConstruct {
  readonly namespace?: string;
}

/** What of a sort lies in a namespace. */
export function objectsIn<T extends Placed>(
  namespace: IConstruct, name: string, is: (construct: IConstruct) => construct is T,
): T[] {
  const cluster = clusterOf(namespace);
  return rootOf(namespace).node.findAll().filter(is)
    .filter((each) => each.namespace === name && clusterOf(each) === cluster);
}

/** What has revisions in a namespace. */
export function servicesIn(namespace: IConstruct, name: string): ConfigurationBase[] {
  return objectsIn(namespace, name, (construct) => construct instanceof ConfigurationBase);
}
