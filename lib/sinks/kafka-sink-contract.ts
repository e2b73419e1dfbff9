import type { IAddressable } from '../events';

/** A Kafka sink, made by the program or existing already. */
export interface IKafkaSink extends IAddressable {
  /** Name of the sink. */
  readonly kafkaSinkName: string;
  /** Address in the cluster, where events are posted to. */
  readonly url: string;
}
