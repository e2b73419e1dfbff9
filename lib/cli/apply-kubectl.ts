import { spawn } from 'child_process';
import { type Problem, show } from '../core';
import { CliError, fail, Interrupted } from './cli-error';
import { ExitCode } from './exit-codes';

/** What a run of kubectl said. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  /** Without the log lines of its libraries. */
  readonly stderr: string;
}

/** How kubectl is called. */
export interface CallOptions {
  readonly input?: string;
  /** Gets each line of its output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Milliseconds after which it is ended. */
  readonly timeout?: number;
}

/** Why a call failed, as far as its words tell. */
export enum Failure {
  /** No connection, or an answer that did not come. */
  UNREACHABLE = 'unreachable',
  /** The server is there, and cannot answer now: it starts, or a webhook of it does not answer. */
  NOT_NOW = 'not-now',
  /** It was ended, as it took longer than it may. */
  TOO_LONG = 'too-long',
  /** Somebody else ended it. */
  KILLED = 'killed',
  /** The server does not know who asks, or that one may not. */
  FORBIDDEN = 'forbidden',
  CONFLICT = 'conflict',
  /** The kind is not served. */
  NO_KIND = 'no-kind',
  NO_NAMESPACE = 'no-namespace',
  WRONG_CONTEXT = 'wrong-context',
  /** Anything else: the server refused. */
  REFUSED = 'refused',
}

/** Milliseconds after which a kubectl that was asked to end is ended. */
const GRACE = 2000;
/** Log lines of client-go, which repeat what kubectl says at its end. */
const LOG_LINE = /^[EWI]\d{4} \d\d:\d\d:/;

