import type { Chart } from 'cdk8s';
import {
  Channel, ClusterChart, Delivery, type IChannel, InMemoryChannel, KafkaChannel, KedaScaling, Sink, Subscription,
} from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION, REFERENCE } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'Subscription';
const subscriber = Sink.uri('https://events.example.com/inbox');
const CHANNEL = { apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name: 'orders' };
const KEDA = 'autoscaling.eventing.knative.dev/class';
const subscription = byHand('messaging.knative.dev/v1', kind, 'mail', { channel: CHANNEL, subscriber: DESTINATION });

function channelOf(chart: Chart): IChannel {
  return Channel.fromChannelName(chart, 'existing', 'orders');
}

const CHANNELS: VerdictRow[] = [
  {
    kind, mistake: 'a channel of another namespace', refused: 'KN-CHN-004', plane: 'defaults',
    program: (chart) => {
      const channel = Channel.fromChannelName(chart, 'existing', 'orders', { namespace: 'platform' });
      new Subscription(chart, 'mail', { channel, subscriber });
    },
    manifest: subscription({ channel: { ...CHANNEL, namespace: 'platform' } }),
    words: 'must not set the field(s): spec.channel.namespace',
  },
  {
    kind, mistake: 'the namespace of the channel, though it is the own one', refused: 'compiler', plane: 'defaults',
    program: (chart) => {
      // @ts-expect-error a channel, which knows its namespace
      new Subscription(chart, 'mail', { channel: { ...CHANNEL, namespace: 'shop' }, subscriber });
    },
    manifest: (chart) => { subscription({ channel: { ...CHANNEL, namespace: chart.namespace } })(chart); },
    words: 'only name, apiVersion and kind are supported fields when feature.CrossNamespaceEventLinks is disabled',
  },
  {
    kind, mistake: 'a channel of another cluster', refused: 'KN-CHN-004',
    program: (chart) => {
      const eu = new ClusterChart(chart, 'eu', { namespace: 'shop', cluster: 'eu' });
      new Subscription(chart, 'mail', { channel: new InMemoryChannel(eu, 'orders'), subscriber });
    },
    manifest: subscription(), stricter: 'there is no such channel here, and the subscription never becomes ready',
  },
  {
    kind, mistake: 'no channel', refused: 'compiler',
    // @ts-expect-error the channel is missing
    program: (chart) => { new Subscription(chart, 'mail', { subscriber }); },
    manifest: subscription({ channel: {} }), words: 'the Subscription must reference a channel',
  },
  {
    kind, mistake: 'a channel without a name', refused: 'KN-NAM-001',
    program: (chart) => { Channel.fromChannelName(chart, 'existing', '').subscribe('mail', { subscriber }); },
    manifest: subscription({ channel: { ...CHANNEL, name: '' } }), words: 'missing field(s): spec.channel.name',
  },
  {
    kind, mistake: 'a channel by its name', refused: 'compiler',
    // @ts-expect-error an IChannel
    program: (chart) => { new Subscription(chart, 'mail', { channel: 'orders', subscriber }); },
    manifest: subscription({ channel: 'orders' }), words: '.spec.channel: expected map, got',
  },
  {
    kind, mistake: 'a channel whose name is none', refused: 'KN-NAM-001',
    program: (chart) => { Channel.fromChannelName(chart, 'existing', 'My_Orders').subscribe('mail', { subscriber }); },
    manifest: subscription({ channel: { ...CHANNEL, name: 'My_Orders' } }),
    stricter: 'there can be no such channel, and the subscription never becomes ready',
  },
];

