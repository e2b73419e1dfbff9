import { ApiObject, type ApiObjectMetadata, type Chart } from 'cdk8s';
import {
  BrokerClass, BrokerDefaults, type BrokerDefaultsProps, ConfluentCloud, Delivery, DeliveryFormat, KafkaBrokerConfig,
  type KafkaBrokerConfigProps, KafkaChannelConfig, KafkaCluster, KafkaCredentials,
} from '../../lib';
import type { Fields, Manifest } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'ConfigMap';
const DATA = {
  'bootstrap.servers': 'kafka.example.com:9092', 'default.topic.partitions': '10', 'default.topic.replication.factor': '3',
};
const CHANNELS = { apiVersion: 'v1', kind: 'ConfigMap', name: 'channels', namespace: 'knative-eventing' };
const LATER = { stricter: 'the broker reads the map when it is made, and never becomes ready' };

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function configMap(fields: Fields, metadata: ApiObjectMetadata = {}): Manifest {
  return (scope) => {
    new ApiObject(scope, 'by-hand', { apiVersion: 'v1', kind, metadata: { name: 'kafka', ...metadata }, ...fields });
  };
}

function clusterOf(chart: Chart): KafkaCluster {
  return new KafkaCluster(chart, 'cluster', { bootstrapServers: ['kafka.example.com:9092'] });
}

function brokerConfigRow(
  mistake: string, refused: VerdictRow['refused'], props: Partial<KafkaBrokerConfigProps>, data: Fields, verdict: Verdict,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict, manifest: configMap({ data: { ...DATA, ...data } }),
    program: (chart) => { new KafkaBrokerConfig(chart, 'kafka', { cluster: clusterOf(chart), ...props }); },
  };
}

/** The text is written into another map than the plane reads: other rows need the plane as it is. */
function defaultsRow(
  mistake: string, refused: VerdictRow['refused'], props: BrokerDefaultsProps, text: string, why: string,
): VerdictRow {
  return {
    kind, mistake, refused, stricter: why, manifest: configMap({ data: { 'default-br-config': text } }),
    program: (chart) => { new BrokerDefaults(chart, 'config-br-defaults', props); },
  };
}

const KAFKA: VerdictRow[] = [
  brokerConfigRow('an option of a topic whose name has a space', 'KN-KFK-013', { topicConfig: { 'retention ms': '1' } },
    { 'default.topic.config.retention ms': '1' }, { words: 'a valid config key must consist of alphanumeric characters' }),
  brokerConfigRow('an option of a topic that is longer than a key', 'KN-KFK-013', { topicConfig: { ['a'.repeat(250)]: '1' } },
    { [`default.topic.config.${'a'.repeat(250)}`]: '1' }, { words: 'must be no more than 253' }),
  brokerConfigRow('an option of a topic that is a number', 'KN-KFK-013',
    JSON.parse('{"topicConfig":{"retention.ms":1}}') as Partial<KafkaBrokerConfigProps>,
    { 'default.topic.config.retention.ms': 1 }, { words: '.data.default.topic.config.retention.ms: expected string, got' }),
  {
    kind, mistake: 'an option of a topic that is a boolean', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it is a text
      new KafkaBrokerConfig(chart, 'kafka', { cluster: clusterOf(chart), topicConfig: { 'preallocate': true } });
    },
    manifest: configMap({ data: { ...DATA, 'default.topic.config.preallocate': true } }),
    words: '.data.default.topic.config.preallocate: expected string, got',
  },
  {
    kind, mistake: 'partitions as a text', refused: 'compiler',
    // @ts-expect-error it is a number
    program: (chart) => { new KafkaBrokerConfig(chart, 'kafka', { cluster: clusterOf(chart), partitions: '10' }); },
    manifest: configMap({ data: { ...DATA, 'default.topic.partitions': 10 } }),
    words: '.data.default.topic.partitions: expected string, got',
  },
  {
    kind, mistake: 'the data as the spec of an object', refused: 'compiler',
    // @ts-expect-error it has a `cluster`
    program: (chart) => { new KafkaBrokerConfig(chart, 'kafka', { spec: DATA }); },
    manifest: configMap({ spec: DATA }), words: '.spec: field not declared in schema',
  },
  brokerConfigRow('no partitions', 'KN-KFK-010', { partitions: 0 }, { 'default.topic.partitions': '0' }, LATER),
  brokerConfigRow('more replicas in sync than there are', 'KN-KFK-013', { topicConfig: { 'min.insync.replicas': '4' } },
    { 'default.topic.config.min.insync.replicas': '4' }, { stricter: 'Kafka takes no event of a topic that can never be in sync' }),
  {
    kind, mistake: 'two copies on Confluent Cloud', refused: 'KN-KFK-011',
    program: (chart) => {
      const cluster = new ConfluentCloud(chart, 'confluent', {
        bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
        credentials: KafkaCredentials.fromSecretName('ccloud'),
      });
      new KafkaBrokerConfig(chart, 'kafka', { cluster, replicationFactor: 2 });
    },
    manifest: configMap({ data: { ...DATA, 'default.topic.replication.factor': '2' } }), ...LATER,
  },
  {
    kind, mistake: 'the map that the release of Knative owns', refused: 'KN-KFK-014',
    program: (chart) => {
      new KafkaBrokerConfig(chart, 'kafka-broker-config', {
        cluster: clusterOf(chart), metadata: { namespace: 'knative-eventing' },
      });
    },
    manifest: configMap({ data: DATA }, { name: 'kafka-broker-config' }),
    stricter: 'each update of the release writes its own values over it',
  },
  {
    kind, mistake: 'the configuration of channels where nobody reads it', refused: 'KN-KFK-016',
    program: (chart) => {
      new KafkaChannelConfig(chart, 'channels', { cluster: clusterOf(chart), metadata: { name: 'channels', namespace: 'shop' } });
    },
    manifest: configMap({ data: DATA }, { name: 'channels' }), stricter: 'Knative reads one map of one name and namespace',
  },
];

