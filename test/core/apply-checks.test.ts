import { ApiObject, App, type AppProps, Chart, JsonPatch, Testing, YamlOutputType } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import fc from 'fast-check';
import {
  appChecks, checkClientSideSize, checkIndex, clientSideBytes, ClusterChart, dependenciesOf, explicitDependencies,
  INDEX_VERSION, placeInWave, readIndex, Wave,
} from '../../lib/core';
import { APPLY_CHECK } from '../../lib/core/apply-checks';
import { findCircles } from '../../lib/core/dependency-circles';

function checked(props: AppProps = {}): App {
  const app = new App({ ...props, outdir: Testing.app().outdir });
  appChecks(app).ensure('apply', APPLY_CHECK);
  return app;
}

function object(chart: Chart, apiVersion: string, kind: string, name: string, more: object = {}): ApiObject {
  return new ApiObject(chart, `${kind}-${name}`, { apiVersion, kind, metadata: { name }, ...more });
}

const configMap = (chart: Chart, name: string) => object(chart, 'v1', 'ConfigMap', name);
const service = (chart: Chart, name: string) => object(chart, 'serving.knative.dev/v1', 'Service', name);
const source = (chart: Chart, name: string) => object(chart, 'sources.knative.dev/v1', 'PingSource', name);
const namespace = (chart: Chart, name: string) => object(chart, 'v1', 'Namespace', name);
const widgets = { spec: { group: 'example.com', names: { kind: 'Widget' }, scope: 'Namespaced' } };

