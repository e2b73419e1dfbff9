import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ConfigMapReference, Env, type KnativeComponentProps, LabelSelectorOperator, NodeInclusionPolicy,
  NodeSelectorOperator, type PodAffinity, PodCount, ProbeOverride, SecretReference, TaintEffect, Toleration,
  UnsatisfiableConstraint, type WorkloadOverride,
} from '../../lib';

const SELECTOR = {
  matchLabels: { app: 'controller' },
  matchExpressions: [{ key: 'tier', operator: LabelSelectorOperator.IN, values: ['system'] }],
};
const NODES = {
  matchExpressions: [{ key: 'kubernetes.io/arch', operator: NodeSelectorOperator.IN, values: ['arm64'] }],
  matchFields: [{ key: 'metadata.name', operator: NodeSelectorOperator.NOT_IN, values: ['node-1'] }],
};
const NEIGHBOURS = {
  topologyKey: 'topology.kubernetes.io/zone', labelSelector: SELECTOR, namespaceSelector: SELECTOR,
  namespaces: ['platform'], matchLabelKeys: ['version'], mismatchLabelKeys: ['tenant'],
};
const NEAR: PodAffinity = { required: [NEIGHBOURS], preferred: [{ weight: 50, podAffinityTerm: NEIGHBOURS }] };

/** A workload with everything that an override can say. */
function workload(name: string, container: string): WorkloadOverride {
  const probe = {
    initialDelay: Duration.seconds(5), period: Duration.seconds(10), timeout: Duration.seconds(2), successThreshold: 1,
    failureThreshold: 6,
  };
  return {
    name,
    replicas: 3,
    labels: { team: 'platform' },
    annotations: { 'example.com/team': 'platform' },
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    tolerations: [
      Toleration.equal('dedicated', 'platform', { effect: TaintEffect.NO_EXECUTE, duration: Duration.minutes(5) }),
    ],
    affinity: {
      nodeAffinity: { required: [NODES], preferred: [{ weight: 1, preference: NODES }] },
      podAffinity: NEAR,
      podAntiAffinity: NEAR,
    },
    topologySpreadConstraints: [{
      maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', minDomains: 2, labelSelector: SELECTOR,
      whenUnsatisfiable: UnsatisfiableConstraint.DO_NOT_SCHEDULE, matchLabelKeys: ['version'],
      nodeAffinityPolicy: NodeInclusionPolicy.HONOR, nodeTaintsPolicy: NodeInclusionPolicy.HONOR,
    }],
    resources: {
      [container]: {
        cpu: { request: Cpu.millis(100), limit: Cpu.units(1) },
        memory: { request: Size.mebibytes(100), limit: Size.gibibytes(1) },
      },
    },
    env: {
      [container]: {
        LOG_LEVEL: Env.value('info'),
        USER_NAME: Env.fromSecret(SecretReference.fromName('registry'), 'user', { optional: true }),
        REGION: Env.fromConfigMap(ConfigMapReference.fromName('settings'), 'region', { optional: true }),
        NODE: Env.fromField('spec.nodeName'),
        MEMORY: Env.fromResource('limits.memory', { containerName: container, divisor: '1Mi' }),
      },
    },
    livenessProbes: {
      [container]: ProbeOverride.of({ ...probe, terminationGracePeriod: Duration.seconds(30) }),
    },
    readinessProbes: { [container]: ProbeOverride.of(probe) },
    hostNetwork: false,
  };
}

/** What parts of the release an installation changes. */
export interface InstallationParts {
  readonly workload: string;
  readonly container: string;
  readonly service: string;
  readonly podDisruptionBudget: string;
}

/** Everything that both installations have. */
export function installation(parts: InstallationParts): KnativeComponentProps {
  return {
    version: '1.23.0',
    config: { 'leader-election': { buckets: '3' } },
    registry: {
      default: 'registry.example.com/knative/${NAME}:v1.23.0',
      override: { [`${parts.workload}/${parts.container}`]: 'registry.example.com/knative/special:v1.23.0' },
      imagePullSecrets: [SecretReference.fromName('registry')],
    },
    highAvailability: { replicas: 2 },
    workloads: [workload(parts.workload, parts.container)],
    services: [{
      name: parts.service, labels: { team: 'platform' }, annotations: { 'example.com/team': 'platform' },
      selector: { 'example.com/active': 'yes' },
    }],
    podDisruptionBudgets: [
      { name: parts.podDisruptionBudget, minAvailable: PodCount.percent(80) },
      { name: parts.podDisruptionBudget, maxUnavailable: PodCount.pods(1) },
    ],
    namespaceConfiguration: { labels: { team: 'platform' }, annotations: { 'example.com/team': 'platform' } },
    manifests: ['https://example.com/v${VERSION}/release.yaml'],
    additionalManifests: ['https://example.com/v${VERSION}/more.yaml'],
    clusterProfileRef: { name: 'edge', namespace: 'fleet' },
  };
}

const IGNORED = 'no effect: the operator does not read it';

/** What neither installation offers. */
export const NOT_OFFERED: Readonly<Record<string, string>> = {
  'spec.deployments': 'deprecated: superseded by spec.workloads',
  'spec.resources': 'deprecated: superseded by spec.workloads',
  'spec.workloads[].version': IGNORED,
  'spec.workloads[].volumeMounts': IGNORED,
  'spec.workloads[].resources[].claims': IGNORED,
  'spec.workloads[].env[].envVars[].valueFrom.fileKeyRef':
    'needs the Kubernetes feature gate EnvFiles, and a volume that no override can add',
  'spec.workloads[].env[].envVars[].valueFrom.fieldRef.apiVersion': 'there is only v1, which Kubernetes fills in',
  'spec.workloads[].readinessProbes[].terminationGracePeriodSeconds':
    'Kubernetes refuses it: a readiness probe ends no container',
  'spec.podDisruptionBudgets[].selector': IGNORED,
  'spec.podDisruptionBudgets[].unhealthyPodEvictionPolicy': IGNORED,
};
