import { spawnSync } from 'child_process';
import * as path from 'path';

const DRIVER = path.resolve(__dirname, '..', '..', 'conformance', 'run.ts');

/** Starts the judge where there is no Go, and no other program either. */
function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath, ['-r', 'ts-node/register/transpile-only', DRIVER, ...args],
    { encoding: 'utf8', env: { PATH: '', TS_NODE_PROJECT: path.resolve(__dirname, '..', '..', 'tsconfig.dev.json') } },
  );
  return { status, stdout, lines: stderr.trimEnd().split('\n') };
}

test('fails with a code of its own and one line where Go is missing', () => {
  const { status, stdout, lines } = run();

  expect(status).toBe(3);
  expect(stdout).toBe('');
  expect(lines).toEqual([expect.stringMatching(/^npm run conformance needs Go 1\.25 or newer, and there is no `go`/)]);
});

test('fails for a suite that there is not, and names those that there are', () => {
  const { status, lines } = run('--suite', 'poems');

  expect(status).toBe(2);
  expect(lines).toEqual([expect.stringMatching(/^there is no suite poems; there are addresses, apply, cesql, .*verdicts/)]);
});

test('fails for an unknown option, and says what there is', () => {
  const { status, lines } = run('--down');

  expect(status).toBe(2);
  expect(lines.join('\n')).toContain('usage: npm run conformance -- [--build] [--up] [--update] [--suite addresses|apply|cesql|eksctl|examples|');
});
