import type { Duration } from 'cdk8s';
import { checkChoice, checkLabels, ownCopy, type Problem, raise, secondsOf, show } from '../core';

/** What a taint does to pods. */
export enum TaintEffect {
  NO_SCHEDULE = 'NoSchedule',
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  NO_EXECUTE = 'NoExecute',
}

/** Options for `Toleration`. */
export interface TolerationOptions {
  /**
   * Effect of the taint.
   * @default - every effect
   */
  readonly effect?: TaintEffect;
  /**
   * How long the pod stays after the taint appeared; for `NO_EXECUTE` only (`KN-POD-040`).
   * @default - for good
   */
  readonly duration?: Duration;
}

/**
 * Lets a pod run on nodes with a taint.
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export class Toleration {
  /** Tolerates a taint with this key and value. */
  public static equal(key: string, value: string, options: TolerationOptions = {}): Toleration {
    raise(...checkLabels({ [key]: value }));
    return new Toleration({ key, operator: 'Equal', value }, options);
  }

  /** Tolerates every taint with this key, whatever its value. */
  public static exists(key: string, options: TolerationOptions = {}): Toleration {
    raise(...checkLabels({ [key]: '' }));
    return new Toleration({ key, operator: 'Exists' }, options);
  }

  /** Tolerates every taint. */
  public static all(options: TolerationOptions = {}): Toleration {
    return new Toleration({ operator: 'Exists' }, options);
  }

  private readonly options: TolerationOptions;

  private constructor(
    private readonly form: Readonly<Record<string, string>>, options: TolerationOptions,
  ) {
    this.options = ownCopy(options);
    raise(checkChoice('KN-POD-048', 'effect', options.effect, TaintEffect), checkDurationEffect(options));
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    const { effect, duration } = this.options;
    return { ...this.form, effect, tolerationSeconds: duration === undefined ? undefined : secondsOf(duration) };
  }
}

/** Follows `ValidateTolerations` of Kubernetes. */
function checkDurationEffect({ effect, duration }: TolerationOptions): Problem | undefined {
  if (duration === undefined) return undefined;
  const seconds = secondsOf(duration);
  if (effect === TaintEffect.NO_EXECUTE && Number.isSafeInteger(seconds)) return undefined;
  return {
    code: 'KN-POD-040',
    message: effect === TaintEffect.NO_EXECUTE
      ? `the duration ${show(`${seconds}s`)} of a toleration is not in whole seconds`
      : `a toleration of ${show(effect ?? 'every effect')} has a duration`,
    received: seconds,
    allowed: 'a duration in whole seconds, and only with `TaintEffect.NO_EXECUTE`',
    fix: 'write `effect: TaintEffect.NO_EXECUTE` and whole seconds, or leave `duration` out',
  };
}
