import { type Problem, show } from '../core';
import { AcmeIssuer } from './acme-issuer';
import { type IClusterIssuer, WildcardAbility } from './issuer-contract';

/** What of a platform decides whether its public hosts can be certified. */
export interface CertifiedHosts {
  /** Domains of the hosts. */
  readonly domains: readonly string[];
  /** Whether the world reaches the load balancer, as far as the program says. */
  readonly fromWorld: boolean;
}

/** ACME servers that everybody uses; they know public names only, and ask from outside. */
const PUBLIC_SERVERS = ['letsencrypt.org', 'pki.goog', 'zerossl.com', 'buypass.com'];
/** Names in nobody's public DNS (RFC 6761, RFC 6762, RFC 8375, the list of ICANN), but for those of examples. */
const NOT_PUBLIC = ['local', 'localhost', 'internal', 'test', 'invalid', 'home.arpa', 'corp', 'home', 'lan'];

/**
 * Checks that an issuer could certify public hosts at all: Knative would ask for a certificate again and again. What
 * the program does not see, such as the solvers of an issuer that exists, is taken to be right.
 */
export function checkIssuerReach(
  issuer: IClusterIssuer, { domains, fromWorld }: CertifiedHosts,
): (Problem | undefined)[] {
  const isPublic = isPublicServer(issuer.server);
  const unknown = isPublic ? domains.filter(isNotPublic) : [];
  const unsolved = domains.filter((domain) => issuer instanceof AcmeIssuer && !issuer._canProveBelow(domain));
  const overHttp = isPublic && issuer.canWildcard === WildcardAbility.NO && !fromWorld;
  return [
    ...unknown.map((domain) => fault(issuer, `${show(domain)} is no public domain, and ${show(issuer.server)} certifies no other`,
      'a domain of the public DNS, or an issuer with a CA of its own',
      "write `issuer: ClusterIssuer.fromName('internal-ca', { type: IssuerType.CA })`, for example")),
    ...unsolved.map((domain) => fault(issuer, `no solver is for hosts below ${show(domain)}`,
      'a solver whose zones or names are those of the domain', `write \`dnsZones: ['${domain}']\` in a solver, or leave the zones out`)),
    overHttp ? fault(issuer, 'its server asks over HTTP, and the load balancer is reached from the VPC only',
      'challenges that are answered in DNS, or a load balancer that the world reaches',
      'write `solvers: [AcmeSolver.dns01(Route53.ambient())]` in the issuer, or `scheme: LoadBalancerScheme.INTERNET_FACING`') : undefined,
  ];
}

function isPublicServer(server: string | undefined): boolean {
  const host = server !== undefined && URL.canParse(server) ? new URL(server).hostname : '';
  return PUBLIC_SERVERS.some((known) => host === known || host.endsWith(`.${known}`));
}

function isNotPublic(domain: string): boolean {
  return !domain.includes('.') || NOT_PUBLIC.some((name) => domain.endsWith(`.${name}`));
}

function fault(issuer: IClusterIssuer, why: string, allowed: string, fix: string): Problem {
  return {
    code: 'KN-CRT-018',
    message: `the issuer ${show(issuer.name)} can certify no public host of the platform: ${why}`,
    received: issuer.name,
    allowed,
    fix,
  };
}
