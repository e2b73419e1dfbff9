import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { show } from '../core';
import { fail } from './cli-error';
import { errorCode, onDisk } from './disk';
import { ExitCode } from './exit-codes';

const NAME = '.vendoring';

interface Owner {
  readonly host: string;
  readonly pid: number;
}

/** How often a run says that it still works, and how long one may be silent; clocks of machines differ by less. */
const EVERY_MS = 20_000;
const SILENT_MS = 300_000;

/** Does something in a folder while no other run of the command works there. */
export async function alone<T>(folder: string, act: () => Promise<T>): Promise<T> {
  const file = path.join(folder, NAME);
  const own = JSON.stringify({ host: os.hostname(), pid: process.pid });
  await onDisk(folder, () => fs.mkdirSync(folder, { recursive: true }));
  await take(file, own);
  const alive = setInterval(() => { sayAlive(file); }, EVERY_MS);
  const release = (): void => {
    // A user who took it away may have started another run.
    if (textOf(file) === own) fs.rmSync(file, { force: true });
  };
  // A process that ends at once, as with a second Ctrl-C, comes by no `finally`.
  process.once('exit', release);
  try {
    return await act();
  } finally {
    clearInterval(alive);
    process.off('exit', release);
    release();
  }
}

async function take(file: string, own: string): Promise<void> {
  if (await write(file, own)) return;
  const left = textOf(file);
  if (left !== undefined && isLeftBehind(file, left) && await replace(file, left, own)) return;
  const owner = ownerIn(textOf(file));
  fail({
    code: 'KN-CLI-020',
    message: `another run is at work in ${show(path.dirname(file))}${owner === undefined ? '' : `: process ${owner.pid} on ${show(owner.host)}`}`,
    received: owner,
    allowed: 'one run in a folder at a time',
    fix: `wait until it ends; if there is no such run, remove ${show(file)}`,
  }, ExitCode.BUSY);
}

function write(file: string, text: string): Promise<boolean> {
  return onDisk(file, () => {
    try {
      fs.writeFileSync(file, text, { flag: 'wx' });
      return true;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

/** Replaces what a dead run left behind. One run at a time may do that: the next one meets what the first wrote. */
async function replace(file: string, left: string, own: string): Promise<boolean> {
  const turn = `${file}.turn`;
  if (!await write(turn, own)) return false;
  try {
    if (textOf(file) === left && isLeftBehind(file, left)) fs.rmSync(file, { force: true });
    return await write(file, own);
  } finally {
    fs.rmSync(turn, { force: true });
  }
}

/** Whether the run that wrote it is no more: its process is gone, or, on a machine that is not seen, it fell silent. */
function isLeftBehind(file: string, text: string): boolean {
  const owner = ownerIn(text);
  if (owner?.host === os.hostname() && !lives(owner.pid)) return true;
  const spoken = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - spoken > SILENT_MS;
}

function sayAlive(file: string): void {
  try {
    fs.utimesSync(file, new Date(), new Date());
  } catch {
    // A user took it away; the work goes on.
  }
}

function textOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function ownerIn(text: string | undefined): Owner | undefined {
  try {
    const { host, pid }: Partial<Record<keyof Owner, unknown>> = JSON.parse(text ?? '');
    return typeof host === 'string' && typeof pid === 'number' ? { host, pid } : undefined;
  } catch {
    return undefined;
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of somebody else lives too.
    return errorCode(error) === 'EPERM';
  }
}
