import type { KafkaDataPlane } from '../core';
import type { KafkaSettings } from '../settings';
import type { KafkaDataPlaneOptions } from './kafka-data-planes';

/** Kafka on a platform: Knative's parts for it, their data planes and their settings. */
export interface PlatformKafka extends KafkaSettings, KafkaDataPlaneOptions {
  /**
   * Data planes that are installed, each once (`KN-PLT-024`); a construct that needs another one is refused with
   * `KN-PLT-015`. The one of KafkaSource comes with the Kafka parts in any case.
   * @default - those that constructs of the program need; on a platform that is there already, that of KafkaSource only
   */
  readonly dataPlanes?: readonly KafkaDataPlane[];
}
