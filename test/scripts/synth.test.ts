import { spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.dirname(path.dirname(__dirname));
const SCRIPT = path.join(ROOT, 'scripts', 'synth.mjs');

/** A program that does with its argument what a test needs; without one it writes two objects. */
const PROGRAM = `
const fs = require('fs');
const { ApiObject, App, Chart } = require('cdk8s');
const [how = ""] = process.argv.slice(2);
const app = new App();
const chart = new Chart(app, 'services');
for (const name of ['a', 'b']) {
  new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text: 'x\\n---\\ny' } });
}
if (how === 'refused') chart.node.addValidation({ validate: () => ['KN-X first', 'KN-X second'] });
console.log('words of the program');
if (how === 'throws') throw new TypeError('a mistake');
if (how === 'sleeps') {
  fs.writeFileSync('started', '');
  setInterval(() => {}, 1000);
} else if (how !== 'forgets') {
  app.synth();
  if (how === 'documents') {
    fs.mkdirSync(app.outdir + '-documents');
    fs.writeFileSync(app.outdir + '-documents/vault.json', '{}');
  }
}
if (how.endsWith('stacks')) {
  const { App, CfnResource, Stack } = require('aws-cdk-lib');
  const stacks = new App();
  const stack = new Stack(stacks, 'queues');
  new CfnResource(stack, 'Queue', { type: 'AWS::SQS::Queue' });
  if (how === 'refused stacks') stack.node.addValidation({ validate: () => ['KN-X third'] });
  stacks.synth();
}
if (how === 'late') process.exit(3);
`;

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-synth-'));
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  fs.writeFileSync(path.join(folder, 'program.js'), PROGRAM);
  for (const output of ['dist', 'dist-documents', 'cdk.out']) {
    fs.mkdirSync(path.join(folder, output, 'sub'), { recursive: true });
    fs.writeFileSync(path.join(folder, output, 'sub', 'previous.k8s.yaml'), `kind: ${output}\n`);
  }
});

afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function synth(...command: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...command], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

/** Every file of the folder but the program's, with its content. */
function contents(): Record<string, string> {
  return Object.fromEntries(fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => !/^(node_modules|program\.js|started)/.test(file))
    .filter((file) => fs.statSync(path.join(folder, file)).isFile())
    .map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

function leftovers(): string[] {
  return fs.readdirSync(folder).filter((file) => file.startsWith('.synth-'));
}

const TIMEOUT = 30_000;

describe('a program that is taken', () => {
  test('has its output in dist/ in place of the previous one, with the count of objects shown', () => {
    const { code, out, err } = synth('node', 'program.js');

    expect({ code, out, err }).toEqual({
      code: 0, out: 'dist/services.k8s.yaml: 2 objects\n', err: 'words of the program\n',
    });
    expect(Object.keys(contents())).toEqual(['dist/services.k8s.yaml']);
    expect(leftovers()).toEqual([]);
  }, TIMEOUT);

  test('has its side documents in dist-documents/', () => {
    const { code, out } = synth('node', 'program.js', 'documents');

    expect({ code, out }).toEqual({
      code: 0, out: 'dist/services.k8s.yaml: 2 objects\ndist-documents/vault.json\n',
    });
    expect(Object.keys(contents()).sort()).toEqual(['dist-documents/vault.json', 'dist/services.k8s.yaml']);
  }, TIMEOUT);

  test('has its stacks of AWS CDK in cdk.out/, each shown with the count of its resources', () => {
    const { code, out } = synth('node', 'program.js', 'stacks');

    expect(code).toBe(0);
    expect(out).toMatch(/^dist\/services\.k8s\.yaml: 2 objects\ncdk\.out\/queues\.template\.json: [12] resources?, \d kB\n$/);
    const written = Object.keys(contents());
    expect(written).toEqual(expect.arrayContaining(['cdk.out/manifest.json', 'cdk.out/queues.template.json']));
    expect(written.filter((file) => file.includes('previous'))).toEqual([]);
  }, TIMEOUT);
});

describe('the previous output stays, byte for byte', () => {
  test.each([
    ['is refused', ['node', 'program.js', 'refused'],
      'words of the program\nValidation failed with the following errors:\n  [services] KN-X first\n'
      + '  [services] KN-X second\nsynth failed: dist/ is as it was\n'],
    ['has stacks that are refused', ['node', 'program.js', 'refused stacks'],
      'words of the program\nValidation failed with the following errors:\n  [queues] KN-X third\n'
      + 'synth failed: dist/ is as it was\n'],
    ['fails after it wrote', ['node', 'program.js', 'late'],
      'words of the program\nsynth failed: dist/ is as it was\n'],
    ['writes nothing', ['node', 'program.js', 'forgets'],
      'words of the program\nthe program wrote no manifests: does it end with `app.synth()`? dist/ is as it was\n'],
    ['cannot be run', ['no-such-program'],
      'cannot run no-such-program: spawnSync no-such-program ENOENT\nsynth failed: dist/ is as it was\n'],
  ])('fails where the program %s', (_how, command, expected) => {
    const before = contents();

    const { code, out, err } = synth(...command);

    expect({ code, out, err }).toEqual({ code: 1, out: '', err: expected });
    expect(contents()).toEqual(before);
    expect(leftovers()).toEqual([]);
  }, TIMEOUT);

  test('fails where the program throws, and shows once where', () => {
    const before = contents();

    const { code, err } = synth('node', 'program.js', 'throws');

    expect(code).toBe(1);
    expect(err.match(/TypeError: a mistake\n.*at .*program\.js:12:/g)).toHaveLength(1);
    expect(err).not.toContain('cdk8s-cli');
    expect(contents()).toEqual(before);
  }, TIMEOUT);

  test('fails without a command', () => {
    const before = contents();

    expect(synth()).toMatchObject({ code: 2, err: expect.stringContaining('usage:') });
    expect(contents()).toEqual(before);
  }, TIMEOUT);

  test('when Ctrl-C stops it', async () => {
    const before = contents();
    const child = spawn(process.execPath, [SCRIPT, 'node', 'program.js', 'sleeps'], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    while (!fs.existsSync(path.join(folder, 'started'))) await new Promise((resolve) => setTimeout(resolve, 50));

    child.kill('SIGINT');

    expect(await ended).toBe(128 + os.constants.signals.SIGINT);
    expect(contents()).toEqual(before);
    expect(leftovers()).toEqual([]);
  }, TIMEOUT);
});
