import type { Duration } from 'cdk8s';
import {
  type KnativePlatformProps, KnativeServing, type KnativeServingProps, PodCount, type ProductionSettings,
} from '../../lib/platform';
import { TracingProtocol } from '../../lib/settings';
import { codesOf, problemsOf, warningsOf } from '../kafka/program';
import { empty, platform } from './program';

const ENDPOINT = 'http://collector.otel:4318/v1/traces';

describe('a bare installation', () => {
  test.each<[string, NonNullable<KnativeServingProps['config']>, string[]]>([
    ['a key that nothing reads', { autoscaler: { 'stable-windw': '60s' } }, ['unknown-setting']],
    ['a value that its key has not', { autoscaler: { 'stable-window': '1s' } }, ['wrong-setting']],
    ['traces of nothing', { observability: { 'tracing-protocol': 'grpc', 'tracing-endpoint': ENDPOINT } }, ['traces-not-sampled']],
  ])('warns of %s', (_what, config, ids) => {
    const chart = empty();
    new KnativeServing(chart, 'serving', { ingress: { kourier: { enabled: true } }, config: { ...config, network: { 'ingress-class': 'kourier.ingress.networking.knative.dev' } } });

    expect(codesOf(chart)).toEqual([]);
    expect(warningsOf(chart)).toEqual(ids);
  });

  test('does not warn of what other manifests may read', () => {
    const chart = empty();
    new KnativeServing(chart, 'serving', {
      ingress: {}, config: { autoscaler: { 'stable-windw': '60s' } }, additionalManifests: ['https://example.com/more.yaml'],
    });

    expect(warningsOf(chart)).toEqual([]);
  });
});

describe('a platform', () => {
  const tracing = { tracingProtocol: TracingProtocol.HTTP_PROTOBUF, tracingEndpoint: ENDPOINT };

  test.each<[string, Partial<KnativePlatformProps>, number]>([
    ['Serving', { serving: { observability: tracing } }, 1],
    ['Eventing', { eventing: { observability: tracing } }, 1],
    ['neither, where a share is said', { serving: { observability: { ...tracing, tracingSamplingRate: 0.1 } } }, 0],
    ['neither, where there are no traces', { serving: { observability: { tracingProtocol: TracingProtocol.NONE } } }, 0],
  ])('warns of traces of nothing: %s', (_what, props, times) => {
    const chart = platform(props);

    expect(codesOf(chart)).toEqual([]);
    expect(warningsOf(chart).filter((id) => id === 'traces-not-sampled')).toHaveLength(times);
  });

  test.each([90, '90s'])('fails once where a program in JavaScript gives %p for a time', (stableWindow) => {
    const chart = platform({ serving: { autoscaler: { stableWindow: stableWindow as unknown as Duration } } });

    expect(codesOf(chart)).toEqual(['KN-SET-001']);
    expect(problemsOf(chart)).toContain('stable-window of config-autoscaler');
  });

  const pods = (count: number) => PodCount.pods(count);
  const percent = (share: number) => PodCount.percent(share);

  test.each<[string, ProductionSettings]>([
    ['all of two pods', { replicas: 2, disruptionBudget: { minAvailable: pods(2) } }],
    ['the one pod of a release', { disruptionBudget: { minAvailable: pods(1) } }],
    ['all pods', { replicas: 3, disruptionBudget: { minAvailable: percent(100) } }],
    ['no pod that may be missing', { replicas: 3, disruptionBudget: { maxUnavailable: pods(0) } }],
    ['no share that may be missing', { replicas: 3, disruptionBudget: { maxUnavailable: percent(0) } }],
  ])('fails with a budget that no drain gets past: %s', (_what, production) => {
    expect(codesOf(platform({ production }))).toEqual(['KN-PLT-006']);
  });

  test.each<[string, ProductionSettings]>([
    ['one of two pods', { replicas: 2, disruptionBudget: { minAvailable: pods(1) } }],
    ['pods of single workloads', { workloads: { activator: { replicas: 3 } }, disruptionBudget: { minAvailable: pods(1) } }],
    ['a share', { replicas: 2, disruptionBudget: { minAvailable: percent(50) } }],
    ['one that may be missing', { disruptionBudget: { maxUnavailable: pods(1) } }],
  ])('may have a budget that lets a pod go: %s', (_what, production) => {
    expect(codesOf(platform({ production }))).toEqual([]);
  });
});
