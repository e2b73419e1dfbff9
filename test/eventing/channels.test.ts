import { ApiObject, App, Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { ClusterChart, Feature, Features, type KnativeError, Sink, Warnings } from '../../lib/core';
import {
  Backoff, Channel, ChannelScope, ChannelTemplate, Delivery, type IChannel, InMemoryChannel, KafkaChannel, KedaScaling,
  Subscription,
} from '../../lib/eventing';
import { ConfluentCloud, KafkaCluster, KafkaCredentials } from '../../lib/kafka';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const subscriber = Sink.kubernetesService('handler');
const deliveryTo = Delivery.of({
  retry: 3, backoff: Backoff.linear(Duration.seconds(1)), deadLetterSink: Sink.kubernetesService('dlq'),
});
const renderedDelivery = {
  retry: 3, backoffPolicy: 'linear', backoffDelay: 'PT1S',
  deadLetterSink: { ref: { apiVersion: 'v1', kind: 'Service', name: 'dlq' } },
};

describe('a channel', () => {
  test('is of the kind that the cluster chooses, where the program says nothing', () => {
    const chart = shop();

    new Channel(chart, 'orders');

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', metadata: { name: 'orders', namespace: 'shop' }, spec: {},
    }]);
  });

  test.each([
    [ChannelTemplate.inMemory(), { apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel' }],
    [ChannelTemplate.kafka(), { apiVersion: 'messaging.knative.dev/v1beta1', kind: 'KafkaChannel', spec: {} }],
    [ChannelTemplate.kafka({ numPartitions: 6, replicationFactor: 3, retention: Duration.days(1) }), {
      apiVersion: 'messaging.knative.dev/v1beta1', kind: 'KafkaChannel',
      spec: { numPartitions: 6, replicationFactor: 3, retentionDuration: 'PT24H' },
    }],
    [ChannelTemplate.custom({ apiVersion: 'messaging.knative.dev/v1', kind: 'KafkaChannel', spec: { numPartitions: 2 } }),
      { apiVersion: 'messaging.knative.dev/v1', kind: 'KafkaChannel', spec: { numPartitions: 2 } }],
  ])('%# takes the kind of its template', (template, channelTemplate) => {
    const chart = shop();

    new Channel(chart, 'orders', { template, delivery: deliveryTo });

    expect(manifestOf(chart, 'Channel').spec).toEqual({ channelTemplate, delivery: renderedDelivery });
  });

  test.each([
    [() => ChannelTemplate.custom({ apiVersion: '', kind: 'Channel' }), 'KN-CHN-002'],
    [() => ChannelTemplate.custom({ apiVersion: 'example.com/v1', kind: ' ' }), 'KN-CHN-002'],
    [() => ChannelTemplate.custom({ apiVersion: 'messaging.knative.dev/v1alpha1', kind: 'KafkaChannel' }), 'KN-CHN-002'],
    [() => ChannelTemplate.kafka({ numPartitions: 0 }), 'KN-KFK-010'],
    [() => ChannelTemplate.kafka({ replicationFactor: 40_000 }), 'KN-KFK-010'],
    [() => ChannelTemplate.kafka({ retention: Duration.millis(10) }), 'KN-DUR-002'],
  ])('%# fails on a template that Knative would not take', (make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }) as KnativeError);
  });

  test('keeps patches', () => {
    const chart = shop();

    new Channel(chart, 'orders').apiObject.addJsonPatch(JsonPatch.add('/spec/delivery', { retry: 1 }));

    expect(manifestOf(chart, 'Channel').spec).toEqual({ delivery: { retry: 1 } });
  });
});

describe('an in-memory channel', () => {
  test('needs nothing', () => {
    const chart = shop();

    const channel = new InMemoryChannel(chart, 'orders');

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel', metadata: { name: 'orders', namespace: 'shop' },
      spec: {},
    }]);
    expect(channel.node.defaultChild).toBe(channel.apiObject);
  });

  test('writes scope and handler as annotations', () => {
    const chart = shop();

    new InMemoryChannel(chart, 'orders', { scope: ChannelScope.NAMESPACE, asyncHandler: true, delivery: deliveryTo });

    expect(manifestOf(chart, 'InMemoryChannel')).toMatchObject({
      metadata: { annotations: {
        'eventing.knative.dev/scope': 'namespace', 'messaging.knative.dev/async-handler': 'true',
      } },
      spec: { delivery: renderedDelivery },
    });
    expect(warningsOf(chart)).toEqual(['async-handler-loses-events']);
  });

  test('fails on annotations that it writes itself', () => {
    const chart = shop();

    new InMemoryChannel(chart, 'orders', { metadata: { annotations: { 'eventing.knative.dev/scope': 'galaxy' } } });

    expect(problemsOf(chart)).toContain('KN-CHN-005 the annotation `eventing.knative.dev/scope` is written by hand');
  });

  test('fails on a scope that is none', () => {
    const chart = shop();

    new InMemoryChannel(chart, 'orders', { scope: 'galaxy' as ChannelScope });

    expect(codesOf(chart)).toEqual(['KN-CHN-006']);
  });
});

