import { childName, groupOf, KINDS, type MadeObject } from '../core';

/**
 * What is made for a ContainerSource; follows pkg/reconciler/containersource/resources/names.go of Eventing.
 * @internal
 */
export function madeByContainerSource(name: string): MadeObject[] {
  const { apiVersion, kind } = KINDS.sinkBinding;
  return [
    { group: 'apps', kind: 'Deployment', name: childName(name, '-deployment') },
    { group: groupOf(apiVersion), kind, name: childName(name, '-sinkbinding') },
  ];
}

/**
 * What is made for an IntegrationSource: a ContainerSource and what that makes; follows
 * pkg/reconciler/integration/source/resources/names.go of Eventing.
 * @internal
 */
export function madeByIntegrationSource(name: string): MadeObject[] {
  const { apiVersion, kind } = KINDS.containerSource;
  const source = childName(name, '-containersource');
  return [{ group: groupOf(apiVersion), kind, name: source }, ...madeByContainerSource(source)];
}
