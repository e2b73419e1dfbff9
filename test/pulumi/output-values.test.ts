import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { ConfigMap as ConfigMapPlus, Secret as SecretPlus } from 'cdk8s-plus-33';
import { Env, KnativeService, Namespace } from '../../lib';
import { Charts, PulumiOutput } from '../../lib/pulumi';
import { recordMocks, type Recording, secretIn, UNKNOWN } from './support';

const HIDDEN = 'correct horse battery';

/** A resource of another provider, with outputs that only the engine knows. */
class Bucket extends pulumi.CustomResource {
  declare public readonly arn: pulumi.Output<string>;
  declare public readonly port: pulumi.Output<number>;
  declare public readonly zones: pulumi.Output<string[]>;
  declare public readonly key: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.CustomResourceOptions) {
    super('aws:s3/bucket:Bucket', name, { arn: undefined, port: undefined, zones: undefined, key: undefined },
      { additionalSecretOutputs: ['key'], ...opts });
  }
}

function record(preview = false): Recording {
  return recordMocks({
    preview,
    delay: ({ type }) => type === 'aws:s3/bucket:Bucket' ? 5 : 0,
    state: ({ type, name }) => type === 'aws:s3/bucket:Bucket'
      ? { arn: `arn:aws:s3:::${name}`, port: 8443, zones: ['a', 'b'], key: pulumi.secret(HIDDEN) }
      : undefined,
  });
}

function shop(): { readonly app: App; readonly chart: Chart } {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Namespace(chart, 'shop');
  return { app, chart };
}

function configMap(chart: Chart, id: string, data: unknown): ApiObject {
  return new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data });
}

const texts = (errors: readonly unknown[]): string[] =>
  [...new Set(errors.map((error) => error instanceof Error ? error.message : String(error)))];

/** All that a person sees; the logs of Pulumi's own debugging show what engines answer. */
const said = ({ rejections, logs }: Recording): string =>
  [...texts(rejections), ...logs.filter(({ severity }) => severity !== 'debug').map(({ text }) => text)].join('\n');

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('an output of Pulumi', () => {
  test('is registered in the place of the text, number or list that stands for it', async () => {
    const mocks = record();
    const { app, chart } = shop();
    const bucket = new Bucket('uploads');
    const arn = PulumiOutput.asString(bucket.arn);
    configMap(chart, 'settings', {
      whole: arn, part: `--bucket=${arn},${arn}`, number: PulumiOutput.asNumber(bucket.port),
      text: `port ${PulumiOutput.asNumber(bucket.port)}`, zones: PulumiOutput.asList(bucket.zones), plain: 'x',
      two: `${arn}:${PulumiOutput.asString(pulumi.output('y'))}`,
    });
    new Charts('shop', app);
    await mocks.settled();

    const { inputs, dependencies } = mocks.named('shop/shop/settings');
    expect(inputs.data).toEqual({
      whole: 'arn:aws:s3:::uploads', part: '--bucket=arn:aws:s3:::uploads,arn:aws:s3:::uploads', number: 8443,
      text: 'port 8443', zones: ['a', 'b'], plain: 'x', two: 'arn:aws:s3:::uploads:y',
    });
    expect(dependencies).toContain('uploads');
    expect(mocks.rejections).toEqual([]);
  });

  test('is taken as it is in fields of objects of cdk8s and cdk8s-plus, also late, and so is a promise', async () => {
    const mocks = record();
    const { app, chart } = shop();
    const bucket = new Bucket('uploads');
    configMap(chart, 'settings', {
      arn: bucket.arn, lazy: Lazy.any({ produce: () => bucket.port }), list: [bucket.arn, 'x'], deep: { zones: bucket.zones },
      promise: Promise.resolve('later'), nested: pulumi.output({ a: bucket.arn }),
    });
    new ConfigMapPlus(chart, 'plus', { metadata: { name: 'plus' }, data: { arn: bucket.arn as unknown as string } });
    new ApiObject(chart, 'whole', {
      apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'whole', labels: { arn: bucket.arn as unknown as string } },
      spec: pulumi.output({ arn: bucket.arn }),
    });
    new Charts('shop', app);
    await mocks.settled();

    expect(mocks.named('shop/shop/settings').inputs.data).toEqual({
      arn: 'arn:aws:s3:::uploads', lazy: 8443, list: ['arn:aws:s3:::uploads', 'x'], deep: { zones: ['a', 'b'] },
      promise: 'later', nested: { a: 'arn:aws:s3:::uploads' },
    });
    expect(mocks.named('shop/shop/plus').inputs.data).toEqual({ arn: 'arn:aws:s3:::uploads' });
    expect(mocks.named('shop/shop/whole').inputs).toMatchObject({
      spec: { arn: 'arn:aws:s3:::uploads' }, metadata: { labels: { arn: 'arn:aws:s3:::uploads' } },
    });
  });

  test('is taken in constructs of this library, whose checks let it pass', async () => {
    const mocks = record();
    const { app, chart } = shop();
    const bucket = new Bucket('uploads');
    new KnativeService(chart, 'web', {
      image: PulumiOutput.asString(bucket.arn), env: { BUCKET: Env.value(PulumiOutput.asString(bucket.arn)) },
      port: PulumiOutput.asNumber(bucket.port),
    });
    new Charts('shop', app);
    await mocks.settled();

    expect(JSON.stringify(mocks.named('shop/shop/web').inputs)).not.toContain('Token');
    expect(mocks.named('shop/shop/web').inputs).toMatchObject({
      spec: { template: { spec: { containers: [{
        image: 'arn:aws:s3:::uploads', env: [{ name: 'BUCKET', value: 'arn:aws:s3:::uploads' }], ports: [{ containerPort: 8443 }],
      }] } } },
    });
  });

  test('is not known in a preview, and neither is a text with it', async () => {
    const mocks = recordMocks({ preview: true });
    const { app, chart } = shop();
    const bucket = new Bucket('uploads');
    configMap(chart, 'settings', { arn: `a ${PulumiOutput.asString(bucket.arn)}`, plain: 'x' });
    new Charts('shop', app);
    await mocks.settled();

    expect(mocks.rejections).toEqual([]);
    expect(mocks.named('shop/shop/settings').sent.data).toEqual({ arn: UNKNOWN, plain: 'x' });
  });

  test('registers the same in the same order, in every run', async () => {
    const run = async () => {
      const mocks = record();
      const { app, chart } = shop();
      const bucket = new Bucket('uploads');
      configMap(chart, 'settings', { arn: PulumiOutput.asString(bucket.arn), other: bucket.port });
      new Charts('shop', app);
      await mocks.settled();
      return mocks.resources.map(({ name, inputs }) => [name, inputs]);
    };

    expect(await run()).toEqual(await run());
  });
});

