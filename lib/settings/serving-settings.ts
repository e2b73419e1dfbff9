import { type InstalledConfig, KNATIVE_SERVING, type KnativeVersion, type Problem } from '../core';
import { AUTOSCALER, type AutoscalerSettings, type PlatformAutoscalerSettings } from './autoscaler-settings';
import { CERT_MANAGER, type CertManagerSettings } from './certmanager-settings';
import { DEFAULTS, type DefaultsSettings } from './defaults-settings';
import { DEPLOYMENT, type DeploymentSettings } from './deployment-settings';
import { checkDomains, DOMAIN_MAP, type DomainSetting, renderDomains } from './domain-settings';
import { flagKeys } from './flag-keys';
import { GARBAGE_COLLECTION, type GarbageCollectionSettings } from './garbage-collection-settings';
import { ISTIO, type IstioSettings } from './istio-settings';
import { KOURIER, type KourierSettings } from './kourier-settings';
import { leaderElection, type LeaderElectionSettings } from './leader-election-settings';
import { LOGGING, type LoggingSettings } from './logging-settings';
import { NETWORK, type NetworkSettings, type PlatformNetworkSettings } from './network-settings';
import { OBSERVABILITY, type ObservabilitySettings } from './observability-settings';
import { SERVING_FEATURES, type ServingFeatureSettings } from './serving-feature-settings';
import { checkSettings, renderSettings, type SettingsMap, type ShippedSettings, shippedSettings } from './settings-table';

/**
 * Settings of Knative Serving, by the ConfigMap that has them. Only what is set is written: the rest stays as the
 * release has it. `config-tracing` has no keys any more: traces are part of `observability`. What Contour and the
 * Gateway API are told is said with the `Ingress`.
 * @see https://knative.dev/docs/serving/configuration/
 */
export interface ServingSettings {
  /**
   * Addresses, roll-out and traffic inside of the cluster: `config-network`.
   * @default - as the release has it
   */
  readonly network?: NetworkSettings;
  /**
   * How revisions scale that do not say it themselves: `config-autoscaler`.
   * @default - as the release has it
   */
  readonly autoscaler?: AutoscalerSettings;
  /**
   * What revisions have that do not say it themselves: `config-defaults`.
   * @default - as the release has it
   */
  readonly defaults?: DefaultsSettings;
  /**
   * What the Deployments of revisions have: `config-deployment`.
   * @default - as the release has it
   */
  readonly deployment?: DeploymentSettings;
  /**
   * When revisions go: `config-gc`.
   * @default - as the release has it
   */
  readonly garbageCollection?: GarbageCollectionSettings;
  /**
   * Those of `config-features` that open no field of a service.
   * @default - as the release has it
   */
  readonly features?: ServingFeatureSettings;
  /**
   * Metrics, traces and request logs: `config-observability`.
   * @default - as the release has it
   */
  readonly observability?: ObservabilitySettings;
  /**
   * How controllers agree who works: `config-leader-election`.
   * @default - as the release has it
   */
  readonly leaderElection?: LeaderElectionSettings;
  /**
   * How much each part logs: `config-logging`.
   * @default - as the release has it
   */
  readonly logging?: LoggingSettings;
  /**
   * What the gateway of Kourier does with requests: `config-kourier`.
   * @default - as the release has it
   */
  readonly kourier?: KourierSettings;
  /**
   * The gateways of Istio: `config-istio`.
   * @default - as the release has it
   */
  readonly istio?: IstioSettings;
}

/**
 * All settings of Knative Serving: those too that follow from ingress, domains, issuer, namespaces and feature flags of
 * a platform.
 */
export interface PlatformServingSettings extends ServingSettings {
  /** @default - as the release has it */
  readonly network?: PlatformNetworkSettings;
  /** @default - as the release has it */
  readonly autoscaler?: PlatformAutoscalerSettings;
  /**
   * Domains of services: `config-domain`.
   * @default - none, so that all services are for the cluster only
   */
  readonly domains?: readonly DomainSetting[];
  /**
   * Who signs certificates: `config-certmanager`.
   * @default - as the release has it
   */
  readonly certManager?: CertManagerSettings;
}

type Tables = Omit<Required<PlatformServingSettings>, 'domains'>;

const LEADER_ELECTION = leaderElection(KNATIVE_SERVING, ['autoscaler', 'autoscaler-hpa', 'controller', 'webhook']);

const TABLES: { readonly [P in keyof Tables]: SettingsMap<Tables[P]> } = {
  network: NETWORK,
  certManager: CERT_MANAGER,
  features: SERVING_FEATURES,
  autoscaler: AUTOSCALER,
  defaults: DEFAULTS,
  deployment: DEPLOYMENT,
  garbageCollection: GARBAGE_COLLECTION,
  observability: OBSERVABILITY,
  leaderElection: LEADER_ELECTION,
  logging: LOGGING,
  kourier: KOURIER,
  istio: ISTIO,
};

/** ConfigMaps that `Ingress.contour` and `Ingress.gatewayApi` write, each with rules of its own. */
const OF_INGRESS: readonly ShippedSettings[] = [
  ingressMap('config-contour', 'timeout-policy-idle', 'timeout-policy-response', 'default-tls-secret', 'visibility', 'cors-policy'),
  ingressMap('config-gateway', 'external-gateways', 'local-gateways'),
];

/** What is known of the ConfigMaps of Serving and its networking layers, for lists of all keys. */
export const SERVING_MAPS: readonly ShippedSettings[] = [
  { ...DOMAIN_MAP, keys: [] },
  flagKeys(KNATIVE_SERVING, SERVING_FEATURES.configMap),
  ...OF_INGRESS,
  ...Object.values(TABLES).map((table) => shippedSettings(table as SettingsMap<object>)),
];

/** What is wrong with settings of Serving. */
export function checkServing(settings: PlatformServingSettings | undefined, version: KnativeVersion): Problem[] {
  if (settings === undefined) return [];
  return [...checkDomains(settings.domains), ...tableNames().flatMap((name) => checkOne(name, settings, version))];
}

/** The settings of Serving by ConfigMap, as the operator takes them: those that were set. */
export function servingConfig(settings: PlatformServingSettings = {}): InstalledConfig {
  const rendered = tableNames().map((name) => [TABLES[name].configMap, renderOne(name, settings)] as const);
  return Object.fromEntries([[DOMAIN_MAP.configMap, renderDomains(settings.domains)] as const, ...rendered]
    .filter(([, data]) => Object.keys(data).length > 0));
}

function ingressMap(configMap: string, ...keys: readonly string[]): ShippedSettings {
  return { configMap, namespace: KNATIVE_SERVING, keys: keys.map((key) => ({ key })) };
}

function tableNames(): (keyof Tables)[] {
  return Object.keys(TABLES) as (keyof Tables)[];
}

function checkOne<P extends keyof Tables>(
  name: P, settings: PlatformServingSettings, version: KnativeVersion,
): Problem[] {
  return checkSettings<Tables[P]>(TABLES[name], settings[name] as Tables[P] | undefined, version);
}

function renderOne<P extends keyof Tables>(name: P, settings: PlatformServingSettings): Record<string, string> {
  return renderSettings<Tables[P]>(TABLES[name], settings[name] as Tables[P] | undefined);
}
