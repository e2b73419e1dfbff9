import { checkChoice, isQualifiedKey, type Problem, raise, show } from '../core';

/** What a job does about a pod that failed in a known way. */
export enum PodFailureAction {
  /** The job has failed, and its other pods are stopped. */
  FAIL_JOB = 'FailJob',
  /** The index of the pod has failed; only with `backoffLimitPerIndex` (`KN-JOB-002`). */
  FAIL_INDEX = 'FailIndex',
  /** The failure does not count. */
  IGNORE = 'Ignore',
  /** The failure counts, as it does without a rule. */
  COUNT = 'Count',
}

/** Whether a condition of a pod holds. */
export enum PodConditionStatus {
  TRUE = 'True',
  FALSE = 'False',
  UNKNOWN = 'Unknown',
}

/** A condition of a pod that failed. */
export interface PodFailureCondition {
  /** Type of the condition, such as `DisruptionTarget`. */
  readonly type: string;
  /**
   * Status of the condition.
   * @default PodConditionStatus.TRUE
   */
  readonly status?: PodConditionStatus;
}

/** Options for rules on exit codes. */
export interface PodFailureExitCodeOptions {
  /**
   * Name of the container that is meant, which has to be one of the job (`KN-JOB-004`).
   * @default - every container of the pod
   */
  readonly containerName?: string;
}

/** Follows `validatePodFailurePolicyRuleOnExitCodes` and its kin in Kubernetes' pkg/apis/batch/validation. */
const MOST_VALUES = 255;
const MOST_CONDITIONS = 20;
const LARGEST_CODE = 2_147_483_647;

/**
 * What a job does about pods that failed in a known way.
 * @see https://kubernetes.io/docs/tasks/job/pod-failure-policy/
 */
export class PodFailureRule {
  /**
   * A container ended with one of these exit codes: `PodFailureRule.onExitCodes(PodFailureAction.FAIL_JOB, [42])`.
   * @throws KnativeError `KN-JOB-004` for no code or more than 255, one that is none or comes twice, and for 0, which
   * is no failure; `KN-JOB-003` for an action that there is not
   */
  public static onExitCodes(
    action: PodFailureAction, exitCodes: readonly number[], options: PodFailureExitCodeOptions = {},
  ): PodFailureRule {
    raise(checkAction(action), checkCodes(exitCodes, 1));
    return new PodFailureRule(action, { onExitCodes: exitCodesOf('In', exitCodes, options) }, options.containerName);
  }

  /**
   * A container ended with an exit code other than these.
   * @throws KnativeError `KN-JOB-004` for no code or more than 255, and for one that is none or comes twice;
   * `KN-JOB-003` for an action that there is not
   */
  public static onOtherExitCodes(
    action: PodFailureAction, exitCodes: readonly number[], options: PodFailureExitCodeOptions = {},
  ): PodFailureRule {
    raise(checkAction(action), checkCodes(exitCodes, 0));
    return new PodFailureRule(action, { onExitCodes: exitCodesOf('NotIn', exitCodes, options) }, options.containerName);
  }

  /**
   * The pod has one of these conditions.
   * @throws KnativeError `KN-JOB-004` for no condition or more than 20, and for a type that is none; `KN-JOB-003` for
   * an action or status that there is not
   */
  public static onPodConditions(action: PodFailureAction, ...conditions: PodFailureCondition[]): PodFailureRule {
    raise(checkAction(action), ...checkConditions(conditions));
    return new PodFailureRule(action, { onPodConditions: conditions.map(({ type, status }) => ({ type, status })) });
  }

  private constructor(
    /** What the job does. */
    public readonly action: PodFailureAction,
    private readonly condition: Record<string, unknown>,
    /** @internal */
    public readonly _containerName?: string,
  ) {}

  /** @internal */
  public _render(): Record<string, unknown> {
    return { action: this.action, ...this.condition };
  }
}

/** Kubernetes wants the codes in rising order. */
function exitCodesOf(
  operator: string, codes: readonly number[], { containerName }: PodFailureExitCodeOptions,
): Record<string, unknown> {
  return { containerName, operator, values: [...codes].sort((a, b) => a - b) };
}

function checkAction(action: PodFailureAction): Problem | undefined {
  return checkChoice('KN-JOB-003', 'action', action, PodFailureAction);
}

function checkCodes(codes: readonly number[], lowest: number): Problem | undefined {
  const wrong = codes.find((code, index) =>
    !Number.isInteger(code) || code < lowest || code > LARGEST_CODE || codes.indexOf(code) !== index);
  if (codes.length > 0 && codes.length <= MOST_VALUES && wrong === undefined) return undefined;
  return {
    code: 'KN-JOB-004',
    message: wrong === undefined
      ? `the rule names ${codes.length} exit codes`
      : `${show(String(wrong))} is no exit code of a failed container, or is named twice`,
    received: wrong ?? codes.length,
    allowed: `1 to ${MOST_VALUES} whole numbers from ${lowest} on, each once`,
    fix: 'write `[1, 42]`, for example',
  };
}

function checkConditions(conditions: readonly PodFailureCondition[]): (Problem | undefined)[] {
  if (conditions.length === 0 || conditions.length > MOST_CONDITIONS) {
    return [{
      code: 'KN-JOB-004',
      message: `the rule names ${conditions.length} conditions`,
      received: conditions.length,
      allowed: `1 to ${MOST_CONDITIONS} conditions`,
      fix: "write `{ type: 'DisruptionTarget' }`, for example",
    }];
  }
  return conditions.flatMap(({ type, status }) => [
    checkChoice('KN-JOB-003', 'status', status, PodConditionStatus),
    typeof type === 'string' && isQualifiedKey(type) ? undefined : {
      code: 'KN-JOB-004',
      message: `${show(type)} is no type of a condition`,
      received: type,
      allowed: 'a name such as `DisruptionTarget`, with a DNS prefix and a slash in front where it is not of Kubernetes',
      fix: "write `{ type: 'DisruptionTarget' }`, for example",
    } satisfies Problem,
  ]);
}
