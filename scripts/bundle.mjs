// Writes the JavaScript of the package: one file for each entry point, and one for `core`, which they share because it
// remembers what was recorded on constructs. Node needs longer to find and wrap a file than to parse it, and the library
// has some two hundred of them (docs/decisions/004-one-file-an-entry-point.md). Types come from tsc.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const CORE = path.join(ROOT, 'lib', 'core', 'index.ts');
const { exports: subpaths } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

const entries = Object.values(subpaths)
  .filter((target) => typeof target === 'object')
  .map((target) => path.join(ROOT, target.default.replace('./build/', 'lib/').replace(/\.js$/, '.ts')));

// tsc leaves behind what it wrote for a source that is gone.
for (const file of fs.readdirSync(path.join(ROOT, 'build'), { recursive: true })) {
  const source = path.join(ROOT, 'lib', file.replace(/(\.d\.ts|\.js)$/, '.ts'));
  if (/\.(d\.ts|js)$/.test(file) && !fs.existsSync(source)) fs.rmSync(path.join(ROOT, 'build', file));
}

for (const entry of [CORE, ...entries]) {
  const outfile = entry.replace(`${path.sep}lib${path.sep}`, `${path.sep}build${path.sep}`).replace(/\.ts$/, '.js');
  const toCore = path.relative(path.dirname(entry), path.dirname(CORE)).split(path.sep).join('/');
  const shareCore = {
    name: 'share-core',
    setup(run) {
      run.onResolve({ filter: /\/core$/ }, () => ({ path: `${toCore.startsWith('.') ? '' : './'}${toCore}/index.js`, external: true }));
    },
  };
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    plugins: entry === CORE ? [] : [shareCore],
    logLevel: 'warning',
  });
}
