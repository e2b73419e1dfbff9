import type { IConstruct } from 'constructs';
import type { KafkaDataPlane, KnativeVersion } from '../core';

/**
 * How messages call a platform that the program does not install.
 * @internal
 */
export const EXISTING = 'existing platform';

/** A platform: Knative in a cluster, with what belongs to it. */
export interface IKnativePlatform extends IConstruct {
  /** Version of Knative. */
  readonly version: KnativeVersion;
  /** Kafka data planes, by now: constructs that come later may need more. */
  readonly dataPlanes: readonly KafkaDataPlane[];
}
