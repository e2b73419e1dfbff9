import { ApiObject, Chart, Duration, JsonPatch } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Broker, ClusterChart, Env, KnativeService, Sink, SinkBinding } from '../../lib';
import { both, IMAGE, ours, programRow, props, service, serviceManifest, untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const pod = (fields: Readonly<Record<string, unknown>>) => ({ pod: fields });
const named = (name: string, words: string, mistake: string) =>
  both('KN-SVC-011', mistake, words, () => ({ revisionName: name }), { template: { name } });
const QUEUE = 'queue.sidecar.serving.knative.dev';

const limits: readonly VerdictRow[] = [
  both('KN-SVC-002', 'a concurrency below zero', 'expected 0 <= -1 <= 1000',
    () => ({ containerConcurrency: -1 }), pod({ containerConcurrency: -1 })),
  both('KN-SVC-002', 'a concurrency above 1000', 'expected 0 <= 1001 <= 1000',
    () => ({ containerConcurrency: 1001 }), pod({ containerConcurrency: 1001 })),
  both('KN-SVC-002', 'half a request', 'cannot unmarshal number 0.5',
    () => ({ containerConcurrency: 0.5 }), pod({ containerConcurrency: 0.5 })),
  both('compiler', 'a concurrency that is a text', 'expected numeric',
    // @ts-expect-error this is a number
    () => props({ containerConcurrency: '10' }), pod({ containerConcurrency: '10' })),
  both('KN-DUR-002', 'a timeout above ten minutes', 'expected 0 <= 601 <= 600',
    () => ({ timeout: Duration.seconds(601) }), pod({ timeoutSeconds: 601 })),
  both('KN-DUR-001', 'a timeout of parts of a second', 'cannot unmarshal number 1.5',
    () => ({ timeout: Duration.millis(1500) }), pod({ timeoutSeconds: 1.5 })),
  both('KN-DUR-002', 'a timeout that is a text', 'expected numeric',
    () => ({ timeout: untyped('5m') }), pod({ timeoutSeconds: '5m' })),
  ours('KN-DUR-002', 'a timeout of nothing', 'Knative takes it for none at all and writes its default of 300 seconds',
    () => ({ timeout: Duration.seconds(0) }), pod({ timeoutSeconds: 0 })),
  ours('KN-SVC-003', 'an answer that may begin after the request is over', 'the timeout of the request comes first',
    () => ({ timeout: Duration.seconds(10), responseStartTimeout: Duration.seconds(20) }),
    pod({ timeoutSeconds: 10, responseStartTimeoutSeconds: 20 })),
  ours('KN-SVC-003', 'a silence longer than the request', 'the timeout of the request comes first',
    () => ({ timeout: Duration.seconds(10), idleTimeout: Duration.seconds(20) }),
    pod({ timeoutSeconds: 10, idleTimeoutSeconds: 20 })),
  both('KN-DUR-001', 'a silence of parts of a second', 'cannot unmarshal number 0.5',
    () => ({ idleTimeout: Duration.millis(500) }), pod({ idleTimeoutSeconds: 0.5 })),
  both('KN-DUR-001', 'an answer that begins within parts of a second', 'cannot unmarshal number 0.5',
    () => ({ responseStartTimeout: Duration.millis(500) }), pod({ responseStartTimeoutSeconds: 0.5 })),
  both('compiler', 'the timeout outside of the template', 'field not declared in schema',
    // @ts-expect-error it is called `timeout`
    () => props({ timeoutSeconds: 60 }), { spec: { timeoutSeconds: 60 } }),
  both('compiler', 'the containers outside of the template', 'field not declared in schema',
    // @ts-expect-error no field of ours
    () => props({ spec: { containers: [] } }), { spec: { containers: [{ image: IMAGE }] } }),
];

const revisions: readonly VerdictRow[] = [
  named('v1', '"v1" must have prefix "orders-"', 'a revision that is not named after its service'),
  named('payments-v1', '"payments-v1" must have prefix "orders-"', 'a revision that is named after another service'),
  named('orders-1.0', 'not a DNS 1035 label', 'a revision name with a dot'),
  named('orders-', 'not a DNS 1035 label', 'a revision name that ends with a dash'),
  named('Orders-1', 'not a DNS 1035 label', 'a revision name with capitals'),
  named(`orders-${'a'.repeat(57)}`, 'not a DNS 1035 label', 'a revision name of 64 characters'),
  programRow('KN-SVC-013', 'a named revision that is bound to a sink',
    { stricter: 'the binding changes the template under its name, which Knative refuses: the binding never gets ready' },
    (chart) => { service(chart, { revisionName: 'orders-v1' }).bindTo(Sink.uri('http://example.com/')); },
    { template: { name: 'orders-v1' } }),
  programRow('KN-POD-005', 'a variable that the binding to a sink sets', { stricter: 'the binding writes over the value' },
    (chart) => {
      const orders = service(chart, { env: { K_SINK: Env.value('http://example.com/') } });
      orders.bindTo(Sink.uri('http://example.org/'));
    }, { container: { env: [{ name: 'K_SINK', value: 'http://example.com/' }] } }),
  ours('KN-SVC-014', 'a graphics card for the queue proxy', 'there is no such annotation: Knative takes it and does nothing',
    () => ({ queueProxyResources: { extended: { 'nvidia.com/gpu': '1' } } }),
    { template: { annotations: { [`${QUEUE}/nvidia.com-gpu-resource-limit`]: '1' } } }),
  ours('KN-POD-036', 'a queue proxy that asks for more than it may use', 'Kubernetes refuses the pods: "must be less than or equal to cpu limit of 1"',
    () => ({ queueProxyResources: { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } } }),
    { template: { annotations: { [`${QUEUE}/cpu-resource-request`]: '2', [`${QUEUE}/cpu-resource-limit`]: '1' } } }),
  ours('KN-POD-036', 'a queue proxy that may use less than it asks for', 'Kubernetes refuses the Deployment: "must be less than or equal to cpu limit"',
    () => ({ queueProxyResources: { cpu: { limit: Cpu.millis(10) } } }),
    { template: { annotations: { [`${QUEUE}/cpu-resource-limit`]: '10m' } } }),
  both('KN-DUR-001', 'a deadline of parts of a second', 'progress-deadline=1500ms is not at second precision',
    () => ({ progressDeadline: Duration.millis(1500) }),
    { template: { annotations: { 'serving.knative.dev/progress-deadline': '1500ms' } } }),
  ours('KN-DUR-002', 'a deadline of nothing', 'Kubernetes refuses the Deployment: "must be greater than minReadySeconds"',
    () => ({ progressDeadline: Duration.seconds(0) }), { template: { annotations: { 'serving.knative.dev/progress-deadline': '0s' } } }),
  both('KN-DUR-002', 'a deadline longer than Go counts', 'invalid value: 17280000000s',
    () => ({ progressDeadline: Duration.days(200000) }),
    { template: { annotations: { 'serving.knative.dev/progress-deadline': '17280000000s' } } }),
  ours('KN-DUR-002', 'a deadline longer than Kubernetes counts', 'Knative cuts the seconds to 32 bits, and Kubernetes refuses the Deployment',
    () => ({ progressDeadline: Duration.days(30000) }),
    { template: { annotations: { 'serving.knative.dev/progress-deadline': '2592000000s' } } }),
  both('KN-DUR-001', 'a rollout of parts of a second', 'rollout-duration=1500ms is not at second precision',
    () => ({ rolloutDuration: Duration.millis(1500) }),
    { metadata: { annotations: { 'serving.knative.dev/rollout-duration': '1500ms' } } }),
  both('KN-DUR-002', 'a rollout longer than Go counts', 'invalid value: 17280000000s',
    () => ({ rolloutDuration: Duration.days(200000) }),
    { metadata: { annotations: { 'serving.knative.dev/rollout-duration': '17280000000s' } } }),
  ours('KN-DUR-002', 'a rollout of nothing', 'it does not override what the cluster is set to',
    () => ({ rolloutDuration: Duration.seconds(0) }), { metadata: { annotations: { 'serving.knative.dev/rollout-duration': '0s' } } }),
];

