import { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  checkDuration, ClusterController, clusterDomainOf, hasLateValue, ownCopy, platformFor, type Problem, raise,
  secondsOf, servicesNamespacesFor, show, showAll, type SideDocument, traceOf, Warnings,
} from '../core';
import { checkAnnotationController } from './controller-checks';
import { externalDnsFor } from './controllers-in-app';
import { dnsDocuments } from './dns-documents';
import type { EntryService } from './ingress-layer';

/** Options for `DnsRecords.externalDns`. */
export interface ExternalDnsRecordsOptions {
  /**
   * How long resolvers keep an answer, in whole seconds, one at least (`KN-DUR-002`). On Route 53 it does not count for
   * load balancers of AWS, which get alias records.
   * @default - as ExternalDNS has it
   */
  readonly ttl?: Duration;
}

/** Options for `DnsRecords.document`. */
export interface DnsDocumentOptions {
  /**
   * How long resolvers keep an answer, in whole seconds, one at least (`KN-DUR-002`).
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}

const TTL = { field: 'ttl', min: Duration.seconds(1), max: Duration.seconds(2_147_483_647), step: Duration.seconds(1) };
/** What ExternalDNS reads from 0.22 on, and what it read before. It has no fallback. */
const PREFIXES = ['external-dns.kubernetes.io/', 'external-dns.alpha.kubernetes.io/'];
const LONGEST_NAME = 253;

/**
 * How the hosts of services get DNS names: `*.knative.example.com` for each domain of the platform, and
 * `*.shop.knative.example.com` for each namespace with a certificate of its own. The second is needed because of the
 * first: while the certificate is fetched, `_acme-challenge.shop.knative.example.com` exists, so that
 * `shop.knative.example.com` does, and below a name that exists the upper wildcard does not count (RFC 4592).
 *
 * Where an ACME server is answered in DNS, and hosts have certificates of their own, each namespace gets its record for
 * the same reason; the host itself, `page.shop.knative.example.com`, has no address while its own challenge exists
 * (warning `dns-challenge-hides-host`): a wildcard certificate for the namespace does not do that.
 * @see https://knative.dev/docs/serving/using-a-custom-domain/
 */
export class DnsRecords {
  /**
   * Annotations of the entry Service, from which ExternalDNS makes the records. It reads one prefix only, and another
   * one since 0.22: both are written. Without ExternalDNS in the cluster it is refused with `KN-NET-001`.
   * @throws KnativeError `KN-DUR-002` for a time that it does not take
   * @see https://kubernetes-sigs.github.io/external-dns/latest/docs/annotations/annotations/
   */
  public static externalDns(options: ExternalDnsRecordsOptions = {}): DnsRecords {
    return new DnsRecords(true, options.ttl);
  }

  /**
   * Documents for whoever keeps the zone: records as JSON, a change batch for Route 53 and lines of a zone file, and a
   * script that puts the name of the load balancer in, which is known only when there is one.
   * @throws KnativeError `KN-DUR-002` for a time that no record has
   */
  public static document(options: DnsDocumentOptions = {}): DnsRecords {
    return new DnsRecords(false, options.ttl ?? Duration.minutes(5));
  }

  private readonly ttl?: Duration;

  private constructor(private readonly annotated: boolean, ttl: Duration | undefined) {
    raise(checkDuration(ttl, TTL));
    this.ttl = ownCopy(ttl);
  }

  /**
   * Hosts that the platform of a construct needs records for.
   * @internal
   */
  public _hosts(construct: IConstruct): string[] {
    const challenges = platformFor(construct)?.dnsChallenges === true;
    const namespaces = servicesNamespacesFor(construct).filter(({ wildcard }) => wildcard || challenges);
    return domainsOf(construct).flatMap((domain) => [`*.${domain}`, ...namespaces.map(({ name }) => `*.${name}.${domain}`)]);
  }

  /** @internal */
  public _annotations(construct: IConstruct): Record<string, string> {
    const hosts = this._hosts(construct);
    if (!this.annotated || hosts.length === 0) return {};
    const own = externalDnsFor(construct).map(({ annotationPrefix }) => annotationPrefix);
    const prefixes = new Set([...PREFIXES, ...own]);
    return Object.fromEntries([...prefixes].flatMap((prefix) => [
      [`${prefix}hostname`, hosts.join(',')],
      ...this.ttl === undefined ? [] : [[`${prefix}ttl`, String(secondsOf(this.ttl))]],
    ]));
  }

