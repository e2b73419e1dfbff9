import type { App } from 'cdk8s';
import { Chart, Testing } from 'cdk8s';
import { SideDocuments } from '../../lib/core';
import { Broker, BrokerClass, Channel, ChannelTemplate, KafkaBroker, KafkaChannel, Sequence } from '../../lib/eventing';
import {
  ConfluentCloud, KafkaBrokerConfig, KafkaCluster, type KafkaClusterSetup, KafkaCredentials, KafkaSetup,
  type KafkaTopicOptions, SecretStore,
} from '../../lib/kafka';
import { Ingress } from '../../lib/networking';
import { KnativeEventing, KnativePlatform } from '../../lib/platform';
import { KnativeService } from '../../lib/serving';
import { KafkaSink } from '../../lib/sinks';
import { KafkaSource } from '../../lib/sources';
import { codesOf } from './program';

const CREDENTIALS = KafkaCredentials.fromSecretName('ccloud', { principal: 'User:sa-abc123' });

function shop(): { app: App; chart: Chart; confluent: ConfluentCloud } {
  const app = Testing.app();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const confluent = new ConfluentCloud(chart, 'confluent', {
    bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'], credentials: CREDENTIALS,
  });
  return { app, chart, confluent };
}

function setupOf(app: App): KafkaClusterSetup {
  const [setup] = KafkaSetup.of(app).clusters;
  if (setup === undefined) throw new Error('there is no cluster');
  return setup;
}

/** Permissions in short: `topic mytopic: describe write`, with a star after what is a beginning. */
const permissionsOf = (app: App) => setupOf(app).permissions.map(({ resource, name, prefix, operations }) =>
  `${resource} ${name}${prefix ? '*' : ''}: ${operations.join(' ')}`);
const topicsOf = (app: App) => setupOf(app).topics.map(({ name }) => name);
const madeOf = (app: App) => setupOf(app).madeByKnative.map(({ name }) => name);
const service = (chart: Chart) => new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.0' });