describe('what cannot be applied in order', () => {
  test('fails on an object that asks for a generated name', () => {
    const app = checked();
    new ApiObject(new Chart(app, 'chart'), 'import', { apiVersion: 'batch/v1', kind: 'Job', metadata: { generateName: 'import-' } });

    expect(() => { app.synth(); }).toThrow('KN-IDX-001 Job `chart/import` has `generateName` `import-`: nobody finds it again; '
      + 'allowed: objects with names, which are applied again and again; write `metadata.name`, and a new one for what has to run again');
  });

  test('fails on a dependency of an object on one of a later step', () => {
    const app = checked();
    const chart = new Chart(app, 'chart');
    configMap(chart, 'settings').addDependency(service(chart, 'orders'));

    expect(() => { app.synth(); }).toThrow('KN-IDX-002 ConfigMap `settings` depends on Service `orders`, but is applied before it: '
      + 'step `configuration` comes before step `services`');
  });

  test.each([
    ['of a chart on one with a later step', (app: App) => {
      const platform = new Chart(app, 'platform');
      const shop = new Chart(app, 'shop');
      namespace(shop, 'shop');
      source(shop, 'ping');
      service(platform, 'orders');
      platform.addDependency(shop);
    }],
    ['of an object on a chart', (app: App) => {
      const chart = new Chart(app, 'chart');
      const shop = new Chart(app, 'shop');
      source(shop, 'ping');
      service(chart, 'orders').addDependency(shop);
    }],
  ])('fails on a dependency %s', (_, write) => {
    const app = checked();

    write(app);

    expect(() => { app.synth(); }).toThrow('KN-IDX-002');
  });

  test.each([
    ['of services on a platform, though their namespace comes first', (app: App) => {
      const platform = new Chart(app, 'platform');
      const shop = new Chart(app, 'shop');
      namespace(shop, 'shop');
      service(shop, 'orders');
      object(platform, 'operator.knative.dev/v1beta1', 'KnativeServing', 'knative-serving');
      shop.addDependency(platform);
    }],
    ['on a chart whose only later objects are the Jobs of an upgrade', (app: App) => {
      const platform = new Chart(app, 'platform');
      const shop = new Chart(app, 'shop');
      service(shop, 'orders');
      configMap(platform, 'settings');
      placeInWave(object(platform, 'batch/v1', 'Job', 'migrate'), Wave.MIGRATIONS);
      shop.addDependency(platform);
    }],
    ['that cdk8s makes itself, of a chart on those in it', (app: App) => {
      const chart = new Chart(app, 'chart');
      namespace(chart, 'shop');
      source(new Chart(chart, 'nested'), 'ping');
    }],
    ['within a step', (app: App) => {
      const chart = new Chart(app, 'chart');
      configMap(chart, 'a').addDependency(configMap(chart, 'b'));
    }],
    ['of an object on another one, when what surrounds them is the other way round', (app: App) => {
      const [first, second] = [new Chart(app, 'first'), new Chart(app, 'second')];
      const broker = object(first, 'eventing.knative.dev/v1', 'Broker', 'broker');
      source(first, 'ping');
      object(second, 'eventing.knative.dev/v1', 'Trigger', 'trigger').addDependency(broker);
    }],
  ])('takes a dependency %s, however the manifests are asked for', (_, write) => {
    const [whole, chartwise, text] = [checked(), checked(), checked()];
    for (const app of [whole, chartwise, text]) write(app);

    expect(() => {
      whole.synth();
      whole.synth();
      for (const chart of chartwise.charts) chart.toJson();
      text.synthYaml();
    }).not.toThrow();
  });

  test('remembers what the program said when cdk8s has added its own', () => {
    const app = checked();
    const [first, second] = [new Chart(app, 'first'), new Chart(app, 'second')];
    const [a, b] = [configMap(first, 'a'), configMap(second, 'b')];
    configMap(first, 'other');
    a.addDependency(b);

    app.synth();

    expect(dependenciesOf(app)).toEqual([{ source: a, target: b }]);
  });

  test.each([
    ['two charts', 'second', '`first` depends on `second`; `second` depends on `first`', (app: App) => {
      const [first, second] = [new Chart(app, 'first'), new Chart(app, 'second')];
      configMap(first, 'a');
      first.addDependency(second);
      second.addDependency(first);
    }],
    ['charts, by way of their objects', 'second/ConfigMap-b', 'ConfigMap `a` depends on ConfigMap `b`, and so `first` on `second`; '
      + '`second` depends on `third`; `third` depends on `first`', (app: App) => {
      const [first, second, third] = ['first', 'second', 'third'].map((id) => new Chart(app, id)) as [Chart, Chart, Chart];
      configMap(first, 'a').addDependency(configMap(second, 'b'));
      second.addDependency(third);
      third.addDependency(first);
    }],
    ['a chart and the one that it lies in', 'outer', '`outer/inner` depends on `outer`; `outer` comes after `outer/inner`, which lies in it', (app: App) => {
      const outer = new Chart(app, 'outer');
      const inner = new Chart(outer, 'inner');
      configMap(inner, 'a');
      inner.addDependency(outer);
    }],
    ['two objects', 'chart/ConfigMap-b', 'ConfigMap `a` depends on ConfigMap `b`; ConfigMap `b` depends on ConfigMap `a`', (app: App) => {
      const chart = new Chart(app, 'chart');
      const [a, b] = [configMap(chart, 'a'), configMap(chart, 'b')];
      a.addDependency(b);
      b.addDependency(a);
    }],
    ['an object and itself', 'chart/ConfigMap-a', 'ConfigMap `a` depends on ConfigMap `a`', (app: App) => {
      const a = configMap(new Chart(app, 'chart'), 'a');
      a.addDependency(a);
    }],
    ['the objects of a chart that depends on two of its own', 'chart/ConfigMap-a', '`chart` depends on ConfigMap `a`, and so ConfigMap `b` on ConfigMap `a`; '
      + '`chart` depends on ConfigMap `b`, and so ConfigMap `a` on ConfigMap `b`', (app: App) => {
      const chart = new Chart(app, 'chart');
      const [a, b] = [configMap(chart, 'a'), configMap(chart, 'b')];
      chart.addDependency(b);
      chart.addDependency(a);
    }],
    ['constructs without objects', 'chart/b', '`chart/a` depends on `chart/b`; `chart/b` depends on `chart/a`', (app: App) => {
      const chart = new Chart(app, 'chart');
      const [a, b] = [new Construct(chart, 'a'), new Construct(chart, 'b')];
      a.node.addDependency(b);
      b.node.addDependency(a);
    }],
  ])('fails on a circle of %s, with what it consists of', (_, received, circle, write) => {
    for (const yamlOutputType of Object.values(YamlOutputType).filter((type): type is YamlOutputType => typeof type === 'number')) {
      const app = checked({ yamlOutputType });

      write(app);

      expect(() => { app.synth(); }).toThrow(`KN-IDX-007 dependencies lead back to where they began: ${circle}; allowed: charts, constructs`);
      expect(() => { app.synth(); }).toThrow('leave one of these `addDependency` out');
      const constructs = app.node.findAll();
      expect(findCircles(explicitDependencies(constructs), constructs)).toMatchObject([{ problem: { received } }]);
    }
  });

  test('finds a circle exactly where cdk8s does', () => {
    const place = fc.record({ chart: fc.nat({ max: 2 }), object: fc.option(fc.nat({ max: 2 }), { nil: undefined }) });
    const edges = fc.array(fc.tuple(place, place), { maxLength: 6 });
    fc.assert(fc.property(edges, fc.boolean(), (all, isNested) => {
      const app = new App({ outdir: Testing.app().outdir });
      const charts: Chart[] = [];
      for (const id of ['0', '1', '2']) charts.push(new Chart(isNested ? charts.at(-1) ?? app : app, id));
      const objects = charts.map((chart) => ['a', 'b', 'c'].map((name) => configMap(chart, `${name}${chart.node.id}`)));
      const constructOf = ({ chart, object: number }: { chart: number; object?: number }): IConstruct | undefined =>
        number === undefined ? charts[chart] : objects[chart]?.[number];
      for (const [from, to] of all) {
        const [source, target] = [constructOf(from), constructOf(to)];
        // For cdk8s, what depends on itself is no circle; it never comes to an end.
        if (source !== undefined && target !== undefined && source !== target) source.node.addDependency(target);
      }
      const constructs = app.node.findAll();
      const found = findCircles(explicitDependencies(constructs), constructs).length > 0;
      let ended = false;
      try {
        app.synth();
      } catch (error) {
        ended = true;
        expect((error as Error).message).toContain('Dependency cycle detected');
      }

      expect(found).toBe(ended);
    }), { numRuns: 300 });
  });

  test('fails on a definition that waits for an object of its kind', () => {
    const app = checked();
    const chart = new Chart(app, 'chart');
    const definition = object(chart, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'widgets.example.com', widgets);
    definition.addDependency(object(chart, 'example.com/v1', 'Widget', 'w'));

    expect(() => { app.synth(); }).toThrow('KN-IDX-003 CustomResourceDefinition `widgets.example.com` depends on Widget `w`, which '
      + 'cannot be there without it; allowed: definitions and namespaces that wait for nothing of theirs; leave `addDependency` from '
      + '`chart/CustomResourceDefinition-widgets.example.com` to `chart/Widget-w` out');
  });

  test('fails on a namespace that waits for an object in it', () => {
    const app = checked();
    const inside = service(new Chart(app, 'chart', { namespace: 'shop' }), 'orders');
    namespace(new Chart(app, 'namespaces'), 'shop').addDependency(inside);

    expect(() => { app.synth(); }).toThrow('KN-IDX-003 Namespace `shop` depends on Service `orders`');
  });

  test.each([YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE])(
    'fails on two objects that would be written to one file (%s)', (yamlOutputType) => {
      const app = checked({ yamlOutputType });
      const chart = new Chart(app, 'chart');
      for (const place of ['blue', 'green']) {
        new ApiObject(chart, place, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: place } });
      }

      expect(() => { app.synth(); }).toThrow(/KN-IDX-004 ConfigMap `chart\/green` lies in the file `(.*\/)?ConfigMap.settings.k8s.yaml`, as `chart\/blue` does/);
    });

  test('fails on objects of two clusters in one file that nothing tells apart', () => {
    const app = checked({ yamlOutputType: YamlOutputType.FILE_PER_APP });
    for (const cluster of ['eu', 'us']) configMap(new ClusterChart(app, cluster, { cluster }), 'settings');

    expect(() => { app.synth(); }).toThrow('KN-IDX-004 ConfigMap `us/ConfigMap-settings` lies in the file `app.k8s.yaml`');
  });

  test('leaves a patch that does not apply to those who render objects', () => {
    const app = checked({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    configMap(new Chart(app, 'chart'), 'a').addJsonPatch(JsonPatch.replace('/spec/no/such', 1));

    expect(() => { app.synth(); }).toThrow(/^Failed serializing construct/);
  });
});

