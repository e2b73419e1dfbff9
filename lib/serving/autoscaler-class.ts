import { type Problem, raise, show } from '../core';

/** Names below it are Knative's own. */
const OWN_DOMAIN = '.knative.dev';

/**
 * The autoscaler that decides how many pods a revision has.
 * @see https://knative.dev/docs/serving/autoscaling/autoscaler-types/
 */
export class AutoscalerClass {
  /** The Knative Pod Autoscaler: by requests, and down to zero. */
  public static readonly KPA = new AutoscalerClass('kpa.autoscaling.knative.dev');

  /**
   * The Horizontal Pod Autoscaler of Kubernetes: by CPU, memory or a custom metric, never down to zero. The cluster
   * needs the add-on `serving-hpa`.
   */
  public static readonly HPA = new AutoscalerClass('hpa.autoscaling.knative.dev');

  /**
   * An autoscaler that is no part of Knative.
   * @throws KnativeError `KN-SCL-005` for an empty name, and for one below `knative.dev`, which Knative keeps to itself
   */
  public static custom(value: string): AutoscalerClass {
    raise(checkClass(value));
    return new AutoscalerClass(value);
  }

  private constructor(
    /** The name, as `autoscaling.knative.dev/class` has it. */
    public readonly value: string,
  ) {}
}

/** Follows `validateClass` of pkg/apis/autoscaling/annotation_validation.go; an empty name would switch off checks. */
export function checkClass(value: string): Problem | undefined {
  const own = [AutoscalerClass.KPA.value, AutoscalerClass.HPA.value];
  if (own.includes(value) || (value.trim() !== '' && !value.endsWith(OWN_DOMAIN))) return undefined;
  return {
    code: 'KN-SCL-005',
    message: `${show(value)} is no autoscaler class`,
    received: value,
    allowed: `${own.map(show).join(', ')}, or a name that does not end in ${show(OWN_DOMAIN)}`,
    fix: 'write `AutoscalerClass.KPA` or `AutoscalerClass.HPA`',
  };
}
