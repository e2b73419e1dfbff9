import { Duration } from 'cdk8s';
import { HttpProtocol, KnativeVersion, LabelSelectorOperator } from '../../lib';
import * as settings from '../../lib/settings';

const V1_23 = KnativeVersion.V1_23;
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** Every setting, none at its default. */
const EVERY_SETTING: settings.PlatformServingSettings = {
  domains: [
    { domain: 'example.com' },
    { domain: 'internal.example.com', selector: { team: 'core' }, wildcardCertificates: true },
    { domain: 'svc.cluster.local', selector: { visibility: 'private' } },
  ],
  network: {
    ingressClass: 'kourier.ingress.networking.knative.dev',
    certificateClass: 'cert-manager.certificate.networking.knative.dev',
    externalDomainTls: true,
    namespaceWildcardCertSelector: {
      matchLabels: { wildcard: 'true' },
      matchExpressions: [{ key: 'team', operator: LabelSelectorOperator.NOT_IN, values: ['system'] }],
    },
    clusterLocalDomainTls: false,
    systemInternalTls: true,
    httpProtocol: HttpProtocol.REDIRECTED,
    domainTemplate: '{{.Name}}.{{.Namespace}}.{{.Domain}}',
    tagTemplate: '{{.Name}}-{{.Tag}}',
    defaultExternalScheme: settings.ExternalScheme.HTTPS,
    rolloutDuration: Duration.minutes(2),
    autocreateClusterDomainClaims: true,
    meshCompatibilityMode: settings.MeshCompatibilityMode.DISABLED,
    enableMeshPodAddressability: true,
  },
  certManager: {
    issuerRef: { name: 'letsencrypt' },
    clusterLocalIssuerRef: { name: 'local-ca' },
    systemInternalIssuerRef: { name: 'internal-ca' },
  },
  features: {
    securePodDefaults: settings.SecurePodDefaults.ALLOW_ROOT_BOUNDED,
    tagHeaderBasedRouting: true,
    autodetectHttp2: true,
    queueproxyResourceDefaults: false,
  },
  autoscaler: {
    containerConcurrencyTargetPercentage: 80,
    containerConcurrencyTargetDefault: 50,
    requestsPerSecondTargetDefault: 150.5,
    targetBurstCapacity: -1,
    stableWindow: Duration.seconds(90),
    panicWindowPercentage: 12.5,
    panicThresholdPercentage: 300,
    maxScaleUpRate: 10,
    maxScaleDownRate: 1.5,
    enableScaleToZero: false,
    scaleToZeroGracePeriod: Duration.seconds(40),
    scaleToZeroPodRetentionPeriod: Duration.millis(1500),
    scaleDownDelay: Duration.minutes(15),
    podAutoscalerClass: settings.PodAutoscalerClass.HPA,
    activatorCapacity: 200,
    initialScale: 0,
    allowZeroInitialScale: true,
    minScale: 1,
    maxScale: 20,
    maxScaleLimit: 100,
  },
  defaults: {
    revisionTimeout: Duration.minutes(10),
    maxRevisionTimeout: Duration.hours(1),
    revisionResponseStartTimeout: Duration.minutes(5),
    revisionIdleTimeout: Duration.seconds(30),
    revisionCpuRequest: '400m',
    revisionMemoryRequest: '100Mi',
    revisionEphemeralStorageRequest: '500M',
    revisionCpuLimit: '1',
    revisionMemoryLimit: '200Mi',
    revisionEphemeralStorageLimit: '750M',
    containerNameTemplate: '{{.Name}}',
    initContainerNameTemplate: 'setup',
    containerConcurrency: 50,
    containerConcurrencyMaxLimit: 500,
    allowContainerConcurrencyZero: false,
    enableServiceLinks: settings.ServiceLinks.KUBERNETES,
  },
  deployment: {
    queueSidecarImage: 'registry.example.com/queue:v1.23.0',
    registriesSkippingTagResolving: ['ko.local', 'registry.example.com'],
    digestResolutionTimeout: Duration.seconds(20),
    progressDeadline: Duration.minutes(5),
    queueSidecarCpuRequest: '50m',
    queueSidecarCpuLimit: '1',
    queueSidecarMemoryRequest: '200Mi',
    queueSidecarMemoryLimit: '400Mi',
    queueSidecarEphemeralStorageRequest: '100Mi',
    queueSidecarEphemeralStorageLimit: '1Gi',
    queueSidecarTokenAudiences: ['service-x', 'service-y'],
    queueSidecarRootCa: CERTIFICATE,
    queueSidecarTlsMinVersion: settings.QueueProxyTlsVersion.TLS_1_2,
    queueSidecarTlsMaxVersion: settings.QueueProxyTlsVersion.TLS_1_3,
    queueSidecarTlsCipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
    queueSidecarTlsCurvePreferences: [settings.QueueProxyCurve.X25519, settings.QueueProxyCurve.P256],
    defaultAffinityType: settings.DefaultAffinity.NONE,
    runtimeClassNames: [{ name: 'kata' }, { name: 'gvisor', selector: { sandboxed: 'true' } }],
    podIsAlwaysSchedulable: true,
  },
  garbageCollection: {
    retainSinceCreateTime: settings.Retention.for(Duration.hours(24)),
    retainSinceLastActiveTime: settings.Retention.disabled(),
    minNonActiveRevisions: 5,
    maxNonActiveRevisions: settings.RevisionLimit.of(50),
  },
  observability: {
    metricsProtocol: settings.MetricsProtocol.PROMETHEUS,
    metricsEndpoint: ':9090',
    metricsExportInterval: Duration.seconds(30),
    requestMetricsProtocol: settings.MetricsProtocol.GRPC,
    requestMetricsEndpoint: 'http://collector.observability:4317',
    requestMetricsExportInterval: Duration.seconds(15),
    tracingProtocol: settings.TracingProtocol.HTTP_PROTOBUF,
    tracingEndpoint: 'https://collector.observability:4318/v1/traces',
    tracingSamplingRate: 0.1,
    runtimeProfiling: true,
    enableVarLogCollection: true,
    revisionUrlTemplate: 'https://logs.example.com/?revision=${REVISION_UID}',
    requestLogTemplate: '{"method": "{{.Request.Method}}", "uri": "{{js .Request.RequestURI}}", "trace": "{{.TraceID}}"}',
    enableRequestLog: true,
    enableProbeRequestLog: false,
  },
  leaderElection: {
    leaseDuration: Duration.seconds(30), renewDeadline: Duration.seconds(20), retryPeriod: Duration.seconds(4),
    buckets: 3,
  },
  logging: {
    zapLoggerConfig: {
      level: settings.LoggingLevel.WARN,
      encoding: settings.LogEncoding.JSON,
      outputPaths: ['stdout'],
      encoderConfig: {
        timeKey: 'ts', timeEncoder: settings.LogTimeEncoder.RFC3339, levelEncoder: settings.LogLevelEncoder.CAPITAL,
      },
    },
    controller: settings.LoggingLevel.DEBUG,
    autoscaler: settings.LoggingLevel.INFO,
    queueproxy: settings.LoggingLevel.ERROR,
    webhook: settings.LoggingLevel.WARN,
    activator: settings.LoggingLevel.INFO,
    hpaautoscaler: settings.LoggingLevel.INFO,
    netIstioController: settings.LoggingLevel.INFO,
    netContourController: settings.LoggingLevel.INFO,
    netKourierController: settings.LoggingLevel.DEBUG,
    netGatewayApiController: settings.LoggingLevel.INFO,
  },
  kourier: {
    enableServiceAccessLogging: false,
    serviceAccessLogTemplate: '%START_TIME% %RESPONSE_CODE%',
    enableProxyProtocol: true,
    clusterCertSecret: 'cluster-certificate',
    streamIdleTimeout: Duration.minutes(5),
    enableCryptomb: true,
    trustedHopsCount: 1,
    useRemoteAddress: true,
    cipherSuites: ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
    disableEnvoyServerHeader: true,
    extauthzHost: 'my-auth.security:2222',
    extauthzProtocol: settings.ExtAuthzProtocol.GRPC,
    extauthzFailureModeAllow: true,
    extauthzMaxRequestBodyBytes: 4096,
    extauthzTimeout: Duration.seconds(1),
    extauthzPackAsBytes: true,
    certsSecretName: 'wildcard',
    certsSecretNamespace: 'certificates',
    tracingEndpoint: 'http://collector.observability:4317',
    tracingProtocol: settings.KourierTracingProtocol.GRPC,
    tracingSamplingRate: 0.5,
    tracingServiceName: 'gateway',
  },
  istio: {
    externalGateways: [
      { name: 'public', namespace: 'istio-system', service: 'istio-ingressgateway.istio-system.svc.cluster.local' },
      {
        name: 'partners', namespace: 'istio-system', service: 'partners.istio-system.svc.cluster.local',
        labelSelector: { matchLabels: { audience: 'partners' } },
      },
    ],
    localGateways: [{ name: 'local', namespace: 'istio-system', service: 'local.istio-system.svc.cluster.local' }],
  },
};

