import { App, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, Feature, Features, Sink, Warnings } from '../../lib/core';
import {
  Backoff, Broker, BrokerClass, Delivery, type IBroker, RequestReply, type RequestReplyProps, Sequence, Trigger,
} from '../../lib/eventing';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const subscriber = Sink.kubernetesService('handler');

function broker(chart: Chart, brokerClass = BrokerClass.MT_CHANNEL_BASED): IBroker {
  return Broker.fromBrokerName(chart, 'broker', 'events', { brokerClass });
}

function requestReply(chart: Chart, props: Partial<RequestReplyProps> = {}, id = 'ask'): RequestReply {
  return new RequestReply(chart, id, { broker: props.broker ?? broker(chart), ...props });
}

describe('a request-reply', () => {
  test('needs a broker', () => {
    const chart = shop();

    const made = requestReply(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'RequestReply', metadata: { name: 'ask', namespace: 'shop' },
      spec: { brokerRef: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' } },
    }]);
    expect(made.node.defaultChild).toBe(made.apiObject);
    expect(warningsOf(chart)).toEqual([]);
  });

  test('writes all that it is told, and says what Knative does not look at', () => {
    const chart = shop();

    requestReply(chart, {
      correlationAttribute: 'askid', replyAttribute: 'answerid', timeout: Duration.seconds(10),
      delivery: Delivery.of({
        retry: 2, backoff: Backoff.linear(Duration.seconds(1)), deadLetterSink: Sink.uri('https://dead.example.com/'),
      }),
    });

    expect(manifestOf(chart, 'RequestReply').spec).toEqual({
      brokerRef: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' },
      correlationAttribute: 'askid',
      replyAttribute: 'answerid',
      timeout: 'PT10S',
      delivery: {
        retry: 2, backoffPolicy: 'linear', backoffDelay: 'PT1S', deadLetterSink: { uri: 'https://dead.example.com/' },
      },
    });
    expect(warningsOf(chart)).toEqual(['request-reply-timeout-ignored', 'request-reply-delivery-ignored']);
  });

  test('may say the minute that Knative waits', () => {
    const chart = shop();

    requestReply(chart, { timeout: Duration.minutes(1) });

    expect(warningsOf(chart)).toEqual([]);
    expect(manifestOf(chart, 'RequestReply').spec.timeout).toBe('PT60S');
  });

  test.each([[BrokerClass.KAFKA], [BrokerClass.KAFKA_NAMESPACED]])('%# warns of brokers that recognize no reply', (kafka) => {
    const chart = shop();

    requestReply(chart, { broker: broker(chart, kafka) });

    expect(warningsOf(chart)).toEqual(['request-reply-kafka']);
  });

  test('warns of a name that begins that of another one, in whatever order', () => {
    const chart = shop();
    const events = broker(chart);

    requestReply(chart, { broker: events }, 'ask-twice');
    requestReply(chart, { broker: events }, 'ask');
    requestReply(chart, { broker: events }, 'tell');

    expect(warningsOf(chart)).toEqual(['request-reply-key-shared']);
  });

  test('warns of every name that begins another one of the namespace, and of no other', () => {
    const chart = shop();
    const events = broker(chart);
    const elsewhere = new Chart(App.of(chart), 'elsewhere', { namespace: 'elsewhere' });

    ['ask', 'ask-a', 'ask-b', 'ask-a-1', 'tell'].forEach((id) => requestReply(chart, { broker: events }, id));
    requestReply(elsewhere, { broker: broker(elsewhere) }, 'tell-all');

    expect(problemsOf(chart)).toBe('');
    const found = Warnings.of(App.of(chart)).list();
    expect(found.map(({ id, path }) => `${id} ${path}`))
      .toEqual(['request-reply-key-shared chart/ask', 'request-reply-key-shared chart/ask-a']);
    expect(found[0]?.message).toContain('`ask-a` is there before `ask`');
  });

  test('has an address in the cluster, below which nothing lies', () => {
    const chart = new ClusterChart(Testing.app(), 'chart', { namespace: 'shop', clusterDomain: 'example.local' });
    const here = shop();
    const made = requestReply(here);

    new Sequence(here, 'steps', { steps: [{ subscriber: Sink.of(made, { path: '/x' }) }] });

    expect(made.url).toBe('http://request-reply.knative-eventing.svc.cluster.local/shop/ask');
    expect(requestReply(chart).url).toBe('http://request-reply.knative-eventing.svc.example.local/shop/ask');
    expect(codesOf(here)).toEqual(['KN-SNK-006']);
  });

  test('may exist already', () => {
    const chart = shop();

    const near = RequestReply.fromRequestReplyName(chart, 'near', 'ask');
    const far = RequestReply.fromRequestReplyName(chart, 'far', 'ask', { namespace: 'billing' });

    expect(near.requestReplyName).toBe('ask');
    expect(near.url).toBe('http://request-reply.knative-eventing.svc.cluster.local/shop/ask');
    expect(far.url).toBe('http://request-reply.knative-eventing.svc.cluster.local/billing/ask');
    expect(far.toSinkConfig(chart).ref).toMatchObject({ kind: 'RequestReply', name: 'ask', namespace: 'billing' });
    expect(problemsOf(chart)).toBe('');
  });

  test('is registered with the events that are found there, made or existing', () => {
    const chart = shop();

    requestReply(chart).registerEventType('asked', { type: 'com.example.asked' });
    RequestReply.fromRequestReplyName(chart, 'far', 'tell').registerEventType('told', { type: 'com.example.told' });

    expect(problemsOf(chart)).toBe('');
    expect(manifestOf(chart, 'EventType', 'told').spec.reference).toMatchObject({ kind: 'RequestReply', name: 'tell' });
  });

  test('can be patched', () => {
    const chart = shop();

    requestReply(chart).apiObject.addJsonPatch(JsonPatch.add('/spec/timeout', 'PT5S'));

    expect(manifestOf(chart, 'RequestReply').spec.timeout).toBe('PT5S');
  });

  test.each<[string, Partial<RequestReplyProps>]>([
    ['an attribute with a capital', { correlationAttribute: 'Ask' }],
    ['an attribute with a dash', { replyAttribute: 'reply-id' }],
    ['an empty attribute', { correlationAttribute: '' }],
    ['an attribute that begins with a digit', { replyAttribute: '1reply' }],
    ['the id', { correlationAttribute: 'id' }],
    ['the type', { replyAttribute: 'type' }],
    ['the source', { correlationAttribute: 'source' }],
    ['the version', { correlationAttribute: 'specversion' }],
    ['the subject', { replyAttribute: 'subject' }],
    ['the data', { correlationAttribute: 'data' }],
    ['a word of CESQL', { replyAttribute: 'exists' }],
    ['one attribute twice', { correlationAttribute: 'x', replyAttribute: 'x' }],
    ['the attribute of requests by default for replies', { replyAttribute: 'correlationid' }],
    ['the attribute of replies by default for requests', { correlationAttribute: 'replyid' }],
  ])('fails with %s', (_, props) => {
    const chart = shop();

    requestReply(chart, props);

    expect(codesOf(chart)).toEqual(['KN-RRP-001']);
  });

  test.each<[string, Duration, string]>([
    ['no time', Duration.millis(0), 'KN-DUR-002'],
    ['less than Knative keeps', Duration.millis(50), 'KN-DUR-002'],
    ['a time finer than Knative keeps', Duration.millis(1250), 'KN-DUR-001'],
  ])('fails to wait %s', (_, timeout, code) => {
    const chart = shop();

    requestReply(chart, { timeout });

    expect(codesOf(chart)).toEqual([code]);
  });

  test('fails with a broker of another namespace, whatever is declared', () => {
    const chart = shop();
    Features.of(chart).enable(Feature.CROSS_NAMESPACE_EVENT_LINKS);

    requestReply(chart, { broker: Broker.fromBrokerName(chart, 'far', 'events', { namespace: 'billing' }) });

    expect(codesOf(chart)).toEqual(['KN-RRP-002']);
  });

  test('fails with a broker of another cluster', () => {
    const app = Testing.app();
    const here = new ClusterChart(app, 'here', { namespace: 'shop', cluster: 'here' });
    const there = new ClusterChart(app, 'there', { namespace: 'shop', cluster: 'there' });

    requestReply(here, { broker: broker(there) });

    expect(codesOf(here)).toEqual(['KN-RRP-002']);
  });

  test('fails with a label that names another broker, and takes the one that Knative writes', () => {
    const chart = shop();
    const events = broker(chart);

    requestReply(chart, { broker: events, metadata: { labels: { 'eventing.knative.dev/broker': 'other' } } });
    requestReply(chart, { broker: events, metadata: { labels: { 'eventing.knative.dev/broker': 'events' } } }, 'tell');

    expect(codesOf(chart)).toEqual(['KN-RRP-003']);
  });

  test.each([['ask.me'], ['x'.repeat(64)]])('fails with the name %s', (name) => {
    const chart = shop();

    requestReply(chart, {}, name);

    expect(codesOf(chart)).toEqual(['KN-NAM-001']);
  });

  test('fails beside a trigger that has the name of its own', () => {
    const chart = shop();
    const events = broker(chart);
    requestReply(chart, { broker: events });
    requestReply(chart, { broker: events }, 'x'.repeat(61));

    new Trigger(chart, 'ask0-1', { broker: events, subscriber });

    expect(codesOf(chart)).toEqual(['KN-NAM-010']);
  });

  test('fails with a cap on what receivers may ask for, without the feature', () => {
    const chart = shop();

    requestReply(chart, { delivery: Delivery.retry(3, { retryAfterMax: Duration.seconds(3) }) });

    expect(codesOf(chart)).toEqual(['KN-FTR-001']);
  });
});
