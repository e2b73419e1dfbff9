import * as fc from 'fast-check';
import * as pulumi from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import { Env, EnvFrom, KnativeService, Namespace, PullSecret } from '../../lib';
import { Charts, OutputSecret, type OutputSecretProps, PulumiOutput } from '../../lib/pulumi';
import { recordMocks, secretIn } from './support';

const HIDDEN = 'correct horse battery';

/** A resource of another provider. */
class Database extends pulumi.CustomResource {
  declare public readonly password: pulumi.Output<string>;

  constructor(name: string) {
    super('test:index:Database', name, { password: undefined });
  }
}

function shop(): { readonly app: App; readonly chart: Chart } {
  const app = new App();
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Namespace(chart, 'shop');
  return { app, chart };
}

/** What the app says of itself, a line each. */
function refusals(make: (chart: Chart) => unknown): string {
  recordMocks();
  const { app, chart } = shop();
  make(chart);
  return app.node.findAll().flatMap(({ node }) => node.validate()).join('\n');
}

const stringData = (data: unknown): OutputSecretProps => ({ stringData: data as OutputSecretProps['stringData'] });

describe('a Secret of outputs', () => {
  test('is registered with what the outputs hold, all of it secret, before what reads it', async () => {
    const mocks = recordMocks();
    pulumi.runtime.setAllConfig({ 'project:password': HIDDEN }, ['project:password']);
    const { app, chart } = shop();
    const secret = new OutputSecret(chart, 'database', {
      stringData: {
        password: new pulumi.Config('project').requireSecret('password'), user: 'shop', host: pulumi.output('db.example.com'),
        port: Promise.resolve('5432'),
      },
      metadata: { labels: { tier: 'data' } },
    });
    new KnativeService(chart, 'web', {
      image: 'a/b:1', env: { PASSWORD: secret.env('password'), USER: Env.fromSecret(secret, 'user', { optional: true }) },
      envFrom: [EnvFrom.secret(secret)],
    });
    new Charts('shop', app);
    await mocks.settled();

    expect(mocks.rejections).toEqual([]);
    const { type, sent, inputs, additionalSecretOutputs } = mocks.named('shop/shop/database');
    expect(type).toBe('kubernetes:core/v1:Secret');
    expect(secretIn(sent.stringData)).toEqual({ password: HIDDEN, user: 'shop', host: 'db.example.com', port: '5432' });
    expect(inputs).toMatchObject({ type: 'Opaque', metadata: { name: 'database', namespace: 'shop', labels: { tier: 'data' } } });
    expect(additionalSecretOutputs).toContain('stringData');
    const web = mocks.named('shop/shop/web');
    expect(web.dependencies).toContain('shop/shop/database');
    expect(JSON.stringify(web.inputs)).toContain('"secretKeyRef":{"key":"password","name":"database"}');
    expect(JSON.stringify(mocks.resources.filter(({ name }) => name !== 'shop/shop/database'))).not.toContain(HIDDEN);
  });

  test('is in no file and no manifest, whatever it was made of', async () => {
    await fc.assert(fc.asyncProperty(fc.stringMatching(/^[a-z]{12}$/), fc.boolean(), async (value, isText) => {
      const mocks = recordMocks();
      const { app, chart } = shop();
      const secret = new OutputSecret(chart, 'database', stringData({ password: isText ? value : pulumi.secret(value) }));

      expect(JSON.stringify(secret.apiObject.toJson())).not.toContain(value);
      let text = '';
      try {
        text = app.synthYaml();
      } catch (error) {
        text = (error as Error).message;
      }
      expect(text).toMatch(/KN-LAT-001 Secret `shop\/database` .* at `stringData\.password` \(`output`\)/);
      expect(text).not.toContain(value);
      new Charts('shop', app);
      await mocks.settled();
      expect(secretIn(mocks.named('shop/shop/database').sent.stringData)).toEqual({ password: value });
    }), { numRuns: 10 });
  });

  test('stands where a name of a Secret does', async () => {
    const mocks = recordMocks();
    const { app, chart } = shop();
    const registry = new OutputSecret(chart, 'registry', {
      type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': pulumi.secret('{"auths":{}}') },
    });
    new KnativeService(chart, 'web', { image: 'a/b:1', imagePullSecrets: [registry] });
    new Charts('shop', app);
    await mocks.settled();

    expect(mocks.named('shop/shop/registry').inputs.type).toBe('kubernetes.io/dockerconfigjson');
    expect(JSON.stringify(mocks.named('shop/shop/web').inputs)).toContain('"imagePullSecrets":[{"name":"registry"}]');
    expect(PullSecret.fromSecretName(registry.name).name).toBe('registry');
  });

  test('holds bytes as well, in base64, which a key store and a certificate come in', async () => {
    const mocks = recordMocks();
    const { app, chart } = shop();
    const bytes = Buffer.from(HIDDEN).toString('base64');
    const secret = new OutputSecret(chart, 'keys', {
      data: { 'store.jks': pulumi.secret(bytes), 'later.jks': Promise.resolve(bytes), 'plain.jks': 'AAEC' }, stringData: { password: HIDDEN },
    });
    new OutputSecret(chart, 'tls', { type: 'kubernetes.io/tls', data: { 'tls.crt': 'AAEC', 'tls.key': pulumi.secret(bytes) } });
    new KnativeService(chart, 'web', { image: 'a/b:1', env: { STORE: secret.env('store.jks') } });
    expect(JSON.stringify(secret.apiObject.toJson())).not.toMatch(/AAEC/);
    new Charts('shop', app);
    await mocks.settled();

    expect(mocks.rejections).toEqual([]);
    const { sent, additionalSecretOutputs } = mocks.named('shop/shop/keys');
    expect(secretIn(sent.data)).toEqual({ 'store.jks': bytes, 'later.jks': bytes, 'plain.jks': 'AAEC' });
    expect(secretIn(sent.stringData)).toEqual({ password: HIDDEN });
    expect(additionalSecretOutputs).toContain('data');
    expect(mocks.named('shop/shop/tls').sent).not.toHaveProperty('stringData');
  });

  test('takes texts with outputs in them', async () => {
    const mocks = recordMocks();
    const { app, chart } = shop();
    const host = PulumiOutput.asString(pulumi.secret('db.example.com'));
    new OutputSecret(chart, 'database', {
      stringData: { host, url: `postgres://${host}/shop` },
    });
    new OutputSecret(chart, 'bytes', { data: { a: PulumiOutput.asString(pulumi.output('AAEC')) } });
    new Charts('shop', app);
    await mocks.settled();

    expect(secretIn(mocks.named('shop/shop/database').sent.stringData))
      .toEqual({ host: 'db.example.com', url: 'postgres://db.example.com/shop' });
    expect(secretIn(mocks.named('shop/shop/bytes').sent.data)).toEqual({ a: 'AAEC' });
  });

  test('is not known in a preview as far as its outputs are not', async () => {
    const mocks = recordMocks({ preview: true });
    const { app, chart } = shop();
    const { password } = new Database('thing');
    new OutputSecret(chart, 'database', { stringData: { password, user: 'shop' } });
    new Charts('shop', app);
    await mocks.settled();

    expect(mocks.rejections).toEqual([]);
    expect(mocks.objects().map(({ name }) => name)).toContain('shop/shop/database');
    expect(mocks.named('shop/shop/database').dependencies).toContain('thing');
  });

  test.each<[string, (chart: Chart) => unknown, RegExp]>([
    ['with nothing in it', (chart) => new OutputSecret(chart, 'empty', stringData({})), /KN-PUL-045 the Secret `empty` holds nothing/],
    ['without `stringData`', (chart) => new OutputSecret(chart, 'empty', stringData(undefined)), /KN-PUL-045 the Secret `empty` holds nothing/],
    ['with one output for all of it', (chart) => new OutputSecret(chart, 'whole', stringData(pulumi.output({ a: HIDDEN }))),
      /^KN-PUL-045 the Secret `whole` holds nothing that is known by its key[^\n]*$/],
    ['with what is no text', (chart) => new OutputSecret(chart, 'odd', stringData({ a: { b: HIDDEN }, c: 7, d: undefined })),
      /KN-PUL-045 .* at `a` what is no text: `object`[^]*at `c` .*`number`[^]*at `d` .*`undefined`/],
    ['with one output for all of its bytes', (chart) => new OutputSecret(chart, 'whole', { data: pulumi.output({ a: HIDDEN }) as never }),
      /^KN-PUL-045 the Secret `whole` holds nothing that is known by its key[^\n]*$/],
    ['with bytes that are no text', (chart) => new OutputSecret(chart, 'odd', { data: { a: Buffer.from(HIDDEN) as never } }),
      /KN-PUL-045 .* at `a` what is no text: `object`/],
    ['with bytes that are no base64', (chart) => new OutputSecret(chart, 'odd', { data: { a: HIDDEN, b: 'AAE', c: 'AAEC' } }),
      /^KN-PUL-048 the Secret `odd` has in `data` at `a` what is no base64[^]*at `b`(?!.*`c`)/],
    ['with bytes and a text under one key', (chart) => new OutputSecret(chart, 'odd', { data: { a: 'AAEC' }, ...stringData({ a: 'x' }) }),
      /^KN-PUL-048 the Secret `odd` has `a` in `data` and in `stringData`/],
    ['with an output that was encoded, or cut', (chart) => new OutputSecret(chart, 'odd', {
      stringData: { b: `${HIDDEN} ${PulumiOutput.asString(pulumi.output('x')).slice(0, 16)}` },
      data: { a: Buffer.from(PulumiOutput.asString(pulumi.output(HIDDEN))).toString('base64') },
    }), /^KN-LAT-005 the Secret `odd` has at `b` what was a value[^\n]*\nKN-LAT-005 [^\n]* at `a`[^\n]*$/],
    ['with a key that no Secret has', (chart) => new OutputSecret(chart, 'odd', stringData({ 'a b': 'x' })), /KN-POD-008 `a b`/],
    ['with a name that no Secret has', (chart) => new OutputSecret(chart, 'Odd', stringData({ a: 'x' })), /KN-NAM-001 `Odd`/],
    ['of a type whose key it lacks', (chart) => new OutputSecret(chart, 'tls', { type: 'kubernetes.io/tls', ...stringData({ 'tls.crt': 'x' }) }),
      /KN-PUL-046 a Secret of the type `kubernetes.io\/tls` lacks `tls\.key`/],
    ['of a type that asks for one of two', (chart) => new OutputSecret(chart, 'b', { type: 'kubernetes.io/basic-auth', ...stringData({ a: 'x' }) }),
      /KN-PUL-046 .* lacks `username` and `password`/],
  ])('fails %s, and says nothing of what it holds', (_, make, message) => {
    const text = refusals(make);

    expect(text).toMatch(message);
    expect(text).not.toContain(HIDDEN);
  });

  test.each([
    ['kubernetes.io/tls', { 'tls.crt': 'x', 'tls.key': 'y' }], ['kubernetes.io/basic-auth', { password: 'x' }],
    ['kubernetes.io/ssh-auth', { 'ssh-privatekey': 'x' }], ['example.com/own', { a: 'x' }], ['Opaque', { a: 'x' }],
  ])('is right with the keys of its type: %s', (type, data) => {
    // As a file, which it cannot be, nothing is wrong with it but that.
    expect(refusals((chart) => new OutputSecret(chart, 'right', { type, stringData: data }))).toMatch(/^KN-LAT-001 [^\n]*$/);
  });

  test('fails where a variable reads a key that it does not have, or from another namespace', () => {
    const { chart } = shop();
    const secret = new OutputSecret(chart, 'database', { stringData: { password: 'x' } });

    expect(() => secret.env('pasword')).toThrow(/^KN-PUL-047 the Secret `database` has no key `pasword`; allowed: `password`/);
    expect(refusals((own) => new KnativeService(new Chart(own, 'other', { namespace: 'other' }), 'web', {
      image: 'a/b:1', env: { PASSWORD: secret.env('password') },
    }))).toMatch(/KN-NAM-007 Secret `database` lies in namespace `shop`/);
  });

  test('fails at the deployment where bytes are no base64, without them', async () => {
    const mocks = recordMocks();
    const { app, chart } = shop();
    new OutputSecret(chart, 'keys', { data: { store: pulumi.secret(HIDDEN) } });
    new Charts('shop', app);
    await mocks.stopped();

    const text = mocks.rejections.map((error) => (error as Error).message).join('\n');
    expect(text).toMatch(/KN-PUL-044 Secret `shop\/keys` gets at `data\.store` no text in base64: `output` is another text;/);
    expect(text).not.toContain(HIDDEN);
  });

  test('fails at the deployment where an output is no text, without its value', async () => {
    const mocks = recordMocks();
    const { app, chart } = shop();
    new OutputSecret(chart, 'database', stringData({ password: pulumi.secret({ value: HIDDEN }) }));
    new Charts('shop', app);
    await mocks.stopped();

    const text = mocks.rejections.map((error) => (error as Error).message).join('\n');
    expect(text).toMatch(/KN-PUL-044 Secret `shop\/database` gets at `stringData\.password` no text: `output` is of the type `object`/);
    expect(text).not.toContain(HIDDEN);
  });
});
