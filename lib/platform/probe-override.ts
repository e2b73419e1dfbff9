import { Duration } from 'cdk8s';
import { checkDuration, checkWhole, MAX_INT32, ownCopy, type Problem, raise, secondsOf, show } from '../core';

/** Options for `ProbeOverride`. What is left out stays as the release has it. */
export interface ProbeOverrideOptions {
  /**
   * How long after the container started it is first asked, in whole seconds, 1 or more: the operator does not see a 0.
   * @default - as the release has it
   */
  readonly initialDelay?: Duration;
  /**
   * How often it is asked, in whole seconds, 1 or more.
   * @default - as the release has it
   */
  readonly period?: Duration;
  /**
   * How long an answer may take, in whole seconds, 1 or more.
   * @default - as the release has it
   */
  readonly timeout?: Duration;
  /**
   * How many good answers in a row count; for a liveness probe only 1 (`KN-PLT-007`).
   * @default - as the release has it
   */
  readonly successThreshold?: number;
  /**
   * How many bad answers in a row count.
   * @default - as the release has it
   */
  readonly failureThreshold?: number;
  /**
   * How long a container may take to end once a liveness probe failed, in whole seconds, 1 or more. A readiness probe
   * has none (`KN-PLT-007`).
   * @default - as the pod has it
   */
  readonly terminationGracePeriod?: Duration;
}

/**
 * What the operator changes of a probe of the release. What the probe asks stays.
 * @see https://knative.dev/docs/install/operator/configuring-serving-cr/
 */
export class ProbeOverride {
  /**
   * Other times and thresholds.
   * @throws KnativeError `KN-PLT-007` where nothing is changed; `KN-DUR-001`, `KN-DUR-002` for times out of range
   */
  public static of(options: ProbeOverrideOptions): ProbeOverride {
    raise(checkSomething(options), ...checkNumbers(options));
    return new ProbeOverride(options);
  }

  /** No probe at all. */
  public static disabled(): ProbeOverride {
    return new ProbeOverride({});
  }

  /** @internal */
  public readonly _options: ProbeOverrideOptions;

  private constructor(options: ProbeOverrideOptions) {
    this._options = ownCopy(options);
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    const { initialDelay, period, timeout, terminationGracePeriod, successThreshold, failureThreshold } = this._options;
    return {
      initialDelaySeconds: seconds(initialDelay),
      periodSeconds: seconds(period),
      timeoutSeconds: seconds(timeout),
      successThreshold,
      failureThreshold,
      terminationGracePeriodSeconds: seconds(terminationGracePeriod),
    };
  }
}

/**
 * Checks a probe of one sort; follows `validateLivenessProbe` and `validateReadinessProbe` of Kubernetes.
 * @internal
 */
export function checkLiveness({ _options: { successThreshold } }: ProbeOverride): Problem | undefined {
  if (successThreshold === undefined || successThreshold === 1) return undefined;
  return fault(`a liveness probe has a success threshold of ${show(successThreshold)}`, successThreshold, '1',
    'leave `successThreshold` out');
}

/** @internal */
export function checkReadiness({ _options: { terminationGracePeriod } }: ProbeOverride): Problem | undefined {
  if (terminationGracePeriod === undefined) return undefined;
  return fault('a readiness probe ends no container, so it has no grace period', seconds(terminationGracePeriod),
    '`terminationGracePeriod` for a liveness probe only', 'leave `terminationGracePeriod` out');
}

/** The operator takes an override that says nothing for the wish to have no probe. */
function checkSomething(options: ProbeOverrideOptions): Problem | undefined {
  if (Object.values(options).some((value) => value !== undefined)) return undefined;
  return fault('an override of a probe changes nothing, which the operator takes for no probe', options,
    'one option or more', 'write `ProbeOverride.disabled()` if that is meant');
}

function checkNumbers(options: ProbeOverrideOptions): (Problem | undefined)[] {
  const times = (['initialDelay', 'period', 'timeout', 'terminationGracePeriod'] as const)
    .map((field) => checkDuration(options[field], { field, min: SECOND, max: LONGEST, step: SECOND }));
  const thresholds = (['successThreshold', 'failureThreshold'] as const)
    .map((field) => checkWhole('KN-PLT-007', field, options[field], { min: 1 }));
  return [...times, ...thresholds];
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-PLT-007', message, received, allowed, fix };
}

const SECOND = Duration.seconds(1);
/** More, and the operator can read neither the object nor any other of its kind. */
const LONGEST = Duration.seconds(MAX_INT32);

function seconds(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : secondsOf(duration);
}
