import { Duration, Size } from 'cdk8s';
import {
  AutoscalerClass, MetricAggregationAlgorithm, ScaleMetric, Scaling, type ScalingOptions,
} from '../../lib';
import { both, ours, props, untyped } from '../verdict-parts/service';
import type { VerdictRow } from './row';

type Texts = Readonly<Record<string, string>>;
const PREFIX = 'autoscaling.knative.dev/';
const HPA = { class: 'hpa.autoscaling.knative.dev' };
const settings = (texts: Texts) =>
  Object.fromEntries(Object.entries(texts).map(([key, value]) => [PREFIX + key, value]));
const template = (texts: Texts) => ({ template: { annotations: settings(texts) } });
const of = (options: ScalingOptions) => () => ({ scaling: Scaling.of(options) });
const byHand = (texts: Texts) => () => ({ templateAnnotations: settings(texts) });
/** An option whose text in the manifest both sides refuse. */
const range = (mistake: string, words: string, options: ScalingOptions, texts: Texts) =>
  both('KN-SCL-001', mistake, words, of(options), template(texts));

const ranges: readonly VerdictRow[] = [
  range('fewer pods than none', 'expected 0 <= -1 <= 2147483647', { minScale: -1 }, { 'min-scale': '-1' }),
  range('half a pod', 'invalid value: 1.5', { minScale: 1.5 }, { 'min-scale': '1.5' }),
  range('at most fewer pods than none', 'expected 0 <= -2 <= 2147483647', { maxScale: -2 }, { 'max-scale': '-2' }),
  range('more pods than a number counts', 'expected 0 <= 2147483648 <= 2147483647', { maxScale: 2147483648 }, { 'max-scale': '2147483648' }),
  range('fewer pods than none at the start', 'must be greater than 0', { initialScale: -1 }, { 'initial-scale': '-1' }),
  range('a target of nothing', 'target 0 should be at least 0.01',
    { metric: ScaleMetric.concurrency({ target: 0 }) }, { metric: 'concurrency', target: '0' }),
  range('a use of no percent', 'expected 1 <= 0 <= 100', { metric: ScaleMetric.concurrency({ targetUtilizationPercentage: 0 }) },
    { 'metric': 'concurrency', 'target-utilization-percentage': '0' }),
  range('a use above 100 percent', 'expected 1 <= 101 <= 100', { metric: ScaleMetric.requestsPerSecond({ targetUtilizationPercentage: 101 }) },
    { 'metric': 'rps', 'target-utilization-percentage': '101' }),
  range('a burst below -1', 'invalid value: -2', { targetBurstCapacity: -2 }, { 'target-burst-capacity': '-2' }),
  range('a burst of minus a half', 'invalid value: -0.5', { targetBurstCapacity: -0.5 }, { 'target-burst-capacity': '-0.5' }),
  range('a window of five seconds', 'expected 6s <= 5s <= 1h0m0s', { window: Duration.seconds(5) }, { window: '5s' }),
  range('a window of two hours', 'expected 6s <= 7200s <= 1h0m0s', { window: Duration.hours(2) }, { window: '7200s' }),
  range('a window of parts of a second', 'must be specified with at most second precision', { window: Duration.millis(6500) }, { window: '6500ms' }),
  range('a panic window of no percent', 'expected 1 <= 0 <= 100', { panicWindowPercentage: 0 }, { 'panic-window-percentage': '0' }),
  range('a panic window above 100 percent', 'expected 1 <= 101 <= 100', { panicWindowPercentage: 101 }, { 'panic-window-percentage': '101' }),
  range('a panic below 110 percent', 'expected 110 <= 109 <= 1000', { panicThresholdPercentage: 109 }, { 'panic-threshold-percentage': '109' }),
  range('a panic above 1000 percent', 'expected 110 <= 1001 <= 1000', { panicThresholdPercentage: 1001 }, { 'panic-threshold-percentage': '1001' }),
  range('a delay above an hour', 'expected 0s <= 3601s <= 1h0m0s', { scaleDownDelay: Duration.seconds(3601) }, { 'scale-down-delay': '3601s' }),
  range('a delay of parts of a second', 'must be specified with at most second precision', { scaleDownDelay: Duration.millis(1500) }, { 'scale-down-delay': '1500ms' }),
  range('a last pod that stays for more than an hour', 'expected 0s <= 3601s <= 1h0m0s',
    { scaleToZeroPodRetentionPeriod: Duration.seconds(3601) }, { 'scale-to-zero-pod-retention-period': '3601s' }),
  both('KN-SCL-001', 'an algorithm that there is not', 'invalid value: mean',
    of({ autoscalerClass: AutoscalerClass.KPA, metricAggregationAlgorithm: untyped('mean') }),
    template({ 'class': 'kpa.autoscaling.knative.dev', 'metric-aggregation-algorithm': 'mean' })),
  ours('KN-SCL-001', 'an algorithm that there is not, without a class', 'Knative looks at it only next to the class, and samples are taken as linear',
    of({ metricAggregationAlgorithm: untyped('mean') }), template({ 'metric-aggregation-algorithm': 'mean' })),
  ours('KN-SCL-001', 'at most no pod', 'Knative reads 0 as no limit at all',
    () => ({ scaling: Scaling.upTo(0) }), template({ 'max-scale': '0' })),
];

