import { conflictsIn } from '../../lib/cli/apply-send';
import { durationMs, inWords } from '../../lib/cli/apply-duration';
import { Definitions } from '../../lib/cli/apply-schema';
import type { Manifest, Member } from '../../lib/cli/apply-settings';

function member(manifest: Manifest): Member {
  const { apiVersion, kind, metadata: { name, namespace } } = manifest;
  return { indexed: { apiVersion, kind, name, namespace, file: 'a.yaml', wave: 'services', needs: [] }, title: name, manifest };
}

function definitions(schema: object, scope = 'Namespaced'): Definitions {
  return new Definitions([member({
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com', scope, names: { kind: 'Widget', plural: 'widgets' },
      versions: [{ name: 'v1', served: true, schema: { openAPIV3Schema: { type: 'object', properties: schema } } }, { name: 'v2', served: false }],
    },
  })]);
}

const widget = (fields: object, apiVersion = 'example.com/v1'): Manifest => (
  { apiVersion, kind: 'Widget', metadata: { name: 'a', namespace: 'shop', labels: { a: 'b' } }, ...fields });
const spec = (properties: object, more: object = {}): object => ({ spec: { type: 'object', properties, ...more } });
const text = { type: 'string' };

const CASES: readonly (readonly [string, object, object, readonly string[]])[] = [
  ['known fields', spec({ a: text }), { spec: { a: 'b' } }, []],
  ['an unknown field', spec({ a: text }), { spec: { b: 'b' } }, ['spec.b: unknown field']],
  ['an unknown field at the top', spec({ a: text }), { sepc: {} }, ['sepc: unknown field']],
  ['unknown fields that stay', spec({}, { 'x-kubernetes-preserve-unknown-fields': true }), { spec: { b: 1 } }, []],
  ['keys of a map', spec({ a: { type: 'object', additionalProperties: text } }), { spec: { a: { any: 'b' } } }, []],
  ['values of a map', spec({ a: { type: 'object', additionalProperties: text } }), { spec: { a: { any: 1 } } }, ['spec.a.any: must be string']],
  ['a field that is required', spec({ a: text }, { required: ['a'] }), { spec: {} }, ["spec: must have required property 'a'"]],
  ['a number or a text', spec({ a: { 'x-kubernetes-int-or-string': true } }), { spec: { a: '80' } }, []],
  ['neither number nor text', spec({ a: { 'x-kubernetes-int-or-string': true } }), { spec: { a: true } }, ['spec.a: must be integer,string']],
  ['null where it may be', spec({ a: { ...text, nullable: true } }), { spec: { a: null } }, []],
  ['a bound that does not count itself', spec({ a: { type: 'integer', minimum: 1, exclusiveMinimum: true } }), { spec: { a: 1 } }, ['spec.a: must be > 1']],
  ['a choice', spec({ a: { ...text, enum: ['x', 'y'] } }), { spec: { a: 'z' } }, ['spec.a: must be equal to one of the allowed values']],
  ['items', spec({ a: { type: 'array', items: { type: 'object', properties: { b: text } } } }), { spec: { a: [{ c: 1 }] } }, ['spec.a.0.c: unknown field']],
  ['an embedded object', spec({ a: { 'type': 'object', 'x-kubernetes-embedded-resource': true, 'properties': { data: text } } }),
    { spec: { a: { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, data: 'b' } } }, []],
  ['a field that is called like a reserved word', spec({ 'a/b': text }), { spec: { 'a/b': 1 } }, ['spec.a/b: must be string']],
];

test.each(CASES)('judges %s', (_, schema, fields, words) => {
  expect(definitions(schema).check(widget(fields))).toEqual(words);
});

test('fails on a version that is not served', () => {
  expect(definitions({}).check(widget({}, 'example.com/v2'))).toEqual(['the version v2 is not served; v1, v2 are']);
});

test('fails on a namespace of what lives outside of namespaces', () => {
  expect(definitions({}, 'Cluster').check(widget({}))).toEqual(['metadata.namespace: it lives outside of namespaces']);
});

test('says nothing of what is not defined', () => {
  expect(definitions({}).check(widget({}, 'elsewhere.com/v1'))).toEqual([]);
});

test('reads conflicts as kubectl writes them', () => {
  expect(conflictsIn('Apply failed with 4 conflicts: conflicts with "a b" using v1:; - .data.a; - .data.b; conflicts with "kubectl" with subresource "scale" using apps/v1:; - .spec.replicas'))
    .toEqual([
      { field: '.data.a', manager: 'a b' }, { field: '.data.b', manager: 'a b' }, { field: '.spec.replicas', manager: 'kubectl' },
    ]);
  expect(conflictsIn('Apply failed with 1 conflict: conflict with "other": .spec.template.spec.containers[name="c:d"].image'))
    .toEqual([{ field: '.spec.template.spec.containers[name="c:d"].image', manager: 'other' }]);
  expect(conflictsIn('anything else')).toEqual([]);
});

test('reads times', () => {
  expect(['90s', '10m', '1h30m'].map((each) => durationMs('--timeout', each))).toEqual([90_000, 600_000, 5_400_000]);
  expect([inWords(4400), inWords(125_000)]).toEqual(['4 s', '2 min 5 s']);
  for (const wrong of ['', '0s', '10', '1d', '-1s', '1.5h', '999999h']) expect(() => durationMs('--timeout', wrong)).toThrow('KN-CLI-031');
});