describe('an app with an output in it', () => {
  test('fails as files, which would keep what stands for it, with the resource named', () => {
    record();
    const { app, chart } = shop();
    configMap(chart, 'settings', { arn: PulumiOutput.asString(new Bucket('uploads').arn) });
    new KnativeService(chart, 'web', { image: 'a/b:1' });

    expect(refusal(() => app.synthYaml())).toMatch(
      /KN-LAT-001 ConfigMap `shop\/settings` would be .* at `data\.arn` \(`output arn of uploads`\).*new Charts\('shop', app\)/,
    );
  });

  test.each<[string, (chart: Chart, bucket: Bucket) => unknown, RegExp]>([
    ['a name', (chart, { arn }) => configMap(chart, PulumiOutput.asString(arn), {}),
      /KN-LAT-002 `metadata\.name` of `shop\/.*` is known to the deployment only: `output arn of uploads`/],
    ['a name, as it is', (chart, { arn }) => new ApiObject(chart, 'x', {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: arn as unknown as string },
    }), /KN-LAT-002 `metadata\.name` of `shop\/x` is known to the deployment only: an output of Pulumi \(arn of uploads\)/],
    ['a namespace', (chart, { arn }) => new ApiObject(chart, 'x', {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: PulumiOutput.asString(arn) },
    }), /KN-LAT-002 `metadata\.namespace`/],
    ['the namespace of a chart', (chart, { arn }) => new ConfigMapPlus(new Chart(chart, 'x', { namespace: arn as unknown as string }), 'y'),
      /KN-LAT-002 `metadata\.namespace` of `shop\/x\/y\/Resource` is known to the deployment only: an output of Pulumi \(arn of uploads\)/],
    ['a key', (chart, { arn }) => configMap(chart, 'x', { [PulumiOutput.asString(arn)]: 'x' }),
      /KN-LAT-002 ConfigMap `shop\/x` has in `data` a key that is known to the deployment only: `output arn of uploads`/],
    ['a list within a text', (chart, { zones }) => configMap(chart, 'x', { a: PulumiOutput.asList(zones).join(' ') + 'x' }),
      /KN-LAT-004 ConfigMap `shop\/x` has at `data\.a`/],
    ['base64', (chart, { arn }) => configMap(chart, 'x', { a: Buffer.from(PulumiOutput.asString(arn)).toString('base64') }),
      /KN-LAT-005 ConfigMap `shop\/x` has at `data\.a`/],
    ['a text that Pulumi made', (chart, { arn }) => configMap(chart, 'x', { a: `bucket ${arn as unknown as string}` }),
      /KN-PUL-041 ConfigMap `shop\/x` has at `data\.a`.*PulumiOutput\.asString/],
    ['JSON', (chart, { arn }) => configMap(chart, 'x', { a: JSON.stringify({ arn }) }),
      /KN-PUL-041 ConfigMap `shop\/x` has at `data\.a`/],
    ['a JSON patch', (chart, { arn }) => { configMap(chart, 'x', { a: 'x' }).addJsonPatch(JsonPatch.add('/data/b', { c: arn })); },
      /KN-PUL-041 ConfigMap `shop\/x` has at `data\.b\.c`/],
    ['a token of AWS CDK', (chart) => configMap(chart, 'x', { a: 'x ${Token[Role.Arn.7]}', b: -1.888154589709e+289 }),
      /KN-PUL-043 ConfigMap `shop\/x` has at `data\.a` a token that Pulumi does not resolve: `Role\.Arn`[^]*at `data\.b`/],
    ['a property of a construct', (chart, { arn }) => new KnativeService(chart, 'x', { image: arn as unknown as string }),
      /KN-POD-001 the image `an output of Pulumi \(arn of uploads\)` is no text.*write `PulumiOutput\.asString\(output\)`/],
  ])('fails where it stands in %s, before anything is registered', async (_, make, message) => {
    const mocks = record();
    const { app, chart } = shop();
    make(chart, new Bucket('uploads'));
    const refused = refusal(() => new Charts('shop', app));
    await mocks.settled();

    expect(refused).toMatch(message);
    expect(mocks.resources.map(({ name }) => name)).toEqual(['uploads']);
  });

  test.each<[string, (bucket: Bucket) => unknown, RegExp]>([
    ['empty', () => PulumiOutput.asString(pulumi.output(undefined as unknown as string)), /no text: `output` is empty/],
    ['of another type', ({ zones }) => PulumiOutput.asString(zones as unknown as pulumi.Output<string>),
      /no text: `output zones of uploads` is of the type `list`/],
    ['no number', ({ arn }) => PulumiOutput.asNumber(arn as unknown as pulumi.Output<number>), /no number: .* type `string`/],
    ['no list of texts', ({ arn }) => PulumiOutput.asList(arn as unknown as pulumi.Output<string[]>), /no list: .* type `string`/],
  ])('fails at the deployment where an output turns out to be %s', async (_, value, message) => {
    const mocks = record();
    const { app, chart } = shop();
    configMap(chart, 'settings', { 'a b': value(new Bucket('uploads')) });
    new Charts('shop', app);
    await mocks.stopped();

    expect(texts(mocks.rejections)).toEqual([expect.stringMatching(message)]);
    expect(texts(mocks.rejections)[0]).toMatch(/KN-PUL-044 ConfigMap `shop\/settings` gets at `data\["a b"\]`/);
    expect(mocks.objects().map(({ name }) => name)).not.toContain('shop/shop/settings');
  });
});

