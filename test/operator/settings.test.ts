import fc from 'fast-check';
import { installServing, RESTART_ANNOTATION } from '../../lib/operator';
import type { Manifest } from '../../lib/releases';
import { at, configMap, inServing, installedAs, lostIn, object, part, workload } from './parts';

const VERSION = { version: '1.23.0' };
const KOURIER_CLASS = 'kourier.ingress.networking.knative.dev';

function dataOf(config: unknown, ...objects: Manifest[]): unknown {
  return at(installedAs(installServing({ ingress: {}, config }, [part(...objects)], VERSION), 'ConfigMap'), 'data');
}

describe('settings of a ConfigMap', () => {
  const shipped = configMap('config-deployment', { 'queue-sidecar-image': 'registry.example/queue:1' });

  test('join those that the release has, and the example goes', () => {
    expect(dataOf({ 'config-deployment': { 'progress-deadline': '600s' } }, shipped))
      .toEqual({ 'queue-sidecar-image': 'registry.example/queue:1', 'progress-deadline': '600s' });
  });

  test('win over those that the release has', () => {
    expect(dataOf({ 'config-deployment': { 'queue-sidecar-image': 'registry.example/own:1' } }, shipped))
      .toEqual({ 'queue-sidecar-image': 'registry.example/own:1' });
  });

  test('find it without the beginning of its name', () => {
    expect(dataOf({ deployment: { 'progress-deadline': '600s' } }, shipped)).toMatchObject({ 'progress-deadline': '600s' });
  });

  test('find one that has no such beginning by its whole name', () => {
    expect(dataOf({ 'kourier-bootstrap': { 'envoy.yaml': 'a: b' } }, configMap('kourier-bootstrap'))).toEqual({ 'envoy.yaml': 'a: b' });
  });

  test('that there are none of leave an empty one, which a patch can add to', () => {
    expect(dataOf({}, configMap('config-gc'))).toEqual({});
  });

  test('of a ConfigMap that no file has are named', () => {
    const installed = installServing({ ingress: {}, config: { tracing: { backend: 'none' } } }, [part(shipped)], VERSION);

    expect(lostIn(installed)).toEqual(['unknown-config-map: no file of the release has a ConfigMap `tracing` or `config-tracing`, '
      + 'so its settings reach nothing: name one that the installation has, or leave them out']);
  });

  test('of both names of one ConfigMap are those of the whole name, and the others are named', () => {
    const config = { 'deployment': { 'progress-deadline': '1s' }, 'config-deployment': { 'progress-deadline': '2s' } };
    const installed = installServing({ ingress: {}, config }, [part(shipped)], VERSION);

    expect(at(installedAs(installed, 'ConfigMap'), 'data')).toMatchObject({ 'progress-deadline': '2s' });
    expect(lostIn(installed)).toEqual(['config-map-named-twice: `config-deployment` and `deployment` are names of one ConfigMap, of which '
      + 'the first one counts, so the settings of `deployment` reach nothing: write all of them under `config-deployment`']);
  });

  test('keep every key of the release that they do not name', () => {
    const data = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__'), fc.string());
    fc.assert(fc.property(data, data, (before, after) => {
      expect(dataOf({ gc: after }, configMap('config-gc', before))).toEqual({ ...before, ...after });
    }));
  });
});

test('annotations of a ConfigMap stay, but for the digest of the example', () => {
  const shipped = object('v1', 'ConfigMap', 'config-gc', { data: { _example: 'a' } },
    { annotations: { 'knative.dev/example-checksum': '1', 'example.com/own': 'yes' } });
  const { metadata } = installedAs(installServing({ ingress: {} }, [part(shipped)], VERSION), 'ConfigMap') ?? shipped;

  expect(metadata).toEqual({ name: 'config-gc', namespace: 'knative-serving', annotations: { 'example.com/own': 'yes' } });
});

