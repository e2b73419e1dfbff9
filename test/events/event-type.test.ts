import { JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, EventSource, Sink } from '../../lib/core';
import { Broker, Channel } from '../../lib/eventing';
import { EventType, type EventTypeProps } from '../../lib/events';
import { KafkaSink } from '../../lib/sinks';
import { KafkaSource, PingSource, SinkBinding, SinkBindingSubject, SubjectKind } from '../../lib/sources';
import { codesOf, kafka, manifestsOf, problemsOf, shop, warningsOf } from '../kafka/program';

const TYPE = 'com.example.order.paid';
const BROKER = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' };

describe('an event type', () => {
  test('needs a type and no more', () => {
    const chart = shop();

    const eventType = new EventType(chart, 'order-paid', { type: TYPE });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'eventing.knative.dev/v1beta2',
      kind: 'EventType',
      metadata: { name: 'order-paid', namespace: 'shop' },
      spec: { type: TYPE },
    }]);
    expect(eventType.type).toBe(TYPE);
    expect(eventType.source).toBeUndefined();
    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
  });

  test('writes all that it is told', () => {
    const chart = shop();
    const props: EventTypeProps = {
      type: TYPE,
      source: '/orders',
      schema: 'https://example.com/order.json',
      schemaData: '{"type":"object"}',
      description: 'an order was paid',
      reference: Broker.fromBrokerName(chart, 'far', 'events', { namespace: 'platform' }),
      metadata: { labels: { team: 'orders' } },
    };

    new EventType(chart, 'order-paid', props);

    expect(problemsOf(chart)).toBe('');
    expect(Testing.synth(chart)[0]).toMatchObject({ metadata: { labels: { team: 'orders' } } });
    expect(Testing.synth(chart)[0].spec).toEqual({
      type: TYPE,
      source: '/orders',
      schema: 'https://example.com/order.json',
      schemaData: '{"type":"object"}',
      reference: { ...BROKER, namespace: 'platform' },
      description: 'an order was paid',
    });
  });

  test('is registered at the receiver that has it, in its namespace', () => {
    const chart = shop();
    const broker = new Broker(chart, 'events', { metadata: { namespace: 'platform' } });

    broker.registerEventType('order-paid', { type: TYPE });

    expect(problemsOf(chart)).toBe('');
    expect(manifestsOf(chart, 'EventType')['platform/order-paid']?.spec).toEqual({ type: TYPE, reference: BROKER });
  });

  test('takes the receiver of a sink with a path, and the object alone', () => {
    const chart = shop();
    const channel = new Channel(chart, 'orders');

    new EventType(chart, 'order-paid', { type: TYPE, reference: Sink.of(channel, { path: '/inbox' }) });

    expect(Object.values(manifestsOf(chart, 'EventType'))[0]?.spec.reference)
      .toEqual({ apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name: 'orders' });
  });

  test('keeps a JSON patch', () => {
    const chart = shop();

    new EventType(chart, 'order-paid', { type: TYPE }).apiObject.addJsonPatch(JsonPatch.add('/spec/broker', 'events'));

    expect(Testing.synth(chart)[0].spec).toEqual({ type: TYPE, broker: 'events' });
  });

  test.each([
    'https://example.com/orders', '/apis/v1/namespaces/shop/pingsources/tick', 'urn:uuid:1-2', 'mailto:a@example.com',
    'orders', '#part', '?q=1', 'ssh://git@example.com/shop', 'urn:example:a@b', 'http://user@example.com:8080/a%20b', 'http://[::1]:80/', 'a/b:c', '//example.com/x',
  ])('takes the source %s', (source) => {
    const chart = shop();

    new EventType(chart, 'order-paid', { type: TYPE, source });

    expect(problemsOf(chart)).toBe('');
  });

  test.each([
    ['', 'KN-EVT-002'], ['the orders', 'KN-EVT-002'], ['://orders', 'KN-EVT-002'], ['1a:b', 'KN-EVT-002'],
    ['a_b:c', 'KN-EVT-002'], ['%zz', 'KN-EVT-002'], ['http://example.com:port/', 'KN-EVT-002'],
    ['http://[::1', 'KN-EVT-002'], ['http://h%41/', 'KN-EVT-002'], ['/größe', 'KN-EVT-002'], ['a<b>', 'KN-EVT-002'],
    ['HTTP://example.com', 'KN-EVT-002'], ['//', 'KN-EVT-002'], ['a#', 'KN-EVT-002'], ['a#b#c', 'KN-EVT-002'],
  ])('fails for the source %j', (source, code) => {
    const chart = shop();

    new EventType(chart, 'order-paid', { type: TYPE, source });

    expect(codesOf(chart)).toEqual([code]);
  });

  test.each<[string, EventTypeProps, string, string]>([
    ['without a type', {}, 'KN-EVT-001', 'an event type has no `type`'],
    ['with an empty type', { type: ' ' }, 'KN-EVT-001', '` ` is no CloudEvents type'],
    ['with a schema that is no URI', { type: TYPE, schema: 'order schema' }, 'KN-EVT-002',
      'the schema `order schema` is no URI'],
    ['with an address as its receiver', { type: TYPE, reference: Sink.uri('https://example.com/in') }, 'KN-EVT-003',
      'the event type `order-paid` refers to the address `https://example.com/in`'],
  ])('fails %s', (_, props, code, words) => {
    const chart = shop();

    new EventType(chart, 'order-paid', props);

    expect(codesOf(chart)).toEqual([code]);
    expect(problemsOf(chart)).toContain(words);
  });

  test('fails where the receiver is in another cluster', () => {
    const app = Testing.app();
    const there = new ClusterChart(app, 'there', { namespace: 'shop', cluster: 'b' });
    const here = new ClusterChart(app, 'here', { namespace: 'shop', cluster: 'a' });

    new EventType(here, 'order-paid', { type: TYPE, reference: new Broker(there, 'events') });

    expect(codesOf(here)).toEqual(['KN-NAM-008']);
  });

  test('fails for a name that is none', () => {
    const chart = shop();

    new Broker(chart, 'events').registerEventType('com.example.Order', { type: TYPE });

    expect(codesOf(chart)).toEqual(['KN-NAM-001']);
  });
});

