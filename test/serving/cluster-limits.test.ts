import { App, Chart, Duration } from 'cdk8s';
import { ClusterChart } from '../../lib/core';
import { Ingress } from '../../lib/networking';
import { KnativePlatform, type KnativePlatformProps, KnativeServing } from '../../lib/platform';
import { Configuration, KnativeService, type KnativeServiceProps, Scaling } from '../../lib/serving';
import { codesOf, problemsOf } from '../kafka/program';
import { IMAGE } from './program';

const seconds = Duration.seconds;

type Serving = KnativePlatformProps['serving'];

/** A service first, and then the platform that it is for. */
function program(serving: Serving, props: Partial<KnativeServiceProps>): Chart {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new KnativeService(chart, 'orders', { image: IMAGE, ...props });
  new KnativePlatform(new Chart(app, 'platform'), 'knative', { ingress: Ingress.kourier(), serving });
  return chart;
}

describe('a service on a platform fails', () => {
  test.each<[string, Serving, Partial<KnativeServiceProps>, string[]]>([
    ['with more pods than the platform allows', { autoscaler: { maxScaleLimit: 50, maxScale: 20 } },
      { scaling: Scaling.upTo(100) }, ['KN-SCL-001']],
    ['with no bound where the platform wants one', { autoscaler: { maxScaleLimit: 50, maxScale: 20 } },
      { scaling: Scaling.of({ maxScale: 0 }) }, ['KN-SCL-001']],
    ['with more pods by an annotation', { autoscaler: { maxScaleLimit: 50, maxScale: 20 } },
      { templateAnnotations: { 'autoscaling.knative.dev/maxScale': '51' } }, ['KN-SCL-001']],
    ['with a longer request than the platform allows', { defaults: { maxRevisionTimeout: seconds(300) } },
      { timeout: seconds(400) }, ['KN-DUR-002']],
    ['with a higher concurrency than the platform allows', { defaults: { containerConcurrencyMaxLimit: 100 } },
      { containerConcurrency: 500 }, ['KN-SVC-002']],
    ['with any concurrency where the platform wants a bound',
      { defaults: { allowContainerConcurrencyZero: false, containerConcurrency: 10 } }, { containerConcurrency: 0 }, ['KN-SVC-002']],
    ['with an answer that may begin after the end of requests on the platform', { defaults: { revisionTimeout: seconds(120) } },
      { responseStartTimeout: seconds(200) }, ['KN-SVC-003']],
  ])('%s', (_mistake, serving, props, codes) => {
    expect(codesOf(program(serving, props))).toEqual(codes);
  });
});

test.each<[string, Serving, Partial<KnativeServiceProps>]>([
  ['as many pods', { autoscaler: { maxScaleLimit: 50, maxScale: 20 } }, { scaling: Scaling.upTo(50) }],
  ['no word about pods', { autoscaler: { maxScaleLimit: 50, maxScale: 20 } }, { scaling: Scaling.atLeast(1) }],
  ['a longer request than a release allows',
    { defaults: { maxRevisionTimeout: seconds(900) } }, { timeout: seconds(800), idleTimeout: seconds(700) }],
  ['a higher concurrency than a release allows', { defaults: { containerConcurrencyMaxLimit: 2000 } }, { containerConcurrency: 1500 }],
  ['a later answer than a release allows', { defaults: { revisionTimeout: seconds(500) } }, { responseStartTimeout: seconds(400) }],
])('a service may have %s where its platform allows it', (_what, serving, props) => {
  expect(problemsOf(program(serving, props))).toBe('');
});

test('a message names the platform, and what it would have to say', () => {
  const serving = { defaults: { maxRevisionTimeout: seconds(300) }, autoscaler: { maxScaleLimit: 50, maxScale: 20 } };

  const problems = problemsOf(program(serving, { timeout: seconds(400), scaling: Scaling.upTo(100) }));
  expect(problems).toContain('timeout `400000ms` is out of range; allowed: 1s to 300s, in steps of 1s, by the platform '
    + '`platform/knative`; write a `Duration` within it, such as `Duration.seconds(300)`, or write '
    + '`serving: { defaults: { maxRevisionTimeout } }` there');
  expect(problems).toContain('max-scale `100` is above the limit of the platform `platform/knative`, `50`; allowed: a whole '
    + 'number, 1 to 50; write `maxScale: 50` or less, or write `serving: { autoscaler: { maxScaleLimit } }` there');
});

test('the texts of an installation count as well, for configurations too', () => {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Configuration(chart, 'orders', { image: IMAGE, timeout: seconds(400), containerConcurrency: 0 });
  new KnativeServing(new Chart(app, 'knative'), 'serving', {
    ingress: { kourier: { enabled: true } },
    config: { defaults: { 'max-revision-timeout-seconds': '300', 'allow-container-concurrency-zero': 'False', 'container-concurrency': '5' } },
  });

  expect(codesOf(chart)).toEqual(['KN-SVC-002', 'KN-DUR-002']);
  expect(problemsOf(chart)).toContain('or write another `max-revision-timeout-seconds` for `config-defaults` in its `config`');
});

test('a platform of another cluster says nothing', () => {
  const app = new App();
  const chart = new ClusterChart(app, 'shop', { cluster: 'blue', namespace: 'shop' });
  new KnativeService(chart, 'orders', { image: IMAGE, timeout: seconds(400) });
  new KnativePlatform(new ClusterChart(app, 'green', { cluster: 'green' }), 'knative', {
    ingress: Ingress.kourier(), serving: { defaults: { maxRevisionTimeout: seconds(300) } },
  });

  expect(problemsOf(chart)).toBe('');
});

test('fails with texts in place of times, and says so', () => {
  const timeout = '400s' as unknown as Duration;

  expect(codesOf(program({}, { timeout, idleTimeout: seconds(5) }))).toContain('KN-DUR-002');
});
