import { Duration } from 'cdk8s';
import { KNATIVE_SERVING, type Problem, show } from '../core';
import {
  choice, contradiction, decimal, flag, type SettingKey, type SettingsMap, text, time,
} from './settings-table';
import { checkGoTemplate } from './template-checks';

/** How metrics leave. */
export enum MetricsProtocol {
  /** They do not. */
  NONE = 'none',
  /** Prometheus fetches them. */
  PROMETHEUS = 'prometheus',
  /** They are sent to a collector by OTLP over HTTP. */
  HTTP_PROTOBUF = 'http/protobuf',
  /** They are sent to a collector by OTLP over gRPC. */
  GRPC = 'grpc',
}

/** How traces leave. */
export enum TracingProtocol {
  /** They do not. */
  NONE = 'none',
  /** They are sent to a collector by OTLP over HTTP. */
  HTTP_PROTOBUF = 'http/protobuf',
  /** They are sent to a collector by OTLP over gRPC. */
  GRPC = 'grpc',
  /** They are written to the log. */
  STDOUT = 'stdout',
}

/**
 * Metrics, traces and request logs: the ConfigMap `config-observability`. What is none of a key's values is refused
 * with `KN-SET-001`, an endpoint without its protocol and the other way round with `KN-SET-002`.
 * @see https://knative.dev/docs/serving/observability/metrics/collecting-metrics/
 */
export interface ObservabilitySettings {
  /**
   * How metrics of the installation leave. A change needs restarts (`restartsAfter`).
   * @default MetricsProtocol.NONE
   */
  readonly metricsProtocol?: MetricsProtocol;
  /**
   * Where they go: an address with OTLP, `host:port` to listen at for Prometheus.
   * @default - none; port 9090 for Prometheus
   */
  readonly metricsEndpoint?: string;
  /**
   * How often they go.
   * @default Duration.seconds(60)
   */
  readonly metricsExportInterval?: Duration;
  /**
   * How metrics of requests leave the queue-proxy of each pod.
   * @default MetricsProtocol.NONE
   */
  readonly requestMetricsProtocol?: MetricsProtocol;
  /**
   * Where those go: an address with OTLP, `host:port` to listen at for Prometheus.
   * @default - none; port 9091 for Prometheus
   */
  readonly requestMetricsEndpoint?: string;
  /**
   * How often those go.
   * @default Duration.seconds(60)
   */
  readonly requestMetricsExportInterval?: Duration;
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
   * Share of requests that are traced, from 0 to 1. Without it no trace is made: `traces-not-sampled` warns of that.
   * @default 0
   */
  readonly tracingSamplingRate?: number;
  /**
   * Whether profiles can be fetched from port 8008 of each part.
   * @default false
   */
  readonly runtimeProfiling?: boolean;
  /**
   * Whether what a container writes to `/var/log` can be collected on the node.
   * @default false
   */
  readonly enableVarLogCollection?: boolean;
  /**
   * Address of the logs of a revision, which its status shows; `${REVISION_UID}` stands for the revision.
   * @default - none
   */
  readonly revisionUrlTemplate?: string;
  /**
   * What a line of the request log looks like, as a Go template over `.Request`, `.Response`, `.Revision` and
   * `.TraceID`; one line, because collectors take several for several records.
   * @default - a line of JSON
   */
  readonly requestLogTemplate?: string;
  /**
   * Whether each request is logged.
   * @default false
   */
  readonly enableRequestLog?: boolean;
  /**
   * Whether probes are logged.
   * @default false
   */
  readonly enableProbeRequestLog?: boolean;
}

/** `SetupObservabilityOrDie` of pkg/injection/sharedmain of knative.dev/pkg, which each of them calls once. */
const WHO_EXPORT = ['activator', 'autoscaler', 'autoscaler-hpa', 'controller', 'webhook'];
const AT_LEAST = { min: Duration.millis(1) };
const OVER_OTLP: readonly string[] = [MetricsProtocol.HTTP_PROTOBUF, MetricsProtocol.GRPC];

/**
 * Follows pkg/observability/config.go of Serving, and metrics/config.go, tracing/config.go and runtime/config.go of
 * knative.dev/pkg. It is stricter on intervals of nothing, which leave the default, and on endpoints that no exporter
 * can reach.
 */
