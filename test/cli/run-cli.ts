import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { type CliIo, type ExitCode, runProgram } from '../../lib/cli';

/** What a run of the command line came to. */
export interface CliRun {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test gives to the command line; the rest is empty. */
export interface CliWorld {
  readonly cwd: string;
  readonly env?: CliIo['env'];
  readonly signal?: AbortSignal;
  readonly ask?: CliIo['ask'];
  /** Sees each text that goes to standard error. */
  readonly watch?: (text: string) => void;
}

/** Runs the command line in this process. */
export async function runCli(args: readonly string[], world: CliWorld): Promise<CliRun> {
  const { io, written } = memoryIo(world);
  const code = await runProgram(args, io);
  return { code, ...written() };
}

/** An io whose outputs are texts. */
export function memoryIo({ cwd, env, signal, ask, watch }: CliWorld): {
  readonly io: CliIo;
  readonly written: () => { stdout: string; stderr: string };
} {
  let stdout = '';
  let stderr = '';
  const io: CliIo = {
    stdout: { write: (text) => { stdout += text; } },
    stderr: {
      write: (text) => {
        stderr += text;
        watch?.(text);
      },
    },
    env: { PATH: process.env.PATH, ...env },
    cwd,
    signal: signal ?? new AbortController().signal,
    ...ask === undefined ? {} : { ask },
  };
  return { io, written: () => ({ stdout, stderr }) };
}

/** An empty folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-test-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
});