describe('the set-up of a Kafka cluster', () => {
  test('has the topic of a sink, and lets it be written to', () => {
    const { app, chart, confluent } = shop();

    new KafkaSink(chart, 'archive', { cluster: confluent, topic: 'mytopic' });

    expect(KafkaSetup.of(chart).clusters).toEqual([{
      cluster: 'shop/confluent',
      bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
      topics: [{ name: 'mytopic', replicationFactor: 3, config: {}, usedBy: ['shop/archive'] }],
      madeByKnative: [],
      secretName: 'ccloud',
      principal: 'User:sa-abc123',
      permissions: [{ resource: 'topic', name: 'mytopic', prefix: false, operations: ['describe', 'write'] }],
    }]);
    expect(codesOf(app)).toEqual([]);
  });

  test('has what the program says of topics, used or not', () => {
    const { app, chart, confluent } = shop();
    const topic = confluent.addTopic('mytopic', { partitions: 6, config: { 'retention.ms': '1000' } });
    confluent.addTopic('extra');

    new KafkaSink(chart, 'archive', { cluster: confluent, topic });
    new KafkaSource(chart, 'reader', { cluster: confluent, topics: [topic, 'other'], sink: service(chart) });

    expect(setupOf(app).topics).toEqual([
      { name: 'extra', replicationFactor: 3, config: {}, usedBy: [] },
      {
        name: 'mytopic', partitions: 6, replicationFactor: 3, config: { 'retention.ms': '1000' },
        usedBy: ['shop/archive', 'shop/reader'],
      },
      { name: 'other', replicationFactor: 3, config: {}, usedBy: ['shop/reader'] },
    ]);
    expect(permissionsOf(app)).toEqual([
      'group knative-kafka-source-shop.reader: delete describe read',
      'topic mytopic: describe read write',
      'topic other: describe read',
    ]);
  });

  test('leaves to Knative what Knative makes, and lets it', () => {
    const { app, chart, confluent } = shop();

    new KafkaSink(chart, 'archive', { cluster: confluent, topic: 'archive', numPartitions: 4, replicationFactor: 3 });
    new KafkaBroker(chart, 'events', { cluster: confluent, partitions: 6, topicConfig: { 'retention.ms': '1' } });
    new KafkaChannel(chart, 'wire', { cluster: confluent });
    new KafkaChannel(chart, 'other', { numPartitions: 2 });

    expect(setupOf(app).topics).toEqual([]);
    expect(setupOf(app).madeByKnative.map(({ name, partitions, replicationFactor, config }) =>
      [name, partitions, replicationFactor, config])).toEqual([
      ['archive', 4, 3, {}],
      ['knative-broker-shop-events', 6, 3, { 'retention.ms': '1' }],
      ['knative-messaging-kafka.shop.other', 2, 1, { 'retention.ms': '604800000' }],
      ['knative-messaging-kafka.shop.wire', 1, 3, { 'retention.ms': '604800000' }],
    ]);
    expect(permissionsOf(app)).toEqual([
      'group kafka.*: delete describe read',
      'group knative-trigger-shop-*: delete describe read',
      'topic archive: create delete describe write',
      'topic knative-broker-shop-events: create delete describe read write',
      'topic knative-messaging-kafka.*: create delete describe read write',
    ]);
  });

  test('makes the topic that a broker is given, and lets nobody delete it', () => {
    const { app, chart, confluent } = shop();

    new KafkaBroker(chart, 'events', { cluster: confluent, externalTopic: 'orders' });

    expect(topicsOf(app)).toEqual(['orders']);
    expect(permissionsOf(app)).toEqual([
      'group knative-trigger-shop-*: delete describe read', 'topic orders: describe read write',
    ]);
  });

  test('lets a broker have what begins like the template, where its namespace is known to nobody', () => {
    const { app, confluent } = shop();

    new KafkaBroker(new Chart(app, 'anywhere'), 'events', { cluster: confluent });

    expect(permissionsOf(app)).toEqual([
      'group knative-trigger-*: delete describe read', 'topic knative-broker-*: create delete describe read write',
    ]);
  });

  test('has the topics of brokers and channels that are kept in Kafka by default or by template', () => {
    const { app, chart, confluent } = shop();
    const template = ChannelTemplate.kafka({ numPartitions: 2 });
    new Broker(chart, 'plain');
    new Broker(chart, 'memory', { brokerClass: BrokerClass.MT_CHANNEL_BASED });
    new Channel(chart, 'wire');
    new Channel(chart, 'own', { template: ChannelTemplate.inMemory() });
    new Channel(chart, 'templated', { template: ChannelTemplate.kafka({ cluster: confluent, numPartitions: 4 }) });
    new Channel(chart, 'custom', {
      template: ChannelTemplate.custom({ apiVersion: 'messaging.knative.dev/v1beta1', kind: 'KafkaChannel' }),
    });
    new Channel(chart, 'elsewhere', { metadata: { namespace: 'memory' } });
    new Sequence(chart, 'flow', { steps: [{ subscriber: service(chart) }] });
    new KnativePlatform(new Chart(app, 'platform'), 'knative', {
      ingress: Ingress.kourier(),
      defaultBrokerClass: BrokerClass.KAFKA,
      kafka: { brokers: { cluster: confluent, partitions: 6 } },
      eventing: { channels: { channels: {
        clusterDefault: template, namespaceDefaults: { memory: ChannelTemplate.inMemory() },
      } } },
    });

    expect(setupOf(app).madeByKnative.map(({ name, partitions, usedBy }) => [name, partitions, usedBy])).toEqual([
      ['knative-broker-shop-plain', 6, ['shop/plain']],
      ['knative-messaging-kafka.shop.custom', undefined, ['shop/custom']],
      ['knative-messaging-kafka.shop.flow-kn-sequence-0', 2, ['shop/flow']],
      ['knative-messaging-kafka.shop.templated', 4, ['shop/templated']],
      ['knative-messaging-kafka.shop.wire', 2, ['shop/wire']],
    ]);
    expect(codesOf(app)).toEqual([]);
  });

  test('has the topic that a broker of the class is given by hand', () => {
    const { app, chart, confluent } = shop();
    const config = new KafkaBrokerConfig(chart, 'config', { cluster: confluent });
    new Broker(chart, 'events', {
      brokerClass: BrokerClass.KAFKA, config: config.reference,
      metadata: { annotations: { 'kafka.eventing.knative.dev/external.topic': 'orders' } },
    });

    expect([topicsOf(app), madeOf(app)]).toEqual([['orders'], []]);
  });

  test('says nothing of a broker that its shared configuration allows already', () => {
    const { app, chart, confluent } = shop();
    const config = new KafkaBrokerConfig(chart, 'config', { cluster: confluent });

    new KafkaBroker(chart, 'events', { config });
    new KafkaBroker(chart, 'archived', { config, externalTopic: 'orders' });

    expect(permissionsOf(app)).toEqual([
      'group knative-trigger-*: delete describe read', 'topic knative-broker-*: create delete describe read write',
      'topic orders: describe read write',
    ]);
  });

  test('lets brokers be made from a configuration that they share', () => {
    const { app, chart, confluent } = shop();

    new KafkaBrokerConfig(chart, 'config', { cluster: confluent });

    expect(permissionsOf(app)).toEqual([
      'group knative-trigger-*: delete describe read', 'topic knative-broker-*: create delete describe read write',
    ]);
  });

  test.each([['brokers-topic-template', 'triggers-consumergroup-template', 'channels-topic-template'],
    ['brokers.topic.template', 'triggers.consumergroup.template', 'channels.topic.template']])(
    'follows the templates of the installation, whichever comes first: %s', (broker, trigger, channel) => {
      const { app, chart, confluent } = shop();
      new KafkaBroker(chart, 'events', { cluster: confluent });
      new KafkaChannel(chart, 'wire', { cluster: confluent });

      new KnativeEventing(chart, 'knative-eventing', { config: { 'config-kafka-features': {
        [broker]: 'eu-{{.Namespace}}-{{- .Name -}}-{{.UID}}', [trigger]: 'eu-t-{{ .Name }}', [channel]: 'eu-c.{{ .Name }}',
      } } });

      expect(madeOf(app)).toEqual(['eu-c.wire', 'eu-shop-events-{{.UID}}']);
      expect(permissionsOf(app)).toEqual([
        'group eu-t-*: delete describe read', 'group kafka.*: delete describe read',
        'topic eu-c.*: create delete describe read write', 'topic eu-shop-events-*: create delete describe read write',
      ]);
    });

  test('has no permissions where clients do not authenticate', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'shop', { namespace: 'shop' });
    const cluster = new KafkaCluster(chart, 'plain', { bootstrapServers: ['kafka:9092'] });

    new KafkaSink(chart, 'archive', { cluster, topic: 'mytopic' });

    expect(setupOf(app)).toEqual({
      cluster: 'shop/plain', bootstrapServers: ['kafka:9092'], madeByKnative: [], permissions: [],
      topics: [{ name: 'mytopic', config: {}, usedBy: ['shop/archive'] }],
    });
  });

  test.each<[string, string, KafkaTopicOptions, string[]]>([
    ['a name that is none', 'my topic', {}, ['KN-KFK-012']],
    ['half a partition', 'a', { partitions: 0.5 }, ['KN-KFK-010']],
    ['two copies on Confluent Cloud', 'a', { replicationFactor: 2 }, ['KN-KFK-011']],
    ['an option that is none', 'a', { config: { 'RETENTION': '1' } }, ['KN-KFK-013']],
    ['more copies in sync than there are', 'a', { config: { 'min.insync.replicas': '4' } }, ['KN-KFK-013']],
    ['a topic twice', 'taken', {}, ['KN-KFK-030']],
    ['a topic that Knative makes', 'archive', {}, ['KN-KFK-030']],
  ])('fails on %s', (_what, name, options, codes) => {
    const { app, chart, confluent } = shop();
    confluent.addTopic('taken');

    confluent.addTopic(name, options);
    new KafkaSink(chart, 'sink', { cluster: confluent, topic: 'archive', numPartitions: 4, replicationFactor: 3 });

    expect(codesOf(app)).toEqual(codes);
  });

  test.each(['sa-abc123', 'User:', 'User:*', 'User: a', 'User:a\nb', 'Group:a', ''])('fails on the principal %j', (principal) => {
    expect(() => KafkaCredentials.fromSecretName('ccloud', { principal })).toThrow(/^KN-KFK-029 /);
  });

  test.each(['User:knative', 'User:CN=knative,O=My Org', 'User:sa-abc123', 'User:ü'])('takes the principal %j', (principal) => {
    expect(KafkaCredentials.fromSecretName('ccloud', { principal }).principal).toBe(principal);
  });

  test('takes the principal whatever fills the Secret', () => {
    const principal = 'User:knative';
    const store = SecretStore.clusterSecretStore('vault');

    expect([
      KafkaCredentials.fromExternalSecret({ secretName: 'ccloud', store, user: { key: 'a' }, password: { key: 'b' }, principal }),
      KafkaCredentials.fromVaultStaticSecret({ secretName: 'ccloud', mount: 'secret', path: 'a', principal }),
    ].map((credentials) => credentials.principal)).toEqual([principal, principal]);
  });
});

