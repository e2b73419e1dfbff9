import { Size } from 'cdk8s';
import {
  AmiFamily, AutoModeNodePool, ClusterAddon, ClusterAdmin, ClusterCapacity, ClusterEndpoints, ClusterNetwork,
  ClusterSpec, ControlPlaneLog, type EksctlClusterProps, IdentityStyle, NatGateways, TaintEffect, WorkloadIdentity,
} from '../../lib';
import { ARTICLE_PROPS, articleSpec } from '../../test/cluster/article';
import type { EksctlCommand } from './eksctl';

/** A right specification that is looked at field by field. */
export interface Full {
  readonly what: string;
  readonly spec: () => ClusterSpec;
  readonly props?: Omit<EksctlClusterProps, 'spec'>;
  readonly commands?: readonly EksctlCommand[];
}

const ZONE = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'knative.example.com' };
const ROLE = 'arn:aws:iam::123456789012:role/team/admin';
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';
const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f';
const ORDERS = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['*'] }] };
/** Texts that are something else in YAML 1.1 unless they are quoted. */
const HOSTILE = ['on', 'no', 'y', 'null', '1e3', '0x1F', '1_000', '012', 'true', '0', '1.35'];

const identities = [
  WorkloadIdentity.vpcCni({ permissionsBoundary: BOUNDARY }),
  WorkloadIdentity.clusterAutoscaler({ roleName: 'autoscaler', labels: { 'aws-usage': 'cluster-ops' }, roleOnly: false }),
  WorkloadIdentity.ebsCsiDriver(),
  WorkloadIdentity.cloudWatch(),
  WorkloadIdentity.awsLoadBalancerController(),
  WorkloadIdentity.certManager({ hostedZones: [ZONE], permissionsBoundary: BOUNDARY, tags: { team: 'on' } }),
  WorkloadIdentity.externalDns({ hostedZones: [ZONE] }),
  WorkloadIdentity.of({ name: 'orders', namespace: 'shop', serviceAccount: 'orders', policy: ORDERS, managedPolicies: ['AmazonS3ReadOnlyAccess'] }),
  WorkloadIdentity.of({ name: 'reports', namespace: 'shop', serviceAccount: 'reports', managedPolicies: [BOUNDARY] }),
];

const full = (own = false): ClusterSpec => new ClusterSpec({
  name: 'shop', region: 'eu-central-1', version: '1.35', zones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'],
  tags: { 'team': 'shop', 'cost center': '0123' },
  endpoints: ClusterEndpoints.publicAndPrivate({ allowedCidrs: ['198.51.100.0/24'] }),
  network: ClusterNetwork.own({ cidr: '10.0.0.0/18', nat: NatGateways.ONE_PER_ZONE, serviceCidr: '172.20.0.0/16' }),
  capacity: ClusterCapacity.nodeGroups({
    name: 'workers', instanceTypes: ['m5.large', 'm6i.large'], minSize: 0, maxSize: 9, desiredSize: 3,
    volume: { size: Size.gibibytes(120) }, spot: true, privateSubnets: false, amiFamily: AmiFamily.BOTTLEROCKET,
    labels: Object.fromEntries(HOSTILE.map((text, index) => [`l${index}`, text])),
    tags: Object.fromEntries([...HOSTILE, '.5', ' leading', 'a: b', '12:30:45', '2026-11-21', '5e10', '0b1', '+7', '='].map((text, index) => [`t${index}`, text])),
    taints: [{ key: 'dedicated', value: 'on', effect: TaintEffect.NO_SCHEDULE }, { key: 'gpu', effect: TaintEffect.PREFER_NO_SCHEDULE }],
  }, {
    name: 'legacy', instanceTypes: ['m7g.large'], minSize: 1, maxSize: 2, desiredSize: 1, enableSsm: true,
    addonPolicies: {
      autoScaler: true, externalDns: true, certManager: true, ebs: true, efs: false, fsx: true, cloudWatch: true,
      imageBuilder: true, xRay: true, appMesh: true, appMeshPreview: false, albIngress: true,
    },
  }),
  identities,
  addons: [
    ClusterAddon.podIdentityAgent({ version: 'v1.3.4-eksbuild.1' }),
    ClusterAddon.vpcCni({ version: 'v1.20.4-eksbuild.2', configuration: { env: { ENABLE_PREFIX_DELEGATION: 'true' } } }),
    ClusterAddon.kubeProxy(), ClusterAddon.coreDns({ configuration: { replicaCount: 3 } }), ClusterAddon.ebsCsiDriver(),
    ClusterAddon.cloudWatchObservability(), ClusterAddon.externalDns(),
    ...own ? [] : [ClusterAddon.certManager()],
    ClusterAddon.of('kube-state-metrics', { namespace: 'monitoring' }),
  ],
  logs: [ControlPlaneLog.API, ControlPlaneLog.CONTROLLER_MANAGER], logRetentionDays: 90,
  encryptionKeyArn: KEY, admins: [ClusterAdmin.role(ROLE), ClusterAdmin.user('arn:aws:iam::123456789012:user/jane')],
});

