import { ApiObject, type Chart } from 'cdk8s';
import {
  ChannelTemplate, Delivery, InMemoryChannel, Parallel, type ParallelProps, Sink, Subscription,
} from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { destinationRows } from '../verdict-parts/destination';
import { withinEntry } from '../verdict-parts/list-entry';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'Parallel';
const subscriber = Sink.uri('https://events.example.com/inbox');
const BRANCH: Fields = { subscriber: DESTINATION };
const manifest = byHand('flows.knative.dev/v1', kind, 'orders', { branches: [BRANCH] });

function parallel(chart: Chart, props: Partial<ParallelProps> = {}, name = 'orders'): void {
  new Parallel(chart, 'flow', { branches: [{ subscriber }], metadata: { name }, ...props });
}

const template = (fields: Fields) => manifest({ channelTemplate: fields });
const TAKEN = 'the controller takes the object over, or fails to make its own: the parallel is never ready';

const own: readonly VerdictRow[] = [
  {
    kind, mistake: 'no branches', refused: 'KN-FLW-001', words: 'missing field(s): spec.branches',
    program: (chart) => { parallel(chart, { branches: [] }); }, manifest: manifest({ branches: [] }),
  },
  {
    kind, mistake: 'nothing at all', refused: 'KN-FLW-001', words: 'spec.branches in body must be of type array',
    program: (chart) => { new Parallel(chart, 'flow'); }, manifest: manifest({ branches: undefined }),
  },
  {
    kind, mistake: 'a branch without a subscriber', refused: 'compiler', words: 'branches.subscriber',
    // @ts-expect-error a subscriber is needed
    program: (chart) => { parallel(chart, { branches: [{}] }); }, manifest: manifest({ branches: [{}] }),
  },
  {
    kind, mistake: 'an empty filter', refused: 'compiler', words: 'branches.filter',
    // @ts-expect-error a sink or none
    program: (chart) => { parallel(chart, { branches: [{ subscriber, filter: {} }] }); },
    manifest: manifest({ branches: [{ ...BRANCH, filter: {} }] }),
  },
  {
    kind, mistake: 'a filter as triggers have it', refused: 'compiler', words: 'unknown field "exact"',
    // @ts-expect-error a sink that is asked
    program: (chart) => { parallel(chart, { branches: [{ subscriber, filter: { exact: { type: 'a' } } }] }); },
    manifest: manifest({ branches: [{ ...BRANCH, filter: { exact: { type: 'a' } } }] }),
  },
  {
    kind, mistake: 'channels without a kind', refused: 'KN-CHN-002', words: 'missing field(s): spec.channelTemplate.kind',
    program: (chart) => {
      parallel(chart, { channelTemplate: ChannelTemplate.custom({ apiVersion: 'messaging.knative.dev/v1', kind: '' }) });
    },
    manifest: template({ apiVersion: 'messaging.knative.dev/v1' }),
  },
  {
    kind, mistake: 'channels without a version', refused: 'KN-CHN-002',
    words: 'missing field(s): spec.channelTemplate.apiVersion',
    program: (chart) => {
      parallel(chart, { channelTemplate: ChannelTemplate.custom({ apiVersion: '', kind: 'InMemoryChannel' }) });
    },
    manifest: template({ kind: 'InMemoryChannel' }),
  },
  {
    kind, mistake: 'a delivery for the whole parallel', refused: 'compiler', words: 'field not declared in schema',
    // @ts-expect-error branches have deliveries
    program: (chart) => { parallel(chart, { delivery: Delivery.retry(3) }); },
    manifest: manifest({ delivery: { retry: 3 } }),
  },
  {
    kind, mistake: 'a name that leaves no room for the Services of its channels', refused: 'KN-FLW-002',
    stricter: 'the Services get names with a hash, so that the address is not the one that programs expect',
    program: (chart) => { parallel(chart, {}, 'x'.repeat(39)); }, manifest: manifest({}, { name: 'x'.repeat(39) }),
  },
  {
    kind, mistake: 'a name that begins with a digit', refused: 'KN-FLW-002',
    stricter: 'no Service may have such a name, so that the first channel is never ready',
    program: (chart) => { parallel(chart, {}, '1orders'); }, manifest: manifest({}, { name: '1orders' }),
  },
  {
    kind, mistake: 'a channel with the name of one of its own', refused: 'KN-NAM-010', stricter: TAKEN,
    program: (chart) => {
      parallel(chart);
      new InMemoryChannel(chart, 'orders-kn-parallel');
    },
    manifest: (chart) => {
      new ApiObject(chart, 'channel', {
        apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel', metadata: { name: 'orders-kn-parallel' },
      });
      manifest()(chart);
    },
  },
  {
    kind, mistake: 'a subscription with the name of one of its own', refused: 'KN-NAM-010', stricter: TAKEN,
    program: (chart) => {
      parallel(chart);
      new Subscription(chart, 'orders-kn-parallel-filter-0', {
        channel: new InMemoryChannel(chart, 'events'), subscriber,
      });
    },
    manifest: (chart) => {
      const channel = { apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel', name: 'events' };
      new ApiObject(chart, 'subscription', {
        apiVersion: 'messaging.knative.dev/v1', kind: 'Subscription', metadata: { name: 'orders-kn-parallel-filter-0' },
        spec: { channel, subscriber: DESTINATION },
      });
      manifest()(chart);
    },
  },
];

export const rows: readonly VerdictRow[] = [
  ...own,
  ...deliveryRows({
    kind, unchecked: 'nobody looks at it before the controller fails to make the subscription of the branch',
    program: (chart, delivery) => { parallel(chart, { branches: [{ subscriber, delivery }] }); },
    manifest: (delivery) => manifest({ branches: [{ ...BRANCH, delivery }] }),
  }),
  ...withinEntry('spec.branches.subscriber[0]', destinationRows({
    kind, what: 'subscriber',
    program: (chart, sink) => { parallel(chart, { branches: [{ subscriber: sink }] }); },
    manifest: (destination) => manifest({ branches: [{ subscriber: destination }] }),
  })),
  ...withinEntry('spec.branches.filter[0]', destinationRows({
    kind, what: 'filter',
    program: (chart, sink) => { parallel(chart, { branches: [{ subscriber, filter: sink }] }); },
    manifest: (destination) => manifest({ branches: [{ ...BRANCH, filter: destination }] }),
  })),
  ...withinEntry('spec.branches.reply[0]', destinationRows({
    kind, what: 'reply of a branch',
    program: (chart, sink) => { parallel(chart, { branches: [{ subscriber, reply: sink }] }); },
    manifest: (destination) => manifest({ branches: [{ ...BRANCH, reply: destination }] }),
  })),
  ...destinationRows({
    kind, what: 'reply',
    program: (chart, sink) => { parallel(chart, { reply: sink }); },
    manifest: (destination) => manifest({ reply: destination }),
  }),
  ...metadataRows({
    kind,
    program: (chart, metadata) => { new Parallel(chart, 'flow', { branches: [{ subscriber }], metadata }); },
    manifest: (metadata) => manifest({}, metadata),
  }),
];