describe('one Kafka that two constructs describe', () => {
  const twice = () => {
    const program = shop();
    const { bootstrapServers } = program.confluent;
    const second = new ConfluentCloud(program.chart, 'second', {
      bootstrapServers: [...bootstrapServers], credentials: KafkaCredentials.fromSecretName('other'),
    });
    return { ...program, second };
  };

  test('has topics of which both say the same, and topics of each', () => {
    const { app, confluent, second } = twice();

    confluent.addTopic('orders', { partitions: 3, config: { 'retention.ms': '1000', 'cleanup.policy': 'delete' } });
    second.addTopic('orders', { config: { 'cleanup.policy': 'delete', 'retention.ms': '1000' }, replicationFactor: 3, partitions: 3 });
    second.addTopic('invoices');

    expect(codesOf(app)).toEqual([]);
  });

  test('fails where they say different things of a topic', () => {
    const { app, confluent, second } = twice();

    confluent.addTopic('orders', { partitions: 3 });
    second.addTopic('orders', { partitions: 6 });

    expect(codesOf(app)).toEqual(['KN-KFK-030']);
  });

  test('fails where Knative makes for one what the other describes', () => {
    const { app, chart, confluent, second } = twice();

    new KafkaSink(chart, 'archive', { cluster: confluent, topic: 'archive', numPartitions: 4, replicationFactor: 3 });
    second.addTopic('archive');

    expect(codesOf(app)).toEqual(['KN-KFK-030']);
  });

  test('fails once on topics of both that Kafka takes for the same', () => {
    const { app, confluent, second } = twice();

    confluent.addTopic('a.b');
    second.addTopic('a_b');

    expect(codesOf(app)).toEqual(['KN-KFK-031']);
  });

  test('is none where the servers differ, or where one was taken out again', () => {
    const { app, chart, confluent, second } = twice();
    const other = new KafkaCluster(chart, 'other', { bootstrapServers: ['kafka:9092'] });

    confluent.addTopic('a.b', { partitions: 3 });
    other.addTopic('a.b', { partitions: 6 });
    second.addTopic('a_b');
    chart.node.tryRemoveChild('second');

    expect(codesOf(app)).toEqual([]);
  });
});

