import type { Chart } from 'cdk8s';
import {
  ClusterChart, ConfluentCloud, KafkaCluster, type KafkaClusterProps, KafkaCredentials, KafkaSink,
  type KafkaSinkProps, SaslMechanism, SecurityProtocol,
} from '../../lib';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'KafkaSink';
const SERVERS = ['kafka.example.com:9092'];
const sink = byHand('eventing.knative.dev/v1alpha1', kind, 'archive', { topic: 'orders', bootstrapServers: SERVERS });

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function clusterOf(chart: Chart, props: Partial<KafkaClusterProps> = {}): KafkaCluster {
  return new KafkaCluster(chart, 'kafka', { bootstrapServers: SERVERS, ...props });
}

function row(
  mistake: string, refused: VerdictRow['refused'], props: Partial<KafkaSinkProps>, spec: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest: sink(spec),
    program: (chart) => { new KafkaSink(chart, 'archive', { cluster: clusterOf(chart), topic: 'orders', ...props }); },
  };
}

function clusterRow(
  mistake: string, refused: VerdictRow['refused'], props: Partial<KafkaClusterProps>, spec: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest: sink(spec),
    program: (chart) => { new KafkaSink(chart, 'archive', { cluster: clusterOf(chart, props), topic: 'orders' }); },
  };
}

const AUTH = { auth: { secret: { ref: { name: 'ccloud' } } } };
const CCLOUD = KafkaCredentials.fromSecretName('ccloud');
const UNREACHED = { stricter: 'no client reaches a server of this name, and the sink never becomes ready' };

const TOPICS: VerdictRow[] = [
  row('an empty topic', 'KN-KFK-012', { topic: '' }, { topic: '' }, { words: 'invalid value: : spec.topic' }),
  row('a topic with a space', 'KN-KFK-012', { topic: 'all orders' }, { topic: 'all orders' },
    { stricter: 'Kafka takes no topic of this name, and the sink never becomes ready' }),
  row('no partitions', 'KN-KFK-010', { numPartitions: 0, replicationFactor: 3 }, { numPartitions: 0, replicationFactor: 3 },
    { words: 'invalid value: 0: spec.numPartitions' }),
  row('copies below zero', 'KN-KFK-010', { numPartitions: 3, replicationFactor: -1 },
    { numPartitions: 3, replicationFactor: -1 }, { words: 'invalid value: -1: spec.replicationFactor' }),
  row('more copies than a number holds', 'KN-KFK-010', { numPartitions: 3, replicationFactor: 40_000 },
    { numPartitions: 3, replicationFactor: 40_000 }, { words: '40000' }),
  row('half a partition', 'KN-KFK-010', { numPartitions: 1.5, replicationFactor: 3 },
    { numPartitions: 1.5, replicationFactor: 3 }, { words: '1.5' }),
  row('partitions without copies', 'KN-KFK-017', { numPartitions: 3 }, { numPartitions: 3 },
    { stricter: 'Knative creates a topic only where both are given, and the sink waits for one that nobody makes' }),
  row('copies without partitions', 'KN-KFK-017', { replicationFactor: 3 }, { replicationFactor: 3 },
    { stricter: 'Knative creates a topic only where both are given, and the sink waits for one that nobody makes' }),
  row('a mode of the content that there is not, past the compiler', 'KN-KFK-026',
    JSON.parse('{"contentMode":"json"}') as Partial<KafkaSinkProps>, { contentMode: 'json' },
    { words: 'spec.contentMode' }),
  {
    kind, mistake: 'a mode of the content in capital letters', refused: 'compiler',
    // @ts-expect-error ContentMode.STRUCTURED
    program: (chart) => { new KafkaSink(chart, 'archive', { cluster: clusterOf(chart), topic: 'a', contentMode: 'STRUCTURED' }); },
    manifest: sink({ contentMode: 'STRUCTURED' }), words: 'spec.contentMode',
  },
  {
    kind, mistake: 'a list of topics', refused: 'compiler',
    // @ts-expect-error there is one topic
    program: (chart) => { new KafkaSink(chart, 'archive', { cluster: clusterOf(chart), topic: ['orders'] }); },
    manifest: sink({ topic: ['orders'] }), words: '.spec.topic: expected string, got',
  },
  {
    kind, mistake: 'no topic', refused: 'compiler',
    // @ts-expect-error the topic is missing
    program: (chart) => { new KafkaSink(chart, 'archive', { cluster: clusterOf(chart) }); },
    manifest: sink({ topic: undefined }), words: 'topic',
  },
];

