import { Chart, Testing } from 'cdk8s';
import { Feature, Features, Namespace, needsFeature, Warnings } from '../../lib/core';
import { asReleased } from '../released';

describe('a field that needs a feature flag', () => {
  test('is warned of on a program that neither declares the flag nor describes the installation, and says how to', () => {
    const app = Testing.app();
    const namespace = new Namespace(new Chart(app, 'chart'), 'orders');
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);

    needsFeature(namespace, Feature.PODSPEC_AFFINITY, '`affinity`');
    app.synth();

    expect(write.mock.calls.join()).toMatch(/feature-not-declared: `affinity` needs the feature flag `kubernetes\.podspec-affinity`.*Features\.of\(app\)\.enable\(Feature\.PODSPEC_AFFINITY\).*\[chart\/orders\]/s);
    write.mockRestore();

    Warnings.of(app).treatAsErrors();
    expect(() => app.synth()).toThrow('KN-WRN-002');
  });

  test('fails on a program that describes an installation without it', () => {
    const app = Testing.app();
    const namespace = new Namespace(new Chart(app, 'chart'), 'orders');
    asReleased(app);

    needsFeature(namespace, Feature.PODSPEC_AFFINITY, '`affinity`');

    expect(() => app.synth()).toThrow('[chart/orders] KN-FTR-001 `affinity` needs the feature flag `kubernetes.podspec-affinity`, '
      + 'which the KnativeServing `` leaves as the release has it, off');
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
