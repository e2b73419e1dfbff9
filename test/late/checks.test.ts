import { ApiObject, type App, Chart, Duration, Size, Testing } from 'cdk8s';
import {
  AcmeIssuer, AcmeSolver, LetsEncryptIssuer, AcmeEnvironment, Route53, type Route53AccessKeyOptions,
} from '../../lib/certificates';
import { Feature, Features, renderForEngine, SideDocuments, Sink } from '../../lib/core';
import { Broker, BrokerClass, ChannelTemplate, Channel, Delivery, EventTransform, Trigger } from '../../lib/eventing';
import { EventSender, EventPolicy, EventType } from '../../lib/events';
import { Filter } from '../../lib/filters';
import { AwsAuth } from '../../lib/integrations';
import { KafkaBrokerConfig, KafkaCluster, KafkaCredentials } from '../../lib/kafka';
import { NetworkIsolation, NetworkPeer, ServicesNamespace } from '../../lib/namespaces';
import {
  AwsIdentity, AwsLoadBalancerController, ClusterAutoscaler, DnsRecords, ExternalDns, ExternalDnsPolicy, Ingress,
  LoadBalancer, LoadBalancerScheme,
} from '../../lib/networking';
import { KnativePlatform, type KnativePlatformProps } from '../../lib/platform';
import {
  Env, EnvFrom, type ContainerProps, Probe, ProjectedSource, SeccompProfile, SecretReference, ServiceAccount,
  Toleration, UnsatisfiableConstraint, Volume,
} from '../../lib/pod';
import { AutoscalerClass, KnativeService, type KnativeServiceProps, ScaleMetric, Scaling, Traffic } from '../../lib/serving';
import { IntegrationSink, IntegrationSinkType, JobSink, KafkaSink } from '../../lib/sinks';
import {
  CloudEventOverrides, ContainerSource, IntegrationSource, IntegrationSourceType, KafkaSource, PingData, PingSource,
} from '../../lib/sources';
import { VaultAgent, VaultInjector, VaultSecret } from '../../lib/vault';
import { deployed } from './support';

/** A part of a program, with a text in it that only the deployment knows. */
type Part = readonly [string, (chart: Chart, late: string) => unknown];

const IMAGE = 'ghcr.io/example/orders:1.4.2';
const SQS = 'arn:aws:sqs:eu-central-1:123456789012';
const region = 'eu-central-1';
const sink = Sink.uri('https://events.example.com/in');
const auth = AwsAuth.fromSecret(SecretReference.fromName('aws'));
const { INTERNET_FACING } = LoadBalancerScheme;
const owned = { ownerId: 'a', policy: ExternalDnsPolicy.SYNC };

const service = (chart: Chart, props: Partial<KnativeServiceProps>) => new KnativeService(chart, 'orders', { image: IMAGE, ...props });
const ping = (chart: Chart, to: Sink) => new PingSource(chart, 'tick', { schedule: '@hourly', sink: to });
const kafka = (chart: Chart, ...bootstrapServers: string[]) => new KafkaCluster(chart, 'kafka', { bootstrapServers });
const job = (chart: Chart, container: Partial<ContainerProps>) => new JobSink(chart, 'job', {
  containers: [{ image: IMAGE, ...container }], ttlAfterFinished: Duration.hours(1),
});
const issuer = (chart: Chart, solver: AcmeSolver, server = 'https://acme.example.org/directory') =>
  new AcmeIssuer(new Chart(chart, 'issuers'), 'acme', { server, solvers: [solver] });
