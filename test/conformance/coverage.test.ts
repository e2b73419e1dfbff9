import { coverageOf, fieldsOf } from '../../conformance/fields/coverage';
import { beyondOf } from '../../conformance/fields/embedded';
import type { CustomResourceDefinition, Schema } from '../../conformance/fields/schema';
import { walk } from '../../conformance/fields/walk';

const text: Schema = { type: 'string' };

/** A schema with every form that the CRDs of Knative have. */
const SPEC: Schema = {
  type: 'object',
  properties: {
    name: text,
    hosts: { type: 'array', items: text },
    labels: { type: 'object', additionalProperties: text },
    containers: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          image: text,
          env: { type: 'array', items: { type: 'object', properties: { name: text, value: text } } },
        },
      },
    },
    config: { type: 'object', additionalProperties: { type: 'object', additionalProperties: text } },
    byPort: { type: 'object', additionalProperties: { type: 'object', properties: { host: text } } },
    delivery: {
      type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { retry: { type: 'integer' } },
    },
    template: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
};

function crd(spec: Schema = SPEC): CustomResourceDefinition {
  const schema = { openAPIV3Schema: { type: 'object', properties: { spec, status: { properties: { ready: text } } } } };
  return {
    spec: {
      group: 'example.com',
      names: { kind: 'Thing' },
      versions: [
        { name: 'v1', served: true, schema },
        { name: 'v1beta1', served: false, schema },
      ],
    },
  };
}

const THING = { apiVersion: 'example.com/v1', kind: 'Thing' };

function coverage(specs: readonly unknown[], notReached: Record<string, string> = {}) {
  return coverageOf(crd(), { ...THING, notReached }, specs.map((spec) => ({ ...THING, spec })));
}

const FULL = {
  name: 'a', hosts: ['b'], labels: { c: 'd' }, containers: [{ image: 'e' }, { env: [{ name: 'f', value: 'g' }] }],
  config: { h: { i: 'j' } }, byPort: { 80: { host: 'k' } }, delivery: { retry: 0 }, template: {},
};

describe('the fields of a kind', () => {
  test('are the ends of all paths, with lists, maps and parts that take anything', () => {
    expect(fieldsOf(crd(), 'example.com/v1')).toEqual([
      'spec.name', 'spec.hosts[]', 'spec.labels{}', 'spec.containers[].image', 'spec.containers[].env[].name',
      'spec.containers[].env[].value', 'spec.config{}{}', 'spec.byPort{}.host', 'spec.delivery.retry', 'spec.template',
    ]);
  });

  test('go on below a part that takes anything, where it is known what belongs there', () => {
    const pod: Schema = { properties: { containers: { items: { $ref: '#/container' } } } };
    const beyond = {
      grafts: { 'spec.template': { allOf: [{ $ref: '#/pod' }] } },
      resolve: (ref: string) => ({ '#/pod': pod, '#/container': { properties: { image: text } } })[ref],
    };

    expect(fieldsOf(crd(), 'example.com/v1', beyond)).toContain('spec.template.containers[].image');
    expect(fieldsOf(crd(), 'example.com/v1', beyond)).not.toContain('spec.template');
  });

  test('end where a schema contains itself, or refers to what nobody knows', () => {
    const filter: { properties: Record<string, Schema> } = { properties: { exact: text } };
    filter.properties.not = filter;
    const lost: Schema = { $ref: '#/lost' };

    expect([...walk('spec', { properties: { filter, lost } }, []).fields.keys()])
      .toEqual(['spec.filter.exact', 'spec.filter.not', 'spec.lost']);
  });

  test('fail for a version that is not served, and for another group', () => {
    expect(() => fieldsOf(crd(), 'example.com/v1beta1')).toThrow('no spec in a served version example.com/v1beta1');
    expect(() => fieldsOf(crd(), 'example.org/v1')).toThrow('no spec in a served version');
  });
});

