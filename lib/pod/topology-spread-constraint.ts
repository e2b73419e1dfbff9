import {
  checkChoice, checkLabelSelector, checkWhole, isQualifiedKey, type LabelSelector, type Problem, renderLabelSelector,
  show,
} from '../core';

/** What happens with a pod that would make a spread uneven. */
export enum UnsatisfiableConstraint {
  /** It waits. */
  DO_NOT_SCHEDULE = 'DoNotSchedule',
  /** It goes where it does the least harm. */
  SCHEDULE_ANYWAY = 'ScheduleAnyway',
}

/** Whether a rule of the pod is looked at when nodes are counted. */
export enum NodeInclusionPolicy {
  HONOR = 'Honor',
  IGNORE = 'Ignore',
}

/**
 * How evenly pods are spread.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export interface TopologySpreadConstraint {
  /** How many pods more one place may have than another, 1 or more. */
  readonly maxSkew: number;
  /** Label of nodes that tells places apart: `topology.kubernetes.io/zone`. */
  readonly topologyKey: string;
  /** What happens with a pod that would make the spread uneven. */
  readonly whenUnsatisfiable: UnsatisfiableConstraint;
  /**
   * Labels of the pods that are counted.
   * @default - no pod is counted
   */
  readonly labelSelector?: LabelSelector;
  /**
   * How many places there must be, 1 or more; with `DO_NOT_SCHEDULE` only.
   * @default 1
   */
  readonly minDomains?: number;
  /**
   * Whether the node affinity and node selector of the pod are looked at.
   * @default NodeInclusionPolicy.HONOR
   */
  readonly nodeAffinityPolicy?: NodeInclusionPolicy;
  /**
   * Whether taints of nodes are looked at.
   * @default NodeInclusionPolicy.IGNORE
   */
  readonly nodeTaintsPolicy?: NodeInclusionPolicy;
  /**
   * Keys of labels in which the pods that are counted agree with this one.
   * @default - none
   */
  readonly matchLabelKeys?: readonly string[];
}

/**
 * Checks how pods are spread; follows `validateTopologySpreadConstraints` of Kubernetes.
 * @internal
 */
export function checkTopologySpread(constraint: TopologySpreadConstraint): (Problem | undefined)[] {
  const { maxSkew, topologyKey, whenUnsatisfiable, labelSelector, minDomains, matchLabelKeys = [] } = constraint;
  return [
    isQualifiedKey(topologyKey) ? undefined : fault(`${show(topologyKey)} is no topology key`, topologyKey,
      'a key of a label that nodes have', 'write `topology.kubernetes.io/zone`, for example'),
    checkChoice('KN-POD-048', 'whenUnsatisfiable', whenUnsatisfiable, UnsatisfiableConstraint),
    checkChoice('KN-POD-048', 'nodeAffinityPolicy', constraint.nodeAffinityPolicy, NodeInclusionPolicy),
    checkChoice('KN-POD-048', 'nodeTaintsPolicy', constraint.nodeTaintsPolicy, NodeInclusionPolicy),
    checkWhole('KN-POD-042', 'maxSkew', maxSkew, { min: 1 }),
    checkWhole('KN-POD-042', 'minDomains', minDomains, { min: 1 }),
    minDomains === undefined || whenUnsatisfiable === UnsatisfiableConstraint.DO_NOT_SCHEDULE ? undefined
      : fault('minDomains is set for pods that are scheduled anyway', minDomains,
        '`minDomains` only with `UnsatisfiableConstraint.DO_NOT_SCHEDULE`', 'leave `minDomains` out'),
    ...checkLabelSelector(labelSelector),
    ...matchLabelKeys.map((key) => isQualifiedKey(key) && labelSelector !== undefined ? undefined
      : fault(`the label key ${show(key)} of a spread cannot be compared`, key,
        'label keys, and a `labelSelector` with them', 'write a `labelSelector`')),
  ];
}

/**
 * Checks that no two constraints are about the same thing.
 * @internal
 */
export function checkSpreadsDiffer(constraints: readonly TopologySpreadConstraint[]): Problem | undefined {
  const keys = constraints.map(({ topologyKey, whenUnsatisfiable }) => `${topologyKey} ${whenUnsatisfiable}`);
  const twin = constraints.find((_, index) => keys.indexOf(keys[index] ?? '') !== index);
  return twin && fault(`two spreads have the topology key ${show(twin.topologyKey)} and ${show(twin.whenUnsatisfiable)}`,
    twin.topologyKey, 'one spread for each pair of them', 'leave one out');
}

/** @internal */
export function renderTopologySpread(constraint: TopologySpreadConstraint): Record<string, unknown> {
  const { maxSkew, topologyKey, whenUnsatisfiable, labelSelector, minDomains, matchLabelKeys } = constraint;
  const { nodeAffinityPolicy, nodeTaintsPolicy } = constraint;
  return {
    maxSkew, topologyKey, whenUnsatisfiable, minDomains, nodeAffinityPolicy, nodeTaintsPolicy,
    labelSelector: renderLabelSelector(labelSelector),
    matchLabelKeys: matchLabelKeys && [...matchLabelKeys],
  };
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-POD-042', message, received, allowed, fix };
}
