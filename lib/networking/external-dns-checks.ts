import { Duration } from 'cdk8s';
import {
  checkChoice, checkDuration, checkName, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, follows, isQualifiedKey,
  LONGEST_GO_DURATION, type Problem, show, showAll,
} from '../core';
import { checkHostedZone } from './aws-cluster-checks';
import { type ExternalDnsProps, ExternalDnsPolicy, ExternalDnsSource, HostedZoneType } from './external-dns-options';

const STEP = Duration.millis(1);

/** Checks ExternalDNS by itself; follows docs/flags.md of external-dns 0.22. */
export function checkExternalDns(props: ExternalDnsProps): (Problem | undefined)[] {
  const { domainFilters = [], hostedZoneIds = [], sources, zoneType, interval, namespace } = props;
  return [
    checkOwner(props.ownerId),
    checkPolicy(props.policy),
    ...domainFilters.map(checkDomain),
    ...hostedZoneIds.map(checkHostedZone),
    ...(sources ?? []).map((source) => checkChoice('KN-POD-048', 'sources', source, ExternalDnsSource)),
    sources === undefined || sources.length > 0 ? undefined : fault('ExternalDNS looks at nothing', sources, 'one source at least',
      'leave `sources` out'),
    checkChoice('KN-POD-048', 'zoneType', zoneType, HostedZoneType),
    checkText('txtPrefix', props.txtPrefix, /^[A-Za-z0-9_.%{}-]{1,63}$/, 'knative-'),
    checkText('wildcardReplacement', props.wildcardReplacement, /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/, 'any'),
    checkPrefix(props.annotationPrefix),
    checkDuration(interval, { field: 'interval', min: Duration.seconds(1), max: LONGEST_GO_DURATION, step: STEP }),
    namespace === undefined ? undefined : checkName('namespace name', namespace, DNS_1123_LABEL, 'KN-NAM-006'),
  ];
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
