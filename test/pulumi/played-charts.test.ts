import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { Broker, KnativeService, Namespace, Trigger } from '../../lib';
import { Charts, type ChartsOptions } from '../../lib/pulumi';
import { play, type Played } from './played-engine';

const IMAGE = `ghcr.io/shop/web@sha256:${'a'.repeat(64)}`;
const CONFIG = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop' };

/** Older packages of Pulumi have no hooks. */
const withHooks = typeof pulumi.ResourceHook === 'function' ? test : test.skip;

jest.setTimeout(30_000);

interface Shop {
  readonly charts?: string;
  readonly chart?: string;
  readonly below?: string;
  readonly broker?: string;
  readonly config?: string;
  readonly pings?: string;
  readonly subject?: string;
  readonly options?: (app: App) => ChartsOptions;
  readonly without?: readonly string[];
}

/** A definition, a namespace, a broker and what hangs on it, put on a cluster. */
function shop({
  charts = 'shop', chart: chartId = 'shop', below, broker: name = 'orders', config = 'one', pings = 'v1',
  subject = 'web', options, without = [],
}: Shop = {}): () => void {
  return () => {
    const app = new App();
    const chart = new Chart(app, chartId, { namespace: 'shop' });
    const place = below === undefined ? chart : new Construct(chart, below);
    new Namespace(place, 'shop');
    const service = new KnativeService(place, 'web', { image: IMAGE });
    const broker = new Broker(place, name);
    ApiObject.of(broker).addJsonPatch(JsonPatch.add('/spec/config', { ...CONFIG, name: config }));
    if (!without.includes('Trigger')) new Trigger(place, 'all', { broker, subscriber: service });
    new ApiObject(place, 'binding', {
      apiVersion: 'sources.knative.dev/v1', kind: 'SinkBinding', metadata: { name: 'binding' },
      spec: { subject: { apiVersion: 'apps/v1', kind: 'Deployment', name: subject }, sink: { uri: 'http://sink' } },
    });
    new ApiObject(place, 'source', {
      apiVersion: `sources.knative.dev/${pings}`, kind: 'PingSource',
      metadata: { name: 'ping' }, spec: { sink: { uri: 'http://sink' } },
    });
    const provider = new k8s.Provider('cluster', { ...Charts.PROVIDER_SETTINGS });
    new Charts(charts, app, { provider, ...options?.(app) });
  };
}

const ops = ({ steps }: Played): Record<string, string> => Object.fromEntries(steps.map(({ name, op }) => [name, op]));
const changed = (played: Played): Record<string, string> =>
  Object.fromEntries(Object.entries(ops(played)).filter(([, op]) => op !== 'same'));

/** What the first run of the same program leaves is the same, and most tests begin with it. */
let firstRun: Promise<Played> | undefined;
/** What the same program leaves, removed. */
let removal: Promise<Played> | undefined;

async function twice(before: Shop, after: Shop, preview = false): Promise<Played> {
  const isUsual = Object.keys(before).length === 0;
  const first = await (isUsual ? firstRun ??= play(shop()) : play(shop(before)));
  expect([first.error, first.failures]).toEqual([undefined, []]);
  return play(shop(after), { state: first.state, preview });
}

