import type { IConstruct } from 'constructs';
import type { IAddressable } from '../events';
import type { KafkaCluster } from '../kafka';
import type { BrokerClass } from './broker-class';
import type { Delivery } from './delivery';
import type { Trigger, TriggerOptions } from './trigger';

/** A broker: it takes events, and its triggers pass them on. */
export interface IBroker extends IConstruct, IAddressable {
  /** Name of the broker. */
  readonly brokerName: string;
  /** Namespace of the broker; its triggers live there. */
  readonly namespace?: string | undefined;
  /** Class of the broker; absent where the defaults of the cluster decide, or where it is not known. */
  readonly brokerClass?: BrokerClass;
  /** Delivery of the broker; absent where the defaults of the cluster decide, or where it is not known. */
  readonly delivery?: Delivery;
  /**
   * Address in the cluster, where events are posted to. Without a namespace the problem `KN-NAM-003` is recorded,
   * without a class whose addresses are known `KN-BRK-002`.
   */
  readonly url: string;
  /**
   * Kafka cluster that keeps the events; absent where none does, or where it is not known.
   * @internal
   */
  readonly _kafkaCluster?: KafkaCluster;
  /** Passes events of the broker on to one more subscriber. */
  addTrigger(id: string, options: TriggerOptions): Trigger;
}
