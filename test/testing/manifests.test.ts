import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, App, Chart, JsonPatch, Testing, Yaml, YamlOutputType, type AppProps } from 'cdk8s';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { Namespace } from '../../lib/core';
import { Manifests } from '../../lib/testing';

function configMap(scope: Chart, id: string, fields: Record<string, unknown> = {}, namespace?: string): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id, namespace }, ...fields });
}

function parse(text: string): unknown[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJSON());
}

/** An app of two charts, with its objects made in the order of `ids`. */
function appOf(ids: readonly string[], charts: readonly string[] = ['services', 'platform']): App {
  const app = new App();
  for (const id of charts) new Chart(app, id);
  for (const id of ids) configMap(app.node.findChild(charts[0] ?? '') as Chart, id);
  return app;
}

describe('the readable YAML of an app', () => {
  test('has one document an object, headed by file, kind, namespace and name', () => {
    const app = new App();
    const services = new Chart(app, 'services', { namespace: 'shop' });
    configMap(services, 'orders', { data: { 'app.conf': 'a: 1\nb: 2\n', flag: 'yes' } });
    new Namespace(new Chart(app, 'platform'), 'shop');

    expect(Manifests.of(app).toYaml()).toBe([
      '# platform.k8s.yaml: Namespace shop',
      'apiVersion: v1',
      'kind: Namespace',
      'metadata:',
      '  name: shop',
      '---',
      '# services.k8s.yaml: ConfigMap shop/orders',
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata:',
      '  name: orders',
      '  namespace: shop',
      'data:',
      '  app.conf: |',
      '    a: 1',
      '    b: 2',
      '  flag: "yes"',
      '',
    ].join('\n'));
  });

  test('begins every mapping with what a person looks for, and sorts maps of the program by their keys', () => {
    const chart = Testing.chart();
    new ApiObject(chart, 'orders', {
      apiVersion: 'serving.knative.dev/v1',
      kind: 'Service',
      metadata: { annotations: { b: '1', a: '2' }, labels: { name: 'x', app: 'web' }, namespace: 'shop', name: 'orders' },
      status: {},
      spec: {
        template: {
          spec: {
            timeoutSeconds: 5,
            containers: [{
              args: ['-v'],
              env: [{ value: '1', name: 'A' }],
              command: ['run'],
              resources: { limits: { memory: '1Gi', cpu: '1' } },
              image: 'example/orders:1.0',
              name: 'main',
            }],
          },
        },
      },
    });

    expect(Manifests.of(chart).toYaml()).toBe([
      '# test.k8s.yaml: Service shop/orders',
      'apiVersion: serving.knative.dev/v1',
      'kind: Service',
      'metadata:',
      '  name: orders',
      '  namespace: shop',
      '  labels:',
      '    app: web',
      '    name: x',
      '  annotations:',
      '    a: "2"',
      '    b: "1"',
      'spec:',
      '  template:',
      '    spec:',
      '      containers:',
      '        - name: main',
      '          image: example/orders:1.0',
      '          command:',
      '            - run',
      '          args:',
      '            - -v',
      '          env:',
      '            - name: A',
      '              value: "1"',
      '          resources:',
      '            limits:',
      '              cpu: "1"',
      '              memory: 1Gi',
      '      timeoutSeconds: 5',
      'status: {}',
      '',
    ].join('\n'));
  });

  test('is the same, wherever in the program the constructs are made', () => {
    const ids = ['orders', 'payments', 'invoices', 'stock', 'mail'];
    const before = Manifests.of(appOf(ids)).toYaml();

    fc.assert(fc.property(fc.shuffledSubarray(ids, { minLength: ids.length }), (shuffled) => {
      expect(Manifests.of(appOf(shuffled)).toYaml()).toBe(before);
    }));
  });

  test('changes by the lines of one document, when one object is added', () => {
    const before = Manifests.of(appOf(['a', 'c'])).toYaml().split('---\n');

    const after = Manifests.of(appOf(['c', 'b', 'a'])).toYaml().split('---\n');

    expect(after.filter((document) => !before.includes(document)))
      .toEqual(['# services.k8s.yaml: ConfigMap b\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n']);
    expect(before.filter((document) => !after.includes(document))).toEqual([]);
  });

  test('says exactly what the files of the output folder say', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '\t', '#', ':', '-') }));
    const key = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'b', '.', '-', '0', 'name', 'kind') });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 }, text, fc.integer(), fc.boolean(), fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));

    fc.assert(fc.property(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }), (spec) => {
      const chart = new Chart(new App(), 'c');
      configMap(chart, 'x', { spec });

      expect(parse(Manifests.of(chart).toYaml())).toEqual(parse(Yaml.stringify(...Testing.synth(chart))));
    }));
  });

  test('is empty for an app without objects', () => {
    expect(Manifests.of(new App()).toYaml()).toBe('');
    expect(Manifests.of(new App()).files).toEqual({});
  });
});

