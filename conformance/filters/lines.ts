import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A program that answers each line that it reads with one line, in their order. */
export class LineProgram<Question, Answer> {
  private readonly child: ChildProcess;
  private readonly waiting: ((line: string) => void)[] = [];
  private failure: Error | undefined;

  constructor(command: string, args: readonly string[] = []) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdout } = this.child;
    if (stdout === null) throw new Error(`${command} has no output`);
    createInterface({ input: stdout }).on('line', (line) => this.waiting.shift()?.(line));
    this.child.on('error', (error) => this.end(error));
    this.child.on('close', (code) => this.end(new Error(`${command} ended with code ${code}`)));
  }

  /** Asks one thing after the other, without waiting in between. */
  public async ask(questions: readonly Question[]): Promise<Answer[]> {
    if (this.failure !== undefined) throw this.failure;
    const answers = questions.map(() => new Promise<string>((resolve) => this.waiting.push(resolve)));
    this.child.stdin?.write(questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
    const lines = await Promise.all(answers);
    if (this.failure !== undefined) throw this.failure;
    return lines.map((line) => JSON.parse(line) as Answer);
  }

  /** Lets the program end: it has nothing to read any more. */
  public close(): void {
    this.child.stdin?.end();
  }

  private end(error: Error): void {
    this.failure = error;
    for (const resolve of this.waiting.splice(0)) resolve('');
  }
}
