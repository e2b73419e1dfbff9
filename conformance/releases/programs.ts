import { type ApiObject, type App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AcmeEnvironment, AcmeSolver, BrokerClass, ClusterController, ConfluentCloud, DnsRecords, ExternalDns,
  ExternalDnsPolicy, Features, Filter, HttpProtocol, Ingress, KafkaBroker, KafkaBrokerConfig, KafkaCredentials,
  KafkaDataPlane, KafkaSink, KnativePlatform, type KnativePlatformProps, KnativeService, KnativeVersion,
  LetsEncryptIssuer, LoadBalancer, LoadBalancerScheme, PodCount, Route53, SecretReference, ServicesNamespace,
  TaintEffect, Toleration, VaultInjector,
} from '../../lib';
import type { AnySpecs } from './any-spec';

/** What is different about an installation, while its description stays the same. */
export type Way = Pick<KnativePlatformProps, 'installedBy' | 'releases' | 'upgradingFrom' | 'version'> & {
  /** Where the operator fetches the data planes of Kafka. */
  readonly manifestsFrom?: string;
};

/** A platform that both ways install. */
export interface Described {
  readonly name: string;
  /** Writes the platform into an app. */
  readonly describe: (app: App, way: Way) => KnativePlatform;
}

/** Where the operator finds the data planes that the mirror has. */
export function kafkaFolder(mirror: string): string {
  return `${mirror}/knative-extensions/eventing-kafka-broker/releases/download/knative-v\${VERSION}`;
}

const kafkaOf = ({ manifestsFrom }: Way) => (manifestsFrom === undefined ? {} : { manifestsFrom });
const propsOf = ({ installedBy, releases, upgradingFrom, version }: Way) => (
  { installedBy, releases, upgradingFrom, version });

/** The article's whole set: Contour, cert-manager, ExternalDNS, Kafka, Vault's injector. */
export const ARTICLE: Described = { name: "the article's platform", describe: describeArticle };

function describeArticle(app: App, way: Way): KnativePlatform {
  const chart = new Chart(app, 'platform');
  const issuer = new LetsEncryptIssuer(chart, 'letsencrypt-dns', {
    environment: AcmeEnvironment.PRODUCTION,
    email: 'platform@knative.dev',
    accountKeySecret: SecretReference.fromName('letsencrypt-private-key-dns'),
    solvers: [AcmeSolver.dns01(
      Route53.ambient({ region: 'us-east-1', hostedZoneId: 'Z0123456789ABCDEFGHIJ' }), { dnsZones: ['example.com'] },
    )],
  });
  const cluster = new ConfluentCloud(chart, 'confluent', {
    bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
    credentials: KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing', 'shop'] }),
  });
  new KafkaBrokerConfig(chart, 'kafka-broker-config', {
    metadata: { namespace: 'knative-eventing', name: 'confluent-brokers' }, cluster, partitions: 10,
  });
  new ExternalDns(chart, 'external-dns', {
    ownerId: 'my-knative-cluster', policy: ExternalDnsPolicy.UPSERT_ONLY, domainFilters: ['example.com'],
  });
  new VaultInjector(chart, 'vault', { address: 'https://vault.example.com:8200', namespaces: ['shop'] });
  return new KnativePlatform(chart, 'knative', {
    ingress: Ingress.contour({ loadBalancer: LoadBalancer.inTreeNlb({ scheme: LoadBalancerScheme.INTERNET_FACING }) }),
    domain: 'knative.example.com',
    dns: DnsRecords.externalDns(),
    issuer,
    tls: { httpProtocol: HttpProtocol.REDIRECTED },
    features: Features.asNeeded(),
    kafka: kafkaOf(way),
    ...propsOf(way),
  });
}

/** Services, a broker, a sink and a trigger, which no upgrade may touch. */
export function describeServices(app: App): void {
  const chart = new Chart(app, 'services', { namespace: 'shop' });
  new ServicesNamespace(chart, 'shop');
  const cluster = new ConfluentCloud(chart, 'confluent', {
    bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
    credentials: KafkaCredentials.fromSecretName('ccloud'),
  });
  const config = new KafkaBrokerConfig(chart, 'orders-config', { cluster, partitions: 10 });
  const orders = new KnativeService(chart, 'orders', { image: 'registry.example.com/orders:1.0' });
  const letters = new KnativeService(chart, 'letters', { image: 'registry.example.com/letters:1.0' });
  const broker = new KafkaBroker(chart, 'events', { config, deadLetterSink: letters });
  broker.addTrigger('placed', { filter: Filter.exact({ type: 'order.placed' }), subscriber: orders });
  new KafkaSink(chart, 'archive', { cluster, topic: 'archive' });
  orders.schedule('nightly', { schedule: '0 3 * * *' });
}

