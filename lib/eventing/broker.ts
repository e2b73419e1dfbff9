import type { Construct } from 'constructs';
import {
  childName, type ISink, KafkaDataPlane, KINDS, type MadeObject, needsDataPlane, type ObjectReference, ownCopy,
  placedIn, refuse, renderReference, type ResourceProps,
} from '../core';
import { AddressableResource } from '../events';
import { brokerAddress } from './broker-address';
import { checkBrokerConfig, checkBrokerName, CLASS, EXTERNAL_TOPIC, watchBroker } from './broker-checks';
import { BrokerClass } from './broker-class';
import type { IBroker } from './broker-contract';
import { checkDeadLetterSink, Delivery, withDefaultRetries } from './delivery';
import { DataPlane, watchDelivery } from './delivery-warnings';
import { type ExistingBrokerOptions, ImportedBroker } from './imported-broker';
import { keepBrokerInKafka } from './kafka-topics';
import { madeChannel } from './made-objects';
import { checkOwnAnnotations } from './own-annotations';
import { Trigger, type TriggerOptions } from './trigger';

/** Options that brokers of all classes have. */
export interface BrokerOptions extends ResourceProps {
  /**
   * What becomes of events that a subscriber did not take, for triggers without a delivery of their own. Where it names
   * neither retries nor a back-off, the broker keeps Knative's default retries: ten, exponential from 0.2 seconds on.
   * @default - the defaults of the cluster; a release has ten retries and no dead letter sink
   */
  readonly delivery?: Delivery;
  /**
   * Receiver of the events that could not be delivered; short for a `delivery` that names no more.
   * @default - such events are lost, which is warned
   */
  readonly deadLetterSink?: ISink;
}

/** Properties for `Broker`. */
export interface BrokerProps extends BrokerOptions {
  /**
   * Which controller makes the broker. Fixed after creation. Without it the address of the broker is not known here.
   * @default - the defaults of the cluster; a release has `BrokerClass.MT_CHANNEL_BASED`
   */
  readonly brokerClass?: BrokerClass;
  /**
   * Configuration of the broker, most often a ConfigMap: for the multi-tenant broker one with the template of its
   * channels, for Kafka one with the cluster (see `KafkaBroker`). Fixed after creation.
   * @default - the defaults of the cluster
   */
  readonly config?: ObjectReference;
}

/**
 * Takes events, keeps them, and passes them on to the subscribers of its triggers.
 * @see https://knative.dev/docs/eventing/brokers/
 */
export class Broker extends AddressableResource implements IBroker {
  /** A broker that exists already. */
  public static fromBrokerName(
    scope: Construct, id: string, brokerName: string, options: ExistingBrokerOptions = {},
  ): IBroker {
    return new ImportedBroker(scope, id, brokerName, options);
  }

  public readonly brokerClass?: BrokerClass;
  public readonly delivery?: Delivery;
  private readonly givenConfig?: ObjectReference;

  constructor(scope: Construct, id: string, props: BrokerProps = {}) {
    super(scope, id, KINDS.broker, props);
    this.brokerClass = props.brokerClass;
    this.givenConfig = ownCopy(props.config);
    this.delivery = deliveryOf(props);

    refuse(this,
      ...checkOwnAnnotations(props.metadata, { [CLASS]: 'brokerClass' }, 'KN-BRK-009'),
      ...checkBrokerConfig(props.config, props.brokerClass, this.namespace),
      checkDeadLetterSink(props.delivery, props.deadLetterSink),
      checkBrokerName(this.name, props.brokerClass),
    );
    if (props.brokerClass !== undefined) this.apiObject.metadata.addAnnotation(CLASS, props.brokerClass.name);
    watchDelivery(this, this.delivery, props.brokerClass?._dataPlane ?? DataPlane.UNKNOWN);
    if (this._kafka) needsDataPlane(this, KafkaDataPlane.BROKER, 'a broker of Kafka');
    const topic = props.metadata?.annotations?.[EXTERNAL_TOPIC];
    // One of another class is in no Kafka, and does not load what is about it.
    if (props.brokerClass?.kafka !== false || topic !== undefined) keepBrokerInKafka(this, topic);
    watchBroker(this, (check) => this._checkAtSynth(check));
  }

  public get brokerName(): string {
    return this.name;
  }

  /** Configuration of the broker; absent where the defaults of the cluster decide. */
  public get config(): ObjectReference | undefined {
    return this.givenConfig;
  }

  public get url(): string {
    return brokerAddress(this, this.brokerClass, this._namespaceForAddress(), this.name);
  }

  /**
   * Whether Knative makes a topic for the broker.
   * @internal
   */
  public get _makesTopic(): boolean {
    return this.brokerClass?.kafka === true;
  }

  /**
   * Whether Kafka's data plane decides what the broker takes.
   * @internal
   */
  public get _kafka(): boolean {
    return this.brokerClass?.kafka === true;
  }

  /**
   * Follows pkg/reconciler/broker/resources/channel.go of Eventing; the class has to be named, since a cluster may have
   * another default.
   * @internal
   */
  public override _makes(): MadeObject[] {
    return this.brokerClass === BrokerClass.MT_CHANNEL_BASED ? madeChannel(childName(this.name, '-kne-trigger')) : [];
  }

  public addTrigger(id: string, options: TriggerOptions): Trigger {
    return new Trigger(this, id, { ...options, broker: this, metadata: placedIn(this.namespace, options.metadata) });
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { config, delivery, namespace } = this;
    return {
      spec: {
        config: config === undefined ? undefined : renderReference(config, namespace),
        delivery: delivery?.toDeliveryConfig(this),
      },
    };
  }
}

function deliveryOf({ delivery, deadLetterSink }: BrokerOptions): Delivery | undefined {
  if (deadLetterSink === undefined) return delivery === undefined ? undefined : withDefaultRetries(delivery);
  return withDefaultRetries(delivery?.withDeadLetterSink(deadLetterSink) ?? Delivery.deadLetter(deadLetterSink));
}
