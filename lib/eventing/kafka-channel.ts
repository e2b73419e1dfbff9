import type { Construct } from 'constructs';
import { KafkaDataPlane, KINDS, needsDataPlane, ownCopy, refuse } from '../core';
import { KafkaChannelConfig, type KafkaCluster, usesKafkaAsChannel } from '../kafka';
import { ChannelBase, type ChannelBaseProps } from './channel-base';
import type { IChannel } from './channel-contract';
import { checkScope, SCOPE } from './channel-scope';
import { DataPlane } from './delivery-warnings';
import { type ExistingChannelOptions, ImportedChannel } from './imported-channel';
import {
  checkKafkaChannelOptions, type KafkaChannelOptions, renderKafkaChannelOptions, topicOfKafkaChannel,
} from './kafka-channel-options';

/** Properties for `KafkaChannel`. */
export interface KafkaChannelProps extends ChannelBaseProps, KafkaChannelOptions {}

/**
 * A channel that keeps its events in a Kafka topic, `knative-messaging-kafka.<namespace>.<name>`. The topic is deleted
 * with the channel.
 * @see https://knative.dev/docs/eventing/configuration/kafka-channel-configuration/
 */
export class KafkaChannel extends ChannelBase {
  /** A Kafka channel that exists already. */
  public static fromChannelName(
    scope: Construct, id: string, channelName: string, options: ExistingChannelOptions = {},
  ): IChannel {
    return new ImportedChannel(scope, id, KINDS.kafkaChannel, channelName, options, DataPlane.KAFKA);
  }

  private readonly options: KafkaChannelOptions;

  constructor(scope: Construct, id: string, props: KafkaChannelProps = {}) {
    super(scope, id, KINDS.kafkaChannel, props, DataPlane.KAFKA);
    this.options = ownCopy(props);
    refuse(this, ...checkKafkaChannelOptions(props), checkScope(props.metadata?.annotations?.[SCOPE]));
    if (props.cluster !== undefined) KafkaChannelConfig._forCluster(this, props.cluster);
    usesKafkaAsChannel(this, () => KafkaChannelConfig._clusterFor(this), () => topicOfKafkaChannel(this.options));
    needsDataPlane(this, KafkaDataPlane.CHANNEL, 'a channel of Kafka');
  }

  /** @internal */
  public get _kafkaCluster(): KafkaCluster | undefined {
    return this.options.cluster;
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: { ...renderKafkaChannelOptions(this.options), delivery: this.delivery?.toDeliveryConfig(this) } };
  }
}
