import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { Broker, KnativeService } from '../../lib';
import { Charts, PulumiOutput } from '../../lib/pulumi';
import { type Recording, recordMocks, type RecordOptions, UNKNOWN } from './support';

const STATUS = {
  url: 'https://web.shop.example.com',
  ready: true,
  replicas: 3,
  address: { url: 'http://web.shop.svc' },
  loadBalancer: { ingress: [{ hostname: 'a.elb' }, { hostname: 'b.elb' }] },
  names: { 'example.com/a.b': 'dotted', 'quote"d': 'quoted' },
};

interface Program {
  readonly app: App;
  readonly service: KnativeService;
  readonly config: ApiObject;
}

function program(): Program {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const service = new KnativeService(chart, 'web', { image: `ghcr.io/shop/web@sha256:${'a'.repeat(64)}` });
  const config = new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { a: 'b' } });
  return { app, service, config };
}

interface Read {
  readonly recording: Recording;
  /** What the output came to; absent where it is unknown, or failed. */
  readonly value?: string;
  readonly isKnown?: boolean;
}

/** Runs the program, and reads an output of it. */
async function read(
  output: (charts: Charts, made: Program) => pulumi.Output<string>, options: RecordOptions = {},
): Promise<Read> {
  const recording = recordMocks({ state: () => ({ status: STATUS }), ...options });
  const made = program();
  const charts = new Charts('shop', made.app);
  const result: { value?: string; isKnown?: boolean } = {};
  const read = output(charts, made);
  read.apply((value) => { result.value = value; });
  const { isKnown } = read as unknown as { isKnown: Promise<boolean> };
  isKnown.then((known) => { result.isKnown = known; }, () => undefined);
  await recording.settled();
  return { recording, ...result };
}

describe('a value of a live object', () => {
  const VALUES: readonly (readonly [string, string])[] = [
    ['status.url', 'https://web.shop.example.com'],
    ['status.loadBalancer.ingress[1].hostname', 'b.elb'],
    ['status.names["example.com/a.b"]', 'dotted'],
    ['status.names["quote\\"d"]', 'quoted'],
    ['status["url"]', 'https://web.shop.example.com'],
    ['status.ready', 'true'],
    ['status.replicas', '3'],
    ['metadata.name', 'web'],
    ['spec.template.spec.containers[0].image', `ghcr.io/shop/web@sha256:${'a'.repeat(64)}`],
  ];

  test.each(VALUES)('%s is read as a text', async (path, expected) => {
    const { value, recording } = await read((charts, { service }) => charts.output(service, path));
    expect([value, recording.rejections]).toEqual([expected, []]);
  });

  test('is its address for callers outside, and the one for events', async () => {
    expect((await read((charts, { service }) => charts.url(service))).value).toBe(STATUS.url);
    expect((await read((charts, { service }) => charts.address(service))).value).toBe(STATUS.address.url);
  });

  test('is the data of an object of Kubernetes', async () => {
    expect((await read((charts, { config }) => charts.output(config, 'data.a'))).value).toBe('b');
  });

  test.each([
    ['status.nothing', 'Service `shop/web` has no `status.nothing` in the cluster'],
    ['status.url.more', 'Service `shop/web` has no `status.url.more` in the cluster'],
    ['status.loadBalancer.ingress[7].hostname', 'has no `status.loadBalancer.ingress[7].hostname`'],
    ['status.loadBalancer.ingress.length', 'has no `status.loadBalancer.ingress.length`'],
    ['status.constructor.name', 'has no `status.constructor.name`'],
    ['status.address', '`status.address` of Service `shop/web` is no text, but a list or an object'],
  ])('fails the update where the object lacks it: %s', async (path, expected) => {
    const { value, recording } = await read((charts, { service }) => charts.output(service, path));
    expect(value).toBeUndefined();
    expect(recording.rejections.map(String)).toEqual(expect.arrayContaining([expect.stringContaining(expected)]));
    expect(recording.rejections.every((error) => pulumi.RunError.isInstance(error))).toBe(true);
    expect(String(recording.rejections[0])).toMatch(/KN-PUL-011 .*test\/pulumi\/object-outputs\.test\.ts:\d+:\d+\)$/);
  });

  test('that fails shows nothing of the object', async () => {
    const { recording } = await read((charts, { service }) => charts.output(service, 'status.address'));
    expect(recording.rejections.map(String).join('\n')).not.toContain('svc');
  });

  test.each([
    '', '.status', 'status.', 'status..url', '[0].a', 'status.ingress[x]', 'status.ingress[0', "status['url']",
    '{.status.url}', '$.status.url', 'status url', undefined as never,
  ])('fails at once where the path is none: %p', async (path) => {
    await read((charts, { service }) => {
      expect(() => charts.output(service, path)).toThrow(/KN-PUL-010 .* is no path of a value of Service `shop\/web`/);
      return pulumi.output('');
    });
  });

  test('fails at once where Pulumi reads nothing of that name', async () => {
    await read((charts, { config, service }) => {
      expect(() => charts.url(config)).toThrow('KN-PUL-010 Pulumi reads no `status` of ConfigMap `shop/config`');
      expect(() => charts.output(service, 'data.a')).toThrow('KN-PUL-010 Pulumi reads no `data` of Service `shop/web`');
      expect(() => charts.output(service, 'registerOutputs.a')).toThrow('KN-PUL-010');
      return pulumi.output('');
    });
  });

  test('fails at once where the address of a kind without one is read, with the one that it has', async () => {
    const recording = recordMocks();
    const { app } = program();
    const broker = new Broker(new Chart(app, 'events', { namespace: 'shop' }), 'events');
    const charts = new Charts('shop', app);
    expect(() => charts.url(broker)).toThrow(
      /KN-PUL-011 Broker `shop\/events` never has a `status\.url`.*write `charts\.address\(object\)` \(test\/pulumi\/object-outputs\.test\.ts:\d+:\d+\)$/);
    await recording.settled();
  });

  test('fails at once where the object is of another app', async () => {
    await read((charts, { app }) => {
      const { service } = program();
      expect(() => charts.url(service)).toThrow('KN-PUL-007 `shop/web` is no object of the app');
      expect(() => charts.resource(app)).toThrow('KN-PUL-007');
      expect(() => charts.resource(undefined as never)).toThrow('KN-PUL-007');
      expect(() => charts.resource(app.charts[0] as Chart)).toThrow('KN-PUL-007 `shop` is no object of the app');
      return pulumi.output('');
    });
  });
});

