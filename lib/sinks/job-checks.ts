import { Duration } from 'cdk8s';
import { checkChoice, checkDuration, checkWhole, MAX_INT32, type Problem, show } from '../core';
import {
  JobCompletionMode, type JobOptions, JobRestartPolicy, type JobSuccessRule, PodReplacementPolicy,
} from './job-options';
import { PodFailureAction, type PodFailureRule } from './pod-failure-rule';

/*
 * Follows pkg/apis/batch/validation/validation.go of Kubernetes, which the webhook asks with a dry run.
 */

/** Above this many completions, limits per index need a bound of their own. */
const MANY = 100_000;
const MOST_AT_ONCE_OF_MANY = 10_000;
const MOST_RULES = 20;
/** Follows `validateSuccessPolicyRule` of Kubernetes. */
const MOST_INDEX_BYTES = 64 * 1024;
/** The name of a job is `<sink>-<32 digits>`, cut to 63 characters; that of a pod's host has `-<index>` behind. */
const ADDED_TO_NAME = 34;
const LONGEST_HOST = 63;
const SECOND = Duration.seconds(1);

/**
 * Checks how a job runs.
 * @param name of the JobSink
 * @internal
 */
export function checkJob(job: JobOptions, name: string): (Problem | undefined)[] {
  return [
    checkChoice('KN-JOB-003', 'restartPolicy', job.restartPolicy, JobRestartPolicy),
    checkChoice('KN-JOB-003', 'completionMode', job.completionMode, JobCompletionMode),
    checkChoice('KN-JOB-003', 'podReplacementPolicy', job.podReplacementPolicy, PodReplacementPolicy),
    ...checkNumbers(job),
    checkDuration(job.activeDeadline, {
      field: 'activeDeadline', min: SECOND, max: Duration.seconds(MAX_INT32), step: SECOND,
    }),
    checkDuration(job.ttlAfterFinished, {
      field: 'ttlAfterFinished', min: Duration.seconds(0), max: Duration.seconds(MAX_INT32), step: SECOND,
    }),
    ...isIndexed(job) ? [...checkIndexed(job), checkHost(job, name)] : checkNotIndexed(job),
    ...checkPolicies(job),
  ];
}

/**
 * Checks that rules name containers that there are.
 * @internal
 */
export function checkRuleContainers(
  rules: readonly PodFailureRule[], names: readonly string[],
): (Problem | undefined)[] {
  return rules.map(({ _containerName: name }) => name === undefined || names.includes(name) ? undefined : {
    code: 'KN-JOB-004',
    message: `a rule for failed pods names the container ${show(name)}, which the job does not have`,
    received: name,
    allowed: names.map(show).join(', '),
    fix: 'write the name of a container, or leave `containerName` out',
  });
}

function isIndexed({ completionMode }: JobOptions): boolean {
  return completionMode === JobCompletionMode.INDEXED;
}

function checkNumbers(job: JobOptions): (Problem | undefined)[] {
  const atOnce = isIndexed(job) ? MANY : MAX_INT32;
  return [
    checkWhole('KN-JOB-001', 'completions', job.completions, { min: 1 }),
    checkWhole('KN-JOB-001', 'parallelism', job.parallelism, { min: 1, max: atOnce }),
    checkWhole('KN-JOB-001', 'backoffLimit', job.backoffLimit, { min: 0 }),
    checkWhole('KN-JOB-001', 'backoffLimitPerIndex', job.backoffLimitPerIndex, { min: 0 }),
    checkWhole('KN-JOB-001', 'maxFailedIndexes', job.maxFailedIndexes, { min: 0, max: MANY }),
  ];
}

function checkIndexed(job: JobOptions): (Problem | undefined)[] {
  const { maxFailedIndexes, backoffLimitPerIndex, parallelism } = job;
  // With neither of the two, both are 1.
  const completions = job.completions ?? (parallelism === undefined ? 1 : undefined);
  if (completions === undefined) return [withoutCompletions()];
  const many = completions > MANY && backoffLimitPerIndex !== undefined;
  return [
    maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined
      ? unfit('maxFailedIndexes', 'has no effect without `backoffLimitPerIndex`', 'write `backoffLimitPerIndex: 1` too')
      : undefined,
    maxFailedIndexes !== undefined
      ? checkWhole('KN-JOB-001', 'maxFailedIndexes', maxFailedIndexes,
        { min: 0, max: Math.min(completions, many ? MOST_AT_ONCE_OF_MANY : MANY) })
      : undefined,
    many && maxFailedIndexes === undefined
      ? unfit('maxFailedIndexes', `is missing, with more than ${MANY} completions and limits per index`,
        'write `maxFailedIndexes: 100`, for example')
      : undefined,
    many ? checkWhole('KN-JOB-001', 'parallelism', parallelism, { min: 1, max: MOST_AT_ONCE_OF_MANY }) : undefined,
    ...(job.successRules ?? []).flatMap((rule) => checkSuccessRule(rule, completions)),
  ];
}

function checkNotIndexed(job: JobOptions): (Problem | undefined)[] {
  const given = {
    backoffLimitPerIndex: job.backoffLimitPerIndex,
    maxFailedIndexes: job.maxFailedIndexes,
    successRules: job.successRules,
  };
  return Object.entries(given).map(([field, value]) => value === undefined ? undefined
    : unfit(field, 'is for indexed jobs', `write \`completionMode: JobCompletionMode.INDEXED\`, or leave ${field} out`));
}

