import { isOlder, KafkaDataPlane, KnativeVersion } from '../core';

/** Properties by their names, in the order in which a release has them. */
export type KafkaPropertyValues = Readonly<Record<string, string>>;

/** The files that a data plane reads when it starts. */
export enum KafkaPropertyFile {
  PRODUCER = 'producer',
  CONSUMER = 'consumer',
  WEB_CLIENT = 'webclient',
  HTTP_SERVER = 'httpserver',
}

const PRODUCER: KafkaPropertyValues = {
  'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
  'value.serializer': 'io.cloudevents.kafka.CloudEventSerializer', acks: 'all', 'buffer.memory': '33554432',
  retries: '2147483647', 'batch.size': '16384', 'client.dns.lookup': 'use_all_dns_ips',
  'connections.max.idle.ms': '600000', 'delivery.timeout.ms': '120000', 'linger.ms': '0', 'max.block.ms': '60000',
  'max.request.size': '1048576', 'receive.buffer.bytes': '-1', 'request.timeout.ms': '2000',
  'enable.idempotence': 'false', 'max.in.flight.requests.per.connection': '5', 'metadata.max.age.ms': '300000',
  'metrics.num.samples': '2', 'metrics.recording.level': 'INFO', 'metrics.sample.window.ms': '30000',
  'reconnect.backoff.max.ms': '1000', 'reconnect.backoff.ms': '50', 'retry.backoff.ms': '100',
};

const CONSUMER: KafkaPropertyValues = {
  'key.deserializer': 'org.apache.kafka.common.serialization.StringDeserializer',
  'value.deserializer': 'io.cloudevents.kafka.CloudEventDeserializer', 'fetch.min.bytes': '1',
  'heartbeat.interval.ms': '3000', 'max.partition.fetch.bytes': '65536', 'session.timeout.ms': '10000',
  'allow.auto.create.topics': 'true', 'client.dns.lookup': 'use_all_dns_ips', 'connections.max.idle.ms': '540000',
  'default.api.timeout.ms': '2000', 'enable.auto.commit': 'false', 'exclude.internal.topics': 'true',
  'fetch.max.bytes': '52428800', 'max.poll.interval.ms': '300000', 'max.poll.records': '50',
  'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.StickyAssignor',
  'receive.buffer.bytes': '65536', 'request.timeout.ms': '2000', 'security.protocol': 'PLAINTEXT',
  'send.buffer.bytes': '131072', 'auto.commit.interval.ms': '5000', 'check.crcs': 'true', 'fetch.max.wait.ms': '500',
  'metadata.max.age.ms': '600000', 'reconnect.backoff.max.ms': '1000', 'retry.backoff.ms': '100',
};

/** What the consumers of one data plane have besides. */
const OWN_CONSUMER: Readonly<Record<KafkaDataPlane, KafkaPropertyValues>> = {
  [KafkaDataPlane.BROKER]: { 'auto.offset.reset': 'latest', 'isolation.level': 'read_uncommitted' },
  [KafkaDataPlane.CHANNEL]: { 'isolation.level': 'read_uncommitted' },
  [KafkaDataPlane.SINK]: {},
  [KafkaDataPlane.SOURCE]: {
    'cloudevent.invalid.transformer.enabled': 'true', 'cloudevent.invalid.kind.plural': 'kafkasources',
    'auto.offset.reset': 'earliest', 'isolation.level': 'read_committed',
  },
};

/** Gone with the clients of Kafka 4. */
const PARTITIONER: KafkaPropertyValues = {
  'partitioner.class': 'org.apache.kafka.clients.producer.internals.DefaultPartitioner',
};

/**
 * What a release has in a file of a data plane. Follows data-plane/config of eventing-kafka-broker and the same files
 * of the branches before it.
 */
export function releasedProperties(
  plane: KafkaDataPlane, file: KafkaPropertyFile, version: KnativeVersion,
): KafkaPropertyValues {
  switch (file) {
    case KafkaPropertyFile.PRODUCER:
      return isOlder(version, KnativeVersion.V1_22) ? { ...PRODUCER, ...PARTITIONER } : PRODUCER;
    case KafkaPropertyFile.CONSUMER: return { ...CONSUMER, ...OWN_CONSUMER[plane] };
    case KafkaPropertyFile.WEB_CLIENT: return { idleTimeout: '10000', maxPoolSize: '100' };
    case KafkaPropertyFile.HTTP_SERVER: return { idleTimeout: '0' };
  }
}
