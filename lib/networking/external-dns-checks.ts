import { Duration } from 'cdk8s';
import {
  checkAwsRegion, checkChoice, checkDuration, checkHostedZone, checkIsList, checkName, checkSwitch, clusterOf,
  DNS_1123_LABEL, DNS_1123_SUBDOMAIN, type DnsZone, follows, isFields, isQualifiedKey, listOf,
  LONGEST_GO_DURATION, type Problem, show, showAll,
} from '../core';
import { type ExternalDnsInApp, externalDnsInApp } from './controllers-in-app';
import { type ExternalDnsProps, ExternalDnsPolicy, ExternalDnsSource, HostedZoneType } from './external-dns-options';

const STEP = Duration.millis(1);

/** Checks ExternalDNS by itself; follows docs/flags.md of external-dns 0.22. */
export function checkExternalDns(props: ExternalDnsProps): (Problem | undefined)[] {
  const { domainFilters, hostedZoneIds, sources, zoneType, interval, name, namespace } = props;
  return [
    checkOwner(props.ownerId),
    checkPolicy(props.policy),
    checkIsList('domainFilters', domainFilters),
    ...listOf(domainFilters).map(checkDomain),
    checkIsList('hostedZoneIds', hostedZoneIds),
    ...listOf(hostedZoneIds).map((id) => checkHostedZone('KN-NET-009', 'hostedZoneIds', id)),
    ...checkZones(props),
    checkIsList('sources', sources),
    ...listOf(sources).map((source) => checkChoice('KN-POD-048', 'sources', source, ExternalDnsSource)),
    sources === undefined || sources.length > 0 ? undefined : fault('ExternalDNS looks at nothing', sources, 'one source at least',
      'leave `sources` out'),
    checkChoice('KN-POD-048', 'zoneType', zoneType, HostedZoneType),
    checkText('txtPrefix', props.txtPrefix, /^[A-Za-z0-9_.%{}-]{1,63}$/, 'knative-'),
    checkText('wildcardReplacement', props.wildcardReplacement, /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, 'any'),
    checkPrefix(props.annotationPrefix),
    checkDuration(interval, { field: 'interval', min: Duration.seconds(1), max: LONGEST_GO_DURATION, step: STEP }),
    checkSwitch('events', props.events),
    checkAwsRegion('KN-NET-009', props.region),
    name === undefined ? undefined : checkName('name for ExternalDNS', name, DNS_1123_LABEL, 'KN-NAM-001'),
    namespace === undefined ? undefined : checkName('namespace name', namespace, DNS_1123_LABEL, 'KN-NAM-006'),
  ];
}

/** What it would share with others of the app that stand before it. */
export function checkOtherExternalDns(noted: ExternalDnsInApp): (Problem | undefined)[] {
  const all = externalDnsInApp(noted.construct);
  const before = all.slice(0, all.indexOf(noted));
  return before.flatMap((other) => [checkOtherName(noted, other) ?? checkOtherOwner(noted, other)]);
}

/** Its role for the API server lies outside of namespaces, so that another namespace is not enough. */
function checkOtherName({ construct, name }: ExternalDnsInApp, other: ExternalDnsInApp): Problem | undefined {
  if (name !== other.name || clusterOf(construct) !== clusterOf(other.construct)) return undefined;
  return {
    code: 'KN-NET-006',
    message: `${show(other.construct.node.path)} has objects of the name ${show(name)}, too`,
    received: name,
    allowed: 'a name of its own for each ExternalDNS of a cluster',
    fix: `write \`name: '${name}-2'\` for one of them, for example`,
  };
}

function checkOtherOwner(noted: ExternalDnsInApp, other: ExternalDnsInApp): Problem | undefined {
  if (noted.ownerId !== other.ownerId || !shareZones(noted, other)) return undefined;
  return {
    code: 'KN-NET-006',
    message: `${show(other.construct.node.path)} has the owner id ${show(noted.ownerId)}, too, and records in the same zones: each would `
      + 'delete those of the other',
    received: noted.ownerId,
    allowed: 'an owner id for each ExternalDNS',
    fix: `write \`ownerId: '${noted.ownerId}-2'\` for one of them, for example`,
  };
}

/** As far as they are told to look at some only. */
function shareZones(one: ExternalDnsInApp, other: ExternalDnsInApp): boolean {
  if (one.zoneType !== undefined && other.zoneType !== undefined && one.zoneType !== other.zoneType) return false;
  return share(one.hostedZoneIds, other.hostedZoneIds, (a, b) => a === b)
    && share(one.domainFilters.map(dotted), other.domainFilters.map(dotted), (a, b) => a.endsWith(b) || b.endsWith(a));
}

