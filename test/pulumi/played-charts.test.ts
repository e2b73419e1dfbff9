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

  test('deletes what the program no longer has, and keeps what it is told to', async () => {
    const without = await twice({}, { without: ['Trigger'] });
    const { state } = await play(shop());
    const nothing = await play(() => undefined, { state });

    expect(changed(without)).toEqual({ 'shop/shop/all': 'delete' });
    expect(nothing.steps.filter(({ op }) => op !== 'same').map(({ op, name }) => `${op} ${name}`)).toEqual([
      'delete shop/shop/binding', 'delete shop/shop/ping', 'delete shop/shop/all', 'delete shop/shop/orders',
      'delete shop/shop/web', 'retain shop/shop', 'delete shop', 'delete cluster',
    ].sort(byOrderOf(nothing)));
    expect([...nothing.state.cluster]).toEqual(['/Namespace//shop']);
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

  test('leaves the change to admission where the program turns all of it off', async () => {
    const played = await twice({}, {
      config: 'two', options: () => ({ objectOptions: () => ({ replaceOnChanges: [] }) }),
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

/** The order in which a run came to them. */
function byOrderOf({ steps }: Played): (one: string, other: string) => number {
  const place = (line: string): number => steps.findIndex(({ op, name }) => `${op} ${name}` === line);
  return (one, other) => place(one) - place(other);
}
