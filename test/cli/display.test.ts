import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import type { WriteStream } from 'tty';
import type { Task } from '../../lib/cli';
import { displayFor } from '../../lib/cli';
import { LiveDisplay } from '../../lib/cli/live-display';
import { PlainDisplay } from '../../lib/cli/plain-display';
import { temporaryFolder } from './run-cli';

jest.setTimeout(60_000);

const ROOT = path.join(__dirname, '../..');

test.each([
  ['a terminal', {}, true, false, LiveDisplay],
  ['a terminal that says CI is false', { CI: 'false' }, true, false, LiveDisplay],
  ['a file', {}, false, false, PlainDisplay],
  ['a build', { CI: 'true' }, true, false, PlainDisplay],
  ['a terminal that cannot draw', { TERM: 'dumb' }, true, false, PlainDisplay],
  ['a terminal of a user who wants lines', {}, true, true, PlainDisplay],
])('on %s it is the one that fits', (_, env, isTerminal, plain, display) => {
  const terminal = isTerminal ? { terminal: {} as WriteStream } : {};

  expect(displayFor({ stderr: { write: () => undefined, ...terminal }, env }, plain)).toBeInstanceOf(display);
});

describe('the plain display', () => {
  let text = '';
  let now = 0;
  const display = new PlainDisplay({ write: (more) => { text += more; } }, () => now);
  beforeEach(() => {
    text = '';
    now = 0;
  });

  const after = (title: string, steps: number, failing = false): Task => ({
    title,
    run: async () => {
      for (let step = 0; step < steps; step += 1) await new Promise((resolve) => setImmediate(resolve));
      if (failing) throw new Error(`${title} failed`);
      return 'done';
    },
  });

  test('writes a line when a task ends, and of a long one a line every ten seconds', async () => {
    display.note('first');
    await display.run([{
      title: 'a',
      run: async (report) => {
        for (now = 0; now <= 25_000; now += 1000) report(`${now / 1000} s`);
        return 'done';
      },
    }]);

    expect(text).toBe('first\na: 10 s\na: 20 s\na: done\n');
  });

  test('does as many tasks at a time as it may', async () => {
    await display.run([after('slow', 9), after('quick', 1), after('quicker', 1)], 2);

    expect(text).toBe('quick: done\nquicker: done\nslow: done\n');
  });

  test('fails with the first that fails, after those that had begun, and begins no other', async () => {
    const run = display.run([after('slow', 9), after('bad', 1, true), after('never', 1)], 2);

    await expect(run).rejects.toThrow('bad failed');
    expect(text).toBe('bad: failed\nslow: done\n');
  });

  test('has nothing to write for no tasks', async () => {
    await display.run([]);

    expect(text).toBe('');
  });
});

test('the live display draws tasks again while they go on, and fails with the first that fails', () => {
  const folder = temporaryFolder();
  const source = path.join(folder, 'live.ts');
  fs.writeFileSync(source, `
    import { LiveDisplay } from ${JSON.stringify(path.join(ROOT, 'lib/cli/live-display'))};
    const terminal = Object.assign(process.stderr, { columns: 80, rows: 40 });
    const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
    const task = (title: string, failing = false) => ({ title, run: async (report: (text: string) => void) => {
      report('half of it');
      await pause(failing ? 150 : 600);
      if (failing) throw new Error(title + ' went wrong');
      return 'all of it';
    } });
    new LiveDisplay(terminal as never).run([task('one'), task('two', true), task('three')], 2)
      .catch((error: Error) => { console.log(error.message); });
  `);
  const bundle = path.join(folder, 'live.mjs');
  const banner = 'import { createRequire } from \'module\'; const require = createRequire(import.meta.url);';
  const built = spawnSync(path.join(ROOT, 'node_modules/.bin/esbuild'), [source, '--bundle', '--platform=node', '--format=esm',
    `--banner:js=${banner}`, `--outfile=${bundle}`], { encoding: 'utf8', cwd: ROOT });
  expect(built.status === 0 ? '' : built.stderr).toBe('');

  const { stdout, stderr } = spawnSync(process.execPath, [bundle], { encoding: 'utf8' });

  expect(stdout).toBe('two went wrong\n');
  expect(stderr).toContain('half of it');
  expect(stderr).toContain('one: all of it');
  expect(stderr).toContain('two: failed');
  expect(stderr).not.toContain('three: all of it');
});
