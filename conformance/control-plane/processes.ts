import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';

/** The processes of a run. They end with it, however it ends. */
export class Processes {
  private readonly children: { readonly name: string; readonly child: ChildProcess; readonly logFile: string }[] = [];

  constructor(private readonly folder: string) {
    process.on('exit', () => this.end());
  }

  /** Starts a program; what it says goes to a file of the folder. */
  public start(name: string, file: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
    const logFile = path.join(this.folder, `${name}.log`);
    const log = fs.openSync(logFile, 'a');
    const child = spawn(file, args, { stdio: ['ignore', log, log], cwd: this.folder, env: { ...process.env, ...env } });
    fs.closeSync(log);
    child.on('error', () => undefined);
    this.children.push({ name, child, logFile });
  }

  /** Throws if a process has ended by itself. */
  public check(): void {
    const ended = this.children.find(({ child }) => hasEnded(child));
    if (ended === undefined) return;
    const log = fs.readFileSync(ended.logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
    throw new Error(`${ended.name} ended by itself with ${ended.child.signalCode ?? `code ${String(ended.child.exitCode)}`}:\n${log}`);
  }

  /** Ends all of them at once: a graceful stop of the API server takes more than a minute, and nothing here is kept. */
  public end(): void {
    for (const { child } of this.children) if (!hasEnded(child)) child.kill('SIGKILL');
    this.children.length = 0;
  }
}

/** A process that a signal ended has no exit code. */
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

/** Ports of the loopback interface that nobody listens on. All are held while they are looked for, so they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<net.Server>((resolve, reject) => {
    const server = net.createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Asks again and again until there is an answer. */
export async function waitFor<T>(
  what: string, processes: Processes, ask: () => Promise<T | undefined>, timeoutMs = 90_000,
): Promise<T> {
  const until = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < until) {
    processes.check();
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`waited ${timeoutMs / 1000} s for ${what}${last instanceof Error ? `: ${last.message}` : ''}`);
}
