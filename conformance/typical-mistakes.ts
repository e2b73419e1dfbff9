import { type Chart, Duration } from 'cdk8s';
import {
  Backoff, Broker, Channel, ContainerSource, Delivery, Env, Filter, KafkaCluster, KafkaSink, KnativeService, PingData,
  PingSource, Probe, Sink, SinkBinding, SinkBindingSubject, Subscription, SubjectKind, Traffic, Trigger, Volume,
} from '../lib';
import type { KubernetesObject } from './control-plane/api-server';
import type { VerdictRow } from './verdicts/row';

/** A mistake that many make, as pages and tutorials have it, and the program that somebody who makes it would write. */
export interface TypicalMistake {
  readonly title: string;
  /** The object that somebody would apply. */
  readonly manifest: KubernetesObject;
  /** How the program is refused. */
  readonly refused: VerdictRow['refused'];
  readonly program: (chart: Chart) => void;
}

const EVENTING = 'eventing.knative.dev/v1';
const MESSAGING = 'messaging.knative.dev/v1';
const SOURCES = 'sources.knative.dev/v1';
const SERVING = 'serving.knative.dev/v1';

const ORDERS = { ref: { apiVersion: SERVING, kind: 'Service', name: 'orders' } };
const sink = Sink.reference(ORDERS.ref);
const subscriber = sink;
const image = 'ghcr.io/example/orders:1.0';
const SERVERS = ['kafka.example.com:9092'];

function service(container: object, pod: object = {}, template: object = {}, spec: object = {}): KubernetesObject {
  return {
    apiVersion: SERVING, kind: 'Service', metadata: { name: 'orders' },
    spec: { ...spec, template: { ...template, spec: { ...pod, containers: [{ image, ...container }] } } },
  };
}

function trigger(spec: object): KubernetesObject {
  return {
    apiVersion: EVENTING, kind: 'Trigger', metadata: { name: 'paid' },
    spec: { broker: 'default', subscriber: ORDERS, ...spec },
  };
}

function ping(spec: object): KubernetesObject {
  return {
    apiVersion: SOURCES, kind: 'PingSource', metadata: { name: 'ticks' },
    spec: { schedule: '*/1 * * * *', sink: ORDERS, ...spec },
  };
}

function kafkaSink(spec: object): KubernetesObject {
  return {
    apiVersion: 'eventing.knative.dev/v1alpha1', kind: 'KafkaSink', metadata: { name: 'archive' },
    spec: { topic: 'orders', bootstrapServers: SERVERS, ...spec },
  };
}

function brokerOf(chart: Chart): ReturnType<typeof Broker.fromBrokerName> {
  return Broker.fromBrokerName(chart, 'default', 'default');
}

function kafkaOf(chart: Chart): KafkaCluster {
  return new KafkaCluster(chart, 'kafka', { bootstrapServers: SERVERS });
}

