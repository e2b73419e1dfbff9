import { Duration } from 'cdk8s';
import { millisOf, type Problem } from '../core';
import { contradiction, type SettingsMap, time, whole } from './settings-table';

/**
 * How the controllers of an installation agree who works: the ConfigMap `config-leader-election`. They read it when
 * they start. What is out of its range is refused with `KN-SET-001`, what contradicts another setting with
 * `KN-SET-002`.
 * @see https://knative.dev/docs/serving/config-ha/
 */
export interface LeaderElectionSettings {
  /**
   * How long others wait before they try to take over: longer than `renewDeadline`.
   * @default Duration.seconds(60)
   */
  readonly leaseDuration?: Duration;
  /**
   * How long a leader tries to renew before it gives up: longer than 1.2 times `retryPeriod`.
   * @default Duration.seconds(40)
   */
  readonly renewDeadline?: Duration;
  /**
   * How long each waits between two tries.
   * @default Duration.seconds(10)
   */
  readonly retryPeriod?: Duration;
  /**
   * Parts that the work of each controller is divided into, so that as many pods can share it: 1 to 10.
   * @default 1
   */
  readonly buckets?: number;
}

const AT_LEAST = { min: Duration.millis(1) };
/** What client-go adds to a retry at random, at most. */
const JITTER = 1.2;

/**
 * Follows pkg/leaderelection/config.go, and, for what that takes and the controllers then stop at, `NewLeaderElector`
 * of client-go's leaderelection.go.
 */
export function leaderElection(namespace: string, restarts: readonly string[]): SettingsMap<LeaderElectionSettings> {
  return {
    configMap: 'config-leader-election',
    namespace,
    keys: {
      leaseDuration: { ...time('lease-duration', AT_LEAST), restarts },
      renewDeadline: { ...time('renew-deadline', AT_LEAST), restarts },
      retryPeriod: { ...time('retry-period', AT_LEAST), restarts },
      buckets: { ...whole('buckets', { min: 1, max: 10 }), restarts },
    },
    checkTogether: checkOrder,
  };
}

function checkOrder(settings: LeaderElectionSettings): (Problem | undefined)[] {
  const {
    leaseDuration = Duration.seconds(60), renewDeadline = Duration.seconds(40), retryPeriod = Duration.seconds(10),
  } = settings;
  return [
    isLonger(leaseDuration, renewDeadline) ? undefined : contradiction(
      'a lease ends before the deadline for its renewal, at which controllers stop', leaseDuration.toHumanString(),
      `more than ${renewDeadline.toHumanString()}`, 'write a longer `leaseDuration` or a shorter `renewDeadline`'),
    isLonger(renewDeadline, retryPeriod, JITTER) ? undefined : contradiction(
      'the deadline for a renewal leaves no time for a second try, at which controllers stop', renewDeadline.toHumanString(),
      `more than ${JITTER} times ${retryPeriod.toHumanString()}`, 'write a longer `renewDeadline` or a shorter `retryPeriod`'),
  ];
}

/** Whether a time is longer than another one times a factor. */
function isLonger(value: Duration, than: Duration, factor = 1): boolean {
  return millisOf(value) > millisOf(than) * factor;
}
