import { installServing } from '../../lib/operator';
import { at, containerOf, type Fields, inServing, installedAs, lostIn, object, part, podsOf, scaler, workload } from './parts';

const VERSION = { version: '1.23.0' };
const CONTAINER = {
  name: 'controller', image: 'registry.example/controller:1', env: [{ name: 'A', value: '1' }, { name: 'B', value: '2' }],
  resources: { requests: { cpu: '100m', memory: '100Mi' } }, readinessProbe: { httpGet: { port: 8080 }, periodSeconds: 5 },
};
const CONTROLLER = workload('controller', [CONTAINER, { name: 'sidecar', image: 'registry.example/sidecar:1' }]);

function overridden(...workloads: readonly Fields[]) {
  return installServing({ ingress: {}, workloads }, [part(CONTROLLER, workload('webhook'), scaler('webhook', 1, 5))], VERSION);
}

describe('an override of a workload', () => {
  test('has labels and annotations for it and its pods', () => {
    const manifest = installedAs(overridden({ name: 'controller', labels: { a: 'b' }, annotations: { c: 'd' } }), 'Deployment', 'controller');

    expect(manifest).toMatchObject({
      metadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
      spec: { template: { metadata: { labels: { app: 'controller', a: 'b' }, annotations: { c: 'd' } } } },
    });
  });

  test('puts what it says of pods in place of what the release has', () => {
    const tolerations = [{ key: 'spot', operator: 'Exists' }];
    const pods = podsOf(overridden({
      name: 'controller', nodeSelector: { pool: 'system' }, tolerations, affinity: { podAntiAffinity: {} }, hostNetwork: true,
      topologySpreadConstraints: [{ maxSkew: 1 }],
    }), 'controller');

    expect(pods).toMatchObject({
      nodeSelector: { pool: 'system' }, tolerations, affinity: { podAntiAffinity: {} }, hostNetwork: true,
      topologySpreadConstraints: [{ maxSkew: 1 }], dnsPolicy: 'ClusterFirstWithHostNet',
    });
  });

  test('changes nothing by lists without anything in them', () => {
    const empty = { name: 'controller', nodeSelector: {}, tolerations: [], topologySpreadConstraints: [], labels: {}, env: [], resources: [] };

    expect(installedAs(overridden(empty), 'Deployment', 'controller')).toBe(CONTROLLER);
  });

  test('has resources one by one', () => {
    const resources = [{ container: 'controller', requests: { cpu: '1' }, limits: { memory: '1Gi' } }];

    expect(containerOf(overridden({ name: 'controller', resources }), 'controller').resources)
      .toEqual({ requests: { cpu: '1', memory: '100Mi' }, limits: { memory: '1Gi' } });
  });

  test('has variables in place of those of their name, and after the others', () => {
    const env = [{ container: 'controller', envVars: [{ name: 'B', valueFrom: {} }, { name: 'C', value: '3' }] }];

    expect(containerOf(overridden({ name: 'controller', env }), 'controller').env)
      .toEqual([{ name: 'A', value: '1' }, { name: 'B', valueFrom: {} }, { name: 'C', value: '3' }]);
  });

  test.each<[string, Fields, Fields | undefined]>([
    ['numbers', { periodSeconds: 9, timeoutSeconds: 2 }, { httpGet: { port: 8080 }, periodSeconds: 9, timeoutSeconds: 2 }],
    ['nothing', {}, undefined],
    ['a 0, which the operator does not see', { periodSeconds: 0 }, undefined],
  ])('has a probe with %s', (_what, numbers, probe) => {
    const readinessProbes = [{ container: 'controller', ...numbers }];

    expect(containerOf(overridden({ name: 'controller', readinessProbes }), 'controller').readinessProbe).toEqual(probe);
  });

  test('fails for a probe that the release does not have', () => {
    const { problems } = overridden({ name: 'controller', livenessProbes: [{ container: 'sidecar', periodSeconds: 3 }] });

    expect(problems).toEqual([expect.objectContaining({
      code: 'KN-OPR-002',
      message: 'the container `sidecar` of `controller` has no `livenessProbe` in the release, and an override says only how often it asks',
    })]);
  });

  test('comes after those under the older name', () => {
    const spec = { ingress: {}, deployments: [{ name: 'controller', replicas: 2 }], workloads: [{ name: 'controller', replicas: 3 }] };

    expect(at(installedAs(installServing(spec, [part(CONTROLLER)], VERSION), 'Deployment'), 'spec', 'replicas')).toBe(3);
  });
});

