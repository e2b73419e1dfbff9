import { ApiObject, type App, Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Feature, Features, Sink, Warnings } from '../../lib/core';
import {
  ConfigMapReference, Env, EnvFrom, Probe, SecretReference, ServiceAccount, Volume,
} from '../../lib/pod';
import {
  HttpProtocol, KnativeService, type KnativeServiceProps, ScaleMetric, Scaling, Traffic, Visibility,
} from '../../lib/serving';
import { asReleased } from '../released';

const IMAGE = 'ghcr.io/example/orders:1.0';

/** What the pod part writes for a container that says nothing about its rights. */
const SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function setUp(namespace: string | undefined = 'shop'): { app: App; chart: Chart } {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace }) };
}

function serviceIn(chart: Chart, props: Partial<KnativeServiceProps> = {}, id = 'orders'): KnativeService {
  return new KnativeService(chart, id, { image: IMAGE, ...props });
}

interface Manifest {
  metadata: Record<string, unknown>;
  spec: { template: { metadata: unknown; spec: Record<string, unknown> & { containers: unknown[] } } };
}

/** The manifest of the only service of a chart. */
function manifestOf(chart: Chart): Manifest {
  const manifests = (Testing.synth(chart) as (Manifest & { apiVersion: string })[]).filter(({ apiVersion }) => apiVersion === 'serving.knative.dev/v1');
  expect(manifests).toHaveLength(1);
  return manifests[0]!;
}

/** What synth says of a program, a line for each problem. */
function problemsOf(app: App): string[] {
  asReleased(app);
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message.split('\n').filter((line) => line.includes(' KN-'));
  }
  return [];
}

function codesOf(app: App): string[] {
  return problemsOf(app).map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0] ?? line);
}

function warningsOf(app: App): string[] {
  return Warnings.of(app).list().map(({ id }) => id);
}

