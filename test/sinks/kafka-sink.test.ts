import { Chart, JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, renderSink } from '../../lib/core';
import { ConfluentCloud, KafkaCredentials } from '../../lib/kafka';
import { ContentMode, KafkaSink, type KafkaSinkProps } from '../../lib/sinks';
import { codesOf, Consumer, kafka, manifestsOf, problemsOf, SERVER, shop, synced, warningsOf } from '../kafka/program';

function sink(chart: Chart, props: Partial<KafkaSinkProps> = {}): KafkaSink {
  return new KafkaSink(chart, 'my-kafka-sink', { cluster: props.cluster ?? kafka(chart), topic: 'mytopic', ...props });
}

describe('a Kafka sink', () => {
  test('needs a cluster and a topic', () => {
    const chart = shop();

    sink(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'eventing.knative.dev/v1alpha1',
      kind: 'KafkaSink',
      metadata: { name: 'my-kafka-sink', namespace: 'shop' },
      spec: { topic: 'mytopic', bootstrapServers: [SERVER] },
    }]);
    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
  });

  test('writes all that it is told, and the Secret as nested objects', () => {
    const chart = shop();
    const cluster = kafka(chart, {
      bootstrapServers: ['a:9092', 'b:9092'], credentials: KafkaCredentials.fromSecretName('ccloud'),
    });

    sink(chart, { cluster, numPartitions: 6, replicationFactor: 3, contentMode: ContentMode.STRUCTURED });

    expect(problemsOf(chart)).toBe('');
    expect(Testing.synth(chart)[0].spec).toEqual({
      topic: 'mytopic',
      bootstrapServers: ['a:9092', 'b:9092'],
      numPartitions: 6,
      replicationFactor: 3,
      contentMode: 'structured',
      auth: { secret: { ref: { name: 'ccloud' } } },
    });
  });

  test('syncs its Secret into its own namespace', () => {
    const chart = shop();

    sink(chart, { cluster: kafka(chart, { credentials: synced() }), metadata: { namespace: 'billing' } });

    expect(Object.keys(manifestsOf(chart, 'ExternalSecret'))).toEqual(['billing/ccloud']);
  });

  test('has an address in the cluster', () => {
    const app = Testing.app();
    const chart = new ClusterChart(app, 'chart', { namespace: 'shop', clusterDomain: 'example.local' });

    expect(sink(shop()).url).toBe('http://kafka-sink-ingress.knative-eventing.svc.cluster.local/shop/my-kafka-sink');
    expect(sink(chart).url).toBe('http://kafka-sink-ingress.knative-eventing.svc.example.local/shop/my-kafka-sink');
  });

  test('is a sink by reference', () => {
    const chart = shop();
    const ref = { apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'KafkaSink', name: 'my-kafka-sink' };
    const target = sink(chart);

    expect(renderSink(new Consumer(chart, 'near'), target)).toEqual({ ref });
    expect(renderSink(new Consumer(chart, 'far', 'billing'), target)).toEqual({ ref: { ...ref, namespace: 'shop' } });
    expect(target.kafkaSinkName).toBe('my-kafka-sink');
  });

  test('may exist already', () => {
    const chart = shop();

    const near = KafkaSink.fromKafkaSinkName(chart, 'near', 'audit');
    const far = KafkaSink.fromKafkaSinkName(chart, 'far', 'audit', { namespace: 'billing' });

    expect(near.url).toBe('http://kafka-sink-ingress.knative-eventing.svc.cluster.local/shop/audit');
    expect(far.url).toBe('http://kafka-sink-ingress.knative-eventing.svc.cluster.local/billing/audit');
    expect(far.toSinkConfig(chart).ref).toMatchObject({ kind: 'KafkaSink', name: 'audit', namespace: 'billing' });
    expect(problemsOf(chart)).toBe('');
    expect(Testing.synth(chart)).toEqual([]);
  });

  test('can be patched', () => {
    const chart = shop();

    sink(chart).apiObject.addJsonPatch(JsonPatch.replace('/spec/topic', 'other'));

    expect(Testing.synth(chart)[0].spec.topic).toBe('other');
  });

  test('warns of a topic that is deleted with it', () => {
    const chart = shop();

    sink(chart, { numPartitions: 1, replicationFactor: 1 });

    expect(warningsOf(chart)).toEqual(['topic-deleted-with-sink']);
  });

  test.each<[string, Partial<KafkaSinkProps>, string[]]>([
    ['an empty topic', { topic: '' }, ['KN-KFK-012']],
    ['a topic with a space', { topic: 'my topic' }, ['KN-KFK-012']],
    ['partitions alone', { numPartitions: 3 }, ['KN-KFK-017']],
    ['copies alone', { replicationFactor: 3 }, ['KN-KFK-017']],
    ['no partition', { numPartitions: 0, replicationFactor: 3 }, ['KN-KFK-010']],
    ['no copy', { numPartitions: 3, replicationFactor: 0 }, ['KN-KFK-010']],
    ['too many copies', { numPartitions: 3, replicationFactor: 32_768 }, ['KN-KFK-010']],
    ['an unknown content mode', { contentMode: 'Binary' as ContentMode }, ['KN-KFK-026']],
  ])('fails with %s', (_, props, codes) => {
    const chart = shop();

    sink(chart, props);

    expect(codesOf(chart)).toEqual(codes);
  });

  test('fails with fewer than three copies on Confluent Cloud, and proposes them', () => {
    const chart = shop();
    const cluster = new ConfluentCloud(chart, 'confluent', {
      bootstrapServers: ['pkc-1.us-east-1.aws.confluent.cloud:9092'],
      credentials: KafkaCredentials.fromSecretName('ccloud'),
    });
    sink(chart, { cluster, numPartitions: 6, replicationFactor: 1 });

    expect(codesOf(chart)).toEqual(['KN-KFK-011']);
    expect(problemsOf(chart)).toContain('write `replicationFactor: 3`');
  });

  test('fails where the Secret does not exist in its namespace', () => {
    const chart = shop();
    const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing'] });

    sink(chart, { cluster: kafka(chart, { credentials }) });

    expect(codesOf(chart)).toEqual(['KN-KFK-007']);
  });

  test('fails to have an address without a namespace', () => {
    const chart = new Chart(Testing.app(), 'chart');
    const existing = KafkaSink.fromKafkaSinkName(chart, 'existing', 'audit');

    expect([sink(chart).url, existing.url]).toEqual(expect.arrayContaining([expect.stringContaining('/default/')]));
    expect(codesOf(chart)).toEqual(['KN-NAM-003', 'KN-NAM-003']);
  });

  test('fails to exist under a name that it cannot have', () => {
    const chart = shop();

    KafkaSink.fromKafkaSinkName(chart, 'a', 'My Sink');
    KafkaSink.fromKafkaSinkName(chart, 'b', 'audit', { namespace: 'Shop' });

    expect(codesOf(chart)).toEqual(['KN-NAM-001', 'KN-NAM-006']);
  });
});
