import { createInterface } from 'readline/promises';
import type { Readable, Writable } from 'stream';
import type { WriteStream } from 'tty';
import { Defect, Interrupted, outcomeOf } from './cli-error';
import { ExitCode } from './exit-codes';

/** Where a command writes to. */
export interface Output {
  readonly write: (text: string) => void;
  /**
   * The terminal behind it, on which lines can be drawn again.
   * @default - a file, a pipe, or the log of a build: each line is written once
   */
  readonly terminal?: WriteStream;
}

/** All that a command sees of the process that it runs in; tests give it their own. */
export interface CliIo {
  /** What was asked for: lists, plans, differences. */
  readonly stdout: Output;
  /** How it goes on: progress, warnings, failures. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute folder that relative paths start from. */
  readonly cwd: string;
  /** Aborted when the user wants the command to end. */
  readonly signal: AbortSignal;
  /**
   * Asks the user for a line.
   * @default - there is nobody to ask
   */
  readonly ask?: (question: string) => Promise<string>;
}

/**
 * The io of this process. The first signal asks for an orderly end, the second one ends at once. An error that nobody
 * catches asks for an orderly end too, so that what is finished is kept and nothing is left behind.
 */
export function processIo(): CliIo & { readonly close: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  const ends = endOnDefects(controller);
  const asks = process.stdin.isTTY && process.stderr.isTTY;
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    signal: controller.signal,
    ...asks ? { ask: (question: string) => askOn(process.stdin, process.stderr, question, controller.signal) } : {},
    close: () => {
      for (const name of signals) process.off(name, stop);
      ends.close();
    },
  };
}

/** Milliseconds that an orderly end may take after an error that nobody caught: what waits for it may never end. */
const ORDERLY_END = 15_000;

/** Ends a command in order where an error comes that nobody catches, and after a while in any case. */
function endOnDefects(controller: AbortController): { readonly close: () => void } {
  let late: NodeJS.Timeout | undefined;
  const onDefect = (error: unknown): void => {
    late ??= setTimeout(() => {
      for (const line of outcomeOf(error).lines) process.stderr.write(`cdk8s-knative: ${line}\n`);
      process.exit(ExitCode.ERROR);
    }, ORDERLY_END);
    controller.abort(new Defect(error));
  };
  process.on('uncaughtException', onDefect);
  return {
    close: () => {
      clearTimeout(late);
      process.off('uncaughtException', onDefect);
    },
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // Who reads it, such as `head`, may have seen enough.
  stream.on('error', () => undefined);
  return { write: (text) => void stream.write(text), ...stream.isTTY ? { terminal: stream } : {} };
}

/**
 * Asks on a terminal. Keys that end a program come as keys while a line is read, not as signals: they end the command
 * as a signal does.
 */
export async function askOn(
  input: Readable, output: Writable, question: string, signal: AbortSignal,
): Promise<string> {
  const lines = createInterface({ input, output, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      const interrupted = (): void => { reject(new Interrupted()); };
      lines.once('SIGINT', interrupted);
      lines.once('close', interrupted);
      lines.question(question, { signal }).then(resolve, interrupted);
    });
  } finally {
    lines.close();
  }
}
