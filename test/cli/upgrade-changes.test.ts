import { KnativeVersion } from '../../lib/core';
import { compareDefinitions } from '../../lib/cli/upgrade-definitions';
import { changedFields, compareObjects, isSameImage } from '../../lib/cli/upgrade-objects';
import { compareSettings } from '../../lib/cli/upgrade-settings';
import type { Manifest } from '../../lib/releases';

function object(kind: string, name: string, rest: object = {}, namespace?: string): Manifest {
  return { apiVersion: 'v1', kind, metadata: { name, ...namespace === undefined ? {} : { namespace } }, ...rest };
}

const deployment = (name: string, image: string, args: readonly string[] = []): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'knative-serving', labels: { 'app.kubernetes.io/version': image } },
  spec: { template: { spec: { containers: [{ name: 'main', image: `example.com/${image}`, args }] } } },
});

describe('objects of two versions', () => {
  test('are told by what becomes of them', () => {
    const before = [object('Service', 'old', {}, 'a'), object('Service', 'stays', {}, 'a'), deployment('one', '1'), deployment('two', '1')];
    const after = [object('ClusterRole', 'new'), object('Service', 'stays', {}, 'a'), deployment('one', '2'), deployment('two', '2', ['-v'])];

    expect(compareObjects(before, after)).toEqual({
      added: [{ kind: 'ClusterRole', name: 'new' }],
      removed: [{ kind: 'Service', namespace: 'a', name: 'old' }],
      changed: [{
        kind: 'Deployment', namespace: 'knative-serving', name: 'two', fields: ['spec.template.spec.containers[main].args'],
      }],
      onlyVersion: 1,
      unchanged: 1,
    });
  });

  test('count once where several files hold them, and are the same object in another version of their group', () => {
    const [v1, beta] = ['example.com/v1', 'example.com/v1beta1'].map((apiVersion) => ({ ...object('Thing', 'one'), apiVersion }));

    expect(compareObjects([beta as Manifest], [v1 as Manifest, v1 as Manifest])).toMatchObject({
      added: [], removed: [], changed: [{ name: 'one', fields: ['apiVersion'] }],
    });
  });

  test.each([
    ['a field that comes', { a: 1 }, { a: 1, b: 2 }, ['b']],
    ['a field that goes', { a: { b: 1, c: 2 } }, { a: { b: 1 } }, ['a.c']],
    ['an item by its name, wherever it stands', { env: [{ name: 'A', value: '1' }, { name: 'B' }] },
      { env: [{ name: 'B' }, { name: 'A', value: '2' }] }, ['env[A].value']],
    ['a list without names as a whole', { rules: [{ verbs: ['get'] }] }, { rules: [{ verbs: ['list'] }] }, ['rules']],
    ['nothing of the version', { labels: { 'app.kubernetes.io/version': '1' } }, { labels: { 'app.kubernetes.io/version': '2' } }, []],
    ['nothing of an example', { data: { _example: 'a' } }, { data: { _example: 'b' } }, []],
  ])('differ in %s', (_what, before, after, fields) => {
    expect(changedFields(before, after)).toEqual(fields);
  });

  test('do not differ by the digest of an image that a setting names', () => {
    const [one, other] = ['1', '2'].map((digit) => `example.com/queue@sha256:${digit.repeat(64)}`);

    expect(isSameImage(one, other)).toBe(true);
    expect(isSameImage(one, 'example.com/other@sha256:'.concat('1'.repeat(64)))).toBe(false);
    expect(isSameImage('1', '2')).toBe(false);
    expect(changedFields({ data: { image: one } }, { data: { image: other } })).toEqual([]);
  });
});