const platform = (chart: Chart, props: Partial<KnativePlatformProps>) => new KnativePlatform(new Chart(chart, 'platform'), 'knative', {
  ingress: Ingress.kourier(), domain: 'example.org', ...props,
});
const trigger = (chart: Chart, filter: Filter) => new Trigger(chart, 'trigger', {
  broker: new Broker(chart, 'events', { brokerClass: BrokerClass.MT_CHANNEL_BASED }), subscriber: sink, filters: [filter],
});
const agent = (chart: Chart, secret: VaultSecret, address?: string) => VaultAgent.inject(
  service(chart, { serviceAccount: new ServiceAccount(chart, 'account') }),
  { role: 'orders', secrets: [secret], ...address === undefined ? {} : { server: { address } } });
const mounted = (chart: Chart, volume: Volume) => service(chart, { volumeMounts: [{ path: '/files', volume }] });

/** What is written as it is. */
const PARTS: readonly Part[] = [
  ['the address of a sink', (chart, late) => ping(chart, Sink.uri(late))],
  ['the certificates of a sink', (chart, late) => ping(chart, Sink.uri('https://events.example.com', { caCerts: late }))],
  ['the path of a sink', (chart, late) => ping(chart, Sink.of(Sink.kubernetesService('orders'), { path: `/${late}` }))],
  ['a Service of Kubernetes', (chart, late) => ping(chart, Sink.kubernetesService(late))],
  ['a schedule', (chart, late) => new PingSource(chart, 'tick', { schedule: late, sink })],
  ['a time zone', (chart, late) => new PingSource(chart, 'tick', { schedule: '@hourly', timezone: late, sink })],
  ['data as JSON', (chart, late) => new PingSource(chart, 'tick', { schedule: '@hourly', sink, data: PingData.json({ a: late }) })],
  ['data as text', (chart, late) => new PingSource(chart, 'tick', { schedule: '@hourly', sink, data: PingData.text(late) })],
  ['data as base64', (chart, late) => new PingSource(chart, 'tick', { schedule: '@hourly', sink, data: PingData.base64(late) })],
  ['an extension of events', (chart, late) => new PingSource(chart, 'tick', {
    schedule: '@hourly', sink, ceOverrides: CloudEventOverrides.extensions({ a: late }),
  })],
  ['an image', (chart, late) => new KnativeService(chart, 'orders', { image: late })],
  ['a tag', (chart, late) => new KnativeService(chart, 'orders', { image: `registry.example.com/orders:${late}` })],
  ['a digest', (chart, late) => new KnativeService(chart, 'orders', { image: `registry.example.com/orders@${late}` })],
  ['a variable', (chart, late) => service(chart, { env: { A: Env.value(late) } })],
  ['the Secret of a variable', (chart, late) => service(chart, { env: { A: Env.fromSecret(SecretReference.fromName(late), late) } })],
  ['a prefix of variables', (chart, late) => service(chart, { envFrom: [EnvFrom.secret(SecretReference.fromName('s'), { prefix: late })] })],
  ['words of a command', (chart, late) => service(chart, { command: [late], args: [`--a=${late}`], workingDir: late })],
  ['a service account', (chart, late) => service(chart, { serviceAccount: ServiceAccount.fromName(late) })],
  ['labels and annotations', (chart, late) => service(chart, {
    metadata: { annotations: { 'example.com/a': late }, labels: { a: late } }, templateAnnotations: { 'example.com/a': late },
    templateLabels: { a: late },
  })],
  ['the class of an ingress', (chart, late) => service(chart, { ingressClass: late })],
  ['a revision', (chart, late) => service(chart, { traffic: [Traffic.revision(late, 100)] })],
  ['nodes', (chart, late) => service(chart, { nodeSelector: { a: late }, tolerations: [Toleration.equal('a', late)] })],
  ['hosts and name servers', (chart, late) => service(chart, {
    hostAliases: [{ ip: late, hostnames: [late] }], dnsConfig: { nameservers: [late], searches: [late] },
  })],
  ['a spread', (chart, late) => service(chart, { topologySpreadConstraints: [{
    topologyKey: late, maxSkew: 1, whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE,
    labelSelector: { matchLabels: { a: late } },
  }] })],
  ['a probe', (chart, late) => service(chart, { readinessProbe: Probe.httpGet(`/${late}`, { headers: { a: late } }) })],
  ['a mount', (chart, late) => service(chart, { volumeMounts: [{ path: `/files/${late}`, volume: Volume.emptyDir('files') }] })],
  ['a volume of a Secret', (chart, late) => mounted(chart, Volume.secret('files', SecretReference.fromName(late)))],
  ['a volume of a driver', (chart, late) => mounted(chart, Volume.csi('files', late, { attributes: { a: late } }))],
  ['a volume of a token', (chart, late) =>
    mounted(chart, Volume.projected('files', [ProjectedSource.serviceAccountToken('token', { audience: late })]))],
  ['a volume of the node', (chart, late) => job(chart, { volumeMounts: [{ path: '/a', volume: Volume.hostPath('a', `/${late}`) }] })],
  ['a volume of an image', (chart, late) => job(chart, { volumeMounts: [{ path: '/a', volume: Volume.image('a', late) }] })],
  ['a volume that goes with its pod', (chart, late) =>
    job(chart, { volumeMounts: [{ path: '/a', volume: Volume.ephemeral('a', Size.gibibytes(1), { storageClassName: late }) }] })],
  ['an extended resource', (chart, late) => service(chart, { resources: { extended: { 'example.com/gpu': late } } })],
  ['a profile', (chart, late) => service(chart, { podSecurityContext: { seccompProfile: SeccompProfile.localhost(late) } })],
  ['a class of the autoscaler', (chart, late) => service(chart, {
    scaling: Scaling.of({
      autoscalerClass: AutoscalerClass.custom(late), metric: ScaleMetric.custom(late, { target: 1 }),
    }),
  })],
  ['a filter', (chart, late) => trigger(chart, Filter.exact({ source: late }))],
  ['a prefix of a filter', (chart, late) => trigger(chart, Filter.prefix({ type: late }))],
  ['a text of CESQL', (chart, late) => trigger(chart, Filter.cesql(`source = '${late}'`))],
  ['a pattern of CESQL', (chart, late) => trigger(chart, Filter.cesql(`source LIKE '${late}%'`))],
  ['an event type', (chart, late) => new EventType(chart, 'type', { type: late, source: `https://${late}/a`, schema: late })],
  ['a subject', (chart, late) => new EventPolicy(chart, 'policy', { from: [EventSender.subject(late)] })],
  ['servers of Kafka', (chart, late) => new KafkaBrokerConfig(chart, 'config', { cluster: kafka(chart, late, `b.${late}:9092`) })],
  ['an option of topics', (chart, late) => new KafkaBrokerConfig(chart, 'config', {
    cluster: kafka(chart, 'kafka.example.com:9092'), topicConfig: { 'retention.ms': late },
  })],
  ['a topic', (chart, late) => new KafkaSink(chart, 'sink', { topic: late, cluster: kafka(chart, late) })],
  ['a consumer group', (chart, late) => new KafkaSource(chart, 'source', {
    cluster: kafka(chart, 'kafka.example.com:9092'), topics: [late], consumerGroup: late, sink,
  })],
  ['a Secret of Kafka', (chart, late) => new KafkaSink(chart, 'sink', { topic: 'orders', cluster: new KafkaCluster(chart, 'kafka', {
    bootstrapServers: ['kafka.example.com:9092'], credentials: KafkaCredentials.fromSecretName(late),
  }) })],
  ['a queue', (chart, late) => new IntegrationSource(chart, 'queue', {
    sink, type: IntegrationSourceType.awsSqs({ arn: late, region, auth }),
  })],
  ['a queue in an ARN', (chart, late) => new IntegrationSource(chart, 'queue', {
    sink, type: IntegrationSourceType.awsSqs({ arn: `${SQS}:${late}`, region: late, auth, queueURL: late }),
  })],
  ['a bucket', (chart, late) => new IntegrationSource(chart, 'bucket', {
    sink, type: IntegrationSourceType.awsS3({ arn: late, region: late, auth, prefix: late, destinationBucket: `b-${late}` }),
  })],
  ['a table', (chart, late) => new IntegrationSource(chart, 'table', {
    sink, type: IntegrationSourceType.awsDdbStreams({ table: late, region, auth }),
  })],
  ['a topic of SNS', (chart, late) => new IntegrationSink(chart, 'topic', { type: IntegrationSinkType.awsSns({ arn: late, region, auth }) })],
  ['an expression of JSONata', (chart, late) => new EventTransform(chart, 'transform', { jsonata: `{ "a": "${late}" }`, sink })],
  ['a dead letter sink', (chart, late) => new Broker(chart, 'events', { delivery: Delivery.deadLetter(Sink.uri(late)) })],
  ['the configuration of a broker', (chart, late) => new Broker(chart, 'events', {
    config: { apiVersion: 'v1', kind: 'ConfigMap', name: late, namespace: late },
  })],
  ['a class of brokers', (chart, late) => new Broker(chart, 'events', { brokerClass: BrokerClass.custom(late) })],
  ['the spec of a channel', (chart, late) => new Channel(chart, 'channel', {
    template: ChannelTemplate.custom({ apiVersion: 'example.com/v1', kind: 'OrderChannel', spec: { a: late } }),
  })],
  ['the server of an issuer', (chart, late) => issuer(chart, AcmeSolver.dns01(Route53.ambient()), late)],
  ['an e-mail address', (chart, late) => new LetsEncryptIssuer(new Chart(chart, 'issuers'), 'acme', {
    environment: AcmeEnvironment.STAGING, email: `ops@${late}`, solvers: [AcmeSolver.dns01(Route53.ambient())],
  })],
  ['zones of a solver', (chart, late) => issuer(chart, AcmeSolver.dns01(Route53.ambient(), { dnsZones: [late], dnsNames: [`a.${late}`] }))],
  ['Route 53 by a service account', (chart, late) => issuer(chart, AcmeSolver.dns01(Route53.serviceAccount('dns', {
    region: late, role: late, audiences: [late], hostedZoneId: late,
  })))],
  ['Route 53 by a key', (chart, late) => {
    const secretAccessKey = { secret: SecretReference.fromName('key'), key: 'key' };
    const options: Route53AccessKeyOptions = { region: late, accessKeyId: late, secretAccessKey, role: late };
    return issuer(chart, AcmeSolver.dns01(Route53.accessKey(options)));
  }],
  ['a parent of a Gateway', (chart, late) => issuer(chart, AcmeSolver.http01Gateway({ parents: [{ name: late, namespace: late }] }))],
  ['the domain of a platform with an issuer', (chart, late) => platform(chart, {
    domain: late,
    issuer: issuer(chart, AcmeSolver.dns01(Route53.ambient({ hostedZoneId: late }), { dnsZones: [late] })),
  })],
  ['domains of a platform', (chart, late) => platform(chart, { domains: [{ domain: late, selector: { app: late } }] })],
  ['a domain with records', (chart, late) => {
    new ExternalDns(new Chart(chart, 'dns'), 'dns', { ...owned, domainFilters: [late] });
    return platform(chart, { domain: `apps.${late}`, dns: DnsRecords.externalDns(), ingress: Ingress.kourier({
      loadBalancer: LoadBalancer.classic({ sourceRanges: [late], tags: { a: late } }),
    }) });
  }],
  ['the filter of a known domain', (chart, late) => {
    new ExternalDns(new Chart(chart, 'dns'), 'dns', { ...owned, domainFilters: [late] });
    return platform(chart, { dns: DnsRecords.externalDns() });
  }],
  ['subnets and addresses of a load balancer', (chart, late) => {
    new AwsLoadBalancerController(new Chart(chart, 'controller'), 'controller', { clusterName: late, identity: AwsIdentity.role(late) });
    return platform(chart, { ingress: Ingress.kourier({ loadBalancer: LoadBalancer.awsLoadBalancerController({
      scheme: INTERNET_FACING, subnets: [late, `${late}b`], elasticIps: [`${late}a`, `${late}b`],
    }) }) });
  }],
  ['a template of domains', (chart, late) => platform(chart, {
    serving: { network: { domainTemplate: `{{.Name}}.{{.Namespace}}.${late}` } },
  })],
  ['registries', (chart, late) => platform(chart, { serving: { deployment: { registriesSkippingTagResolving: [late] } } })],
  ['an address of Vault', (chart, late) => agent(chart, VaultSecret.raw('database/creds/orders'), `https://${late}`)],
  ['a range of addresses', (chart, late) => new ServicesNamespace(chart, 'team', { network: { ingressNamespaces: ['kourier-system'] } })
    .allowFrom(NetworkPeer.cidr(late, `${late}/24`))],
  ['a part of a range', (chart, late) => new ServicesNamespace(chart, 'team', { network: { ingressNamespaces: ['kourier-system'] } })
    .allowFrom(NetworkPeer.cidr('10.0.0.0/8', late))],
  ['developers', (chart, late) => new ServicesNamespace(chart, 'team', { developers: [{ groups: [late], users: [late] }] })],
  ['an autoscaler', (chart, late) => new ClusterAutoscaler(chart, 'autoscaler', {
    clusterName: late, region: late, kubernetesVersion: '1.34', extraArgs: [`--a=${late}`],
  })],
  ['options of ExternalDNS', (chart, late) => new ExternalDns(chart, 'dns', {
    ...owned, ownerId: late, txtPrefix: late, region: late, image: late,
    hostedZones: [{ hostedZoneId: late, zoneName: late }],
  })],
  ['a container', (chart, late) => new ContainerSource(chart, 'source', { sink, containers: [{ image: late, args: [late] }] })],
];