test('nothing is written of what is not set', () => {
  expect(settings.servingConfig({})).toEqual({});
  expect(settings.servingConfig({ autoscaler: {}, network: {}, domains: [] })).toEqual({});
  expect(settings.servingConfig(undefined)).toEqual({});
  expect(settings.checkServing(undefined, V1_23)).toEqual([]);
});

test('each setting is a key of its ConfigMap, in the unit and the words of Knative', () => {
  expect(settings.checkServing(EVERY_SETTING, V1_23)).toEqual([]);
  expect(settings.servingConfig(EVERY_SETTING)).toMatchSnapshot();
});

test('a selector without conditions selects all namespaces, in the one form that Knative reads so', () => {
  const config = settings.servingConfig({ network: { externalDomainTls: true, namespaceWildcardCertSelector: {} } });

  expect(config['config-network']?.['namespace-wildcard-cert-selector']).toBe('{}\n');
});

test('a flag of the platform opens an initial scale of none', () => {
  const program = { autoscaler: { initialScale: 0 } };

  expect(settings.checkServing(program, V1_23).map(({ code }) => code)).toEqual(['KN-SET-002']);
  const autoscaler = { ...program.autoscaler, allowZeroInitialScale: true };
  expect(settings.checkServing({ autoscaler }, V1_23)).toEqual([]);
});

