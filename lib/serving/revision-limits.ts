import { Duration } from 'cdk8s';
import { checkDuration, checkWhole, millisOf, type Problem, secondsOf, show } from '../core';

/** How many requests a pod takes, and how long one may last. */
export interface RevisionLimits {
  /**
   * Requests that a container works on at the same time; 0 is no limit, 1000 the most. The queue proxy holds back what
   * is more. A cluster may allow more with `container-concurrency-max-limit`: patch `apiObject` there.
   * @default - the cluster's: 0
   */
  readonly containerConcurrency?: number;
  /**
   * How long a request may last: whole seconds, 1 to 600. A cluster may allow more with
   * `max-revision-timeout-seconds`: patch `apiObject` there.
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
const RELEASE_TIMEOUT = Duration.seconds(300);
const LONGEST_TIMEOUT = Duration.seconds(600);
const HIGHEST_CONCURRENCY = 1000;

/** Follows validateTimeoutSeconds of revision_validation.go, ValidateContainerConcurrency of metadata_validation.go. */
export function checkRevisionLimits(limits: RevisionLimits): (Problem | undefined)[] {
  const { timeout, responseStartTimeout, idleTimeout } = limits;
  const concurrency = checkConcurrency(limits.containerConcurrency);
  if (timeout === undefined && responseStartTimeout === undefined && idleTimeout === undefined) return [concurrency];
  const range = (field: string, min: Duration) => ({ field, min, max: LONGEST_TIMEOUT, step: SECOND });
  return [
    concurrency,
    checkDuration(timeout, range('timeout', SECOND)),
    checkDuration(responseStartTimeout, range('responseStartTimeout', NONE)),
    checkDuration(idleTimeout, range('idleTimeout', NONE)),
    checkWithin('responseStartTimeout', responseStartTimeout, timeout),
    checkWithin('idleTimeout', idleTimeout, timeout),
  ];
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

function checkConcurrency(value: number | undefined): Problem | undefined {
  return checkWhole('KN-SVC-002', 'containerConcurrency', value, { min: 0, max: HIGHEST_CONCURRENCY, proposal: 100 });
}

/** Admission lets it pass, and the shorter timeout ends the request before the longer one is reached. */
function checkWithin(field: string, value: Duration | undefined, timeout: Duration | undefined): Problem | undefined {
  const limit = timeout ?? RELEASE_TIMEOUT;
  if (value === undefined || millisOf(value) <= millisOf(limit)) return undefined;
  const most = secondsOf(limit);
  return {
    code: 'KN-SVC-003',
    message: `${field} ${show(`${secondsOf(value)}s`)} is longer than the timeout of the request, ${show(`${most}s`)}`,
    received: secondsOf(value),
    allowed: `at most ${most} seconds${timeout === undefined ? ', the timeout of a release' : ''}`,
    fix: `lower it, or write \`timeout: Duration.seconds(${Math.min(600, Math.ceil(secondsOf(value)))})\``,
  };
}
