import { Chart, Testing } from 'cdk8s';
import {
  AcmeIssuer, AcmeSolver, ApiServerSource, Broker, BrokerDefaults, ChannelTemplate, ClusterIssuer, Configuration, Env,
  Environments, Ingress, IssuerType, JobSink, KafkaBrokerConfig, KafkaCluster, KafkaLogLevel, KnativeEventing,
  KnativePlatform, type KnativePlatformProps, KnativeService, LoadBalancer, NetworkPeer, NodeSelectorOperator, Scaling,
  ServicesNamespace, Sink, VaultAgent, VaultSecret, Warnings, WildcardCertificates,
} from '../lib';

/** What every plain object of JavaScript has, whoever made it: texts that a program may use like any other. */
const KEYS = ['hasOwnProperty', 'isPrototypeOf', 'toString', 'valueOf', 'toLocaleString'];
const IMAGE = 'ghcr.io/example/orders:1.4.2';
const sink = Sink.uri('https://events.example.com/in');

/** A platform lies in no namespace, unlike the chart of these programs. */
function platformIn(chart: Chart, props: Partial<KnativePlatformProps>): void {
  new KnativePlatform(new Chart(chart, 'platform'), 'knative', { ingress: Ingress.kourier(), domain: 'example.org', ...props });
}

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
  ['the labels of services of a domain and of a runtime class', (chart, key) => {
    platformIn(chart, {
      domains: [{ domain: 'batch.example.org', selector: { [key]: 'x' } }],
      serving: { deployment: { runtimeClassNames: [{ name: 'kata', selector: { [key]: 'x' } }] } },
    });
  }],
  ['the labels of nodes of sources', (chart, key) => {
    platformIn(chart, { eventing: { apiServerSourceNodeSelector: { [key]: 'x' } } });
  }],
  ['the names of packages that write logs', (chart, key) => {
    platformIn(chart, { kafka: { logging: { levels: { loggers: { [key]: KafkaLogLevel.WARN } } } } });
  }],
  ['the names of tags', (chart, key) => {
    const loadBalancer = LoadBalancer.classic({ tags: { [key]: 'x' } });
    platformIn(chart, { ingress: Ingress.kourier({ loadBalancer }) });
  }],
  ['nodes and images of an installation', (chart, key) => {
    platformIn(chart, { production: { nodeSelector: { [key]: 'x' }, registry: { override: { [key]: IMAGE } } } });
  }],
  ['the group of objects that are counted', (chart, key) => {
    new ServicesNamespace(chart, 'counted', { quota: { objects: { [`orders.${key.toLowerCase()}`]: 1 } } });
  }],
  ['the names of namespaces', (chart, key) => {
    const name = key.toLowerCase();
    platformIn(chart, {
      issuer: ClusterIssuer.fromName('dns', { type: IssuerType.ACME_DNS01 }),
      tls: { wildcardCertificates: WildcardCertificates.forNamespaces(name) },
    });
    new ServicesNamespace(chart, 'services', { metadata: { name }, network: { ingressNamespaces: [name, 'knative-serving', 'kourier-system'] } });
  }],
  ['labels of a namespace and of its peers', (chart, key) => {
    new ServicesNamespace(chart, 'peers', { metadata: { labels: { [key]: 'x' } }, network: { ingressNamespaces: ['a'] } })
      .allowFrom(NetworkPeer.namespace('monitoring', { matchLabels: { [key]: 'x' } }));
  }],
  ['labels of solvers and of their certificates', (chart, key) => {
    const solver = AcmeSolver.http01Gateway({ parents: [{ name: 'gateway' }], labels: { [key]: 'x' }, matchLabels: { [key]: 'x' } });
    new AcmeIssuer(chart, 'acme', { server: 'https://acme.example.org/directory', solvers: [solver] });
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
const AS_KEY = PROGRAMS.filter(([what]) => !/^the (group|kind|options|labels|names)/.test(what));

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

test('an environment may be called `constructor`', () => {
  const environments = Environments.of({ constructor: { image: IMAGE } });
  const apps = environments.apps((app, { image }) => { new KnativeService(new Chart(app, 'shop'), 'orders', { image }); });

  expect([...apps.keys()]).toEqual(['constructor']);
});

test('fails where a warning of such a name is acknowledged, since there is none', () => {
  expect(() => {
    synth((chart) => { Warnings.of(chart).acknowledge('constructor', 'there is no such warning'); });
  }).toThrow('KN-WRN-003');
});
