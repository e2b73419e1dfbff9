import { ERROR_CODES, type ErrorCode } from './codes';
import { lateObjectName, withLateFix } from './late-sources';
import { isUndecided } from './late-values';
import { withoutSecrets } from './redaction';
import { captureTrace, sourceLine } from './source-line';

/** One thing that is wrong with a program, as data; `formatProblem` turns it into text. */
export interface Problem {
  /** Entry of the table of refusals, `docs/errors.md`. */
  readonly code: ErrorCode;
  /** What is wrong, naming the value: `` `orderId` is not a CloudEvents attribute name ``. */
  readonly message: string;
  /** The value that was received. */
  readonly received?: unknown;
  /** Which values are allowed. */
  readonly allowed: string;
  /** What to write instead. */
  readonly fix: string;
}

/**
 * Renders a problem as one line: code, what is wrong, what is allowed, what to write, and where it was written.
 * @param at file, line and column of the user's program
 */
export function formatProblem(problem: Problem, at?: string): string {
  const text = `${problem.code} ${problem.message}; allowed: ${problem.allowed}; ${withLateFix(problem).fix}`;
  return at === undefined ? text : `${text} (${at})`;
}

/**
 * Raised by a factory that has no scope (`Filter.exact`, `Scaling.between` ...) on a value that is wrong by itself.
 * Constructs never raise it: they record their problems, and synth reports all of them together.
 */
export class KnativeError extends Error {
  /** Entry of the table of refusals, `docs/errors.md`. */
  public readonly code: ErrorCode;
  /** The value that was received. */
  public readonly received: unknown;
  /** Which values are allowed. */
  public readonly allowed: string;
  /** What to write instead. */
  public readonly fix: string;
  /** The upstream page of the rule. */
  public readonly docs: string;

  constructor(problem: Problem) {
    super(formatProblem(problem, sourceLine(captureTrace())));
    this.name = 'KnativeError';
    this.code = problem.code;
    this.received = problem.received;
    this.allowed = problem.allowed;
    this.fix = withLateFix(problem).fix;
    this.docs = ERROR_CODES[problem.code].docs;
  }
}

/**
 * Throws the first of `problems` that is one: for factories, which have no scope to record it on. What is said of a
 * value that only the deployment knows is no problem yet.
 */
export function raise(...problems: (Problem | undefined)[]): void {
  for (const problem of problems) {
    if (problem !== undefined && !isUndecided(problem)) throw new KnativeError(problem);
  }
}

/** Characters of a value that a message shows. */
const MOST_SHOWN = 120;
/**
 * Characters of a value that are looked through for credentials: one that begins in what is shown may be this long.
 * Patterns for credentials take quadratic time on a long word, so that they never see all of it.
 */
const MOST_SEARCHED = MOST_SHOWN + 4096;

/**
 * A value as it reads in a message: quoted in backticks, cut when it is long, never an object's identity, and without
 * what looks like a credential.
 */
export function show(value: unknown): string {
  const oneLine = withoutSecrets(textOf(value).slice(0, MOST_SEARCHED)).replace(/\n/g, '\\n').replace(/\r/g, '\\r');
  return `\`${oneLine.length > MOST_SHOWN ? `${oneLine.slice(0, MOST_SHOWN - 3)}...` : oneLine}\``;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return `${value}n`;
  const late = lateObjectName(value);
  if (late !== undefined) return late;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // Cycles; programs in JavaScript pass whole constructs.
    return Object.prototype.toString.call(value);
  }
}

/** The problem of a check, or of a rendering, that trips over a value: in JavaScript a property takes anything. */
export function wrongType(error: unknown): Problem {
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: 'KN-TYP-001',
    message: `a value is not of the type of its property: ${withoutSecrets((text.split('\n')[0] ?? text).slice(0, MOST_SEARCHED))}`,
    received: undefined,
    allowed: 'what the types of the properties say',
    fix: 'write the program in TypeScript with `strict`, without casts, and the compiler names the property',
  };
}

/** A list of values as it reads in a message. */
export function showAll(values: Iterable<unknown>): string {
  return [...values].map(show).join(', ');
}
