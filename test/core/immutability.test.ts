import fc from 'fast-check';
import {
  ERROR_CODES, IDENTITY_FIELDS, IMMUTABLE_FIELDS, immutableChanges, ImmutableBy, KINDS, groupOf, WARNING_IDS,
} from '../../lib/core';

type Manifest = Record<string, unknown>;

const ADMISSION = ImmutableBy.ADMISSION;
const RUN_TIME = ImmutableBy.RUN_TIME;

function object(apiVersion: string, kind: string, spec: Manifest, annotations?: Manifest): Manifest {
  return { apiVersion, kind, metadata: { name: 'one', namespace: 'shop', annotations }, spec };
}

const broker = (spec: Manifest, annotations?: Manifest) => object('eventing.knative.dev/v1', 'Broker', spec, annotations);
const quota = (spec: Manifest) => object('v1', 'ResourceQuota', spec);
const trigger = (spec: Manifest) => object('eventing.knative.dev/v1', 'Trigger', spec);
const channel = (spec: Manifest) => object('messaging.knative.dev/v1', 'Channel', spec);
const kafkaChannel = (spec: Manifest) => object('messaging.knative.dev/v1beta1', 'KafkaChannel', spec);
const subscription = (spec: Manifest) => object('messaging.knative.dev/v1', 'Subscription', spec);
const kafkaSink = (spec: Manifest) => object('eventing.knative.dev/v1alpha1', 'KafkaSink', spec);
const kafkaSource = (spec: Manifest) => object('sources.knative.dev/v1', 'KafkaSource', spec);
const transform = (spec: Manifest) => object('eventing.knative.dev/v1alpha1', 'EventTransform', spec);
const serving = (spec: Manifest) => object('operator.knative.dev/v1beta1', 'KnativeServing', spec);
const service = (name: string | undefined, image: string) => object('serving.knative.dev/v1', 'Service',
  { template: { metadata: { name }, spec: { containers: [{ image }] } } });
const configMap = (data: Manifest, immutable?: boolean): Manifest =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'shop' }, immutable, data });
const secret = (fields: Manifest): Manifest =>
  ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'one', namespace: 'shop' }, immutable: true, ...fields });
const roleBinding = (name: string): Manifest =>
  ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'one' }, roleRef: { name } });

const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', name: 'kafka-broker-config' };
const CLASS = 'eventing.knative.dev/broker.class';
const EXTERNAL_TOPIC = 'kafka.eventing.knative.dev/external.topic';

function paths(before: Manifest, after: Manifest): string[] {
  return immutableChanges(before, after).map(({ path, by, certain }) => `${by}: ${path}${certain ? '' : '?'}`);
}

describe('what is immutable', () => {
  test.each(Object.values(KINDS))('is known of $kind', ({ apiVersion, kind }) => {
    expect(IMMUTABLE_FIELDS).toHaveProperty([`${groupOf(apiVersion)}/${kind}`]);
  });

  test('says for each field who keeps it and what becomes of a change', () => {
    const fields = [...IDENTITY_FIELDS, ...Object.values(IMMUTABLE_FIELDS).flat()];

    expect(fields.map(({ by }) => by).filter((by) => by !== ADMISSION && by !== RUN_TIME)).toEqual([]);
    expect(fields.filter(({ path, consequence }) => path === '' || consequence === '')).toEqual([]);
  });
});

test('no program changes what others read', () => {
  const tables: object[] = [ERROR_CODES, WARNING_IDS, IDENTITY_FIELDS, IMMUTABLE_FIELDS];
  const parts = tables.flatMap((table) => [table, ...Object.values(table) as unknown[]])
    .flatMap((part) => typeof part === 'object' && part !== null ? [part, ...Object.values(part) as unknown[]] : [part]);
  const excepted = IMMUTABLE_FIELDS['eventing.knative.dev/Broker']?.[0];

  expect(parts.filter((part) => !Object.isFrozen(part))).toEqual([]);
  expect(() => { (excepted?.except as string[]).push('brokerClass'); }).toThrow(TypeError);
});

