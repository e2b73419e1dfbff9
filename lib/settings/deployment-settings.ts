import { Duration } from 'cdk8s';
import {
  checkCertificates, checkChoice, checkLabels, checkName, DNS_1123_SUBDOMAIN, KNATIVE_SERVING, KnativeVersion,
  type Problem, show,
} from '../core';
import { checkAmounts } from './amounts';
import { list } from './list-settings';
import {
  byteQuantity, choice, contradiction, flag, quantity, type SettingKey, type SettingsMap, text, time, yaml,
} from './settings-table';

/** How pods of a revision are spread without a word of their own. */
export enum DefaultAffinity {
  /** Over nodes, where that can be had. */
  PREFER_SPREAD_REVISION_OVER_NODES = 'prefer-spread-revision-over-nodes',
  /** Not at all. */
  NONE = 'none',
}

/** A version of TLS. */
export enum QueueProxyTlsVersion {
  TLS_1_2 = '1.2',
  TLS_1_3 = '1.3',
}

/** A curve for the exchange of keys in TLS. */
export enum QueueProxyCurve {
  X25519 = 'X25519',
  X25519_MLKEM768 = 'X25519MLKEM768',
  P256 = 'CurveP256',
  P384 = 'CurveP384',
  P521 = 'CurveP521',
}

/** A RuntimeClass that pods of some services run with. */
export interface RuntimeClassSetting {
  /** Name of the RuntimeClass. */
  readonly name: string;
  /**
   * Labels of the services that it is for; of two that fit, the one with more labels counts.
   * @default - all
   */
  readonly selector?: { readonly [label: string]: string };
}

/**
 * What the Deployments of revisions have: the ConfigMap `config-deployment`. What is none of a key's values is refused
 * with `KN-SET-001`, what contradicts another setting with `KN-SET-002`, what the version does not know with
 * `KN-SET-003`.
 * @see https://knative.dev/docs/serving/configuration/deployment/
 */
export interface DeploymentSettings {
  /**
   * Image of the queue-proxy.
   * @default - the one of the release
   */
  readonly queueSidecarImage?: string;
  /**
   * Registries whose tags are not looked up.
   * @default ['kind.local', 'ko.local', 'dev.local']
   */
  readonly registriesSkippingTagResolving?: readonly string[];
  /**
   * The longest time to look tags up: more than 0.
   * @default Duration.seconds(10)
   */
  readonly digestResolutionTimeout?: Duration;
  /**
   * How long a Deployment may take to become ready, whole seconds, at least one.
   * @default Duration.seconds(600)
   */
  readonly progressDeadline?: Duration;
  /**
   * CPU that the queue-proxy asks for.
   * @default '25m'
   */
  readonly queueSidecarCpuRequest?: string;
  /**
   * CPU that the queue-proxy gets at most.
   * @default - none; `1000m` with `queueproxyResourceDefaults`
   */
  readonly queueSidecarCpuLimit?: string;
  /**
   * Memory that the queue-proxy asks for.
   * @default - none; `400Mi` with `queueproxyResourceDefaults`
   */
  readonly queueSidecarMemoryRequest?: string;
  /**
   * Memory that the queue-proxy gets at most.
   * @default - none; `800Mi` with `queueproxyResourceDefaults`
   */
  readonly queueSidecarMemoryLimit?: string;
  /**
   * Room on disk that the queue-proxy asks for.
   * @default - none
   */
  readonly queueSidecarEphemeralStorageRequest?: string;
  /**
   * Room on disk that the queue-proxy gets at most.
   * @default - none
   */
  readonly queueSidecarEphemeralStorageLimit?: string;
  /**
   * Audiences of the tokens that extensions of the queue-proxy get.
   * @default - no tokens
   */
  readonly queueSidecarTokenAudiences?: readonly string[];
  /**
   * A certificate that extensions of the queue-proxy trust, as PEM.
   * @default - none more
   */
  readonly queueSidecarRootCa?: string;
  /**
   * The lowest version of TLS that the queue-proxy takes. Since 1.21.2.
   * @default QueueProxyTlsVersion.TLS_1_3
   */
  readonly queueSidecarTlsMinVersion?: QueueProxyTlsVersion;
  /**
   * The highest version of TLS that the queue-proxy takes. Since 1.21.2.
   * @default - the highest that there is
   */
  readonly queueSidecarTlsMaxVersion?: QueueProxyTlsVersion;
  /**
   * Ciphers for TLS 1.2, as Go calls them. TLS 1.3 has a list of its own, so that they need `TLS_1_2` as the lowest
   * version. Since 1.21.2.
   * @default - Go's
   */
  readonly queueSidecarTlsCipherSuites?: readonly string[];
  /**
   * Curves for the exchange of keys. Since 1.21.2.
   * @default - Go's
   */
  readonly queueSidecarTlsCurvePreferences?: readonly QueueProxyCurve[];
  /**
   * How pods of a revision are spread.
   * @default DefaultAffinity.PREFER_SPREAD_REVISION_OVER_NODES
   */
  readonly defaultAffinityType?: DefaultAffinity;
  /**
   * RuntimeClasses, by labels of services.
   * @default - none
   */
  readonly runtimeClassNames?: readonly RuntimeClassSetting[];
  /**
   * Whether a revision whose pods find no node counts as still on its way, as it is where nodes are added on demand.
   * Since 1.21.
   * @default false
   */
  readonly podIsAlwaysSchedulable?: boolean;
}

