import { LineProgram } from '../judge/line-program';
import { programPath } from '../judge/programs';

/** A ConfigMap that is asked about. */
export interface Question {
  readonly namespace: string;
  readonly name: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What the component that reads a ConfigMap made of it. */
export interface Reading {
  /** The constructor that read it; absent where none of the ones here does. */
  readonly parser?: string;
  /** Why it was refused; absent where it was taken. */
  readonly refusal?: string;
  /** What was taken, and told to a log. */
  readonly warnings?: readonly string[];
  /** All that became of it, as a text to compare. */
  readonly value?: string;
}

/** Asks the constructors of Knative's own components. */
export async function readMaps(questions: readonly Question[]): Promise<Reading[]> {
  const program = new LineProgram(programPath('settings'));
  try {
    const answers = await program.askAll<Reading & { readonly failure?: string }>(questions);
    const failed = answers.find(({ failure }) => failure !== undefined);
    if (failed !== undefined) throw new Error(failed.failure);
    return answers;
  } finally {
    program.end();
  }
}
