import type { Construct } from 'constructs';
import {
  checkAnnotations, checkLabels, KINDS, KNATIVE_EVENTING, ownCopy, type Problem, refuse, type ResourceProps,
  secondsOf, show, Warnings,
} from '../core';
import { AddressableResource } from '../events';
import { type ContainerProps, nothingWhenEmpty, PodDialect, type PodProps, PodTemplate, present } from '../pod';
import { type ExistingJobSinkOptions, ImportedJobSink, JOB_SINK_SERVICE } from './imported-job-sink';
import { checkJob, checkRuleContainers } from './job-checks';
import { type JobOptions, JobRestartPolicy } from './job-options';
import type { IJobSink } from './job-sink-contract';

/** Properties for `JobSink`. */
export interface JobSinkProps extends ResourceProps, PodProps, JobOptions {
  /**
   * Containers of the pod, one at least (`KN-POD-003`). Each finds the event, as JSON in the structured form, in the
   * file `event` of the folder that `K_EVENT_PATH` names, and `batch` in `K_EXECUTION_MODE`; a container that sets one
   * of these itself is refused with `KN-POD-005`. One without a name is called `job`, with a number behind.
   */
  readonly containers: readonly ContainerProps[];
  /**
   * Labels of each job. Those that Knative writes are refused (`KN-JOB-006`).
   * @default - none but those of Knative
   */
  readonly jobLabels?: { readonly [key: string]: string };
  /**
   * Annotations of each job.
   * @default - none
   */
  readonly jobAnnotations?: { readonly [key: string]: string };
  /**
   * Labels of the pods. Those that Kubernetes writes are refused (`KN-JOB-006`).
   * @default - none but those of Kubernetes
   */
  readonly templateLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the pods. Those for seccomp and AppArmor, which Kubernetes gave up, and those of mirror pods and for
   * the order in which pods are deleted are refused (`KN-JOB-009`).
   * @default - none
   */
  readonly templateAnnotations?: { readonly [key: string]: string };
}

/** Follows cmd/jobsink/main.go and job_sink_defaults.go of Eventing. */
const INJECTED = ['K_EVENT_PATH', 'K_EXECUTION_MODE'];
const EVENT_VOLUME = 'jobsink-event';
const EVENT_FOLDER = '/etc/jobsink-event';
const KNATIVE_LABELS = ['sinks.knative.dev/job-sink-id', 'sinks.knative.dev/job-sink-name'];
const KUBERNETES_LABELS = [
  'controller-uid', 'job-name', 'batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name',
  'batch.kubernetes.io/job-completion-index',
];
/** Follows `ValidatePodSpecificAnnotations` of Kubernetes, which looks into most of these. */
const MEANINGLESS = new RegExp(`^(${[
  '(container\\.)?seccomp\\.security\\.alpha\\.kubernetes\\.io/',
  'container\\.apparmor\\.security\\.beta\\.kubernetes\\.io/',
  'kubernetes\\.io/config\\.mirror$',
  'controller\\.kubernetes\\.io/pod-deletion-cost$',
].join('|')})`);

/**
 * Runs a Kubernetes Job for every event that it receives, once for each `source` and `id`.
 *
 * What Kubernetes would not take as a Job is refused when the JobSink is applied: the webhook makes a dry run.
 * @see https://knative.dev/docs/eventing/sinks/job-sink/
 */
export class JobSink extends AddressableResource implements IJobSink {
  /** A job sink that exists already. */
  public static fromJobSinkName(
    scope: Construct, id: string, jobSinkName: string, options: ExistingJobSinkOptions = {},
  ): IJobSink {
    return new ImportedJobSink(scope, id, jobSinkName, options);
  }

  private readonly props: JobSinkProps;
  private readonly template: PodTemplate;

  constructor(scope: Construct, id: string, props: JobSinkProps) {
    super(scope, id, KINDS.jobSink, props);
    this.props = ownCopy(props);
    refuse(this, ...checkJob(props, this.name), ...checkMetadata(props));
    if (props.ttlAfterFinished === undefined) {
      Warnings.of(this).add('jobs-kept-forever', `every event leaves a Job of ${show(this.name)} behind, with its pods `
        + 'and a Secret: write `ttlAfterFinished: Duration.hours(1)`, for example');
    }
    this.template = new PodTemplate(this, PodDialect.POD, props, { containerName: 'job', injectedEnv: INJECTED });
    for (const container of props.containers ?? []) this.addContainer(container);
    for (const container of props.initContainers ?? []) refuse(this, checkEventMount(container, true));
    const rules = this.props.podFailureRules ?? [];
    if (rules.length > 0) this._checkAtSynth(() => checkRuleContainers(rules, this.containerNames()));
  }

  /** Name of the sink. */
  public get jobSinkName(): string {
    return this.name;
  }

