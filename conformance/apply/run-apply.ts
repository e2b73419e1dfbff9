import * as path from 'node:path';
import { type CliIo, runProgram } from '../../lib/cli';
import type { Plane } from '../control-plane/plane';

/** What a run of the command wrote, and what it ended with. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the command is run. */
export interface RunOptions {
  /** Sees all that is written so far; whoever it asks to end the run calls `stop`. */
  readonly watch?: (stderr: string, stop: () => void) => void;
  readonly ask?: (question: string) => Promise<string>;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the run, as `stop` does. */
  readonly signal?: AbortSignal;
}

/** Where the command is run, and with what. */
export interface Terminal {
  readonly plane: Pick<Plane, 'kubeconfig'>;
  readonly kubectl: string;
  /** Folder of the manifests. */
  readonly folder: string;
}

/** Runs `apply` in this process, as a log sees it. */
export async function runApply(
  terminal: Terminal, args: readonly string[] = [], options: RunOptions = {},
): Promise<Ended> {
  const { plane, kubectl, folder } = terminal;
  const controller = new AbortController();
  options.signal?.addEventListener('abort', () => controller.abort());
  let stdout = '';
  let stderr = '';
  const io: CliIo = {
    stdout: { write: (text) => { stdout += text; } },
    stderr: {
      write: (text) => {
        stderr += text;
        options.watch?.(stderr, () => controller.abort());
      },
    },
    env: { PATH: process.env.PATH, HOME: path.dirname(plane.kubeconfig), KUBECONFIG: plane.kubeconfig, ...options.env },
    cwd: path.dirname(folder),
    signal: controller.signal,
    ...options.ask === undefined ? {} : { ask: options.ask },
  };
  const code = await runProgram(['apply', path.basename(folder), '--kubectl', kubectl, ...args], io);
  return { code, stdout, stderr };
}
