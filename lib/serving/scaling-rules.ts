import { hasLateValue, MAX_INT32, type Problem, show, showAll } from '../core';
import { AutoscalerClass, checkClass } from './autoscaler-class';
import { parseGoDuration } from './go-duration';

/** Where Knative reads the settings of the autoscaler, on the template of a revision. */
export const AUTOSCALING = 'autoscaling.knative.dev';

/** Settings of the autoscaler by their keys below `autoscaling.knative.dev/`, in the spelling with dashes. */
export type ScalingSettings = Readonly<Record<string, string>>;

interface Setting {
  /** Older spelling that Knative reads too. */
  readonly alias?: string;
  /** A value of the setting as a number (durations in milliseconds); nothing where it is no such value. */
  readonly read?: (text: string) => number | undefined;
  readonly min?: number;
  readonly max?: number;
  /** The range in words. */
  readonly allowed?: string;
  /** Whether the Horizontal Pod Autoscaler ignores it. */
  readonly kpaOnly?: boolean;
}

const HOUR = 3_600_000;

const whole = (text: string) => (/^-?\d{1,15}$/.test(text) ? Number(text) : undefined);
const number = (text: string) => (/^-?\d+(\.\d+)?$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined);
const wholeSeconds = (text: string) => {
  const millis = parseGoDuration(text);
  return millis !== undefined && millis % 1000 === 0 ? millis : undefined;
};
const burstCapacity = (text: string) => (number(text) === -1 ? 0 : number(text));

const count = (alias?: string): Setting =>
  ({ alias, read: whole, min: 0, max: MAX_INT32, allowed: `a whole number, 0 to ${MAX_INT32}` });
const percent = (min: number, max: number, alias: string): Setting =>
  ({ alias, read: number, min, max, allowed: `a number, ${min} to ${max}`, kpaOnly: true });

/** Follows pkg/apis/autoscaling/annotation_validation.go and register.go. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  'class': {},
  'min-scale': count('minScale'),
  'max-scale': count('maxScale'),
  'initial-scale': count('initialScale'),
  'activation-scale': { ...count(), kpaOnly: true },
  'metric': {},
  'target': { read: number, min: 0.01, allowed: 'a number, at least 0.01' },
  'target-utilization-percentage': percent(1, 100, 'targetUtilizationPercentage'),
  'target-burst-capacity': {
    alias: 'targetBurstCapacity', read: burstCapacity, min: 0, allowed: 'a number, at least 0, or -1', kpaOnly: true,
  },
  'window': { read: wholeSeconds, min: 6000, max: HOUR, allowed: 'whole seconds, 6s to 1h' },
  'panic-window-percentage': percent(1, 100, 'panicWindowPercentage'),
  'panic-threshold-percentage': percent(110, 1000, 'panicThresholdPercentage'),
  'scale-down-delay': {
    alias: 'scaleDownDelay', read: wholeSeconds, min: 0, max: HOUR, allowed: 'whole seconds, 0s to 1h', kpaOnly: true,
  },
  'scale-to-zero-pod-retention-period': {
    alias: 'scaleToZeroPodRetentionPeriod', read: parseGoDuration, min: 0, max: HOUR, allowed: '0s to 1h', kpaOnly: true,
  },
  'metric-aggregation-algorithm': { alias: 'metricAggregationAlgorithm', kpaOnly: true },
};

const ALGORITHMS = ['linear', 'weighted-exponential', 'weightedExponential'];
const REQUEST_METRICS = ['concurrency', 'rps'];

/** Checks settings of the autoscaler, each for itself and together. */
export function checkScaling(settings: ScalingSettings): Problem[] {
  const alone = Object.entries(settings).map(([key, value]) => checkRange(key, value));
  const together = [checkBounds, checkActivation, checkInitial, checkMetric, checkAlgorithm, checkWholeTarget];
  return [
    ...alone, checkClass(settings['class'] ?? AutoscalerClass.KPA.value),
    ...together.map((rule) => rule(settings)), ...checkIgnored(settings),
  ].filter((problem) => problem !== undefined);
}

