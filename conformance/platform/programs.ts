import fc from 'fast-check';
import { type Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AcmeEnvironment, AcmeSolver, BrokerClass, Feature, Features, HttpProtocol, Ingress, KafkaCluster, KafkaCredentials,
  KafkaDataPlane, KnativeEventing, KnativePlatform, KnativeServing, KnativeVersion, LetsEncryptIssuer, PodCount,
  PrerequisitePolicy, Route53, SecretReference, TaintEffect, Toleration,
} from '../../lib';
import { flagPlace, KNATIVE_EVENTING, KNATIVE_SERVING } from '../../lib/core';
import { covering, type Data, TABLES } from './tables';

/** A program whose installation the operator makes. */
export interface InstalledProgram {
  readonly name: string;
  readonly program: (chart: Chart) => void;
}

/** A program that a person would write; the mirror has the manifests of Kafka's data planes. */
export interface WrittenProgram {
  readonly name: string;
  readonly program: (chart: Chart, mirror: string) => void;
}

/** How many programs are made of values; each key comes in one at least. */
const GENERATED = 10;
const KAFKA_PLANES = ['broker', 'channel', 'sink'];

type Config = Record<string, Record<string, string>>;

/** Programs whose values are generated, with all networking layers, and all data planes of Kafka from a mirror. */
export function generatedPrograms(seed: number, mirror: string): InstalledProgram[] {
  const configs = Array.from({ length: GENERATED }, (): Record<string, Config> => (
    { [KNATIVE_SERVING]: {}, [KNATIVE_EVENTING]: {} }));
  const put = (at: number, namespace: string, configMap: string, data: Data) => {
    const config = configs[at]?.[namespace];
    if (config !== undefined && Object.keys(data).length > 0) config[configMap] = { ...config[configMap], ...data };
  };
  for (const table of TABLES) {
    for (const [at, data] of covering(table, GENERATED, seed).entries()) {
      put(at, table.namespace, table.configMap, data);
    }
  }
  for (const feature of Object.values(Feature)) {
    const { namespace, configMap, on } = flagPlace(feature);
    for (const [at, isOn] of fc.sample(fc.boolean(), { numRuns: GENERATED, seed }).entries()) {
      if (isOn) put(at, namespace, configMap, { [feature]: on });
    }
  }
  return configs.map((config, at) => ({
    name: `generated ${at + 1}`,
    program: (chart) => {
      const all = { enabled: true };
      new KnativeServing(chart, KNATIVE_SERVING, {
        version: '1.23.0', config: config[KNATIVE_SERVING], ingress: { contour: all, kourier: all, istio: all, gatewayApi: all },
      });
      new KnativeEventing(chart, KNATIVE_EVENTING, {
        version: '1.23.0', config: config[KNATIVE_EVENTING], source: { kafka: true },
        additionalManifests: KAFKA_PLANES.map((plane) => `${mirror}/v\${VERSION}/eventing-kafka-${plane}.yaml`),
      });
    },
  }));
}

/** Platforms as a person would write them. */
export const WRITTEN: readonly WrittenProgram[] = [
  { name: 'a platform for a machine of one\'s own', program: writeLocal },
  { name: 'a platform with the Gateway API', program: writeGateway },
  { name: 'a platform for production', program: writeProduction },
];

function writeLocal(chart: Chart): void {
  new KnativePlatform(chart, 'platform', {
    version: KnativeVersion.V1_23,
    ingress: Ingress.kourier(),
    domain: '127.0.0.1.sslip.io',
    features: Features.asReleased().enable(Feature.PODSPEC_NODESELECTOR),
    eventing: { features: { kreferenceMapping: true }, kreferenceMapping: { 'Pod.v1': 'https://proxy.example.com/{{ .Name }}' } },
    production: { replicas: 2, workloads: { '3scale-kourier-gateway': { replicas: 3, nodeSelector: { 'kubernetes.io/os': 'linux' } } } },
    missingPrerequisites: PrerequisitePolicy.WARN,
  });
}

function writeGateway(chart: Chart): void {
  const gateway = {
    className: 'istio', namespace: 'istio-system', name: 'edge', service: { namespace: 'istio-system', name: 'edge' },
    supportedFeatures: ['HTTPRouteRequestTimeout'], proxyProtocol: true,
  };
  new KnativePlatform(chart, 'platform', {
    ingress: Ingress.gatewayApi({ externalGateway: gateway, localGateway: { ...gateway, name: 'local' } }), domain: 'knative.example.com',
  });
}

function writeProduction(chart: Chart, mirror: string): void {
  const issuer = new LetsEncryptIssuer(chart, 'letsencrypt', {
    environment: AcmeEnvironment.STAGING,
    email: 'platform@knative.dev',
    solvers: [AcmeSolver.dns01(Route53.ambient({ region: 'eu-central-1', hostedZoneId: 'Z0123456789ABCDEFGHIJ' }))],
  });
  const cluster = new KafkaCluster(chart, 'kafka', {
    bootstrapServers: ['kafka.example.com:9093'], credentials: KafkaCredentials.fromSecretName('kafka'),
  });
  new KnativePlatform(chart, 'platform', {
    version: KnativeVersion.V1_23,
    ingress: Ingress.contour({
      idleTimeout: Duration.minutes(5),
      responseTimeout: Duration.minutes(10),
      defaultTlsSecret: { namespace: 'contour-external', name: 'wildcard' },
      corsPolicy: { allowOrigin: ['https://shop.example.com'], allowMethods: ['GET', 'POST'], maxAge: Duration.hours(1) },
      visibility: {
        externalIp: { className: 'contour-external', namespace: 'contour-external', service: 'envoy' },
        clusterLocal: { className: 'contour-internal', namespace: 'contour-internal', service: 'envoy' },
      },
    }),
    domain: 'knative.example.com',
    domains: [{ domain: 'internal.example.com', selector: { tier: 'internal' }, wildcardCertificates: true }],
    issuer,
    tls: { httpProtocol: HttpProtocol.REDIRECTED },
    features: Features.asNeeded(),
    defaultBrokerClass: BrokerClass.KAFKA,
    kafka: {
      brokers: { cluster, partitions: 6, replicationFactor: 3 },
      channels: { cluster },
      dataPlanes: [KafkaDataPlane.BROKER, KafkaDataPlane.CHANNEL, KafkaDataPlane.SINK],
      topicPrefix: 'dev-',
      leaderElection: {
        leaseDuration: Duration.seconds(30), renewDeadline: Duration.seconds(20), retryPeriod: Duration.seconds(4),
        buckets: 2,
      },
      manifestsFrom: `${mirror}/v\${VERSION}`,
    },
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
  });
}
