import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import * as readline from 'node:readline';

/** How long an answer may take; the slowest thing that is asked for is the start of a Vault. */
const PATIENCE_MS = 60_000;

/** A program that is asked in lines of JSON, and answers each with one. It ends when its input does. */
export class LineProgram {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: { readonly resolve: (line: string) => void; readonly reject: (why: Error) => void }[] = [];
  private readonly unasked: string[] = [];
  private complaints = '';

  constructor(private readonly file: string) {
    this.child = spawn(file, [], { stdio: 'pipe' });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaints = (this.complaints + text).slice(-2_000);
    });
    readline.createInterface({ input: this.child.stdout }).on('line', (line) => {
      const first = this.waiting.shift();
      if (first === undefined) this.unasked.push(line);
      else first.resolve(line);
    });
    const fail = () => {
      for (const { reject } of this.waiting.splice(0)) reject(new Error(`${file} ended:\n${this.complaints}`));
    };
    this.child.on('error', fail);
    this.child.on('close', fail);
    // The pipe breaks when the program ends; what is asked then is told by `fail`.
    this.child.stdin.on('error', fail);
  }

  /** Asks, and waits for the answer. */
  public ask<T>(question: unknown): Promise<T> {
    const answer = this.next<T>();
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    return answer;
  }

  /** The next line, which nobody has to ask for. */
  public async next<T>(): Promise<T> {
    const line = this.unasked.shift() ?? await this.lineToCome();
    return JSON.parse(line) as T;
  }

  /** Lets the program end. */
  public end(): void {
    this.child.stdin.end();
  }

  private lineToCome(): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${this.file} did not answer within ${PATIENCE_MS / 1000} s:\n${this.complaints}`));
      }, PATIENCE_MS);
      this.waiting.push({
        resolve: (line) => {
          clearTimeout(timer);
          resolve(line);
        },
        reject: (why) => {
          clearTimeout(timer);
          reject(why);
        },
      });
    });
  }
}
