import * as fc from 'fast-check';
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import {
  Broker, Env, KnativeService, Namespace, PingData, PingSource, Sink, Wave,
} from '../../lib';
import { Charts, OutputSecret, type OutputSecretProps, PulumiOutput } from '../../lib/pulumi';
import { escaped, escapesOf } from '../../lib/pulumi/json-texts';
import { resolveOutputs } from '../../lib/pulumi/output-values';
import { recordMocks, type Recording, secretIn } from './support';

const HIDDEN = 'correct horse battery';
const IMAGE = `ghcr.io/shop/web@sha256:${'a'.repeat(64)}`;

function shop(): { readonly app: App; readonly chart: Chart } {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Namespace(chart, 'shop');
  return { app, chart };
}

function configMap(chart: Chart, id: string, data: unknown): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data });
}

/** What an output resolves to. */
const valueOf = (value: unknown): Promise<unknown> => new Promise((resolve, reject) => {
  const { promise } = pulumi.output(value) as unknown as { promise: () => Promise<unknown> };
  promise().then(resolve, reject);
});

/** Registers an app that a program makes. */
async function run(make: (chart: Chart) => unknown): Promise<Recording> {
  const mocks = recordMocks();
  const { app, chart } = shop();
  make(chart);
  new Charts('shop', app);
  await mocks.settled();
  expect(mocks.rejections).toEqual([]);
  return mocks;
}

/** What an app is refused with, before anything is registered. */
async function refusal(make: (chart: Chart) => unknown): Promise<string> {
  const mocks = recordMocks();
  const { app, chart } = shop();
  let text = '';
  try {
    make(chart);
    new Charts('shop', app);
  } catch (error) {
    text = (error as Error).message;
  }
  await mocks.settled();
  expect(mocks.resources).toEqual([]);
  return text;
}