describe('a Kafka channel', () => {
  test('leaves out what is left out', () => {
    const chart = shop();

    new KafkaChannel(chart, 'orders');

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'messaging.knative.dev/v1beta1', kind: 'KafkaChannel', metadata: { name: 'orders', namespace: 'shop' },
      spec: {},
    }]);
  });

  test('writes partitions, copies, retention and delivery', () => {
    const chart = shop();

    new KafkaChannel(chart, 'orders', {
      numPartitions: 10, replicationFactor: 3, retention: Duration.hours(168), delivery: deliveryTo,
    });

    expect(manifestOf(chart, 'KafkaChannel').spec).toEqual({
      numPartitions: 10, replicationFactor: 3, retentionDuration: 'PT168H', delivery: renderedDelivery,
    });
  });

  test('configures the channels of the whole cluster, once for all of one Kafka cluster', () => {
    const chart = shop();
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka:9092'] });

    new KafkaChannel(chart, 'orders', { cluster });
    new Channel(chart, 'payments', { template: ChannelTemplate.kafka({ cluster }) });

    expect(manifestOf(chart, 'ConfigMap')).toMatchObject({
      metadata: { name: 'kafka-channel-config', namespace: 'knative-eventing' },
      data: { 'bootstrap.servers': 'kafka:9092' },
    });
  });

  test('takes over the number of copies that its Kafka cluster prescribes', () => {
    const chart = shop();
    const cluster = new ConfluentCloud(chart, 'confluent', {
      bootstrapServers: ['pkc-1.us-east-1.aws.confluent.cloud:9092'],
      credentials: KafkaCredentials.fromSecretName('ccloud'),
    });

    new KafkaChannel(chart, 'orders', { cluster });

    expect(manifestOf(chart, 'KafkaChannel').spec).toEqual({ replicationFactor: 3 });
  });

  test('fails on numbers of copies that its Kafka cluster does not take', () => {
    const chart = shop();
    const cluster = new ConfluentCloud(chart, 'confluent', {
      bootstrapServers: ['pkc-1.us-east-1.aws.confluent.cloud:9092'],
      credentials: KafkaCredentials.fromSecretName('ccloud'),
    });

    new KafkaChannel(chart, 'orders', { cluster, replicationFactor: 1 });

    expect(codesOf(chart)).toHaveLength(1);
  });

  test.each([
    [{ numPartitions: 0 }, 'KN-KFK-010'],
    [{ numPartitions: -1 }, 'KN-KFK-010'],
    [{ numPartitions: 1.5 }, 'KN-KFK-010'],
    [{ replicationFactor: 0 }, 'KN-KFK-010'],
    [{ replicationFactor: 32_768 }, 'KN-KFK-010'],
    [{ retention: Duration.millis(50) }, 'KN-DUR-002'],
    [{ retention: Duration.millis(1050) }, 'KN-DUR-001'],
    [{ metadata: { annotations: { 'eventing.knative.dev/scope': 'galaxy' } } }, 'KN-CHN-006'],
  ])('fails with %j', (props, code) => {
    const chart = shop();

    new KafkaChannel(chart, 'orders', props);

    expect(codesOf(chart)).toEqual([code]);
  });
});

