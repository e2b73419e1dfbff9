import { Duration } from 'cdk8s';
import {
  ClusterChart, Delivery, InMemoryChannel, KafkaChannel, type KafkaChannelProps, KafkaCluster, SecurityProtocol,
} from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { byHand, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'KafkaChannel';
const SCOPE = 'eventing.knative.dev/scope';
const UNCHECKED = 'admission does not look at the delivery of this kind: the channel never becomes ready, or ignores it';
const channel = byHand('messaging.knative.dev/v1beta1', kind, 'orders', {});

function row(
  mistake: string, refused: VerdictRow['refused'], props: KafkaChannelProps, spec: Fields,
  verdict: Pick<VerdictRow, 'words' | 'stricter'>,
): VerdictRow {
  return {
    kind, mistake, refused, ...verdict,
    program: (chart) => { new KafkaChannel(chart, 'orders', props); }, manifest: channel(spec),
  };
}

const ZERO = { stricter: 'the zero becomes the default without a word' };

const NUMBERS: VerdictRow[] = [
  row('partitions below zero', 'KN-KFK-010', { numPartitions: -1 }, { numPartitions: -1 },
    { words: 'invalid value: -1: spec.numPartitions' }),
  row('copies below zero', 'KN-KFK-010', { replicationFactor: -3 }, { replicationFactor: -3 },
    { words: 'invalid value: -3: spec.replicationFactor' }),
  row('more copies than a topic can have', 'KN-KFK-010', { replicationFactor: 32_768 }, { replicationFactor: 32_768 },
    { words: '32768' }),
  row('half a partition', 'KN-KFK-010', { numPartitions: 1.5 }, { numPartitions: 1.5 }, { words: '1.5' }),
  row('more partitions than a number holds', 'KN-KFK-010', { numPartitions: 3_000_000_000 },
    { numPartitions: 3_000_000_000 }, { words: '3000000000' }),
  row('no partitions', 'KN-KFK-010', { numPartitions: 0 }, { numPartitions: 0 }, ZERO),
  row('no copies', 'KN-KFK-010', { replicationFactor: 0 }, { replicationFactor: 0 }, ZERO),
  row('a retention of centuries', 'KN-DUR-002', { retention: Duration.days(1_200_000) },
    { retentionDuration: 'P1200000D' }, { words: 'invalid value: P1200000D: spec.retentionDuration' }),
  row('a retention of nothing', 'KN-DUR-002', { retention: Duration.seconds(0) }, { retentionDuration: 'PT0S' },
    { stricter: 'Kafka deletes events before they are read' }),
  row('a retention finer than Knative keeps', 'KN-DUR-001', { retention: Duration.millis(1050) },
    { retentionDuration: 'PT1.05S' }, { stricter: 'Knative cuts it to tenths of a second without a word' }),
];

const OWN: VerdictRow[] = [
  {
    kind, mistake: 'a retention as Go writes it', refused: 'compiler',
    // @ts-expect-error a Duration
    program: (chart) => { new KafkaChannel(chart, 'orders', { retention: '168h' }); },
    manifest: channel({ retentionDuration: '168h' }), words: 'invalid value: 168h: spec.retentionDuration',
  },
  {
    kind, mistake: 'partitions as a text', refused: 'compiler',
    // @ts-expect-error it is a number
    program: (chart) => { new KafkaChannel(chart, 'orders', { numPartitions: '3' }); },
    manifest: channel({ numPartitions: '3' }), words: '.spec.numPartitions: expected numeric (int or float), got string',
  },
  {
    kind, mistake: 'servers of its own', refused: 'compiler',
    // @ts-expect-error the cluster has them
    program: (chart) => { new KafkaChannel(chart, 'orders', { bootstrapServers: ['kafka.example.com:9092'] }); },
    manifest: channel({ bootstrapServers: ['kafka.example.com:9092'] }),
    words: '.spec.bootstrapServers: field not declared in schema',
  },
  {
    kind, mistake: 'a misspelt field of the delivery', refused: 'compiler',
    // @ts-expect-error it is `retry`
    program: (chart) => { new KafkaChannel(chart, 'orders', { delivery: Delivery.of({ retries: 5 }) }); },
    manifest: channel({ delivery: { retries: 5 } }), stricter: 'it is dropped without a word',
  },
  {
    kind, mistake: 'subscribers of its own', refused: 'compiler',
    // @ts-expect-error a Subscription adds them
    program: (chart) => { new KafkaChannel(chart, 'orders', { subscribers: [{}] }); },
    manifest: channel({ subscribers: [{ delivery: { retry: 5 } }] }), words: 'expected at least one of, got none',
  },
  {
    kind, mistake: 'a scope that there is not', refused: 'KN-CHN-006',
    program: (chart) => { new KafkaChannel(chart, 'orders', { metadata: { annotations: { [SCOPE]: 'global' } } }); },
    manifest: channel({}, { annotations: { [SCOPE]: 'global' } }), words: "expected either 'cluster' or 'namespace'",
  },
  {
    kind, mistake: 'a name that its Service cannot have', refused: 'KN-CHN-001',
    program: (chart) => { new KafkaChannel(chart, 'a'.repeat(60)); }, manifest: channel({}, { name: 'a'.repeat(60) }),
    stricter: 'the Service of the channel has another name then, or none: it never becomes ready',
  },
  {
    kind, mistake: 'a name that a channel of another kind has', refused: 'KN-CHN-003',
    program: (chart) => {
      new InMemoryChannel(chart, 'first', { metadata: { name: 'orders' } });
      new KafkaChannel(chart, 'orders');
    },
    manifest: channel(), stricter: 'both make the Service `orders-kn-channel`, and one of them takes it from the other',
  },
  {
    kind, mistake: 'two Kafka clusters for the channels of one Kubernetes cluster', refused: 'KN-KFK-015',
    program: (chart) => {
      for (const id of ['one', 'two']) {
        const cluster = new KafkaCluster(chart, id, { bootstrapServers: [`${id}.example.com:9092`] });
        new KafkaChannel(chart, `orders-${id}`, { cluster });
      }
    },
    manifest: channel(),
    stricter: 'all channels take their servers from one ConfigMap: one of the two clusters gets events that are not its own',
  },
  {
    kind, mistake: 'a server with a scheme', refused: 'KN-KFK-001',
    program: (chart) => {
      const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['SASL_SSL://kafka.example.com:9092'] });
      new KafkaChannel(chart, 'orders', { cluster });
    },
    manifest: channel(), stricter: 'the server stands in a ConfigMap that nobody checks, and no client reaches it',
  },
  {
    kind, mistake: 'a protocol that asks for credentials, without them', refused: 'KN-KFK-003',
    program: (chart) => {
      const cluster = new KafkaCluster(chart, 'kafka', {
        bootstrapServers: ['kafka.example.com:9092'], securityProtocol: SecurityProtocol.SASL_SSL,
      });
      new KafkaChannel(chart, 'orders', { cluster });
    },
    manifest: channel(), stricter: 'Knative takes the protocol from the Secret: without one it would speak PLAINTEXT',
  },
  {
    kind, mistake: 'a Kafka cluster that is described for another Kubernetes cluster', refused: 'KN-KFK-008',
    program: (chart) => {
      const eu = new ClusterChart(chart, 'eu', { namespace: 'shop', cluster: 'eu' });
      const cluster = new KafkaCluster(eu, 'kafka', { bootstrapServers: ['kafka.example.com:9092'] });
      new KafkaChannel(chart, 'orders', { cluster });
    },
    manifest: channel(), stricter: 'the ConfigMap of the channels would be made in another cluster than the channels',
  },
];

export const rows: readonly VerdictRow[] = [
  ...NUMBERS,
  ...OWN,
  ...deliveryRows({
    kind, unchecked: UNCHECKED, manifest: (delivery) => channel({ delivery }),
    program: (chart, delivery) => { new KafkaChannel(chart, 'orders', { delivery }); },
  }),
  ...metadataRows({
    kind, program: (chart, metadata) => { new KafkaChannel(chart, 'orders', { metadata }); },
    manifest: (metadata) => channel({}, metadata),
  }),
];