describe('an output within JSON', () => {
  const SPECIAL = ['he said "x"\n', '\\', '\u2028', '-----BEGIN KEY-----\nab\n-----END KEY-----\n', '{"a":["b"]}', '${x}', '\u0000', '"'];
  const values = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...SPECIAL));

  test('is put in with its escapes, so that what comes out holds the value, alone, in texts, as a key and in JSON in JSON', async () => {
    recordMocks();
    const { chart } = shop();
    const object = configMap(chart, 'settings', {});
    const read = { object, identity: { apiVersion: 'v1', kind: 'ConfigMap', name: 'settings' }, id: 'id', wave: Wave.DEFINITIONS, manifest: {} };
    await fc.assert(fc.asyncProperty(values, values, async (one, other) => {
      const [first, second] = [one, other].map((value) => PulumiOutput.asString(pulumi.output(value)));
      const port = PulumiOutput.asNumber(pulumi.output(8443));
      const inner = { in: `<${first}>`, port };
      const written = { a: first, b: [`x"${second}\\${first}`, 'plain "text"'], [`key ${second}`]: 1, port, inner: JSON.stringify(inner) };
      const inputs = resolveOutputs(read, {
        json: JSON.stringify(written), pretty: `\n ${JSON.stringify(written, undefined, 2)}\n`, list: JSON.stringify([second]),
      });

      const { json, pretty, list } = await valueOf(inputs) as Record<string, string>;
      const expected = {
        a: one, b: [`x"${other}\\${one}`, 'plain "text"'], [`key ${other}`]: 1, port: 8443,
        inner: JSON.stringify({ in: `<${one}>`, port: 8443 }),
      };
      expect(JSON.parse(json ?? '')).toEqual(expected);
      expect(JSON.parse(pretty ?? '')).toEqual(expected);
      expect(JSON.parse(list ?? '')).toEqual([other]);
    }), { numRuns: 100 });
  });

  test('is put in as it is elsewhere: where the text is no JSON, and where JSON stands for itself', async () => {
    const mocks = await run((chart) => {
      const json = PulumiOutput.asString(pulumi.output('{"a":"b"}'));
      configMap(chart, 'settings', { text: `say "${json}"`, whole: json, part: `{"x":${json}}`, quoted: `"${json}"`, open: `{"x":"${json}` });
    });

    expect(mocks.named('shop/shop/settings').inputs.data).toEqual({
      text: 'say "{"a":"b"}"', whole: '{"a":"b"}', part: '{"x":{"a":"b"}}', quoted: '"{"a":"b"}"', open: '{"x":"{"a":"b"}',
    });
  });

  test('stays JSON in the data of a source, and in a Secret', async () => {
    const mocks = await run((chart) => {
      const out = pulumi.secret('he said "x"\n');
      const data = PingData.json({ a: PulumiOutput.asString(pulumi.unsecret(out)) });
      new PingSource(chart, 'ping', { schedule: '0 2 * * *', sink: new Broker(chart, 'events'), data });
      return new OutputSecret(chart, 'keys', { stringData: { json: JSON.stringify({ a: PulumiOutput.asString(out) }) } });
    });

    const { spec } = mocks.named('shop/shop/ping').inputs as { spec: { data: string } };
    expect(JSON.parse(spec.data)).toEqual({ a: 'he said "x"\n' });
    const { json = '' } = secretIn(mocks.named('shop/shop/keys').sent.stringData) as Record<string, string>;
    expect(JSON.parse(json)).toEqual({ a: 'he said "x"\n' });
  });

  test('is escaped as often as JSON stands in JSON', () => {
    const mark = '${Token[pulumi.a.0]}';
    const text = JSON.stringify({ a: mark, n: '-1.888154589709e+289', b: JSON.stringify([mark, JSON.stringify({ c: `x${mark}` })]) });

    expect(escapesOf(text).filter((times) => times > 0)).toEqual([1, 1, 2, 3]);
    expect(escapesOf(`{"n":-1.888154589709e+289,"a":"${mark}"}`)).toEqual([0, 0, 0, 1, 0]);
    expect(escapesOf(`x${mark}`)).toEqual([0, 0]);
    expect(escaped('"', 2)).toBe('\\\\\\"');
  });
});

describe('an output that Pulumi made a text', () => {
  const output = pulumi.secret(HIDDEN) as unknown as string;
  const stringData = (data: unknown): OutputSecretProps => ({ stringData: data as OutputSecretProps['stringData'] });
  const service = (chart: Chart, props: object) => new KnativeService(chart, 'web', { image: IMAGE, ...props });

  test.each<[string, unknown]>([
    ['a template literal', `postgres://a:${output}@h`], ['a sum', 'Bearer ' + output], ['JSON', JSON.stringify({ p: output })],
    ['a long text before it', `${'x'.repeat(300)}${output}`], ['one beside what stands for another', `${output}${PulumiOutput.asString('x')}`],
  ])('fails in a Secret of outputs, with the construct and the key: %s', async (_, value) => {
    const text = await refusal((chart) => new OutputSecret(chart, 'database', stringData({ url: value, user: 'x' })));

    expect(text.split('\n').slice(1)).toEqual([expect.stringMatching(
      /^ {2}\[shop\/database\] KN-PUL-041 .*`database` .*`(?:stringData\.)?url` .*pulumi\.interpolate.*outputs-in-texts\.test\.ts:\d+:\d+\)$/)]);
  });

  test.each<[string, (chart: Chart) => unknown]>([
    ['an image', (chart) => service(chart, { image: `${output}:1.0` })],
    ['an image of a registry', (chart) => service(chart, { image: `registry.example.com/${output}@sha256:${'a'.repeat(64)}` })],
    ['a long image', (chart) => service(chart, { image: `registry.example.com/${'x'.repeat(200)}/${output}` })],
    ['a schedule', (chart) => new PingSource(chart, 'x', { schedule: `${output} * * *`, sink: new Broker(chart, 'y') })],
    ['the address of a sink', () => Sink.uri(`https://${output}/events`)],
    ['the start of an address', () => Sink.uri(`${output}/events`)],
    ['JSON', (chart) => new PingSource(chart, 'x', { schedule: '0 2 * * *', sink: new Broker(chart, 'y'), data: PingData.json({ output }) })],
    ['a name', (chart) => new Broker(chart, 'y', { metadata: { name: `a-${output}` } })],
    ['a label', (chart) => new Broker(chart, 'y', { metadata: { labels: { a: `a-${output}` } } })],
    ['a variable', (chart) => service(chart, { env: { A: Env.value(`a ${output}`) } })],
    ['a JSON patch', (chart) => { service(chart, {}).apiObject.addJsonPatch(JsonPatch.add('/metadata/annotations', { a: `a ${output}` })); }],
  ])('fails with what to write, and is no password: %s', async (_, make) => {
    const text = await refusal(make);

    expect(text).toMatch(/PulumiOutput\.asString\(/);
    expect(text).not.toMatch(/password or a token/);
    expect(text).not.toContain(HIDDEN);
  });

  test('fails as a credential where the program wrote one beside it', async () => {
    expect(await refusal(() => Sink.uri(`https://shop:hunter2@${output}/events`))).toMatch(/holds a user, a password or a token/);
  });
});