describe('channels of all kinds', () => {
  const kinds: [string, (chart: Chart, id: string) => IChannel][] = [
    ['Channel', (chart, id) => new Channel(chart, id)],
    ['InMemoryChannel', (chart, id) => new InMemoryChannel(chart, id)],
    ['KafkaChannel', (chart, id) => new KafkaChannel(chart, id)],
  ];

  test.each(kinds)('%s has an address and is a sink', (kind, make) => {
    const channel = make(shop(), 'orders');

    expect(channel.url).toBe('http://orders-kn-channel.shop.svc.cluster.local');
    expect(channel.channelName).toBe('orders');
    expect(channel.toSinkConfig(channel)).toEqual({ ref: {
      apiVersion: channel.reference.apiVersion, kind, name: 'orders', namespace: 'shop',
    } });
  });

  test.each(kinds)('%s has an address in the domain of its cluster', (_, make) => {
    const chart = new ClusterChart(new App(), 'eu', { namespace: 'shop', clusterDomain: 'eu.local' });

    expect(make(chart, 'orders').url).toBe('http://orders-kn-channel.shop.svc.eu.local');
  });

  test.each(kinds)('%s fails on an address without a namespace', (_, make) => {
    const chart = new Chart(Testing.app(), 'chart');

    void make(chart, 'orders').url;

    expect(codesOf(chart)).toEqual(['KN-NAM-003']);
  });

  test.each(kinds)('%s fails on a name that its Service cannot have', (_, make) => {
    const chart = shop();
    make(chart, 'a'.repeat(52));

    make(chart, 'b'.repeat(53));
    make(chart, 'orders.eu');
    make(chart, '1st');

    expect(codesOf(chart)).toEqual(['KN-CHN-001', 'KN-CHN-001', 'KN-CHN-001']);
  });

  test('take exactly the names that leave a Service its own', () => {
    const letters = fc.stringMatching(/^[a-z0-9.-]{1,60}$/);
    fc.assert(fc.property(letters, (name) => {
      const chart = shop();
      new InMemoryChannel(chart, 'channel', { metadata: { name } });

      const fits = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name) && `${name}-kn-channel`.length <= 63;
      expect(codesOf(chart).length === 0).toBe(fits);
    }), { numRuns: 60 });
  });

  test('fail on one name for two kinds, which would share a Service', () => {
    const chart = shop();
    new InMemoryChannel(chart, 'one', { metadata: { name: 'orders' } });

    new KafkaChannel(chart, 'two', { metadata: { name: 'orders' } });
    new KafkaChannel(chart, 'elsewhere', { metadata: { name: 'orders', namespace: 'other' } });

    expect(problemsOf(chart)).toMatch(/\[chart\/two\] KN-CHN-003 KafkaChannel `orders` would share the Service `orders-kn-channel` with the InMemoryChannel `chart\/one`/);
    expect(codesOf(chart)).toEqual(['KN-CHN-003']);
  });
});

