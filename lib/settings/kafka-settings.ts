import { Duration } from 'cdk8s';
import {
  type InstalledConfig, KafkaDataPlane, KNATIVE_EVENTING, type KnativeVersion, NEWEST_KNATIVE, overlay,
  type Problem,
} from '../core';
import type { KafkaCluster } from '../kafka';
import { flagKeys } from './flag-keys';
import { KAFKA_AUTOSCALER, type KafkaAutoscalerSettings } from './kafka-autoscaler-settings';
import {
  brokerPlane, type KafkaBrokerPlaneSettings, type KafkaSinkPlaneSettings, type KafkaSourcePlaneSettings, sinkPlane,
  sourcePlane,
} from './kafka-data-plane-settings';
import { checkPrefix, KAFKA_FEATURES, type KafkaFeatureSettings, withPrefix } from './kafka-feature-settings';
import { KAFKA_LOGGING, type KafkaLoggingSettings } from './kafka-logging-settings';
import { leaderElection, type LeaderElectionSettings } from './leader-election-settings';
import { NAMESPACED_BROKER, type NamespacedBrokerSettings } from './namespaced-broker-settings';
import {
  checkSettings, renderSettings, type SettingsMap, type ShippedSettings, shippedSettings,
} from './settings-table';
import { withoutEmpty } from './without-empty';

/** What brokers of Kafka get that name the ConfigMap of the release, as `KafkaBrokerConfig` has it. */
export interface KafkaBrokerDefaultSettings {
  /** Kafka cluster that keeps the events. A copy of its credentials is made in `knative-eventing`. */
  readonly cluster: KafkaCluster;
  /**
   * Partitions of a broker's topic: a whole number from 1 on (`KN-KFK-010`).
   * @default 10
   */
  readonly partitions?: number;
  /**
   * Copies of each partition: a whole number from 1 to 32767 (`KN-KFK-010`).
   * @default - what the cluster prescribes, else 3
   */
  readonly replicationFactor?: number;
  /**
   * Options of a broker's topic, by the names that Kafka gives them (`KN-KFK-013`).
   * @default - the defaults of the Kafka cluster
   */
  readonly topicConfig?: Readonly<Record<string, string>>;
}

/** The Kafka cluster of all Kafka channels, as `KafkaChannelConfig` has it. */
export interface KafkaChannelDefaultSettings {
  /** Kafka cluster that keeps the events of all Kafka channels. */
  readonly cluster: KafkaCluster;
  /**
   * Namespace of the Secret with the credentials.
   * @default knative-eventing
   */
  readonly secretNamespace?: string;
}

/**
 * Settings of Knative for Kafka, a property for each ConfigMap of its release. Only what is set is written. There is
 * none for `config-kafka-source-defaults`: nothing reads it any more; `autoscaler` is what counts.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/
 */
export interface KafkaSettings {
  /**
   * What the names of the topics and consumer groups begin with that Knative makes, so that several clusters can share
   * one Kafka: `dev-` makes `dev-knative-broker-<namespace>-<name>`. What no topic or group can begin with is refused
   * with `KN-SET-020`, a template besides with `KN-SET-002`. The groups of subscriptions of Kafka channels have no
   * template: they are called `kafka.<namespace>.<channel>.<UID>`, whatever is said here. No two clusters share one,
   * but a permission for all that begin with `kafka.` is one for the groups of every cluster on the same Kafka.
   * @default - nothing
   */
  readonly topicPrefix?: string;
  /**
   * What brokers get that name the ConfigMap of the release: `kafka-broker-config`.
   * @default - a sample address, which no broker can use
   */
  readonly brokers?: KafkaBrokerDefaultSettings;
  /**
   * The Kafka cluster of all Kafka channels: `kafka-channel-config`.
   * @default - that which the channels of the program name
   */
  readonly channels?: KafkaChannelDefaultSettings;
  /**
   * Switches and names: `config-kafka-features`.
   * @default - as the release has them
   */
  readonly features?: KafkaFeatureSettings;
  /**
   * How KEDA scales consumers: `config-kafka-autoscaler`.
   * @default - as the release has it
   */
  readonly autoscaler?: KafkaAutoscalerSettings;
  /**
   * Files of the data plane of brokers: `config-kafka-broker-data-plane`.
   * @default - as the release has them
   */
  readonly brokerPlane?: KafkaBrokerPlaneSettings;
  /**
   * Files of the data plane of channels: `config-kafka-channel-data-plane`.
   * @default - as the release has them
   */
  readonly channelPlane?: KafkaBrokerPlaneSettings;
  /**
   * Files of the data plane of KafkaSinks: `config-kafka-sink-data-plane`.
   * @default - as the release has them
   */
  readonly sinkPlane?: KafkaSinkPlaneSettings;
  /**
   * Files of the data plane of KafkaSources: `config-kafka-source-data-plane`.
   * @default - as the release has them
   */
  readonly sourcePlane?: KafkaSourcePlaneSettings;
  /**
   * What namespaced brokers get besides: `config-namespaced-broker-resources`.
   * @default - nothing
   */
  readonly namespacedBrokers?: NamespacedBrokerSettings;
  /**
   * Logs of the data planes: `kafka-config-logging`.
   * @default - lines from `INFO` on
   */
  readonly logging?: KafkaLoggingSettings;
  /**
   * How controllers agree who works: `config-kafka-leader-election`. The release has 15, 10 and 2 seconds in place of
   * 60, 40 and 10.
   * @default - as the release has it
   */
  readonly leaderElection?: LeaderElectionSettings;
}