const CLUSTERS: VerdictRow[] = [
  clusterRow('no server', 'KN-KFK-002', { bootstrapServers: [] }, { bootstrapServers: [] }, { words: 'spec.bootstrapServers' }),
  clusterRow('a server named twice', 'KN-KFK-002', { bootstrapServers: [...SERVERS, ...SERVERS] },
    { bootstrapServers: [...SERVERS, ...SERVERS] }, { stricter: 'the second one adds nothing: another was meant' }),
  clusterRow('a server without a port', 'KN-KFK-001', { bootstrapServers: ['kafka.example.com'] },
    { bootstrapServers: ['kafka.example.com'] }, UNREACHED),
  clusterRow('a server with a scheme', 'KN-KFK-001', { bootstrapServers: ['SASL_SSL://kafka.example.com:9092'] },
    { bootstrapServers: ['SASL_SSL://kafka.example.com:9092'] }, UNREACHED),
  clusterRow('several servers in one text', 'KN-KFK-001', { bootstrapServers: ['a.example.com:9092,b.example.com:9092'] },
    { bootstrapServers: ['a.example.com:9092,b.example.com:9092'] }, UNREACHED),
  clusterRow('an encrypted protocol without a Secret', 'KN-KFK-003', { securityProtocol: SecurityProtocol.SASL_SSL }, {},
    { stricter: 'Knative takes the protocol from the Secret: without one it speaks PLAINTEXT, and never connects' }),
  clusterRow('a Secret that nobody reads', 'KN-KFK-003', { securityProtocol: SecurityProtocol.PLAINTEXT, credentials: CCLOUD },
    AUTH, { stricter: 'the Secret says another protocol than the program does, and the sink never connects' }),
  clusterRow('a SASL mechanism where there is no SASL', 'KN-KFK-004',
    { securityProtocol: SecurityProtocol.SSL, saslMechanism: SaslMechanism.SCRAM_SHA_512, credentials: CCLOUD }, AUTH,
    { stricter: 'the user of the mechanism is not looked at, and the servers refuse the sink' }),
  clusterRow('tokens without encryption', 'KN-KFK-004', {
    securityProtocol: SecurityProtocol.SASL_PLAINTEXT, saslMechanism: SaslMechanism.OAUTHBEARER, credentials: CCLOUD,
  }, AUTH, { stricter: 'the data plane asks for a user that such a Secret does not have' }),
  clusterRow('a client certificate beside SASL', 'KN-KFK-005',
    { securityProtocol: SecurityProtocol.SASL_SSL, clientCertificate: true, credentials: CCLOUD }, AUTH,
    { stricter: 'the controller presents none, and never connects to servers that ask for one' }),
  clusterRow('a CA where nothing is encrypted', 'KN-KFK-005',
    { securityProtocol: SecurityProtocol.SASL_PLAINTEXT, pinnedCa: true, credentials: CCLOUD }, AUTH,
    { stricter: 'nobody checks a certificate, though the program says so' }),
];

