import type { InstalledConfig, PlatformDescription } from '../../lib/core';
import { Broker, BrokerClass, KafkaBroker } from '../../lib/eventing';
import { KafkaBrokerConfig, KafkaCluster, KafkaCredentials } from '../../lib/kafka';
import { type NamespaceNetwork, NetworkIsolation, NetworkPeer, NetworkPort, PullSecret } from '../../lib/namespaces';
import { KnativeService } from '../../lib/serving';
import { ApiServerSource } from '../../lib/sources';
import { VaultInjector } from '../../lib/vault';
import { vaultService } from '../vault/program';
import { type Landlord, policiesOf, type Tenant, tenant, warningsOf } from './program';

const image = 'ghcr.io/example/orders:1.0';
const CLOSED = { isolation: NetworkIsolation.INGRESS_AND_EGRESS };
const DNS = [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }];

const closed = (network: NamespaceNetwork = CLOSED, landlord: Landlord = {}) => tenant({ network }, landlord);
const egressOf = (each: Tenant) => policiesOf(each)['allow-egress']?.egress as Record<string, unknown>[];
const inNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

describe('names in a closed namespace', () => {
  test.each<[string, Partial<PlatformDescription>, Partial<NamespaceNetwork>, unknown]>([
    ['pods of the cluster', {}, {}, [inNamespace('kube-system'), { ipBlock: { cidr: '169.254.20.10/32' } }]],
    ['whoever, where nodes answer', { dnsOnNodes: true }, {}, undefined],
    ['an address', { dnsOnNodes: true }, { dns: [NetworkPeer.cidr('172.20.0.10/32')] }, [{ ipBlock: { cidr: '172.20.0.10/32' } }]],
    ['an address and pods', {}, { dns: [NetworkPeer.cidr('172.20.0.10/32'), NetworkPeer.namespace('dns')] }, [
      { ipBlock: { cidr: '172.20.0.10/32' } }, inNamespace('dns'),
    ]],
    ['whoever, among others', {}, { dns: [NetworkPeer.namespace('dns'), NetworkPeer.anywhere()] }, undefined],
  ])('are asked of %s', (_whom, platform, network, to) => {
    const [first] = egressOf(closed({ ...CLOSED, ...network }, { platform }));

    expect(first).toEqual(to === undefined ? { ports: DNS } : { to, ports: DNS });
  });
});