const RELEASED_ELECTION: LeaderElectionSettings = {
  leaseDuration: Duration.seconds(15), renewDeadline: Duration.seconds(10), retryPeriod: Duration.seconds(2),
};
const ELECTION = leaderElection(KNATIVE_EVENTING, ['kafka-controller', 'kafka-webhook-eventing']);
const LEADER_ELECTION: SettingsMap<LeaderElectionSettings> = {
  ...ELECTION,
  configMap: 'config-kafka-leader-election',
  checkTogether: (settings) => ELECTION.checkTogether?.(overlay(RELEASED_ELECTION, settings)) ?? [],
};

const BROKER_KEYS = ['bootstrap.servers', 'default.topic.partitions', 'default.topic.replication.factor', 'auth.secret.ref.name'];
const CHANNEL_KEYS = ['bootstrap.servers', 'auth.secret.ref.name', 'auth.secret.ref.namespace'];

/** What is known of the ConfigMaps of Knative for Kafka. */
export const KAFKA_MAPS: readonly ShippedSettings[] = [
  shippedKeys('kafka-broker-config', BROKER_KEYS),
  shippedKeys('kafka-channel-config', CHANNEL_KEYS),
  shippedSettings(KAFKA_FEATURES),
  flagKeys(KNATIVE_EVENTING, 'config-kafka-features'),
  shippedSettings(KAFKA_AUTOSCALER),
  shippedSettings(brokerPlane(KafkaDataPlane.BROKER, NEWEST_KNATIVE)),
  shippedSettings(brokerPlane(KafkaDataPlane.CHANNEL, NEWEST_KNATIVE)),
  shippedSettings(sinkPlane(NEWEST_KNATIVE)),
  shippedSettings(sourcePlane(NEWEST_KNATIVE)),
  shippedSettings(NAMESPACED_BROKER),
  shippedSettings(KAFKA_LOGGING),
  shippedSettings(LEADER_ELECTION),
];

/** What is wrong with settings for Kafka, besides what their constructs (`makeEventingConstructs`) report. */
export function checkKafka(settings: KafkaSettings | undefined, version: KnativeVersion): Problem[] {
  if (settings === undefined) return [];
  return [
    ...checkPrefix(settings.features, settings.topicPrefix),
    ...checkSettings(KAFKA_FEATURES, settings.features, version),
    ...checkSettings(KAFKA_AUTOSCALER, settings.autoscaler, version),
    ...checkSettings(brokerPlane(KafkaDataPlane.BROKER, version), settings.brokerPlane, version),
    ...checkSettings(brokerPlane(KafkaDataPlane.CHANNEL, version), settings.channelPlane, version),
    ...checkSettings(sinkPlane(version), settings.sinkPlane, version),
    ...checkSettings(sourcePlane(version), settings.sourcePlane, version),
    ...checkSettings(NAMESPACED_BROKER, settings.namespacedBrokers, version),
    ...checkSettings(KAFKA_LOGGING, settings.logging, version),
    ...checkSettings(LEADER_ELECTION, settings.leaderElection, version),
  ];
}

/**
 * The settings by ConfigMap, without those that constructs make (`makeEventingConstructs`).
 * @param version whose files of data planes are changed
 */
export function kafkaConfig(
  settings: KafkaSettings | undefined, version: KnativeVersion = NEWEST_KNATIVE,
): InstalledConfig {
  if (settings === undefined) return {};
  const { BROKER, CHANNEL } = KafkaDataPlane;
  return withoutEmpty({
    'config-kafka-features': renderSettings(KAFKA_FEATURES, withPrefix(settings.features, settings.topicPrefix)),
    'config-kafka-autoscaler': renderSettings(KAFKA_AUTOSCALER, settings.autoscaler),
    'config-kafka-broker-data-plane': renderSettings(brokerPlane(BROKER, version), settings.brokerPlane),
    'config-kafka-channel-data-plane': renderSettings(brokerPlane(CHANNEL, version), settings.channelPlane),
    'config-kafka-sink-data-plane': renderSettings(sinkPlane(version), settings.sinkPlane),
    'config-kafka-source-data-plane': renderSettings(sourcePlane(version), settings.sourcePlane),
    'config-namespaced-broker-resources': renderSettings(NAMESPACED_BROKER, settings.namespacedBrokers),
    'kafka-config-logging': renderSettings(KAFKA_LOGGING, settings.logging),
    'config-kafka-leader-election': renderSettings(LEADER_ELECTION, settings.leaderElection),
  });
}

function shippedKeys(configMap: string, keys: readonly string[]): ShippedSettings {
  return { configMap, namespace: KNATIVE_EVENTING, keys: keys.map((key) => ({ key })) };
}
