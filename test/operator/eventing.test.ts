import { parse } from 'yaml';
import { ComponentName } from '../../lib/core';
import { asInCluster, installEventing, KEPT_IN_CLUSTER, leftToControllersIn } from '../../lib/operator';
import type { Manifest } from '../../lib/releases';
import { at, containerOf, type Fields, installedAs, object } from './parts';

const VERSION = { version: '1.23.0' };
const HOME = { namespace: 'knative-eventing' };

function eventing(...objects: Manifest[]) {
  return { component: ComponentName.KNATIVE_EVENTING, file: 'eventing-core.yaml', objects };
}

describe('the class of brokers that name none', () => {
  const KEY = 'default-br-config';
  const shipped = object('v1', 'ConfigMap', 'config-br-defaults',
    { data: { [KEY]: 'clusterDefault:\n  brokerClass: MTChannelBasedBroker\n  name: channels\n  delivery: { retry: 10, backoffDelay: PT0.2S }\n' } }, HOME);
  const textOf = (spec: Fields, map = shipped) =>
    at(installedAs(installEventing(spec, [eventing(map)], VERSION), 'ConfigMap'), 'data', KEY) as string;

  test('is written into the defaults of the release, next to what they are', () => {
    expect(textOf({ defaultBrokerClass: 'Kafka' })).toBe(
      'clusterDefault:\n  brokerClass: Kafka\n  delivery:\n    backoffDelay: PT0.2S\n    retry: 10\n  name: channels\n');
  });

  test('is that of channels where nobody says one', () => {
    const own = { config: { 'br-defaults': { [KEY]: 'clusterDefault:\n  name: own\n' } } };

    expect(parse(textOf(own))).toEqual({ clusterDefault: { brokerClass: 'MTChannelBasedBroker', name: 'own' } });
  });

  test('is left to settings that say one', () => {
    const text = 'clusterDefault: {brokerClass: Kafka}';

    expect(textOf({ defaultBrokerClass: 'Own', config: { 'config-br-defaults': { [KEY]: text } } })).toBe(text);
  });

  test.each([[''], ['a: ['], [undefined]])('fails for defaults that cannot be read: %j', (text) => {
    const map = object('v1', 'ConfigMap', 'config-br-defaults', { data: { [KEY]: text } }, HOME);

    expect(installEventing({}, [eventing(map)], VERSION).problems).toEqual([expect.objectContaining({ code: 'KN-OPR-002' })]);
  });
});

describe('which objects the webhook of SinkBinding looks at', () => {
  const MODE = 'SINK_BINDING_SELECTION_MODE';
  const webhook = (env: readonly Fields[]) => object('apps/v1', 'Deployment', 'eventing-webhook',
    { spec: { template: { spec: { containers: [{ name: 'eventing-webhook', env }] } } } }, HOME);
  const envOf = (spec: Fields, env: readonly Fields[] = [{ name: MODE, value: 'exclusion' }]) =>
    containerOf(installEventing(spec, [eventing(webhook(env))], VERSION), 'eventing-webhook').env;
  const override = (container: string) =>
    ({ workloads: [{ name: 'eventing-webhook', env: [{ container, envVars: [{ name: MODE, value: 'inclusion' }] }] }] });

  test.each<[string, Fields, string]>([
    ['the field says', { sinkBindingSelectionMode: 'inclusion' }, 'inclusion'],
    ['an override says', override('eventing-webhook'), 'inclusion'],
    ['nobody says', {}, 'exclusion'],
    ['the field says, whatever an override says', { sinkBindingSelectionMode: 'exclusion', ...override('eventing-webhook') }, 'exclusion'],
  ])('is what %s', (_what, spec, value) => {
    expect(envOf(spec)).toEqual([{ name: MODE, value }]);
  });

  test('is said in a variable of its own where the release has none', () => {
    expect(envOf({}, [{ name: 'A', value: 'b' }])).toEqual([{ name: 'A', value: 'b' }, { name: MODE, value: 'exclusion' }]);
  });
});

