import type { Chart } from 'cdk8s';
import {
  AwsAuth, Broker, BrokerClass, DomainMapping, EventType, IntegrationSink, IntegrationSinkType, IntegrationSource,
  IntegrationSourceType, KafkaCluster, KafkaSink, KnativeEventing, KnativeService, KnativeServing, PingSource,
  SecretReference, ServiceAccount, Sink, VaultAgent, type VaultAgentOptions, VaultSecret,
} from '../../lib';
import { byHand, DESTINATION, type Fields, type Manifest } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

/*
 * Credentials in addresses, in every place that takes one; well-formed ones, and others that a message would show.
 */

const READ = { stricter: 'everybody who may read the object reads the credential' };
const URI = 'https://shop:hunter2@example.com';
const region = 'eu-central-1';
const auth = AwsAuth.fromSecret(SecretReference.fromName('aws'));
const AUTH = { secret: { ref: { name: 'aws' } } };
const QUEUE = 'arn:aws:sqs:eu-central-1:123456789012:reports';
const service = byHand('serving.knative.dev/v1', 'Service', 'orders', {});

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function row(
  kind: string, mistake: string, refused: VerdictRow['refused'], program: (chart: Chart) => void, manifest: Manifest,
  verdict: Verdict = READ,
): VerdictRow {
  return { kind, mistake, refused, program, manifest, ...verdict };
}

const ping = byHand('sources.knative.dev/v1', 'PingSource', 'tick', { schedule: '@hourly' });

function sinkRow(mistake: string, sink: () => Sink, destination: Fields, verdict?: Verdict): VerdictRow {
  const program = (chart: Chart): void => { new PingSource(chart, 'tick', { schedule: '@hourly', sink: sink() }); };
  return row('PingSource', mistake, 'KN-SNK-005', program, ping({ sink: destination }), verdict);
}

const REF = { apiVersion: 'v1', kind: 'Service', name: 'orders' };
const sinks: readonly VerdictRow[] = [
  sinkRow('a sink with a password', () => Sink.uri(URI), { uri: URI }),
  sinkRow('a sink with a password and no scheme', () => Sink.uri('//shop:hunter2@example.com'),
    { uri: '//shop:hunter2@example.com' }, { words: 'Relative URI is not allowed' }),
  sinkRow('a sink with a token', () => Sink.uri('https://example.com/in?access_token=hunter2'),
    { uri: 'https://example.com/in?access_token=hunter2' }),
  sinkRow('a path with a token', () => Sink.kubernetesService('orders', { path: '/in?token=hunter2' }),
    { ref: REF, uri: '/in?token=hunter2' }),
];

function sqsRow(field: string, address: string): VerdictRow {
  const source = byHand('sources.knative.dev/v1alpha1', 'IntegrationSource', 'queue', { sink: DESTINATION });
  return row('IntegrationSource', `a password in ${field}, ${address.split(':', 1).join()}`, 'KN-INT-003', (chart) => {
    const type = IntegrationSourceType.awsSqs({ arn: QUEUE, region, auth, [field]: address });
    new IntegrationSource(chart, 'queue', { sink: Sink.uri('https://example.com'), type });
  }, source({ aws: { sqs: { arn: QUEUE, region, [field]: address }, auth: AUTH } }));
}

const integrations: readonly VerdictRow[] = [
  sqsRow('queueURL', `${URI}/q`), sqsRow('host', 'shop:hunter2@example.com'),
  sqsRow('uriEndpointOverride', 'ftp://shop:hunter2@example.com'), sqsRow('uriEndpointOverride', `${URI}?token=hunter2`),
  row('IntegrationSink', 'a password in the host', 'KN-INT-003', (chart) => {
    const type = IntegrationSinkType.awsSqs({ arn: QUEUE, region, auth, host: 'shop:hunter2@example.com' });
    new IntegrationSink(chart, 'queue', { type });
  }, byHand('sinks.knative.dev/v1alpha1', 'IntegrationSink', 'queue', {
    aws: { sqs: { arn: QUEUE, region, host: 'shop:hunter2@example.com' }, auth: AUTH },
  })()),
];

