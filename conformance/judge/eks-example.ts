import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { filesOf, LOCK_FILE, lockEntry, NEEDS_FILE, readNeeds, renderLock, vendoredPath } from '../../lib/releases';
import { Mirror } from '../mirror/mirror';

const ROOT = path.resolve(__dirname, '..', '..');
const PROGRAM = path.join(ROOT, 'examples', 'eks', 'main.ts');
const RELEASES = 'releases';

/** What the example on EKS writes. */
export interface EksExample {
  /** Folder of the stacks: `cdk.out`. What they upload is in it only when that was asked for. */
  readonly stacks: string;
  /** Folder of the manifests. */
  readonly manifests: string;
  /** Removes all of it. */
  readonly remove: () => void;
}

/** Options for `synthesizeEksExample`. */
export interface EksExampleOptions {
  /** Whether the release files that it needs are there, from the Go modules of this machine; that needs `helm`. */
  readonly releases: boolean;
  /** Whether what the stacks upload is copied next to them. */
  readonly assets?: boolean;
}

/** Synthesizes the example on EKS from the sources, in a folder of its own. */
export function synthesizeEksExample({ releases, assets = false }: EksExampleOptions): EksExample {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-eks-'));
  if (releases) vendor(folder);
  run(folder, {
    CDK_CONTEXT_JSON: JSON.stringify(assets ? {} : { 'aws:cdk:disable-asset-staging': true }),
  });
  return {
    stacks: path.join(folder, 'cdk.out'),
    manifests: path.join(folder, 'dist'),
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

/** The templates of its stacks, by the names of these, as they are uploaded. */
export function templatesIn(stacks: string): ReadonlyMap<string, string> {
  const ending = '.template.json';
  return new Map(fs.readdirSync(stacks).filter((file) => file.endsWith(ending)).sort()
    .map((file) => [file.slice(0, -ending.length), fs.readFileSync(path.join(stacks, file), 'utf8')]));
}

/** Brings what the program says it needs, as the command would. */
function vendor(folder: string): void {
  const needs = path.join(folder, 'needs.jsonl');
  fs.mkdirSync(path.join(folder, RELEASES));
  run(folder, { [NEEDS_FILE]: needs });
  const mirror = new Mirror();
  const files = readNeeds(needs).flatMap(({ components }) => components.flatMap((component) => filesOf(component)));
  const locked = files.map((file) => {
    const bytes = Buffer.from(mirror.textOf(file));
    const to = path.join(folder, RELEASES, vendoredPath(file));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, bytes);
    return [vendoredPath(file), lockEntry(file, bytes)] as const;
  });
  const lock = renderLock({ version: 1, files: Object.fromEntries(locked) });
  fs.writeFileSync(path.join(folder, RELEASES, LOCK_FILE), lock);
}

function run(folder: string, env: Readonly<Record<string, string>>): void {
  const hooks = ['ts-node/register/transpile-only', path.join(__dirname, 'from-sources.js')];
  const args = [...hooks.flatMap((hook) => ['-r', require.resolve(hook)]), PROGRAM];
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      TS_NODE_PROJECT: path.join(ROOT, 'tsconfig.dev.json'),
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: path.join(folder, 'cdk.out'),
      CDK8S_OUTDIR: path.join(folder, 'dist'),
      ...env,
    },
  });
  if (status !== 0) throw new Error(`the example on EKS is refused:\n${stderr}`);
}
