import { type Size, SizeRoundingBehavior } from 'cdk8s';
import { type Problem, raise, show } from '../core';
import { decimal } from './decimal';

/** Options for the metrics that count requests. */
export interface RequestTargetOptions {
  /**
   * How many requests one pod should have: at once for `concurrency`, in a second for `requestsPerSecond`. At least
   * 0.01. A `containerConcurrency` below it wins.
   * @default - the cluster's: 100 at once, 200 in a second
   */
  readonly target?: number;
  /**
   * Share of the target that is aimed at, in percent, 1 to 100; the rest is room for what comes while pods start.
   * @default - the cluster's: 70
   */
  readonly targetUtilizationPercentage?: number;
}

/** Options for `ScaleMetric.cpu`. */
export interface CpuTargetOptions {
  /**
   * CPU that a pod should use, in whole percent of what its containers request.
   * @default - that of the Horizontal Pod Autoscaler: 80
   */
  readonly target?: number;
}

/** Options for `ScaleMetric.memory`. */
export interface MemoryTargetOptions {
  /** Memory that a pod should use, in whole mebibytes. Without it Kubernetes would scale by CPU. */
  readonly target: Size;
}

/** Options for `ScaleMetric.custom`. */
export interface CustomTargetOptions {
  /**
   * Value of the metric that a pod should have; whole with the Horizontal Pod Autoscaler, which cuts off the rest.
   * Without it Kubernetes would scale by CPU.
   */
  readonly target: number;
}

/**
 * What a revision is scaled by. CPU, memory and custom metrics are read by the Horizontal Pod Autoscaler, so a
 * `Scaling` with one of them has that class, unless it names another.
 * @see https://knative.dev/docs/serving/autoscaling/autoscaling-metrics/
 */
export class ScaleMetric {
  /** By requests that a pod works on at the same time. */
  public static concurrency(options: RequestTargetOptions = {}): ScaleMetric {
    return ScaleMetric.requests('concurrency', options);
  }

  /** By requests that a pod gets in a second. */
  public static requestsPerSecond(options: RequestTargetOptions = {}): ScaleMetric {
    return ScaleMetric.requests('rps', options);
  }

  /** By use of the CPU; every container needs a CPU request for it. */
  public static cpu(options: CpuTargetOptions = {}): ScaleMetric {
    return new ScaleMetric('cpu', options.target);
  }

  /** By use of memory. */
  public static memory(options: MemoryTargetOptions): ScaleMetric {
    // What is no whole number is refused with the scaling, together with its other settings.
    return new ScaleMetric('memory', options.target.toMebibytes({ rounding: SizeRoundingBehavior.NONE }));
  }

  /**
   * By a metric of the pods that the cluster's custom metrics API serves.
   * @throws KnativeError `KN-SCL-006` for a name that no metric can have
   */
  public static custom(name: string, options: CustomTargetOptions): ScaleMetric {
    raise(checkMetricName(name));
    return new ScaleMetric(name, options.target);
  }

  private static requests(name: string, options: RequestTargetOptions): ScaleMetric {
    return new ScaleMetric(name, options.target, options.targetUtilizationPercentage, true);
  }

  private constructor(
    /** The name, as `autoscaling.knative.dev/metric` has it. */
    public readonly name: string,
    /** The target, in the unit of the metric: requests, percent, mebibytes, or the metric's own. */
    public readonly target?: number,
    /** Percent of the target that is aimed at. */
    public readonly targetUtilizationPercentage?: number,
    /** Whether Knative itself counts it; other metrics come from Kubernetes. */
    public readonly countsRequests: boolean = false,
  ) {}

  /** Whether `other` is the same metric with the same target. */
  public equals(other: ScaleMetric): boolean {
    return this.name === other.name && this.countsRequests === other.countsRequests && this.target === other.target
      && this.targetUtilizationPercentage === other.targetUtilizationPercentage;
  }

  /**
   * The settings by their keys below `autoscaling.knative.dev/`.
   * @internal
   */
  public _render(): Record<string, string> {
    const settings: Record<string, string> = { metric: this.name };
    if (this.target !== undefined) settings['target'] = decimal(this.target);
    if (this.targetUtilizationPercentage !== undefined) {
      settings['target-utilization-percentage'] = decimal(this.targetUtilizationPercentage);
    }
    return settings;
  }
}

/** Names are segments of a path of the custom metrics API. */
function checkMetricName(name: string): Problem | undefined {
  if (/^(?!\.{1,2}$)[^\s/%]+$/.test(name)) return undefined;
  return {
    code: 'KN-SCL-006',
    message: `${show(name)} is no name of a metric`,
    received: name,
    allowed: 'a name without white space, `/` and `%`',
    fix: "write the metric as the custom metrics API has it: `ScaleMetric.custom('queue_length', { target: 20 })`",
  };
}
