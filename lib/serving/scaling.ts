import type { Duration } from 'cdk8s';
import { goDuration, type Problem, raise, show } from '../core';
import { AutoscalerClass } from './autoscaler-class';
import { decimal } from './decimal';
import type { ScaleMetric } from './scale-metric';
import { AUTOSCALING, checkScaling, type ScalingSettings } from './scaling-rules';

/** How the samples of a window are made into one number. */
export enum MetricAggregationAlgorithm {
  /** Every sample counts the same. */
  LINEAR = 'linear',
  /** Newer samples count more. */
  WEIGHTED_EXPONENTIAL = 'weighted-exponential',
}

/** Everything that can be said of how a revision scales. */
export interface ScalingOptions {
  /**
   * Fewest pods, from 0 on; a revision that no traffic reaches goes below.
   * @default - the cluster's: 0
   */
  readonly minScale?: number;
  /**
   * Most pods; 0 is no limit. Where the program describes the installation, its `maxScaleLimit` counts (`KN-SCL-001`).
   * @default - the cluster's: 0
   */
  readonly maxScale?: number;
  /**
   * Pods that a new revision must have once, to be ready; at most `maxScale`. 0 needs the feature flag
   * `allow-zero-initial-scale`.
   * @default - the cluster's: 1
   */
  readonly initialScale?: number;
  /**
   * Pods that a revision starts with when it leaves zero: at least 2, within the bounds. Not with the class HPA.
   * @default - as many as the load needs
   */
  readonly activationScale?: number;
  /**
   * The autoscaler.
   * @default - HPA where `metric` needs it, else the cluster's: KPA
   */
  readonly autoscalerClass?: AutoscalerClass;
  /**
   * What the revision is scaled by, and its target.
   * @default - the cluster's: concurrency
   */
  readonly metric?: ScaleMetric;
  /**
   * Requests that the pods can take on top of the present ones before the activator steps in between: from 0 on, or -1
   * to have it always in between. Not with the class HPA.
   * @default - the cluster's: 211
   */
  readonly targetBurstCapacity?: number;
  /**
   * Time over which the load is averaged: 6 seconds to an hour, whole seconds.
   * @default - the cluster's: 60 seconds
   */
  readonly window?: Duration;
  /**
   * Length of the panic window, in percent of `window`: 1 to 100. Not with the class HPA.
   * @default - the cluster's: 10
   */
  readonly panicWindowPercentage?: number;
  /**
   * Load at which panic begins, in percent of what the pods can take: 110 to 1000. Not with the class HPA.
   * @default - the cluster's: 200
   */
  readonly panicThresholdPercentage?: number;
  /**
   * How long the load must stay low before pods are taken away: up to an hour, whole seconds. Not with the class HPA.
   * @default - the cluster's: none
   */
  readonly scaleDownDelay?: Duration;
  /**
   * How long the last pod stays at least before the revision goes to zero: up to an hour. Not with the class HPA.
   * @default - the cluster's: none
   */
  readonly scaleToZeroPodRetentionPeriod?: Duration;
  /**
   * How samples are made into one number. Not with the class HPA.
   * @default - linear
   */
  readonly metricAggregationAlgorithm?: MetricAggregationAlgorithm;
}

/**
 * How a revision scales. It is written onto the template, the only place where Knative reads it.
 *
 * Every factory throws a `KnativeError`: `KN-SCL-001` for a value out of range, `KN-SCL-002` to `KN-SCL-004` for bounds
 * that contradict each other, `KN-SCL-006` and `KN-SCL-007` for what the autoscaler class does not heed.
 * @see https://knative.dev/docs/serving/autoscaling/
 */
export class Scaling {
  /** At least so many pods. */
  public static atLeast(minScale: number): Scaling {
    return new Scaling({ minScale });
  }

  /** At most so many pods, at least one. */
  public static upTo(maxScale: number): Scaling {
    raise(checkLimit(maxScale, '`Scaling.atLeast(0)`'));
    return new Scaling({ maxScale });
  }

  /** Between two numbers of pods. */
  public static between(minScale: number, maxScale: number): Scaling {
    raise(checkLimit(maxScale, `\`Scaling.atLeast(${minScale})\``));
    return new Scaling({ minScale, maxScale });
  }