describe('a service', () => {
  test('needs an image only', () => {
    const { chart } = setUp();

    serviceIn(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { template: { spec: { containers: [{ image: IMAGE, securityContext: SECURITY }] } } },
    }]);
  });

  test('writes everything that is said of it', () => {
    const { app, chart } = setUp();
    Features.of(app).enable(Feature.QUEUEPROXY_MOUNT_PODINFO);

    serviceIn(chart, {
      metadata: { labels: { team: 'shop' }, annotations: { 'example.com/owner': 'ann' } },
      containerName: 'web',
      command: ['gunicorn'],
      args: ['--bind', ':$(PORT)'],
      workingDir: '/srv',
      env: { MODE: Env.value('fast'), TOKEN: Env.fromSecret(SecretReference.fromName('api'), 'token') },
      envFrom: [EnvFrom.configMap(ConfigMapReference.fromName('settings'))],
      port: 9000,
      http2: true,
      resources: { cpu: { request: Cpu.millis(250) }, memory: { limit: Size.mebibytes(256) } },
      readinessProbe: Probe.httpGet('/ready'),
      volumeMounts: [{ path: '/etc/orders', volume: Volume.secret('orders', SecretReference.fromName('orders')) }],
      serviceAccount: ServiceAccount.fromName('orders'),
      imagePullSecrets: [SecretReference.fromName('registry')],
      containerConcurrency: 50,
      timeout: Duration.minutes(10),
      responseStartTimeout: Duration.minutes(1),
      idleTimeout: Duration.seconds(0),
      scaling: Scaling.between(1, 10),
      progressDeadline: Duration.minutes(20),
      queueProxyResources: {
        cpu: { request: Cpu.millis(50), limit: Cpu.units(1) },
        memory: { request: Size.mebibytes(64) },
        ephemeralStorage: { limit: Size.gibibytes(1) },
      },
      httpFullDuplex: true,
      queueProxyPodInfo: true,
      templateLabels: { tier: 'web' },
      templateAnnotations: { 'example.com/build': '17' },
      traffic: [Traffic.latest(90), Traffic.revision('orders-00001', 10, { tag: 'old' })],
      visibility: Visibility.CLUSTER_LOCAL,
      rolloutDuration: Duration.minutes(5),
      ingressClass: 'contour.ingress.networking.knative.dev',
      certificateClass: 'cert-manager.certificate.networking.knative.dev',
      disableExternalDomainTls: false,
      httpProtocol: HttpProtocol.REDIRECTED,
    });

    expect(problemsOf(app)).toEqual([]);
    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: {
        name: 'orders',
        namespace: 'shop',
        labels: { 'team': 'shop', 'networking.knative.dev/visibility': 'cluster-local' },
        annotations: {
          'example.com/owner': 'ann',
          'serving.knative.dev/rollout-duration': '300s',
          'networking.knative.dev/ingress.class': 'contour.ingress.networking.knative.dev',
          'networking.knative.dev/certificate.class': 'cert-manager.certificate.networking.knative.dev',
          'networking.knative.dev/disable-external-domain-tls': 'false',
          'networking.knative.dev/http-protocol': 'redirected',
        },
      },
      spec: {
        template: {
          metadata: {
            labels: { tier: 'web' },
            annotations: {
              'autoscaling.knative.dev/min-scale': '1',
              'autoscaling.knative.dev/max-scale': '10',
              'serving.knative.dev/progress-deadline': '1200s',
              'features.knative.dev/http-full-duplex': 'enabled',
              'features.knative.dev/queueproxy-podinfo': 'enabled',
              'queue.sidecar.serving.knative.dev/cpu-resource-request': '50m',
              'queue.sidecar.serving.knative.dev/cpu-resource-limit': '1',
              'queue.sidecar.serving.knative.dev/memory-resource-request': '64Mi',
              'queue.sidecar.serving.knative.dev/ephemeral-storage-resource-limit': '1Gi',
              'example.com/build': '17',
            },
          },
          spec: {
            containerConcurrency: 50,
            timeoutSeconds: 600,
            responseStartTimeoutSeconds: 60,
            idleTimeoutSeconds: 0,
            serviceAccountName: 'orders',
            imagePullSecrets: [{ name: 'registry' }],
            containers: [{
              name: 'web',
              image: IMAGE,
              command: ['gunicorn'],
              args: ['--bind', ':$(PORT)'],
              workingDir: '/srv',
              env: [
                { name: 'MODE', value: 'fast' },
                { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'api', key: 'token' } } },
              ],
              envFrom: [{ configMapRef: { name: 'settings' } }],
              ports: [{ containerPort: 9000, name: 'h2c' }],
              resources: { requests: { cpu: '250m' }, limits: { memory: '256Mi' } },
              readinessProbe: { httpGet: { path: '/ready' } },
              volumeMounts: [{ name: 'orders', mountPath: '/etc/orders', readOnly: true }],
              securityContext: SECURITY,
            }],
            volumes: [{ name: 'orders', secret: { secretName: 'orders' } }],
          },
        },
        traffic: [
          { latestRevision: true, percent: 90 },
          { revisionName: 'orders-00001', latestRevision: false, percent: 10, tag: 'old' },
        ],
      },
    }]);
  });

  test('has several containers in the long form', () => {
    const { app, chart } = setUp();

    new KnativeService(chart, 'orders', { containers: [{ image: IMAGE, port: 8080 }, { image: 'envoy:1', name: 'proxy' }] });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestOf(chart).spec.template.spec.containers).toMatchObject([
      { image: IMAGE, ports: [{ containerPort: 8080 }] }, { image: 'envoy:1', name: 'proxy' },
    ]);
  });

  test('is the default child of its construct, and patches survive', () => {
    const { chart } = setUp();

    const service = serviceIn(chart);
    service.apiObject.addJsonPatch(JsonPatch.add('/spec/template/spec/timeoutSeconds', 3600));

    expect(ApiObject.of(service)).toBe(service.apiObject);
    expect(manifestOf(chart).spec.template.spec.timeoutSeconds).toBe(3600);
  });

  test('has an address in the cluster', () => {
    const { chart } = setUp();

    expect(serviceIn(chart).url).toBe('http://orders.shop.svc.cluster.local');
  });

  test('fails where its address needs a namespace that nobody gave', () => {
    const app = Testing.app();
    const service = serviceIn(new Chart(app, 'chart'));

    expect(service.url).toContain('orders');

    expect(codesOf(app)).toEqual(['KN-NAM-003']);
  });

  test('receives events by reference', () => {
    const { chart } = setUp();

    expect(serviceIn(chart).toSinkConfig()).toEqual({
      ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders', namespace: 'shop' },
    });
  });

  test('writes no traffic where none is said', () => {
    const { chart } = setUp();

    serviceIn(chart, { traffic: [] });

    expect(manifestOf(chart).spec).not.toHaveProperty('traffic');
  });

  test('may call an older revision by a name that Knative had to shorten', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { traffic: [Traffic.revision('ordersaaaaaaaa-00001', 100)] }, `orders${'a'.repeat(54)}`);

    expect(problemsOf(app)).toEqual([]);
  });
});