/** Whether a revision may start without a pod, which a cluster has to allow. */
export function startsAtZero(settings: ScalingSettings): boolean {
  return whole(settings['initial-scale'] ?? '') === 0;
}

/** Reads the autoscaler's settings among the annotations that a program wrote onto a template by hand. */
export function readScaling(annotations: Readonly<Record<string, string>>): [ScalingSettings, Problem[]] {
  const settings: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [annotation, value] of Object.entries(annotations)) {
    if (!annotation.startsWith(AUTOSCALING)) continue;
    const key = settingOf(annotation);
    if (key === undefined) problems.push(unknownSetting(annotation));
    else if (Object.hasOwn(settings, key)) problems.push(writtenTwice(key));
    else settings[key] = value;
  }
  return [settings, problems];
}

/** A setting that two places of a program write. */
export function writtenTwice(key: string): Problem {
  return {
    code: 'KN-SCL-010',
    message: `${show(key)} is written twice, and Knative would heed one of them`,
    received: key,
    allowed: 'every setting of the autoscaler once',
    fix: 'write it with `scaling` alone, and take the annotation away',
  };
}

function settingOf(annotation: string): string | undefined {
  const name = annotation.slice(AUTOSCALING.length + 1);
  if (Object.hasOwn(SETTINGS, name)) return name;
  return Object.entries(SETTINGS).find(([, { alias }]) => alias !== undefined && alias === name)?.[0];
}

function unknownSetting(annotation: string): Problem {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const wanted = plain(annotation.slice(AUTOSCALING.length));
  const close = Object.keys(SETTINGS).find((key) => plain(key) === wanted) ?? 'min-scale';
  return {
    code: 'KN-SCL-009',
    message: `${show(annotation)} is no setting of the autoscaler: Knative takes it and does nothing`,
    received: annotation,
    allowed: showAll(Object.keys(SETTINGS)),
    fix: `write \`scaling\`, or ${show(`${AUTOSCALING}/${close}`)}`,
  };
}

function checkRange(key: string, value: string): Problem | undefined {
  const { read, min = -Infinity, max = Infinity, allowed = '' } = SETTINGS[key] ?? {};
  if (read === undefined) return undefined;
  const amount = read(value);
  if (amount !== undefined && amount >= min && amount <= max) return undefined;
  return {
    code: 'KN-SCL-001',
    message: `${key} ${show(value)} is out of range`,
    received: value,
    allowed,
    fix: 'write a value within it, in `scaling`',
  };
}

function numberIn(settings: ScalingSettings, key: string): number | undefined {
  const value = settings[key];
  return value === undefined || hasLateValue(value) ? undefined : SETTINGS[key]?.read?.(value);
}

function checkBounds(settings: ScalingSettings): Problem | undefined {
  const min = numberIn(settings, 'min-scale') ?? 0;
  const max = numberIn(settings, 'max-scale') ?? 0;
  if (max === 0 || max >= min) return undefined;
  return {
    code: 'KN-SCL-002',
    message: `max-scale ${show(max)} is below min-scale ${show(min)}`,
    received: max,
    allowed: `at least ${min}, or 0 for no limit`,
    fix: `write \`Scaling.between(${max}, ${min})\``,
  };
}

function checkActivation(settings: ScalingSettings): Problem | undefined {
  const activation = numberIn(settings, 'activation-scale');
  const min = Math.max(2, numberIn(settings, 'min-scale') ?? 0);
  const max = numberIn(settings, 'max-scale') ?? 0;
  if (activation === undefined || (activation >= min && (max === 0 || activation <= max))) return undefined;
  return {
    code: 'KN-SCL-003',
    message: `activation-scale ${show(activation)} does not lie between the bounds of the scale`,
    received: activation,
    allowed: `a whole number, at least ${min}${max === 0 ? '' : ` and at most max-scale ${max}`}`,
    fix: max === 0 || min <= max
      ? `write \`activationScale: ${activation < min ? min : max}\``
      : 'leave `activationScale` out: a scale that ends at 1 starts with one pod anyway',
  };
}

