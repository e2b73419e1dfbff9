import { KNATIVE_SERVING } from '../../lib/core';
import {
  AUTOSCALER, DEFAULTS, DEPLOYMENT, GARBAGE_COLLECTION, ISTIO, KOURIER, leaderElection, LOGGING, NETWORK, OBSERVABILITY,
  SERVING_FEATURES,
} from '../../lib/settings';
import { ISTIO_VALUES, KOURIER_VALUES } from '../platform/any-layers';
import {
  AUTOSCALER_VALUES, DEFAULTS_VALUES, DEPLOYMENT_VALUES, GARBAGE_COLLECTION_VALUES, LEADER_ELECTION_VALUES,
  LOGGING_VALUES, NETWORK_VALUES, OBSERVABILITY_VALUES, SERVING_FEATURES_VALUES,
} from '../platform/any-serving';
import { calling, choice, type Gen, type MaybeGen, whole } from './arbitraries';
import { written } from './from-values';
import { seconds } from './values';

/** What the other choices of a platform decide. */
const OF_THE_PLATFORM = [
  'ingressClass', 'certificateClass', 'externalDomainTls', 'namespaceWildcardCertSelector', 'clusterLocalDomainTls', 'systemInternalTls',
  'httpProtocol',
];
const LEVELS = ['controller', 'autoscaler', 'queueproxy', 'webhook', 'activator', 'hpaautoscaler', 'netIstioController',
  'netContourController', 'netKourierController', 'netGatewayApiController'];

/** Enums of `zapLoggerConfig`. */
export const LOGGER_ENUMS = {
  level: 'LoggingLevel', encoding: 'LogEncoding', timeEncoder: 'LogTimeEncoder', levelEncoder: 'LogLevelEncoder',
};
/** Enums of settings of metrics and traces. */
export const OBSERVABILITY_ENUMS = {
  metricsProtocol: 'MetricsProtocol', requestMetricsProtocol: 'MetricsProtocol', tracingProtocol: 'TracingProtocol',
};
/** How controllers agree who works, of Serving and of Eventing. */
export const leaders: Gen = written(leaderElection(KNATIVE_SERVING, []), LEADER_ELECTION_VALUES);

const retention: Gen = choice(calling('Retention', 'for', seconds(0, 1_000_000)), calling('Retention', 'disabled'));
const network = (...without: string[]): Gen => written(NETWORK, NETWORK_VALUES, {
  enums: { defaultExternalScheme: 'ExternalScheme', meshCompatibilityMode: 'MeshCompatibilityMode' }, without: [...OF_THE_PLATFORM, ...without],
});
/** Whether revisions may begin with no pod is said by a flag. */
const autoscaler = (...without: string[]): Gen => written(AUTOSCALER, AUTOSCALER_VALUES, {
  enums: { podAutoscalerClass: 'PodAutoscalerClass' }, own: { initialScale: whole(1, 20) }, without: ['allowZeroInitialScale', ...without],
});
const defaults = (...without: string[]): Gen => written(DEFAULTS, DEFAULTS_VALUES, { enums: { enableServiceLinks: 'ServiceLinks' }, without });

const everywhere: Record<string, MaybeGen> = {
  deployment: written(DEPLOYMENT, DEPLOYMENT_VALUES, { enums: {
    queueSidecarTlsMinVersion: 'QueueProxyTlsVersion', queueSidecarTlsMaxVersion: 'QueueProxyTlsVersion',
    queueSidecarTlsCurvePreferences: 'QueueProxyCurve', defaultAffinityType: 'DefaultAffinity',
  } }),
  garbageCollection: written(GARBAGE_COLLECTION, GARBAGE_COLLECTION_VALUES, {
    own: { retainSinceCreateTime: retention, retainSinceLastActiveTime: retention },
  }),
  features: written(SERVING_FEATURES, SERVING_FEATURES_VALUES, { enums: { securePodDefaults: 'SecurePodDefaults' } }),
  observability: written(OBSERVABILITY, OBSERVABILITY_VALUES, { enums: OBSERVABILITY_ENUMS }),
  leaderElection: leaders,
  logging: written(LOGGING, LOGGING_VALUES, {
    enums: { ...LOGGER_ENUMS, ...Object.fromEntries(LEVELS.map((level) => [level, 'LoggingLevel'])) },
  }),
};

/** All settings of Serving that go with any networking layer. */
export const servingSettings: Readonly<Record<string, MaybeGen>> = {
  ...everywhere, defaults: defaults(), network: network(), autoscaler: autoscaler(),
};

/** What decides which limits a service may write; the planes have those of a release. */
const LIMITS = [
  'revisionTimeout', 'maxRevisionTimeout', 'revisionResponseStartTimeout', 'revisionIdleTimeout', 'containerConcurrency',
  'containerConcurrencyMaxLimit', 'allowContainerConcurrencyZero',
];

/**
 * Settings that go with any services: their flags and limits are said by nobody else, and their hosts are made in the
 * way of the release, which certificates of whole namespaces want too.
 */
export const friendlySettings: Readonly<Record<string, MaybeGen>> = {
  ...everywhere,
  defaults: defaults(...LIMITS),
  network: network('domainTemplate', 'tagTemplate'),
  autoscaler: autoscaler('initialScale', 'minScale', 'maxScale', 'maxScaleLimit'),
};

/** Settings of the gateway of Kourier. */
export const kourierSettings: Gen = written(KOURIER, KOURIER_VALUES, {
  enums: { extauthzProtocol: 'ExtAuthzProtocol', tracingProtocol: 'KourierTracingProtocol' },
});

/** Settings of the gateways of Istio. */
export const istioSettings: Gen = written(ISTIO, ISTIO_VALUES, { enums: { operator: 'LabelSelectorOperator' } });
