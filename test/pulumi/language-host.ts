import { spawn } from 'child_process';
import * as path from 'path';
import { build, type BuildOptions } from 'esbuild';
import { play, type Played, type PlayOptions } from './played-engine';

const ROOT = path.join(__dirname, '..', '..');

/** A program as the command line of Pulumi gives it to its language host. */
export interface HostedProgram {
  readonly project: string;
  /** Where `Pulumi.yaml` is. */
  readonly folder: string;
  /** What is run: a file, or the folder. @default the folder */
  readonly main?: string;
  /** In TypeScript: the file with the compiler's options, from the folder. */
  readonly tsconfig?: string;
  /** Without the name of the project. */
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

export interface Hosted {
  readonly played: Played;
  readonly code: number | null;
  readonly output: string;
}

/** Runs a program as the command line does: in a process of its own, by the language host of Pulumi. */
export async function runHosted(program: HostedProgram, options: PlayOptions = {}): Promise<Hosted> {
  let ended: Omit<Hosted, 'played'> = { code: null, output: '' };
  const played = await play(async () => { ended = await host(program); }, { project: program.project, ...options });
  return { played, ...ended };
}

function host(
  { project, folder, main, tsconfig, config, secrets }: HostedProgram,
): Promise<Omit<Hosted, 'played'>> {
  const address = monitorAddress();
  const hosting = path.join(ROOT, 'node_modules', '@pulumi', 'pulumi', 'cmd', 'run', 'index.js');
  const args = ['--monitor', address, '--engine', address, '--project', project, '--stack', 'test', '--pwd', folder];
  const program = main === undefined ? folder : path.join(folder, main);
  const named = (key: string): string => `${project}:${key}`;
  const configured = Object.entries(config).map(([key, value]) => [named(key), value]);
  const env = {
    ...process.env, NODE_PATH: path.join(ROOT, 'node_modules'),
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(configured)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secrets.map(named)),
    // Types are checked where the whole repository is.
    ...tsconfig === undefined ? {} : {
      PULUMI_NODEJS_TYPESCRIPT: 'true', PULUMI_NODEJS_TSCONFIG_PATH: tsconfig, PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
    },
  };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [hosting, ...args, program], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += String(data); });
    child.on('exit', (code) => { resolve({ code, output }); });
  });
}

/** Where the engine of the test listens. */
function monitorAddress(): string {
  const { getStore } = jest.requireActual<{ getStore(): { settings: { options: { monitorAddr: string } } } }>(
    '@pulumi/pulumi/runtime/state',
  );
  return getStore().settings.options.monitorAddr;
}

/** Writes TypeScript, with what it takes of this library, as a file that Node runs. */
export async function bundleFor(contents: string, outfile: string): Promise<void> {
  const options: BuildOptions = {
    stdin: { contents, resolveDir: ROOT, loader: 'ts' }, outfile, bundle: true, platform: 'node', target: 'node20',
    packages: 'external', tsconfig: path.join(ROOT, 'tsconfig.json'),
  };
  await build(options);
}