describe('traces and metrics of a closed namespace', () => {
  const observability = (data: Record<string, string>): InstalledConfig => ({ 'config-observability': data });
  const extra = (landlord: Landlord) => egressOf(closed(CLOSED, landlord)).slice(1);
  const inside = (...more: string[]) => ({
    to: ['knative-serving', 'knative-eventing', 'contour-external', 'contour-internal', ...more].map(inNamespace),
  });
  const at = (port: number) => ({ ports: [{ protocol: 'TCP', port }] });

  test.each<[string, Record<string, string>, unknown[]]>([
    ['a Service', { 'tracing-protocol': 'grpc', 'tracing-endpoint': 'http://otel.obs.svc:4317' }, [inside('obs')]],
    ['a Service with its whole name', { 'tracing-protocol': 'grpc', 'tracing-endpoint': 'otel.obs.svc.cluster.local:4317' }, [inside('obs')]],
    ['a host outside', { 'request-metrics-protocol': 'http/protobuf', 'request-metrics-endpoint': 'https://otlp.example.com/v1' }, [inside(), at(443)]],
    ['a host with a port', { 'tracing-protocol': 'http/protobuf', 'tracing-endpoint': 'http://collector.obs:4318/v1' }, [inside(), at(4318)]],
    ['plain HTTP', { 'tracing-protocol': 'http/protobuf', 'tracing-endpoint': 'http://otlp.example.com' }, [inside(), at(80)]],
    ['no address', { 'tracing-protocol': 'grpc', 'tracing-endpoint': 'http://' }, [inside()]],
    ['nobody', { 'tracing-protocol': 'stdout' }, [inside()]],
    ['a collector of the installation alone', { 'metrics-protocol': 'grpc', 'metrics-endpoint': 'https://otlp.example.com' }, [inside()]],
  ])('go to %s', (_where, data, rules) => {
    expect(extra({ serving: observability(data) })).toEqual(rules);
  });

  test('of sources go where Eventing sends them, once', () => {
    const data = { 'tracing-protocol': 'grpc', 'tracing-endpoint': 'otlp.example.com:4317', 'metrics-protocol': 'grpc', 'metrics-endpoint': 'otlp.example.com:4317' };

    expect(extra({ eventing: observability(data) })).toEqual([inside(), at(4317)]);
  });

  const prometheus = observability({ 'request-metrics-protocol': 'prometheus' });

  test.each<[string, InstalledConfig, (each: Tenant) => void, number]>([
    ['warn of a closed port', prometheus, () => undefined, 1],
    ['warn of another port', prometheus, ({ namespace }) => namespace.allowFrom(NetworkPeer.namespace('monitoring'), NetworkPort.tcp(8080)), 1],
    ['are fetched at an open port', prometheus, ({ namespace }) => namespace.allowFrom(NetworkPeer.namespace('monitoring'), NetworkPort.tcp(9091)), 0],
    ['are fetched at all ports', prometheus, ({ namespace }) => namespace.allowFrom(NetworkPeer.namespace('monitoring')), 0],
    ['are fetched at a port of their own', observability({ 'request-metrics-protocol': 'prometheus', 'request-metrics-endpoint': ':9999' }),
      ({ namespace }) => namespace.allowFrom(NetworkPeer.anywhere(), NetworkPort.tcpRange(9990, 9999)), 0],
    ['are not wanted', observability({}), () => undefined, 0],
  ])('%s', (_what, serving, more, count) => {
    const each = closed({}, { serving });
    new KnativeService(each.chart, 'orders', { image });
    more(each);

    expect(warningsOf(each).filter((warning) => warning.startsWith('closed-network'))).toHaveLength(count);
  });

  test('warn of nothing where no service is', () => {
    expect(warningsOf(closed({}, { serving: prometheus }))).toEqual([]);
  });
});

describe('a source of objects in a closed namespace', () => {
  test.each<[string, (each: Tenant) => void, number]>([
    ['is warned of the closed API server', () => undefined, 1],
    ['is warned where another port is open', ({ namespace }) => namespace.allowTo(NetworkPeer.cidr('10.0.0.0/16'), NetworkPort.tcp(5432)), 1],
    ['is warned where pods are open only', ({ namespace }) => namespace.allowTo(NetworkPeer.namespace('api')), 1],
    ['reaches networks at the port', ({ namespace }) => namespace.allowTo(NetworkPeer.cidr('10.0.0.0/16'), NetworkPort.tcp(443)), 0],
    ['reaches whoever', ({ namespace }) => namespace.allowTo(NetworkPeer.anywhere()), 0],
  ])('%s', (_what, more, count) => {
    const each = closed();
    const sink = new KnativeService(each.chart, 'orders', { image });
    new ApiServerSource(each.chart, 'watch', { resources: [{ apiVersion: 'v1', kind: 'Pod' }], sink });
    more(each);

    expect(warningsOf(each).filter((warning) => warning.includes('`watch`'))).toHaveLength(count);
  });

  test('warns of none elsewhere', () => {
    expect(warningsOf(closed())).toEqual([]);
  });
});

describe('Vault of a closed namespace', () => {
  const ports = (each: Tenant) => egressOf(each).slice(2).map((rule) => rule.ports);
  const tcp = (port: number) => [{ protocol: 'TCP', port }];

  test.each<[string, string | undefined, string | undefined, number]>([
    ['where its own address says', 'https://injected.example.com', 'https://vault.example.com:8300', 8300],
    ['where the injector says', 'https://vault.example.com', undefined, 443],
    ['at its own port, where nobody says', undefined, undefined, 8200],
  ])('is reached %s', (_where, injected, own, port) => {
    const each = closed();
    vaultService(each.chart, own === undefined ? {} : { server: { address: own } });
    new VaultInjector(each.app, 'injector', { address: injected });

    expect(ports(each)).toEqual([tcp(port)]);
  });
});

