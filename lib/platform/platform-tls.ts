import {
  checkClusterIssuer, checkInternalIssuer, checkWildcardIssuer, type IClusterIssuer, InternalIssuer, WildcardAbility,
} from '../certificates';
import { checkChoice, type Problem, show } from '../core';
import type { Ingress } from '../networking';
import { HttpProtocol } from '../serving';
import { type DomainSetting, isDefaultDomain, type ServingSettings } from '../settings';
import { WildcardCertificates } from './wildcard-certificates';

/** Encryption on a platform. */
export interface PlatformTls {
  /**
   * Which namespaces get one certificate for all their services. An issuer that cannot certify wildcards is refused
   * with `KN-CRT-014`.
   * @default - `WildcardCertificates.forLabel()` where the issuer certifies wildcards, else none
   */
  readonly wildcardCertificates?: WildcardCertificates;
  /**
   * What public addresses do with plain HTTP. Redirecting needs certificates, and so an issuer (`KN-PLT-021`), or a
   * certificate of the networking layer for all hosts.
   * @default HttpProtocol.ENABLED
   */
  readonly httpProtocol?: HttpProtocol;
  /**
   * Issuer for addresses inside of the cluster, which are encrypted then too; an ACME server certifies no such names
   * (`KN-CRT-016`). Alpha in Knative.
   * @default - services talk plain HTTP inside of the cluster
   */
  readonly clusterLocal?: IClusterIssuer;
  /**
   * Issuer for what Knative's own parts say to each other, which is encrypted then too; an ACME server certifies no
   * such names (`KN-CRT-016`). Alpha in Knative.
   * @default - Knative's parts talk plain HTTP to each other
   */
  readonly systemInternal?: IClusterIssuer;
}

/** What decides about encryption. */
export interface TlsInput {
  readonly issuer?: IClusterIssuer;
  readonly tls?: PlatformTls;
  /** Domain of services that no other domain is for. */
  readonly domain?: string;
  readonly domains?: readonly DomainSetting[];
}

/** Which namespaces get wildcard certificates; whether an issuer can certify them may change until synth. */
export function wildcardsOf({ issuer, tls }: TlsInput): WildcardCertificates {
  if (issuer === undefined) return WildcardCertificates.none();
  return tls?.wildcardCertificates
    ?? (issuer.canWildcard === WildcardAbility.YES ? WildcardCertificates.forLabel() : WildcardCertificates.none());
}

/** Whether an ACME server is answered in DNS, as far as that is known; an issuer may get another solver until synth. */
export function hasDnsChallenges({ issuer }: TlsInput): boolean {
  return issuer?.isAcme === true && issuer.canWildcard === WildcardAbility.YES;
}

/**
 * Whether the networking layer has a certificate of its own for all hosts; follows `useHTTPSListenerWithOneCert` of
 * net-kourier, and `default-tls-secret` of net-contour.
 */
export function hasCertificate(
  { serving }: { readonly serving?: ServingSettings }, ingress: Ingress | undefined,
): boolean {
  return serving?.kourier?.certsSecretName !== undefined
    || ingress?._config['config-contour']?.['default-tls-secret'] !== undefined;
}

/**
 * What is wrong with encryption as the program has it, whatever the tree holds.
 * @param hasCertificate whether the networking layer has a certificate of its own, for all hosts
 */
export function checkTls(
  { issuer, tls = {}, domain, domains = [] }: TlsInput, hasCertificate: boolean,
): (Problem | undefined)[] {
  const { wildcardCertificates, httpProtocol, clusterLocal, systemInternal } = tls;
  const redirected = httpProtocol === HttpProtocol.REDIRECTED;
  const wildcards = wildcardCertificates?._selector !== undefined;
  return [
    checkChoice('KN-POD-048', 'tls.httpProtocol', httpProtocol, HttpProtocol),
    issuer === undefined && redirected && !hasCertificate ? withoutIssuer('`tls.httpProtocol`') : undefined,
    issuer === undefined && wildcards ? withoutIssuer('`tls.wildcardCertificates`') : undefined,
    issuer !== undefined && domain === undefined && !domains.some(isDefaultDomain) ? missing(`the issuer ${show(issuer.name)}`, 'a domain for all services',
      "write `domain: 'knative.example.com'`: without one, services have no public address to certify") : undefined,
    ...[issuer, clusterLocal, systemInternal].map((each) => each && checkClusterIssuer(each)),
    clusterLocal && checkInternalIssuer(clusterLocal, InternalIssuer.CLUSTER_LOCAL),
    systemInternal && checkInternalIssuer(systemInternal, InternalIssuer.SYSTEM_INTERNAL),
  ];
}

function withoutIssuer(what: string): Problem {
  return missing(what, 'an issuer', 'write `issuer: new LetsEncryptIssuer(...)`, or leave that out');
}

function missing(what: string, needed: string, fix: string): Problem {
  return {
    code: 'KN-PLT-021',
    message: `${what} needs ${needed}, which the platform does not have: Knative would take the setting and get no certificate`,
    received: undefined,
    allowed: 'certificates together with `issuer` and `domain`',
    fix,
  };
}

/** What is wrong with wildcard certificates; known at synth, when the issuer has all of its solvers. */
export function checkWildcards({ issuer, tls }: TlsInput): Problem | undefined {
  if (issuer === undefined || tls?.wildcardCertificates?._selector === undefined) return undefined;
  return checkWildcardIssuer(issuer);
}
