import { CfnAddon } from 'aws-cdk-lib/aws-eks';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ClusterAddon, WorkloadIdentity } from '../cluster';
import type { IdentityRole } from './eks-identities';

/**
 * An add-on of EKS. The construct of aws-cdk-lib for it knows nothing of pod identities and of conflicts.
 * @param roles those of the service accounts that the add-on gives them to itself
 * @internal
 */
export function eksAddon(
  scope: Construct, addon: ClusterAddon, clusterName: string, roles: readonly IdentityRole[],
): CfnAddon {
  const { name, version, configuration, namespace } = addon;
  return new CfnAddon(scope, `Addon-${name}`, {
    clusterName,
    addonName: name,
    addonVersion: version,
    configurationValues: configuration && Stack.of(scope).toJsonString(configuration),
    namespaceConfig: namespace === undefined ? undefined : { namespace },
    podIdentityAssociations: roles.length === 0
      ? undefined
      : roles.map(({ identity, role }) => ({ serviceAccount: identity.serviceAccount, roleArn: role.roleArn })),
    // What the program says holds, whatever somebody changed by hand.
    resolveConflicts: 'OVERWRITE',
    preserveOnDelete: false,
  });
}

/**
 * Whether an add-on gives a role to a service account itself.
 * @internal
 */
export function associates(addon: ClusterAddon, { identity }: IdentityRole): boolean {
  return addon.associatesIdentities && ownsAccount(addon, identity);
}

/**
 * Whether a service account is one of an add-on.
 * @internal
 */
export function ownsAccount(
  { serviceAccounts, namespace: chosen }: ClusterAddon, account: WorkloadIdentity,
): boolean {
  return serviceAccounts.some(({ namespace, name }) =>
    (chosen ?? namespace) === account.namespace && name === account.serviceAccount);
}
