import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { ChannelTemplate } from '../../lib';
import type { BrokerChannelSettings, ChannelDefaultSettings } from '../../lib/settings/channel-default-settings';
import {
  DefaultAuthorizationMode, type EventingFeatureSettings, TransportEncryption,
} from '../../lib/settings/eventing-feature-settings';
import type { EventingLoggingSettings } from '../../lib/settings/eventing-logging-settings';
import type { EventingObservabilitySettings } from '../../lib/settings/eventing-observability-settings';
import type { InMemoryDispatcherSettings } from '../../lib/settings/in-memory-dispatcher-settings';
import { KafkaAutoscalerClass, type KafkaAutoscalerSettings } from '../../lib/settings/kafka-autoscaler-settings';
import type {
  KafkaBrokerPlaneSettings, KafkaSinkPlaneSettings, KafkaSourcePlaneSettings,
} from '../../lib/settings/kafka-data-plane-settings';
import type { KafkaFeatureSettings } from '../../lib/settings/kafka-feature-settings';
import { type KafkaLoggingSettings, KafkaLogLevel } from '../../lib/settings/kafka-logging-settings';
import { KafkaProperties } from '../../lib/settings/kafka-properties';
import type { NamespacedBrokerSettings } from '../../lib/settings/namespaced-broker-settings';
import { LoggingLevel } from '../../lib/settings/logging-settings';
import { MetricsProtocol, TracingProtocol } from '../../lib/settings/observability-settings';
import type { PingSettings } from '../../lib/settings/ping-settings';
import type { SugarSettings } from '../../lib/settings/sugar-settings';
import { type Any, choice, decimal, ENDPOINTS, seconds, SELECTORS, time, whole } from './any';
import { LOGGING_VALUES } from './any-serving';

const TEMPLATES = fc.constantFrom(
  ChannelTemplate.inMemory(), ChannelTemplate.kafka(), ChannelTemplate.kafka({ numPartitions: 6 }));

export const BROKER_CHANNEL_VALUES: Any<BrokerChannelSettings> = { template: TEMPLATES };

export const CHANNEL_DEFAULTS_VALUES: Any<ChannelDefaultSettings> = {
  channels: fc.record({
    clusterDefault: TEMPLATES, namespaceDefaults: fc.dictionary(fc.constantFrom('shop', 'orders-1'), TEMPLATES),
  }, { requiredKeys: [] }),
};

export const EVENTING_FEATURES_VALUES: Any<EventingFeatureSettings> = {
  transportEncryption: choice(TransportEncryption),
  defaultAuthorizationMode: choice(DefaultAuthorizationMode),
  deliveryTimeout: fc.boolean(),
  kreferenceGroup: fc.boolean(),
  kreferenceMapping: fc.boolean(),
  eventTypeAutoCreate: fc.boolean(),
  requestReplyDefaultTimeout: whole(1, 36_000).map((tenths) => Duration.millis(tenths * 100)),
  oidcDiscoveryBaseUrl: fc.constantFrom('https://kubernetes.default.svc', 'https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE'),
};

export const EVENTING_LOGGING_VALUES: Any<EventingLoggingSettings> = {
  zapLoggerConfig: LOGGING_VALUES.zapLoggerConfig,
  controller: choice(LoggingLevel),
  webhook: choice(LoggingLevel),
  inMemoryDispatcher: choice(LoggingLevel),
  brokerController: choice(LoggingLevel),
  brokerIngress: choice(LoggingLevel),
  brokerFilter: choice(LoggingLevel),
  klogVerbosity: whole(0, 9),
};

export const EVENTING_OBSERVABILITY_VALUES: Any<EventingObservabilitySettings> = {
  metricsProtocol: choice(MetricsProtocol),
  metricsEndpoint: ENDPOINTS,
  metricsExportInterval: time(1),
  sinkEventErrorReporting: fc.boolean(),
  runtimeProfiling: fc.boolean(),
  tracingProtocol: choice(TracingProtocol),
  tracingEndpoint: ENDPOINTS,
  tracingSamplingRate: decimal(0, 1),
};

export const IN_MEMORY_DISPATCHER_VALUES: Any<InMemoryDispatcherSettings> = {
  maxIdleConnections: whole(1), maxIdleConnectionsPerHost: whole(1),
};

export const PING_VALUES: Any<PingSettings> = { dataMaxSize: whole(1, 1 << 20).map((count) => Size.kibibytes(count)) };

export const SUGAR_VALUES: Any<SugarSettings> = { namespaceSelector: SELECTORS, triggerSelector: SELECTORS };

export const KAFKA_FEATURES_VALUES: Any<KafkaFeatureSettings> = {
  dispatcherRateLimiter: fc.boolean(),
  dispatcherOrderedExecutorMetrics: fc.boolean(),
  triggersConsumerGroupTemplate: fc.constantFrom('dev-{{ .Namespace }}-{{ .Name }}', 'group.{{.UID}}'),
  brokersTopicTemplate: fc.constantFrom('dev_{{ .Namespace }}_{{ .Name }}', 'Broker-{{- .UID -}}-x'),
  channelsTopicTemplate: fc.constantFrom('dev.{{ .Namespace }}.{{ .Name }}', '{{.UID}}'),
};

export const KAFKA_AUTOSCALER_VALUES: Any<KafkaAutoscalerSettings> = {
  scaler: choice(KafkaAutoscalerClass),
  minScale: whole(0),
  maxScale: whole(1),
  pollingInterval: seconds(1),
  cooldownPeriod: seconds(),
  lagThreshold: whole(1),
};

const KAFKA_CLIENT = fc.record({
  'client.dns.lookup': fc.constantFrom('use_all_dns_ips', 'default'),
  'linger.ms': whole(0, 1000).map(String),
  'sasl.login.retry.backoff.ms': whole(1, 1000).map(String),
}).map((values) => KafkaProperties.override(values));
const VERTX = whole(0, 60_000).map((idleTimeout) => KafkaProperties.override({ idleTimeout: String(idleTimeout) }));

export const BROKER_PLANE_VALUES: Any<KafkaBrokerPlaneSettings> = {
  producer: KAFKA_CLIENT, consumer: KAFKA_CLIENT, webClient: VERTX, httpServer: VERTX,
};

export const SINK_PLANE_VALUES: Any<KafkaSinkPlaneSettings> = { producer: KAFKA_CLIENT, httpServer: VERTX };

export const SOURCE_PLANE_VALUES: Any<KafkaSourcePlaneSettings> = {
  producer: KAFKA_CLIENT, consumer: KAFKA_CLIENT, webClient: VERTX,
};

export const NAMESPACED_BROKER_VALUES: Any<NamespacedBrokerSettings> = {
  resources: fc.constantFrom(
    [], [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'beside', namespace: '{{ .Namespace }}' }, data: { a: 'b' } }]),
};

export const KAFKA_LOGGING_VALUES: Any<KafkaLoggingSettings> = {
  levels: fc.record({
    level: choice(KafkaLogLevel),
    loggers: fc.dictionary(fc.constantFrom('org.apache.kafka', 'dev.knative.eventing.kafka.broker'), choice(KafkaLogLevel)),
  }, { requiredKeys: [] }),
};
