import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { Broker, ClusterChart, KnativeService, Namespace, Trigger, Warnings } from '../../lib';
import { Charts, type ChartsOptions } from '../../lib/pulumi';
import { componentOptions } from '../../lib/pulumi/charts-objects';
import { type Recording, recordMocks, type RecordOptions } from './support';

const IMAGE = `ghcr.io/shop/web@sha256:${'a'.repeat(64)}`;

/** An object, as little of it as there can be. */
function add(scope: Construct, kind: string, name: string, apiVersion = 'v1', fields: object = {}): ApiObject {
  return new ApiObject(scope, `${kind} ${name}`, { apiVersion, kind, metadata: { name }, ...fields });
}

function definition(scope: Construct): ApiObject {
  return add(scope, 'CustomResourceDefinition', 'kinds.example.com', 'apiextensions.k8s.io/v1', {
    spec: { group: 'example.com', scope: 'Namespaced', names: { kind: 'Kind', plural: 'kinds' }, versions: [] },
  });
}

interface Shop {
  readonly app: App;
  readonly chart: Chart;
  readonly service: KnativeService;
}

/** A namespace, a broker, a service, and a trigger from one to the other. */
function shop(chartId = 'shop', scope: (chart: Chart) => Construct = (chart) => chart): Shop {
  const app = new App();
  const chart = new Chart(app, chartId, { namespace: 'shop' });
  const place = scope(chart);
  new Namespace(place, 'shop');
  const service = new KnativeService(place, 'web', { image: IMAGE });
  const broker = new Broker(place, 'orders');
  new Trigger(place, 'all', { broker, subscriber: service });
  return { app, chart, service };
}

async function run(program: () => unknown, options?: RecordOptions): Promise<Recording> {
  const recording = recordMocks(options);
  program();
  await recording.settled();
  return recording;
}

function provider(name = 'cluster'): k8s.Provider {
  return new k8s.Provider(name, { ...Charts.PROVIDER_SETTINGS });
}

/** What the program is told, but for what Pulumi says for its own debugging, and of its older packages. */
function told({ logs }: Recording): string[] {
  return logs.filter(({ severity, text }) => severity !== 'debug' && !text.includes('pulumi-waits-ignored'))
    .map(({ severity, text }) => `${severity}: ${text}`);
}

