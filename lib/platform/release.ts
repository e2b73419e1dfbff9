/** What the manifests of a release hold, as far as the operator changes it. */
export interface Release {
  /** Versions that the operator 1.23 brings along. */
  readonly versions: readonly string[];
  /** ConfigMaps. */
  readonly configMaps: ReadonlySet<string>;
  /** The part of the release that brings a ConfigMap, for those that not every installation has. */
  readonly partOf: Readonly<Record<string, string>>;
  /** Deployments, StatefulSets, and the beginnings of the names of Jobs. */
  readonly workloads: ReadonlySet<string>;
  /** Services. */
  readonly services: ReadonlySet<string>;
  /** PodDisruptionBudgets. */
  readonly podDisruptionBudgets: ReadonlySet<string>;
}

/**
 * What no release of the operator has, so that its manifests have to be named.
 * @internal
 */
export const MANIFESTS = 'manifests';

/**
 * Whether an installation writes a ConfigMap.
 * @param installs whether it has a part of the release
 * @internal
 */
export function writes(release: Release, configMap: string, installs: (part: string) => boolean): boolean {
  const part = Object.hasOwn(release.partOf, configMap) ? release.partOf[configMap] : undefined;
  return part === undefined ? release.configMaps.has(configMap) : installs(part);
}

/**
 * Follows cmd/operator/kodata/knative-serving, ingress and security-guard of the operator.
 * @internal
 */
export const SERVING_RELEASE: Release = {
  versions: [
    '1.20.0', '1.20.1', '1.20.2', '1.20.3', '1.21.0', '1.21.1', '1.21.2', '1.21.3', '1.22.0', '1.22.1', '1.23.0',
  ],
  configMaps: new Set([
    'config-autoscaler', 'config-certmanager', 'config-contour', 'config-defaults', 'config-deployment', 'config-domain',
    'config-features', 'config-gateway', 'config-gc', 'config-istio', 'config-kourier', 'config-leader-election',
    'config-logging', 'config-network', 'config-observability', 'config-tracing', 'kourier-bootstrap',
  ]),
  partOf: {
    'config-contour': 'contour', 'config-gateway': 'gateway-api', 'config-istio': 'istio', 'config-kourier': 'kourier',
    'kourier-bootstrap': 'kourier',
  },
  workloads: new Set([
    '3scale-kourier-gateway', 'activator', 'autoscaler', 'autoscaler-hpa', 'cleanup-serving-', 'controller',
    'guard-service', 'net-contour-controller', 'net-gateway-api-controller', 'net-gateway-api-webhook',
    'net-istio-controller', 'net-istio-webhook', 'net-kourier-controller', 'storage-version-migration-serving-',
    'webhook',
  ]),
  services: new Set([
    'activator-service', 'autoscaler', 'autoscaler-hpa', 'controller', 'guard-service', 'knative-local-gateway',
    'kourier', 'kourier-internal', 'net-gateway-api-webhook', 'net-istio-webhook', 'net-kourier-controller', 'webhook',
  ]),
  podDisruptionBudgets: new Set(['3scale-kourier-gateway-pdb', 'activator-pdb', 'webhook-pdb']),
};

/**
 * Follows cmd/operator/kodata/knative-eventing and eventing-source of the operator.
 * @internal
 */
export const EVENTING_RELEASE: Release = {
  versions: [
    '1.20.0', '1.20.1', '1.20.2', '1.20.3', '1.21.0', '1.21.1', '1.21.2', '1.21.3', '1.21.4', '1.22.0', '1.22.1',
    '1.22.2', '1.23.0',
  ],
  configMaps: new Set([
    'config-br-default-channel', 'config-br-defaults', 'config-features', 'config-imc-event-dispatcher',
    'config-kafka-autoscaler', 'config-kafka-features', 'config-kafka-leader-election',
    'config-kafka-source-data-plane', 'config-kafka-source-defaults', 'config-kreference-mapping',
    'config-leader-election', 'config-leader-election-github', 'config-leader-election-redis', 'config-logging',
    'config-namespaced-broker-resources', 'config-observability', 'config-ping-defaults', 'config-redis',
    'config-sugar', 'config-tracing', 'default-ch-webhook', 'eventing-integrations-images',
    'eventing-transformations-images', 'kafka-broker-config', 'kafka-channel-config', 'kafka-config-logging',
  ]),
  partOf: {
    'config-kafka-autoscaler': 'kafka', 'config-kafka-features': 'kafka', 'config-kafka-leader-election': 'kafka',
    'config-kafka-source-data-plane': 'kafka', 'config-kafka-source-defaults': 'kafka',
    'config-namespaced-broker-resources': 'kafka', 'kafka-broker-config': 'kafka', 'kafka-channel-config': 'kafka',
    'kafka-config-logging': 'kafka', 'config-kafka-broker-data-plane': MANIFESTS, 'config-kafka-sink-data-plane': MANIFESTS,
    'config-kafka-channel-data-plane': MANIFESTS, 'config-leader-election-github': 'github',
    'config-leader-election-redis': 'redis', 'config-redis': 'redis',
  },
  workloads: new Set([
    'ceph-controller', 'ceph-webhook', 'eventing-controller', 'eventing-webhook', 'github-controller-manager',
    'github-webhook', 'gitlab-controller-manager', 'gitlab-webhook', 'imc-controller', 'imc-dispatcher', 'job-sink',
    'kafka-controller', 'kafka-controller-post-install', 'kafka-source-dispatcher', 'kafka-webhook-eventing',
    'knative-kafka-storage-version-migrator', 'mt-broker-controller', 'mt-broker-filter', 'mt-broker-ingress',
    'pingsource-mt-adapter', 'rabbitmq-controller-manager', 'rabbitmq-webhook', 'redis-controller-manager',
    'request-reply', 'storage-version-migration-eventing-',
  ]),
  services: new Set([
    'broker-filter', 'broker-ingress', 'ceph-controller-manager', 'ceph-webhook', 'eventing-webhook',
    'github-controller', 'github-webhook', 'gitlab-controller-manager-service', 'gitlab-webhook', 'imc-dispatcher',
    'inmemorychannel-webhook', 'job-sink', 'kafka-webhook-eventing', 'rabbitmq-controller', 'rabbitmq-source-webhook',
    'rabbitmq-webhook', 'redis-controller-manager', 'redis-webhook', 'request-reply',
  ]),
  podDisruptionBudgets: new Set(['eventing-webhook']),
};
