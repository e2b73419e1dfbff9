import type { Duration } from 'cdk8s';
import { checkCredentials, checkDuration, checkWhole, goDuration, type Problem } from '../core';
import { seconds, type Settings } from './agent-values';

/**
 * Where the agent sends its metrics. The injector drops all of it where one value has the wrong type; the types here
 * are those that it wants. Two settings of Vault have no place here: the token for the API of Circonus, a credential,
 * and `filter_default`, whose `false` the injector leaves out.
 * @see https://developer.hashicorp.com/vault/docs/configuration/telemetry
 */
export interface VaultTelemetryOptions {
  /**
   * How often usage gauges are collected, in whole seconds.
   * @default - that of Vault: ten minutes
   */
  readonly usageGaugePeriod?: Duration;
  /**
   * How many labels a gauge may have.
   * @default - that of Vault: 500
   */
  readonly maximumGaugeCardinality?: number;
  /**
   * Whether names of gauges lack the host's name in front.
   * @default false
   */
  readonly disableHostname?: boolean;
  /**
   * Whether metrics have the host's name as a label.
   * @default false
   */
  readonly enableHostnameLabel?: boolean;
  /**
   * Size of the buckets in which leases that expire are counted, in whole seconds.
   * @default - that of Vault: one hour
   */
  readonly leaseMetricsEpsilon?: Duration;
  /**
   * How many of these buckets there are.
   * @default - that of Vault: 168
   */
  readonly numLeaseMetricsBuckets?: number;
  /**
   * Whether these metrics have the namespace as a label.
   * @default false
   */
  readonly addLeaseMetricsNamespaceLabels?: boolean;
  /**
   * Prefixes of metrics, with `+` in front for those that are sent, with `-` for those that are not.
   * @default - none
   */
  readonly prefixFilter?: readonly string[];
  /**
   * Address of a statsite server.
   * @default - none
   */
  readonly statsiteAddress?: string;
  /**
   * Address of a statsd server.
   * @default - none
   */
  readonly statsdAddress?: string;
  /**
   * Address of a DogStatsD server.
   * @default - none
   */
  readonly dogstatsdAddress?: string;
  /**
   * Tags for DogStatsD, as `key:value`.
   * @default - none
   */
  readonly dogstatsdTags?: readonly string[];
  /**
   * How long metrics wait for Prometheus to fetch them, in whole seconds; 0 switches Prometheus off.
   * @default - that of Vault: one day
   */
  readonly prometheusRetentionTime?: Duration;
  /**
   * Project of Google Cloud Monitoring.
   * @default - none
   */
  readonly stackdriverProjectId?: string;
  /**
   * Location of Google Cloud Monitoring.
   * @default - none
   */
  readonly stackdriverLocation?: string;
  /**
   * Namespace of Google Cloud Monitoring.
   * @default - none
   */
  readonly stackdriverNamespace?: string;
  /**
   * Whether Google Cloud Monitoring is logged in detail.
   * @default false
   */
  readonly stackdriverDebugLogs?: boolean;
  /**
   * Metrics for Circonus.
   * @default - none
   */
  readonly circonus?: VaultCirconusOptions;
}

/** Metrics for Circonus. */
export interface VaultCirconusOptions {
  /**
   * Name of the application in Circonus.
   * @default - that of Vault: nomad
   */
  readonly apiApp?: string;
  /**
   * Address of the API.
   * @default - that of Circonus
   */
  readonly apiUrl?: string;
  /**
   * How often metrics are sent, in whole seconds.
   * @default - that of Vault: ten seconds
   */
  readonly submissionInterval?: Duration;
  /**
   * Address that metrics are sent to.
   * @default - that of the check
   */
  readonly submissionUrl?: string;
  /** @default - a new check */
  readonly checkId?: string;
  /**
   * Whether metrics are switched on again that were switched off by hand. `true` is refused (`KN-VLT-014`): the
   * injector hands it on in a form that keeps the agent from starting.
   * @default false
   */
  readonly checkForceMetricActivation?: boolean;
  /** @default - host and application */
  readonly checkInstanceId?: string;
  /** @default - the application */
  readonly checkSearchTag?: string;
  /** @default - the instance */
  readonly checkDisplayName?: string;
  /** @default - none */
  readonly checkTags?: string;
  /** @default - chosen by Circonus */
  readonly brokerId?: string;
  /** @default - none */
  readonly brokerSelectTag?: string;
}

