import { checkName, DNS_1035_LABEL, follows, type Problem, raise, show } from '../core';

/** Options for `Traffic.latest` and `Traffic.revision`. */
export interface TrafficOptions {
  /**
   * Gives the revision an address of its own, `<tag>-<service>`, whatever its share is. A DNS-1035 label.
   * @default - no address of its own
   */
  readonly tag?: string;
}

/**
 * A share of a service's requests and the revision that gets it. The shares of a service sum up to 100; a share of 0
 * with a tag makes a revision reachable that gets no traffic.
 * @see https://knative.dev/docs/serving/traffic-management/
 */
export class Traffic {
  /**
   * A share for the newest revision that is ready.
   * @param percent whole, 0 to 100
   * @throws KnativeError `KN-TRF-001` for another share, `KN-TRF-003` for a tag that is no DNS-1035 label
   */
  public static latest(percent: number, options: TrafficOptions = {}): Traffic {
    return new Traffic(percent, undefined, options.tag);
  }

  /**
   * A share for one revision of the service. It need not exist yet; until it does the service is not ready.
   * @param name name of the revision; it begins with the name of its service
   * @param percent whole, 0 to 100
   * @throws KnativeError `KN-TRF-001` for another share, `KN-TRF-003` for a tag and `KN-TRF-005` for a name that is no
   * DNS-1035 label
   */
  public static revision(name: string, percent: number, options: TrafficOptions = {}): Traffic {
    raise(checkName('name of a revision', name, DNS_1035_LABEL, 'KN-TRF-005'));
    return new Traffic(percent, name, options.tag);
  }

  private constructor(
    /** Share in percent. */
    public readonly percent: number,
    /** Name of the revision; absent for the newest one. */
    public readonly revisionName: string | undefined,
    /** Tag, where there is one. */
    public readonly tag: string | undefined,
  ) {
    raise(checkPercent(percent));
    if (tag !== undefined) raise(checkName('traffic tag', tag, DNS_1035_LABEL, 'KN-TRF-003'));
  }

  /** Whether `other` gives the same share to the same revision, under the same tag. */
  public equals(other: Traffic): boolean {
    return this.percent === other.percent && this.revisionName === other.revisionName && this.tag === other.tag;
  }

  /** @internal */
  public _render(): Record<string, unknown> {
    const { percent, revisionName, tag } = this;
    return { revisionName, latestRevision: revisionName === undefined, percent, tag };
  }
}

/**
 * Checks the shares of one service together.
 * @param service name of the service
 */
export function checkTraffic(traffic: readonly Traffic[], service: string): (Problem | undefined)[] {
  return traffic.length === 0 ? [] : [
    checkSum(traffic), ...checkTags(traffic, service), ...traffic.map((target) => checkOwner(target, service)),
  ];
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
function checkSum(traffic: readonly Traffic[]): Problem | undefined {
  const sum = traffic.reduce((total, { percent }) => total + percent, 0);
  if (sum === 100) return undefined;
  return {
    code: 'KN-TRF-002',
    message: `the shares of traffic sum up to ${show(sum)}`,
    received: sum,
    allowed: 'shares that sum up to 100',
    fix: sum < 100
      ? `add \`Traffic.latest(${100 - sum})\` to \`traffic\``
      : 'lower a share, or write 0 for a revision that needs its tag only',
  };
}

function checkTags(traffic: readonly Traffic[], service: string): Problem[] {
  const tags = traffic.map(({ tag }) => tag).filter((tag) => tag !== undefined);
  return [...new Set(tags)].flatMap((tag) => {
    const problems: Problem[] = [];
    if (tags.filter((other) => other === tag).length > 1) {
      problems.push({
        code: 'KN-TRF-004',
        message: `the traffic tag ${show(tag)} is given twice`,
        received: tag,
        allowed: 'every tag once in a service',
        fix: 'rename one of them, or put their shares together',
      });
    }
    // Admission lets it pass; the Kubernetes Service of that name cannot be made then, and the Route never gets ready.
    if (!follows(DNS_1035_LABEL, `${tag}-${service}`)) {
      problems.push({
        code: 'KN-TRF-006',
        message: `${show(`${tag}-${service}`)}, the host of the traffic tag ${show(tag)}, is too long`,
        received: tag,
        allowed: `${DNS_1035_LABEL.maxLength} characters for \`<tag>-<service>\``,
        fix: service.length <= 61
          ? `write a tag of at most ${62 - service.length} characters`
          : 'shorten the name of the service',
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
