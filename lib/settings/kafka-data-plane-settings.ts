import { KafkaDataPlane, KNATIVE_EVENTING, type KnativeVersion } from '../core';
import type { KafkaProperties } from './kafka-properties';
import { KafkaPropertyFile, releasedProperties } from './kafka-properties-released';
import { type SettingKey, type SettingsMap, STATEFUL_SET } from './settings-table';

/**
 * Files of the data plane of brokers, or of that of channels: the ConfigMaps `config-kafka-broker-data-plane` and
 * `config-kafka-channel-data-plane`. A change needs restarts of the data plane.
 * @see https://knative.dev/docs/eventing/brokers/broker-types/kafka-broker/
 */
export interface KafkaBrokerPlaneSettings {
  /**
   * How events are written to Kafka.
   * @default - as the release has it
   */
  readonly producer?: KafkaProperties;
  /**
   * How events are read from Kafka.
   * @default - as the release has it
   */
  readonly consumer?: KafkaProperties;
  /**
   * How events are sent to subscribers, by the names of Vert.x: `idleTimeout`, `maxPoolSize`.
   * @default - as the release has it
   */
  readonly webClient?: KafkaProperties;
  /**
   * How events are taken, by the names of Vert.x: `idleTimeout`.
   * @default - as the release has it
   */
  readonly httpServer?: KafkaProperties;
}

/**
 * Files of the data plane of KafkaSinks: the ConfigMap `config-kafka-sink-data-plane`. A change needs a restart of the
 * data plane.
 */
export interface KafkaSinkPlaneSettings {
  /**
   * How events are written to Kafka.
   * @default - as the release has it
   */
  readonly producer?: KafkaProperties;
  /**
   * How events are taken, by the names of Vert.x: `idleTimeout`.
   * @default - as the release has it
   */
  readonly httpServer?: KafkaProperties;
}

/**
 * Files of the data plane of KafkaSources: the ConfigMap `config-kafka-source-data-plane`. A change needs a restart of
 * the data plane.
 */
export interface KafkaSourcePlaneSettings {
  /**
   * How dead letters are written to Kafka.
   * @default - as the release has it
   */
  readonly producer?: KafkaProperties;
  /**
   * How records are read from Kafka.
   * @default - as the release has it
   */
  readonly consumer?: KafkaProperties;
  /**
   * How events are sent to the sink, by the names of Vert.x: `idleTimeout`, `maxPoolSize`.
   * @default - as the release has it
   */
  readonly webClient?: KafkaProperties;
}

/** The ConfigMap of brokers, or of channels. */
export function brokerPlane(
  plane: KafkaDataPlane, version: KnativeVersion,
): SettingsMap<KafkaBrokerPlaneSettings> {
  const restarts = [`kafka-${plane}-receiver`, `${STATEFUL_SET}kafka-${plane}-dispatcher`];
  return {
    ...place(plane),
    keys: {
      producer: file(plane, KafkaPropertyFile.PRODUCER, version, restarts),
      consumer: file(plane, KafkaPropertyFile.CONSUMER, version, restarts),
      webClient: file(plane, KafkaPropertyFile.WEB_CLIENT, version, restarts),
      httpServer: file(plane, KafkaPropertyFile.HTTP_SERVER, version, restarts),
    },
  };
}

/** The ConfigMap of KafkaSinks. */
export function sinkPlane(version: KnativeVersion): SettingsMap<KafkaSinkPlaneSettings> {
  const restarts = ['kafka-sink-receiver'];
  return {
    ...place(KafkaDataPlane.SINK),
    keys: {
      producer: file(KafkaDataPlane.SINK, KafkaPropertyFile.PRODUCER, version, restarts),
      httpServer: file(KafkaDataPlane.SINK, KafkaPropertyFile.HTTP_SERVER, version, restarts),
    },
  };
}

/** The ConfigMap of KafkaSources. */
export function sourcePlane(version: KnativeVersion): SettingsMap<KafkaSourcePlaneSettings> {
  const restarts = [`${STATEFUL_SET}kafka-source-dispatcher`];
  return {
    ...place(KafkaDataPlane.SOURCE),
    keys: {
      producer: file(KafkaDataPlane.SOURCE, KafkaPropertyFile.PRODUCER, version, restarts),
      consumer: file(KafkaDataPlane.SOURCE, KafkaPropertyFile.CONSUMER, version, restarts),
      webClient: file(KafkaDataPlane.SOURCE, KafkaPropertyFile.WEB_CLIENT, version, restarts),
    },
  };
}

function place(plane: KafkaDataPlane): { readonly configMap: string; readonly namespace: string } {
  return { configMap: `config-kafka-${plane}-data-plane`, namespace: KNATIVE_EVENTING };
}

function file(
  plane: KafkaDataPlane, name: KafkaPropertyFile, version: KnativeVersion, restarts: readonly string[],
): SettingKey<KafkaProperties> {
  const released = releasedProperties(plane, name, version);
  return {
    key: `config-kafka-${plane}-${name}.properties`,
    render: (value) => value._render(released),
    check: (value, field) => value._check(released, field),
    restarts,
  };
}