const MANIFESTS = [
  ['with a password', `${URI}/a.yaml`], ['with a token', 'https://example.com/a.yaml?token=hunter2'],
  ['in a list, with a password', `${URI}/a.yaml,https://example.com/b.yaml`],
] as const;
const installations: readonly VerdictRow[] = MANIFESTS.flatMap(([mistake, url]) => [
  row('KnativeServing', `a manifest ${mistake}`, 'KN-PLT-009',
    (chart) => { new KnativeServing(chart, 'serving-with-secret', { manifests: [url] }); },
    byHand('operator.knative.dev/v1beta1', 'KnativeServing', 'serving', {})({ manifests: [{ URL: url }] })),
  row('KnativeEventing', `a manifest ${mistake}`, 'KN-PLT-009',
    (chart) => { new KnativeEventing(chart, 'eventing-with-secret', { additionalManifests: [url] }); },
    byHand('operator.knative.dev/v1beta1', 'KnativeEventing', 'eventing', {})({ additionalManifests: [{ URL: url }] })),
]).concat(row('KnativeServing', 'a registry with a password', 'KN-POD-001',
  (chart) => { new KnativeServing(chart, 'serving-with-secret', { registry: { default: `${URI}/knative` } }); },
  byHand('operator.knative.dev/v1beta1', 'KnativeServing', 'serving', {})({ registry: { default: `${URI}/knative` } })));

function vaultRow(mistake: string, vault: VaultAgentOptions, annotations: Record<string, string>): VerdictRow {
  return row('Service', mistake, 'KN-VLT-014', (chart) => {
    const orders = new KnativeService(chart, 'orders', {
      image: 'ghcr.io/example/orders:1.4.2', command: ['orders'], serviceAccount: new ServiceAccount(chart, 'account'),
    });
    const secrets = [VaultSecret.envFile('secret/orders', { kvVersion: 2 })];
    VaultAgent.inject(orders, { role: 'orders', secrets, ...vault });
  }, service({ template: {
    metadata: { annotations: { 'vault.hashicorp.com/agent-inject': 'true', ...annotations } },
    spec: { containers: [{ image: 'ghcr.io/example/orders:1.4.2' }] },
  } }));
}

const vaults: readonly VerdictRow[] = [
  vaultRow('an address of Vault with a password', { server: { address: URI.replace('https', 'http') } },
    { 'vault.hashicorp.com/service': URI }),
  vaultRow('an address of Vault with a token', { server: { address: 'https://example.com?token=hunter2' } },
    { 'vault.hashicorp.com/service': 'https://example.com?token=hunter2' }),
  vaultRow('a proxy with a password and no scheme', { server: { proxyAddress: 'shop:hunter2@example.com' } },
    { 'vault.hashicorp.com/proxy-address': 'shop:hunter2@example.com' }),
  vaultRow('metrics to an address with a password', { telemetry: { circonus: { submissionUrl: URI } } },
    { 'vault.hashicorp.com/agent-telemetry-circonus-submission-url': JSON.stringify(URI) }),
];

const server = 'SASL_SSL://shop:hunt/hunter2@kafka.example.com:9092';
const others: readonly VerdictRow[] = [
  row('KafkaSink', 'servers with a password, twice', 'KN-KFK-001', (chart) => {
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: [server, server] });
    new KafkaSink(chart, 'archive', { cluster, topic: 'orders' });
  }, byHand('eventing.knative.dev/v1alpha1', 'KafkaSink', 'archive', { topic: 'orders' })({
    bootstrapServers: [server, server],
  })),
  row('EventType', 'a schema with a password', 'KN-EVT-002', (chart) => {
    const reference = new Broker(chart, 'events', { brokerClass: BrokerClass.MT_CHANNEL_BASED });
    new EventType(chart, 'paid', { type: 'order.paid', schema: `${URI}/order.json`, reference });
  }, byHand('eventing.knative.dev/v1beta2', 'EventType', 'paid', {
    type: 'order.paid', reference: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' },
  })({ schema: `${URI}/order.json` })),
  row('Service', 'an image with a password', 'KN-POD-001',
    (chart) => { new KnativeService(chart, 'orders', { image: `${URI}/orders:1.0` }); },
    service({ template: { spec: { containers: [{ image: `${URI}/orders:1.0` }] } } }), { words: 'Failed to parse image reference' }),
  row('DomainMapping', 'a domain with a password', 'KN-DOM-001', (chart) => {
    const ref = new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.4.2' });
    new DomainMapping(chart, 'shop', { domain: URI, ref });
  }, byHand('serving.knative.dev/v1beta1', 'DomainMapping', 'shop:hunter2@example.com', { ref: REF })(),
  { words: 'metadata.name' }),
];

export const rows: readonly VerdictRow[] = [...sinks, ...integrations, ...installations, ...vaults, ...others];
