import { type Chart, Size } from 'cdk8s';
import {
  DnsPolicy, Env, Feature, Features, KnativeService, type KnativeServiceProps, KnativeServing, MountPropagation, Probe,
  Scaling, Toleration, UnsatisfiableConstraint, Volume,
} from '../../lib';
import { both, IMAGE, ours, programRow, service, type ServiceManifest } from '../verdict-parts/service';
import type { VerdictRow } from './row';

const PROXY = { image: 'ghcr.io/example/proxy:1.0', name: 'proxy' };
const INIT = { image: 'ghcr.io/example/init:1.0', name: 'init' };
const ZONE = 'topology.kubernetes.io/zone';
const PREFERRED = { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {} }] };
const NOT_SET = 'must not set the field(s): spec.template.spec';
const SPREAD = { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE };

/** A field that a release with its defaults does not take. */
function gated(field: string, words: string, props: () => KnativeServiceProps, wrong: ServiceManifest): VerdictRow {
  return { ...both('KN-FTR-001', `${field} without its feature flag`, words, props, wrong), plane: 'defaults' };
}

type Fields = Readonly<Record<string, unknown>>;
const volume = (name: string, source: Fields, mount: Fields = {}) => ({
  pod: { volumes: [{ name, ...source }] },
  container: { volumeMounts: [{ name, mountPath: '/v', ...mount }] },
});
const at = (one: Volume) => ({ volumeMounts: [{ path: '/v', volume: one }] });

const pods: readonly VerdictRow[] = [
  gated('affinity', `${NOT_SET}.affinity`,
    () => ({ affinity: { nodeAffinity: { preferred: [{ weight: 1, preference: {} }] } } }),
    { pod: { affinity: { nodeAffinity: PREFERRED } } }),
  gated('topologySpreadConstraints', `${NOT_SET}.topologySpreadConstraints`,
    () => ({ topologySpreadConstraints: [SPREAD] }), { pod: { topologySpreadConstraints: [SPREAD] } }),
  gated('nodeSelector', `${NOT_SET}.nodeSelector`, () => ({ nodeSelector: { disk: 'fast' } }), { pod: { nodeSelector: { disk: 'fast' } } }),
  gated('tolerations', `${NOT_SET}.tolerations`, () => ({ tolerations: [Toleration.exists('spot')] }),
    { pod: { tolerations: [{ key: 'spot', operator: 'Exists' }] } }),
  gated('hostAliases', `${NOT_SET}.hostAliases`, () => ({ hostAliases: [{ ip: '10.0.0.8', hostnames: ['legacy'] }] }),
    { pod: { hostAliases: [{ ip: '10.0.0.8', hostnames: ['legacy'] }] } }),
  gated('runtimeClassName', `${NOT_SET}.runtimeClassName`, () => ({ runtimeClassName: 'gvisor' }), { pod: { runtimeClassName: 'gvisor' } }),
  gated('priorityClassName', `${NOT_SET}.priorityClassName`, () => ({ priorityClassName: 'high' }), { pod: { priorityClassName: 'high' } }),
  gated('schedulerName', `${NOT_SET}.schedulerName`, () => ({ schedulerName: 'batch' }), { pod: { schedulerName: 'batch' } }),
  gated('dnsPolicy', `${NOT_SET}.dnsPolicy`, () => ({ dnsPolicy: DnsPolicy.DEFAULT }), { pod: { dnsPolicy: 'Default' } }),
  gated('dnsConfig', `${NOT_SET}.dnsConfig`, () => ({ dnsConfig: { searches: ['example.com'] } }),
    { pod: { dnsConfig: { searches: ['example.com'] } } }),
  gated('hostIPC', `${NOT_SET}.hostIPC`, () => ({ hostIPC: true }), { pod: { hostIPC: true } }),
  gated('hostPID', `${NOT_SET}.hostPID`, () => ({ hostPID: true }), { pod: { hostPID: true } }),
  gated('hostNetwork', `${NOT_SET}.hostNetwork`, () => ({ hostNetwork: true }), { pod: { hostNetwork: true } }),
  gated('shareProcessNamespace', `${NOT_SET}.shareProcessNamespace`,
    () => ({ shareProcessNamespace: true }), { pod: { shareProcessNamespace: true } }),
  gated('podSecurityContext', `${NOT_SET}.securityContext`,
    () => ({ podSecurityContext: { runAsNonRoot: true } }), { pod: { securityContext: { runAsNonRoot: true } } }),
  gated('initContainers', 'pod spec support for init-containers is off', () => ({ initContainers: [INIT] }), { initContainers: [INIT] }),
  {
    ...programRow('KN-FTR-001', 'an init container that is added later without its feature flag', { words: `${NOT_SET}.initContainers` },
      (chart) => { service(chart).addInitContainer(INIT); }, { initContainers: [INIT] }),
    plane: 'defaults',
  },
];

const empties: readonly VerdictRow[] = [
  gated('an affinity that says nothing', `${NOT_SET}.affinity`, () => ({ affinity: { nodeAffinity: {} } }), { pod: { affinity: {} } }),
  gated('a security context that says nothing', `${NOT_SET}.securityContext`,
    () => ({ podSecurityContext: { supplementalGroups: [] } }), { pod: { securityContext: {} } }),
  gated('a DNS configuration that says nothing', `${NOT_SET}.dnsConfig`, () => ({ dnsConfig: { options: [] } }), { pod: { dnsConfig: {} } }),
  gated('an empty runtimeClassName', `${NOT_SET}.runtimeClassName`, () => ({ runtimeClassName: '' }), { pod: { runtimeClassName: '' } }),
];

