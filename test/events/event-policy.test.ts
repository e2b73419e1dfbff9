import { type Chart, JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, Feature, Features, LabelSelectorOperator, Sink } from '../../lib/core';
import { Broker, BrokerClass, Channel } from '../../lib/eventing';
import { EventPolicy, type EventPolicyProps, EventSender } from '../../lib/events';
import { Filter } from '../../lib/filters';
import { ServiceAccount } from '../../lib/pod';
import { KafkaSink } from '../../lib/sinks';
import { codesOf, manifestsOf, problemsOf, shop, warningsOf } from '../kafka/program';

const TILL = EventSender.subject('system:serviceaccount:shop:till');
const BROKER = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker' };

function secured(chart: Chart = shop()): Chart {
  Features.of(chart).enable(Feature.AUTHENTICATION_OIDC);
  return chart;
}

function policy(chart: Chart, props: Partial<EventPolicyProps> = {}, id = 'policy'): EventPolicy {
  return new EventPolicy(chart, id, { from: [TILL], ...props });
}

describe('an event policy', () => {
  test('is for a whole namespace', () => {
    const chart = secured();

    policy(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'eventing.knative.dev/v1alpha1',
      kind: 'EventPolicy',
      metadata: { name: 'policy', namespace: 'shop' },
      spec: { from: [{ sub: 'system:serviceaccount:shop:till' }] },
    }]);
    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
  });

  test('is for receivers, by reference and by their labels', () => {
    const chart = secured();
    const unknown = Sink.reference({ apiVersion: 'sinks.example.com/v1', kind: 'TillSink', name: 'till' });

    policy(chart, {
      to: [Broker.fromBrokerName(chart, 'broker', 'events'), unknown],
      selectors: [{
        apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', matchLabels: { team: 'orders' },
        matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.IN, values: ['gold', 'silver'] }],
      }],
      from: [TILL, EventSender.namespace('billing')],
      filters: [Filter.exact({ type: 'order.paid' }), Filter.prefix({ source: '/eu/' })],
      metadata: { labels: { team: 'orders' } },
    });

    expect(problemsOf(chart)).toBe('');
    expect(Testing.synth(chart)[0].spec).toEqual({
      to: [
        { ref: { ...BROKER, name: 'events' } },
        { ref: { apiVersion: 'sinks.example.com/v1', kind: 'TillSink', name: 'till' } },
        {
          selector: {
            apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', matchLabels: { team: 'orders' },
            matchExpressions: [{ key: 'tier', operator: 'In', values: ['gold', 'silver'] }],
          },
        },
      ],
      from: [{ sub: 'system:serviceaccount:shop:till' }, { sub: 'system:serviceaccount:billing:*' }],
      filters: [{ exact: { type: 'order.paid' } }, { prefix: { source: '/eu/' } }],
    });
  });

  test('is what a receiver allows, in its namespace', () => {
    const chart = secured();
    const broker = new Broker(chart, 'events', { metadata: { namespace: 'platform' } });
    const channel = Channel.fromChannelName(chart, 'far', 'orders', { namespace: 'billing' });

    broker.allowFrom('only-till', { from: [TILL] });
    channel.allowFrom('only-till', { from: [TILL] });

    const policies = manifestsOf(chart, 'EventPolicy');
    expect(policies['platform/only-till']?.spec.to).toEqual([{ ref: { ...BROKER, name: 'events' } }]);
    expect(policies['billing/only-till']?.spec.to)
      .toEqual([{ ref: { apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name: 'orders' } }]);
    expect(problemsOf(chart)).toBe('');
  });

  test('takes further senders at any time, and a JSON patch', () => {
    const chart = secured();
    const made = policy(chart, { from: [] });
    made.apiObject.addJsonPatch(JsonPatch.add('/spec/from/-', { sub: '*' }));

    expect(warningsOf(chart)).toEqual(['event-policy-allows-nobody']);
    made.addSender(TILL);

    expect(warningsOf(chart)).toEqual([]);
    expect(Testing.synth(chart)[0].spec.from).toEqual([{ sub: 'system:serviceaccount:shop:till' }, { sub: '*' }]);
  });

  test('takes further receivers and filters at any time', () => {
    const chart = secured();
    const made = policy(chart, { to: [] });
    const namespaced = policy(chart, {}, 'all');

    expect(codesOf(chart)).toEqual(['KN-EVT-007']);
    for (const each of [made, namespaced]) {
      each.addReceiver(Broker.fromBrokerName(chart, `broker-${each.name}`, 'events'));
      each.addFilter(Filter.exact({ type: 'order.placed' }));
    }

    expect(codesOf(chart)).toEqual([]);
    for (const { spec } of Object.values(manifestsOf(chart, 'EventPolicy'))) {
      expect(spec).toEqual({
        to: [{ ref: { ...BROKER, name: 'events' } }],
        from: [{ sub: 'system:serviceaccount:shop:till' }],
        filters: [{ exact: { type: 'order.placed' } }],
      });
    }
  });

  test('fails with a further receiver that looks at no policy', () => {
    const chart = secured();

    policy(chart).addReceiver(Sink.kubernetesService('orders'));

    expect(codesOf(chart)).toEqual(['KN-EVT-005']);
  });

  test('fails without the feature', () => {
    const chart = shop();

    policy(chart);

    expect(codesOf(chart)).toEqual(['KN-FTR-001']);
    expect(problemsOf(chart)).toContain('write `enabled` for `authentication-oidc` of `config-features` in its `config`');
  });

  test.each<[string, (chart: Chart) => Partial<EventPolicyProps>, string]>([
    ['for an address', () => ({ to: [Sink.uri('https://example.com/in')] }), 'KN-EVT-004'],
    ['for a receiver elsewhere',
      (chart) => ({ to: [Broker.fromBrokerName(chart, 'far', 'events', { namespace: 'billing' })] }), 'KN-EVT-004'],
    ['for a Knative service', () => ({
      to: [Sink.reference({ apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' })],
    }), 'KN-EVT-005'],
    ['for a Kubernetes service', () => ({ to: [Sink.kubernetesService('orders')] }), 'KN-EVT-005'],
    ['for a RequestReply', () => ({
      to: [Sink.reference({ apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'RequestReply', name: 'orders' })],
    }), 'KN-EVT-005'],
    ['for nobody', () => ({ to: [] }), 'KN-EVT-007'],
    ['for nobody by selector', () => ({ to: [], selectors: [] }), 'KN-EVT-007'],
    ['with a selector without a version',
      () => ({ selectors: [{ apiVersion: '', kind: 'Broker', matchLabels: { a: 'b' } }] }), 'KN-EVT-008'],
    ['with a selector without a kind',
      () => ({ selectors: [{ ...BROKER, kind: ' ', matchLabels: { a: 'b' } }] }), 'KN-EVT-008'],
    ['with a selector without labels', () => ({ selectors: [BROKER] }), 'KN-EVT-008'],
    ['with a selector with empty labels', () => ({ selectors: [{ ...BROKER, matchLabels: {} }] }), 'KN-EVT-008'],
    ['with a selector of a kind that is asked for without labels', () => ({
      selectors: [{ apiVersion: 'sinks.knative.dev/v1alpha1', kind: 'IntegrationSink', matchLabels: { a: 'b' } }],
    }), 'KN-EVT-008'],
    ['with a selector of Knative services', () => ({
      selectors: [{ apiVersion: 'serving.knative.dev/v1', kind: 'Service', matchLabels: { a: 'b' } }],
    }), 'KN-EVT-005'],
    ['with a label that is none', () => ({ selectors: [{ ...BROKER, matchLabels: { 'a b': 'c' } }] }), 'KN-NAM-004'],
    ['with a condition without values', () => ({
      selectors: [{ ...BROKER, matchExpressions: [{ key: 'a', operator: LabelSelectorOperator.IN }] }],
    }), 'KN-POD-043'],
    ['with a filter that Kafka evaluates otherwise', (chart) => ({
      to: [KafkaSink.fromKafkaSinkName(chart, 'audit', 'audit')], filters: [Filter.prefix({ subject: 'eu/' })],
    }), 'KN-EVT-009'],
    ['with such a filter for a Kafka broker', (chart) => ({
      to: [Sink.of(Broker.fromBrokerName(chart, 'broker', 'events', { brokerClass: BrokerClass.KAFKA }), {})],
      filters: [Filter.suffix({ datacontenttype: '+json' })],
    }), 'KN-EVT-009'],
  ])('fails %s', (_, props, code) => {
    const chart = secured();

    policy(chart, props(chart));

    expect(codesOf(chart)).toEqual([code]);
  });

  test('fails where the receiver is in another cluster', () => {
    const app = Testing.app();
    const there = new ClusterChart(app, 'there', { namespace: 'shop', cluster: 'b' });
    const here = secured(new ClusterChart(app, 'here', { namespace: 'shop', cluster: 'a' }));

    policy(here, { to: [new Broker(there, 'events')] });

    expect(codesOf(here)).toEqual(['KN-NAM-008']);
  });

  test('fails where the sender is in another cluster', () => {
    const app = Testing.app();
    const there = new ClusterChart(app, 'there', { namespace: 'shop', cluster: 'b' });
    const here = secured(new ClusterChart(app, 'here', { namespace: 'shop', cluster: 'a' }));

    policy(here, { from: [EventSender.serviceAccount(new ServiceAccount(there, 'till'))] });

    expect(codesOf(here)).toEqual(['KN-NAM-008']);
  });

  test.each([
    ['sender', { from: ['till'] }], ['receiver', { to: ['events'] }], ['filter', { filters: [{ exact: { type: 'a' } }] }],
  ])('fails for what JavaScript lets pass as a %s', (_, props) => {
    const chart = secured();

    policy(chart, {}, 'first');
    policy(chart, props as unknown as Partial<EventPolicyProps>);

    expect(codesOf(chart)).toEqual(['KN-TYP-001']);
  });

  test('is warned of expressions that may do what was not meant, those that come later too', () => {
    const chart = secured();

    const added = policy(chart, { filters: [Filter.cesql('region = 5')] });
    added.addFilter(Filter.cesql('TRUE'));

    expect(warningsOf(chart)).toEqual(['cesql-absent-attribute', 'cesql-always-true']);
  });

  test('is warned of a filter that Kafka evaluates a little otherwise', () => {
    const chart = secured();

    KafkaSink.fromKafkaSinkName(chart, 'audit', 'audit')
      .allowFrom('old', { from: [TILL], filters: [Filter.prefix({ time: '2026-' })] });

    expect(warningsOf(chart)).toEqual(['kafka-filter-time']);
  });
});

describe('of two event policies for one sender', () => {
  const EU = Filter.prefix({ source: '/eu/' });
  const US = Filter.prefix({ source: '/us/' });

  test.each<[string, Partial<EventPolicyProps>, Partial<EventPolicyProps>]>([
    ['with other filters', { filters: [EU] }, { filters: [US] }],
    ['without filters', { filters: [EU] }, {}],
    ['for the sender among others', { filters: [EU], from: [EventSender.namespace('shop')] }, { from: [TILL] }],
    ['for others too', { filters: [EU] }, { filters: [US], from: [EventSender.namespace('shop')] }],
    ['for more of the same', { filters: [EU], from: [EventSender.namespace('shop')] },
      { from: [EventSender.subject('system:serviceaccount:*')] }],
    ['in other letters', { filters: [EU], from: [EventSender.subject('System:ServiceAccount:shop:Till')] }, { filters: [US] }],
    ['in other letters among others', { filters: [EU], from: [EventSender.subject('SYSTEM:serviceaccount:shop:till')] },
      { filters: [US], from: [EventSender.namespace('shop')] }],
  ])('the second by name is warned of %s', (_, first, second) => {
    const chart = secured();
    const broker = new Broker(chart, 'events', { deadLetterSink: Sink.uri('https://example.com/in') });

    broker.allowFrom('b', { from: [TILL], ...second });
    broker.allowFrom('a', { from: [TILL], ...first });

    expect(warningsOf(chart)).toEqual(['event-policy-shadowed']);
  });

  test.each<[string, Partial<EventPolicyProps>, Partial<EventPolicyProps>]>([
    ['the same filters', { filters: [EU] }, { filters: [EU] }],
    ['no filters in the first', {}, { filters: [US] }],
    ['other senders', { filters: [EU], from: [EventSender.subject('x')] }, { filters: [US] }],
    ['other letters before a star', { filters: [EU], from: [EventSender.subject('System:*')] },
      { filters: [US], from: [EventSender.subject('system:*')] }],
  ])('none is warned of with %s', (_, first, second) => {
    const chart = secured();

    policy(chart, second, 'b');
    policy(chart, first, 'a');

    expect(warningsOf(chart)).toEqual([]);
  });

  test('none is warned of for other receivers, in another namespace, and on Kafka', () => {
    const chart = secured();
    const sink = KafkaSink.fromKafkaSinkName(chart, 'audit', 'audit');
    const channels = ['a', 'b'].map((name) => Channel.fromChannelName(chart, name, name));

    channels.forEach((channel, index) => channel.allowFrom(`only-${index}`, { from: [TILL], filters: [[EU, US][index]!] }));
    policy(chart, { filters: [EU], metadata: { namespace: 'billing' } }, 'x');
    sink.allowFrom('c', { from: [TILL], filters: [EU] });
    sink.allowFrom('d', { from: [TILL], filters: [US] });

    expect(warningsOf(chart)).toEqual([]);
  });
});