const forms: readonly VerdictRow[] = [
  ours('KN-SVC-001', 'the short form and a list of containers', 'only one of the two can be meant: the other would be dropped',
    () => ({ containers: [{ image: IMAGE }], image: IMAGE }), {}),
  both('compiler', 'containers as a map', 'expected list',
    // @ts-expect-error this is a list
    () => props({ containers: { web: { image: IMAGE } } }), pod({ containers: { web: { image: IMAGE } } })),
  {
    ...both('KN-POD-001', 'containers that are texts', 'expected map', () => ({ containers: untyped(['orders']) }), {}),
    manifest: (chart) => {
      serviceManifest(chart).addJsonPatch(JsonPatch.replace('/spec/template/spec/containers', ['orders']));
    },
  },
  programRow('KN-TYP-002', 'a patch of a field that is not there', { words: 'field not declared in schema' },
    (chart) => { service(chart).apiObject.addJsonPatch(JsonPatch.add('/spec/templat/spec/nodeName', 'a')); },
    { spec: { templat: { spec: { nodeName: 'a' } } } }),
];

const systems: readonly VerdictRow[] = [
  {
    kind: 'Service', mistake: 'two services of one name', refused: 'KN-NAM-002',
    program: (chart) => {
      service(chart);
      new KnativeService(chart, 'again', { image: IMAGE, metadata: { name: 'orders' } });
    },
    manifest: (chart) => {
      serviceManifest(chart);
      new ApiObject(chart, 'again', {
        apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'orders' },
        spec: { template: { spec: { containers: [{ image: IMAGE }] } } },
      });
    },
    stricter: 'the second manifest takes the place of the first without a word',
  },
  {
    kind: 'Service', mistake: 'the address of a service without a namespace', refused: 'KN-NAM-003',
    program: (chart) => {
      const orders = new KnativeService(new Chart(chart, 'nowhere'), 'orders', { image: IMAGE });
      service(new Chart(chart, 'other', { namespace: 'shop' }), { env: { ORDERS_URL: Env.value(orders.url) } });
    },
    manifest: (chart) => {
      serviceManifest(chart, { container: { env: [{ name: 'ORDERS_URL', value: 'http://orders.undefined.svc.cluster.local' }] } });
    },
    stricter: 'the program looks for a host in a namespace that nobody named',
  },
  {
    kind: 'SinkBinding', mistake: 'a sink in another cluster', refused: 'KN-NAM-008',
    program: (chart) => {
      const west = new ClusterChart(chart, 'west', { cluster: 'west', namespace: 'shop' });
      service(chart).bindTo(new Broker(west, 'broker'));
    },
    manifest: (chart) => { binding(chart, 'a', 'broker'); },
    stricter: 'the reference is looked for in the own cluster: the binding waits for it, or finds another one of the name',
  },
  {
    kind: 'SinkBinding', mistake: 'a service that is bound to two sinks', refused: 'KN-SVC-012',
    program: (chart) => {
      const orders = service(chart);
      orders.bindTo(Sink.uri('http://example.com/'));
      new SinkBinding(chart, 'again', { subject: orders, sink: Sink.uri('http://example.org/') });
    },
    manifest: (chart) => {
      binding(chart, 'a', 'one');
      binding(chart, 'b', 'two');
    },
    stricter: 'the two write over the same variable in turns, and every time a new revision is made',
  },
];

function binding(chart: Chart, name: string, broker: string): void {
  new ApiObject(chart, name, {
    apiVersion: 'sources.knative.dev/v1', kind: 'SinkBinding', metadata: { name },
    spec: {
      subject: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' },
      sink: { ref: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: broker } },
    },
  });
}

export const rows: readonly VerdictRow[] = [...limits, ...revisions, ...forms, ...systems];