function unfit(field: string, what: string, fix: string): Problem {
  return {
    code: 'KN-JOB-002',
    message: `${field} ${what}`,
    received: field,
    allowed: 'settings for indexes in a job with `completionMode: JobCompletionMode.INDEXED` and `completions`',
    fix,
  };
}

function withoutCompletions(): Problem {
  return unfit('completions', 'is missing in an indexed job', 'write `completions: 3`, for example');
}

/** At run time the job would be refused, and every event answered with an error: the dry run has a shorter name. */
function checkHost({ completions = 1 }: JobOptions, name: string): Problem | undefined {
  const longest = LONGEST_HOST - ADDED_TO_NAME - String(completions - 1).length;
  if (name.length <= longest && !name.includes('.')) return undefined;
  return {
    code: 'KN-JOB-008',
    message: `the pods of the indexed JobSink ${show(name)} would have host names that are none`,
    received: name,
    allowed: `a name without dots of at most ${longest} characters, since ${LONGEST_HOST - longest} are added to it`,
    fix: `write the id ${show(name.replace(/\./g, '-').slice(0, longest).replace(/-+$/, ''))}, for example`,
  };
}

function checkPolicies(job: JobOptions): (Problem | undefined)[] {
  const { podFailureRules: rules = [], restartPolicy, podReplacementPolicy: replacement, backoffLimitPerIndex } = job;
  const restarts = restartPolicy === JobRestartPolicy.ON_FAILURE;
  const failsIndex = rules.some(({ action }) => action === PodFailureAction.FAIL_INDEX);
  return [
    restarts && rules.length > 0 ? contradiction('restartPolicy', 'podFailureRules', 'JobRestartPolicy.NEVER') : undefined,
    restarts && backoffLimitPerIndex !== undefined
      ? contradiction('restartPolicy', 'backoffLimitPerIndex', 'JobRestartPolicy.NEVER') : undefined,
    replacement === PodReplacementPolicy.TERMINATING_OR_FAILED && rules.length > 0
      ? contradiction('podReplacementPolicy', 'podFailureRules', 'PodReplacementPolicy.FAILED') : undefined,
    failsIndex && backoffLimitPerIndex === undefined
      ? unfit('the action `FailIndex`', 'needs `backoffLimitPerIndex`', 'write `backoffLimitPerIndex: 1` too')
      : undefined,
    rules.length > MOST_RULES ? tooManyRules('KN-JOB-004', rules.length) : undefined,
    job.successRules === undefined ? undefined : checkRuleCount(job.successRules.length),
  ];
}

function contradiction(field: string, beside: string, value: string): Problem {
  return {
    code: 'KN-JOB-003',
    message: `${field} and ${beside} of the job contradict each other`,
    received: field,
    allowed: `${show(value)} beside ${beside}`,
    fix: `leave ${field} out, or write \`${field}: ${value}\``,
  };
}

function checkRuleCount(count: number): Problem | undefined {
  return count > 0 && count <= MOST_RULES ? undefined : tooManyRules('KN-JOB-005', count);
}

function tooManyRules(code: 'KN-JOB-004' | 'KN-JOB-005', count: number): Problem {
  return {
    code,
    message: `the job has ${count} rules`,
    received: count,
    allowed: `1 to ${MOST_RULES} rules`,
    fix: 'put what several rules say into one, or leave the list out where it is empty',
  };
}

function checkSuccessRule(rule: JobSuccessRule, completions: number): (Problem | undefined)[] {
  const { succeededIndexes, succeededCount } = rule;
  if (succeededIndexes === undefined && succeededCount === undefined) {
    return [wrongSuccess(rule, 'says nothing', '`succeededIndexes`, `succeededCount` or both')];
  }
  const bytes = Buffer.byteLength(String(succeededIndexes ?? ''));
  if (bytes > MOST_INDEX_BYTES) {
    return [wrongSuccess(bytes, `names its indexes in ${bytes} bytes`,
      `at most ${MOST_INDEX_BYTES} bytes, with ranges in place of single numbers`)];
  }
  const total = succeededIndexes === undefined ? completions : countIndexes(succeededIndexes, completions);
  if (total === undefined) {
    return [wrongSuccess(succeededIndexes, `names the indexes ${show(succeededIndexes)}`,
      `numbers and ranges in rising order, such as \`0,2-4\`, below ${completions}`)];
  }
  if (succeededCount === undefined) return [];
  if (Number.isInteger(succeededCount) && succeededCount > 0 && succeededCount <= total) return [];
  return [wrongSuccess(succeededCount, `wants ${show(String(succeededCount))} indexes to succeed`,
    `a whole number from 1 to ${total}`)];
}

function wrongSuccess(received: unknown, what: string, allowed: string): Problem {
  return {
    code: 'KN-JOB-005',
    message: `a rule for success ${what}`,
    received,
    allowed,
    fix: "write `{ succeededIndexes: '0-2', succeededCount: 1 }`, for example",
  };
}

/** How many indexes a text names; undefined where Kubernetes would not read it. Follows `validateIndexesFormat`. */
function countIndexes(text: string, completions: number): number | undefined {
  let last = -1;
  let total = 0;
  for (const part of String(text).split(',')) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (match === null) return undefined;
    const from = Number(match[1]);
    const to = match[2] === undefined ? from : Number(match[2]);
    if (from <= last || to >= completions || (match[2] !== undefined && to <= from)) return undefined;
    total += to - from + 1;
    last = to;
  }
  return total;
}
