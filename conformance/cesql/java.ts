import * as path from 'node:path';
import { buildJava, missingJava } from '../judge/java';
import { LineProgram } from '../judge/line-program';

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
  const missing = missingJava();
  if (missing !== undefined) return { missing };
  try {
    const classPath = buildJava({ folder: path.join(__dirname, 'java'), source: 'Cesql.java' });
    return { cesql: new JavaCesql(new LineProgram('java', ['-Xss8m', '-cp', classPath, 'Cesql'])) };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** The CESQL of the data plane of Kafka brokers. */
export class JavaCesql {
  constructor(private readonly program: LineProgram) {}

  /** Hands events over, whose values are texts, and gives the number of the first; the others follow. */
  public async handOver(events: readonly Readonly<Record<string, unknown>>[]): Promise<number> {
    const answers = await this.program.askAll<string>(events.map((event) => (
      ['event', ...Object.entries(event).map(([name, value]) => `${name}=${encoded(String(value))}`)].join(' '))));
    const refused = answers.find((answer) => !answer.startsWith('event '));
    if (refused !== undefined) throw new Error(`Java does not take an event: ${refused}`);
    return Number(answers[0]?.split(' ')[1] ?? 0);
  }

  public async ask(
    questions: readonly { readonly expression: string; readonly events: readonly number[] }[],
  ): Promise<JavaAnswer[]> {
    const answers = await this.program.askAll<string>(questions.map(({ expression, events }) => (
      `expression ${encoded(expression)} ${events.join(',')}`)));
    return answers.map((answer) => {
      const [word, ...values] = answer.split(' ');
      return word === 'parsed' ? { values: values.map(valueOf) } : { refused: values.join(' '), values: [] };
    });
  }

  public close(): void {
    this.program.end();
  }
}

function valueOf(text: string): JavaValue {
  const [verdict = '', type = '', value = '', faults = ''] = text.split(':');
  const written = `${decoded(value)} (${type})`;
  return { passes: verdict === 'pass', says: faults === '' ? written : `${written} after ${faults.toLowerCase()}` };
}

function encoded(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decoded(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
