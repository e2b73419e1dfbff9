// Checks the package as its users get it: packs it, looks into the tarball, installs it with its peers in an empty
// folder, compiles the program in scripts/package-fixture under `strict` with the types of all packages checked,
// synthesizes it and compares the YAML with the golden. With --update the golden is written instead. All of that happens
// without the optional peers; then those of each engine are added, the first of several by itself, and its entry checked
// the same way.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const FIXTURE = path.join(ROOT, 'scripts', 'package-fixture');
const GOLDEN = path.join(FIXTURE, 'golden.k8s.yaml');
const ALLOWED = /^(package\.json|README\.md|LICENSE|docs\/[a-z-]+\.md|bin\/cdk8s-knative\.js|build\/[^.]+\.(js|d\.ts))$/;
const NEVER_LOADED = /[\\/]node_modules[\\/](cdk8s-plus-\d+|aws-cdk-lib|@pulumi[\\/][^\\/]+)[\\/]/;
/** Entries that are made for optional peers, with the program that uses each, and what the types of the peers need. */
const ENGINES = {
  './eks': { peers: ['aws-cdk-lib'], program: 'eks', lib: ['esnext.disposable'] },
  './pulumi': { peers: ['@pulumi/pulumi', '@pulumi/kubernetes'], program: 'pulumi' },
};

/** What is wrong with the package; anything else is wrong with this script. */
class Failure extends Error {}

const manifest = readJson(path.join(ROOT, 'package.json'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'check-package-'));
try {
  const tarball = pack();
  install(tarball);
  compile('main');
  synthesize();
  for (const [entry] of entries()) {
    if (ENGINES[entry] === undefined) checkEntry(entry);
    else checkMissingPeer(entry, ENGINES[entry].peers);
  }
  checkCommands();
  for (const [entry, { peers, program, lib }] of Object.entries(ENGINES)) {
    const [first, ...others] = peers;
    if (others.length > 0) {
      install(tarball, first);
      checkMissingPeer(entry, others);
    }
    install(tarball, ...peers);
    compile(program, lib);
    run(process.execPath, [`${program}.js`]);
    checkEntry(entry, peers);
  }
  console.log(`${path.basename(tarball)}: packed, installed, compiled and synthesized, with and without ${optionalPeers().join(', ')}`);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`check:package: ${error.message}`);
  process.exitCode = 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}

function pack() {
  const output = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], ROOT);
  const [{ filename, files, size }] = JSON.parse(output);
  const names = files.map((file) => file.path).sort();

  fail(names.filter((name) => !ALLOWED.test(name)), 'the tarball holds what users do not need');
  const sources = names.filter((name) => name.startsWith('build/') && !fs.existsSync(sourceOf(name)));
  fail(sources, 'build/ holds files whose source is gone; remove build/ and build again');
  const needed = ['README.md', 'LICENSE', ...Object.values(manifest.bin), ...entries().flatMap(([, target]) => Object.values(target))]
    .map((name) => path.posix.normalize(name));
  fail(needed.filter((name) => !names.includes(name)), 'the tarball lacks');

  console.log(`${filename}: ${names.length} files, ${Math.ceil(size / 1024)} KiB`);
  return path.join(folder, filename);
}

