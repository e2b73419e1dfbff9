import { ApiObject, type Chart } from 'cdk8s';
import {
  ChannelTemplate, Delivery, InMemoryChannel, Sequence, type SequenceProps, Sink, Subscription,
} from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { destinationRows } from '../verdict-parts/destination';
import { withinEntry } from '../verdict-parts/list-entry';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'Sequence';
const subscriber = Sink.uri('https://events.example.com/inbox');
const manifest = byHand('flows.knative.dev/v1', kind, 'orders', { steps: [DESTINATION] });

function sequence(chart: Chart, props: Partial<SequenceProps> = {}, name = 'orders'): void {
  new Sequence(chart, 'flow', { steps: [{ subscriber }], metadata: { name }, ...props });
}

const template = (fields: Fields) => manifest({ channelTemplate: fields });
const TAKEN = 'the controller takes the object over, or fails to make its own: the sequence is never ready';

const own: readonly VerdictRow[] = [
  {
    kind, mistake: 'no steps', refused: 'KN-FLW-001', words: 'missing field(s): spec.steps',
    program: (chart) => { sequence(chart, { steps: [] }); }, manifest: manifest({ steps: [] }),
  },
  {
    kind, mistake: 'nothing at all', refused: 'KN-FLW-001', words: 'spec.steps in body must be of type array',
    program: (chart) => { new Sequence(chart, 'flow'); }, manifest: manifest({ steps: undefined }),
  },
  {
    kind, mistake: 'a step without a subscriber', refused: 'compiler', words: ': spec.steps[0]',
    // @ts-expect-error a subscriber is needed
    program: (chart) => { sequence(chart, { steps: [{}] }); }, manifest: manifest({ steps: [{}] }),
  },
  {
    kind, mistake: 'a subscriber below a key of its own', refused: 'compiler', words: 'field not declared in schema',
    // @ts-expect-error a list of steps
    program: (chart) => { sequence(chart, { steps: { subscriber } }); },
    manifest: manifest({ steps: [{ subscriber: DESTINATION }] }),
  },
  {
    kind, mistake: 'channels without a kind', refused: 'KN-CHN-002', words: 'missing field(s): spec.channelTemplate.kind',
    program: (chart) => {
      sequence(chart, { channelTemplate: ChannelTemplate.custom({ apiVersion: 'messaging.knative.dev/v1', kind: '' }) });
    },
    manifest: template({ apiVersion: 'messaging.knative.dev/v1' }),
  },
  {
    kind, mistake: 'channels without a version', refused: 'KN-CHN-002',
    words: 'missing field(s): spec.channelTemplate.apiVersion',
    program: (chart) => {
      sequence(chart, { channelTemplate: ChannelTemplate.custom({ apiVersion: '', kind: 'InMemoryChannel' }) });
    },
    manifest: template({ kind: 'InMemoryChannel' }),
  },
  {
    kind, mistake: 'channels in a version that nobody serves', refused: 'KN-CHN-002',
    stricter: 'the controller cannot make the channels: the sequence is never ready',
    program: (chart) => {
      const old = { apiVersion: 'messaging.knative.dev/v1alpha1', kind: 'KafkaChannel' };
      sequence(chart, { channelTemplate: ChannelTemplate.custom(old) });
    },
    manifest: template({ apiVersion: 'messaging.knative.dev/v1alpha1', kind: 'KafkaChannel' }),
  },
  {
    kind, mistake: 'a delivery for the whole sequence', refused: 'compiler', words: 'field not declared in schema',
    // @ts-expect-error steps have deliveries
    program: (chart) => { sequence(chart, { delivery: Delivery.retry(3) }); },
    manifest: manifest({ delivery: { retry: 3 } }),
  },
  {
    kind, mistake: 'a name that leaves no room for the Services of its channels', refused: 'KN-FLW-002',
    stricter: 'the Services get names with a hash, so that the address is not the one that programs expect',
    program: (chart) => { sequence(chart, {}, 'x'.repeat(39)); }, manifest: manifest({}, { name: 'x'.repeat(39) }),
  },
  {
    kind, mistake: 'a name with a dot', refused: 'KN-FLW-002',
    stricter: 'no Service may have such a name, so that the first channel is never ready',
    program: (chart) => { sequence(chart, {}, 'orders.eu'); }, manifest: manifest({}, { name: 'orders.eu' }),
  },
  {
    kind, mistake: 'a channel with the name of one of its own', refused: 'KN-NAM-010', stricter: TAKEN,
    program: (chart) => {
      sequence(chart);
      new InMemoryChannel(chart, 'orders-kn-sequence-0');
    },
    manifest: (chart) => {
      new ApiObject(chart, 'channel', {
        apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel', metadata: { name: 'orders-kn-sequence-0' },
      });
      manifest()(chart);
    },
  },
  {
    kind, mistake: 'a subscription with the name of one of its own', refused: 'KN-NAM-010', stricter: TAKEN,
    program: (chart) => {
      sequence(chart);
      new Subscription(chart, 'orders-kn-sequence-0', { channel: new InMemoryChannel(chart, 'events'), subscriber });
    },
    manifest: (chart) => {
      const channel = { apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel', name: 'events' };
      new ApiObject(chart, 'subscription', {
        apiVersion: 'messaging.knative.dev/v1', kind: 'Subscription', metadata: { name: 'orders-kn-sequence-0' },
        spec: { channel, subscriber: DESTINATION },
      });
      manifest()(chart);
    },
  },
];

export const rows: readonly VerdictRow[] = [
  ...own,
  ...withinEntry('spec.steps[0]', deliveryRows({
    kind,
    program: (chart, delivery) => { sequence(chart, { steps: [{ subscriber, delivery }] }); },
    manifest: (delivery) => manifest({ steps: [{ ...DESTINATION, delivery }] }),
  }), { 'half a retry': 'cannot unmarshal number 2.5' }),
  ...withinEntry('spec.steps[0]', destinationRows({
    kind, what: 'subscriber',
    program: (chart, sink) => { sequence(chart, { steps: [{ subscriber: sink }] }); },
    manifest: (destination) => manifest({ steps: [destination] }),
  })),
  ...destinationRows({
    kind, what: 'reply',
    program: (chart, sink) => { sequence(chart, { reply: sink }); },
    manifest: (destination) => manifest({ reply: destination }),
  }),
  ...metadataRows({
    kind,
    program: (chart, metadata) => { new Sequence(chart, 'flow', { steps: [{ subscriber }], metadata }); },
    manifest: (metadata) => manifest({}, metadata),
  }),
];
