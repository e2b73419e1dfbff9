import { checkWhole, raise } from '../core';

/**
 * A number of pods, or a share of them; bounds follow `ValidatePositiveIntOrPercent` and `IsNotMoreThan100Percent` of
 * Kubernetes.
 * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export class PodCount {
  /**
   * So many pods.
   * @throws KnativeError `KN-PLT-006` unless it is a whole number from 0
   */
  public static pods(count: number): PodCount {
    raise(checkWhole('KN-PLT-006', 'count', count, { min: 0 }));
    return new PodCount(count);
  }

  /**
   * A share of all pods, in percent.
   * @throws KnativeError `KN-PLT-006` unless it is a whole number from 0 to 100
   */
  public static percent(share: number): PodCount {
    raise(checkWhole('KN-PLT-006', 'share', share, { min: 0, max: 100 }));
    return new PodCount(`${share}%`);
  }

  private constructor(private readonly value: unknown) {}

  /** @internal */
  public _render(): unknown {
    return this.value;
  }
}
