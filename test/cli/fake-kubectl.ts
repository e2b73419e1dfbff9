import type * as childProcess from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

/** What a call whose arguments match is answered with, in place of what it would be. */
export interface FakeAnswer {
  readonly args: string;
  readonly code?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Only calls whose input has this text. */
  readonly input?: string;
  /** Only so many calls. */
  readonly times?: number;
  /** Ends by this signal in place of an exit code. */
  readonly killedBy?: 'SIGKILL';
  /** Leaves a process behind that holds its outputs, and does not end before somebody ends it. */
  readonly hangs?: boolean;
}

/** A program that answers as kubectl does on a cluster where everything goes well, but for some answers. */
export class FakeKubectl {
  public readonly file: string;
  private readonly calls: string;

  constructor(folder: string, answers: readonly FakeAnswer[] = []) {
    this.file = path.join(folder, 'kubectl');
    this.calls = path.join(folder, 'calls');
    fs.writeFileSync(path.join(folder, 'answers.json'), JSON.stringify(answers));
    fs.writeFileSync(this.file, `#!${process.execPath}\n(${script.toString()})(${JSON.stringify(folder)})`, { mode: 0o755 });
  }

  /** Arguments of all calls, without the context. */
  public get called(): string[] {
    return fs.existsSync(this.calls) ? fs.readFileSync(this.calls, 'utf8').trim().split('\n') : [];
  }
}

/** Runs in a process of its own: it sees nothing of this file. */
function script(folder: string): void {
  const { appendFileSync, readFileSync, writeFileSync } = require('fs') as typeof fs;
  const { spawn } = require('child_process') as typeof childProcess;
  const args = process.argv.slice(2).filter((each) => !each.startsWith('--context=')).join(' ');
  appendFileSync(`${folder}/calls`, `${args}\n`);
  const input = args.includes('-f -') ? readFileSync(0, 'utf8') : '';
  const answers = JSON.parse(readFileSync(`${folder}/answers.json`, 'utf8')) as (FakeAnswer & { times?: number })[];
  const found = answers.find((each) => new RegExp(each.args).test(args) && input.includes(each.input ?? '') && each.times !== 0);
  if (found !== undefined) {
    if (found.times !== undefined) found.times -= 1;
    writeFileSync(`${folder}/answers.json`, JSON.stringify(answers));
    process.stdout.write(found.stdout ?? '');
    process.stderr.write(found.stderr ?? '');
    process.exitCode = found.code ?? 0;
    if (found.killedBy !== undefined) process.kill(process.pid, found.killedBy);
    if (found.hangs === true) {
      spawn('sleep', ['15'], { stdio: 'inherit' });
      process.on('SIGTERM', () => undefined);
    }
    return;
  }
  const read = JSON.parse(input === '' ? '{}' : input) as { readonly items?: object[] };
  const items = (read.items ?? [read]) as {
    apiVersion: string; kind: string; metadata: { name: string; namespace?: string };
  }[];
  if (args.startsWith('config view')) {
    process.stdout.write(JSON.stringify({ 'current-context': 'here', 'clusters': [{ cluster: { server: 'https://cluster.example.com' } }] }));
  } else if (args.startsWith('version')) {
    process.stdout.write(JSON.stringify({ serverVersion: { gitVersion: 'v1.35.0' } }));
  } else if (args.startsWith('apply')) {
    for (const { apiVersion, kind, metadata } of items) {
      const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0] ?? ''}` : '';
      process.stdout.write(`${kind.toLowerCase()}${group}/${metadata.name} serverside-applied\n`);
    }
  } else if (args.startsWith('get -f -')) {
    const status = { phase: 'Active', observedGeneration: 9, updatedReplicas: 9, availableReplicas: 9, conditions: [{ type: 'Ready', status: 'True' }] };
    process.stdout.write(JSON.stringify({ kind: 'List', items: items.map((each) => ({ ...each, status })) }));
  }
}
