import { DNS_1035_LABEL, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, DOMAIN_NAME, type NameRule } from './names';

/** What the library knows of a kind that it writes. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly nameRule: NameRule;
  /** @default false */
  readonly clusterScoped?: boolean;
}

const namespaced = (apiVersion: string, kind: string, nameRule: NameRule = DNS_1123_SUBDOMAIN): Kind =>
  ({ apiVersion, kind, nameRule });

const atMost = (rule: NameRule, maxLength: number): NameRule =>
  ({ ...rule, maxLength, text: rule.text.replace(/at most \d+/, `at most ${maxLength}`) });

/** Names of roles: whatever can stand between two slashes of a path. */
const PATH_SEGMENT: NameRule = {
  pattern: /^(?!\.{1,2}$)[^/%]+$/,
  maxLength: 253,
  text: 'anything but slashes and percent signs, not `.` or `..`, at most 253 characters',
};

/** The name becomes the value of a label of the objects that are made of this one. */
const LABEL_VALUE_NAME = atMost(DNS_1123_SUBDOMAIN, 63);

/** Namespace of Eventing and its Kafka parts; a release supports no other. */
export const KNATIVE_EVENTING = 'knative-eventing';

/** Namespace of Serving; a release supports no other. */
export const KNATIVE_SERVING = 'knative-serving';

/** Every kind that the constructs of this library write, in the version that a Knative 1.23 cluster serves. */
export const KINDS = {
  namespace: { apiVersion: 'v1', kind: 'Namespace', nameRule: DNS_1123_LABEL, clusterScoped: true },
  configMap: namespaced('v1', 'ConfigMap'),
  serviceAccount: namespaced('v1', 'ServiceAccount'),
  service: namespaced('serving.knative.dev/v1', 'Service', DNS_1035_LABEL),
  configuration: namespaced('serving.knative.dev/v1', 'Configuration', DNS_1035_LABEL),
  route: namespaced('serving.knative.dev/v1', 'Route', DNS_1035_LABEL),
  domainMapping: namespaced('serving.knative.dev/v1beta1', 'DomainMapping', DOMAIN_NAME),
  clusterDomainClaim: {
    apiVersion: 'networking.internal.knative.dev/v1alpha1', kind: 'ClusterDomainClaim', nameRule: DOMAIN_NAME, clusterScoped: true,
  },
  broker: namespaced('eventing.knative.dev/v1', 'Broker'),
  trigger: namespaced('eventing.knative.dev/v1', 'Trigger'),
  eventType: namespaced('eventing.knative.dev/v1beta2', 'EventType'),
  eventPolicy: namespaced('eventing.knative.dev/v1alpha1', 'EventPolicy'),
  // The data plane splits the name of its key at dots, and the name is a label of its triggers.
  requestReply: namespaced('eventing.knative.dev/v1alpha1', 'RequestReply', DNS_1123_LABEL),
  // Its Service is called `<name>-jsonata`, and so is a volume of its pod.
  eventTransform: namespaced('eventing.knative.dev/v1alpha1', 'EventTransform', atMost(DNS_1035_LABEL, 55)),
  sequence: namespaced('flows.knative.dev/v1', 'Sequence'),
  parallel: namespaced('flows.knative.dev/v1', 'Parallel'),
  channel: namespaced('messaging.knative.dev/v1', 'Channel'),
  inMemoryChannel: namespaced('messaging.knative.dev/v1', 'InMemoryChannel'),
  kafkaChannel: namespaced('messaging.knative.dev/v1beta1', 'KafkaChannel'),
  subscription: namespaced('messaging.knative.dev/v1', 'Subscription'),
  pingSource: namespaced('sources.knative.dev/v1', 'PingSource'),
  sinkBinding: namespaced('sources.knative.dev/v1', 'SinkBinding'),
  containerSource: namespaced('sources.knative.dev/v1', 'ContainerSource', DNS_1123_LABEL),
  kafkaSource: namespaced('sources.knative.dev/v1', 'KafkaSource'),
  apiServerSource: namespaced('sources.knative.dev/v1', 'ApiServerSource', LABEL_VALUE_NAME),
  integrationSource: namespaced('sources.knative.dev/v1alpha1', 'IntegrationSource', DNS_1123_LABEL),
  jobSink: namespaced('sinks.knative.dev/v1alpha1', 'JobSink', LABEL_VALUE_NAME),
  // Its Service is called `<name>-deployment`, a volume of its pod `<name>-server-tls`.
  integrationSink: namespaced('sinks.knative.dev/v1alpha1', 'IntegrationSink', atMost(DNS_1035_LABEL, 52)),
  role: namespaced('rbac.authorization.k8s.io/v1', 'Role', PATH_SEGMENT),
  roleBinding: namespaced('rbac.authorization.k8s.io/v1', 'RoleBinding', PATH_SEGMENT),
  clusterRole: {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', nameRule: PATH_SEGMENT, clusterScoped: true,
  },
  clusterRoleBinding: {
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', nameRule: PATH_SEGMENT, clusterScoped: true,
  },
  clusterIssuer: { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', nameRule: DNS_1123_SUBDOMAIN, clusterScoped: true },
  resourceQuota: namespaced('v1', 'ResourceQuota'),
  limitRange: namespaced('v1', 'LimitRange'),
  networkPolicy: namespaced('networking.k8s.io/v1', 'NetworkPolicy'),
  deployment: namespaced('apps/v1', 'Deployment'),
  tlsCertificateDelegation: namespaced('projectcontour.io/v1', 'TLSCertificateDelegation'),
  kafkaSink: namespaced('eventing.knative.dev/v1alpha1', 'KafkaSink'),
  knativeServing: namespaced('operator.knative.dev/v1beta1', 'KnativeServing'),
  knativeEventing: namespaced('operator.knative.dev/v1beta1', 'KnativeEventing'),
  externalSecret: namespaced('external-secrets.io/v1', 'ExternalSecret'),
  vaultStaticSecret: namespaced('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret'),
} as const satisfies Readonly<Record<string, Kind>>;

/** Well-known kinds that live outside of namespaces, as `group/Kind`; the core group is empty. */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  '/Namespace', '/Node', '/PersistentVolume', '/ComponentStatus',
  'rbac.authorization.k8s.io/ClusterRole', 'rbac.authorization.k8s.io/ClusterRoleBinding',
  'apiextensions.k8s.io/CustomResourceDefinition', 'apiregistration.k8s.io/APIService',
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/MutatingAdmissionPolicy',
  'admissionregistration.k8s.io/MutatingAdmissionPolicyBinding',
  'scheduling.k8s.io/PriorityClass', 'storage.k8s.io/StorageClass', 'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode', 'storage.k8s.io/VolumeAttachment', 'storage.k8s.io/VolumeAttributesClass',
  'node.k8s.io/RuntimeClass', 'networking.k8s.io/IngressClass', 'networking.k8s.io/IPAddress',
  'networking.k8s.io/ServiceCIDR', 'flowcontrol.apiserver.k8s.io/FlowSchema',
  'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration', 'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle', 'resource.k8s.io/DeviceClass', 'resource.k8s.io/ResourceSlice',
  'cert-manager.io/ClusterIssuer', 'networking.internal.knative.dev/ClusterDomainClaim',
  'external-secrets.io/ClusterSecretStore', 'external-secrets.io/ClusterExternalSecret',
  'gateway.networking.k8s.io/GatewayClass',
]);

/** The group of an apiVersion; the core group is empty. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Whether objects of this kind live outside of namespaces, as far as the library knows. */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  return CLUSTER_SCOPED.has(`${groupOf(apiVersion)}/${kind}`);
}