describe('a version', () => {
  const without = (version: KnativeVersion): string[] =>
    settings.checkServing(EVERY_SETTING, version).map(({ message }) => message);

  test('fails for keys that it does not know, naming the one that brings them', () => {
    const [problem] = settings.checkServing({ deployment: { podIsAlwaysSchedulable: true } }, KnativeVersion.V1_20);

    expect(problem).toEqual({
      code: 'KN-SET-003',
      message: 'Knative `1.20` does not know pod-is-always-schedulable of config-deployment',
      received: '1.20',
      allowed: 'Knative `1.21` and newer',
      fix: 'write `version: KnativeVersion.V1_21` or a newer one, or leave the setting out',
    });
    expect(without(KnativeVersion.V1_20)).toHaveLength(9);
    expect(without(KnativeVersion.V1_21)).toEqual([]);
  });

  test('fails for lists of gateways that it wants one in', () => {
    const meshOnly = { istio: { externalGateways: [], localGateways: [] } };

    expect(settings.checkServing(meshOnly, KnativeVersion.V1_21).map(({ message }) => message)).toEqual([
      'Knative `1.21` does not know an empty list in external-gateways of config-istio',
      'Knative `1.21` does not know an empty list in local-gateways of config-istio',
    ]);
    expect(settings.checkServing(meshOnly, KnativeVersion.V1_22)).toEqual([]);
    expect(settings.servingConfig(meshOnly)).toEqual({ 'config-istio': { 'external-gateways': '[]\n', 'local-gateways': '[]\n' } });
  });
});
