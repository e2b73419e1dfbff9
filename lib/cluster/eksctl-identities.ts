import { awsPartitionOf, type Fields } from '../core';
import { present } from '../pod';
import type { ClusterAddon } from './cluster-addon';
import type { ClusterSpec } from './cluster-spec';
import { type EksctlClusterProps, IdentityStyle } from './eksctl-contract';
import { filled } from './eksctl-node-groups';
import type { IdentityPlace, WorkloadIdentity } from './workload-identity';

/** Identities as eksctl writes them: those that an add-on gives to its accounts itself, and all others. */
export interface SortedIdentities {
  readonly ofAddons: ReadonlyMap<ClusterAddon, readonly WorkloadIdentity[]>;
  readonly others: readonly WorkloadIdentity[];
}

/** Sorts identities; of a cluster that exists no add-on is written, so that none of them takes an identity. */
export function sortIdentities({ addons, identities }: ClusterSpec, existing: boolean): SortedIdentities {
  const takers = existing ? [] : addons.filter(({ associatesIdentities }) => associatesIdentities);
  const ofAddons = new Map(takers.map((addon) => (
    [addon, identities.filter((identity) => ownsAccount(addon, identity))]
  )));
  const taken = [...ofAddons.values()].flat();
  return { ofAddons, others: identities.filter((identity) => !taken.includes(identity)) };
}

/** Whether an identity is for a service account that an add-on makes. */
export function ownsAccount(addon: ClusterAddon, { namespace, serviceAccount }: WorkloadIdentity): boolean {
  return addon.serviceAccounts.some((account) => account.namespace === namespace && account.name === serviceAccount);
}

/** What `iam` says; nothing where nobody needs it. */
export function eksctlIam({ spec, existing, identityStyle }: EksctlClusterProps): Fields | undefined {
  const { others } = sortIdentities(spec, existing ?? false);
  const place = placeOf(spec);
  if (identityStyle === IdentityStyle.SERVICE_ACCOUNT) {
    return present({
      withOIDC: true,
      serviceAccounts: others.length === 0 ? undefined : others.map((identity) => account(identity, place)),
    });
  }
  if (others.length === 0) return undefined;
  return { podIdentityAssociations: others.map((identity) => association(identity, place)) };
}

/** What an add-on says of its identities. */
export function identitiesOfAddon(
  identities: readonly WorkloadIdentity[], spec: ClusterSpec, style: IdentityStyle,
): Fields {
  const place = placeOf(spec);
  const [first] = identities;
  if (first === undefined) return {};
  if (style === IdentityStyle.POD_IDENTITY) {
    return { podIdentityAssociations: identities.map((identity) => association(identity, place)) };
  }
  return present({ ...rights(first, place, 'attach'), permissionsBoundary: first.permissionsBoundary });
}

function association(identity: WorkloadIdentity, place: IdentityPlace): Fields {
  const { namespace, serviceAccount, roleName, permissionsBoundary, tags } = identity;
  return present({
    namespace, serviceAccountName: serviceAccount, roleName, permissionsBoundaryARN: permissionsBoundary,
    ...rights(identity, place, 'permission'), tags: filled(tags),
  });
}

function account(identity: WorkloadIdentity, place: IdentityPlace): Fields {
  const { namespace, serviceAccount, labels, roleName, roleOnly, permissionsBoundary, tags } = identity;
  return present({
    metadata: present({ name: serviceAccount, namespace, labels: filled(labels) }),
    ...rights(identity, place, 'attach'),
    roleName,
    roleOnly: roleOnly ? true : undefined,
    permissionsBoundary,
    tags: filled(tags),
  });
}

/** @param verb what the fields of rights begin with, which are called differently in the two styles */
function rights(identity: WorkloadIdentity, place: IdentityPlace, verb: 'attach' | 'permission'): Fields {
  const policy = identity.policy(place);
  const arns = identity.managedPolicyArns(place);
  if (isByName(identity, place)) return { wellKnownPolicies: { [identity.wellKnown ?? '']: true } };
  return present({
    [verb === 'attach' ? 'attachPolicyARNs' : 'permissionPolicyARNs']: arns.length === 0 ? undefined : arns,
    [verb === 'attach' ? 'attachPolicy' : 'permissionPolicy']: policy,
  });
}

/** Whether the rights of an identity are written as the name of a policy that eksctl brings along. */
export function isByName(identity: WorkloadIdentity, place: IdentityPlace): boolean {
  if (identity.wellKnown === undefined) return false;
  return identity.prefersWellKnown || (identity.managedPolicies.length === 0 && identity.policy(place) === undefined);
}

/** What rights are made for. */
export function placeOf({ name, region }: ClusterSpec): IdentityPlace {
  return { clusterName: name, region, partition: awsPartitionOf({ region }) };
}
