import fc from 'fast-check';
import {
  bool, calling, chart, choice, construct, draft, type Drafts, type Gen, just, making, mapOf, maybe, type MaybeGen,
  memberOf, oneOf, setOf, some, statement, struct, whole,
} from './arbitraries';
import { call, type Draft, type Expr, name } from './expression';
import { metadata, objectName, plainMetadata, seconds } from './values';

/** Names of things in the namespace of Kafka: letters, digits, dots, dashes, underscores. */
export const topic: Gen = oneOf('orders', 'Orders.v1_x-y', 'a', '_', 'x'.repeat(249));
const servers: Gen = setOf(oneOf('kafka:9092', 'b-1.example.com:9094', '10.0.0.1:9092', '[fd00::1]:9092'), 1, 3);
export const partitions: Gen = whole(1, 100);
export const replicas: Gen = oneOf(3);
export const topicConfig: Gen = mapOf(['retention.ms', 'cleanup.policy', 'max.message.bytes'], oneOf('86400000', 'compact', '1'), 0, 2);

const clusterId: Gen = fc.constantFrom('kafka', 'ccloud').map((word): Expr => ({ is: 'fresh', word }));
export const remote: Gen = struct({ key: oneOf('kafka/ccloud', 'x') }, { property: oneOf('user', 'p'), version: oneOf('3', 'AWSCURRENT') });
export const store: Gen = choice(calling('SecretStore', 'clusterSecretStore', objectName), calling('SecretStore', 'secretStore', objectName));
const secretName: Gen = fc.constantFrom('kafka').map((word): Expr => ({ is: 'fresh', word }));

/** Credentials by what the Secret holds; operators fill it with exactly that. */
interface Parts {
  readonly sasl: boolean;
  readonly ca: boolean;
  readonly certificate: boolean;
}

const principal: Gen = oneOf('User:knative', 'User:CN=knative,O=My Org', 'User:sa-abc123');

function credentials({ sasl, ca, certificate }: Parts): Gen {
  const existing = calling('KafkaCredentials', 'fromSecretName', objectName, maybe(struct({}, { principal }), 0.2));
  if (!sasl && !ca && !certificate) return existing;
  const of = (give: Gen, suffix: string) => ({
    ...(sasl ? { [`user${suffix}`]: give, [`password${suffix}`]: give } : {}),
    ...(ca ? { [`caCert${suffix}`]: give } : {}),
    ...(certificate ? { [`clientCert${suffix}`]: give, [`clientKey${suffix}`]: give } : {}),
  });
  return choice(
    existing,
    calling('KafkaCredentials', 'fromExternalSecret', struct({ secretName, store, ...of(remote, '') }, { refreshInterval: seconds(0, 7200), principal })),
    calling('KafkaCredentials', 'fromVaultStaticSecret', choice(
      struct({ secretName, mount: oneOf('secret', 'kv/team'), path: oneOf('kafka/ccloud', 'a'), ...of(oneOf('field', 'b.c'), 'Field') }, {
        version: whole(1, 9), engine: memberOf('KvEngine', 'KV_V2'), vaultAuthRef: oneOf('vault', 'ns/vault'), vaultNamespace: oneOf('team'),
        refreshAfter: seconds(1, 7200), principal,
      }),
      struct({ secretName, mount: oneOf('secret'), path: oneOf('a'), ...of(oneOf('field'), 'Field'), engine: memberOf('KvEngine', 'KV_V1') }),
    )),
  );
}

const SORTS = ['kafkaCluster', 'kafkaCluster:source'];

function cluster(
  sorts: readonly string[], required: Readonly<Record<string, Gen>>, optional: Readonly<Record<string, MaybeGen>> = {},
): Drafts {
  return draft('kafka', sorts, making('KafkaCluster', chart, clusterId, struct({ bootstrapServers: servers, ...required }, {
    replicationFactor: replicas, ...optional,
  })));
}

const sasl: Gen[] = [false, true].map((ca) => struct({
  credentials: credentials({ sasl: true, ca, certificate: false }), ...(ca ? { pinnedCa: just(true) } : {}),
}, {
  saslMechanism: memberOf('SaslMechanism', 'PLAIN', 'SCRAM_SHA_256', 'SCRAM_SHA_512'),
  securityProtocol: memberOf('SecurityProtocol', 'SASL_SSL'),
}));

