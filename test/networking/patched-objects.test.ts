import { assert, constantFrom, dictionary, property, record, string, uniqueArray } from 'fast-check';
import { type KustomizationPatch, patchObjects } from '../../lib/networking';
import type { JsonOperation } from '../../lib/networking/kustomization';
import type { Manifest } from '../../lib/releases';

const SERVICE: Manifest = {
  apiVersion: 'v1', kind: 'Service', metadata: { name: 'envoy', namespace: 'edge', annotations: { 'a/b': '1' } },
  spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports: [{ name: 'http', port: 80 }, { name: 'https', port: 443 }] },
};
const JOB: Manifest = {
  apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'certgen-v1', namespace: 'edge' },
  spec: { template: { spec: { containers: [{ name: 'certgen', image: 'contour:1' }], tolerations: [{ key: 'a' }] } } },
};
const target = { version: 'v1', kind: 'Service', name: 'envoy' };

function changed(patch: KustomizationPatch, object = SERVICE): Manifest {
  const { objects, unused } = patchObjects([object], [patch]);
  expect(unused).toEqual([]);
  return objects[0] as Manifest;
}

describe('patches of a kustomization, on objects', () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ['adds fields', { healthCheckNodePort: 3 }, { healthCheckNodePort: 3, type: 'LoadBalancer' }],
    ['changes values', { type: 'NodePort' }, { type: 'NodePort' }],
    ['changes entries of a list by what tells them apart', { ports: [{ port: 443, nodePort: 30443 }] }, {
      ports: [{ name: 'http', port: 80 }, { name: 'https', port: 443, nodePort: 30443 }],
    }],
    ['adds entries', { ports: [{ port: 8080 }] }, { ports: [{ name: 'http', port: 80 }, { name: 'https', port: 443 }, { port: 8080 }] }],
    ['replaces other lists', { loadBalancerSourceRanges: ['10.0.0.0/8'] }, { loadBalancerSourceRanges: ['10.0.0.0/8'] }],
  ])('%s', (_what, spec, expected) => {
    expect(changed({ target, fields: { spec } }).spec).toMatchObject(expected as object);
  });

  test('takes out what is null', () => {
    expect(changed({ target, fields: { spec: { externalTrafficPolicy: null } } }).spec).not.toHaveProperty('externalTrafficPolicy');
  });

  test('removes an annotation, and annotations that are none any more', () => {
    const remove = { op: 'remove', path: '/metadata/annotations/a~1b' } as const;
    const bare: Manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'envoy' } };
    expect(changed({ target, operations: [remove] }).metadata).toEqual({ name: 'envoy', namespace: 'edge' });
    expect(changed({ target, operations: [remove, remove] }).metadata).toEqual({ name: 'envoy', namespace: 'edge' });
    expect(changed({ target, operations: [{ op: 'remove', path: '/metadata/annotations/c' }] })).toEqual(SERVICE);
    expect(changed({ target, operations: [remove] }, bare)).toStrictEqual(bare);
  });

  test.each([
    { op: 'replace', path: '/spec/type', value: 'NodePort' },
    { op: 'test', path: '/spec/type', value: 'NodePort' },
    { op: 'add', path: '/spec/type', value: 'NodePort' },
    { op: 'add', path: '/spec/ports/0', value: {} },
    { op: 'remove', path: '/spec/ports/0' },
    { op: 'remove', path: '/spec/ports/-' },
    { op: 'remove', path: '' },
  ])('fails for an operation that it would take for another one: %j', (operation) => {
    expect(() => changed({ target, operations: [operation as JsonOperation] })).toThrow('no operation that objects are patched with');
  });

  test('adds to the end of a list, and to one that is not there', () => {
    const add = (path: string) => ({ target: { group: 'batch', version: 'v1', kind: 'Job', name: 'certgen-.*' }, operations: [{ op: 'add' as const, path, value: 'x' }] });
    const pod = (object: Manifest) => (object.spec as { template: { spec: unknown } }).template.spec;

    expect(pod(changed(add('/spec/template/spec/tolerations/-'), JOB))).toMatchObject({ tolerations: [{ key: 'a' }, 'x'] });
    expect(pod(changed(add('/spec/template/spec/containers/0/args/-'), JOB))).toMatchObject({ containers: [{ name: 'certgen', args: ['x'] }] });
  });

  test('never renames, and is for whole names in the group and namespace that it says', () => {
    const fields = { metadata: { name: 'certgen', namespace: 'other', labels: { a: 'b' } } };
    const of = (change: object) => patchObjects([JOB], [{ target: { group: 'batch', version: 'v1', kind: 'Job', name: 'certgen-.*', ...change }, fields }]);

    expect(of({}).objects[0]?.metadata).toEqual({ name: 'certgen-v1', namespace: 'edge', labels: { a: 'b' } });
    for (const other of [{ name: 'certgen' }, { group: '' }, { kind: 'CronJob' }, { namespace: 'edg' }]) {
      expect(of(other).objects).toEqual([JOB]);
      expect(of(other).unused).toHaveLength(1);
    }
  });

  test('leaves what it got as it was, and says the same said twice', () => {
    const values = dictionary(constantFrom('type', 'a', 'b'), string());
    const port = record({ port: constantFrom(80, 443, 8080), name: string() });
    const ports = uniqueArray(port, { selector: (each) => each.port });
    assert(property(values, ports, (spec, list) => {
      const before = JSON.stringify(SERVICE);
      const patch = { target, fields: { spec: { ...spec, ports: list } } };
      const once = changed(patch);

      expect(changed(patch, once)).toEqual(once);
      expect(JSON.stringify(SERVICE)).toBe(before);
    }));
  });
});