describe('mutators of a service', () => {
  test('may be called in any order', () => {
    const manifests = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]].map((order) => {
      const { chart } = setUp();
      const service = serviceIn(chart, { port: 8080 });
      const steps = [
        () => { service.addEnv('A', Env.value('1')); },
        () => { service.addVolumeMount({ path: '/tmp/a', volume: Volume.emptyDir('a') }); },
        () => { service.addContainer({ image: 'envoy:1', name: 'proxy' }); },
        () => { service.addTemplateAnnotation('example.com/a', 'x'); },
        () => { service.addTemplateLabel('b', 'y'); },
      ];
      for (const step of order) steps[step]!();
      return manifestOf(chart);
    });

    expect(manifests[0]).toEqual(manifests[1]);
    expect(manifests[0]!.spec.template).toMatchObject({
      metadata: { annotations: { 'example.com/a': 'x' }, labels: { b: 'y' } },
      spec: {
        containers: [
          { env: [{ name: 'A', value: '1' }], volumeMounts: [{ name: 'a', mountPath: '/tmp/a' }] }, { name: 'proxy' },
        ],
        volumes: [{ name: 'a', emptyDir: {} }],
      },
    });
  });

  test('reach a container by name', () => {
    const { chart } = setUp();
    const service = serviceIn(chart, { port: 8080 });
    service.addContainer({ image: 'envoy:1', name: 'proxy' });

    service.addEnv('A', Env.value('1'), 'proxy');
    service.addVolumeMount({ path: '/tmp/a', volume: Volume.emptyDir('a') }, 'proxy');

    expect(manifestOf(chart).spec.template.spec.containers[1]).toMatchObject({
      env: [{ name: 'A' }], volumeMounts: [{ name: 'a' }],
    });
  });

  test('add the first container too', () => {
    const { app, chart } = setUp();

    new KnativeService(chart, 'orders', {}).addContainer({ image: IMAGE });

    expect(problemsOf(app)).toEqual([]);
  });

  test('add init containers where the cluster takes them', () => {
    const { app, chart } = setUp();
    serviceIn(chart).addInitContainer({ image: 'busybox:1' });
    expect(codesOf(app)).toEqual(['KN-FTR-001']);

    Features.of(app).enable(Feature.PODSPEC_INIT_CONTAINERS);

    expect(problemsOf(app)).toEqual([]);
    expect(manifestOf(chart).spec.template.spec.initContainers).toMatchObject([{ image: 'busybox:1' }]);
  });
});

