import { checkWhole, nearest, type Problem, show, showAll } from '../core';
import {
  type Affinity, checkResources, type Resources, type Toleration, type TopologySpreadConstraint,
  UnsatisfiableConstraint,
} from '../pod';
import type { CustomCerts } from './custom-certs';
import type { HighAvailability } from './high-availability';
import { checkMirror, type ImageMirror } from './image-mirror';
import type { PodCount } from './pod-count';
import type { Registry } from './registry';
import type { PodDisruptionBudgetOverride } from './release-overrides';
import type { ReleaseWorkload } from './release-workloads';
import { checkWorkload, type WorkloadOverride } from './workload-override';

/**
 * How pods of an installation may be missed while nodes are drained: one of the two, and one that lets a pod of each
 * workload go (`KN-PLT-006`).
 */
export interface DisruptionBudget {
  /**
   * How many pods of each workload stay.
   * @default - `maxUnavailable` decides
   */
  readonly minAvailable?: PodCount;
  /**
   * How many pods of each workload may be missing.
   * @default - `minAvailable` decides
   */
  readonly maxUnavailable?: PodCount;
}

/** What is different about one workload, next to what all of them have. */
export type WorkloadSettings = Omit<WorkloadOverride, 'name'>;

/**
 * How an installation runs in production, said once for Serving, its networking layer, Eventing and Kafka parts. Of
 * what the prerequisites bring, Contour and its Envoy get `replicas`, `resources` and their places, by the
 * kustomization in the side documents or, with `releases`, in their objects; budgets and images are those of their
 * manifest, and nothing here reaches Istio itself, cert-manager and the operator, but for the images of the operator.
 */
export interface ProductionSettings {
  /**
   * Pods of each Deployment that can have several; where a HorizontalPodAutoscaler rules, the least. Less than 1 is
   * refused with `KN-PLT-004`. Istio, cert-manager and the operator keep what their releases have; where files of the
   * program bring them, `patchReleased` says it: `JsonPatch.add('/spec/replicas', 2)`.
   * @default - as the release has them, mostly 1
   */
  readonly replicas?: number;
  /**
   * What each container of the installation asks of its node, where `workloads` does not say otherwise.
   * @default - as the release has it
   */
  readonly resources?: Resources;
  /**
   * Labels that nodes must have. Like all that is said of pods here, it reaches the Jobs of Serving and Eventing too;
   * the two of the Kafka parts, `kafka-controller-post-install` and `knative-kafka-storage-version-migrator`, cannot be
   * changed by the operator.
   * @default - any node
   */
  readonly nodeSelector?: { readonly [label: string]: string };
  /**
   * Taints that the pods can live with.
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Nodes and pods that the pods want to be near to, or far from, in place of what the release has.
   * @default - as the release has it: apart from other pods of the same workload, if possible
   */
  readonly affinity?: Affinity;
  /**
   * Labels of nodes over which the pods of each workload are spread, if possible: `topology.kubernetes.io/zone`. Each
   * once (`KN-POD-042`).
   * @default - as the release has it
   */
  readonly spreadOver?: readonly string[];
  /**
   * How many pods of a workload may be missing while nodes are drained, for those workloads that the release has a
   * PodDisruptionBudget for.
   * @default - as the release has it: 80 percent stay
   */
  readonly disruptionBudget?: DisruptionBudget;
  /**
   * Registry with copies of the images.
   * @default - the registry of the release
   */
  readonly mirror?: ImageMirror;
  /**
   * Single images, and images under names of one's own, in place of `mirror` (`KN-PLT-027`): the same is said to
   * Serving and to Eventing. A `default` would give parts of the two that are called alike, such as `controller`, one
   * image, and is refused with `KN-PLT-008`. A pull secret has to lie in the namespaces of both.
   * @default - the registry of the release
   */
  readonly registry?: Registry;
  /**
   * Certificates of registries that the controller of Serving trusts, in `knative-serving`.
   * @default - those of its image
   */
  readonly controllerCerts?: CustomCerts;
  /**
   * What is different about single workloads, by their names: `{ activator: { replicas: 3 } }`. What is said here wins
   * over what is said for all. A name that is no workload of the installation is refused with `KN-PLT-020`. A Job goes
   * by the beginning of its name, `cleanup-serving-`; it has no `replicas`, nor has `pingsource-mt-adapter`, whose
   * controller counts its pods (`KN-PLT-005`).
   * @default - none
   */
  readonly workloads?: { readonly [workload: string]: WorkloadSettings };
}

