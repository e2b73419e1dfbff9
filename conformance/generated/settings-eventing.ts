import fc from 'fast-check';
import {
  BROKER_CHANNEL, brokerPlane, CHANNEL_DEFAULTS, EVENTING_FEATURES, EVENTING_LOGGING, EVENTING_OBSERVABILITY,
  IN_MEMORY_DISPATCHER, KAFKA_AUTOSCALER, KAFKA_FEATURES, KAFKA_LOGGING, NAMESPACED_BROKER, PING, sinkPlane,
  sourcePlane, SUGAR,
} from '../../lib/settings';
import { KafkaDataPlane, KnativeVersion } from '../../lib';
import {
  BROKER_CHANNEL_VALUES, BROKER_PLANE_VALUES, CHANNEL_DEFAULTS_VALUES, EVENTING_FEATURES_VALUES,
  EVENTING_LOGGING_VALUES, EVENTING_OBSERVABILITY_VALUES, IN_MEMORY_DISPATCHER_VALUES, KAFKA_AUTOSCALER_VALUES,
  KAFKA_FEATURES_VALUES, KAFKA_LOGGING_VALUES, NAMESPACED_BROKER_VALUES, PING_VALUES, SINK_PLANE_VALUES,
  SOURCE_PLANE_VALUES, SUGAR_VALUES,
} from '../platform/any-eventing';
import { calling, choice, type Gen, just, less, mapOf, type MaybeGen, memberOf, oneOf, struct, whole } from './arbitraries';
import { brokerDefaultsOf } from './eventing';
import { type Expr, list, literal, member } from './expression';
import { written } from './from-values';
import { anyCluster, partitions, replicas, topicConfig } from './kafka';
import { membersOf } from './vocabulary';
import { leaders, LOGGER_ENUMS, OBSERVABILITY_ENUMS } from './settings-serving';

const { V1_23 } = KnativeVersion;
const LEVELS = ['controller', 'webhook', 'inMemoryDispatcher', 'brokerController', 'brokerIngress', 'brokerFilter'];

const template: Gen = choice(
  calling('ChannelTemplate', 'inMemory'), calling('ChannelTemplate', 'kafka', struct({}, { numPartitions: whole(1, 100) })),
);
const features: Gen = written(EVENTING_FEATURES, EVENTING_FEATURES_VALUES, {
  enums: { transportEncryption: 'TransportEncryption', defaultAuthorizationMode: 'DefaultAuthorizationMode' },
});

const eventing: Record<string, MaybeGen> = {
  brokers: struct({}, brokerDefaultsOf({ flags: true }), 0.8),
  brokerChannel: written(BROKER_CHANNEL, BROKER_CHANNEL_VALUES, { own: { template } }),
  channels: written(CHANNEL_DEFAULTS, CHANNEL_DEFAULTS_VALUES, { own: {
    channels: struct({}, { clusterDefault: template, namespaceDefaults: mapOf(['shop', 'orders-1'], template, 1, 2) }, 0.6),
  } }),
  features,
  apiServerSourceNodeSelector: mapOf(['pool', 'disk'], oneOf('sources', ''), 1, 2),
  sugar: written(SUGAR, SUGAR_VALUES, { enums: { operator: 'LabelSelectorOperator' } }),
  ping: written(PING, PING_VALUES),
  inMemoryDispatcher: written(IN_MEMORY_DISPATCHER, IN_MEMORY_DISPATCHER_VALUES),
  leaderElection: leaders,
  logging: written(EVENTING_LOGGING, EVENTING_LOGGING_VALUES, {
    enums: { ...LOGGER_ENUMS, ...Object.fromEntries(LEVELS.map((level) => [level, 'LoggingLevel'])) },
  }),
  observability: written(EVENTING_OBSERVABILITY, EVENTING_OBSERVABILITY_VALUES, { enums: OBSERVABILITY_ENUMS }),
};

/** A mapping has an effect with its feature only. */
const mapped: Gen = features.map((made): Expr =>
  (made.is === 'object' ? { ...made, fields: { ...made.fields, kreferenceMapping: literal(true) } } : made));

