import { createHash } from 'crypto';
import * as fs from 'fs';
import type { ServerResponse } from 'http';
import * as os from 'os';
import * as path from 'path';
import { ExitCode } from '../../lib/cli';
import { outcomeOf } from '../../lib/cli/cli-error';
import { vendor, type VendorOptions } from '../../lib/cli/vendor';
import { ComponentName } from '../../lib/core';
import { LOCK_FILE, type LockFile } from '../../lib/releases';
import { startProxy } from './connect-proxy';
import { allowLoopback, FilesServer, once, withRanges } from './files-server';
import { type CliRun, type CliWorld, memoryIo, runCli, temporaryFolder } from './run-cli';
import { COMPONENTS, manifest, needsWith, pathsOf, writeApp } from './vendored-app';

allowLoopback();
jest.setTimeout(60_000);

const server = new FilesServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const PATHS = pathsOf();
const CORE = 'knative-serving/1.23.0/serving-core.yaml';
const CRDS = 'knative-serving/1.23.0/serving-crds.yaml';
const OPERATOR = 'knative-operator/1.23.0/operator.yaml';
const TEXTS: Readonly<Record<string, string>> = {
  [CORE]: manifest('core'), [CRDS]: manifest('crds'), [OPERATOR]: manifest('operator'),
};

let cwd: string;
beforeEach(() => {
  cwd = temporaryFolder();
  server.reset();
  for (const [file, text] of Object.entries(TEXTS)) server.at(PATHS[file]!, text);
  writeApp(cwd, needsWith());
});

const run = (...args: string[]): Promise<CliRun> =>
  runCli(['vendor', '--mirror', server.address, '--retries', '0', ...args], { cwd });

/** Runs with times that a test can wait for. */
async function quick(options: Partial<VendorOptions> = {}, world: Partial<CliWorld> = {}): Promise<CliRun> {
  const { io, written } = memoryIo({ cwd, ...world });
  try {
    const code = await vendor({ mirror: server.address, timeout: 20_000, retries: 2, backoff: 10, ...options }, io);
    return { code, ...written() };
  } catch (error) {
    const { lines, exitCode } = outcomeOf(error);
    return { code: exitCode, stdout: written().stdout, stderr: `${written().stderr}${lines.join('\n')}` };
  }
}

const vendored = (file: string): string => path.join(cwd, 'releases', file);
const textAt = (file: string): string => fs.readFileSync(vendored(file), 'utf8');
const lock = (): LockFile => JSON.parse(textAt(LOCK_FILE)) as LockFile;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const requestsFor = (file: string): number => server.asked.filter(({ path: asked }) => asked === PATHS[file]).length;

