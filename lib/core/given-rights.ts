import type { IConstruct } from 'constructs';
import { appChecks, rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';

/** Service accounts of each cluster of an app, as `namespace/name`. */
const GIVEN = new WeakMap<IConstruct, Map<string, Set<string>>>();

/**
 * Says that service accounts have their rights in AWS from the cluster that the objects of a construct are for, so that
 * nobody has to make a role for them.
 * @internal
 */
export function giveRights(construct: IConstruct, accounts: readonly string[]): void {
  const root = rootOf(construct);
  const byCluster = GIVEN.get(root) ?? new Map<string, Set<string>>();
  GIVEN.set(root, byCluster);
  byCluster.set(clusterOf(construct), new Set([...byCluster.get(clusterOf(construct)) ?? [], ...accounts]));
  appChecks(root).changed();
}

/**
 * Whether a service account has its rights in AWS from the cluster of a construct.
 * @internal
 */
export function hasGivenRights(construct: IConstruct, account: string): boolean {
  return GIVEN.get(rootOf(construct))?.get(clusterOf(construct))?.has(account) === true;
}
