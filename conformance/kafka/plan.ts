import fc from 'fast-check';
import {
  checkKafkaCredentials, ContentMode, InitialOffset, KafkaKeyType, KafkaSourceOrdering, SaslMechanism, SecurityProtocol,
} from '../../lib';

/** Who writes the Secret. */
export enum Filling {
  NONE = 'none',
  EXISTING = 'existing',
  EXTERNAL = 'ExternalSecret',
  VAULT = 'VaultStaticSecret',
}

/** What a program means with its Kafka cluster. */
export interface ClusterPlan {
  readonly confluent: boolean;
  readonly servers: readonly string[];
  readonly protocol: SecurityProtocol;
  readonly mechanism?: SaslMechanism;
  readonly filling: Filling;
  readonly pinnedCa: boolean;
  readonly clientCertificate: boolean;
  readonly user: string;
  readonly password: string;
  readonly replication?: number;
}

/** Who reads it. */
export type ConsumerPlan = BrokerPlan | SinkPlan | ChannelPlan | SourcePlan;

export interface BrokerPlan {
  readonly kind: 'Broker' | 'Trigger';
  /** Namespace of a configuration of its own; with none it lies beside the broker. */
  readonly configNamespace?: string;
  readonly partitions?: number;
  readonly replication?: number;
  readonly options?: Readonly<Record<string, string>>;
  readonly externalTopic?: string;
  readonly keda: boolean;
}

export interface SinkPlan {
  readonly kind: 'KafkaSink';
  readonly topic: string;
  /** Partitions and copies of a topic that is to be created. */
  readonly create?: { readonly partitions: number; readonly replication: number };
  readonly contentMode?: ContentMode;
}

export interface ChannelPlan {
  readonly kind: 'KafkaChannel';
  readonly partitions?: number;
  readonly replication?: number;
  readonly retentionHours?: number;
  readonly secretNamespace?: string;
}

export interface SourcePlan {
  readonly kind: 'KafkaSource';
  readonly topics: readonly string[];
  readonly group?: string;
  readonly offset?: InitialOffset;
  readonly ordering?: KafkaSourceOrdering;
  readonly keyType?: KafkaKeyType;
  readonly keda: boolean;
  /** Whether the keys bear names of their own, in a Secret of their own. */
  readonly ownKeys: boolean;
}

/** A Kafka cluster and who reads it. */
export interface Plan {
  readonly cluster: ClusterPlan;
  readonly consumer: ConsumerPlan;
}

const HOST = fc.constantFrom('kafka', 'b-1.msk.eu-west-1.amazonaws.com', '10.0.0.7', '[fd00::1]', 'Kafka.Example.COM', 'kafka_1');
const SERVER = fc.tuple(HOST, fc.integer({ min: 1, max: 65_535 })).map(([host, port]) => `${host}:${port}`);
const CONFLUENT_SERVER = fc.constantFrom('pkc-12345.us-east-1.aws.confluent.cloud:9092', 'lkc-1.eu.gcp.confluent.cloud:9092');

/** What quoting, templates, shells and YAML stumble over; the library refuses only what breaks the data plane. */
const PIECES = [
  '{{ .user }}', '{{', '}}', '$(id)', '`id`', "'", '%s', '%', '$', '${HOME}', '#', ': ', '- ', '!', '&a', '*a', '|', '>', '@',
  'yes', 'null', '0x1F', '1e3', '007', ';', ',', '=', 'ümlaut', '日本語', '🔑', '\t', ' ', '\u00a0', '\u2028', '\u0000', '\u007f', '<',
  '"', '\\', '\n', '\r', '\u001c', '\u2003', '&amp;', 'Abc123', '/+==', 'true', '~', '[', ']', '{}', '*', '?', '\u200b', '\ufeff',
];
/** Half of a surrogate pair is no text that a Secret can hold. */
const WELL_FORMED = /^\P{Surrogate}*$/u;
/** Values of which some break the data plane. */
export const ANY_VALUE = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 24 }),
  fc.string({ minLength: 1, maxLength: 80 }),
).filter((value) => WELL_FORMED.test(value));
const VALUE = ANY_VALUE.filter((value) => checkKafkaCredentials({ user: value, password: value }).length === 0);

const TOPIC = fc.oneof(fc.constantFrom('orders', 'a', '_', 'Orders.v1_x-y', '..x', 'x'.repeat(249)),
  fc.stringMatching(/^[A-Za-z0-9._-]{1,40}$/).filter((name) => name !== '.' && name !== '..'));
const PARTITIONS = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 2_147_483_647));
const REPLICATION = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(32_767));
const OPTIONS = fc.dictionary(
  fc.constantFrom('retention.ms', 'cleanup.policy', 'max.message.bytes', 'compression.type', 'min.insync.replicas'),
  fc.constantFrom('1', '-1', 'compact,delete', '1048588'), { maxKeys: 3 },
).map((options): Record<string, string> => ({ ...options })).filter((options) => !(Number(options['min.insync.replicas']) > 1));

function some<T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(values, { nil: undefined });
}