const FIELDS: VerdictRow[] = [
  {
    kind, mistake: 'no subscriber', refused: 'compiler',
    // @ts-expect-error the subscriber is missing
    program: (chart) => { channelOf(chart).subscribe('mail', {}); },
    manifest: subscription({ subscriber: undefined }), words: 'the Subscription must reference a subscriber',
  },
  {
    kind, mistake: 'an empty subscriber', refused: 'compiler',
    // @ts-expect-error it is an `ISink`
    program: (chart) => { channelOf(chart).subscribe('mail', { subscriber: {} }); },
    manifest: subscription({ subscriber: {} }), words: 'the Subscription must reference a subscriber',
  },
  {
    kind, mistake: 'a reply without a scheme', refused: 'KN-SNK-001',
    program: (chart) => { channelOf(chart).subscribe('mail', { subscriber, reply: Sink.uri('replies.example.com') }); },
    manifest: subscription({ reply: { uri: 'replies.example.com' } }), words: 'Relative URI is not allowed',
  },
  {
    kind, mistake: 'a reply to an object without a kind', refused: 'KN-SNK-004',
    program: (chart) => {
      const reply = Sink.reference({ apiVersion: 'eventing.knative.dev/v1', kind: '', name: 'events' });
      channelOf(chart).subscribe('mail', { subscriber, reply });
    },
    manifest: subscription({ reply: { ref: { ...REFERENCE, kind: '' } } }), words: 'missing field(s): spec.reply.ref.kind',
  },
  {
    kind, mistake: 'a list of subscribers', refused: 'compiler',
    // @ts-expect-error one subscriber
    program: (chart) => { channelOf(chart).subscribe('mail', { subscriber: [subscriber] }); },
    manifest: subscription({ subscriber: [DESTINATION] }), words: '.spec.subscriber: expected map, got',
  },
  {
    kind, mistake: 'a filter', refused: 'compiler',
    // @ts-expect-error a Trigger has it
    program: (chart) => { channelOf(chart).subscribe('mail', { subscriber, filter: { type: 'order.paid' } }); },
    manifest: subscription({ filter: { attributes: { type: 'order.paid' } } }),
    words: '.spec.filter: field not declared in schema',
  },
  {
    kind, mistake: 'a misspelt field of the delivery', refused: 'compiler',
    // @ts-expect-error it is `retry`
    program: (chart) => { channelOf(chart).subscribe('mail', { subscriber, delivery: Delivery.of({ retries: 5 }) }); },
    manifest: subscription({ delivery: { retries: 5 } }), words: 'unknown field "retries"',
  },
  {
    kind, mistake: 'the dead letter sink beside the delivery', refused: 'compiler',
    // @ts-expect-error a part of the delivery
    program: (chart) => { channelOf(chart).subscribe('mail', { subscriber, deadLetterSink: subscriber }); },
    manifest: subscription({ deadLetterSink: DESTINATION }), words: '.spec.deadLetterSink: field not declared in schema',
  },
  {
    kind, mistake: 'an annotation of KEDA by hand', refused: 'KN-CHN-005',
    program: (chart) => { channelOf(chart).subscribe('mail', { subscriber, metadata: { annotations: { [KEDA]: 'keda' } } }); },
    manifest: subscription({}, { annotations: { [KEDA]: 'keda' } }),
    stricter: 'nobody checks it: KEDA knows no class of this name, and nothing is scaled',
  },
  {
    kind, mistake: 'KEDA on a channel that is none of Kafka', refused: 'KN-TRG-009',
    program: (chart) => { new InMemoryChannel(chart, 'orders').subscribe('mail', { subscriber, keda: KedaScaling.of() }); },
    manifest: subscription({}, { annotations: { [KEDA]: 'keda.autoscaling.knative.dev' } }),
    stricter: 'nobody reads the annotation, and nothing is scaled',
  },
  {
    kind, mistake: 'KEDA with a lag of nothing', refused: 'KN-TRG-010',
    program: (chart) => {
      new KafkaChannel(chart, 'orders').subscribe('mail', { subscriber, keda: KedaScaling.of({ lagThreshold: 0 }) });
    },
    manifest: subscription({}, { annotations: { 'autoscaling.eventing.knative.dev/lag-threshold': '0' } }),
    stricter: 'KEDA divides by the threshold, and refuses the ScaledObject',
  },
  {
    kind, mistake: 'KEDA without the feature', refused: 'KN-FTR-001', plane: 'defaults',
    program: (chart) => { new KafkaChannel(chart, 'orders').subscribe('mail', { subscriber, keda: KedaScaling.of() }); },
    manifest: subscription({}, { annotations: { [KEDA]: 'keda.autoscaling.knative.dev' } }),
    stricter: 'the controller of a release does not look at the annotation',
  },
];

export const rows: readonly VerdictRow[] = [
  ...CHANNELS,
  ...FIELDS,
  ...deliveryRows({
    kind, manifest: (delivery) => subscription({ delivery }),
    program: (chart, delivery) => { channelOf(chart).subscribe('mail', { subscriber, delivery }); },
  }),
  ...destinationRows({
    kind, what: 'subscriber', manifest: (destination) => subscription({ subscriber: destination }),
    program: (chart, sink) => {
      Channel.fromChannelName(chart, 'source', 'orders').subscribe('mail', { subscriber: sink });
    },
  }),
  ...metadataRows({
    kind, manifest: (metadata) => subscription({}, metadata),
    program: (chart, metadata) => { channelOf(chart).subscribe('mail', { subscriber, metadata }); },
  }),
];