describe('a Kafka broker with pods in a closed namespace', () => {
  const kafka = (each: Tenant, credentials?: KafkaCredentials) =>
    new KafkaCluster(each.chart, 'kafka', { bootstrapServers: ['kafka.example.com:9094'], credentials });
  const ofKafka = (each: Tenant) => warningsOf(each).filter((warning) => warning.startsWith('closed-network') && warning.includes('`events`'));
  const foreign = KafkaBrokerConfig.fromConfigMapName('kafka-config');

  test('reaches the servers of its cluster', () => {
    const each = closed();
    new KafkaBroker(each.chart, 'events', { cluster: kafka(each), namespaced: true });

    expect(egressOf(each).slice(2)).toEqual([{ ports: [{ protocol: 'TCP', port: 9094 }] }]);
    expect(ofKafka(each)).toEqual([]);
  });

  test('reaches those of a configuration that it names', () => {
    const each = closed();
    const { reference: config } = new KafkaBrokerConfig(each.chart, 'config', { cluster: kafka(each) });
    new Broker(each.chart, 'events', { brokerClass: BrokerClass.KAFKA_NAMESPACED, config });

    expect(egressOf(each).slice(2)).toEqual([{ ports: [{ protocol: 'TCP', port: 9094 }] }]);
  });

  test('opens nothing where its pods run with those of Knative', () => {
    const each = closed();
    new KafkaBroker(each.chart, 'events', { cluster: kafka(each) });

    expect(egressOf(each)).toHaveLength(2);
    expect(ofKafka(each)).toEqual([]);
  });

  test.each<[string, (each: Tenant) => void, number]>([
    ['is warned where nobody says where Kafka is', () => undefined, 1],
    ['is not where the namespace names the cluster', (each) => each.namespace.addKafka(kafka(each)), 0],
    ['is not where the namespace opens something', ({ namespace }) => namespace.allowTo(NetworkPeer.namespace('kafka')), 0],
  ])('%s', (_what, more, count) => {
    const each = closed();
    new KafkaBroker(each.chart, 'events', { config: foreign, namespaced: true });
    more(each);

    expect(ofKafka(each)).toHaveLength(count);
  });

  test.each<[string, (each: Tenant) => void, number]>([
    ['is warned where it cannot read its credentials', () => undefined, 1],
    ['is not where the API server is open', ({ namespace }) => namespace.allowTo(NetworkPeer.cidr('10.0.0.0/16'), NetworkPort.tcp(443)), 0],
  ])('%s', (_what, more, count) => {
    const each = closed();
    new KafkaBroker(each.chart, 'events', { cluster: kafka(each, KafkaCredentials.fromSecretName('kafka')), namespaced: true });
    more(each);

    expect(ofKafka(each)).toHaveLength(count);
  });
});

describe('challenges of an ACME server', () => {
  test.each<[string, Partial<PlatformDescription>, boolean]>([
    ['are let in where nothing is known', {}, true],
    ['are let in where they come over HTTP', { httpChallenges: true }, true],
    ['are not let in where there are none', { httpChallenges: false }, false],
  ])('%s', (_what, platform, there) => {
    expect(Object.keys(policiesOf(closed({}, { platform }))).includes('allow-acme-challenges')).toBe(there);
  });
});

describe('the password of the mirror', () => {
  const platform = { imagePullSecret: 'mirror' };

  test.each([
    ['is missing in a namespace without Secrets', {}, 1],
    ['is missing among others', { imagePullSecrets: [PullSecret.fromSecretName('own')] }, 1],
    ['is there', { imagePullSecrets: [PullSecret.fromSecretName('own'), PullSecret.fromSecretName('mirror')] }, 0],
  ])('%s', (_what, props, count) => {
    expect(warningsOf(tenant(props, { platform })).filter((warning) => warning.startsWith('mirror-pull-secret'))).toHaveLength(count);
  });

  test('is not asked for without one', () => {
    expect(warningsOf(tenant({}))).toEqual([]);
  });
});