describe('a secret of Pulumi', () => {
  test('fails outside of a Secret, and nothing at all is registered where the program has it in its hands', async () => {
    const mocks = record();
    pulumi.runtime.setAllConfig({ 'project:password': HIDDEN }, ['project:password']);
    const { app, chart } = shop();
    const password = new pulumi.Config('project').requireSecret('password');
    configMap(chart, 'settings', { password, url: `https://x:${PulumiOutput.asString(pulumi.interpolate`${password}x`)}@y` });
    new KnativeService(chart, 'web', { image: 'a/b:1', env: { GREETING: Env.value(PulumiOutput.asString(password)) } });
    new Charts('shop', app);
    await mocks.stopped();

    expect(mocks.resources).toEqual([]);
    const [text, ...more] = texts(mocks.rejections);
    expect(more).toEqual([]);
    expect(text?.split('\n')).toEqual([
      expect.stringMatching(/^KN-PUL-040 ConfigMap `shop\/settings` has at `data\.password` a secret of Pulumi/),
      expect.stringMatching(/^KN-PUL-040 ConfigMap `shop\/settings` has at `data\.url`/),
      expect.stringMatching(/^KN-PUL-040 Service `shop\/web` has at `spec\.template\.spec\.containers\[0\]\.env\[0\]\.value`/),
    ]);
    expect(said(mocks)).not.toContain(HIDDEN);
  });

  test.each([false, true])('fails when a resource turns out to have it, with what waits for it (preview: %p)', async (preview) => {
    const mocks = record(preview);
    const { app, chart } = shop();
    const bucket = new Bucket('uploads');
    const settings = configMap(chart, 'settings', { key: bucket.key, arn: bucket.arn });
    configMap(chart, 'after', {}).addDependency(settings);
    configMap(chart, 'beside', { arn: bucket.arn });
    new Charts('shop', app);
    await mocks.stopped();

    expect(mocks.objects().map(({ name }) => name).sort()).toEqual(['shop/shop', 'shop/shop/beside', 'uploads']);
    expect(texts(mocks.rejections)).toEqual([
      expect.stringMatching(/KN-PUL-040 ConfigMap `shop\/settings` has at `data\.key` .*`output key of uploads`/),
    ]);
    expect(said(mocks)).not.toContain(HIDDEN);
  });

  test('fails in a preview that does not know it yet', async () => {
    const mocks = recordMocks({ preview: true });
    const { app, chart } = shop();
    configMap(chart, 'settings', { a: `x ${PulumiOutput.asString(pulumi.secret(new Bucket('uploads').arn))}` });
    new Charts('shop', app);
    await mocks.stopped();

    expect(texts(mocks.rejections)).toEqual([expect.stringMatching(/KN-PUL-040 ConfigMap `shop\/settings` has at `data\.a`/)]);
    expect(mocks.objects().map(({ name }) => name)).not.toContain('shop/shop/settings');
  });

  test.each<[string, (arn: pulumi.Output<string>) => unknown, string]>([
    ['in an object', (arn) => arn.apply((v) => ({ v, password: pulumi.secret(HIDDEN) })), 'data'],
    ['in a list', (arn) => arn.apply(() => [pulumi.secret(HIDDEN)]), 'data'],
    ['deep in both', (arn) => ({ a: arn.apply(() => ({ b: [{ c: Promise.resolve(pulumi.secret(HIDDEN)) }] })) }), 'data.a'],
    ['in a list that stands as one', (arn) => PulumiOutput.asList(
      arn.apply(() => [pulumi.secret(HIDDEN)]) as unknown as pulumi.Output<string[]>), 'data[0]'],
  ])('fails where it is inside of what an output holds: %s', async (_, dataOf, field) => {
    const mocks = record();
    const { app, chart } = shop();
    configMap(chart, 'settings', dataOf(new Bucket('uploads').arn));
    new Charts('shop', app);
    await mocks.stopped();

    expect(mocks.objects().map(({ name }) => name)).toEqual(['uploads', 'shop/shop']);
    expect(texts(mocks.rejections)).toEqual([
      expect.stringContaining(`KN-PUL-040 ConfigMap \`shop/settings\` has at \`${field}\` a secret of Pulumi`),
    ]);
    expect(said(mocks)).not.toContain(HIDDEN);
  });

  test('stays a secret in the content of a Secret, wherever an output holds it', async () => {
    const mocks = record();
    const { app, chart } = shop();
    const { arn } = new Bucket('uploads');
    new ApiObject(chart, 'whole', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'whole' }, stringData: arn.apply((text) => ({ text, key: pulumi.secret(HIDDEN) })),
    });
    new Charts('shop', app);
    await mocks.settled();

    expect(mocks.rejections).toEqual([]);
    expect(secretIn(mocks.named('shop/shop/whole').sent.stringData)).toEqual({ text: 'arn:aws:s3:::uploads', key: HIDDEN });
  });

  test('stays a secret in the content of a Secret, and so is what the program writes there', async () => {
    const mocks = record();
    const { app, chart } = shop();
    const bucket = new Bucket('uploads');
    new ApiObject(chart, 'plain', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'plain' }, stringData: { key: `x-${PulumiOutput.asString(bucket.key)}`, a: HIDDEN },
      data: { b: bucket.key },
    });
    new ApiObject(chart, 'whole', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'whole' }, stringData: bucket.key.apply((key) => ({ key })),
    });
    new SecretPlus(chart, 'plus', { metadata: { name: 'plus' }, stringData: { key: bucket.key as unknown as string } });
    new Charts('shop', app);
    await mocks.settled();

    expect(mocks.rejections).toEqual([]);
    const { sent, dependencies } = mocks.named('shop/shop/plain');
    expect(secretIn(sent.stringData)).toEqual({ key: `x-${HIDDEN}`, a: HIDDEN });
    expect(secretIn(sent.data)).toEqual({ b: HIDDEN });
    expect(dependencies).toContain('uploads');
    expect(secretIn(mocks.named('shop/shop/whole').sent.stringData)).toEqual({ key: HIDDEN });
    expect(secretIn(mocks.named('shop/shop/plus').sent.stringData)).toEqual({ key: HIDDEN });
  });

  test('fails in a Secret outside of its content', async () => {
    const mocks = record();
    const { app, chart } = shop();
    const key = pulumi.secret(HIDDEN);
    new ApiObject(chart, 'plain', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'plain', annotations: { data: PulumiOutput.asString(key) } },
      stringData: { key },
    });
    new Charts('shop', app);
    await mocks.stopped();

    expect(texts(mocks.rejections)).toEqual([expect.stringMatching(/KN-PUL-040 Secret `shop\/plain` has at `metadata\.annotations\.data`/)]);
    expect(mocks.resources).toEqual([]);
  });
});
