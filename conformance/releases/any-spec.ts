import fc, { type Arbitrary } from 'fast-check';
import { KNATIVE_EVENTING, KNATIVE_SERVING } from '../../lib/core';
import { covering, type Data, TABLES } from '../platform/tables';

/** A spec of the operator, as far as both ways understand it. */
export type Spec = Readonly<Record<string, unknown>>;

/** What is generated for the two installations of a platform. */
export interface AnySpecs {
  readonly serving: Spec;
  readonly eventing: Spec;
}

/** Containers of workloads, by the installation and name of those. */
const SERVING: Readonly<Record<string, string>> = {
  'activator': 'activator', 'autoscaler': 'autoscaler', 'controller': 'controller', 'webhook': 'webhook',
  'autoscaler-hpa': 'autoscaler-hpa',
};
const EVENTING: Readonly<Record<string, string>> = {
  'eventing-controller': 'eventing-controller', 'eventing-webhook': 'eventing-webhook', 'imc-controller': 'controller',
  'imc-dispatcher': 'dispatcher', 'mt-broker-controller': 'mt-broker-controller', 'mt-broker-filter': 'filter',
  'mt-broker-ingress': 'ingress', 'pingsource-mt-adapter': 'dispatcher', 'job-sink': 'job-sink',
};
const LABELS = fc.dictionary(fc.constantFrom('team', 'example.com/tier', 'app.kubernetes.io/part-of'), fc.constantFrom('platform', 'x', ''), {
  minKeys: 1, maxKeys: 2,
});
const NODES = fc.constantFrom({ 'kubernetes.io/arch': 'arm64' }, { 'kubernetes.io/os': 'linux', 'example.com/pool': 'system' });
const TOLERATION = fc.constantFrom<object>(
  { key: 'dedicated', operator: 'Equal', value: 'platform', effect: 'NoSchedule' }, { operator: 'Exists' },
  { key: 'spot', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 });
const SPREAD = fc.constant({
  maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'x' } },
});
const AFFINITY = fc.constant({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [
    { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] }] },
  ] } },
});
/** A server refuses requests above limits, and a release has its own of both. */
const AMOUNTS = fc.constantFrom(
  { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2', memory: '2Gi' } },
  { requests: { cpu: '1' }, limits: { cpu: '1', memory: '4Gi' } }, { limits: { 'memory': '8Gi', 'cpu': '4', 'ephemeral-storage': '1Gi' } });
const PROBE = fc.record({
  initialDelaySeconds: fc.integer({ min: 1, max: 60 }), periodSeconds: fc.integer({ min: 1, max: 60 }),
  timeoutSeconds: fc.integer({ min: 1, max: 9 }), failureThreshold: fc.integer({ min: 1, max: 9 }),
}, { requiredKeys: [] });
const ENV = fc.uniqueArray(fc.constantFrom('CONFIG_LOGGING_NAME', 'METRICS_DOMAIN', 'EXAMPLE', 'K_LEASE'), { minLength: 1, maxLength: 2 })
  .map((names) => names.map((name) => ({ name, value: `value of ${name}` })));
const COUNT = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom('25%', '80%'));

function overrideOf(name: string, container: string): Arbitrary<Spec> {
  const replicas: Record<string, Arbitrary<unknown>> = name === 'pingsource-mt-adapter' ? {} : { replicas: fc.integer({ min: 0, max: 9 }) };
  const inContainer = (value: Arbitrary<object>) => value.map((own) => [{ container, ...own }]);
  return fc.record({
    name: fc.constant(name),
    ...replicas,
    labels: LABELS,
    annotations: LABELS,
    nodeSelector: NODES,
    tolerations: fc.array(TOLERATION, { minLength: 1, maxLength: 2 }),
    affinity: AFFINITY,
    topologySpreadConstraints: SPREAD.map((spread) => [spread]),
    hostNetwork: fc.boolean(),
    resources: inContainer(AMOUNTS),
    env: ENV.map((envVars) => [{ container, envVars }]),
    livenessProbes: inContainer(PROBE),
    readinessProbes: inContainer(PROBE),
  }, { requiredKeys: ['name'] }) as Arbitrary<Spec>;
}