function dotted(domain: string): string {
  return `.${String(domain).replace(/^\./, '')}`;
}

/** An empty list is for all. */
function share(one: readonly string[], other: readonly string[], same: (a: string, b: string) => boolean): boolean {
  return one.length === 0 || other.length === 0 || one.some((a) => other.some((b) => same(a, b)));
}

/** The registry writes it into a TXT record between quotation marks, with commas between its parts. */
function checkOwner(ownerId: string): Problem | undefined {
  if (typeof ownerId === 'string' && ownerId !== 'default' && /^[^\s",=]{1,100}$/.test(ownerId)) return undefined;
  return {
    code: 'KN-NET-006',
    message: ownerId === 'default' ? 'ExternalDNS has the owner id that every other one has too' : `${show(ownerId)} is no owner id of ExternalDNS`,
    received: ownerId,
    allowed: 'a text that no other cluster has, without spaces, commas, equals signs and quotation marks, up to 100 characters',
    fix: "write `ownerId: 'knative-production'`, for example",
  };
}

function checkPolicy(policy: ExternalDnsPolicy): Problem | undefined {
  if (Object.values(ExternalDnsPolicy).includes(policy)) return undefined;
  return {
    code: 'KN-NET-006',
    message: policy === undefined ? 'ExternalDNS has no policy, and does not start without one' : `${show(policy)} is no policy of ExternalDNS`,
    received: policy,
    allowed: showAll(Object.values(ExternalDnsPolicy)),
    fix: 'write `policy: ExternalDnsPolicy.UPSERT_ONLY`, which deletes nothing',
  };
}

/** Zones of which there is something; what is no list is refused. */
export function zonesOf(zones: readonly DnsZone[] | undefined): readonly DnsZone[] | undefined {
  return zones && listOf(zones).filter(isFields);
}

/** The name of a zone without the dot of the root, with which it may be written. */
export function withoutRoot(zoneName: string): string {
  return String(zoneName).replace(/\.$/, '');
}

function checkZones({ hostedZones, hostedZoneIds }: ExternalDnsProps): (Problem | undefined)[] {
  if (hostedZones === undefined) return [];
  const zones = listOf(hostedZones);
  return [
    checkIsList('hostedZones', hostedZones),
    hostedZoneIds === undefined ? undefined : fault('ExternalDNS has `hostedZoneIds` and `hostedZones`', hostedZoneIds,
      'one of the two', 'leave `hostedZoneIds` out: zones have their ids with them'),
    Array.isArray(hostedZones) && hostedZones.length === 0 ? fault('ExternalDNS keeps no zone', hostedZones, 'one zone at least',
      'leave `hostedZones` out for all zones that its role lets it change') : undefined,
    ...zones.flatMap((zone) => (isFields(zone)
      ? [checkHostedZone('KN-NET-009', 'hostedZoneId', zone.hostedZoneId ?? ''), checkDomain(withoutRoot(zone.zoneName ?? ''))]
      : [fault(`${show(zone)} is no hosted zone`, zone, 'its id and its name',
        "write `{ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' }`, or pass the zone construct of AWS CDK")])),
  ];
}

function checkDomain(domain: string): Problem | undefined {
  if (typeof domain === 'string' && follows(DNS_1123_SUBDOMAIN, domain.replace(/^\./, ''))) return undefined;
  return fault(`${show(domain)} is no domain that names end by`, domain, 'a domain, without an asterisk', 'write `example.com`, for example');
}

function checkText(field: string, text: string | undefined, pattern: RegExp, example: string): Problem | undefined {
  if (text === undefined || (typeof text === 'string' && pattern.test(text))) return undefined;
  return fault(`the ${field} ${show(text)} is no part of a name`, text, 'letters, digits and dashes', `write \`${example}\`, for example`);
}

function checkPrefix(prefix: string | undefined): Problem | undefined {
  if (prefix === undefined || (typeof prefix === 'string' && prefix.endsWith('/') && isQualifiedKey(`${prefix}hostname`))) return undefined;
  return fault(`the annotationPrefix ${show(prefix)} is not what annotations begin with`, prefix, 'a DNS name with a slash behind it',
    'write `external-dns.kubernetes.io/`, for example');
}

function fault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-NET-007', message, received, allowed, fix };
}
