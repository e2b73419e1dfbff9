import { createHash } from 'crypto';
import { CfnAccessEntry } from 'aws-cdk-lib/aws-eks';
import {
  AccessEntry, AccessEntryType, AccessPolicy, AccessPolicyArn, AccessScopeType, type Cluster,
} from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ClusterSpec } from '../cluster';
import { refuse } from '../core';
import { checkAdmins } from './eks-checks';

/**
 * Lets admins in: those of the specification, and roles of the program.
 * @internal
 */
export function grantAdmins(
  scope: Construct, cluster: Cluster, spec: ClusterSpec, admins: readonly IRole[],
): void {
  const named = [
    ...spec.admins.map(({ principalArn }) => ({ principal: principalArn, known: principalArn })),
    ...admins.map(({ roleArn, node }) => ({
      principal: roleArn, known: Token.isUnresolved(roleArn) ? node.path : roleArn,
    })),
  ];
  const principals = named.map(({ principal }) => principal);
  refuse(scope, checkAdmins(principals));
  const accessPolicies = [AccessPolicy.fromAccessPolicyName('AmazonEKSClusterAdminPolicy', {
    accessScopeType: AccessScopeType.CLUSTER,
  })];
  named.forEach(({ principal, known }, index) => {
    if (principals.indexOf(principal) < index) return;
    // An entry that changed its place in a list would be made again before the old one is gone, and be refused.
    const id = `Admin-${createHash('sha256').update(known).digest('hex').slice(0, 8)}`;
    new AccessEntry(scope, id, { cluster, principal, accessPolicies });
  });
}

/**
 * Lets nodes in whose pools the program writes itself: of roles, EKS knows only the one that it was told of for its own
 * pools.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html
 * @internal
 */
export function grantOwnPools(scope: Construct, cluster: Cluster, nodes: IRole, { autoMode }: ClusterSpec): void {
  if (autoMode === undefined || autoMode.nodePools.length > 0) return;
  // Older versions of aws-cdk-lib refuse a policy for nodes in their own construct.
  new CfnAccessEntry(scope, 'NodeAccess', {
    clusterName: cluster.clusterName,
    principalArn: nodes.roleArn,
    type: AccessEntryType.EC2,
    accessPolicies: [{
      accessScope: { type: AccessScopeType.CLUSTER }, policyArn: AccessPolicyArn.of('AmazonEKSAutoNodePolicy').policyArn,
    }],
  });
}
