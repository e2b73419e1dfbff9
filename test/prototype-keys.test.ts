import { Chart, Testing } from 'cdk8s';
import {
  ApiServerSource, Broker, BrokerDefaults, ChannelTemplate, Configuration, Env, JobSink, KafkaBrokerConfig,
  KafkaCluster, KnativeEventing, KnativeService, NodeSelectorOperator, Scaling, Sink, VaultAgent, VaultSecret, Warnings,
} from '../lib';

/** What every plain object of JavaScript has, whoever made it: texts that a program may use like any other. */
const KEYS = ['hasOwnProperty', 'isPrototypeOf', 'toString', 'valueOf', 'toLocaleString'];
const IMAGE = 'ghcr.io/example/orders:1.4.2';
const sink = Sink.uri('https://events.example.com/in');

const PROGRAMS: readonly (readonly [string, (chart: Chart, key: string) => void])[] = [
  ['annotations and labels of a service', (chart, key) => {
    new KnativeService(chart, 'orders', { image: IMAGE, metadata: { annotations: { [key]: 'x' }, labels: { [key]: 'x' } } });
  }],
  ['labels of a service', (chart, key) => {
    new KnativeService(chart, 'orders', { image: IMAGE, metadata: { labels: { [key]: 'x' } } });
  }],
  ['annotations and labels of revisions', (chart, key) => {
    const service = new KnativeService(chart, 'orders', {
      image: IMAGE, templateAnnotations: { [key]: 'x' }, templateLabels: { [key]: 'x' }, scaling: Scaling.atLeast(1),
    });
    service.addTemplateAnnotation(`${key}.example.com/${key}`, 'x');
    VaultAgent.inject(service, { role: 'orders', secrets: [VaultSecret.raw('database/creds/orders')] });
  }],
  ['annotations of a configuration', (chart, key) => {
    new Configuration(chart, 'orders', { image: IMAGE, metadata: { annotations: { [key]: 'x' } } });
  }],
  ['annotations of a mapped domain', (chart, key) => {
    new KnativeService(chart, 'orders', { image: IMAGE }).mapDomain('www', {
      domain: 'shop.example.com', metadata: { annotations: { [key]: 'x' } },
    });
  }],
  ['variables, nodes and labels of jobs', (chart, key) => {
    new JobSink(chart, 'orders', {
      containers: [{ image: IMAGE, env: { [key]: Env.value('x') } }],
      jobLabels: { [key]: 'x' }, templateLabels: { [key]: 'x' }, templateAnnotations: { [key]: 'x' },
      nodeSelector: { [key]: 'x' },
      affinity: {
        nodeAffinity: { required: [{ matchExpressions: [{ key, operator: NodeSelectorOperator.EXISTS }] }] },
      },
    });
  }],
  ['the group of a watched kind', (chart, key) => {
    const group = key.toLowerCase();
    new ApiServerSource(chart, 'changes', { sink, resources: [{ apiVersion: `${group}/v1`, kind: 'Order' }] });
  }],
  ['the kind of a watched object and of a channel', (chart, key) => {
    new ApiServerSource(chart, 'changes', { sink, resources: [{ apiVersion: 'example.com/v1', kind: key }] });
    ChannelTemplate.custom({ apiVersion: 'example.com/v1', kind: key });
  }],
  ['the settings of an installation', (chart, key) => {
    new KnativeEventing(chart, 'knative-eventing', { config: { [`config-${key}`]: { [key]: 'x' } } });
  }],
  ['the options of a topic', (chart, key) => {
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });
    new KafkaBrokerConfig(chart, 'config', { cluster, topicConfig: { [key.toLowerCase()]: 'x' } });
  }],
];

beforeAll(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterAll(() => jest.restoreAllMocks());

function synth(write: (chart: Chart) => void): void {
  const app = Testing.app();
  write(new Chart(app, 'chart', { namespace: 'shop' }));
  app.synth();
}

/** cdk8s itself takes an object with this key for one of a class. */
const CONSTRUCTOR = 'constructor';
const AS_KEY = PROGRAMS.filter(([what]) => !/^the (group|kind|options)/.test(what));

test.each(AS_KEY)('fails at once where a key is called constructor: %s', (_, write) => {
  expect(() => { synth((chart) => { write(chart, CONSTRUCTOR); }); }).toThrow(/KN-TYP-003 .* has the key `constructor`/);
});

test.each(PROGRAMS.filter((program) => !AS_KEY.includes(program)))('%s may be called constructor', (_, write) => {
  expect(() => { synth((chart) => { write(chart, CONSTRUCTOR); }); }).not.toThrow();
});

describe.each(PROGRAMS)('%s', (_, write) => {
  test.each(KEYS)('may be called %s', (key) => {
    expect(() => { synth((chart) => { write(chart, key); }); }).not.toThrow();
  });
});

test('a broker of a namespace that is called `constructor` has the defaults of the cluster', () => {
  const app = Testing.app();
  new BrokerDefaults(new Chart(app, 'platform'), 'config-br-defaults', {
    namespaceDefaults: { shop: { disallowDifferentNamespaceConfig: true } },
  });
  new Broker(new Chart(app, 'chart', { namespace: 'constructor' }), 'events', { deadLetterSink: sink });

  expect(() => { app.synth(); }).not.toThrow();
});

test('fails where a warning of such a name is acknowledged, since there is none', () => {
  expect(() => {
    synth((chart) => { Warnings.of(chart).acknowledge('constructor', 'there is no such warning'); });
  }).toThrow('KN-WRN-003');
});
