import {
  type BlockDevice, BlockDeviceVolume, EbsDeviceVolumeType, LaunchTemplate,
} from 'aws-cdk-lib/aws-ec2';
import { CfnNodegroup } from 'aws-cdk-lib/aws-eks';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { type IRole, ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Tags } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { AmiFamily, type ClusterSpec, type NodeGroup, type NodeTaint } from '../cluster';
import { type Problem, refuse, show, showAll } from '../core';
import type { TaintEffect } from '../pod';
import { amiTypeOf } from './ami-types';
import type { EksNetwork } from './eks-network';

/** The disk of Amazon Linux; on Bottlerocket the one of the operating system, next to the one of containers. */
const ROOT = '/dev/xvda';
const CONTAINERS = '/dev/xvdb';
/** What EKS calls the effects of taints. By their values: by name they would be loaded with this file. */
const EFFECTS: Readonly<Record<`${TaintEffect}`, string>> = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
};

/**
 * The role of nodes: joining the cluster and pulling images, and no more than that. What pods may do they are told by
 * roles of their own, and they cannot reach this one, since the metadata of a node are one hop away.
 * @internal
 */
export function nodeRole(scope: Construct, spec: ClusterSpec): Role {
  // AWS has a smaller policy for Auto Mode, whose nodes do not ask for so much.
  const own = spec.autoMode === undefined ? ['AmazonEKSWorkerNodePolicy'] : ['AmazonEKSWorkerNodeMinimalPolicy'];
  const cni = spec.autoMode === undefined && !hasCniIdentity(spec) ? ['AmazonEKS_CNI_Policy'] : [];
  return new Role(scope, 'NodeRole', {
    description: `Nodes of the cluster ${spec.name}`,
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    managedPolicies: [...own, 'AmazonEC2ContainerRegistryPullOnly', ...cni].map((name) => ManagedPolicy.fromAwsManagedPolicyName(name)),
  });
}

/** Whether what gives pods their addresses has a role of its own. */
function hasCniIdentity({ identities }: ClusterSpec): boolean {
  return identities.some(({ namespace, serviceAccount }) => namespace === 'kube-system' && serviceAccount === 'aws-node');
}

/**
 * Where groups of nodes are made.
 * @internal
 */
export interface NodeGroupPlace {
  readonly cluster: Cluster;
  readonly network: EksNetwork;
  readonly role: IRole;
  readonly spec: ClusterSpec;
}

/**
 * A group of nodes, from a launch template: nothing else has encrypted gp3 disks and keeps pods off the metadata.
 * @internal
 */
export function eksNodeGroup(
  scope: Construct, group: NodeGroup, { cluster, network, role, spec }: NodeGroupPlace,
): CfnNodegroup {
  const amiType = amiTypeOf(group.amiFamily, group.instanceTypes);
  refuse(scope, checkInstanceTypes(group, amiType), checkAddonPolicies(group));
  const template = launchTemplate(scope, group, spec.name);
  const subnets = group.privateSubnets ? network.privateSubnets : network.publicSubnets;
  const made = new CfnNodegroup(scope, `NodeGroup-${group.name}`, {
    clusterName: cluster.clusterName,
    nodegroupName: group.name,
    nodeRole: role.roleArn,
    subnets: subnets.map(({ subnetId }) => subnetId),
    amiType,
    // Left out, nodes would stay behind when the cluster gets a newer version.
    version: spec.version,
    capacityType: group.spot ? 'SPOT' : 'ON_DEMAND',
    // A disruption budget that a new version of nodes would break makes the update fail, in place of the service.
    forceUpdateEnabled: false,
    instanceTypes: [...group.instanceTypes],
    labels: Object.keys(group.labels).length === 0 ? undefined : group.labels,
    taints: group.taints.length === 0 ? undefined : group.taints.map(renderTaint),
    launchTemplate: { id: template.launchTemplateId, version: template.latestVersionNumber },
    scalingConfig: { minSize: group.minSize, maxSize: group.maxSize, desiredSize: group.desiredSize },
    updateConfig: { maxUnavailable: 1 },
  });
  tag(made, group);
  // Nodes reach AWS through the routes of the VPC, until they are gone.
  made.node.addDependency(...network.dependencies);
  return made;
}

function launchTemplate(scope: Construct, group: NodeGroup, clusterName: string): LaunchTemplate {
  const template = new LaunchTemplate(scope, `LaunchTemplate-${group.name}`, {
    requireImdsv2: true,
    httpPutResponseHopLimit: 1,
    blockDevices: disksOf(group),
  });
  // The construct would call instances by its path.
  Tags.of(template).add('Name', `${clusterName}-${group.name}-Node`);
  tag(template, group);
  return template;
}

/** Tags of a group are those of its machines and disks, too, as with eksctl. */
function tag(construct: Construct, { tags }: NodeGroup): void {
  for (const [key, value] of Object.entries(tags)) Tags.of(construct).add(key, value);
}

function disksOf({ amiFamily, volume }: NodeGroup): BlockDevice[] {
  const { encrypted } = volume;
  const gp3 = { volumeType: EbsDeviceVolumeType.GP3, encrypted };
  const disk = BlockDeviceVolume.ebs(volume.size.toGibibytes(), gp3);
  if (amiFamily !== AmiFamily.BOTTLEROCKET) return [{ deviceName: ROOT, volume: disk }];
  // Images and containers of Bottlerocket lie on a second disk; the first one has the size that the image needs.
  return [{ deviceName: ROOT, volume: BlockDeviceVolume.ebs(4, gp3) }, { deviceName: CONTAINERS, volume: disk }];
}

function renderTaint({ key, value, effect }: NodeTaint): CfnNodegroup.TaintProperty {
  return { key, ...value === undefined ? {} : { value }, effect: EFFECTS[effect] };
}

function checkInstanceTypes(group: NodeGroup, amiType: string | undefined): Problem | undefined {
  const { name, instanceTypes, amiFamily } = group;
  if (amiType !== undefined) return undefined;
  return {
    code: 'KN-EKS-008',
    message: `EKS has no image of ${show(amiFamily)} for ${showAll(instanceTypes)} of the group ${show(name)}`,
    received: instanceTypes,
    allowed: 'Inferentia and Trainium with Amazon Linux',
    fix: 'leave `amiFamily` out',
  };
}

function checkAddonPolicies({ name, addonPolicies }: NodeGroup): Problem | undefined {
  if (addonPolicies === undefined) return undefined;
  return {
    code: 'KN-EKS-006',
    message: `the group ${show(name)} gives rights to the role of its nodes, which every pod on them would have`,
    received: Object.keys(addonPolicies),
    allowed: 'with the AWS CDK, workload identities',
    fix: 'leave `addonPolicies` out, and write `identities: [WorkloadIdentity.clusterAutoscaler()]`, for example',
  };
}
