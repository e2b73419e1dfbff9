import { type Chart, JsonPatch, Testing } from 'cdk8s';
import { Feature, Features, Sink } from '../../lib/core';
import { Env, Probe, SecretReference, ServiceAccount, Volume } from '../../lib/pod';
import { Configuration, type ConfigurationProps, KnativeService, Scaling } from '../../lib/serving';
import { SinkBinding } from '../../lib/sources';
import { codesOf, IMAGE, problemsOf, SECURITY, setUp, warningsOf } from './program';

const AUTO = 'autoscaling.knative.dev';
const NET = 'networking.knative.dev';

function configurationIn(chart: Chart, props: Partial<ConfigurationProps> = {}): Configuration {
  return new Configuration(chart, 'orders', { image: IMAGE, ...props });
}

describe('a configuration', () => {
  test('needs an image only', () => {
    const { chart } = setUp();

    configurationIn(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Configuration',
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ image: IMAGE, securityContext: SECURITY }] } } },
    }]);
  });

  test('writes everything that is said of it', () => {
    const { app, chart } = setUp();
    Features.of(app).enable(Feature.PODSPEC_NODESELECTOR);

    configurationIn(chart, {
      metadata: { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'ann' } },
      containerName: 'web',
      port: 9000,
      serviceAccount: ServiceAccount.fromName('orders'),
      nodeSelector: { disk: 'ssd' },
      containerConcurrency: 50,
      scaling: Scaling.between(1, 10),
      templateLabels: { tier: 'web' },
      templateAnnotations: { 'example.com/build': '17' },
    });

    expect(problemsOf(app)).toEqual([]);
    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Configuration',
      metadata: {
        name: 'orders',
        namespace: 'shop',
        labels: { team: 'shop' },
        annotations: { 'example.com/owner': 'ann' },
      },
      spec: {
        template: {
          metadata: {
            labels: { tier: 'web' },
            annotations: { [`${AUTO}/min-scale`]: '1', [`${AUTO}/max-scale`]: '10', 'example.com/build': '17' },
          },
          spec: {
            serviceAccountName: 'orders',
            nodeSelector: { disk: 'ssd' },
            containerConcurrency: 50,
            containers: [{ image: IMAGE, name: 'web', ports: [{ containerPort: 9000 }], securityContext: SECURITY }],
          },
        },
      },
    }]);
  });

  test('has the template of a service', () => {
    const { chart } = setUp();
    const props = {
      image: IMAGE,
      env: { MODE: Env.value('fast') },
      readinessProbe: Probe.httpGet('/ready'),
      volumeMounts: [{ path: '/etc/orders', volume: Volume.secret('orders', SecretReference.fromName('orders')) }],
      scaling: Scaling.atLeast(2),
    };

    new Configuration(chart, 'configuration', props);
    new KnativeService(chart, 'service', props);

    const [configuration, service] = Testing.synth(chart) as { spec: { template: unknown } }[];
    expect(configuration?.spec).toEqual({ template: service?.spec.template });
  });

  test('takes containers, variables, mounts, labels and annotations in any order', () => {
    const build = (reverse: boolean) => {
      const { app, chart } = setUp();
      const configuration = configurationIn(chart, { port: 8080 });
      const steps = [
        () => configuration.addEnv('A', Env.value('1')),
        () => configuration.addVolumeMount({ path: '/tmp/x', volume: Volume.emptyDir('x') }),
        () => configuration.addTemplateLabel('tier', 'web'),
        () => configuration.addTemplateAnnotation(`${AUTO}/min-scale`, '1'),
        () => configuration.addContainer({ name: 'proxy', image: 'ghcr.io/example/proxy:1.0' }),
      ];
      for (const step of reverse ? steps.reverse() : steps) step();
      expect(problemsOf(app)).toEqual([]);
      return Testing.synth(chart);
    };

    expect(build(true)).toEqual(build(false));
  });

  test('takes an init container where the cluster does', () => {
    const { app, chart } = setUp();

    configurationIn(chart).addInitContainer({ name: 'migrate', image: 'ghcr.io/example/migrate:1.0' });

    expect(codesOf(app)).toEqual(['KN-FTR-001']);
  });

  test('keeps a JSON patch', () => {
    const { chart } = setUp();

    configurationIn(chart).apiObject.addJsonPatch(JsonPatch.add('/spec/template/spec/timeoutSeconds', 900));

    expect(Testing.synth(chart)[0].spec.template.spec.timeoutSeconds).toBe(900);
  });

  test('may exist already', () => {
    const { app, chart } = setUp();

    const here = Configuration.fromConfigurationName(chart, 'here', 'orders');
    const there = Configuration.fromConfigurationName(chart, 'there', 'orders', { namespace: 'payments' });

    expect(problemsOf(app)).toEqual([]);
    expect([here.configurationName, here.namespace, there.namespace]).toEqual(['orders', 'shop', 'payments']);
    expect(here.reference).toEqual({
      apiVersion: 'serving.knative.dev/v1', kind: 'Configuration', name: 'orders', namespace: 'shop',
    });
  });
});