describe('the documents of Kafka clusters', () => {
  const filesOf = (app: App) => Object.keys(SideDocuments.of(app).render());

  test('are none unless they are asked for', () => {
    expect(filesOf(shop().app)).toEqual([]);
  });

  test('are two for each cluster, those that follow too', () => {
    const { app, chart } = shop();
    KafkaSetup.of(app).addBootstrapDocuments();
    KafkaSetup.of(app).addBootstrapDocuments();

    new KafkaCluster(chart, 'Own Kafka', { bootstrapServers: ['kafka:9092'] });

    expect(filesOf(app)).toEqual([
      'kafka/confluent-confluent.sh', 'kafka/confluent.json', 'kafka/own-kafka.json', 'kafka/own-kafka.sh',
    ]);
    expect(codesOf(app)).toEqual([]);
  });

  test('have names of their own where ids are the same', () => {
    const app = Testing.app();
    KafkaSetup.of(app).addBootstrapDocuments();
    for (const chart of ['a', 'b', 'A']) new KafkaCluster(new Chart(app, chart), 'kafka', { bootstrapServers: ['kafka:9092'] });
    new KafkaCluster(new Chart(app, 'c'), '日本', { bootstrapServers: ['kafka:9092'] });

    expect(filesOf(app).filter((file) => file.endsWith('.json')))
      .toEqual(['kafka/a-kafka-2.json', 'kafka/a-kafka.json', 'kafka/b-kafka.json', 'kafka/cluster.json']);
  });

  test('say in JSON what the set-up says', () => {
    const { app, chart, confluent } = shop();
    new KafkaSink(chart, 'archive', { cluster: confluent, topic: 'mytopic' });
    KafkaSetup.of(app).addBootstrapDocuments();

    const text = SideDocuments.of(app).render()['kafka/confluent.json'] ?? '';

    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(setupOf(app))));
    expect(text).toMatch(/^\{\n {2}"cluster": "shop\/confluent",\n/);
  });

  test('fail on a name that the program has taken', () => {
    const { app } = shop();
    KafkaSetup.of(app).addBootstrapDocuments();

    SideDocuments.of(app).add({ file: 'kafka/confluent.json', content: () => '' });

    expect(codesOf(app)).toEqual(['KN-DOC-001']);
  });

  test.each([true, false])('fail on topics that differ in dots and underscores only, asked for or not: %s', (asked) => {
    const { app, chart, confluent } = shop();
    new KafkaSink(chart, 'archive', { cluster: confluent, topic: 'a.b' });
    confluent.addTopic('a_b');

    if (asked) KafkaSetup.of(app).addBootstrapDocuments();

    expect(codesOf(app)).toEqual(['KN-KFK-031']);
  });

  test('fail once on a template that no permission can name', () => {
    const { app, chart, confluent } = shop();
    new KafkaBroker(chart, 'events', { cluster: confluent });
    new KafkaBroker(chart, 'others', { cluster: confluent });
    new KnativeEventing(chart, 'knative-eventing', { config: { 'kafka-features': { 'brokers-topic-template': '{{ .UID }}' } } });

    KafkaSetup.of(app).addBootstrapDocuments();

    expect(codesOf(app)).toContain('KN-KFK-032');
    expect(codesOf(app).filter((code) => code === 'KN-KFK-032')).toHaveLength(1);
  });
});