describe('the size of an object for tools that apply on the client', () => {
  const manifest = (data: string, annotations = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', annotations }, data });

  test('counts the copy as Go writes it, and the other annotations', () => {
    const bare = clientSideBytes(manifest(''));

    expect(clientSideBytes(manifest('é'))).toBe(bare + 2);
    expect(clientSideBytes(manifest('<&>'))).toBe(bare + 18);
    expect(clientSideBytes(manifest('', { 'kubectl.kubernetes.io/last-applied-configuration': 'x' }))).toBeGreaterThan(bare);
    // Once by itself, and once in the copy, with four quotes and colons around it.
    expect(clientSideBytes(manifest('', { key: 'value' }))).toBe(bare + 2 * 'keyvalue'.length + 5);
  });

  test('fails beyond the limit, by one byte', () => {
    const most = 262_144 - clientSideBytes(manifest(''));

    expect(checkClientSideSize(manifest('x'.repeat(most)), 'fix')).toBeUndefined();
    expect(checkClientSideSize(manifest('x'.repeat(most + 1)), 'fix')).toMatchObject({
      code: 'KN-IDX-005', received: 262_145, fix: 'fix',
      message: 'ConfigMap `a` is too large for tools that apply on the client: its annotations would have 262145 bytes',
    });
  });
});

describe('reading an index', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', file: 'a.yaml', wave: 'configuration', needs: [] };
  const wave = (name: string, awaited: boolean) => [{ name, awaited }];
  const index = { version: INDEX_VERSION, waves: [{ name: 'configuration', awaited: false }], objects: [object] };

  test('gives what was written', () => {
    expect(readIndex(JSON.stringify(index))).toEqual(index);
  });

  test.each([
    ['no JSON', 'nothing', 'is no JSON object'],
    ['a list', [], 'is no JSON object'],
    ['another version', { ...index, version: 2 }, 'has the version `2`'],
    ['no objects', { ...index, objects: undefined }, 'lacks `waves` or `objects`'],
    ['a step that there is not', { ...index, waves: [{ name: 'later', awaited: true }] }, 'has a step that there is not'],
    ['steps in another order', { ...index, waves: [...wave('foundation', true), ...wave('definitions', true)].reverse() },
      'has the step `foundation` after `definitions`, which it comes before'],
    ['a step twice', { ...index, waves: [...index.waves, ...index.waves] }, 'has the step `configuration` twice'],
    ['a step twice, with another one between', { ...index, waves: [...index.waves, ...wave('controllers', true), ...index.waves] },
      'has the step `configuration` after `controllers`'],
    ['a step that would not be waited for', { ...index, waves: wave('controllers', false) }, 'says of the step `controllers` that it is not awaited'],
    ['a step that would be waited for', { ...index, waves: wave('services', true) }, 'says of the step `services` that it is awaited'],
    ['an object that needs what is not there', { ...index, objects: [{ ...object, needs: ['/Namespace//shop'] }] },
      'has `/ConfigMap//a` need `/Namespace//shop`, which is not in it'],
    ['a step that is no object', { ...index, waves: ['configuration'] }, 'has a step that there is not'],
    ['an object without a file', { ...index, objects: [{ ...object, file: '' }] }, 'has an entry that is no object'],
    ['an object that needs a number', { ...index, objects: [{ ...object, needs: [1] }] }, 'has an entry that is no object'],
    ['an object in no step of it', { ...index, objects: [{ ...object, wave: 'services' }] }, 'puts `/ConfigMap//a` into a step that it does not have'],
    ['an object twice', { ...index, objects: [object, object] }, 'has `/ConfigMap//a` twice'],
  ])('fails on %s', (_, value, message) => {
    expect(() => readIndex(typeof value === 'string' ? value : JSON.stringify(value))).toThrow(`KN-IDX-006 the index of objects ${message}`);
    if (typeof value !== 'string') expect(checkIndex(value)).toMatchObject({ code: 'KN-IDX-006' });
  });
});
