import { checkSwitch, type Problem, show, showAll } from '../core';
import type { ClusterSubnet } from './cluster-network';
import { type EksctlClusterProps, IdentityStyle } from './eksctl-contract';
import {
  EKSCTL_DEFAULT_VERSION, EKSCTL_LOG_RETENTION, EKSCTL_MOST_ZONES, EKSCTL_REGIONS, EKSCTL_VERSION,
} from './eksctl-facts';
import { checkIdentityStyle, checkIdentitiesOfAddons } from './eksctl-identity-checks';
import { checkStackNames, isRefused } from './eksctl-stack-names';
import { writtenGroups } from './eksctl-node-groups';
import type { NodeGroup } from './node-group';
import { isNetworkId } from './spec-names';

/** What eksctl does not do, of what a specification may say. */
export function checkEksctl(props: EksctlClusterProps): (Problem | undefined)[] {
  const { spec, existing = false, identityStyle = IdentityStyle.POD_IDENTITY } = props;
  return [
    checkFile(props.file),
    checkSwitch('existing', props.existing), checkSwitch('leavesVersion', props.leavesVersion),
    checkIdentityStyle(props.identityStyle),
    checkRegion(spec.region),
    checkSubnetCount('privateSubnets', spec.network.privateSubnets),
    checkSubnetCount('publicSubnets', spec.network.publicSubnets),
    ...existing ? checkExisting(props) : [...checkNew(props), ...checkIdentitiesOfAddons(spec, identityStyle)],
    ...checkStackNames(spec, { existing, identityStyle, groups: writtenGroups(props) }),
    ...writtenGroups(props).map(checkSsm),
  ];
}

function checkFile(file: string | undefined): Problem | undefined {
  if (file === undefined || (typeof file === 'string' && /[^/]\.ya?ml$/.test(file))) return undefined;
  return {
    code: 'KN-CTL-001',
    message: `the document for eksctl is no file of YAML: ${show(file)}`,
    received: file,
    allowed: 'a name that ends in `.yaml` or `.yml`',
    fix: "write `file: 'eksctl/cluster.yaml'`, for example",
  };
}

/** Follows IsSupportedRegion of pkg/eks/api.go. */
function checkRegion(region: string): Problem | undefined {
  if (EKSCTL_REGIONS.includes(region)) return undefined;
  return {
    code: 'KN-CTL-002',
    message: `eksctl ${EKSCTL_VERSION} works in no region ${show(region)}`,
    received: region,
    allowed: showAll(EKSCTL_REGIONS),
    fix: 'write a region of the list, or make the cluster with the AWS CDK (`cdk8s-knative/eks`)',
  };
}

function checkNew({ spec, leavesVersion = false, securityGroup }: EksctlClusterProps): (Problem | undefined)[] {
  return [
    spec.network.vpcId === undefined ? checkZoneCount(spec.zones) : undefined,
    isRefused(spec, 'KN-CLU-021') ? undefined : checkRetention(spec.logRetentionDays),
    leavesVersion && spec.version !== EKSCTL_DEFAULT_VERSION ? otherVersion(spec.version) : undefined,
    securityGroup === undefined ? undefined : {
      code: 'KN-CTL-007',
      message: 'a security group is given for a cluster that does not exist yet',
      received: securityGroup,
      allowed: '`securityGroup` with `existing: true`; eksctl makes the one of a new cluster',
      fix: 'leave `securityGroup` out',
    },
  ];
}

/** Follows getSubnetNetworkSize of pkg/vpc/vpc.go. */
function checkZoneCount(zones: readonly string[]): Problem | undefined {
  if (zones.length <= EKSCTL_MOST_ZONES) return undefined;
  return {
    code: 'KN-CTL-003',
    message: `eksctl makes no subnets in ${zones.length} zones`,
    received: zones,
    allowed: `at most ${EKSCTL_MOST_ZONES} zones, with two subnets each`,
    fix: 'leave zones out',
  };
}

