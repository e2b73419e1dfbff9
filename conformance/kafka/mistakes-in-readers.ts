import type { Chart } from 'cdk8s';
import {
  KafkaBroker, KafkaChannel, KafkaCluster, type KafkaClusterProps, KafkaCredentials, KafkaSink, type KafkaSinkProps,
  KafkaSource, type KafkaSourceProps, KedaScaling, SaslMechanism, SecurityProtocol, Sink,
} from '../../lib';
import { BROKER, CHANNEL, type Mistake, PLAINTEXT, planOf, SINK, SOURCE, SSL, toProgram } from './mistakes';
import type { SourcePlan } from './plan';

type Verdict = Pick<Mistake, 'words' | 'stricter'>;

const EXISTING = KafkaCredentials.fromSecretName('kafka-access');
const URI = Sink.uri('https://events.example.com/inbox');

function clusterOf(chart: Chart, props: Partial<KafkaClusterProps> = {}): KafkaCluster {
  return new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'], ...props });
}

function server(mistake: string, refused: Mistake['refused'], servers: readonly string[], verdict: Verdict): Mistake {
  return {
    mistake, refused, plan: planOf(PLAINTEXT),
    ours: toProgram((chart) => { new KafkaSink(chart, 'orders', { cluster: clusterOf(chart, { bootstrapServers: servers }), topic: 'orders' }); }),
    change: ({ spec }) => { spec.bootstrapServers = servers; }, ...verdict,
  };
}

const SERVERS: Mistake[] = [
  server('no server', 'KN-KFK-002', [], { words: 'invalid value: []: spec.bootstrapServers' }),
  server('a server without a port', 'KN-KFK-001', ['kafka.example.com'], { words: 'missing port in address' }),
  server('a server with a scheme', 'KN-KFK-001', ['SASL_SSL://kafka.example.com:9092'], { words: 'too many colons in address' }),
  server('two servers in one text', 'KN-KFK-001', ['a:9092,b:9092'], { words: 'too many colons in address' }),
  server('a port that there is not', 'KN-KFK-001', ['kafka.example.com:99999'], { words: 'invalid port' }),
  server('a port in words', 'KN-KFK-001', ['kafka.example.com:kafka'], { words: 'unknown port' }),
  server('an address of version 6 without brackets', 'KN-KFK-001', ['fd00::1:9092'], { words: 'too many colons in address' }),
  server('a server that is empty', 'KN-KFK-001', [''], { words: 'missing port in address' }),
  server('a server without a host', 'KN-KFK-001', [':9092'], { stricter: 'the Pod asks itself for Kafka' }),
  server('the port zero', 'KN-KFK-001', ['kafka.example.com:0'], { stricter: 'nothing listens on it' }),
  server('a server with a space', 'KN-KFK-001', [' kafka.example.com:9092'], { stricter: 'no host has this name' }),
  server('a server named twice', 'KN-KFK-002', ['kafka:9092', 'kafka:9092'], { stricter: 'another was meant' }),
];

function config(
  mistake: string, refused: Mistake['refused'], props: Partial<ConstructorParameters<typeof KafkaBroker>[2]>, data: Record<string, string>,
  verdict: Verdict,
): Mistake {
  return {
    mistake, refused, plan: planOf({}, BROKER), ours: toProgram((chart) => {
      new KafkaBroker(chart, 'orders', { cluster: clusterOf(chart), ...props });
    }), change: (found) => { Object.assign(found.config, data); }, ...verdict,
  };
}

const PARTITIONS = 'default.topic.partitions';
const REPLICATION = 'default.topic.replication.factor';

