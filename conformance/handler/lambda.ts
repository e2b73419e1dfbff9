import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as readline from 'node:readline';

/** What a function of AWS Lambda answered. */
export interface Answer {
  /** Set where the function raised something. */
  readonly error?: string;
  readonly payload: unknown;
  /** Commands that the function ran. */
  readonly commands: readonly (readonly string[])[];
}

/** What a function is run with. */
export interface LambdaOptions {
  /** The function itself. */
  readonly code: string;
  /** Python that has what the function imports. */
  readonly python: string;
  /** Programs on its `PATH`, by name. */
  readonly programs: Readonly<Record<string, string>>;
  /** Own folder of this function. */
  readonly folder: string;
  /** What `aws eks update-kubeconfig` writes. */
  readonly kubeconfig: string;
  /** Folder with what is in S3, by bucket. */
  readonly buckets: string;
  /** How many events are handled at a time, each in an environment of its own. */
  readonly environments: number;
}

/** How many times as fast as it should the function waits: for what is ready at once here, it waits for ten seconds. */
const SPEED = 10;

/** The two commands of AWS that the function runs, on this machine. */
const AWS = `#!/bin/sh
case "$1 $2" in
  'eks update-kubeconfig') exec cp "$STUB_KUBECONFIG" "$6" ;;
  's3 cp') exec cp "$STUB_BUCKETS/\${3#s3://}" "$4" ;;
esac
echo "no command of AWS that is known here: $*" >&2
exit 1
`;

/** A function of AWS Lambda, on this machine: its code as it is, warm environments, `aws` a stub. */
export class Lambda {
  private readonly environments: Environment[];
  private readonly idle: Environment[];
  private readonly waiting: ((environment: Environment) => void)[] = [];

  constructor(options: LambdaOptions) {
    const programs = path.join(options.folder, 'bin');
    fs.mkdirSync(programs, { recursive: true });
    fs.writeFileSync(path.join(programs, 'aws'), AWS, { mode: 0o755 });
    for (const [name, file] of Object.entries(options.programs)) fs.symlinkSync(file, path.join(programs, name));
    this.environments = Array.from({ length: options.environments }, (_, index) => (
      new Environment(options, programs, path.join(options.folder, `environment-${index}`))));
    this.idle = [...this.environments];
  }

  /** Handles an event, as soon as an environment is free. */
  public async invoke(event: unknown): Promise<Answer> {
    const environment = this.idle.pop() ?? await new Promise<Environment>((resolve) => this.waiting.push(resolve));
    try {
      return await environment.handle(event);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.idle.push(environment);
      else next(environment);
    }
  }

  public end(): void {
    for (const environment of this.environments) environment.end();
  }
}

/** One process, which handles one event at a time. */
class Environment {
  private readonly child: ChildProcess;
  private readonly log: string;
  private settle: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void } | undefined;

  constructor({ code, python, kubeconfig, buckets }: LambdaOptions, programs: string, folder: string) {
    fs.mkdirSync(folder, { recursive: true });
    this.log = path.join(folder, 'log');
    const log = fs.openSync(this.log, 'a');
    this.child = spawn(python, [path.join(__dirname, 'lambda_runtime.py'), code, String(SPEED)], {
      cwd: folder,
      stdio: ['pipe', 'pipe', log],
      env: {
        PATH: `${programs}${path.delimiter}${process.env.PATH ?? ''}`,
        // As in AWS there is no home, and nothing of it is kept from one event to the next.
        KUBECACHEDIR: '/dev/null',
        TEST_OUTDIR: folder, STUB_KUBECONFIG: kubeconfig, STUB_BUCKETS: buckets,
      },
    });
    fs.closeSync(log);
    const { stdout } = this.child;
    if (stdout === null) throw new Error('no answers can be read');
    readline.createInterface(stdout).on('line', (line) => {
      const { settle } = this;
      this.settle = undefined;
      settle?.resolve(JSON.parse(line) as Answer);
    });
    this.child.on('error', (error) => this.settle?.reject(error));
    this.child.on('close', () => this.settle?.reject(new Error(`the function ended:\n${fs.readFileSync(this.log, 'utf8').slice(-2_000)}`)));
    process.on('exit', () => this.end());
  }

  public handle(event: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.child.exitCode !== null) throw new Error(`the function has ended:\n${fs.readFileSync(this.log, 'utf8').slice(-2_000)}`);
      this.settle = { resolve, reject };
      this.child.stdin?.write(`${JSON.stringify(event)}\n`);
    });
  }

  public end(): void {
    this.child.kill('SIGKILL');
  }
}
