import { SizeRoundingBehavior } from 'cdk8s';
import {
  checkChoice, checkIsList, checkLabels, checkSwitch, checkWhole, hasLateValue, isFields, isLabelValue,
  isQualifiedKey, listOf, type Problem, repeatedIn, show, showAll,
} from '../core';
import { TaintEffect } from '../pod';
import { checkInstanceTypes } from './instance-type';
import { AmiFamily, type NodeAddonPolicies, type NodeGroup, type NodeTaint } from './node-group';
import { checkGroupName, checkKnown, checkTags } from './spec-names';

/** Follows NodegroupScalingConfig of the API of EKS, and its names. */
const LONGEST_NAME = 63;
const LONGEST_LABEL = 63;
const MOST_LABELS = 50;
const MOST_TAINTS = 50;
/** The snapshot of the image is as large, and a volume of gp3 has at most 16 TiB. */
const SMALLEST_VOLUME = 20;
const LARGEST_VOLUME = 16_384;
const MEBIBYTES = 1024;

/** Labels of Kubernetes that a kubelet sets. Follows pkg/apis/well_known_labels.go of k8s.io/kubelet. */
const KUBELET_LABELS = [
  'kubernetes.io/hostname', 'topology.kubernetes.io/zone', 'topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region', 'beta.kubernetes.io/instance-type', 'node.kubernetes.io/instance-type', 'kubernetes.io/os',
  'kubernetes.io/arch', 'beta.kubernetes.io/os', 'beta.kubernetes.io/arch',
];
/** EKS and eksctl set their own. */
const OTHERS_DOMAINS = ['eks.amazonaws.com', 'alpha.eksctl.io'];

/** Checks a group of nodes. Follows ValidateManagedNodeGroup of eksctl and the API of EKS. */
export function checkNodeGroup(group: NodeGroup): (Problem | undefined)[] {
  const { name, instanceTypes, spot, privateSubnets, amiFamily } = group;
  return [
    checkKnown('name', name), checkGroupName('KN-CLU-010', 'a group of nodes', name, LONGEST_NAME, 'workers'),
    checkIsList('instanceTypes', instanceTypes), ...checkInstanceTypes(listOf(instanceTypes), name),
    ...checkSizes(group), checkVolume(group), checkSwitch('encrypted', group.volume.encrypted),
    ...checkNodeLabels(group.labels), ...checkTags(group.tags, `the nodes of ${show(name)}`), checkIsList('taints', group.taints), ...checkTaints(listOf(group.taints)),
    checkSwitch('spot', spot), checkSwitch('privateSubnets', privateSubnets), checkChoice('KN-POD-048', 'amiFamily', amiFamily, AmiFamily),
    ...checkAddonPolicies(group.addonPolicies),
  ];
}

function checkSizes({ minSize, maxSize, desiredSize, name }: NodeGroup): (Problem | undefined)[] {
  const wrong = [
    checkGiven('minSize', minSize) ?? checkWhole('KN-CLU-012', 'minSize', minSize, { min: 0 }),
    checkGiven('maxSize', maxSize) ?? checkWhole('KN-CLU-012', 'maxSize', maxSize, { min: 1 }),
    checkGiven('desiredSize', desiredSize) ?? checkWhole('KN-CLU-012', 'desiredSize', desiredSize, { min: 0 }),
  ];
  if (wrong.some((problem) => problem !== undefined)) return wrong;
  if (minSize <= desiredSize && desiredSize <= maxSize) return [];
  const [least, middle, most] = [minSize, desiredSize, maxSize].sort((one, other) => one - other);
  return [{
    code: 'KN-CLU-012',
    message: `the group ${show(name)} has from ${minSize} to ${maxSize} nodes, and ${desiredSize} at first`,
    received: { minSize, desiredSize, maxSize },
    allowed: '`minSize` at most `desiredSize`, and that at most `maxSize`',
    fix: `write \`minSize: ${least}, desiredSize: ${middle}, maxSize: ${most}\`, for example`,
  }];
}

/** In JavaScript a size may be left out; the tools would each take another default. */
function checkGiven(field: string, value: unknown): Problem | undefined {
  if (value !== undefined) return undefined;
  return {
    code: 'KN-CLU-012', message: `\`${field}\` is left out`, received: undefined, allowed: 'a whole number', fix: `write \`${field}: 3\`, for example`,
  };
}

function checkVolume({ volume: { size } }: NodeGroup): Problem | undefined {
  const mebibytes = size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  const gibibytes = mebibytes / MEBIBYTES;
  if (Number.isInteger(gibibytes) && gibibytes >= SMALLEST_VOLUME && gibibytes <= LARGEST_VOLUME) return undefined;
  return {
    code: 'KN-CLU-013',
    message: `a disk of ${gibibytes} GiB is none for nodes`,
    received: gibibytes,
    allowed: `whole gibibytes from ${SMALLEST_VOLUME} to ${LARGEST_VOLUME}`,
    fix: `write \`size: Size.gibibytes(${Math.min(LARGEST_VOLUME, Math.max(SMALLEST_VOLUME, Math.ceil(gibibytes)))})\`, for example`,
  };
}