/** Follows HasSufficientSubnets of pkg/apis/eksctl.io/v1alpha5/vpc.go. */
function checkSubnetCount(field: string, subnets: readonly ClusterSubnet[]): Problem | undefined {
  if (subnets.length !== 1) return undefined;
  return {
    code: 'KN-CTL-010',
    message: `eksctl takes no network with one subnet in \`${field}\``,
    received: subnets,
    allowed: 'none, or two and more, in different zones',
    fix: `give a second subnet for \`${field}\`, or leave the only one out`,
  };
}

/** Follows validateCloudWatchLogging of pkg/apis/eksctl.io/v1alpha5/validation.go. */
function checkRetention(days: number | undefined): Problem | undefined {
  if (days === undefined || EKSCTL_LOG_RETENTION.includes(days)) return undefined;
  const next = EKSCTL_LOG_RETENTION.find((one) => one > days) ?? Math.max(...EKSCTL_LOG_RETENTION);
  return {
    code: 'KN-CTL-005',
    message: `eksctl ${EKSCTL_VERSION} keeps no logs for ${show(days)} days`,
    received: days,
    allowed: showAll(EKSCTL_LOG_RETENTION),
    fix: `write \`logRetentionDays: ${next}\`, for example`,
  };
}

function otherVersion(version: string): Problem {
  return {
    code: 'KN-CTL-008',
    message: `the version is left to eksctl, which takes ${EKSCTL_DEFAULT_VERSION}, and the specification says ${show(version)}`,
    received: version,
    allowed: `with \`leavesVersion\`, the version of eksctl ${EKSCTL_VERSION}: ${show(EKSCTL_DEFAULT_VERSION)}`,
    fix: 'leave `leavesVersion` out, so that the document says the version',
  };
}

/** Follows loadVPCFromConfig of pkg/actions/nodegroup/create.go, which asks for all or nothing. */
function checkExisting(props: EksctlClusterProps): (Problem | undefined)[] {
  const { spec, securityGroup, leavesVersion } = props;
  const groups = writtenGroups(props);
  const problem = (message: string, received: unknown, allowed: string, fix: string): Problem => ({
    code: 'KN-CTL-007', message, received, allowed, fix,
  });
  const given = spec.network.vpcId !== undefined;
  return [
    groups.length + spec.identities.length > 0 ? undefined : problem(
      'nothing is written for a cluster that exists', spec.name, 'a specification with node groups or workload identities',
      'write `capacity: ClusterCapacity.nodeGroups(...)` or `identities: [WorkloadIdentity.externalDns({ hostedZones })]`, for example, '
      + 'or leave the construct out'),
    leavesVersion === true ? problem(
      'the version of a cluster that exists is left to eksctl', true, '`leavesVersion` without `existing`: nodes get the version of '
      + 'the cluster in any case', 'leave `leavesVersion` out') : undefined,
    given && groups.length > 0 && securityGroup === undefined ? problem(
      'the network of the cluster is given without the security group of its control plane', spec.network.vpcId,
      'both, for a cluster that eksctl did not make; neither, for one that it made',
      "write `securityGroup: 'sg-...'`, which `aws eks describe-cluster` shows, or leave `network` out") : undefined,
    !given && securityGroup !== undefined ? problem(
      'the security group of the control plane is given without the network of the cluster', securityGroup,
      'both, for a cluster that eksctl did not make; neither, for one that it made',
      'write `network: ClusterNetwork.existing({ ... })`, or leave `securityGroup` out') : undefined,
    securityGroup === undefined || isNetworkId('sg', securityGroup) ? undefined : problem(
      `${show(securityGroup)} is no id of a security group`, securityGroup, '`sg-` and 8 or 17 digits from 0 to f',
      "write `securityGroup: 'sg-0a1b2c3d4e5f67890'`, for example"),
  ];
}

/** Follows validateNodeGroupBase of pkg/apis/eksctl.io/v1alpha5/validation.go. */
function checkSsm({ name, enableSsm }: NodeGroup): Problem | undefined {
  if (enableSsm !== false) return undefined;
  return {
    code: 'KN-CTL-009',
    message: `the group ${show(name)} switches the agent of Systems Manager off, which is in all images for EKS`,
    received: false,
    allowed: 'nothing: the agent is there, and has no rights unless the role of the nodes gives it some',
    fix: 'leave `enableSsm` out',
  };
}
