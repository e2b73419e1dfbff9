import type { Duration } from 'cdk8s';
import { checkDuration, isoRange, raise } from '../core';

/** How the wait before a retry grows with the number of the retry. */
export enum BackoffPolicy {
  /** The delay times the number of the retry. */
  LINEAR = 'linear',
  /** The delay, doubled with each retry. */
  EXPONENTIAL = 'exponential',
}

/**
 * The wait before each retry of a failed delivery.
 *
 * A delay is at least 0.1 seconds and a multiple of that (`KN-DUR-001`, `KN-DUR-002`). Knative's own data planes wait
 * only where both policy and delay are given; what is left out is filled in by Kafka's alone.
 * @see https://knative.dev/docs/eventing/event-delivery/
 */
export class Backoff {
  /**
   * Waits longer by `delay` with each retry.
   * @param delay @default - one second on Kafka brokers and channels; no wait at all elsewhere, which is warned
   */
  public static linear(delay?: Duration): Backoff {
    return new Backoff(BackoffPolicy.LINEAR, delay);
  }

  /**
   * Doubles the wait with each retry, which grows from `delay`.
   * @param delay @default - one second on Kafka brokers and channels; no wait at all elsewhere, which is warned
   */
  public static exponential(delay?: Duration): Backoff {
    return new Backoff(BackoffPolicy.EXPONENTIAL, delay);
  }

  /** Names the delay and leaves the policy to the data plane: Kafka's is exponential, others do not wait. */
  public static delay(delay: Duration): Backoff {
    return new Backoff(undefined, delay);
  }

  /** How the wait grows; absent where the data plane decides. */
  public readonly policy?: BackoffPolicy;
  /** The wait that it grows from; absent where the data plane decides. */
  public readonly delay?: Duration;

  private constructor(policy: BackoffPolicy | undefined, delay: Duration | undefined) {
    raise(checkDuration(delay, isoRange('backoffDelay')));
    this.policy = policy;
    this.delay = delay;
  }

  /** Whether policy and delay are both given. */
  public get complete(): boolean {
    return this.policy !== undefined && this.delay !== undefined;
  }
}
