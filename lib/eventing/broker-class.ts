import { type Problem, raise, show } from '../core';
import { DataPlane } from './delivery-warnings';

/**
 * Which controller makes a broker, and so where its events are kept. Fixed after creation of the broker.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/
 */
export class BrokerClass {
  /** Knative's own: one channel for each broker, in memory unless its configuration says otherwise. */
  public static readonly MT_CHANNEL_BASED = new BrokerClass('MTChannelBasedBroker', DataPlane.KNATIVE);
  /** A Kafka topic for each broker; one data plane for the cluster. */
  public static readonly KAFKA = new BrokerClass('Kafka', DataPlane.KAFKA);
  /** A Kafka topic for each broker; a data plane in the broker's namespace, where its configuration lies too. */
  public static readonly KAFKA_NAMESPACED = new BrokerClass('KafkaNamespaced', DataPlane.KAFKA);

  /**
   * A class of another controller.
   * @throws KnativeError `KN-BRK-001` for an empty name, and for a class above in other letters, small or capital
   */
  public static custom(name: string): BrokerClass {
    raise(checkClassName(name));
    return knownClasses().find((known) => known.name === name) ?? new BrokerClass(name, DataPlane.UNKNOWN);
  }

  private constructor(
    /** Name of the class, as the annotation `eventing.knative.dev/broker.class` has it. */
    public readonly name: string,
    /** @internal */
    public readonly _dataPlane: DataPlane,
  ) {}

  /** Whether brokers of this class keep their events in Kafka topics of their own. */
  public get kafka(): boolean {
    return this._dataPlane === DataPlane.KAFKA;
  }

  /** Whether `other` is the same class. */
  public equals(other: BrokerClass): boolean {
    return this.name === other.name;
  }

  /**
   * Host and path, without the domain of the cluster, where a broker takes events; absent for unknown classes.
   * @internal
   */
  public _ingress(namespace: string): string | undefined {
    switch (this.name) {
      case 'MTChannelBasedBroker': return 'broker-ingress.knative-eventing';
      case 'Kafka': return 'kafka-broker-ingress.knative-eventing';
      case 'KafkaNamespaced': return `kafka-broker-ingress.${namespace}`;
      default: return undefined;
    }
  }
}

function knownClasses(): BrokerClass[] {
  return [BrokerClass.MT_CHANNEL_BASED, BrokerClass.KAFKA, BrokerClass.KAFKA_NAMESPACED];
}

/** Follows pkg/apis/eventing/v1/broker_validation.go, which takes any name; no controller watches a misspelt one. */
function checkClassName(name: string): Problem | undefined {
  const meant = knownClasses().find((known) => known.name.toLowerCase() === name.trim().toLowerCase());
  if (name.trim() !== '' && (meant === undefined || meant.name === name)) return undefined;
  return {
    code: 'KN-BRK-001',
    message: `${show(name)} is no broker class`,
    received: name,
    allowed: 'the name of a class, letter for letter',
    fix: meant === undefined ? 'write `BrokerClass.MT_CHANNEL_BASED`, for example' : `write ${show(meant.name)}`,
  };
}
