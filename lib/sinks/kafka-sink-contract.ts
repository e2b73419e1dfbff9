import type { ISink, ObjectReference } from '../core';

/** A Kafka sink, made by the program or existing already. */
export interface IKafkaSink extends ISink {
  /** Name of the sink. */
  readonly kafkaSinkName: string;
  /** Namespace of the sink; absent where the program does not say. */
  readonly namespace?: string | undefined;
  /** How other objects refer to the sink. */
  readonly reference: ObjectReference;
  /** Address in the cluster, where events are posted to. */
  readonly url: string;
}
