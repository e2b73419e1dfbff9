import { Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, Feature, Features, type KnativeError, Sink, Warnings } from '../../lib/core';
import { Backoff, Broker, BrokerClass, type BrokerProps, Delivery } from '../../lib/eventing';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const dlq = Sink.kubernetesService('dlq', { namespace: 'ops' });
const renderedSink = { ref: { apiVersion: 'v1', kind: 'Service', name: 'dlq', namespace: 'ops' } };
const defaultRetries = { retry: 10, backoffPolicy: 'exponential', backoffDelay: 'PT0.2S' };

describe('a broker', () => {
  test('needs nothing: class, configuration and delivery are up to the cluster', () => {
    const chart = shop();

    const broker = new Broker(chart, 'orders');

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', metadata: { name: 'orders', namespace: 'shop' }, spec: {},
    }]);
    expect(broker.node.defaultChild).toBe(broker.apiObject);
    expect(broker.delivery).toBeUndefined();
  });

  test('writes every field', () => {
    const chart = shop();

    new Broker(chart, 'orders', {
      brokerClass: BrokerClass.MT_CHANNEL_BASED,
      config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'channels', namespace: 'platform' },
      delivery: Delivery.of({
        retry: 3, backoff: Backoff.linear(Duration.seconds(1)), timeout: Duration.minutes(1), deadLetterSink: dlq,
      }),
      metadata: { labels: { team: 'shop' }, annotations: { 'messaging.knative.dev/note': 'copied to the channel' } },
    });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'eventing.knative.dev/v1', kind: 'Broker',
      metadata: {
        name: 'orders', namespace: 'shop', labels: { team: 'shop' },
        annotations: {
          'eventing.knative.dev/broker.class': 'MTChannelBasedBroker',
          'messaging.knative.dev/note': 'copied to the channel',
        },
      },
      spec: {
        config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'channels', namespace: 'platform' },
        delivery: {
          retry: 3, backoffPolicy: 'linear', backoffDelay: 'PT1S', timeout: 'PT60S', deadLetterSink: renderedSink,
        },
      },
    }]);
    expect(warningsOf(chart)).toEqual([]);
  });

  test('leaves the namespace of its configuration out where it is its own', () => {
    const chart = shop();

    new Broker(chart, 'orders', { config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'own', namespace: 'shop' } });

    expect(manifestOf(chart, 'Broker').spec.config).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', name: 'own' });
  });

  test.each<[string, BrokerProps, unknown]>([
    ['keeps Knative\'s default retries beside a dead letter sink', { deadLetterSink: dlq },
      { ...defaultRetries, deadLetterSink: renderedSink }],
    ['keeps them beside the same sink as a delivery', { delivery: Delivery.deadLetter(dlq) },
      { ...defaultRetries, deadLetterSink: renderedSink }],
    ['keeps them beside a timeout', { delivery: Delivery.of({ timeout: Duration.seconds(9) }) },
      { ...defaultRetries, timeout: 'PT9S' }],
    ['keeps them out where the program says so', { delivery: Delivery.retry(0), deadLetterSink: dlq },
      { retry: 0, deadLetterSink: renderedSink }],
    ['adds the dead letter sink to a delivery', {
      delivery: Delivery.retry(2, { backoff: Backoff.linear(Duration.seconds(1)) }), deadLetterSink: dlq,
    }, { retry: 2, backoffPolicy: 'linear', backoffDelay: 'PT1S', deadLetterSink: renderedSink }],
  ])('%s', (_, props, delivery) => {
    const chart = shop();

    new Broker(chart, 'orders', props);

    expect(manifestOf(chart, 'Broker').spec.delivery).toEqual(delivery);
  });

  test('warns where events that fail are lost', () => {
    const chart = shop();

    new Broker(chart, 'bare');
    new Broker(chart, 'retrying', { delivery: Delivery.retry(3, { backoff: Backoff.linear(Duration.seconds(1)) }) });
    new Broker(chart, 'safe', { deadLetterSink: dlq });

    expect(warningsOf(chart)).toEqual(['no-dead-letter-sink', 'no-dead-letter-sink']);
  });

  test('fails with a field that needs a feature, until the feature is declared', () => {
    const chart = shop();
    new Broker(chart, 'orders', { delivery: Delivery.of({ retry: 1, retryAfterMax: Duration.seconds(1) }) });

    expect(problemsOf(chart)).toMatch(/KN-FTR-001 delivery\.retryAfterMax needs the feature flag `delivery-retryafter`.*broker\.test\.ts:\d+/);
    Features.of(chart).enable(Feature.DELIVERY_RETRYAFTER);

    expect(codesOf(chart)).toEqual([]);
  });

  test('fails on warnings where the program asks for that, with the line that made the broker', () => {
    const chart = shop();
    new Broker(chart, 'orders');

    Warnings.of(chart).treatAsErrors();

    const { stack = '' } = new Error();
    const here = Number(/broker\.test\.ts:(\d+)/.exec(stack)?.[1]);
    expect(problemsOf(chart)).toContain('KN-WRN-002 warning `no-dead-letter-sink`');
    expect(problemsOf(chart)).toContain(`broker.test.ts:${here - 4}:`);
  });

  test('keeps patches', () => {
    const chart = shop();

    new Broker(chart, 'orders').apiObject.addJsonPatch(JsonPatch.add('/spec/delivery', { retry: 1 }));

    expect(manifestOf(chart, 'Broker').spec).toEqual({ delivery: { retry: 1 } });
  });

  test.each<[string, BrokerProps, string]>([
    ['a configuration without a name', { config: { apiVersion: 'v1', kind: 'ConfigMap', name: '' } }, 'KN-BRK-003'],
    ['a configuration without a kind', { config: { apiVersion: 'v1', kind: ' ', name: 'own' } }, 'KN-BRK-003'],
    ['a configuration without an apiVersion', { config: { apiVersion: '', kind: 'ConfigMap', name: 'own' } },
      'KN-BRK-003'],
    ['a Kafka configuration that is no ConfigMap', {
      brokerClass: BrokerClass.KAFKA, config: { apiVersion: 'v1', kind: 'Secret', name: 'own' },
    }, 'KN-BRK-004'],
    ['a namespaced Kafka configuration elsewhere', {
      brokerClass: BrokerClass.KAFKA_NAMESPACED,
      config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'own', namespace: 'other' },
    }, 'KN-BRK-005'],
    ['its class by hand', { metadata: { annotations: { 'eventing.knative.dev/broker.class': '' } } }, 'KN-BRK-009'],
    ['two dead letter sinks', { delivery: Delivery.deadLetter(dlq), deadLetterSink: dlq }, 'KN-DLV-003'],
    ['a name that no label takes', { metadata: { name: 'a'.repeat(64) } }, 'KN-BRK-008'],
    ['a name that no Service takes', {
      brokerClass: BrokerClass.MT_CHANNEL_BASED, metadata: { name: 'orders.eu' },
    }, 'KN-BRK-008'],
    ['a name that no object takes', { metadata: { name: 'Orders' } }, 'KN-NAM-001'],
  ])('fails with %s', (_, props, code) => {
    const chart = shop();

    new Broker(chart, 'orders', props);

    expect(codesOf(chart)).toEqual([code]);
  });

  test.each<[string, BrokerProps]>([
    ['a Kafka configuration whose kind is in small letters', {
      brokerClass: BrokerClass.KAFKA, config: { apiVersion: 'v1', kind: 'configmap', name: 'own', namespace: 'other' },
    }],
    ['a namespaced Kafka configuration in its own namespace', {
      brokerClass: BrokerClass.KAFKA_NAMESPACED,
      config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'own', namespace: 'shop' },
    }],
    ['a namespaced Kafka configuration without a namespace', {
      brokerClass: BrokerClass.KAFKA_NAMESPACED, config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'own' },
    }],
    ['a name with dots', { metadata: { name: 'orders.eu' } }],
    ['a name of 63 characters', { metadata: { name: 'a'.repeat(63) } }],
    ['a class of another controller', { brokerClass: BrokerClass.custom('RabbitMQBroker') }],
  ])('takes %s', (_, props) => {
    const chart = shop();

    new Broker(chart, 'orders', props);

    expect(codesOf(chart)).toEqual([]);
  });

  test('warns of a Kafka class without a configuration, which a release would not make ready', () => {
    const chart = shop();

    new Broker(chart, 'orders', { brokerClass: BrokerClass.KAFKA, deadLetterSink: dlq });

    expect(warningsOf(chart)).toEqual(['kafka-broker-without-config']);
  });

  test('warns of Kafka topics that two brokers would share', () => {
    const chart = shop();
    const config = { apiVersion: 'v1', kind: 'ConfigMap', name: 'own' };

    for (const [namespace, name] of [['a-b', 'c'], ['a', 'b-c']] as const) {
      new Broker(chart, `${namespace}.${name}`, {
        brokerClass: BrokerClass.KAFKA, config, deadLetterSink: dlq, metadata: { namespace, name },
      });
    }

    expect(warningsOf(chart)).toEqual(['kafka-name-collision']);
  });
});

