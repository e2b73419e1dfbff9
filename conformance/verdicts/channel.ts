import { Duration } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import {
  Channel, ChannelTemplate, type CustomChannelOptions, Delivery, InMemoryChannel, KafkaChannel, KafkaCluster,
  KafkaCredentials, Sink,
} from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'Channel';
const IN_MEMORY = { apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel' };
const KAFKA = { apiVersion: 'messaging.knative.dev/v1beta1', kind: 'KafkaChannel' };
const channel = byHand('messaging.knative.dev/v1', kind, 'orders', {});

function templateRow(
  mistake: string, template: CustomChannelOptions, verdict: Pick<VerdictRow, 'words' | 'stricter'>,
): VerdictRow {
  return {
    kind, mistake, refused: 'KN-CHN-002', ...verdict,
    program: (chart) => { new Channel(chart, 'orders', { template: ChannelTemplate.custom(template) }); },
    manifest: channel({ channelTemplate: template }),
  };
}

const TEMPLATES: VerdictRow[] = [
  templateRow('a template without a kind', { ...IN_MEMORY, kind: '' }, { words: 'missing field(s): spec.channelTemplate.kind' }),
  templateRow('a template without an apiVersion', { ...IN_MEMORY, apiVersion: '' },
    { words: 'missing field(s): spec.channelTemplate.apiVersion' }),
  templateRow('a template of a version that tutorials name', { ...KAFKA, apiVersion: 'messaging.knative.dev/v1alpha1' },
    { stricter: 'no cluster serves this version: the controller cannot make the channel, which never becomes ready' }),
  templateRow('a template of a version of another kind', { ...IN_MEMORY, apiVersion: 'messaging.knative.dev/v1beta1' },
    { stricter: 'no cluster serves this version: the controller cannot make the channel, which never becomes ready' }),
  {
    kind, mistake: 'a template by its name', refused: 'compiler',
    // @ts-expect-error a ChannelTemplate
    program: (chart) => { new Channel(chart, 'orders', { template: 'KafkaChannel' }); },
    manifest: channel({ channelTemplate: 'KafkaChannel' }), words: '.spec.channelTemplate: expected map, got',
  },
  {
    kind, mistake: 'a template with metadata', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error the channel is named after this one
      new Channel(chart, 'orders', { template: ChannelTemplate.custom({ ...IN_MEMORY, metadata: { name: 'other' } }) });
    },
    manifest: channel({ channelTemplate: { ...IN_MEMORY, metadata: { name: 'other' } } }),
    words: '.spec.channelTemplate.metadata: field not declared in schema',
  },
  {
    kind, mistake: 'partitions beside the template', refused: 'compiler',
    // @ts-expect-error an option of the template
    program: (chart) => { new Channel(chart, 'orders', { template: ChannelTemplate.kafka(), numPartitions: 3 }); },
    manifest: channel({ channelTemplate: KAFKA, numPartitions: 3 }), words: '.spec.numPartitions: field not declared in schema',
  },
  {
    kind, mistake: 'a template with no partitions', refused: 'KN-KFK-010',
    program: (chart) => { new Channel(chart, 'orders', { template: ChannelTemplate.kafka({ numPartitions: 0 }) }); },
    manifest: channel({ channelTemplate: { ...KAFKA, spec: { numPartitions: 0 } } }),
    stricter: 'the zero becomes one without a word when the controller makes the channel',
  },
  {
    kind, mistake: 'a template with more copies than a topic can have', refused: 'KN-KFK-010',
    program: (chart) => {
      new Channel(chart, 'orders', { template: ChannelTemplate.kafka({ replicationFactor: 40_000 }) });
    },
    manifest: channel({ channelTemplate: { ...KAFKA, spec: { replicationFactor: 40_000 } } }),
    stricter: 'nobody looks into the template: the controller cannot make the channel, which never becomes ready',
  },
  {
    kind, mistake: 'a template with a retention of less than Knative keeps', refused: 'KN-DUR-002',
    program: (chart) => {
      new Channel(chart, 'orders', { template: ChannelTemplate.kafka({ retention: Duration.millis(10) }) });
    },
    manifest: channel({ channelTemplate: { ...KAFKA, spec: { retentionDuration: 'PT0.01S' } } }),
    stricter: 'nobody looks into the template: the topic would keep no event',
  },
];

