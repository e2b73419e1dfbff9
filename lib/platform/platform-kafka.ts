import type { KafkaDataPlane } from '../core';
import type { KafkaSettings } from '../settings';

/** Kafka on a platform: Knative's parts for it, their data planes and their settings. */
export interface PlatformKafka extends KafkaSettings {
  /**
   * Data planes that are installed, each once (`KN-PLT-024`); a construct that needs another one is refused with
   * `KN-PLT-015`. The one of KafkaSource comes with the Kafka parts in any case.
   * @default - those that constructs of the program need; on a platform that is there already, that of KafkaSource only
   */
  readonly dataPlanes?: readonly KafkaDataPlane[];
  /**
   * Address of the folder that the operator fetches the manifests of data planes from, `eventing-kafka-broker.yaml` and
   * such, for clusters that do not reach GitHub: `https://mirror.example.com/kafka/v${VERSION}`, where `${VERSION}` stands
   * for the version of the Kafka parts (`KN-PLT-024`). Beside `releases`, whose files the program brings itself, it is
   * refused with `KN-PLT-027`.
   * @default - the release page of the Kafka parts
   */
  readonly manifestsFrom?: string;
}
