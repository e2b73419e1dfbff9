import type { IConstruct } from 'constructs';
import { checkName, clusterOf, DNS_1035_LABEL, follows, type Problem, raise, show } from '../core';
import type { IConfiguration } from './configuration-contract';

/** Options for a share of traffic. */
export interface TrafficOptions {
  /**
   * Gives the revision an address of its own, `<tag>-<name>`, whatever its share is. A DNS-1035 label.
   * @default - no address of its own
   */
  readonly tag?: string;
}

/**
 * A share of the requests of a service or route, and the revision that gets it. The shares of one of them sum up to
 * 100; a share of 0 with a tag makes a revision reachable that gets no traffic.
 * @see https://knative.dev/docs/serving/traffic-management/
 */
export class Traffic {
  /**
   * A share for the newest revision of the service that is ready; a route has none of its own (`KN-TRF-007`).
   * @param percent whole, 0 to 100
   * @throws KnativeError `KN-TRF-001` for another share, `KN-TRF-003` for a tag that is no DNS-1035 label
   */
  public static latest(percent: number, options: TrafficOptions = {}): Traffic {
    return new Traffic(percent, {}, options.tag);
  }

  /**
   * A share for the newest revision of a configuration that is ready: for a `Route`. A service has traffic for its own
   * revisions only (`KN-TRF-007`).
   * @param configuration a configuration of the route's namespace and cluster (`KN-TRF-008`)
   * @param percent whole, 0 to 100
   * @throws KnativeError `KN-TRF-001` for another share, `KN-TRF-003` for a tag that is no DNS-1035 label
   */
  public static configuration(configuration: IConfiguration, percent: number, options: TrafficOptions = {}): Traffic {
    return new Traffic(percent, { configuration }, options.tag);
  }

  /**
   * A share for one revision: of the service itself, or for a route of any configuration in its namespace. It need not
   * exist yet; until it does the service or route is not ready.
   * @param name name of the revision; it begins with the name of its service or configuration
   * @param percent whole, 0 to 100
   * @throws KnativeError `KN-TRF-001` for another share, `KN-TRF-003` for a tag and `KN-TRF-005` for a name that is no
   * DNS-1035 label
   */
  public static revision(name: string, percent: number, options: TrafficOptions = {}): Traffic {
    raise(checkName('name of a revision', name, DNS_1035_LABEL, 'KN-TRF-005'));
    return new Traffic(percent, { revisionName: name }, options.tag);
  }

  /** Name of the revision; absent for the newest one. */
  public readonly revisionName: string | undefined;
  /** The configuration whose newest revision it is; absent for that of the service itself, and for a named one. */
  public readonly configuration: IConfiguration | undefined;

  private constructor(
    /** Share in percent. */
    public readonly percent: number,
    to: TrafficReceiver,
    /** Tag, where there is one. */
    public readonly tag: string | undefined,
  ) {
    this.revisionName = to.revisionName;
    this.configuration = to.configuration;
    raise(checkPercent(percent));
    if (tag !== undefined) raise(checkName('traffic tag', tag, DNS_1035_LABEL, 'KN-TRF-003'));
  }

  /** Whether `other` gives the same share to the same revision, under the same tag. */
  public equals(other: Traffic): boolean {
    return this.percent === other.percent && this.revisionName === other.revisionName && this.tag === other.tag
      && this.configuration === other.configuration;
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    const { percent, revisionName, configuration, tag } = this;
    const configurationName = configuration?.configurationName;
    return { configurationName, revisionName, latestRevision: revisionName === undefined, percent, tag };
  }
}

interface TrafficReceiver {
  readonly revisionName?: string;
  readonly configuration?: IConfiguration;
}

/** Tags of traffic, which are addresses of their own. */
export function tagsOf(traffic: readonly Traffic[] = []): string[] {
  return traffic.flatMap(({ tag }) => tag ?? []);
}

/**
 * Checks the shares of one service together.
 * @param service name of the service
 */
export function checkServiceTraffic(traffic: readonly Traffic[], service: string): (Problem | undefined)[] {
  return traffic.length === 0 ? [] : [
    checkSum(traffic, 'Traffic.latest('), ...checkTags(traffic, 'service', service),
    ...traffic.map((share) => checkOwner(share, service)), ...traffic.map((share) => checkOwn(share)),
  ];
}

/** Checks the shares of one route together. */
export function checkRouteTraffic(route: RouteOfTraffic, traffic: readonly Traffic[]): (Problem | undefined)[] {
  return [
    checkSum(traffic, 'Traffic.configuration(configuration, '), ...checkTags(traffic, 'route', route.name),
    ...traffic.map((share) => checkTarget(share)), ...traffic.map((share) => checkReach(share, route)),
  ];
}

