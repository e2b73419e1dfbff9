import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import * as readline from 'node:readline';

/** How long it may be silent while an answer is awaited; what takes longest is the start of a Vault. */
const PATIENCE_MS = 60_000;
const MOST_COMPLAINTS = 2_000;

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (why: Error) => void;
}

/** A program that is asked in lines of JSON, and answers each with one, in their order. It ends when its input does. */
export class LineProgram {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: Waiting[] = [];
  private readonly unasked: string[] = [];
  private complaints = '';
  private ended = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly file: string, args: readonly string[] = []) {
    this.child = spawn(file, args, { stdio: 'pipe' });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaints = (this.complaints + text).slice(-MOST_COMPLAINTS);
    });
    readline.createInterface({ input: this.child.stdout }).on('line', (line) => {
      const first = this.waiting.shift();
      if (first === undefined) this.unasked.push(line);
      else first.resolve(line);
      this.beAwaited();
    });
    const end = () => {
      this.ended = true;
      this.fail('ended');
    };
    this.child.on('error', end);
    this.child.on('close', end);
    // The pipe breaks when the program ends; what is asked then is told by `end`.
    this.child.stdin.on('error', end);
  }

  /** Asks, and waits for the answer. */
  public async ask<T>(question: unknown): Promise<T> {
    const [answer] = await this.askAll<T>([question]);
    return answer as T;
  }

  /** Asks one thing after the other, without waiting in between. */
  public async askAll<T>(questions: readonly unknown[]): Promise<T[]> {
    const answers = questions.map(() => this.next<T>());
    this.child.stdin.write(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
    return Promise.all(answers);
  }

  /** The next line, which nobody has to ask for. */
  public async next<T>(): Promise<T> {
    return JSON.parse(this.unasked.shift() ?? await this.lineToCome()) as T;
  }

  /** Lets the program end. */
  public end(): void {
    this.child.stdin.end();
  }

  private lineToCome(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      if (this.ended) this.fail('ended');
      else if (this.waiting.length === 1) this.beAwaited();
    });
  }

  private beAwaited(): void {
    clearTimeout(this.timer);
    if (this.waiting.length === 0) return;
    this.timer = setTimeout(() => this.fail(`was silent for ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
  }

  private fail(what: string): void {
    clearTimeout(this.timer);
    for (const { reject } of this.waiting.splice(0)) reject(new Error(`${this.file} ${what}:\n${this.complaints}`));
  }
}
