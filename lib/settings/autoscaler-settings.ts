import { Duration } from 'cdk8s';
import { KNATIVE_SERVING, MAX_INT32, type Problem } from '../core';
import { choice, contradiction, decimal, flag, type SettingsMap, time, whole } from './settings-table';

/** Who scales revisions that do not say it themselves. */
export enum PodAutoscalerClass {
  /** Knative's own, by concurrency or requests per second, down to zero. */
  KPA = 'kpa.autoscaling.knative.dev',
  /** The HorizontalPodAutoscaler of Kubernetes, by CPU or memory, never to zero. */
  HPA = 'hpa.autoscaling.knative.dev',
}

/**
 * How revisions scale that do not say it themselves: the ConfigMap `config-autoscaler`. What is out of its range is
 * refused with `KN-SET-001`, what contradicts another setting with `KN-SET-002`.
 * @see https://knative.dev/docs/serving/autoscaling/
 */
export interface AutoscalerSettings {
  /**
   * How much of the target concurrency is aimed at, in percent: more than 0, at most 100. Numbers up to 1 are refused,
   * because Knative reads them as fractions: 1 would be 100 percent.
   * @default 70
   */
  readonly containerConcurrencyTargetPercentage?: number;
  /**
   * Requests at once that a pod is aimed to have, where its revision sets no limit. Together with the percentage it
   * must come to 0.01 at least.
   * @default 100
   */
  readonly containerConcurrencyTargetDefault?: number;
  /**
   * Requests per second that a pod is aimed to have, for revisions that scale by them: 0.01 at least.
   * @default 200
   */
  readonly requestsPerSecondTargetDefault?: number;
  /**
   * Requests that a revision must be able to take beyond those it gets, or else the activator stays in the way. 0
   * leaves it out unless a revision is at zero; -1 keeps it always.
   * @default 211
   */
  readonly targetBurstCapacity?: number;
  /**
   * Time over which metrics are averaged: 6 seconds to one hour, whole seconds.
   * @default Duration.seconds(60)
   */
  readonly stableWindow?: Duration;
  /**
   * Length of the panic window in percent of the stable one: 1 to 100.
   * @default 10
   */
  readonly panicWindowPercentage?: number;
  /**
   * Load in percent of what the pods are made for, at which the autoscaler panics: 110 to 1000. Knative takes any
   * number here, but of the annotation of one revision no other: at 100 or less every revision panics all the time.
   * @default 200
   */
  readonly panicThresholdPercentage?: number;
  /**
   * The most that a revision grows at once, as a factor of what it has: more than 1.
   * @default 1000
   */
  readonly maxScaleUpRate?: number;
  /**
   * The most that a revision shrinks at once, as a factor of what it has: more than 1.
   * @default 2
   */
  readonly maxScaleDownRate?: number;
  /**
   * Whether revisions without requests go down to no pod.
   * @default true
   */
  readonly enableScaleToZero?: boolean;
  /**
   * The longest that the last pod waits for the network to lead to the activator: more than 0.
   * @default Duration.seconds(30)
   */
  readonly scaleToZeroGracePeriod?: Duration;
  /**
   * The least that the last pod stays after the autoscaler decided for zero.
   * @default Duration.seconds(0)
   */
  readonly scaleToZeroPodRetentionPeriod?: Duration;
  /**
   * How long less load must last before a revision shrinks; whole seconds.
   * @default Duration.seconds(0)
   */
  readonly scaleDownDelay?: Duration;
  /**
   * Who scales. Knative takes any text, and nobody scales a revision of a class that nobody has.
   * @default PodAutoscalerClass.KPA
   */
  readonly podAutoscalerClass?: PodAutoscalerClass;
  /**
   * Requests at once that one activator takes: 1 at least.
   * @default 100
   */
  readonly activatorCapacity?: number;
  /**
   * Pods that a new revision starts with; 0 needs `Feature.ALLOW_ZERO_INITIAL_SCALE`, which `Features.asNeeded()`
   * switches on by itself.
   * @default 1
   */
  readonly initialScale?: number;
  /**
   * Pods that a revision has at least.
   * @default 0
   */
  readonly minScale?: number;
  /**
   * Pods that a revision has at most; 0 stands for no bound.
   * @default 0
   */
  readonly maxScale?: number;
  /**
   * The most that a revision may say as its own `maxScale`; 0 stands for no bound. A limit needs a `maxScale` from 1 up
   * to it.
   * @default 0
   */
  readonly maxScaleLimit?: number;
}

