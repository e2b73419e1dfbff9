import { boundInOneValue, type DescribedObject, objectId, type ObjectIdentity } from '../../lib/core';

const SERVICE = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', namespace: 'shop', name: 'web' };

function described(identity: ObjectIdentity, manifest: object = {}): DescribedObject {
  return { id: objectId(identity), identity, manifest: { ...manifest } };
}

function binding(subject: object, apiVersion = 'sources.knative.dev/v1', namespace: string | undefined = 'shop'): DescribedObject {
  return described({ apiVersion, kind: 'SinkBinding', namespace, name: 'a' }, { spec: { subject } });
}

const { apiVersion, kind, name } = SERVICE;
const labelled = (sends: string) => ({ metadata: { labels: { sends } } });

describe('what a binding writes into, where the server takes containers for one value', () => {
  it.each<[string, ObjectIdentity, object, DescribedObject, boolean]>([
    ['a service that is named', SERVICE, {}, binding({ apiVersion, kind, name }), true],
    ['a service of another version of the group', SERVICE, {}, binding({ apiVersion: 'serving.knative.dev/v2', kind, name }), true],
    ['a service that its labels select', SERVICE, labelled('yes'), binding({ apiVersion, kind, selector: { matchLabels: { sends: 'yes' } } }), true],
    ['a service with other labels', SERVICE, labelled('no'), binding({ apiVersion, kind, selector: { matchLabels: { sends: 'yes' } } }), false],
    ['a service by a binding of another namespace', SERVICE, {}, binding({ apiVersion, kind, name, namespace: 'shop' }, undefined, 'bank'), true],
    ['a service of the namespace of the kubeconfig', { ...SERVICE, namespace: undefined }, {}, binding({ apiVersion, kind, name }, undefined, ''), true],
    ['a source with containers', { ...SERVICE, apiVersion: 'sources.knative.dev/v1', kind: 'ContainerSource' }, {},
      binding({ apiVersion: 'sources.knative.dev/v1', kind: 'ContainerSource', name }), true],
    ['a service for a binding of credentials', SERVICE, {}, binding({ apiVersion, kind, name }, 'bindings.knative.dev/v1'), true],
    ['a Service of Kubernetes with its name', { ...SERVICE, apiVersion: 'v1' }, {}, binding({ apiVersion, kind, name }), false],
    ['a Deployment', { ...SERVICE, apiVersion: 'apps/v1', kind: 'Deployment' }, {}, binding({ apiVersion: 'apps/v1', kind: 'Deployment', name }), false],
    ['a Job', { ...SERVICE, apiVersion: 'batch/v1', kind: 'Job' }, {}, binding({ apiVersion: 'batch/v1', kind: 'Job', name }), false],
    ['a service with another name', SERVICE, {}, binding({ apiVersion, kind, name: 'other' }), false],
    ['a service of something else that has a subject', SERVICE, {}, binding({ apiVersion, kind, name }, 'example.com/v1'), false],
    ['a service where the kind of the subject is not said', SERVICE, {}, binding({ name }), false],
  ])('%s', (_, identity, manifest, bound, expected) => {
    const object = described(identity, manifest);

    expect([...boundInOneValue([object, bound])]).toEqual(expected ? [object.id] : []);
  });

  it('is nothing without bindings', () => {
    expect(boundInOneValue([described(SERVICE)]).size).toBe(0);
  });
});