/** `crypto/tls.CipherSuites` of Go 1.25 but for those of TLS 1.3, which cannot be chosen. */
const CIPHER_SUITES: readonly string[] = [
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA', 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
  'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
];

const SINCE_TLS = { since: KnativeVersion.V1_21 };
const SECOND = Duration.seconds(1);
const WORD = { matches: (value: string) => /^[^\s,]+$/.test(value), allowed: 'words without spaces and commas', example: 'ko.local' };

/**
 * Follows pkg/deployment/config.go. It is stricter on what queue-proxy cannot read when it starts
 * (network/tls/config.go of knative.dev/pkg), since no revision becomes ready then.
 */
export const DEPLOYMENT: SettingsMap<DeploymentSettings> = {
  configMap: 'config-deployment',
  namespace: KNATIVE_SERVING,
  keys: {
    queueSidecarImage: text('queue-sidecar-image', {
      matches: (value) => /^\S+$/.test(value), allowed: 'a reference of an image', example: 'registry.example.com/knative/queue:v1.23.0',
    }),
    registriesSkippingTagResolving: list('registries-skipping-tag-resolving', WORD),
    digestResolutionTimeout: time('digest-resolution-timeout', { min: Duration.millis(1) }),
    progressDeadline: time('progress-deadline', { min: SECOND, max: Duration.seconds(2 ** 31 - 1), step: SECOND }),
    queueSidecarCpuRequest: quantity('queue-sidecar-cpu-request'),
    queueSidecarCpuLimit: quantity('queue-sidecar-cpu-limit'),
    queueSidecarMemoryRequest: byteQuantity('queue-sidecar-memory-request'),
    queueSidecarMemoryLimit: byteQuantity('queue-sidecar-memory-limit'),
    queueSidecarEphemeralStorageRequest: byteQuantity('queue-sidecar-ephemeral-storage-request'),
    queueSidecarEphemeralStorageLimit: byteQuantity('queue-sidecar-ephemeral-storage-limit'),
    queueSidecarTokenAudiences: list('queue-sidecar-token-audiences', { ...WORD, example: 'service-x' }),
    queueSidecarRootCa: {
      ...text('queue-sidecar-rootca'),
      check: (value, field) => checkCertificates('KN-SET-001', field, value),
    },
    queueSidecarTlsMinVersion: { ...choice('queue-sidecar-tls-min-version', QueueProxyTlsVersion), ...SINCE_TLS },
    queueSidecarTlsMaxVersion: { ...choice('queue-sidecar-tls-max-version', QueueProxyTlsVersion), ...SINCE_TLS },
    queueSidecarTlsCipherSuites: { ...list('queue-sidecar-tls-cipher-suites', {
      matches: (value) => CIPHER_SUITES.includes(value),
      allowed: 'ciphers of TLS 1.2 as Go calls them, of those that it holds for secure',
      example: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    }), ...SINCE_TLS },
    queueSidecarTlsCurvePreferences: { ...curves('queue-sidecar-tls-curve-preferences'), ...SINCE_TLS },
    defaultAffinityType: choice('default-affinity-type', DefaultAffinity),
    runtimeClassNames: yaml('runtime-class-name', renderClasses, checkClasses),
    podIsAlwaysSchedulable: { ...flag('pod-is-always-schedulable'), since: KnativeVersion.V1_21 },
  },
  checkTogether: (settings) => [...checkTls(settings), ...checkResources(settings)],
};

