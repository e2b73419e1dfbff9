import { Duration } from 'cdk8s';
import { KnativeVersion, LabelSelectorOperator } from '../../lib';
import * as settings from '../../lib/settings';

type Serving = settings.PlatformServingSettings;

/** What JavaScript lets through. */
function anything(value: unknown): never {
  return value as never;
}

const seconds = (amount: number): Duration => Duration.seconds(amount);
const WILDCARD = { externalDomainTls: true, namespaceWildcardCertSelector: { matchLabels: { wildcard: 'true' } } };
const GATEWAY = { name: 'public', namespace: 'istio-system', service: 'ingress.istio-system.svc.cluster.local' };

/** Values that Knative's parser refuses, too. */
const OUT_OF_RANGE: readonly (readonly [string, Serving])[] = [
  ['a percentage of nothing', { autoscaler: { containerConcurrencyTargetPercentage: 0 } }],
  ['a percentage above 100', { autoscaler: { containerConcurrencyTargetPercentage: 100.5 } }],
  ['a target of no request per second', { autoscaler: { requestsPerSecondTargetDefault: 0 } }],
  ['a burst capacity below -1', { autoscaler: { targetBurstCapacity: -2 } }],
  ['a stable window of 5 seconds', { autoscaler: { stableWindow: seconds(5) } }],
  ['a stable window above an hour', { autoscaler: { stableWindow: seconds(3601) } }],
  ['a stable window finer than seconds', { autoscaler: { stableWindow: Duration.millis(60_500) } }],
  ['a panic window of nothing', { autoscaler: { panicWindowPercentage: 0.5 } }],
  ['a growth of nothing', { autoscaler: { maxScaleUpRate: 1 } }],
  ['a shrinkage of nothing', { autoscaler: { maxScaleDownRate: 1 } }],
  ['a grace period of nothing', { autoscaler: { scaleToZeroGracePeriod: seconds(0) } }],
  ['a delay finer than seconds', { autoscaler: { scaleDownDelay: Duration.millis(500) } }],
  ['an activator for no request', { autoscaler: { activatorCapacity: 0.5 } }],
  ['a negative scale', { autoscaler: { minScale: -1 } }],
  ['a scale that is not whole', { autoscaler: { maxScale: 1.5 } }],
  ['a time in words', { autoscaler: { stableWindow: anything('60s') } }],
  ['a concurrency limit of nothing', { defaults: { containerConcurrencyMaxLimit: 0 } }],
  ['a negative concurrency', { defaults: { containerConcurrency: -1 } }],
  ['a quantity with a space', { defaults: { revisionCpuRequest: '400 m' } }],
  ['a template with another field', { defaults: { containerNameTemplate: '{{.Nme}}' } }],
  ['a template that does not end', { defaults: { containerNameTemplate: '{{.Name' } }],
  ['a time to look tags up of nothing', { deployment: { digestResolutionTimeout: seconds(0) } }],
  ['a deadline of nothing', { deployment: { progressDeadline: seconds(0) } }],
  ['a deadline finer than seconds', { deployment: { progressDeadline: Duration.millis(1500) } }],
  ['another affinity', { deployment: { defaultAffinityType: anything('spread') } }],
  ['an empty image', { deployment: { queueSidecarImage: '' } }],
  ['a RuntimeClass without a name', { deployment: { runtimeClassNames: [{ name: '' }] } }],
  ['negative numbers of revisions', { garbageCollection: { minNonActiveRevisions: -1 } }],
  ['another protocol of metrics', { observability: { metricsProtocol: anything('opencensus') } }],
  ['a share above one', { observability: { tracingSamplingRate: 1.5 } }],
  ['a log template that does not end', { observability: { requestLogTemplate: '{{.Request.Method' } }],
  ['eleven buckets', { leaderElection: { buckets: 11 } }],
  ['another level', { logging: { activator: anything('trace') } }],
  ['another protocol', { network: { externalDomainTls: true, httpProtocol: anything('Perhaps') } }],
  ['a roll-out finer than seconds', { network: { rolloutDuration: Duration.millis(500) } }],
  ['another protocol of authorization', { kourier: { extauthzHost: 'auth:2222', extauthzProtocol: anything('tcp') } }],
  ['a host without a port', { kourier: { extauthzHost: 'auth', extauthzProtocol: settings.ExtAuthzProtocol.GRPC } }],
  ['a Gateway without a name', { istio: { externalGateways: [{ ...GATEWAY, name: '' }] } }],
];

