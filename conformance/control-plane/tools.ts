import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** A module of `conformance/go`, one for each set of libraries that go together. */
const GO_MODULES = ['kubernetes', 'knative', 'platform', 'data-plane', 'vault', 'vault-cli', 'helm', 'gitops', 'eksctl'] as const;
type GoModule = (typeof GO_MODULES)[number];

interface Program {
  readonly module: GoModule;
  readonly goPackage: string;
}

/** What runs, by the name of the file. */
const PROGRAMS = {
  'etcd': { module: 'kubernetes', goPackage: 'go.etcd.io/etcd/server/v3' },
  'kube-apiserver': { module: 'kubernetes', goPackage: 'k8s.io/kubernetes/cmd/kube-apiserver' },
  'kube-controller-manager': { module: 'kubernetes', goPackage: 'k8s.io/kubernetes/cmd/kube-controller-manager' },
  'kubectl': { module: 'kubernetes', goPackage: 'k8s.io/kubernetes/cmd/kubectl' },
  'serving-webhook': { module: 'knative', goPackage: 'knative.dev/serving/cmd/webhook' },
  'eventing-webhook': { module: 'knative', goPackage: 'knative.dev/eventing/cmd/webhook' },
  'imc-controller': { module: 'knative', goPackage: 'knative.dev/eventing/cmd/in_memory/channel_controller' },
  'kafka-webhook': { module: 'knative', goPackage: 'knative.dev/eventing-kafka-broker/control-plane/cmd/webhook-kafka' },
  'operator': { module: 'platform', goPackage: 'knative.dev/operator/cmd/operator' },
  'settings': { module: 'platform', goPackage: './settings' },
  'addresses': { module: 'platform', goPackage: './addresses' },
  'filters': { module: 'data-plane', goPackage: './filters' },
  'kafka-readers': { module: 'data-plane', goPackage: './kafka' },
  'vault-server': { module: 'vault', goPackage: './server' },
  'vault-injector': { module: 'vault', goPackage: './injector' },
  'vault': { module: 'vault-cli', goPackage: 'github.com/hashicorp/vault' },
  'health': { module: 'gitops', goPackage: './health' },
  'eksctl': { module: 'eksctl', goPackage: './judge' },
  'helm': { module: 'helm', goPackage: 'helm.sh/helm/v4/cmd/helm' },
  'consul-template': { module: 'vault', goPackage: 'github.com/hashicorp/consul-template' },
} as const satisfies Readonly<Record<string, Program>>;

/** Name of a program that the judge runs. */
export type ProgramName = keyof typeof PROGRAMS;

/** What a control plane is made of. */
export const CONTROL_PLANE = [
  'etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl', 'serving-webhook', 'eventing-webhook', 'imc-controller',
  'kafka-webhook',
] as const satisfies readonly ProgramName[];
export type ControlPlaneProgram = (typeof CONTROL_PLANE)[number];
export type ControlPlanePrograms = Readonly<Record<ControlPlaneProgram, string>>;

/** The oldest Go that the modules build with. */
const OLDEST_GO = [1, 25] as const;
const MODULES = path.resolve(__dirname, '..', 'go');
/** Kept between runs, and by what they were built from. */
const BINARIES = path.resolve(__dirname, '..', '.binaries');
const PROGRESS_EVERY_MS = 10_000;

/**
 * Lines of Knative's shared library that open a port on all interfaces. They are built with the loopback interface in
 * them; nothing else of what is judged by is touched.
 */
const SHARED = 'knative.dev/pkg';
/** Modules whose programs open such ports. */
const WITH_LISTENERS: readonly GoModule[] = ['knative', 'platform'];
const LISTENERS: readonly { readonly file: string; readonly line: string }[] = [
  { file: 'webhook/webhook.go', line: 'fmt.Sprint(":", wh.Options.Port)' },
  { file: 'injection/health_check.go', line: '":" + strconv.Itoa(port)' },
  { file: 'observability/runtime/pprof.go', line: '":" + port' },
];

