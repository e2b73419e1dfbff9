import { Duration } from 'cdk8s';
import { KNATIVE_EVENTING, MAX_INT32, type Problem } from '../core';
import { choice, contradiction, seconds, type SettingsMap, whole } from './settings-table';

/** Who scales consumers of Kafka that do not say it themselves. */
export enum KafkaAutoscalerClass {
  /** KEDA, by the events that wait. */
  KEDA = 'keda.autoscaling.knative.dev',
  /** Nobody; the other settings have no effect then. */
  DISABLED = 'disabled',
}

/**
 * How KEDA scales consumers of Kafka that do not say it themselves: the ConfigMap `config-kafka-autoscaler`. It counts
 * where `Feature.CONTROLLER_AUTOSCALER_KEDA` is on. What is out of its range is refused with `KN-SET-001`, what
 * contradicts another setting with `KN-SET-002`.
 * @see https://knative.dev/docs/eventing/configuration/keda-configuration/
 */
export interface KafkaAutoscalerSettings {
  /**
   * Who scales.
   * @default KafkaAutoscalerClass.KEDA
   */
  readonly scaler?: KafkaAutoscalerClass;
  /**
   * Fewest consumers: 0 at least.
   * @default 0
   */
  readonly minScale?: number;
  /**
   * Most consumers: 1 at least, and `minScale` at least.
   * @default 50
   */
  readonly maxScale?: number;
  /**
   * How often KEDA looks: whole seconds, 1 at least.
   * @default Duration.seconds(10)
   */
  readonly pollingInterval?: Duration;
  /**
   * How long nothing must wait before the last consumer goes: whole seconds.
   * @default Duration.seconds(30)
   */
  readonly cooldownPeriod?: Duration;
  /**
   * Events waiting for each consumer, above which one more starts: 1 at least.
   * @default 100
   */
  readonly lagThreshold?: number;
}

const SECOND = Duration.seconds(1);
/** The most seconds in 32 bits, which Knative reads. */
const LONGEST = Duration.seconds(MAX_INT32);

/** Follows control-plane/pkg/autoscaler/config.go. */
export const KAFKA_AUTOSCALER: SettingsMap<KafkaAutoscalerSettings> = {
  configMap: 'config-kafka-autoscaler',
  namespace: KNATIVE_EVENTING,
  keys: {
    scaler: choice('class', KafkaAutoscalerClass),
    minScale: whole('min-scale', { min: 0 }),
    maxScale: whole('max-scale', { min: 1 }),
    pollingInterval: seconds('polling-interval', { min: SECOND, max: LONGEST }),
    cooldownPeriod: seconds('cooldown-period', { max: LONGEST }),
    lagThreshold: whole('lag-threshold', { min: 1 }),
  },
  checkTogether: (settings) => [checkScale(settings), checkDisabled(settings)],
};

function checkScale({ minScale = 0, maxScale = 50 }: KafkaAutoscalerSettings): Problem | undefined {
  if (minScale <= maxScale) return undefined;
  return contradiction('the fewest consumers are more than the most', minScale, `at most ${maxScale}`,
    'write a greater `maxScale`, or a smaller `minScale`');
}

function checkDisabled({ scaler, ...others }: KafkaAutoscalerSettings): Problem | undefined {
  const lost = Object.entries(others).filter(([, value]) => value !== undefined).map(([name]) => name);
  if (scaler !== KafkaAutoscalerClass.DISABLED || lost.length === 0) return undefined;
  return contradiction('the scaler is switched off, and Knative then ignores how it would scale', lost,
    'a scaler, or no other setting', 'leave the other settings out, or `scaler`');
}