/** What has to be known, and the code that says so. */
const KNOWN: readonly (readonly [...Part, string])[] = [
  ['a domain that is mapped, which is the name of an object', (chart, late) => service(chart, {}).mapDomain('www', { domain: `www.${late}` }), 'KN-LAT-002'],
  ['a member of an enum', (chart, late) => platform(chart, { ingress: Ingress.kourier({
    loadBalancer: LoadBalancer.eksAutoMode({ scheme: late as LoadBalancerScheme }),
  }) }), 'KN-LAT-005'],
  ['the version of Kubernetes', (chart, late) =>
    new ClusterAutoscaler(chart, 'autoscaler', { clusterName: 'a', region, kubernetesVersion: late }), 'KN-LAT-005'],
  ['the version of Kubernetes below a platform', (chart, late) => platform(chart, { kubernetesVersion: late }), 'KN-LAT-005'],
  ['certificates that are written as base64', (chart, late) => new AcmeIssuer(chart, 'acme', {
    server: 'https://acme.example.org/directory', solvers: [AcmeSolver.dns01(Route53.ambient())], caBundle: late,
  }), 'KN-LAT-005'],
  ['certificates of an injector', (chart, late) => new VaultInjector(chart, 'injector', { namespaces: ['shop'], caCert: late }), 'KN-LAT-005'],
  ['a whole expression of CESQL', (chart, late) => trigger(chart, Filter.cesql(late)), 'KN-FLT-007'],
  ['a list', (chart, late) => new ExternalDns(chart, 'dns', { ...owned, domainFilters: late as never }), 'KN-TYP-001'],
];

