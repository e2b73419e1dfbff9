import { App, Chart, JsonPatch, Lazy, Testing, Yaml } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { type Manifest, ReleasedObject } from '../../lib/releases';

const MANIFEST: Manifest = {
  kind: 'Deployment',
  apiVersion: 'apps/v1',
  spec: { replicas: 1, paused: false, list: [], map: {} },
  metadata: { namespace: 'parcels', name: 'sorter', labels: { z: '1', a: '2' }, annotations: {} },
};

const chartOf = (): Chart => new Chart(new App(), 'chart', { namespace: 'other', labels: { team: 'post' } });
const objectOf = (manifest = MANIFEST): ReleasedObject => new ReleasedObject(chartOf(), 'sorter', manifest);

describe('a released object', () => {
  test('is written as its manifest has it, key by key, without labels and namespace of the chart', () => {
    expect(JSON.stringify(objectOf().toJson())).toBe(JSON.stringify(MANIFEST));
  });

  test('is what programs ask objects for', () => {
    const object = objectOf();

    expect(ApiObject.isApiObject(object)).toBe(true);
    expect([object.kind, object.apiVersion, object.apiGroup, object.name]).toEqual(['Deployment', 'apps/v1', 'apps', 'sorter']);
    expect([object.metadata.name, object.metadata.namespace]).toEqual(['sorter', 'parcels']);
    expect(object.metadata.getLabel('a')).toBe('2');
    expect(object.metadata.getLabel('team')).toBeUndefined();
  });

  test('has no namespace where its manifest has none', () => {
    const object = objectOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'parcels' } });

    expect(object.metadata.namespace).toBeUndefined();
    expect(object.toJson()).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'parcels' } });
  });

  test('takes JSON patches, and its manifest stays as it is', () => {
    const frozen = Object.freeze({ ...MANIFEST, spec: Object.freeze({ replicas: 1 }) });
    const object = objectOf(frozen);

    object.addJsonPatch(JsonPatch.replace('/spec/replicas', 3), JsonPatch.add('/metadata/labels/more', 'yes'));

    expect(object.toJson()).toMatchObject({ spec: { replicas: 3 }, metadata: { labels: { z: '1', a: '2', more: 'yes' } } });
    expect(frozen.spec).toEqual({ replicas: 1 });
  });

  test.each<[string, JsonPatch, string]>([
    ['a misspelt field', JsonPatch.replace('/spec/replcas', 3), 'Deployment sorter: there is no /spec/replcas for replace: /spec has replicas'],
    ['what is not there', JsonPatch.remove('/spec/strategy/type'), 'there is no /spec/strategy/type for remove: /spec has '],
    ['a value that is not there', JsonPatch.test('/spec/none', 1), 'there is no /spec/none for test'],
    ['a field of a number', JsonPatch.replace('/spec/replicas/most', 1), '/spec/replicas has no fields'],
    ['a letter of a text', JsonPatch.replace('/kind/0', 'd'), 'there is no /kind/0 for replace: /kind has no fields'],
    ['a field of a text', JsonPatch.add('/kind/short', 1), 'there is no place /kind/short for add: /kind has no fields'],
    ['an element that a list does not have', JsonPatch.replace('/spec/list/0', 1), '/spec/list is a list with 0 elements'],
    ['the end of a list, to replace it', JsonPatch.replace('/spec/list/-', 1), 'there is no /spec/list/-'],
    ['a place after the end of a list', JsonPatch.add('/spec/list/1', 1), 'there is no place /spec/list/1 for add'],
    ['a field of a list', JsonPatch.add('/spec/list/name', 1), 'there is no place /spec/list/name'],
    ['fields on the way that are not there', JsonPatch.add('/spec/template/spec', {}), 'there is no /spec/template for add'],
    ['a source that is not there', JsonPatch.copy('/spec/replcas', '/spec/more'), 'there is no /spec/replcas for copy'],
    ['a path without a slash', JsonPatch.replace('spec/replicas', 1), 'does not begin with /'],
    ['a path for something new without a slash', JsonPatch.add('more', 1), 'does not begin with /'],
    ['what every JavaScript object has', JsonPatch.replace('/spec/constructor', 1), 'there is no /spec/constructor'],
  ])('fails on a patch of %s', (_, patch, message) => {
    const object = objectOf();
    object.addJsonPatch(patch);

    expect(() => object.toJson()).toThrow(message);
  });

  test('takes patches of what earlier ones added, of elements, and of names with a slash', () => {
    const object = objectOf();
    object.addJsonPatch(
      JsonPatch.add('/spec/list/-', { name: 'a' }), JsonPatch.replace('/spec/list/0/name', 'b'), JsonPatch.add('/spec/list/0', 1),
      JsonPatch.add('/metadata/annotations/example.com~1note', 'x'), JsonPatch.replace('/metadata/annotations/example.com~1note', 'y'),
      JsonPatch.move('/spec/paused', '/spec/stopped'), JsonPatch.test('/spec/stopped', false), JsonPatch.remove('/spec/map'),
    );

    expect(object.toJson()).toEqual({
      ...MANIFEST, spec: { replicas: 1, list: [1, { name: 'b' }], stopped: false },
      metadata: { ...MANIFEST.metadata, annotations: { 'example.com/note': 'y' } },
    });
  });

  test('has what was added to its metadata after what its manifest has', () => {
    const object = objectOf();

    object.metadata.addAnnotation('wave', '3');
    object.metadata.addAnnotation('late', Lazy.any({ produce: () => 'value' }) as string);
    object.metadata.addLabel('a', 'other');
    object.metadata.addFinalizers('parcels/keep');
    object.metadata.add('extra', { b: 1 });

    expect(JSON.stringify((object.toJson() as Manifest).metadata)).toBe('{"namespace":"parcels","name":"sorter","labels":{"z":"1","a":"other"},'
      + '"annotations":{"late":"value","wave":"3"},"extra":{"b":1},"finalizers":["parcels/keep"]}');
  });

  test('is asked for its manifest each time that it is written, and keeps what was added to it', () => {
    let replicas = 1;
    const object = new ReleasedObject(chartOf(), 'sorter', MANIFEST, () => ({
      ...MANIFEST, spec: { replicas: (replicas += 1) }, metadata: { ...MANIFEST.metadata, labels: { z: 'new' } },
    }));
    object.metadata.addLabel('mine', 'yes');

    expect(object.toJson()).toMatchObject({ spec: { replicas: 2 } });
    expect(object.toJson()).toMatchObject({ spec: { replicas: 3 }, metadata: { labels: { z: 'new', mine: 'yes' } } });
  });

  test('is written without anchors and without what is undefined, however its manifest was put together', () => {
    const labels = { app: 'sorter' };
    const chart = chartOf();
    new ReleasedObject(chart, 'sorter', { ...MANIFEST, metadata: { name: 'sorter', labels }, spec: { selector: labels, none: undefined } });

    const text = Yaml.stringify(...Testing.synth(chart) as unknown[]);

    expect(text).toBe('kind: Deployment\napiVersion: apps/v1\nspec:\n  selector:\n    app: sorter\nmetadata:\n  name: sorter\n  labels:\n    app: sorter\n');
  });

  test('gives data of its own, which may be changed', () => {
    const object = objectOf();
    (object.toJson() as { spec: { replicas: number } }).spec.replicas = 7;

    expect(object.toJson()).toMatchObject({ spec: { replicas: 1 } });
  });
});
