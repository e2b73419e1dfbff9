import { Stack } from 'aws-cdk-lib';
import { App } from 'cdk8s';
import fc from 'fast-check';
import { parse } from 'yaml';
import { type ClusterSpec, EksctlCluster, SideDocuments, WellKnownPolicy, type WorkloadIdentity } from '../../lib';
import { EksKnativeCluster } from '../../lib/eks';
import { anySpec as anyRightSpec } from '../cluster/any-spec';
import { anySpec, cdkApp, type CfnResourceJson, resourcesOf } from './support';

/** What both routes make of a specification, in words of neither. */
type Made = Readonly<Record<string, unknown>>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

const NODE_OWN = /AmazonEKS_CNI_Policy|AmazonEKSWorkerNodePolicy|AmazonEC2ContainerRegistryPullOnly/;
const LOAD_BALANCER = 'the policy of the load balancer controller that the route brings along';

const list = (value: Json): Json[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const texts = (value: Json): string[] => list(value).map(String).sort();
const byName = <T extends { readonly name: string }>(values: readonly T[]) =>
  [...values].sort((one, other) => one.name.localeCompare(other.name));

const mapped = (value: Json, change: (each: Json) => Json): Json =>
  Object.fromEntries(Object.entries(value as Record<string, Json>).map(([key, each]) => [key, change(each)]));

/** Statements of a policy, whether one value stands in a list or not. */
function statements(policy: Json): Json {
  return list(policy?.Statement).map(({ Effect, Action, Resource, Condition }) => ({
    Effect, Action: texts(Action), Resource: texts(Resource),
    Condition: mapped(Condition ?? {}, (keys) => mapped(keys, texts)),
  }));
}

// --- eksctl --------------------------------------------------------------------------------------------------------

function byEksctl(spec: ClusterSpec): Made {
  const app = new App();
  const cluster = new EksctlCluster(app, 'cluster', { spec });
  const config = parse(SideDocuments.of(app).render()[cluster.file] as string, { version: '1.1' }) as Json;
  const { metadata, vpc, cloudWatch, iam, addons, accessConfig } = config;
  return {
    name: metadata.name, region: metadata.region, version: metadata.version, tags: metadata.tags ?? {},
    zones: texts(config.availabilityZones),
    cidr: vpc.cidr ?? '192.168.0.0/16',
    gateways: vpc.nat?.gateway === 'Disable' ? 0 : vpc.nat?.gateway === 'HighlyAvailable' ? config.availabilityZones.length : 1,
    serviceCidr: config.kubernetesNetworkConfig?.serviceIPv4CIDR,
    endpoints: vpc.clusterEndpoints, allowed: texts(vpc.publicAccessCIDRs),
    autoMode: config.autoModeConfig.enabled ? texts(config.autoModeConfig.nodePools) : undefined,
    logs: texts(cloudWatch?.clusterLogging.enableTypes), retention: cloudWatch?.clusterLogging.logRetentionInDays,
    key: config.secretsEncryption?.keyARN,
    authentication: accessConfig.authenticationMode,
    admins: byName(list(accessConfig.accessEntries).map(({ principalARN, accessPolicies }) => ({
      name: principalARN, policies: texts(accessPolicies.map(({ policyARN }: Json) => policyARN)),
    }))),
    nodeGroups: byName(list(config.managedNodeGroups).map(groupOfEksctl)),
    addons: list(addons).map((addon) => ({
      name: addon.name, version: addon.version, namespace: addon.namespaceConfig?.namespace,
      configuration: addon.configurationValues && JSON.parse(addon.configurationValues),
      identities: texts(list(addon.podIdentityAssociations).map(({ serviceAccountName }) => serviceAccountName)),
    })),
    identities: byName([iam, ...list(addons)].flatMap((each) => list(each?.podIdentityAssociations))
      .map(identityOfEksctl)),
  };
}

function groupOfEksctl(group: Json) {
  return {
    name: group.name, types: [...group.instanceTypes ?? [group.instanceType]], spot: group.spot ?? false,
    bottlerocket: group.amiFamily === 'Bottlerocket', private: group.privateNetworking,
    sizes: [group.minSize, group.desiredCapacity, group.maxSize],
    volume: [group.volumeSize, group.volumeEncrypted ?? false],
    labels: group.labels ?? {}, tags: group.tags ?? {},
    taints: list(group.taints).map(({ key, value, effect }) => ({ key, value, effect })),
    // What eksctl calls the metadata of the node; pods do not reach it.
    closed: group.disablePodIMDS ?? false,
    policies: texts(group.iam.attachPolicyARNs).filter((policy) => NODE_OWN.test(policy)),
  };
}

function identityOfEksctl({ namespace, serviceAccountName, roleName, permissionsBoundaryARN, tags, ...rights }: Json) {
  const known = rights.wellKnownPolicies?.[WellKnownPolicy.AWS_LOAD_BALANCER_CONTROLLER] === true;
  return {
    name: `${namespace}/${serviceAccountName}`, roleName, boundary: permissionsBoundaryARN, tags: tags ?? {},
    policies: texts(rights.permissionPolicyARNs), policy: known ? LOAD_BALANCER : statements(rights.permissionPolicy),
  };
}

// --- AWS CDK -------------------------------------------------------------------------------------------------------

type Resources = Record<string, CfnResourceJson>;

/** Functions of CloudFormation that are known before a deployment. */
function flat(value: Json, partition: string): Json {
  if (Array.isArray(value)) return value.map((each) => flat(each, partition));
  if (typeof value !== 'object' || value === null) return value;
  if (value.Ref === 'AWS::Partition') return partition;
  if (value.Ref !== undefined) return `@${value.Ref}`;
  if (value['Fn::GetAtt'] !== undefined) return `@${value['Fn::GetAtt'][0]}`;
  if (value['Fn::Join'] !== undefined) return flat(value['Fn::Join'][1], partition).join(value['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, flat(each, partition)]));
}

function byCdk(spec: ClusterSpec): Made {
  const stack = new Stack(cdkApp(), 'cluster', { env: { region: spec.region } });
  new EksKnativeCluster(stack, 'Cluster', { spec });
  const all = flat(resourcesOf(stack), 'aws') as Resources;
  const of = (type: string): Json[] =>
    Object.values(all).flatMap(({ Type, Properties }) => (Type === type ? [Properties] : []));
  const [cluster] = of('AWS::EKS::Cluster');
  const network = cluster.ResourcesVpcConfig;
  return {
    name: cluster.Name, region: stack.region, version: cluster.Version,
    tags: Object.fromEntries(list(cluster.Tags).map(({ Key, Value }) => [Key, Value])),
    zones: [...new Set(of('AWS::EC2::Subnet').map(({ AvailabilityZone }) => AvailabilityZone))].sort(),
    cidr: of('AWS::EC2::VPC')[0].CidrBlock,
    gateways: of('AWS::EC2::NatGateway').length,
    serviceCidr: cluster.KubernetesNetworkConfig.ServiceIpv4Cidr,
    endpoints: { publicAccess: network.EndpointPublicAccess, privateAccess: network.EndpointPrivateAccess },
    allowed: texts(network.PublicAccessCidrs),
    autoMode: cluster.ComputeConfig.Enabled ? texts(cluster.ComputeConfig.NodePools) : undefined,
    logs: texts(list(cluster.Logging?.ClusterLogging?.EnabledTypes).map(({ Type }) => Type)),
    retention: of('AWS::Logs::LogGroup').find(({ LogGroupName }) => LogGroupName !== undefined)?.RetentionInDays,
    key: cluster.EncryptionConfig?.[0].Provider.KeyArn,
    authentication: cluster.AccessConfig.AuthenticationMode,
    admins: byName(of('AWS::EKS::AccessEntry').filter(({ Type }) => Type !== 'EC2').map(({ PrincipalArn, AccessPolicies }) => ({
      name: PrincipalArn, policies: texts(AccessPolicies.map(({ PolicyArn }: Json) => PolicyArn)),
    }))),
    nodeGroups: byName(of('AWS::EKS::Nodegroup').map((group) => groupOfCdk(group, all, spec))),
    addons: of('AWS::EKS::Addon').map((addon) => ({
      name: addon.AddonName, version: addon.AddonVersion, namespace: addon.NamespaceConfig?.Namespace,
      configuration: addon.ConfigurationValues && JSON.parse(addon.ConfigurationValues),
      identities: texts(list(addon.PodIdentityAssociations).map(({ ServiceAccount }) => ServiceAccount)),
    })),
    identities: byName(spec.identities.map((identity) => identityOfCdk(identity, all, spec))),
  };
}

const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: 'NoSchedule', PREFER_NO_SCHEDULE: 'PreferNoSchedule', NO_EXECUTE: 'NoExecute',
};

function groupOfCdk(group: Json, all: Resources, spec: ClusterSpec) {
  const { LaunchTemplateData: template } = all[group.LaunchTemplate.Id.slice(1)]?.Properties as Json;
  const { Ebs: disk } = template.BlockDeviceMappings.at(-1);
  const own = spec.nodeGroups.find(({ name }) => name === group.NodegroupName)?.tags ?? {};
  return {
    name: group.NodegroupName, types: group.InstanceTypes, spot: group.CapacityType === 'SPOT',
    bottlerocket: group.AmiType.startsWith('BOTTLEROCKET'), private: group.Subnets.every((id: string) => id.includes('private')),
    sizes: [group.ScalingConfig.MinSize, group.ScalingConfig.DesiredSize, group.ScalingConfig.MaxSize],
    volume: [disk.VolumeSize, disk.Encrypted],
    labels: group.Labels ?? {}, tags: withoutTags(group.Tags ?? {}, spec, own),
    taints: list(group.Taints).map(({ Key, Value, Effect }) => ({ key: Key, value: Value, effect: EFFECTS[Effect] })),
    closed: template.MetadataOptions.HttpPutResponseHopLimit === 1,
    policies: texts((all[group.NodeRole.slice(1)]?.Properties as Json).ManagedPolicyArns),
  };
}

/** Tags but for those of the cluster, which the AWS CDK writes on everything, and eksctl says once. */
function withoutTags(tags: Json, spec: ClusterSpec, own: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(tags as Json)
    .filter(([key]) => own[key] !== undefined || spec.tags[key] === undefined));
}

function identityOfCdk(identity: WorkloadIdentity, all: Resources, spec: ClusterSpec) {
  const { namespace, serviceAccount } = identity;
  const role = roleOf(identity, all);
  const known = identity.wellKnown === WellKnownPolicy.AWS_LOAD_BALANCER_CONTROLLER;
  const tags = Object.fromEntries(list(role.Tags).map(({ Key, Value }) => [Key, Value]));
  return {
    name: `${namespace}/${serviceAccount}`, roleName: role.RoleName, boundary: role.PermissionsBoundary,
    tags: withoutTags(tags, spec, identity.tags),
    policies: texts(role.ManagedPolicyArns),
    policy: known ? LOAD_BALANCER : list(role.Policies).flatMap(({ PolicyDocument }) => statements(PolicyDocument)),
  };
}

/** The role that an association, or an add-on, gives to a service account. */
function roleOf({ namespace, serviceAccount }: WorkloadIdentity, all: Resources): Json {
  const given = Object.values(all).flatMap(({ Type, Properties }: Json) => {
    if (Type === 'AWS::EKS::PodIdentityAssociation') return Properties.Namespace === namespace ? [Properties] : [];
    return Type === 'AWS::EKS::Addon' ? list(Properties.PodIdentityAssociations) : [];
  });
  const { RoleArn } = given.find(({ ServiceAccount }) => ServiceAccount === serviceAccount);
  return all[RoleArn.slice(1)]?.Properties;
}

describe('one specification', () => {
  test('comes to the same cluster by both routes when it says nothing', () => {
    expect(byCdk(anySpec())).toEqual(byEksctl(anySpec()));
  });

  test('comes to the same cluster by both routes, whatever it says', () => {
    fc.assert(fc.property(anyRightSpec(), (spec) => {
      expect(byCdk(spec)).toEqual(byEksctl(spec));
    }), { numRuns: 20 });
  });
});