describe('the address of a broker', () => {
  test.each([
    [BrokerClass.MT_CHANNEL_BASED, 'http://broker-ingress.knative-eventing.svc.cluster.local/shop/orders'],
    [BrokerClass.KAFKA, 'http://kafka-broker-ingress.knative-eventing.svc.cluster.local/shop/orders'],
    [BrokerClass.KAFKA_NAMESPACED, 'http://kafka-broker-ingress.shop.svc.cluster.local/shop/orders'],
  ])('%# follows from its class', (brokerClass, url) => {
    const chart = shop();

    expect(new Broker(chart, 'orders', { brokerClass }).url).toBe(url);
    expect(Broker.fromBrokerName(chart, 'existing', 'orders', { brokerClass }).url).toBe(url);
  });

  test('ends in the domain of its cluster', () => {
    const chart = new ClusterChart(Testing.app(), 'eu', { namespace: 'shop', clusterDomain: 'eu.local' });

    const broker = new Broker(chart, 'orders', { brokerClass: BrokerClass.KAFKA });

    expect(broker.url).toBe('http://kafka-broker-ingress.knative-eventing.svc.eu.local/shop/orders');
  });

  test('fails where the class is not known', () => {
    const chart = shop();

    void new Broker(chart, 'orders').url;
    void new Broker(chart, 'rabbits', { brokerClass: BrokerClass.custom('RabbitMQBroker') }).url;
    void Broker.fromBrokerName(chart, 'existing', 'orders').url;

    expect(codesOf(chart)).toEqual(['KN-BRK-002', 'KN-BRK-002', 'KN-BRK-002']);
    expect(problemsOf(chart)).toContain('write `brokerClass: BrokerClass.MT_CHANNEL_BASED`');
  });

  test('fails for an existing broker whose name fits into no label of its triggers', () => {
    const chart = shop();

    Broker.fromBrokerName(chart, 'existing', 'a'.repeat(64));

    expect(codesOf(chart)).toEqual(['KN-BRK-008']);
  });

  test('fails without a namespace', () => {
    const chart = new Chart(Testing.app(), 'chart');

    void new Broker(chart, 'orders', { brokerClass: BrokerClass.KAFKA, config: undefined }).url;
    void Broker.fromBrokerName(chart, 'existing', 'orders', { brokerClass: BrokerClass.KAFKA }).url;

    expect(codesOf(chart)).toEqual(['KN-NAM-003', 'KN-NAM-003']);
  });

  test('is not needed where the broker is the sink', () => {
    const broker = new Broker(shop(), 'orders');

    expect(broker.toSinkConfig()).toEqual({
      ref: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'orders', namespace: 'shop' },
    });
  });
});

describe('a broker class', () => {
  test('by the name of a known one is that one', () => {
    expect(BrokerClass.custom('Kafka')).toBe(BrokerClass.KAFKA);
    expect(BrokerClass.custom('Kafka').equals(BrokerClass.KAFKA)).toBe(true);
    expect(BrokerClass.custom('RabbitMQBroker').equals(BrokerClass.custom('RabbitMQBroker'))).toBe(true);
    expect(BrokerClass.KAFKA_NAMESPACED.kafka).toBe(true);
    expect(BrokerClass.MT_CHANNEL_BASED.kafka).toBe(false);
  });

  test.each(['', ' ', 'kafka', 'KAFKA', 'mtChannelBasedBroker', 'Kafka '])('fails as `%s`', (name) => {
    expect(() => BrokerClass.custom(name)).toThrow(expect.objectContaining({ code: 'KN-BRK-001' }) as KnativeError);
  });
});