describe('a change that an update brings about', () => {
  test.each<[string, Manifest, Manifest]>([
    ['the delivery of a broker', broker({ config: CONFIG }), broker({ config: CONFIG, delivery: { retry: 3 } })],
    ['another order of keys', broker({ config: { name: 'a', kind: 'b' } }), broker({ config: { kind: 'b', name: 'a' } })],
    ['the namespace of a configuration that is its own anyway',
      broker({ config: CONFIG }), broker({ config: { ...CONFIG, namespace: 'shop' } })],
    ['the subscriber of a trigger', trigger({ broker: 'a', subscriber: { uri: 'http://a' } }), trigger({ broker: 'a' })],
    ['the broker reference of a trigger', trigger({ brokerRef: { name: 'a' } }), trigger({ brokerRef: { name: 'b' } })],
    ['the reply of a subscription', subscription({ channel: { name: 'a' } }),
      subscription({ channel: { name: 'a' }, reply: { uri: 'http://a' } })],
    ['a default that is written out', kafkaChannel({}),
      kafkaChannel({ numPartitions: 1, replicationFactor: 1, retentionDuration: 'PT168H' })],
    ['a retention that was stored empty', kafkaChannel({ retentionDuration: '' }), kafkaChannel({ retentionDuration: 'P1D' })],
    ['a version of the same group', kafkaSource({}), { ...kafkaSource({}), apiVersion: 'sources.knative.dev/v1beta1' }],
    ['the servers of a Kafka sink', kafkaSink({ topic: 'a' }), kafkaSink({ topic: 'a', bootstrapServers: ['b:9092'] })],
    ['the expression of a transformation', transform({ jsonata: { expression: '$' } }), transform({ jsonata: { expression: '{}' } })],
    ['the order of scopes of a quota', quota({ scopes: ['BestEffort', 'NotTerminating'] }),
      quota({ scopes: ['NotTerminating', 'BestEffort'] })],
    ['what a quota counts, and by which selector', quota({ hard: { pods: '1' } }),
      quota({ hard: { pods: '2' }, scopes: [], scopeSelector: { matchExpressions: [] } })],
    ['a revision without a name', service(undefined, 'a'), service(undefined, 'b')],
    ['a revision with another name', service('one-1', 'a'), service('one-2', 'b')],
    ['a revision that gets a name', service(undefined, 'a'), service('one-1', 'b')],
    ['a ConfigMap', configMap({ a: '1' }), configMap({ a: '2' })],
    ['a ConfigMap that becomes immutable', configMap({ a: '1' }), configMap({ a: '2' }, true)],
    ['a text of an immutable Secret that is written as one', secret({ data: { a: 'b25l', b: 'dHdv' } }),
      secret({ data: { b: 'dHdv' }, stringData: { a: 'one' } })],
    ['a text of an immutable Secret that wins', secret({ data: { a: 'b25l' } }), secret({ data: { a: 'b3RoZXI=' }, stringData: { a: 'one' } })],
    ['nothing and null', broker({}), broker({ config: null })],
    ['a kind that nobody knows', object('example.com/v1', 'Thing', { a: 1 }), object('example.com/v1', 'Thing', { a: 2 })],
  ])('is %s', (_, before, after) => {
    expect(paths(before, after)).toEqual([]);
  });
});

