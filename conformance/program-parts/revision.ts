import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AutoscalerClass, ConfigMapReference, type ContainerProps, Env, EnvFrom, ImagePullPolicy, MetricAggregationAlgorithm,
  MountPropagation, Probe, ProbeScheme, type RevisionProps, ScaleMetric, Scaling, SeccompProfile, SecretReference,
  ServiceAccount, TerminationMessagePolicy, type VolumeMount,
} from '../../lib';
import { PLACES } from './placement';
import { VOLUMES } from './volumes';

const IMAGE = 'ghcr.io/example/orders:1.0';
const SECRET = SecretReference.fromName('orders');
const SETTINGS = ConfigMapReference.fromName('settings');
const TIMES = {
  initialDelay: Duration.seconds(1), period: Duration.seconds(5), timeout: Duration.seconds(2), failureThreshold: 4,
  successThreshold: 1,
};

/** One container with everything that a container says, but for its probes. */
const CONTAINER: ContainerProps = {
  image: IMAGE,
  name: 'orders',
  command: ['gunicorn'],
  args: ['--bind', ':$(PORT)'],
  workingDir: '/srv',
  env: {
    MODE: Env.value('fast'),
    TOKEN: Env.fromSecret(SECRET, 'token', { optional: true }),
    LEVEL: Env.fromConfigMap(SETTINGS, 'level', { optional: true }),
    POD: Env.fromField('metadata.name'),
    MEMORY: Env.fromResource('limits.memory', { containerName: 'orders', divisor: '1Mi' }),
  },
  envFrom: [
    EnvFrom.secret(SECRET, { prefix: 'DB_', optional: true }), EnvFrom.configMap(SETTINGS, { prefix: 'APP_', optional: true }),
  ],
  port: 9000,
  http2: true,
  resources: {
    cpu: { request: Cpu.millis(100), limit: Cpu.units(1) },
    memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
    ephemeralStorage: { request: Size.mebibytes(10), limit: Size.gibibytes(1) },
    extended: { 'nvidia.com/gpu': '1' },
  },
  securityContext: {
    runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, allowPrivilegeEscalation: false, privileged: false,
    readOnlyRootFilesystem: true, addCapabilities: ['NET_BIND_SERVICE'], dropCapabilities: ['ALL'],
    seccompProfile: SeccompProfile.localhost('profiles/orders.json'),
  },
  imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
  terminationMessagePath: '/tmp/last-words',
  terminationMessagePolicy: TerminationMessagePolicy.FALLBACK_TO_LOGS_ON_ERROR,
};

const MOUNTS: readonly VolumeMount[] = VOLUMES.map((volume): VolumeMount => ({ path: `/volumes/${volume.name}`, volume }));

function probed(readiness: Probe, liveness: Probe, startup: Probe): RevisionProps {
  return { image: IMAGE, readinessProbe: readiness, livenessProbe: liveness, startupProbe: startup };
}

function httpGet(): Probe {
  return Probe.httpGet('/healthy', {
    ...TIMES, port: 8080, host: '10.0.0.1', scheme: ProbeScheme.HTTPS, headers: { 'X-Probe': 'yes' },
  });
}

/** Every field that the template of a revision has, over several of them. */
export const REVISIONS: Readonly<Record<string, RevisionProps>> = {
  'smallest': { image: IMAGE },
  'container': {
    containers: [CONTAINER, { image: 'ghcr.io/example/proxy:1.0', name: 'proxy', readinessProbe: Probe.tcpSocket({ port: 9100 }) }],
    initContainers: [{ ...CONTAINER, name: 'migrate', port: undefined, http2: undefined }],
  },
  'probes-http': probed(httpGet(), httpGet(), httpGet()),
  'probes-tcp': probed(
    Probe.tcpSocket({ ...TIMES, port: 8080, host: '10.0.0.1' }), Probe.tcpSocket({ port: 8080, host: '10.0.0.1' }),
    Probe.tcpSocket({ port: 8080, host: '10.0.0.1' })),
  'probes-exec': probed(Probe.exec(['ready'], TIMES), Probe.exec(['alive'], TIMES), Probe.exec(['started'], TIMES)),
  'probes-grpc': probed(
    Probe.grpc({ port: 8080, service: 'orders' }), Probe.grpc({ port: 8080, service: 'orders' }),
    Probe.grpc({ port: 8080, service: 'orders' })),
  'volumes': {
    image: IMAGE,
    volumeMounts: [
      ...MOUNTS,
      ...VOLUMES.slice(0, 1).map((volume): VolumeMount => ({
        path: '/one', volume, subPath: 'a/b', readOnly: true, mountPropagation: MountPropagation.HOST_TO_CONTAINER,
      })),
    ],
  },
  'pod': {
    image: IMAGE,
    serviceAccount: ServiceAccount.fromName('orders'),
    automountServiceAccountToken: false,
    imagePullSecrets: [SecretReference.fromName('registry')],
    enableServiceLinks: false,
    podSecurityContext: {
      runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 2000, supplementalGroups: [3000],
      seccompProfile: SeccompProfile.localhost('profiles/orders.json'),
    },
    ...PLACES,
    hostNetwork: true,
    hostPID: true,
    hostIPC: true,
  },
  'one-namespace-of-processes': { image: IMAGE, shareProcessNamespace: true },
  'revision': {
    image: IMAGE,
    containerConcurrency: 10,
    timeout: Duration.seconds(120),
    responseStartTimeout: Duration.seconds(60),
    idleTimeout: Duration.seconds(30),
    progressDeadline: Duration.minutes(5),
    queueProxyResources: {
      cpu: { request: Cpu.millis(25), limit: Cpu.units(1) },
      memory: { request: Size.mebibytes(50), limit: Size.mebibytes(200) },
      ephemeralStorage: { request: Size.mebibytes(50), limit: Size.mebibytes(200) },
    },
    httpFullDuplex: true,
    queueProxyPodInfo: true,
    templateLabels: { tier: 'web' },
    templateAnnotations: { 'example.com/build': '17' },
    scaling: Scaling.of({
      minScale: 1, maxScale: 10, initialScale: 2, activationScale: 3, autoscalerClass: AutoscalerClass.KPA,
      metric: ScaleMetric.concurrency({ target: 8, targetUtilizationPercentage: 80 }), targetBurstCapacity: 100,
      window: Duration.seconds(90), panicWindowPercentage: 20, panicThresholdPercentage: 150,
      scaleDownDelay: Duration.minutes(1), scaleToZeroPodRetentionPeriod: Duration.minutes(1),
      metricAggregationAlgorithm: MetricAggregationAlgorithm.LINEAR,
    }),
  },
};

const TEMPLATE = 'spec.template';

/** Fields of a template that no program writes. */
export const TEMPLATE_NOT_REACHED: Readonly<Record<string, string>> = {
  [`${TEMPLATE}.metadata.namespace`]: 'managed by Knative: a revision lies where its configuration does',
  [`${TEMPLATE}.metadata.finalizers`]: 'no program: Knative copies them to every revision, and nobody takes them away',
  [`${TEMPLATE}.spec.containers[].ports[].protocol`]: 'superseded by the default: admission takes `TCP` only',
  [`${TEMPLATE}.spec.volumes[].projected.sources[].downwardAPI.items[].fieldRef.apiVersion`]:
    'superseded by the default: there is `v1` only',
};
