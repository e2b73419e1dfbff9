import { isIP } from 'node:net';
import { checkAnnotations, checkChoice, type Problem, repeatedIn, show } from '../core';
import { ExternalTrafficPolicy, IpAddressType, LoadBalancerScheme, NlbTargetType } from './load-balancer-choices';
import type { LoadBalancerOptions, NlbOptions } from './load-balancer-options';

/** Options of all kinds of load balancers. */
export type AnyLoadBalancerOptions = Partial<NlbOptions>;

export function loadBalancerFault(message: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-NET-002', message, received, allowed, fix };
}

/** Checks the options of a load balancer by themselves. */
export function checkLoadBalancer(options: AnyLoadBalancerOptions): (Problem | undefined)[] {
  const { scheme, targetType, ipAddressType, externalTrafficPolicy } = options;
  const { sourceRanges = [], annotations = {}, tags = {} } = options;
  return [
    checkChoice('KN-POD-048', 'scheme', scheme, LoadBalancerScheme),
    checkChoice('KN-POD-048', 'targetType', targetType, NlbTargetType),
    checkChoice('KN-POD-048', 'ipAddressType', ipAddressType, IpAddressType),
    checkChoice('KN-POD-048', 'externalTrafficPolicy', externalTrafficPolicy, ExternalTrafficPolicy),
    ...sourceRanges.map(checkRange),
    ...Object.entries(tags).map(([key, value]) => checkTag(key, value)),
    ...checkNames('subnets', options.subnets),
    ...checkNames('elasticIps', options.elasticIps),
    ...checkNames('securityGroups', options.securityGroups),
    checkName(options.name),
    checkElasticIps(options),
    checkRangesCount(options),
    ...checkAnnotations(annotations),
    ...Object.keys(annotations).map(checkTls),
  ];
}

/** Checks that annotations of the program do not say what the options say. */
export function checkWrittenOnce(
  own: Readonly<Record<string, string>>, options: LoadBalancerOptions,
): (Problem | undefined)[] {
  return Object.keys(options.annotations ?? {}).map((key) => Object.hasOwn(own, key)
    ? loadBalancerFault(`the annotation ${show(key)} of a load balancer is written by its options`, key,
      'annotations that no option writes', 'say it in the option, and leave the annotation out')
    : undefined);
}

/** Follows ParseCIDRSloppy, by which Kubernetes reads the ranges of a Service. */
function checkRange(range: string): Problem | undefined {
  const [, address = '', length = ''] = typeof range === 'string' ? /^([^/]+)\/(\d{1,3})$/.exec(range) ?? [] : [];
  const most = isIP(address) === 6 ? 128 : 32;
  if (isIP(address) !== 0 && Number(length) <= most) return undefined;
  return loadBalancerFault(`${show(range)} is no network that requests come from`, range,
    'an address, a slash and the length of its prefix', 'write `203.0.113.0/24`, for example');
}

/** The value of the annotation is a list with commas between and equals signs within. */
function checkTag(key: string, value: string): Problem | undefined {
  if (/^[^,=\s][^,=]{0,127}$/.test(key) && typeof value === 'string' && /^[^,=]{0,256}$/.test(value)) return undefined;
  return loadBalancerFault(`the tag ${show(key)} of a load balancer, with the value ${show(value)}, cannot be written`, key,
    'keys up to 128 and values up to 256 characters, without commas and equals signs', "write `{ team: 'platform' }`, for example");
}

function checkNames(field: string, names: readonly string[] | undefined): (Problem | undefined)[] {
  if (names === undefined) return [];
  const wrong = names.find((name) => typeof name !== 'string' || name.trim() !== name || name === '' || name.includes(','));
  const twice = repeatedIn(names)[0];
  if (names.length > 0 && wrong === undefined && twice === undefined) return [];
  return [loadBalancerFault(names.length === 0
    ? `${show(field)} of a load balancer is empty`
    : `${show(field)} of a load balancer has ${wrong === undefined ? `${show(twice)} twice` : `the name ${show(wrong)}`}`,
  names, 'names or ids, one at least, each once and without commas', `leave \`${field}\` out, or write each once`)];
}

/** Follows the limits of Elastic Load Balancing for names. */
function checkName(name: string | undefined): Problem | undefined {
  if (name === undefined || (/^[A-Za-z0-9]([-A-Za-z0-9]{0,30}[A-Za-z0-9])?$/.test(name) && !name.startsWith('internal-'))) {
    return undefined;
  }
  return loadBalancerFault(`${show(name)} is no name for a load balancer`, name,
    'letters, digits and dashes, 32 at most, no dash first or last, and not `internal-` in front', 'write `knative`, for example');
}

function checkElasticIps({ scheme, elasticIps, subnets }: AnyLoadBalancerOptions): Problem | undefined {
  if (elasticIps === undefined) return undefined;
  if (scheme === LoadBalancerScheme.INTERNAL) {
    return loadBalancerFault('an internal load balancer has public addresses of its own', elasticIps,
      '`elasticIps` of a load balancer that faces the internet', 'leave `elasticIps` out');
  }
  if (subnets === undefined || subnets.length === elasticIps.length) return undefined;
  return loadBalancerFault(`a load balancer has ${elasticIps.length} fixed addresses for ${subnets.length} subnets`, elasticIps,
    'one address of each subnet', 'write as many of one as of the other');
}

/** The security group that would keep others out sees the addresses of the load balancer only. */
function checkRangesCount(options: AnyLoadBalancerOptions): Problem | undefined {
  const { sourceRanges = [], securityGroups, targetType = NlbTargetType.INSTANCE, preserveClientIp } = options;
  if (sourceRanges.length === 0) return undefined;
  if (securityGroups !== undefined) {
    return loadBalancerFault('the source ranges of a load balancer do not count beside its own security groups', sourceRanges,
      '`sourceRanges` or `securityGroups`', 'write the ranges into the security groups');
  }
  if (preserveClientIp ?? targetType === NlbTargetType.INSTANCE) return undefined;
  return loadBalancerFault('the source ranges of a load balancer do not count: pods do not see the address of the client',
    sourceRanges, '`sourceRanges` with `preserveClientIp: true`, or with targets of the type `instance`',
    'write `preserveClientIp: true`');
}

/** Port 443 leads to a port that speaks TLS itself: it would get what is decrypted already. */
function checkTls(key: string): Problem | undefined {
  if (!/\/aws-load-balancer-(ssl-|alpn-policy)/.test(key)) return undefined;
  return loadBalancerFault(`the annotation ${show(key)} ends TLS at the load balancer, whose port 443 leads to one that speaks TLS`,
    key, 'annotations that leave TLS to Knative', 'leave it out, and let Knative get certificates with `issuer` of the platform');
}
