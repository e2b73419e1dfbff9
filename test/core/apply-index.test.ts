import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, App, type AppProps, Chart, JsonPatch, YamlOutputType } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import {
  appChecks, type ApplyIndex, applyIndexes, ClusterChart, definedKind, describePlatform, isAwaited, KnativeVersion,
  Namespace, objectId, placeInWave, placeObjects, readIndex, SideDocuments, Wave, WAVES,
} from '../../lib/core';
import { APPLY_CHECK } from '../../lib/core/apply-checks';

const folders: string[] = [];
afterAll(() => { for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true }); });

function appIn(props: AppProps = {}): App {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'apply-index-'));
  folders.push(folder);
  const app = new App({ ...props, outdir: path.join(folder, 'dist') });
  appChecks(app).ensure('apply', APPLY_CHECK);
  return app;
}

function object(chart: Chart, apiVersion: string, kind: string, name: string, more: object = {}): ApiObject {
  return new ApiObject(chart, `${kind}-${name}`, { apiVersion, kind, metadata: { name }, ...more });
}

function definition(chart: Chart, group: string, kind: string, scope = 'Namespaced'): ApiObject {
  const names = { kind, plural: `${kind.toLowerCase()}s` };
  const name = `${names.plural}.${group}`;
  return object(chart, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', name, { spec: { group, names, scope } });
}

function indexOf(app: App, cluster = ''): ApplyIndex {
  app.synth();
  SideDocuments.of(app).write();
  return readIndex(fs.readFileSync(path.join(`${app.outdir}-documents`, cluster, 'index.json'), 'utf8'));
}

interface Written {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Every object in the files that cdk8s wrote, with its file. */
function written(app: App): Map<string, string> {
  const files = fs.readdirSync(app.outdir, { recursive: true }).map(String).filter((file) => file.endsWith('.yaml'));
  return new Map(files.flatMap((file) => parseAllDocuments(fs.readFileSync(path.join(app.outdir, file), 'utf8'))
    .map((document) => document.toJS() as Written | null)
    .flatMap((manifest) => manifest === null
      ? [] : [[objectId({ ...manifest, ...manifest.metadata }), file.split(path.sep).join('/')]])));
}

describe('the index of objects', () => {
  test('has every object with its file, its step and what it needs, in the order in which they are applied', () => {
    const app = appIn();
    const chart = new Chart(app, 'orders', { namespace: 'shop' });
    object(chart, 'serving.knative.dev/v1', 'Service', 'orders');
    object(chart, 'example.com/v1', 'Widget', 'w');
    definition(chart, 'example.com', 'Widget');
    new Namespace(new Chart(app, 'namespaces'), 'shop');

    expect(indexOf(app)).toEqual({
      version: 1,
      waves: WAVES.map((name) => ({ name, awaited: isAwaited(name) })),
      objects: [
        { apiVersion: 'v1', kind: 'Namespace', name: 'shop', file: 'namespaces.k8s.yaml', wave: 'foundation', needs: [] },
        {
          apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: 'widgets.example.com', file: 'orders.k8s.yaml',
          wave: 'definitions', needs: [],
        },
        {
          apiVersion: 'serving.knative.dev/v1', kind: 'Service', namespace: 'shop', name: 'orders', file: 'orders.k8s.yaml', wave: 'services',
          needs: ['/Namespace//shop'],
        },
        {
          apiVersion: 'example.com/v1', kind: 'Widget', namespace: 'shop', name: 'w', file: 'orders.k8s.yaml', wave: 'services',
          needs: ['/Namespace//shop', 'apiextensions.k8s.io/CustomResourceDefinition//widgets.example.com'],
        },
      ],
    });
  });

  test('gives objects of a kind that lives outside of namespaces none, whatever their chart says', () => {
    const app = appIn();
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    definition(chart, 'example.com', 'Planet', 'Cluster');
    object(chart, 'example.com/v1', 'Planet', 'earth');

    expect(indexOf(app).objects.map(objectId)).toEqual([
      'apiextensions.k8s.io/CustomResourceDefinition//planets.example.com', 'example.com/Planet//earth',
    ]);
  });

  test('follows patches of names and namespaces, and steps that are said of single objects', () => {
    const app = appIn();
    const chart = new Chart(app, 'chart');
    const late = object(chart, 'apps/v1', 'Deployment', 'before');
    late.addJsonPatch(JsonPatch.replace('/metadata/name', 'after'), JsonPatch.add('/metadata/namespace', 'shop'));
    placeInWave(late, Wave.KNATIVE);

    expect(indexOf(app).objects).toEqual([expect.objectContaining({ name: 'after', namespace: 'shop', wave: 'knative' })]);
  });

  test.each([
    ['reads a Secret that another operator fills in', 'external-secrets.io/v1', 'ExternalSecret'],
    ['is told by a binding where to send events', 'sources.knative.dev/v1', 'SinkBinding'],
  ])('waits for a Deployment of the program only when all is there, also where it %s', (_, apiVersion, kind) => {
    const app = appIn();
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    object(chart, 'apps/v1', 'Deployment', 'worker');
    object(chart, apiVersion, kind, 'needed');

    const { waves, objects } = indexOf(app);

    const awaited = waves.filter((wave) => wave.awaited).map(({ name }) => name);
    const { wave = '' } = objects.find((each) => each.kind === 'Deployment') ?? {};
    expect(wave).toBe('services');
    expect(awaited).not.toContain(wave);
    // It is waited for with the last of those that are not awaited alone, and a binding is in that one.
    expect(waves.filter((each) => !each.awaited).at(-1)?.name).toBe('sources');
    expect(WAVES.map(String).indexOf('credentials')).toBeLessThan(WAVES.map(String).indexOf(wave));
  });

  test('leaves a definition whose patch does not apply to those who render objects', () => {
    const app = new App();
    const widgets = definition(new Chart(app, 'chart'), 'example.com', 'Widget', 'Cluster');
    widgets.addJsonPatch(JsonPatch.replace('/spec/no/such', 1));

    expect(definedKind(widgets)).toBeUndefined();
    expect(placeObjects([widgets])).toEqual([expect.objectContaining({ wave: Wave.DEFINITIONS })]);
  });

  test('says which Knative the program installs, and how', () => {
    const app = appIn();
    const chart = new Chart(app, 'chart');
    object(chart, 'v1', 'ConfigMap', 'a');
    describePlatform({
      construct: chart, existing: false, version: KnativeVersion.V1_23, installedBy: 'release-manifests', dataPlanes: [],
      needDataPlane: () => false,
    });

    expect(indexOf(app).knative).toEqual({ version: '1.23', installedBy: 'release-manifests' });
  });

  test('is there for an app without objects', () => {
    expect(indexOf(appIn()).objects).toEqual([]);
  });

  test('is one for each cluster, in its folder', () => {
    const app = appIn();
    for (const cluster of ['eu', 'us']) object(new ClusterChart(app, cluster, { cluster }), 'v1', 'ConfigMap', `of-${cluster}`);

    expect(indexOf(app, 'eu')).toMatchObject({ cluster: 'eu', objects: [{ name: 'of-eu', file: 'eu.k8s.yaml' }] });
    expect(indexOf(app, 'us')).toMatchObject({ cluster: 'us', objects: [{ name: 'of-us', file: 'us.k8s.yaml' }] });
    expect(fs.readdirSync(`${app.outdir}-documents`)).toEqual(['eu', 'us']);
  });

  test('has dependencies of a step as needs, and objects in their order', () => {
    const app = appIn();
    const chart = new Chart(app, 'chart');
    const first = object(chart, 'v1', 'ConfigMap', 'first');
    const second = object(chart, 'v1', 'ConfigMap', 'second');
    first.addDependency(second);
    const service = object(chart, 'serving.knative.dev/v1', 'Service', 'service');
    service.addDependency(first);

    const { objects } = indexOf(app);

    expect(objects.map(({ name }) => name)).toEqual(['second', 'first', 'service']);
    expect(objects.map(({ needs }) => needs)).toEqual([[], ['/ConfigMap//second'], ['/ConfigMap//first']]);
  });

  test('has no needs between charts that depend on each other where steps order them anyway', () => {
    const app = appIn();
    const platform = new Chart(app, 'platform');
    object(platform, 'v1', 'ConfigMap', 'of-platform');
    const shop = new Chart(app, 'shop');
    object(shop, 'v1', 'ConfigMap', 'of-shop');
    object(shop, 'serving.knative.dev/v1', 'Service', 'orders');
    shop.addDependency(platform);

    const { objects } = indexOf(app);

    expect(objects.map(({ name, file, needs }) => [name, file, needs])).toEqual([
      ['of-platform', '0000-platform.k8s.yaml', []],
      ['of-shop', '0001-shop.k8s.yaml', ['/ConfigMap//of-platform']],
      ['orders', '0001-shop.k8s.yaml', []],
    ]);
  });
});

describe('the files of the index', () => {
  const types = [
    YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE,
    YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  ];
  const shape = fc.record({
    yamlOutputType: fc.constantFrom(...types),
    outputFileExtension: fc.constantFrom(undefined, '.yaml', '.k8s.yaml'),
    /** For each chart: the chart that it lies in and that it depends on, and how many objects it has. */
    charts: fc.array(fc.record({
      id: fc.constantFrom('shop', 'Shop', 'a-b', 'x'.repeat(70), 'sub.domain'),
      within: fc.nat({ max: 4 }), after: fc.nat({ max: 6 }), objects: fc.nat({ max: 3 }), through: fc.boolean(),
    }), { maxLength: 5 }),
  });

  test('are those that cdk8s writes, for every way to divide the output', () => {
    fc.assert(fc.property(shape, ({ charts, ...props }) => {
      const app = appIn(props);
      const made: Chart[] = [];
      const objects: ApiObject[] = [];
      charts.forEach(({ id, within, after, objects: count, through }, position) => {
        const chart = new Chart(made[within] ?? app, `${id}${position}`, { namespace: 'shop' });
        const own = Array.from({ length: count }, (_, number) => object(chart, 'v1', 'ConfigMap', `c${position}.${number}`));
        const earlier = made[after];
        // A chart that lies in another one is written before it, so that it cannot come after it.
        if (earlier !== undefined && !chart.node.scopes.includes(earlier)) {
          const [one] = own;
          const [first] = objects.filter((each) => !chart.node.scopes.includes(each.chart));
          if (through && one !== undefined && first !== undefined) one.addDependency(first);
          else chart.addDependency(earlier);
        }
        made.push(chart);
        objects.push(...own);
      });
      try {
        app.synth();
      } catch (error) {
        expect((error as Error).message).toContain('KN-IDX-007');
        return;
      }
      const [index] = applyIndexes(app).values();
      expect(new Map(index?.objects.map((each) => [objectId(each), each.file]))).toEqual(written(app));
    }), { numRuns: 120 });
  });
});
