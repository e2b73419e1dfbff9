import type { Construct } from 'constructs';
import {
  type EventSourceConfig, type IEventSource, type ISink, KINDS, ownCopy, refuse, renderSink, Resource,
  type ResourceProps, Warnings,
} from '../core';
import type { IChannel } from './channel-contract';
import type { Delivery } from './delivery';
import { DataPlane, watchDelivery } from './delivery-warnings';
import { type KedaScaling, scaleWithKeda } from './keda-scaling';
import { checkOwnAnnotations } from './own-annotations';
import { checkReadsFrom, crossesNamespaces } from './reads-from';

/** Options for `channel.subscribe`. */
export interface SubscriptionOptions extends ResourceProps {
  /** Receiver of the events of the channel; it may be in another namespace. */
  readonly subscriber: ISink;
  /**
   * Receiver of the events that the subscriber answers with.
   * @default - answers are dropped
   */
  readonly reply?: ISink;
  /**
   * What becomes of events that the subscriber did not take. It replaces the channel's delivery as a whole, save the
   * dead letter sink, which stays where this one names none; Kafka channels merge the two field by field.
   * @default - the delivery of the channel
   */
  readonly delivery?: Delivery;
  /**
   * How KEDA scales the consumers; for Kafka channels only (`KN-TRG-009`).
   * @default - whatever the platform has configured
   */
  readonly keda?: KedaScaling;
}

/** Properties for `Subscription`. */
export interface SubscriptionProps extends SubscriptionOptions {
  /**
   * Channel whose events are handed on. Fixed after creation. It is in the namespace of the subscription
   * (`KN-CHN-004`), unless the feature `cross-namespace-event-links` is declared.
   */
  readonly channel: IChannel;
}

/**
 * Hands every event of a channel to a subscriber, and the subscriber's answers to a reply.
 * @see https://knative.dev/docs/eventing/channels/subscriptions/
 */
export class Subscription extends Resource implements IEventSource {
  /** Channel whose events are handed on. */
  public readonly channel: IChannel;
  private readonly options: SubscriptionOptions;

  constructor(scope: Construct, id: string, props: SubscriptionProps) {
    super(scope, id, KINDS.subscription, props);
    this.channel = props.channel;
    this.options = ownCopy(props);
    const plane = props.channel._dataPlane ?? DataPlane.UNKNOWN;
    watchDelivery(this, props.delivery, plane);
    this.checkDeadLetters(props);
    refuse(this, ...checkOwnAnnotations(props.metadata, { 'autoscaling.eventing.knative.dev/': 'keda' }, 'KN-CHN-005'));
    scaleWithKeda(this, props.keda, plane, props.channel._kafkaCluster);
    this._checkAtSynth(() => [checkReadsFrom(this, this.channel, 'channel', true, 'KN-CHN-004')]);
  }

  /** The subscription as a sender, to its subscriber and to the receiver of replies. */
  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: [] };
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { subscriber, reply, delivery } = this.options;
    const { apiVersion, kind, name, namespace } = this.channel.reference;
    return {
      spec: {
        // A namespace, even the own one, is refused unless the feature is on.
        channel: crossesNamespaces(this, this.channel)
          ? { apiVersion, kind, name, namespace }
          : { apiVersion, kind, name },
        subscriber: renderSink(this, subscriber),
        reply: reply === undefined ? undefined : renderSink(this, reply),
        delivery: delivery?.toDeliveryConfig(this),
      },
    };
  }

  private checkDeadLetters({ delivery, channel }: SubscriptionProps): void {
    // The delivery of a channel that the program does not make is not known.
    if (!(channel instanceof Resource)) return;
    if (delivery?.deadLetterSink !== undefined || channel.delivery?.deadLetterSink !== undefined) return;
    Warnings.of(this).add('no-dead-letter-sink',
      'events that the subscriber does not take are lost: write `delivery: Delivery.deadLetter(sink)` here or on the '
      + 'channel');
  }
}
