import { groupOf } from './kinds';

/** Whether an object of a cluster does what it is there for, and if not, what it waits for. */
export interface Readiness {
  readonly ready: boolean;
  /**
   * What is missing, in a few words: `2 of 3 replicas are available`.
   * @default - ready
   */
  readonly reason?: string;
  /**
   * Whether it will not become ready any more, such as a Job that used up its attempts.
   * @default false
   */
  readonly failed?: boolean;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  /** Generation that it says something of, where the status as a whole has none: cert-manager writes it here. */
  readonly observedGeneration?: number;
}

interface LiveObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly generation?: number; readonly deletionTimestamp?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>> & {
    readonly observedGeneration?: number;
    readonly conditions?: readonly Condition[];
  };
  readonly webhooks?: readonly {
    readonly name: string;
    readonly clientConfig?: { readonly caBundle?: string; readonly service?: object };
  }[];
}

const READY: Readiness = { ready: true };

type Rule = (live: LiveObject) => Readiness;

/** Kinds of the Vault Secrets Operator that say whether they are valid; the others write a Secret. */
const VALID_KINDS: readonly string[] = ['VaultConnection', 'VaultAuth', 'VaultAuthGlobal', 'HCPAuth', 'SecretTransformation'];

const BY_KIND: Readonly<Record<string, Rule>> = {
  '/Namespace': ({ status }) => readyWhen(status?.phase === 'Active', `phase ${textOf(status?.phase)}`),
  '/PersistentVolumeClaim': () => READY,
  // The one of Serving for itself is tried for with those of services, and got with an issuer of its own only.
  'networking.internal.knative.dev/Certificate': () => READY,
  'apiextensions.k8s.io/CustomResourceDefinition': definition,
  'apiregistration.k8s.io/APIService': (live) => byCondition(live, 'Available'),
  'apps/Deployment': deployment,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'batch/Job': job,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
};

/** Groups of which every kind has a condition `Ready`, also before its controller wrote the first status. */
const WITH_READY: readonly string[] = [
  'operator.knative.dev', 'serving.knative.dev', 'eventing.knative.dev', 'messaging.knative.dev', 'flows.knative.dev',
  'sources.knative.dev', 'sinks.knative.dev', 'bindings.knative.dev', 'cert-manager.io', 'external-secrets.io',
];

/**
 * Whether a live object is ready, as `kubectl get -o json` prints it. Follows `kubectl rollout status`
 * (kubectl/pkg/polymorphichelpers/rollout_status.go) for workloads, and Knative's contract of conditions for what has
 * a condition `Ready`. What has no state of its own, such as a ConfigMap, is ready once it is there.
 * @see https://knative.dev/docs/serving/services/
 */
export function readinessOf(live: object): Readiness {
  const object = live as LiveObject;
  if (object.metadata?.deletionTimestamp !== undefined) return waiting('it is being deleted');
  const group = groupOf(object.apiVersion);
  if (group === 'secrets.hashicorp.com') return ofVaultOperator(object);
  const rule = BY_KIND[`${group}/${object.kind}`];
  return rule === undefined ? byReady(object) : rule(object);
}

/**
 * Follows the controllers of the Vault Secrets Operator (controllers/*_controller.go): what others refer to is `valid`,
 * and what writes a Secret notes the generation that it wrote it for. Later versions have a condition `Ready` as well.
 */
function ofVaultOperator(live: LiveObject): Readiness {
  const { valid, error, lastGeneration } = live.status ?? {};
  if (valid === false) return waiting(`it is not valid${error === undefined || error === '' ? '' : `: ${textOf(error)}`}`);
  const isSeen = VALID_KINDS.includes(live.kind)
    ? valid === true : countOf(lastGeneration, 0) >= (live.metadata?.generation ?? 1);
  if (!isSeen) return waiting('its controller has not seen the last change yet');
  return byReady(live);
}

/** What is anything else: ready as its condition says, and where there is none, as its group does. */
function byReady(live: LiveObject): Readiness {
  const group = groupOf(live.apiVersion);
  const hasReady = live.status?.conditions?.some(({ type }) => type === 'Ready') === true;
  return hasReady || WITH_READY.includes(group) ? byCondition(live, 'Ready') : READY;
}

function byCondition(live: LiveObject, type: string): Readiness {
  const stale = staleStatus(live);
  if (stale !== undefined) return stale;
  const condition = conditionOf(live, type);
  if (condition === undefined) return waiting(`no condition ${type} yet`);
  const old = staleStatus({ ...live, status: { observedGeneration: condition.observedGeneration } });
  if (old !== undefined) return old;
  return readyWhen(condition.status === 'True', describe(condition));
}