describe('the event type of a source', () => {
  test('is what the source sends, at the receiver that it sends to', () => {
    const chart = shop();
    const broker = Broker.fromBrokerName(chart, 'broker', 'events', { namespace: 'platform' });
    const ping = new PingSource(chart, 'tick', { schedule: '@daily', sink: broker });

    ping.registerEventType('daily', { description: 'once a day' });

    expect(problemsOf(chart)).toBe('');
    expect(manifestsOf(chart, 'EventType')['shop/daily']?.spec).toEqual({
      type: 'dev.knative.sources.ping',
      source: '/apis/v1/namespaces/shop/pingsources/tick',
      reference: { ...BROKER, namespace: 'platform' },
      description: 'once a day',
    });
  });

  test('names no receiver that is a mere address', () => {
    const chart = shop();
    const ping = new PingSource(chart, 'tick', { schedule: '@daily', sink: Sink.uri('https://example.com/in') });

    ping.registerEventType('daily');

    expect(problemsOf(chart)).toBe('');
    expect(manifestsOf(chart, 'EventType')['shop/daily']?.spec).not.toHaveProperty('reference');
  });

  test('has no source where the source has several', () => {
    const chart = shop();
    const sink = new Broker(chart, 'events', { deadLetterSink: Sink.uri('https://example.com/in') });
    const one = new KafkaSource(chart, 'one', { cluster: kafka(chart), topics: ['orders'], sink });
    const two = new KafkaSource(chart, 'two', { cluster: one.cluster, topics: ['orders', 'bills'], sink });

    expect(one.registerEventType('records').source).toBe('/apis/v1/namespaces/shop/kafkasources/one#orders');
    expect(two.registerEventType('all-records').source).toBeUndefined();
    expect(two.registerEventType('bills', { source: two.eventSourceFor('bills') }).source).toMatch(/two#bills$/);
    expect(problemsOf(chart)).toBe('');
  });

  test('may be of a source that only exists by reference', () => {
    const chart = shop();
    const eventSource = EventSource.reference(
      { apiVersion: 'sources.example.com/v1', kind: 'TillSource', name: 'till' },
      { events: [{ type: TYPE, source: '/till' }, { type: TYPE, source: '/till' }] });
    const reference = KafkaSink.fromKafkaSinkName(chart, 'audit', 'audit');

    new EventType(chart, 'order-paid', { eventSource, reference });

    expect(problemsOf(chart)).toBe('');
    expect(manifestsOf(chart, 'EventType')['shop/order-paid']?.spec).toEqual({
      type: TYPE,
      source: '/till',
      reference: { apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'KafkaSink', name: 'audit' },
    });
  });

  test('fails where the program does not know its type', () => {
    const chart = shop();
    const binding = new SinkBinding(chart, 'binding', {
      sink: Sink.uri('https://example.com/in'),
      subject: SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'till'),
    });

    binding.registerEventType('known', { type: TYPE });
    binding.registerEventType('unknown');

    expect(codesOf(chart)).toEqual(['KN-EVT-001']);
  });

  test('fails where it is one of several', () => {
    const chart = shop();
    const eventSource = EventSource.reference(
      { apiVersion: 'sources.example.com/v1', kind: 'TillSource', name: 'till' },
      { events: [{ type: 'a' }, { type: 'b' }] });

    new EventType(chart, 'order-paid', { eventSource });

    expect(problemsOf(chart)).toContain('the source of the events sends several types; allowed: one of them: `a`, `b`; '
      + "write `type: 'a'`");
  });
});