/** Checks what `KnativeServing` and `KnativeEventing` do not see, or would say twice. */
export function checkProduction(
  production: ProductionSettings, workloads: readonly ReleaseWorkload[],
): (Problem | undefined)[] {
  const { replicas, resources, disruptionBudget, workloads: single = {} } = production;
  const names = workloads.map(({ name }) => name);
  return [
    checkReplicas(replicas),
    ...resources === undefined ? [] : checkResources(resources),
    disruptionBudget && (checkBudget(disruptionBudget) ?? checkDrains(production, disruptionBudget)),
    ...production.mirror === undefined ? [] : checkMirror(production.mirror),
    checkRegistries(production),
    checkRegistryDefault(production),
    ...checkWorkload(overrideOf({ ...production, workloads: {} }, { name: 'production', pods: {}, containers: [] }), undefined),
    ...Object.entries(single).flatMap(([name, settings]) => checkWorkload({ ...settings, name }, undefined)),
    ...Object.keys(single).filter((name) => !names.includes(name)).map((name): Problem => ({
      code: 'KN-PLT-020',
      message: `${show(name)} is no workload of the platform, so what is said about it would be lost`,
      received: name,
      allowed: showAll(names),
      fix: `write ${show(nearest(name, names))}, or leave it out`,
    })),
    ...workloads.map(({ name, unscaled }) =>
      unscaled === undefined || !Object.hasOwn(single, name) || single[name]?.replicas === undefined
        ? undefined : unscaledWorkload(name, single[name]?.replicas, unscaled)),
  ];
}

function unscaledWorkload(name: string, replicas: number | undefined, why: string): Problem {
  return {
    code: 'KN-PLT-005',
    message: `\`replicas\` of ${show(name)} would be lost: ${why}`,
    received: replicas,
    allowed: 'what the operator changes of it: where its pods run, and what they ask for',
    fix: 'leave `replicas` out',
  };
}

function checkReplicas(replicas: number | undefined): Problem | undefined {
  return checkWhole('KN-PLT-004', 'production.replicas', replicas, { min: 1, proposal: 2 });
}

/** Pods of both installations; a number that is refused is not refused again by each. */
export function highAvailabilityOf({ replicas }: ProductionSettings): HighAvailability | undefined {
  return replicas === undefined || checkReplicas(replicas) !== undefined ? undefined : { replicas };
}

function checkRegistries({ mirror, registry }: ProductionSettings): Problem | undefined {
  if (mirror === undefined || registry === undefined) return undefined;
  return {
    code: 'KN-PLT-027',
    message: 'images come from `production.mirror` and from `production.registry`',
    received: mirror.address,
    allowed: 'one place for each setting',
    fix: 'write `mirror`, or list all images in `registry`',
  };
}

/** Follows pkg/reconciler/common/images.go of the operator: the name in a template is the last part of the image's. */
function checkRegistryDefault({ registry }: ProductionSettings): Problem | undefined {
  if (registry?.default === undefined) return undefined;
  return {
    code: 'KN-PLT-008',
    message: '`production.registry.default` gives `controller` of Serving and `controller` of Eventing one image',
    received: registry.default,
    allowed: '`override` for both, and a `default` for one of them',
    fix: "write `mirror: { address: 'registry.example.com/knative' }`, for example, which gives each image its own",
  };
}

