import fc from 'fast-check';
import { type PlatformAutoscalerSettings, PodAutoscalerClass } from '../../lib/settings/autoscaler-settings';
import type { CertManagerSettings } from '../../lib/settings/certmanager-settings';
import { type DefaultsSettings, ServiceLinks } from '../../lib/settings/defaults-settings';
import { DefaultAffinity, type DeploymentSettings, QueueProxyCurve, QueueProxyTlsVersion } from '../../lib/settings/deployment-settings';
import type { GarbageCollectionSettings } from '../../lib/settings/garbage-collection-settings';
import type { LeaderElectionSettings } from '../../lib/settings/leader-election-settings';
import { HttpProtocol } from '../../lib';
import {
  LogEncoding, type LoggingSettings, LoggingLevel, LogLevelEncoder, LogTimeEncoder,
} from '../../lib/settings/logging-settings';
import { ExternalScheme, MeshCompatibilityMode, type PlatformNetworkSettings } from '../../lib/settings/network-settings';
import { MetricsProtocol, type ObservabilitySettings, TracingProtocol } from '../../lib/settings/observability-settings';
import { Retention, RevisionLimit } from '../../lib/settings/retention';
import { SecurePodDefaults, type ServingFeatureSettings } from '../../lib/settings/serving-feature-settings';
import { type Any, choice, decimal, ENDPOINTS, LABELS, seconds, SELECTORS, some, time, whole } from './any';

const LARGEST = 1e9;
const HOUR = 3600;

export const AUTOSCALER_VALUES: Any<PlatformAutoscalerSettings> = {
  containerConcurrencyTargetPercentage: decimal(1.01, 100),
  containerConcurrencyTargetDefault: decimal(0.01, LARGEST),
  requestsPerSecondTargetDefault: decimal(0.01, LARGEST),
  targetBurstCapacity: fc.oneof(fc.constant(-1), decimal(0, LARGEST)),
  stableWindow: seconds(6, HOUR),
  panicWindowPercentage: decimal(1, 100),
  panicThresholdPercentage: decimal(110, 1000),
  maxScaleUpRate: decimal(1.000001, LARGEST),
  maxScaleDownRate: decimal(1.000001, LARGEST),
  enableScaleToZero: fc.boolean(),
  scaleToZeroGracePeriod: time(1),
  scaleToZeroPodRetentionPeriod: time(),
  scaleDownDelay: seconds(0, HOUR),
  podAutoscalerClass: choice(PodAutoscalerClass),
  activatorCapacity: decimal(1, LARGEST),
  initialScale: whole(0),
  allowZeroInitialScale: fc.boolean(),
  minScale: whole(0, 20),
  maxScale: whole(0, 40),
  maxScaleLimit: whole(0, 60),
};

export const NETWORK_VALUES: Any<PlatformNetworkSettings> = {
  ingressClass: fc.constantFrom('contour.ingress.networking.knative.dev', 'kourier.ingress.networking.knative.dev'),
  certificateClass: fc.constantFrom('cert-manager.certificate.networking.knative.dev', 'own.certificate.example.com'),
  externalDomainTls: fc.boolean(),
  namespaceWildcardCertSelector: SELECTORS,
  clusterLocalDomainTls: fc.boolean(),
  systemInternalTls: fc.boolean(),
  httpProtocol: choice(HttpProtocol),
  domainTemplate: fc.constantFrom('{{.Name}}.{{.Namespace}}.{{.Domain}}', '{{.Name}}-app.{{.Namespace}}.{{.Domain}}',
    '{{if index .Labels "short"}}{{.Name}}.{{.Domain}}{{else}}{{.Name}}.{{.Namespace}}.{{.Domain}}{{end}}'),
  tagTemplate: fc.constantFrom('{{.Tag}}-{{.Name}}', '{{.Name}}-{{.Tag}}'),
  defaultExternalScheme: choice(ExternalScheme),
  rolloutDuration: seconds(),
  autocreateClusterDomainClaims: fc.boolean(),
  meshCompatibilityMode: choice(MeshCompatibilityMode),
  enableMeshPodAddressability: fc.boolean(),
};

const ISSUER = fc.constantFrom('letsencrypt', 'letsencrypt.example.com', 'internal-ca').map((name) => ({ name }));

export const CERT_MANAGER_VALUES: Any<CertManagerSettings> = {
  issuerRef: ISSUER, clusterLocalIssuerRef: ISSUER, systemInternalIssuerRef: ISSUER,
};

export const LEADER_ELECTION_VALUES: Any<LeaderElectionSettings> = {
  leaseDuration: time(1), renewDeadline: time(1), retryPeriod: time(1), buckets: whole(1, 10),
};

const RETENTION = fc.oneof(time().map((duration) => Retention.for(duration)), fc.constant(Retention.disabled()));

export const GARBAGE_COLLECTION_VALUES: Any<GarbageCollectionSettings> = {
  retainSinceCreateTime: RETENTION,
  retainSinceLastActiveTime: RETENTION,
  minNonActiveRevisions: whole(0),
  maxNonActiveRevisions: fc.oneof(
    whole(0).map((count) => RevisionLimit.of(count)), fc.constant(RevisionLimit.disabled())),
};

const CPU = fc.constantFrom('25m', '100m', '0.5', '1', '2');
const BYTES = fc.constantFrom('64Mi', '100M', '1Gi', '2Gi', '1.5Gi');