/** All files below the folder, so that nothing half written hides. */
function everything(): string[] {
  return fs.readdirSync(path.join(cwd, 'releases'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(path.join(cwd, 'releases'), path.join(entry.parentPath, entry.name))).sort();
}

/** Whether all files but one have come, and nothing is left of their downloads. */
function othersInPlace(): boolean {
  return [OPERATOR, CRDS].every((file) => fs.existsSync(vendored(file)) && !fs.existsSync(vendored(`${file}.part.json`)));
}

/** Locks what the server has now. */
async function lockAll(): Promise<void> {
  expect((await run()).code).toBe(ExitCode.OK);
  server.asked.length = 0;
}

describe('a first run', () => {
  test('downloads what the app needs, locks the digests, and says that they were trusted', async () => {
    const { code, stdout, stderr } = await run();

    expect(stderr).toContain('releases (Knative 1.23 by its release manifests): 3 files to download');
    expect(code).toBe(ExitCode.OK);
    expect(everything()).toEqual([OPERATOR, CORE, CRDS, LOCK_FILE]);
    expect(textAt(CORE)).toBe(TEXTS[CORE]);
    expect(lock().files[CORE]).toEqual({
      url: `https://github.com${PATHS[CORE]}`, sha256: sha256(TEXTS[CORE]!), size: TEXTS[CORE]!.length,
    });
    expect(stdout).toContain('releases: 3 files, 3 downloaded, 0 were there');
    expect(stdout).toContain('nobody could check what came on the first download');
    expect(stderr).toContain(`${CORE}: ${TEXTS[CORE]!.length} B, SHA-256 ${sha256(TEXTS[CORE]!).slice(0, 12)}..., trusted on first download`);
  });

  test('asks a mirror under a path of its own, with its user and password, which nothing shows', async () => {
    server.reset();
    for (const [file, text] of Object.entries(TEXTS)) server.at(`/kept/here${PATHS[file]}`, text);
    const mirror = `${server.address.replace('//', '//me:hunter2@')}/kept/here/`;

    const { code, stdout, stderr } = await quick({ mirror });

    expect(code).toBe(ExitCode.OK);
    expect(server.asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:hunter2').toString('base64')}`);
    expect(`${stdout}${stderr}${everything().map(textAt).join('')}`).not.toContain('hunter2');
    expect(lock().files[CORE]?.url).toBe(`https://github.com${PATHS[CORE]}`);
  });

  test('brings what several platforms need into the folder of each, once', async () => {
    writeApp(cwd, needsWith({ cluster: 'one' }), needsWith({ cluster: 'two' }), needsWith({ cluster: 'three', folder: 'other' }));

    const { code, stdout, stderr } = await run();

    expect(code).toBe(ExitCode.OK);
    expect(stderr).toContain('releases (cluster one, Knative 1.23 by its release manifests; cluster two, ');
    expect(stdout).toContain('other: 3 files');
    expect(requestsFor(CORE)).toBe(2);
  });

  test('brings the next version too, with what only a plan reads', async () => {
    const installs = [[ComponentName.KNATIVE_SERVING, 'serving-core.yaml'], [ComponentName.KNATIVE_EVENTING, 'eventing-core.yaml']] as const;
    writeApp(cwd, needsWith({
      knative: '1.22', installedBy: 'operator', components: [COMPONENTS[0]!],
      installs: installs.map(([name, file]) => ({ name, version: '1.22.1', files: [file] })),
    }));

    const { code, stdout } = await run('--to', '1.23', '--list');

    expect(code).toBe(ExitCode.OK);
    for (const text of ['knative-operator 1.23.0', 'knative-serving 1.22.1', 'knative-serving 1.23.0', 'knative-eventing 1.22.2',
      'knative-eventing 1.23.0', 'serving-post-install-jobs.yaml']) expect(stdout).toContain(text);
  });

  test('brings of the release way the same files of the next version, and the Jobs that follow an upgrade', async () => {
    writeApp(cwd, needsWith({
      knative: '1.22', components: [{ name: ComponentName.KNATIVE_SERVING, version: '1.22.1', files: ['serving-core.yaml'] }],
    }));

    const { stdout } = await run('--to', '1.23', '--list');

    const serving = stdout.slice(stdout.indexOf('knative-serving 1.23.0'));
    expect(serving).toContain('serving-core.yaml');
    expect(serving).toContain('serving-post-install-jobs.yaml');
    expect(serving).not.toContain('serving-hpa.yaml');
    expect(stdout.slice(0, stdout.indexOf('knative-serving 1.23.0'))).not.toContain('serving-post-install-jobs.yaml');
  });

  test('brings the version before, where the program names the next one already', async () => {
    writeApp(cwd, needsWith({ upgradingFrom: '1.22' }));

    const { stdout } = await run('--to', '1.23', '--list');

    expect(stdout).toContain('knative-serving 1.22.1');
    expect(stdout).toContain('knative-serving 1.23.0');
  });
});

describe('a further run', () => {
  test('with everything there asks nobody and writes nothing', async () => {
    await lockAll();
    const before = everything().map((file) => fs.statSync(vendored(file)).mtimeMs);

    const { code, stdout, stderr } = await quick({ mirror: 'http://127.0.0.1:9' });

    expect({ code, stderr }).toEqual({ code: ExitCode.OK, stderr: '' });
    expect(stdout).toBe('releases: 3 files, all there, as the lock file says\n');
    expect(everything().map((file) => fs.statSync(vendored(file)).mtimeMs)).toEqual(before);
  });

  test('fails on a file that was changed, by name, and leaves it', async () => {
    await lockAll();
    fs.rmSync(vendored(CORE));
    fs.appendFileSync(vendored(CRDS), '# mine\n');

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain(`KN-REL-003 \`releases/${CRDS}\` is not the file that was vendored`);
    expect(stderr).toContain('npx cdk8s-knative vendor --replace');
    expect(textAt(CRDS)).toBe(`${TEXTS[CRDS]}# mine\n`);
    expect(server.asked).toEqual([]);
  });

  test('takes a file that it does not know for what it is only where upstream has the same', async () => {
    fs.mkdirSync(path.dirname(vendored(CORE)), { recursive: true });
    fs.writeFileSync(vendored(CORE), TEXTS[CORE]!);
    fs.writeFileSync(vendored(CRDS), '# mine\n');

    const { code, stdout, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(`${stdout}${stderr}`).toContain('there is no releases.lock.json: 2 files in releases are compared with what comes, and refused where they differ');
    expect(stderr).toContain(`KN-REL-005 \`releases/${CRDS}\` is not in the lock file`);
    expect(textAt(CRDS)).toBe('# mine\n');
    expect(Object.keys(lock().files)).not.toContain(CRDS);
    expect((await run('--replace')).code).toBe(ExitCode.OK);
    expect(textAt(CRDS)).toBe(TEXTS[CRDS]);
    expect(Object.keys(lock().files)).toEqual([OPERATOR, CORE, CRDS]);
  });

  test('brings back a file that is gone and, asked to, one that was changed, as they were locked', async () => {
    await lockAll();
    fs.rmSync(vendored(CORE));
    fs.appendFileSync(vendored(CRDS), '# mine\n');

    const { code, stdout, stderr } = await run('--replace');

    expect(code).toBe(ExitCode.OK);
    expect(textAt(CRDS)).toBe(TEXTS[CRDS]);
    expect(stdout).toContain('releases: 3 files, 2 downloaded, 1 were there');
    expect(stdout).not.toContain('first download');
    expect(stderr).toContain(`${CRDS}: ${TEXTS[CRDS]!.length} B, as the lock file has it; in place of the altered one`);
  });

  test('fails on a file that differs from the lock file, and leaves the old one', async () => {
    await lockAll();
    fs.appendFileSync(vendored(CORE), '# mine\n');
    const locked = textAt(LOCK_FILE);
    server.at(PATHS[CORE]!, manifest('core', 'other'));

    const { code, stderr } = await run('--replace');

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain(`KN-CLI-017 what came for \`${CORE}\` is not the file of the lock file`);
    expect(stderr).toContain(sha256(TEXTS[CORE]!));
    expect(textAt(CORE)).toBe(`${TEXTS[CORE]}# mine\n`);
    expect(textAt(LOCK_FILE)).toBe(locked);
    expect(everything()).toEqual([OPERATOR, CORE, CRDS, LOCK_FILE]);
  });

  test('names what nobody needs any more, and removes it only when it is asked to', async () => {
    await lockAll();
    writeApp(cwd, needsWith({ components: [COMPONENTS[1]!] }));

    const listed = await run();
    expect(listed.stdout).toContain(`1 file the app does not need; \`--prune\` removes:\n  ${OPERATOR}\n`);
    expect(everything()).toContain(OPERATOR);

    const pruned = await run('--prune');
    expect(pruned.stdout).toContain(`1 file removed, which the app does not need:\n  ${OPERATOR}\n`);
    expect(everything()).toEqual([CORE, CRDS, LOCK_FILE]);
    expect(fs.existsSync(vendored('knative-operator'))).toBe(false);
    expect(Object.keys(lock().files)).toEqual([CORE, CRDS]);
  });

  test('lists addresses, pages and what is there, and downloads nothing', async () => {
    const { code, stdout } = await run('--list');

    expect(code).toBe(ExitCode.OK);
    expect(stdout).toContain('  knative-serving 1.23.0: https://github.com/knative/serving/releases/tag/knative-v1.23.0\n');
    expect(stdout).toContain(`    serving-core.yaml: missing\n      ${server.address}${PATHS[CORE]}\n`);
    expect(server.asked).toEqual([]);
    expect(fs.existsSync(path.join(cwd, 'releases'))).toBe(false);
  });
});

describe('what is in the folder besides', () => {
  test('is told apart: files of a plan, files that nobody needs, and files of somebody else', async () => {
    await lockAll();
    const old = [{ name: ComponentName.KNATIVE_SERVING, version: '1.22.1', files: ['serving-core.yaml'] }];
    writeApp(cwd, needsWith({ knative: '1.22', components: old }));
    server.at(pathsOf(old)['knative-serving/1.22.1/serving-core.yaml']!, manifest('old'));
    fs.writeFileSync(vendored('notes.yaml'), 'a: 1');
    fs.writeFileSync(vendored('.gitattributes'), '');

    const { code, stdout } = await run();
    const list = await run('--list');

    expect(code).toBe(ExitCode.OK);
    expect(stdout).toContain(`  ${CORE}, which \`upgrade --to 1.23 --plan\` reads\n`);
    expect(stdout).toContain(`  ${OPERATOR}\n`);
    expect(stdout).toContain('1 file of somebody else in the folder, which the lock file does not name; nothing reads, checks or removes:\n  notes.yaml\n');
    expect(list.code).toBe(ExitCode.OK);
    expect(list.stdout).toContain(`  ${CORE}: not needed, which \`upgrade --to 1.23 --plan\` reads\n  ${CRDS}: not needed\n`);
    expect(list.stdout).toContain('  notes.yaml: of somebody else, not in the lock file\n');
    expect(list.stdout).not.toContain('.gitattributes');
  });

  test('fails to be listed well where a file was changed', async () => {
    await lockAll();
    fs.appendFileSync(vendored(CORE), '\n');

    const { code, stdout, stderr } = await run('--list');

    expect(code).toBe(ExitCode.ERROR);
    expect(stdout).toContain('serving-core.yaml: altered');
    expect(stderr).toContain('KN-REL-003 ');
  });
});

describe('a mirror', () => {
  test('is named where its files were trusted, since the lock file has the addresses of upstream', async () => {
    const { stdout, stderr } = await run();

    expect(stdout).toContain(`look where it came from, the mirror ${server.address}/ (the addresses in the lock file are those of upstream`);
    expect(stderr).not.toContain('without TLS');
  });

  test('without TLS on another machine is warned of on a first download, and not where digests are known', async () => {
    await lockAll();
    const world = { cwd, env: { http_proxy: 'http://127.0.0.1:9' } };
    const ask = (): Promise<CliRun> => runCli(['vendor', '--mirror', 'http://mirror.example.com', '--retries', '0'], world);
    fs.rmSync(vendored(CORE));
    const known = await ask();
    fs.rmSync(vendored(LOCK_FILE));
    const first = await ask();

    expect(known.stderr).toContain('1 file to download');
    expect(known.stderr).not.toContain('without TLS');
    expect(first.stderr).toContain('warning: http://mirror.example.com is asked without TLS');
  });
});

describe('a frozen run', () => {
  test('downloads what the lock file names', async () => {
    await lockAll();
    fs.rmSync(vendored(CORE));

    expect((await run('--frozen')).code).toBe(ExitCode.OK);
    expect(textAt(CORE)).toBe(TEXTS[CORE]);
  });

  test('fails where the lock file lacks a file, and downloads none', async () => {
    await lockAll();
    writeApp(cwd, needsWith({ components: [...COMPONENTS, { name: ComponentName.CERT_MANAGER, version: '1.21.2', files: ['cert-manager.yaml'] }] }));

    const { code, stderr } = await run('--frozen');

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-CLI-021 `releases/releases.lock.json` does not name `cert-manager/1.21.2/cert-manager.yaml`');
    expect(server.asked).toEqual([]);
  });

  test('fails on an altered file rather than hiding it from the build', async () => {
    await lockAll();
    fs.appendFileSync(vendored(CORE), '# mine\n');

    const { code, stderr } = await run('--frozen');

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-REL-003');
    expect(textAt(CORE)).toContain('# mine');
  });

  test.each([['--prune'], ['--replace'], ['--to', '1.23']])('fails together with %s', async (...args) => {
    const { code, stderr } = await run('--frozen', ...args);

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-CLI-002');
  });
});

describe('the lock file', () => {
  test.each([
    ['no JSON', '{'],
    ['another address', JSON.stringify({ version: 1, files: { [CORE]: { url: 'https://elsewhere.example.com/a.yaml', sha256: sha256('a'), size: 1 } } })],
    ['no digest', JSON.stringify({ version: 1, files: { [CORE]: { url: `https://github.com${PATHS[CORE]}`, sha256: 'abc', size: 1 } } })],
  ])('fails when it was edited: %s', async (_, text) => {
    fs.mkdirSync(path.join(cwd, 'releases'));
    fs.writeFileSync(vendored(LOCK_FILE), text);

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-REL-004');
    expect(textAt(LOCK_FILE)).toBe(text);
    expect(server.asked).toEqual([]);
  });

  test('keeps what was downloaded before another file failed, so that the next run does not start over', async () => {
    server.at(PATHS[CORE]!, (_, response) => {
      once(othersInPlace, () => response.writeHead(404).end());
    });

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.UNREACHABLE);
    expect(stderr).toContain('2 of 3 files in place; the next run goes on with the others');
    expect(Object.keys(lock().files)).toEqual([OPERATOR, CRDS]);
    server.at(PATHS[CORE]!, TEXTS[CORE]!);
    server.asked.length = 0;
    expect((await run()).code).toBe(ExitCode.OK);
    expect(server.asked.map(({ path: asked }) => asked)).toEqual([PATHS[CORE]]);
  });
});

describe('a server', () => {
  test.each([
    [404, 'KN-CLI-010 there is no file at'],
    [410, 'KN-CLI-010 there is no file at'],
    [401, 'KN-CLI-011 the server does not give'],
    [403, 'KN-CLI-011 the server does not give'],
  ])('fails at once when it answers %i', async (status, message) => {
    server.at(PATHS[CORE]!, (_, response) => {
      response.statusCode = status;
      response.end();
    });

    const { code, stderr } = await quick();

    expect(code).toBe(ExitCode.UNREACHABLE);
    expect(stderr).toContain(message);
    expect(stderr).toContain(`${server.address}${PATHS[CORE]}`);
    expect(requestsFor(CORE)).toBe(1);
  });

  test.each([500, 503, 429])('is asked again after %i, and fails when it stays so', async (status) => {
    server.at(PATHS[CORE]!, (_, response) => {
      response.statusCode = status;
      response.end();
    });

    const { code, stderr } = await quick();

    expect(code).toBe(ExitCode.UNREACHABLE);
    expect(stderr).toContain(`KN-CLI-012 the server cannot answer for \`${server.address}${PATHS[CORE]}\` now: it answers ${status}`);
    expect(requestsFor(CORE)).toBe(3);
  });

  test('is left alone for as long as it asks for, and then gives the file', async () => {
    let first = 0;
    let second = 0;
    server.at(PATHS[CORE]!, (_, response, count) => {
      if (count === 0) {
        first = Date.now();
        response.writeHead(503, { 'retry-after': '1' }).end();
        return;
      }
      second = Date.now();
      response.end(TEXTS[CORE]);
    });

    expect((await quick()).code).toBe(ExitCode.OK);
    expect(second - first).toBeGreaterThanOrEqual(900);
  });

  test('fails when nobody listens, and says so without a stack trace', async () => {
    const { code, stderr } = await quick({ mirror: 'http://127.0.0.1:9', retries: 1 });

    expect(code).toBe(ExitCode.UNREACHABLE);
    expect(stderr).toContain('KN-CLI-013 no file came from');
    expect(stderr).toContain('ECONNREFUSED');
    expect(stderr).not.toContain('    at ');
  });

  test('fails when it says nothing for too long, before its answer and within it', async () => {
    server.at(PATHS[CORE]!, () => undefined);
    const before = await quick({ timeout: 1000, retries: 0 });
    server.at(PATHS[CORE]!, (_, response) => void response.writeHead(200, { 'content-length': 100 }).write('apiVersion: v1\n'));
    const within = await quick({ timeout: 1000, retries: 0 });

    for (const { code, stderr } of [before, within]) {
      expect(code).toBe(ExitCode.UNREACHABLE);
      expect(stderr).toContain(`KN-CLI-014 nothing came from \`${server.address}${PATHS[CORE]}\` for 1 second`);
    }
  });

  test('may take long as long as it sends something', async () => {
    const text = TEXTS[CORE]!;
    server.at(PATHS[CORE]!, (_, response) => {
      const pieces = text.match(/[^]{1,10}/g) ?? [];
      response.writeHead(200, { 'content-length': text.length });
      const next = (): void => {
        const piece = pieces.shift();
        if (piece === undefined) response.end();
        else response.write(piece, () => setTimeout(next, 200));
      };
      next();
    });

    expect((await quick({ timeout: 1000, retries: 0 })).code).toBe(ExitCode.OK);
    expect(textAt(CORE)).toBe(text);
  });
});

describe('a redirection', () => {
  const redirect = (status: number, location?: string) => (_: unknown, response: ServerResponse): void =>
    void response.writeHead(status, location === undefined ? {} : { location }).end();

  test.each([301, 302, 303, 307, 308])('with status %i is followed, to relative addresses too', async (status) => {
    server.at(PATHS[CORE]!, redirect(status, '../elsewhere/core.yaml?signature=hunter2'));
    server.at(`${path.posix.join(path.posix.dirname(PATHS[CORE]!), '../elsewhere/core.yaml')}?signature=hunter2`, TEXTS[CORE]!);

    const { code, stderr } = await run();

    expect(stderr).not.toContain('hunter2');
    expect(code).toBe(ExitCode.OK);
    expect(textAt(CORE)).toBe(TEXTS[CORE]);
  });

  test('to another server does not take the password along', async () => {
    const other = new FilesServer();
    await other.start();
    try {
      other.at('/core.yaml', TEXTS[CORE]!);
      server.at(PATHS[CORE]!, redirect(302, `${other.address}/core.yaml`));

      expect((await quick({ mirror: server.address.replace('//', '//me:hunter2@') })).code).toBe(ExitCode.OK);
      expect(other.asked[0]?.headers.authorization).toBeUndefined();
    } finally {
      await other.stop();
    }
  });

  test.each([
    ['without an end', '.', 'does not end after 10 steps'],
    ['without an address', undefined, 'names no address'],
    ['to no web server', 'ftp://127.0.0.1/core.yaml', 'does not lead to a web server'],
  ])('fails %s', async (_, location, message) => {
    server.at(PATHS[CORE]!, redirect(302, location === '.' ? PATHS[CORE] : location));

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.UNREACHABLE);
    expect(stderr).toContain('KN-CLI-016');
    expect(stderr).toContain(message);
  });

  test('to a page for people fails with the words for that, and keeps nothing', async () => {
    server.at(PATHS[CORE]!, redirect(302, '/login'));
    server.at('/login', '<!DOCTYPE html>\n<html><body>Log in</body></html>');

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain(`KN-CLI-018 what \`${server.address}${PATHS[CORE]}\` gives is no release file: a web page`);
    expect(everything()).not.toContain(CORE);
    expect(everything().filter((file) => file.includes('.part'))).toEqual([]);
  });
});

describe('what comes in place of a file', () => {
  test.each([
    ['nothing', '', 'nothing at all'],
    ['a web page after a comment', '<!-- proxy -->\n<html>', 'a web page'],
    ['bytes', 'PK\0\u0001', 'bytes that are no text'],
    ['no YAML', 'a: [', 'cannot be read, line 1'],
    ['YAML without objects', '# nothing\n---\n', 'there is no object in'],
    ['YAML that is no object', 'error: quota exceeded\n', 'has no `apiVersion`'],
    ['plain words', 'Not found, sorry', 'is no map'],
  ])('fails when it is %s', async (_, text, what) => {
    server.at(PATHS[CORE]!, text);

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-CLI-018');
    expect(stderr).toContain(what);
    expect(everything().filter((file) => file.startsWith(CORE))).toEqual([]);
  });

  test('fails when it has no end', async () => {
    server.at(PATHS[CORE]!, (_, response) => void response.writeHead(200, { 'content-length': 1e10 }).write('a'));

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('no release file is larger than 64.0 MiB');
  });

  test('fails when it goes on and on, without a word on its length', async () => {
    server.at(PATHS[CORE]!, (_, response) => {
      const more = (): void => { while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 'a'))); };
      response.on('drain', more);
      more();
    });

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('64.0 MiB or more, and no release file is larger than 64.0 MiB');
    expect(everything().filter((file) => file.endsWith('.vendoring'))).toEqual([]);
  });
});

