import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import { ClusterChart, KnativeService } from '../../lib';
import { Charts, type ChartsOptions } from '../../lib/pulumi';
import * as packages from '../../lib/pulumi/peers';
import { recordMocks } from './support';

/** A chart with one ConfigMap of each name. */
function appWith(...names: readonly string[]): App {
  const app = new App();
  const chart = new Chart(app, 'chart');
  for (const name of names) configMap(chart, name, `${name} ${chart.node.children.length}`);
  return app;
}

function configMap(chart: Chart, name: string, id = name): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
}

/** The error of a program, after it has run to its end; nothing is registered by then. */
async function refusal(program: () => unknown, registered: readonly string[] = []): Promise<string> {
  const recording = recordMocks();
  let error: unknown;
  try {
    program();
  } catch (caught) {
    error = caught;
  }
  await recording.settled();
  expect(recording.objects().map(({ name }) => name)).toEqual(registered);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  return String(error);
}

/** As JavaScript has it, where types do not help. */
const Untyped: new (...args: unknown[]) => Charts = Charts as never;

test('fails without an engine of Pulumi, which would let the program end well', () => {
  expect(() => new Charts('shop', appWith('a'))).toThrow(
    /^Validation failed with the following errors:\n {2}KN-PUL-001 no engine of Pulumi runs this program, .*\(test\/pulumi\/runtime-checks\.test\.ts:\d+:\d+\)$/);
});

test('fails on packages of Pulumi that are not supported', async () => {
  const peers = jest.spyOn(packages, 'peers').mockReturnValue([
    { name: '@pulumi/pulumi', range: '^3.142.0', installed: '3.9.0', supported: false },
    { name: '@pulumi/kubernetes', range: '^4.0.0', installed: '4.1.1', supported: true },
  ]);
  const text = await refusal(() => new Charts('shop', appWith('a')));
  peers.mockRestore();
  expect(text).toContain("KN-PUL-002 the version `3.9.0` of `@pulumi/pulumi` is not supported; allowed: @pulumi/pulumi ^3.142.0; write `npm install '@pulumi/pulumi@^3.142.0'`");
});

