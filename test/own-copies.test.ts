import { Chart, Duration, Testing } from 'cdk8s';
import {
  AcmeIssuer, AcmeSolver, ApiServerSource, AwsAuth, AwsLoadBalancerController, Broker, BrokerClass, BrokerDefaults,
  Channel, ChannelTemplate, ClusterAutoscaler, ClusterController, ContainerSource, Env, EventPolicy, EventSender,
  EventTransform, EventType, ExternalDns, ExternalDnsPolicy, Feature, Features, Ingress, IntegrationSource,
  IntegrationSourceType, JobCompletionMode, JobSink, KafkaBrokerConfig, KafkaChannel, KafkaCluster, KafkaCredentials,
  KafkaDataPlane, KafkaLogLevel, KafkaProperties, KafkaSink, KafkaSource, KnativeEventing, KnativePlatform,
  KnativeService, KnativeServing, LoadBalancer, LoadBalancerScheme, NetworkPeer, Parallel, PingSource,
  PodSecurityLevel, Probe, PullSecret, RequestReply, Route, Route53, SecretReference, SecretStore, Sequence,
  ServiceAccount, ServicesNamespace, SideDocuments, Sink, SinkBinding, SinkBindingSubject, SubjectKind, Subscription,
  TaintEffect, TlsCertificateDelegation, Toleration, Traffic, UnsatisfiableConstraint, VaultAgent, VaultInjector,
  VaultSecret, VaultSetup, Volume,
} from '../lib';
import { ownCopy } from '../lib/core';

/**
 * What a program passes is checked when it is passed: what it does to its lists and objects afterwards does not get
 * past the checks into the manifest.
 */

const IMAGE = 'ghcr.io/example/orders:1.4.2';
const sink = Sink.uri('https://events.example.com/in');
const WRONG = 'Not_a_name!';
const broker = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' };
const channel = (chart: Chart) => Channel.fromChannelName(chart, 'channel', 'channel');
const brokerOf = (chart: Chart) => Broker.fromBrokerName(chart, 'broker', 'events');
const clusterOf = (chart: Chart) => new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });

/** The props of a program, and what makes a construct of them. */
type Program = readonly [string, () => object, (chart: Chart, props: never) => unknown];

const program = <T extends object>(what: string, props: () => T, make: (chart: Chart, props: T) => unknown): Program =>
  [what, props, make as (chart: Chart, props: never) => unknown];

const CONTAINER = () => ({
  name: 'main', image: IMAGE, command: ['serve'], args: ['now'], env: { A: Env.value('b') },
  resources: { extended: { 'example.com/gpu': '1' } }, securityContext: { addCapabilities: ['NET_BIND_SERVICE'] },
  livenessProbe: Probe.exec(['true']), volumeMounts: [{ path: '/tmp/files', volume: Volume.emptyDir('files'), subPath: 'a' }],
});
const POD = () => ({
  nodeSelector: { disk: 'fast' }, imagePullSecrets: [{ name: 'registry' }], hostAliases: [{ ip: '10.0.0.8', hostnames: ['db'] }],
  dnsConfig: { nameservers: ['10.0.0.9'], searches: ['example.com'] }, podSecurityContext: { supplementalGroups: [1] },
  tolerations: [Toleration.all()], topologySpreadConstraints: [{
    topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE, labelSelector: { matchLabels: { a: 'b' } },
  }],
});
const METADATA = () => ({
  labels: { team: 'shop' }, annotations: { 'example.com/a': 'b' },
  ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '1' }],
});

const CONTROLLER = () => ({
  nodeSelector: { disk: 'fast' }, tolerations: [Toleration.all()], resources: { extended: { 'example.com/gpu': '1' } },
  imagePullSecrets: [SecretReference.fromName('registry')],
});
const CONTOUR = (where: string) => ({ className: where, namespace: `contour-${where}`, service: 'envoy' });
/** A platform lies in no namespace, unlike the chart of these programs. */
const platformOf = (chart: Chart, props: object) =>
  new KnativePlatform(new Chart(chart, 'platform'), 'knative', { ingress: Ingress.kourier(), domain: 'example.org', ...props });