function sourceOf(name) {
  return path.join(ROOT, name.replace(/^build\//, 'lib/').replace(/(\.d\.ts|\.js)$/, '.ts'));
}

/** Entry points with code behind them: `[['.', { types, default }], ...]`. */
function entries() {
  return Object.entries(manifest.exports).filter(([, target]) => typeof target === 'object');
}

function optionalPeers() {
  return Object.keys(manifest.peerDependenciesMeta ?? {}).filter((name) => manifest.peerDependenciesMeta[name].optional);
}

/** Everything but the package comes in the versions of the lock file: what the tests ran with. */
function install(tarball, ...peers) {
  const { packages } = readJson(path.join(ROOT, 'package-lock.json'));
  const required = Object.keys(manifest.peerDependencies).filter((name) => !optionalPeers().includes(name));
  const locked = (name) => [name, packages[`node_modules/${name}`].version];
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({
    name: 'user',
    private: true,
    dependencies: {
      [manifest.name]: `file:${tarball}`,
      ...Object.fromEntries([...required, ...peers, 'typescript'].map(locked)),
    },
  }));
  run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', '--no-package-lock']);
  const uninvited = optionalPeers().filter((name) => !peers.includes(name) && fs.existsSync(path.join(folder, 'node_modules', name)));
  fail(uninvited, 'npm installs optional peers by itself');
}

/** Compiles a program of the fixture, with the types of all packages checked. */
function compile(program, lib = []) {
  fs.copyFileSync(path.join(FIXTURE, `${program}.ts`), path.join(folder, `${program}.ts`));
  const { compilerOptions } = readJson(path.join(FIXTURE, 'tsconfig.json'));
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { ...compilerOptions, lib: [...compilerOptions.lib, ...lib] }, files: [`${program}.ts`],
  }));
  run(process.execPath, [path.join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
}

function synthesize() {
  run(process.execPath, ['main.js']);
  const written = fs.readdirSync(path.join(folder, 'dist'));
  if (written.length !== 1) throw new Failure(`the program wrote ${written.join(', ')} instead of one file`);
  const yaml = fs.readFileSync(path.join(folder, 'dist', written[0]), 'utf8');
  if (process.argv.includes('--update')) fs.writeFileSync(GOLDEN, yaml);
  else if (yaml !== fs.readFileSync(GOLDEN, 'utf8')) {
    throw new Failure(`the program no longer writes scripts/package-fixture/golden.k8s.yaml, but\n${yaml}`);
  }
}

/** An entry loads, by `require` and by `import`, and loads nothing that its user may not have. */
function checkEntry(entry, peers = []) {
  const name = path.posix.join(manifest.name, entry);
  const loaded = JSON.parse(run(process.execPath, ['-e', `
    const names = Object.keys(require(${JSON.stringify(name)}));
    console.log(JSON.stringify({ names, files: Object.keys(require.cache) }));
  `]));
  if (loaded.names.length === 0) throw new Failure(`require('${name}') gives nothing`);
  const packages = loaded.files.flatMap((file) => NEVER_LOADED.exec(file)?.[1]?.replace('\\', '/') ?? [])
    .filter((each) => !peers.includes(each));
  fail([...new Set(packages)], `require('${name}') loads`);

  const imported = JSON.parse(run(process.execPath, ['--input-type=module', '-e', `
    console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(name)}))));
  `]));
  fail(loaded.names.filter((item) => !imported.includes(item)), `import('${name}') lacks`);
}

/** Who uses an engine without its peers reads the name of one that is missing. */
function checkMissingPeer(entry, peers) {
  const name = path.posix.join(manifest.name, entry);
  const { code, message } = JSON.parse(run(process.execPath, ['-e', `
    try {
      require(${JSON.stringify(name)});
      console.log('{}');
    } catch ({ code, message }) {
      console.log(JSON.stringify({ code, message }));
    }
  `]));
  if (code !== 'MODULE_NOT_FOUND' || !peers.some((peer) => message.includes(`'${peer}`))) {
    throw new Failure(`require('${name}') without ${peers.join(', ')} does not say that one is missing, but: ${message}`);
  }
}

/** Every command of the package starts, as npm installs it, and tells what it can do. */
function checkCommands() {
  for (const name of Object.keys(manifest.bin)) {
    const installed = path.join(folder, 'node_modules', '.bin', name);
    const version = run(installed, ['--version']).trim();
    if (version !== manifest.version) throw new Failure(`${name} --version says ${version} instead of ${manifest.version}`);
    const help = run(installed, ['--help']);
    fail(['vendor', 'apply', 'upgrade'].filter((command) => !help.includes(`  ${command} `)), `${name} --help lacks the command`);
  }
}

function run(command, args, cwd = folder) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1e8 });
  if (status === 0) return stdout;
  throw new Failure(`${path.basename(command)} ${args.join(' ')} failed\n${stdout ?? ''}${stderr ?? ''}${error ?? ''}`);
}

function fail(items, message) {
  if (items.length > 0) throw new Failure(`${message}: ${items.join(', ')}`);
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