describe('a program', () => {
  function emptyChart(): App {
    const app = appWith('a');
    new Chart(app, 'empty');
    return app;
  }

  function twoClusters(): App {
    const app = new App();
    for (const cluster of ['east', 'west']) configMap(new ClusterChart(app, cluster, { cluster }), 'a');
    return app;
  }

  function withPlain(app: App): App {
    configMap(new Chart(app, 'plain'), 'b');
    return app;
  }

  test('may mean the charts that name no cluster', async () => {
    const recording = recordMocks();
    new Charts('shop', withPlain(twoClusters()), { chartsOf: '' });
    await recording.settled();
    expect(recording.objects().map(({ name }) => name)).toEqual(['shop/b']);
  });

  function circle(): App {
    const app = new App();
    const [one, two] = ['one', 'two'].map((id) => new Chart(app, id));
    for (const chart of [one, two]) if (chart !== undefined) configMap(chart, chart.node.id);
    if (one !== undefined && two !== undefined) {
      one.addDependency(two);
      two.addDependency(one);
    }
    return app;
  }

  /** A `Charts` of two objects, with what each was called. */
  function renaming(names: readonly (readonly [now: string, before: string | undefined])[], charts?: string): Charts {
    const app = appWith('a', 'b');
    const objects = app.charts.flatMap((chart) => chart.apiObjects);
    return new Charts('shop', app, { renamed: names.flatMap(([now, name]) =>
      objects.filter((object) => object.name === now).map((object) => ({ object, name, charts }))) });
  }

  test('may say of two objects that they had one name, in two `Charts`, and of one what it was called twice', async () => {
    const recording = recordMocks();
    renaming([['a', 'b'], ['a', 'x'], ['a', 'x'], ['b', 'a']], 'other');
    await recording.settled();
    expect(recording.named('shop/a').aliases.map(({ name }) => name)).toEqual(expect.arrayContaining(['other/b', 'other/x']));
    expect(recording.named('shop/b').aliases.map(({ name }) => name)).toEqual(['other/a']);
  });

  const REFUSED: readonly (readonly [string, () => unknown, string])[] = [
    ['an app without objects', () => new Charts('shop', new App()), 'KN-PUL-003 an app without objects is applied'],
    ['an empty chart', () => new Charts('shop', emptyChart()), 'KN-PUL-004 the chart `empty` is empty'],
    ['a chart in place of its app', () => new Untyped('shop', appWith('a').charts[0]), 'KN-PUL-005 what is applied is no app of cdk8s'],
    ['no app', () => new Untyped('shop'), 'KN-PUL-005 what is applied is no app of cdk8s'],
    ['charts of two clusters', () => new Charts('shop', twoClusters()), 'KN-PUL-006 the app has objects of 2 clusters'],
    ['another cluster', () => new Charts('shop', twoClusters(), { chartsOf: 'north' }), 'KN-PUL-006 no chart of the app is one of the cluster `north`'],
    ['charts of clusters and one of none', () => new Charts('shop', withPlain(twoClusters())),
      'KN-PUL-006 the app has objects of 3 clusters, and all of them would be put on one; the chart `plain` names no cluster; allowed: one of `east`, `west`, and '
      + "`''` for charts that name none; write `chartsOf: 'east'`, for example, or `chartsOf: ''`; or make that chart a `ClusterChart`"],
    ['a list that is none', () => new Untyped('shop', appWith('a'), { renamed: {} }), 'KN-TYP-001 `renamed` is no list'],
    ['another list that is none', () => new Untyped('shop', appWith('a'), { unguarded: 'a' }), 'KN-TYP-001 `unguarded` is no list'],
    ['a switch that is none', () => new Untyped('shop', appWith('a'), { retainOnDelete: 'yes' }), 'KN-TYP-001 `retainOnDelete` `yes` is neither true nor false'],
    ['options of objects that are no function', () => new Untyped('shop', appWith('a'), { objectOptions: {} }), 'KN-TYP-001 `objectOptions` of a `Charts` is no function'],
    ['a cluster that is no text', () => new Untyped('shop', appWith('a'), { chartsOf: 7 }), 'KN-TYP-001 `chartsOf` of a `Charts` is no text: `7`'],
    ['two objects that change their names', () => renaming([['a', 'b'], ['b', 'a']]), 'KN-PUL-014 ConfigMap `a` is said to have been ConfigMap `b`'],
    ['an object that has its former name', () => renaming([['a', 'a']]), 'KN-PUL-014 `renamed` does not say what ConfigMap `a` was called'],
    ['an empty name', () => new Charts(' ', appWith('a')), 'KN-PUL-012 ` ` is no name of a `Charts`'],
    ['a name with the parts of a URN', () => new Charts('a::b', appWith('a')), 'KN-PUL-012 `a::b` is no name'],
    ['an app in place of the name', () => new Untyped(appWith('a')), 'KN-PUL-012'],
    ['two objects of one identity', () => new Charts('shop', appWith('a', 'a')), 'KN-NAM-002 ConfigMap `a` in no namespace is already made by'],
    ['charts that wait for each other', () => new Charts('shop', circle()), 'KN-IDX-007 dependencies lead back to where they began'],
    ['a former name that an object of the app has now', () => renaming([['b', 'a']]),
      'KN-PUL-014 ConfigMap `b` is said to have been ConfigMap `a`, which is an object of the app itself'],
    ['a former name of two objects', () => renaming([['a', 'x'], ['b', 'x']]),
      'KN-PUL-014 ConfigMap `b` is said to have been ConfigMap `x`, and so is ConfigMap `a`'],
    ['a renamed object without a former name', () => renaming([['a', undefined]]),
      'KN-PUL-014 `renamed` does not say what ConfigMap `a` was called'],
    ['a renamed object of another app', () => new Charts('shop', appWith('a'), {
      renamed: [{ object: appWith('b').charts[0] as Chart, name: 'x' }],
    }), 'KN-PUL-007 `chart` is no object of the app'],
    ['an unguarded object of another app', () => new Charts('shop', appWith('a'), { unguarded: appWith('b').charts }),
      'KN-PUL-007 `chart` is no object of the app'],
  ];

  test.each(REFUSED)('fails with %s, before anything is registered', async (_, program, expected) => {
    expect(await refusal(program)).toContain(expected);
  });

  test('fails once, with all that is wrong with it, in the words of cdk8s', async () => {
    const app = emptyChart();
    const chart = new Chart(app, 'services', { namespace: 'shop' });
    for (const id of ['A', 'B']) new KnativeService(chart, id, { image: 'ghcr.io/shop/web:1.0' });
    const text = await refusal(() => new Charts('shop', app));
    expect(text.match(/KN-\w+-\d+/g)).toEqual(['KN-NAM-001', 'KN-NAM-001', 'KN-PUL-004']);
    expect(text).toMatch(/^Error: Validation failed with the following errors:\n {2}\[services\/A\] KN-NAM-001 /);
  });
});

