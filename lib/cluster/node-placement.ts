import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Fields, fieldsOf, hasLateValue, listOfFields, renderedOrNothing, show, showAll } from '../core';
import { TaintEffect } from '../pod';
import type { ClusterSpec } from './cluster-spec';
import type { NodeGroup, NodeTaint } from './node-group';

/** What the scheduler reads of a pod. */
interface Placed {
  readonly nodeSelector: Readonly<Record<string, unknown>>;
  readonly tolerations: readonly Fields[];
}

/** Labels that Kubernetes and EKS give to nodes by themselves. */
const OF_OTHERS = /(^|[./])(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)\//;
/** Others are not rendered for it. */
const WITH_PODS = [
  'Pod', 'Deployment', 'StatefulSet', 'ReplicaSet', 'Job', 'CronJob', 'Service', 'Configuration', 'ContainerSource', 'JobSink',
];
/** The taint for nodes of the cluster's own add-ons, which those tolerate. */
const ADDONS = 'CriticalAddonsOnly';

/**
 * Says of an object with pods why no group of nodes takes them; follows the plugins NodeAffinity and TaintToleration of
 * the scheduler. Auto Mode makes nodes as pods want them, within what its pools allow.
 */
export function withoutNode(construct: IConstruct, { autoMode, nodeGroups }: ClusterSpec): string | undefined {
  if (autoMode !== undefined || nodeGroups.length === 0 || !ApiObject.isApiObject(construct)) return undefined;
  // A DaemonSet has pods where there are nodes that take them.
  if (!WITH_PODS.includes(construct.kind)) return undefined;
  const { kind, name, metadata: { namespace } } = construct;
  const what = `${kind} ${show(namespace === undefined ? name : `${namespace}/${name}`)}`;
  for (const pod of podsIn(renderedOrNothing(construct))) {
    const reason = checkPlace(pod, nodeGroups);
    if (reason !== undefined) return `no node takes the pods of ${what}: ${reason}`;
  }
  return undefined;
}

function checkPlace({ nodeSelector, tolerations }: Placed, groups: readonly NodeGroup[]): string | undefined {
  // Of pods that ask for nothing, `nodes-all-tainted` says once what would be said of each.
  if (Object.keys(nodeSelector).length + tolerations.length === 0) return undefined;
  if (hasLateValue(nodeSelector) || hasLateValue(tolerations)) return undefined;
  const wanted = Object.entries(nodeSelector).filter(([key]) => !OF_OTHERS.test(key));
  const fitting = groups.filter(({ labels }) => wanted.every(([key, value]) => labels[key] === value));
  if (fitting.length === 0) {
    const has = [...new Set(groups.flatMap(({ labels }) => Object.entries(labels).map(([key, value]) => `${key}: ${value}`)))];
    return `no group of nodes has the labels ${showAll(wanted.map(([key, value]) => `${key}: ${String(value)}`))}; `
      + (has.length === 0 ? 'write them as `labels` of a group, or leave `nodeSelector` out' : `the groups have ${showAll(has)}`);
  }
  const closed = fitting.map((group) => {
    const taint = hardTaints(group).find((each) => !isTolerated(each, tolerations));
    return { group, taint };
  });
  if (closed.some(({ taint }) => taint === undefined)) return undefined;
  const taints = closed.flatMap(({ group: { name }, taint }) => taint === undefined ? [] : [`${name}: ${textOf(taint)}`]);
  const [{ taint } = { taint: undefined }] = closed;
  return `they do not tolerate the taints ${showAll(taints)}; write `
    + (taint === undefined ? '`tolerations`' : `\`tolerations: [${tolerationOf(taint)}]\`, for example`)
    + ', or have a group without a taint';
}

/**
 * Whether no group of nodes takes a pod that asks for nothing, such as those of Knative and of most add-ons.
 */
export function hasOnlyTaintedNodes({ nodeGroups }: Pick<ClusterSpec, 'nodeGroups'>): boolean {
  return nodeGroups.length > 0 && nodeGroups.every((group) => hardTaints(group).some(({ key }) => key !== ADDONS));
}

function hardTaints({ taints }: NodeGroup): NodeTaint[] {
  return taints.filter(({ effect }) => effect !== TaintEffect.PREFER_NO_SCHEDULE);
}

/** Follows `ToleratesTaint` of Kubernetes. */
function isTolerated({ key, value = '', effect }: NodeTaint, tolerations: readonly Fields[]): boolean {
  return tolerations.some((toleration) => {
    const { key: tolerated = '', operator = 'Equal', value: itsValue = '', effect: itsEffect = '' } = toleration;
    if (itsEffect !== '' && itsEffect !== effect) return false;
    if (tolerated !== '' && tolerated !== key) return false;
    return operator === 'Exists' || itsValue === value;
  });
}

function textOf({ key, value, effect }: NodeTaint): string {
  return `${key}${value === undefined ? '' : `=${value}`}:${effect}`;
}

function tolerationOf({ key, value }: NodeTaint): string {
  return value === undefined ? `Toleration.exists('${key}')` : `Toleration.equal('${key}', '${value}')`;
}

/** Wherever an object has containers, it has a pod. */
function podsIn(value: unknown): Placed[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(podsIn);
  const fields = fieldsOf(value);
  const { containers, nodeSelector, tolerations } = fields;
  if (!Array.isArray(containers)) return Object.values(fields).flatMap(podsIn);
  return [{ nodeSelector: fieldsOf(nodeSelector), tolerations: listOfFields(tolerations) }];
}