test('a ConfigMap without an example and without settings is the one of the file', () => {
  const shipped = object('v1', 'ConfigMap', 'config-gc', { data: { a: 'b' } }, { namespace: 'knative-serving' });

  expect(installedAs(installServing({ ingress: {} }, [part(shipped)], VERSION), 'ConfigMap')).toBe(shipped);
});

describe('files that are read at start only', () => {
  const gateway = (volumes: readonly unknown[]) => inServing('apps/v1', 'Deployment', '3scale-kourier-gateway', { spec: { template: { spec: { containers: [], volumes } } } });
  const mounted = [{ name: 'other', emptyDir: {} }, { name: 'config', configMap: { name: 'kourier-bootstrap' } }];
  const digest = (volumes: readonly unknown[], ...configMaps: readonly Manifest[]) =>
    at(installedAs(installServing({ ingress: {} }, [part(gateway(volumes), ...configMaps)], VERSION), 'Deployment'),
      'spec', 'template', 'metadata', 'annotations', RESTART_ANNOTATION);
  const bootstrap = (text: string) => inServing('v1', 'ConfigMap', 'kourier-bootstrap', { data: { 'envoy-bootstrap.yaml': text } });

  test('mark the workload that mounts them, with another mark where the release has others', () => {
    const before = digest(mounted, bootstrap('admin: {}'));

    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(digest(mounted, bootstrap('admin: {}'), configMap('config-gc', { a: 'b' }))).toBe(before);
    expect(digest(mounted, bootstrap('admin: { address: 127.0.0.1 }'))).not.toBe(before);
  });

  test.each<[string, readonly unknown[], readonly Manifest[]]>([
    ['that mounts none', [], [bootstrap('admin: {}')]],
    ['that mounts one which the files do not have', mounted, []],
    ['that mounts one which is read again and again', [{ name: 'config', configMap: { name: 'config-gc' } }], [configMap('config-gc', { a: 'b' })]],
  ])('leave a workload alone %s', (_, volumes, configMaps) => {
    expect(digest(volumes, ...configMaps)).toBeUndefined();
  });
});

describe('settings that are read at start only', () => {
  const network = configMap('config-network');
  const release = [network, configMap('config-logging'), workload('controller'), workload('webhook'), workload('net-kourier-controller')];
  const annotated = (config: unknown) => {
    const installed = installServing({ ingress: {}, config }, [part(...release)], VERSION);
    return ['controller', 'webhook', 'net-kourier-controller'].filter((name) =>
      digestIn(installed, name) !== undefined);
  };
  const digestIn = (installed: ReturnType<typeof installServing>, name: string) =>
    at(installedAs(installed, 'Deployment', name), 'spec', 'template', 'metadata', 'annotations', RESTART_ANNOTATION);
  const digest = (config: unknown) => digestIn(installServing({ ingress: {}, config }, [part(...release)], VERSION), 'controller');

  test('leave every workload alone where none differs from the release', () => {
    expect(annotated({})).toEqual([]);
    expect(annotated({ network: { 'rollout-duration': '10' } })).toEqual([]);
  });

  test('mark those that read them', () => {
    expect(annotated({ network: { 'external-domain-tls': 'Enabled' } })).toContain('controller');
  });

  test('mark the controller of the layer that services ask for', () => {
    const logging = { 'zap-logger-config': '{"encoding": "console"}' };
    expect(annotated({ logging, network: { 'ingress-class': KOURIER_CLASS } })).toContain('net-kourier-controller');
    expect(annotated({ logging })).not.toContain('net-kourier-controller');
  });

  test('make another mark where they are others, and the same one where they are the same', () => {
    const encrypted = digest({ network: { 'external-domain-tls': 'Enabled' } });

    expect(encrypted).toMatch(/^[0-9a-f]{16}$/);
    expect(digest({ 'config-network': { 'external-domain-tls': 'Enabled', 'rollout-duration': '10' } })).toBe(encrypted);
    expect(digest({ network: { 'external-domain-tls': 'Enabled', 'cluster-local-domain-tls': 'Enabled' } })).not.toBe(encrypted);
  });
});