function someOf(workloads: Readonly<Record<string, string>>): Arbitrary<readonly Spec[]> {
  return fc.subarray(Object.entries(workloads), { minLength: 1, maxLength: 4 })
    .chain((chosen) => fc.tuple(...chosen.map(([name, container]) => overrideOf(name, container))));
}

function registryOf(places: readonly string[]): Arbitrary<Spec> {
  return fc.record({
    default: fc.constantFrom('registry.example.com/knative/${NAME}:v1', 'registry.example.com/${NAME}'),
    override: fc.subarray([...places], { minLength: 1 }).map((chosen) => (
      Object.fromEntries(chosen.map((place) => [place, `registry.example.com/own/${place.replace('/', '-')}:v2`])))),
    imagePullSecrets: fc.constant([{ name: 'registry' }]),
  }, { requiredKeys: [] });
}

interface Parts {
  readonly workloads: Readonly<Record<string, string>>;
  readonly services: readonly string[];
  readonly budgets: readonly string[];
  readonly images: readonly string[];
}

function specOf({ workloads, services, budgets, images }: Parts): Arbitrary<Spec> {
  return fc.record({
    'workloads': someOf(workloads),
    'high-availability': fc.integer({ min: 1, max: 5 }).map((replicas) => ({ replicas })),
    'registry': registryOf(images),
    'services': fc.constantFrom(...services).chain((name) => fc.record({
      name: fc.constant(name), labels: LABELS, annotations: LABELS, selector: LABELS,
    }, { requiredKeys: ['name'] })).map((service) => [service]),
    'podDisruptionBudgets': fc.constantFrom(...budgets).chain((name) => fc.oneof(
      COUNT.map((minAvailable) => ({ name, minAvailable })), COUNT.map((maxUnavailable) => ({ name, maxUnavailable }))))
      .map((budget) => [budget]),
    'namespace': fc.record({ labels: LABELS, annotations: LABELS }, { requiredKeys: [] }),
  }, { requiredKeys: [] });
}

const SERVING_SPEC = specOf({
  workloads: SERVING, services: ['activator-service', 'webhook', 'autoscaler'], budgets: ['activator-pdb', 'webhook-pdb'],
  images: ['activator', 'controller/controller', 'webhook', 'queue-proxy', 'autoscaler-hpa'],
});
const CERTS = fc.constantFrom({ type: 'ConfigMap', name: 'registry-certs' }, { type: 'Secret', name: 'registry-certs' });
const EVENTING_SPEC = specOf({
  workloads: EVENTING, services: ['eventing-webhook', 'broker-filter', 'imc-dispatcher'], budgets: ['eventing-webhook'],
  images: ['eventing-controller', 'eventing-webhook/eventing-webhook', 'APISERVER_RA_IMAGE', 'mt-broker-filter/filter', 'dispatcher'],
});
const OF_EVENTING = fc.record({
  defaultBrokerClass: fc.constantFrom('MTChannelBasedBroker', 'Kafka'),
  sinkBindingSelectionMode: fc.constantFrom('inclusion', 'exclusion'),
}, { requiredKeys: [] });

type Config = Record<string, Record<string, Data>>;

/** Specs that reach every key of every table of settings, and every kind of override. */
export function anySpecs(count: number, seed: number): AnySpecs[] {
  const configs = Array.from({ length: count }, (): Config => ({ [KNATIVE_SERVING]: {}, [KNATIVE_EVENTING]: {} }));
  for (const table of TABLES) {
    for (const [at, data] of covering(table, count, seed).entries()) {
      const config = configs[at]?.[table.namespace];
      if (config !== undefined && Object.keys(data).length > 0) config[table.configMap] = data;
    }
  }
  const serving = fc.sample(fc.tuple(SERVING_SPEC, fc.option(CERTS, { nil: undefined })), { numRuns: count, seed });
  const eventing = fc.sample(fc.tuple(EVENTING_SPEC, OF_EVENTING), { numRuns: count, seed });
  return configs.map((config, at) => ({
    serving: {
      ...serving[at]?.[0], ...serving[at]?.[1] === undefined ? {} : { 'controller-custom-certs': serving[at][1] },
      config: config[KNATIVE_SERVING],
    },
    eventing: { ...eventing[at]?.[0], ...eventing[at]?.[1], config: config[KNATIVE_EVENTING] },
  }));
}
