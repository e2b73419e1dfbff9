import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { KnativeError } from '../../lib/core';
import {
  AutoscalerClass, MetricAggregationAlgorithm, ScaleMetric, Scaling, type ScalingOptions,
} from '../../lib/serving';

const PREFIX = 'autoscaling.knative.dev/';

function annotations(scaling: Scaling): Record<string, string> {
  return Object.fromEntries(Object.entries(scaling._render()).map(([key, value]) => {
    expect(key.startsWith(PREFIX)).toBe(true);
    return [key.slice(PREFIX.length), value];
  }));
}

function problemOf(make: () => unknown): KnativeError {
  try {
    make();
  } catch (error) {
    if (error instanceof KnativeError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a scaling', () => {
  test.each([
    ['atLeast', Scaling.atLeast(3), { 'min-scale': '3' }],
    ['upTo', Scaling.upTo(10), { 'max-scale': '10' }],
    ['between', Scaling.between(1, 10), { 'min-scale': '1', 'max-scale': '10' }],
    ['between zero and more', Scaling.between(0, 2), { 'min-scale': '0', 'max-scale': '2' }],
    ['exactly', Scaling.exactly(1), { 'min-scale': '1', 'max-scale': '1' }],
    ['toZero', Scaling.toZero(), { 'min-scale': '0' }],
    ['of nothing', Scaling.of({}), {}],
    ['without a limit', Scaling.of({ minScale: 5, maxScale: 0 }), { 'min-scale': '5', 'max-scale': '0' }],
  ])('reads %s', (_, scaling, expected) => {
    expect(annotations(scaling)).toEqual(expected);
  });

  test('writes every setting, with dashes and as plain text', () => {
    const scaling = Scaling.of({
      minScale: 2,
      maxScale: 20,
      initialScale: 3,
      activationScale: 4,
      autoscalerClass: AutoscalerClass.KPA,
      metric: ScaleMetric.concurrency({ target: 0.5, targetUtilizationPercentage: 75.5 }),
      targetBurstCapacity: -1,
      window: Duration.seconds(90),
      panicWindowPercentage: 12.5,
      panicThresholdPercentage: 150,
      scaleDownDelay: Duration.minutes(15),
      scaleToZeroPodRetentionPeriod: Duration.millis(1500),
      metricAggregationAlgorithm: MetricAggregationAlgorithm.WEIGHTED_EXPONENTIAL,
    });

    expect(scaling._render()).toEqual({
      'autoscaling.knative.dev/class': 'kpa.autoscaling.knative.dev',
      'autoscaling.knative.dev/min-scale': '2',
      'autoscaling.knative.dev/max-scale': '20',
      'autoscaling.knative.dev/initial-scale': '3',
      'autoscaling.knative.dev/activation-scale': '4',
      'autoscaling.knative.dev/metric': 'concurrency',
      'autoscaling.knative.dev/target': '0.5',
      'autoscaling.knative.dev/target-utilization-percentage': '75.5',
      'autoscaling.knative.dev/target-burst-capacity': '-1',
      'autoscaling.knative.dev/window': '90s',
      'autoscaling.knative.dev/panic-window-percentage': '12.5',
      'autoscaling.knative.dev/panic-threshold-percentage': '150',
      'autoscaling.knative.dev/scale-down-delay': '900s',
      'autoscaling.knative.dev/scale-to-zero-pod-retention-period': '1500ms',
      'autoscaling.knative.dev/metric-aggregation-algorithm': 'weighted-exponential',
    });
  });

  test('changes and adds settings without changing itself', () => {
    const small = Scaling.between(1, 3);

    const large = small.with({ maxScale: 30, window: Duration.minutes(2) });

    expect(annotations(large)).toEqual({ 'min-scale': '1', 'max-scale': '30', 'window': '120s' });
    expect(annotations(small)).toEqual({ 'min-scale': '1', 'max-scale': '3' });
    expect(small.options).toEqual({ minScale: 1, maxScale: 3 });
  });

  test('equals another that writes the same', () => {
    const scaling = Scaling.between(1, 3).with({ metric: ScaleMetric.cpu() });

    expect(scaling.equals(Scaling.of({ maxScale: 3, minScale: 1, metric: ScaleMetric.cpu() }))).toBe(true);
    expect(scaling.equals(scaling.with({ initialScale: 2 }))).toBe(false);
    expect(scaling.with({ initialScale: 2 }).equals(scaling)).toBe(false);
    expect(scaling.equals(scaling.with({ maxScale: 4 }))).toBe(false);
    expect(ScaleMetric.cpu({ target: 1 }).equals(ScaleMetric.cpu({ target: 1 }))).toBe(true);
    expect(ScaleMetric.cpu({ target: 1 }).equals(ScaleMetric.cpu({ target: 2 }))).toBe(false);
    expect(ScaleMetric.concurrency().equals(ScaleMetric.custom('concurrency', { target: 1 }))).toBe(false);
  });

  test('never writes an exponent', () => {
    expect(annotations(Scaling.of({ targetBurstCapacity: 1e-7 }))).toEqual({ 'target-burst-capacity': '0.0000001' });
    expect(annotations(Scaling.of({ targetBurstCapacity: 1e21 })))
      .toEqual({ 'target-burst-capacity': '1000000000000000000000' });
  });
});

describe('a metric', () => {
  test.each([
    ['concurrency', ScaleMetric.concurrency(), { metric: 'concurrency' }],
    ['requests', ScaleMetric.requestsPerSecond({ target: 150 }), { metric: 'rps', target: '150' }],
    ['CPU', ScaleMetric.cpu(), { class: AutoscalerClass.HPA.value, metric: 'cpu' }],
    ['CPU with a target', ScaleMetric.cpu({ target: 60 }),
      { class: AutoscalerClass.HPA.value, metric: 'cpu', target: '60' }],
    ['memory', ScaleMetric.memory({ target: Size.gibibytes(2) }),
      { class: AutoscalerClass.HPA.value, metric: 'memory', target: '2048' }],
    ['a custom one', ScaleMetric.custom('queue_length', { target: 20 }),
      { class: AutoscalerClass.HPA.value, metric: 'queue_length', target: '20' }],
  ])('of %s brings the class that reads it', (_, metric, expected) => {
    expect(annotations(Scaling.of({ metric }))).toEqual(expected);
  });

  test('goes with the class of another product', () => {
    const autoscalerClass = AutoscalerClass.custom('keda.example.com');
    const metric = ScaleMetric.custom('lag', { target: 0.5 });

    expect(annotations(Scaling.of({ autoscalerClass, metric, scaleDownDelay: Duration.seconds(5) }))).toEqual({
      'class': 'keda.example.com', 'metric': 'lag', 'target': '0.5', 'scale-down-delay': '5s',
    });
  });

  test.each(['', ' ', 'a b', 'a/b', 'a%b', '.', '..'])('fails on %j as the name of a custom metric', (name) => {
    expect(problemOf(() => ScaleMetric.custom(name, { target: 1 }))).toMatchObject({ code: 'KN-SCL-006' });
  });
});

describe('a class of the autoscaler', () => {
  test.each(['', ' ', 'foo.autoscaling.knative.dev', 'x.knative.dev'])('fails on %j', (name) => {
    expect(problemOf(() => AutoscalerClass.custom(name))).toMatchObject({ code: 'KN-SCL-005', received: name });
  });
});

describe('a scaling fails', () => {
  const HPA = AutoscalerClass.HPA;
  const KPA = AutoscalerClass.KPA;
  const seconds = Duration.seconds;
  const kpa = (options: ScalingOptions) => () => Scaling.of(options);
  const hpa = (options: ScalingOptions) => () => Scaling.of({ autoscalerClass: HPA, ...options });
  const target = (value: number) => kpa({ metric: ScaleMetric.concurrency({ target: value }) });
  const utilization = (targetUtilizationPercentage: number) =>
    kpa({ metric: ScaleMetric.requestsPerSecond({ targetUtilizationPercentage }) });

  test.each<[string, () => unknown, string]>([
    ['a negative scale', () => Scaling.atLeast(-1), 'KN-SCL-001'],
    ['half a pod', () => Scaling.atLeast(1.5), 'KN-SCL-001'],
    ['no number', () => Scaling.atLeast(Number.NaN), 'KN-SCL-001'],
    ['more than the field holds', () => Scaling.atLeast(2 ** 31), 'KN-SCL-001'],
    ['a negative upper bound', () => Scaling.upTo(-1), 'KN-SCL-001'],
    ['upTo(0), which would be no limit', () => Scaling.upTo(0), 'KN-SCL-001'],
    ['between(1, 0), which would be no limit', () => Scaling.between(1, 0), 'KN-SCL-001'],
    ['exactly(0), which would be no limit', () => Scaling.exactly(0), 'KN-SCL-001'],
    ['a negative initial scale', kpa({ initialScale: -1 }), 'KN-SCL-001'],
    ['max below min', () => Scaling.between(5, 3), 'KN-SCL-002'],
    ['max below min, later', () => Scaling.atLeast(5).with({ maxScale: 4 }), 'KN-SCL-002'],
    ['an activation scale of one', kpa({ activationScale: 1 }), 'KN-SCL-003'],
    ['an activation scale below min', kpa({ minScale: 5, activationScale: 4 }), 'KN-SCL-003'],
    ['an activation scale above max', kpa({ maxScale: 3, activationScale: 4 }), 'KN-SCL-003'],
    ['an activation scale with one pod', kpa({ maxScale: 1, activationScale: 2 }), 'KN-SCL-003'],
    ['an initial scale above max', kpa({ maxScale: 3, initialScale: 4 }), 'KN-SCL-004'],
    ['a target below a hundredth', target(0.009), 'KN-SCL-001'],
    ['an endless target', target(Infinity), 'KN-SCL-001'],
    ['a utilization below 1', utilization(0.7), 'KN-SCL-001'],
    ['a utilization above 100', utilization(100.1), 'KN-SCL-001'],
    ['a negative burst capacity', kpa({ targetBurstCapacity: -0.5 }), 'KN-SCL-001'],
    ['a burst capacity of -2', kpa({ targetBurstCapacity: -2 }), 'KN-SCL-001'],
    ['a short window', kpa({ window: seconds(5) }), 'KN-SCL-001'],
    ['a long window', kpa({ window: seconds(3601) }), 'KN-SCL-001'],
    ['a window of parts of a second', kpa({ window: Duration.millis(6500) }), 'KN-SCL-001'],
    ['a panic window below 1', kpa({ panicWindowPercentage: 0 }), 'KN-SCL-001'],
    ['a panic window above 100', kpa({ panicWindowPercentage: 101 }), 'KN-SCL-001'],
    ['a panic threshold below 110', kpa({ panicThresholdPercentage: 109 }), 'KN-SCL-001'],
    ['a panic threshold above 1000', kpa({ panicThresholdPercentage: 1001 }), 'KN-SCL-001'],
    ['a long delay', kpa({ scaleDownDelay: seconds(3601) }), 'KN-SCL-001'],
    ['a delay of parts of a second', kpa({ scaleDownDelay: Duration.millis(10) }), 'KN-SCL-001'],
    ['a long retention', kpa({ scaleToZeroPodRetentionPeriod: seconds(3601) }), 'KN-SCL-001'],
    ['CPU with the Knative autoscaler', kpa({ autoscalerClass: KPA, metric: ScaleMetric.cpu() }), 'KN-SCL-006'],
    ['requests with the one of Kubernetes', hpa({ metric: ScaleMetric.concurrency() }), 'KN-SCL-006'],
    ['zero with the one of Kubernetes', hpa({ minScale: 0 }), 'KN-SCL-007'],
    ['an activation scale with it', hpa({ activationScale: 2 }), 'KN-SCL-007'],
    ['a burst capacity with it', hpa({ targetBurstCapacity: 0 }), 'KN-SCL-007'],
    ['a panic window with it', hpa({ panicWindowPercentage: 10 }), 'KN-SCL-007'],
    ['a panic threshold with it', hpa({ panicThresholdPercentage: 200 }), 'KN-SCL-007'],
    ['a delay with it', hpa({ scaleDownDelay: seconds(1) }), 'KN-SCL-007'],
    ['a retention with it', hpa({ scaleToZeroPodRetentionPeriod: seconds(1) }), 'KN-SCL-007'],
    ['an algorithm with it', hpa({ metricAggregationAlgorithm: MetricAggregationAlgorithm.LINEAR }), 'KN-SCL-007'],
    ['a part of a percent of CPU', hpa({ metric: ScaleMetric.cpu({ target: 70.5 }) }), 'KN-SCL-001'],
    ['a part of a mebibyte', hpa({ metric: ScaleMetric.memory({ target: Size.kibibytes(1500) }) }), 'KN-SCL-001'],
    ['a custom target that Kubernetes would cut to nothing',
      hpa({ metric: ScaleMetric.custom('lag', { target: 0.5 }) }), 'KN-SCL-001'],
  ])('on %s', (_, make, code) => {
    expect(problemOf(make)).toMatchObject({ code });
  });

  test('with a message that says what to write', () => {
    expect(problemOf(() => Scaling.between(5, 3)).message).toMatch(
      /^KN-SCL-002 max-scale `3` is below min-scale `5`; allowed: at least 5, or 0 for no limit; write `Scaling\.between\(3, 5\)` \(test\/serving\/scaling\.test\.ts:\d+:\d+\)$/,
    );
    expect(problemOf(() => Scaling.of({ minScale: 4, activationScale: 2 })).fix).toBe('write `activationScale: 4`');
    expect(problemOf(() => Scaling.of({ maxScale: 4, activationScale: 9 })).fix).toBe('write `activationScale: 4`');
  });
});

describe('bounds', () => {
  const scale = fc.integer({ min: 0, max: 50 });

  test('are taken exactly where admission takes them', () => {
    fc.assert(fc.property(scale, scale, scale, (minScale, maxScale, activationScale) => {
      const allowed = (maxScale === 0 || maxScale >= minScale) && activationScale >= 2
        && activationScale >= minScale && (maxScale === 0 || activationScale <= maxScale);

      const make = () => Scaling.of({ minScale, maxScale, activationScale });

      if (allowed) expect(annotations(make())).toMatchObject({ 'activation-scale': String(activationScale) });
      else expect(make).toThrow(/KN-SCL-00[23]/);
    }));
  });
});