describe('definitions of two versions', () => {
  const schema = (...fields: string[]): object => ({
    openAPIV3Schema: { properties: { spec: { properties: Object.fromEntries(fields.map((field) => [field, {}])) } } },
  });
  const definition = (...versions: object[]): Manifest => object('CustomResourceDefinition', 'things.example.com', { spec: { versions } });

  test('are told by versions, storage and fields', () => {
    const before = definition(
      { name: 'v1alpha1', served: true, storage: false, schema: schema('a') },
      { name: 'v1beta1', served: true, storage: true, schema: schema('a', 'b') },
    );
    const after = definition(
      { name: 'v1beta1', served: true, storage: false, deprecated: true, schema: schema('a', 'c') },
      { name: 'v1', served: true, storage: true, schema: schema('a', 'c') },
    );

    expect(compareDefinitions([before], [after])).toEqual([{
      name: 'things.example.com',
      served: ['v1'],
      unserved: ['v1alpha1'],
      deprecated: ['v1beta1'],
      storage: { before: 'v1beta1', after: 'v1' },
      added: ['v1beta1 spec.c'],
      removed: ['v1beta1 spec.b'],
    }]);
  });

  test('name the outermost field of what is new, in lists and maps too', () => {
    const nested = (extra: object): Manifest => {
      const map = { additionalProperties: { properties: extra } };
      const properties = { list: { items: { properties: { a: {}, ...extra } } }, map };
      return definition({ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { properties } } });
    };

    expect(compareDefinitions([nested({})], [nested({ deep: { properties: { deeper: {} } } })])[0]?.added)
      .toEqual(['v1 list[].deep', 'v1 map.*.deep']);
  });

  test('that say the same are left out, as are those of one version only', () => {
    const same = definition({ name: 'v1', served: true, storage: true, schema: schema('a') });

    expect(compareDefinitions([same], [same])).toEqual([]);
    expect(compareDefinitions([], [same])).toEqual([]);
  });
});

describe('settings of two versions', () => {
  const config = (name: string, data: Readonly<Record<string, string>>): Manifest =>
    object('ConfigMap', name, { data }, 'knative-serving');
  const compare = (before: Manifest[], after: Manifest[], set = {}) =>
    compareSettings(before, after, { 'knative-serving': set }, KnativeVersion.V1_23);

  test('name keys that come and go, those of the example among them', () => {
    const before = config('config-features', { _example: 'old-flag: "enabled"\nkept: "disabled"' });
    const after = config('config-features', { _example: 'kept: "disabled"\n# said: of nothing\nnew-flag: "disabled"' });

    expect(compare([before], [after]).shipped)
      .toEqual([{ namespace: 'knative-serving', configMap: 'config-features', added: ['new-flag'], removed: ['old-flag'] }]);
  });

  test.each(['config-features', 'features'])('name keys of the program under %s that are known no more', (name) => {
    const before = config('config-features', { _example: 'old-flag: "enabled"' });
    const set = { [name]: { 'old-flag': 'disabled', 'of-nobody': 'x' } };

    expect(compare([before], [config('config-features', {})], set).lost)
      .toEqual([{ namespace: 'knative-serving', configMap: 'config-features', key: 'old-flag', value: 'disabled' }]);
  });

  test('do not call a key unknown that the typed settings have', () => {
    const before = config('config-features', { _example: 'multi-container: "enabled"' });

    expect(compare([before], [config('config-features', {})], { features: { 'multi-container': 'enabled' } }).lost).toEqual([]);
  });

  test('name defaults that move, and what the program sets in their place', () => {
    const before = config('config-features', { _example: 'a: "disabled"\nb: "disabled"' });
    const after = config('config-features', { _example: 'a: "enabled"', b: 'allowed' });
    const place = { namespace: 'knative-serving', configMap: 'config-features', flag: true };

    expect(compare([before], [after], { features: { b: 'disabled' } }).defaults).toEqual([
      { ...place, key: 'a', before: 'disabled', after: 'enabled' },
      { ...place, key: 'b', before: 'disabled', after: 'allowed', set: 'disabled' },
    ]);
  });

  test.each(['no: [yaml', 'a list', ''])('take the example %j for one that shows nothing', (example) => {
    const before = config('config-x', { _example: example });

    expect(compare([before], [before])).toEqual({ lost: [], shipped: [], defaults: [] });
  });
});