/** Values that Knative takes, and then does something else with. */
const TAKEN_AND_IGNORED: readonly (readonly [string, Serving])[] = [
  ['a percentage that is read as a fraction', { autoscaler: { containerConcurrencyTargetPercentage: 0.7 } }],
  ['a threshold at which all panic', { autoscaler: { panicThresholdPercentage: -5 } }],
  ['a number that is none', { autoscaler: { targetBurstCapacity: Number.NaN } }],
  ['a switch in words', { autoscaler: { enableScaleToZero: anything('true') } }],
  ['a concurrency above what a pod can have', { defaults: { containerConcurrencyMaxLimit: 2 ** 31 } }],
  ['a protocol that upstream gives up', { network: { externalDomainTls: true, httpProtocol: anything('Disabled') } }],
  ['a class that nobody has', { autoscaler: { podAutoscalerClass: anything('kpa') } }],
  ['external-domain-tls: Perhaps', { network: { externalDomainTls: anything('Perhaps') } }],
  ['a misspelt mesh mode', { network: { meshCompatibilityMode: anything('enable') } }],
  ['another scheme', { network: { defaultExternalScheme: anything('ftp') } }],
  ['a class of ingress that is none', { network: { ingressClass: 'kourier' } }],
  ['an operator that there is not', {
    network: { ...WILDCARD, namespaceWildcardCertSelector: { matchExpressions: [{ key: 'team', operator: anything('Is') }] } },
  }],
  ['an operator without its values', {
    network: {
      ...WILDCARD, namespaceWildcardCertSelector: { matchExpressions: [{ key: 'team', operator: LabelSelectorOperator.IN }] },
    },
  }],
  ['an issuer without a name', { certManager: { issuerRef: { name: '' } } }],
  ['a misspelt feature', { features: { securePodDefaults: anything('On') } }],
  ['a timeout of nothing', { defaults: { revisionTimeout: seconds(0) } }],
  ['other words for links', { defaults: { enableServiceLinks: anything('no') } }],
  ['a container that cannot be called so', { defaults: { containerNameTemplate: 'User Container' } }],
  ['ciphers that Go does not have', {
    deployment: {
      queueSidecarTlsMinVersion: settings.QueueProxyTlsVersion.TLS_1_2, queueSidecarTlsCipherSuites: ['ECDHE-RSA-AES128-GCM-SHA256'],
    },
  }],
  ['curves that Go does not have', { deployment: { queueSidecarTlsCurvePreferences: [anything('P-192')] } }],
  ['a version of TLS that queue-proxy does not have', { deployment: { queueSidecarTlsMinVersion: anything('1.1') } }],
  ['a certificate that is none', { deployment: { queueSidecarRootCa: 'ca.pem' } }],
  ['a registry with a comma', { deployment: { registriesSkippingTagResolving: ['ko.local,dev.local'] } }],
  ['no registry', { deployment: { registriesSkippingTagResolving: [] } }],
  ['an interval of nothing', { observability: { metricsExportInterval: seconds(0) } }],
  ['a log template of two lines', { observability: { requestLogTemplate: '{{.TraceID}}\n{{.TraceID}}' } }],
  ['a logger with another encoding', { logging: { zapLoggerConfig: { encoding: anything('xml') } } }],
  ['retention as a number', { garbageCollection: { retainSinceCreateTime: anything(24) } }],
  ['a limit as a number', { garbageCollection: { maxNonActiveRevisions: anything(24) } }],
];