/** A budget of both or neither would be refused for every workload. */
function checkBudget({ minAvailable, maxUnavailable }: DisruptionBudget): Problem | undefined {
  if ((minAvailable === undefined) !== (maxUnavailable === undefined)) return undefined;
  return {
    code: 'KN-PLT-006',
    message: `\`production.disruptionBudget\` has ${minAvailable === undefined ? 'neither' : 'both'} of \`minAvailable\` and `
      + '`maxUnavailable`',
    received: undefined,
    allowed: 'one of the two',
    fix: 'write `minAvailable: PodCount.percent(80)`, for example',
  };
}

/** A node can be drained once a pod more than those that stay runs somewhere. */
function checkDrains(
  { replicas, workloads = {} }: ProductionSettings, { minAvailable, maxUnavailable }: DisruptionBudget,
): Problem | undefined {
  const single = Object.values(workloads).some((settings) => settings?.replicas !== undefined);
  // A release has one pod of most workloads.
  const least = replicas ?? (single ? Number.POSITIVE_INFINITY : 1);
  const [stay, away] = [minAvailable?._render(), maxUnavailable?._render()];
  const allStay = stay === '100%' || (typeof stay === 'number' && stay > 0 && stay >= least);
  if (!allStay && away !== 0 && away !== '0%') return undefined;
  return {
    code: 'KN-PLT-006',
    message: away === undefined
      ? `${show(stay)} pods of each workload stay${Number.isFinite(least) ? `, of ${show(least)}` : ''}, so that no node can be drained`
      : `${show(away)} pods of each workload may be missing, so that no node can be drained`,
    received: stay ?? away,
    allowed: 'budgets that let a pod of each workload go',
    fix: 'write `maxUnavailable: PodCount.pods(1)`, or more `replicas`',
  };
}

/** What differs for each workload of a part of the installation; undefined where nothing does. */
export function workloadOverrides(
  production: ProductionSettings, workloads: readonly ReleaseWorkload[],
): WorkloadOverride[] | undefined {
  const overrides = workloads.map((workload) => overrideOf(production, workload))
    .filter((override) => Object.keys(override).length > 1);
  return overrides.length === 0 ? undefined : overrides;
}

function overrideOf(production: ProductionSettings, { name, pods, containers }: ReleaseWorkload): WorkloadOverride {
  const { resources, nodeSelector, tolerations, affinity, spreadOver, workloads = {} } = production;
  const own = Object.hasOwn(workloads, name) ? workloads[name] : undefined;
  const all: WorkloadSettings = {
    nodeSelector,
    tolerations,
    affinity,
    topologySpreadConstraints: spreadOver?.map((topologyKey): TopologySpreadConstraint => ({
      maxSkew: 1, topologyKey, whenUnsatisfiable: UnsatisfiableConstraint.SCHEDULE_ANYWAY,
      labelSelector: { matchLabels: pods },
    })),
    resources: resources && Object.fromEntries(containers.map((container) => [container, resources])),
  };
  const merged = { ...set(all), ...set(own ?? {}), ...mergedResources(all, own) };
  return { name, ...merged };
}

function mergedResources(all: WorkloadSettings, own: WorkloadSettings | undefined): WorkloadSettings {
  if (all.resources === undefined || own?.resources === undefined) return {};
  return { resources: { ...all.resources, ...own.resources } };
}

function set(settings: WorkloadSettings): WorkloadSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** What differs for the PodDisruptionBudgets of a part of the installation; undefined where nothing does. */
export function budgetOverrides(
  { disruptionBudget }: ProductionSettings, workloads: readonly ReleaseWorkload[],
): PodDisruptionBudgetOverride[] | undefined {
  if (disruptionBudget === undefined || checkBudget(disruptionBudget) !== undefined) return undefined;
  const { minAvailable, maxUnavailable } = disruptionBudget;
  const one = minAvailable === undefined ? { maxUnavailable } : { minAvailable };
  const names = workloads.flatMap(({ budget }) => budget ?? []);
  return names.length === 0 ? undefined : names.map((name): PodDisruptionBudgetOverride => ({ name, ...one }));
}