describe('a subscription', () => {
  test('is made under its channel', () => {
    const chart = shop();
    const channel = new InMemoryChannel(chart, 'orders', { delivery: deliveryTo });

    const subscription = channel.subscribe('audit', { subscriber });

    expect(subscription.node.path).toBe('chart/orders/audit');
    expect(manifestOf(chart, 'Subscription')).toEqual({
      apiVersion: 'messaging.knative.dev/v1', kind: 'Subscription', metadata: { name: 'audit', namespace: 'shop' },
      spec: {
        channel: { apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel', name: 'orders' },
        subscriber: { ref: { apiVersion: 'v1', kind: 'Service', name: 'handler' } },
      },
    });
    expect(warningsOf(chart)).toEqual([]);
  });

  test('writes every field', () => {
    const chart = shop();
    Features.of(chart).enable(Feature.CONTROLLER_AUTOSCALER_KEDA);
    const channel = new KafkaChannel(chart, 'orders');

    new Subscription(chart, 'audit', {
      channel, subscriber, reply: new Channel(chart, 'answers'), delivery: deliveryTo,
      keda: KedaScaling.of({ minScale: 1 }), metadata: { labels: { team: 'audit' } },
    });

    expect(manifestOf(chart, 'Subscription')).toEqual({
      apiVersion: 'messaging.knative.dev/v1', kind: 'Subscription',
      metadata: {
        name: 'audit', namespace: 'shop', labels: { team: 'audit' },
        annotations: {
          'autoscaling.eventing.knative.dev/class': 'keda.autoscaling.knative.dev',
          'autoscaling.eventing.knative.dev/min-scale': '1',
        },
      },
      spec: {
        channel: { apiVersion: 'messaging.knative.dev/v1beta1', kind: 'KafkaChannel', name: 'orders' },
        subscriber: { ref: { apiVersion: 'v1', kind: 'Service', name: 'handler' } },
        reply: { ref: { apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name: 'answers' } },
        delivery: renderedDelivery,
      },
    });
  });

  test('follows its channel into the namespace of that', () => {
    const chart = shop();

    new InMemoryChannel(chart, 'orders', { metadata: { namespace: 'other' } }).subscribe('audit', { subscriber });

    expect(manifestOf(chart, 'Subscription').metadata).toEqual({ name: 'audit', namespace: 'other' });
    expect(codesOf(chart)).toEqual([]);
  });

  test('warns where events that fail are lost', () => {
    const chart = shop();

    new InMemoryChannel(chart, 'orders').subscribe('audit', { subscriber });

    expect(warningsOf(chart)).toEqual(['no-dead-letter-sink']);
  });

  test('fails in another namespace than its channel', () => {
    const chart = shop();
    const channel = new Channel(new Chart(chart, 'other', { namespace: 'other' }), 'orders');

    new Subscription(chart, 'audit', { channel, subscriber });

    expect(problemsOf(chart)).toMatch(/\[chart\/audit\] KN-CHN-004 the Subscription is in namespace `shop`, its channel in namespace `other`/);
  });

  test('names the namespace of its channel where the cluster allows that', () => {
    const chart = shop();
    const channel = Channel.fromChannelName(chart, 'orders', 'orders', { namespace: 'other' });

    new Subscription(chart, 'audit', { channel, subscriber });
    Features.of(chart).enable(Feature.CROSS_NAMESPACE_EVENT_LINKS);

    expect(codesOf(chart)).toEqual([]);
    expect(manifestOf(chart, 'Subscription').spec.channel).toEqual({
      apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name: 'orders', namespace: 'other',
    });
  });

  test('fails in another cluster than its channel', () => {
    const app = Testing.app();
    const eu = new ClusterChart(app, 'eu', { cluster: 'eu', namespace: 'shop' });
    const us = new ClusterChart(app, 'us', { cluster: 'us', namespace: 'shop' });

    new Subscription(us, 'audit', { channel: new Channel(eu, 'orders'), subscriber });

    expect(problemsOf(us)).toContain('KN-CHN-004 the Subscription is meant for the cluster `us`, its channel for `eu`');
  });

  test('fails with KEDA on a channel that is not of Kafka', () => {
    const chart = shop();

    new InMemoryChannel(chart, 'orders').subscribe('audit', { subscriber, keda: KedaScaling.disabled() });

    expect(codesOf(chart)).toEqual(['KN-TRG-009']);
  });

  test('fails on KEDA annotations by hand', () => {
    const chart = shop();

    new KafkaChannel(chart, 'orders').subscribe('audit', {
      subscriber, metadata: { annotations: { 'autoscaling.eventing.knative.dev/min-scale': '1' } },
    });

    expect(problemsOf(chart)).toContain('write `keda` instead');
  });
});

describe('a channel that exists already', () => {
  test.each([
    ['Channel', Channel.fromChannelName],
    ['InMemoryChannel', InMemoryChannel.fromChannelName],
    ['KafkaChannel', KafkaChannel.fromChannelName],
  ])('as %s adds nothing, has an address and takes subscriptions', (kind, from) => {
    const chart = shop();

    const channel = from(chart, 'existing', 'orders');
    channel.subscribe('audit', { subscriber });

    expect(channel.url).toBe('http://orders-kn-channel.shop.svc.cluster.local');
    expect(Testing.synth(chart)).toMatchObject([{ kind: 'Subscription', spec: { channel: { kind, name: 'orders' } } }]);
    expect(warningsOf(chart)).toEqual([]);
  });

  test('lends its namespace to its subscriptions', () => {
    const chart = shop();

    Channel.fromChannelName(chart, 'existing', 'orders', { namespace: 'other' }).subscribe('audit', { subscriber });

    expect(manifestOf(chart, 'Subscription').metadata.namespace).toBe('other');
    expect(codesOf(chart)).toEqual([]);
  });

  test('fails on names that no object has', () => {
    const chart = shop();

    Channel.fromChannelName(chart, 'existing', 'My Orders', { namespace: 'Other' });

    expect(codesOf(chart)).toEqual(['KN-NAM-001', 'KN-NAM-006']);
  });

  test('fails on an address without a namespace', () => {
    const chart = new Chart(Testing.app(), 'chart');

    void Channel.fromChannelName(chart, 'existing', 'orders').url;

    expect(codesOf(chart)).toEqual(['KN-NAM-003']);
  });
});

test('warnings of a program can be acknowledged', () => {
  const chart = shop();
  new InMemoryChannel(chart, 'orders').subscribe('audit', { subscriber });

  Warnings.of(chart).treatAsErrors();
  expect(codesOf(chart)).toEqual(['KN-WRN-002']);
  Warnings.of(chart).acknowledge('no-dead-letter-sink', 'the audit may miss an event');

  expect(codesOf(chart)).toEqual([]);
  expect(chart.node.findAll().filter((node) => ApiObject.isApiObject(node))).toHaveLength(2);
});