const network = ClusterNetwork.existing({
  vpcId: 'vpc-0a1b2c3d4e5f67890',
  privateSubnets: [
    { zone: 'eu-central-1a', id: 'subnet-0a1b2c3d4e5f67890' }, { zone: 'eu-central-1b', id: 'subnet-0a1b2c3d4e5f67891' },
  ],
  publicSubnets: [
    { zone: 'eu-central-1a', id: 'subnet-0a1b2c3d4e5f67893' }, { zone: 'eu-central-1b', id: 'subnet-0a1b2c3d4e5f67894' },
  ],
});

const inNetwork = (): ClusterSpec => new ClusterSpec({
  capacity: ClusterCapacity.nodeGroups({ name: 'workers', instanceTypes: ['m5.large'], minSize: 2, maxSize: 5, desiredSize: 3 }),
  name: 'shop', region: 'eu-central-1', version: '1.35', zones: ['eu-central-1a', 'eu-central-1b'], network,
  identities: [WorkloadIdentity.clusterAutoscaler()], endpoints: ClusterEndpoints.privateOnly(),
});

/** Specifications that between them have every field. */
export const FULL: readonly Full[] = [
  { what: 'every field, pod identities', spec: () => full() },
  { what: 'every field, service accounts', spec: () => full(true), props: { identityStyle: IdentityStyle.SERVICE_ACCOUNT } },
  { what: 'Auto Mode', spec: () => new ClusterSpec({
    name: 'shop', region: 'us-west-2', zones: ['us-west-2a', 'us-west-2b'],
    capacity: ClusterCapacity.autoMode({ nodePools: [AutoModeNodePool.SYSTEM] }), addons: [],
  }) },
  { what: 'a network that exists', spec: inNetwork },
  { what: 'the article', spec: articleSpec, props: ARTICLE_PROPS },
  { what: 'another partition', spec: () => new ClusterSpec({
    name: 'shop', region: 'us-gov-west-1', zones: ['us-gov-west-1a', 'us-gov-west-1b'],
    admins: [ClusterAdmin.role('arn:aws-us-gov:iam::123456789012:role/admin')], identities: [WorkloadIdentity.vpcCni()],
  }) },
  { what: 'a cluster of eksctl that exists', spec: () => full(), props: { existing: true },
    commands: ['create nodegroup', 'create podidentityassociation'] },
  { what: 'identities alone of a cluster that exists', spec: () => new ClusterSpec({
    name: 'shop', region: 'eu-central-1', zones: ['eu-central-1a', 'eu-central-1b'], identities,
  }), props: { existing: true }, commands: ['create podidentityassociation'] },
  { what: 'the same by service accounts', spec: () => full(), props: { existing: true, identityStyle: IdentityStyle.SERVICE_ACCOUNT },
    commands: ['create nodegroup', 'create iamserviceaccount'] },
  { what: 'any other cluster that exists', spec: inNetwork, props: { existing: true, securityGroup: 'sg-0a1b2c3d4e5f67890' },
    commands: ['create nodegroup', 'create podidentityassociation'] },
];

