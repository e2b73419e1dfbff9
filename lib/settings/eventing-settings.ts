import { type InstalledConfig, KNATIVE_EVENTING, type KnativeVersion, type Problem } from '../core';
import type { ClusterBrokerDefault, NamespaceBrokerDefault } from '../eventing';
import {
  BROKER_CHANNEL, type BrokerChannelSettings, CHANNEL_DEFAULTS, type ChannelDefaultSettings,
} from './channel-default-settings';
import {
  checkNodeSelector, EVENTING_FEATURES, type EventingFeatureSettings, renderNodeSelector,
} from './eventing-feature-settings';
import { flagKeys } from './flag-keys';
import { EVENTING_LOGGING, type EventingLoggingSettings } from './eventing-logging-settings';
import { EVENTING_OBSERVABILITY, type EventingObservabilitySettings } from './eventing-observability-settings';
import { IN_MEMORY_DISPATCHER, type InMemoryDispatcherSettings } from './in-memory-dispatcher-settings';
import { checkKreferenceMapping } from './kreference-mapping';
import { leaderElection, type LeaderElectionSettings } from './leader-election-settings';
import { PING, type PingSettings } from './ping-settings';
import { checkSettings, renderSettings, type ShippedSettings, shippedSettings } from './settings-table';
import { SUGAR, type SugarSettings } from './sugar-settings';
import { withoutEmpty } from './without-empty';

/** What brokers get where they say nothing, as `BrokerDefaults` has it. */
export interface BrokerDefaultSettings {
  /**
   * Defaults of the cluster.
   * @default - those of a Knative release: the multi-tenant broker with in-memory channels and ten retries
   */
  readonly clusterDefault?: ClusterBrokerDefault;
  /**
   * Defaults of single namespaces, by their names.
   * @default - none
   */
  readonly namespaceDefaults?: Readonly<Record<string, NamespaceBrokerDefault>>;
}

/**
 * Settings of an installation of Eventing, a property for each ConfigMap of its release. Only what is set is written.
 * There is none for `config-tracing`: it is empty since `config-observability` has its settings.
 * @see https://knative.dev/docs/eventing/configuration/
 */
export interface EventingSettings {
  /**
   * What brokers get where they say nothing: `config-br-defaults`.
   * @default - as the release has it
   */
  readonly brokers?: BrokerDefaultSettings;
  /**
   * The channels behind brokers of the multi-tenant class: `config-br-default-channel`.
   * @default - in-memory channels
   */
  readonly brokerChannel?: BrokerChannelSettings;
  /**
   * The kinds of channels that name none: `default-ch-webhook`.
   * @default - in-memory channels
   */
  readonly channels?: ChannelDefaultSettings;
  /**
   * Switches: `config-features`.
   * @default - as the release has them
   */
  readonly features?: EventingFeatureSettings;
  /**
   * Labels of the nodes that sources of API server events run on: keys of `config-features`. A label with a `/`, and a
   * value that Knative would take for a flag, is refused with `KN-SET-025`.
   * @default - any nodes
   */
  readonly apiServerSourceNodeSelector?: Readonly<Record<string, string>>;
  /**
   * Addresses that references are turned into, by `Kind.version` or `Kind.version.group`, as Go templates over `.Name`,
   * `.Namespace`, `.SystemNamespace` and `.UID`: `config-kreference-mapping`. What Knative would leave out is refused
   * with `KN-SET-024`, a mapping without `features.kreferenceMapping` with `KN-SET-002`.
   * @default - none
   */
  readonly kreferenceMapping?: Readonly<Record<string, string>>;
  /**
   * Brokers that are made by themselves: `config-sugar`.
   * @default - none
   */
  readonly sugar?: SugarSettings;
  /**
   * Limits of PingSources: `config-ping-defaults`.
   * @default - as the release has them
   */
  readonly ping?: PingSettings;
  /**
   * Connections of the dispatcher of in-memory channels: `config-imc-event-dispatcher`.
   * @default - as the release has them
   */
  readonly inMemoryDispatcher?: InMemoryDispatcherSettings;
  /**
   * How controllers agree who works: `config-leader-election`.
   * @default - as the release has it
   */
  readonly leaderElection?: LeaderElectionSettings;
  /**
   * How much is logged: `config-logging`.
   * @default - as the release has it
   */
  readonly logging?: EventingLoggingSettings;
  /**
   * Metrics and traces: `config-observability`.
   * @default - none leave
   */
  readonly observability?: EventingObservabilitySettings;
}

