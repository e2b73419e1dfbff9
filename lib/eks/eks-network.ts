import {
  FlowLogDestination, type ISubnet, type IVpc, IpAddresses, type SubnetConfiguration, SubnetType, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type RemovalPolicy, Token } from 'aws-cdk-lib/core';
import type { Construct, IDependable } from 'constructs';
import { type ClusterSpec, NatGateways } from '../cluster';
import { type Problem, refuse, show, showAll } from '../core';

/**
 * Where a cluster and its nodes lie.
 * @internal
 */
export interface EksNetwork {
  readonly vpc: IVpc;
  readonly privateSubnets: readonly ISubnet[];
  readonly publicSubnets: readonly ISubnet[];
  /** What comes before all that runs in it, and goes after it: nodes and functions need routes until the end. */
  readonly dependencies: readonly IDependable[];
  /** Whether it is what the cluster needs; otherwise that has been recorded. */
  readonly fits: boolean;
}

/**
 * What a network is made from.
 * @internal
 */
export interface EksNetworkOptions {
  readonly spec: ClusterSpec;
  readonly vpc?: IVpc;
  readonly flowLogs: boolean;
  readonly logRemovalPolicy: RemovalPolicy;
}

/** Zones that have room in a VPC from the start, as with eksctl: one that comes later moves no subnet. */
const ROOM_FOR_ZONES = 4;
/** A public and a private one. */
const SUBNETS_OF_ZONE = 2;
/** The id that `Vpc.fromLookup` answers with until the command line of the AWS CDK has looked. */
const NOT_LOOKED_UP = 'vpc-12345';

/**
 * The network of a cluster: the one that was passed, or a new one as the specification says.
 * @internal
 */
export function eksNetwork(scope: Construct, options: EksNetworkOptions): EksNetwork {
  const { spec, vpc } = options;
  if (vpc === undefined) return ownNetwork(scope, options);
  const zoned = inZones(spec.zones, vpc.vpcId === NOT_LOOKED_UP);
  const closed = vpc.privateSubnets.length > 0 ? vpc.privateSubnets : vpc.isolatedSubnets;
  const subnets = { privateSubnets: closed.filter(zoned), publicSubnets: vpc.publicSubnets.filter(zoned) };
  const problems = [checkSubnets(spec, vpc, subnets), checkPublicSubnets(spec, vpc, subnets), checkNames(spec, vpc)];
  refuse(scope, ...problems);
  // A VPC that was there before has no resources to depend on; one of the same program has.
  return { vpc, ...subnets, dependencies: [vpc], fits: problems.every((problem) => problem === undefined) };
}

function ownNetwork(scope: Construct, { spec, flowLogs, logRemovalPolicy }: EksNetworkOptions): EksNetwork {
  const { cidr = '192.168.0.0/16', nat } = spec.network;
  const zones = [...new Set(spec.zones)];
  const room = Math.max(ROOM_FOR_ZONES, zones.length);
  const mask = Number(cidr.split('/')[1]) + Math.ceil(Math.log2(room * SUBNETS_OF_ZONE));
  const closed = nat === NatGateways.NONE ? SubnetType.PRIVATE_ISOLATED : SubnetType.PRIVATE_WITH_EGRESS;
  const subnets: SubnetConfiguration[] = [
    { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: mask },
    { name: 'private', subnetType: closed, cidrMask: mask },
  ];
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(cidr),
    // The construct appends the zones that it keeps room for to this very list.
    availabilityZones: [...zones],
    reservedAzs: room - zones.length,
    natGateways: nat === NatGateways.NONE ? 0 : nat === NatGateways.ONE_PER_ZONE ? zones.length : 1,
    subnetConfiguration: subnets,
  });
  if (flowLogs) {
    const logGroup = new LogGroup(scope, 'FlowLogs', { retention: spec.logRetentionDays, removalPolicy: logRemovalPolicy });
    vpc.addFlowLog('FlowLog', { destination: FlowLogDestination.toCloudWatchLogs(logGroup) });
  }
  const privateSubnets = nat === NatGateways.NONE ? vpc.isolatedSubnets : vpc.privateSubnets;
  return { vpc, privateSubnets, publicSubnets: vpc.publicSubnets, dependencies: [vpc], fits: true };
}

/** The subnets of a VPC that lie in the zones of a specification; where nobody knows the zones of one, it counts. */
function inZones(zones: readonly string[], unknown: boolean): (subnet: ISubnet) => boolean {
  return ({ availabilityZone }) => unknown || Token.isUnresolved(availabilityZone) || zones.includes(availabilityZone);
}

/** Whether hosts in a VPC have names, without which nobody in it finds the private endpoint. */
function hasNames(vpc: IVpc): boolean {
  return !(vpc instanceof Vpc) || (vpc.dnsHostnamesEnabled && vpc.dnsSupportEnabled);
}

type Subnets = Pick<EksNetwork, 'privateSubnets' | 'publicSubnets'>;

/** Follows the rule of EKS for control planes: subnets in two zones at least. */
function checkSubnets(spec: ClusterSpec, vpc: IVpc, { privateSubnets, publicSubnets }: Subnets): Problem | undefined {
  const needsPrivate = spec.nodeGroups.some((group) => group.privateSubnets)
    || !spec.endpoints.publicAccess || spec.endpoints.allowedCidrs !== undefined;
  const used = privateSubnets.length > 0 || needsPrivate ? privateSubnets : publicSubnets;
  const there = used.map(({ availabilityZone }) => availabilityZone);
  if (vpc.vpcId === NOT_LOOKED_UP || there.some((zone) => Token.isUnresolved(zone))) return undefined;
  const missing = spec.zones.filter((zone) => !there.includes(zone));
  if (missing.length === 0) return undefined;
  return {
    code: 'KN-EKS-005',
    message: `the VPC that was passed has no ${needsPrivate ? 'private ' : ''}subnet in ${showAll(missing)}, where the cluster is to be`,
    received: missing,
    allowed: 'a VPC with a private subnet in every zone of the specification',
    fix: `pass another VPC, or write \`zones: [${vpc.availabilityZones.map((zone) => `'${zone}'`).join(', ')}]\``,
  };
}

/** Follows the rule of EKS that a group of nodes needs a subnet. */
function checkPublicSubnets(spec: ClusterSpec, vpc: IVpc, { publicSubnets }: Subnets): Problem | undefined {
  const group = spec.nodeGroups.find(({ privateSubnets }) => !privateSubnets);
  if (group === undefined || publicSubnets.length > 0 || vpc.vpcId === NOT_LOOKED_UP) return undefined;
  return {
    code: 'KN-EKS-005',
    message: `the group ${show(group.name)} wants public subnets, and the VPC that was passed has none in the zones of the cluster`,
    received: group.name,
    allowed: 'a VPC with public subnets, or groups in private ones',
    fix: 'leave `privateSubnets: false` out',
  };
}

/** Follows the constructor of Cluster of aws-cdk-lib/aws-eks-v2. */
function checkNames(spec: ClusterSpec, vpc: IVpc): Problem | undefined {
  if (!spec.endpoints.privateAccess || hasNames(vpc)) return undefined;
  return {
    code: 'KN-EKS-005',
    message: 'the VPC that was passed gives hosts no names, so that nobody in it finds the private endpoint',
    received: undefined,
    allowed: 'a VPC with DNS support and DNS host names',
    fix: 'write `enableDnsSupport: true` and `enableDnsHostnames: true` for the VPC',
  };
}