describe('a service fails', () => {
  const containers = [{ image: IMAGE }];
  const seconds = Duration.seconds;

  test.each<[string, Partial<KnativeServiceProps>, string[]]>([
    ['without a container', { image: undefined }, ['KN-POD-003']],
    ['with an empty list of containers', { image: undefined, containers: [] }, ['KN-POD-003']],
    ['with both forms', { containers }, ['KN-SVC-001']],
    ['with an env next to the containers', { image: undefined, containers, env: {} }, ['KN-SVC-001']],
    ['with an env but no image', { image: undefined, env: {} }, ['KN-SVC-001', 'KN-POD-003']],
    ['with `$PORT` where no shell reads it', { command: ['serve', ':$PORT'] }, ['KN-POD-013']],
    ['on a concurrency of -1', { containerConcurrency: -1 }, ['KN-SVC-002']],
    ['on a concurrency of 1001', { containerConcurrency: 1001 }, ['KN-SVC-002']],
    ['on half a request', { containerConcurrency: 0.5 }, ['KN-SVC-002']],
    ['on a timeout of nothing', { timeout: seconds(0) }, ['KN-DUR-002']],
    ['on a timeout above 600 seconds', { timeout: seconds(601) }, ['KN-DUR-002']],
    ['on a timeout of parts of a second', { timeout: Duration.millis(1500) }, ['KN-DUR-001']],
    ['on an answer that may begin after the end',
      { timeout: seconds(10), responseStartTimeout: seconds(11) }, ['KN-SVC-003']],
    ['on an idle time longer than the timeout of a release', { idleTimeout: seconds(301) }, ['KN-SVC-003']],
    ['on a deadline of nothing', { progressDeadline: seconds(0) }, ['KN-DUR-002']],
    ['on a deadline of parts of a second', { progressDeadline: Duration.millis(1500) }, ['KN-DUR-001']],
    ['on a deadline that no Deployment holds', { progressDeadline: Duration.days(30000) }, ['KN-DUR-002']],
    ['on a rollout of nothing', { rolloutDuration: seconds(0) }, ['KN-DUR-002']],
    ['on a rollout longer than Go counts', { rolloutDuration: Duration.days(200000) }, ['KN-DUR-002']],
    ['on a rollout of parts of a second', { rolloutDuration: Duration.millis(1500) }, ['KN-DUR-001']],
    ['on other resources of the queue proxy',
      { queueProxyResources: { extended: { 'nvidia.com/gpu': '1' } } }, ['KN-SVC-014']],
    ['on a request of the queue proxy above the limit',
      { queueProxyResources: { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } } }, ['KN-POD-036']],
    ['on a limit of the queue proxy below what it asks for',
      { queueProxyResources: { cpu: { limit: Cpu.millis(24) } } }, ['KN-POD-036']],
    ['on pod info without the flag', { queueProxyPodInfo: true }, ['KN-FTR-001']],
    ['on a start at zero without the flag', { scaling: Scaling.of({ initialScale: 0 }) }, ['KN-FTR-001']],
    ['on shares below 100', { traffic: [Traffic.latest(90)] }, ['KN-TRF-002']],
    ['on shares above 100', { traffic: [Traffic.latest(90), Traffic.latest(20)] }, ['KN-TRF-002']],
    ['on a tag twice', { traffic: [Traffic.latest(100, { tag: 'a' }), Traffic.latest(0, { tag: 'a' })] }, ['KN-TRF-004']],
    ['on a revision of another service', { traffic: [Traffic.revision('payments-00001', 100)] }, ['KN-TRF-005']],
    ['on a host that is too long', { traffic: [Traffic.latest(100, { tag: 'a'.repeat(57) })] }, ['KN-TRF-006']],
    ['on a revision name of its own way', { revisionName: 'v1' }, ['KN-SVC-011']],
    ['on a revision name that is nothing but the prefix', { revisionName: 'orders-' }, ['KN-SVC-011']],
    ['on a revision name with a dot', { revisionName: 'orders-1.0' }, ['KN-SVC-011']],
    ['on a revision name that is too long', { revisionName: `orders-${'a'.repeat(57)}` }, ['KN-SVC-011']],
    ['on a label that is none', { templateLabels: { 'a b': 'c' } }, ['KN-NAM-004']],
    ['on a label value that is none', { templateLabels: { a: 'x'.repeat(64) } }, ['KN-NAM-004']],
    ['on an annotation that is none', { templateAnnotations: { 'a b': 'c' } }, ['KN-NAM-005']],
    ['on annotations that no pod holds', { templateAnnotations: { a: 'x'.repeat(262144) } }, ['KN-NAM-009']],
  ])('%s', (_, props, codes) => {
    const { app, chart } = setUp();

    serviceIn(chart, props);

    expect(codesOf(app)).toEqual(codes);
  });

  test('naming the line, the value and what to write', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { traffic: [Traffic.latest(90)] });

    expect(problemsOf(app)).toEqual([expect.stringMatching(
      /\[chart\/orders\] KN-TRF-002 the shares of traffic sum up to `90`; .*add `Traffic.latest\(10\)` to `traffic` \(test\/serving\/knative-service\.test\.ts:\d+:\d+\)$/,
    )]);
  });

  test('and starts at zero where the flag is on', () => {
    const { app, chart } = setUp();
    Features.of(chart).enable(Feature.ALLOW_ZERO_INITIAL_SCALE);

    serviceIn(chart, { scaling: Scaling.of({ initialScale: 0 }) });

    expect(problemsOf(app)).toEqual([]);
  });

  test.each([
    [56, true], [57, false],
  ])('on a tag of %i letters behind which `-orders` is too long', (length, taken) => {
    const { app, chart } = setUp();

    serviceIn(chart, { traffic: [Traffic.latest(100, { tag: 'a'.repeat(length) })] });

    expect(problemsOf(app).length === 0).toBe(taken);
  });
});

