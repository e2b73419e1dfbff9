import * as fs from 'fs';
import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { appChecks, ClusterChart, Namespace } from '../../lib/core';
import { Env } from '../../lib/pod';
import { KnativeService } from '../../lib/serving';

function chartIn(app: App, namespace?: string): Chart {
  return new Chart(app, 'chart', { namespace });
}

describe('an object of this library', () => {
  test('is named after its construct, letter for letter', () => {
    const chart = chartIn(new App());

    const namespace = new Namespace(chart, 'my-knative-services');

    expect(namespace.name).toBe('my-knative-services');
  });

  test('takes the name of its metadata before its id', () => {
    const chart = chartIn(new App());

    const namespace = new Namespace(chart, 'Id', { metadata: { name: 'orders' } });

    expect(namespace.name).toBe('orders');
    expect(Testing.synth(chart)).toMatchObject([{ metadata: { name: 'orders' } }]);
  });

  test('leaves its name to a chart that generates names', () => {
    class Prefixed extends Chart {
      public override generateObjectName(object: ApiObject): string {
        return `team-${object.node.scope?.node.id}`;
      }
    }
    const chart = new Prefixed(new App(), 'chart');

    expect(new Namespace(chart, 'orders').name).toBe('team-orders');
  });

  test('fails on an id that is no name, and proposes one', () => {
    const app = new App();
    new Namespace(chartIn(app), 'My Orders');

    expect(() => app.synth()).toThrow(/\[chart\/My Orders\] KN-NAM-001 `My Orders` is no name.*write the id `my-orders`.*\(test\/core\/resource\.test\.ts:\d+:\d+\)/);
  });

  test.each([
    [{ generateName: 'orders-' }, 'KN-NAM-009 `generateName` is no field'],
    [{ uid: 'a' }, 'KN-NAM-009 `uid` is no field'],
    [{ finalizers: ['cleanup'] }, 'KN-NAM-009 `cleanup` is no finalizer'],
    [{ finalizers: ['example.com/clean up'] }, 'KN-NAM-009 `example.com/clean up` is no finalizer'],
    [{ annotations: { 'example.com/text': 'x'.repeat(256 * 1024) } }, 'KN-NAM-009 the annotations of the object have 262160 bytes'],
    [{ finalizers: ['example.com/a', 'example.com/a'] }, 'KN-NAM-009 the finalizer `example.com/a` is there twice'],
    [{ finalizers: ['orphan', 'foregroundDeletion'] }, 'KN-NAM-009 the object has the finalizers `foregroundDeletion`, `orphan`'],
    [{ ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: '' }] }, 'KN-NAM-009 an owner of the object has no `uid`'],
    [{ ownerReferences: [{ apiVersion: 'v1', kind: 'Event', name: 'a', uid: '1' }] }, 'KN-NAM-009 an Event owns the object'],
    [{ ownerReferences: [{ apiVersion: 'a/b/c', kind: 'D', name: 'a', uid: '1' }] }, 'KN-NAM-009 `a/b/c` is no apiVersion of an owner'],
    [{ ownerReferences: ['a', 'b'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', name, uid: '1' })) }, 'KN-NAM-009 an owner of the object is there twice'],
    [{ ownerReferences: ['a', 'b'].map((uid) => ({ apiVersion: 'v1', kind: 'Pod', name: 'a', uid, controller: true })) },
      'KN-NAM-009 the object has more than one owner that controls it'],
    [{ labels: { 'a b': 'c' } }, 'KN-NAM-004 `a b` is no label key'],
  ])('fails on metadata that the API server does not take: %#', (metadata, message) => {
    const app = new App();
    new Namespace(chartIn(app), 'orders', { metadata });

    expect(() => app.synth()).toThrow(message);
  });

  test('takes finalizers and owners that are whole', () => {
    const chart = chartIn(new App());
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: '1-2' }];

    new Namespace(chart, 'orders', { metadata: { finalizers: ['example.com/cleanup', 'orphan'], ownerReferences } });

    expect(Testing.synth(chart)).toMatchObject([{ metadata: { ownerReferences } }]);
  });

  test('keeps patches, which are the way out', () => {
    const chart = chartIn(new App());

    new Namespace(chart, 'orders').apiObject.addJsonPatch(JsonPatch.add('/spec', { finalizers: ['kubernetes'] }));

    expect(Testing.synth(chart)).toMatchObject([{ spec: { finalizers: ['kubernetes'] } }]);
  });
});

