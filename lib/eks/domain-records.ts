import { Aspects, Duration, Stack } from 'aws-cdk-lib/core';
import { CfnRecordSet, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct, type IConstruct } from 'constructs';
import { hasLateValue, type Problem, refuse, show, showAll } from '../core';
import { DnsRecords } from '../networking';
import { type IKnativePlatform, PlatformBase } from '../platform';
import type { AppliedApp } from './applied-app';
import { checkEnvironment } from './apply-place';
import { logicalId } from './object-ids';
import { refusedValue } from './object-values';

/** The Service that a networking layer gets its load balancer by. */
export interface LoadBalancerService {
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
}

/** Properties for `WildcardRecords`. */
export interface WildcardRecordsProps {
  /** Hosted zone that the domains of the platform lie in (`KN-EKS-060`). */
  readonly zone: IHostedZone;
  /** The app of the platform, on its cluster. Without a kubectl layer there it is refused with `KN-EKS-003`. */
  readonly applied: AppliedApp;
  /**
   * The platform, which has one domain or more (`KN-EKS-060`). Where ExternalDNS makes the same records
   * (`dns: DnsRecords.externalDns()`), it is refused with `KN-EKS-062`.
   */
  readonly platform: IKnativePlatform;
  /**
   * The Service whose load balancer takes the requests.
   * @default - the one of the platform's networking layer, such as `contour-external/envoy`; refused with `KN-EKS-061`
   * where the program does not say which layer there is
   */
  readonly service?: LoadBalancerService;
  /**
   * How long resolvers keep an answer, in whole seconds.
   * @default Duration.minutes(5)
   */
  readonly ttl?: Duration;
}

/**
 * The records by which the outside finds services: for each domain of a platform, and for each of its namespaces that
 * needs one, a wildcard that leads to the load balancer of the networking layer. Its name is asked of the cluster when
 * there is one, so that records stand in the stack of the app, or in a later one (`KN-EKS-063`).
 *
 * Namespaces that the program makes later get their records too: what there is is known when the program is
 * synthesized. The other way is ExternalDNS, which needs rights in the zone, and no kubectl layer. A stack in another
 * region or account than that of the app is refused with `KN-EKS-001`.
 * @see https://knative.dev/docs/serving/using-a-custom-domain/
 */
export class WildcardRecords extends Construct {
  /** DNS name of the load balancer, as a token. */
  public readonly loadBalancerName: string;
  private readonly props: WildcardRecordsProps;
  private readonly isRefused: boolean;
  private isMade = false;

  constructor(scope: Construct, id: string, props: WildcardRecordsProps) {
    super(scope, id);
    this.props = props;
    const service = props.service ?? entryOf(props.platform);
    const misplaced = checkPlace(this, props) ?? checkEnvironment(Stack.of(this), Stack.of(props.applied));
    refuse(this, checkApp(props), misplaced, service === undefined ? withoutService(props.platform) : undefined);
    const isAsked = service !== undefined && misplaced === undefined
      && props.applied.target._hasKubectl(this, 'to ask for the name of the load balancer');
    this.loadBalancerName = isAsked ? ask(props.applied, service) : refusedValue();
    this.isRefused = !isAsked;
    // What the platform needs follows from all that the program has made until then.
    Aspects.of(this).add({ visit: (node: IConstruct) => { if (node === this) this.make(); } });
  }

  /** Names of the records, by now: namespaces that come later may need more. */
  public get hosts(): readonly string[] {
    return DnsRecords.document()._hosts(this.props.platform);
  }

  private make(): void {
    if (this.isMade) return;
    this.isMade = true;
    const { hosts } = this;
    refuse(this, ...checkHosts(hosts, this.props), checkWriters(hosts, this.props));
    // A domain is a key of a manifest: one that only the deployment knows is refused there.
    if (!this.isRefused) hosts.filter((host) => !hasLateValue(host)).forEach((host) => { this.record(host); });
  }

