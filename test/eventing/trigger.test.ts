import { Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, Feature, Features, Sink, Warnings } from '../../lib/core';
import {
  Backoff, Broker, BrokerClass, Delivery, DeliveryFormat, DeliveryOrder, type IBroker, KedaScaling, Trigger,
  type TriggerOptions,
} from '../../lib/eventing';
import { AttributesFilter, Filter } from '../../lib/filters';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const subscriber = Sink.kubernetesService('handler');
const dlq = Sink.kubernetesService('dlq');
const renderedSink = { ref: { apiVersion: 'v1', kind: 'Service', name: 'dlq' } };
const paid = Filter.exact({ type: 'order.paid' });
const complete = Backoff.linear(Duration.seconds(1));

function brokerOf(chart: Chart, brokerClass?: BrokerClass, delivery = Delivery.deadLetter(dlq)): IBroker {
  const config = { apiVersion: 'v1', kind: 'ConfigMap', name: 'kafka' };
  return new Broker(chart, 'orders', { brokerClass, delivery, config: brokerClass?.kafka === true ? config : undefined });
}

describe('a trigger', () => {
  test('is made under its broker', () => {
    const chart = shop();

    const trigger = brokerOf(chart).addTrigger('payments', { filter: paid, subscriber });

    expect(trigger.node.path).toBe('chart/orders/payments');
    expect(trigger.node.defaultChild).toBe(trigger.apiObject);
    expect(manifestOf(chart, 'Trigger')).toEqual({
      apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger', metadata: { name: 'payments', namespace: 'shop' },
      spec: {
        broker: 'orders', filters: [{ exact: { type: 'order.paid' } }],
        subscriber: { ref: { apiVersion: 'v1', kind: 'Service', name: 'handler' } },
      },
    });
    expect(warningsOf(chart)).toEqual([]);
  });

  test('writes every field', () => {
    const chart = shop();
    Features.of(chart).enable(Feature.CONTROLLER_AUTOSCALER_KEDA);

    new Trigger(chart, 'payments', {
      broker: brokerOf(chart, BrokerClass.KAFKA),
      filter: paid, filters: [Filter.not(Filter.exact({ source: '/test' }))],
      subscriber: Sink.of(Sink.kubernetesService('handler', { namespace: 'other' }), { path: '/in' }),
      delivery: Delivery.retry(3, { backoff: complete, timeout: Duration.seconds(5) }), deadLetterSink: dlq,
      deliveryOrder: DeliveryOrder.ORDERED,
      keda: KedaScaling.of({ maxScale: 5 }),
      metadata: { labels: { team: 'shop' } },
    });

    expect(manifestOf(chart, 'Trigger')).toEqual({
      apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger',
      metadata: {
        name: 'payments', namespace: 'shop', labels: { team: 'shop' },
        annotations: {
          'kafka.eventing.knative.dev/delivery.order': 'ordered',
          'autoscaling.eventing.knative.dev/class': 'keda.autoscaling.knative.dev',
          'autoscaling.eventing.knative.dev/max-scale': '5',
        },
      },
      spec: {
        broker: 'orders',
        filters: [{ exact: { type: 'order.paid' } }, { not: { exact: { source: '/test' } } }],
        subscriber: { ref: { apiVersion: 'v1', kind: 'Service', name: 'handler', namespace: 'other' }, uri: '/in' },
        delivery: {
          retry: 3, backoffPolicy: 'linear', backoffDelay: 'PT1S', timeout: 'PT5S', deadLetterSink: renderedSink,
        },
      },
    });
    expect(codesOf(chart)).toEqual([]);
  });

  test('takes filters in any number of steps, and they all apply', () => {
    const chart = shop();
    const trigger = brokerOf(chart).addTrigger('payments', { subscriber });

    trigger.addFilter(paid);
    trigger.addFilter(Filter.prefix({ source: '/shop' }));

    expect(manifestOf(chart, 'Trigger').spec.filters)
      .toEqual([{ exact: { type: 'order.paid' } }, { prefix: { source: '/shop' } }]);
    expect(warningsOf(chart)).toEqual([]);
  });

  test('has the older form of a filter too', () => {
    const chart = shop();

    brokerOf(chart).addTrigger('payments', { subscriber, attributes: AttributesFilter.of({ type: 'order.paid' }) });

    expect(manifestOf(chart, 'Trigger').spec).toMatchObject({ filter: { attributes: { type: 'order.paid' } } });
    expect(manifestOf(chart, 'Trigger').spec).not.toHaveProperty('filters');
    expect(warningsOf(chart)).toEqual([]);
  });

  test('warns where it matches everything', () => {
    const chart = shop();

    brokerOf(chart).addTrigger('all', { subscriber });

    expect(warningsOf(chart)).toEqual(['trigger-matches-everything']);
  });

  test('follows its broker into the namespace of that', () => {
    const chart = shop();

    new Broker(chart, 'orders', { metadata: { namespace: 'other' } }).addTrigger('payments', { filter: paid, subscriber });

    expect(manifestOf(chart, 'Trigger').metadata).toEqual({ name: 'payments', namespace: 'other' });
    expect(codesOf(chart)).toEqual([]);
  });

  test('keeps patches', () => {
    const chart = shop();

    brokerOf(chart).addTrigger('payments', { filter: paid, subscriber })
      .apiObject.addJsonPatch(JsonPatch.replace('/spec/subscriber', { uri: 'http://example.com' }));

    expect(manifestOf(chart, 'Trigger').spec.subscriber).toEqual({ uri: 'http://example.com' });
  });

  test('waits for a dependency of its namespace', () => {
    const chart = shop();

    brokerOf(chart).addTrigger('payments', {
      filter: paid, subscriber,
      dependency: { apiVersion: 'sources.knative.dev/v1', kind: 'PingSource', name: 'clock', namespace: 'shop' },
    });

    expect(JSON.parse(manifestOf(chart, 'Trigger').metadata.annotations?.['knative.dev/dependency'] ?? ''))
      .toEqual({ apiVersion: 'sources.knative.dev/v1', kind: 'PingSource', name: 'clock' });
    expect(codesOf(chart)).toEqual([]);
  });
});