/** All keys of `config-autoscaler`: the one too that follows from the feature flags of a platform. */
export interface PlatformAutoscalerSettings extends AutoscalerSettings {
  /**
   * Whether a revision may start without a pod.
   * @default false
   */
  readonly allowZeroInitialScale?: boolean;
}

const SECOND = Duration.seconds(1);
const ANY_COUNT = { min: 0, max: MAX_INT32 };
const TARGET_MIN = 0.01;

/**
 * Follows pkg/autoscaler/config/config.go. The bounds of the panic threshold are those that
 * pkg/apis/autoscaling/annotation_validation.go has for one revision.
 */
export const AUTOSCALER: SettingsMap<PlatformAutoscalerSettings> = {
  configMap: 'config-autoscaler',
  namespace: KNATIVE_SERVING,
  keys: {
    containerConcurrencyTargetPercentage:
      decimal('container-concurrency-target-percentage', { above: 1, max: 100, proposal: 70 }),
    containerConcurrencyTargetDefault: decimal('container-concurrency-target-default', { min: TARGET_MIN, proposal: 100 }),
    requestsPerSecondTargetDefault: decimal('requests-per-second-target-default', { min: TARGET_MIN, proposal: 200 }),
    targetBurstCapacity: decimal('target-burst-capacity', { min: 0, besides: -1, proposal: 211 }),
    stableWindow: time('stable-window', { min: Duration.seconds(6), max: Duration.hours(1), step: SECOND }),
    panicWindowPercentage: decimal('panic-window-percentage', { min: 1, max: 100, proposal: 10 }),
    panicThresholdPercentage: decimal('panic-threshold-percentage', { min: 110, max: 1000, proposal: 200 }),
    maxScaleUpRate: decimal('max-scale-up-rate', { above: 1, proposal: 1000 }),
    maxScaleDownRate: decimal('max-scale-down-rate', { above: 1, proposal: 2 }),
    enableScaleToZero: flag('enable-scale-to-zero'),
    scaleToZeroGracePeriod: time('scale-to-zero-grace-period', { min: Duration.millis(1) }),
    scaleToZeroPodRetentionPeriod: time('scale-to-zero-pod-retention-period'),
    scaleDownDelay: time('scale-down-delay', { step: SECOND }),
    podAutoscalerClass: choice('pod-autoscaler-class', PodAutoscalerClass),
    activatorCapacity: decimal('activator-capacity', { min: 1, proposal: 100 }),
    initialScale: whole('initial-scale', ANY_COUNT),
    allowZeroInitialScale: flag('allow-zero-initial-scale'),
    minScale: whole('min-scale', ANY_COUNT),
    maxScale: whole('max-scale', ANY_COUNT),
    maxScaleLimit: whole('max-scale-limit', ANY_COUNT),
  },
  checkTogether: (settings) => [checkTarget(settings), checkInitial(settings), ...checkBounds(settings)],
};

function checkTarget(settings: AutoscalerSettings): Problem | undefined {
  const {
    containerConcurrencyTargetPercentage: percentage = 70, containerConcurrencyTargetDefault: target = 100,
  } = settings;
  if (percentage / 100 * target >= TARGET_MIN) return undefined;
  return contradiction(
    `${percentage} percent of a target concurrency of ${target} come to less than ${TARGET_MIN}`, target,
    `a target that comes to ${TARGET_MIN} at least`, `write \`containerConcurrencyTargetDefault: ${100 * TARGET_MIN / percentage}\` or more`,
  );
}

function checkInitial(settings: PlatformAutoscalerSettings): Problem | undefined {
  const { initialScale, allowZeroInitialScale = false } = settings;
  if (initialScale !== 0 || allowZeroInitialScale) return undefined;
  return contradiction('the initial scale is 0, and no revision may start without a pod', initialScale, '1 or more',
    'write `features: Features.asReleased().enable(Feature.ALLOW_ZERO_INITIAL_SCALE)` at the platform');
}

function checkBounds({ minScale = 0, maxScale = 0, maxScaleLimit = 0 }: AutoscalerSettings): (Problem | undefined)[] {
  return [
    maxScale === 0 || minScale <= maxScale ? undefined : contradiction(
      `the least number of pods, ${minScale}, is above the greatest, ${maxScale}`, minScale, `0 to ${maxScale}`,
      `write \`minScale: ${maxScale}\` or a greater \`maxScale\``),
    maxScaleLimit === 0 || (maxScale > 0 && maxScale <= maxScaleLimit) ? undefined : contradiction(
      `the limit of ${maxScaleLimit} pods goes with no greatest number of ${maxScale}`, maxScale, `1 to ${maxScaleLimit}`,
      `write \`maxScale: ${maxScaleLimit}\`, for example`),
  ];
}
