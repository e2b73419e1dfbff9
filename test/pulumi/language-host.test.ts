import { spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as pulumi from '@pulumi/pulumi';
import { build } from 'esbuild';
import { play, type Played } from './played-engine';

const ROOT = path.join(__dirname, '..', '..');
const HIDDEN = 'correct-horse-battery';

const PROGRAM = `
import * as pulumi from '@pulumi/pulumi';
import { ApiObject, App, Chart } from 'cdk8s';
import { Namespace } from '${ROOT}/lib';
import { Charts, OutputSecret } from '${ROOT}/lib/pulumi';

const password = new pulumi.Config().requireSecret('password');
const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
new Namespace(chart, 'shop');
const isInSecret = new pulumi.Config().getBoolean('secret') ?? false;
if (isInSecret) new OutputSecret(chart, 'database', { stringData: { password } });
else new ApiObject(chart, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { password } });
new Charts('shop', app);
`;

interface Ended {
  readonly played: Played;
  readonly code: number | null;
  readonly output: string;
}

/** Runs the program as the command line does: in a process of its own, by the language host of Pulumi. */
async function run(folder: string, secret: boolean): Promise<Ended> {
  let ended: Omit<Ended, 'played'> = { code: null, output: '' };
  const played = await play(async () => { ended = await host(folder, secret); });
  return { played, ...ended };
}

function host(folder: string, secret: boolean): Promise<Omit<Ended, 'played'>> {
  const address = monitorAddress();
  const main = path.join(ROOT, 'node_modules', '@pulumi', 'pulumi', 'cmd', 'run', 'index.js');
  const args = ['--monitor', address, '--engine', address, '--project', 'shop', '--stack', 'test', '--pwd', folder, folder];
  const env = {
    ...process.env, NODE_PATH: path.join(ROOT, 'node_modules'),
    PULUMI_CONFIG: JSON.stringify({ 'shop:password': HIDDEN, 'shop:secret': String(secret) }),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(['shop:password']),
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += String(data); });
    child.on('exit', (code) => { resolve({ code, output }); });
  });
}

/** Where the engine of the test listens. */
function monitorAddress(): string {
  const { getStore } = jest.requireActual<{ getStore(): { settings: { options: { monitorAddr: string } } } }>(
    '@pulumi/pulumi/runtime/state',
  );
  return getStore().settings.options.monitorAddr;
}

// The process of the program has the newest packages, whatever the tests run with; an older engine does not suit them.
const newest = 'ResourceHook' in pulumi;

(newest ? describe : describe.skip)('a program that Pulumi runs', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'program-'));

  beforeAll(async () => {
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "main": "index.js" }');
    fs.writeFileSync(path.join(folder, 'Pulumi.yaml'), 'name: shop\nruntime: nodejs\n');
    await build({
      stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' }, outfile: path.join(folder, 'index.js'), bundle: true,
      platform: 'node', target: 'node20', packages: 'external', tsconfig: path.join(ROOT, 'tsconfig.json'),
    });
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