  /** Always so many pods, at least one. */
  public static exactly(scale: number): Scaling {
    raise(checkLimit(scale, '`Scaling.toZero()`'));
    return new Scaling({ minScale: scale, maxScale: scale });
  }

  /** No pod while there is no request, whatever the cluster's own lower bound is. */
  public static toZero(): Scaling {
    return new Scaling({ minScale: 0 });
  }

  /** Any combination of settings. */
  public static of(options: ScalingOptions): Scaling {
    return new Scaling({ ...options });
  }

  private readonly settings: ScalingSettings;

  private constructor(
    /** The settings, as they were given. */
    public readonly options: ScalingOptions,
  ) {
    this.settings = settingsOf(options);
    raise(checkMetricClass(options), ...checkScaling(this.settings));
  }

  /** The same scaling with some settings changed or added. */
  public with(options: ScalingOptions): Scaling {
    return new Scaling({ ...this.options, ...options });
  }

  /** Whether `other` writes the same settings. */
  public equals(other: Scaling): boolean {
    const [mine, theirs] = [Object.entries(this.settings), other._settings()];
    return mine.length === Object.keys(theirs).length && mine.every(([key, value]) => theirs[key] === value);
  }

  /**
   * The settings by their keys below `autoscaling.knative.dev/`.
   * @internal
   */
  public _settings(): ScalingSettings {
    return this.settings;
  }

  /**
   * The annotations of a template.
   * @internal
   */
  public _render(): Record<string, string> {
    const annotations: Record<string, string> = {};
    for (const [key, value] of Object.entries(this.settings)) annotations[`${AUTOSCALING}/${key}`] = value;
    return annotations;
  }
}

function settingsOf(options: ScalingOptions): ScalingSettings {
  const settings: Record<string, string> = {};
  const write = (key: string, value: number | Duration | string | undefined) => {
    if (value === undefined) return;
    if (typeof value === 'string') settings[key] = value;
    else settings[key] = typeof value === 'number' ? decimal(value) : goDuration(value);
  };
  write('class', classOf(options)?.value);
  write('min-scale', options.minScale);
  write('max-scale', options.maxScale);
  write('initial-scale', options.initialScale);
  write('activation-scale', options.activationScale);
  Object.assign(settings, options.metric?._render());
  write('target-burst-capacity', options.targetBurstCapacity);
  write('window', options.window);
  write('panic-window-percentage', options.panicWindowPercentage);
  write('panic-threshold-percentage', options.panicThresholdPercentage);
  write('scale-down-delay', options.scaleDownDelay);
  write('scale-to-zero-pod-retention-period', options.scaleToZeroPodRetentionPeriod);
  write('metric-aggregation-algorithm', options.metricAggregationAlgorithm);
  return settings;
}

/** A metric that only Kubernetes counts implies the autoscaler that asks Kubernetes. */
function classOf({ autoscalerClass, metric }: ScalingOptions): AutoscalerClass | undefined {
  if (autoscalerClass !== undefined || metric === undefined || metric.countsRequests) return autoscalerClass;
  return AutoscalerClass.HPA;
}

/** The Horizontal Pod Autoscaler would look for a metric of that name in the custom metrics API. */
function checkMetricClass({ autoscalerClass, metric }: ScalingOptions): Problem | undefined {
  if (metric?.countsRequests !== true || autoscalerClass?.value !== AutoscalerClass.HPA.value) return undefined;
  return {
    code: 'KN-SCL-006',
    message: `the class HPA cannot count requests, so the metric ${show(metric.name)} is none of it`,
    received: metric.name,
    allowed: 'CPU, memory and custom metrics with the class HPA',
    fix: 'leave `autoscalerClass` out, or write `ScaleMetric.cpu()`',
  };
}

/** Knative reads an upper bound of 0 as none at all: the opposite of what `upTo(0)` says. */
function checkLimit(maxScale: number, instead: string): Problem | undefined {
  if (maxScale !== 0) return undefined;
  return {
    code: 'KN-SCL-001',
    message: 'max-scale `0` would mean that there is no limit',
    received: maxScale,
    allowed: 'a whole number, at least 1',
    fix: `write ${instead} for a scale without a limit`,
  };
}
