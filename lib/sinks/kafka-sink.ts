import type { Construct } from 'constructs';
import {
  KafkaDataPlane, KINDS, KNATIVE_EVENTING, needsDataPlane, ownCopy, type Problem, refuse, type ResourceProps, show,
  showAll, Warnings,
} from '../core';
import { AddressableResource } from '../events';
import { checkPartitions, checkTopicName, type KafkaCluster, usesKafkaAsSink } from '../kafka';
import { ContentMode } from './content-mode';
import { type ExistingKafkaSinkOptions, ImportedKafkaSink, INGRESS_SERVICE } from './imported-kafka-sink';
import type { IKafkaSink } from './kafka-sink-contract';

/** Properties for `KafkaSink`. */
export interface KafkaSinkProps extends ResourceProps {
  /** Kafka cluster that the topic belongs to. Its Secret is needed in the namespace of the sink. */
  readonly cluster: KafkaCluster;
  /**
   * Topic that receives the events: letters, digits, dots, dashes and underscores, at most 249 (`KN-KFK-012`). Fixed
   * after creation.
   */
  readonly topic: string;
  /**
   * Partitions of a topic that Knative is to create, from 1 on (`KN-KFK-010`); only together with `replicationFactor`
   * (`KN-KFK-017`). Fixed after creation.
   *
   * A topic that Knative creates is deleted with the sink, so this is warned of as `topic-deleted-with-sink`.
   * @default - the topic exists already, and is left alone when the sink is deleted
   */
  readonly numPartitions?: number;
  /**
   * Copies of each partition of a topic that Knative is to create, 1 to 32767 (`KN-KFK-010`), 3 on Confluent Cloud
   * (`KN-KFK-011`); only together with `numPartitions` (`KN-KFK-017`). Fixed after creation.
   * @default - the topic exists already, and is left alone when the sink is deleted
   */
  readonly replicationFactor?: number;
  /**
   * How events are written into records.
   * @default ContentMode.BINARY
   */
  readonly contentMode?: ContentMode;
}

/**
 * Writes every event that it receives to a Kafka topic. An event with the extension `partitionkey` goes to the
 * partition of that key.
 * @see https://knative.dev/docs/eventing/sinks/kafka-sink/
 */
export class KafkaSink extends AddressableResource implements IKafkaSink {
  /** A Kafka sink that exists already. */
  public static fromKafkaSinkName(
    scope: Construct, id: string, kafkaSinkName: string, options: ExistingKafkaSinkOptions = {},
  ): IKafkaSink {
    return new ImportedKafkaSink(scope, id, kafkaSinkName, options);
  }

  /** Kafka cluster that the topic belongs to. */
  public readonly cluster: KafkaCluster;
  /** Topic that receives the events. */
  public readonly topic: string;
  private readonly props: KafkaSinkProps;
  private readonly secretName?: string;

  constructor(scope: Construct, id: string, props: KafkaSinkProps) {
    super(scope, id, KINDS.kafkaSink, props);
    this.cluster = props.cluster;
    this.topic = props.topic;
    this.props = ownCopy(props);
    refuse(this, checkTopicName(props.topic), ...checkNewTopic(props), checkContentMode(props.contentMode));
    if (props.numPartitions !== undefined && props.replicationFactor !== undefined) {
      Warnings.of(this).add('topic-deleted-with-sink', `Knative creates the topic ${show(props.topic)}, and deletes it `
        + 'with its records when this KafkaSink is deleted: create the topic yourself, and leave `numPartitions` and '
        + '`replicationFactor` out');
    }
    this.secretName = props.cluster._secretFor(this, this.namespace);
    const { topic: name, numPartitions: partitions, replicationFactor } = props;
    usesKafkaAsSink(this, props.cluster, { name, partitions, replicationFactor });
    needsDataPlane(this, KafkaDataPlane.SINK, 'a KafkaSink');
  }

  /** Name of the sink. */
  public get kafkaSinkName(): string {
    return this.name;
  }

  /** Address in the cluster, where events are posted to; without a namespace the problem `KN-NAM-003` is recorded. */
  public get url(): string {
    return this._clusterUrl(INGRESS_SERVICE, KNATIVE_EVENTING, `/${this._namespaceForAddress()}/${this.name}`);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { topic, numPartitions, replicationFactor, contentMode } = this.props;
    return {
      spec: {
        topic,
        bootstrapServers: [...this.cluster.bootstrapServers],
        numPartitions,
        replicationFactor,
        contentMode,
        auth: this.secretName === undefined ? undefined : { secret: { ref: { name: this.secretName } } },
      },
    };
  }
}

/** Follows control-plane/pkg/apis/eventing/v1alpha1/kafka_sink_validation.go; it creates a topic only with both. */
function checkNewTopic({ cluster, numPartitions, replicationFactor }: KafkaSinkProps): (Problem | undefined)[] {
  return [
    checkPartitions('numPartitions', numPartitions),
    replicationFactor === undefined ? undefined : cluster._checkReplicationFactor(replicationFactor),
    (numPartitions === undefined) === (replicationFactor === undefined) ? undefined : {
      code: 'KN-KFK-017',
      message: numPartitions === undefined
        ? '`replicationFactor` has no effect without `numPartitions`'
        : '`numPartitions` has no effect without `replicationFactor`',
      received: numPartitions ?? replicationFactor,
      allowed: 'both, to have the topic created, or neither, for a topic that exists',
      fix: numPartitions === undefined
        ? 'leave `replicationFactor` out, or write `numPartitions: 10` too'
        : `leave \`numPartitions\` out, or write \`replicationFactor: ${cluster.replicationFactor ?? 3}\` too`,
    },
  ];
}

/** Follows control-plane/pkg/apis/eventing/v1alpha1/kafka_sink_validation.go. */
function checkContentMode(contentMode: ContentMode | undefined): Problem | undefined {
  if (contentMode === undefined || Object.values(ContentMode).includes(contentMode)) return undefined;
  return {
    code: 'KN-KFK-026',
    message: `${show(contentMode)} is no content mode of a KafkaSink`,
    received: contentMode,
    allowed: showAll(Object.values(ContentMode)),
    fix: 'write `contentMode: ContentMode.STRUCTURED`, or leave it out',
  };
}
