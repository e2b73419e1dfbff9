import { Duration } from 'cdk8s';
import { checkDomainTemplate, checkTagTemplate } from '../addresses';
import { KNATIVE_SERVING, type LabelSelector, type Problem } from '../core';
import { HttpProtocol } from '../serving';
import {
  choice, ENABLED_DISABLED, flag, labelSelector, seconds, type SettingsMap, text,
} from './settings-table';
import { checkWildcardTemplate } from './wildcard-template';

/** Scheme of the addresses that services show where Knative has no certificate. */
export enum ExternalScheme {
  HTTP = 'http',
  HTTPS = 'https',
}

/** How activator and autoscaler reach pods. */
export enum MeshCompatibilityMode {
  /** By the address of the pod, and by the Service where a mesh refuses that. */
  AUTO = 'auto',
  /** By the Service, as a mesh with mutual TLS needs it. */
  ENABLED = 'enabled',
  /** By the address of the pod. */
  DISABLED = 'disabled',
}

/**
 * Addresses, roll-out and traffic inside of the cluster: those keys of the ConfigMap `config-network` that follow from
 * no other choice of a platform. What is none of a key's values is refused with `KN-SET-001`, what contradicts another
 * setting with `KN-SET-002`.
 * @see https://knative.dev/docs/serving/configuration/config-network-adapters/
 */
export interface NetworkSettings {
  /**
   * Host of a service outside of the cluster, as a Go template over `.Name`, `.Namespace`, `.Domain`, `.Annotations`
   * and `.Labels`. What makes no host is refused with `KN-ADR-001`. With wildcard certificates it begins with
   * `{{.Name}}.` and ends in `.{{.Namespace}}.{{.Domain}}` (`KN-SET-004`).
   * @default '{{.Name}}.{{.Namespace}}.{{.Domain}}'
   */
  readonly domainTemplate?: string;
  /**
   * First part of the host of a tag, as a Go template over `.Tag` and `.Name`. What makes no name, or one for all tags,
   * is refused with `KN-ADR-002`.
   * @default '{{.Tag}}-{{.Name}}'
   */
  readonly tagTemplate?: string;
  /**
   * Scheme that services show where Knative has no certificate, such as behind a load balancer that ends TLS.
   * @default ExternalScheme.HTTP
   */
  readonly defaultExternalScheme?: ExternalScheme;
  /**
   * Time over which requests move to a new revision, whole seconds.
   * @default Duration.seconds(0)
   */
  readonly rolloutDuration?: Duration;
  /**
   * Whether a DomainMapping makes the ClusterDomainClaim that it needs, so that who may write one can take any domain.
   * @default false
   */
  readonly autocreateClusterDomainClaims?: boolean;
  /**
   * How activator and autoscaler reach pods. Knative takes a misspelt mode for `AUTO`. A change needs a restart of
   * `activator` and `autoscaler`.
   * @default MeshCompatibilityMode.AUTO
   */
  readonly meshCompatibilityMode?: MeshCompatibilityMode;
  /**
   * Whether pods can be reached by their address inside of a mesh. Upstream calls this alpha. A change needs a restart
   * of `activator` and `autoscaler`.
   * @default false
   */
  readonly enableMeshPodAddressability?: boolean;
}

/**
 * All keys of `config-network`: those too that follow from the ingress, the issuer and the namespaces of a platform.
 */
export interface PlatformNetworkSettings extends NetworkSettings {
  /**
   * Class of the networking layer that routes are for.
   * @default 'istio.ingress.networking.knative.dev'
   */
  readonly ingressClass?: string;
  /**
   * Class of what makes certificates.
   * @default 'cert-manager.certificate.networking.knative.dev'
   */
  readonly certificateClass?: string;
  /**
   * Whether public hosts get certificates. Switching it on needs a restart of `controller`.
   * @default false
   */
  readonly externalDomainTls?: boolean;
  /**
   * Namespaces that get a wildcard certificate each; one without conditions selects all. The first one needs a restart
   * of `controller`.
   * @default - none
   */
  readonly namespaceWildcardCertSelector?: LabelSelector;
  /**
   * Whether hosts of the cluster itself get certificates. Upstream calls this alpha.
   * @default false
   */
  readonly clusterLocalDomainTls?: boolean;
  /**
   * Whether ingress, activator and queue-proxy talk TLS with each other. Upstream calls this alpha. A change needs a
   * restart of `controller` and `activator`.
   * @default false
   */
  readonly systemInternalTls?: boolean;
  /**
   * What happens to plain requests where Knative has certificates.
   * @default HttpProtocol.ENABLED
   */
  readonly httpProtocol?: HttpProtocol;
}