describe('the delivery of a trigger', () => {
  test.each<[string, Delivery | undefined, Partial<TriggerOptions>, unknown]>([
    ['is left to the broker', Delivery.retry(3, { backoff: complete }), {}, undefined],
    ['with another dead letter sink keeps the rest of the broker\'s', Delivery.retry(3, { backoff: complete }),
      { deadLetterSink: dlq },
      { retry: 3, backoffPolicy: 'linear', backoffDelay: 'PT1S', deadLetterSink: renderedSink }],
    ['with another dead letter sink keeps Knative\'s default retries', undefined, { deadLetterSink: dlq },
      { retry: 10, backoffPolicy: 'exponential', backoffDelay: 'PT0.2S', deadLetterSink: renderedSink }],
    ['of its own counts alone', Delivery.retry(3, { backoff: complete }),
      { delivery: Delivery.retry(1, { backoff: complete }) },
      { retry: 1, backoffPolicy: 'linear', backoffDelay: 'PT1S' }],
    ['of its own takes the dead letter sink in', undefined,
      { delivery: Delivery.retry(0), deadLetterSink: dlq }, { retry: 0, deadLetterSink: renderedSink }],
  ])('%s', (_, delivery, options, expected) => {
    const chart = shop();

    new Broker(chart, 'orders', { delivery }).addTrigger('payments', { filter: paid, subscriber, ...options });

    expect(manifestOf(chart, 'Trigger').spec.delivery).toEqual(expected);
    expect(codesOf(chart)).toEqual([]);
  });

  test.each<[string, BrokerClass, Delivery, string[]]>([
    ['drops the dead letter sink of a Kafka broker', BrokerClass.KAFKA, Delivery.retry(1, { backoff: complete }),
      ['trigger-replaces-delivery']],
    ['drops the retries of a Kafka broker', BrokerClass.KAFKA, Delivery.deadLetter(dlq), ['trigger-replaces-delivery']],
    ['drops the retries of a multi-tenant broker', BrokerClass.MT_CHANNEL_BASED, Delivery.deadLetter(dlq),
      ['trigger-replaces-delivery']],
    ['keeps the dead letter sink of a multi-tenant broker', BrokerClass.MT_CHANNEL_BASED,
      Delivery.retry(1, { backoff: complete }), []],
    ['keeps everything of a namespaced Kafka broker', BrokerClass.KAFKA_NAMESPACED, Delivery.deadLetter(dlq), []],
    ['names all that a Kafka broker has', BrokerClass.KAFKA,
      Delivery.retry(1, { backoff: complete, deadLetterSink: dlq }), []],
  ])('warns where it %s', (_, brokerClass, delivery, ids) => {
    const chart = shop();

    brokerOf(chart, brokerClass).addTrigger('payments', { filter: paid, subscriber, delivery });

    expect(warningsOf(chart)).toEqual(ids);
  });

  test('has a format on brokers that heed it', () => {
    const chart = shop();
    const delivery = Delivery.retry(1, { backoff: complete, format: DeliveryFormat.JSON, deadLetterSink: dlq });

    brokerOf(chart, BrokerClass.MT_CHANNEL_BASED).addTrigger('payments', { filter: paid, subscriber, delivery });

    expect(manifestOf(chart, 'Trigger').spec.delivery).toMatchObject({ format: 'json' });
    expect(warningsOf(chart)).toEqual([]);
  });
});

