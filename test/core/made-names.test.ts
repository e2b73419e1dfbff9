import { ApiObject, type Chart } from 'cdk8s';
import { childName, Sink } from '../../lib/core';
import { Broker, BrokerClass, Channel, EventTransform, InMemoryChannel, KafkaChannel } from '../../lib/eventing';
import { AwsAuth } from '../../lib/integrations';
import { SecretReference } from '../../lib/pod';
import { KnativeService, Route, Traffic } from '../../lib/serving';
import { IntegrationSink, IntegrationSinkType } from '../../lib/sinks';
import { ContainerSource, IntegrationSource, IntegrationSourceType } from '../../lib/sources';
import { codesOf, kafka, problemsOf, shop } from '../kafka/program';

const image = 'ghcr.io/example/a:1';
const sink = Sink.uri('https://example.com/in');
const auth = AwsAuth.fromSecret(SecretReference.fromName('aws'));

function integrationSink(chart: Chart, id = 'a'): IntegrationSink {
  const type = IntegrationSinkType.awsS3({ arn: 'my-bucket', region: 'eu-central-1', auth });
  return new IntegrationSink(chart, id, { type });
}

function containerSource(chart: Chart, id = 'a'): ContainerSource {
  return new ContainerSource(chart, id, { sink, containers: [{ image }] });
}

function byHand(chart: Chart, apiVersion: string, kind: string, name: string): void {
  new ApiObject(chart, 'other', { apiVersion, kind, metadata: { name } });
}

test.each<[string, (chart: Chart) => unknown, string, string, string]>([
  ['an integration sink', integrationSink, 'v1', 'Service', 'a-deployment'],
  ['an integration sink', integrationSink, 'serving.knative.dev/v1', 'Service', 'a-deployment'],
  ['an integration sink', integrationSink, 'apps/v1', 'Deployment', 'a-deployment'],
  ['a container source', containerSource, 'apps/v1', 'Deployment', 'a-deployment'],
  ['a container source', containerSource, 'sources.knative.dev/v1', 'SinkBinding', 'a-sinkbinding'],
  ['a container source with a long name', (chart) => containerSource(chart, 'a'.repeat(60)), 'apps/v1', 'Deployment',
    childName('a'.repeat(60), '-deployment')],
  ...['ContainerSource a-containersource', 'SinkBinding a-containersource-sinkbinding'].map((object) => {
    const [kind = '', name = ''] = object.split(' ');
    return ['an integration source', (chart: Chart) =>
      new IntegrationSource(chart, 'a', { sink, type: IntegrationSourceType.timer({ message: 'x' }) }),
    'sources.knative.dev/v1', kind, name] as [string, (chart: Chart) => unknown, string, string, string];
  }),
  ['a channel', (chart) => new Channel(chart, 'a'), 'v1', 'Service', 'a-kn-channel'],
  ['a channel in memory', (chart) => new InMemoryChannel(chart, 'a'), 'v1', 'Service', 'a-kn-channel'],
  ['a channel of Kafka', (chart) => new KafkaChannel(chart, 'a', { cluster: kafka(chart) }), 'v1', 'Service', 'a-kn-channel'],
  ['a broker with channels', (chart) => new Broker(chart, 'a', { brokerClass: BrokerClass.MT_CHANNEL_BASED }),
    'messaging.knative.dev/v1', 'InMemoryChannel', 'a-kne-trigger'],
  ['a service', (chart) => new KnativeService(chart, 'a', { image }), 'serving.knative.dev/v1', 'Route', 'a'],
  ['a service', (chart) => new KnativeService(chart, 'a', { image }), 'serving.knative.dev/v1', 'Configuration', 'a'],
  ['a service', (chart) => new KnativeService(chart, 'a', { image }), 'v1', 'Service', 'a'],
  ['a tag', (chart) => new KnativeService(chart, 'a', { image, traffic: [Traffic.latest(100, { tag: 'new' })] }), 'v1',
    'Service', 'new-a'],
  ['a route', (chart) => new Route(chart, 'a', { traffic: [Traffic.revision('a-00001', 100)] }), 'v1', 'Service', 'a'],
])('fails on an object with the name of one that Knative makes for %s: %s %s %s', (_, make, apiVersion, kind, name) => {
  const chart = shop();
  make(chart);

  byHand(chart, apiVersion, kind, name);

  expect(codesOf(chart)).toEqual(['KN-NAM-010']);
});

test('fails on two objects for which Knative makes one of the same name, and names both', () => {
  const chart = shop();
  integrationSink(chart);
  new ContainerSource(chart, 'c', { sink, containers: [{ image }], metadata: { name: 'a' } });

  expect(problemsOf(chart)).toContain('[chart/c] KN-NAM-010 Knative makes a Deployment `a-deployment` for the ContainerSource `a` '
    + 'and for the IntegrationSink `chart/a`');
});

test('says it once, where one of two is in the way of the other anyway', () => {
  const chart = shop();
  new KnativeService(chart, 'orders', { image });
  new Route(chart, 'route', { metadata: { name: 'orders' }, traffic: [Traffic.revision('orders-00001', 100)] });

  expect(codesOf(chart)).toEqual(['KN-NAM-010']);
});

test('leaves two kinds of channel of one name to the rule of channels', () => {
  const chart = shop();
  new Channel(chart, 'a');
  new InMemoryChannel(chart, 'b', { metadata: { name: 'a' } });

  expect(codesOf(chart)).toEqual(['KN-CHN-003']);
});

test('takes the same names in another namespace, and what is named after an id of the cluster', () => {
  const chart = shop();
  containerSource(chart);
  new Broker(chart, 'unknown');
  new EventTransform(chart, 'to-v2', { jsonata: '$' });

  new ApiObject(chart, 'elsewhere', {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a-deployment', namespace: 'other' },
  });
  byHand(chart, 'messaging.knative.dev/v1', 'InMemoryChannel', 'unknown-kne-trigger');

  expect(codesOf(chart)).toEqual([]);
});

test.each([
  ['orders', '-deployment', 'orders-deployment'],
  ['a'.repeat(52), '-deployment', `${'a'.repeat(52)}-deployment`],
  ['a'.repeat(53), '-deployment', 'aaaaaaaaaaaaaaaaaaaae9e7e260dce84ffa6e0e7eb5fd9d37fc-deployment'],
  ['c'.repeat(40), '-' + 'b'.repeat(31), 'cccccccccccccccccccccccccccccccfc5f0742e1b73cfff5a52e2ef21b86c9'],
])('names the child of %s and %s as Knative does', (parent, suffix, name) => {
  expect(childName(parent, suffix)).toBe(name);
});