/** The words of kubectl 1.24 and later, in the order in which they are looked for. */
const WORDS: readonly (readonly [Failure, RegExp])[] = [
  [Failure.TOO_LONG, /kubectl was ended after /],
  [Failure.KILLED, /kubectl was ended by /],
  [Failure.CONFLICT, /Apply failed with \d+ conflicts?/],
  [Failure.WRONG_CONTEXT, /context was not found|cannot locate context|current-context is not set|current-context must exist|loading config file|invalid configuration|no configuration has been provided|context ".*" does not exist|no context exists/],
  [Failure.FORBIDDEN, / cannot \S+ (resource|path) |\(Unauthorized\)|[Yy]ou must be logged in|Unable to connect to the server: getting credentials/],
  [Failure.NO_KIND, /no matches for kind|the server doesn't have a resource type|could not find the requested resource/],
  [Failure.NO_NAMESPACE, /namespaces "[^"]*" not found/],
  [Failure.NOT_NOW, /failed calling webhook|conversion webhook for .* failed|\(ServiceUnavailable\)|\(Timeout\)|\(TooManyRequests\)|etcdserver: |the server is currently unable|is shutting down|no endpoints available/],
  [Failure.UNREACHABLE, /connection to the server .* was refused|Unable to connect to the server|connection refused|connection reset|i\/o timeout|TLS handshake timeout|context deadline exceeded|Client\.Timeout|unexpected EOF|: EOF|http2: |broken pipe|no route to host|network is unreachable|request canceled/],
];

/** Why a call failed. */
export function failureOf({ stderr }: Pick<Answer, 'stderr'>): Failure {
  return WORDS.find(([, words]) => words.test(stderr))?.[0] ?? Failure.REFUSED;
}

/** Whether to ask again after a while. */
export function isPassing(failure: Failure): boolean {
  return failure === Failure.NOT_NOW || isSilence(failure);
}

/** Whether nobody answered. */
export function isSilence(failure: Failure): boolean {
  return failure === Failure.UNREACHABLE || failure === Failure.TOO_LONG;
}

/** Milliseconds that a call may take so that it ends with the time of its step; a second at least. */
export function timeLeft(until: number): number {
  return Math.max(1000, until - Date.now());
}

/** Runs kubectl against one context; it ends with the run. */
export class Kubectl {
  constructor(
    private readonly options: {
      readonly path: string;
      readonly context?: string;
      readonly cwd: string;
      readonly env: Readonly<Record<string, string | undefined>>;
      readonly signal: AbortSignal;
    },
  ) {}

  /**
   * The context that it goes to.
   * @default - the current one of the kubeconfig
   */
  public get context(): string | undefined {
    return this.options.context;
  }

  /** The same, with another end or another context. */
  public with(change: { readonly context?: string; readonly signal?: AbortSignal }): Kubectl {
    return new Kubectl({ ...this.options, ...change });
  }

  /** Runs it, and gives what it said, whatever that is. */
  public run(args: readonly string[], { input = '', onLine, timeout }: CallOptions = {}): Promise<Answer> {
    const { path, context, cwd, env, signal } = this.options;
    if (signal.aborted) return Promise.reject(new Interrupted());
    const all = context === undefined ? [...args] : [`--context=${context}`, ...args];
    return new Promise((resolve, reject) => {
      const child = spawn(path, all, { cwd, env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
      const texts = { stdout: '', stderr: '' };
      let rest = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        texts.stdout += text;
        const lines = `${rest}${text}`.split('\n');
        rest = lines.pop() ?? '';
        if (onLine !== undefined) lines.forEach(onLine);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        texts.stderr += text;
      });
      // It may end before it has read all.
      child.stdin.on('error', () => undefined).end(input);
      let last: NodeJS.Timeout | undefined;
      const stop = (): void => {
        child.kill();
        last ??= setTimeout(() => {
          child.kill('SIGKILL');
          // Processes of its own, such as plugins that log in, may hold them open.
          for (const stream of [child.stdout, child.stderr]) stream.destroy();
        }, GRACE);
      };
      signal.addEventListener('abort', stop);
      const timer = timeout === undefined ? undefined : setTimeout(() => {
        texts.stderr += `\nkubectl was ended after ${Math.round(timeout / 1000)} s without an answer`;
        stop();
      }, timeout);
      const ended = (): void => {
        clearTimeout(timer);
        clearTimeout(last);
        signal.removeEventListener('abort', stop);
      };
      child.on('error', () => {
        ended();
        reject(missing(path));
      });
      child.on('close', (code, by) => {
        ended();
        if (by !== null && !texts.stderr.includes('kubectl was ended')) texts.stderr += `\nkubectl was ended by ${by}`;
        if (signal.aborted) reject(new Interrupted());
        else resolve({ code: code ?? 1, stdout: texts.stdout, stderr: withoutLog(texts.stderr) });
      });
    });
  }

  /** Runs it, and ends the command where it fails. */
  public async read(args: readonly string[], options: CallOptions = {}): Promise<string> {
    const answer = await this.run(args, options);
    if (answer.code !== 0) endWith(answer);
    return answer.stdout;
  }
}

function missing(path: string): CliError {
  return new CliError([{
    code: 'KN-CLI-032',
    message: `there is no program ${show(path)} that runs`,
    received: path,
    allowed: 'kubectl 1.24 or newer, on the `PATH` or where `--kubectl` says',
    fix: 'install kubectl (https://kubernetes.io/docs/tasks/tools/), or write `--kubectl <path>`',
  }], ExitCode.NO_KUBECTL);
}

function withoutLog(text: string): string {
  return text.split('\n').filter((line) => !LOG_LINE.test(line)).join('\n').trim();
}

/** Ends the command with the one line that a failed call stands for. */
export function endWith(answer: Pick<Answer, 'stderr'>): never {
  const failure = failureOf(answer);
  const words = firstWords(answer.stderr);
  if (isPassing(failure)) fail(unreachable(words), ExitCode.UNREACHABLE);
  if (failure === Failure.FORBIDDEN) fail(forbidden(words), ExitCode.FORBIDDEN);
  if (failure === Failure.WRONG_CONTEXT) fail(wrongContext(words), ExitCode.WRONG_CONTEXT);
  if (failure === Failure.KILLED) fail(killed(words));
  fail({
    code: 'KN-CLI-037',
    message: `the cluster refuses: ${words}`,
    received: words,
    allowed: 'what the server takes',
    fix: 'change what it names, and run the command again',
  }, ExitCode.REFUSED);
}

/** What kubectl said, in one line and not too long, without the advice that follows conflicts. */
export function firstWords(stderr: string): string {
  const [words = ''] = stderr.split('\nPlease review the fields above');
  const line = words.replace(/\s*\n\s*/g, '; ').replace(/^(error|Error from server \([A-Za-z]+\)|Error from server|Error): /, '').trim();
  return line.length > 600 ? `${line.slice(0, 597)}...` : line;
}

/** A kubectl that was ended from outside, most often as the machine had no memory left. */
export function killed(words: string): Problem {
  return {
    code: 'KN-CLI-032',
    message: `kubectl did not run to its end: ${words}`,
    received: words,
    allowed: 'a `kubectl` that nobody ends',
    fix: 'see whether the machine or the container has memory enough, and run the command again, which goes on here',
  };
}

export function unreachable(words: string): Problem {
  return {
    code: 'KN-CLI-034',
    message: `the API server does not answer: ${words}`,
    received: words,
    allowed: 'a server that this machine reaches',
    fix: 'check the address that `kubectl cluster-info` shows, the network and the proxy, and run the command again',
  };
}

export function forbidden(words: string): Problem {
  return {
    code: 'KN-CLI-035',
    message: `the cluster does not let you: ${words}`,
    received: words,
    allowed: 'a user who may read and apply all that the index names',
    fix: 'log in again, or have the rights granted; `kubectl auth can-i --list` shows those that you have',
  };
}

export function wrongContext(words: string): Problem {
  return {
    code: 'KN-CLI-033',
    message: `there is no such context: ${words}`,
    received: words,
    allowed: 'a context of the kubeconfig',
    fix: 'choose one that `kubectl config get-contexts` lists, and write `--context <name>`',
  };
}