describe('a download that breaks', () => {
  const BIG = manifest('core', 'x'.repeat(5000));
  const arrived = (bytes: number) => (): boolean =>
    fs.statSync(vendored(`${CORE}.part`), { throwIfNoEntry: false })?.size === bytes;
  const BROKEN = { at: 2000, seen: arrived(2000) };
  const ranges = (): (string | undefined)[] => server.asked.filter(({ path: asked }) => asked === PATHS[CORE])
    .map(({ headers }) => headers.range);

  test('goes on where it broke, in the same run', async () => {
    server.at(PATHS[CORE]!, withRanges(BIG, '"one"', BROKEN));

    const { code } = await quick();

    expect(code).toBe(ExitCode.OK);
    expect(textAt(CORE)).toBe(BIG);
    expect(ranges()).toEqual([undefined, 'bytes=2000-']);
    expect(everything()).toEqual([OPERATOR, CORE, CRDS, LOCK_FILE]);
  });

  test('fails after a truncated answer, and the next run goes on where it ended', async () => {
    server.at(PATHS[CORE]!, withRanges(BIG, '"one"', BROKEN));

    const broken = await quick({ retries: 0 });
    expect(broken.code).toBe(ExitCode.UNREACHABLE);
    expect(broken.stderr).toContain(`KN-CLI-015 \`${server.address}${PATHS[CORE]}\` ended after 2000 bytes of ${BIG.length}`);
    expect(everything()).toContain(`${CORE}.part`);
    expect(everything()).not.toContain(CORE);

    const whole = await quick({ retries: 0 });
    expect(whole.code).toBe(ExitCode.OK);
    expect(whole.stderr).toContain('2.0 KiB of them from an earlier run');
    expect(textAt(CORE)).toBe(BIG);
    expect(ranges()).toEqual([undefined, 'bytes=2000-']);
    expect(everything()).toEqual([OPERATOR, CORE, CRDS, LOCK_FILE]);
  });

  test('starts over where the server has another state of the file by then', async () => {
    server.at(PATHS[CORE]!, withRanges(BIG, '"one"', BROKEN));
    await quick({ retries: 0 });
    const newer = BIG.replace('core', 'newer');
    server.at(PATHS[CORE]!, withRanges(newer, '"two"'));

    expect((await quick({ retries: 0 })).code).toBe(ExitCode.OK);
    expect(textAt(CORE)).toBe(newer);
  });

  test.each([
    ['ignores If-Range and sends the rest of another file', { 'etag': '"two"', 'content-range': `bytes 2000-${BIG.length - 1}/${BIG.length}` }, 206],
    ['sends the rest from another place', { 'etag': '"one"', 'content-range': `bytes 0-9/${BIG.length}` }, 206],
    ['knows no such range', { 'content-range': `bytes */${BIG.length}` }, 416],
  ])('starts over where the server %s', async (_, headers, status) => {
    server.at(PATHS[CORE]!, withRanges(BIG, '"one"', BROKEN));
    await quick({ retries: 0 });
    server.at(PATHS[CORE]!, (request, response) => {
      if (request.headers.range === undefined) response.end(BIG);
      else response.writeHead(status, headers).end(BIG.slice(2000));
    });

    expect((await quick({ retries: 0 })).code).toBe(ExitCode.OK);
    expect(textAt(CORE)).toBe(BIG);
  });

  test('starts over where the server knows no ranges', async () => {
    server.at(PATHS[CORE]!, (_, response, count) => {
      response.writeHead(200, { 'content-length': BIG.length, 'etag': '"one"' });
      if (count > 0) response.end(BIG);
      else response.write(BIG.slice(0, 2000), () => { once(arrived(2000), () => response.destroy()); });
    });

    expect((await quick()).code).toBe(ExitCode.OK);
    expect(textAt(CORE)).toBe(BIG);
    expect(ranges()).toEqual([undefined, 'bytes=2000-']);
  });

  test('asks for all of it where the server never said which state of the file it sends', async () => {
    server.at(PATHS[CORE]!, (_, response, count) => {
      response.writeHead(200, { 'content-length': BIG.length });
      if (count > 0) response.end(BIG);
      else response.write(BIG.slice(0, 2000), () => { once(arrived(2000), () => response.destroy()); });
    });

    expect((await quick()).code).toBe(ExitCode.OK);
    expect(ranges()).toEqual([undefined, undefined]);
  });

  test('starts over where what was put together has not got the digest of the lock file', async () => {
    server.at(PATHS[CORE]!, BIG);
    await lockAll();
    fs.rmSync(vendored(CORE));
    fs.writeFileSync(vendored(`${CORE}.part`), 'y'.repeat(2000));
    fs.writeFileSync(vendored(`${CORE}.part.json`), JSON.stringify({ url: `${server.address}${PATHS[CORE]}`, validator: '"one"' }));
    server.at(PATHS[CORE]!, withRanges(BIG));

    expect((await quick()).code).toBe(ExitCode.OK);
    expect(textAt(CORE)).toBe(BIG);
    expect(ranges()).toEqual(['bytes=2000-', undefined]);
  });

  test('forgets what came from another server', async () => {
    fs.mkdirSync(path.dirname(vendored(CORE)), { recursive: true });
    fs.writeFileSync(vendored(`${CORE}.part`), 'y'.repeat(20));
    fs.writeFileSync(vendored(`${CORE}.part.json`), JSON.stringify({ url: 'https://other.example.com/core.yaml', validator: '"one"' }));

    expect((await quick()).code).toBe(ExitCode.OK);
    expect(ranges()).toEqual([undefined]);
  });

  test('fails when the body ends before its announced length, and names both numbers', async () => {
    server.at(PATHS[CORE]!, (request, response) => {
      // A length that no body of this answer has; the connection ends in order.
      response.socket?.write(`HTTP/1.1 200 OK\r\ncontent-length: 500\r\netag: "one"\r\n\r\n${TEXTS[CORE]}`);
      once(arrived(TEXTS[CORE]!.length), () => response.socket?.end());
      request.resume();
    });

    const { code, stderr } = await quick({ retries: 0 });

    expect(code).toBe(ExitCode.UNREACHABLE);
    expect(stderr).toContain(`KN-CLI-015 \`${server.address}${PATHS[CORE]}\` ended after ${TEXTS[CORE]!.length} bytes of 500`);
  });
});

