import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { LineProgram } from '../filters/lines';

const FOLDER = path.join(__dirname, 'java');
/** Kept between runs, by what it was built from. */
const BINARIES = path.resolve(__dirname, '..', '.binaries', 'java');
const SOURCE = 'Cesql.java';

/** What the Java data plane says about an event: its verdict, and what the expression came to. */
export interface JavaValue {
  readonly passes: boolean;
  /** `true (Boolean)`, with the kinds of errors, if there were any. */
  readonly says: string;
}

/** What the Java data plane says about an expression: that it does not parse it, or a value for each event. */
export interface JavaAnswer {
  readonly refused?: string;
  readonly values: readonly JavaValue[];
}

/** Java's side of CESQL, or why there is none. */
export type JavaSide = { readonly cesql: JavaCesql } | { readonly missing: string };

/** Builds and starts the Java program, where there is Java and Maven. */
export function javaSide(): JavaSide {
  for (const tool of ['java', 'javac', 'mvn']) {
    if (spawnSync(tool, ['-version']).status !== 0) return { missing: `there is no working \`${tool}\` on the PATH` };
  }
  try {
    const folder = built();
    return { cesql: new JavaCesql(new LineProgram('java', ['-Xss8m', '-cp', classPath(folder), 'Cesql'])) };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** The CESQL of the data plane of Kafka brokers. */
export class JavaCesql {
  constructor(private readonly program: LineProgram<string, string>) {}

  /** Hands events over, whose values are texts, and gives the number of the first; the others follow. */
  public async handOver(events: readonly Readonly<Record<string, unknown>>[]): Promise<number> {
    const answers = await this.program.ask(events.map((event) => (
      ['event', ...Object.entries(event).map(([name, value]) => `${name}=${encoded(String(value))}`)].join(' '))));
    const refused = answers.find((answer) => !answer.startsWith('event '));
    if (refused !== undefined) throw new Error(`Java does not take an event: ${refused}`);
    return Number(answers[0]?.split(' ')[1] ?? 0);
  }

  public async ask(
    questions: readonly { readonly expression: string; readonly events: readonly number[] }[],
  ): Promise<JavaAnswer[]> {
    const answers = await this.program.ask(questions.map(({ expression, events }) => (
      `expression ${encoded(expression)} ${events.join(',')}`)));
    return answers.map((answer) => {
      const [word, ...values] = answer.split(' ');
      return word === 'parsed' ? { values: values.map(valueOf) } : { refused: values.join(' '), values: [] };
    });
  }

  public close(): void {
    this.program.close();
  }
}

function valueOf(text: string): JavaValue {
  const [verdict = '', type = '', value = '', faults = ''] = text.split(':');
  const written = `${decoded(value)} (${type})`;
  return { passes: verdict === 'pass', says: faults === '' ? written : `${written} after ${faults.toLowerCase()}` };
}

function built(): string {
  const hash = createHash('sha256');
  for (const file of ['pom.xml', SOURCE]) hash.update(fs.readFileSync(path.join(FOLDER, file)));
  const folder = path.join(BINARIES, hash.digest('hex').slice(0, 16));
  if (fs.existsSync(folder)) return folder;
  fs.rmSync(BINARIES, { recursive: true, force: true });
  // Never the name itself: a build that is interrupted must not look like one that was done.
  const unfinished = `${folder}.${process.pid}`;
  run('mvn', ['-q', '-B', '-f', path.join(FOLDER, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${unfinished}`]);
  run('javac', ['-nowarn', '-cp', `${unfinished}/*`, '-d', unfinished, path.join(FOLDER, SOURCE)]);
  fs.renameSync(unfinished, folder);
  return folder;
}

function classPath(folder: string): string {
  return [folder, path.join(folder, '*')].join(path.delimiter);
}

function run(command: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`\`${command}\` failed: ${`${stdout}${stderr}`.trim().split('\n')[0]}`);
}

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
