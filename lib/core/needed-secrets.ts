import type { IConstruct } from 'constructs';
import { rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';

/** A Secret that has to be in a cluster, and that no manifest of the program brings. */
export interface NeededSecret {
  readonly namespace: string;
  readonly name: string;
  /** What it is for; never what it holds. */
  readonly reason: string;
}

const NEEDED = new WeakMap<IConstruct, (NeededSecret & { readonly construct: IConstruct })[]>();

/**
 * Says that somebody has to make a Secret in the cluster of a construct. Where its namespace is not known, nothing is
 * said.
 * @internal
 */
export function needSecret(construct: IConstruct, namespace: string | undefined, name: string, reason: string): void {
  // JavaScript may pass what is no reference, which is refused elsewhere.
  if (namespace === undefined || typeof name !== 'string') return;
  const root = rootOf(construct);
  const all = NEEDED.get(root) ?? [];
  all.push({ construct, namespace, name, reason });
  NEEDED.set(root, all);
}

/**
 * The Secrets that somebody has to make in the cluster of a construct, each once, by namespace and name.
 * @internal
 */
export function neededSecretsFor(construct: IConstruct): NeededSecret[] {
  const cluster = clusterOf(construct);
  const all = (NEEDED.get(rootOf(construct)) ?? []).filter((needed) => clusterOf(needed.construct) === cluster);
  const byPlace = new Map<string, NeededSecret>();
  for (const { namespace, name, reason } of all) {
    const place = `${namespace}/${name}`;
    if (!byPlace.has(place)) byPlace.set(place, { namespace, name, reason });
  }
  return [...byPlace].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, secret]) => secret);
}
