import type { EnvValue } from 'cdk8s-plus-28';
import { checkAnnotations, checkLabels, checkWhole, type Problem } from '../core';
import {
  type Affinity, checkAffinity, checkContainerName, checkEnvName, checkEnvValue, checkPlainText, checkResources,
  checkSameNamespace, checkSpreadsDiffer, checkTopologySpread, Env, renderAffinity, renderResources,
  renderTopologySpread, type Resources, type Toleration, type TopologySpreadConstraint,
} from '../pod';
import { checkLiveness, checkReadiness, type ProbeOverride } from './probe-override';

/**
 * What is different about one workload of the release: a Deployment, a StatefulSet, or a Job by the beginning of its
 * name. What is left out stays as the release has it. Containers are named as they are in the release; of one that is
 * not there the operator says nothing.
 */
export interface WorkloadOverride {
  /** Name of the workload: `controller`, `eventing-webhook`. Empty is refused with `KN-PLT-005`. */
  readonly name: string;
  /**
   * How many pods there are; with a HorizontalPodAutoscaler, at least. It wins over `highAvailability`. A number below
   * 0 is refused with `KN-PLT-004`.
   * @default - as `highAvailability` says
   */
  readonly replicas?: number;
  /**
   * Labels of the workload and its pods, added to those of the release.
   * @default - none
   */
  readonly labels?: { readonly [label: string]: string };
  /**
   * Annotations of the workload and its pods, added to those of the release.
   * @default - none
   */
  readonly annotations?: { readonly [annotation: string]: string };
  /**
   * Labels that a node must have, in place of those of the release.
   * @default - as the release has it
   */
  readonly nodeSelector?: { readonly [label: string]: string };
  /**
   * Taints that the pods can live with, in place of those of the release.
   * @default - as the release has it
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Nodes and pods that the pods want to be near to, or far from, in place of those of the release.
   * @default - as the release has it
   */
  readonly affinity?: Affinity;
  /**
   * How evenly the pods are spread, in place of what the release has.
   * @default - as the release has it
   */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  /**
   * What containers ask of their node, by their name.
   * @default - as the release has it
   */
  readonly resources?: { readonly [container: string]: Resources };
  /**
   * Environment variables of containers, by their name; they win over those of the release. Secrets and ConfigMaps lie
   * in the namespace of the installation (`KN-NAM-007`), and a credential in plain text is refused with `KN-POD-049`.
   * @default - as the release has it
   */
  readonly env?: { readonly [container: string]: { readonly [name: string]: EnvValue } };
  /**
   * Liveness probes of containers, by their name.
   * @default - as the release has it
   */
  readonly livenessProbes?: { readonly [container: string]: ProbeOverride };
  /**
   * Readiness probes of containers, by their name.
   * @default - as the release has it
   */
  readonly readinessProbes?: { readonly [container: string]: ProbeOverride };
  /**
   * Whether the pods share the network of their node.
   * @default - as the release has it
   */
  readonly hostNetwork?: boolean;
}

/**
 * Checks an override. The operator's CRD takes nearly all of it unread; what is wrong ends the installation later.
 * @internal
 */
export function checkWorkload(override: WorkloadOverride, namespace: string | undefined): (Problem | undefined)[] {
  const { name, replicas, labels, annotations, nodeSelector, affinity, topologySpreadConstraints = [] } = override;
  return [
    checkOverrideName('workload', name),
    checkWhole('KN-PLT-004', 'replicas', replicas, { min: 0, proposal: 2 }),
    ...checkLabels(labels),
    ...checkAnnotations(annotations),
    ...checkLabels(nodeSelector),
    ...affinity === undefined ? [] : checkAffinity(affinity),
    ...topologySpreadConstraints.flatMap(checkTopologySpread),
    checkSpreadsDiffer(topologySpreadConstraints),
    ...checkContainers(override, namespace),
  ];
}

/** @internal */
export function renderWorkload(override: WorkloadOverride): Record<string, unknown> {
  const { name, replicas, labels, annotations, nodeSelector, hostNetwork } = override;
  return {
    name,
    replicas,
    labels: labels && { ...labels },
    annotations: annotations && { ...annotations },
    nodeSelector: nodeSelector && { ...nodeSelector },
    tolerations: override.tolerations?.map((toleration) => toleration._render()),
    affinity: override.affinity && renderAffinity(override.affinity),
    topologySpreadConstraints: override.topologySpreadConstraints?.map(renderTopologySpread),
    resources: each(override.resources, renderResources),
    env: each(override.env, renderVariables),
    livenessProbes: each(override.livenessProbes, (probe) => probe._render()),
    readinessProbes: each(override.readinessProbes, (probe) => probe._render()),
    hostNetwork,
  };
}

/**
 * Checks that an override says what it changes: the operator passes over one that it finds nothing for.
 * @internal
 */
export function checkOverrideName(what: string, name: string): Problem | undefined {
  if (typeof name === 'string' && name.trim() !== '') return undefined;
  return {
    code: 'KN-PLT-005',
    message: `an override of a ${what} has no name`,
    received: name,
    allowed: `the name of a ${what} of the release`,
    fix: 'write `name`',
  };
}

function checkContainers(override: WorkloadOverride, namespace: string | undefined): (Problem | undefined)[] {
  const { resources = {}, env = {}, livenessProbes = {}, readinessProbes = {} } = override;
  const containers = new Set([resources, env, livenessProbes, readinessProbes].flatMap(Object.keys));
  return [
    ...[...containers].map((container) => checkContainerName(container, false)),
    ...Object.values(resources).flatMap(checkResources),
    ...Object.values(env).flatMap((variables) => Object.entries(variables).flatMap(([name, value]) =>
      checkVariable(name, value, namespace))),
    ...Object.values(livenessProbes).map(checkLiveness),
    ...Object.values(readinessProbes).map(checkReadiness),
  ];
}

function checkVariable(name: string, value: EnvValue, namespace: string | undefined): (Problem | undefined)[] {
  const wrong = checkEnvValue(name, value?.value, value?.valueFrom) ?? checkPlainText(name, value?.value);
  const source = value instanceof Env ? value._source : undefined;
  return [checkEnvName(name), wrong, source && checkSameNamespace(source.kind, source.object, namespace)];
}

function renderVariables(variables: { readonly [name: string]: EnvValue }): Record<string, unknown> {
  return { envVars: Object.entries(variables).map(([name, { value, valueFrom }]) => ({ name, value, valueFrom })) };
}

function each<T>(
  byContainer: { readonly [container: string]: T } | undefined, render: (value: T) => Record<string, unknown>,
): Record<string, unknown>[] | undefined {
  if (byContainer === undefined) return undefined;
  return Object.entries(byContainer).map(([container, value]) => ({ container, ...render(value) }));
}
