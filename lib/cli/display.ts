import type { CliIo } from './io';
import { LiveDisplay } from './live-display';
import { PlainDisplay } from './plain-display';

/** One thing that takes its time. */
export interface Task {
  readonly title: string;
  /**
   * Does it. What it reports on the way replaces what it reported before; what it returns stands behind the title when
   * it is done.
   */
  readonly run: (report: (text: string) => void) => Promise<string>;
}

/** How a command shows what it does, on standard error. */
export interface Display {
  /**
   * Does tasks, at most `atOnce` at a time. Where one fails no other begins; those that have begun end first, and then
   * the first failure is thrown.
   */
  readonly run: (tasks: readonly Task[], atOnce?: number) => Promise<void>;
  /** Says something between tasks, on a line of its own. */
  readonly note: (text: string) => void;
}

/** The display for an output: lines that are drawn again on a terminal, lines that stay in the log of a build. */
export function displayFor({ stderr, env }: Pick<CliIo, 'stderr' | 'env'>, plain = false): Display {
  const { terminal } = stderr;
  const drawn = terminal !== undefined && !plain && isUnset(env.CI) && env.TERM !== 'dumb';
  return drawn ? new LiveDisplay(terminal) : new PlainDisplay(stderr);
}

function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '' || value === 'false' || value === '0';
}