const CONTRADICTIONS: readonly (readonly [string, Serving])[] = [
  ['a target that comes to nothing', {
    autoscaler: { containerConcurrencyTargetDefault: 0.01, containerConcurrencyTargetPercentage: 70 },
  }],
  ['a start without pods where none may', { autoscaler: { initialScale: 0 } }],
  ['a least scale above the greatest', { autoscaler: { minScale: 5, maxScale: 4 } }],
  ['a limit without a greatest scale', { autoscaler: { maxScaleLimit: 10 } }],
  ['a greatest scale above the limit', { autoscaler: { maxScale: 11, maxScaleLimit: 10 } }],
  ['a timeout above the longest', { defaults: { revisionTimeout: seconds(601) } }],
  ['a longest timeout below the one by default', { defaults: { maxRevisionTimeout: seconds(299) } }],
  ['a start above the timeout', { defaults: { revisionResponseStartTimeout: seconds(301) } }],
  ['an idle time above the timeout', { defaults: { revisionTimeout: seconds(10), revisionIdleTimeout: seconds(11) } }],
  ['a concurrency above its limit', { defaults: { containerConcurrency: 1001 } }],
  ['a concurrency by default that no service may have', { defaults: { allowContainerConcurrencyZero: false } }],
  ['a request above its limit', { defaults: { revisionMemoryRequest: '2Gi', revisionMemoryLimit: '1Gi' } }],
  ['a limit below the request by default', { deployment: { queueSidecarCpuLimit: '10m' } }],
  ['TLS that nobody can talk', { deployment: { queueSidecarTlsMaxVersion: settings.QueueProxyTlsVersion.TLS_1_2 } }],
  ['ciphers for TLS 1.3', { deployment: { queueSidecarTlsCipherSuites: ['TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'] } }],
  ['a RuntimeClass that is named twice', { deployment: { runtimeClassNames: [{ name: 'kata' }, { name: 'kata' }] } }],
  ['more kept revisions than may be', {
    garbageCollection: { minNonActiveRevisions: 6, maxNonActiveRevisions: settings.RevisionLimit.of(5) },
  }],
  ['more kept revisions than may be by default', { garbageCollection: { minNonActiveRevisions: 1001 } }],
  ['more kept revisions by default than may be', { garbageCollection: { maxNonActiveRevisions: settings.RevisionLimit.of(19) } }],
  ['a protocol without an endpoint', { observability: { tracingProtocol: settings.TracingProtocol.GRPC } }],
  ['an endpoint without a protocol', { observability: { metricsEndpoint: 'http://collector:4318' } }],
  ['an endpoint of a log', {
    observability: { tracingProtocol: settings.TracingProtocol.STDOUT, tracingEndpoint: 'http://collector:4318' },
  }],
  ['an endpoint that is no address', {
    observability: { metricsProtocol: settings.MetricsProtocol.GRPC, metricsEndpoint: 'the collector' },
  }],
  ['an address to listen at', {
    observability: { requestMetricsProtocol: settings.MetricsProtocol.PROMETHEUS, requestMetricsEndpoint: 'http://prometheus:9090' },
  }],
  ['a lease as long as its renewal', { leaderElection: { leaseDuration: seconds(40) } }],
  ['a renewal without a second try', { leaderElection: { renewDeadline: seconds(12) } }],
  ['authorization without a host', { kourier: { extauthzTimeout: seconds(1) } }],
  ['authorization without a protocol', { kourier: { extauthzHost: 'auth:2222' } }],
  ['a path of gRPC', {
    kourier: { extauthzHost: 'auth:2222', extauthzProtocol: settings.ExtAuthzProtocol.GRPC, extauthzPathPrefix: '/verify' },
  }],
  ['bytes of HTTP', {
    kourier: { extauthzHost: 'auth:2222', extauthzProtocol: settings.ExtAuthzProtocol.HTTP, extauthzPackAsBytes: true },
  }],
  ['a Secret without a namespace', { kourier: { certsSecretName: 'wildcard' } }],
  ['traces without an endpoint', { kourier: { tracingServiceName: 'gateway' } }],
  ['an endpoint without a port', { kourier: { tracingEndpoint: 'http://collector' } }],
  ['two Gateways without labels', { istio: { externalGateways: [GATEWAY, { ...GATEWAY, name: 'other' }] } }],
  ['no Gateway without labels', { istio: { localGateways: [{ ...GATEWAY, labelSelector: { matchLabels: { a: 'b' } } }] } }],
  ['a mesh only for requests from outside', { istio: { externalGateways: [] } }],
];