describe('an override that finds nothing', () => {
  test.each<[string, Fields, string]>([
    ['a workload', { name: 'contoller', replicas: 2 }, 'no file of the release has a workload `contoller`, so the override changes nothing: '
      + 'write the name of one that there is, or leave it out'],
    ['a container', { name: 'controller', env: [{ container: 'manager', envVars: [] }] }, 'the workload `controller` of the release has no container '
      + '`manager`, so what is different about it changes nothing: write the name of one that there is'],
    ['who scales it', { name: 'activator', replicas: 2 }, 'the number of pods of `activator` is up to who scales it, and the release has '
      + 'no HorizontalPodAutoscaler for it, so `replicas` changes nothing: leave it out'],
  ])('names %s', (_what, override, message) => {
    const installed = installServing({ ingress: {}, workloads: [override] }, [part(CONTROLLER, workload('activator'))], VERSION);

    expect(lostIn(installed)).toEqual([`unknown-override: ${message}`]);
  });

  test('says nothing about Jobs, which come with an upgrade only', () => {
    const override = { name: 'storage-version-migration-serving-', labels: { a: 'b' } };
    const job = object('batch/v1', 'Job', 'cleanup-serving', {}, { generateName: 'cleanup-serving-' });

    expect(lostIn(overridden(override))).toEqual([]);
    expect(lostIn(installServing({ ingress: {}, workloads: [override] }, [part(job)], VERSION))).toHaveLength(1);
  });
});

describe('how many pods there are', () => {
  const release = part(
    workload('controller'), workload('webhook'), scaler('webhook', 1, 5), scaler('activator', 3, 20), scaler('own', 1),
    workload('pingsource-mt-adapter'), workload('kafka-source-dispatcher', undefined, 'StatefulSet'), workload('storage', undefined, 'StatefulSet'));
  const installed = (spec: Fields) => installServing({ ingress: {}, ...spec }, [release], VERSION).objects;
  const counts = (spec: Fields) => Object.fromEntries(installed(spec)
    .map(({ manifest: { kind, metadata, spec: own } }) => [`${kind} ${metadata.name}`, own as Fields] as const)
    .map(([name, { replicas, minReplicas, maxReplicas }]) => [name, replicas ?? [minReplicas, maxReplicas]]));
  const shipped = counts({});

  test('grows with high availability, in who scales what is scaled', () => {
    expect(counts({ 'high-availability': { replicas: 2 } })).toEqual({
      ...shipped, 'Deployment controller': 2, 'HorizontalPodAutoscaler webhook': [2, 6], 'HorizontalPodAutoscaler own': [2, undefined],
    });
  });

  test('is that of an override, where there is one', () => {
    const spec = { 'high-availability': { replicas: 2 }, 'workloads': [{ name: 'controller', replicas: 0 }, { name: 'storage', replicas: 7 }] };

    expect(counts(spec)).toMatchObject({ 'Deployment controller': 0, 'StatefulSet storage': 7 });
  });

  test('is at least that of an override, where something scales it', () => {
    expect(counts({ workloads: [{ name: 'webhook', replicas: 4 }, { name: 'kafka-source-dispatcher', replicas: 4 }] }))
      .toEqual({ ...shipped, 'HorizontalPodAutoscaler webhook': [4, 8] });
  });

  test('is found by another name, where who scales it has one', () => {
    const installed = installServing({ ingress: {}, workloads: [{ name: 'mt-broker-filter', replicas: 3 }] },
      [part(workload('mt-broker-filter'), scaler('broker-filter-hpa', 1, 10))], VERSION);

    expect(at(installedAs(installed, 'HorizontalPodAutoscaler'), 'spec')).toEqual({ minReplicas: 3, maxReplicas: 12 });
  });
});