describe('an object of two `Charts`', () => {
  test('fails where both have one provider', async () => {
    const text = await refusal(() => {
      const provider = new k8s.Provider('cluster', {});
      new Charts('first', appWith('a', 'b'), { provider });
      return new Charts('second', appWith('b', 'c'), { provider });
    }, ['first/a', 'first/b']);
    expect(text).toContain('KN-PUL-008 ConfigMap `b` is put on the cluster by the `Charts` `first` already, and `second`');
    expect(text.match(/KN-PUL/g)).toHaveLength(1);
  });

  test('fails where both have the default provider, in the same run only', async () => {
    const program = () => {
      new Charts('first', appWith('a'));
      return new Charts('second', appWith('a'));
    };
    expect(await refusal(program, ['first/a'])).toContain('KN-PUL-008');
    expect(await refusal(program, ['first/a'])).toContain('KN-PUL-008');
  });

  test('is right where each has its own provider, or its options name one', async () => {
    const recording = recordMocks();
    const providers = ['east', 'west'].map((name) => new k8s.Provider(name, {}));
    for (const provider of providers) new Charts(provider === providers[0] ? 'east' : 'west', appWith('a'), { provider });
    const third = new k8s.Provider('third', {});
    new Charts('third', appWith('a'), { provider: providers[0], objectOptions: () => ({ provider: third }) });
    await recording.settled();
    expect(recording.objects().map(({ name }) => name).sort()).toEqual(['east/a', 'third/a', 'west/a']);
  });
});

describe('two `Charts` of one name', () => {
  class Part extends pulumi.ComponentResource {
    constructor(type: string, name: string, parent?: pulumi.Resource) {
      super(`shop:index:${type}`, name, {}, { parent });
    }
  }

  const two = (one: ChartsOptions, other: ChartsOptions): unknown => {
    new Charts('shop', appWith('a'), { ...one, provider: new k8s.Provider('east', {}) });
    return new Charts('shop', appWith('b'), { ...other, provider: new k8s.Provider('west', {}) });
  };

  test('fail, since Pulumi would take both for one', async () => {
    expect(await refusal(() => two({}, {}), ['shop/a'])).toContain('KN-PUL-012 there is a `Charts` `shop` in the program already');
    const inParts = () => two({ parent: new Part('Part', 'one') }, { parent: new Part('Part', 'other') });
    expect(await refusal(inParts, ['shop/a'])).toContain('KN-PUL-012');
  });

  test('are right below parents of other types', async () => {
    const recording = recordMocks();
    const part = new Part('Part', 'one');
    two({}, { parent: part });
    new Charts('shop', appWith('c'), { parent: new Part('Other', 'inner', part) });
    await recording.settled();
    expect(recording.objects().map(({ name }) => name).sort()).toEqual(['shop/a', 'shop/b', 'shop/c']);
  });
});