const EVENTING_MISTAKES: readonly TypicalMistake[] = [
  {
    title: 'the number of retries as a text',
    manifest: {
      apiVersion: EVENTING, kind: 'Broker', metadata: { name: 'default' },
      spec: { delivery: { retry: '5', backoffPolicy: 'exponential', backoffDelay: 'PT2S' } },
    },
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it is a number
      const delivery = Delivery.retry('5', { backoff: Backoff.exponential(Duration.seconds(2)) });
      new Broker(chart, 'default', { delivery });
    },
  },
  {
    title: 'a delay as Go writes it',
    manifest: {
      apiVersion: EVENTING, kind: 'Broker', metadata: { name: 'default' },
      spec: { delivery: { retry: 5, backoffPolicy: 'exponential', backoffDelay: '2s' } },
    },
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it is a `Duration`
      const delivery = Delivery.retry(5, { backoff: Backoff.exponential('2s') });
      new Broker(chart, 'default', { delivery });
    },
  },
  {
    title: '`Retry-After` without the feature',
    manifest: {
      apiVersion: EVENTING, kind: 'Broker', metadata: { name: 'default' },
      spec: { delivery: { retry: 5, retryAfterMax: 'PT30S' } },
    },
    refused: 'KN-FTR-001',
    program: (chart) => {
      new Broker(chart, 'default', { delivery: Delivery.retry(5, { retryAfterMax: Duration.seconds(30) }) });
    },
  },
  {
    title: 'a trigger without a broker',
    manifest: { ...trigger({}), spec: { subscriber: ORDERS } },
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error there is no default
      new Trigger(chart, 'paid', { subscriber });
    },
  },
  {
    title: '`filters` as a map',
    manifest: trigger({ filters: { exact: { type: 'order.paid' } } }),
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it is a list
      brokerOf(chart).addTrigger('paid', { subscriber, filters: { exact: { type: 'order.paid' } } });
    },
  },
  {
    title: 'two dialects in one filter',
    manifest: trigger({ filters: [{ exact: { type: 'order.paid' }, prefix: { source: '/shop' } }] }),
    refused: 'compiler',
    program: (chart) => {
      const filter = { exact: { type: 'order.paid' }, prefix: { source: '/shop' } };
      // @ts-expect-error a `Filter` has one dialect
      brokerOf(chart).addTrigger('paid', { subscriber, filter });
    },
  },
  {
    title: 'an attribute under the name of its HTTP header',
    manifest: trigger({ filter: { attributes: { 'ce-type': 'order.paid' } } }),
    refused: 'KN-FLT-003',
    program: (chart) => {
      brokerOf(chart).addTrigger('paid', { subscriber, filter: Filter.exact({ 'ce-type': 'order.paid' }) });
    },
  },
  {
    title: 'a subscriber that is both an object and an address',
    manifest: trigger({ subscriber: { ...ORDERS, uri: 'http://orders.shop.svc.cluster.local/in' } }),
    refused: 'KN-SNK-002',
    program: (chart) => {
      const both = Sink.of(sink, { path: 'http://orders.shop.svc.cluster.local/in' });
      brokerOf(chart).addTrigger('paid', { subscriber: both, filter: Filter.exact({ type: 'order.paid' }) });
    },
  },
  {
    title: 'the namespace of the channel in a subscription',
    manifest: {
      apiVersion: MESSAGING, kind: 'Subscription', metadata: { name: 'mail' },
      spec: { channel: { apiVersion: MESSAGING, kind: 'Channel', name: 'orders', namespace: 'default' }, subscriber: ORDERS },
    },
    refused: 'KN-CHN-004',
    program: (chart) => {
      const channel = Channel.fromChannelName(chart, 'orders', 'orders', { namespace: 'default' });
      new Subscription(chart, 'mail', { channel, subscriber });
    },
  },
  {
    title: 'an interval in place of a schedule',
    manifest: ping({ schedule: '@every 1m' }),
    refused: 'KN-SRC-001',
    program: (chart) => {
      new PingSource(chart, 'ticks', { schedule: '@every 1m', sink });
    },
  },
  {
    title: 'a text where the content type promises an object',
    manifest: ping({ contentType: 'application/json', data: 'hello' }),
    refused: 'KN-SRC-004',
    program: (chart) => {
      const data = PingData.text('hello', { contentType: 'application/json' });
      new PingSource(chart, 'ticks', { schedule: '*/1 * * * *', data, sink });
    },
  },
  {
    title: 'a container source as it was before version 1',
    manifest: {
      apiVersion: SOURCES, kind: 'ContainerSource', metadata: { name: 'heartbeats' },
      spec: { image: 'ghcr.io/example/heartbeats:1.0', sink: ORDERS },
    },
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error these are `containers`
      new ContainerSource(chart, 'heartbeats', { image: 'ghcr.io/example/heartbeats:1.0', sink });
    },
  },
  {
    title: 'the labels of a binding without `matchLabels`',
    manifest: {
      apiVersion: SOURCES, kind: 'SinkBinding', metadata: { name: 'bind-orders' },
      spec: { subject: { apiVersion: 'batch/v1', kind: 'Job', selector: { app: 'orders' } }, sink: ORDERS },
    },
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it has `matchLabels`
      const subject = SinkBindingSubject.selected(SubjectKind.JOB, { app: 'orders' });
      new SinkBinding(chart, 'bind-orders', { subject, sink });
    },
  },
  {
    title: 'the Secret of a Kafka sink, one level too high',
    manifest: kafkaSink({ auth: { secret: { name: 'kafka-credentials' } } }),
    refused: 'compiler',
    program: (chart) => {
      const auth = { secret: { name: 'kafka-credentials' } };
      // @ts-expect-error the cluster has credentials
      new KafkaSink(chart, 'archive', { cluster: kafkaOf(chart), topic: 'orders', auth });
    },
  },
  {
    title: 'the Secret of a Kafka sink, under the key of a ConfigMap',
    manifest: kafkaSink({ 'auth.secret.ref.name': 'kafka-credentials' }),
    refused: 'compiler',
    program: (chart) => {
      const cluster = kafkaOf(chart);
      // @ts-expect-error the cluster has credentials
      new KafkaSink(chart, 'archive', { cluster, topic: 'orders', 'auth.secret.ref.name': 'kafka-credentials' });
    },
  },
];

