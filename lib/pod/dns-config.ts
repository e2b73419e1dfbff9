import { checkChoice, DNS_1123_SUBDOMAIN, type Problem, show } from '../core';
import { isAddress } from './host-alias';

/** Where the names of a pod are looked up. */
export enum DnsPolicy {
  CLUSTER_FIRST = 'ClusterFirst',
  CLUSTER_FIRST_WITH_HOST_NET = 'ClusterFirstWithHostNet',
  /** As on the node. */
  DEFAULT = 'Default',
  /** As `dnsConfig` says, which has to name a server. */
  NONE = 'None',
}

/** One option of the resolver. */
export interface DnsOption {
  /** Name of the option: `ndots`. */
  readonly name: string;
  /**
   * Value of the option.
   * @default - an option without value
   */
  readonly value?: string;
}

/**
 * How names are looked up in a pod, in addition to the policy.
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config
 */
export interface DnsConfig {
  /**
   * IP addresses of servers, at most 3.
   * @default - those of the policy
   */
  readonly nameservers?: readonly string[];
  /**
   * Domains that short names are looked up in, at most 32, together 2048 characters.
   * @default - those of the policy
   */
  readonly searches?: readonly string[];
  /**
   * Options of the resolver.
   * @default - those of the policy
   */
  readonly options?: readonly DnsOption[];
}

/**
 * Checks how names are looked up; follows `validatePodDNSConfig` of Kubernetes.
 * @internal
 */
export function checkDns(policy: DnsPolicy | undefined, config: DnsConfig | undefined): (Problem | undefined)[] {
  const { nameservers = [], searches = [], options = [] } = config ?? {};
  const alone = policy === DnsPolicy.NONE && nameservers.length === 0;
  return [
    checkChoice('KN-POD-048', 'dnsPolicy', policy, DnsPolicy),
    alone ? fault('the DNS policy `None` has no server', policy, 'a server in `dnsConfig.nameservers`') : undefined,
    nameservers.length > 3 ? fault('the DNS settings name more than 3 servers', nameservers, 'at most 3') : undefined,
    searches.length > 32 || searches.join(' ').length > 2048
      ? fault('the DNS settings search too many domains', searches, 'at most 32 domains of together 2048 characters')
      : undefined,
    ...nameservers.map((server) => isAddress(server) ? undefined
      : fault(`${show(server)} is no IP address`, server, 'IP addresses')),
    ...searches.map((domain) => isSearchDomain(domain) ? undefined
      : fault(`${show(domain)} is no domain`, domain, DNS_1123_SUBDOMAIN.text)),
    ...options.map(({ name }) => name !== '' ? undefined : fault('a DNS option has no name', name, 'a name')),
  ];
}

/** @internal */
export function renderDnsConfig({ nameservers, searches, options }: DnsConfig): Record<string, unknown> {
  return {
    nameservers: nameservers && [...nameservers],
    searches: searches && [...searches],
    options: options?.map(({ name, value }) => ({ name, value })),
  };
}

/** Since Kubernetes 1.34 a lone dot is one too, and underscores are letters. */
function isSearchDomain(domain: string): boolean {
  const label = '_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
  return domain === '.' || (domain.length <= 254 && new RegExp(`^${label}(?:\\.${label})*\\.?$`).test(domain));
}

function fault(message: string, received: unknown, allowed: string): Problem {
  return {
    code: 'KN-POD-044', message, received, allowed,
    fix: "write `dnsConfig: { nameservers: ['10.0.0.10'], searches: ['example.com'] }`, for example",
  };
}
