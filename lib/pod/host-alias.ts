import { isIP } from 'net';
import { DNS_1123_SUBDOMAIN, type Problem, follows, show } from '../core';

/** A line of the hosts file of a pod. */
export interface HostAlias {
  /** IP address. */
  readonly ip: string;
  /** Names of it. */
  readonly hostnames: readonly string[];
}

/**
 * Whether a text is an IP address as Kubernetes takes it: one of IPv6 names no network interface of the node.
 * @internal
 */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/**
 * Checks a line of the hosts file; follows `ValidateHostAliases` of Kubernetes.
 * @internal
 */
export function checkHostAlias({ ip, hostnames }: HostAlias): (Problem | undefined)[] {
  return [
    isAddress(ip) ? undefined : fault(`${show(ip)} is no IP address`, ip, 'an IP address', 'write `10.0.0.8`'),
    ...hostnames.map((name) => follows(DNS_1123_SUBDOMAIN, name) ? undefined
      : fault(`${show(name)} is no host name`, name, DNS_1123_SUBDOMAIN.text, 'write `legacy.example.com`')),
  ];
}

function fault(message: string, received: string, allowed: string, fix: string): Problem {
  return { code: 'KN-POD-045', message, received, allowed, fix: `${fix}, for example` };
}