describe('the disk', () => {
  test('fails where a file has the name of the folder', async () => {
    fs.writeFileSync(path.join(cwd, 'releases'), '');

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toMatch(/KN-CLI-019 cannot write .*releases.*: (something else has this name|a file has the name of a folder)/);
  });

  test('fails where a folder has the name of a file, and locks nothing for it', async () => {
    fs.mkdirSync(path.join(vendored(CORE), 'x'), { recursive: true });

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-CLI-019 cannot write');
    expect(Object.keys(lock().files)).not.toContain(CORE);
  });

  test('fails when it is full, and leaves what there was', async () => {
    await lockAll();
    fs.appendFileSync(vendored(CORE), '# mine\n');
    const open = fs.promises.open;
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const spy = jest.spyOn(fs.promises, 'open').mockImplementation(async (...args) => {
      const handle = await open(...args);
      jest.spyOn(handle, 'appendFile').mockRejectedValue(full);
      return handle;
    });
    try {
      const { code, stderr } = await run('--replace');

      expect(code).toBe(ExitCode.ERROR);
      expect(stderr).toContain('the disk is full');
      expect(textAt(CORE)).toContain('# mine');
    } finally {
      spy.mockRestore();
    }
  });
});

describe('several runs', () => {
  test('fails while another one is at work in the folder, and touches nothing', async () => {
    fs.mkdirSync(path.join(cwd, 'releases'));
    fs.writeFileSync(vendored('.vendoring'), JSON.stringify({ host: 'elsewhere', pid: 1 }));

    const { code, stderr } = await run();

    expect(code).toBe(ExitCode.BUSY);
    expect(stderr).toContain('KN-CLI-020 another run is at work in');
    expect(everything()).toEqual(['.vendoring']);
  });

  test('go on after one that was killed', async () => {
    fs.mkdirSync(path.join(cwd, 'releases'));
    fs.writeFileSync(vendored('.vendoring'), JSON.stringify({ host: os.hostname(), pid: 2 ** 22 + 1 }));

    expect((await run()).code).toBe(ExitCode.OK);
    expect(everything()).not.toContain('.vendoring');
  });

  test('go on after one on another machine that fell silent, and not before', async () => {
    fs.mkdirSync(path.join(cwd, 'releases'));
    fs.writeFileSync(vendored('.vendoring'), JSON.stringify({ host: 'elsewhere', pid: 1 }));
    fs.utimesSync(vendored('.vendoring'), new Date(), new Date(Date.now() - 240_000));
    expect((await run()).code).toBe(ExitCode.BUSY);

    fs.utimesSync(vendored('.vendoring'), new Date(), new Date(Date.now() - 360_000));
    expect((await run()).code).toBe(ExitCode.OK);
    expect(everything()).toEqual([OPERATOR, CORE, CRDS, LOCK_FILE]);
  });

  test('at the same time: one does the work, the other one says why it does not', async () => {
    const ended: number[] = [];
    server.at(PATHS[CORE]!, (_, response) => { once(() => ended.length > 0, () => response.end(TEXTS[CORE])); });
    const both = [quick(), quick()].map((each) => each.then(({ code }) => ended.push(code)));

    await Promise.all(both);
    const codes = [...ended].sort();

    expect(codes).toEqual([ExitCode.OK, ExitCode.BUSY]);
    expect(everything()).toEqual([OPERATOR, CORE, CRDS, LOCK_FILE]);
  });

  test('interrupted in the middle, and run again, goes on', async () => {
    const controller = new AbortController();
    server.at(PATHS[CORE]!, (_, response) => {
      response.writeHead(200, { 'content-length': 500, 'etag': '"one"' }).write('apiVersion');
    });
    once(() => othersInPlace() && fs.existsSync(vendored(`${CORE}.part`)), () => controller.abort());

    const { code, stderr } = await quick({}, { signal: controller.signal });

    expect(code).toBe(ExitCode.INTERRUPTED);
    expect(stderr).toContain(`${CORE}: interrupted`);
    expect(stderr).toContain('2 of 3 files in place');
    expect(everything()).toEqual([OPERATOR, `${CORE}.part`, `${CORE}.part.json`, CRDS, LOCK_FILE]);
    server.at(PATHS[CORE]!, TEXTS[CORE]!);
    expect((await run()).code).toBe(ExitCode.OK);
    expect(everything()).toEqual([OPERATOR, CORE, CRDS, LOCK_FILE]);
  });
});

