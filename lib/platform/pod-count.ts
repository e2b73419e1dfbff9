import { type Problem, raise, show } from '../core';

/** A number of pods, or a share of them. */
export class PodCount {
  /**
   * So many pods.
   * @throws KnativeError `KN-PLT-006` unless it is a whole number from 0
   */
  public static pods(count: number): PodCount {
    raise(checkRange('number of pods', count, 2 ** 31 - 1));
    return new PodCount(count);
  }

  /**
   * A share of all pods, in percent.
   * @throws KnativeError `KN-PLT-006` unless it is a whole number from 0 to 100
   */
  public static percent(share: number): PodCount {
    raise(checkRange('percentage', share, 100));
    return new PodCount(`${share}%`);
  }

  private constructor(private readonly value: unknown) {}

  /** @internal */
  public _render(): unknown {
    return this.value;
  }
}

/** Follows `ValidatePositiveIntOrPercent` and `IsNotMoreThan100Percent` of Kubernetes. */
function checkRange(what: string, value: number, most: number): Problem | undefined {
  if (Number.isInteger(value) && value >= 0 && value <= most) return undefined;
  return {
    code: 'KN-PLT-006',
    message: `${show(value)} is no ${what}`,
    received: value,
    allowed: `a whole number from 0 to ${most}`,
    fix: 'write `PodCount.pods(1)` or `PodCount.percent(80)`, for example',
  };
}