const SECRETS: VerdictRow[] = [
  {
    kind, mistake: 'a Secret of no name', refused: 'KN-NAM-001',
    program: (chart) => {
      new KafkaSink(chart, 'archive', { cluster: clusterOf(chart, { credentials: KafkaCredentials.fromSecretName('') }), topic: 'a' });
    },
    manifest: sink({ auth: { secret: { ref: { name: '' } } } }), words: 'spec.auth.secret.ref.name',
  },
  {
    kind, mistake: 'a Secret of another namespace', refused: 'KN-KFK-007',
    program: (chart) => {
      const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing'] });
      new KafkaSink(chart, 'archive', { cluster: clusterOf(chart, { credentials }), topic: 'orders' });
    },
    manifest: sink(AUTH), stricter: 'a sink reads the Secret in its own namespace only, and never becomes ready',
  },
  {
    kind, mistake: 'the key of the ConfigMap of a broker', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error the cluster has credentials
      new KafkaSink(chart, 'archive', { cluster: clusterOf(chart), topic: 'orders', 'auth.secret.ref.name': 'ccloud' });
    },
    manifest: sink({ 'auth.secret.ref.name': 'ccloud' }), words: '.spec.auth.secret.ref.name: field not declared in schema',
  },
  {
    kind, mistake: 'the name of the Secret one level too high', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error the cluster has credentials
      new KafkaSink(chart, 'archive', { cluster: clusterOf(chart), topic: 'orders', auth: { secret: { name: 'ccloud' } } });
    },
    manifest: sink({ auth: { secret: { name: 'ccloud' } } }), words: '.spec.auth.secret.name: field not declared in schema',
  },
  {
    kind, mistake: 'the credentials themselves', refused: 'KN-KFK-027',
    program: (chart) => {
      const credentials = JSON.parse('{"user":"shop","password":"hunter2"}') as KafkaCredentials;
      new KafkaSink(chart, 'archive', { cluster: clusterOf(chart, { credentials }), topic: 'orders' });
    },
    manifest: sink({ auth: { password: 'hunter2' } }), words: '.spec.auth.password: field not declared in schema',
  },
  {
    kind, mistake: 'a password that breaks the login', refused: 'KN-KFK-009',
    program: (chart) => {
      const cluster = clusterOf(chart, { credentials: CCLOUD });
      cluster.checkCredentials({ user: 'shop', password: 'hunter2"' });
      new KafkaSink(chart, 'archive', { cluster, topic: 'orders' });
    },
    manifest: sink(AUTH), stricter: 'the controller connects, and the data plane does not: events are lost in a sink that is ready',
  },
  {
    kind, mistake: 'a CA that is the password', refused: 'KN-KFK-028',
    program: (chart) => {
      const cluster = clusterOf(chart, { credentials: CCLOUD });
      cluster.checkCertificates({ caCert: 'hunter2' });
      new KafkaSink(chart, 'archive', { cluster, topic: 'orders' });
    },
    manifest: sink(AUTH), stricter: 'the controller cannot read the CA of the Secret, and the sink never becomes ready',
  },
  {
    kind, mistake: 'a synced Secret without the password that SASL asks for', refused: 'KN-KFK-006',
    program: (chart) => {
      const credentials = KafkaCredentials.fromVaultStaticSecret({
        secretName: 'ccloud', mount: 'secret', path: 'kafka/ccloud', userField: 'user',
      });
      new KafkaSink(chart, 'archive', { cluster: clusterOf(chart, { credentials }), topic: 'orders' });
    },
    manifest: sink(AUTH), stricter: 'the Secret lacks a key that Knative asks for, and the sink never becomes ready',
  },
  {
    kind, mistake: 'a synced Secret from nowhere', refused: 'KN-KFK-018',
    program: (chart) => {
      const credentials = KafkaCredentials.fromVaultStaticSecret({
        secretName: 'ccloud', mount: 'secret', path: 'data/kafka/ccloud', userField: 'user', passwordField: 'password',
      });
      new KafkaSink(chart, 'archive', { cluster: clusterOf(chart, { credentials }), topic: 'orders' });
    },
    manifest: sink(AUTH), stricter: 'the operator adds `data/` itself, finds nothing, and the Secret is never made',
  },
  {
    kind, mistake: 'a synced Secret by a Kafka cluster of another Kubernetes cluster', refused: 'KN-KFK-008',
    program: (chart) => {
      const eu = new ClusterChart(chart, 'eu', { namespace: 'shop', cluster: 'eu' });
      const credentials = KafkaCredentials.fromVaultStaticSecret({
        secretName: 'ccloud', mount: 'secret', path: 'kafka/ccloud', userField: 'user', passwordField: 'password',
      });
      new KafkaSink(chart, 'archive', { cluster: clusterOf(eu, { credentials }), topic: 'orders' });
    },
    manifest: sink(AUTH), stricter: 'the Secret would be made in the other cluster, and the sink never becomes ready',
  },
  {
    kind, mistake: 'fewer copies than Confluent Cloud takes', refused: 'KN-KFK-011',
    program: (chart) => {
      const cluster = new ConfluentCloud(chart, 'confluent', {
        bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'], credentials: CCLOUD,
      });
      new KafkaSink(chart, 'archive', { cluster, topic: 'orders', numPartitions: 6, replicationFactor: 1 });
    },
    manifest: sink({ ...AUTH, numPartitions: 6, replicationFactor: 1 }),
    stricter: 'Confluent Cloud refuses the topic, and the sink never becomes ready',
  },
];

export const rows: readonly VerdictRow[] = [
  ...TOPICS,
  ...CLUSTERS,
  ...SECRETS,
  ...metadataRows({
    kind, manifest: (metadata) => sink({}, metadata),
    program: (chart, metadata) => { new KafkaSink(chart, 'archive', { cluster: clusterOf(chart), topic: 'orders', metadata }); },
  }),
];