describe('a number that stands for an output', () => {
  const port = () => PulumiOutput.asNumber(pulumi.output(8443));

  test.each<[string, () => unknown]>([
    ['a multiple', () => port() * 2], ['a part', () => port() / 2], ['a multiple as a text', () => `${port() * 60}`], ['minutes', () => `PT${port() * 10}S`],
    ['a sum of two', () => port() + port()], ['one beside another', () => `${port()}:${port() * 3}`],
  ])('fails where the program calculated with it: %s', async (_, value) => {
    expect(await refusal((chart) => configMap(chart, 'x', { a: [value()] })))
      .toMatch(/KN-LAT-005 ConfigMap `shop\/x` has at `data\.a\[0\]` what was a number .* calculated with it.*`PulumiOutput\.asNumber\(output\.apply/);
  });

  test('is right beside numbers of the program, small and large', async () => {
    const data = { a: -1e30, b: '-1e+30 -1.5e+20 1e+250', c: -7 };
    const mocks = await run((chart) => configMap(chart, 'x', { ...data, port: port(), text: `port ${port()}` }));
    expect(mocks.named('shop/shop/x').inputs.data).toEqual({ ...data, port: 8443, text: 'port 8443' });
  });
});

describe('a secret outside of a Secret', () => {
  async function lines(make: (chart: Chart, secret: pulumi.Output<string>) => unknown): Promise<string[]> {
    const mocks = recordMocks();
    const { app, chart } = shop();
    make(chart, pulumi.secret(HIDDEN));
    new Charts('shop', app);
    await mocks.stopped();
    return [...new Set(mocks.rejections.map((error) => (error as Error).message))];
  }

  test('fails with the line of the construct that wrote the object, or of what stands for it', async () => {
    const at = (line: number) => expect.stringMatching(new RegExp(`^KN-PUL-040 .* \\(test/pulumi/outputs-in-texts\\.test\\.ts:${line}:\\d+\\)$`)) as string;
    const here = lineNow();
    expect(await lines((chart, secret) => {
      const text = PulumiOutput.asString(secret);
      new KnativeService(chart, 'web', { image: IMAGE, env: { A: Env.value(text) } });
    })).toEqual([at(here + 3)]);
    expect(await lines((chart, secret) => {
      const text = PulumiOutput.asString(secret);
      configMap(chart, 'x', { text });
    })).toEqual([at(here + 6)]);
  });

  function lineNow(): number {
    const [, line] = /outputs-in-texts\.test\.ts:(\d+)/.exec(new Error().stack?.split('\n')[2] ?? '') ?? [];
    return Number(line);
  }
});