/** Controllers that take part in an election. */
const CONTROLLERS = [
  'eventing-controller', 'eventing-webhook', 'imc-controller', 'mt-broker-controller', 'pingsource-mt-adapter',
];
const LEADER_ELECTION = leaderElection(KNATIVE_EVENTING, CONTROLLERS);

/** What is known of the ConfigMaps of Eventing. */
export const EVENTING_MAPS: readonly ShippedSettings[] = [
  { configMap: 'config-br-defaults', namespace: KNATIVE_EVENTING, keys: [{ key: 'default-br-config' }] },
  shippedSettings(BROKER_CHANNEL),
  shippedSettings(CHANNEL_DEFAULTS),
  shippedSettings(EVENTING_FEATURES),
  shippedSettings(SUGAR),
  shippedSettings(PING),
  shippedSettings(IN_MEMORY_DISPATCHER),
  shippedSettings(LEADER_ELECTION),
  shippedSettings(EVENTING_LOGGING),
  shippedSettings(EVENTING_OBSERVABILITY),
  { configMap: 'config-kreference-mapping', namespace: KNATIVE_EVENTING, keys: [] },
  flagKeys(KNATIVE_EVENTING, 'config-features'),
];

/** What is wrong with settings of Eventing, besides what their constructs (`makeEventingConstructs`) report. */
export function checkEventing(settings: EventingSettings | undefined, version: KnativeVersion): Problem[] {
  if (settings === undefined) return [];
  return [
    ...checkSettings(BROKER_CHANNEL, settings.brokerChannel, version),
    ...checkSettings(CHANNEL_DEFAULTS, settings.channels, version),
    ...checkSettings(EVENTING_FEATURES, settings.features, version),
    ...checkNodeSelector(settings.apiServerSourceNodeSelector),
    ...checkKreferenceMapping(settings.kreferenceMapping, settings.features?.kreferenceMapping === true),
    ...checkSettings(SUGAR, settings.sugar, version),
    ...checkSettings(PING, settings.ping, version),
    ...checkSettings(IN_MEMORY_DISPATCHER, settings.inMemoryDispatcher, version),
    ...checkSettings(LEADER_ELECTION, settings.leaderElection, version),
    ...checkSettings(EVENTING_LOGGING, settings.logging, version),
    ...checkSettings(EVENTING_OBSERVABILITY, settings.observability, version),
  ];
}

/** The settings by ConfigMap, without those that constructs make (`makeEventingConstructs`). */
export function eventingConfig(settings: EventingSettings | undefined): InstalledConfig {
  if (settings === undefined) return {};
  return withoutEmpty({
    'config-br-default-channel': renderSettings(BROKER_CHANNEL, settings.brokerChannel),
    'default-ch-webhook': renderSettings(CHANNEL_DEFAULTS, settings.channels),
    'config-features': {
      ...renderSettings(EVENTING_FEATURES, settings.features),
      ...renderNodeSelector(settings.apiServerSourceNodeSelector),
    },
    'config-kreference-mapping': { ...settings.kreferenceMapping },
    'config-sugar': renderSettings(SUGAR, settings.sugar),
    'config-ping-defaults': renderSettings(PING, settings.ping),
    'config-imc-event-dispatcher': renderSettings(IN_MEMORY_DISPATCHER, settings.inMemoryDispatcher),
    'config-leader-election': renderSettings(LEADER_ELECTION, settings.leaderElection),
    'config-logging': renderSettings(EVENTING_LOGGING, settings.logging),
    'config-observability': renderSettings(EVENTING_OBSERVABILITY, settings.observability),
  });
}