/** The annotations of the metrics. Each value is JSON, so that a text of digits stays a text. */
export function telemetrySettings(telemetry: VaultTelemetryOptions): Settings {
  const { circonus = {}, dogstatsdAddress, ...plain } = telemetry;
  const named: Record<string, unknown> = { ...plain, dogstatsdAddr: dogstatsdAddress };
  for (const [field, value] of Object.entries(circonus)) {
    named[`circonus${field.charAt(0).toUpperCase()}${field.slice(1)}`] = value;
  }
  return Object.fromEntries(Object.entries(named).map(([field, value]) =>
    [`agent-telemetry-${kebab(field)}`, value === undefined ? undefined : JSON.stringify(plainValue(value))]));
}

/** What is wrong with the metrics. */
export function checkTelemetry(telemetry: VaultTelemetryOptions): (Problem | undefined)[] {
  const { usageGaugePeriod, leaseMetricsEpsilon, prometheusRetentionTime, circonus } = telemetry;
  return [
    checkDuration(usageGaugePeriod, seconds('telemetry.usageGaugePeriod', 0)),
    checkDuration(leaseMetricsEpsilon, seconds('telemetry.leaseMetricsEpsilon')),
    checkDuration(prometheusRetentionTime, seconds('telemetry.prometheusRetentionTime', 0)),
    checkDuration(circonus?.submissionInterval, seconds('telemetry.circonus.submissionInterval')),
    ...addressesOf(telemetry).map(([field, address]) => checkCredentials(`telemetry.${field}`, address, 'KN-VLT-014',
      'leave it out of the address')),
    checkActivation(circonus?.checkForceMetricActivation),
    checkWhole('KN-VLT-014', 'telemetry.maximumGaugeCardinality', telemetry.maximumGaugeCardinality, { min: 0, max: Number.MAX_SAFE_INTEGER }),
    checkWhole('KN-VLT-014', 'telemetry.numLeaseMetricsBuckets', telemetry.numLeaseMetricsBuckets, { min: 1, max: Number.MAX_SAFE_INTEGER }),
  ];
}

/**
 * Follows Telemetry of the injector's agent/config.go, where it is a boolean, and that of Vault's
 * internalshared/configutil/telemetry.go, where it is a text: a text makes the injector drop all of the telemetry, and
 * a boolean ends the agent.
 */
function checkActivation(activation: boolean | undefined): Problem | undefined {
  if (activation !== true) return undefined;
  return {
    code: 'KN-VLT-014',
    message: 'telemetry.circonus.checkForceMetricActivation cannot be switched on: the agent does not start with what '
      + 'the injector makes of it',
    received: activation,
    allowed: '`false`, which is what is taken anyway',
    fix: 'leave it out, and switch the metrics on in Circonus',
  };
}

function addressesOf(telemetry: VaultTelemetryOptions): [string, string | undefined][] {
  const { statsiteAddress, statsdAddress, dogstatsdAddress, circonus } = telemetry;
  return Object.entries({
    statsiteAddress, statsdAddress, dogstatsdAddress,
    'circonus.apiUrl': circonus?.apiUrl, 'circonus.submissionUrl': circonus?.submissionUrl,
  });
}

function plainValue(value: unknown): unknown {
  return isDuration(value) ? goDuration(value) : value;
}

function isDuration(value: unknown): value is Duration {
  return typeof value === 'object' && value !== null && 'toMilliseconds' in value;
}

function kebab(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