describe('annotations by hand', () => {
  const AUTO = 'autoscaling.knative.dev';
  const QUEUE = 'queue.sidecar.serving.knative.dev';
  const NET = 'networking.knative.dev';

  test.each([
    [`${AUTO}/min-scale`, '1', 'KN-SCL-008'],
    [`${AUTO}/minScale`, '1', 'KN-SCL-008'],
    [`${AUTO}/whatever`, '1', 'KN-SCL-008'],
    ['serving.knative.dev/creator', 'ann', 'KN-SVC-007'],
    ['serving.knative.dev/lastModifier', 'ann', 'KN-SVC-007'],
    [`${NET}/visibility`, 'cluster-local', 'KN-SVC-006'],
    ['features.knative.dev/http-full-duplex', 'enabled', 'KN-SVC-004'],
    [`${QUEUE}/cpu-resource-request`, '1', 'KN-SVC-004'],
    ['serving.knative.dev/progress-deadline', '60s', 'KN-SVC-004'],
    ['serving.knative.dev/rollout-duration', '10', 'KN-SVC-008'],
    ['serving.knative.dev/rollout-duration', '1500ms', 'KN-SVC-008'],
    ['serving.knative.dev/rollout-duration', '-5s', 'KN-SVC-008'],
    ['serving.knative.dev/rolloutDuration', 'PT5S', 'KN-SVC-008'],
    ['serving.knative.dev/rollout-duration', '10000000000s', 'KN-SVC-008'],
    ['serving.knative.dev/rollout_duration', '5s', 'KN-SVC-009'],
    [`${NET}/http_protocol`, 'redirected', 'KN-SVC-009'],
    [`${NET}/http-protocol`, 'disabled', 'KN-SVC-008'],
    [`${NET}/httpOption`, 'Off', 'KN-SVC-008'],
    [`${NET}/disable-external-domain-tls`, 'yes', 'KN-SVC-008'],
    [`${NET}/disableAutoTLS`, '1', 'KN-SVC-008'],
  ])('fail on the service: %s %s', (key, value, code) => {
    const { app, chart } = setUp();

    serviceIn(chart, { metadata: { annotations: { [key]: value } } });

    expect(codesOf(app)).toEqual([code]);
  });

  test.each([
    ['serving.knative.dev/rollout-duration', '1m30s'],
    ['serving.knative.dev/rolloutDuration', '90s'],
    [`${NET}/http-protocol`, 'Redirected'],
    [`${NET}/ingress-class`, 'contour.ingress.networking.knative.dev'],
    [`${NET}/disable-auto-tls`, 'true'],
    ['example.com/autoscaling.knative.dev', '1'],
  ])('are taken on the service: %s %s', (key, value) => {
    const { app, chart } = setUp();

    serviceIn(chart, { metadata: { annotations: { [key]: value } } });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestOf(chart).metadata.annotations).toEqual({ [key]: value });
  });

  test.each([
    [`${AUTO}/min-scale`, '1'],
    [`${AUTO}/minScale`, '1'],
    [`${AUTO}/max-scale`, '0'],
    [`${AUTO}/class`, 'hpa.autoscaling.knative.dev'],
    [`${AUTO}/target-burst-capacity`, '-1'],
    [`${AUTO}/window`, '1m30s'],
    [`${AUTO}/metricAggregationAlgorithm`, 'weightedExponential'],
    [`${AUTO}/scale-to-zero-pod-retention-period`, '1.5s'],
    ['features.knative.dev/http-full-duplex', 'Enabled'],
    [`${QUEUE}/memory-resource-limit`, '64Mi'],
    [`${QUEUE}/resource-percentage`, '20.5'],
    ['serving.knative.dev/progress-deadline', '20m'],
    ['serving.knative.dev/no-gc', 'true'],
    ['vault.hashicorp.com/agent-inject', 'true'],
  ])('are taken on the template: %s %s', (key, value) => {
    const { app, chart } = setUp();

    serviceIn(chart, { templateAnnotations: { [key]: value } });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestOf(chart).spec.template.metadata).toEqual({ annotations: { [key]: value } });
  });

  test.each([
    [`${AUTO}/min-scale`, '-1', 'KN-SCL-001'],
    [`${AUTO}/min-scale`, '+1', 'KN-SCL-001'],
    [`${AUTO}/min-scale`, '1.5', 'KN-SCL-001'],
    [`${AUTO}/minScale`, '', 'KN-SCL-001'],
    [`${AUTO}/target`, '1e3', 'KN-SCL-001'],
    [`${AUTO}/target`, 'NaN', 'KN-SCL-001'],
    [`${AUTO}/target`, '9'.repeat(400), 'KN-SCL-001'],
    [`${AUTO}/window`, '60', 'KN-SCL-001'],
    [`${AUTO}/window`, 'PT60S', 'KN-SCL-001'],
    [`${AUTO}/metric-aggregation-algorithm`, 'mean', 'KN-SCL-001'],
    [`${AUTO}/class`, '', 'KN-SCL-005'],
    [`${AUTO}/class`, 'foo.knative.dev', 'KN-SCL-005'],
    [`${AUTO}/metric`, 'cpu', 'KN-SCL-006'],
    [`${AUTO}/activationScale`, '3', 'KN-SCL-009'],
    [`${AUTO}/min_scale`, '3', 'KN-SCL-009'],
    [`${AUTO}`, '3', 'KN-SCL-009'],
    [`${NET}/visibility`, 'cluster-local', 'KN-SVC-006'],
    [`${NET}/whatever`, 'x', 'KN-SVC-005'],
    [`${NET}/ingress.class`, 'x', 'KN-SVC-005'],
    ['serving.knative.dev/rollout-duration', '5s', 'KN-SVC-005'],
    ['serving.knative.dev/rolloutDuration', '5s', 'KN-SVC-005'],
    ['serving.knative.dev/creator', 'ann', 'KN-SVC-007'],
    ['features.knative.dev/http-full-duplex', 'true', 'KN-SVC-008'],
    ['features.knative.dev/httpFullDuplex', 'enabled', 'KN-SVC-009'],
    ['serving.knative.dev/progressDeadline', '60s', 'KN-SVC-009'],
    ['features.knative.dev/queueproxy-podinfo', 'enabled', 'KN-FTR-001'],
    [`${QUEUE}/cpu-resource-request`, 'much', 'KN-POD-035'],
    [`${QUEUE}/cpu-request`, '1', 'KN-SVC-009'],
    [`${QUEUE}/resourcePercentage`, '0.05', 'KN-SVC-008'],
    ['serving.knative.dev/progress-deadline', '600', 'KN-SVC-008'],
    ['serving.knative.dev/progress-deadline', '0s', 'KN-SVC-008'],
    ['serving.knative.dev/progress-deadline', '1500ms', 'KN-SVC-008'],
  ])('fail on the template: %s %s', (key, value, code) => {
    const { app, chart } = setUp();

    serviceIn(chart).addTemplateAnnotation(key, value);

    expect(codesOf(app)).toEqual([code]);
  });

  test('fail next to the property that writes them', () => {
    const { app, chart } = setUp();

    serviceIn(chart, {
      scaling: Scaling.atLeast(1),
      httpFullDuplex: true,
      rolloutDuration: Duration.seconds(5),
      metadata: { annotations: { 'serving.knative.dev/rolloutDuration': '9s' } },
      templateAnnotations: { [`${AUTO}/minScale`]: '2', 'features.knative.dev/http-full-duplex': 'enabled' },
    });

    expect(codesOf(app).sort()).toEqual(['KN-SCL-010', 'KN-SVC-010', 'KN-SVC-010']);
  });

  test('fail in two spellings', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { templateAnnotations: { [`${AUTO}/minScale`]: '2', [`${AUTO}/min-scale`]: '3' } });

    expect(codesOf(app)).toEqual(['KN-SCL-010']);
  });

  test('fail where they contradict the scaling', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { scaling: Scaling.atLeast(5), templateAnnotations: { [`${AUTO}/max-scale`]: '3' } });

    expect(codesOf(app)).toEqual(['KN-SCL-002']);
  });

  test('need the flag for a start at zero', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { templateAnnotations: { [`${AUTO}/initialScale`]: '0' } });

    expect(codesOf(app)).toEqual(['KN-FTR-001']);
  });

  test('propose the key that was meant', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { templateAnnotations: { [`${AUTO}/activationScale`]: '3' } });

    expect(problemsOf(app)[0]).toContain('or `autoscaling.knative.dev/activation-scale`');
  });

  test('of the queue proxy in percent are warned about', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { templateAnnotations: { [`${QUEUE}/resourcePercentage`]: '20' } });

    expect(warningsOf(app)).toEqual(['queue-proxy-percentage']);
  });
});