export const OBSERVABILITY: SettingsMap<ObservabilitySettings> = {
  configMap: 'config-observability',
  namespace: KNATIVE_SERVING,
  keys: {
    metricsProtocol: onStart(choice('metrics-protocol', MetricsProtocol)),
    metricsEndpoint: onStart(text('metrics-endpoint')),
    metricsExportInterval: onStart(time('metrics-export-interval', AT_LEAST)),
    requestMetricsProtocol: choice('request-metrics-protocol', MetricsProtocol),
    requestMetricsEndpoint: text('request-metrics-endpoint'),
    requestMetricsExportInterval: time('request-metrics-export-interval', AT_LEAST),
    tracingProtocol: onStart(choice('tracing-protocol', TracingProtocol)),
    tracingEndpoint: onStart(text('tracing-endpoint')),
    tracingSamplingRate: onStart(decimal('tracing-sampling-rate', { min: 0, max: 1, proposal: 0.1 })),
    runtimeProfiling: flag('runtime-profiling', { on: 'enabled', off: 'disabled' }),
    enableVarLogCollection: flag('logging.enable-var-log-collection'),
    revisionUrlTemplate: text('logging.revision-url-template'),
    requestLogTemplate: { ...text('logging.request-log-template'), check: checkLogTemplate },
    enableRequestLog: flag('logging.enable-request-log'),
    enableProbeRequestLog: flag('logging.enable-probe-request-log'),
  },
  checkTogether: (settings) => [
    checkEndpoint('metrics', settings.metricsProtocol, settings.metricsEndpoint),
    checkEndpoint('request-metrics', settings.requestMetricsProtocol, settings.requestMetricsEndpoint),
    checkEndpoint('tracing', settings.tracingProtocol, settings.tracingEndpoint),
  ],
};

function onStart<T>(key: SettingKey<T>): SettingKey<T> {
  return { ...key, restarts: WHO_EXPORT };
}

function checkLogTemplate(value: string, field: string): Problem | undefined {
  return checkGoTemplate(value, field, ['Request', 'Response', 'Revision', 'TraceID'])
    ?? (value.includes('\n') ? { ...contradiction('', value, 'a template of one line', 'write it without line breaks'),
      code: 'KN-SET-001', message: `the template for ${field} has several lines, which are several records` } : undefined);
}

/**
 * Checks that an endpoint goes with its protocol; for `metrics`, `request-metrics` and `tracing`, of Serving and of
 * Eventing.
 */
export function checkEndpoint(
  what: string, protocol: string = MetricsProtocol.NONE, endpoint: string | undefined,
): Problem | undefined {
  if (OVER_OTLP.includes(protocol)) {
    if (endpoint !== undefined && isAddress(endpoint)) return undefined;
    return contradiction(
      endpoint === undefined ? `\`${what}-protocol\` is ${show(protocol)}, and there is no \`${what}-endpoint\``
        : `\`${what}-endpoint\` ${show(endpoint)} is no address that ${show(protocol)} can be sent to`,
      endpoint, 'an `http://` or `https://` address of a collector, or `host:port` for `https://`', 'write `http://collector.observability:4318/v1/metrics`, for example');
  }
  if (endpoint === undefined) return undefined;
  if (protocol !== MetricsProtocol.PROMETHEUS) {
    return contradiction(`\`${what}-protocol\` is ${show(protocol)}, which has no \`${what}-endpoint\``, endpoint,
      'an endpoint with a protocol that sends', `write \`${what}-protocol\` too, or leave the endpoint out`);
  }
  return LISTENED_AT.test(endpoint) ? undefined : contradiction(
    `\`${what}-endpoint\` ${show(endpoint)} is nothing that can be listened at`, endpoint, '`host:port`, or `:port`',
    'write `:9090`, for example');
}

const LISTENED_AT = /^[^/\s]*:[0-9]{1,5}$/;

/** `endpointFor` of metrics/provider.go puts `https://` in front of a host with a port. */
function isAddress(endpoint: string): boolean {
  return /^[a-z][-a-z0-9.]*:[0-9]{1,5}$/.test(endpoint) || (/^https?:\/\/[^\s/]+/.test(endpoint) && URL.canParse(endpoint));
}
