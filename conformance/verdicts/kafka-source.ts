import type { Chart } from 'cdk8s';
import {
  Delivery, DeliveryFormat, KafkaCluster, type KafkaClusterProps, KafkaCredentials, KafkaSource, type KafkaSourceProps,
  KedaScaling, SaslMechanism, SecurityProtocol, Sink,
} from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import { overridesRows } from '../verdict-parts/overrides';
import type { VerdictRow } from './row';

const kind = 'KafkaSource';
const SERVERS = ['kafka.example.com:9092'];
const KEY_TYPE = 'kafkasources.sources.knative.dev/key-type';
const sink = Sink.uri('https://events.example.com/inbox');
const CCLOUD = KafkaCredentials.fromSecretName('ccloud');
const source = byHand('sources.knative.dev/v1', kind, 'orders', {
  topics: ['orders'], bootstrapServers: SERVERS, consumerGroup: 'orders', sink: DESTINATION,
});

type Verdict = Pick<VerdictRow, 'words' | 'stricter'>;

function clusterOf(chart: Chart, props: Partial<KafkaClusterProps> = {}): KafkaCluster {
  return new KafkaCluster(chart, 'kafka', { bootstrapServers: SERVERS, ...props });
}

function make(chart: Chart, props: Partial<KafkaSourceProps> = {}, cluster: Partial<KafkaClusterProps> = {}): void {
  new KafkaSource(chart, 'orders', { cluster: clusterOf(chart, cluster), topics: ['orders'], sink, ...props });
}

function row(
  mistake: string, refused: VerdictRow['refused'], props: Partial<KafkaSourceProps>, spec: Fields, verdict: Verdict,
): VerdictRow {
  return { kind, mistake, refused, ...verdict, program: (chart) => { make(chart, props); }, manifest: source(spec) };
}

function netRow(
  mistake: string, refused: VerdictRow['refused'], cluster: Partial<KafkaClusterProps>, props: Partial<KafkaSourceProps>,
  net: Fields, verdict: Verdict,
): VerdictRow {
  const program = (chart: Chart): void => { make(chart, props, cluster); };
  return { kind, mistake, refused, ...verdict, program, manifest: source({ net }) };
}

/** A value that the compiler would not let pass. */
function past(json: string): Partial<KafkaSourceProps> {
  return JSON.parse(json) as Partial<KafkaSourceProps>;
}

const FIELDS: VerdictRow[] = [
  row('no topic', 'KN-KFK-021', { topics: [] }, { topics: [] }, { words: 'missing field(s): spec.topics' }),
  row('a topic that is empty', 'KN-KFK-012', { topics: [''] }, { topics: [''] },
    { stricter: 'Kafka has no topic of this name, and nothing is read' }),
  row('a topic named twice', 'KN-KFK-021', { topics: ['orders', 'orders'] }, { topics: ['orders', 'orders'] },
    { stricter: 'the second one adds nothing: another was meant' }),
  row('an offset that there is not', 'KN-KFK-026', past('{"initialOffset":"newest"}'), { initialOffset: 'newest' },
    { words: 'spec.initialOffset' }),
  row('an order that there is not', 'KN-KFK-026', past('{"ordering":"sorted"}'), { ordering: 'sorted' },
    { words: 'spec.ordering' }),
  row('consumers below zero', 'KN-KFK-023', { consumers: -1 }, { consumers: -1 }, { words: 'spec.consumers' }),
  row('half a consumer', 'KN-KFK-023', { consumers: 0.5 }, { consumers: 0.5 }, { words: '0.5' }),
  row('more consumers than a number holds', 'KN-KFK-023', { consumers: 3_000_000_000 }, { consumers: 3_000_000_000 },
    { words: '3000000000' }),
  row('a consumer group that is empty', 'KN-KFK-022', { consumerGroup: '' }, { consumerGroup: '' },
    { stricter: 'Knative chooses a random one, which is lost when the source is created anew' }),
  row('a type of keys that there is not', 'KN-KFK-026', past('{"keyType":"long"}'), {},
    { stricter: 'nobody checks the label, and keys are read as texts' }),
  row('consumers beside KEDA', 'KN-KFK-023', { consumers: 3, keda: KedaScaling.of() }, { consumers: 3 },
    { stricter: 'KEDA writes its own number over it' }),
  {
    kind, mistake: 'the type of keys by hand', refused: 'KN-KFK-024',
    program: (chart) => { make(chart, { metadata: { labels: { [KEY_TYPE]: 'long' } } }); },
    manifest: source({}, { labels: { [KEY_TYPE]: 'long' } }), stricter: 'nobody checks the label, and keys are read as texts',
  },
  {
    kind, mistake: 'KEDA without the feature', refused: 'KN-FTR-001', plane: 'defaults',
    program: (chart) => { make(chart, { keda: KedaScaling.of() }); },
    manifest: source({}, { annotations: { 'autoscaling.eventing.knative.dev/class': 'keda.autoscaling.knative.dev' } }),
    stricter: 'the controller of a release does not look at the annotation',
  },
  {
    kind, mistake: 'one topic as a text', refused: 'compiler',
    // @ts-expect-error it is a list
    program: (chart) => { make(chart, { topics: 'orders' }); },
    manifest: source({ topics: 'orders' }), words: '.spec.topics: expected list, got',
  },
  {
    kind, mistake: 'an offset in capital letters', refused: 'compiler',
    // @ts-expect-error InitialOffset.EARLIEST
    program: (chart) => { make(chart, { initialOffset: 'EARLIEST' }); },
    manifest: source({ initialOffset: 'EARLIEST' }), words: 'spec.initialOffset',
  },
  {
    kind, mistake: 'no sink', refused: 'compiler',
    // @ts-expect-error the sink is missing
    program: (chart) => { new KafkaSource(chart, 'orders', { cluster: clusterOf(chart), topics: ['orders'] }); },
    manifest: source({ sink: undefined }), words: 'expected at least one, got none',
  },
  {
    kind, mistake: 'a field that older versions had', refused: 'compiler',
    // @ts-expect-error nothing takes its place
    program: (chart) => { make(chart, { resources: {} }); },
    manifest: source({ resources: { requests: { cpu: '1' } } }), words: '.spec.resources: field not declared in schema',
  },
];