const WRONG_DOMAINS: readonly (readonly [string, Serving])[] = [
  ['a domain that is none', { domains: [{ domain: 'Example.com' }] }],
  ['a domain twice', { domains: [{ domain: 'example.com' }, { domain: 'example.com', selector: { team: 'core' } }] }],
  ['two domains by default', { domains: [{ domain: 'example.com' }, { domain: 'example.org', selector: {} }] }],
  ['a default without wildcard certificates', { domains: [{ domain: 'example.com', wildcardCertificates: false }] }],
];

function codesOf(program: Serving): string[] {
  return settings.checkServing(program, KnativeVersion.V1_23).map(({ code }) => code);
}

test.each(OUT_OF_RANGE)('fails for %s, as Knative does', (_mistake, program) => expect(codesOf(program)).toEqual(['KN-SET-001']));

test.each(TAKEN_AND_IGNORED)('fails for %s, which Knative takes', (_mistake, program) =>
  expect(codesOf(program)).toEqual(['KN-SET-001']));

test.each(CONTRADICTIONS)('fails for %s', (_mistake, program) => expect(codesOf(program)).toEqual(['KN-SET-002']));

test.each(WRONG_DOMAINS)('fails for %s', (_mistake, program) => expect(codesOf(program)).toEqual(['KN-SET-005']));

test.each([
  ['a domain template with another field', { domainTemplate: '{{.Nme}}.{{.Domain}}' }, 'KN-ADR-001'],
  ['a tag template without the tag', { tagTemplate: '{{.Name}}' }, 'KN-ADR-002'],
  ['wildcards for hosts of another form', { ...WILDCARD, domainTemplate: '{{.Name}}-{{.Namespace}}.{{.Domain}}' }, 'KN-SET-004'],
])('fails for %s', (_mistake, network, code) => expect(codesOf({ network })).toEqual([code]));

test('fails for labels in a selector of a domain that are none', () => {
  expect(codesOf({ domains: [{ domain: 'example.com', selector: { 'not a key': 'x' } }] })).toEqual(['KN-NAM-004']);
});

test('fails for a retention and a limit below nothing, where they are made', () => {
  expect(() => settings.RevisionLimit.of(-1)).toThrow('KN-SET-001');
  expect(() => settings.Retention.for(anything(48))).toThrow('KN-SET-001');
});

test('contradictions are told where no key is wrong by itself', () => {
  expect(codesOf({ autoscaler: { minScale: 5, maxScale: 4, initialScale: -1 } })).toEqual(['KN-SET-001']);
  expect(codesOf({ autoscaler: { minScale: 5, maxScale: 4, initialScale: 0, maxScaleLimit: 3 } }))
    .toEqual(['KN-SET-002', 'KN-SET-002', 'KN-SET-002']);
});

test('a message names the key, its ConfigMap, and what to write', () => {
  const autoscaler = { stableWindow: seconds(5), panicWindowPercentage: 101 };

  expect(settings.checkServing({ autoscaler }, KnativeVersion.V1_23)).toEqual([
    {
      code: 'KN-SET-001',
      message: 'stable-window of config-autoscaler `5000ms` is out of range',
      received: '5000ms',
      allowed: '6s to 3600s, in steps of 1s',
      fix: 'write a `Duration` within it, such as `Duration.seconds(6)`',
    },
    {
      code: 'KN-SET-001',
      message: 'panic-window-percentage of config-autoscaler `101` is out of range',
      received: 101,
      allowed: 'a number from 1, up to 100',
      fix: 'write `10`, for example',
    },
  ]);
});

test('a wildcard covers hosts that are one label, the namespace and the domain', () => {
  expect(settings.checkWildcardTemplate()).toBeUndefined();
  expect(settings.checkWildcardTemplate('{{ .Name }}.{{.Namespace}}.{{- .Domain}}')).toBeUndefined();
  expect(settings.checkWildcardTemplate('{{.Name}}.apps.{{.Namespace}}.{{.Domain}}')).toBeUndefined();
  expect(settings.checkWildcardTemplate('{{.Name}}.{{.Domain}}')).toMatchObject({ code: 'KN-SET-004' });
});