describe('the engine', () => {
  test('makes every object of an app', async () => {
    const played = await play(shop());

    expect(played).toMatchObject({ error: undefined, failures: [] });
    expect(new Set(Object.values(ops(played)))).toEqual(new Set(['create']));
    expect(played.completed).toContain('shop');
    expect([...played.state.cluster].sort()).toEqual([
      '/Namespace//shop', 'eventing.knative.dev/Broker/shop/orders', 'eventing.knative.dev/Trigger/shop/all',
      'serving.knative.dev/Service/shop/web', 'sources.knative.dev/PingSource/shop/ping',
      'sources.knative.dev/SinkBinding/shop/binding',
    ]);
  });

  test('gives every object the provider of the `Charts`', async () => {
    const { objects, resources } = await play(shop());
    const { urn, id } = resources.find(({ type }) => type === 'pulumi:providers:kubernetes') ?? {};

    expect(new Set(objects.map(({ provider }) => provider))).toEqual(new Set([`${urn}::${id}`]));
  });

  test.each<[string, Shop]>([
    ['the same program', {}],
    ['another chart', { chart: 'store' }],
    ['constructs in another place', { below: 'sales' }],
    ['another name of the `Charts`, with an alias', { charts: 'store', options: () => ({ aliases: [{ name: 'shop' }] }) }],
  ])('does nothing for %s', async (_, after) => {
    const played = await twice({}, after);

    expect(played).toMatchObject({ error: undefined, failures: [] });
    expect(changed(played)).toEqual({});
  });

  test('takes another version of a kind for the same object', async () => {
    const played = await twice({ pings: 'v1beta2' }, {});

    expect(played.failures).toEqual([]);
    expect(played.steps.filter(({ op }) => op === 'create' || op === 'delete').map(({ name }) => name)).toEqual([]);
    expect(played.opOf('shop/shop/ping')).toBe('update');
  });

  test.each([['v1alpha1', 'v1'], ['v1', 'v1alpha1']])(
    'takes version %s of a kind that nobody wrote down for the same object in version %s', async (before, after) => {
      const sinkIn = (version: string) => (): void => {
        const app = new App();
        new ApiObject(new Chart(app, 'shop'), 'sink', {
          apiVersion: `example.com/${version}`, kind: 'Sink', metadata: { name: 'orders', namespace: 'shop' },
        });
        new Charts('shop', app, {});
      };
      const { state } = await play(sinkIn(before));
      const played = await play(sinkIn(after), { state });

      expect([played.error, played.failures]).toEqual([undefined, []]);
      expect(changed(played)).toEqual({ 'shop/shop/orders': 'update' });
    });

  test('knows all objects again when `Charts` gets a parent, with an alias', async () => {
    const played = await twice({}, {
      options: () => ({ parent: new pulumi.ComponentResource('team:index:Team', 'team'), aliases: [{ parent: pulumi.rootStackResource }] }),
    });

    expect([played.error, played.failures]).toEqual([undefined, []]);
    expect(changed(played)).toEqual({ team: 'create' });
  });

  test('makes everything, and then deletes it, where `Charts` gets a parent and no alias', async () => {
    const played = await twice({}, { options: () => ({ parent: new pulumi.ComponentResource('team:index:Team', 'team') }) });

    expect([played.error, played.failures]).toEqual([undefined, []]);
    expect([...played.state.cluster]).toEqual(['/Namespace//shop']);
  });

  test('knows a single object again that was below another parent, by an alias of its own', async () => {
    const team = (name: string): pulumi.ComponentResource => new pulumi.ComponentResource(`team:index:${name}`, name);
    const { state } = await play(shop({ options: () => ({ parent: team('Old') }) }));
    const former = state.resources.find(({ name }) => name === 'shop/shop/orders')?.urn ?? '';
    const played = await play(shop({
      options: () => ({ parent: team('New'), objectOptions: ({ kind }) => kind === 'Broker' ? { aliases: [former] } : undefined }),
    }), { state });

    expect(former).toContain('team:index:Old$cdk8s-knative:index:Charts$');
    expect(played.opOf('shop/shop/orders')).toBe('same');
    expect(played.opOf('shop/shop/all')).toBe('create');
  });

  test('heeds what the program says of single objects over what the library and `Charts` say', async () => {
    const { objects } = await play(shop({ options: () => ({
      customTimeouts: { create: '20m' },
      objectOptions: ({ kind }) => {
        if (kind === 'Namespace') return { retainOnDelete: false, customTimeouts: { create: '1m' } };
        return kind === 'SinkBinding' ? { deleteBeforeReplace: false } : undefined;
      },
    }) }));
    const named = (name: string) => objects.find((each) => each.name === name);

    expect(named('shop/shop')).toMatchObject({ retainOnDelete: false, customTimeouts: { create: '1m' } });
    expect(named('shop/shop/web')).toMatchObject({ customTimeouts: { create: '20m' } });
    expect(named('shop/shop/binding')).toMatchObject({ deleteBeforeReplace: false });
  });

  test('deletes what the program no longer has, and keeps what it is told to', async () => {
    const without = await twice({}, { without: ['Trigger'] });
    const { state } = await play(shop());
    const nothing = await play(() => undefined, { state });

    expect(changed(without)).toEqual({ 'shop/shop/all': 'delete' });
    expect(changed(nothing)).toEqual({
      'shop/shop/binding': 'delete', 'shop/shop/ping': 'delete', 'shop/shop/all': 'delete', 'shop/shop/orders': 'delete',
      'shop/shop/web': 'delete', 'shop/shop': 'retain', 'shop': 'delete', 'cluster': 'delete',
    });
    expect([...nothing.state.cluster]).toEqual(['/Namespace//shop']);
  });

  test.each([
    ['a binding', 'shop/shop/binding', 'shop/shop/all'],
    ['a source', 'shop/shop/ping', 'shop/shop/all'],
    ['a trigger', 'shop/shop/all', 'shop/shop/orders'],
    ['a broker', 'shop/shop/orders', 'shop/shop/web'],
    ['a service', 'shop/shop/web', 'shop/shop'],
    ['a namespace', 'shop/shop', 'shop'],
  ])('deletes %s before what comes before it', async (_, first, second) => {
    const { state } = await (firstRun ??= play(shop()));
    const names = (await (removal ??= play(() => undefined, { state }))).steps.map(({ name }) => name);

    expect(names).toEqual(expect.arrayContaining([first, second]));
    expect(names.indexOf(first)).toBeLessThan(names.indexOf(second));
  });

  test('fails to delete what is protected', async () => {
    const { state } = await play(shop({ options: () => ({ protect: true }) }));
    const played = await play(() => undefined, { state });

    expect(played.failures).toEqual([expect.stringContaining('is protected')]);
    expect(played.state.cluster).toEqual(state.cluster);
  });

  test('takes a resource that the program had without charts for the object that it is', async () => {
    const { objects } = await (firstRun ??= play(shop()));
    const { inputs } = objects.find(({ name }) => name === 'shop/shop/orders') ?? {};
    const byHand = await play(() => {
      const provider = new k8s.Provider('cluster', { ...Charts.PROVIDER_SETTINGS });
      const args = { ...inputs, apiVersion: 'eventing.knative.dev/v1', kind: 'Broker' };
      new k8s.apiextensions.CustomResource('events', { ...args, metadata: { name: 'orders', namespace: 'shop' } }, { provider });
    });
    const aliases = [{ name: 'events', parent: pulumi.rootStackResource }];
    const played = await play(
      shop({ options: () => ({ objectOptions: ({ kind }) => kind === 'Broker' ? { aliases } : undefined }) }),
      { state: byHand.state },
    );

    expect([byHand.error, byHand.failures, played.error, played.failures]).toEqual([undefined, [], undefined, []]);
    expect(played.steps.find(({ name }) => name === 'shop/shop/orders')).toMatchObject({
      op: 'update', paths: ['metadata.annotations'], formerUrn: expect.stringMatching(/::events$/),
    });
    expect(Object.values(ops(played))).not.toContain('delete');
  });

  test('takes an object from other `Charts` where the program says whose it was', async () => {
    const renamed = (app: App) => app.node.findAll().filter(ApiObject.isApiObject).map((object) => ({ object, charts: 'shop' }));
    const played = await twice({}, { charts: 'store', options: (app) => ({ renamed: renamed(app) }) });

    expect(played).toMatchObject({ error: undefined, failures: [] });
    expect(changed(played)).toEqual({ store: 'create', shop: 'delete' });
  });

  test('makes everything, and then deletes it, where `Charts` has another name and no alias', async () => {
    const played = await twice({}, { charts: 'store' });

    expect(played.failures).toEqual([]);
    expect(changed(played)).toMatchObject({ 'store/shop/orders': 'create', 'shop/shop/orders': 'delete', 'shop/shop': 'retain' });
    expect([...played.state.cluster]).toEqual(['/Namespace//shop']);
  });

  test('replaces a binding of something else, which is deleted first', async () => {
    const played = await twice({}, { subject: 'other' });

    expect(changed(played)).toEqual({ 'shop/shop/binding': 'replace' });
    expect(played.steps.find(({ op }) => op === 'replace')).toMatchObject({ deletedFirst: true });
    expect(played.state.cluster.has('sources.knative.dev/SinkBinding/shop/binding')).toBe(true);
  });

  withHooks('fails to preview another configuration of a broker', async () => {
    const played = await twice({}, { config: 'two' }, true);

    expect(played.failures).toEqual([expect.stringContaining('KN-PUL-030 an update would change `spec.config` of the Broker `shop/orders`')]);
  });

  withHooks('has one hook for several `Charts`', async () => {
    const played = await play(() => {
      shop()();
      const app = new App();
      new Broker(new Chart(app, 'more', { namespace: 'more' }), 'orders');
      new Charts('more', app, {});
    });

    expect(played).toMatchObject({ error: undefined, failures: [] });
    expect(played.hooks).toHaveLength(1);
  });

  test('replaces a broker for another configuration where the program says so', async () => {
    const played = await twice({}, {
      config: 'two',
      options: () => ({ objectOptions: ({ kind }) => kind === 'Broker' ? { replaceOnChanges: ['spec.config'] } : undefined }),
    });

    expect(played.failures).toEqual([]);
    expect(changed(played)).toEqual({ 'shop/shop/orders': 'replace' });
    expect(played.state.cluster.has('eventing.knative.dev/Broker/shop/orders')).toBe(true);
  });

  withHooks('fails for another configuration of a broker with an empty list of what replaces it', async () => {
    const played = await twice({}, { config: 'two', options: () => ({ objectOptions: () => ({ replaceOnChanges: [] }) }) });

    expect(played.failures).toEqual([expect.stringContaining('KN-PUL-030')]);
  });

  withHooks('fails to replace what stays in the cluster', async () => {
    const retained: Shop = { options: () => ({ retainOnDelete: true }) };
    const first = await twice({}, retained);
    const played = await play(shop({ ...retained, subject: 'other' }), { state: first.state });

    expect(played.failures).toEqual([expect.stringContaining('KN-PUL-030 an update would change `spec.subject` of the SinkBinding')]);
  });

  test('replaces what shall not stay in the cluster any more', async () => {
    const options: Shop['options'] = () => ({
      retainOnDelete: true, objectOptions: ({ kind }) => kind === 'SinkBinding' ? { retainOnDelete: false } : undefined,
    });
    const played = await twice({ options }, { options, subject: 'other' });

    expect(changed(played)).toEqual({ 'shop/shop/binding': 'replace' });
    expect(played.state.cluster.has('sources.knative.dev/SinkBinding/shop/binding')).toBe(true);
  });

  test('leaves it to Pulumi what goes first, but for what a change of the program replaces', async () => {
    const { objects } = await play(shop());

    expect(objects.filter(({ deleteBeforeReplace }) => deleteBeforeReplace !== undefined).map(({ name }) => name))
      .toEqual(['shop/shop/binding']);
  });

  test('leaves the change to admission where the program turns all of it off', async () => {
    const played = await twice({}, {
      config: 'two',
      options: (app) => ({ unguarded: app.node.findAll().filter((each) => each instanceof Broker) }),
    });

    expect(played.failures).toEqual([]);
    expect(changed(played)).toEqual({ 'shop/shop/orders': 'update' });
  });

  test('knows nothing of new objects in a preview, and does nothing', async () => {
    const played = await play(shop(), { preview: true });

    expect(played).toMatchObject({ error: undefined, failures: [] });
    expect(new Set(Object.values(ops(played)))).toEqual(new Set(['create']));
    expect([...played.state.cluster]).toEqual([]);
  });
});