beforeEach(() => {
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  jest.restoreAllMocks();
});

interface Seen {
  readonly problems: readonly string[];
  /** Objects and side documents. */
  readonly text: string;
}

function seen(write: (chart: Chart) => unknown): Seen {
  const app = Testing.app();
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  Features.of(chart).enable(...Object.values(Feature));
  try {
    write(chart);
  } catch (error) {
    return { problems: [(error as Error).message], text: '' };
  }
  return renderForEngine(app, () => ({
    problems: app.node.findAll().flatMap(({ node }) => node.validate()),
    text: JSON.stringify(objectsOf(app)),
  }));
}

function objectsOf(app: App): unknown[] {
  return app.node.findAll().filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson() as unknown);
}

describe('a text that only the deployment knows', () => {
  const { stack, attribute, text: token, number } = deployed();
  /** What is left for CloudFormation, as AWS CDK writes it. */
  const template = (text: string) => JSON.stringify(stack.resolve(stack.toJsonString(JSON.parse(text))));

  test.each(PARTS)('goes through the checks, whatever it looks like: %s', (_, write) => {
    for (const late of [token, attribute].flatMap((each) => [each, `https://${each}/x`, `a.${each}`, `${each}:443`])) {
      const { problems, text } = seen((chart) => write(chart, late));
      expect({ late, problems }).toEqual({ late, problems: [] });
      expect(text).toContain(late);
      expect(template(text)).toContain('{"Ref":"Parameter"}');
      expect(template(text)).not.toMatch(/oken\[/);
    }
  });

  test.each(KNOWN)('fails for %s', (_, write, code) => {
    expect(seen((chart) => write(chart, token)).problems.map((line) => line.slice(0, 10))).toEqual([code]);
  });

  test.each<[string, (chart: Chart) => unknown]>([
    ['ports', (chart) => service(chart, { port: number })],
    ['bounds of scaling', (chart) => service(chart, { scaling: Scaling.between(1, number) })],
    ['the least scale', (chart) => service(chart, { scaling: Scaling.between(number, 5) })],
    ['users', (chart) => service(chart, { podSecurityContext: { runAsUser: number } })],
    ['requests at a time', (chart) => service(chart, { containerConcurrency: number })],
    ['retries', (chart) => new Broker(chart, 'events', { delivery: Delivery.retry(number) })],
    ['partitions', (chart) => new KafkaSink(chart, 'sink', {
      topic: 'orders', numPartitions: number, replicationFactor: number, cluster: kafka(chart, 'kafka.example.com:9092'),
    })],
  ])('may be a number: %s', (_, write) => {
    const { problems, text } = seen(write);

    expect(problems).toEqual([]);
    expect(text).toContain(String(number));
    expect(template(text)).toContain('{"Ref":"Number"}');
  });

  test('has its port known where it stands in an address', () => {
    const { text } = seen((chart) => {
      const team = new ServicesNamespace(new Chart(chart, 'team'), 'team', {
        network: { ingressNamespaces: ['kourier-system'], isolation: NetworkIsolation.INGRESS_AND_EGRESS },
      });
      const orders = new KnativeService(new Chart(chart, 'services', { namespace: team.name }), 'orders', {
        image: IMAGE, serviceAccount: ServiceAccount.fromName('orders'),
      });
      VaultAgent.inject(orders, {
        role: 'orders', secrets: [VaultSecret.raw('database/creds/orders')], server: { address: `https://${token}:8301` },
      });
    });

    expect(text).toContain('"port":8301');
  });

  test('fails where a program made small letters of it', () => {
    const spoilt = seen((chart) => service(chart, { env: { A: Env.value(token.toLowerCase()) } }));

    expect(spoilt.problems.map((line) => line.slice(0, 10))).toEqual(['KN-LAT-005']);
  });

  test('is in no side document before it is looked for there', () => {
    const app = Testing.app();
    SideDocuments.of(app).add({ file: 'a.txt', content: () => `a\n${token.toLowerCase()}` });

    expect(() => app.synth()).toThrow(/KN-LAT-005 the side document `a.txt` has at `line 2`/);
  });
});
