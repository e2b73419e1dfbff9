import {
  awsPartitionOf, checkAwsRegion, checkChoice, ClusterController, hasLateValue, type Problem, repeatedIn, show,
  showAll,
} from '../core';
import type { ClusterAddon } from './cluster-addon';
import { checkClusterName } from './cluster-name';
import type { ClusterSpec } from './cluster-spec';
import { ControlPlaneLog } from './control-plane-log';
import { NatGateways, type ClusterSubnet } from './cluster-network';
import { EKSCTL_LOG_RETENTION } from './eksctl-facts';
import { ownsAccount } from './eksctl-identities';
import { checkPolicyLength } from './identity-checks';
import { NODE_RIGHTS, type NodeGroup } from './node-group';
import { checkKey, checkKnown, checkPartition, checkRoleTags, checkTags } from './spec-names';
import { checkClusterVersion } from './version-matrix';
import { type WorkloadIdentity, WellKnownPolicy } from './workload-identity';

const FEWEST_ZONES = 2;

/** Checks a whole specification; its parts were checked where they were made. */
export function checkSpec(spec: ClusterSpec): Problem[] {
  const late = [
    checkKnown('name', spec.name), checkKnown('region', spec.region), checkKnown('version', spec.version), checkKnown('zones', spec.zones),
  ].filter((problem) => problem !== undefined);
  if (late.length > 0) return late;
  return [
    checkClusterName(spec.name),
    checkAwsRegion('KN-CLU-002', spec.region ?? ''), checkClusterVersion(spec.version), ...checkZones(spec), ...checkPlaced(spec), ...checkSubnets(spec),
    checkReach(spec), ...checkTags(spec.tags, 'resources of the cluster'), ...checkMergedTags(spec), ...checkLogs(spec),
    checkKey(spec.encryptionKeyArn, spec.region),
    checkOnce(spec.admins.map(({ principalArn }) => principalArn), (twice) => ({
      code: 'KN-CLU-018', message: `${show(twice)} is an admin twice`, received: twice, allowed: 'each role and user once', fix: 'leave one of them out',
    })),
    ...checkAddons(spec), ...checkIdentities(spec),
  ].filter((problem) => problem !== undefined);
}

function checkOnce(texts: readonly string[], problem: (twice: string) => Problem): Problem | undefined {
  const twice = repeatedIn(texts)[0];
  return twice === undefined ? undefined : problem(twice);
}

/** Follows validateAvailabilityZones of eksctl, which lets one zone be named twice; EKS does not. */
function checkZones({ zones, region }: ClusterSpec): (Problem | undefined)[] {
  const rule = {
    code: 'KN-CLU-004' as const,
    allowed: 'two zones of the region or more, each once: the region and one letter',
    fix: `write \`zones: ['${region}a', '${region}b']\`, for example`,
  };
  const known = typeof region === 'string';
  const foreign = zones.filter((zone) => typeof zone !== 'string' || known && (!/^[a-z]$/.test(zone.slice(region.length)) || !zone.startsWith(region)));
  return [
    zones.length >= FEWEST_ZONES ? undefined : { ...rule, message: `the cluster has ${zones.length === 0 ? 'no zone' : 'one zone'}`, received: zones },
    foreign.length === 0 ? undefined : { ...rule, message: `the region ${show(region)} has no zone ${showAll(foreign)}`, received: foreign },
    checkOnce(zones, (twice) => ({ ...rule, message: `the zone ${show(twice)} is there twice`, received: twice })),
  ];
}

function checkSubnets({ network, zones, nodeGroups, autoMode, endpoints }: ClusterSpec): (Problem | undefined)[] {
  if (network.vpcId === undefined) return [];
  const publicNodes = nodeGroups.some(({ privateSubnets }) => !privateSubnets);
  const hidden = autoMode !== undefined || !endpoints.publicAccess;
  const privateNodes = hidden || nodeGroups.some(({ privateSubnets }) => privateSubnets);
  return [
    ...checkPlaces('privateSubnets', network.privateSubnets, zones, privateNodes),
    ...checkPlaces('publicSubnets', network.publicSubnets, zones, publicNodes),
    checkOnce([...network.privateSubnets, ...network.publicSubnets].map(({ id }) => id), (twice) => wrongNetwork(
      `the subnet ${show(twice)} is there twice`, 'each subnet once, private or public', 'leave one of them out')),
    network.privateSubnets.length + network.publicSubnets.length > 0 ? undefined
      : wrongNetwork('the network has no subnets', 'a subnet in each of two zones', 'write `privateSubnets`'),
  ];
}