describe('a provider', () => {
  type Given = (other: pulumi.ProviderResource, right: k8s.Provider) => ChartsOptions;
  const REFUSED: readonly (readonly [string, Given, string])[] = [
    ['of something else', (other) => ({ provider: other }), '`provider` of a `Charts` is `pulumi:providers:random`'],
    ['under another key', (_, right) => ({ providers: { cluster: right } }), '`providers` under `cluster` of a `Charts` is'],
    ['of something else under the key', (other) => ({ providers: { kubernetes: other } }), 'is `pulumi:providers:random`'],
    ['that is none', () => ({ provider: 'cluster' as never }), 'is no provider'],
  ];

  class Other extends pulumi.ProviderResource {
    constructor() {
      super('random', 'other');
    }
  }

  test.each(REFUSED)('fails where it is one %s', async (_, options, expected) => {
    const text = await refusal(() => new Charts('shop', appWith('a'), options(new Other(), new k8s.Provider('right', {}))));
    expect(text).toContain('KN-PUL-013');
    expect(text).toContain(expected);
  });

  test('fails where that of an object is one of something else, once for each', async () => {
    const text = await refusal(() => {
      const options = { provider: new Other() };
      return new Charts('shop', appWith('a', 'b'), { objectOptions: () => options });
    });
    expect(text).toContain('KN-PUL-013 `provider` of `objectOptions` is `pulumi:providers:random`');
    expect(text.match(/KN-PUL/g)).toHaveLength(1);
  });

  test('may stand beside those of other packages', async () => {
    const recording = recordMocks();
    new Charts('shop', appWith('a'), { providers: [new Other(), new k8s.Provider('right', {})] });
    await recording.settled();
    expect(recording.named('shop/a').provider).toContain('::right::');
  });
});

describe('an app that grows after `new Charts`', () => {
  async function errors(program: () => unknown): Promise<string[]> {
    const recording = recordMocks();
    program();
    await recording.settled();
    return recording.logs.filter(({ severity }) => severity === 'error').map(({ text }) => text);
  }

  test('fails the update, and names what was added', async () => {
    expect(await errors(() => {
      const app = appWith('a');
      const charts = new Charts('shop', app);
      const [chart] = app.charts;
      for (const name of ['b', 'c', 'd', 'e']) if (chart !== undefined) configMap(chart, name);
      return charts;
    })).toEqual([expect.stringMatching(
      /^KN-PUL-009 the program added objects after `new Charts` had read the app: ConfigMap `b`, ConfigMap `c`, ConfigMap `d` and 1 more; .*runtime-checks\.test\.ts/)]);
  });

  test('fails the update where it changes an object', async () => {
    expect(await errors(() => {
      const app = new App();
      const service = new KnativeService(new Chart(app, 'chart', { namespace: 'shop' }), 'web', { image: `ghcr.io/shop/web@sha256:${'a'.repeat(64)}` });
      const charts = new Charts('shop', app);
      service.apiObject.metadata.addLabel('a', 'b');
      return charts;
    })).toEqual([expect.stringContaining('KN-PUL-009 the program changed objects after `new Charts` had read the app: Service `shop/web`')]);
  });

  /** An object of which a value is made anew whenever it is asked for. */
  function restless(app: App, produce: () => unknown): ApiObject {
    const data = { value: Lazy.any({ produce }) as string };
    return new ApiObject(new Chart(app, 'chart'), 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });
  }

  test('is right where a value of it is another output, or another text, each time that it is asked for', async () => {
    const bucket = pulumi.output('invoices');
    let asked = 0;
    for (const produce of [() => bucket.apply((name) => `s3://${name}`), () => `${asked++}`]) {
      expect(await errors(() => {
        const app = new App();
        restless(app, produce);
        return new Charts('shop', app);
      })).toEqual([]);
    }
  });

  test('fails the update where it changes an object beside such an output', async () => {
    expect(await errors(() => {
      const app = new App();
      const object = restless(app, () => pulumi.output('invoices').apply((name) => name));
      const charts = new Charts('shop', app);
      object.metadata.addLabel('a', 'b');
      return charts;
    })).toEqual([expect.stringContaining('KN-PUL-009 the program changed objects after `new Charts` had read the app: ConfigMap `a`')]);
  });

  test('is right where what it gets is of another cluster', async () => {
    expect(await errors(() => {
      const app = new App();
      configMap(new ClusterChart(app, 'east', { cluster: 'east' }), 'a');
      new Charts('east', app, { chartsOf: 'east' });
      configMap(new ClusterChart(app, 'west', { cluster: 'west' }), 'b');
      return new Charts('west', app, { chartsOf: 'west', provider: new k8s.Provider('west', {}) });
    })).toEqual([]);
  });
});
