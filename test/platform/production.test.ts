import { type Chart, Size } from 'cdk8s';
import { KafkaDataPlane, KnativeVersion } from '../../lib/core';
import { Ingress } from '../../lib/networking';
import { CustomCerts, type KnativePlatformProps, PodCount, type ProductionSettings } from '../../lib/platform';
import { ConfigMapReference, SecretReference, Toleration } from '../../lib/pod';
import { codesOf, manifestsOf, problemsOf } from '../kafka/program';
import { platform } from './program';

interface Workload { readonly name: string; readonly [field: string]: unknown }
interface Spec { readonly workloads?: readonly Workload[]; readonly [field: string]: unknown }

function specsOf(chart: Chart): { serving: Spec; eventing: Spec } {
  expect(problemsOf(chart)).toBe('');
  const spec = (kind: string) => Object.values(manifestsOf(chart, kind))[0]?.spec as Spec;
  return { serving: spec('KnativeServing'), eventing: spec('KnativeEventing') };
}

const specs = (production: ProductionSettings, props: Partial<KnativePlatformProps> = {}) =>
  specsOf(platform({ production, ...props }));
const names = ({ workloads = [] }: Spec) => workloads.map(({ name }) => name);
const workload = ({ workloads = [] }: Spec, name: string) => workloads.find((each) => each.name === name);