describe('in a preview', () => {
  test('a status that nobody has yet is unknown', async () => {
    const { recording, ...result } = await read((charts, { service }) => charts.url(service), {
      preview: true, state: () => ({}),
    });
    expect([result, recording.rejections]).toEqual([{ isKnown: false }, []]);
  });

  test('a value that an object does not have yet is unknown', async () => {
    const { recording, ...result } = await read((charts, { service }) => charts.output(service, 'status.later'), { preview: true });
    expect([result, recording.rejections]).toEqual([{ isKnown: false }, []]);
  });

  test('what is there is known', async () => {
    expect((await read((charts, { service }) => charts.url(service), { preview: true })).value).toBe(STATUS.url);
  });

  test('what comes from an unknown output is unknown, and the object is registered all the same', async () => {
    const recording = recordMocks({ preview: true, state: () => ({}) });
    const { app, service } = program();
    const charts = new Charts('shop', app);
    const other = new App();
    const broker = new Broker(new Chart(other, 'other', { namespace: 'shop' }), 'orders');
    broker.apiObject.metadata.addAnnotation('example.com/url', PulumiOutput.asString(charts.url(service)));
    new Charts('other', other);
    await recording.settled();
    expect(recording.rejections).toEqual([]);
    expect(recording.named('other/shop/orders').sent)
      .toMatchObject({ metadata: { annotations: { 'example.com/url': UNKNOWN } } });
    expect(recording.named('other/shop/orders').dependencies).toContain('shop/shop/web');
  });
});

test('the data of a Secret stays secret', async () => {
  const recording = recordMocks();
  const app = new App();
  const secret = new ApiObject(new Chart(app, 'shop'), 'secret', {
    apiVersion: 'v1', kind: 'Secret', metadata: { name: 'secret' }, stringData: { password: 'hunter2' },
  });
  const password = new Charts('shop', app).output(secret, 'stringData.password');
  expect(await pulumi.isSecret(password)).toBe(true);
  await recording.settled();
});
