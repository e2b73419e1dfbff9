import { ApiObject, type Chart } from 'cdk8s';
import {
  BrokerClass, Features, HttpProtocol, Ingress, KafkaCluster, KafkaDataPlane, KafkaSink, KnativePlatform,
  type KnativePlatformProps, KnativeService, KnativeVersion, LoadBalancer, WildcardCertificates,
} from '../../lib';
import { byHand, DESTINATION, type Fields, type Manifest } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

const serving = byHand('operator.knative.dev/v1beta1', 'KnativeServing', 'knative-serving', {});
const eventing = byHand('operator.knative.dev/v1beta1', 'KnativeEventing', 'knative-eventing', {});
const sink = byHand('eventing.knative.dev/v1alpha1', 'KafkaSink', 'orders', {
  bootstrapServers: ['kafka.example.com:9092'], topic: 'orders', numPartitions: 1, replicationFactor: 1,
});
const source = byHand('sources.knative.dev/v1', 'KafkaSource', 'orders', {
  bootstrapServers: ['kafka.example.com:9092'], topics: ['orders'], consumerGroup: 'orders', sink: DESTINATION,
});
const service = byHand('serving.knative.dev/v1', 'Service', 'orders', {
  template: { spec: { containers: [{ image: 'ghcr.io/example/orders:1' }] } },
});

function platform(chart: Chart, props: Partial<KnativePlatformProps> = {}, id = 'platform'): void {
  new KnativePlatform(chart, id, { ingress: Ingress.kourier(), ...props });
}

type Refused = VerdictRow['refused'];

function servingRow(
  mistake: string, refused: Refused, props: Partial<KnativePlatformProps>, spec: Fields, stricter: string,
): VerdictRow {
  return {
    kind: 'KnativeServing', mistake, refused, stricter, manifest: serving(spec), program: (chart) => { platform(chart, props); },
  };
}

function eventingRow(
  mistake: string, refused: Refused, props: Partial<KnativePlatformProps>, spec: Fields, stricter: string,
): VerdictRow {
  return {
    kind: 'KnativeEventing', mistake, refused, stricter, manifest: eventing(spec), program: (chart) => { platform(chart, props); },
  };
}

function objectRow(
  kind: string, mistake: string, refused: Refused, program: VerdictRow['program'], manifest: Manifest, stricter: string,
): VerdictRow {
  return { kind, mistake, refused, stricter, program, manifest };
}

const TOKEN = { net: { sasl: { enable: true, tokenProvider: { secretKeyRef: { name: 'msk', key: 'provider' } } } } };
const KOURIER = { kourier: { enabled: true } };
const NO_WORKLOAD = 'the operator finds nothing of that name, and says nothing';
const { KAFKA } = BrokerClass;

/** The operator takes nearly all of it; what is wrong shows when services wait for ever. */
export const rows: readonly VerdictRow[] = [
  servingRow('a version that this operator does not bring', 'KN-PLT-014', { version: '1.19' as KnativeVersion },
    { version: '1.19' }, 'the operator has no manifests of it, and installs nothing'),
  objectRow('KafkaSink', 'no data plane for it', 'KN-PLT-015', (chart) => {
    platform(chart, { kafka: { dataPlanes: [KafkaDataPlane.BROKER] } });
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });
    new KafkaSink(chart, 'orders', { cluster, topic: 'orders' });
  }, sink(), 'no pod takes its events, and it never becomes ready'),
  objectRow('ConfigMap', 'a second owner beside the platform', 'KN-PLT-016', (chart) => {
    platform(chart);
    new ApiObject(chart, 'gc', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config-gc', namespace: 'knative-serving' } });
  }, (scope) => {
    new ApiObject(scope, 'by-hand', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config-gc' }, data: {} });
  }, 'the operator sets it back to what it knows'),
  objectRow('KnativeServing', 'a second one in the cluster', 'KN-PLT-017', (chart) => {
    platform(chart);
    platform(chart, {}, 'another');
  }, serving(), 'the two would install over each other'),
  objectRow('KafkaSource', 'a field that its version does not know', 'KN-PLT-019', (chart) => {
    platform(chart, { version: KnativeVersion.V1_20, kafka: {} });
    source(TOKEN)(chart);
  }, source(TOKEN), 'an older release drops the field, and its clients do not authenticate'),
  servingRow('a workload that the release does not have', 'KN-PLT-020', { production: { workloads: { activater: { replicas: 3 } } } },
    { workloads: [{ name: 'activater', replicas: 3 }] }, NO_WORKLOAD),
  servingRow('redirection without certificates', 'KN-PLT-021', { domain: 'example.org', tls: { httpProtocol: HttpProtocol.REDIRECTED } },
    { config: { network: { 'http-protocol': 'Redirected' } } }, 'nothing is redirected, and nobody is told'),
  objectRow('Service', 'a networking layer that the platform does not have', 'KN-PLT-022', (chart) => {
    platform(chart, { features: Features.asNeeded() });
    new KnativeService(chart, 'orders', {
      image: 'ghcr.io/example/orders:1',
      metadata: { annotations: { 'networking.knative.dev/ingress-class': 'istio.ingress.networking.knative.dev' } },
    });
  }, service({}, { annotations: { 'networking.knative.dev/ingress-class': 'istio.ingress.networking.knative.dev' } }),
  'no controller looks at it, and it never becomes ready'),
  servingRow('settings of another networking layer', 'KN-PLT-022', { serving: { istio: {} } },
    { ingress: KOURIER, config: { istio: {} } }, 'there is no such ConfigMap to change, and the operator makes none'),
  eventingRow('manifests from an address with a space', 'KN-PLT-024', { kafka: { manifestsFrom: 'the mirror' } },
    { additionalManifests: [{ URL: 'the mirror/eventing-kafka-broker.yaml' }] }, 'the operator cannot read it, and installs nothing'),
  {
    ...servingRow('wildcard certificates for no namespaces', 'KN-PLT-025', {},
      { config: { network: { 'namespace-wildcard-cert-selector': 'matchExpressions: []' } } }, 'every namespace gets one'),
    program: () => { WildcardCertificates.forNamespaces(); },
  },
  eventingRow('Kafka as the class of brokers without a configuration', 'KN-PLT-026', { defaultBrokerClass: KAFKA, kafka: {} },
    { defaultBrokerClass: 'Kafka' }, 'brokers get the configuration of another class, and never become ready'),
  servingRow('a setting of Kourier from two places', 'KN-PLT-027', {
    ingress: Ingress.kourier({ loadBalancer: LoadBalancer.classic({ proxyProtocol: true }) }),
    serving: { kourier: { enableProxyProtocol: false } },
  }, { ingress: KOURIER, config: { kourier: { 'enable-proxy-protocol': 'false' } } },
  'one of the two is lost: the gateway does not read what the load balancer writes'),
];