const BROKER: fc.Arbitrary<BrokerPlan> = fc.record({
  kind: fc.constantFrom('Broker' as const, 'Trigger' as const),
  configNamespace: some(fc.constantFrom('platform', 'knative-eventing')),
  partitions: some(PARTITIONS), replication: some(REPLICATION), options: some(OPTIONS), externalTopic: some(TOPIC),
  keda: fc.boolean(),
});
const SINK: fc.Arbitrary<SinkPlan> = fc.record({
  kind: fc.constant('KafkaSink' as const), topic: TOPIC,
  create: some(fc.record({ partitions: PARTITIONS, replication: REPLICATION })),
  contentMode: some(fc.constantFrom(...Object.values(ContentMode))),
});
const CHANNEL: fc.Arbitrary<ChannelPlan> = fc.record({
  kind: fc.constant('KafkaChannel' as const), partitions: some(PARTITIONS), replication: some(REPLICATION),
  retentionHours: some(fc.integer({ min: 1, max: 10_000 })), secretNamespace: some(fc.constantFrom('platform', 'knative-eventing')),
});
const SOURCE: fc.Arbitrary<SourcePlan> = fc.record({
  kind: fc.constant('KafkaSource' as const), topics: fc.uniqueArray(TOPIC, { minLength: 1, maxLength: 3 }),
  group: some(fc.constantFrom('orders', 'Group with spaces', 'a.b/c')),
  offset: some(fc.constantFrom(...Object.values(InitialOffset))),
  ordering: some(fc.constantFrom(...Object.values(KafkaSourceOrdering))),
  keyType: some(fc.constantFrom(...Object.values(KafkaKeyType))), keda: fc.boolean(), ownKeys: fc.boolean(),
});

const CLUSTER: fc.Arbitrary<ClusterPlan> = fc.record({
  confluent: fc.boolean(),
  servers: fc.uniqueArray(SERVER, { minLength: 1, maxLength: 4 }),
  confluentServers: fc.uniqueArray(CONFLUENT_SERVER, { minLength: 1, maxLength: 2 }),
  protocol: fc.constantFrom(...Object.values(SecurityProtocol)),
  mechanism: fc.constantFrom(...Object.values(SaslMechanism)),
  filling: fc.constantFrom(Filling.EXISTING, Filling.EXTERNAL, Filling.VAULT),
  pinnedCa: fc.boolean(), clientCertificate: fc.boolean(), user: VALUE, password: VALUE, replication: some(REPLICATION),
}).map(({ confluentServers, ...plan }) => sensible(plan, confluentServers));

/** Takes out of a cluster what does not go together, which the library refuses. */
function sensible(plan: ClusterPlan, confluentServers: readonly string[]): ClusterPlan {
  if (plan.confluent) {
    return {
      ...plan, servers: confluentServers, protocol: SecurityProtocol.SASL_SSL, mechanism: SaslMechanism.PLAIN,
      clientCertificate: false, replication: 3,
    };
  }
  const { protocol } = plan;
  if (protocol === SecurityProtocol.PLAINTEXT) {
    return { ...plan, mechanism: undefined, filling: Filling.NONE, pinnedCa: false, clientCertificate: false };
  }
  if (protocol === SecurityProtocol.SSL) {
    const bringsNothing = plan.filling !== Filling.EXISTING && !plan.pinnedCa && !plan.clientCertificate;
    return { ...plan, mechanism: undefined, filling: bringsNothing ? Filling.EXISTING : plan.filling };
  }
  const token = plan.mechanism === SaslMechanism.OAUTHBEARER;
  return {
    ...plan, clientCertificate: false,
    mechanism: token && protocol === SecurityProtocol.SASL_PLAINTEXT ? SaslMechanism.PLAIN : plan.mechanism,
    filling: token ? Filling.EXISTING : plan.filling,
    pinnedCa: plan.pinnedCa && protocol === SecurityProtocol.SASL_SSL,
  };
}

/** Takes out of a consumer what its cluster does not allow, which the library refuses. */
function fitting(cluster: ClusterPlan, consumer: ConsumerPlan): ConsumerPlan {
  const replication = !cluster.confluent && 'replication' in consumer ? consumer.replication : undefined;
  switch (consumer.kind) {
    case 'Broker': case 'Trigger':
      return { ...consumer, replication, keda: consumer.keda && consumer.kind === 'Trigger' && reachedByKeda(cluster) };
    case 'KafkaChannel':
      return { ...consumer, replication };
    case 'KafkaSink': {
      const { create } = consumer;
      if (create === undefined || !cluster.confluent) return consumer;
      return { ...consumer, create: { ...create, replication: 3 } };
    }
    default:
      return consumer;
  }
}

/**
 * Knative has no words for tokens to KEDA, and of a trigger it tells KEDA only by a CA that the servers encrypt: see
 * `facts.ts`.
 */
function reachedByKeda({ protocol, mechanism, pinnedCa }: ClusterPlan): boolean {
  const tls = protocol === SecurityProtocol.SSL || protocol === SecurityProtocol.SASL_SSL;
  return mechanism !== SaslMechanism.OAUTHBEARER && (!tls || pinnedCa);
}

/** A source has neither tokens nor a way to be without a client certificate. */
function readable({ cluster, consumer }: Plan): boolean {
  if (consumer.kind !== 'KafkaSource') return true;
  return cluster.mechanism !== SaslMechanism.OAUTHBEARER
    && (cluster.protocol !== SecurityProtocol.SSL || cluster.clientCertificate);
}

/** Valid programs with Kafka. */
export const PLANS: fc.Arbitrary<Plan> = fc.tuple(CLUSTER, fc.oneof(BROKER, SINK, CHANNEL, SOURCE))
  .map(([cluster, consumer]) => ({ cluster, consumer: fitting(cluster, consumer) })).filter(readable);