describe('a namespace', () => {
  test('carries no namespace, though its chart has one', () => {
    const chart = chartIn(new App(), 'orders');

    const namespace = new Namespace(chart, 'orders');

    expect(Testing.synth(chart)).toEqual([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'orders' } }]);
    expect(namespace.namespace).toBeUndefined();
  });
});

describe('the labels of a namespace', () => {
  const PSA = 'pod-security.kubernetes.io';

  test.each<[string, string]>([
    [`${PSA}/enforce`, 'strict'],
    [`${PSA}/enforced`, 'restricted'],
    [`${PSA}/audit-version`, '1.35'],
    [`${PSA}/warn-version`, 'v1.035'],
    [`${PSA}/version`, 'latest'],
    ['kubernetes.io/metadata.name', 'other'],
  ])('fail where Kubernetes would refuse or ignore them: %s %s', (key, value) => {
    const app = Testing.app();

    new Namespace(new Chart(app, 'chart'), 'orders', { metadata: { labels: { [key]: value } } });

    expect(() => app.synth()).toThrow(/\[chart\/orders\] KN-NAM-011 /);
  });

  test('are taken where it heeds them, and where they are no business of its', () => {
    const app = Testing.app();

    new Namespace(new Chart(app, 'chart'), 'orders', {
      metadata: {
        labels: {
          [`${PSA}/enforce`]: 'restricted', [`${PSA}/enforce-version`]: 'latest', [`${PSA}/audit-version`]: 'v1.35',
          'kubernetes.io/metadata.name': 'orders', 'team': 'shop',
        },
      },
    });

    expect(() => app.synth()).not.toThrow();
  });
});

describe('identity', () => {
  test('fails on a second object of one kind, namespace and name, ours or not', () => {
    const app = new App();
    const chart = chartIn(app);
    new ApiObject(chart, 'theirs', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'orders' } });
    new Namespace(chart, 'orders');

    expect(() => app.synth()).toThrow(/\[chart\/orders\] KN-NAM-002 Namespace `orders` in no namespace is already made by `chart\/theirs`/);
  });

  test('reports twins once, however many charts the app has', () => {
    const app = new App();
    for (const id of ['a', 'b', 'c']) new Namespace(new Chart(app, id), 'orders');

    const message = messageOf(() => app.synth());

    expect(message.match(/KN-NAM-002/g)).toHaveLength(2);
  });

  test('is told apart by the cluster of the chart', () => {
    const app = new App({ outdir: Testing.app().outdir });
    new Namespace(new ClusterChart(app, 'eu', { cluster: 'eu' }), 'orders');
    new Namespace(new ClusterChart(app, 'us', { cluster: 'us' }), 'orders');

    expect(() => app.synth()).not.toThrow();
  });

  test('is found again after the program was mended', () => {
    const app = Testing.app();
    const chart = chartIn(app);
    new Namespace(chart, 'orders');
    const twin = new ApiObject(chart, 'twin', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'orders' } });
    expect(() => app.synth()).toThrow('KN-NAM-002');

    chart.node.tryRemoveChild(twin.node.id);

    expect(() => app.synth()).not.toThrow();
  });
});

