import type { Construct } from 'constructs';
import { type ExistingObjectOptions, type ObjectReference, placedIn, type Problem, refuse } from '../core';
import {
  checkTopicName, type IKafkaBrokerConfig, KafkaBrokerConfig, type KafkaCluster, usesKafkaAsBroker,
} from '../kafka';
import { Broker, type BrokerOptions } from './broker';
import { checkBrokerConfig, EXTERNAL_TOPIC } from './broker-checks';
import { BrokerClass } from './broker-class';
import type { IBroker } from './broker-contract';
import { checkOwnAnnotations } from './own-annotations';

/** Options for `KafkaBroker.fromBrokerName`. */
export interface ExistingKafkaBrokerOptions extends ExistingObjectOptions {
  /**
   * Whether the broker has a data plane in its own namespace.
   * @default false
   */
  readonly namespaced?: boolean;
}

/** Properties for `KafkaBroker`. */
export interface KafkaBrokerProps extends BrokerOptions {
  /**
   * The Kafka cluster. The broker makes its configuration, the ConfigMap `<name>-config`, beside itself. Either this or
   * `config` (`KN-BRK-006`). Fixed after creation.
   * @default - `config` says which
   */
  readonly cluster?: KafkaCluster;
  /**
   * Configuration that several brokers share. Either this or `cluster` (`KN-BRK-006`). Fixed after creation.
   * @default - one is made from `cluster`
   */
  readonly config?: IKafkaBrokerConfig;
  /**
   * Partitions of the topic, together with `cluster` only (`KN-BRK-007`). Knative never changes them later.
   * @default 10
   */
  readonly partitions?: number;
  /**
   * Copies of each partition, together with `cluster` only (`KN-BRK-007`).
   * @default - what `cluster` prescribes
   */
  readonly replicationFactor?: number;
  /**
   * Options of the topic, such as `{ 'retention.ms': '86400000' }`, together with `cluster` only (`KN-BRK-007`).
   * @default - those of the Kafka cluster
   */
  readonly topicConfig?: Readonly<Record<string, string>>;
  /**
   * An existing topic to keep the events in. Knative neither makes nor deletes it.
   * @default - `knative-broker-<namespace>-<name>`, which is deleted together with the broker, and its events with it
   */
  readonly externalTopic?: string;
  /**
   * Runs a data plane in the namespace of the broker, class `KafkaNamespaced`. Its configuration lies there too
   * (`KN-BRK-005`). Fixed after creation.
   * @default false
   */
  readonly namespaced?: boolean;
}

/**
 * A broker that keeps its events in a Kafka topic. Without `externalTopic` the topic is deleted together with the
 * broker, so that renaming the broker loses the events that are not delivered yet.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/
 */
export class KafkaBroker extends Broker {
  /** A Kafka broker that exists already. */
  public static override fromBrokerName(
    scope: Construct, id: string, brokerName: string, options: ExistingKafkaBrokerOptions = {},
  ): IBroker {
    return Broker.fromBrokerName(scope, id, brokerName, {
      namespace: options.namespace, brokerClass: classOf(options.namespaced),
    });
  }

  /** Configuration of the broker; absent where the program named neither `cluster` nor `config`, which is refused. */
  public readonly kafkaConfig?: IKafkaBrokerConfig;
  /** Existing topic that keeps the events; absent where Knative makes one. */
  public readonly externalTopic?: string;

  constructor(scope: Construct, id: string, props: KafkaBrokerProps) {
    super(scope, id, {
      metadata: props.metadata,
      brokerClass: classOf(props.namespaced),
      delivery: props.delivery,
      deadLetterSink: props.deadLetterSink,
    });
    refuse(this, checkEitherOr(props), checkTopicSettings(props));
    this.externalTopic = props.externalTopic;
    this.kafkaConfig = props.config ?? this.makeConfig(props);
    refuse(this, ...checkBrokerConfig(this.config, this.brokerClass, this.namespace));
    usesKafkaAsBroker(this, () => this._kafkaCluster, this.externalTopic, () =>
      this.kafkaConfig instanceof KafkaBrokerConfig ? this.kafkaConfig._topicOptions : {});

    refuse(this, ...checkOwnAnnotations(props.metadata, { [EXTERNAL_TOPIC]: 'externalTopic' }, 'KN-BRK-009'));
    if (props.externalTopic === undefined) return;
    refuse(this, checkTopicName(props.externalTopic));
    this.apiObject.metadata.addAnnotation(EXTERNAL_TOPIC, props.externalTopic);
  }

  public override get config(): ObjectReference | undefined {
    return this.kafkaConfig?.reference;
  }

  /** @internal */
  public get _kafkaCluster(): KafkaCluster | undefined {
    return this.kafkaConfig?.cluster;
  }

  /** @internal */
  public override get _makesTopic(): boolean {
    return this.externalTopic === undefined;
  }

  private makeConfig({ cluster, partitions, replicationFactor, topicConfig }: KafkaBrokerProps):
  IKafkaBrokerConfig | undefined {
    if (cluster === undefined) return undefined;
    // The id is none that a trigger of this broker could have.
    return new KafkaBrokerConfig(this, 'Config', {
      cluster, partitions, replicationFactor, topicConfig,
      metadata: placedIn(this.namespace, { name: `${this.name}-config` }),
    });
  }
}

function classOf(namespaced = false): BrokerClass {
  return namespaced ? BrokerClass.KAFKA_NAMESPACED : BrokerClass.KAFKA;
}

function checkEitherOr({ cluster, config }: KafkaBrokerProps): Problem | undefined {
  if ((cluster === undefined) !== (config === undefined)) return undefined;
  return {
    code: 'KN-BRK-006',
    message: cluster === undefined
      ? 'the Kafka broker has neither `cluster` nor `config`'
      : 'the Kafka broker has both `cluster` and `config`',
    allowed: 'one of the two',
    fix: cluster === undefined ? 'write `cluster`' : 'leave `cluster` out: the configuration has one already',
  };
}

function checkTopicSettings(props: KafkaBrokerProps): Problem | undefined {
  if (props.config === undefined) return undefined;
  const lost = (['partitions', 'replicationFactor', 'topicConfig'] as const).filter((key) => props[key] !== undefined);
  if (lost.length === 0) return undefined;
  return {
    code: 'KN-BRK-007',
    message: `\`${lost.join('`, `')}\` would be lost beside \`config\``,
    received: lost,
    allowed: 'topic settings together with `cluster`',
    fix: `write \`${lost.join('`, `')}\` where the \`KafkaBrokerConfig\` is made`,
  };
}
