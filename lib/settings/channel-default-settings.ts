import { checkName, KINDS, KNATIVE_EVENTING, type Problem } from '../core';
import { ChannelTemplate } from '../eventing';
import { type SettingsMap, yaml } from './settings-table';

/** Which kind of channel a `Channel` without a template gets. */
export interface DefaultChannels {
  /**
   * The kind in namespaces that are not listed.
   * @default ChannelTemplate.inMemory()
   */
  readonly clusterDefault?: ChannelTemplate;
  /**
   * The kind in single namespaces, by their names (`KN-SET-001`).
   * @default - none
   */
  readonly namespaceDefaults?: Readonly<Record<string, ChannelTemplate>>;
}

/**
 * Which kinds of channels are made: the ConfigMaps `default-ch-webhook` and `config-br-default-channel`.
 * @see https://knative.dev/docs/eventing/configuration/channel-configuration/
 */
export interface ChannelDefaultSettings {
  /**
   * The kinds of channels that name none. It stands for all of what the release has, so that the cluster's default is
   * written too where only namespaces have one.
   * @default - in-memory channels
   */
  readonly channels?: DefaultChannels;
}

/** The channels of brokers. */
export interface BrokerChannelSettings {
  /**
   * The kind of the channel behind each broker of the class `MTChannelBasedBroker` that has no configuration of its
   * own.
   * @default ChannelTemplate.inMemory()
   */
  readonly template?: ChannelTemplate;
}

/** Follows pkg/apis/messaging/config/channel_defaults.go. */
export const CHANNEL_DEFAULTS: SettingsMap<ChannelDefaultSettings> = {
  configMap: 'default-ch-webhook',
  namespace: KNATIVE_EVENTING,
  keys: { channels: yaml('default-ch-config', renderDefaults, checkDefaults) },
};

/** Follows pkg/reconciler/broker/config.go. */
export const BROKER_CHANNEL: SettingsMap<BrokerChannelSettings> = {
  configMap: 'config-br-default-channel',
  namespace: KNATIVE_EVENTING,
  keys: { template: yaml('channel-template-spec', renderTemplate) },
};

/** All templates of the settings. */
export function templatesOf(
  channels: ChannelDefaultSettings | undefined, broker: BrokerChannelSettings | undefined,
): ChannelTemplate[] {
  const { clusterDefault, namespaceDefaults = {} } = channels?.channels ?? {};
  return [clusterDefault, ...Object.values(namespaceDefaults), broker?.template].flatMap((template) => template ?? []);
}

function renderDefaults({ clusterDefault, namespaceDefaults = {} }: DefaultChannels): unknown {
  const namespaces = Object.entries(namespaceDefaults).map(([name, template]) => [name, renderTemplate(template)]);
  return {
    clusterDefault: renderTemplate(clusterDefault ?? ChannelTemplate.inMemory()),
    ...namespaces.length === 0 ? {} : { namespaceDefaults: Object.fromEntries(namespaces) },
  };
}

/** YAML knows no undefined. */
function renderTemplate(template: ChannelTemplate): unknown {
  return JSON.parse(JSON.stringify(template._render()));
}

function checkDefaults({ namespaceDefaults = {} }: DefaultChannels): Problem | undefined {
  return Object.keys(namespaceDefaults)
    .map((name) => checkName('namespace name', name, KINDS.namespace.nameRule, 'KN-SET-001'))
    .find((problem) => problem !== undefined);
}