  /** Address in the cluster, where events are posted to; without a namespace the problem `KN-NAM-003` is recorded. */
  public get url(): string {
    return this._clusterUrl(JOB_SINK_SERVICE, KNATIVE_EVENTING, `/${this._namespaceForAddress()}/${this.name}`);
  }

  /** Adds a container to the pod of each job. */
  public addContainer(props: ContainerProps): void {
    refuse(this, checkEventMount(props, false));
    this.template.addContainer(props);
  }

  /** Adds a container that runs to its end before the others start. */
  public addInitContainer(props: ContainerProps): void {
    refuse(this, checkEventMount(props, true));
    this.template.addInitContainer(props);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { props } = this;
    const spec = { ...this.template._render(), restartPolicy: props.restartPolicy ?? JobRestartPolicy.NEVER };
    const template = present({ metadata: metadataOf(props.templateLabels, props.templateAnnotations), spec });
    const metadata = metadataOf(props.jobLabels, props.jobAnnotations);
    return { spec: { job: present({ metadata, spec: { ...renderJob(props), template } }) } };
  }

  private containerNames(): string[] {
    return [...this.template.initContainers, ...this.template.containers].map(({ name }) => name);
  }
}

function renderJob(job: JobOptions): Record<string, unknown> {
  const { podFailureRules, successRules } = job;
  return present({
    parallelism: job.parallelism,
    completions: job.completions,
    completionMode: job.completionMode,
    activeDeadlineSeconds: job.activeDeadline && secondsOf(job.activeDeadline),
    ttlSecondsAfterFinished: job.ttlAfterFinished && secondsOf(job.ttlAfterFinished),
    backoffLimit: job.backoffLimit,
    backoffLimitPerIndex: job.backoffLimitPerIndex,
    maxFailedIndexes: job.maxFailedIndexes,
    suspend: job.suspend,
    podReplacementPolicy: job.podReplacementPolicy,
    podFailurePolicy: podFailureRules === undefined || podFailureRules.length === 0
      ? undefined : { rules: podFailureRules.map((rule) => rule._render()) },
    successPolicy: successRules && {
      rules: successRules.map(({ succeededIndexes, succeededCount }) => ({ succeededIndexes, succeededCount })),
    },
  });
}

function metadataOf(
  labels: JobSinkProps['jobLabels'] = {}, annotations: JobSinkProps['jobAnnotations'] = {},
): Record<string, unknown> | undefined {
  return nothingWhenEmpty(present({ labels: nothingWhenEmpty(labels), annotations: nothingWhenEmpty(annotations) }));
}

function checkMetadata(props: JobSinkProps): (Problem | undefined)[] {
  return [
    ...checkLabels(props.jobLabels), ...checkAnnotations(props.jobAnnotations),
    ...checkLabels(props.templateLabels), ...checkAnnotations(props.templateAnnotations),
    ...Object.keys(props.templateAnnotations ?? {}).map(checkMeaning),
    ...checkOwnLabels('Knative', 'a job', props.jobLabels, KNATIVE_LABELS),
    ...checkOwnLabels('Kubernetes', 'the pods of a job', props.templateLabels, KUBERNETES_LABELS),
  ];
}

/** Knative writes over them; labels of pods that Kubernetes writes itself make it refuse the job. */
function checkOwnLabels(
  who: string, where: string, labels: JobSinkProps['jobLabels'] = {}, own: readonly string[],
): Problem[] {
  return own.filter((key) => labels[key] !== undefined).map((key) => ({
    code: 'KN-JOB-006',
    message: `the label ${show(key)} of ${where} is written by ${who}`,
    received: labels[key],
    allowed: 'every other label',
    fix: 'leave it out',
  }));
}

function checkMeaning(key: string): Problem | undefined {
  if (!MEANINGLESS.test(key)) return undefined;
  return {
    code: 'KN-JOB-009',
    message: `the annotation ${show(key)} means nothing to the pods of a job`,
    received: key,
    allowed: 'every other annotation',
    fix: key.includes('security') ? 'write `securityContext` on the container' : 'leave it out',
  };
}

/** A volume of this name would take the place of the event, and a second mount there makes every job be refused. */
function checkEventMount({ volumeMounts = [] }: ContainerProps, init: boolean): Problem | undefined {
  const taken = volumeMounts.find(({ volume, path }) =>
    volume.name === EVENT_VOLUME || (!init && path.replace(/\/+$/, '') === EVENT_FOLDER));
  if (taken === undefined) return undefined;
  return {
    code: 'KN-JOB-007',
    message: `the volume ${show(taken.volume.name)} at ${show(taken.path)} is where Knative puts the event`,
    received: taken.path,
    allowed: `volumes of other names than ${show(EVENT_VOLUME)}, at other paths than ${show(EVENT_FOLDER)}`,
    fix: 'leave it out: the event is there anyway, as the file `/etc/jobsink-event/event`',
  };
}
