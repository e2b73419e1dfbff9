import type { IConstruct } from 'constructs';
import { apiObjectsAmong, type Fields, fieldsOf, hasLateValue, renderedOrNothing, show, showAll } from '../core';
import type { ClusterSpec } from './cluster-spec';
import type { WorkloadIdentity } from './workload-identity';

/** Accounts in namespaces of the cluster, of Knative and of controllers are made by others. */
const OF_OTHERS = /^(kube-|knative-|cert-manager$|external-dns$)/;
const FIELDS = ['serviceAccountName', 'serviceAccount'];

/**
 * Says which identities are for a service account that no object of an app is or runs as, although the app has objects
 * in its namespace: pods would run without rights in AWS, and nobody would say why.
 */
export function identitiesWithoutUse(found: readonly IConstruct[], spec: ClusterSpec): string[] {
  const asking = spec.identities.filter((identity) => mayBeUnused(identity, spec));
  if (asking.length === 0) return [];
  const used = accountsIn(found);
  return asking.flatMap(({ name, namespace, serviceAccount }) => {
    const there = used.get(namespace);
    if (there === undefined || there.has(serviceAccount)) return [];
    const accounts = showAll([...there].map((each) => `${namespace}/${each}`));
    return [`the identity ${show(name)} gives rights to ${show(`${namespace}/${serviceAccount}`)}, and nothing of the app runs as that `
      + `account; ${there.size === 0 ? 'no service account of that namespace is in the app' : `the app has ${accounts}`}`];
  });
}

/** `default` is the account of all pods that name none. */
function mayBeUnused({ namespace, serviceAccount }: WorkloadIdentity, { addons }: ClusterSpec): boolean {
  const ofAddons = addons.flatMap(({ serviceAccounts }) => serviceAccounts);
  return serviceAccount !== 'default' && !OF_OTHERS.test(namespace)
    && !ofAddons.some((each) => each.namespace === namespace && each.name === serviceAccount);
}

/** Accounts that an app has or names, by the namespaces in which it has objects. */
function accountsIn(found: readonly IConstruct[]): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const object of apiObjectsAmong(found)) {
    const { kind, name, metadata: { namespace } } = object;
    const there = kind === 'Namespace' ? name : namespace;
    if (there === undefined) continue;
    const accounts = all.get(there) ?? new Set<string>();
    all.set(there, accounts);
    if (kind === 'ServiceAccount') accounts.add(name);
    for (const account of named(fieldsOf(renderedOrNothing(object)).spec)) accounts.add(account);
  }
  return all;
}

/** Names of accounts, wherever an object has them. */
function named(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(named);
  return Object.entries(value as Fields).flatMap(([key, each]) =>
    FIELDS.includes(key) && typeof each === 'string' && !hasLateValue(each) ? [each] : named(each));
}
