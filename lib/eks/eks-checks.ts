import { Stack, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { type ClusterSpec, clusterVersion } from '../cluster';
import { KnativeError, type Problem, repeatedIn, show } from '../core';

/** How far the minor version of kubectl may be from that of the API server. */
const SKEW = 1;
/** Classes of the packages of AWS: `KubectlV35Layer` brings kubectl 1.35. */
const LAYER_CLASS = /^KubectlV(\d+)Layer$/;

/**
 * The stack that a construct lies in.
 * @throws KnativeError `KN-EKS-013` when it lies in none
 * @internal
 */
export function stackOf(scope: Construct): Stack {
  if (scope.node.scopes.some((each) => Stack.isStack(each))) return Stack.of(scope);
  throw new KnativeError({
    code: 'KN-EKS-013',
    message: `a cluster of the AWS CDK lies in ${show(scope.node.path)}, which is in no stack`,
    received: scope.node.path,
    allowed: 'a stack of the AWS CDK, or a construct in one',
    fix: 'write `new Stack(new App(), \'cluster\', { env: { region } })` with `App` and `Stack` of `aws-cdk-lib`',
  });
}

/**
 * Checks that a stack goes to the region of a cluster: ARNs and zones of the specification hold for that one alone.
 * @internal
 */
export function checkRegion({ stackName, region: actual }: Stack, region: string): Problem | undefined {
  if (actual === region) return undefined;
  return {
    code: 'KN-EKS-001',
    message: Token.isUnresolved(actual)
      ? `the stack ${show(stackName)} says no region, and the cluster is one of ${show(region)}`
      : `the stack ${show(stackName)} goes to ${show(actual)}, and the cluster is one of ${show(region)}`,
    received: Token.isUnresolved(actual) ? undefined : actual,
    allowed: 'a stack in the region of the cluster',
    fix: `write \`env: { region: '${region}' }\` for the stack`,
  };
}

/**
 * Checks what of a specification the AWS CDK cannot make.
 * @internal
 */
export function checkRoute({ network, endpoints }: ClusterSpec): (Problem | undefined)[] {
  const existing: Problem | undefined = network.vpcId === undefined ? undefined : {
    code: 'KN-EKS-002',
    message: `the network of the specification is the VPC ${show(network.vpcId)}, by ids, which is for eksctl`,
    received: network.vpcId,
    allowed: 'with the AWS CDK, a VPC construct',
    fix: `leave \`network\` out, and write \`vpc: Vpc.fromLookup(this, 'vpc', { vpcId: '${network.vpcId}' })\` for the cluster`,
  };
  const both = endpoints.privateAccess || endpoints.allowedCidrs === undefined;
  const restricted: Problem | undefined = both ? undefined : {
    code: 'KN-EKS-007',
    message: 'the public endpoint is restricted and there is no private one, which the AWS CDK refuses: nodes would reach neither',
    received: endpoints.allowedCidrs,
    allowed: 'restrictions where there is a private endpoint too',
    fix: 'write `ClusterEndpoints.publicAndPrivate({ allowedCidrs })`',
  };
  return [existing, restricted];
}

/**
 * Checks that a layer brings a kubectl that fits a cluster. Only layers of AWS tell their version, by the name of their
 * class: any other one is taken as it is, and so is one whose class a bundler gave another name.
 * @see https://kubernetes.io/releases/version-skew-policy/#kubectl
 * @internal
 */
export function checkKubectlLayer(layer: object | undefined, version: string): Problem | undefined {
  const [, brought] = LAYER_CLASS.exec(layer?.constructor.name ?? '') ?? [];
  const wanted = Number(version.split('.')[1]);
  if (brought === undefined || Number.isNaN(wanted) || Math.abs(Number(brought) - wanted) <= SKEW) return undefined;
  return {
    code: 'KN-EKS-004',
    message: `the layer brings kubectl 1.${brought}, which is too far from Kubernetes ${show(version)}`,
    received: `1.${brought}`,
    allowed: 'a kubectl whose minor version is that of the cluster, or next to it',
    fix: howToGetLayer(version),
  };
}

/**
 * The problem of what needs kubectl where nothing runs it.
 * @internal
 */
export function noKubectl(clusterName: string, version: string, purpose: string): Problem {
  return {
    code: 'KN-EKS-003',
    message: `the cluster ${show(clusterName)} needs a kubectl layer ${purpose}`,
    received: undefined,
    allowed: 'a layer of AWS Lambda with kubectl and Helm',
    fix: howToGetLayer(version),
  };
}

/** Checks that a value of which ids of resources are made is known. @internal */
export function checkKnown(field: string, value: string): Problem | undefined {
  if (typeof value === 'string' && !Token.isUnresolved(value)) return undefined;
  return {
    code: 'KN-EKS-014',
    message: `\`${field}\` is known only when the program is deployed, and ids of resources are made of it`,
    received: undefined,
    allowed: 'a text that stands in the program',
    fix: `write \`${field}: '${field === 'version' ? '1.35' : 'my-cluster'}'\`, for example`,
  };
}

/**
 * Checks that nobody is made admin twice, which the deployment would fail with.
 * @internal
 */
export function checkAdmins(principals: readonly string[]): Problem | undefined {
  const twice = repeatedIn(principals)[0];
  if (twice === undefined) return undefined;
  return {
    code: 'KN-EKS-010',
    message: Token.isUnresolved(twice) ? 'a role is made admin twice' : `${show(twice)} is made admin twice`,
    received: Token.isUnresolved(twice) ? undefined : twice,
    allowed: 'everybody once, in the specification or in `admins` of the cluster',
    fix: 'take one of them out',
  };
}

/**
 * Checks that one key is given, not two.
 * @internal
 */
export function checkKeys(keyArn: string | undefined, key: object | undefined): Problem | undefined {
  if (keyArn === undefined || key === undefined) return undefined;
  return {
    code: 'KN-EKS-009',
    message: `the specification names the key ${show(keyArn)}, and the cluster is given another one as a construct`,
    received: keyArn,
    allowed: 'one of the two',
    fix: 'leave `encryptionKeyArn` of the specification out, or `encryptionKey` of the cluster',
  };
}

function howToGetLayer(version: string): string {
  const known = clusterVersion(version);
  if (known === undefined) return 'pass a `LayerVersion` with kubectl and Helm as `kubectlLayer`';
  const { kubectlLayer, kubectlLayerClass } = known;
  return `install \`${kubectlLayer}\`, and write \`kubectlLayer: new ${kubectlLayerClass}(this, 'kubectl')\``;
}