/** eksctl keeps subnets by their zones, so that one has one of a kind. */
function checkPlaces(
  field: string, subnets: readonly ClusterSubnet[], zones: readonly string[], isNeeded: boolean,
): (Problem | undefined)[] {
  const places = subnets.map(({ zone }) => zone);
  const foreign = places.filter((zone) => !zones.includes(zone));
  return [
    foreign.length === 0 ? undefined : wrongNetwork(
      `\`${field}\` lie in ${showAll(foreign)}, which are no zones of the cluster`, showAll(zones), 'write the zones of the subnets into `zones`'),
    checkOnce(places, (twice) => wrongNetwork(`\`${field}\` has the zone ${show(twice)} twice`, 'one subnet a zone', 'leave one of them out')),
    subnets.length >= FEWEST_ZONES || !isNeeded ? undefined : wrongNetwork(
      `nodes lie in \`${field}\`, of which there are ${subnets.length}`, 'a subnet in each of two zones', `write \`${field}\` of two zones`),
  ];
}

function wrongNetwork(message: string, allowed: string, fix: string): Problem {
  return { code: 'KN-CLU-007', message, received: undefined, allowed, fix };
}

/** Nodes that do not reach the API server never join, and the stack is rolled back after half an hour. */
function checkReach({ endpoints, network, nodeGroups, autoMode }: ClusterSpec): Problem | undefined {
  if (endpoints.privateAccess || network.vpcId !== undefined) return undefined;
  const inside = autoMode !== undefined || nodeGroups.some(({ privateSubnets }) => privateSubnets);
  const walled = inside && network.nat === NatGateways.NONE;
  if (!walled && endpoints.allowedCidrs === undefined) return undefined;
  return {
    code: 'KN-CLU-008',
    message: walled
      ? 'nodes in private subnets have no way out, and the API server is outside'
      : 'nodes reach the API server from addresses that are not known yet, and `allowedCidrs` leaves them out',
    received: walled ? network.nat : endpoints.allowedCidrs,
    allowed: 'a private endpoint, or a public one that nodes reach',
    fix: 'write `ClusterEndpoints.publicAndPrivate({ allowedCidrs })`, or `ClusterEndpoints.privateOnly()`',
  };
}

/** Nodes get the tags of the cluster, too. */
function checkMergedTags({ tags, nodeGroups, identities }: ClusterSpec): (Problem | undefined)[] {
  const roles = identities.map((identity) => checkRoleTags({ ...tags, ...identity.tags }, `the role of ${show(identity.name)}`));
  return [
    checkRoleTags(tags, 'roles of the cluster') ?? roles.find((problem) => problem !== undefined),
    ...nodeGroups.flatMap((group) => checkTags({ ...tags, ...group.tags }, `the nodes of ${show(group.name)}`).slice(0, 1)),
    ...identities.flatMap((identity) => checkTags({ ...tags, ...identity.tags }, `the role of ${show(identity.name)}`).slice(0, 1)),
  ];
}

/** What CloudWatch offers. Follows PutRetentionPolicy of its API. */
const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

function checkLogs({ logs, logRetentionDays: days }: ClusterSpec): (Problem | undefined)[] {
  const code = 'KN-CLU-021';
  return [
    ...logs.map((log) => checkChoice(code, 'logs', log, ControlPlaneLog)),
    checkOnce(logs, (twice) => ({ code, message: `the log ${show(twice)} is there twice`, received: twice, allowed: 'each log once', fix: 'leave one of them out' })),
    days === undefined || LOG_RETENTION_DAYS.includes(days) || hasLateValue(days) ? undefined : {
      code,
      message: `CloudWatch cannot keep logs for ${show(days)} days`,
      received: days,
      allowed: LOG_RETENTION_DAYS.join(', '),
      fix: `write \`logRetentionDays: ${EKSCTL_LOG_RETENTION.find((each) => each >= days) ?? 90}\`, for example`,
    },
    days === undefined || logs.length > 0 ? undefined : {
      code, message: `\`logRetentionDays\` is ${show(days)}, and no log is kept at all`, received: days, allowed: '`logRetentionDays` beside logs', fix: 'leave `logRetentionDays` out',
    },
  ];
}

/** What Auto Mode does on its nodes itself. */
const BUILT_IN = ['vpc-cni', 'kube-proxy', 'coredns', 'eks-pod-identity-agent', 'aws-ebs-csi-driver'];
/**
 * Identities of what Auto Mode does itself, by their service accounts. The AWS Load Balancer Controller may run beside
 * it, for Services with annotations that Auto Mode does not read.
 */
const NEEDLESS = ['kube-system/aws-node', 'kube-system/cluster-autoscaler', 'kube-system/ebs-csi-controller-sa'];

