import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { CfnPodIdentityAssociation } from 'aws-cdk-lib/aws-eks';
import {
  type IManagedPolicy, ManagedPolicy, PolicyDocument, Role, ServicePrincipal, SessionTagsPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { type IdentityPlace, WellKnownPolicy, type WorkloadIdentity } from '../cluster';
import { type Problem, show } from '../core';

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
  const file = loadBalancerPolicy();
  if (file === undefined) return undefined;
  return PolicyDocument.fromJson(JSON.parse(readFileSync(file.path, 'utf8').replaceAll('arn:aws:', `arn:${place.partition}:`)));
}

/**
 * Checks that there is a policy for every identity that needs the one which aws-cdk-lib brings.
 * @internal
 */
export function checkLoadBalancerPolicy(identities: readonly WorkloadIdentity[]): Problem | undefined {
  const identity = identities.find(({ wellKnown }) => wellKnown === WellKnownPolicy.AWS_LOAD_BALANCER_CONTROLLER);
  if (identity === undefined || loadBalancerPolicy() !== undefined) return undefined;
  return {
    code: 'KN-EKS-016',
    message: `this version of aws-cdk-lib brings no policy for the identity ${show(identity.name)} where others have it`,
    received: identity.name,
    allowed: 'a version of aws-cdk-lib that has the policy of the AWS Load Balancer Controller, or a policy of the program',
    fix: 'write `WorkloadIdentity.of(...)` for that service account, with the policy that the project of the controller publishes',
  };
}

interface PolicyFile {
  readonly version: readonly number[];
  readonly path: string;
}

/** The policy of the AWS Load Balancer Controller that aws-cdk-lib brings for the newest version that it knows. */
function loadBalancerPolicy(): PolicyFile | undefined {
  const folder = path.join(path.dirname(require.resolve('aws-cdk-lib/package.json')), 'aws-eks-v2', 'lib', 'addons');
  const [newest] = filesIn(folder)
    .flatMap((file) => {
      const found = POLICY_FILE.exec(file);
      return found === null ? [] : [{ version: found.slice(1).map(Number), path: path.join(folder, file) }];
    })
    .sort(({ version: [aMajor = 0, aMinor = 0, aPatch = 0] }, { version: [major = 0, minor = 0, patch = 0] }) =>
      major - aMajor || minor - aMinor || patch - aPatch);
  return newest;
}

/** No part of its interface names the folder, so that it may be another one some day. */
function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/**
 * Whether the policy of the AWS Load Balancer Controller is older than version 3, which this library installs.
 * @internal
 */
export function hasOldLoadBalancerPolicy(): boolean {
  return (loadBalancerPolicy()?.version[0] ?? 0) < 3;
}
