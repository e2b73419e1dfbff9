import { type Chart, Duration, JsonPatch, Testing, Yaml } from 'cdk8s';
import { parse } from 'yaml';
import { ClusterChart, Sink } from '../../lib/core';
import {
  Backoff, Broker, BrokerClass, BrokerDefaults, type BrokerDefaultsProps, Delivery, DeliveryFormat, InMemoryChannel,
} from '../../lib/eventing';
import { KafkaBrokerConfig, KafkaCluster } from '../../lib/kafka';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const channels = { apiVersion: 'v1', kind: 'ConfigMap', name: 'config-br-default-channel', namespace: 'knative-eventing' };
const kafka = { apiVersion: 'v1', kind: 'ConfigMap', name: 'my-kafka', namespace: 'knative-eventing' };
const own = { apiVersion: 'v1', kind: 'ConfigMap', name: 'own' };
const retries = { retry: 10, backoffPolicy: 'exponential', backoffDelay: 'PT0.2S' };
const mt = BrokerClass.MT_CHANNEL_BASED;

function defaultsIn(chart: Chart, props?: BrokerDefaultsProps): BrokerDefaults {
  return new BrokerDefaults(chart, 'config-br-defaults', props);
}

function contentOf(chart: Chart): unknown {
  return parse(String(manifestOf(chart, 'ConfigMap', 'config-br-defaults').data['default-br-config']));
}

describe('broker defaults', () => {
  test('are those of the release where the program says nothing', () => {
    const chart = shop();

    defaultsIn(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config-br-defaults', namespace: 'knative-eventing' },
      data: { 'default-br-config': [
        'clusterDefault:',
        '  brokerClass: MTChannelBasedBroker',
        '  apiVersion: v1',
        '  kind: ConfigMap',
        '  name: config-br-default-channel',
        '  namespace: knative-eventing',
        '  delivery:',
        '    retry: 10',
        '    backoffPolicy: exponential',
        '    backoffDelay: PT0.2S',
        '',
      ].join('\n') },
    }]);
  });

  test('name class and configuration of Kafka, and keep the default retries', () => {
    const chart = shop('knative-eventing');
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka:9092'] });
    const config = new KafkaBrokerConfig(chart, 'my-kafka', { cluster });

    defaultsIn(chart, { clusterDefault: { brokerClass: BrokerClass.KAFKA, config: config.reference } });

    expect(contentOf(chart)).toEqual({ clusterDefault: { brokerClass: 'Kafka', ...kafka, delivery: retries } });
  });

  test('write every field', () => {
    const chart = shop('knative-eventing');
    const dlq = new InMemoryChannel(chart, 'dlq');

    defaultsIn(chart, {
      clusterDefault: {
        brokerClass: mt, config: channels, delivery: Delivery.deadLetter(dlq),
        brokerClasses: [{ brokerClass: BrokerClass.KAFKA, config: kafka, delivery: Delivery.retry(0) }],
        disallowDifferentNamespaceConfig: false,
      },
      namespaceDefaults: {
        shop: { brokerClass: BrokerClass.KAFKA },
        team: {
          brokerClass: mt, config: own, delivery: Delivery.deadLetter(Sink.kubernetesService('dlq')),
          brokerClasses: [{ brokerClass: BrokerClass.KAFKA_NAMESPACED, config: own }],
          disallowDifferentNamespaceConfig: true,
        },
      },
    });

    expect(contentOf(chart)).toEqual({
      clusterDefault: {
        brokerClass: 'MTChannelBasedBroker', ...channels,
        delivery: { ...retries, deadLetterSink: { ref: {
          apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel', name: 'dlq', namespace: 'knative-eventing',
        } } },
        brokerClasses: { Kafka: { ...kafka, delivery: { retry: 0 } } },
        disallowDifferentNamespaceConfig: false,
      },
      namespaceDefaults: {
        shop: { brokerClass: 'Kafka' },
        team: {
          brokerClass: 'MTChannelBasedBroker', ...own,
          delivery: { ...retries, deadLetterSink: { ref: { apiVersion: 'v1', kind: 'Service', name: 'dlq' } } },
          brokerClasses: { KafkaNamespaced: { ...own, delivery: retries } },
          disallowDifferentNamespaceConfig: true,
        },
      },
    });
    expect(codesOf(chart)).toEqual([]);
  });

  test('keep patches', () => {
    const chart = shop();

    defaultsIn(chart).apiObject.addJsonPatch(JsonPatch.add('/data/other', Yaml.stringify({ a: 1 })));

    expect(manifestOf(chart, 'ConfigMap').data.other).toBe('a: 1\n');
  });

  test('fail under a name or in a namespace where Knative does not look', () => {
    const chart = shop();

    new BrokerDefaults(chart, 'my-defaults');
    new BrokerDefaults(chart, 'config-br-defaults', { metadata: { namespace: 'shop' } });

    expect(codesOf(chart)).toEqual(['KN-BRK-010', 'KN-BRK-010']);
  });

  test('fail twice in one cluster', () => {
    const app = Testing.app();
    const eu = new ClusterChart(app, 'eu', { cluster: 'eu' });
    defaultsIn(eu);
    defaultsIn(new ClusterChart(app, 'us', { cluster: 'us' }));
    expect(codesOf(eu)).toEqual([]);

    defaultsIn(new ClusterChart(app, 'eu-two', { cluster: 'eu' }));

    expect(codesOf(eu)).toEqual(['KN-NAM-002']);
  });

  test.each<[string, BrokerDefaultsProps, string]>([
    ['a namespace that is none', { namespaceDefaults: { Shop: { brokerClass: mt } } }, 'KN-NAM-006'],
    ['a class without a configuration', { namespaceDefaults: { shop: { brokerClass: BrokerClass.KAFKA } } }, 'KN-BRK-011'],
    ['a configuration without a class', { namespaceDefaults: { shop: { config: own } } }, 'KN-BRK-011'],
    ['a delivery without a class', { namespaceDefaults: { shop: { delivery: Delivery.retry(0) } } }, 'KN-BRK-011'],
    ['a delivery without a configuration',
      { namespaceDefaults: { shop: { brokerClass: mt, delivery: Delivery.retry(0) } } }, 'KN-BRK-011'],
    ['a class that is listed twice', { clusterDefault: { brokerClass: mt, config: channels, brokerClasses: [
      { brokerClass: BrokerClass.KAFKA, config: kafka }, { brokerClass: BrokerClass.custom('Kafka'), config: kafka },
    ] } }, 'KN-BRK-011'],
    ['a timeout, which Knative does not copy', { clusterDefault: { brokerClass: mt, config: channels,
      delivery: Delivery.of({ timeout: Duration.seconds(1) }) } }, 'KN-BRK-012'],
    ['a format, which Knative does not copy', { namespaceDefaults: { shop: { brokerClass: mt, config: own,
      delivery: Delivery.of({ format: DeliveryFormat.JSON }) } } }, 'KN-BRK-012'],
    ['a Kafka configuration that is no ConfigMap', { clusterDefault: {
      brokerClass: BrokerClass.KAFKA, config: { ...kafka, kind: 'Secret' } } }, 'KN-BRK-004'],
    ['a namespaced Kafka configuration for all namespaces', { clusterDefault: {
      brokerClass: BrokerClass.KAFKA_NAMESPACED, config: kafka } }, 'KN-BRK-005'],
    ['a namespaced Kafka configuration elsewhere', { namespaceDefaults: { shop: {
      brokerClass: BrokerClass.KAFKA_NAMESPACED, config: kafka } } }, 'KN-BRK-005'],
    ['a configuration without a name', { clusterDefault: { brokerClass: mt, config: { ...channels, name: '' } } },
      'KN-BRK-003'],
    ['a listed configuration without a name', { namespaceDefaults: { shop: { brokerClasses: [
      { brokerClass: mt, config: { ...channels, name: '' } }] } } }, 'KN-BRK-003'],
  ])('fail with %s', (_, props, code) => {
    const chart = shop();

    defaultsIn(chart, props);

    expect(codesOf(chart)).toEqual([code]);
  });
});