describe('settings for production', () => {
  test('are said once for both installations', () => {
    const { serving, eventing } = specs({
      replicas: 3,
      disruptionBudget: { maxUnavailable: PodCount.pods(1) },
      registry: { override: { activator: 'registry.example.com/activator:v1.23.0' }, imagePullSecrets: [SecretReference.fromName('registry')] },
      controllerCerts: CustomCerts.fromConfigMap(ConfigMapReference.fromName('ca')),
    });
    const registry = { override: { activator: 'registry.example.com/activator:v1.23.0' }, imagePullSecrets: [{ name: 'registry' }] };

    expect(serving).toMatchObject({
      'high-availability': { replicas: 3 }, registry, 'controller-custom-certs': { type: 'ConfigMap', name: 'ca' },
      podDisruptionBudgets: ['activator-pdb', 'webhook-pdb', '3scale-kourier-gateway-pdb'].map((name) => ({ name, maxUnavailable: 1 })),
    });
    expect(eventing).toMatchObject({
      'high-availability': { replicas: 3 }, registry, podDisruptionBudgets: [{ name: 'eventing-webhook', maxUnavailable: 1 }],
    });
    expect(serving).not.toHaveProperty('workloads');
  });

  test('take all images from a mirror, each under a name of its own', () => {
    const pullSecret = SecretReference.fromName('registry');
    const { serving, eventing } = specs(
      { mirror: { address: 'registry.example.com/knative/', pullSecret } },
      { ingress: Ingress.contour(), kafka: {}, version: KnativeVersion.V1_21 },
    );
    const of = (spec: Spec) => (spec.registry as { override: Readonly<Record<string, string>> }).override;
    const mirror = 'registry.example.com/knative';
    const queue = `${mirror}/knative.dev/serving/cmd/queue:v1.21.3`;

    expect(of(serving)).toMatchObject({
      'controller/controller': `${mirror}/knative.dev/serving/cmd/controller:v1.21.3`,
      'net-contour-controller/controller': `${mirror}/knative.dev/net-contour/cmd/controller:v1.21.5`,
      'queue-proxy': queue,
    });
    expect(serving.config).toMatchObject({ 'config-deployment': { 'queue-sidecar-image': queue } });
    expect(of(eventing)).toMatchObject({
      'eventing-controller/eventing-controller': `${mirror}/knative.dev/eventing/cmd/controller:v1.21.4`,
      'kafka-source-dispatcher/kafka-source-dispatcher': `${mirror}/knative-kafka-broker-dispatcher-loom:v1.21.5`,
    });
    expect([...Object.values(of(serving)), ...Object.values(of(eventing))].filter((image) => !image.startsWith(`${mirror}/kn`)))
      .toEqual([]);
    expect(serving.registry).toHaveProperty('imagePullSecrets', [{ name: 'registry' }]);
  });

  test('reach every workload of the installation, its networking layer and its data planes', () => {
    const { serving, eventing } = specs(
      { nodeSelector: { role: 'platform' }, tolerations: [Toleration.exists('platform')] },
      { ingress: Ingress.contour(), kafka: { dataPlanes: [KafkaDataPlane.BROKER] } },
    );

    expect(names(serving)).toEqual([
      'activator', 'autoscaler', 'autoscaler-hpa', 'controller', 'webhook', 'cleanup-serving-',
      'storage-version-migration-serving-', 'net-contour-controller',
    ]);
    expect(names(eventing)).toEqual([
      'eventing-controller', 'eventing-webhook', 'imc-controller', 'imc-dispatcher', 'job-sink', 'mt-broker-controller',
      'mt-broker-filter', 'mt-broker-ingress', 'pingsource-mt-adapter', 'request-reply',
      'storage-version-migration-eventing-', 'kafka-controller', 'kafka-webhook-eventing',
      'kafka-broker-receiver', 'kafka-broker-dispatcher', 'kafka-source-dispatcher',
    ]);
    expect(workload(serving, 'activator')).toEqual({
      name: 'activator', nodeSelector: { role: 'platform' }, tolerations: [expect.objectContaining({ key: 'platform' })],
    });
  });

  test('spread the pods of each workload over labels of nodes', () => {
    const { eventing } = specs({ spreadOver: ['topology.kubernetes.io/zone'] });

    expect(workload(eventing, 'mt-broker-ingress')?.topologySpreadConstraints).toEqual([{
      maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { 'eventing.knative.dev/brokerRole': 'ingress' } },
    }]);
  });

  test('reach the adapter of PingSource and the Jobs one by one', () => {
    const { serving, eventing } = specs({ workloads: {
      'pingsource-mt-adapter': { tolerations: [Toleration.exists('platform')] },
      'storage-version-migration-serving-': { nodeSelector: { role: 'platform' } },
    } });

    expect(eventing.workloads).toEqual([
      { name: 'pingsource-mt-adapter', tolerations: [expect.objectContaining({ key: 'platform' })] },
    ]);
    expect(serving.workloads).toEqual([{ name: 'storage-version-migration-serving-', nodeSelector: { role: 'platform' } }]);
  });

  test('are different for a workload that says so', () => {
    const memory = (mebibytes: number) => ({ memory: { request: Size.mebibytes(mebibytes) } });
    const { serving } = specs({
      resources: memory(64), workloads: { activator: { replicas: 5, resources: { activator: memory(512) } } },
    });

    expect(workload(serving, 'activator')).toEqual({
      name: 'activator', replicas: 5, resources: [{ container: 'activator', requests: { memory: '512Mi' } }],
    });
    expect(workload(serving, 'net-kourier-controller')?.resources).toEqual([{ container: 'controller', requests: { memory: '64Mi' } }]);
  });

  test.each<[string, ProductionSettings, string[]]>([
    ['no replicas', { replicas: 0 }, ['KN-PLT-004']],
    ['a budget of neither', { disruptionBudget: {} }, ['KN-PLT-006']],
    ['a budget of both', { disruptionBudget: { minAvailable: PodCount.pods(1), maxUnavailable: PodCount.pods(1) } }, ['KN-PLT-006']],
    ['a workload that there is not', { workloads: { activater: { replicas: 2 } } }, ['KN-PLT-020']],
    ['a workload of a networking layer that there is not', { workloads: { 'net-contour-controller': { replicas: 2 } } }, ['KN-PLT-020']],
    ['a number of pods of the adapter of PingSource', { workloads: { 'pingsource-mt-adapter': { replicas: 2 } } }, ['KN-PLT-005']],
    ['a number of pods of a Job', { workloads: { 'cleanup-serving-': { replicas: 2 } } }, ['KN-PLT-005']],
    ['the name of a Secret alone', { mirror: { address: 'registry.example.com', pullSecret: 'x' as unknown as SecretReference } }, ['KN-TYP-001']],
    ['fewer pods than none', { workloads: { activator: { replicas: -1 } } }, ['KN-PLT-004']],
    ['a mirror that is no registry', { mirror: { address: 'https://registry.example.com' } }, ['KN-POD-001']],
    ['one registry template for two installations', { registry: { default: 'registry.example.com/${NAME}:v1' } }, ['KN-PLT-008']],
    ['a mirror and a registry', { mirror: { address: 'registry.example.com' }, registry: {} }, ['KN-PLT-027']],
    ['a label twice', { spreadOver: ['zone', 'zone'] }, ['KN-POD-042']],
    ['more requested than allowed', {
      resources: { memory: { request: Size.mebibytes(2), limit: Size.mebibytes(1) } },
    }, ['KN-POD-036']],
  ])('fails with %s', (_mistake, production, codes) => {
    expect(codesOf(platform({ production }))).toEqual(codes);
  });
});