const CONFIGURATIONS: Mistake[] = [
  ...([[0, 'numPartitions: 0'], [-1, 'numPartitions: -1'], [1.5, 'failed to parse "default.topic.partitions"'],
    [2_147_483_648, 'value out of range'], [NaN, 'failed to parse']] as const).map(([partitions, words]) => (
    config(`${String(partitions)} partitions`, 'KN-KFK-010', { partitions }, { [PARTITIONS]: String(partitions) }, { words }))),
  ...([[0, 'replicationFactor: 0'], [-1, 'replicationFactor: -1'], [2.5, 'failed to parse "default.topic.replication.factor"'],
    [32_768, 'replicationFactor: -32768']] as const).map(([replicationFactor, words]) => (
    config(`${replicationFactor} copies`, 'KN-KFK-010', { replicationFactor }, { [REPLICATION]: String(replicationFactor) }, { words }))),
  config('65537 copies', 'KN-KFK-010', { replicationFactor: 65_537 }, { [REPLICATION]: '65537' },
    { stricter: 'sixteen bits are kept of it, which is one copy' }),
  config('an option without a name', 'KN-KFK-013', { topicConfig: { '': '1' } }, { 'default.topic.config.': '1' },
    { stricter: 'Kafka refuses the topic' }),
  config('an option in capital letters', 'KN-KFK-013', { topicConfig: { 'Retention.Ms': '1' } }, { 'default.topic.config.Retention.Ms': '1' },
    { stricter: 'Kafka refuses the topic' }),
  config('more copies in sync than there are', 'KN-KFK-013', { replicationFactor: 2, topicConfig: { 'min.insync.replicas': '3' } },
    { [REPLICATION]: '2', 'default.topic.config.min.insync.replicas': '3' }, { stricter: 'Kafka takes no event' }),
  ...(['', 'a b', '.', 'x'.repeat(250)]).map((externalTopic): Mistake => ({
    mistake: `the external topic ${JSON.stringify(externalTopic.slice(0, 5))}`, refused: 'KN-KFK-012', plan: planOf({}, BROKER),
    ours: toProgram((chart) => { new KafkaBroker(chart, 'orders', { cluster: clusterOf(chart), externalTopic }); }),
    change: ({ annotations }) => { annotations['kafka.eventing.knative.dev/external.topic'] = externalTopic; },
    words: `invalid topic ${externalTopic}: topic not found in metadata`,
  })),
];

function sink(
  mistake: string, refused: Mistake['refused'], props: Partial<KafkaSinkProps>, spec: Record<string, unknown>, verdict: Verdict,
): Mistake {
  return {
    mistake, refused, plan: planOf({}, SINK), ours: toProgram((chart) => {
      new KafkaSink(chart, 'orders', { cluster: clusterOf(chart), topic: 'orders', ...props });
    }), change: (found) => { Object.assign(found.spec, spec); }, ...verdict,
  };
}

const SINKS: Mistake[] = [
  sink('partitions without copies', 'KN-KFK-017', { numPartitions: 3 }, { numPartitions: 3 },
    { stricter: 'the topic is taken to exist, and the number is lost' }),
  sink('no partitions', 'KN-KFK-010', { numPartitions: 0, replicationFactor: 3 }, { numPartitions: 0, replicationFactor: 3 },
    { words: 'invalid value: 0: spec.numPartitions' }),
  sink('no copies', 'KN-KFK-010', { numPartitions: 3, replicationFactor: 0 }, { numPartitions: 3, replicationFactor: 0 },
    { words: 'invalid value: 0: spec.replicationFactor' }),
  sink('a topic that is empty', 'KN-KFK-012', { topic: '' }, { topic: '' }, { words: 'invalid value: : spec.topic' }),
  sink('a topic with a slash', 'KN-KFK-012', { topic: 'a/b' }, { topic: 'a/b' },
    { words: 'invalid topic a/b: topic not found in metadata' }),
];

const CHANNELS: Mistake[] = [
  ...([[-1, 'numPartitions'], [0, undefined]] as const).map(([numPartitions, words]): Mistake => ({
    mistake: `a channel with ${numPartitions} partitions`, refused: 'KN-KFK-010', plan: planOf({}, CHANNEL),
    ours: toProgram((chart) => { new KafkaChannel(chart, 'orders', { numPartitions }); }),
    change: ({ spec }) => { spec.numPartitions = numPartitions; },
    ...(words === undefined ? { stricter: 'Knative makes a one of it, silently' } : { words }),
  })),
  {
    mistake: 'channels on two Kafka clusters', refused: 'KN-KFK-015', plan: planOf({}, CHANNEL), change: () => undefined,
    ours: toProgram((chart) => {
      new KafkaChannel(chart, 'orders', { cluster: clusterOf(chart) });
      new KafkaChannel(chart, 'payments', { cluster: new KafkaCluster(chart, 'other', { bootstrapServers: ['other:9092'] }) });
    }),
    stricter: 'all channels read one ConfigMap, and both would be on the cluster that was written last',
  },
];

