import { ApiObject, type Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, Feature, Features, Sink } from '../../lib/core';
import {
  Backoff, Channel, ChannelTemplate, Delivery, InMemoryChannel, KafkaChannel, Parallel, type ParallelBranch,
  type ParallelProps, Sequence, Subscription,
} from '../../lib/eventing';
import { codesOf, manifestOf, problemsOf, quietly, shop, warningsOf } from './program';

quietly();

const service = (name: string) => Sink.kubernetesService(name);
const ref = (name: string) => ({ apiVersion: 'v1', kind: 'Service', name });
const safe = Delivery.of({
  retry: 3, backoff: Backoff.linear(Duration.seconds(1)), deadLetterSink: service('dead'),
});
const safeConfig = { deadLetterSink: { ref: ref('dead') }, retry: 3, backoffPolicy: 'linear', backoffDelay: 'PT1S' };
const branch: ParallelBranch = { subscriber: service('first'), delivery: safe };

function parallel(chart: Chart, props: ParallelProps = { branches: [branch] }, id = 'orders'): Parallel {
  return new Parallel(chart, id, props);
}

describe('a parallel', () => {
  test('needs one branch', () => {
    const chart = shop();

    const made = parallel(chart, { branches: [{ subscriber: service('first') }] });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'flows.knative.dev/v1', kind: 'Parallel', metadata: { name: 'orders', namespace: 'shop' },
      spec: { branches: [{ subscriber: { ref: ref('first') } }] },
    }]);
    expect(made.node.defaultChild).toBe(made.apiObject);
    expect(warningsOf(chart)).toEqual(['no-dead-letter-sink']);
  });

  test('writes all that it is told', () => {
    const chart = shop();

    parallel(chart, {
      branches: [{
        filter: service('is-paid'), subscriber: service('ship'), reply: Sink.uri('https://audit.example.com/'),
        delivery: safe,
      }],
      reply: service('log'),
      channelTemplate: ChannelTemplate.inMemory(),
    });

    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
    expect(manifestOf(chart, 'Parallel').spec).toEqual({
      branches: [{
        filter: { ref: ref('is-paid') }, subscriber: { ref: ref('ship') },
        reply: { uri: 'https://audit.example.com/' }, delivery: safeConfig,
      }],
      reply: { ref: ref('log') },
      channelTemplate: { apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel' },
    });
  });

  test('takes branches before and after', () => {
    const chart = shop();
    const made = parallel(chart);

    made.addBranch({ subscriber: service('second'), delivery: safe });

    expect(manifestOf(chart, 'Parallel').spec.branches).toEqual([
      { subscriber: { ref: ref('first') }, delivery: safeConfig },
      { subscriber: { ref: ref('second') }, delivery: safeConfig },
    ]);
  });

  test('has the address of the channel before its branches', () => {
    const chart = new ClusterChart(Testing.app(), 'chart', { namespace: 'shop', clusterDomain: 'example.local' });

    expect(parallel(shop()).url).toBe('http://orders-kn-parallel-kn-channel.shop.svc.cluster.local');
    expect(parallel(chart).url).toBe('http://orders-kn-parallel-kn-channel.shop.svc.example.local');
  });

  test('is a sink by reference, and so is one that exists already', () => {
    const chart = shop();
    const existing = Parallel.fromParallelName(chart, 'existing', 'audit', { namespace: 'billing' });

    new Sequence(chart, 'steps', {
      steps: [{ subscriber: parallel(chart), delivery: safe }, { subscriber: existing, delivery: safe }],
    });

    const kind = { apiVersion: 'flows.knative.dev/v1', kind: 'Parallel' };
    expect(manifestOf(chart, 'Sequence').spec.steps).toEqual([
      { ref: { ...kind, name: 'orders' }, delivery: safeConfig },
      { ref: { ...kind, name: 'audit', namespace: 'billing' }, delivery: safeConfig },
    ]);
    expect(existing.url).toBe('http://audit-kn-parallel-kn-channel.billing.svc.cluster.local');
    expect(existing.parallelName).toBe('audit');
    expect(problemsOf(chart)).toBe('');
  });

  test('can be patched', () => {
    const chart = shop();

    parallel(chart).apiObject.addJsonPatch(JsonPatch.add('/spec/reply', { uri: 'http://log.example.com' }));

    expect(manifestOf(chart, 'Parallel').spec.reply).toEqual({ uri: 'http://log.example.com' });
  });

  test('fails without a branch, until it gets one', () => {
    const chart = shop();
    const made = parallel(chart, {});
    expect(codesOf(chart)).toEqual(['KN-FLW-001']);

    made.addBranch(branch);

    expect(problemsOf(chart)).toBe('');
  });

  test.each([['orders.eu'], ['1orders'], ['x'.repeat(39)]])('fails with the name %s', (name) => {
    const chart = shop();

    parallel(chart, undefined, name);
    Parallel.fromParallelName(chart, 'existing', name);

    expect(codesOf(chart)).toEqual(['KN-FLW-002', 'KN-FLW-002']);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['a channel before the branches', (chart) => new InMemoryChannel(chart, 'orders-kn-parallel')],
    ['a channel of a branch', (chart) => new KafkaChannel(chart, 'orders-kn-parallel-0')],
    ['the subscription of a filter', (chart) => new Subscription(chart, 'orders-kn-parallel-filter-0', {
      channel: Channel.fromChannelName(chart, 'events', 'events'), subscriber: service('a'), delivery: safe,
    })],
    ['the subscription of a branch', (chart) => new Subscription(chart, 'orders-kn-parallel-0', {
      channel: Channel.fromChannelName(chart, 'events', 'events'), subscriber: service('a'), delivery: safe,
    })],
    ['the Service of a channel', (chart) => new ApiObject(chart, 'service', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'orders-kn-parallel-0-kn-channel' },
    })],
  ])('fails beside an object that is called as %s', (_, add) => {
    const chart = shop();
    parallel(chart);

    add(chart);

    expect(codesOf(chart)).toEqual(['KN-NAM-010']);
  });

  test('fails with a cap on what receivers may ask for, without the feature', () => {
    const chart = shop();
    const delivery = Delivery.of({ ...safe, retryAfterMax: Duration.seconds(3) });
    parallel(chart, { branches: [{ subscriber: service('a'), delivery }] });
    expect(codesOf(chart)).toEqual(['KN-FTR-001']);

    Features.of(chart).enable(Feature.DELIVERY_RETRYAFTER);

    expect(problemsOf(chart)).toBe('');
  });
});
