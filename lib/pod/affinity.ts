import type { LabelSelector } from '../core';

/** How a label or field of a node is compared. */
export enum NodeSelectorOperator {
  IN = 'In',
  NOT_IN = 'NotIn',
  EXISTS = 'Exists',
  DOES_NOT_EXIST = 'DoesNotExist',
  /** The label is a whole number above the one value. */
  GT = 'Gt',
  /** The label is a whole number below the one value. */
  LT = 'Lt',
}

/** One condition on a node. */
export interface NodeSelectorRequirement {
  /** Key of the label; for a field `metadata.name`. */
  readonly key: string;
  /** How it is compared. */
  readonly operator: NodeSelectorOperator;
  /**
   * What it is compared with: one value at least with `IN` and `NOT_IN`, a whole number with `GT` and `LT`, none with
   * the others.
   * @default - none
   */
  readonly values?: readonly string[];
}

/** Conditions on a node, all of which must hold. */
export interface NodeSelectorTerm {
  /**
   * Conditions on labels.
   * @default - none
   */
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  /**
   * Conditions on fields; the only field is `metadata.name`, compared with `IN` or `NOT_IN` and one value.
   * @default - none
   */
  readonly matchFields?: readonly NodeSelectorRequirement[];
}

/** Conditions on a node that count for something. */
export interface PreferredNodeTerm {
  /** How much they count, from 1 to 100. */
  readonly weight: number;
  /** The conditions. */
  readonly preference: NodeSelectorTerm;
}

/** Which nodes a pod runs on. */
export interface NodeAffinity {
  /**
   * Terms of which one must hold when the pod is scheduled (`requiredDuringSchedulingIgnoredDuringExecution`).
   * @default - every node will do
   */
  readonly required?: readonly NodeSelectorTerm[];
  /**
   * Terms that make a node better (`preferredDuringSchedulingIgnoredDuringExecution`).
   * @default - all nodes are as good
   */
  readonly preferred?: readonly PreferredNodeTerm[];
}

/** Pods whose neighbourhood counts. */
export interface PodAffinityTerm {
  /** Label of nodes that tells neighbourhoods apart: `topology.kubernetes.io/zone`. */
  readonly topologyKey: string;
  /**
   * Labels of the pods that count.
   * @default - no pod counts
   */
  readonly labelSelector?: LabelSelector;
  /**
   * Namespaces of the pods that count.
   * @default - the namespace of this pod
   */
  readonly namespaces?: readonly string[];
  /**
   * Labels of the namespaces of the pods that count.
   * @default - the namespaces that are named
   */
  readonly namespaceSelector?: LabelSelector;
  /**
   * Keys of labels in which the pods that count agree with this one.
   * @default - none
   */
  readonly matchLabelKeys?: readonly string[];
  /**
   * Keys of labels in which the pods that count differ from this one.
   * @default - none
   */
  readonly mismatchLabelKeys?: readonly string[];
}

/** Pods whose neighbourhood counts for something. */
export interface PreferredPodTerm {
  /** How much it counts, from 1 to 100. */
  readonly weight: number;
  /** The pods. */
  readonly podAffinityTerm: PodAffinityTerm;
}

/** Next to which pods a pod runs, or next to which it does not. */
export interface PodAffinity {
  /**
   * Terms that must all hold when the pod is scheduled (`requiredDuringSchedulingIgnoredDuringExecution`).
   * @default - every place will do
   */
  readonly required?: readonly PodAffinityTerm[];
  /**
   * Terms that make a place better (`preferredDuringSchedulingIgnoredDuringExecution`).
   * @default - all places are as good
   */
  readonly preferred?: readonly PreferredPodTerm[];
}

/**
 * Where a pod runs.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export interface Affinity {
  /**
   * Nodes that it runs on.
   * @default - every node will do
   */
  readonly nodeAffinity?: NodeAffinity;
  /**
   * Pods that it runs next to.
   * @default - every place will do
   */
  readonly podAffinity?: PodAffinity;
  /**
   * Pods that it does not run next to.
   * @default - every place will do
   */
  readonly podAntiAffinity?: PodAffinity;
}
