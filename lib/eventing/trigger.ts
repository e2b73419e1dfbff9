import type { Construct } from 'constructs';
import {
  appChecks, type EventSourceConfig, type IEventSource, type ISink, KINDS, type ObjectReference, type Problem, refuse,
  renderReference, renderSink, Resource, type ResourceProps, show, warnOfFilters,
} from '../core';
import type { AttributesFilter, Filter } from '../filters';
import { KafkaNameTemplate } from '../kafka';
import type { IBroker } from './broker-contract';
import { checkDeadLetterSink, Delivery } from './delivery';
import { DataPlane, watchDelivery } from './delivery-warnings';
import { kafkaNameCollision } from './kafka-names';
import { type KedaScaling, scaleWithKeda } from './keda-scaling';
import { checkReadsFrom, crossesNamespaces } from './reads-from';
import {
  checkDependency, checkGroupName, checkTriggerAnnotations, DELIVERY_ORDER, DEPENDENCY, watchFilters,
  watchReplacedDelivery,
} from './trigger-checks';
import { warnAtSynth } from './warn-at-synth';

/** In which order a Kafka broker hands the events of a partition on. */
export enum DeliveryOrder {
  /** One after the other: an event waits until the one before it is delivered or given up. */
  ORDERED = 'ordered',
  /** As they come. */
  UNORDERED = 'unordered',
}

/** Options for `broker.addTrigger`. */
export interface TriggerOptions extends ResourceProps {
  /** Receiver of the events that pass; it may be in another namespace. */
  readonly subscriber: ISink;
  /**
   * Condition that an event must meet.
   * @default - every event passes, which is warned
   */
  readonly filter?: Filter;
  /**
   * Conditions that an event must all meet, `filter` among them.
   * @default - every event passes, which is warned
   */
  readonly filters?: Filter[];
  /**
   * The older form of a filter, for triggers that have it already; not together with filters (`KN-TRG-002`).
   * @default - none
   */
  readonly attributes?: AttributesFilter;
  /**
   * What becomes of events that the subscriber did not take. It replaces the delivery of the broker as a whole.
   * @default - the delivery of the broker
   */
  readonly delivery?: Delivery;
  /**
   * Receiver of the events that the subscriber did not take. Without `delivery` the trigger takes the rest over from
   * the broker, or where that has none Knative's default retries.
   * @default - that of the broker
   */
  readonly deadLetterSink?: ISink;
  /**
   * Order of the events of a partition; for Kafka brokers only (`KN-TRG-003`).
   * @default DeliveryOrder.UNORDERED
   */
  readonly deliveryOrder?: DeliveryOrder;
  /**
   * Source of the same namespace (`KN-TRG-004`) that has to be ready before the trigger is; not on Kafka brokers
   * (`KN-TRG-005`).
   * @default - none
   */
  readonly dependency?: ObjectReference;
  /**
   * How KEDA scales the consumers; for Kafka brokers only (`KN-TRG-009`).
   * @default - whatever the platform has configured
   */
  readonly keda?: KedaScaling;
}

/** Properties for `Trigger`. */
export interface TriggerProps extends TriggerOptions {
  /**
   * Broker whose events are passed on. Fixed after creation. It is in the namespace of the trigger (`KN-TRG-001`),
   * unless the feature `cross-namespace-event-links` is declared and the broker is none of Kafka.
   */
  readonly broker: IBroker;
}

/**
 * Passes events of one broker on to one subscriber. A reply of the subscriber goes back to the broker; one that matches
 * the same trigger makes a loop.
 *
 * The consumer of a Kafka broker begins with events that arrive after the trigger was made.
 * @see https://knative.dev/docs/eventing/triggers/
 */
export class Trigger extends Resource implements IEventSource {
  /** Broker whose events are passed on. */
  public readonly broker: IBroker;
  /** What becomes of events that the subscriber did not take; absent where the broker decides. */
  public readonly delivery?: Delivery;
  private readonly subscriber: ISink;
  private readonly filters: Filter[];
  private readonly attributes?: AttributesFilter;