function checkAddons({ addons, autoMode, identities, nodeGroups }: ClusterSpec): (Problem | undefined)[] {
  const rule = { code: 'KN-CLU-022' as const, fix: 'leave it out' };
  const names = addons.map(({ name }) => name);
  const builtIn = autoMode === undefined ? [] : names.filter((name) => BUILT_IN.includes(name));
  return [
    checkOnce(names, (twice) => ({ ...rule, message: `the add-on ${show(twice)} is there twice`, received: twice, allowed: 'each add-on once' })),
    builtIn.length === 0 ? undefined
      : { ...rule, message: `Auto Mode does itself what ${showAll(builtIn)} would do`, received: builtIn, allowed: 'other add-ons' },
    ...addons.map((addon) => checkRights(addon, identities, nodeGroups)),
    ...addons.map((addon) => checkAccount(addon, identities)),
  ];
}

/** cert-manager needs no rights for all that it does; those that it is given are to be its own. */
function checkAccount(addon: ClusterAddon, identities: readonly WorkloadIdentity[]): Problem | undefined {
  const [account] = addon.serviceAccounts;
  if (account === undefined || addon.controller !== ClusterController.CERT_MANAGER) return undefined;
  const meant = identities.filter(({ wellKnown }) => wellKnown === WellKnownPolicy.CERT_MANAGER);
  const [other] = meant;
  if (other === undefined || meant.some((each) => ownsAccount(addon, each))) return undefined;
  const own = show(`${account.namespace}/${account.name}`);
  return {
    code: 'KN-CLU-023',
    message: `the add-on ${show(addon.name)} runs as ${own}, and the identity ${show(other.name)} is for ${show(`${other.namespace}/${other.serviceAccount}`)}`,
    received: other.name,
    allowed: `an identity for the service account ${own}`,
    fix: `write \`WorkloadIdentity.certManager({ hostedZones, namespace: '${account.namespace}', serviceAccount: '${account.name}' })\``,
  };
}

function checkRights(
  addon: ClusterAddon, identities: readonly WorkloadIdentity[], groups: readonly NodeGroup[],
): Problem | undefined {
  const [account] = addon.serviceAccounts;
  if (account === undefined || addon._identity === undefined) return undefined;
  const field = NODE_RIGHTS[addon.name];
  const byNodes = field !== undefined && groups.length > 0
    && groups.every(({ addonPolicies }) => addonPolicies?.[field] === true);
  const given = identities.some((one) => one.namespace === account.namespace && one.serviceAccount === account.name);
  if (byNodes || given) return undefined;
  return {
    code: 'KN-CLU-023',
    message: `the add-on ${show(addon.name)} has no rights in AWS, and does nothing without`,
    received: addon.name,
    allowed: `an identity for the service account ${show(`${account.namespace}/${account.name}`)}`,
    fix: `add \`${addon._identity}\` to \`identities\``,
  };
}

function checkIdentities({ identities, autoMode }: ClusterSpec): (Problem | undefined)[] {
  const accounts = identities.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
  const needless = accounts.filter((account) => autoMode !== undefined && NEEDLESS.includes(account));
  const rule = { code: 'KN-CLU-035' as const, fix: 'leave one of them out, or give it another account and name' };
  return [
    checkOnce(accounts, (twice) => (
      { ...rule, message: `two identities are for the service account ${show(twice)}`, received: twice, allowed: 'one role a service account' })),
    checkOnce(identities.map(({ name }) => name), (twice) => (
      { ...rule, message: `two identities are called ${show(twice)}`, received: twice, allowed: 'a name of its own for each' })),
    checkOnce(identities.flatMap(({ roleName }) => roleName?.toLowerCase() ?? []), (twice) => (
      { ...rule, message: `two identities have the role ${show(twice)}`, received: twice, allowed: 'a role of its own for each; capitals do not count' })),
    needless.length === 0 ? undefined : {
      code: 'KN-CLU-036',
      message: `nothing in the cluster has the service accounts ${showAll(needless)}, since Auto Mode does that work itself`,
      received: needless,
      allowed: 'identities of what runs in the cluster',
      fix: 'leave them out',
    },
  ];
}

/** What is rendered for this cluster, and not known where an identity is made. */
function checkPlaced({ region, admins, encryptionKeyArn, identities, name }: ClusterSpec): (Problem | undefined)[] {
  const partition = awsPartitionOf({ region });
  return [
    ...admins.map(({ principalArn }) => checkPartition('KN-CLU-018', 'the admin', principalArn, partition)),
    encryptionKeyArn === undefined ? undefined : checkPartition('KN-CLU-019', 'the key', String(encryptionKeyArn), partition),
    ...identities.flatMap((identity) => [
      ...[...identity.managedPolicies, identity.permissionsBoundary ?? '']
        .map((arn) => checkPartition('KN-CLU-032', `the policy of the identity ${show(identity.name)},`, arn, partition)),
      checkPolicyLength(identity.name, identity.policy({ clusterName: name, region, partition })),
    ]),
  ];
}
