import { Chart, Testing } from 'cdk8s';
import { Sink } from '../../lib/core';
import { Broker, BrokerClass, KafkaBroker, type KafkaBrokerProps } from '../../lib/eventing';
import { Filter } from '../../lib/filters';
import { ConfluentCloud, KafkaBrokerConfig, KafkaCluster, KafkaCredentials } from '../../lib/kafka';
import { KnativeEventing } from '../../lib/platform';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const deadLetterSink = Sink.kubernetesService('dlq');

describe('a Kafka broker', () => {
  test('makes its configuration beside itself', () => {
    const chart = shop();
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka:9092'] });

    const broker = new KafkaBroker(chart, 'orders', { cluster, deadLetterSink });

    expect(Testing.synth(chart)).toEqual([
      {
        apiVersion: 'eventing.knative.dev/v1', kind: 'Broker',
        metadata: {
          name: 'orders', namespace: 'shop', annotations: { 'eventing.knative.dev/broker.class': 'Kafka' },
        },
        spec: {
          config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'orders-config' },
          delivery: {
            retry: 10, backoffPolicy: 'exponential', backoffDelay: 'PT0.2S',
            deadLetterSink: { ref: { apiVersion: 'v1', kind: 'Service', name: 'dlq' } },
          },
        },
      },
      {
        apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'orders-config', namespace: 'shop' },
        data: {
          'bootstrap.servers': 'kafka:9092', 'default.topic.partitions': '10', 'default.topic.replication.factor': '3',
        },
      },
    ]);
    expect(broker.url).toBe('http://kafka-broker-ingress.knative-eventing.svc.cluster.local/shop/orders');
    expect(broker.brokerClass).toBe(BrokerClass.KAFKA);
    expect(warningsOf(chart)).toEqual([]);
  });

  test('hands topic settings and credentials on to its configuration', () => {
    const chart = shop();
    const cluster = new ConfluentCloud(chart, 'confluent', {
      bootstrapServers: ['pkc-1.us-east-1.aws.confluent.cloud:9092'],
      credentials: KafkaCredentials.fromSecretName('ccloud'),
    });

    new KafkaBroker(chart, 'orders', {
      cluster, partitions: 20, replicationFactor: 3, topicConfig: { 'retention.ms': '86400000' }, deadLetterSink,
    });

    expect(manifestOf(chart, 'ConfigMap').data).toEqual({
      'bootstrap.servers': 'pkc-1.us-east-1.aws.confluent.cloud:9092', 'default.topic.partitions': '20',
      'default.topic.replication.factor': '3', 'default.topic.config.retention.ms': '86400000',
      'auth.secret.ref.name': 'ccloud',
    });
  });

  test('follows its own namespace, and so does its configuration', () => {
    const chart = shop();
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka:9092'] });

    new KafkaBroker(chart, 'orders', { cluster, deadLetterSink, namespaced: true, metadata: { namespace: 'other' } });

    expect(manifestOf(chart, 'ConfigMap').metadata).toEqual({ name: 'orders-config', namespace: 'other' });
    expect(manifestOf(chart, 'Broker')).toMatchObject({
      metadata: { namespace: 'other', annotations: { 'eventing.knative.dev/broker.class': 'KafkaNamespaced' } },
      spec: { config: { name: 'orders-config' } },
    });
    expect(codesOf(chart)).toEqual([]);
  });

  test('takes a configuration that others share', () => {
    const chart = shop();
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka:9092'] });
    const config = new KafkaBrokerConfig(chart, 'shared', { cluster, metadata: { namespace: 'platform' } });

    const broker = new KafkaBroker(chart, 'orders', { config, deadLetterSink });

    expect(manifestOf(chart, 'Broker').spec.config)
      .toEqual({ apiVersion: 'v1', kind: 'ConfigMap', name: 'shared', namespace: 'platform' });
    expect(broker.kafkaConfig).toBe(config);
    expect(codesOf(chart)).toEqual([]);
  });

  test('takes a configuration that exists already', () => {
    const chart = shop();

    new KafkaBroker(chart, 'orders', { config: KafkaBrokerConfig.fromConfigMapName('kafka'), deadLetterSink });

    expect(manifestOf(chart, 'Broker').spec.config).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', name: 'kafka' });
  });

  test('keeps its events in an existing topic where it is told to', () => {
    const chart = shop();

    new KafkaBroker(chart, 'orders', {
      config: KafkaBrokerConfig.fromConfigMapName('kafka'), externalTopic: 'Shop.orders_1', deadLetterSink,
    });

    expect(manifestOf(chart, 'Broker').metadata.annotations).toEqual({
      'eventing.knative.dev/broker.class': 'Kafka', 'kafka.eventing.knative.dev/external.topic': 'Shop.orders_1',
    });
  });

  test('shares an existing topic without a warning', () => {
    const chart = shop();
    const config = KafkaBrokerConfig.fromConfigMapName('kafka');

    for (const [namespace, name] of [['a-b', 'c'], ['a', 'b-c']] as const) {
      new KafkaBroker(chart, namespace, { config, externalTopic: 'all', deadLetterSink, metadata: { namespace, name } });
    }

    expect(warningsOf(chart)).toEqual([]);
  });

  test('takes triggers, and a trigger with the name of its configuration', () => {
    const chart = shop();
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka:9092'] });
    const broker = new KafkaBroker(chart, 'orders', { cluster, deadLetterSink });

    broker.addTrigger('orders-config', { filter: Filter.exact({ type: 'x' }), subscriber: deadLetterSink });

    expect(manifestOf(chart, 'Trigger').spec.broker).toBe('orders');
    expect(codesOf(chart)).toEqual([]);
  });

  test.each<[string, (cluster: KafkaCluster) => KafkaBrokerProps, string]>([
    ['neither cluster nor configuration', () => ({}), 'KN-BRK-006'],
    ['both cluster and configuration', (cluster) =>
      ({ cluster, config: KafkaBrokerConfig.fromConfigMapName('kafka') }), 'KN-BRK-006'],
    ['topic settings beside a configuration', () =>
      ({ config: KafkaBrokerConfig.fromConfigMapName('kafka'), partitions: 3 }), 'KN-BRK-007'],
    ['a namespaced data plane with a configuration elsewhere', () =>
      ({ config: KafkaBrokerConfig.fromConfigMapName('kafka', 'other'), namespaced: true }), 'KN-BRK-005'],
    ['an external topic that Kafka cannot have', () =>
      ({ config: KafkaBrokerConfig.fromConfigMapName('kafka'), externalTopic: 'my orders' }), 'KN-KFK-012'],
    ['an external topic by hand', () => ({
      config: KafkaBrokerConfig.fromConfigMapName('kafka'),
      metadata: { annotations: { 'kafka.eventing.knative.dev/external.topic': 'orders' } },
    }), 'KN-BRK-009'],
    ['no partition', (cluster) => ({ cluster, partitions: 0 }), 'KN-KFK-010'],
  ])('fails with %s', (_, props, code) => {
    const chart = shop();
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka:9092'] });

    new KafkaBroker(chart, 'orders', { ...props(cluster), deadLetterSink });

    expect(codesOf(chart)).toEqual([code]);
    expect(problemsOf(chart)).toMatch(/kafka-broker\.test\.ts:\d+/);
  });

  test('that exists already has an address', () => {
    const chart = shop();

    expect(KafkaBroker.fromBrokerName(chart, 'one', 'orders', { namespaced: true }).url)
      .toBe('http://kafka-broker-ingress.shop.svc.cluster.local/shop/orders');
    expect(KafkaBroker.fromBrokerName(chart, 'two', 'orders', { namespace: 'other' }).url)
      .toBe('http://kafka-broker-ingress.knative-eventing.svc.cluster.local/other/orders');
    expect(KafkaBroker.fromBrokerName(chart, 'three', 'orders')).not.toBeInstanceOf(Broker);
  });
});

describe('names that a described installation has templates for', () => {
  function pair(templates: Record<string, string>): Chart {
    const chart = new Chart(Testing.app(), 'chart');
    new KnativeEventing(chart, 'knative-eventing', { source: { kafka: true }, config: { 'config-kafka-features': templates } });
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });
    for (const [namespace, name] of [['a-b', 'c'], ['a', 'b-c']] as const) {
      new KafkaBroker(chart, `${namespace}/${name}`.replace('/', '.'), { cluster, metadata: { namespace, name } });
    }
    return chart;
  }

  test.each([
    ['collide', 'dev-{{ .Namespace }}-{{ .Name }}', ['kafka-name-collision']],
    ['do not collide', 'dev.{{ .Namespace }}.{{ .Name }}', []],
    ['differ by their uid', 'dev-{{ .UID }}', []],
  ])('%s', (_, template, ids) => {
    expect(warningsOf(pair({ 'brokers-topic-template': template })).filter((id) => id === 'kafka-name-collision')).toEqual(ids);
  });
});