describe('an app', () => {
  test('becomes a component whose children are the objects, with the types and names that Pulumi has for them', async () => {
    const recording = await run(() => new Charts('platform', shop().app, { provider: provider() }));

    expect(recording.resources.map(({ type, name }) => [type, name])).toEqual([
      ['pulumi:providers:kubernetes', 'cluster'],
      ['cdk8s-knative:index:Charts', 'platform'],
      ['kubernetes:core/v1:Namespace', 'platform/shop'],
      ['kubernetes:serving.knative.dev/v1:Service', 'platform/shop/web'],
      ['kubernetes:eventing.knative.dev/v1:Broker', 'platform/shop/orders'],
      ['kubernetes:eventing.knative.dev/v1:Trigger', 'platform/shop/all'],
    ]);
    const { urn } = recording.named('platform');
    expect(new Set(recording.objects().map(({ parent }) => parent))).toEqual(new Set([urn]));
    expect(recording.rejections).toEqual([]);
  });

  test('is registered with what stands in its manifests', async () => {
    const { app } = shop();
    const recording = await run(() => new Charts('shop', app));
    const withoutWaits = ({ metadata, ...rest }: Record<string, unknown>) => {
      const { annotations = {}, ...others } = metadata as { annotations?: Record<string, string> };
      const left = Object.fromEntries(Object.entries(annotations).filter(([key]) => !key.startsWith('pulumi.com/')));
      return { ...rest, metadata: { ...others, ...Object.keys(left).length === 0 ? {} : { annotations: left } } };
    };

    expect(recording.objects().map(({ inputs }) => withoutWaits(inputs)))
      .toEqual(expect.arrayContaining(app.charts.flatMap((chart) => chart.toJson() as object[])));
  });

  test('waits in its order: the namespace first, and what comes later for all of the step before', async () => {
    const recording = await run(() => new Charts('shop', shop().app), { delay: () => 5 });
    const waits = recording.objects().map(({ name, dependencies }) => [name, dependencies]);

    expect(waits).toEqual([
      ['shop/shop', []],
      ['shop/shop/web', ['shop/shop']],
      ['shop/shop/orders', ['shop/shop', 'shop/shop/web']],
      ['shop/shop/all', ['shop/shop', 'shop/shop/orders']],
    ]);
    expect(recording.objects().filter(({ name }) => !name.endsWith('/all') && name !== 'shop/shop')
      .map(({ inputs }) => (inputs.metadata as { annotations: object }).annotations))
      .toEqual([{ 'pulumi.com/waitFor': 'condition=Ready' }, { 'pulumi.com/waitFor': 'condition=Ready' }]);
  });

  test('is the same to Pulumi wherever its charts and constructs lie', async () => {
    const before = await run(() => new Charts('shop', shop().app));
    const after = await run(() => new Charts('shop', shop('renamed', (chart) => new Construct(chart, 'inner')).app));

    expect(after.objects()).toEqual(before.objects());
  });

  test('is whole to Pulumi when all of it is registered', async () => {
    const recording = recordMocks();
    const monitor = pulumi.runtime.getMonitor() as unknown as { registerResourceOutputs(...args: unknown[]): void };
    const ended = jest.spyOn(monitor, 'registerResourceOutputs');
    new Charts('shop', shop().app);
    await recording.settled();
    expect(ended).toHaveBeenCalledTimes(1);
  });

  test('is registered alike each time', async () => {
    const [first, second] = [await run(() => new Charts('shop', shop().app)), await run(() => new Charts('shop', shop().app))];
    expect(second.resources).toEqual(first.resources);
  });

  test('of several clusters goes to each with its own provider', async () => {
    const app = new App();
    for (const cluster of ['east', 'west']) {
      add(new ClusterChart(app, cluster, { cluster, namespace: 'shop' }), 'ConfigMap', 'settings');
    }
    const recording = await run(() => ['east', 'west'].map((chartsOf) =>
      new Charts(chartsOf, app, { chartsOf, provider: provider(chartsOf) })));

    expect(recording.objects().map(({ name, provider: used }) => [name, used.split('::').at(-2)])).toEqual([
      ['east/shop/settings', 'east'], ['west/shop/settings', 'west'],
    ]);
  });

  test('goes to two clusters, with two providers', async () => {
    const { app } = shop();
    const recording = await run(() => {
      for (const name of ['east', 'west']) new Charts(name, app, { provider: provider(name) });
    });
    expect(recording.objects()).toHaveLength(8);
    expect(recording.objects().filter(({ name, provider: used }) => !used.includes(`::${name.split('/')[0]}::`))).toEqual([]);
  });

  test('says its warnings to whoever runs Pulumi, each once, and none that is acknowledged', async () => {
    const { app, chart } = shop();
    Warnings.of(chart).acknowledge('no-dead-letter-sink', 'events may be lost here');
    const recording = await run(() => {
      for (const name of ['east', 'west']) new Charts(name, app, { provider: provider(name) });
    });
    expect(told(recording)).toEqual([expect.stringMatching(/^warn: warning trigger-matches-everything: .* \[shop\/all\]$/)]);
  });

  test('fails where it treats its warnings as errors', async () => {
    const { app } = shop();
    Warnings.of(app).treatAsErrors();
    await run(() => {
      expect(() => new Charts('shop', app)).toThrow('KN-WRN-002 warning `no-dead-letter-sink`');
    });
  });
});