const PROGRAMS: readonly Program[] = [
  program('a service', () => ({
    metadata: METADATA(), containers: [{ ...CONTAINER(), port: 8080 }], traffic: [Traffic.latest(100)],
    templateLabels: { a: 'b' }, templateAnnotations: { 'example.com/a': 'b' }, ...POD(),
  }), (chart, props) => new KnativeService(chart, 'orders', props)),
  program('a route', () => ({ traffic: [Traffic.revision('orders-1', 100)] }), (chart, props) => new Route(chart, 'orders', props)),
  program('a job sink', () => ({
    containers: [CONTAINER()], jobLabels: { a: 'b' }, jobAnnotations: { a: 'b' }, templateLabels: { a: 'b' },
    templateAnnotations: { a: 'b' }, completionMode: JobCompletionMode.INDEXED, completions: 3, parallelism: 1,
    successRules: [{ succeededIndexes: '0', succeededCount: 1 }], ttlAfterFinished: Duration.hours(1), ...POD(),
  }), (chart, props) => new JobSink(chart, 'orders', props)),
  program('a container source', () => ({ sink, containers: [CONTAINER()], templateLabels: { a: 'b' }, ...POD() }),
    (chart, props) => new ContainerSource(chart, 'orders', props)),
  program('a source of changes', () => ({
    sink, resources: [{ apiVersion: 'v1', kind: 'Pod', selector: { matchLabels: { a: 'b' } } }], owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
    namespaceSelector: { matchLabels: { a: 'b' }, matchExpressions: [] },
  }), (chart, props) => new ApiServerSource(chart, 'changes', props)),
  program('a ping source', () => ({ sink, schedule: '@hourly', timezone: 'Europe/Berlin' }), (chart, props) => new PingSource(chart, 'tick', props)),
  program('a Kafka source', () => ({ sink, topics: ['orders'], consumers: 1 }),
    (chart, props) => new KafkaSource(chart, 'orders', { ...props, cluster: clusterOf(chart), topics: props.topics })),
  program('a Kafka sink', () => ({ topic: 'orders', numPartitions: 1, replicationFactor: 3 }),
    (chart, props) => new KafkaSink(chart, 'orders', Object.assign(props, { cluster: clusterOf(chart) }))),
  program('a Kafka channel', () => ({ numPartitions: 1, replicationFactor: 3 }), (chart, props) => new KafkaChannel(chart, 'orders', props)),
  program('a channel of a kind', () => ({ apiVersion: 'example.com/v1', kind: 'OrderChannel', spec: { list: [1], map: { a: 'b' } } }),
    (chart, props) => new Channel(chart, 'orders', { template: ChannelTemplate.custom(props) })),
  program('a configuration of topics', () => ({ topicConfig: { 'retention.ms': '1' } }),
    (chart, props) => new KafkaBrokerConfig(chart, 'orders', { cluster: clusterOf(chart), ...props })),
  program('a subscription', () => ({ subscriber: sink, reply: sink }),
    (chart, props) => new Subscription(chart, 'orders', Object.assign(props, { channel: channel(chart) }))),
  program('a broker', () => ({ config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'config', namespace: 'shop' } }),
    (chart, props) => new Broker(chart, 'events', props)),
  program('broker defaults', () => ({
    clusterDefault: {
      brokerClass: BrokerClass.KAFKA, config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', namespace: 'shop' },
      disallowDifferentNamespaceConfig: true,
    },
    namespaceDefaults: { shop: { disallowDifferentNamespaceConfig: true } },
  }), (chart, props) => new BrokerDefaults(chart, 'config-br-defaults', Object.assign(props, {
    metadata: { namespace: 'knative-eventing' },
  }))),
  program('a transformation', () => ({ jsonata: '$', sink }), (chart, props) => new EventTransform(chart, 'orders', props)),
  program('a request-reply', () => ({ correlationAttribute: 'askid', replyAttribute: 'answerid' }),
    (chart, props) => new RequestReply(chart, 'orders', Object.assign(props, { broker: brokerOf(chart) }))),
  program('a sequence', () => ({ steps: [{ subscriber: sink }] }), (chart, props) => new Sequence(chart, 'orders', props)),
  program('a parallel', () => ({ branches: [{ subscriber: sink, reply: sink }] }), (chart, props) => new Parallel(chart, 'orders', props)),
  program('an event type', () => ({ type: 'order.paid', description: 'text', schema: '/schema' }), (chart, props) => new EventType(chart, 'paid', props)),
  program('an event policy', () => ({
    from: [EventSender.namespace('shop')], selectors: [{ ...broker, matchLabels: { a: 'b' }, matchExpressions: [] }],
  }), (chart, props) => new EventPolicy(chart, 'policy', props)),
  program('a sender', () => ({ name: 'till', metadata: { namespace: 'shop' } }),
    (chart, props) => new EventPolicy(chart, 'policy', { from: [EventSender.serviceAccount(props)] })),
  program('a service account', () => ({ imagePullSecrets: [{ name: 'registry' }] }), (chart, props) => new ServiceAccount(chart, 'till', props)),
  program('a binding', () => ({ matchLabels: { a: 'b' }, matchExpressions: [] }), (chart, props) => new SinkBinding(chart, 'binding', {
    sink, subject: SinkBindingSubject.selected(SubjectKind.JOB, props),
  })),
  program('an integration', () => ({ templateLabels: { a: 'b' }, ...POD() }), (chart, props) => new IntegrationSource(chart, 'tick', {
    ...props, sink, type: IntegrationSourceType.timer({ message: 'tick' }), nodeSelector: props.nodeSelector,
  })),
  program('the access to AWS', () => ({ name: 'aws' }), (chart, props) => new IntegrationSource(chart, 'queue', {
    sink, type: IntegrationSourceType.awsSqs({ arn: 'orders', region: 'eu-central-1', auth: AwsAuth.fromSecret(props) }),
  })),
  program('options of a sink', () => ({ path: '/in' }),
    (chart, props) => new PingSource(chart, 'tick', { schedule: '@hourly', sink: Sink.of(Sink.kubernetesService('orders'), props) })),
  program('a reference', () => ({ ...broker, namespace: 'shop' }),
    (chart, props) => new PingSource(chart, 'tick', { schedule: '@hourly', sink: Sink.reference(props) })),
  program('credentials', () => ({
    secretName: 'kafka', store: SecretStore.clusterSecretStore('vault'), user: { key: 'user' }, password: { key: 'password' },
  }), (chart, props) => new KafkaSink(chart, 'orders', {
    topic: 'orders', cluster: new KafkaCluster(chart, 'kafka', {
      bootstrapServers: ['kafka.example.com:9092'], credentials: KafkaCredentials.fromExternalSecret(props),
    }),
  })),
  program('an installation of Serving', () => ({
    config: { network: { a: 'b' } }, workloads: [{ name: 'controller', labels: { a: 'b' } }], services: [{ name: 'controller', labels: { a: 'b' } }],
    manifests: ['https://example.com/a.yaml'], additionalManifests: ['https://example.com/b.yaml'], registry: { override: { a: IMAGE } },
    ingress: { contour: { enabled: true } }, namespaceConfiguration: { labels: { a: 'b' } },
  }), (chart, props) => new KnativeServing(chart, 'knative-serving', { ...props, metadata: { namespace: 'knative-serving' } })),
  program('an installation of Eventing', () => ({ source: { kafka: true }, podDisruptionBudgets: [{ name: 'eventing-webhook', minAvailable: undefined }] }),
    (chart, { source }) => new KnativeEventing(chart, 'knative-eventing', { source, metadata: { namespace: 'knative-eventing' } })),
  program('volumes', () => ({ labels: { a: 'b' }, annotations: { a: 'b' }, attributes: { a: 'b' }, initialDelay: Duration.seconds(1), effect: TaintEffect.NO_SCHEDULE }),
    (chart, props) => new JobSink(chart, 'orders', {
      containers: [{ image: IMAGE, volumeMounts: [{ path: '/csi', volume: Volume.csi('csi', 'csi.example.com', props) }] }],
      ttlAfterFinished: Duration.hours(1), tolerations: [Toleration.all(props)],
    })),
  program('an agent of Vault', () => ({
    role: 'orders', secrets: [VaultSecret.raw('database/creds/orders')], server: { address: 'https://vault.example.com' },
  }), (chart, props) => VaultAgent.inject(new KnativeService(chart, 'orders', {
    image: IMAGE, serviceAccount: new ServiceAccount(chart, 'account'),
  }), props)),
  program('a secret of Vault', () => ({ name: 'orders', file: 'orders.txt' }), (chart, props) => VaultAgent.inject(
    new KnativeService(chart, 'orders', { image: IMAGE, serviceAccount: new ServiceAccount(chart, 'account') }),
    { role: 'orders', secrets: [VaultSecret.raw('database/creds/orders', props)] })),
  program('a platform', () => ({
    domains: [{ domain: 'batch.example.org', selector: { team: 'batch' } }], adopt: [ClusterController.CERT_MANAGER],
    serving: {
      deployment: { registriesSkippingTagResolving: ['kind.local'], runtimeClassNames: [{ name: 'kata', selector: { a: 'b' } }] },
      network: { domainTemplate: '{{.Name}}.{{.Namespace}}.{{.Domain}}' },
    },
    eventing: { apiServerSourceNodeSelector: { disk: 'fast' } },
    kafka: {
      dataPlanes: [KafkaDataPlane.SINK], manifestsFrom: 'https://mirror.example.com',
      logging: { levels: { loggers: { 'org.apache.kafka': KafkaLogLevel.WARN } } },
    },
    production: {
      nodeSelector: { disk: 'fast' }, tolerations: [Toleration.all()], spreadOver: ['kubernetes.io/hostname'], registry: { override: { activator: IMAGE } },
      workloads: { activator: { nodeSelector: { disk: 'slow' }, resources: { extended: { 'example.com/gpu': '1' } } } },
    },
  }), (chart, props) => platformOf(chart, props)),
  program('a namespace for services', () => ({
    metadata: METADATA(), podSecurity: { enforce: PodSecurityLevel.BASELINE }, imagePullSecrets: [PullSecret.fromSecretName('registry')],
    quota: { pods: 3, objects: { configmaps: 3 } }, limits: { cpu: { maxLimitRequestRatio: 2 } }, developers: [{ groups: ['shop'], users: ['ada'] }],
    network: { ingressNamespaces: ['contour-external'] },
  }), (chart, props) => new ServicesNamespace(chart, 'shop', props)),
  program('a peer', () => ({ matchLabels: { a: 'b' }, matchExpressions: [] }), (chart, pods) =>
    new ServicesNamespace(chart, 'shop', { network: { ingressNamespaces: ['contour-external'] } }).allowFrom(NetworkPeer.namespace('monitoring', pods))),
  program('a Secret for images', () => ({ secretName: 'registry', store: SecretStore.clusterSecretStore('vault'), dockerConfig: { key: 'a', property: 'b' } }),
    (chart, props) => new ServicesNamespace(chart, 'shop', { imagePullSecrets: [PullSecret.fromExternalSecret(props)] })),
  program('an issuer', () => ({
    metadata: METADATA(), server: 'https://acme.example.org/directory', solvers: [AcmeSolver.dns01(Route53.ambient({ region: 'eu-central-1' }))],
    externalAccount: { keyId: 'a', key: { secret: SecretReference.fromName('account'), key: 'key' } },
  }), (chart, props) => new AcmeIssuer(chart, 'acme', props)),
  program('a solver', () => ({
    parents: [{ name: 'gateway' }], labels: { a: 'b' }, dnsNames: ['a.example.org'], dnsZones: ['example.org'], matchLabels: { a: 'b' },
  }), (chart, props) => new AcmeIssuer(chart, 'acme', {
    server: 'https://acme.example.org/directory', solvers: [AcmeSolver.http01Gateway(props)],
  })),
  program('ExternalDNS', () => ({
    ...CONTROLLER(), ownerId: 'shop', policy: ExternalDnsPolicy.SYNC, domainFilters: ['example.org'], hostedZoneIds: ['Z0123456789'],
  }), (chart, props) => new ExternalDns(chart, 'dns', props)),
  program('an autoscaler', () => ({ ...CONTROLLER(), clusterName: 'shop', region: 'eu-central-1', kubernetesVersion: '1.35' }),
    (chart, props) => new ClusterAutoscaler(chart, 'autoscaler', props)),
  program('a controller of load balancers', () => ({ clusterName: 'shop', ...CONTROLLER() }),
    (chart, props) => new AwsLoadBalancerController(chart, 'controller', props)),
  program('a load balancer', () => ({
    scheme: LoadBalancerScheme.INTERNAL, preserveClientIp: true, sourceRanges: ['10.0.0.0/8'], tags: { a: 'b' }, annotations: { 'example.com/a': 'b' }, subnets: ['subnet-0a'],
  }), (chart, props) => platformOf(chart, {
    adopt: [ClusterController.AWS_LOAD_BALANCER_CONTROLLER],
    ingress: Ingress.kourier({ loadBalancer: LoadBalancer.awsLoadBalancerController(props) }),
  })),
  program('a Gateway', () => ({ className: 'istio', namespace: 'istio-system', name: 'gateway', supportedFeatures: ['HTTPRouteRequestTimeout'] }),
    (chart, props) => platformOf(chart, { ingress: Ingress.gatewayApi({ externalGateway: props }) })),
  program('delegations', () => ({ delegations: [{ secretName: 'tls', targetNamespaces: ['shop'] }] }),
    (chart, props) => new TlsCertificateDelegation(chart, 'delegation', props)),
  program('an injector', () => ({ namespaces: ['shop'], resources: { extended: { 'example.com/gpu': '1' } } }),
    (chart, props) => new VaultInjector(chart, 'injector', props)),
  program('a file of properties', () => ({ 'max.poll.records': '7' }), (chart, props) => platformOf(chart, {
    kafka: { dataPlanes: [KafkaDataPlane.BROKER], brokerPlane: { consumer: KafkaProperties.override(props) } },
  })),
];