/** A status that says something of an older generation says nothing of this one. */
function staleStatus({ metadata, status }: LiveObject): Readiness | undefined {
  const { observedGeneration } = status ?? {};
  if (observedGeneration === undefined || observedGeneration >= (metadata?.generation ?? 0)) return undefined;
  return waiting('its controller has not seen the last change yet');
}

function definition(live: LiveObject): Readiness {
  const rejected = conditionOf(live, 'NamesAccepted');
  if (rejected?.status === 'False') return waiting(describe(rejected));
  return byCondition(live, 'Established');
}

function deployment(live: LiveObject): Readiness {
  const stuck = conditionOf(live, 'Progressing');
  const updated = byReplicas(live, countOf(live.spec?.replicas, 1), 'updatedReplicas', 'availableReplicas');
  const rollout = updated.ready ? withoutOld(live) : updated;
  if (rollout.ready || stuck?.reason !== 'ProgressDeadlineExceeded') return rollout;
  return waiting(`${rollout.reason ?? ''}, and ${describe(stuck)}`);
}

/** Until the old pods are gone, those that are available may be the old ones. */
function withoutOld({ status }: LiveObject): Readiness {
  const updated = countOf(status?.updatedReplicas, 0);
  const old = countOf(status?.replicas, 0) - updated;
  if (old > 0) return waiting(`${old} old replicas are still there`);
  const there = countOf(status?.availableReplicas, 0);
  return readyWhen(there >= updated, `${there} of ${updated} updated replicas are available`);
}

function statefulSet(live: LiveObject): Readiness {
  const wanted = countOf(live.spec?.replicas, 1);
  const { type, rollingUpdate } = (live.spec?.updateStrategy ?? {}) as {
    readonly type?: string; readonly rollingUpdate?: { readonly partition?: number };
  };
  if (type === 'OnDelete') return byReplicas(live, wanted, 'readyReplicas', 'readyReplicas');
  const updated = Math.max(0, wanted - (rollingUpdate?.partition ?? 0));
  const rollout = byReplicas(live, updated, 'updatedReplicas', 'readyReplicas');
  return rollout.ready ? byReplicas(live, wanted, 'readyReplicas', 'readyReplicas') : rollout;
}

function daemonSet(live: LiveObject): Readiness {
  if (live.status?.observedGeneration === undefined) return waiting('its controller has not seen it yet');
  const wanted = countOf(live.status.desiredNumberScheduled, 0);
  const { type } = (live.spec?.updateStrategy ?? {}) as { readonly type?: string };
  return byReplicas(live, wanted, type === 'OnDelete' ? 'numberAvailable' : 'updatedNumberScheduled', 'numberAvailable');
}

function byReplicas(live: LiveObject, wanted: number, updated: string, available: string): Readiness {
  const { status } = live;
  const stale = status?.observedGeneration === undefined
    ? waiting('its controller has not seen it yet') : staleStatus(live);
  if (stale !== undefined) return stale;
  if (countOf(status?.[updated], 0) < wanted) return waiting(`${countOf(status?.[updated], 0)} of ${wanted} replicas are up to date`);
  const there = countOf(status?.[available], 0);
  return readyWhen(there >= wanted, `${there} of ${wanted} replicas are available`);
}

function job(live: LiveObject): Readiness {
  const failed = conditionOf(live, 'Failed');
  if (failed?.status === 'True') return { ready: false, reason: describe(failed), failed: true };
  const { suspend } = live.spec ?? {};
  if (suspend === true) return waiting('it is suspended');
  const complete = conditionOf(live, 'Complete');
  return readyWhen(complete?.status === 'True', `${countOf(live.status?.succeeded, 0)} of ${countOf(live.spec?.completions, 1)} completions`);
}

/**
 * Whoever answers a webhook writes the certificate in once it runs; before that, the server refuses what it would ask.
 * Whether an address outside of the cluster is known by its certificate is for the API server to say.
 */
function webhooks(live: LiveObject): Readiness {
  const open = (live.webhooks ?? []).find(({ clientConfig: { service, caBundle = '' } = {} }) => service !== undefined && caBundle === '');
  return readyWhen(open === undefined, `no caBundle in ${open?.name ?? ''} yet`);
}

function conditionOf({ status }: LiveObject, wanted: string): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === wanted);
}

/** `Ready is False: RevisionFailed, the image cannot be pulled`. */
function describe({ type, status, reason, message }: Condition): string {
  const why = [reason, message].filter((text) => text !== undefined && text !== '').join(', ');
  return `${type} is ${status}${why === '' ? '' : `: ${why}`}`;
}

function readyWhen(ready: boolean, reason: string): Readiness {
  return ready ? READY : waiting(reason);
}

function waiting(reason: string): Readiness {
  return { ready: false, reason };
}

function countOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : 'unknown';
}