describe('options', () => {
  const OPTIONS: readonly (readonly [string, ChartsOptions, (recording: Recording) => unknown, unknown])[] = [
    ['protect all objects', { protect: true },
      (recording) => recording.objects().every(({ protect }) => protect), true],
    ['leave them unprotected', {}, (recording) => recording.objects().some(({ protect }) => protect), false],
    ['retain definitions and namespaces', {}, retained, ['shop/kinds.example.com', 'shop/shop']],
    ['retain all', { retainOnDelete: true }, retained, [
      'shop/kinds.example.com', 'shop/shop', 'shop/shop/all', 'shop/shop/orders', 'shop/shop/web',
    ]],
    ['retain nothing', { retainOnDelete: false }, retained, []],
    ['name a former `Charts`, which its objects follow', { aliases: [{ name: 'store' }] },
      (recording) => recording.named('shop').aliases, [{ name: 'store' }]],
    ['are changed by a transformation', {
      transformations: [({ type, props, opts }) => type.endsWith(':Broker')
        ? { props: { ...props, metadata: { name: 'other' } }, opts }
        : undefined],
    }, (recording) => recording.named('shop/shop/orders').inputs.metadata, { name: 'other' }],
    ['are those of single objects', { objectOptions: ({ kind }) => kind === 'Broker'
      ? { protect: true, ignoreChanges: ['spec.delivery'], customTimeouts: { create: '20m' }, aliases: [{ name: 'old' }] }
      : undefined },
    (recording) => recording.objects().filter(({ protect }) => protect)
      .map(({ name, ignoreChanges, customTimeouts, aliases }) => ({ name, ignoreChanges, customTimeouts, aliases })), [{
      name: 'shop/shop/orders',
      ignoreChanges: ['spec.delivery'],
      customTimeouts: { create: '20m' },
      aliases: [expect.objectContaining({ name: 'old' })],
    }]],
    ['have all objects wait longer, and single ones longer still', {
      customTimeouts: { create: '15m' },
      objectOptions: ({ kind }) => kind === 'Broker' ? { customTimeouts: { create: '20m' } } : undefined,
    }, (recording) => recording.objects().map(({ name, customTimeouts }) => [name, customTimeouts.create]),
    expect.arrayContaining([['shop/shop', '15m'], ['shop/shop/web', '15m'], ['shop/shop/orders', '20m'], ['shop/shop/all', '15m']])],
    ['import single objects', { objectOptions: ({ kind }) => kind === 'Broker' ? { import: 'shop/orders' } : undefined },
      (recording) => recording.objects().flatMap((object) => object.import === '' ? [] : [object.import]), ['shop/orders']],
    ['keep what single objects are replaced for', {
      objectOptions: ({ kind }) => kind === 'Broker' ? { replaceOnChanges: ['spec'] } : undefined,
    }, (recording) => {
      const { replaceOnChanges, deleteBeforeReplace } = recording.named('shop/shop/orders');
      return [replaceOnChanges, deleteBeforeReplace];
    }, [['spec'], true]],
    ['keep the order of what single objects depend on besides', {
      objectOptions: ({ kind }) => kind === 'Broker' ? { dependsOn: [] } : undefined,
    }, (recording) => recording.named('shop/shop/orders').dependencies.includes('shop/shop'), true],
  ];

  function retained(recording: Recording): string[] {
    return recording.objects().filter(({ retainOnDelete }) => retainOnDelete).map(({ name }) => name).sort();
  }

  test.each(OPTIONS)('%s', async (_, options, seen, expected) => {
    const recording = await run(() => {
      const { app, chart } = shop();
      definition(chart);
      return new Charts('shop', app, options);
    });
    expect(recording.rejections).toEqual([]);
    expect(seen(recording)).toEqual(expected);
  });

  test('name what single objects were called, and in which `Charts` they were', async () => {
    const { app, service } = shop();
    const recording = await run(() => new Charts('shop', app, {
      renamed: [{ object: service, name: 'site' }, { object: service.apiObject, charts: 'old', namespace: '' }],
    }));
    const { aliases, deleteBeforeReplace } = recording.named('shop/shop/web');
    expect(aliases.map(({ name }) => name)).toEqual(['shop/shop/site', 'old/web']);
    // The object of the former name is another one in the cluster: the new one comes first.
    expect(deleteBeforeReplace).toBeUndefined();
  });

  test('hand the provider of a parent, of a list or of an object to all objects', async () => {
    const programs: readonly ((used: k8s.Provider) => ChartsOptions)[] = [
      (used) => ({ provider: used }),
      (used) => ({ providers: [used] }),
      (used) => ({ providers: { kubernetes: used } }),
      (used) => ({ parent: new pulumi.ComponentResource('my:index:Parent', 'parent', {}, { provider: used }) }),
      (used) => ({ objectOptions: () => ({ provider: used }) }),
    ];
    for (const options of programs) {
      const recording = await run(() => new Charts('shop', shop().app, options(provider())));
      expect(recording.objects().filter(({ provider: used }) => !used.includes('::cluster::'))).toEqual([]);
    }
  });

  test('have every object come after what the `Charts` depends on, and be deleted before it', async () => {
    const recording = await run(() => {
      const first = new k8s.core.v1.ConfigMap('first', { metadata: { name: 'first' } });
      return new Charts('shop', shop().app, { dependsOn: [first] });
    }, { delay: ({ name }) => name === 'first' ? 20 : 0 });

    expect(recording.resources.map(({ name }) => name).indexOf('first')).toBe(0);
    expect(recording.named('shop').dependencies).toEqual(['first']);
    expect(recording.named('shop/shop').dependencies).toEqual(['first']);
  });

  test.each([
    ['a list', (before: Charts) => [before]],
    ['a resource', (before: Charts) => before],
    ['an output', (before: Charts) => pulumi.output([before])],
    ['a promise', (before: Charts) => Promise.resolve([before])],
  ])('have one `Charts` come after all of another, given as %s', async (_, dependsOn) => {
    const recording = await run(() => {
      const app = new App();
      add(new Chart(app, 'other'), 'ConfigMap', 'other');
      const before = new Charts('before', shop().app);
      return new Charts('after', app, { dependsOn: dependsOn(before) });
    }, { delay: ({ name }) => name.startsWith('before') ? 3 : 0 });

    expect(recording.rejections).toEqual([]);
    expect(recording.objects().at(-1)?.name).toBe('after/other');
    // All that is before it in the other `Charts`, that one waits for.
    expect(recording.named('after/other').dependencies).toEqual(['before/shop/all']);
  });

  test('hand transforms, and all else that a component takes, to Pulumi', () => {
    const given: ChartsOptions = {
      transforms: [() => undefined], version: '1.0.0', ignoreChanges: ['a'], urn: 'urn', protect: false,
      chartsOf: 'east', renamed: [], objectOptions: () => undefined, retainOnDelete: false,
    };
    const { transforms, version, ignoreChanges, urn, protect } = given;
    const order = { objects: [], after: new Map(), awaited: new Set<string>(), awaiting: new Map() };
    expect(componentOptions({ order }, given))
      .toEqual({ transforms, version, ignoreChanges, urn, protect });
  });

  test('name a provider for a single object only', async () => {
    const recording = await run(() => {
      const other = provider('other');
      return new Charts('shop', shop().app, {
        provider: provider(), objectOptions: ({ kind }) => kind === 'Broker' ? { provider: other } : undefined,
      });
    });
    expect(recording.objects().filter(({ provider: used }) => used.includes('::other::')).map(({ name }) => name))
      .toEqual(['shop/shop/orders']);
  });
});