describe('images', () => {
  const IMAGE = 'gcr.io/releases/cmd/activator@sha256:abc';
  const from = (registry: unknown, container: Fields = { name: 'activator', image: IMAGE }) =>
    containerOf(installServing({ ingress: {}, registry }, [part(workload('activator', [container]))], VERSION), 'activator');

  test.each([
    [IMAGE, 'activator'], ['gcr.io/a/queue:v1', 'queue'], ['gcr.io/a/queue:v1@sha256:abc', 'queue'], ['gcr.io/a/queue', 'queue'], ['busybox', 'main'],
  ])('of a template have the last part of the path of `%s`', (image, name) => {
    const template = 'mirror.example/${NAME}-${NAME}:v1.23.0';

    expect(from({ default: template }, { name: 'main', image }).image).toBe(`mirror.example/${name}-${name}:v1.23.0`);
  });

  test.each<[string, Fields, string]>([
    ['the workload and its container', { 'activator/activator': 'a:1', 'activator': 'b:1' }, 'a:1'],
    ['its container', { activator: 'b:1' }, 'b:1'],
    ['nothing of it', { other: 'c:1' }, 'mirror.example/activator'],
  ])('are those of an override that names %s', (_what, override, image) => {
    expect(from({ default: 'mirror.example/${NAME}', override }).image).toBe(image);
  });

  test('stand in variables as well', () => {
    const env = [{ name: 'AGENT_IMAGE', valueFrom: { configMapKeyRef: {} } }, { name: 'OTHER', value: 'x' }];

    expect(from({ override: { AGENT_IMAGE: 'agent:1' } }, { name: 'activator', image: IMAGE, env }).env)
      .toEqual([{ name: 'AGENT_IMAGE', value: 'agent:1' }, { name: 'OTHER', value: 'x' }]);
  });

  test('come with the passwords of their registry after those of the release', () => {
    const imagePullSecrets = [{ name: 'mirror' }];
    const cached = inServing('caching.internal.knative.dev/v1alpha1', 'Image', 'queue-proxy', { spec: { image: IMAGE, imagePullSecrets: [{ name: 'own' }] } });
    const installed = installServing({ ingress: {}, registry: { imagePullSecrets, override: { 'queue-proxy': 'queue:2' } } },
      [part(workload('activator'), cached)], VERSION);

    expect(podsOf(installed, 'activator').imagePullSecrets).toEqual(imagePullSecrets);
    expect(installedAs(installed, 'Image')?.spec).toEqual({ image: 'queue:2', imagePullSecrets: [{ name: 'own' }, { name: 'mirror' }] });
  });

  test('of a template reach what Knative caches on nodes', () => {
    const cached = inServing('caching.internal.knative.dev/v1alpha1', 'Image', 'queue-proxy', { spec: { image: IMAGE } });
    const other = inServing('example.com/v1', 'Image', 'photo', { spec: { image: IMAGE } });
    const installed = installServing({ ingress: {}, registry: { default: 'mirror.example/${NAME}' } }, [part(cached, other)], VERSION);

    expect(installedAs(installed, 'Image', 'queue-proxy')?.spec).toEqual({ image: 'mirror.example/activator' });
    expect(installedAs(installed, 'Image', 'photo')).toBe(other);
  });

  test('for Jobs, and for parts of a registry with all images, may find nothing', () => {
    const installed = (override: Fields, namesAllImages: boolean) =>
      installServing({ ingress: {}, registry: { override } }, [part(workload('activator'))], { ...VERSION, namesAllImages });

    expect(lostIn(installed({ 'cleanup-serving-/cleanup': 'a:1' }, false))).toEqual([]);
    expect(lostIn(installed({ 'autoscaler/autoscaler': 'a:1' }, true))).toEqual([]);
  });

  test('for a name that nothing has are named', () => {
    const installed = installServing({ ingress: {}, registry: { override: { activatr: 'a:1' } } }, [part(workload('activator'))], VERSION);

    expect(lostIn(installed)).toEqual(['unknown-override: no container, variable or Image of the release is called `activatr`, '
      + 'so its image reaches nothing: name one that there is, or leave it out of `registry.override`']);
  });
});