/** What a check has to know of a route. */
interface RouteOfTraffic extends IConstruct {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Follows `TrafficTarget.validateTrafficPercentage` of pkg/apis/serving/v1/route_validation.go. */
function checkPercent(percent: number): Problem | undefined {
  if (Number.isInteger(percent) && percent >= 0 && percent <= 100) return undefined;
  return {
    code: 'KN-TRF-001',
    message: `${show(percent)} is no share of traffic`,
    received: percent,
    allowed: 'whole percent, 0 to 100',
    fix: 'write `Traffic.latest(100)`',
  };
}

/** Follows `validateTrafficList` of pkg/apis/serving/v1/route_validation.go. */
function checkSum(traffic: readonly Traffic[], factory: string): Problem | undefined {
  const sum = traffic.reduce((total, { percent }) => total + percent, 0);
  if (sum === 100) return undefined;
  return {
    code: 'KN-TRF-002',
    message: `the shares of traffic sum up to ${show(sum)}`,
    received: sum,
    allowed: 'shares that sum up to 100',
    fix: sum < 100
      ? `add \`${factory}${100 - sum})\` to \`traffic\``
      : 'lower a share, or write 0 for a revision that needs its tag only',
  };
}

function checkTags(traffic: readonly Traffic[], what: string, name: string): Problem[] {
  const tags = traffic.map(({ tag }) => tag).filter((tag) => tag !== undefined);
  return [...new Set(tags)].flatMap((tag) => {
    const problems: Problem[] = [];
    if (tags.filter((other) => other === tag).length > 1) {
      problems.push({
        code: 'KN-TRF-004',
        message: `the traffic tag ${show(tag)} is given twice`,
        received: tag,
        allowed: `every tag once in a ${what}`,
        fix: 'rename one of them, or put their shares together',
      });
    }
    // Admission lets it pass; the Kubernetes Service of that name cannot be made then, and the Route never gets ready.
    if (!follows(DNS_1035_LABEL, `${tag}-${name}`)) {
      problems.push({
        code: 'KN-TRF-006',
        message: `${show(`${tag}-${name}`)}, the host of the traffic tag ${show(tag)}, is too long`,
        received: tag,
        allowed: `${DNS_1035_LABEL.maxLength} characters for \`<tag>-<${what}>\``,
        fix: name.length <= 61
          ? `write a tag of at most ${62 - name.length} characters`
          : `shorten the name of the ${what}`,
      });
    }
    return problems;
  });
}

/** A Route that belongs to a service serves that service's revisions only, and they are named after it. */
function checkOwner({ revisionName }: Traffic, service: string): Problem | undefined {
  // Knative shortens the names that it generates where `<service>-00001` is too long.
  const shortened = `${service}-00001`.length > DNS_1035_LABEL.maxLength;
  if (revisionName === undefined || shortened || revisionName.startsWith(`${service}-`)) return undefined;
  return {
    code: 'KN-TRF-005',
    message: `${show(revisionName)} is no revision of the service ${show(service)}`,
    received: revisionName,
    allowed: `names that begin with ${show(`${service}-`)}`,
    fix: `write ${show(`${service}-00001`)}, for example`,
  };
}

/** Follows `validateRevisionAndConfiguration` of route_validation.go, for a service. */
function checkOwn({ configuration: target }: Traffic): Problem | undefined {
  if (target === undefined) return undefined;
  return {
    code: 'KN-TRF-007',
    message: `traffic of a service goes to the configuration ${show(target.configurationName)}`,
    received: target.configurationName,
    allowed: '`Traffic.latest` and `Traffic.revision`: a service has its own revisions only',
    fix: 'write `Traffic.latest(100)`, or a `Route` in front of several configurations',
  };
}

/** Follows `validateRevisionAndConfiguration` of route_validation.go, for a route. */
function checkTarget({ configuration: target, revisionName, percent }: Traffic): Problem | undefined {
  if (target !== undefined || revisionName !== undefined) return undefined;
  return {
    code: 'KN-TRF-007',
    message: `${show(percent)} percent of the traffic of a route go to the newest revision, but not of which configuration`,
    received: percent,
    allowed: '`Traffic.configuration` and `Traffic.revision`: a route has no revisions of its own',
    fix: `write \`Traffic.configuration(configuration, ${percent})\``,
  };
}

/** A route looks for the name in its own namespace. */
function checkReach({ configuration: target }: Traffic, route: RouteOfTraffic): Problem | undefined {
  if (target === undefined) return undefined;
  const { namespace } = target;
  const known = namespace !== undefined && route.namespace !== undefined;
  const sameCluster = clusterOf(target) === clusterOf(route);
  if (sameCluster && (!known || namespace === route.namespace)) return undefined;
  const there = sameCluster ? `the namespace ${show(namespace)}` : `the cluster ${show(clusterOf(target))}`;
  return {
    code: 'KN-TRF-008',
    message: `the route ${show(route.name)} sends traffic to the configuration ${show(target.configurationName)} in ${there}`,
    received: sameCluster ? namespace : clusterOf(target),
    allowed: 'configurations of the same namespace and cluster',
    fix: 'make the route in the chart of the configuration',
  };
}