/** Settings of Eventing. */
export function eventingSettings(...without: string[]): Gen {
  const some = less(eventing, ...without);
  return choice(struct({}, some), struct({
    features: mapped, kreferenceMapping: mapOf(['Pod.v1', 'Inbox.v1.example.com'], oneOf('https://proxy.example.com/{{ .Name }}'), 1, 2),
  }, some, 0.1));
}

const client: Gen = calling('KafkaProperties', 'override', mapOf(['linger.ms', 'max.request.size', 'client.dns.lookup'], oneOf('1', '1000'), 0, 2));
const files: Record<string, Gen> = {
  producer: client,
  consumer: client,
  webClient: choice(calling('KafkaProperties', 'override', mapOf(['idleTimeout'], oneOf('1'), 1, 1)),
    calling('KafkaProperties', 'whole', oneOf('idleTimeout=1\nmaxPoolSize=7\n', '# ours\nmaxPoolSize: 1\nidleTimeout: 0'))),
  httpServer: calling('KafkaProperties', 'whole', oneOf('idleTimeout=7000')),
};
const filesOf = (...some: string[]) => ({ own: Object.fromEntries(some.map((file) => [file, files[file] ?? client])) });
const ofClients = filesOf('producer', 'consumer', 'webClient', 'httpServer');

const names: Gen = written(KAFKA_FEATURES, KAFKA_FEATURES_VALUES);
const switches: Gen = written(KAFKA_FEATURES, KAFKA_FEATURES_VALUES, {
  without: ['triggersConsumerGroupTemplate', 'brokersTopicTemplate', 'channelsTopicTemplate'],
});
const kafka: Record<string, MaybeGen> = {
  autoscaler: choice(written(KAFKA_AUTOSCALER, KAFKA_AUTOSCALER_VALUES, { enums: { scaler: 'KafkaAutoscalerClass' } }),
    struct({ scaler: memberOf('KafkaAutoscalerClass', 'DISABLED') })),
  brokerPlane: written(brokerPlane(KafkaDataPlane.BROKER, V1_23), BROKER_PLANE_VALUES, ofClients),
  channelPlane: written(brokerPlane(KafkaDataPlane.CHANNEL, V1_23), BROKER_PLANE_VALUES, ofClients),
  sinkPlane: written(sinkPlane(V1_23), SINK_PLANE_VALUES, filesOf('producer', 'httpServer')),
  sourcePlane: written(sourcePlane(V1_23), SOURCE_PLANE_VALUES, filesOf('producer', 'consumer', 'webClient')),
  namespacedBrokers: written(NAMESPACED_BROKER, NAMESPACED_BROKER_VALUES),
  logging: written(KAFKA_LOGGING, KAFKA_LOGGING_VALUES, { enums: { level: 'KafkaLogLevel', loggers: 'KafkaLogLevel' } }),
  leaderElection: struct({ leaseDuration: calling('Duration', 'seconds', oneOf(30)), renewDeadline: calling('Duration', 'seconds', oneOf(20)) },
    { retryPeriod: calling('Duration', 'seconds', oneOf(1, 4)), buckets: whole(1, 10) }),
};

/** What brokers get that name the ConfigMap of the release. */
export const kafkaBrokers: Gen = struct({ cluster: anyCluster }, {
  partitions, replicationFactor: replicas, topicConfig,
});

/** All data planes, which have the files that settings change. */
export const everyPlane: Gen = fc.constant(list(...membersOf('KafkaDataPlane').map((each) => member('KafkaDataPlane', each))));

/** Settings for Kafka, with more properties of a platform. */
export function kafkaSettings(
  more: Readonly<Record<string, MaybeGen>>, required: Readonly<Record<string, Gen>> = {},
): Gen {
  return choice(
    struct({ ...required, dataPlanes: everyPlane, topicPrefix: oneOf('dev-', 'a.b-') }, { ...kafka, ...more, features: switches }),
    struct({ ...required, dataPlanes: everyPlane, features: names }, { ...kafka, ...more }), struct(required, more),
  );
}

/** The cluster of all Kafka channels. */
export const kafkaChannels = (cluster: Gen): Gen => struct({ cluster }, { secretNamespace: just('knative-eventing') });
