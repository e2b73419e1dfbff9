import type { Construct } from 'constructs';
import { KafkaDataPlane, KINDS, needsDataPlane } from '../core';
import { KafkaChannelConfig, type KafkaCluster } from '../kafka';
import { ChannelBase, type ChannelBaseProps } from './channel-base';
import type { IChannel } from './channel-contract';
import type { ChannelTemplate } from './channel-template';
import { DataPlane } from './delivery-warnings';
import { type ExistingChannelOptions, ImportedChannel } from './imported-channel';
import { keepChannelsInKafka } from './kafka-topics';
import { checkOwnNamespace } from './own-namespace';

/** Properties for `Channel`. */
export interface ChannelProps extends ChannelBaseProps {
  /**
   * Kind of the channel that stands behind this one. Fixed after creation, and so is `delivery`.
   * @default - what the cluster has configured in `default-ch-webhook`: a release has the in-memory channel
   */
  readonly template?: ChannelTemplate;
}

/**
 * A channel of whatever kind the template, or else the cluster, says. Unlike other channels it keeps to its namespace:
 * a dead letter sink elsewhere, but for an address, is refused with `KN-SNK-007`.
 * @see https://knative.dev/docs/eventing/channels/
 */
export class Channel extends ChannelBase {
  /** A channel that exists already. */
  public static fromChannelName(
    scope: Construct, id: string, channelName: string, options: ExistingChannelOptions = {},
  ): IChannel {
    return new ImportedChannel(scope, id, KINDS.channel, channelName, options, DataPlane.UNKNOWN);
  }

  private readonly template?: ChannelTemplate;

  constructor(scope: Construct, id: string, props: ChannelProps = {}) {
    super(scope, id, KINDS.channel, props, props.template?._dataPlane ?? DataPlane.UNKNOWN);
    this.template = props.template;
    const cluster = props.template?._kafka?.cluster;
    if (cluster !== undefined) KafkaChannelConfig._forCluster(this, cluster);
    if (props.template?._dataPlane === DataPlane.KAFKA) needsDataPlane(this, KafkaDataPlane.CHANNEL, 'a channel of Kafka');
    keepChannelsInKafka(this, props.template, () => [this.name]);
    this._checkAtSynth(() => [checkOwnNamespace(this, 'dead letter sink', this.delivery?.deadLetterSink)]);
  }

  /** @internal */
  public get _kafkaCluster(): KafkaCluster | undefined {
    return this.template?._kafka?.cluster;
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: { channelTemplate: this.template?._render(), delivery: this.delivery?.toDeliveryConfig(this) } };
  }
}