describe('the visibility of a service', () => {
  test('is taken as a label by hand', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { metadata: { labels: { 'networking.knative.dev/visibility': 'cluster-local' } } });

    expect(problemsOf(app)).toEqual([]);
  });

  test.each<[string, Partial<KnativeServiceProps>]>([
    ['another value', { metadata: { labels: { 'networking.knative.dev/visibility': 'private' } } }],
    ['a label of the template', { templateLabels: { 'networking.knative.dev/visibility': 'cluster-local' } }],
  ])('fails as %s', (_, props) => {
    const { app, chart } = setUp();

    serviceIn(chart, props);

    expect(codesOf(app)).toEqual(['KN-SVC-006']);
  });
});

describe('a named revision', () => {
  test('spells out what Knative would fill in', () => {
    const { app, chart } = setUp();

    serviceIn(chart, {
      revisionName: 'orders-v1',
      volumeMounts: [{ path: '/etc/orders', volume: Volume.secret('orders', SecretReference.fromName('orders')) }],
    });

    expect(problemsOf(app)).toEqual([]);
    expect(manifestOf(chart).spec.template).toEqual({
      metadata: { name: 'orders-v1' },
      spec: {
        containers: [{
          name: 'user-container',
          image: IMAGE,
          readinessProbe: { tcpSocket: {}, successThreshold: 1 },
          volumeMounts: [{ name: 'orders', mountPath: '/etc/orders', readOnly: true }],
          securityContext: SECURITY,
        }],
        volumes: [{ name: 'orders', secret: { secretName: 'orders' } }],
      },
    });
  });

  test('is warned about', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { revisionName: 'orders-v1' });

    expect(warningsOf(app)).toEqual(['pinned-revision-name']);
  });

  test.each([
    ['v1', 'orders-v1'], ['orders-', 'orders-v1'], ['orders-1.0', 'orders-1-0'], ['Orders-1', 'orders-1'],
  ])('fails as %j, and %j is proposed', (revisionName, proposal) => {
    const { app, chart } = setUp();

    serviceIn(chart, { revisionName });

    expect(problemsOf(app)).toEqual([expect.stringContaining(`; write \`${proposal}\`, for example`)]);
  });

  test('fails to be bound to a sink', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { revisionName: 'orders-v1' }).bindTo(Sink.uri('http://example.com/'));

    expect(codesOf(app)).toEqual(['KN-SVC-013']);
  });
});