/** A cluster with SASL, whatever fills its Secret. */
export const saslCluster: Drafts = fc.tuple(cluster([...SORTS, 'kafkaCluster:sasl'], {}), choice(...sasl)).map(([made, how]) => withProps(made, how));

const saslPlaintext: Drafts = cluster([...SORTS], {
  securityProtocol: memberOf('SecurityProtocol', 'SASL_PLAINTEXT'), credentials: credentials({ sasl: true, ca: false, certificate: false }),
});
const ssl: Drafts = cluster([...SORTS, 'kafkaCluster:ssl'], {
  securityProtocol: memberOf('SecurityProtocol', 'SSL'), credentials: credentials({ sasl: false, ca: true, certificate: true }),
  clientCertificate: just(true), pinnedCa: just(true),
});
const sslAlone: Drafts = cluster(['kafkaCluster'], {
  securityProtocol: memberOf('SecurityProtocol', 'SSL'), credentials: calling('KafkaCredentials', 'fromSecretName', objectName),
  clientCertificate: just(false),
});
const oauth: Drafts = cluster(['kafkaCluster'], {
  credentials: calling('KafkaCredentials', 'fromSecretName', objectName), saslMechanism: memberOf('SaslMechanism', 'OAUTHBEARER'),
});

/** A cluster that asks for nothing. */
export const plainCluster: Drafts = cluster([...SORTS, 'kafkaCluster:plain'], {}, { securityProtocol: memberOf('SecurityProtocol', 'PLAINTEXT') });

const confluent: Drafts = draft('confluent', SORTS, making('ConfluentCloud', chart, clusterId, struct({
  bootstrapServers: setOf(oneOf('pkc-12345.us-east-1.aws.confluent.cloud:9092'), 1, 1), credentials: calling('KafkaCredentials', 'fromSecretName', objectName),
}, { pinnedCa: bool })));

export const kafkaClusters: Drafts =
  fc.oneof(plainCluster, saslCluster, saslPlaintext, ssl, sslAlone, oauth, confluent);

/** A cluster that the program has, or one that is made for it. */
export const anyCluster: Gen = some('kafkaCluster', kafkaClusters, { anywhere: true });

/** Adds to the properties of a construct that is about to be made. */
function withProps(made: Draft, more: Expr): Draft {
  const { expr } = made;
  if (expr.is !== 'new' || more.is !== 'object') return made;
  const args = expr.args.map((arg): Expr => (arg.is === 'object' ? { ...arg, fields: { ...arg.fields, ...more.fields } } : arg));
  return { ...made, expr: { ...expr, args } };
}

export const brokerConfigs: Drafts = draft('config', ['brokerConfig', 'resource'], construct('KafkaBrokerConfig', secretNameLike('config'), struct({
  cluster: anyCluster,
}, { metadata, partitions, replicationFactor: replicas, topicConfig })));

function secretNameLike(word: string): Gen {
  return fc.constant<Expr>({ is: 'fresh', word });
}

/** Everything of Kafka that is no broker, channel, sink or source. */
export function kafka(): Drafts[] {
  const channelConfig = construct('KafkaChannelConfig', fc.constant<Expr>({ is: 'literal', value: 'kafka-channel-config' }), struct({
    cluster: some('channelCluster', plainCluster.map((made) => ({ ...made, sorts: ['channelCluster', 'kafkaCluster'] })), { anywhere: true }),
  }, { secretNamespace: oneOf('knative-eventing'), metadata: plainMetadata }));
  return [kafkaClusters, brokerConfigs, draft('channelConfig', [], channelConfig).map((made) => ({ ...made, once: 'channelConfig' })),
    draft('config', ['brokerConfig:existing'], calling('KafkaBrokerConfig', 'fromConfigMapName', objectName, maybe(oneOf('elsewhere')))),
    statement(calling(anyCluster, 'addTopic', secretNameLike('declared'), maybe(struct({}, { partitions, replicationFactor: replicas, config: topicConfig })))),
    statement(calling(fc.constant(call('KafkaSetup', 'of', name('app'))), 'addBootstrapDocuments')),
  ];
}

export const listOfTopics: Gen = setOf(topic, 1, 3);
