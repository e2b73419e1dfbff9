import { formatProblem, KnativeError, type Problem, show } from '../core';
import { ExitCode } from './exit-codes';

/** Ends a command: what is wrong, each as one line, and the exit code. */
export class CliError extends Error {
  constructor(public readonly problems: readonly Problem[], public readonly exitCode: ExitCode = ExitCode.ERROR) {
    super(problems.map((problem) => formatProblem(problem)).join('\n'));
    this.name = 'CliError';
  }
}

/** Ends a command because the user asked for it; nothing is wrong. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

/** Why a signal is aborted where it was not the user: an error that nobody caught, somewhere in the process. */
export class Defect {
  constructor(public readonly error: unknown) {}
}

/** What went wrong in the process while a command was at work, outside of what the command does itself. */
export function defectIn({ reason }: AbortSignal): Defect | undefined {
  return reason instanceof Defect ? reason : undefined;
}

/** How a display calls the end of a task that an error ended; the error itself is told once, when the command ends. */
export function endedBy(error: unknown): string {
  return error instanceof Interrupted ? 'interrupted' : 'failed';
}

/** Environment variable that has the place of a defect printed too. */
export const TRACE_VARIABLE = 'CDK8S_KNATIVE_TRACE';

/** Ends a command with one problem. */
export function fail(problem: Problem, exitCode: ExitCode = ExitCode.ERROR): never {
  throw new CliError([problem], exitCode);
}

/** What an error says to the user, a line for each problem, and the exit code that it stands for. */
export function outcomeOf(error: unknown): { readonly lines: readonly string[]; readonly exitCode: ExitCode } {
  if (error instanceof Interrupted) return { lines: ['interrupted'], exitCode: ExitCode.INTERRUPTED };
  if (error instanceof CliError) {
    return { lines: error.problems.map((problem) => formatProblem(problem)), exitCode: error.exitCode };
  }
  if (error instanceof KnativeError) return { lines: [formatProblem(problemOf(error))], exitCode: ExitCode.ERROR };
  const text = error instanceof Error ? error.message : String(error);
  return { lines: [formatProblem(defect(text))], exitCode: ExitCode.ERROR };
}

/** The problem that a factory raised, without the line of this command that called the factory. */
function problemOf(error: KnativeError): Problem {
  const { code, received, allowed, fix, message } = error;
  const what = message.slice(code.length + 1, message.indexOf(`; allowed: ${allowed}; `));
  return { code, message: what, received, allowed, fix };
}

function defect(text: string): Problem {
  return {
    code: 'KN-CLI-001',
    message: `the command failed in a way that it does not foresee: ${show(text)}`,
    received: text,
    allowed: 'an outcome that the command has words for',
    fix: `set \`${TRACE_VARIABLE}=1\`, run it again, and report what it prints`,
  };
}
