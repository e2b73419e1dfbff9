import type { IConstruct } from 'constructs';
import { appChecks, rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';

/** A namespace that services run in, as records and policies see it. */
export interface ServicesNamespaceDescription {
  readonly name: string;
  /** Whether it gets a certificate for all names of the namespace. */
  readonly wildcard: boolean;
}

interface Noted {
  readonly construct: IConstruct;
  readonly describe: () => ServicesNamespaceDescription;
}

const NOTED = new WeakMap<IConstruct, Noted[]>();

/**
 * Says that services run in a namespace. It is asked for at synth, so that the order of creation does not matter.
 * @internal
 */
export function noteServicesNamespace(construct: IConstruct, describe: () => ServicesNamespaceDescription): void {
  const root = rootOf(construct);
  NOTED.set(root, [...NOTED.get(root) ?? [], { construct, describe }]);
  appChecks(root).changed();
}

/**
 * The namespaces that services run in, in the cluster of a construct, each once and sorted by name.
 * @internal
 */
export function servicesNamespacesFor(construct: IConstruct): ServicesNamespaceDescription[] {
  const cluster = clusterOf(construct);
  const byName = new Map<string, ServicesNamespaceDescription>();
  for (const noted of NOTED.get(rootOf(construct)) ?? []) {
    if (clusterOf(noted.construct) !== cluster) continue;
    const { name, wildcard } = noted.describe();
    byName.set(name, { name, wildcard: wildcard || byName.get(name)?.wildcard === true });
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