describe('a trigger and its broker', () => {
  test('fail in two namespaces', () => {
    const chart = shop();
    const broker = brokerOf(new Chart(chart, 'platform', { namespace: 'platform' }));

    new Trigger(chart, 'payments', { broker, filter: paid, subscriber });

    expect(problemsOf(chart)).toMatch(/\[chart\/payments\] KN-TRG-001 the Trigger is in namespace `shop`, its broker in namespace `platform`.*trigger\.test\.ts:\d+/);
    expect(codesOf(chart)).toEqual(['KN-TRG-001']);
  });

  test('may be in two namespaces where the cluster allows it', () => {
    const chart = shop();
    Features.of(chart).enable(Feature.CROSS_NAMESPACE_EVENT_LINKS);
    const broker = brokerOf(new Chart(chart, 'platform', { namespace: 'platform' }));

    new Trigger(chart, 'payments', { broker, filter: paid, subscriber });

    expect(manifestOf(chart, 'Trigger').spec).toMatchObject({
      brokerRef: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'orders', namespace: 'platform' },
    });
    expect(manifestOf(chart, 'Trigger').spec).not.toHaveProperty('broker');
    expect(codesOf(chart)).toEqual([]);
  });

  test('fail in two namespaces on Kafka, whatever the cluster allows', () => {
    const chart = shop();
    Features.of(chart).enable(Feature.CROSS_NAMESPACE_EVENT_LINKS);
    const broker = brokerOf(new Chart(chart, 'platform', { namespace: 'platform' }), BrokerClass.KAFKA);

    new Trigger(chart, 'payments', { broker, filter: paid, subscriber });

    expect(codesOf(chart)).toEqual(['KN-TRG-001']);
  });

  test('fail in two clusters', () => {
    const app = Testing.app();
    const eu = new ClusterChart(app, 'eu', { cluster: 'eu', namespace: 'shop' });
    const us = new ClusterChart(app, 'us', { cluster: 'us', namespace: 'shop' });

    new Trigger(us, 'payments', { broker: brokerOf(eu), filter: paid, subscriber });

    expect(codesOf(us)).toEqual(['KN-TRG-001']);
  });

  test('may be without a namespace', () => {
    const chart = new Chart(Testing.app(), 'chart');

    brokerOf(chart).addTrigger('payments', { filter: paid, subscriber });

    expect(codesOf(chart)).toEqual([]);
  });

  test('may exist already', () => {
    const chart = shop();

    Broker.fromBrokerName(chart, 'existing', 'default', { namespace: 'other' }).addTrigger('payments', {
      filter: paid, subscriber, deadLetterSink: dlq,
    });

    expect(Testing.synth(chart)).toMatchObject([{
      kind: 'Trigger', metadata: { name: 'payments', namespace: 'other' },
      spec: { broker: 'default', delivery: { retry: 10 } },
    }]);
    expect(codesOf(chart)).toEqual([]);
  });
});

