import { Delivery, InMemoryChannel, KafkaChannel } from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { byHand } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'InMemoryChannel';
const SCOPE = 'eventing.knative.dev/scope';
const UNCHECKED = 'admission does not look at the delivery of this kind: the channel never becomes ready, or ignores it';
const channel = byHand('messaging.knative.dev/v1', kind, 'orders', {});

const OWN: VerdictRow[] = [
  {
    kind, mistake: 'a scope that there is not', refused: 'compiler',
    // @ts-expect-error ChannelScope.NAMESPACE
    program: (chart) => { new InMemoryChannel(chart, 'orders', { scope: 'global' }); },
    manifest: channel({}, { annotations: { [SCOPE]: 'global' } }), words: "expected either 'cluster' or 'namespace'",
  },
  {
    kind, mistake: 'a scope that there is not, past the compiler', refused: 'KN-CHN-006',
    program: (chart) => { new InMemoryChannel(chart, 'orders', JSON.parse('{"scope":"Namespace"}')); },
    manifest: channel({}, { annotations: { [SCOPE]: 'Namespace' } }), words: "expected either 'cluster' or 'namespace'",
  },
  {
    kind, mistake: 'the scope by hand', refused: 'KN-CHN-005',
    program: (chart) => { new InMemoryChannel(chart, 'orders', { metadata: { annotations: { [SCOPE]: 'all' } } }); },
    manifest: channel({}, { annotations: { [SCOPE]: 'all' } }), words: "expected either 'cluster' or 'namespace'",
  },
  {
    kind, mistake: 'the asynchronous handler by hand', refused: 'KN-CHN-005',
    program: (chart) => {
      new InMemoryChannel(chart, 'orders', { metadata: { annotations: { 'messaging.knative.dev/async-handler': 'yes' } } });
    },
    manifest: channel({}, { annotations: { 'messaging.knative.dev/async-handler': 'yes' } }),
    stricter: 'the dispatcher reads nothing but booleans of Go, and the channel stays as it was',
  },
  {
    kind, mistake: 'the asynchronous handler as a text', refused: 'compiler',
    // @ts-expect-error it is a boolean
    program: (chart) => { new InMemoryChannel(chart, 'orders', { asyncHandler: 'true' }); },
    manifest: channel({ asyncHandler: 'true' }), words: '.spec.asyncHandler: field not declared in schema',
  },
  {
    kind, mistake: 'subscribers of its own', refused: 'compiler',
    // @ts-expect-error a Subscription adds them
    program: (chart) => { new InMemoryChannel(chart, 'orders', { subscribers: [{}] }); },
    manifest: channel({ subscribers: [{ delivery: { retry: 5 } }] }), words: 'expected at least one of, got none',
  },
  {
    kind, mistake: 'a misspelt field of the delivery', refused: 'compiler',
    // @ts-expect-error it is `retry`
    program: (chart) => { new InMemoryChannel(chart, 'orders', { delivery: Delivery.of({ retries: 5 }) }); },
    manifest: channel({ delivery: { retries: 5 } }), words: 'unknown field "retries"',
  },
  {
    kind, mistake: 'partitions', refused: 'compiler',
    // @ts-expect-error a KafkaChannel has them
    program: (chart) => { new InMemoryChannel(chart, 'orders', { numPartitions: 3 }); },
    manifest: channel({ numPartitions: 3 }), words: '.spec.numPartitions: field not declared in schema',
  },
  {
    kind, mistake: 'a name that its Service cannot have', refused: 'KN-CHN-001',
    program: (chart) => { new InMemoryChannel(chart, 'a'.repeat(60)); }, manifest: channel({}, { name: 'a'.repeat(60) }),
    stricter: 'the Service of the channel has another name then, so that its address is not the one that programs wrote',
  },
  {
    kind, mistake: 'a name that begins with a digit', refused: 'KN-CHN-001',
    program: (chart) => { new InMemoryChannel(chart, '1st-orders'); }, manifest: channel({}, { name: '1st-orders' }),
    stricter: 'Kubernetes takes no Service of this name: the channel never becomes ready',
  },
  {
    kind, mistake: 'a name that a channel of another kind has', refused: 'KN-CHN-003',
    program: (chart) => {
      new KafkaChannel(chart, 'first', { metadata: { name: 'orders' } });
      new InMemoryChannel(chart, 'orders');
    },
    manifest: channel(), stricter: 'both make the Service `orders-kn-channel`, and one of them takes it from the other',
  },
];

export const rows: readonly VerdictRow[] = [
  ...OWN,
  ...deliveryRows({
    kind, unchecked: UNCHECKED, manifest: (delivery) => channel({ delivery }),
    program: (chart, delivery) => { new InMemoryChannel(chart, 'orders', { delivery }); },
  }),
  ...metadataRows({
    kind, program: (chart, metadata) => { new InMemoryChannel(chart, 'orders', { metadata }); },
    manifest: (metadata) => channel({}, metadata),
  }),
];