function source(
  mistake: string, refused: Mistake['refused'], cluster: Partial<KafkaClusterProps>, props: Partial<KafkaSourceProps>,
  plan: Mistake['plan'], change: Mistake['change'], verdict: Verdict,
): Mistake {
  return {
    mistake, refused, plan, change, ours: toProgram((chart) => {
      new KafkaSource(chart, 'orders', { cluster: clusterOf(chart, cluster), topics: ['orders'], sink: URI, ...props });
    }), ...verdict,
  };
}

function net(tls: Record<string, unknown> | undefined, sasl: Record<string, unknown> | undefined): Mistake['change'] {
  return ({ spec }) => { spec.net = { tls, sasl }; };
}

function key(name: string, secretName = 'kafka-access'): Record<string, unknown> {
  return { secretKeyRef: { name: secretName, key: name } };
}

const SASL = { enable: true, user: key('user'), password: key('password') };
const KEDA: SourcePlan = { kind: 'KafkaSource', topics: ['orders'], keda: true, ownKeys: false };
const SYNCED = { credentials: KafkaCredentials.fromVaultStaticSecret({
  secretName: 'kafka-access', mount: 'kv', path: 'kafka', userField: 'user', passwordField: 'password',
}) };
const WITHOUT_CERTIFICATE = {
  credentials: EXISTING, securityProtocol: SecurityProtocol.SSL, clientCertificate: false,
};

const SOURCES: Mistake[] = [
  source('a source with tokens', 'KN-KFK-019', { credentials: EXISTING, saslMechanism: SaslMechanism.OAUTHBEARER }, {}, planOf({}, SOURCE),
    ({ spec, secret }) => {
      Object.assign(secret, { 'sasl.mechanism': 'OAUTHBEARER', 'tokenProvider': 'MSKAccessTokenProvider' });
      spec.net = { tls: { enable: true }, sasl: { ...SASL, type: key('sasl.mechanism'), tokenProvider: key('tokenProvider') } };
    }, { words: 'OAUTHBEARER token provider required (key: tokenProvider)' }),
  source('a source with TLS and no client certificate', 'KN-KFK-019',
    WITHOUT_CERTIFICATE, {}, planOf(SSL, SOURCE),
    net({ enable: true, caCert: key('ca.crt') }, undefined), { words: 'required user key (key: user.key)' }),
  source('a key that the Secret does not have', 'KN-KFK-020', SYNCED,
    { secretKeys: { user: { key: 'api-key' } } }, planOf({}, SOURCE), net({ enable: true }, { ...SASL, user: key('api-key') }),
    { words: 'missing secret key or empty secret value (shop/kafka-access.api-key)' }),
  source('half a client certificate', 'KN-KFK-020',
    WITHOUT_CERTIFICATE, { secretKeys: { clientCert: { key: 'user.crt' } } }, planOf(SSL, SOURCE),
    net({ enable: true, cert: key('user.crt') }, undefined),
    { words: 'required user key (key: user.key)' }),
  source('keys of a protocol that does not use them', 'KN-KFK-020', {},
    { secretKeys: { user: { key: 'user', secretName: 'kafka-access' } } },
    planOf({}, SOURCE), net(undefined, { user: key('user') }), { stricter: 'nobody logs in, and the events go in plain text' }),
  source('a source with a Secret in another namespace', 'KN-KFK-007',
    { credentials: KafkaCredentials.fromSecretName('kafka-access', { namespaces: ['elsewhere'] }) }, {}, planOf({}, SOURCE),
    net({ enable: true }, { ...SASL, user: key('user', 'elsewhere') }), { words: 'failed to read secret shop/elsewhere' }),
  source('the mechanism by another key beside KEDA', 'KN-KFK-020', { credentials: EXISTING, saslMechanism: SaslMechanism.SCRAM_SHA_512 },
    { keda: KedaScaling.of(), secretKeys: { mechanism: { key: 'how' } } }, planOf({}, KEDA), ({ spec, secret }) => {
      secret.how = secret['sasl.mechanism'] ?? '';
      Reflect.deleteProperty(secret, 'sasl.mechanism');
      spec.net = { tls: { enable: true }, sasl: { ...SASL, type: key('how') } };
    }, { stricter: 'KEDA logs in with PLAIN, and never sees a record' }),
];

/** Mistakes in what refers to Secrets, and in what is read beside them. */
export const IN_READERS: readonly Mistake[] = [...SERVERS, ...CONFIGURATIONS, ...SINKS, ...CHANNELS, ...SOURCES];
