import { Size } from 'cdk8s';
import { ClusterCapacity, ClusterSpec, type EksctlClusterProps, IdentityStyle, WorkloadIdentity } from '../../lib';

/** The cluster of the article, as its configuration for eksctl describes it. */
export function articleSpec(): ClusterSpec {
  return new ClusterSpec({
    name: 'my-knative-cluster',
    region: 'us-east-1',
    version: '1.34',
    zones: ['us-east-1d', 'us-east-1f'],
    capacity: ClusterCapacity.nodeGroups({
      name: 'knative-private-ng',
      instanceTypes: ['m5.large'],
      minSize: 2, desiredSize: 3, maxSize: 5,
      volume: { size: Size.gibibytes(150), encrypted: false },
      labels: { role: 'worker', subnetType: 'private' },
      tags: { 'nodegroup-role': 'worker', 'subnetType': 'private', 'environment': 'dev' },
      addonPolicies: {
        autoScaler: true, certManager: true, ebs: true, efs: false, cloudWatch: true, albIngress: true,
        externalDns: true,
      },
    }),
    identities: [WorkloadIdentity.clusterAutoscaler({
      wellKnownPolicy: true, roleName: 'eksctl-knative-cluster-autoscaler-role', labels: { 'aws-usage': 'cluster-ops' },
    })],
    logs: [],
  });
}

/** What makes eksctl's configuration of it that of its age. */
export const ARTICLE_PROPS: Omit<EksctlClusterProps, 'spec'> = {
  identityStyle: IdentityStyle.SERVICE_ACCOUNT, leavesVersion: true,
};

/** What the configuration of the article says, but for what `ARTICLE_DIFFERENCES` names. */
export const ARTICLE_CONFIG = {
  apiVersion: 'eksctl.io/v1alpha5',
  kind: 'ClusterConfig',
  metadata: { name: 'my-knative-cluster', region: 'us-east-1' },
  availabilityZones: ['us-east-1d', 'us-east-1f'],
  iam: {
    withOIDC: true,
    serviceAccounts: [{
      metadata: { name: 'cluster-autoscaler', namespace: 'kube-system', labels: { 'aws-usage': 'cluster-ops' } },
      wellKnownPolicies: { autoScaler: true },
      roleName: 'eksctl-knative-cluster-autoscaler-role',
      roleOnly: true,
    }],
  },
  managedNodeGroups: [{
    name: 'knative-private-ng',
    instanceType: 'm5.large',
    privateNetworking: true,
    iam: {
      withAddonPolicies: {
        autoScaler: true, certManager: true, ebs: true, efs: false, cloudWatch: true, albIngress: true,
        externalDNS: true,
      },
    },
    minSize: 2,
    maxSize: 5,
    desiredCapacity: 3,
    volumeSize: 150,
    ssh: { allow: false },
    labels: { role: 'worker', subnetType: 'private' },
    tags: { 'nodegroup-role': 'worker', 'subnetType': 'private', 'environment': 'dev' },
  }],
  vpc: { clusterEndpoints: { publicAccess: true, privateAccess: true } },
} as const;

/** Where what the library writes differs from that, field by field: its value there, and here. */
export const ARTICLE_DIFFERENCES: readonly (readonly [field: string, there: unknown, here: unknown])[] = [
  ['autoModeConfig.enabled', undefined, false],
  ['managedNodeGroups.0.iam.withAddonPolicies.albIngress', true, undefined],
  ['managedNodeGroups.0.iam.withAddonPolicies.awsLoadBalancerController', undefined, true],
];

/** The fields of a value that are no objects and no lists themselves, by their path. */
export function leaves(value: unknown, path: readonly string[] = []): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path.join('.'), value]]);
  return new Map(Object.entries(value).flatMap(([key, part]) => [...leaves(part, [...path, key])]));
}

/** Fields whose values differ, with both. */
export function differences(there: unknown, here: unknown): (readonly [string, unknown, unknown])[] {
  const [left, right] = [leaves(there), leaves(here)];
  return [...new Set([...left.keys(), ...right.keys()])].sort()
    .filter((field) => left.get(field) !== right.get(field))
    .map((field) => [field, left.get(field), right.get(field)]);
}