describe('a schedule of a service', () => {
  test('is a source below the service, in its namespace, with the name that it is given', () => {
    const { app, chart } = setUp();
    const service = serviceIn(chart, { metadata: { namespace: 'other' } });

    const source = service.schedule('every-morning', { schedule: '0 10 * * *', timezone: 'America/New_York' });

    expect(source.node.scope).toBe(service);
    expect(problemsOf(app)).toEqual([]);
    expect(Testing.synth(chart)).toContainEqual({
      apiVersion: 'sources.knative.dev/v1',
      kind: 'PingSource',
      metadata: { name: 'every-morning', namespace: 'other' },
      spec: {
        schedule: '0 10 * * *',
        timezone: 'America/New_York',
        sink: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' } },
      },
    });
  });

  test('keeps its own metadata, and there may be several', () => {
    const { app, chart } = setUp();
    const service = serviceIn(chart);

    service.schedule('a', { schedule: '0 10 * * *', metadata: { name: 'mornings', labels: { team: 'shop' } } });
    service.schedule('b', { schedule: '0 20 * * *' });

    expect(problemsOf(app)).toEqual([]);
    expect(Testing.synth(chart).filter(({ kind }) => kind === 'PingSource').map(({ metadata }) => metadata)).toEqual([
      { name: 'mornings', namespace: 'shop', labels: { team: 'shop' } }, { name: 'b', namespace: 'shop' },
    ]);
  });

  test('fails on a bad schedule at the line that wrote it', () => {
    const { app, chart } = setUp();

    serviceIn(chart).schedule('often', { schedule: '0 10 * * 7' });

    expect(problemsOf(app)).toEqual([expect.stringMatching(/\[chart\/orders\/often\] KN-SRC-001 .*knative-service\.test/)]);
  });
});

