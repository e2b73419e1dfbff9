import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { readAppFor } from '../../lib/core';
import { type ChangeConditions, changeOptionsOf, withSafeReplacement } from '../../lib/pulumi/immutable-options';
import { hasUnknown, plainInputs, withLive } from '../../lib/pulumi/plain-inputs';
import { PULUMI } from '../../lib/pulumi/runtime-checks';
import { contains, differences, parsePath } from './played-paths';
import { SECRET, SIGNATURE, UNKNOWN } from './support';

function optionsOf(apiVersion: string, kind: string, fields: object, conditions?: ChangeConditions): object {
  const app = new App();
  new ApiObject(new Chart(app, 'shop'), 'object', { apiVersion, kind, metadata: { name: 'one' }, ...fields });
  return readAppFor(PULUMI, app, undefined).objects.map((object) => changeOptionsOf(object, conditions))[0] ?? {};
}

const template = (metadata: object | undefined): object =>
  ({ spec: { template: { metadata, spec: { containers: [] } }, sink: { uri: 'http://sink' } } });

describe('the options of an object', () => {
  test.each([
    ['a kind that may change altogether', 'v1', 'Namespace', {}, {}],
    ['an unknown kind', 'example.com/v1', 'Thing', {}, {}],
    ['what the provider replaces by itself', 'apps/v1', 'Deployment', { spec: { selector: {} } }, {}],
    ['a ConfigMap', 'v1', 'ConfigMap', { data: { a: '1' } }, {}],
    ['what would lose events', 'eventing.knative.dev/v1', 'Broker', { spec: { config: {} } }, {}],
    ['a binding', 'sources.knative.dev/v1', 'SinkBinding', { spec: { subject: {}, sink: {} } },
      { replaceOnChanges: ['spec.subject'] }],
    ['a binding that has nothing else', 'sources.knative.dev/v1', 'SinkBinding', { spec: { subject: {} } },
      { replaceOnChanges: ['spec.subject'] }],
    ['a request and its reply', 'eventing.knative.dev/v1alpha1', 'RequestReply', { spec: { brokerRef: {} } },
      { replaceOnChanges: ['spec.brokerRef'] }],
    ['labels of a template', 'sources.knative.dev/v1', 'ContainerSource', template({ labels: { a: 'b' }, annotations: {} }),
      { replaceOnChanges: ['spec.template.metadata.labels'] }],
    ['labels that are all the metadata', 'sources.knative.dev/v1', 'ContainerSource', template({ labels: { a: 'b' } }),
      { replaceOnChanges: ['spec.template.metadata'] }],
    ['labels that come or go with the metadata', 'sources.knative.dev/v1', 'ContainerSource', template(undefined),
      { replaceOnChanges: ['spec.template.metadata'] }],
    ['labels that come or go with the template', 'sources.knative.dev/v1', 'IntegrationSource', { spec: { timer: {} } },
      { replaceOnChanges: ['spec.template'] }],
  ])('say of %s what replaces it, and that it goes first then', (_, apiVersion, kind, fields, expected) => {
    expect(optionsOf(apiVersion, kind, fields))
      .toEqual({ ...'replaceOnChanges' in expected ? { deleteBeforeReplace: true } : {}, ...expected });
  });

  test.each<[string, ChangeConditions]>([
    ['had another name', { isRenamed: true }], ['stays in the cluster', { isRetained: true }],
  ])('say nothing of one that %s', (_, conditions) => {
    expect(optionsOf('sources.knative.dev/v1', 'SinkBinding', { spec: { subject: {} } }, conditions)).toEqual({});
  });
});

describe('what a program adds', () => {
  test.each([
    ['nothing', {}, {}],
    ['an empty list', { replaceOnChanges: [] }, { replaceOnChanges: [] }],
    ['paths', { replaceOnChanges: ['spec'] }, { replaceOnChanges: ['spec'], deleteBeforeReplace: true }],
    ['paths and an order', { replaceOnChanges: ['spec'], deleteBeforeReplace: false },
      { replaceOnChanges: ['spec'], deleteBeforeReplace: false }],
  ])('is safe with %s', (_, given, expected) => {
    expect(withSafeReplacement(given)).toEqual(expected);
  });
});