describe('the files', () => {
  const types = [
    YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE,
    YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  ];
  const kinds: readonly [string, (props: AppProps) => App][] = [
    ['charts that stand alone', (props) => {
      const app = new App(props);
      configMap(new Chart(app, 'services'), 'orders');
      configMap(new Chart(app, 'platform'), 'stock', {}, 'knative-eventing');
      return app;
    }],
    ['charts that depend on each other', (props) => {
      const app = new App(props);
      const services = new Chart(app, 'services');
      const orders = configMap(services, 'orders');
      const platform = new Chart(app, 'platform');
      orders.addDependency(configMap(platform, 'stock'));
      configMap(new Chart(app, 'another'), 'mail');
      return app;
    }],
    ['nested charts', (props) => {
      const app = new App(props);
      const outer = new Chart(app, 'outer');
      configMap(outer, 'orders');
      configMap(new Chart(outer, 'inner'), 'stock');
      return app;
    }],
  ];

  const cases = kinds.flatMap(([name, make]) => types.map((type) => ({ name, make, type: YamlOutputType[type] })));
  test.each(cases)('of $name are those of the output folder with $type', ({ make, type }) => {
    const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-'));
    const yamlOutputType = YamlOutputType[type as keyof typeof YamlOutputType];
    const props = { outdir, yamlOutputType, outputFileExtension: '.yml' };

    make(props).synth();
    const { files } = Manifests.of(make(props));

    const written = fs.readdirSync(outdir, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yml'));
    expect(Object.keys(files)).toEqual(written.sort());
    for (const file of written) {
      const objects = parse(fs.readFileSync(path.join(outdir, file), 'utf8'));
      const readable = parse(files[file] ?? '');
      expect(readable).toHaveLength(objects.length);
      expect(readable).toEqual(expect.arrayContaining(objects));
    }
    fs.rmSync(outdir, { recursive: true });
  });
});

describe('single objects', () => {
  const app = new App();
  const chart = new Chart(app, 'services', { namespace: 'shop' });
  const orders = new ApiObject(chart, 'a', {
    apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'orders' }, spec: { template: {} },
  });
  new ApiObject(chart, 'b', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'orders' } });
  new ApiObject(chart, 'c', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'orders', namespace: 'test' } });
  configMap(chart, 'settings');
  const manifests = Manifests.of(app);

  test('are found by kind and name', () => {
    expect(manifests.one('ConfigMap', 'settings')).toEqual({
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' },
    });
    expect(manifests.one('ConfigMap').metadata.name).toBe('settings');
    expect(manifests.count).toBe(4);
    expect(manifests.all.map(({ kind }) => kind)).toEqual(['ConfigMap', 'Service', 'Service', 'Service']);
  });

  test.each([
    ['serving.knative.dev/Service', 1],
    ['serving.knative.dev/v1/Service', 1],
    ['v1/Service', 2],
    ['/Service', 2],
    ['Service', 3],
    ['Trigger', 0],
  ])('are listed by kind: %s', (kind, count) => {
    expect(manifests.ofKind(kind)).toHaveLength(count);
  });

  test('are told apart by group and by namespace', () => {
    expect(manifests.one('serving.knative.dev/Service', 'orders')).toMatchObject({ spec: { template: {} } });
    expect(manifests.one('v1/Service', 'orders', 'test').metadata.namespace).toBe('test');
  });

  test('fails where more than one fits, and lists them', () => {
    expect(() => manifests.one('Service', 'orders', 'shop')).toThrow(new Error(
      '2 objects are a Service shop/orders; say which:\n  Service shop/orders (serving.knative.dev/v1)\n  Service shop/orders (v1)',
    ));
  });

  test('fails where no object fits, and lists those of the kind', () => {
    expect(() => manifests.one('ConfigMap', 'setings')).toThrow(new Error(
      'there is no ConfigMap setings; there is:\n  ConfigMap shop/settings (v1)',
    ));
  });

  test('fails where the kind is unknown, and lists all', () => {
    expect(() => manifests.one('Trigger', 'orders')).toThrow(/^there is no Trigger orders; there is:(\n {2}.+){4}$/);
    expect(() => Manifests.of(new App()).one('Trigger')).toThrow(new Error('there is no Trigger; there is: nothing'));
  });

  test('are those below a construct, where one is given', () => {
    expect(Manifests.of(orders).all).toEqual([manifests.one('serving.knative.dev/Service', 'orders')]);
  });

  test('carry the JSON patches of the program', () => {
    const patched = Testing.chart();
    configMap(patched, 'x').addJsonPatch(JsonPatch.add('/immutable', true));

    expect(Manifests.of(patched).one('ConfigMap', 'x')).toMatchObject({ immutable: true });
  });

  test('of equal identity keep one order, whichever was made first', () => {
    const twins = (...sizes: number[]) => {
      const scope = Testing.chart();
      for (const size of sizes) {
        new ApiObject(scope, `t${size}`, { apiVersion: 'v1', kind: 'X', metadata: { name: 'x' }, spec: { size } });
      }
      return Manifests.of(scope).toYaml();
    };

    expect(twins(1, 2)).toBe(twins(2, 1));
  });
});

describe('synthesis in memory', () => {
  test.each([1, 3])('runs every validation once, with %d charts', (charts) => {
    const app = appOf(['orders'], ['services', 'platform', 'jobs'].slice(0, charts));
    const validate = jest.fn(() => []);
    app.node.addValidation({ validate });
    app.node.findChild('services').node.addValidation({ validate });

    Manifests.of(app).toYaml();

    expect(validate).toHaveBeenCalledTimes(2);
  });

  test('runs the validations of an app without charts', () => {
    const app = new App();
    app.node.addValidation({ validate: () => ['there is nothing'] });

    expect(() => Manifests.of(app)).toThrow('[] there is nothing');
  });

  test('fails with the words of synth', () => {
    const make = () => {
      const app = Testing.app();
      const chart = new Chart(app, 'services');
      for (const id of ['One', 'Two']) new Namespace(chart, id);
      return app;
    };
    const expected = messageOf(() => make().synth());

    expect(messageOf(() => Manifests.of(make()))).toBe(expected);
    expect(expected).toMatch(/One.*\n.*Two/);
  });

  test('writes no file', () => {
    const outdir = path.join(os.tmpdir(), `cdk8s-knative-none-${process.pid}`);
    const app = new App({ outdir });
    configMap(new Chart(app, 'services'), 'orders');

    Manifests.of(app).toYaml();

    expect(fs.existsSync(outdir)).toBe(false);
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
