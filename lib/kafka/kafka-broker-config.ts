import type { Construct, IConstruct } from 'constructs';
import {
  checkName, clusterOf, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, feedInstallation, isFed, KINDS, KNATIVE_EVENTING,
  type ObjectReference, type Problem, raise, refuse, Resource, type ResourceProps, show,
} from '../core';
import type { KafkaCluster } from './kafka-cluster';
import type { KafkaTopicOptions } from './kafka-topic-options';
import { usesKafkaAsBrokerConfig } from './kafka-use';
import { checkPartitions, checkTopicConfig } from './topic';

/** Properties for `KafkaBrokerConfig`. */
export interface KafkaBrokerConfigProps extends ResourceProps {
  /** Kafka cluster that keeps the events. */
  readonly cluster: KafkaCluster;
  /**
   * Partitions of a broker's topic: a whole number from 1 on (`KN-KFK-010`), at least as many as a trigger is to have
   * consumers. Knative does not alter a topic that exists.
   * @default 10
   */
  readonly partitions?: number;
  /**
   * Copies of each partition: a whole number from 1 to 32767 (`KN-KFK-010`), 3 on Confluent Cloud (`KN-KFK-011`).
   * @default - what the cluster prescribes, else 3
   */
  readonly replicationFactor?: number;
  /**
   * Options of a broker's topic, by the names that Kafka gives them: `{ 'retention.ms': '604800000' }` (`KN-KFK-013`).
   * @default - the defaults of the Kafka cluster
   */
  readonly topicConfig?: Readonly<Record<string, string>>;
}

/** The configuration of Kafka brokers. */
export interface IKafkaBrokerConfig {
  /** Name of the ConfigMap. */
  readonly name: string;
  /** Namespace of the ConfigMap, in which its Secret lies too; absent where the program does not say. */
  readonly namespace?: string | undefined;
  /** The ConfigMap, as a broker refers to it. */
  readonly reference: ObjectReference;
  /** The Kafka cluster, where the program describes it. */
  readonly cluster?: KafkaCluster;
}

const DEFAULT_PARTITIONS = 10;
const DEFAULT_REPLICATION_FACTOR = 3;
const RELEASE_NAME = 'kafka-broker-config';

/**
 * The ConfigMap that a Kafka broker takes its cluster and the form of its topic from. Several brokers may share one.
 *
 * A broker of class `Kafka` may take one from any namespace, one of class `KafkaNamespaced` only from its own. The
 * Secret with the credentials lies in the namespace of the ConfigMap, wherever the broker is. Knative reads the
 * ConfigMap when it creates a topic; an existing topic keeps its partitions and options.
 *
 * `kafka-broker-config` in `knative-eventing` belongs to the Knative release: where the program describes the
 * installation with its parts for Kafka, it becomes a part of the settings of that installation, and no object of its
 * own; anywhere else it is refused with `KN-KFK-014`.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/#configure-a-kafka-broker
 */
export class KafkaBrokerConfig extends Resource implements IKafkaBrokerConfig {
  /**
   * A ConfigMap that exists already.
   * @param namespace @default - the namespace of the broker that uses it
   * @throws KnativeError `KN-NAM-001` or `KN-NAM-006` for names that no ConfigMap or namespace can have
   */
  public static fromConfigMapName(configMapName: string, namespace?: string): IKafkaBrokerConfig {
    raise(
      checkName('name for a ConfigMap', configMapName, DNS_1123_SUBDOMAIN, 'KN-NAM-001'),
      namespace === undefined ? undefined : checkName('namespace name', namespace, DNS_1123_LABEL, 'KN-NAM-006'),
    );
    const { apiVersion, kind } = KINDS.configMap;
    return { name: configMapName, namespace, reference: { apiVersion, kind, name: configMapName, namespace } };
  }

  /**
   * The one of a name that the program writes for the Kubernetes cluster of a construct.
   * @internal
   */
  public static _named(
    construct: IConstruct, name: string, namespace: string | undefined,
  ): KafkaBrokerConfig | undefined {
    const cluster = clusterOf(construct);
    return construct.node.root.node.findAll().find((one): one is KafkaBrokerConfig => one instanceof KafkaBrokerConfig
      && one.name === name && one.namespace === namespace && clusterOf(one) === cluster);
  }

  public readonly cluster: KafkaCluster;
  /** Partitions of a broker's topic. */
  public readonly partitions: number;
  /** Copies of each partition. */
  public readonly replicationFactor: number;
  private readonly topicConfig: Readonly<Record<string, string>>;
  private readonly secretName?: string;

  constructor(scope: Construct, id: string, props: KafkaBrokerConfigProps) {
    super(scope, id, KINDS.configMap, props, ['data']);
    const { cluster } = props;
    this.cluster = cluster;
    this.partitions = props.partitions ?? DEFAULT_PARTITIONS;
    this.replicationFactor = props.replicationFactor ?? cluster.replicationFactor ?? DEFAULT_REPLICATION_FACTOR;
    this.topicConfig = { ...props.topicConfig };
    refuse(this,
      checkPartitions('partitions', this.partitions),
      props.replicationFactor === undefined ? undefined : cluster._checkReplicationFactor(props.replicationFactor),
      ...checkTopicConfig(props.topicConfig, this.replicationFactor));
    if (this.name === RELEASE_NAME && this.namespace === KNATIVE_EVENTING) {
      feedInstallation(this);
      this._checkAtSynth(() => [this.checkOwner()]);
    }
    this.secretName = cluster._secretFor(this, this.namespace);
    usesKafkaAsBrokerConfig(this, cluster);
  }

  /**
   * What the topic of a broker is made with.
   * @internal
   */
  public get _topicOptions(): KafkaTopicOptions {
    const { partitions, replicationFactor, topicConfig } = this;
    return { partitions, replicationFactor, config: topicConfig };
  }

  /**
   * Follows control-plane/pkg/kafka/topic.go and control-plane/pkg/security/config.go.
   * @internal
   */
  protected override _render(): Record<string, unknown> {
    const options = Object.entries(this.topicConfig);
    return {
      data: {
        'bootstrap.servers': this.cluster.bootstrapServers.join(','),
        'default.topic.partitions': String(this.partitions),
        'default.topic.replication.factor': String(this.replicationFactor),
        ...Object.fromEntries(options.map(([option, value]) => [`default.topic.config.${option}`, value])),
        'auth.secret.ref.name': this.secretName,
      },
    };
  }

  private checkOwner(): Problem | undefined {
    if (isFed(this)) return undefined;
    return {
      code: 'KN-KFK-014',
      message: `the ConfigMap ${show(RELEASE_NAME)} in ${show(KNATIVE_EVENTING)} belongs to the Knative release, which `
        + 'writes its own values into it again',
      received: this.name,
      allowed: 'any other name or namespace, or a described installation with its parts for Kafka',
      fix: 'choose another id or `metadata.name`; a broker calls the configuration that it makes `<its name>-config`',
    };
  }
}