const DEFAULTS: VerdictRow[] = [
  {
    kind, mistake: 'broker defaults where nobody reads them', refused: 'KN-BRK-010',
    program: (chart) => { new BrokerDefaults(chart, 'defaults'); },
    manifest: configMap({ data: { 'default-br-config': '' } }, { name: 'defaults' }),
    stricter: 'Knative reads one map of one name and namespace',
  },
  defaultsRow('broker defaults for a class without a configuration of it', 'KN-BRK-011',
    { namespaceDefaults: { shop: { brokerClass: BrokerClass.KAFKA } } }, 'namespaceDefaults: {shop: {brokerClass: Kafka}}',
    'a broker of this namespace gets the configuration of another class, and never becomes ready'),
  defaultsRow('broker defaults with a format', 'KN-BRK-012', {
    clusterDefault: {
      brokerClass: BrokerClass.MT_CHANNEL_BASED, config: CHANNELS,
      delivery: Delivery.of({ format: DeliveryFormat.JSON }),
    },
  }, 'clusterDefault: {brokerClass: MTChannelBasedBroker, delivery: {format: json}}', 'Knative does not copy the format to brokers'),
  defaultsRow('broker defaults without the name of a configuration', 'KN-BRK-003', {
    clusterDefault: { brokerClass: BrokerClass.MT_CHANNEL_BASED, config: { ...CHANNELS, name: '' } },
  }, 'clusterDefault: {brokerClass: MTChannelBasedBroker, kind: ConfigMap, apiVersion: v1}',
  'each broker without a configuration of its own is refused then'),
  {
    kind, mistake: 'broker defaults as nested fields', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error a configuration is a reference
      new BrokerDefaults(chart, 'config-br-defaults', { clusterDefault: { brokerClass: BrokerClass.KAFKA, name: 'kafka' } });
    },
    manifest: configMap({ data: { 'default-br-config': { clusterDefault: { brokerClass: 'Kafka', name: 'kafka' } } } }),
    words: '.data.default-br-config: expected string, got',
  },
];

export const rows: readonly VerdictRow[] = [
  ...KAFKA,
  ...DEFAULTS,
  ...metadataRows({
    kind, manifest: (metadata) => configMap({ data: DATA }, metadata),
    program: (chart, metadata) => { new KafkaBrokerConfig(chart, 'kafka', { cluster: clusterOf(chart), metadata }); },
  }),
];
