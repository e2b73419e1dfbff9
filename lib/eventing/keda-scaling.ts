import { Duration } from 'cdk8s';
import {
  checkDuration, checkWhole, type DurationRange, Feature, MAX_INT32, needsFeature, type Problem, raise, refuse,
  type Resource, secondsOf, show,
} from '../core';
import { type IKedaScaling, type KafkaCluster, SaslMechanism, SecurityProtocol } from '../kafka';
import { DataPlane } from './delivery-warnings';

/** Options for `KedaScaling.of`. */
export interface KedaScalingOptions {
  /**
   * Fewest consumers; zero lets them all go while nothing arrives.
   * @default 0
   */
  readonly minScale?: number;
  /**
   * Most consumers; more than the topic has partitions stay idle.
   * @default 50
   */
  readonly maxScale?: number;
  /**
   * How often KEDA looks at the lag, in whole seconds.
   * @default Duration.seconds(10)
   */
  readonly pollingInterval?: Duration;
  /**
   * How long KEDA waits after the last event before it scales to zero, in whole seconds.
   * @default Duration.seconds(30)
   */
  readonly cooldownPeriod?: Duration;
  /**
   * Events waiting for each consumer, above which one more is started.
   * @default 100
   */
  readonly lagThreshold?: number;
}

const PREFIX = 'autoscaling.eventing.knative.dev/';
const DEFAULT_MAX_SCALE = 50;

/**
 * How KEDA scales the consumers of a trigger or subscription that reads from Kafka. Needs KEDA, and the feature
 * `controller-autoscaler-keda` (`KN-FTR-001`), and a Kafka cluster that KEDA can ask: with TLS the Secret pins a CA,
 * save for a KafkaSource, and tokens are beyond it (`KN-TRG-012`).
 *
 * Where the feature is on, KEDA scales all consumers by the defaults of the cluster, whether they ask for it or not.
 * @see https://knative.dev/docs/eventing/configuration/keda-configuration/
 */
export class KedaScaling implements IKedaScaling {
  /**
   * Scales by the lag of the consumers.
   * @throws KnativeError `KN-TRG-010` for numbers out of range or order, `KN-DUR-001` or `KN-DUR-002` for durations
   */
  public static of(options: KedaScalingOptions = {}): KedaScaling {
    raise(...checkOptions(options));
    const { minScale, maxScale, lagThreshold, pollingInterval, cooldownPeriod } = options;
    return new KedaScaling('keda.autoscaling.knative.dev', {
      'min-scale': minScale,
      'max-scale': maxScale,
      'polling-interval': pollingInterval === undefined ? undefined : secondsOf(pollingInterval),
      'cooldown-period': cooldownPeriod === undefined ? undefined : secondsOf(cooldownPeriod),
      'lag-threshold': lagThreshold,
    });
  }

  /** Keeps KEDA away from these consumers, in a cluster where it scales all others. */
  public static disabled(): KedaScaling {
    return new KedaScaling('disabled', {});
  }

  private constructor(
    private readonly scalerClass: string, private readonly settings: Readonly<Record<string, number | undefined>>,
  ) {}

  /** Whether KEDA scales the consumers. */
  public get enabled(): boolean {
    return this.scalerClass !== 'disabled';
  }

  /** The annotations by which KEDA scales. */
  public toAnnotations(): Record<string, string> {
    const annotations: Record<string, string> = { [`${PREFIX}class`]: this.scalerClass };
    for (const [setting, value] of Object.entries(this.settings)) {
      if (value !== undefined) annotations[PREFIX + setting] = String(value);
    }
    return annotations;
  }
}

/**
 * Writes how KEDA scales the consumers of a trigger or subscription.
 * @internal
 */
export function scaleWithKeda(
  consumer: Resource, keda: KedaScaling | undefined, plane: DataPlane, cluster: KafkaCluster | undefined,
): void {
  if (keda === undefined) return;
  refuse(consumer, checkKedaPlane(consumer.apiObject.kind, plane), keda.enabled ? checkKedaReach(cluster) : undefined);
  if (keda.enabled) needsFeature(consumer, Feature.CONTROLLER_AUTOSCALER_KEDA, 'keda');
  for (const [key, value] of Object.entries(keda.toAnnotations())) {
    consumer.apiObject.metadata.addAnnotation(key, value);
  }
}

function checkKedaPlane(kind: string, plane: DataPlane): Problem | undefined {
  if (plane !== DataPlane.KNATIVE) return undefined;
  return {
    code: 'KN-TRG-009',
    message: `\`keda\` has no effect on a ${kind} that does not read from Kafka`,
    allowed: '`keda` where events come from Kafka',
    fix: 'leave `keda` out, or use a Kafka broker or channel',
  };
}

/**
 * Follows control-plane/pkg/autoscaler/keda/keda.go: of the whole Secret of a trigger or subscription, KEDA is told to
 * encrypt only where that has `ca.crt`, and nothing of tokens. What it cannot ask has no consumers.
 */
function checkKedaReach(cluster: KafkaCluster | undefined): Problem | undefined {
  if (cluster === undefined) return undefined;
  const { securityProtocol, saslMechanism, pinnedCa } = cluster;
  if (saslMechanism === SaslMechanism.OAUTHBEARER) {
    return {
      code: 'KN-TRG-012',
      message: `KEDA cannot ask a Kafka cluster with the mechanism ${show(SaslMechanism.OAUTHBEARER)}`,
      received: saslMechanism,
      allowed: 'PLAIN and the SCRAM mechanisms, or none',
      fix: 'write `keda: KedaScaling.disabled()`',
    };
  }
  const encrypted = securityProtocol === SecurityProtocol.SSL || securityProtocol === SecurityProtocol.SASL_SSL;
  if (pinnedCa || !encrypted) return undefined;
  return {
    code: 'KN-TRG-012',
    message: `KEDA would speak plain text to a Kafka cluster with the protocol ${show(securityProtocol)}, whose Secret pins no CA`,
    received: securityProtocol,
    allowed: 'a pinned CA, by which Knative tells KEDA to encrypt',
    fix: 'give the credentials a CA and write `pinnedCa: true`, or write `keda: KedaScaling.disabled()`',
  };
}

/** Follows control-plane/pkg/autoscaler/keda/resources.go: each value is an int32. */
function checkOptions(options: KedaScalingOptions): (Problem | undefined)[] {
  const { minScale = 0, maxScale = DEFAULT_MAX_SCALE } = options;
  return [
    checkWhole('KN-TRG-010', 'minScale', options.minScale, { min: 0 }),
    checkWhole('KN-TRG-010', 'maxScale', options.maxScale, { min: 1 }),
    checkWhole('KN-TRG-010', 'lagThreshold', options.lagThreshold, { min: 1 }),
    minScale <= maxScale ? undefined : {
      code: 'KN-TRG-010',
      message: `minScale ${show(minScale)} is above maxScale ${show(maxScale)}`,
      received: minScale,
      allowed: `a whole number from 0 to ${maxScale}`,
      fix: `write \`maxScale: ${minScale}\` or more`,
    },
    checkDuration(options.pollingInterval, secondsRange('pollingInterval', 1)),
    checkDuration(options.cooldownPeriod, secondsRange('cooldownPeriod', 0)),
  ];
}

function secondsRange(field: string, min: number): DurationRange {
  return { field, min: Duration.seconds(min), max: Duration.seconds(MAX_INT32), step: Duration.seconds(1) };
}