describe('fails:', () => {
  const ping = { apiVersion: 'sources.knative.dev/v1', kind: 'PingSource', name: 'clock' };

  test.each<[string, BrokerClass | undefined, Partial<TriggerOptions>, string]>([
    ['filters beside attributes', undefined, { attributes: AttributesFilter.of({ type: 'x' }) }, 'KN-TRG-002'],
    ['delivery order on the multi-tenant broker', BrokerClass.MT_CHANNEL_BASED,
      { deliveryOrder: DeliveryOrder.ORDERED }, 'KN-TRG-003'],
    ['a dependency elsewhere', undefined, { dependency: { ...ping, namespace: 'other' } }, 'KN-TRG-004'],
    ['a dependency without a kind', undefined, { dependency: { ...ping, kind: '' } }, 'KN-TRG-004'],
    ['a dependency without a name', undefined, { dependency: { ...ping, name: '' } }, 'KN-TRG-004'],
    ['a dependency without an apiVersion', undefined, { dependency: { ...ping, apiVersion: '' } }, 'KN-TRG-004'],
    ['a dependency on Kafka', BrokerClass.KAFKA, { dependency: ping }, 'KN-TRG-005'],
    ['a dependency by hand', undefined, { metadata: { annotations: { 'knative.dev/dependency': '{}' } } }, 'KN-TRG-006'],
    ['delivery order by hand', BrokerClass.KAFKA,
      { metadata: { annotations: { 'kafka.eventing.knative.dev/delivery.order': 'sorted' } } }, 'KN-TRG-006'],
    ['scaling by hand', BrokerClass.KAFKA,
      { metadata: { annotations: { 'autoscaling.eventing.knative.dev/lag-threshold': 'many' } } }, 'KN-TRG-006'],
    ['injection for a broker that is not `default`', undefined,
      { metadata: { annotations: { 'eventing.knative.dev/injection': 'enabled' } } }, 'KN-TRG-007'],
    ['a prefix of an optional attribute on Kafka', BrokerClass.KAFKA, { filters: [Filter.prefix({ subject: 'eu/' })] },
      'KN-TRG-008'],
    ['KEDA on the multi-tenant broker', BrokerClass.MT_CHANNEL_BASED, { keda: KedaScaling.disabled() }, 'KN-TRG-009'],
    ['KEDA in a cluster without the feature', BrokerClass.KAFKA, { keda: KedaScaling.of() }, 'KN-FTR-001'],
    ['a consumer group with too long a name', BrokerClass.KAFKA, { metadata: { name: 'a'.repeat(250) } }, 'KN-TRG-011'],
    ['two dead letter sinks', undefined, { delivery: Delivery.retry(0, { deadLetterSink: dlq }), deadLetterSink: dlq },
      'KN-DLV-003'],
    ['retryAfterMax in a cluster without the feature', undefined,
      { delivery: Delivery.retry(1, { backoff: complete, retryAfterMax: Duration.seconds(1) }) }, 'KN-FTR-001'],
  ])('%s', (_, brokerClass, options, code) => {
    const chart = shop();

    brokerOf(chart, brokerClass).addTrigger('payments', { filter: paid, subscriber, ...options });

    expect(codesOf(chart)).toEqual([code]);
  });

  test('a filter that joins attributes later', () => {
    const chart = shop();
    const trigger = brokerOf(chart).addTrigger('payments', {
      subscriber, attributes: AttributesFilter.of({ type: 'order.paid' }),
    });

    trigger.addFilter(paid);

    expect(codesOf(chart)).toEqual(['KN-TRG-002']);
  });

  test.each(['yes', 'Enabled', ''])('injection `%s`', (value) => {
    const chart = shop();

    Broker.fromBrokerName(chart, 'existing', 'default').addTrigger('payments', {
      filter: paid, subscriber, metadata: { annotations: { 'eventing.knative.dev/injection': value } },
    });

    expect(codesOf(chart)).toEqual(['KN-TRG-007']);
  });

  test('nothing of the injection that Knative takes', () => {
    const chart = shop();

    Broker.fromBrokerName(chart, 'existing', 'default').addTrigger('payments', {
      filter: paid, subscriber, metadata: { annotations: { 'eventing.knative.dev/injection': 'disabled' } },
    });

    expect(codesOf(chart)).toEqual([]);
  });

  test('a filter that Kafka cannot evaluate, added later', () => {
    const chart = shop();
    const trigger = brokerOf(chart, BrokerClass.KAFKA).addTrigger('payments', { filter: paid, subscriber });

    trigger.addFilter(Filter.suffix({ subject: '.png' }));

    expect(problemsOf(chart)).toMatch(/\[chart\/orders\/payments\] KN-TRG-008 .*trigger\.test\.ts:\d+/);
  });
});