  /** Route 53 takes no second record of a name: one that gets another id would be made before the first is deleted. */
  private record(host: string): void {
    const { applied: { target: { clusterName } }, zone, ttl = Duration.minutes(5) } = this.props;
    const record = new CfnRecordSet(this, host, {
      hostedZoneId: zone.hostedZoneId,
      name: `${host}.`,
      type: 'CNAME',
      ttl: String(ttl.toSeconds()),
      resourceRecords: [this.loadBalancerName],
      comment: `services of Knative on ${clusterName}`,
    });
    record.overrideLogicalId(logicalId({ cluster: clusterName, id: `record|${host}`, readable: ['Record', host] }));
  }
}

function ask(applied: AppliedApp, { namespace, name }: LoadBalancerService): string {
  return applied.objectValue({ kind: 'Service', namespace, name, jsonPath: '.status.loadBalancer.ingress[0].hostname' });
}

function entryOf(platform: IKnativePlatform): LoadBalancerService | undefined {
  return platform instanceof PlatformBase ? platform._entry : undefined;
}

/** The load balancer of one cluster does not take the requests for another one. */
function checkApp({ applied, platform }: WildcardRecordsProps): Problem | undefined {
  if (platform.node.root === applied.app) return undefined;
  return {
    code: 'KN-EKS-060',
    message: `the platform ${show(platform.node.path)} is not of the app that is applied`,
    received: platform.node.path,
    allowed: 'a platform of the app that `applied` puts on the cluster',
    fix: 'write `applied: cluster.apply(app)` with the app that the platform is in',
  };
}

/** The objects come after the cluster, so that the stack of the cluster cannot wait for what only they have. */
function checkPlace(records: WildcardRecords, { applied }: WildcardRecordsProps): Problem | undefined {
  const stack = Stack.of(records);
  if (stack === Stack.of(applied) || stack !== Stack.of(applied.target)) return undefined;
  return {
    code: 'KN-EKS-063',
    message: `the records ${show(records.node.path)} stand in the stack of the cluster, and the app is applied in another one, which comes later`,
    received: stack.stackName,
    allowed: 'records in the stack in which the app is applied, or in one after it',
    fix: `write \`new WildcardRecords(Stack.of(applied), '${records.node.id}', ...)\``,
  };
}

function withoutService({ node }: IKnativePlatform): Problem {
  return {
    code: 'KN-EKS-061',
    message: `the platform ${show(node.path)} does not say which networking layer it has, so that no Service is known to have the load balancer`,
    received: undefined,
    allowed: 'a platform with `ingress`, or `service`',
    fix: "write `service: { namespace: 'contour-external', name: 'envoy' }`, for example",
  };
}

function checkHosts(hosts: readonly string[], { zone, platform }: WildcardRecordsProps): (Problem | undefined)[] {
  if (hosts.length === 0) {
    return [{
      code: 'KN-EKS-060',
      message: `the platform ${show(platform.node.path)} has no domain that records could be for`,
      received: hosts,
      allowed: 'a platform with a domain',
      fix: 'write `domain: zone.zoneName` for the platform, or a domain below it',
    }];
  }
  const zoneName = nameOf(zone);
  if (zoneName === undefined) return [];
  const outside = hosts.filter((host) => !hasLateValue(host) && !`.${host}`.endsWith(`.${zoneName}`));
  return outside.length === 0 ? [] : [{
    code: 'KN-EKS-060',
    message: `${showAll(outside)} ${outside.length === 1 ? 'does' : 'do'} not lie in the hosted zone ${show(zoneName)}`,
    received: outside,
    allowed: `names that end by ${show(`.${zoneName}`)}`,
    fix: 'write the hosted zone of the domain, or a domain of the zone for the platform',
  }];
}

/** A zone that was found by its id alone has no name, and says so by an error; one of another stack has a late one. */
function nameOf(zone: IHostedZone): string | undefined {
  try {
    const name = zone.zoneName.replace(/\.$/, '');
    return hasLateValue(name) ? undefined : name;
  } catch {
    return undefined;
  }
}

function checkWriters(hosts: readonly string[], { platform }: WildcardRecordsProps): Problem | undefined {
  if (!(platform instanceof PlatformBase) || !platform._asksForRecords) return undefined;
  return {
    code: 'KN-EKS-062',
    message: `ExternalDNS and the stack would both write ${showAll(hosts)}`,
    received: hosts,
    allowed: '`dns: DnsRecords.externalDns()` of the platform, or `WildcardRecords`',
    fix: 'leave `dns` of the platform out, or the `WildcardRecords`',
  };
}