describe('a proxy', () => {
  test('is asked for what NO_PROXY does not name', async () => {
    const proxy = await startProxy();
    try {
      const through = await quick({ mirror: server.address }, { env: { HTTP_PROXY: proxy.address } });
      expect(through.code).toBe(ExitCode.OK);
      expect(proxy.tunnels).toContain(new URL(server.address).host);

      proxy.tunnels.length = 0;
      fs.rmSync(path.join(cwd, 'releases'), { recursive: true });
      const past = await quick({ mirror: server.address }, { env: { HTTP_PROXY: proxy.address, NO_PROXY: '127.0.0.1' } });
      expect(past.code).toBe(ExitCode.OK);
      expect(proxy.tunnels).toEqual([]);
    } finally {
      await proxy.stop();
    }
  });

  test('fails when it is not there, with the variable that names it', async () => {
    const { code, stderr } = await quick({ retries: 0 }, { env: { http_proxy: 'http://me:hunter2@127.0.0.1:9' } });

    expect(code).toBe(ExitCode.UNREACHABLE);
    expect(stderr).toContain('`HTTPS_PROXY` and `NO_PROXY` are right');
    expect(stderr).not.toContain('hunter2');
  });

  test('fails when its address is none', async () => {
    const { code, stderr } = await quick({}, { env: { HTTPS_PROXY: 'hunter2' } });

    expect(code).toBe(ExitCode.ERROR);
    expect(stderr).toContain('KN-CLI-006');
    expect(stderr).not.toContain('hunter2');
  });
});

test.each([
  ['no address', 'mirror'], ['another protocol', 'ftp://127.0.0.1'], ['a query', 'https://127.0.0.1/?a=b'],
])('fails for a mirror that is %s', async (_, mirror) => {
  const { code, stderr } = await quick({ mirror });

  expect(code).toBe(ExitCode.ERROR);
  expect(stderr).toContain('KN-CLI-006 the mirror');
});