describe('any app', () => {
  interface Random {
    readonly kinds: readonly number[];
    readonly delays: readonly number[];
    /** Pairs of positions: the later object depends on the earlier one. */
    readonly edges: readonly (readonly [number, number])[];
  }

  const KINDS: readonly (readonly [string, string])[] = [
    ['v1', 'ConfigMap'], ['v1', 'Namespace'], ['apps/v1', 'ReplicaSet'], ['example.com/v1', 'Kind'],
    ['serving.knative.dev/v1', 'Service'], ['eventing.knative.dev/v1', 'Broker'], ['eventing.knative.dev/v1', 'Trigger'],
  ];
  const APPS: fc.Arbitrary<Random> = fc.record({
    kinds: fc.array(fc.nat(KINDS.length - 1), { minLength: 1, maxLength: 12 }),
    delays: fc.array(fc.nat(4), { minLength: 3, maxLength: 3 }),
    edges: fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 8 }),
  });

  /** Objects of some kinds, of which some depend on others of the same kind, so that no step stands against it. */
  function appOf({ kinds, edges }: Random): App {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const objects = kinds.map((kind, index) => {
      const [apiVersion, name] = KINDS[kind] ?? ['v1', 'ConfigMap'];
      return add(chart, name, `o${index}`, apiVersion, name === 'ReplicaSet' ? { spec: { selector: {} } } : {});
    });
    for (const [one, other] of edges) {
      const [before, after] = [objects[Math.min(one, other)], objects[Math.max(one, other)]];
      if (before !== undefined && after !== undefined && before !== after && before.kind === after.kind) {
        after.node.addDependency(before);
      }
    }
    return app;
  }

  test('is registered whole, each object once, when what it waits for is there', async () => {
    await fc.assert(fc.asyncProperty(APPS, async (random) => {
      const answered = new Set<string>();
      const early: string[] = [];
      const after = new Map<string, readonly string[]>();
      const recording = recordMocks({
        delay: ({ name }) => random.delays[name.length % 3] ?? 0,
        state: ({ name }) => {
          answered.add(name);
          return {};
        },
      });
      const app = appOf(random);
      const charts = new Charts('any', app);
      for (const [object] of charts.resources) {
        const needed = object.node.dependencies.flatMap(({ node }) => node.id.split(' ').slice(1));
        after.set(`any/${object.name}`, needed.map((name) => `any/${name}`));
      }
      await recording.settled();
      for (const { name, dependencies } of recording.objects()) {
        const transitive = reachable(name, recording);
        early.push(...(after.get(name) ?? []).filter((needed) => !transitive.has(needed)));
        early.push(...dependencies.filter((needed) => !answered.has(needed)));
      }
      expect([early, recording.rejections]).toEqual([[], []]);
      expect(recording.objects().map(({ name }) => name).sort()).toEqual(random.kinds.map((_, index) => `any/o${index}`).sort());
    }), { numRuns: 10 });
  }, 30_000);

  function reachable(name: string, recording: Recording): Set<string> {
    const found = new Set<string>();
    const visit = (each: string): void => {
      for (const next of recording.named(each).dependencies) {
        if (found.has(next)) continue;
        found.add(next);
        visit(next);
      }
    };
    visit(name);
    return found;
  }
});

describe('handles', () => {
  test('are found by objects, and by constructs that write one', async () => {
    const { app, chart, service } = shop();
    const plain = add(chart, 'ConfigMap', 'plain');
    const nested = new Construct(chart, 'nested');
    add(nested, 'Secret', 'x').node.addMetadata('x', 'y');
    Object.defineProperty(nested.node, 'defaultChild', { value: nested.node.children[0] });
    const found: unknown[] = [];
    await run(() => {
      const charts = new Charts('shop', app);
      const { resources } = charts;
      found.push(...[service, service.apiObject, plain, nested].map((each) => {
        const resource = charts.resource(each);
        return [...resources].find(([, other]) => other === resource)?.[0].name;
      }), resources.size, [...resources.keys()].map(({ kind }) => kind));
    });
    expect(found).toEqual(['web', 'web', 'plain', 'x', 6, [
      'Namespace', 'ConfigMap', 'Secret', 'Service', 'Broker', 'Trigger',
    ]]);
  });
});