function checkInitial(settings: ScalingSettings): Problem | undefined {
  const initial = numberIn(settings, 'initial-scale') ?? 0;
  const max = numberIn(settings, 'max-scale') ?? 0;
  if (max === 0 || initial <= max) return undefined;
  return {
    code: 'KN-SCL-004',
    // The Knative autoscaler would start more pods than allowed; with the other one the revision is never ready.
    message: `initial-scale ${show(initial)} is above max-scale ${show(max)}`,
    received: initial,
    allowed: `a whole number, at most ${max}`,
    fix: `write \`initialScale: ${max}\``,
  };
}

function isHpa(settings: ScalingSettings): boolean {
  return settings['class'] === AutoscalerClass.HPA.value;
}

function isKpa(settings: ScalingSettings): boolean {
  return (settings['class'] ?? AutoscalerClass.KPA.value) === AutoscalerClass.KPA.value;
}

function checkMetric(settings: ScalingSettings): Problem | undefined {
  const metric = settings['metric'];
  if (metric === undefined) return undefined;
  const wrong = isKpa(settings) ? !REQUEST_METRICS.includes(metric) : metric.trim() === '';
  if (wrong) {
    return {
      code: 'KN-SCL-006',
      message: `the metric ${show(metric)} is none that the class reads`,
      received: metric,
      allowed: isKpa(settings) ? `${showAll(REQUEST_METRICS)} with the class KPA` : 'a name that is not empty',
      fix: 'write `autoscalerClass: AutoscalerClass.HPA` for CPU, memory and custom metrics',
    };
  }
  if (!isHpa(settings) || metric === 'cpu' || settings['target'] !== undefined) return undefined;
  return {
    code: 'KN-SCL-006',
    message: `the metric ${show(metric)} has no target, so Kubernetes would scale by CPU`,
    received: metric,
    allowed: 'a metric other than `cpu` with a target',
    fix: 'write the `target` of the metric',
  };
}

function checkAlgorithm(settings: ScalingSettings): Problem | undefined {
  const algorithm = settings['metric-aggregation-algorithm'];
  if (algorithm === undefined || !isKpa(settings) || ALGORITHMS.includes(algorithm)) return undefined;
  return {
    code: 'KN-SCL-001',
    message: `metric-aggregation-algorithm ${show(algorithm)} does not exist`,
    received: algorithm,
    allowed: showAll(ALGORITHMS.slice(0, 2)),
    fix: 'write `metricAggregationAlgorithm: MetricAggregationAlgorithm.WEIGHTED_EXPONENTIAL`',
  };
}

/** pkg/reconciler/autoscaling/hpa/resources/hpa.go turns the target into a whole number without a word. */
function checkWholeTarget(settings: ScalingSettings): Problem | undefined {
  const target = numberIn(settings, 'target');
  if (!isHpa(settings) || target === undefined || (Number.isInteger(target) && target >= 1)) return undefined;
  return {
    code: 'KN-SCL-001',
    message: `target ${show(settings['target'])} is not whole, and the class HPA keeps whole ones only`,
    received: target,
    allowed: 'a whole number, at least 1 (percent, mebibytes, or units of the metric)',
    fix: `write \`target: ${Math.max(1, Math.round(target))}\``,
  };
}

function checkIgnored(settings: ScalingSettings): Problem[] {
  if (!isHpa(settings)) return [];
  const ignored = Object.keys(settings).filter((key) => SETTINGS[key]?.kpaOnly === true);
  if (numberIn(settings, 'min-scale') === 0) ignored.push('min-scale');
  return ignored.map((key) => ({
    code: 'KN-SCL-007',
    message: key === 'min-scale'
      ? 'min-scale `0` has no effect: the class HPA never scales to zero'
      : `${key} has no effect: the class HPA ignores it`,
    received: settings[key],
    allowed: 'with the class HPA: bounds from 1 on, initial-scale, metric, target and window',
    fix: 'leave it out, or write `autoscalerClass: AutoscalerClass.KPA`',
  }));
}
