import { ApiObject, type Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { ClusterChart, Feature, Features, Sink } from '../../lib/core';
import {
  Backoff, Channel, ChannelTemplate, Delivery, InMemoryChannel, KafkaChannel, Sequence, type SequenceProps,
  type SequenceStep, Subscription,
} from '../../lib/eventing';
import { ConfluentCloud, KafkaCredentials } from '../../lib/kafka';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const service = (name: string) => Sink.kubernetesService(name);
const ref = (name: string) => ({ apiVersion: 'v1', kind: 'Service', name });
const safe = Delivery.of({
  retry: 3, backoff: Backoff.linear(Duration.seconds(1)), deadLetterSink: service('dead'),
});
const safeConfig = { deadLetterSink: { ref: ref('dead') }, retry: 3, backoffPolicy: 'linear', backoffDelay: 'PT1S' };
const step: SequenceStep = { subscriber: service('first'), delivery: safe };

function sequence(chart: Chart, props: SequenceProps = { steps: [step] }, id = 'orders'): Sequence {
  return new Sequence(chart, id, props);
}

describe('a sequence', () => {
  test('needs one step', () => {
    const chart = shop();

    const made = sequence(chart, { steps: [{ subscriber: service('first') }] });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'flows.knative.dev/v1', kind: 'Sequence', metadata: { name: 'orders', namespace: 'shop' },
      spec: { steps: [{ ref: ref('first') }] },
    }]);
    expect(made.node.defaultChild).toBe(made.apiObject);
    expect(warningsOf(chart)).toEqual(['no-dead-letter-sink']);
  });

  test('writes all that it is told', () => {
    const chart = shop();

    sequence(chart, {
      steps: [step, { subscriber: Sink.uri('https://audit.example.com/'), delivery: safe }],
      reply: Sink.of(service('last'), { path: '/done' }),
      channelTemplate: ChannelTemplate.kafka({ numPartitions: 3 }),
    });

    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
    expect(manifestOf(chart, 'Sequence').spec).toEqual({
      steps: [
        { ref: ref('first'), delivery: safeConfig },
        { uri: 'https://audit.example.com/', delivery: safeConfig },
      ],
      reply: { ref: ref('last'), uri: '/done' },
      channelTemplate: {
        apiVersion: 'messaging.knative.dev/v1beta1', kind: 'KafkaChannel', spec: { numPartitions: 3 },
      },
    });
  });

  test('keeps the steps in the order in which they were added', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1 }), fc.nat(5), (names, at) => {
      const chart = shop();
      const steps = names.map((name) => ({ subscriber: service(name), delivery: safe }));

      const made = sequence(chart, { steps: steps.slice(0, at) });
      for (const one of steps.slice(at)) made.addStep(one);

      expect(manifestOf(chart, 'Sequence').spec.steps).toEqual(
        names.map((name) => ({ ref: ref(name), delivery: safeConfig })));
    }), { numRuns: 20 });
  });

  test('may get its only step after it was made', () => {
    const chart = shop();
    const made = sequence(chart, {});
    expect(codesOf(chart)).toEqual(['KN-FLW-001']);

    made.addStep(step);

    expect(problemsOf(chart)).toBe('');
  });

  test('has the address of its first channel', () => {
    const chart = new ClusterChart(Testing.app(), 'chart', { namespace: 'shop', clusterDomain: 'example.local' });

    expect(sequence(shop()).url).toBe('http://orders-kn-sequence-0-kn-channel.shop.svc.cluster.local');
    expect(sequence(chart).url).toBe('http://orders-kn-sequence-0-kn-channel.shop.svc.example.local');
  });

  test('is a sink by reference, for a channel and for another sequence', () => {
    const chart = shop();
    const inner = sequence(chart);

    sequence(chart, { steps: [{ subscriber: inner, delivery: safe }] }, 'outer');
    new InMemoryChannel(chart, 'events').subscribe('all', { subscriber: inner, delivery: safe });

    const own = { apiVersion: 'flows.knative.dev/v1', kind: 'Sequence', name: 'orders' };
    expect(manifestOf(chart, 'Sequence', 'outer').spec.steps).toEqual([{ ref: own, delivery: safeConfig }]);
    expect(manifestOf(chart, 'Subscription').spec.subscriber).toEqual({ ref: own });
    expect(inner.sequenceName).toBe('orders');
    expect(problemsOf(chart)).toBe('');
  });

  test('may exist already', () => {
    const chart = shop();

    const near = Sequence.fromSequenceName(chart, 'near', 'orders');
    const far = Sequence.fromSequenceName(chart, 'far', 'orders', { namespace: 'billing' });
    Sequence.fromSequenceName(chart, 'long', 'x'.repeat(50));

    expect(near.sequenceName).toBe('orders');
    expect(near.url).toBe('http://orders-kn-sequence-0-kn-channel.shop.svc.cluster.local');
    expect(far.url).toBe('http://orders-kn-sequence-0-kn-channel.billing.svc.cluster.local');
    expect(far.toSinkConfig(chart)).toEqual({
      ref: { apiVersion: 'flows.knative.dev/v1', kind: 'Sequence', name: 'orders', namespace: 'billing' },
    });
    expect(codesOf(chart)).toEqual(['KN-FLW-002']);
    expect(Testing.synth(shop())).toEqual([]);
  });

  test('can be patched', () => {
    const chart = shop();

    sequence(chart).apiObject.addJsonPatch(JsonPatch.remove('/spec/steps/0/delivery'));

    expect(manifestOf(chart, 'Sequence').spec).toEqual({ steps: [{ ref: ref('first') }] });
  });

  test('describes the cluster of its Kafka channels', () => {
    const chart = shop();
    const cluster = new ConfluentCloud(chart, 'confluent', {
      bootstrapServers: ['pkc-1.us-east-1.aws.confluent.cloud:9092'],
      credentials: KafkaCredentials.fromSecretName('ccloud'),
    });

    sequence(chart, { steps: [step], channelTemplate: ChannelTemplate.kafka({ cluster }) });

    const manifests: ApiObject[] = Testing.synth(chart);
    expect(manifests.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['ConfigMap', 'Sequence']));
  });

  test.each([
    ['the channels have one', ChannelTemplate.custom({
      apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel',
      spec: { delivery: { deadLetterSink: { uri: 'http://dead.example.com' } } },
    }), []],
    ['the channels have none', ChannelTemplate.inMemory(), ['no-dead-letter-sink']],
    ['nobody knows', undefined, ['no-dead-letter-sink']],
  ])('warns of steps without a dead letter sink where %s', (_, channelTemplate, ids) => {
    const chart = shop();

    sequence(chart, { steps: [{ subscriber: service('a') }, { subscriber: service('b') }], channelTemplate });

    expect(warningsOf(chart)).toEqual(ids);
  });

  test('warns of what the channels do not heed', () => {
    const chart = shop();

    sequence(chart, { steps: [{ subscriber: service('a'), delivery: Delivery.retry(3, { deadLetterSink: service('d') }) }] });

    expect(warningsOf(chart)).toEqual(['retry-without-backoff']);
  });

  test.each<[string, number, string[]]>([
    ['leaves room for one step', 1, []],
    ['leaves no room for the eleventh step', 11, ['KN-FLW-002']],
  ])('%# has a name that %s', (_, steps, codes) => {
    const chart = shop();

    sequence(chart, { steps: Array.from({ length: steps }, () => step) }, 'x'.repeat(38));

    expect(codesOf(chart)).toEqual(codes);
  });

  test.each([['orders.eu'], ['1orders'], ['x'.repeat(39)]])('fails with the name %s', (name) => {
    const chart = shop();

    sequence(chart, undefined, name);

    expect(codesOf(chart)).toEqual(['KN-FLW-002']);
  });

  test('fails with the name of no object, once', () => {
    const chart = shop();

    sequence(chart, undefined, 'Orders');

    expect(codesOf(chart)).toEqual(['KN-NAM-001']);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['a channel of the same kind', (chart) => new InMemoryChannel(chart, 'orders-kn-sequence-0')],
    ['a channel of another kind', (chart) => new KafkaChannel(chart, 'orders-kn-sequence-1')],
    ['a channel of the kind that the cluster chooses', (chart) => new Channel(chart, 'orders-kn-sequence-1')],
    ['a subscription', (chart) => new Subscription(chart, 'orders-kn-sequence-1', {
      channel: Channel.fromChannelName(chart, 'events', 'events'), subscriber: service('a'), delivery: safe,
    })],
    ['a Service', (chart) => new ApiObject(chart, 'service', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'orders-kn-sequence-0-kn-channel' },
    })],
    ['a service of Knative', (chart) => new ApiObject(chart, 'service', {
      apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'orders-kn-sequence-0-kn-channel' },
    })],
  ])('fails beside %s that has the name of its own', (_, add) => {
    const chart = shop();
    sequence(chart, { steps: [step, step], channelTemplate: ChannelTemplate.inMemory() });

    add(chart);

    expect(codesOf(chart)).toEqual(['KN-NAM-010']);
    expect(problemsOf(chart)).toContain('chart/orders');
  });

  test('fails beside a channel of a kind of somebody else, under its own name', () => {
    const chart = shop();
    const kind = { apiVersion: 'messaging.example.com/v1', kind: 'QueueChannel' };
    sequence(chart, { steps: [step], channelTemplate: ChannelTemplate.custom(kind) });

    new ApiObject(chart, 'channel', { ...kind, metadata: { name: 'orders-kn-sequence-0' } });

    expect(codesOf(chart)).toEqual(['KN-NAM-010']);
  });

  test('lets objects be called so in another namespace, and where it has no such step', () => {
    const chart = shop();
    sequence(chart);

    new InMemoryChannel(chart, 'far', { metadata: { name: 'orders-kn-sequence-0', namespace: 'billing' } });
    new InMemoryChannel(chart, 'orders-kn-sequence-1');

    expect(problemsOf(chart)).toBe('');
  });

  test('fails with a cap on what receivers may ask for, without the feature', () => {
    const chart = shop();
    const delivery = Delivery.of({ ...safe, retryAfterMax: Duration.seconds(3) });
    sequence(chart, { steps: [{ subscriber: service('a'), delivery }] });
    expect(codesOf(chart)).toEqual(['KN-FTR-001']);

    Features.of(chart).enable(Feature.DELIVERY_RETRYAFTER);

    expect(problemsOf(chart)).toBe('');
  });
});
