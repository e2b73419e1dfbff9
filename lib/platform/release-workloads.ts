import { KafkaDataPlane } from '../core';

/** A workload of a release: which pods are its own, and which containers they have. */
export interface ReleaseWorkload {
  readonly name: string;
  /** Labels by which it knows its pods. */
  readonly pods: Readonly<Record<string, string>>;
  readonly containers: readonly string[];
  /** PodDisruptionBudget that the release has for it. */
  readonly budget?: string;
  /** Why the operator does not say how many pods it has; absent where it does. */
  readonly unscaled?: string;
}

const one = (name: string, container = name, budget?: string): ReleaseWorkload =>
  ({ name, pods: { app: name }, containers: [container], ...budget === undefined ? {} : { budget } });

/** A Job that the operator knows by the beginning of its name. */
const job = (name: string, container: string, app = name.replace(/-$/, '')): ReleaseWorkload =>
  ({ name, pods: { app }, containers: [container], unscaled: 'it is a Job' });

/**
 * Follows cmd/operator/kodata/knative-serving of the operator; every version from 1.20 on has the same.
 * @internal
 */
export const SERVING_WORKLOADS: readonly ReleaseWorkload[] = [
  { ...one('activator', 'activator', 'activator-pdb'), pods: { app: 'activator', role: 'activator' } },
  one('autoscaler'),
  one('autoscaler-hpa'),
  one('controller'),
  { ...one('webhook', 'webhook', 'webhook-pdb'), pods: { app: 'webhook', role: 'webhook' } },
  job('cleanup-serving-', 'cleanup', 'cleanup-migration-serving'),
  job('storage-version-migration-serving-', 'migrate'),
];

/**
 * Follows cmd/operator/kodata/ingress of the operator, by the name of the layer.
 * @internal
 */
export const LAYER_WORKLOADS: Readonly<Record<string, readonly ReleaseWorkload[]>> = {
  contour: [one('net-contour-controller', 'controller')],
  'gateway-api': [
    one('net-gateway-api-controller', 'controller'),
    {
      ...one('net-gateway-api-webhook', 'webhook'),
      pods: { app: 'net-gateway-api-webhook', role: 'net-gateway-api-webhook' },
    },
  ],
  istio: [
    one('net-istio-controller', 'controller'),
    { ...one('net-istio-webhook', 'webhook'), pods: { app: 'net-istio-webhook', role: 'net-istio-webhook' } },
  ],
  kourier: [
    one('net-kourier-controller', 'controller'),
    one('3scale-kourier-gateway', 'kourier-gateway', '3scale-kourier-gateway-pdb'),
  ],
};

const PART = 'eventing.knative.dev/';
const IN_MEMORY = { 'messaging.knative.dev/channel': 'in-memory-channel' };

/**
 * Follows cmd/operator/kodata/knative-eventing of the operator. The adapter of PingSource has no pod until there is a
 * source; of its number of pods and of most of its variables the operator keeps what is there, as
 * pkg/reconciler/knativeeventing/common/replicasenvvarstransform.go has it.
 * @internal
 */
export const EVENTING_WORKLOADS: readonly ReleaseWorkload[] = [
  one('eventing-controller'),
  {
    ...one('eventing-webhook', 'eventing-webhook', 'eventing-webhook'), pods: { app: 'eventing-webhook', role: 'eventing-webhook' },
  },
  { ...one('imc-controller', 'controller'), pods: { ...IN_MEMORY, 'messaging.knative.dev/role': 'controller' } },
  { ...one('imc-dispatcher', 'dispatcher'), pods: { ...IN_MEMORY, 'messaging.knative.dev/role': 'dispatcher' } },
  { ...one('job-sink'), pods: { 'sinks.knative.dev/sink': 'job-sink' } },
  one('mt-broker-controller'),
  { ...one('mt-broker-filter', 'filter'), pods: { [`${PART}brokerRole`]: 'filter' } },
  { ...one('mt-broker-ingress', 'ingress'), pods: { [`${PART}brokerRole`]: 'ingress' } },
  {
    ...one('pingsource-mt-adapter', 'dispatcher'),
    pods: { [`${PART}source`]: 'ping-source-controller', 'sources.knative.dev/role': 'adapter' },
    unscaled: 'its controller counts its pods',
  },
  { ...one('request-reply'), pods: { [`${PART}part-of`]: 'request-reply' } },
  job('storage-version-migration-eventing-', 'migrate'),
];

const KAFKA_CONTROL_PLANE: readonly ReleaseWorkload[] = [one('kafka-controller', 'controller'), one('kafka-webhook-eventing')];

/** Follows data-plane/config of eventing-kafka-broker. */
const KAFKA_DATA_PLANES: Readonly<Record<KafkaDataPlane, readonly ReleaseWorkload[]>> = {
  [KafkaDataPlane.BROKER]: [one('kafka-broker-receiver'), one('kafka-broker-dispatcher')],
  [KafkaDataPlane.CHANNEL]: [one('kafka-channel-receiver'), one('kafka-channel-dispatcher')],
  [KafkaDataPlane.SINK]: [one('kafka-sink-receiver')],
  [KafkaDataPlane.SOURCE]: [one('kafka-source-dispatcher')],
};

/**
 * The workloads of the Kafka parts with some data planes. Their Jobs have whole names, by which the operator changes
 * none.
 * @internal
 */
export function kafkaWorkloads(dataPlanes: readonly KafkaDataPlane[]): readonly ReleaseWorkload[] {
  if (dataPlanes.length === 0) return [];
  return [...KAFKA_CONTROL_PLANE, ...dataPlanes.flatMap((plane) => KAFKA_DATA_PLANES[plane])];
}