const together: readonly VerdictRow[] = [
  both('KN-SCL-002', 'bounds the wrong way round', 'max-scale=2 is less than min-scale=5',
    () => ({ scaling: Scaling.between(5, 2) }), template({ 'min-scale': '5', 'max-scale': '2' })),
  both('KN-SCL-003', 'one pod on leaving zero', 'activation-scale=1 must be greater than 1',
    of({ activationScale: 1 }), template({ 'activation-scale': '1' })),
  both('KN-SCL-003', 'fewer pods on leaving zero than the least', 'min-scale=5 is greater than activation-scale=3',
    of({ minScale: 5, activationScale: 3 }), template({ 'min-scale': '5', 'activation-scale': '3' })),
  both('KN-SCL-003', 'more pods on leaving zero than the most', 'max-scale=2 is less than activation-scale=3',
    of({ maxScale: 2, activationScale: 3 }), template({ 'max-scale': '2', 'activation-scale': '3' })),
  ours('KN-SCL-004', 'more pods at the start than the most', 'the autoscaler starts more pods than allowed, and takes them away again',
    of({ maxScale: 2, initialScale: 3 }), template({ 'max-scale': '2', 'initial-scale': '3' })),
  both('KN-SCL-005', "a class below Knative's domain", 'invalid value: vpa.autoscaling.knative.dev',
    () => ({ scaling: Scaling.of({ autoscalerClass: AutoscalerClass.custom('vpa.autoscaling.knative.dev') }) }),
    template({ class: 'vpa.autoscaling.knative.dev' })),
  ours('KN-SCL-005', 'a class without a name', 'it switches off the checks of the metric, and no autoscaler feels responsible',
    () => ({ scaling: Scaling.of({ autoscalerClass: AutoscalerClass.custom('') }) }), template({ class: '' })),
  both('KN-SCL-006', 'CPU with the class that counts requests', 'invalid value: cpu',
    of({ autoscalerClass: AutoscalerClass.KPA, metric: ScaleMetric.cpu() }),
    template({ class: 'kpa.autoscaling.knative.dev', metric: 'cpu' })),
  both('KN-SCL-006', 'a metric without a name', 'invalid value: ',
    () => ({ scaling: Scaling.of({ metric: ScaleMetric.custom('', { target: 1 }) }) }), template({ ...HPA, metric: '', target: '1' })),
  ours('KN-SCL-006', 'requests with the class HPA', 'Kubernetes looks for a metric of that name, finds none, and does not scale',
    of({ autoscalerClass: AutoscalerClass.HPA, metric: ScaleMetric.concurrency() }), template({ ...HPA, metric: 'concurrency' })),
  ours('KN-SCL-006', 'memory without a target', 'Kubernetes scales by CPU in its place',
    byHand({ ...HPA, metric: 'memory' }), template({ ...HPA, metric: 'memory' })),
  ours('KN-SCL-001', 'half a mebibyte as a target', 'Knative cuts it down to 0 without a word',
    of({ metric: ScaleMetric.memory({ target: Size.kibibytes(512) }) }), template({ ...HPA, metric: 'memory', target: '0.5' })),
  ours('KN-SCL-007', 'a panic window with the class HPA', 'the class ignores it',
    of({ autoscalerClass: AutoscalerClass.HPA, panicWindowPercentage: 10 }), template({ ...HPA, 'panic-window-percentage': '10' })),
  ours('KN-SCL-007', 'an algorithm with the class HPA', 'the class ignores it',
    of({ autoscalerClass: AutoscalerClass.HPA, metricAggregationAlgorithm: MetricAggregationAlgorithm.LINEAR }),
    template({ ...HPA, 'metric-aggregation-algorithm': 'linear' })),
  ours('KN-SCL-007', 'zero pods with the class HPA', 'it never scales to zero',
    of({ autoscalerClass: AutoscalerClass.HPA, minScale: 0 }), template({ ...HPA, 'min-scale': '0' })),
];