describe('the filters of a trigger', () => {
  test('warn of expressions that may do what was not meant, those that come later too', () => {
    const chart = shop();

    const trigger = brokerOf(chart).addTrigger('payments', { subscriber, filters: [paid, Filter.cesql('region = 5')] });
    trigger.addFilter(Filter.not(Filter.cesql("type = 'a' AND source = 'b' OR EXISTS region")));

    expect(warningsOf(chart)).toEqual(['cesql-absent-attribute', 'cesql-mixed-operators']);
  });

  const unguarded = ["NOT (tenant = 'a')", "NOT (region = 'b')", "type = 'x' AND NOT (zone = 'c')", "tenant != 'd'", "NOT (tenant = 'e')"];
  const guards = 'write `EXISTS tenant AND ...`, `EXISTS region AND ...`, `EXISTS zone AND ...` before each is used';
  test.each<[string, BrokerClass, [id: string, message: string][]]>([
    ['', BrokerClass.MT_CHANNEL_BASED, [['cesql-absent-attribute',
      'an event without `tenant`, `region` or `zone` does not meet the expression that reads it, even if another part of '
      + `that would hold: ${guards}`]]],
    [', once, on a Kafka broker', BrokerClass.KAFKA, [['kafka-cesql-absent',
      'on an event without `tenant`, `region` or `zone` the expression fails and the event is dropped, but a Kafka broker '
      + `goes on with \`false\` in its place, and may deliver it: ${guards}`]]],
  ])('warn of all attributes that may be absent at once%s', (_, brokerClass, warnings) => {
    const chart = shop();

    const trigger = brokerOf(chart, brokerClass).addTrigger('payments', {
      subscriber, filters: unguarded.map((text) => Filter.cesql(text)),
    });

    expect(Warnings.of(trigger).list().map(({ id, message }) => [id, message])).toEqual(warnings);
  });

  test('warn of an attribute alone with its place, and on a Kafka broker of what only others fail on', () => {
    const chart = shop();

    const trigger = brokerOf(chart, BrokerClass.KAFKA).addTrigger('payments', {
      subscriber, filters: [Filter.cesql("tenant = 'a'"), Filter.cesql("NOT (region = 'b')")],
    });

    expect(Warnings.of(trigger).list().map(({ id, message }) => [id, message.slice(0, 40)])).toEqual([
      ['kafka-cesql-absent', 'on an event without `region` the express'],
      ['cesql-absent-attribute', 'an event without `tenant` does not meet '],
    ]);
  });

  test('warn where a Kafka broker answers otherwise', () => {
    const chart = shop();

    brokerOf(chart, BrokerClass.KAFKA).addTrigger('payments', {
      subscriber, attributes: AttributesFilter.of({ type: '' }),
    });

    expect(warningsOf(chart)).toEqual(['kafka-filter-empty-value']);
  });

  test('are fine on other brokers', () => {
    const chart = shop();

    brokerOf(chart, BrokerClass.MT_CHANNEL_BASED).addTrigger('payments', {
      filter: Filter.prefix({ subject: 'eu/' }), subscriber,
    });

    expect(codesOf(chart)).toEqual([]);
    expect(warningsOf(chart)).toEqual([]);
  });
});

test('triggers on Kafka warn of consumer groups that they would share', () => {
  const chart = shop();

  for (const [namespace, name] of [['a-b', 'c'], ['a', 'b-c']] as const) {
    Broker.fromBrokerName(chart, namespace, 'orders', { namespace, brokerClass: BrokerClass.KAFKA })
      .addTrigger(name, { filter: paid, subscriber });
  }

  expect(warningsOf(chart)).toEqual(['kafka-name-collision']);
});
