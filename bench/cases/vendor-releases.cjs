// Puts the release files that a program needs into a folder, from the Go module cache, as the mirror of conformance has
// them: `vendor-releases.cjs <program> <folder>`. Prints how many there are, or what is missing.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const root = path.resolve(__dirname, '..', '..');
require('ts-node').register({ transpileOnly: true, project: path.join(root, 'tsconfig.dev.json') });
const { build, missingTools } = require('../../conformance/control-plane/tools');
const releases = require('../../lib/releases');

const [, , program, folder] = process.argv;

function vendor() {
  const { Mirror } = require('../../conformance/mirror/mirror');
  fs.mkdirSync(folder, { recursive: true });
  const needs = path.join(folder, 'needs.jsonl');
  const { status, stderr } = spawnSync(process.execPath, [program], {
    cwd: root, encoding: 'utf8', env: { ...process.env, [releases.NEEDS_FILE]: needs, CDK8S_OUTDIR: path.join(folder, 'dist') },
  });
  if (status !== 0) throw new Error(stderr);
  const mirror = new Mirror();
  const files = {};
  for (const file of releases.readNeeds(needs).flatMap(({ components }) => components.flatMap(releases.filesOf))) {
    const name = releases.vendoredPath(file);
    const bytes = Buffer.from(mirror.textOf(file));
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), bytes);
    files[name] = releases.lockEntry(file, bytes);
  }
  fs.writeFileSync(path.join(folder, releases.LOCK_FILE), releases.renderLock({ version: 1, files }));
  return Object.keys(files).length;
}

/** Charts are rendered by a program that conformance builds, too. */
async function built() {
  const { PROGRAMS_FILE } = require('../../conformance/judge/programs');
  const programs = await build(['helm'], (line) => console.error(line));
  fs.mkdirSync(folder, { recursive: true });
  process.env[PROGRAMS_FILE] = path.join(folder, 'programs.json');
  fs.writeFileSync(process.env[PROGRAMS_FILE], JSON.stringify(programs));
}

const missing = missingTools();
if (missing !== undefined) console.log(JSON.stringify({ missing }));
else built().then(() => console.log(JSON.stringify({ files: vendor() })));
