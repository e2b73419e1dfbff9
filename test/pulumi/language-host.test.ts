import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as pulumi from '@pulumi/pulumi';
import { bundleFor, type Hosted, runHosted } from './language-host';

const HIDDEN = 'correct-horse-battery';

const PROGRAM = `
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { Namespace } from './lib';
import { Charts, OutputSecret } from './lib/pulumi';

const password = new pulumi.Config().requireSecret('password');
const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
new Namespace(chart, 'shop');
const isInSecret = new pulumi.Config().getBoolean('secret') ?? false;
if (isInSecret) new OutputSecret(chart, 'database', { stringData: { password } });
else new ApiObject(chart, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { password } });
new Charts('shop', app);
`;

const run = (folder: string, secret: boolean): Promise<Hosted> => runHosted({
  project: 'shop', folder, config: { password: HIDDEN, secret: String(secret) }, secrets: ['password'],
});

// The process of the program has the newest packages, whatever the tests run with; an older engine does not suit them.
const newest = 'ResourceHook' in pulumi;

(newest ? describe : describe.skip)('a program that Pulumi runs', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'program-'));

  beforeAll(async () => {
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "main": "index.js" }');
    fs.writeFileSync(path.join(folder, 'Pulumi.yaml'), 'name: shop\nruntime: nodejs\n');
    await bundleFor(PROGRAM, path.join(folder, 'index.js'));
  });

  afterAll(() => { fs.rmSync(folder, { recursive: true }); });

  test('fails where a secret of its configuration stands in the open, says so once, and has registered nothing', async () => {
    const { played, code, output } = await run(folder, false);

    expect(code).not.toBe(0);
    expect(played.objects).toEqual([]);
    expect(played.resources.map(({ name }) => name)).not.toContain('shop');
    const errors = played.logs.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ text }) => text)).toEqual([expect.stringMatching(/^KN-PUL-040 ConfigMap `shop\/settings` has at/)]);
    expect(JSON.stringify([output, played.logs.filter(({ severity }) => severity !== 'debug')])).not.toContain(HIDDEN);
  }, 120_000);

  test('ends well where the secret stands in a Secret, and the engine gets it as one', async () => {
    const { played, code } = await run(folder, true);

    expect(code).toBe(0);
    expect(played.objects.map(({ name }) => name)).toEqual(['shop/shop', 'shop/shop/database']);
    expect(JSON.stringify(played.objects.map(({ inputs }) => inputs))).toMatch(
      new RegExp(`"1b47061264138c4ac30d75fd1eb44270","value":\\{"password":"?.*${HIDDEN}`),
    );
  }, 120_000);
});
