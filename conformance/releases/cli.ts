import * as path from 'node:path';
import { runProgram } from '../../lib/cli';
import type { Plane } from '../control-plane/plane';
import { accessTo } from '../judge/planes';
import { programPath } from '../judge/programs';

/** What a command of ours ended with, and what it said. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs our command line as a build would: no terminal, nobody to ask. */
export async function cli(
  args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(args, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: { ...process.env, ...env },
    cwd,
    signal: new AbortController().signal,
  });
  return { code, out: out.join(''), err: err.join('') };
}

/** Applies an output folder to a plane. */
export function apply(folder: string, plane: Plane['name'], ...more: readonly string[]): Promise<Ended> {
  const args = ['apply', folder, '--context', 'judge', '--kubectl', programPath('kubectl'), '--timeout', '3m', '--plain', ...more];
  return cli(args, path.dirname(folder), { KUBECONFIG: accessTo(plane).kubeconfig });
}