/** Knative refuses a server that does not know its version, and an unlinked build does not. */
function linkerFlags(module: GoModule): string {
  if (module !== 'kubernetes') return '-s -w';
  const version = moduleVersion('kubernetes', 'k8s.io/kubernetes');
  const [major = '', minor = ''] = version.slice(1).split('.');
  const variables = { gitVersion: version, gitMajor: major, gitMinor: minor, gitCommit: 'none', gitTreeState: 'clean' };
  const links = Object.entries(variables).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  return ['-s -w', ...links].join(' ');
}

/** The version of a module that is required in a `go.mod` of ours. */
export function moduleVersion(module: string, required: string): string {
  const text = fs.readFileSync(path.join(MODULES, module, 'go.mod'), 'utf8');
  const line = text.split('\n').map((each) => each.trim().split(/\s+/)).find(([name]) => name === required);
  if (line?.[1] === undefined) throw new Error(`${required} is not required in conformance/go/${module}/go.mod`);
  return line[1];
}

/** Says in one line what is missing to build the judge; `undefined` where nothing is. */
export function missingTools(): string | undefined {
  const { stdout, status } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' });
  const wanted = OLDEST_GO.join('.');
  if (status !== 0) return `npm run conformance needs Go ${wanted} or newer, and there is no \`go\` on the PATH`;
  const [major = 0, minor = 0] = stdout.trim().replace(/^go/, '').split('.').map(Number);
  if (major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1])) return undefined;
  return `npm run conformance needs Go ${wanted} or newer, and this is ${stdout.trim()}`;
}

/** Builds of some programs what is not there yet, and gives the path of each. */
export async function build<Name extends ProgramName>(
  names: readonly Name[], log: (line: string) => void,
): Promise<Readonly<Record<Name, string>>> {
  const paths = {} as Record<Name, string>;
  removeUnfinished();
  for (const name of names) {
    const program: Program = PROGRAMS[name];
    const folder = path.join(BINARIES, fingerprint(program.module));
    paths[name] = path.join(folder, name);
    if (fs.existsSync(paths[name])) continue;
    fs.mkdirSync(folder, { recursive: true });
    await buildOne(name, program, paths[name], log);
  }
  return paths;
}

/** What a build depends on: the modules, our own sources in them, the way they are linked, and Go itself. */
function fingerprint(module: GoModule): string {
  const hash = createHash('sha256');
  const folder = path.join(MODULES, module);
  for (const file of (fs.readdirSync(folder, { recursive: true }) as string[]).sort()) {
    if (/(^go\.(mod|sum)|\.go)$/.test(file)) hash.update(fs.readFileSync(path.join(folder, file)));
  }
  hash.update(linkerFlags(module));
  if (WITH_LISTENERS.includes(module)) hash.update(JSON.stringify(LISTENERS));
  hash.update(spawnSync('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'], { encoding: 'utf8' }).stdout);
  return `${module}-${hash.digest('hex').slice(0, 16)}`;
}

function buildOne(
  name: string, { module, goPackage }: Program, to: string, log: (line: string) => void,
): Promise<void> {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  log(`building ${name}`);
  // Never the name itself: a build that is interrupted must not look like one that was done.
  const unfinished = `${to}.${process.pid}`;
  const flags = ['-v', '-trimpath', '-ldflags', linkerFlags(module), ...loopbackFlags(module, path.dirname(to))];
  const child = spawn('go', ['build', ...flags, '-o', unfinished, goPackage], {
    cwd: path.join(MODULES, module), stdio: ['ignore', 'inherit', 'pipe'],
  });
  const stop = () => child.kill();
  process.on('exit', stop);
  const lines: string[] = [];
  child.stderr.setEncoding('utf8');
  child.stderr.on('data', (text: string) => lines.push(...text.split('\n').filter((line) => line !== '')));
  const timer = setInterval(() => log(`  ${name}: ${lines.length} packages after ${seconds()}`), PROGRESS_EVERY_MS);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      process.off('exit', stop);
      if (code !== 0) {
        reject(new Error(`go build of ${name} failed:\n${lines.slice(-20).join('\n')}`));
        return;
      }
      fs.renameSync(unfinished, to);
      log(`built ${name} in ${seconds()}`);
      resolve();
    });
  });
}