const SERVING_MISTAKES: readonly TypicalMistake[] = [
  {
    title: 'the service account beside the template',
    manifest: service({}, {}, {}, { serviceAccountName: 'orders' }),
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it is `serviceAccount`, a construct
      new KnativeService(chart, 'orders', { image, serviceAccountName: 'orders' });
    },
  },
  {
    title: 'an annotation of the autoscaler on the service',
    manifest: { ...service({}), metadata: { name: 'orders', annotations: { 'autoscaling.knative.dev/min-scale': '1' } } },
    refused: 'KN-SCL-008',
    program: (chart) => {
      const annotations = { 'autoscaling.knative.dev/min-scale': '1' };
      new KnativeService(chart, 'orders', { image, metadata: { annotations } });
    },
  },
  {
    title: 'the visibility as an annotation',
    manifest: service({}, {}, { metadata: { annotations: { 'networking.knative.dev/visibility': 'cluster-local' } } }),
    refused: 'KN-SVC-006',
    program: (chart) => {
      const templateAnnotations = { 'networking.knative.dev/visibility': 'cluster-local' };
      new KnativeService(chart, 'orders', { image, templateAnnotations });
    },
  },
  {
    title: 'a port with the name `http`',
    manifest: service({ ports: [{ name: 'http', containerPort: 8080 }] }),
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it is a number, and `http2: true` for HTTP/2
      new KnativeService(chart, 'orders', { image, port: { name: 'http', containerPort: 8080 } });
    },
  },
  {
    title: 'a second port for metrics',
    manifest: service({ ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }),
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it is one number
      new KnativeService(chart, 'orders', { image, port: [8080, 9090] });
    },
  },
  {
    title: 'a volume that no container mounts',
    manifest: service({}, { volumes: [{ name: 'cache', emptyDir: {} }] }),
    refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error a volume comes with its mount
      new KnativeService(chart, 'orders', { image, volumes: [Volume.emptyDir('cache')] });
    },
  },
  {
    title: 'the variable `PORT`',
    manifest: service({ env: [{ name: 'PORT', value: '3000' }] }),
    refused: 'KN-POD-005',
    program: (chart) => {
      new KnativeService(chart, 'orders', { image, env: { PORT: Env.value('3000') } });
    },
  },
  {
    title: 'a readiness probe as a Deployment has it',
    manifest: service({ readinessProbe: { httpGet: { path: '/healthz' }, failureThreshold: 5 } }),
    refused: 'KN-POD-019',
    program: (chart) => {
      const readinessProbe = Probe.httpGet('/healthz', { failureThreshold: 5 });
      new KnativeService(chart, 'orders', { image, readinessProbe });
    },
  },
  {
    title: 'a node selector without the feature',
    manifest: service({}, { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }),
    refused: 'KN-FTR-001',
    program: (chart) => {
      new KnativeService(chart, 'orders', { image, nodeSelector: { 'kubernetes.io/arch': 'arm64' } });
    },
  },
  {
    title: 'shares of traffic that are not 100 together',
    manifest: service({}, {}, {}, {
      traffic: [{ revisionName: 'orders-1', percent: 50 }, { latestRevision: true, percent: 40 }],
    }),
    refused: 'KN-TRF-002',
    program: (chart) => {
      const traffic = [Traffic.revision('orders-1', 50), Traffic.latest(40)];
      new KnativeService(chart, 'orders', { image, traffic });
    },
  },
];

export const TYPICAL_MISTAKES: readonly TypicalMistake[] = [...EVENTING_MISTAKES, ...SERVING_MISTAKES];
