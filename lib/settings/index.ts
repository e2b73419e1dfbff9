/** The ConfigMaps of Knative's releases as typed settings: what programs write, and what other folders need. */
export * from './autoscaler-settings';
export * from './certmanager-settings';
export {
  BROKER_CHANNEL, type BrokerChannelSettings, CHANNEL_DEFAULTS, type ChannelDefaultSettings, type DefaultChannels,
} from './channel-default-settings';
export * from './defaults-settings';
export * from './deployment-settings';
export { type DomainSetting, isDefaultDomain, renderDomains } from './domain-settings';
export * from './eventing-constructs';
export {
  DefaultAuthorizationMode, EVENTING_FEATURES, type EventingFeatureSettings, TransportEncryption,
} from './eventing-feature-settings';
export * from './eventing-logging-settings';
export * from './eventing-observability-settings';
export { type BrokerDefaultSettings, checkEventing, eventingConfig, type EventingSettings } from './eventing-settings';
export * from './garbage-collection-settings';
export * from './in-memory-dispatcher-settings';
export * from './istio-settings';
export * from './kafka-autoscaler-settings';
export * from './kafka-data-plane-settings';
export { KAFKA_FEATURES, type KafkaFeatureSettings } from './kafka-feature-settings';
export * from './kafka-logging-settings';
export * from './kafka-properties';
export {
  checkKafka, type KafkaBrokerDefaultSettings, type KafkaChannelDefaultSettings, kafkaConfig, type KafkaSettings,
} from './kafka-settings';
export * from './kourier-settings';
export * from './leader-election-settings';
export {
  type LogEncoderConfig, LogEncoding, LOGGING, LoggingLevel, type LoggingSettings, LogLevelEncoder, LogTimeEncoder,
  type ZapLoggerConfig,
} from './logging-settings';
export * from './namespaced-broker-settings';
export * from './network-settings';
export { MetricsProtocol, OBSERVABILITY, type ObservabilitySettings, TracingProtocol } from './observability-settings';
export * from './ping-settings';
export * from './restarts';
export * from './retention';
export * from './serving-feature-settings';
export { checkServing, type PlatformServingSettings, servingConfig, type ServingSettings } from './serving-settings';
export { checkSettings, type NeededRestart, renderSettings, type SettingsMap } from './settings-table';
export * from './sugar-settings';
export * from './texts';
export * from './wildcard-template';
