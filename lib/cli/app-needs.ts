import { spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parse } from 'yaml';
import { show } from '../core';
import { NEEDS_FILE, type NeededReleases, readNeeds } from '../releases';
import { fail, Interrupted } from './cli-error';
import type { CliIo } from './io';

const CONFIG = 'cdk8s.yaml';
/** Lines of a failed app that are shown: the end of a stack trace, with what was refused above it. */
const MOST_LINES = 40;

/**
 * Runs the app, without writing its manifests into the repository, and asks its platforms what they need.
 * @param app command of the app @default - `app` of `cdk8s.yaml`, as the CLI of cdk8s reads it
 */
export async function needsOfApp(io: CliIo, app?: string): Promise<readonly NeededReleases[]> {
  const command = app ?? commandOf(io.cwd);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-'));
  try {
    const file = path.join(folder, 'needs.jsonl');
    await run(command, io, {
      CDK8S_OUTDIR: path.join(folder, 'manifests'), CDK_OUTDIR: path.join(folder, 'stacks'), [NEEDS_FILE]: file,
    });
    const needs = readNeeds(file);
    return needs.length > 0 ? needs : fail({
      code: 'KN-CLI-005',
      message: `the app ${show(command)} has no platform with vendored releases`,
      received: command,
      allowed: 'an app with a `KnativePlatform` that has `releases`',
      fix: 'write `releases: VendoredReleases.fromFolder(\'releases\')` to the platform, or name the right app with `--app`',
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The folder of the vendored files of a platform; the app ran in the working directory of the command. */
export function vendoredFolder(io: Pick<CliIo, 'cwd'>, needs: Pick<NeededReleases, 'folder'>): string {
  return path.resolve(io.cwd, needs.folder);
}

function commandOf(cwd: string): string {
  const file = path.join(cwd, CONFIG);
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
  const app = text === undefined ? undefined : appIn(text);
  if (app !== undefined) return app;
  return fail({
    code: 'KN-CLI-003',
    message: `${text === undefined ? `there is no ${show(CONFIG)}` : `${show(CONFIG)} has no \`app\``} in ${show(cwd)}`,
    received: cwd,
    allowed: 'the command that synthesizes, as `app` of `cdk8s.yaml` or as an option',
    fix: 'run the command where `cdk8s.yaml` lies, or write `--app "ts-node main.ts"`',
  });
}

function appIn(text: string): string | undefined {
  try {
    const config: unknown = parse(text);
    const app = typeof config === 'object' && config !== null && 'app' in config ? config.app : undefined;
    return typeof app === 'string' && app !== '' ? app : undefined;
  } catch {
    return undefined;
  }
}

/** Runs a command by the shell, as the CLI of cdk8s does; what it writes is shown where it fails. */
async function run(command: string, io: CliIo, variables: Readonly<Record<string, string>>): Promise<void> {
  if (io.signal.aborted) throw new Interrupted();
  const apart = process.platform !== 'win32';
  const child = spawn(command, {
    shell: true,
    cwd: io.cwd,
    env: { ...io.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what the shell starts ends with the shell.
    detached: apart,
  });
  const written: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => written.push(chunk));
  const stop = (): void => {
    try {
      if (apart && child.pid !== undefined) process.kill(-child.pid);
      else child.kill();
    } catch {
      // It ended in this moment.
    }
  };
  io.signal.addEventListener('abort', stop);
  try {
    const ended = await new Promise<string>((resolve) => {
      child.on('error', ({ message }) => resolve(message));
      child.on('close', (code, signal) => resolve(code === null ? `signal ${String(signal)}` : `exit code ${code}`));
    });
    if (io.signal.aborted) throw new Interrupted();
    if (ended !== 'exit code 0') failed(command, ended, Buffer.concat(written).toString('utf8'), io);
  } finally {
    io.signal.removeEventListener('abort', stop);
  }
}

function failed(command: string, ended: string, written: string, io: CliIo): never {
  const lines = written.trimEnd().split('\n').slice(-MOST_LINES);
  io.stderr.write(`${lines.join('\n')}\n`);
  return fail({
    code: 'KN-CLI-004',
    message: `the app ${show(command)} ended with ${ended}; what it wrote last stands above`,
    received: ended,
    allowed: 'an app that synthesizes',
    fix: 'run the app by itself until it synthesizes, then run this command again',
  });
}