export const OBSERVABILITY_VALUES: Any<ObservabilitySettings> = {
  metricsProtocol: choice(MetricsProtocol),
  metricsEndpoint: ENDPOINTS,
  metricsExportInterval: time(1),
  requestMetricsProtocol: choice(MetricsProtocol),
  requestMetricsEndpoint: ENDPOINTS,
  requestMetricsExportInterval: time(1),
  tracingProtocol: choice(TracingProtocol),
  tracingEndpoint: ENDPOINTS,
  tracingSamplingRate: decimal(0, 1),
  runtimeProfiling: fc.boolean(),
  enableVarLogCollection: fc.boolean(),
  revisionUrlTemplate: fc.constantFrom('https://logs.example.com/?revision=${REVISION_UID}', 'https://logs.example.com'),
  requestLogTemplate: fc.constantFrom('{"method": "{{js .Request.Method}}", "status": {{.Response.Code}}}', '{{.Revision.Name}} {{.TraceID}}'),
  enableRequestLog: fc.boolean(),
  enableProbeRequestLog: fc.boolean(),
};

export const LOGGING_VALUES: Any<LoggingSettings> = {
  zapLoggerConfig: fc.record({
    level: choice(LoggingLevel),
    development: fc.boolean(),
    encoding: choice(LogEncoding),
    outputPaths: fc.constant(['stdout']),
    errorOutputPaths: fc.constant(['stderr']),
    encoderConfig: fc.record({
      timeKey: fc.constant('ts'), levelKey: fc.constant('level'), nameKey: fc.constant('logger'), callerKey: fc.constant('caller'),
      messageKey: fc.constant('msg'), stacktraceKey: fc.constant('stacktrace'), timeEncoder: choice(LogTimeEncoder),
      levelEncoder: choice(LogLevelEncoder),
    }, { requiredKeys: [] }),
  }, { requiredKeys: [] }),
  controller: choice(LoggingLevel),
  autoscaler: choice(LoggingLevel),
  queueproxy: choice(LoggingLevel),
  webhook: choice(LoggingLevel),
  activator: choice(LoggingLevel),
  hpaautoscaler: choice(LoggingLevel),
  netIstioController: choice(LoggingLevel),
  netContourController: choice(LoggingLevel),
  netKourierController: choice(LoggingLevel),
  netGatewayApiController: choice(LoggingLevel),
};

export const SERVING_FEATURES_VALUES: Any<ServingFeatureSettings> = {
  securePodDefaults: choice(SecurePodDefaults),
  tagHeaderBasedRouting: fc.boolean(),
  autodetectHttp2: fc.boolean(),
  queueproxyResourceDefaults: fc.boolean(),
};

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

export const DEPLOYMENT_VALUES: Any<DeploymentSettings> = {
  queueSidecarImage: fc.constantFrom('registry.example.com/knative/queue:v1.23.0', `registry.example.com/queue@sha256:${'0'.repeat(64)}`),
  registriesSkippingTagResolving: some('kind.local', 'ko.local', 'dev.local', 'registry.example.com:5000'),
  digestResolutionTimeout: time(1),
  progressDeadline: seconds(1),
  queueSidecarCpuRequest: CPU,
  queueSidecarCpuLimit: CPU,
  queueSidecarMemoryRequest: BYTES,
  queueSidecarMemoryLimit: BYTES,
  queueSidecarEphemeralStorageRequest: BYTES,
  queueSidecarEphemeralStorageLimit: BYTES,
  queueSidecarTokenAudiences: some('service-x', 'https://example.com'),
  queueSidecarRootCa: fc.constant(CERTIFICATE),
  queueSidecarTlsMinVersion: choice(QueueProxyTlsVersion),
  queueSidecarTlsMaxVersion: choice(QueueProxyTlsVersion),
  queueSidecarTlsCipherSuites: some('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'),
  queueSidecarTlsCurvePreferences: some(...Object.values(QueueProxyCurve)),
  defaultAffinityType: choice(DefaultAffinity),
  runtimeClassNames: fc.uniqueArray(fc.record(
    { name: fc.constantFrom('gvisor', 'kata', 'nvidia.example'), selector: LABELS }, { requiredKeys: ['name'] },
  ), { minLength: 1, selector: ({ name }) => name }),
  podIsAlwaysSchedulable: fc.boolean(),
};

export const DEFAULTS_VALUES: Any<DefaultsSettings> = {
  revisionTimeout: seconds(1, HOUR),
  maxRevisionTimeout: seconds(1, 2 * HOUR),
  revisionResponseStartTimeout: seconds(0, HOUR),
  revisionIdleTimeout: seconds(0, HOUR),
  revisionCpuRequest: CPU,
  revisionMemoryRequest: BYTES,
  revisionEphemeralStorageRequest: BYTES,
  revisionCpuLimit: CPU,
  revisionMemoryLimit: BYTES,
  revisionEphemeralStorageLimit: BYTES,
  containerNameTemplate: fc.constantFrom('user-container', '{{.Name}}', 'app-{{.Namespace}}'),
  initContainerNameTemplate: fc.constantFrom('init', '{{.Name}}-init'),
  containerConcurrency: whole(0, 2000),
  containerConcurrencyMaxLimit: whole(1, 4000),
  allowContainerConcurrencyZero: fc.boolean(),
  enableServiceLinks: choice(ServiceLinks),
};