describe('inputs as a hook gets them', () => {
  test.each<[string, unknown, unknown, boolean]>([
    ['a plain value', { b: [1, null] }, { b: [1, null] }, false],
    ['a wrapped secret', { [SIGNATURE]: SECRET, value: { b: 'c' } }, { b: 'c' }, true],
    ['a secret within', { b: [{ [SIGNATURE]: SECRET, value: 'c' }] }, { b: ['c'] }, true],
    ['a secret as an output', pulumi.secret({ b: 'c' }), { b: 'c' }, true],
    ['an output', pulumi.output({ b: pulumi.output('c') }), { b: 'c' }, false],
  ])('are plain: %s', async (_, given, value, secret) => {
    expect(await plainInputs({ a: given })).toEqual({ value: { a: value }, secret });
  });

  test.each<[string, unknown]>([
    ['in the form of the package', pulumi.unknown], ['as it is sent', UNKNOWN], ['in a list', [{ b: UNKNOWN }]],
  ])('say what is not known: %s', async (_, given) => {
    const { value } = await plainInputs({ a: given, other: 1 });

    expect([hasUnknown(value.a), hasUnknown(value.other), hasUnknown(value)]).toEqual([true, false, true]);
  });
});

describe('inputs with what is live', () => {
  test.each<[string, object, object, object, object]>([
    ['have what they lack and the new ones name', { a: 1 }, { b: { c: 2, d: 3 } }, { b: { c: 4 } }, { a: 1, b: { c: 2 } }],
    ['have it within what they have', { a: { b: 1 } }, { a: { b: 2, c: 3 } }, { a: { b: 4, c: 5 } }, { a: { b: 1, c: 3 } }],
    ['have what is within lists', {}, { a: [{ b: 1, c: 2 }, { b: 3 }] }, { a: [{ b: 4 }] }, { a: [{ b: 1 }, { b: 3 }] }],
    ['keep what they have', { a: 1 }, { a: 2 }, { a: 3 }, { a: 1 }],
    ['keep what the new ones do not have', { a: 1 }, { a: 2, b: 3 }, {}, { a: 1 }],
    ['lack what is not live, either', {}, { c: null }, { a: 1, b: {}, c: 2, toString: 1 }, {}],
    ['take other values as they are', {}, { a: 'b', c: [] }, { a: {}, c: 1 }, { a: 'b', c: [] }],
  ])('%s', (_, before, live, after, expected) => {
    expect(withLive({ ...before }, { ...live }, { ...after })).toEqual(expected);
  });
});

describe('a path of Pulumi', () => {
  test.each([
    ['spec.template', ['spec', 'template']],
    ['metadata.annotations["a.b/c"]', ['metadata', 'annotations', 'a.b/c']],
    ['spec.list[0].name', ['spec', 'list', 0, 'name']],
    ['spec.list[*]', ['spec', 'list', '*']],
    ['["a\\"b"]', ['a"b']],
  ])('is read: %s', (path, keys) => {
    expect(parsePath(path)).toEqual(keys);
  });

  test.each(['.spec', 'spec[', 'spec[a]', "spec['a']"])('fails to be read: %s', (path) => {
    expect(() => parsePath(path)).toThrow();
  });

  test.each<[string, string, boolean]>([
    ['spec', 'spec.a', true], ['spec.a', 'spec', false], ['spec.a', 'spec.ab', false], ['spec[*].a', 'spec[3].a.b', true],
    ['*', 'spec.a', true],
  ])('%s leads to what %s is in: %s', (path, other, expected) => {
    expect(contains(parsePath(path), parsePath(other))).toBe(expected);
  });

  test('names what differs, and what comes or goes as one', () => {
    expect(differences({ a: 1, b: { c: 1 }, d: [1, 2] }, { a: 2, d: [1, 3], e: { f: 1 } }))
      .toEqual([['a'], ['b'], ['d', 1], ['e']]);
  });
});
