import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';
import {
  type IManagedPolicy, ManagedPolicy, PolicyDocument, Role, ServicePrincipal, SessionTagsPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type IdentityPlace, WellKnownPolicy, type WorkloadIdentity } from '../cluster';

/** What EKS calls itself where pods take on a role. */
const PODS = 'pods.eks.amazonaws.com';
const POLICY_FILE = /^alb-iam_policy-v(\d+)\.(\d+)\.(\d+)\.json$/;

/**
 * The role of the pods of one service account.
 * @internal
 */
export class IdentityRole extends Construct {
  public readonly role: Role;

  constructor(scope: Construct, public readonly identity: WorkloadIdentity, place: IdentityPlace) {
    super(scope, `Identity-${identity.name}`);
    const { namespace, serviceAccount, roleName, permissionsBoundary } = identity;
    const policy = policyOf(identity, place);
    this.role = new Role(this, 'Role', {
      roleName,
      description: `Pods of ${namespace}/${serviceAccount} in the cluster ${place.clusterName}`,
      assumedBy: new SessionTagsPrincipal(new ServicePrincipal(PODS)),
      // In the role itself: a policy beside it would come later than what takes the role on.
      ...policy === undefined ? {} : { inlinePolicies: { [identity.name]: policy } },
      managedPolicies: identity.managedPolicies.map((name, index) => this.managedPolicy(`Policy${index}`, name)),
      ...permissionsBoundary === undefined
        ? {}
        : { permissionsBoundary: this.managedPolicy('PermissionsBoundary', permissionsBoundary) },
    });
    for (const [key, value] of Object.entries(identity.tags)) Tags.of(this.role).add(key, value);
  }

  /** Gives the role to the service account. Pods that start before have no rights, so that this comes before them. */
  public associate(clusterName: string): CfnPodIdentityAssociation {
    const { namespace, serviceAccount } = this.identity;
    return new CfnPodIdentityAssociation(this, 'Association', {
      clusterName, namespace, serviceAccount, roleArn: this.role.roleArn,
    });
  }

  private managedPolicy(id: string, name: string): IManagedPolicy {
    return name.includes(':') ? ManagedPolicy.fromManagedPolicyArn(this, id, name) : ManagedPolicy.fromAwsManagedPolicyName(name);
  }
}

function policyOf(identity: WorkloadIdentity, place: IdentityPlace): PolicyDocument | undefined {
  const least = identity.policy(place);
  if (least !== undefined) return PolicyDocument.fromJson(least);
  if (identity.wellKnown !== WellKnownPolicy.AWS_LOAD_BALANCER_CONTROLLER) return undefined;
  const { document } = loadBalancerPolicy();
  return PolicyDocument.fromJson(JSON.parse(document.replaceAll('arn:aws:', `arn:${place.partition}:`)));
}

/** The policy of the AWS Load Balancer Controller that aws-cdk-lib brings for the newest version that it knows. */
function loadBalancerPolicy(): { readonly version: readonly number[]; readonly document: string } {
  const folder = path.join(path.dirname(require.resolve('aws-cdk-lib/package.json')), 'aws-eks-v2', 'lib', 'addons');
  const versions = readdirSync(folder)
    .flatMap((file) => {
      const found = POLICY_FILE.exec(file);
      return found === null ? [] : [found.slice(1).map(Number)];
    })
    .sort(([aMajor = 0, aMinor = 0, aPatch = 0], [major = 0, minor = 0, patch = 0]) =>
      major - aMajor || minor - aMinor || patch - aPatch);
  const version = versions[0] ?? [];
  return { version, document: readFileSync(path.join(folder, `alb-iam_policy-v${version.join('.')}.json`), 'utf8') };
}

/**
 * Whether the policy of the AWS Load Balancer Controller is older than version 3, which this library installs.
 * @internal
 */
export function hasOldLoadBalancerPolicy(): boolean {
  return (loadBalancerPolicy().version[0] ?? 0) < 3;
}
