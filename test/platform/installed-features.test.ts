import { Chart, Duration, Testing } from 'cdk8s';
import { ClusterChart, Feature, Features } from '../../lib/core';
import { Broker, Delivery } from '../../lib/eventing';
import { KnativeEventing, type KnativeEventingProps, KnativeServing, type KnativeServingProps } from '../../lib/platform';
import { Volume } from '../../lib/pod';
import { KnativeService } from '../../lib/serving';
import { codesOf, problemsOf, warningsOf } from '../kafka/program';

const NODES = 'kubernetes.podspec-nodeselector';
const image = 'ghcr.io/example/orders:1';

function serving(chart: Chart, config: KnativeServingProps['config'], props: KnativeServingProps = {}): KnativeServing {
  return new KnativeServing(chart, 'knative-serving', { ingress: { kourier: { enabled: true } }, ...props, config });
}

function orders(chart: Chart): KnativeService {
  return new KnativeService(chart, 'orders', {
    image, nodeSelector: { disk: 'ssd' }, metadata: { namespace: 'shop' },
  });
}

describe('a field that needs a feature flag of Serving', () => {
  test.each([
    ['features', 'enabled'], ['config-features', 'Enabled'], ['features', 'allowed'],
  ])('is fine where the program installs it: %s says %s', (configMap, value) => {
    const chart = new Chart(Testing.app(), 'chart');

    orders(chart);
    serving(chart, { [configMap]: { [NODES]: value } });

    expect(codesOf(chart)).toEqual([]);
    expect(Features.of(chart).has(Feature.PODSPEC_NODESELECTOR)).toBe(true);
  });

  test('fails where the installation has it off, and names the installation', () => {
    const chart = new Chart(Testing.app(), 'chart');
    serving(chart, { features: { [NODES]: 'disabled' } });

    orders(chart);

    expect(problemsOf(chart)).toContain('[chart/orders] KN-FTR-001 nodeSelector needs the feature flag '
      + '`kubernetes.podspec-nodeselector`, which the KnativeServing `chart/knative-serving` has as `disabled`');
  });

  test('fails where a release has it on and the installation off', () => {
    const chart = new Chart(Testing.app(), 'chart');
    serving(chart, { features: { 'kubernetes.podspec-volumes-emptydir': 'disabled' } });

    new KnativeService(chart, 'orders', {
      image, metadata: { namespace: 'shop' }, volumeMounts: [{ path: '/tmp/a', volume: Volume.emptyDir('a') }],
    });

    expect(codesOf(chart)).toEqual(['KN-FTR-001']);
  });

  test.each([
    ['the setting is another', { features: { 'kubernetes.podspec-tolerations': 'enabled' } }, {}],
    ['the value is none', { features: { [NODES]: 'yes' } }, {}],
    ['the ConfigMap is another', { defaults: { [NODES]: 'enabled' } }, {}],
    ['it is for a cluster of a profile', { features: { [NODES]: 'enabled' } },
      { clusterProfileRef: { name: 'far', namespace: 'fleet' } }],
  ])('fails where the program installs without it: %s', (_, config, props) => {
    const chart = new Chart(Testing.app(), 'chart');

    serving(chart, config, props);
    orders(chart);

    expect(codesOf(chart)).toEqual(['KN-FTR-001']);
  });

  test('is warned of in another cluster than the one that has it: nobody knows what that one has', () => {
    const app = Testing.app();
    serving(new ClusterChart(app, 'near', { cluster: 'near' }), { features: { [NODES]: 'enabled' } });

    const far = new ClusterChart(app, 'far', { cluster: 'far', namespace: 'shop' });
    orders(far);

    expect(warningsOf(far)).toEqual(['feature-not-declared']);
  });
});

describe('a field that needs a flag of another place', () => {
  function eventing(chart: Chart, config: KnativeEventingProps['config']): void {
    new KnativeEventing(chart, 'knative-eventing', { config });
  }

  test('is fine where the installation of Eventing has it', () => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
    eventing(chart, { features: { 'delivery-retryafter': 'enabled' } });

    const delivery = Delivery.retry(3, { retryAfterMax: Duration.seconds(10) });
    new Broker(chart, 'events', { delivery });

    expect(codesOf(chart)).toEqual([]);
  });

  test.each([['allowed'], ['disabled']])('fails where the installation of Eventing has it %s', (value) => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
    eventing(chart, { features: { 'delivery-retryafter': value } });

    const delivery = Delivery.retry(3, { retryAfterMax: Duration.seconds(10) });
    new Broker(chart, 'events', { delivery });

    expect(codesOf(chart)).toEqual(['KN-FTR-001']);
  });
});

describe('a flag that is declared', () => {
  test('fails where the installation has it off, at the declaration, and names both', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');
    serving(chart, { features: { [NODES]: 'disabled' } });

    Features.of(chart).enable(Feature.PODSPEC_NODESELECTOR);
    orders(chart);

    const problems = problemsOf(chart);
    expect(codesOf(chart)).toEqual(['KN-FTR-002']);
    expect(problems).toContain('[chart] KN-FTR-002 the feature flag `kubernetes.podspec-nodeselector` is declared, and the '
      + 'KnativeServing `chart/knative-serving` has it as `disabled`');
    expect(problems).toMatch(/installed-features\.test\.ts:\d+/);
  });

  test('fails on an app as well, for an installation of a cluster below', () => {
    const app = Testing.app();
    Features.of(app).enable(Feature.ALLOW_ZERO_INITIAL_SCALE);

    const far = new ClusterChart(app, 'far', { cluster: 'far' });
    serving(far, { 'config-autoscaler': { 'allow-zero-initial-scale': 'false' } });

    expect(problemsOf(far)).toContain('KN-FTR-002');
  });

  test('is fine where the installation has it on, or says nothing, and in another cluster', () => {
    const app = Testing.app();
    const near = new ClusterChart(app, 'near', { cluster: 'near' });
    serving(near, { features: { [NODES]: 'enabled' } });
    serving(new ClusterChart(app, 'far', { cluster: 'far' }), { features: { [NODES]: 'disabled' } });

    Features.of(near).enable(Feature.PODSPEC_NODESELECTOR, Feature.PODSPEC_AFFINITY);
    orders(near);

    expect(codesOf(near)).toEqual([]);
  });
});
