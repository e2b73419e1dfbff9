import { Duration } from 'cdk8s';
import { checkDuration, checkWhole, type Problem, secondsOf, show } from '../core';
import type { ClusterLimits } from './cluster-limits';

/** How many requests a pod takes, and how long one may last. */
export interface RevisionLimits {
  /**
   * Requests that a container works on at the same time; 0 is no limit, 1000 the most in a release. The queue proxy
   * holds back what is more. Where the program describes the installation, its `containerConcurrencyMaxLimit` and
   * `allowContainerConcurrencyZero` count (`KN-SVC-002`).
   * @default - the cluster's: 0
   */
  readonly containerConcurrency?: number;
  /**
   * How long a request may last: whole seconds, 1 to 600 in a release. Where the program describes the installation,
   * its `maxRevisionTimeout` counts (`KN-DUR-002`).
   * @default - the cluster's: 300 seconds
   */
  readonly timeout?: Duration;
  /**
   * How long a request may last until its answer begins: whole seconds, at most `timeout` (`KN-SVC-003`); 0 is no
   * limit of its own.
   * @default - the cluster's: as long as `timeout`
   */
  readonly responseStartTimeout?: Duration;
  /**
   * How long nothing may be sent in either direction: whole seconds, at most `timeout` (`KN-SVC-003`); 0 is no limit.
   * @default - the cluster's: no limit
   */
  readonly idleTimeout?: Duration;
}

const NONE = Duration.seconds(0);
const SECOND = Duration.seconds(1);
/**
 * Checks against what the cluster allows; follows validateTimeoutSeconds of revision_validation.go and
 * ValidateContainerConcurrency of metadata_validation.go.
 */
export function checkRevisionLimits(limits: RevisionLimits, cluster: ClusterLimits): (Problem | undefined)[] {
  const { timeout, responseStartTimeout, idleTimeout } = limits;
  const concurrency = checkConcurrency(limits.containerConcurrency, cluster);
  if (timeout === undefined && responseStartTimeout === undefined && idleTimeout === undefined) return [concurrency];
  const times = [
    checkTimeout('timeout', timeout, SECOND, cluster),
    checkTimeout('responseStartTimeout', responseStartTimeout, NONE, cluster),
    checkTimeout('idleTimeout', idleTimeout, NONE, cluster),
  ];
  const comparable = [timeout, responseStartTimeout, idleTimeout].every(isTime);
  return [concurrency, ...times, ...comparable ? [
    checkWithin('responseStartTimeout', responseStartTimeout, timeout, cluster),
    checkWithin('idleTimeout', idleTimeout, timeout, cluster),
  ] : []];
}

/** The fields of the template's spec. */
export function renderRevisionLimits(limits: RevisionLimits): Record<string, unknown> {
  const { containerConcurrency, timeout, responseStartTimeout, idleTimeout } = limits;
  const spec: Record<string, unknown> = {};
  if (containerConcurrency !== undefined) spec['containerConcurrency'] = containerConcurrency;
  if (timeout !== undefined) spec['timeoutSeconds'] = secondsOf(timeout);
  if (responseStartTimeout !== undefined) spec['responseStartTimeoutSeconds'] = secondsOf(responseStartTimeout);
  if (idleTimeout !== undefined) spec['idleTimeoutSeconds'] = secondsOf(idleTimeout);
  return spec;
}

function checkConcurrency(value: number | undefined, cluster: ClusterLimits): Problem | undefined {
  const { maxConcurrency: max, zeroConcurrency } = cluster;
  const problem = checkWhole('KN-SVC-002', 'containerConcurrency', value,
    { min: zeroConcurrency ? 0 : 1, max, proposal: Math.min(100, max) });
  if (problem === undefined) return undefined;
  const more = value === 0 ? cluster.raise('defaults: { allowContainerConcurrencyZero }', 'config-defaults', 'allow-container-concurrency-zero')
    : cluster.raise('defaults: { containerConcurrencyMaxLimit }', 'config-defaults', 'container-concurrency-max-limit');
  return ofCluster(problem, cluster, typeof value === 'number' && (value === 0 || value > max) ? more : undefined);
}

/** Programs in JavaScript pass texts, too, and of those nobody knows which is longer. */
function isTime(value: Duration | undefined): boolean {
  return value === undefined || typeof value.toMilliseconds === 'function';
}

function checkTimeout(
  field: string, value: Duration | undefined, min: Duration, cluster: ClusterLimits,
): Problem | undefined {
  const max = Duration.seconds(cluster.maxTimeout);
  const problem = checkDuration(value, { field, min, max, step: SECOND });
  if (problem === undefined || value === undefined || !isTime(value)) return problem;
  return ofCluster(problem, cluster, secondsOf(value) <= cluster.maxTimeout ? undefined
    : cluster.raise('defaults: { maxRevisionTimeout }', 'config-defaults', 'max-revision-timeout-seconds'));
}

/** Says whose bounds they are, and how they can be wider. */
function ofCluster(problem: Problem, { who }: ClusterLimits, more: string | undefined): Problem {
  return {
    ...problem,
    allowed: `${problem.allowed}, by ${who}`,
    fix: more === undefined ? problem.fix : `${problem.fix}, or ${more}`,
  };
}

/** Admission lets it pass, and the shorter timeout ends the request before the longer one is reached. */
function checkWithin(
  field: string, value: Duration | undefined, timeout: Duration | undefined, cluster: ClusterLimits,
): Problem | undefined {
  const most = timeout === undefined ? cluster.timeout : secondsOf(timeout);
  if (value === undefined || secondsOf(value) <= most) return undefined;
  return {
    code: 'KN-SVC-003',
    message: `${field} ${show(`${secondsOf(value)}s`)} is longer than the timeout of the request, ${show(`${most}s`)}`,
    received: secondsOf(value),
    allowed: `at most ${most} seconds${timeout === undefined ? `, the timeout of ${cluster.who}` : ''}`,
    fix: `lower it, or write \`timeout: Duration.seconds(${Math.min(cluster.maxTimeout, Math.ceil(secondsOf(value)))})\``,
  };
}
