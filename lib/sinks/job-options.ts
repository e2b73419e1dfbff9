import type { Duration } from 'cdk8s';
import type { PodFailureRule } from './pod-failure-rule';

/** What happens to a container of a job that fails. */
export enum JobRestartPolicy {
  /** The pod has failed, and the job makes another one. */
  NEVER = 'Never',
  /** The container is started again in the same pod. */
  ON_FAILURE = 'OnFailure',
}

/** How the pods of a job are counted. */
export enum JobCompletionMode {
  /** All pods are alike; the job is complete when enough of them succeeded. */
  NON_INDEXED = 'NonIndexed',
  /** Each pod has a number of its own, in `JOB_COMPLETION_INDEX`; the job is complete when each number succeeded. */
  INDEXED = 'Indexed',
}

/** When a job makes a pod in place of another one. */
export enum PodReplacementPolicy {
  /** As soon as the other one ends or is being deleted. */
  TERMINATING_OR_FAILED = 'TerminatingOrFailed',
  /** Once the other one has failed for good. */
  FAILED = 'Failed',
}

/** One way in which an indexed job succeeds early. */
export interface JobSuccessRule {
  /**
   * Indexes that must succeed, as numbers and ranges in rising order: `0,2-4`; in at most 65,536 bytes (`KN-JOB-005`).
   * @default - any index counts
   */
  readonly succeededIndexes?: string;
  /**
   * How many indexes must succeed; of `succeededIndexes`, where these are given.
   * @default - all of `succeededIndexes`
   */
  readonly succeededCount?: number;
}

/**
 * How a job runs. Kubernetes makes one for each event, and a number that it would not take is refused (`KN-JOB-001`).
 */
export interface JobOptions {
  /**
   * What happens to a container that fails. `ON_FAILURE` is refused beside `podFailureRules` and
   * `backoffLimitPerIndex` (`KN-JOB-003`).
   * @default JobRestartPolicy.NEVER
   */
  readonly restartPolicy?: JobRestartPolicy;
  /**
   * How many failures the job lives with, from 0 on.
   * @default 6 - no limit beside `backoffLimitPerIndex`
   */
  readonly backoffLimit?: number;
  /**
   * How many failures each index lives with, from 0 on; only for indexed jobs (`KN-JOB-002`).
   * @default - failures are counted for the whole job
   */
  readonly backoffLimitPerIndex?: number;
  /**
   * How many indexes may fail until the job stops the others, at most `completions` and 100,000; only together with
   * `backoffLimitPerIndex` (`KN-JOB-002`), and needed there above 100,000 completions.
   * @default - all of them
   */
  readonly maxFailedIndexes?: number;
  /**
   * How many pods have to succeed for one event, from 1 on; with 0 no pod would ever run.
   * @default 1 - as many as `parallelism` where only that is given, one of which has to succeed
   */
  readonly completions?: number;
  /**
   * How many pods run at the same time for one event, from 1 on; at most 100,000 in an indexed job.
   * @default 1
   */
  readonly parallelism?: number;
  /**
   * How pods are counted. An indexed job with `parallelism` needs `completions` (`KN-JOB-002`), and every one a shorter
   * name of its sink (`KN-JOB-008`).
   * @default JobCompletionMode.NON_INDEXED
   */
  readonly completionMode?: JobCompletionMode;
  /**
   * How long the job may run, in whole seconds from 1 on; after that its pods are stopped and it has failed.
   * @default - as long as it takes
   */
  readonly activeDeadline?: Duration;
  /**
   * How long the job is kept when it has ended, in whole seconds. Afterwards it is deleted with its pods and with the
   * Secret that holds the event; an event of the same `source` and `id` that comes later runs anew.
   * @default - until the JobSink is deleted, of which the warning `jobs-kept-forever` speaks
   */
  readonly ttlAfterFinished?: Duration;
  /**
   * Whether a job waits until something else, such as a queueing system, lets it run.
   * @default false
   */
  readonly suspend?: boolean;
  /**
   * What to do about pods that fail, by exit code or condition; the first rule that fits holds. At most 20
   * (`KN-JOB-004`).
   * @default - every failure counts for the limit
   */
  readonly podFailureRules?: readonly PodFailureRule[];
  /**
   * When a pod is replaced; beside `podFailureRules` only `FAILED` is left (`KN-JOB-003`).
   * @default PodReplacementPolicy.TERMINATING_OR_FAILED - `FAILED` beside `podFailureRules`
   */
  readonly podReplacementPolicy?: PodReplacementPolicy;
  /**
   * Ways in which an indexed job (`KN-JOB-002`) succeeds before all of its indexes did; at most 20 (`KN-JOB-005`).
   * @default - when all indexes succeeded
   */
  readonly successRules?: readonly JobSuccessRule[];
}