const SASL = { sasl: { enable: true } };
const TLS = { tls: { enable: true } };
const UNREADY = { stricter: 'a key that a source needs is not read, and the source never becomes ready' };

const NET: VerdictRow[] = [
  {
    kind, mistake: 'no server', refused: 'KN-KFK-002', program: (chart) => { make(chart, {}, { bootstrapServers: [] }); },
    manifest: source({ bootstrapServers: [] }), words: 'missing field(s): spec.bootstrapServers',
  },
  netRow('SASL without a Secret', 'KN-KFK-003', { securityProtocol: SecurityProtocol.SASL_SSL }, {}, { ...SASL, ...TLS }, UNREADY),
  netRow('tokens', 'KN-KFK-019', { saslMechanism: SaslMechanism.OAUTHBEARER, credentials: CCLOUD }, {}, { ...SASL, ...TLS },
    { stricter: 'Knative does not read the token provider of a source, which never becomes ready' }),
  netRow('encryption without a client certificate', 'KN-KFK-019',
    { securityProtocol: SecurityProtocol.SSL, credentials: CCLOUD, clientCertificate: false }, {}, TLS,
    { stricter: 'a source knows no `user.skip`: it asks for a certificate, and never becomes ready' }),
  netRow('a key of a Secret that is none', 'KN-KFK-020', { credentials: CCLOUD }, { secretKeys: { user: { key: 'a key' } } },
    { ...TLS, sasl: { enable: true, user: { secretKeyRef: { name: 'ccloud', key: 'a key' } } } },
    { stricter: 'no Secret can have such a key, and the source never becomes ready' }),
  netRow('a client certificate without its key', 'KN-KFK-020',
    { securityProtocol: SecurityProtocol.SSL, credentials: CCLOUD, clientCertificate: false },
    { secretKeys: { clientCert: { key: 'tls.crt' } } },
    { tls: { enable: true, cert: { secretKeyRef: { name: 'ccloud', key: 'tls.crt' } } } }, UNREADY),
  {
    kind, mistake: 'a Secret by its name', refused: 'compiler',
    // @ts-expect-error the cluster has credentials
    program: (chart) => { make(chart, { net: { sasl: { enable: true, user: 'ccloud' } } }); },
    manifest: source({ net: { sasl: { enable: true, user: 'ccloud' } } }), words: '.spec.net.sasl.user: expected map, got',
  },
  {
    kind, mistake: 'the way in which a KafkaSink names its Secret', refused: 'compiler',
    // @ts-expect-error the cluster has credentials
    program: (chart) => { make(chart, { auth: { secret: { ref: { name: 'ccloud' } } } }); },
    manifest: source({ auth: { secret: { ref: { name: 'ccloud' } } } }), words: '.spec.auth: field not declared in schema',
  },
  {
    kind, mistake: 'a boolean as a text', refused: 'compiler',
    // @ts-expect-error the cluster has a protocol
    program: (chart) => { make(chart, { tls: 'true' }); },
    manifest: source({ net: { tls: { enable: 'true' } } }), words: '.spec.net.tls.enable: expected boolean, got',
  },
];

const DELIVERIES: VerdictRow[] = [
  row('a delivery with a format', 'KN-KFK-025', { delivery: Delivery.of({ retry: 5, format: DeliveryFormat.JSON }) },
    { delivery: { retry: 5, format: 'json' } }, { words: '.spec.delivery.format: field not declared in schema' }),
];

export const rows: readonly VerdictRow[] = [
  ...FIELDS,
  ...NET,
  ...DELIVERIES,
  ...deliveryRows({
    kind, withoutFormat: true,
    unchecked: 'admission does not look at the delivery of this kind: the source never becomes ready, or ignores it',
    manifest: (delivery) => source({ delivery }), program: (chart, delivery) => { make(chart, { delivery }); },
  }),
  ...destinationRows({
    kind, what: 'sink', manifest: (destination) => source({ sink: destination }),
    program: (chart, to) => { make(chart, { sink: to }); },
  }),
  ...overridesRows({
    kind, manifest: (ceOverrides) => source({ ceOverrides }),
    program: (chart, ceOverrides) => { make(chart, { ceOverrides }); },
  }),
  ...metadataRows({
    kind, manifest: (metadata) => source({}, metadata), program: (chart, metadata) => { make(chart, { metadata }); },
  }),
];