describe('brokers and the defaults of their cluster', () => {
  const dlq = Sink.kubernetesService('dlq', { namespace: 'ops' });

  test('are not warned of what the defaults give them, wherever those are declared', () => {
    const chart = shop();
    new Broker(chart, 'plain');
    new Broker(chart, 'kafka', { brokerClass: BrokerClass.KAFKA });

    defaultsIn(chart, {
      clusterDefault: {
        brokerClass: mt, config: channels, delivery: Delivery.deadLetter(dlq),
        brokerClasses: [{ brokerClass: BrokerClass.KAFKA, config: kafka, delivery: Delivery.deadLetter(dlq) }],
      },
    });

    expect(warningsOf(chart)).toEqual([]);
  });

  test('are warned where the defaults have none for their class, or are those of another cluster', () => {
    const app = Testing.app();
    const eu = new ClusterChart(app, 'eu', { cluster: 'eu', namespace: 'shop' });
    defaultsIn(eu, { clusterDefault: { brokerClass: mt, config: channels, delivery: Delivery.deadLetter(dlq) } });
    new Broker(eu, 'kafka', { brokerClass: BrokerClass.KAFKA });
    const us = new ClusterChart(app, 'us', { cluster: 'us', namespace: 'shop' });
    new Broker(us, 'plain');

    expect(warningsOf(eu)).toEqual(['kafka-broker-without-config']);
    expect(warningsOf(us)).toEqual(['no-dead-letter-sink']);
  });

  test('with a configuration of their own get the delivery of the cluster, as in Knative', () => {
    const chart = shop();
    const delivery = Delivery.deadLetter(dlq);
    defaultsIn(chart, { namespaceDefaults: { shop: { brokerClass: mt, config: own, delivery } } });

    new Broker(chart, 'own', { config: own });
    new Broker(chart, 'plain');

    expect(warningsOf(chart)).toEqual(['no-dead-letter-sink']);
  });

  test.each<[string, BrokerDefaultsProps]>([
    ['the cluster', { clusterDefault: {
      brokerClass: mt, config: own, delivery: Delivery.retry(0), disallowDifferentNamespaceConfig: true } }],
    ['the namespace', { namespaceDefaults: { shop: {
      brokerClass: mt, config: own, disallowDifferentNamespaceConfig: true } } }],
  ])('fail with configurations and dead letter sinks elsewhere where %s forbids them', (_, props) => {
    const chart = shop();
    defaultsIn(chart, props);

    new Broker(chart, 'plain', { deadLetterSink: Sink.kubernetesService('dlq') });
    new Broker(chart, 'config', { config: channels, deadLetterSink: Sink.kubernetesService('dlq') });
    new Broker(chart, 'sink', { deadLetterSink: dlq });

    expect(problemsOf(chart).match(/\[.*?\] KN-BRK-013/g))
      .toEqual(['[chart/config] KN-BRK-013', '[chart/sink] KN-BRK-013']);
  });

  test('fail without a configuration where the default one is elsewhere and that is forbidden', () => {
    const chart = shop();
    defaultsIn(chart, {
      clusterDefault: { brokerClass: mt, config: channels, disallowDifferentNamespaceConfig: true },
    });

    new Broker(chart, 'plain', { delivery: Delivery.retry(1, { backoff: Backoff.linear(Duration.seconds(1)) }) });

    expect(codesOf(chart)).toEqual(['KN-BRK-013']);
  });
});