  /** @internal */
  public _documents(construct: IConstruct, entry: EntryService): SideDocument[] {
    if (this.annotated || this.ttl === undefined) return [];
    return dnsDocuments(() => this._hosts(construct), secondsOf(this.ttl), entry);
  }

  /** @internal */
  public _check(construct: IConstruct): (Problem | undefined)[] {
    const hosts = this._hosts(construct);
    warnOfChallenges(construct);
    return [
      hosts.length > 0 ? undefined : {
        code: 'KN-NET-005',
        message: 'the platform has no domain that records could be for',
        received: hosts,
        allowed: 'records for a platform with a domain',
        fix: "write `domain: 'knative.example.com'` for the platform, or leave `dns` out",
      },
      ...hosts.map(checkLength),
      ...this.annotated ? [
        checkAnnotationController(construct, ClusterController.EXTERNAL_DNS, 'DNS names'), ...checkExternalDns(construct, hosts),
      ] : [],
    ];
  }
}

/** Names within the cluster are made by the cluster. */
function domainsOf(construct: IConstruct): string[] {
  const own = `svc.${clusterDomainOf(construct)}`;
  const domains = platformFor(construct)?.addresses?.domains.map(({ domain }) => domain) ?? [];
  return [...new Set(domains)].filter((domain) => domain !== own && !domain.endsWith(`.${own}`));
}

/** Follows RFC 4592: a name below which there is a record exists, and no wildcard stands for it. */
function warnOfChallenges(construct: IConstruct): void {
  const platform = platformFor(construct);
  if (platform?.dnsChallenges !== true || externalDnsFor(construct).some(({ readsRoutes }) => readsRoutes)) return;
  const all = servicesNamespacesFor(construct);
  const hidden = all.filter(({ wildcard }) => !wildcard).map(({ name }) => name);
  const anywhere = all.length === 0 && platform.wildcardLabel === undefined && platform.certifies?.('') !== true;
  if (hidden.length === 0 && !anywhere) return;
  Warnings.of(construct)._addFrom('dns-challenge-hides-host', `hosts ${anywhere ? 'of services' : `of ${showAll(hidden)}`} have certificates of their `
    + 'own, and no address while one is fetched or renewed: its challenge, `_acme-challenge` below the host, takes the host out '
    + 'of the wildcard in DNS. Write `WildcardCertificates.forLabel()`, and no `wildcardCertificate: false`, or make a record for '
    + 'each host', traceOf(construct));
}

function checkLength(host: string): Problem | undefined {
  if (host.length <= LONGEST_NAME) return undefined;
  return {
    code: 'KN-NET-005',
    message: `the name ${show(host)} of a record has ${host.length} characters`,
    received: host,
    allowed: `${LONGEST_NAME} characters`,
    fix: 'write a shorter domain',
  };
}

/** What the ExternalDNS of the app would pass over in silence. */
function checkExternalDns(construct: IConstruct, hosts: readonly string[]): (Problem | undefined)[] {
  const all = externalDnsFor(construct);
  if (all.length === 0) return [];
  const reading = all.filter(({ readsServices }) => readsServices);
  if (reading.length === 0) {
    return [{
      code: 'KN-NET-007',
      message: 'the ExternalDns of the app does not look at Services, whose annotations the records are made of',
      received: all.map((noted) => noted.construct.node.path),
      allowed: '`ExternalDnsSource.SERVICE` among its sources',
      fix: 'write `sources: [ExternalDnsSource.SERVICE]`, or leave `sources` out',
    }];
  }
  return hosts.map((host) => {
    const taken = reading.some(({ domainFilters }) => domainFilters.length === 0
      || domainFilters.some((filter) => hasLateValue(filter) || host.endsWith(`.${filter.replace(/^\./, '')}`)));
    return taken ? undefined : {
      code: 'KN-NET-007',
      message: `the ExternalDns of the app passes over ${show(host)}, which is in none of its domains`,
      received: reading.flatMap(({ domainFilters }) => domainFilters),
      allowed: 'domains of which those of the platform are a part',
      fix: `write \`domainFilters: ['${host.replace(/^\*\./, '')}']\`, or a domain above it`,
    };
  });
}
