import { spawnSync } from 'child_process';
import * as fs from 'fs';
import { builtinModules } from 'module';
import * as path from 'path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from './run-cli';

jest.setTimeout(60_000);

const ROOT = path.join(__dirname, '../..');
const BIN = 'bin/cdk8s-knative.js';

/** A folder as the package has it. It is made of the sources: what was built may be older, or not there. */
function packed(): string {
  const folder = temporaryFolder();
  buildSync({
    entryPoints: [path.join(ROOT, 'lib/cli/index.ts')], outfile: path.join(folder, 'build/cli/index.js'),
    bundle: true, platform: 'node', target: 'node20', format: 'cjs', external: [...builtinModules], logLevel: 'silent',
  });
  for (const file of ['package.json', BIN]) fs.cpSync(path.join(ROOT, file), path.join(folder, file));
  return folder;
}

test('the program of the package ends with the code and the words of the command line', () => {
  const folder = packed();
  const run = (...args: readonly string[]) => spawnSync(process.execPath, [path.join(folder, BIN), ...args], { encoding: 'utf8' });

  expect(run('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) as string });
  expect(run('unheard-of')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^cdk8s-knative: KN-CLI-002 /) as string });
});
