import { Chart, Testing } from 'cdk8s';
import { ClusterChart } from '../../lib/core';
import { KafkaChannelConfig, KafkaCluster, KafkaCredentials } from '../../lib/kafka';
import { codesOf, Consumer, kafka, manifestsOf, objectPaths, problemsOf, SERVER, shop, synced } from './program';

const PLACE = 'knative-eventing/kafka-channel-config';

describe('the configuration of Kafka channels', () => {
  test('is made once for all channels, below their Kafka cluster', () => {
    const chart = shop();
    const cluster = kafka(chart, { credentials: KafkaCredentials.fromSecretName('ccloud') });

    for (const id of ['a', 'b']) KafkaChannelConfig._forCluster(new Consumer(chart, id), cluster);

    expect(manifestsOf(chart, 'ConfigMap')[PLACE]).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'kafka-channel-config', namespace: 'knative-eventing' },
      data: {
        'bootstrap.servers': SERVER,
        'auth.secret.ref.name': 'ccloud',
        'auth.secret.ref.namespace': 'knative-eventing',
      },
    });
    expect(objectPaths(cluster)).toEqual(['chart/kafka/kafka-channel-config/Resource']);
    expect(problemsOf(chart)).toBe('');
  });

  test('names no Secret for a cluster without credentials', () => {
    const chart = shop();

    new KafkaChannelConfig(chart, 'channels', { cluster: kafka(chart) });

    expect(manifestsOf(chart, 'ConfigMap')[PLACE].data).toEqual({ 'bootstrap.servers': SERVER });
  });

  test('syncs its Secret into knative-eventing', () => {
    const chart = shop();

    KafkaChannelConfig._forCluster(new Consumer(chart, 'channel'), kafka(chart, { credentials: synced() }));

    expect(Object.keys(manifestsOf(chart, 'ExternalSecret'))).toEqual(['knative-eventing/ccloud']);
  });

  test('may take its Secret from another namespace', () => {
    const chart = shop();
    const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['platform'] });

    new KafkaChannelConfig(chart, 'channels', { cluster: kafka(chart, { credentials }), secretNamespace: 'platform' });

    expect(manifestsOf(chart, 'ConfigMap')[PLACE].data['auth.secret.ref.namespace']).toBe('platform');
    expect(problemsOf(chart)).toBe('');
  });

  test.each(['before', 'after'])('can be written by the program, %s the channels', (when) => {
    const app = Testing.app();
    const platform = new Chart(app, 'platform');
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    const cluster = kafka(chart);
    const write = () => new KafkaChannelConfig(platform, 'channels', { cluster, metadata: { labels: { team: 'shop' } } });

    if (when === 'before') write();
    KafkaChannelConfig._forCluster(new Consumer(chart, 'a'), cluster);
    if (when === 'after') write();
    KafkaChannelConfig._forCluster(new Consumer(chart, 'b'), cluster);

    expect(objectPaths(platform)).toEqual(['platform/channels/Resource']);
    expect(objectPaths(cluster)).toEqual([]);
    expect(manifestsOf(platform, 'ConfigMap')[PLACE].metadata.labels).toEqual({ team: 'shop' });
    expect(problemsOf(app)).toBe('');
  });

  test.each([true, false])('fails for channels of a second Kafka cluster, written by the program: %s', (written) => {
    const chart = shop();
    const first = kafka(chart);
    const second = new KafkaCluster(chart, 'second', { bootstrapServers: ['other:9092'] });
    if (written) new KafkaChannelConfig(chart, 'channels', { cluster: first });

    KafkaChannelConfig._forCluster(new Consumer(chart, 'a'), first);
    KafkaChannelConfig._forCluster(new Consumer(chart, 'b'), second);

    expect(problemsOf(chart)).toContain(
      '[chart/b] KN-KFK-015 the Kafka channels of this Kubernetes cluster use `chart/kafka`, not `chart/second`');
    expect(codesOf(chart)).toEqual(['KN-KFK-015']);
    expect(objectPaths(second)).toEqual([]);
  });

  test('fails for channels that came before another cluster was written', () => {
    const chart = shop();
    KafkaChannelConfig._forCluster(new Consumer(chart, 'channel'), kafka(chart));

    const second = new KafkaCluster(chart, 'second', { bootstrapServers: ['other:9092'] });
    new KafkaChannelConfig(chart, 'channels', { cluster: second });

    expect(codesOf(chart)).toEqual(['KN-KFK-015']);
  });

  test('fails where the program writes it twice', () => {
    const chart = shop();
    const cluster = kafka(chart);
    for (const id of ['a', 'b']) new KafkaChannelConfig(chart, id, { cluster });

    expect(codesOf(chart)).toEqual(['KN-NAM-002']);
  });

  test('is one for each Kubernetes cluster', () => {
    const app = Testing.app();
    const charts = ['eu', 'us'].map((cluster) => new ClusterChart(app, cluster, { cluster, namespace: 'shop' }));

    for (const chart of charts) KafkaChannelConfig._forCluster(new Consumer(chart, 'channel'), kafka(chart));

    expect(problemsOf(app)).toBe('');
    for (const chart of charts) expect(Object.keys(manifestsOf(chart, 'ConfigMap'))).toContain(PLACE);
  });

  test('fails on demand of a channel in another Kubernetes cluster', () => {
    const app = Testing.app();
    const cluster = kafka(new ClusterChart(app, 'eu', { cluster: 'eu', namespace: 'shop' }));
    const us = new ClusterChart(app, 'us', { cluster: 'us', namespace: 'shop' });

    KafkaChannelConfig._forCluster(new Consumer(us, 'channel'), cluster);

    expect(codesOf(us)).toEqual(['KN-KFK-008']);
    expect(objectPaths(cluster)).toEqual([]);
  });

  test.each([{ name: 'my-channels' }, { namespace: 'shop' }])('fails elsewhere: %j', (metadata) => {
    const chart = shop();

    new KafkaChannelConfig(chart, 'channels', { cluster: kafka(chart), metadata });

    expect(codesOf(chart)).toEqual(['KN-KFK-016']);
  });
});
