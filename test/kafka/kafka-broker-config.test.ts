import { type Chart, JsonPatch, Testing } from 'cdk8s';
import {
  ConfluentCloud, KafkaBrokerConfig, type KafkaBrokerConfigProps, KafkaCredentials,
} from '../../lib/kafka';
import { codesOf, kafka, manifestsOf, objectPaths, problemsOf, SERVER, shop, synced, thrownCode } from './program';

function config(chart: Chart, props: Partial<KafkaBrokerConfigProps> = {}): KafkaBrokerConfig {
  return new KafkaBrokerConfig(chart, 'orders-config', { cluster: props.cluster ?? kafka(chart), ...props });
}

describe('the configuration of Kafka brokers', () => {
  test('has ten partitions and three copies, without credentials', () => {
    const chart = shop();

    config(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'orders-config', namespace: 'shop' },
      data: {
        'bootstrap.servers': SERVER,
        'default.topic.partitions': '10',
        'default.topic.replication.factor': '3',
      },
    }]);
    expect(problemsOf(chart)).toBe('');
  });

  test('writes all that it is told, as texts', () => {
    const chart = shop();
    const cluster = kafka(chart, {
      bootstrapServers: ['a:9092', 'b:9092'], credentials: KafkaCredentials.fromSecretName('ccloud'), replicationFactor: 2,
    });

    config(chart, {
      cluster, partitions: 6, replicationFactor: 5,
      topicConfig: { 'retention.ms': '604800000', 'min.insync.replicas': '2' },
      metadata: { name: 'broker-config', namespace: 'knative-eventing', labels: { team: 'shop' } },
    });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'broker-config', namespace: 'knative-eventing', labels: { team: 'shop' } },
      data: {
        'bootstrap.servers': 'a:9092,b:9092',
        'default.topic.partitions': '6',
        'default.topic.replication.factor': '5',
        'default.topic.config.retention.ms': '604800000',
        'default.topic.config.min.insync.replicas': '2',
        'auth.secret.ref.name': 'ccloud',
      },
    }]);
    expect(problemsOf(chart)).toBe('');
  });

  test('takes the copies from its cluster', () => {
    const chart = shop();

    expect(config(chart, { cluster: kafka(chart, { replicationFactor: 1 }) }).replicationFactor).toBe(1);
  });

  test('syncs its Secret beside the ConfigMap, wherever the cluster is described', () => {
    const chart = shop();
    const cluster = kafka(chart, { credentials: synced() });

    config(chart, { cluster, metadata: { namespace: 'knative-eventing' } });

    expect(Object.keys(manifestsOf(chart, 'ExternalSecret'))).toEqual(['knative-eventing/ccloud']);
    expect(objectPaths(cluster)).toEqual(['chart/kafka/secret-knative-eventing/Resource']);
  });

  test('can be patched', () => {
    const chart = shop();

    config(chart).apiObject.addJsonPatch(JsonPatch.replace('/data/default.topic.partitions', '12'));

    expect(Testing.synth(chart)[0].data['default.topic.partitions']).toBe('12');
  });

  test('may exist already', () => {
    expect(KafkaBrokerConfig.fromConfigMapName('kafka-broker-config', 'knative-eventing')).toEqual({
      name: 'kafka-broker-config',
      namespace: 'knative-eventing',
      reference: { apiVersion: 'v1', kind: 'ConfigMap', name: 'kafka-broker-config', namespace: 'knative-eventing' },
    });
    expect(KafkaBrokerConfig.fromConfigMapName('config').namespace).toBeUndefined();
  });

  test('may have the name of the release elsewhere', () => {
    const chart = shop();

    config(chart, { metadata: { name: 'kafka-broker-config' } });

    expect(problemsOf(chart)).toBe('');
  });

  test.each<[string, Partial<KafkaBrokerConfigProps>, string[]]>([
    ['no partition', { partitions: 0 }, ['KN-KFK-010']],
    ['a negative number of partitions', { partitions: -1 }, ['KN-KFK-010']],
    ['half a partition', { partitions: 1.5 }, ['KN-KFK-010']],
    ['more partitions than an int32', { partitions: 2_147_483_648 }, ['KN-KFK-010']],
    ['partitions that are no number', { partitions: Number.NaN }, ['KN-KFK-010']],
    ['no copy', { replicationFactor: 0 }, ['KN-KFK-010']],
    ['more copies than 16 bits', { replicationFactor: 32_768 }, ['KN-KFK-010']],
    ['an option in camel case', { topicConfig: { retentionMs: '1' } }, ['KN-KFK-013']],
    ['an option with the prefix of a ConfigMap', { topicConfig: { 'retention..ms': '1' } }, ['KN-KFK-013']],
    ['an option that is too long', { topicConfig: { ['a'.repeat(233)]: '1' } }, ['KN-KFK-013']],
    ['a number as an option', { topicConfig: { 'retention.ms': 5 as unknown as string } }, ['KN-KFK-013']],
    ['an empty option', { topicConfig: { 'retention.ms': '' } }, ['KN-KFK-013']],
    ['more copies in sync than there are', { topicConfig: { 'min.insync.replicas': '4' } }, ['KN-KFK-013']],
    ['the ConfigMap of the release', {
      metadata: { name: 'kafka-broker-config', namespace: 'knative-eventing' },
    }, ['KN-KFK-014']],
    ['a name that no ConfigMap has', { metadata: { name: 'Config' } }, ['KN-NAM-001']],
  ])('fails with %s', (_, props, codes) => {
    const chart = shop();

    config(chart, props);

    expect(codesOf(chart)).toEqual(codes);
  });

  test.each([
    [{ replicationFactor: 1 }, ['KN-KFK-011']],
    [{}, []],
  ])('of Confluent Cloud with %j', (props, codes) => {
    const chart = shop();
    const cluster = new ConfluentCloud(chart, 'confluent', {
      bootstrapServers: ['pkc-1.us-east-1.aws.confluent.cloud:9092'],
      credentials: KafkaCredentials.fromSecretName('ccloud'),
    });

    config(chart, { cluster, ...props });

    expect(codesOf(chart)).toEqual(codes);
  });

  test('fails where its Secret does not exist beside it', () => {
    const chart = shop();
    const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['shop'] });

    config(chart, { cluster: kafka(chart, { credentials }), metadata: { namespace: 'knative-eventing' } });

    expect(codesOf(chart)).toEqual(['KN-KFK-007']);
  });

  test.each([
    [() => KafkaBrokerConfig.fromConfigMapName('My Config'), 'KN-NAM-001'],
    [() => KafkaBrokerConfig.fromConfigMapName('config', 'Shop'), 'KN-NAM-006'],
  ])('fails to exist under a name that it cannot have', (make, code) => {
    expect(thrownCode(make)).toBe(code);
  });
});
