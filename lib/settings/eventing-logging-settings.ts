import { KNATIVE_EVENTING, KnativeVersion } from '../core';
import { type LoggingLevel, logLevel, type ZapLoggerConfig, zapLogger } from './logging-settings';
import { type SettingsMap, whole } from './settings-table';

/**
 * How much each part of Eventing logs: the ConfigMap `config-logging`. What is none of a key's values is refused with
 * `KN-SET-001`. The key `loglevel.webhook`, which releases have, is not offered: no part of Eventing has that name.
 * @see https://knative.dev/docs/eventing/observability/logging/config-logging/
 */
export interface EventingLoggingSettings {
  /**
   * How all parts log. But for the level, a change needs restarts (`restartsAfter`).
   * @default - as the release has it
   */
  readonly zapLoggerConfig?: ZapLoggerConfig;
  /**
   * Level of the controller.
   * @default - that of `zapLoggerConfig`
   */
  readonly controller?: LoggingLevel;
  /**
   * Level of the webhook.
   * @default - that of `zapLoggerConfig`
   */
  readonly webhook?: LoggingLevel;
  /**
   * Level of the dispatcher of in-memory channels.
   * @default - that of `zapLoggerConfig`
   */
  readonly inMemoryDispatcher?: LoggingLevel;
  /**
   * Level of the controller of multi-tenant brokers.
   * @default - that of `zapLoggerConfig`
   */
  readonly brokerController?: LoggingLevel;
  /**
   * Level of what takes the events of multi-tenant brokers.
   * @default - that of `zapLoggerConfig`
   */
  readonly brokerIngress?: LoggingLevel;
  /**
   * Level of what filters the events of multi-tenant brokers.
   * @default - that of `zapLoggerConfig`
   */
  readonly brokerFilter?: LoggingLevel;
  /**
   * How much the client of Kubernetes logs in adapters of sources, 0 to 9. Knative 1.23 brings it (`KN-SET-003`).
   * @default 0
   */
  readonly klogVerbosity?: number;
}

const WHO_LOG = [
  'eventing-controller', 'eventing-webhook', 'imc-controller', 'imc-dispatcher', 'mt-broker-controller',
  'mt-broker-filter', 'mt-broker-ingress',
];

/** Follows logging/config.go of knative.dev/pkg, pkg/utils/logging.go, and the names in cmd of Eventing. */
export const EVENTING_LOGGING: SettingsMap<EventingLoggingSettings> = {
  configMap: 'config-logging',
  namespace: KNATIVE_EVENTING,
  keys: {
    zapLoggerConfig: zapLogger(WHO_LOG),
    controller: logLevel('controller'),
    webhook: logLevel('eventing-webhook'),
    inMemoryDispatcher: logLevel('inmemorychannel-dispatcher'),
    brokerController: logLevel('mt-broker-controller'),
    brokerIngress: logLevel('mt_broker_ingress'),
    brokerFilter: logLevel('mt_broker_filter'),
    klogVerbosity: { ...whole('klog-verbosity', { min: 0, max: 9 }), since: KnativeVersion.V1_23 },
  },
};
