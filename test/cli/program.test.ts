import * as fs from 'fs';
import * as path from 'path';
import { ExitCode } from '../../lib/cli';
import { CliError, Interrupted, outcomeOf } from '../../lib/cli/cli-error';
import { KnativeError } from '../../lib/core';
import { type CliRun, runCli, temporaryFolder } from './run-cli';
import { needsWith, writeApp } from './vendored-app';

jest.setTimeout(60_000);

const run = (...args: string[]): Promise<CliRun> => runCli(args, { cwd: '/' });

test.each([[], ['--help'], ['-h']])('tells its commands when it is called with %j', async (...args) => {
  const { code, stdout, stderr } = await run(...args);

  expect({ code, stderr }).toEqual({ code: ExitCode.OK, stderr: '' });
  for (const command of ['vendor', 'apply', 'upgrade']) expect(stdout).toContain(`\n  ${command} `);
});

test('tells its version, which is that of the package', async () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as { version: string };

  expect(await run('--version')).toEqual({ code: ExitCode.OK, stdout: `${version}\n`, stderr: '' });
});

test('tells the options of a command with the times that it takes', async () => {
  const { code, stdout } = await run('vendor', '--help');

  expect(code).toBe(ExitCode.OK);
  expect(stdout).toContain('--timeout <seconds>');
  expect(stdout).toContain('(default: 30)');
});

test.each([
  [['vendr'], "unknown command 'vendr' (Did you mean vendor?)"],
  [['vendor', '--mirrr', 'x'], "unknown option '--mirrr' (Did you mean --mirror?)"],
  [['vendor', 'extra'], 'too many arguments'],
  [['vendor', '--mirror'], 'argument missing'],
  [['vendor', '--timeout', '0'], 'It is a number of seconds, up to 3600'],
  [['vendor', '--timeout', 'long'], 'It is a number of seconds, up to 3600'],
  [['vendor', '--retries', '-1'], 'It is a whole number'],
])('fails in one line for %j', async (args, words) => {
  const { code, stdout, stderr } = await run(...args);

  expect({ code, stdout }).toEqual({ code: ExitCode.ERROR, stdout: '' });
  expect(stderr).toMatch(/^cdk8s-knative: KN-CLI-002 .*\n$/);
  expect(stderr).toContain(words);
});

describe('the app', () => {
  const within = async (files: Readonly<Record<string, string>>, ...args: string[]): Promise<CliRun> => {
    const cwd = temporaryFolder();
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(cwd, name), text);
    return runCli(['vendor', '--list', ...args], { cwd });
  };

  test('is the one of --app, where that is given', async () => {
    const cwd = temporaryFolder();
    writeApp(cwd, needsWith());
    fs.writeFileSync(path.join(cwd, 'cdk8s.yaml'), 'app: exit 1\n');

    const { code, stdout } = await runCli(['vendor', '--list', '--app', `"${process.execPath}" app.js`], { cwd });

    expect(code).toBe(ExitCode.OK);
    expect(stdout).toContain('knative-serving 1.23.0');
  });

  test('writes its manifests elsewhere than into the repository', async () => {
    const cwd = temporaryFolder();
    writeApp(cwd, needsWith());

    await runCli(['vendor', '--list'], { cwd });

    expect(fs.readdirSync(cwd).sort()).toEqual(['app.js', 'cdk8s.yaml']);
  });

  test.each([
    ['there is no cdk8s.yaml', {}, 'there is no `cdk8s.yaml`'],
    ['cdk8s.yaml has no app', { 'cdk8s.yaml': 'language: typescript\n' }, '`cdk8s.yaml` has no `app`'],
    ['cdk8s.yaml is no YAML', { 'cdk8s.yaml': 'app: [' }, '`cdk8s.yaml` has no `app`'],
  ])('fails when %s', async (_, files, words) => {
    const { code, stderr } = await within(files as Record<string, string>);

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain(`KN-CLI-003 ${words}`);
  });

  test('fails when it fails, and shows the last that it wrote', async () => {
    const { code, stderr } = await within({ 'cdk8s.yaml': 'app: echo KN-NAM-001 of the app >&2; exit 3\n' });

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-NAM-001 of the app\n');
    expect(stderr).toContain('ended with exit code 3; what it wrote last stands above');
  });

  test('fails when it has no platform with vendored releases', async () => {
    const { code, stderr } = await within({ 'cdk8s.yaml': 'app: "true"\n' });

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-CLI-005 the app `true` has no platform with vendored releases');
  });

  test.each(['1.19', 'newest', '1.23.0'])('fails for the version %s, which there is not', async (version) => {
    const cwd = temporaryFolder();
    writeApp(cwd, needsWith());

    const { code, stderr } = await runCli(['vendor', '--list', '--to', version], { cwd });

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain(`KN-PLT-014 \`${version}\` is no version of Knative`);
  });

  test('ends with everything that it started when the user interrupts it', async () => {
    const cwd = temporaryFolder();
    const controller = new AbortController();
    const file = path.join(cwd, 'still-there');
    fs.writeFileSync(path.join(cwd, 'cdk8s.yaml'), `app: sleep 1 && touch ${file}\n`);
    setTimeout(() => controller.abort(), 200);

    const { code, stderr } = await runCli(['vendor', '--list'], { cwd, signal: controller.signal });

    expect({ code, stderr }).toEqual({ code: ExitCode.INTERRUPTED, stderr: 'cdk8s-knative: interrupted\n' });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(fs.existsSync(file)).toBe(false);
  });
});

describe('what went wrong', () => {
  const problem = { code: 'KN-CLI-002', message: 'no', received: 1, allowed: 'yes', fix: 'write yes' } as const;

  test('has a line for each problem, and the exit code that it was given', () => {
    expect(outcomeOf(new CliError([problem, problem], ExitCode.BUSY))).toEqual({
      exitCode: ExitCode.BUSY, lines: Array(2).fill('KN-CLI-002 no; allowed: yes; write yes'),
    });
  });

  test('of a factory is told without the line of this command that called it', () => {
    expect(outcomeOf(new KnativeError(problem)).lines).toEqual(['KN-CLI-002 no; allowed: yes; write yes']);
  });

  test('of a user who interrupts is nothing', () => {
    expect(outcomeOf(new Interrupted())).toEqual({ exitCode: ExitCode.INTERRUPTED, lines: ['interrupted'] });
  });

  test('of this command says how to see more', () => {
    const { exitCode, lines } = outcomeOf(new TypeError('x is undefined'));

    expect(exitCode).toBe(ExitCode.ERROR);
    expect(lines.join('\n')).toMatch(/^KN-CLI-001 .*`x is undefined`.*`CDK8S_KNATIVE_TRACE=1`/);
  });

  test('is told with its place where the user asks for it', async () => {
    const { stderr } = await runCli(['vendor'], { cwd: '/', env: { CDK8S_KNATIVE_TRACE: '1' } });

    expect(stderr).toContain('    at ');
  });
});
