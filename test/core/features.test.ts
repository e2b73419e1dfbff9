import { Chart, Testing } from 'cdk8s';
import { Feature, Features, Namespace, needsFeature } from '../../lib/core';

describe('a field that needs a feature flag', () => {
  test('fails on a program that does not declare the flag, and says how to', () => {
    const app = Testing.app();
    const namespace = new Namespace(new Chart(app, 'chart'), 'orders');

    needsFeature(namespace, Feature.PODSPEC_AFFINITY, '`affinity`');

    expect(() => app.synth()).toThrow(/\[chart\/orders\] KN-FTR-001 `affinity` needs the feature flag `kubernetes\.podspec-affinity`.*Features\.of\(app\)\.enable\(Feature\.PODSPEC_AFFINITY\)/);
  });

  test('is fine where an ancestor declares it, before or after', () => {
    const app = Testing.app();
    const namespace = new Namespace(new Chart(app, 'chart'), 'orders');
    needsFeature(namespace, Feature.PODSPEC_AFFINITY, '`affinity`');

    Features.of(app).enable(Feature.PODSPEC_AFFINITY);

    expect(() => app.synth()).not.toThrow();
  });

  test('is fine for a flag that a release has switched on', () => {
    const app = Testing.app();
    const namespace = new Namespace(new Chart(app, 'chart'), 'orders');

    needsFeature(namespace, Feature.PODSPEC_VOLUMES_EMPTYDIR, '`emptyDir`');

    expect(() => app.synth()).not.toThrow();
    expect(Features.of(namespace).has(Feature.MULTI_CONTAINER)).toBe(true);
  });
});
