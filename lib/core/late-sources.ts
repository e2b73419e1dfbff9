import type { Problem } from './problem';

/**
 * Where values come from that only the deployment knows, other than AWS CDK: what stands for them in texts, lists and
 * numbers has the forms that AWS CDK writes, so that all of the library tells them apart by these forms alone.
 */
export interface LateSource {
  /** Whether it gave out something that stands for a value, in this process. */
  readonly isUsed: () => boolean;
  /** What a message calls the value behind a key: `output repoDigest of image`; nothing where it is another's key. */
  readonly nameOf: (key: string) => string | undefined;
  /** What a message calls an object that is such a value itself: `an output of Pulumi`; nothing where it is none. */
  readonly objectName: (value: object) => string | undefined;
  /** What its objects leave where a program, or a check, makes a text of one. */
  readonly trace: string;
  /** All that they leave there: it can look like what it is not, such as a user before a host. */
  readonly traces: RegExp;
  /** What to write in place of such an object. */
  readonly fix: string;
  /** What to write in place of a list, within other texts. */
  readonly listFix: string;
  /** How to put an app with such values on a cluster, where it cannot be written to files. */
  readonly applyFix: string;
}

/** Empty in most programs, and asked for every object of an app. */
const SOURCES: LateSource[] = [];

/**
 * Says where values come from that only the deployment knows.
 * @internal
 */
export function addLateSource(source: LateSource): void {
  SOURCES.push(source);
}

/** Whether something gave out what stands for such a value. */
export function isLateSourceUsed(): boolean {
  return SOURCES.length > 0 && SOURCES.some(({ isUsed }) => isUsed());
}

/** What a message calls the value behind a key. */
export function lateSourceName(key: string): string | undefined {
  return firstOf(({ nameOf }) => nameOf(key));
}

/**
 * What a message calls an object that is such a value itself; nothing where it is none.
 * @internal
 */
export function lateObjectName(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? firstOf(({ objectName }) => objectName(value)) : undefined;
}

/**
 * Where the value behind a key comes from; nothing where AWS CDK wrote it.
 * @internal
 */
export function lateSourceOf(key: string): LateSource | undefined {
  return SOURCES.find(({ nameOf }) => nameOf(key) !== undefined);
}

function firstOf(find: (source: LateSource) => string | undefined): string | undefined {
  for (const source of SOURCES) {
    const found = find(source);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A problem with what to write, where a program passed such an object to what takes texts, lists and numbers. */
export function withLateFix(problem: Problem): Problem {
  const source = SOURCES.find((each) => isOf(each, problem));
  return source === undefined ? problem : { ...problem, fix: source.fix };
}

/**
 * A text without what objects of an engine left in it.
 * @internal
 */
export function withoutTraces(text: string): string {
  return SOURCES.reduce((left, { trace, traces }) => left.includes(trace) ? left.replace(traces, '') : left, text);
}

function isOf({ objectName, trace }: LateSource, { received, message }: Problem): boolean {
  if (message.includes(trace)) return true;
  if (typeof received === 'string') return received.includes(trace);
  if (typeof received !== 'object' || received === null) return false;
  const parts: readonly unknown[] = objectName(received) === undefined ? Object.values(received) : [received];
  return parts.some((part) => typeof part === 'string' ? part.includes(trace)
    : typeof part === 'object' && part !== null && objectName(part) !== undefined);
}
