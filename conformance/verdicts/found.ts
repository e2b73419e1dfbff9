import type { Chart } from 'cdk8s';
import {
  Broker, BrokerClass, Delivery, Env, EventTransform, Filter, type ISink, KnativeService, type KnativeServiceProps,
  NodeSelectorOperator, PingSource, RequestReply, Sink, Subscription, InMemoryChannel,
} from '../../lib';
import { CERTIFICATE } from '../program-parts/destinations';
import { byHand, type Fields } from '../verdict-parts/manifest';
import type { VerdictRow } from './row';

/*
 * What the generated programs of suite 4 found: the library took it, and the server did not.
 */

const IMAGE = 'ghcr.io/example/orders:1.4.2';
const FAR = { apiVersion: 'v1', kind: 'Service', name: 'far', namespace: 'ops' };
const far = Sink.kubernetesService('far', { namespace: 'ops' });

function service(chart: Chart, props: Partial<KnativeServiceProps>): void {
  new KnativeService(chart, 'orders', { image: IMAGE, ...props });
}

const revision = byHand('serving.knative.dev/v1', 'Service', 'orders', {});
const podWith = (container: Fields, pod: Fields = {}) => revision({
  template: { spec: { containers: [{ image: IMAGE, ...container }], ...pod } },
});

const pods: readonly VerdictRow[] = [
  {
    kind: 'Service', mistake: 'a number with a sign in a required node affinity', refused: 'KN-POD-041',
    program: (chart) => {
      const matchExpressions = [{ key: 'cores', operator: NodeSelectorOperator.GT, values: ['-1'] }];
      service(chart, { affinity: { nodeAffinity: { required: [{ matchExpressions }] } } });
    },
    manifest: podWith({}, { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['-1'] }] }],
    } } } }),
    stricter: 'Kubernetes refuses the pods: a valid label must be an empty string or consist of alphanumeric characters',
  },
  {
    kind: 'Service', mistake: 'processor time in the unit of memory', refused: 'KN-POD-009',
    program: (chart) => { service(chart, { env: { CPU: Env.fromResource('limits.cpu', { divisor: '1Mi' }) } }); },
    manifest: podWith({ env: [{ name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1Mi' } } }] }),
    stricter: "Kubernetes refuses the pods: only divisor's values 1m and 1 are supported with the cpu resource",
  },
];

const namespaces: readonly VerdictRow[] = [
  {
    kind: 'EventTransform', mistake: 'a sink of another namespace', refused: 'KN-SNK-007', words: 'mismatched namespaces',
    program: (chart) => { new EventTransform(chart, 'to-v2', { jsonata: '$', sink: far }); },
    manifest: byHand('eventing.knative.dev/v1alpha1', 'EventTransform', 'to-v2', { jsonata: { expression: '$' } })({
      sink: { ref: FAR },
    }),
  },
  {
    kind: 'RequestReply', mistake: 'a dead letter sink of another namespace', refused: 'KN-SNK-007',
    program: (chart) => {
      const broker = new Broker(chart, 'events', { brokerClass: BrokerClass.MT_CHANNEL_BASED });
      new RequestReply(chart, 'ask', { broker, delivery: Delivery.deadLetter(far) });
    },
    manifest: byHand('eventing.knative.dev/v1alpha1', 'RequestReply', 'ask', {
      brokerRef: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' },
    })({ delivery: { deadLetterSink: { ref: FAR } } }),
    words: 'mismatched namespaces',
  },
];

/** A receiver that a program implements itself, and a source that sends to it. */
function toOwn(chart: Chart, sink: ISink): void {
  new PingSource(chart, 'tick', { schedule: '@hourly', sink });
}

const ping = byHand('sources.knative.dev/v1', 'PingSource', 'tick', { schedule: '@hourly' });

const receivers: readonly VerdictRow[] = [
  {
    kind: 'PingSource', mistake: 'a receiver of the program that answers a path', refused: 'KN-SNK-001',
    program: (chart) => { toOwn(chart, { toSinkConfig: () => ({ uri: '/inbox' }) }); },
    manifest: ping({ sink: { uri: '/inbox' } }), words: 'Relative URI is not allowed',
  },
  {
    kind: 'Subscription', mistake: 'a receiver of the program that answers nothing', refused: 'KN-SNK-001',
    program: (chart) => {
      new Subscription(chart, 'audit', {
        channel: new InMemoryChannel(chart, 'events'), subscriber: { toSinkConfig: () => ({}) },
      });
    },
    manifest: byHand('messaging.knative.dev/v1', 'Subscription', 'audit', {
      channel: { apiVersion: 'messaging.knative.dev/v1', kind: 'InMemoryChannel', name: 'events' },
    })({ subscriber: {} }),
    words: 'the Subscription must reference a subscriber',
  },
  {
    kind: 'PingSource', mistake: 'a certificate with a word before it', refused: 'KN-SNK-003',
    program: (chart) => {
      toOwn(chart, Sink.uri('https://events.example.com', { caCerts: `ca: ${CERTIFICATE}` }));
    },
    manifest: ping({ sink: { uri: 'https://events.example.com', CACerts: `ca: ${CERTIFICATE}` } }),
    words: 'CA Cert provided is invalid',
  },
];

const expressions: readonly VerdictRow[] = ["type = 'order.paid'x", 'LENGTH(source) > 3-'].map((cesql) => ({
  kind: 'Trigger', mistake: `the expression ${cesql}`, refused: 'KN-FLT-007', words: 'spec.filters[0].cesql',
  program: (chart) => {
    const broker = new Broker(chart, 'events', { brokerClass: BrokerClass.MT_CHANNEL_BASED });
    broker.addTrigger('audit', { subscriber: Sink.kubernetesService('audit'), filter: Filter.cesql(cesql) });
  },
  manifest: byHand('eventing.knative.dev/v1', 'Trigger', 'audit', {
    broker: 'events', subscriber: { uri: 'https://events.example.com' },
  })({ filters: [{ cesql }] }),
}));

export const rows: readonly VerdictRow[] = [...pods, ...namespaces, ...receivers, ...expressions];