/** Platforms as a person would write them, one for each networking layer at least. */
export const WRITTEN: readonly Described[] = [
  ARTICLE,
  {
    name: "a platform for a machine of one's own",
    describe: (app, way) => new KnativePlatform(new Chart(app, 'local'), 'platform', {
      ingress: Ingress.kourier({ loadBalancer: LoadBalancer.none({ nodePort: true, httpPort: 31080 }) }),
      domain: '127.0.0.1.sslip.io',
      production: { replicas: 2, workloads: { '3scale-kourier-gateway': { replicas: 3, nodeSelector: { 'kubernetes.io/os': 'linux' } } } },
      ...propsOf(way),
    }),
  },
  {
    name: 'a platform with Istio',
    describe: (app, way) => new KnativePlatform(new Chart(app, 'istio'), 'platform', {
      ingress: Ingress.istio(), domain: 'knative.example.com', adopt: [ClusterController.ISTIO], ...propsOf(way),
    }),
  },
  { name: 'a platform with the Gateway API', describe: describeGateway },
  { name: 'a platform for production', describe: describeProduction },
];

function describeGateway(app: App, way: Way): KnativePlatform {
  const gateway = {
    className: 'istio', namespace: 'istio-system', name: 'edge', service: { namespace: 'istio-system', name: 'edge' },
    supportedFeatures: ['HTTPRouteRequestTimeout'],
  };
  return new KnativePlatform(new Chart(app, 'gateway'), 'platform', {
    ingress: Ingress.gatewayApi({ externalGateway: gateway, localGateway: { ...gateway, name: 'local' } }),
    domain: 'knative.example.com',
    ...propsOf(way),
  });
}

function describeProduction(app: App, way: Way): KnativePlatform {
  return new KnativePlatform(new Chart(app, 'production'), 'platform', {
    ingress: Ingress.contour({ idleTimeout: Duration.minutes(5), responseTimeout: Duration.minutes(10) }),
    domain: 'knative.example.com',
    domains: [{ domain: 'internal.example.com', selector: { tier: 'internal' } }],
    features: Features.asNeeded(),
    defaultBrokerClass: BrokerClass.MT_CHANNEL_BASED,
    kafka: kafkaOf(way),
    production: {
      replicas: 3,
      resources: {
        cpu: { request: Cpu.millis(100), limit: Cpu.units(1) },
        memory: { request: Size.mebibytes(128), limit: Size.gibibytes(1) },
      },
      nodeSelector: { 'kubernetes.io/arch': 'arm64' },
      tolerations: [Toleration.equal('dedicated', 'platform', { effect: TaintEffect.NO_SCHEDULE })],
      spreadOver: ['topology.kubernetes.io/zone'],
      disruptionBudget: { minAvailable: PodCount.pods(2) },
      mirror: { address: 'mirror.example.com/knative', pullSecret: SecretReference.fromName('mirror') },
      workloads: { activator: { replicas: 5 } },
    },
    ...propsOf(way),
  });
}

/** A platform with a networking layer whose installations are told what was generated. */
export function generated(specs: readonly AnySpecs[]): Described[] {
  return specs.map(({ serving, eventing }, at) => ({
    name: `generated ${at + 1}`,
    describe: (app, way) => {
      const chart = new Chart(app, 'generated');
      const ingress = [Ingress.kourier(), Ingress.contour(), Ingress.istio()][at % 3] ?? Ingress.kourier();
      const dataPlanes = Object.values(KafkaDataPlane);
      const platform = new KnativePlatform(chart, 'platform', {
        ingress, domain: 'knative.example.com', adopt: [ClusterController.ISTIO], kafka: { dataPlanes, ...kafkaOf(way) }, ...propsOf(way),
      });
      for (const [component, spec] of [[platform.serving, serving], [platform.eventing, eventing]] as const) {
        for (const [field, value] of Object.entries(spec)) patch(component.apiObject, field, value);
      }
      return platform;
    },
  }));
}

/** Adds to a field of a spec; what the platform says in it stays where the other says nothing. */
function patch(object: ApiObject, field: string, value: unknown): void {
  const { spec = {} } = object.toJson() as { readonly spec?: Readonly<Record<string, unknown>> };
  const own = spec[field];
  const isMap = (each: unknown): each is Readonly<Record<string, unknown>> => (
    typeof each === 'object' && each !== null && !Array.isArray(each));
  const merged = isMap(own) && isMap(value) ? { ...own, ...value } : value;
  object.addJsonPatch(JsonPatch.add(`/spec/${field}`, merged));
}

/** Versions, oldest first. */
export const VERSIONS: readonly KnativeVersion[] = Object.values(KnativeVersion);
