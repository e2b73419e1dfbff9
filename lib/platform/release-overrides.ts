import { checkAnnotations, checkLabels, type Problem, show } from '../core';
import type { PodCount } from './pod-count';
import { checkOverrideName } from './workload-override';

/** What is different about a Service of the release. */
export interface ServiceOverride {
  /** Name of the Service: `activator-service`. Empty is refused with `KN-PLT-005`. */
  readonly name: string;
  /**
   * Labels, added to those of the release.
   * @default - none
   */
  readonly labels?: { readonly [label: string]: string };
  /**
   * Annotations, added to those of the release.
   * @default - none
   */
  readonly annotations?: { readonly [annotation: string]: string };
  /**
   * Labels of the pods that the Service leads to, added to those of the release.
   * @default - none
   */
  readonly selector?: { readonly [label: string]: string };
}

/** What is different about a PodDisruptionBudget of the release; one of the two, and not both (`KN-PLT-006`). */
export interface PodDisruptionBudgetOverride {
  /** Name of the PodDisruptionBudget: `activator-pdb`. Empty is refused with `KN-PLT-005`. */
  readonly name: string;
  /**
   * How many pods stay while nodes are drained.
   * @default - `maxUnavailable` decides
   */
  readonly minAvailable?: PodCount;
  /**
   * How many pods may be missing while nodes are drained.
   * @default - `minAvailable` decides
   */
  readonly maxUnavailable?: PodCount;
}

/** What is added to the namespace of the installation. */
export interface NamespaceConfiguration {
  /**
   * Labels.
   * @default - none
   */
  readonly labels?: { readonly [label: string]: string };
  /**
   * Annotations.
   * @default - none
   */
  readonly annotations?: { readonly [annotation: string]: string };
}

/** @internal */
export function checkService(override: ServiceOverride): (Problem | undefined)[] {
  const { name, labels, annotations, selector } = override;
  return [
    checkOverrideName('Service', name), ...checkLabels(labels), ...checkAnnotations(annotations),
    ...checkLabels(selector),
  ];
}

/** @internal */
export function renderService({ name, labels, annotations, selector }: ServiceOverride): Record<string, unknown> {
  return {
    name, labels: labels && { ...labels }, annotations: annotations && { ...annotations },
    selector: selector && { ...selector },
  };
}

/**
 * Follows pkg/reconciler/common/poddisruptionbudget_override.go: both end the installation, neither changes nothing.
 * @internal
 */
export function checkPodDisruptionBudget(override: PodDisruptionBudgetOverride): (Problem | undefined)[] {
  const { name, minAvailable, maxUnavailable } = override;
  const one = (minAvailable === undefined) !== (maxUnavailable === undefined);
  return [checkOverrideName('PodDisruptionBudget', name), one ? undefined : {
    code: 'KN-PLT-006',
    message: `the PodDisruptionBudget ${show(name)} has ${minAvailable === undefined ? 'neither' : 'both'} of \`minAvailable\` `
      + 'and `maxUnavailable`',
    received: name,
    allowed: 'one of the two',
    fix: 'write `minAvailable: PodCount.percent(80)`, for example',
  }];
}

/** @internal */
export function renderPodDisruptionBudget(override: PodDisruptionBudgetOverride): Record<string, unknown> {
  const { name, minAvailable, maxUnavailable } = override;
  return { name, minAvailable: minAvailable?._render(), maxUnavailable: maxUnavailable?._render() };
}

/** @internal */
export function checkNamespaceConfiguration({ labels, annotations }: NamespaceConfiguration): Problem[] {
  return [...checkLabels(labels), ...checkAnnotations(annotations)];
}