describe('what fails only when manifests are made', () => {
  test.each([
    ['\u007f', 'U+007F'], ['\u0085', 'U+0085'], ['a\u2028b', 'U+2028'], ['\ud83d', 'U+D83D'], ['\uffff', 'U+FFFF'],
  ])('fails on a text that no YAML file keeps: %j', (text, name) => {
    const app = new App();
    const args = ['--text', text];
    new KnativeService(chartIn(app, 'orders'), 'orders', { image: 'ghcr.io/example/orders:1.0', args });
    new Namespace(new Chart(app, 'second'), 'orders', { metadata: { annotations: { 'example.com/text': text } } });

    expect(() => { app.synth(); }).toThrow(
      `KN-TYP-003 the text of \`spec.template.spec.containers[0].args[1]\` holds the character ${name}`);
    expect(() => { app.synth(); }).toThrow(
      `KN-TYP-003 the text of \`metadata.annotations.example.com/text\` holds the character ${name}`);
  });

  test('is no text of other characters', () => {
    const app = Testing.app();
    const args = ['tab\t, line\nline', 'h\u00e4user \ud83d\ude00', '\u0001', '\ufeff'];
    new KnativeService(chartIn(app, 'orders'), 'orders', { image: 'ghcr.io/example/orders:1.0', args });

    expect(() => { app.synth(); }).not.toThrow();
  });

  test('fails before anything is written: a patch that does not apply', () => {
    const app = Testing.app();
    new Namespace(new Chart(app, 'first'), 'orders');
    const second = new Namespace(new Chart(app, 'second'), 'payments');

    second.apiObject.addJsonPatch(JsonPatch.replace('/metadata/annotations/owner', 'team'));

    expect(() => app.synth()).toThrow(/\[second\/payments\] KN-TYP-002 a JSON patch cannot be applied: /);
    expect(fs.readdirSync(app.outdir)).toEqual([]);
  });

  test('fails on a patch of an object that is not ours, as long as one of ours is in the app', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');
    new Namespace(chart, 'orders');

    new ApiObject(chart, 'theirs', { apiVersion: 'v1', kind: 'ConfigMap' }).addJsonPatch(JsonPatch.remove('/data/x'));

    expect(() => app.synth()).toThrow(/\[chart\/theirs\] KN-TYP-002/);
  });

  test('is fine for patches that apply', () => {
    const app = Testing.app();
    new Namespace(new Chart(app, 'chart'), 'orders').apiObject.addJsonPatch(JsonPatch.add('/metadata/labels', { a: 'b' }));

    expect(() => app.synth()).not.toThrow();
  });
});

describe('a check that trips over a value of a wrong type', () => {
  test('fails as a problem of its construct, in place of ending synth', () => {
    const app = Testing.app();
    const namespace = new Namespace(new Chart(app, 'chart'), 'orders');
    const wrong = undefined as unknown as Namespace;
    appChecks(namespace).defer(namespace, {}, () => [wrong.name === '' ? undefined : undefined]);

    expect(() => app.synth()).toThrow(/\[chart\/orders\] KN-TYP-001 a value is not of the type of its property: /);
  });
});

function messageOf(run: () => void): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

describe('a program that goes on after it was refused', () => {
  test('is rendered as it is then', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    const service = new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.0' });
    const wrong = new Namespace(chart, 'Wrong');
    expect(() => app.synth()).toThrow('KN-NAM-001');

    chart.node.tryRemoveChild(wrong.node.id);
    service.addTemplateLabel('tier', 'gold');

    expect(Testing.synth(chart)).toMatchObject([{ spec: { template: { metadata: { labels: { tier: 'gold' } } } } }]);
  });

  test('is rendered anew at every synth', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    const service = new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1.0' });
    app.synth();

    service.addEnv('LOG_LEVEL', Env.value('debug'));

    expect(Testing.synth(chart)).toMatchObject([
      { spec: { template: { spec: { containers: [{ env: [{ name: 'LOG_LEVEL', value: 'debug' }] }] } } } },
    ]);
  });
});
