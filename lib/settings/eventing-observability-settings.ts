import { Duration } from 'cdk8s';
import { KNATIVE_EVENTING } from '../core';
import { checkEndpoint, MetricsProtocol, TracingProtocol } from './observability-settings';
import { choice, decimal, flag, type SettingKey, type SettingsMap, text, time } from './settings-table';

/**
 * Metrics and traces of Eventing: the ConfigMap `config-observability`. What is none of a key's values is refused with
 * `KN-SET-001`, an endpoint without its protocol and the other way round with `KN-SET-002`.
 * @see https://knative.dev/docs/eventing/observability/metrics/collecting-metrics/
 */
export interface EventingObservabilitySettings {
  /**
   * How metrics leave. A change needs restarts (`restartsAfter`).
   * @default MetricsProtocol.NONE
   */
  readonly metricsProtocol?: MetricsProtocol;
  /**
   * Where they go: an address with OTLP, `host:port` to listen at for Prometheus.
   * @default - none; port 9092 for Prometheus
   */
  readonly metricsEndpoint?: string;
  /**
   * How often they go.
   * @default Duration.seconds(60)
   */
  readonly metricsExportInterval?: Duration;
  /**
   * Whether sources write an event of Kubernetes where their sink does not take what they send.
   * @default false
   */
  readonly sinkEventErrorReporting?: boolean;
  /**
   * Whether profiles can be fetched from port 8008 of each part.
   * @default false
   */
  readonly runtimeProfiling?: boolean;
  /**
   * How traces leave. A change needs restarts (`restartsAfter`).
   * @default TracingProtocol.NONE
   */
  readonly tracingProtocol?: TracingProtocol;
  /**
   * Where they go.
   * @default - none
   */
  readonly tracingEndpoint?: string;
  /**
   * Share of events that are traced, from 0 to 1. Without it no trace is made: `traces-not-sampled` warns of that.
   * @default 0
   */
  readonly tracingSamplingRate?: number;
}

const WHO_EXPORT = [
  'eventing-controller', 'eventing-webhook', 'imc-controller', 'imc-dispatcher', 'mt-broker-controller',
  'mt-broker-filter', 'mt-broker-ingress',
];

/** Follows pkg/observability/config.go of Eventing, and the configurations of knative.dev/pkg that it has. */
export const EVENTING_OBSERVABILITY: SettingsMap<EventingObservabilitySettings> = {
  configMap: 'config-observability',
  namespace: KNATIVE_EVENTING,
  keys: {
    metricsProtocol: onStart(choice('metrics-protocol', MetricsProtocol)),
    metricsEndpoint: onStart(text('metrics-endpoint')),
    metricsExportInterval: onStart(time('metrics-export-interval', { min: Duration.millis(1) })),
    sinkEventErrorReporting: flag('sink-event-error-reporting.enable'),
    runtimeProfiling: flag('runtime-profiling', { on: 'enabled', off: 'disabled' }),
    tracingProtocol: onStart(choice('tracing-protocol', TracingProtocol)),
    tracingEndpoint: onStart(text('tracing-endpoint')),
    tracingSamplingRate: onStart(decimal('tracing-sampling-rate', { min: 0, max: 1, proposal: 0.1 })),
  },
  checkTogether: (settings) => [
    checkEndpoint('metrics', settings.metricsProtocol, settings.metricsEndpoint),
    checkEndpoint('tracing', settings.tracingProtocol, settings.tracingEndpoint),
  ],
};

function onStart<T>(key: SettingKey<T>): SettingKey<T> {
  return { ...key, restarts: WHO_EXPORT };
}
