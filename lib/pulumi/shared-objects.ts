import * as pulumi from '@pulumi/pulumi';
import { type Problem, type ReadObject, show } from '../core';
import { titleOfObject } from './output-checks';

/** Objects that a `Charts` puts on the cluster of a provider, by their ids, and the name of that `Charts`. */
type Taken = Map<string, string>;

/** By provider, and by engine for objects of the default provider: a process may run several programs. */
const TAKEN = new WeakMap<object, Taken>();

/** What stands for the cluster of an object. */
export type ProviderOf = (object: ReadObject) => pulumi.ProviderResource | undefined;

/**
 * Looks for objects that another `Charts` of the program puts on the same cluster, and keeps what this one does. Two
 * providers may well be two clusters; each kubeconfig is known to the deployment only.
 */
export function checkShared(charts: string, objects: readonly ReadObject[], providerOf: ProviderOf): Problem[] {
  const problems = objects.flatMap((object): Problem[] => {
    const other = takenFrom(providerOf(object))?.get(object.id);
    return other === undefined ? [] : [shared(object, other, charts)];
  });
  if (problems.length > 0) return problems;
  for (const object of objects) takenFrom(providerOf(object))?.set(object.id, charts);
  return [];
}

function takenFrom(provider: pulumi.ProviderResource | undefined): Taken | undefined {
  const key: object | undefined = provider ?? pulumi.runtime.getMonitor();
  if (key === undefined) return undefined;
  const taken = TAKEN.get(key) ?? new Map<string, string>();
  TAKEN.set(key, taken);
  return taken;
}

function shared(object: ReadObject, other: string, charts: string): Problem {
  return {
    code: 'KN-PUL-008',
    message: `${titleOfObject(object)} is put on the cluster by the \`Charts\` ${show(other)} already, and ${show(charts)} `
      + 'would put it there too',
    received: object.identity.name,
    allowed: 'one `Charts` for each object of a cluster',
    fix: 'make it in one of the two apps, or give each `Charts` the `provider` of its own cluster',
  };
}
