// Writes the JavaScript of the package: one file for each folder of `lib/` and for each entry point. Node needs longer to
// find and wrap a file than to parse it, and the library has some three hundred of them. The main entry point loads a
// folder when something of it is first used (docs/decisions/004-one-file-a-folder.md). Types come from tsc.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const LIB = path.join(ROOT, 'lib');
const BUILD = path.join(ROOT, 'build');
const MAIN = path.join(LIB, 'index.ts');

const folders = fs.readdirSync(LIB, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

// tsc leaves behind what it wrote for a source that is gone.
for (const file of fs.readdirSync(BUILD, { recursive: true })) {
  const source = path.join(LIB, file.replace(/(\.d\.ts|\.js)$/, '.ts'));
  if (/\.(d\.ts|js)$/.test(file) && !fs.existsSync(source)) fs.rmSync(path.join(BUILD, file));
}

/** A folder is a module of its own for all others: what it remembers of constructs must exist once in a process. */
const foldersApart = {
  name: 'folders-apart',
  setup(run) {
    run.onResolve({ filter: /^\.\.?\// }, ({ path: wanted, resolveDir }) => {
      const target = path.resolve(resolveDir, wanted);
      const inside = target === resolveDir;
      if (inside || path.dirname(target) !== LIB || !folders.includes(path.basename(target))) return undefined;
      // Each file that is written lies as deep as its folder, whatever the depth of the importing source.
      return { path: `${resolveDir === LIB ? './' : '../'}${path.basename(target)}/index.js`, external: true };
    });
  },
};

for (const entry of [MAIN, ...folders.map((folder) => path.join(LIB, folder, 'index.ts'))]) {
  const { outputFiles: [output] } = await build({
    entryPoints: [entry],
    outfile: path.join(BUILD, path.relative(LIB, entry).replace(/\.ts$/, '.js')),
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    packages: 'external',
    tsconfig: path.join(ROOT, 'tsconfig.json'),
    plugins: [foldersApart],
    logLevel: 'warning',
  });
  fs.mkdirSync(path.dirname(output.path), { recursive: true });
  const text = withOneRequire(output.text);
  fs.writeFileSync(output.path, entry === MAIN ? withLazyFolders(text) : withPlainExports(withLazyParts(text, path.basename(path.dirname(entry)))));
}

/** Every source asks for what it needs, one file needs to ask only once. */
function withOneRequire(text) {
  const first = new Map();
  let once = text;
  for (const [line, name, target] of text.matchAll(/^var (import_\w+) = (require\(".*"\));\n/gm)) {
    const known = first.get(target);
    if (known === undefined) first.set(target, name);
    else once = once.replace(line, '').replace(new RegExp(`\\b${name}\\b`, 'g'), known);
  }
  return once;
}

/** Other folders read the exports of one again and again, each time through two getters; none of them ever changes. */
function withPlainExports(text) {
  return `${text}module.exports = Object.defineProperty({ ...module.exports }, '__esModule', { value: true });\n`;
}

/** The main entry point only re-exports, by getters: each may as well ask for its folder itself. */
function withLazyFolders(text) {
  return lazily(text, /^\.\//);
}

/** What most programs never come to is loaded when they do. Where a class is made of another one, that is at once. */
function withLazyParts(text, folder) {
  // A cluster may be all that a program makes: what lies below it is there for the consistency of cluster and objects.
  if (['cluster', 'eks', 'pulumi'].includes(folder)) return lazily(text, /^(\.\.\/(?!core\/)\w+\/index\.js|yaml)$/);
  return lazily(text, /^(\.\.\/(cesql|filters|sources|integrations|kafka)\/index\.js|croner|yaml)$/);
}

function lazily(text, targets) {
  let lazy = text;
  for (const [line, name, target] of text.matchAll(/^var (import_\w+) = require\("(.*)"\);$/gm)) {
    if (!targets.test(target)) continue;
    const uses = new RegExp(`(new )?\\b${name}\\.(\\w+)`, 'g');
    lazy = lazy.replace(uses, (_, made, member) => (made === undefined ? `${name}().${member}` : `new (${name}().${member})`))
      .replace(line, `var ${name}_loaded, ${name} = () => ${name}_loaded ??= require("${target}");`);
  }
  return lazy;
}
