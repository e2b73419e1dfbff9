import type { IConstruct } from 'constructs';
import type { KafkaDataPlane, KnativeVersion } from '../core';

/** A platform: Knative in a cluster, with what belongs to it. */
export interface IKnativePlatform extends IConstruct {
  /** Version of Knative. */
  readonly version: KnativeVersion;
  /** Kafka data planes, by now: constructs that come later may need more. */
  readonly dataPlanes: readonly KafkaDataPlane[];
}