const containers: readonly VerdictRow[] = [
  gated('addCapabilities', 'capabilities.add', () => ({ securityContext: { addCapabilities: ['NET_BIND_SERVICE'] } }),
    { container: { securityContext: { capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } } }),
  gated('a variable from a field', 'env[0].valueFrom.fieldRef', () => ({ env: { POD: Env.fromField('metadata.name') } }),
    { container: { env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] } }),
  gated('a variable from a resource', 'env[0].valueFrom.resourceFieldRef', () => ({ env: { LIMIT: Env.fromResource('limits.memory') } }),
    { container: { env: [{ name: 'LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } }] } }),
  ...(['livenessProbe', 'readinessProbe', 'startupProbe'] as const).map((field) =>
    gated(`the ${field} of a sidecar`, `must not set the field(s): spec.template.spec.containers[1].${field}`,
      () => ({ containers: [{ image: IMAGE, port: 8080 }, { ...PROXY, [field]: Probe.tcpSocket({ port: 9000 }) }] }),
      { containers: [{ ports: [{ containerPort: 8080 }] }, { ...PROXY, [field]: { tcpSocket: { port: 9000 } } }] })),
];

const volumes: readonly VerdictRow[] = [
  gated('a claim', 'Persistent volume claim support is disabled', () => at(Volume.persistentVolumeClaim('v', 'files', { readOnly: true })),
    volume('v', { persistentVolumeClaim: { claimName: 'files', readOnly: true } }, { readOnly: true })),
  gated('a claim for writing', 'Persistent volume write support is disabled', () => at(Volume.persistentVolumeClaim('v', 'files')),
    volume('v', { persistentVolumeClaim: { claimName: 'files' } })),
  gated('an ephemeral claim', 'Ephemeral volume support is disabled', () => at(Volume.ephemeral('v', Size.gibibytes(1))),
    volume('v', { ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } } } })),
  gated('a file of the node', 'HostPath volume support is disabled', () => at(Volume.hostPath('v', '/var/data')),
    volume('v', { hostPath: { path: '/var/data' } })),
  gated('a CSI volume', 'CSI volume support is disabled', () => at(Volume.csi('v', 'secrets-store.csi.k8s.io')),
    volume('v', { csi: { driver: 'secrets-store.csi.k8s.io' } })),
  gated('a volume of an image', 'Image volume support is disabled', () => at(Volume.image('v', IMAGE)), volume('v', { image: { reference: IMAGE } })),
  gated('mountPropagation', 'Volume Mount Propagation support is disabled',
    () => ({ volumeMounts: [{ path: '/v', volume: Volume.emptyDir('v'), mountPropagation: MountPropagation.HOST_TO_CONTAINER }] }),
    volume('v', { emptyDir: {} }, { mountPropagation: 'HostToContainer' })),
];

const annotations: readonly VerdictRow[] = [
  gated('no pod at the start', 'initial-scale=0 not allowed by cluster', () => ({ scaling: Scaling.of({ initialScale: 0 }) }),
    { template: { annotations: { 'autoscaling.knative.dev/initial-scale': '0' } } }),
  gated('no pod at the start, by hand', 'initialScale=0 not allowed by cluster',
    () => ({ templateAnnotations: { 'autoscaling.knative.dev/initialScale': '0' } }),
    { template: { annotations: { 'autoscaling.knative.dev/initialScale': '0' } } }),
  {
    ...ours('KN-FTR-001', 'queueProxyPodInfo without its feature flag', 'the annotation is taken, and nothing is mounted',
      () => ({ queueProxyPodInfo: true }), { template: { annotations: { 'features.knative.dev/queueproxy-podinfo': 'enabled' } } }),
    plane: 'defaults',
  },
];

function installed(value: string, chart: Chart): void {
  const config = { features: { 'kubernetes.podspec-nodeselector': value } };
  new KnativeServing(chart, 'knative-serving', { ingress: { kourier: { enabled: true } }, config });
}

/** A release with its defaults is one where the installation says `disabled`. */
const installations: readonly VerdictRow[] = [
  {
    ...gated('nodeSelector', `${NOT_SET}.nodeSelector`, () => ({ nodeSelector: { disk: 'fast' } }),
      { pod: { nodeSelector: { disk: 'fast' } } }),
    mistake: 'nodeSelector where the installation of the program has it off',
    program: (chart) => {
      installed('disabled', chart);
      new KnativeService(chart, 'orders', { image: IMAGE, nodeSelector: { disk: 'fast' } });
    },
  },
  {
    ...gated('nodeSelector', `${NOT_SET}.nodeSelector`, () => ({ nodeSelector: { disk: 'fast' } }),
      { pod: { nodeSelector: { disk: 'fast' } } }),
    mistake: 'nodeSelector, declared where the installation of the program has it off', refused: 'KN-FTR-002',
    program: (chart) => {
      installed('disabled', chart);
      Features.of(chart).enable(Feature.PODSPEC_NODESELECTOR);
      new KnativeService(chart, 'orders', { image: IMAGE, nodeSelector: { disk: 'fast' } });
    },
  },
];

export const rows: readonly VerdictRow[] = [
  ...pods, ...empties, ...containers, ...volumes, ...annotations, ...installations,
];
