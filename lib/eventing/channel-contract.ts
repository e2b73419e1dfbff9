import type { IConstruct } from 'constructs';
import type { IAddressable } from '../events';
import type { KafkaCluster } from '../kafka';
import type { Delivery } from './delivery';
import type { DataPlane } from './delivery-warnings';
import type { Subscription, SubscriptionOptions } from './subscription';

/** A channel: it takes events and hands each of them to all of its subscriptions. */
export interface IChannel extends IConstruct, IAddressable {
  /** Name of the channel. */
  readonly channelName: string;
  /** Namespace of the channel; its subscriptions live there. */
  readonly namespace?: string | undefined;
  /** Address in the cluster, where events are posted to; without a namespace the problem `KN-NAM-003` is recorded. */
  readonly url: string;
  /** Delivery of the channel; absent where it has none, or where it is not known. */
  readonly delivery?: Delivery;
  /** @internal */
  readonly _dataPlane?: DataPlane;
  /**
   * Kafka cluster that keeps the events; absent where none does, or where it is not known.
   * @internal
   */
  readonly _kafkaCluster?: KafkaCluster;
  /** Hands every event of the channel to one more subscriber. */
  subscribe(id: string, options: SubscriptionOptions): Subscription;
}
