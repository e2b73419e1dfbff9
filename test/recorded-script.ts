import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/** A command of a script: its words, and what it read. */
export interface Recorded {
  readonly words: readonly string[];
  readonly input: string;
}

/** What became of a script. */
export interface ScriptRun {
  readonly status: number | null;
  readonly said: string;
  readonly commands: readonly Recorded[];
}

/** How a run of a script differs from the plain one. */
export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of shell that answer for a tool, with its words as `$*`. */
  readonly answers?: string;
}

/** The plainest shell that there is; `sh` where there is no other. */
const SHELL = spawnSync('dash', ['-c', ':']).status === 0 ? 'dash' : 'sh';
/** Separates words and commands, none of which holds a zero byte. */
const [WORD, COMMAND] = ['\\0', '\\001\\0'] as const;

/** Runs a script in a POSIX shell, with tools that write down how they were called. */
export function runScript(script: string, tools: readonly string[], { env = {}, answers = '' }: ScriptOptions = {}): ScriptRun {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'script-'));
  try {
    const record = path.join(folder, 'record');
    fs.writeFileSync(record, '');
    for (const tool of tools) {
      const lines = [
        '#!/bin/sh',
        `for word in ${tool} "$@"; do printf '%s${WORD}' "$word" >> '${record}'; done`,
        // What a tool reads is the last of its words; only `-` says that it reads.
        `case " $* " in *" - "*) cat >> '${record}' ;; esac`,
        `printf '${WORD}${COMMAND}' >> '${record}'`,
        answers,
      ];
      fs.writeFileSync(path.join(folder, tool), `${lines.join('\n')}\n`, { mode: 0o755 });
    }
    const file = path.join(folder, 'script.sh');
    fs.writeFileSync(file, script);
    const { status, stderr, stdout } = spawnSync(SHELL, [file], {
      encoding: 'utf8', env: { PATH: `${folder}:/usr/bin:/bin`, ...env },
    });
    return { status, said: stdout + stderr, commands: recorded(fs.readFileSync(record, 'utf8')) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function recorded(text: string): Recorded[] {
  return text.split('\u0001\0').slice(0, -1).map((command) => {
    const parts = command.split('\0');
    return { words: parts.slice(0, -2), input: parts.at(-2) ?? '' };
  });
}
