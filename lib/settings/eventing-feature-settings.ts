import type { Duration } from 'cdk8s';
import {
  checkDuration, checkLabels, isoDuration, isoRange, KNATIVE_EVENTING, type Problem, show, showAll,
} from '../core';
import { choice, flag, type SettingKey, type SettingsMap, text } from './settings-table';

/** Whether events travel through the parts of Eventing encrypted. */
export enum TransportEncryption {
  /** In plain text. */
  DISABLED = 'disabled',
  /** Both ways are open, and senders take the encrypted one where there is one. */
  PERMISSIVE = 'permissive',
  /** Encrypted only. */
  STRICT = 'strict',
}

/** Who may send to what no `EventPolicy` is for. */
export enum DefaultAuthorizationMode {
  ALLOW_ALL = 'allow-all',
  DENY_ALL = 'deny-all',
  ALLOW_SAME_NAMESPACE = 'allow-same-namespace',
}

/**
 * Flags of Eventing that open no field of an object: the ConfigMap `config-features`. Those that open one are members
 * of `Feature`, which a platform switches on by itself or by its `features`. Any other text is refused with
 * `KN-SET-001`; Knative takes it and is as if the flag were off.
 * @see https://knative.dev/docs/eventing/features/
 */
export interface EventingFeatureSettings {
  /**
   * Whether events travel encrypted. Needs cert-manager, and the operator installs certificates for it.
   * @default TransportEncryption.DISABLED
   */
  readonly transportEncryption?: TransportEncryption;
  /**
   * Who may send to what no `EventPolicy` is for. Without effect unless `Feature.AUTHENTICATION_OIDC` is on.
   * @default DefaultAuthorizationMode.ALLOW_SAME_NAMESPACE
   */
  readonly defaultAuthorizationMode?: DefaultAuthorizationMode;
  /**
   * Whether a delivery can have a time limit.
   * @default true
   */
  readonly deliveryTimeout?: boolean;
  /**
   * Whether a reference can name a group without a version.
   * @default false
   */
  readonly kreferenceGroup?: boolean;
  /**
   * Whether references are turned into addresses by `kreferenceMapping` of the settings.
   * @default false
   */
  readonly kreferenceMapping?: boolean;
  /**
   * Whether brokers and channels write an `EventType` for each type of event that they see.
   * @default false
   */
  readonly eventTypeAutoCreate?: boolean;
  /**
   * Time limit that is written into a `RequestReply` without one, in steps of a tenth of a second. Knative 1.23 waits
   * one minute whatever it says.
   * @default Duration.seconds(30)
   */
  readonly requestReplyDefaultTimeout?: Duration;
  /**
   * Where the keys for tokens are found: an address of `https`.
   * @default https://kubernetes.default.svc
   */
  readonly oidcDiscoveryBaseUrl?: string;
}

const WORDS = { on: 'enabled', off: 'disabled' };

/** Follows pkg/apis/feature/features.go of Eventing. */
export const EVENTING_FEATURES: SettingsMap<EventingFeatureSettings> = {
  configMap: 'config-features',
  namespace: KNATIVE_EVENTING,
  keys: {
    kreferenceGroup: flag('kreference-group', WORDS),
    deliveryTimeout: flag('delivery-timeout', WORDS),
    kreferenceMapping: flag('kreference-mapping', WORDS),
    transportEncryption: choice('transport-encryption', TransportEncryption),
    eventTypeAutoCreate: flag('eventtype-auto-create', WORDS),
    defaultAuthorizationMode: choice('default-authorization-mode', DefaultAuthorizationMode),
    requestReplyDefaultTimeout: isoTime('requestreply-default-timeout'),
    oidcDiscoveryBaseUrl: text('oidc-discovery-base-url', {
      matches: isHttps, allowed: 'an address of `https` without a query', example: 'https://kubernetes.default.svc',
    }),
  },
};

/** How the keys of the node selector begin. */
export const NODE_SELECTOR_PREFIX = 'apiserversources-nodeselector-';
/** Values that Knative takes for flags and writes with a capital. */
const FLAG_VALUES = ['enabled', 'disabled', 'allowed'];

/** The keys of the nodes that sources of API server events run on. */
export function renderNodeSelector(labels: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).map(([key, value]) => [NODE_SELECTOR_PREFIX + key, value]));
}

/** Follows `NodeSelector` of pkg/apis/feature/features.go, as far as a key of a ConfigMap can name the label. */
export function checkNodeSelector(labels: Readonly<Record<string, string>> | undefined): Problem[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => {
    const [wrong] = checkLabels({ [key]: value });
    if (wrong !== undefined) return [{ ...wrong, code: 'KN-SET-025' as const }];
    if (key.includes('/')) {
      return [wrongLabel(`the label ${show(key)} cannot be told in a key of a ConfigMap`, key, 'labels without a `/`',
        'give the nodes a label without a prefix, such as `pool`')];
    }
    if (!FLAG_VALUES.includes(value.toLowerCase())) return [];
    return [wrongLabel(`the value ${show(value)} of the label ${show(key)} is read as a flag, and looked for with a capital`,
      value, `values other than ${showAll(FLAG_VALUES)}`, 'give the nodes another value, such as `sources`')];
  });
}

function wrongLabel(message: string, received: string, allowed: string, fix: string): Problem {
  return { code: 'KN-SET-025', message, received, allowed, fix };
}

function isHttps(value: string): boolean {
  return /^https:\/\/[^\s/?#@]+(\/[^\s?#@]*)?$/.test(value);
}

function isoTime(key: string): SettingKey<Duration> {
  return {
    key,
    render: isoDuration,
    check: (value, field) => {
      const problem = checkDuration(value, isoRange(field));
      return problem && { ...problem, code: 'KN-SET-001' };
    },
  };
}
