import { Duration } from 'cdk8s';
import {
  checkDuration, DNS_1035_LABEL, Feature, follows, goDuration, MAX_INT32, needsFeature, type Problem, propose, refuse,
  type Resource, show, Warnings,
} from '../core';
import { checkResources, parseQuantity, renderResources, type Resources } from '../pod';
import { KEYS, QUEUE_SIDECAR } from './annotation-rules';
import type { RevisionLimits } from './revision-limits';
import type { Scaling } from './scaling';
import { startsAtZero } from './scaling-rules';

/** What is said of a revision, apart from its pod. */
export interface RevisionOptions extends RevisionLimits {
  /**
   * How the revision scales: `Scaling.between(1, 10)`.
   * @default - as the cluster does: from zero, without limit, by concurrency
   */
  readonly scaling?: Scaling;
  /**
   * How long a new revision may take to become ready: whole seconds, at least one.
   * @default - the cluster's: 600 seconds
   */
  readonly progressDeadline?: Duration;
  /**
   * What the queue proxy, Knative's own container in each pod, asks of its node. `extended` is refused (`KN-SVC-014`),
   * and so is a limit of CPU below the 25 thousandths that it asks for in a release (`KN-POD-036`).
   * @default - the cluster's: a request of 25 thousandths of a core
   */
  readonly queueProxyResources?: Resources;
  /**
   * Whether a container may answer while it still reads the request.
   * @default false
   */
  readonly httpFullDuplex?: boolean;
  /**
   * Whether the queue proxy has the pod's annotations and labels mounted. Needs the feature flag
   * `queueproxy.mount-podinfo`.
   * @default false
   */
  readonly queueProxyPodInfo?: boolean;
  /**
   * Name of the revision; it begins with the name of the service or configuration and a dash (`KN-SVC-011`). Any change
   * of the template needs another name then, or Knative refuses it: the warning `pinned-revision-name` says so.
   * @default - Knative names every revision after the service or configuration and a number
   */
  readonly revisionName?: string;
  /**
   * Labels of the revisions and their pods.
   * @default - none
   */
  readonly templateLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the revisions and their pods. Settings of Knative have properties of their own; written here they
   * are checked (`KN-SCL-001` to `KN-SCL-010`, `KN-SVC-005` to `KN-SVC-010`).
   * @default - none
   */
  readonly templateAnnotations?: { readonly [key: string]: string };
}

const SECOND = Duration.seconds(1);
/** Kubernetes takes no Deployment whose deadline is zero or does not fit into 32 bits, though Knative does. */
const DEADLINE = { field: 'progressDeadline', min: SECOND, max: Duration.seconds(MAX_INT32), step: SECOND };

/** Records what is wrong with the options of revisions. */
export function checkRevision(owner: Resource, options: RevisionOptions): void {
  const { queueProxyResources: queue, scaling, revisionName } = options;
  refuse(owner, checkDuration(options.progressDeadline, DEADLINE));
  if (queue !== undefined) refuse(owner, ...checkResources(queue), checkQueue(queue), checkQueueLimit(queue));
  if (revisionName !== undefined) pin(owner, revisionName);
  if (options.queueProxyPodInfo === true) {
    needsFeature(owner, Feature.QUEUEPROXY_MOUNT_PODINFO, 'queueProxyPodInfo');
  }
  if (scaling === undefined) return;
  if (startsAtZero(scaling._settings())) needsFeature(owner, Feature.ALLOW_ZERO_INITIAL_SCALE, 'initialScale 0');
  warnAboutTarget(owner, scaling, options.containerConcurrency ?? 0);
}

/** The annotations of the template, but for those of the autoscaler. */
export function revisionAnnotations(options: RevisionOptions): Record<string, string> {
  const { progressDeadline, queueProxyResources } = options;
  const annotations: Record<string, string> = {};
  if (progressDeadline !== undefined) annotations[KEYS.progressDeadline] = goDuration(progressDeadline);
  if (options.httpFullDuplex === true) annotations[KEYS.httpFullDuplex] = 'enabled';
  if (options.queueProxyPodInfo === true) annotations[KEYS.queueProxyPodInfo] = 'enabled';
  if (queueProxyResources === undefined) return annotations;
  const { requests, limits } = renderResources({ ...queueProxyResources, extended: undefined });
  for (const [kind, amounts] of [['request', requests], ['limit', limits]] as const) {
    for (const [resource, amount] of Object.entries(amounts ?? {})) {
      annotations[`${QUEUE_SIDECAR}/${resource}-resource-${kind}`] = String(amount);
    }
  }
  return annotations;
}

/** Follows QueueSidecarCPURequestDefault of pkg/deployment/config.go: Kubernetes refuses a limit below the request. */
const RELEASE_CPU_REQUEST = '25m';

function checkQueueLimit({ cpu }: Resources): Problem | undefined {
  const limit = cpu?.limit?.amount;
  const [least = 0, most = least] = [RELEASE_CPU_REQUEST, limit ?? ''].map(parseQuantity);
  if (cpu?.request !== undefined || limit === undefined || most >= least) return undefined;
  return {
    code: 'KN-POD-036',
    message: `the queue proxy asks for ${show(RELEASE_CPU_REQUEST)} of CPU in a release, which is above the limit ${show(limit)}`,
    received: limit,
    allowed: `a limit from ${show(RELEASE_CPU_REQUEST)} on, or a \`request\` with it`,
    fix: `write \`request\` too, at most ${show(limit)}`,
  };
}

function checkQueue(resources: Resources): Problem | undefined {
  const extended = Object.keys(resources.extended ?? {});
  if (extended.length === 0) return undefined;
  return {
    code: 'KN-SVC-014',
    message: `the queue proxy cannot ask for ${show(extended[0])}`,
    received: extended,
    allowed: 'CPU, memory and ephemeral storage',
    fix: 'leave `extended` out of `queueProxyResources`; containers may have it in `resources`',
  };
}

/** Follows validateRevisionName and VerifyNameChange of pkg/apis/serving/v1/revision_validation.go. */
function pin(owner: Resource, revisionName: string): void {
  refuse(owner, checkRevisionName(revisionName, `${owner.name}-`));
  Warnings.of(owner).add('pinned-revision-name',
    `the revision is named ${show(revisionName)}, and Knative refuses every change of the template until it gets another `
    + 'name: leave `revisionName` out, or make it from what the template holds');
}

function checkRevisionName(name: string, prefix: string): Problem | undefined {
  const begins = name.startsWith(prefix);
  if (begins && follows(DNS_1035_LABEL, name)) return undefined;
  const close = propose(DNS_1035_LABEL, name);
  return {
    code: 'KN-SVC-011',
    message: begins
      ? `${show(name)} is no name of a revision`
      : `the revision name ${show(name)} does not begin with ${show(prefix)}`,
    received: name,
    allowed: `${show(prefix)} and more, all of it ${DNS_1035_LABEL.text}`,
    fix: `write ${show(close.startsWith(prefix) ? close : `${prefix}v1`)}, for example`,
  };
}

function warnAboutTarget(owner: Resource, scaling: Scaling, concurrency: number): void {
  const { metric } = scaling.options;
  if (metric?.name !== 'concurrency' || concurrency === 0 || (metric.target ?? 0) <= concurrency) return;
  Warnings.of(owner).add('target-above-concurrency',
    `the scaling aims at ${show(metric.target)} requests at once, but \`containerConcurrency\` lets only `
    + `${show(concurrency)} through, and that is what Knative aims at: lower the target or raise the concurrency`);
}