const NAMES: VerdictRow[] = [
  {
    kind, mistake: 'a name that its Service cannot have', refused: 'KN-CHN-001',
    program: (chart) => { new Channel(chart, 'a'.repeat(60)); }, manifest: channel({}, { name: 'a'.repeat(60) }),
    stricter: 'the Service of the channel has another name then, so that its address is not the one that programs wrote',
  },
  {
    kind, mistake: 'a name with a dot', refused: 'KN-CHN-001',
    program: (chart) => { new Channel(chart, 'shop.orders'); }, manifest: channel({}, { name: 'shop.orders' }),
    stricter: 'Kubernetes takes no Service of this name: the channel never becomes ready',
  },
  {
    kind, mistake: 'a name that a channel of another kind has', refused: 'KN-CHN-003',
    program: (chart) => {
      new InMemoryChannel(chart, 'first', { metadata: { name: 'orders' } });
      new Channel(chart, 'orders');
    },
    manifest: channel(), stricter: 'the two make the same object and the same Service, and one of them takes it from the other',
  },
  {
    kind, mistake: 'two Kafka clusters for the channels of one Kubernetes cluster', refused: 'KN-KFK-015',
    program: (chart) => {
      const one = new KafkaCluster(chart, 'one', { bootstrapServers: ['one.example.com:9092'] });
      const two = new KafkaCluster(chart, 'two', { bootstrapServers: ['two.example.com:9092'] });
      new KafkaChannel(chart, 'first', { cluster: one });
      new Channel(chart, 'orders', { template: ChannelTemplate.kafka({ cluster: two }) });
    },
    manifest: channel({ channelTemplate: KAFKA }),
    stricter: 'all channels take their servers from one ConfigMap: one of the two clusters gets events that are not its own',
  },
  {
    kind, mistake: 'a Secret of Kafka that channels do not find', refused: 'KN-KFK-007',
    program: (chart) => {
      const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['shop'] });
      const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'], credentials });
      new Channel(chart, 'orders', { template: ChannelTemplate.kafka({ cluster }) });
    },
    manifest: channel({ channelTemplate: KAFKA }),
    stricter: 'the Secret of the channels is looked for in `knative-eventing`, and no channel becomes ready',
  },
  {
    kind, mistake: 'a dead letter sink of another namespace', refused: 'KN-SNK-007',
    program: (chart) => {
      const sink = Sink.kubernetesService('dead-letters', { namespace: 'ops' });
      new Channel(chart, 'orders', { delivery: Delivery.deadLetter(sink) });
    },
    manifest: channel({
      delivery: { deadLetterSink: { ref: { apiVersion: 'v1', kind: 'Service', name: 'dead-letters', namespace: 'ops' } } },
    }),
    words: 'mismatched namespaces',
  },
  {
    kind, mistake: 'a misspelt field of the delivery', refused: 'compiler',
    // @ts-expect-error it is `retry`
    program: (chart) => { new Channel(chart, 'orders', { delivery: Delivery.of({ retries: 5 }) }); },
    manifest: channel({ delivery: { retries: 5 } }), words: 'unknown field "retries"',
  },
  {
    kind, mistake: 'subscribers of its own', refused: 'compiler',
    // @ts-expect-error a Subscription adds them
    program: (chart) => { new Channel(chart, 'orders', { subscribers: [] }); },
    manifest: channel({ subscribers: [{ subscriberUri: 'https://events.example.com' }] }),
    words: 'must not set the field(s)',
  },
  {
    kind, mistake: 'a sink', refused: 'compiler',
    // @ts-expect-error a Subscription has it
    program: (chart) => { new Channel(chart, 'orders', { sink: 'orders' }); },
    manifest: channel({ sink: DESTINATION }), words: '.spec.sink: field not declared in schema',
  },
];

const TAKEN: VerdictRow[] = [{
  kind, mistake: 'a Kubernetes Service with the name of its own', refused: 'KN-NAM-010',
  stricter: 'the controller of the channel behind it says that the Service is not its own, and no event gets through',
  program: (chart) => {
    new Channel(chart, 'orders');
    new Service(chart, 'service', { metadata: { name: 'orders-kn-channel' }, ports: [{ port: 80 }] });
  },
  manifest: (chart) => {
    new Service(chart, 'service', { metadata: { name: 'orders-kn-channel' }, ports: [{ port: 80 }] });
    channel()(chart);
  },
}];

export const rows: readonly VerdictRow[] = [
  ...TEMPLATES,
  ...NAMES,
  ...TAKEN,
  ...deliveryRows({
    kind, program: (chart, delivery) => { new Channel(chart, 'orders', { delivery }); },
    manifest: (delivery) => channel({ delivery }),
  }),
  ...destinationRows({
    kind, what: 'dead letter sink', manifest: (deadLetterSink) => channel({ delivery: { deadLetterSink } }),
    program: (chart, sink) => { new Channel(chart, 'orders', { delivery: Delivery.deadLetter(sink) }); },
  }),
  ...metadataRows({
    kind, program: (chart, metadata) => { new Channel(chart, 'orders', { metadata }); },
    manifest: (metadata) => channel({}, metadata),
  }),
];
