import { KINDS, type Problem, show } from '../core';
import { AcmeIssuer } from './acme-issuer';
import { ClusterIssuer, IssuerType } from './cluster-issuer';
import { type IClusterIssuer, WildcardAbility } from './issuer-contract';

/** Certificates that Knative gets for itself and for names inside of the cluster. */
export enum InternalIssuer {
  /** For names that end in the domain of the cluster. */
  CLUSTER_LOCAL = 'cluster-local',
  /** For Knative's own components. */
  SYSTEM_INTERNAL = 'system-internal',
}

/** Checks that an issuer is a ClusterIssuer; follows isHTTPChallenge in pkg/reconciler/certificate/certificate.go. */
export function checkClusterIssuer(issuer: IClusterIssuer): Problem | undefined {
  const { apiVersion, kind } = KINDS.clusterIssuer;
  const { reference } = issuer;
  if (reference?.kind === kind && reference.apiVersion.startsWith(apiVersion.replace(/\/.*$/, '/'))) return undefined;
  return {
    code: 'KN-CRT-015',
    message: `${show(reference?.kind)} ${show(issuer.name)} is no ClusterIssuer of cert-manager, and Knative looks for one`,
    received: reference?.kind,
    allowed: 'a ClusterIssuer: an Issuer serves the one namespace that it lies in',
    fix: "write `new LetsEncryptIssuer(...)`, or `ClusterIssuer.fromName('my-issuer')`",
  };
}

/**
 * Checks that an issuer can issue a certificate for a wildcard; one of which that is not known passes.
 * @param dnsName the wildcard, `*.shop.knative.example.com`, where the program knows it
 */
export function checkWildcardIssuer(issuer: IClusterIssuer, dnsName?: string): Problem | undefined {
  const able = issuer instanceof AcmeIssuer && dnsName !== undefined
    ? issuer._canIssueWildcard(dnsName)
    : issuer.canWildcard !== WildcardAbility.NO;
  if (able) return undefined;
  return {
    code: 'KN-CRT-014',
    message: `the issuer ${show(issuer.name)} cannot issue a certificate for ${dnsName === undefined ? 'a wildcard' : show(dnsName)}: `
      + 'ACME servers check wildcards by DNS, and it has no DNS-01 solver for it',
    received: issuer.name,
    allowed: 'an issuer with a DNS-01 solver for the name, or certificates for each host',
    fix: 'write `solvers: [AcmeSolver.dns01(Route53.ambient())]` in the issuer, or leave wildcard certificates out',
  };
}

/** Checks that an issuer can issue certificates for names that only the cluster knows. */
export function checkInternalIssuer(issuer: IClusterIssuer, names: InternalIssuer): Problem | undefined {
  if (!issuer.isAcme) return undefined;
  return {
    code: 'KN-CRT-016',
    message: `the issuer ${show(issuer.name)} asks an ACME server, which certifies no ${names} names`,
    received: issuer.name,
    allowed: 'an issuer with a CA of its own',
    fix: "write `ClusterIssuer.fromName('internal-ca', { type: IssuerType.CA })`, for example",
  };
}

/** The `issuerRef` of `config-certmanager`, as data. */
export function issuerRef({ name }: IClusterIssuer): { readonly kind: string; readonly name: string } {
  return { kind: KINDS.clusterIssuer.kind, name };
}

/** Whether an issuer has challenges answered over HTTP, by now; undefined where that is not known. */
export function answersHttp(issuer: IClusterIssuer): boolean | undefined {
  if (issuer instanceof AcmeIssuer) return issuer._answersHttp;
  const known = issuer instanceof ClusterIssuer && issuer.type !== IssuerType.OTHER;
  return known ? issuer.type === IssuerType.ACME_HTTP01 : undefined;
}
