import {
  Cluster, ClusterLoggingTypes, type ClusterProps, DefaultCapacityType, EndpointAccess, KubernetesVersion,
} from 'aws-cdk-lib/aws-eks-v2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { RemovalPolicy, Size } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ClusterSpec, ControlPlaneLog } from '../cluster';
import type { EksNetwork } from './eks-network';

/**
 * What a control plane is made from.
 * @internal
 */
export interface ControlPlaneOptions {
  readonly spec: ClusterSpec;
  readonly network: EksNetwork;
  readonly nodeRole: IRole;
  readonly encryptionKey?: IKey;
  readonly kubectlLayer?: ILayerVersion;
  readonly kubectlMemory?: Size;
  readonly logRemovalPolicy: RemovalPolicy;
}

const LOGS: Readonly<Record<`${ControlPlaneLog}`, ClusterLoggingTypes>> = {
  api: ClusterLoggingTypes.API,
  audit: ClusterLoggingTypes.AUDIT,
  authenticator: ClusterLoggingTypes.AUTHENTICATOR,
  controllerManager: ClusterLoggingTypes.CONTROLLER_MANAGER,
  scheduler: ClusterLoggingTypes.SCHEDULER,
};

/**
 * The control plane of a cluster. Whatever the construct of aws-cdk-lib has a default for that cannot be changed later,
 * or that depends on a flag of the program, is said.
 * @internal
 */
export function controlPlane(scope: Construct, options: ControlPlaneOptions): Cluster {
  const { spec, network, kubectlLayer, kubectlMemory } = options;
  const { vpc, privateSubnets, publicSubnets } = network;
  const subnets = privateSubnets.length > 0 ? privateSubnets : publicSubnets;
  const cluster = new Cluster(scope, 'Cluster', {
    clusterName: spec.name,
    version: KubernetesVersion.of(spec.version),
    vpc,
    vpcSubnets: [{ subnets: [...subnets] }],
    endpointAccess: network.fits ? endpointAccess(spec) : EndpointAccess.PUBLIC,
    serviceIpv4Cidr: spec.network.serviceCidr,
    secretsEncryptionKey: keyOf(scope, options),
    clusterLogging: spec.logs.map((log) => LOGS[log]),
    // Admins are those that the program names, and add-ons are resources of the stack.
    bootstrapClusterCreatorAdminPermissions: false,
    bootstrapSelfManagedAddons: false,
    ...capacity(spec, options.nodeRole),
    ...kubectlLayer === undefined ? {} : { kubectlProviderOptions: { kubectlLayer, memory: kubectlMemory } },
    // Every object is a resource of its own, and is deleted as one.
    prune: false,
  });
  keepLogs(scope, cluster, options);
  return cluster;
}

/** EKS takes a group of logs that is there, and otherwise makes one that nobody ever empties. */
function keepLogs(scope: Construct, cluster: Cluster, { spec, logRemovalPolicy }: ControlPlaneOptions): void {
  if (spec.logRetentionDays === undefined || spec.logs.length === 0) return;
  const logs = new LogGroup(scope, 'ControlPlaneLogs', {
    logGroupName: `/aws/eks/${spec.name}/cluster`, retention: spec.logRetentionDays, removalPolicy: logRemovalPolicy,
  });
  cluster.node.defaultChild?.node.addDependency(logs);
}

function keyOf(scope: Construct, { spec, encryptionKey }: ControlPlaneOptions): IKey | undefined {
  if (encryptionKey !== undefined || spec.encryptionKeyArn === undefined) return encryptionKey;
  return Key.fromKeyArn(scope, 'Key', spec.encryptionKeyArn);
}

function endpointAccess({ endpoints }: ClusterSpec): EndpointAccess {
  const { publicAccess, privateAccess, allowedCidrs } = endpoints;
  if (!publicAccess) return EndpointAccess.PRIVATE;
  if (!privateAccess) return EndpointAccess.PUBLIC;
  const both = EndpointAccess.PUBLIC_AND_PRIVATE;
  return allowedCidrs === undefined ? both : both.onlyFrom(...allowedCidrs);
}

/** Said in any case: left out, the construct makes Auto Mode. */
function capacity({ autoMode }: ClusterSpec, nodeRole: IRole): Partial<ClusterProps> {
  if (autoMode === undefined) return { defaultCapacityType: DefaultCapacityType.NODEGROUP, defaultCapacity: 0 };
  const nodePools = [...autoMode.nodePools];
  return {
    defaultCapacityType: DefaultCapacityType.AUTOMODE,
    compute: { nodePools, ...nodePools.length === 0 ? {} : { nodeRole } },
  };
}