beforeAll(() => {
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterAll(() => jest.restoreAllMocks());

/** Changes every list and every object that the program made, all the way down, and calls nothing. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const plain = Object.getPrototypeOf(value) === Object.prototype;
  if (!Array.isArray(value) && !plain) return;
  for (const part of Object.values(value)) spoil(part);
  if (Array.isArray(value)) {
    value.push(...value as unknown[]);
    return;
  }
  const object = value as Record<string, unknown>;
  for (const [key, part] of Object.entries(object)) if (typeof part === 'string') object[key] = WRONG;
  object[WRONG] = WRONG;
}

function manifestsOf([, props, make]: Program, then: (props: object) => void): unknown {
  const app = Testing.app();
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  Features.of(chart).enable(...Object.values(Feature));
  const given = props();
  make(chart, given as never);
  then(given);
  app.synth();
  return [SideDocuments.of(app).render(), ...app.charts.map((each) => each.toJson() as unknown)];
}

test.each(PROGRAMS)('%s is what it was when it was checked', (...one) => {
  const expected = manifestsOf(one, () => undefined);

  expect(manifestsOf(one, spoil)).toEqual(expected);
});

test.each<[string, () => object, (options: never) => Ingress]>([
  ['Contour', () => ({ visibility: { externalIp: CONTOUR('external'), clusterLocal: CONTOUR('internal') } }), Ingress.contour],
  ['Istio', () => ({ gatewayService: { namespace: 'gateways', name: 'public' } }), Ingress.istio],
  ['the Gateway API', () => ({ externalGateway: { className: 'istio', namespace: 'gateways', name: 'public' } }), Ingress.gatewayApi],
])('a platform on %s has the options that were checked, though it is made later', (_, options, make) => {
  const ingressOf = (then: (options: object) => void) => {
    const given = options();
    const ingress = make(given as never);
    then(given);
    return ingress;
  };
  const manifestsWith = (ingress: Ingress) => manifestsOf(['', () => ({}), (chart) => platformOf(chart, { ingress })], () => undefined);

  expect(manifestsWith(ingressOf(spoil))).toEqual(manifestsWith(ingressOf(() => undefined)));
});

test('the role of a service is what it was when it was checked', () => {
  const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
  const options = { extraPolicies: ['shared'] };
  VaultAgent.inject(new KnativeService(chart, 'orders', { image: IMAGE, serviceAccount: new ServiceAccount(chart, 'account') }),
    { role: 'orders', secrets: [VaultSecret.raw('database/creds/orders')] });

  VaultSetup.of(chart).configureRole('orders', options);
  options.extraPolicies.push('root');

  expect(JSON.stringify(VaultSetup.of(chart).requests)).not.toContain('root');
});

describe('an own copy', () => {
  test('is one of lists and plain objects, all the way down', () => {
    const bare = Object.assign(Object.create(null) as object, { d: 1 });
    const value = { list: [{ a: [1] }], map: { b: null, c: undefined }, bare };
    const copy = ownCopy(value);

    expect(copy).toEqual({ ...value, bare: { d: 1 } });
    const parts = new Set<unknown>([value, value.list, value.list[0], value.map, bare]);
    expect([copy, copy.list, copy.list[0], copy.map, copy.bare].filter((part) => parts.has(part))).toEqual([]);
  });

  test('keeps what has an identity of its own', () => {
    const kept = {
      duration: Duration.seconds(1), own: { toSinkConfig: () => ({}) }, lazy: { get late() { return 1; } },
      run: () => 1,
    };
    const copy = ownCopy(kept.own);

    expect(copy).toBe(kept.own);
    expect(ownCopy([kept.duration, kept.lazy, kept.run])).toEqual([kept.duration, kept.lazy, kept.run]);
    expect(ownCopy([kept.duration])[0]).toBe(kept.duration);
    expect(ownCopy([kept.lazy])[0]).toBe(kept.lazy);
  });

  test('ends where an object holds itself', () => {
    const loop: { self?: unknown } = {};
    loop.self = [loop];
    const copy = ownCopy(loop);

    expect((copy.self as unknown[])[0]).toBe(copy);
    expect(copy).not.toBe(loop);
  });

  test('keeps a key that a prototype has too', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"constructor":2}') as Record<string, unknown>;

    expect(Object.keys(ownCopy(value))).toEqual(['__proto__', 'constructor']);
  });
});