describe('a change that needs a new object', () => {
  test.each<[string, Manifest, Manifest, string[]]>([
    ['the configuration of a broker', broker({ config: CONFIG }), broker({ config: { ...CONFIG, name: 'other' } }),
      ['admission: spec.config']],
    ['a configuration that the cluster may have filled in', broker({}), broker({ config: CONFIG }),
      ['admission: spec.config?']],
    ['whatever else a broker may have', broker({}), broker({ later: 1 }), ['admission: spec.later']],
    ['the class of a broker', broker({}, { [CLASS]: 'Kafka' }), broker({}, { [CLASS]: 'KafkaNamespaced' }),
      [`admission: metadata.annotations[${CLASS}]`]],
    ['the topic of a broker', broker({}, { [EXTERNAL_TOPIC]: 'a' }), broker({}),
      [`run time: metadata.annotations[${EXTERNAL_TOPIC}]`]],
    ['the broker of a trigger', trigger({ broker: 'a' }), trigger({ broker: 'b' }), ['admission: spec.broker']],
    ['a reference in place of a name', trigger({ broker: 'a' }), trigger({ brokerRef: { name: 'a' } }),
      ['admission: spec.broker']],
    ['the channel of a subscription', subscription({ channel: { name: 'a' } }), subscription({ channel: { name: 'b' } }),
      ['admission: spec.channel']],
    ['the template of a channel', channel({ channelTemplate: { kind: 'A' } }), channel({ channelTemplate: { kind: 'B' } }),
      ['admission: spec.channelTemplate']],
    ['the delivery of a channel', channel({}), channel({ delivery: { retry: 1 } }), ['admission: spec.delivery']],
    ['the partitions of a channel', kafkaChannel({}), kafkaChannel({ numPartitions: 3 }), ['admission: spec.numPartitions']],
    ['the retention of a channel', kafkaChannel({ retentionDuration: 'PT24H' }), kafkaChannel({}),
      ['admission: spec.retentionDuration']],
    ['topic, partitions and copies of a Kafka sink', kafkaSink({ topic: 'a' }),
      kafkaSink({ topic: 'b', numPartitions: 1, replicationFactor: 3 }),
      ['admission: spec.topic', 'admission: spec.numPartitions', 'admission: spec.replicationFactor']],
    ['the consumer group of a source', kafkaSource({}), kafkaSource({ consumerGroup: 'a' }), ['admission: spec.consumerGroup']],
    ['where a source begins', kafkaSource({}), kafkaSource({ initialOffset: 'earliest' }), ['run time: spec.initialOffset']],
    ['the language of a transformation', transform({ jsonata: { expression: '$' } }), transform({}),
      ['admission: spec.jsonata']],
    ['the template of a named revision', service('one-1', 'a'), service('one-1', 'b'), ['admission: spec.template']],
    ['the cluster of an installation', serving({}), serving({ clusterProfileRef: { name: 'a', namespace: 'b' } }),
      ['admission: spec.clusterProfileRef']],
    ['the partitions that a configuration gives to topics', configMap({ 'default.topic.partitions': '1' }),
      configMap({ 'default.topic.partitions': '2' }), ['run time: data[default.topic.partitions]']],
    ['an immutable ConfigMap', configMap({ a: '1' }, true), configMap({ a: '2' }),
      ['admission: data', 'admission: immutable']],
    ['a text of an immutable Secret', secret({ data: { a: 'b25l' } }), secret({ stringData: { a: 'two' } }), ['admission: data']],
    ['a key of an immutable Secret', secret({ data: { a: 'b25l' } }), secret({ stringData: { constructor: 'one' } }),
      ['admission: data']],
    ['the scopes of a quota', quota({}), quota({ scopes: ['BestEffort'] }), ['admission: spec.scopes']],
    ['the role of a binding', roleBinding('a'), roleBinding('b'), ['admission: roleRef.name']],
    ['the labels of a container source', object('sources.knative.dev/v1', 'ContainerSource', {}),
      object('sources.knative.dev/v1', 'ContainerSource', { template: { metadata: { labels: { a: 'b' } } } }),
      ['run time: spec.template.metadata.labels']],
    ['the subject of a binding', object('sources.knative.dev/v1', 'SinkBinding', { subject: { name: 'a' } }),
      object('sources.knative.dev/v1', 'SinkBinding', { subject: { name: 'b' } }), ['run time: spec.subject']],
    ['another group', object('serving.knative.dev/v1', 'Service', {}), object('v1', 'Service', {}), ['admission: apiVersion']],
    ['another kind and name', { ...roleBinding('a'), kind: 'RoleBinding' },
      { ...roleBinding('a'), kind: 'ClusterRoleBinding', metadata: { name: 'two' } },
      ['admission: kind', 'admission: metadata.name']],
  ])('is %s', (_, before, after, expected) => {
    expect(paths(before, after)).toEqual(expected);
  });

  test('comes with both values and with what becomes of it', () => {
    const [change] = immutableChanges(kafkaSink({ topic: 'a' }), kafkaSink({ topic: 'b' }));

    expect(change).toEqual({
      path: 'spec.topic', by: ADMISSION, consequence: 'admission refuses it', before: 'a', after: 'b', certain: true,
    });
  });
});

describe('any two manifests', () => {
  const anything = fc.object({ maxDepth: 3 });

  test('are compared without a failure, and none differs from itself', () => {
    fc.assert(fc.property(anything, anything, fc.constantFrom(...Object.values(KINDS)), (one, other, kind) => {
      const [before, after] = [{ ...one, ...kind }, { ...other, ...kind }];
      immutableChanges(before, after);
      expect(immutableChanges(before, before)).toEqual([]);
      expect(immutableChanges(before, structuredClone(before))).toEqual([]);
    }));
  });

  test('differ in the same fields in both directions, but for what may be set once', () => {
    fc.assert(fc.property(anything, anything, (one, other) => {
      const [before, after] = [broker(one), broker(other)];
      expect(paths(before, after).sort()).toEqual(paths(after, before).sort());
    }));
  });
});