  constructor(scope: Construct, id: string, props: TriggerProps) {
    super(scope, id, KINDS.trigger, props);
    this.broker = props.broker;
    this.subscriber = props.subscriber;
    this.filters = [...props.filter === undefined ? [] : [props.filter], ...props.filters ?? []];
    this.attributes = props.attributes;
    this.delivery = deliveryOf(props);

    refuse(this, ...checkTriggerAnnotations(props), checkDeadLetterSink(props.delivery, props.deadLetterSink));
    watchDelivery(this, this.delivery, this.plane);
    watchReplacedDelivery(this, props);
    const compared = [...this.filters, ...this.attributes === undefined ? [] : [this.attributes]];
    warnOfFilters(this, this.filters, watchFilters(this, compared, this.broker));
    this.annotate(props);
    if (this.attributes !== undefined && this.filters.length > 0) refuse(this, twoForms());
    if (this.plane === DataPlane.KAFKA) {
      this._checkAtSynth(() => [checkGroupName(this)]);
      warnAtSynth(this, 'kafka-name-collision', () =>
        kafkaNameCollision(this, 'consumer group', KafkaNameTemplate.TRIGGER_GROUP));
    }
    this._checkAtSynth(() => [
      checkReadsFrom(this, this.broker, 'broker', this.plane !== DataPlane.KAFKA, 'KN-TRG-001'),
    ]);
    warnAtSynth(this, 'trigger-matches-everything', () => this.matchesEverything());
  }

  /** Narrows the trigger: events must meet `filter` as well. */
  public addFilter(filter: Filter): void {
    if (this.attributes !== undefined) refuse(this, twoForms());
    this.filters.push(filter);
    warnOfFilters(this, [filter], watchFilters(this, [filter], this.broker));
    appChecks(this).changed();
  }

  /** The trigger as a sender: to its subscriber, and back to a broker whose policies turn unknown senders away. */
  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: [] };
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const linked = crossesNamespaces(this, this.broker);
    return {
      spec: {
        broker: linked ? undefined : this.broker.brokerName,
        brokerRef: linked ? { ...this.broker.reference } : undefined,
        filter: this.filters.length > 0 ? undefined : this.attributes?._render(),
        filters: this.filters.length > 0 ? this.filters.map((filter) => filter._render()) : undefined,
        subscriber: renderSink(this, this.subscriber),
        delivery: this.delivery?.toDeliveryConfig(this),
      },
    };
  }

  private get plane(): DataPlane {
    return this.broker.brokerClass?._dataPlane ?? DataPlane.UNKNOWN;
  }

  private annotate({ deliveryOrder, dependency, keda }: TriggerProps): void {
    const { metadata } = this.apiObject;
    if (deliveryOrder !== undefined) {
      metadata.addAnnotation(DELIVERY_ORDER, deliveryOrder);
      if (this.plane === DataPlane.KNATIVE) refuse(this, unordered(deliveryOrder));
    }
    if (dependency !== undefined) {
      refuse(this, ...checkDependency(this, dependency, this.plane));
      metadata.addAnnotation(DEPENDENCY, JSON.stringify(renderReference(dependency, this.namespace)));
    }
    scaleWithKeda(this, keda, this.plane, this.broker._kafkaCluster);
  }

  private matchesEverything(): string | undefined {
    if (this.filters.length > 0 || this.attributes !== undefined) return undefined;
    return `every event of the broker ${show(this.broker.brokerName)} goes to the subscriber, the subscriber's replies among them: `
      + "write `filter: Filter.exact({ type: 'order.paid' })`, for example";
  }
}

/** A trigger's delivery takes the place of the broker's, so a mere dead letter sink carries the rest along. */
function deliveryOf({ broker, delivery, deadLetterSink }: TriggerProps): Delivery | undefined {
  if (deadLetterSink === undefined) return delivery;
  return (delivery ?? broker.delivery ?? Delivery.KNATIVE_DEFAULT).withDeadLetterSink(deadLetterSink);
}

function twoForms(): Problem {
  return {
    code: 'KN-TRG-002',
    message: 'the trigger has both filters and `attributes`; Knative would not look at the attributes',
    allowed: 'filters or `attributes`',
    fix: 'write the attributes as `Filter.exact({ ... })`',
  };
}

function unordered(received: DeliveryOrder): Problem {
  return {
    code: 'KN-TRG-003',
    message: '`deliveryOrder` has no effect on a trigger of a broker that is none of Kafka',
    received,
    allowed: '`deliveryOrder` on triggers of Kafka brokers',
    fix: 'leave `deliveryOrder` out, or use a `KafkaBroker`',
  };
}