function curves(key: string): SettingKey<readonly QueueProxyCurve[]> {
  const { render, check } = list(key, { matches: () => true, allowed: 'curves', example: QueueProxyCurve.X25519 });
  return {
    key,
    render,
    check: (value, field) => check?.(value, field)
      ?? value.map((each) => checkChoice('KN-SET-001', field, each, QueueProxyCurve)).find((problem) => problem !== undefined),
  };
}

function renderClasses(classes: readonly RuntimeClassSetting[]): unknown {
  return Object.fromEntries(classes.map(({ name, selector }) => [name, selector === undefined ? {} : { selector }]));
}

function checkClasses(classes: readonly RuntimeClassSetting[], field: string): Problem | undefined {
  return classes.flatMap(({ name, selector }, at) => [
    // The example of the release has an empty name, which Knative itself refuses.
    checkName(`RuntimeClass in ${field}`, name, DNS_1123_SUBDOMAIN, 'KN-SET-001'),
    classes.findIndex((other) => other.name === name) === at ? undefined : contradiction(
      `the RuntimeClass ${show(name)} is named twice in ${field}`, name, 'each RuntimeClass once', 'leave one of them out'),
    ...checkLabels(selector),
  ]).find((problem) => problem !== undefined);
}

function checkTls(settings: DeploymentSettings): (Problem | undefined)[] {
  const {
    queueSidecarTlsMinVersion: min = QueueProxyTlsVersion.TLS_1_3,
    queueSidecarTlsMaxVersion: max = QueueProxyTlsVersion.TLS_1_3,
    queueSidecarTlsCipherSuites: ciphers,
  } = settings;
  return [
    min <= max ? undefined : contradiction(
      `the lowest version of TLS is ${show(min)}, and the highest ${show(max)}, so that nobody can connect`, max, `${show(min)} or more`,
      `write \`queueSidecarTlsMinVersion: QueueProxyTlsVersion.TLS_${max.replace('.', '_')}\` too`),
    ciphers === undefined || min === QueueProxyTlsVersion.TLS_1_2 ? undefined : contradiction(
      'ciphers are chosen for TLS 1.2, which the queue-proxy does not talk: they would be ignored', ciphers,
      'ciphers with TLS 1.2 as the lowest version', 'write `queueSidecarTlsMinVersion: QueueProxyTlsVersion.TLS_1_2`, or leave them out'),
  ];
}

function checkResources(settings: DeploymentSettings): (Problem | undefined)[] {
  return [
    checkAmounts('queue-sidecar-cpu', settings.queueSidecarCpuRequest ?? '25m', settings.queueSidecarCpuLimit),
    checkAmounts('queue-sidecar-memory', settings.queueSidecarMemoryRequest, settings.queueSidecarMemoryLimit),
    checkAmounts('queue-sidecar-ephemeral-storage', settings.queueSidecarEphemeralStorageRequest,
      settings.queueSidecarEphemeralStorageLimit),
  ];
}