/** Deployments that read `config-network` when they start; cmd/activator/main.go and cmd/autoscaler/main.go. */
const WHO_REACH_PODS = ['activator', 'autoscaler'];
/** cmd/controller/main.go looks once whether it deals with certificates. */
const WITH_CERTIFICATES = ['controller'];

const CLASS = {
  matches: (value: string) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value),
  allowed: 'the class of a networking layer, or of what makes certificates',
  example: 'kourier.ingress.networking.knative.dev',
};

/**
 * Follows pkg/config/config.go of knative.dev/networking. Switches are booleans here: of `external-domain-tls` and
 * `mesh-compatibility-mode` Knative takes a text that it does not know, and says nothing. `http-protocol: Disabled`,
 * and the keys `auto-tls` and `internal-encryption`, are what upstream gives up.
 */
export const NETWORK: SettingsMap<PlatformNetworkSettings> = {
  configMap: 'config-network',
  namespace: KNATIVE_SERVING,
  keys: {
    ingressClass: text('ingress-class', CLASS),
    certificateClass: text('certificate-class', CLASS),
    externalDomainTls: {
      ...flag('external-domain-tls', ENABLED_DISABLED), restarts: WITH_CERTIFICATES, restartsWhen: switchedOn,
    },
    namespaceWildcardCertSelector: {
      ...labelSelector('namespace-wildcard-cert-selector'), restarts: WITH_CERTIFICATES, restartsWhen: firstSet,
    },
    clusterLocalDomainTls: {
      ...flag('cluster-local-domain-tls', ENABLED_DISABLED), restarts: WITH_CERTIFICATES, restartsWhen: switchedOn,
    },
    systemInternalTls: {
      ...flag('system-internal-tls', ENABLED_DISABLED), restarts: ['controller', 'activator'], restartsWhen: switched,
    },
    httpProtocol: { ...choice('http-protocol', HttpProtocol), render: capitalized },
    domainTemplate: { ...text('domain-template'), check: checkDomainTemplate },
    tagTemplate: { ...text('tag-template'), check: checkTagTemplate },
    defaultExternalScheme: choice('default-external-scheme', ExternalScheme),
    rolloutDuration: seconds('rollout-duration', { max: Duration.seconds(2 ** 31 - 1) }),
    autocreateClusterDomainClaims: flag('autocreate-cluster-domain-claims'),
    meshCompatibilityMode: { ...choice('mesh-compatibility-mode', MeshCompatibilityMode), restarts: WHO_REACH_PODS },
    enableMeshPodAddressability: { ...flag('enable-mesh-pod-addressability'), restarts: WHO_REACH_PODS },
  },
  checkTogether: (settings) => [checkWildcard(settings)],
};

/** The annotation of a service has the same words in lower case: Knative reads both, and the release writes these. */
function capitalized(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}

function isOn(value: string | undefined): boolean {
  return value?.toLowerCase() === 'enabled';
}

function switchedOn(before: string | undefined, after: string | undefined): boolean {
  return isOn(after) && !isOn(before);
}

function switched(before: string | undefined, after: string | undefined): boolean {
  return isOn(after) !== isOn(before);
}

function firstSet(before: string | undefined, after: string | undefined): boolean {
  return (before ?? '') === '' && (after ?? '') !== '';
}

/** That there are certificates at all is for the platform to see to. */
function checkWildcard(settings: PlatformNetworkSettings): Problem | undefined {
  const { namespaceWildcardCertSelector, domainTemplate } = settings;
  return namespaceWildcardCertSelector === undefined ? undefined : checkWildcardTemplate(domainTemplate);
}
