import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ConfigMapReference, type ContainerProps, Env, EnvFrom, ImagePullPolicy, MountPropagation, type PodProps, Probe,
  ProbeScheme, SeccompProfile, SecretReference, ServiceAccount, TerminationMessagePolicy, type VolumeMount,
} from '../../lib';
import { PLACES } from './placement';
import { VOLUMES } from './volumes';

const IMAGE = 'ghcr.io/example/heartbeats:1.4.2';
const SECRET = SecretReference.fromName('heartbeats');
const SETTINGS = ConfigMapReference.fromName('settings');
const TIMES = {
  initialDelay: Duration.seconds(1), period: Duration.seconds(5), timeout: Duration.seconds(2), failureThreshold: 4,
  successThreshold: 1,
};

function container(name: string, memoryOf: string): ContainerProps {
  return {
    image: IMAGE,
    name,
    command: ['heartbeats'],
    args: ['--fast'],
    workingDir: '/srv',
    env: {
      MODE: Env.value('fast'),
      TOKEN: Env.fromSecret(SECRET, 'token', { optional: true }),
      LEVEL: Env.fromConfigMap(SETTINGS, 'level', { optional: true }),
      POD: Env.fromField('metadata.name'),
      MEMORY: Env.fromResource('limits.memory', { containerName: memoryOf, divisor: '1Mi' }),
    },
    envFrom: [
      EnvFrom.secret(SECRET, { prefix: 'DB_', optional: true }),
      EnvFrom.configMap(SETTINGS, { prefix: 'APP_', optional: true }),
    ],
    resources: {
      cpu: { request: Cpu.millis(100), limit: Cpu.units(1) },
      memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
    },
    securityContext: {
      runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, allowPrivilegeEscalation: false, privileged: false,
      readOnlyRootFilesystem: true, addCapabilities: ['NET_BIND_SERVICE'], dropCapabilities: ['ALL'],
      seccompProfile: SeccompProfile.localhost('profiles/heartbeats.json'),
    },
    imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
    terminationMessagePath: '/tmp/last-words',
    terminationMessagePolicy: TerminationMessagePolicy.FALLBACK_TO_LOGS_ON_ERROR,
    volumeMounts: VOLUMES.slice(0, 1).map((volume): VolumeMount => ({
      path: '/one', volume, subPath: 'a/b', readOnly: true, mountPropagation: MountPropagation.HOST_TO_CONTAINER,
    })),
  };
}

function probed(name: string, port: number, make: (port: number) => Probe): ContainerProps {
  return {
    image: IMAGE, name, port, readinessProbe: make(port), livenessProbe: make(port), startupProbe: make(port),
  };
}

/** Containers of a plain pod that have, between them, everything that a container says. */
export const CONTAINERS: readonly ContainerProps[] = [
  container('everything', 'everything'),
  { ...container('http2', 'everything'), port: 8084, http2: true },
  probed('http', 8080, (port) => Probe.httpGet('/healthy', {
    ...TIMES, port, host: '10.0.0.1', scheme: ProbeScheme.HTTPS, headers: { 'X-Probe': 'yes' },
  })),
  probed('tcp', 8081, (port) => Probe.tcpSocket({ port, host: '10.0.0.1' })),
  probed('exec', 8082, () => Probe.exec(['alive'])),
  probed('grpc', 8083, (port) => Probe.grpc({ port, service: 'heartbeats' })),
  {
    image: IMAGE, name: 'user-container',
    volumeMounts: VOLUMES.map((volume): VolumeMount => ({ path: `/volumes/${volume.name}`, volume })),
  },
];

/** Everything else that a plain pod says. */
export const POD: PodProps = {
  ...PLACES,
  initContainers: [container('prepare', 'everything')],
  serviceAccount: ServiceAccount.fromName('heartbeats'),
  automountServiceAccountToken: false,
  imagePullSecrets: [SecretReference.fromName('registry')],
  enableServiceLinks: false,
  podSecurityContext: {
    runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000, fsGroup: 2000, supplementalGroups: [3000],
    seccompProfile: SeccompProfile.localhost('profiles/heartbeats.json'),
  },
  hostNetwork: true,
  hostPID: true,
  hostIPC: true,
};