const written: readonly VerdictRow[] = [
  ...[['an empty number of pods', 'min-scale', ''], ['a number of pods with a space', 'minScale', ' 1'],
    ['a number of pods in words', 'initialScale', 'one'], ['a percent sign', 'target-utilization-percentage', '70%'],
    ['a window without a unit', 'window', '60'], ['a window as ISO-8601', 'window', 'PT60S'],
    ['a delay without a unit', 'scaleDownDelay', '30'], ['a target in words', 'target', 'many'],
  ].map(([mistake = '', key = '', value = '']) => both('KN-SCL-001', `${mistake}, by hand`, `invalid value: ${value}`,
    byHand({ [key]: value }), template({ [key]: value }))),
  ours('KN-SCL-001', 'a number of pods with a plus sign, by hand', 'it is taken, and means something else where others read it',
    byHand({ 'min-scale': '+1' }), template({ 'min-scale': '+1' })),
  ours('KN-SCL-001', 'a target that is no number, by hand', '`NaN` passes every bound of Knative, and nothing is ever above it',
    byHand({ target: 'NaN' }), template({ target: 'NaN' })),
  both('KN-SCL-001', 'a target beyond all numbers, by hand', 'invalid value: 999',
    byHand({ target: '9'.repeat(400) }), template({ target: '9'.repeat(400) })),
  ...['min-scale', 'minScale', 'whatever'].map((key) =>
    both('KN-SCL-008', `${key} on the service`, 'autoscaling annotations must be put under "spec.template.metadata.annotations" to work',
      () => ({ metadata: { annotations: settings({ [key]: '1' }) } }), { metadata: { annotations: settings({ [key]: '1' }) } })),
  ours('KN-SCL-009', 'a setting in a spelling that there is not', 'Knative takes it and does nothing',
    byHand({ activationScale: '3' }), template({ activationScale: '3' })),
  ours('KN-SCL-010', 'a setting in two spellings', 'Knative heeds the one with dashes without a word',
    byHand({ 'minScale': '2', 'min-scale': '3' }), template({ 'minScale': '2', 'min-scale': '3' })),
  both('compiler', 'a number of pods that is no text, by hand', 'expected string',
    // @ts-expect-error annotations are texts
    () => props({ templateAnnotations: { [`${PREFIX}min-scale`]: 1 } }),
    { template: { annotations: { [`${PREFIX}min-scale`]: 1 } } }),
];

export const rows: readonly VerdictRow[] = [...ranges, ...together, ...written];
