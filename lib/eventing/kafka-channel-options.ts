import { Duration } from 'cdk8s';
import { checkDuration, isoDuration, isoRange, millisOf, type Problem } from '../core';
import { checkPartitions, checkReplicas, type KafkaCluster, type KafkaTopicOptions } from '../kafka';

/** What a channel asks of Kafka. */
export interface KafkaChannelOptions {
  /**
   * The Kafka cluster, written into the one configuration that all Kafka channels of a Kubernetes cluster share; a
   * second Kafka cluster is refused.
   * @default - whatever the platform has configured
   */
  readonly cluster?: KafkaCluster;
  /**
   * Partitions of the topic: a whole number from 1 on (`KN-KFK-010`). Fixed after creation.
   * @default 1
   */
  readonly numPartitions?: number;
  /**
   * Copies of each partition: a whole number from 1 to 32767 (`KN-KFK-010`). Fixed after creation.
   * @default - what `cluster` prescribes, else 1
   */
  readonly replicationFactor?: number;
  /**
   * How long the topic keeps events, in steps of 0.1 seconds. Fixed after creation.
   * @default Duration.days(7)
   */
  readonly retention?: Duration;
}

/**
 * Follows control-plane/pkg/apis/messaging/v1beta1/kafka_channel_validation.go. A zero would silently become 1.
 * @internal
 */
export function checkKafkaChannelOptions(options: KafkaChannelOptions): (Problem | undefined)[] {
  const { cluster, numPartitions, replicationFactor, retention } = options;
  return [
    checkPartitions('numPartitions', numPartitions),
    cluster === undefined || replicationFactor === undefined
      ? checkReplicas(replicationFactor)
      : cluster._checkReplicationFactor(replicationFactor),
    checkDuration(retention, isoRange('retention')),
  ];
}

/**
 * What the topic of a channel is made with.
 * Follows control-plane/pkg/apis/messaging/v1beta1/kafka_channel_defaults.go.
 * @internal
 */
export function topicOfKafkaChannel(options: KafkaChannelOptions): KafkaTopicOptions {
  const { cluster, numPartitions = 1, replicationFactor = cluster?.replicationFactor ?? 1, retention } = options;
  const kept = retention ?? Duration.days(7);
  return { partitions: numPartitions, replicationFactor, config: { 'retention.ms': String(millisOf(kept)) } };
}

/** @internal */
export function renderKafkaChannelOptions(options: KafkaChannelOptions): Record<string, unknown> {
  const { cluster, numPartitions, replicationFactor = cluster?.replicationFactor, retention } = options;
  return {
    numPartitions,
    replicationFactor,
    retentionDuration: retention === undefined ? undefined : isoDuration(retention),
  };
}