describe('the coverage of a kind', () => {
  test('is full where the objects together have every field', () => {
    const { covered, notCovered, excused, errors } = coverage([FULL]);

    expect(covered).toEqual(fieldsOf(crd(), 'example.com/v1'));
    expect([notCovered, excused, errors]).toEqual([[], {}, []]);
  });

  test('adds up over objects of the kind, and no others', () => {
    const other = { apiVersion: 'example.com/v2', kind: 'Thing', spec: { name: 'a' } };
    const things = [{ hosts: ['b'] }, { labels: { c: 'd' } }].map((spec) => ({ ...THING, spec }));

    const { covered } = coverageOf(crd(), { ...THING, notReached: {} }, [other, ...things]);

    expect(covered).toEqual(['spec.hosts[]', 'spec.labels{}']);
  });

  test('does not count what is empty, absent or null', () => {
    const nothing = { name: null, hosts: [], labels: {}, containers: [{ env: [] }], delivery: {} };

    expect(coverage([nothing]).covered).toEqual([]);
  });

  test('counts values that are false, zero or empty texts', () => {
    expect(coverage([{ name: '', delivery: { retry: 0 } }]).covered).toEqual(['spec.name', 'spec.delivery.retry']);
  });

  test('lists what stands in parts that take anything', () => {
    expect(coverage([{ ...FULL, delivery: { retry: 1, timeout: 'PT1S' } }]).untyped).toEqual(['spec.delivery.timeout']);
  });

  test('excuses a field and all below it', () => {
    const { name, ...rest } = FULL;
    const { excused, notCovered, errors } = coverage([{ ...rest, containers: [] }],
      { 'spec.name': 'deprecated: use label', 'spec.containers': 'managed by Knative' });

    expect(name).toBe('a');
    expect(Object.keys(excused)).toEqual([
      'spec.name', 'spec.containers[].image', 'spec.containers[].env[].name', 'spec.containers[].env[].value',
    ]);
    expect(excused['spec.containers[].image']).toBe('managed by Knative');
    expect([notCovered, errors]).toEqual([[], []]);
  });

  test.each<[string, readonly unknown[], Record<string, string>, string]>([
    ['matches no field', [FULL], { 'spec.nam': 'status' }, 'the excuse for spec.nam matches no field'],
    ['is reached', [FULL], { 'spec.containers': 'status' },
      'the excuse for spec.containers is not needed: spec.containers[].image is reached'],
    ['gives no reason', [{ ...FULL, name: undefined }], { 'spec.name': ' ' }, 'the excuse for spec.name gives no reason'],
  ])('fails with an excuse that %s', (_, specs, notReached, error) => {
    expect(coverage(specs, notReached).errors).toContain(error);
  });

  test('fails with a field that the schema does not have', () => {
    expect(coverage([{ ...FULL, nmae: 'a', containers: [{ imgae: 'b' }] }]).errors)
      .toEqual(['the schema has no spec.nmae', 'the schema has no spec.containers[].imgae']);
  });

  test('fails without an object of the kind', () => {
    expect(coverage([]).errors).toEqual(['the program makes no Thing of example.com/v1']);
  });
});

describe('a part of a CRD that takes anything', () => {
  const openApi = (schemas: Record<string, Schema>) => ({ components: { schemas } });
  const DOCUMENTS: Record<string, unknown> = {
    '/openapi/v3/api/v1': openApi({
      'io.k8s.api.core.v1.PodTemplateSpec': { properties: { spec: { $ref: '#/components/schemas/pod' } } },
      'pod': { properties: { nodeName: text } },
    }),
  };

  test('is walked as the type of Kubernetes that Knative reads there', async () => {
    const source = { apiVersion: 'sources.knative.dev/v1', kind: 'ContainerSource' };
    const schema: Schema = {
      properties: { template: { 'x-kubernetes-preserve-unknown-fields': true }, sink: { properties: { uri: text } } },
    };

    const beyond = await beyondOf(source, (at) => Promise.resolve(DOCUMENTS[at]));

    expect([...walk('spec', schema, [], beyond).fields.keys()]).toEqual(['spec.template.spec.nodeName', 'spec.sink.uri']);
  });

  test('is one field in kinds of which nothing is known, and nothing is read', async () => {
    const read = jest.fn();

    const beyond = await beyondOf({ apiVersion: 'sources.knative.dev/v1', kind: 'PingSource' }, read);

    expect(beyond.grafts).toEqual({});
    expect(read).not.toHaveBeenCalled();
  });
});