describe('certificates for encrypted transport', () => {
  const certificate = object('cert-manager.io/v1', 'Certificate', 'imc', {}, HOME);
  const installs = (config: unknown) =>
    installEventing({ config }, [eventing(certificate)], VERSION).objects.length === 1;

  test.each([
    [undefined, false],
    [{ features: { 'transport-encryption': 'disabled' } }, false],
    [{ features: { 'transport-encryption': 'Strict' } }, true],
    [{ 'config-features': { 'transport-encryption': 'permissive' } }, true],
    [{ features: {}, 'config-features': { 'transport-encryption': 'strict' } }, false],
  ])('with %j: %s', (config, expected) => {
    expect(installs(config)).toBe(expected);
  });
});

test('Jobs of Kafka are named as those of Eventing', () => {
  const job = object('batch/v1', 'Job', 'kafka-controller-post-install', {}, HOME);

  expect(installedAs(installEventing({}, [eventing(job)], VERSION), 'Job')?.metadata.name).toBe('kafka-controller-post-install-eventing-1.23.0');
});

describe('what the controller of PingSources changes in the cluster', () => {
  const adapter = (replicas: number, env: readonly Fields[]) => object('apps/v1', 'Deployment', 'pingsource-mt-adapter',
    { spec: { replicas, template: { spec: { containers: [{ name: 'dispatcher', env }] } } } }, HOME);
  const released = adapter(0, [{ name: 'K_LOGGING_CONFIG', value: '' }, { name: 'POD_NAME', valueFrom: {} }, { name: 'NEW', value: '1' }]);

  test('is known', () => {
    const changed = ['/spec/replicas', '/spec/template/spec/containers/0/env'];

    expect(KEPT_IN_CLUSTER.map(({ name, fields }) => [name, ...fields.map(({ pointer }) => pointer)])).toEqual([['pingsource-mt-adapter', ...changed]]);
    expect(leftToControllersIn(released)).toMatchObject({ changed, entries: [{ list: changed[1] }], removing: [] });
  });

  test('stays as it is, and the rest follows the release', () => {
    const live = adapter(1, [{ name: 'K_LOGGING_CONFIG', value: '{}' }, { name: 'NEW', value: '0' }]);

    expect(asInCluster(released, live)).toEqual(
      adapter(1, [{ name: 'K_LOGGING_CONFIG', value: '{}' }, { name: 'POD_NAME', valueFrom: {} }, { name: 'NEW', value: '1' }]));
  });

  test('is of a container what the one of the same name has, and where there is none, what the release says', () => {
    const [mine, another] = [{ name: 'dispatcher', env: [{ name: 'NAMESPACE', value: 'a' }] }, { name: 'mesh', env: [] }];
    const of = (...containers: readonly Fields[]) => ({ spec: { template: { spec: { containers } } } });

    expect(asInCluster(released, of(another, mine))).toEqual(
      adapter(0, [{ name: 'NAMESPACE', value: 'a' }, { name: 'K_LOGGING_CONFIG', value: '' }, { name: 'POD_NAME', valueFrom: {} }, { name: 'NEW', value: '1' }]));
    expect(asInCluster(released, of(another))).toEqual(released);
  });

  test('is all that is known of it: whatever else differs follows the release', () => {
    const { changed = [] } = leftToControllersIn(released);
    const value = (pointer: string, object: unknown) => pointer.split('/').slice(1).reduce((fields, field) => (fields as Fields)[field], object);
    const live = adapter(3, [{ name: 'K_SINK_TIMEOUT', value: '9' }]);

    for (const pointer of changed) {
      expect(value(pointer, released)).toBeDefined();
      expect(value(pointer, asInCluster(released, live))).not.toEqual(value(pointer, released));
    }
  });

  test('is nothing where it runs nowhere, and of nothing else', () => {
    const other = object('apps/v1', 'Deployment', 'imc-controller', { spec: { replicas: 1 } }, HOME);

    expect(asInCluster(released, undefined)).toBe(released);
    expect(asInCluster(other, adapter(1, []))).toBe(other);
  });
});

test.each([
  ['batch/v1', 'Job', { ttlSecondsAfterFinished: 0 }, ['/spec/ttlSecondsAfterFinished']],
  ['batch/v1', 'Job', {}, []],
  ['apps/v1', 'Deployment', { ttlSecondsAfterFinished: 0 }, []],
])('a %s %s with %j has %j by which a controller removes it', (apiVersion, kind, spec, removing) => {
  expect(leftToControllersIn(object(apiVersion, kind, 'any', { spec }, HOME))).toEqual({ changed: [], entries: [], removing });
});