describe('a named revision of a configuration', () => {
  test('spells out what Knative would not fill in under the same name', () => {
    const { app, chart } = setUp();

    configurationIn(chart, { revisionName: 'orders-v1' });

    expect(Testing.synth(chart)[0].spec.template).toEqual({
      metadata: { name: 'orders-v1' },
      spec: {
        containers: [{
          name: 'user-container',
          image: IMAGE,
          readinessProbe: { tcpSocket: {}, successThreshold: 1 },
          securityContext: SECURITY,
        }],
      },
    });
    expect(warningsOf(app)).toEqual(['pinned-revision-name']);
  });

  test('fails under the name of something else', () => {
    const { app, chart } = setUp();

    configurationIn(chart, { revisionName: 'payments-v1' });

    expect(codesOf(app)).toEqual(['KN-SVC-011']);
  });

  test('fails with a binding, which would change it', () => {
    const { app, chart } = setUp();

    configurationIn(chart, { revisionName: 'orders-v1' }).bindTo(Sink.uri('https://example.com'));

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-SVC-013 the configuration has the named revision')]);
  });
});

describe('a binding of a configuration', () => {
  test('names it as its subject', () => {
    const { app, chart } = setUp();

    configurationIn(chart).bindTo(Sink.uri('https://example.com'));

    expect(problemsOf(app)).toEqual([]);
    expect(warningsOf(app)).toEqual([]);
    expect(Testing.synth(chart)[1]).toMatchObject({
      kind: 'SinkBinding',
      metadata: { name: 'orders-sink', namespace: 'shop' },
      spec: { subject: { apiVersion: 'serving.knative.dev/v1', kind: 'Configuration', name: 'orders' } },
    });
  });

  test('fails a second time', () => {
    const { app, chart } = setUp();
    const configuration = configurationIn(chart);

    configuration.bindTo(Sink.uri('https://example.com'));
    new SinkBinding(chart, 'other', { subject: configuration, sink: Sink.uri('https://example.org') });

    expect(problemsOf(app)).toEqual([expect.stringContaining('KN-SVC-012 the configuration `orders` is bound to a sink')]);
  });

  test('fails where the program sets K_SINK itself', () => {
    const { app, chart } = setUp();

    configurationIn(chart, { env: { K_SINK: Env.value('x') } }).bindTo(Sink.uri('https://example.com'));

    expect(codesOf(app)).toEqual(['KN-POD-005']);
  });
});

describe('a configuration fails', () => {
  const containers = [{ image: IMAGE }];

  test.each<[string, Partial<ConfigurationProps>, string[]]>([
    ['without a container', { image: undefined }, ['KN-POD-003']],
    ['with both forms', { containers }, ['KN-SVC-001']],
    ['on a concurrency of -1', { containerConcurrency: -1 }, ['KN-SVC-002']],
    ['on a name of more than one label', { metadata: { name: 'a.b' } }, ['KN-NAM-001']],
    ['on a name that begins with a digit', { metadata: { name: '1a' } }, ['KN-NAM-001']],
    ['on a reserved variable', { env: { K_REVISION: Env.value('x') } }, ['KN-POD-005']],
    ['on a bad image', { image: 'UPPER' }, ['KN-POD-001']],
    ['on a field without its flag', { runtimeClassName: 'gvisor' }, ['KN-FTR-001']],
  ])('%s', (_, props, codes) => {
    const { app, chart } = setUp();

    configurationIn(chart, props);

    expect(codesOf(app)).toEqual(codes);
  });

  test.each([
    [`${AUTO}/min-scale`, '1', 'KN-SCL-008'],
    ['serving.knative.dev/creator', 'ann', 'KN-SVC-007'],
    ['features.knative.dev/http-full-duplex', 'enabled', 'KN-SVC-004'],
    ['queue.sidecar.serving.knative.dev/cpu-resource-request', '1', 'KN-SVC-004'],
    ['serving.knative.dev/progress-deadline', '60s', 'KN-SVC-004'],
    ['serving.knative.dev/rollout-duration', '60s', 'KN-SVC-005'],
    [`${NET}/ingress.class`, 'x', 'KN-SVC-005'],
    [`${NET}/certificate-class`, 'x', 'KN-SVC-005'],
    [`${NET}/httpOption`, 'enabled', 'KN-SVC-005'],
    [`${NET}/visibility`, 'cluster-local', 'KN-SVC-006'],
  ])('on the annotation %s: %s', (key, value, code) => {
    const { app, chart } = setUp();

    configurationIn(chart, { metadata: { annotations: { [key]: value } } });

    expect(codesOf(app)).toEqual([code]);
  });

  test.each([
    ['serving.knative.dev/service', 'orders', 'KN-SVC-015'],
    ['serving.knative.dev/route', 'orders', 'KN-SVC-015'],
    [`${NET}/visibility`, 'cluster-local', 'KN-SVC-006'],
  ])('on the label %s, and on its template', (key, value, code) => {
    const { app, chart } = setUp();

    configurationIn(chart, { metadata: { labels: { [key]: value } }, templateLabels: { [key]: value } });

    expect([...new Set(codesOf(app))]).toEqual([code]);
  });

  test('on an annotation of routing in its template, and names the route as its place', () => {
    const { app, chart } = setUp();

    configurationIn(chart, { templateAnnotations: { [`${NET}/http-protocol`]: 'redirected' } });

    expect(problemsOf(app)).toEqual([expect.stringMatching(
      /KN-SVC-005 the annotation `.*` has no effect on the template; allowed: the annotation on the route; write the property `httpProtocol` of the route/,
    )]);
  });
});