/** Every field that the library writes, by its path; a list is `*`, and so is a key that the program chooses. */
export const FIELDS: readonly string[] = [
  'apiVersion', 'kind', 'metadata.name', 'metadata.region', 'metadata.version', 'metadata.tags.*', 'availabilityZones.*',
  'kubernetesNetworkConfig.serviceIPv4CIDR', 'autoModeConfig.enabled', 'autoModeConfig.nodePools.*', 'accessConfig.authenticationMode',
  'accessConfig.accessEntries.*.principalARN', 'accessConfig.accessEntries.*.accessPolicies.*.policyARN',
  'accessConfig.accessEntries.*.accessPolicies.*.accessScope.type', 'iam.withOIDC', 'iam.serviceAccounts.*.metadata.name',
  'iam.serviceAccounts.*.metadata.namespace', 'iam.serviceAccounts.*.metadata.labels.*', 'iam.serviceAccounts.*.wellKnownPolicies.*',
  'iam.serviceAccounts.*.attachPolicyARNs.*', 'iam.serviceAccounts.*.attachPolicy.*', 'iam.serviceAccounts.*.roleName',
  'iam.serviceAccounts.*.roleOnly', 'iam.serviceAccounts.*.permissionsBoundary', 'iam.serviceAccounts.*.tags.*',
  'iam.podIdentityAssociations.*.namespace', 'iam.podIdentityAssociations.*.serviceAccountName', 'iam.podIdentityAssociations.*.roleName',
  'iam.podIdentityAssociations.*.permissionsBoundaryARN', 'iam.podIdentityAssociations.*.wellKnownPolicies.*',
  'iam.podIdentityAssociations.*.permissionPolicyARNs.*', 'iam.podIdentityAssociations.*.permissionPolicy.*',
  'iam.podIdentityAssociations.*.tags.*', 'managedNodeGroups.*.name', 'managedNodeGroups.*.instanceType',
  'managedNodeGroups.*.instanceTypes.*', 'managedNodeGroups.*.spot', 'managedNodeGroups.*.amiFamily', 'managedNodeGroups.*.privateNetworking',
  'managedNodeGroups.*.iam.attachPolicyARNs.*', 'managedNodeGroups.*.iam.withAddonPolicies.*', 'managedNodeGroups.*.disablePodIMDS',
  'managedNodeGroups.*.minSize', 'managedNodeGroups.*.maxSize', 'managedNodeGroups.*.desiredCapacity', 'managedNodeGroups.*.volumeSize',
  'managedNodeGroups.*.volumeEncrypted', 'managedNodeGroups.*.ssh.allow', 'managedNodeGroups.*.labels.*', 'managedNodeGroups.*.taints.*.key',
  'managedNodeGroups.*.taints.*.value', 'managedNodeGroups.*.taints.*.effect', 'managedNodeGroups.*.tags.*', 'vpc.id', 'vpc.cidr',
  'vpc.nat.gateway', 'vpc.securityGroup', 'vpc.subnets.*', 'vpc.clusterEndpoints.publicAccess', 'vpc.clusterEndpoints.privateAccess',
  'vpc.publicAccessCIDRs.*', 'addons.*.name', 'addons.*.version', 'addons.*.configurationValues', 'addons.*.namespaceConfig.namespace',
  'addons.*.podIdentityAssociations.*.namespace', 'addons.*.podIdentityAssociations.*.serviceAccountName',
  'addons.*.podIdentityAssociations.*.permissionsBoundaryARN', 'addons.*.podIdentityAssociations.*.permissionPolicyARNs.*',
  'addons.*.podIdentityAssociations.*.permissionPolicy.*', 'addons.*.attachPolicyARNs.*', 'addons.*.attachPolicy.*',
  'addons.*.permissionsBoundary', 'addonsConfig.disableDefaultAddons', 'cloudWatch.clusterLogging.enableTypes.*',
  'cloudWatch.clusterLogging.logRetentionInDays', 'secretsEncryption.keyARN',
];