/** Checks labels of nodes. Follows validateLabels of eksctl, and the lengths that the API of EKS has. */
function checkNodeLabels(labels: Readonly<Record<string, string>>): (Problem | undefined)[] {
  const keys = Object.keys(labels);
  const reserved = keys.filter(isReserved);
  const odd = keys.find((key) => key.length > LONGEST_LABEL || labels[key] === '');
  return [
    ...checkLabels(labels),
    reserved.length === 0 ? undefined : {
      code: 'KN-CLU-014',
      message: `nodes cannot be given ${showAll(reserved)}`,
      received: reserved,
      allowed: `labels without the domains kubernetes.io and k8s.io, whose labels the kubelet sets, and without ${OTHERS_DOMAINS.join(' and ')}`,
      fix: 'write `node.kubernetes.io/pool`, `example.com/pool` or `pool`, for example',
    },
    odd === undefined ? undefined : {
      code: 'KN-CLU-014',
      message: labels[odd] === '' ? `the label ${show(odd)} is empty` : `the label ${show(odd)} is too long for EKS`,
      received: odd,
      allowed: `keys and values of 1 to ${LONGEST_LABEL} characters, prefixes included`,
      fix: "write `role: 'worker'`, for example",
    },
    keys.length <= MOST_LABELS ? undefined : {
      code: 'KN-CLU-014',
      message: `nodes are given ${keys.length} labels`,
      received: keys.length,
      allowed: `at most ${MOST_LABELS}`,
      fix: 'leave some out',
    },
  ];
}

/** A kubelet that is told another label under these domains does not start. */
function isReserved(key: string): boolean {
  const [domain = '', name] = key.split('/');
  if (name === undefined) return false;
  if (isBelow(domain, OTHERS_DOMAINS)) return true;
  const kubernetes = isBelow(domain, ['kubernetes.io', 'k8s.io']);
  return kubernetes && !KUBELET_LABELS.includes(key) && !isBelow(domain, ['kubelet.kubernetes.io', 'node.kubernetes.io']);
}

function isBelow(domain: string, parents: readonly string[]): boolean {
  return parents.some((parent) => domain === parent || domain.endsWith(`.${parent}`));
}

/** Follows pkg/utils/taints of eksctl, and the count that the API of EKS has. */
function checkTaints(taints: readonly NodeTaint[]): (Problem | undefined)[] {
  if (!taints.every(isFields)) return [wrongTaint('the list of taints holds what is none', taints)];
  const names = taints.map(({ key, effect }) => `${key}:${effect}`);
  const twice = repeatedIn(names)[0];
  return [
    ...taints.flatMap(({ key, value, effect }) => [
      isQualifiedKey(String(key)) && key.length <= LONGEST_LABEL ? undefined : wrongTaint(`${show(key)} is no key of a taint`, key),
      value === undefined || isLabelValue(String(value)) ? undefined
        : wrongTaint(`${show(value)} is no value for the taint ${show(key)}`, value),
      checkChoice('KN-CLU-016', 'effect', effect ?? '', TaintEffect),
    ]),
    twice === undefined ? undefined : wrongTaint(`the taint ${show(twice)} is there twice`, twice),
    taints.length <= MOST_TAINTS ? undefined : wrongTaint(`nodes have ${taints.length} taints`, taints.length),
  ];
}

function wrongTaint(message: string, received: unknown): Problem {
  return {
    code: 'KN-CLU-016',
    message,
    received,
    allowed: `at most ${MOST_TAINTS} taints, each key once an effect, keys and values as of labels, at most ${LONGEST_LABEL} characters`,
    fix: "write `{ key: 'dedicated', value: 'knative', effect: TaintEffect.NO_SCHEDULE }`, for example",
  };
}

/** Follows NodeGroupIAMAddonPolicies of eksctl, which takes no other fields. */
const ADDON_POLICIES: readonly string[] = Object.keys({
  autoScaler: true, externalDns: true, certManager: true, ebs: true, efs: true, fsx: true,
  awsLoadBalancerController: true, albIngress: true, cloudWatch: true, imageBuilder: true, xRay: true, appMesh: true,
  appMeshPreview: true,
} satisfies Record<keyof NodeAddonPolicies, true>);

/** Follows validateDeprecatedIAMFields of eksctl. */
function checkAddonPolicies(policies: NodeAddonPolicies | undefined): (Problem | undefined)[] {
  if (policies === undefined) return [];
  const values = new Map<string, boolean | undefined>(Object.entries(policies));
  const both = values.get('albIngress') !== undefined && values.get('awsLoadBalancerController') !== undefined;
  return [
    ...[...values].map(([field, value]) => (hasLateValue(value) ? undefined : checkSwitch(field, value))),
    ...[...values.keys()].filter((field) => !ADDON_POLICIES.includes(field)).map((field): Problem => ({
      code: 'KN-CLU-034',
      message: `nodes have no right ${show(field)}`,
      received: field,
      allowed: showAll(ADDON_POLICIES),
      fix: 'write one of these, or leave it out',
    })),
    both ? {
      code: 'KN-CLU-034',
      message: '`albIngress` and `awsLoadBalancerController` are one right under two names',
      received: policies,
      allowed: 'one of the two',
      fix: 'leave `albIngress` out',
    } : undefined,
  ];
}