describe('a service that is bound to a sink', () => {
  test('has a binding below it, named after it', () => {
    const { app, chart } = setUp();
    const service = serviceIn(chart, { metadata: { namespace: 'other' } });
    const sink = new KnativeService(chart, 'sink', { image: IMAGE });

    const binding = service.bindTo(sink);

    expect(binding.node.scope).toBe(service);
    expect(problemsOf(app)).toEqual([]);
    expect(Testing.synth(chart)).toContainEqual({
      apiVersion: 'sources.knative.dev/v1',
      kind: 'SinkBinding',
      metadata: { name: 'orders-sink', namespace: 'other' },
      spec: {
        subject: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' },
        sink: { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'sink', namespace: 'shop' } },
      },
    });
  });

  test('takes another name for its binding', () => {
    const { chart } = setUp();

    expect(serviceIn(chart).bindTo(Sink.uri('http://example.com/'), 'to-example').name).toBe('to-example');
  });

  test('fails to be bound again, whatever the id', () => {
    const { app, chart } = setUp();
    const service = serviceIn(chart);

    const first = service.bindTo(Sink.uri('http://example.com/'));
    const second = service.bindTo(Sink.uri('http://example.org/'), 'another');

    expect(second).toBe(first);
    expect(codesOf(app)).toEqual(['KN-SVC-012']);
  });

  test.each([['before', true], ['after', false]])('fails to set the variable itself, %s', (_, first) => {
    const { app, chart } = setUp();
    const service = serviceIn(chart);
    const set = () => { service.addEnv('K_SINK', Env.value('http://example.com/')); };

    if (first) set();
    service.bindTo(Sink.uri('http://example.com/'));
    if (!first) set();

    expect(codesOf(app)).toEqual(['KN-POD-005']);
  });
});

describe('scaling by CPU', () => {
  const scaling = Scaling.of({ metric: ScaleMetric.cpu({ target: 70 }) });

  test('is warned about where a container asks for no CPU', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { scaling, port: 8080, resources: { cpu: { request: Cpu.millis(100) } } })
      .addContainer({ image: 'envoy:1', name: 'proxy' });
    codesOf(app);

    expect(Warnings.of(app).list()).toMatchObject([
      { id: 'cpu-metric-without-request', message: expect.stringContaining('but `proxy` asks for none') },
    ]);
  });

  test('is not where all do', () => {
    const { app, chart } = setUp();

    serviceIn(chart, { scaling, resources: { cpu: { limit: Cpu.millis(100) } } });
    codesOf(app);

    expect(warningsOf(app)).toEqual([]);
  });
});

describe('a target of the scaling', () => {
  test.each([[10, 20, true], [20, 20, false], [0, 20, false]])(
    'with a concurrency of %i and a target of %i is warned about: %s', (containerConcurrency, target, warned) => {
      const { app, chart } = setUp();

      serviceIn(chart, { containerConcurrency, scaling: Scaling.of({ metric: ScaleMetric.concurrency({ target }) }) });

      expect(warningsOf(app)).toEqual(warned ? ['target-above-concurrency'] : []);
    });
});
