import { groupOf, isClusterScoped, type LabelSelector, type Problem, show, showAll } from '../core';

/** What an event of an ApiServerSource carries. */
export enum ApiServerEventMode {
  /** A reference to the object. */
  REFERENCE = 'Reference',
  /** The whole object. */
  RESOURCE = 'Resource',
}

/** A kind of objects, such as `apps/v1` and `Deployment`. */
export interface ApiServerKind {
  /** Group and version, or `v1` for what Kubernetes began with. */
  readonly apiVersion: string;
  /** The kind, in its own letter case. */
  readonly kind: string;
}

/** Objects that an ApiServerSource watches. */
export interface ApiServerResource extends ApiServerKind {
  /**
   * Labels that the objects must have.
   * @default - all objects of the kind
   */
  readonly selector?: LabelSelector;
  /**
   * Whether objects of the kind live outside of namespaces: the role for them has to be one of the whole cluster.
   * @default - true for the kinds of Kubernetes and a few others that do, false for every other
   */
  readonly clusterScoped?: boolean;
}

/** Kinds that can be watched, of groups that get no new ones. */
const CLOSED_GROUPS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries({
  '': [
    'ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'Namespace', 'Node', 'PersistentVolume', 'PersistentVolumeClaim',
    'Pod', 'PodTemplate', 'ReplicationController', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount',
  ],
  'apps': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'batch': ['CronJob', 'Job'],
}));

/** Groups that answer questions and keep no objects, or none that can be watched. */
const NOT_WATCHED: ReadonlySet<string> = new Set([
  'authentication.k8s.io', 'authorization.k8s.io', 'metrics.k8s.io', 'custom.metrics.k8s.io', 'external.metrics.k8s.io',
]);

/**
 * The plural that the controller and its adapter use, whatever the API says. Follows `UnsafeGuessKindToResource` in
 * apimachinery's pkg/api/meta/restmapper.go.
 * @internal
 */
export function guessedPlural(kind: string): string {
  const singular = kind.toLowerCase();
  if (singular.endsWith('endpoints')) return singular;
  if (singular.endsWith('s')) return `${singular}es`;
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}

/** @internal */
export function livesOutsideNamespaces({ apiVersion, kind, clusterScoped }: ApiServerResource): boolean {
  return clusterScoped ?? isClusterScoped(apiVersion, kind);
}

/**
 * Checks how a kind is named. Follows pkg/apis/sources/v1/apiserver_validation.go of Eventing, which takes a missing
 * apiVersion; the adapter then ends when it starts.
 * @internal
 */
export function checkKindName({ apiVersion, kind }: ApiServerKind): Problem | undefined {
  const wrongVersion = typeof apiVersion !== 'string' || !/^(v1|[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[a-z]([a-z0-9-]*[a-z0-9])?)$/.test(apiVersion);
  const wrongKind = typeof kind !== 'string' || !/^[A-Za-z]([A-Za-z0-9-]*[A-Za-z0-9])?$/.test(kind);
  if (!wrongVersion && !wrongKind) return undefined;
  return {
    code: 'KN-SRC-013',
    message: wrongVersion ? `${show(apiVersion)} is no apiVersion` : `${show(kind)} is no kind`,
    received: wrongVersion ? apiVersion : kind,
    allowed: 'a group with its version, or `v1`, and the kind in the singular',
    fix: "write `{ apiVersion: 'apps/v1', kind: 'Deployment' }`, for example",
  };
}

/**
 * Checks that objects of a kind can be watched; otherwise the source becomes ready and no event ever comes.
 * @internal
 */
export function checkWatchable(resource: ApiServerKind): Problem | undefined {
  const { apiVersion, kind } = resource;
  const wrong = checkKindName(resource);
  if (wrong !== undefined) return wrong;
  const group = groupOf(apiVersion);
  const known = CLOSED_GROUPS.get(group);
  const reason = known !== undefined && !known.includes(kind)
    ? `${show(apiVersion)} has no kind ${show(kind)} to watch`
    : NOT_WATCHED.has(group)
      ? `objects of ${show(apiVersion)} cannot be watched`
      : /[aeiou]y$/i.test(kind)
        ? `Knative takes ${show(guessedPlural(kind))} for the plural of ${show(kind)}, which it is not`
        : undefined;
  if (reason === undefined) return undefined;
  return {
    code: 'KN-SRC-014',
    message: reason,
    received: kind,
    allowed: known === undefined ? 'a kind whose plural is its own name with `s`, `es` or `ies` behind' : showAll(known),
    fix: known === undefined ? 'watch another kind' : "write `{ apiVersion: 'v1', kind: 'Pod' }`, for example",
  };
}

/**
 * Why the guess of the plural may be wrong.
 * @internal
 */
export function pluralWarning({ apiVersion, kind }: ApiServerKind): string | undefined {
  if (CLOSED_GROUPS.has(groupOf(apiVersion)) || !/(x|z|ch|sh|[^su]s)$/i.test(kind)) return undefined;
  return `Knative takes ${show(guessedPlural(kind))} for the plural of ${show(kind)}: compare it with \`kubectl `
    + 'api-resources\`; if it is another one, no event ever comes';
}

/**
 * Refuses a kind that is watched twice in the same way: every event would come twice.
 * @param before what is watched already, by `keyOfResource`
 * @internal
 */
export function checkOnce(before: ReadonlySet<string>, resource: ApiServerResource): Problem | undefined {
  if (!before.has(keyOfResource(resource))) return undefined;
  return {
    code: 'KN-SRC-012',
    message: `${show(resource.kind)} of ${show(resource.apiVersion)} is watched twice`,
    received: resource,
    allowed: 'each kind once, or with different selectors',
    fix: 'leave the repetition out',
  };
}

/** @internal */
export function checkNotNothing(resources: readonly ApiServerResource[]): Problem | undefined {
  if (resources.length > 0) return undefined;
  return {
    code: 'KN-SRC-012',
    message: 'the ApiServerSource watches nothing',
    received: resources,
    allowed: 'one kind or more',
    fix: "write `resources: [{ apiVersion: 'v1', kind: 'Event' }]`",
  };
}

/**
 * A kind as the controller compares it.
 * @internal
 */
export function keyOfResource({ apiVersion, kind, selector }: ApiServerResource): string {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const labels = Object.entries(matchLabels).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([apiVersion, kind, labels, matchExpressions]);
}