/** What a build that was interrupted left behind, and what was built from other modules. */
function removeUnfinished(): void {
  const current = GO_MODULES.map(fingerprint);
  // What suites keep beside them is theirs.
  const ours = (folder: string) => GO_MODULES.some((module) => folder.startsWith(`${module}-`));
  for (const folder of fs.existsSync(BINARIES) ? fs.readdirSync(BINARIES).filter(ours) : []) {
    const at = path.join(BINARIES, folder);
    if (!current.includes(folder)) fs.rmSync(at, { recursive: true });
    else removeStrangers(at);
  }
}

function removeStrangers(folder: string): void {
  for (const file of fs.readdirSync(folder)) {
    if (!(file in PROGRAMS)) fs.rmSync(path.join(folder, file), { recursive: true });
  }
}

/** Makes Go build with a copy of Knative's shared library whose ports are on the loopback interface. */
function loopbackFlags(module: GoModule, folder: string): string[] {
  if (!WITH_LISTENERS.includes(module)) return [];
  const cwd = path.join(MODULES, module);
  const { stdout, stderr } = spawnSync('go', ['list', '-m', '-f', '{{.Dir}}', SHARED], { cwd, encoding: 'utf8' });
  const shared = stdout.trim();
  if (shared === '') throw new Error(`go list of ${SHARED} failed: ${stderr}`);
  const copy = path.join(folder, 'shared');
  fs.rmSync(copy, { recursive: true, force: true });
  fs.cpSync(shared, copy, { recursive: true });
  for (const { file, line } of LISTENERS) listenOnLoopback(path.join(copy, file), line);
  const modfile = path.join(copy, 'judge.mod');
  const require = fs.readFileSync(path.join(cwd, 'go.mod'), 'utf8');
  fs.writeFileSync(modfile, `${require}\nreplace ${SHARED} => ${copy}\n`);
  fs.copyFileSync(path.join(cwd, 'go.sum'), modfile.replace(/mod$/, 'sum'));
  return ['-modfile', modfile];
}

function listenOnLoopback(file: string, line: string): void {
  const text = fs.readFileSync(file, 'utf8');
  if (text.split(line).length !== 2) throw new Error(`${file} no longer has one \`${line}\``);
  // Files of the module cache are read-only, and so are their copies.
  fs.rmSync(file);
  fs.writeFileSync(file, text.replace(line, line.replace('":"', '"127.0.0.1:"')));
}

interface Downloaded {
  readonly Path: string;
  readonly Dir?: string;
  readonly Error?: string;
}

/** Folders of modules of which only files are read, by module. */
export function moduleFolders(modules: readonly string[]): Readonly<Record<string, string>> {
  const { stdout, stderr, status } = spawnSync('go', ['mod', 'download', '-json', ...modules], {
    cwd: path.join(MODULES, 'manifests'), encoding: 'utf8', maxBuffer: 1 << 24,
  });
  // One JSON object after the other.
  const found = (stdout.match(/^\{[\s\S]*?^\}/gm) ?? []).map((text) => JSON.parse(text) as Downloaded);
  const failed = found.find(({ Error: error }) => error !== undefined);
  if (status !== 0 || failed !== undefined) throw new Error(`go mod download failed: ${failed?.Error ?? stderr}`);
  return Object.fromEntries(found.map(({ Path: name, Dir: folder = '' }) => [name, folder]));
}
