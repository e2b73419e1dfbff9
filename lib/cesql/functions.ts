import type { CesqlValue } from './attributes';
import { textOf } from './bytes';
import { integerOfText, toBoolean, toInteger, toText } from './casts';
import { type CesqlSecrets, verifyCorrelationId } from './correlation-id';
import type { CesqlFault, CesqlFaultKind } from './faults';
import { MIN_INT32 } from './int32';
import { lower, trimmed, upper } from './letter-case';
import { VERIFY } from './signatures';

/** What a call knows besides its arguments. */
interface CallContext {
  readonly secrets: CesqlSecrets | undefined;
  readonly at: number;
}

/** What a function does with arguments that were cast to the types of its signature. */
type Implementation = (args: readonly CesqlValue[], context: CallContext) => CesqlValue | CesqlFault;

/** Bytes of the longest text that a function makes: some times what a broker takes as an event. */
const LONGEST_TEXT = 2 ** 24;

/** Follows Go: sdk-go sql/v2, function/*.go, and pkg/requestreply/cesql.go for Knative's own */
const IMPLEMENTATIONS: ReadonlyMap<string, Implementation> = new Map<string, Implementation>([
  ['INT', ([value = ''], { at }) => toInteger(value) ?? fault('cast', '`INT` of what is not a whole number', at)],
  ['BOOL', ([value = ''], { at }) => toBoolean(value) ?? fault('cast', '`BOOL` of what is not a boolean', at)],
  ['STRING', ([value = '']) => toText(value)],
  ['IS_INT', ([value = '']) => toInteger(value) !== undefined],
  ['IS_BOOL', ([value = '']) => toBoolean(value) !== undefined],
  ['ABS', (args, { at }) => absolute(integer(args, 0), at)],
  ['LENGTH', (args) => text(args, 0).length],
  ['CONCAT', (args, { at }) => joined(args, '', at)],
  ['CONCAT_WS', (args, { at }) => joined(args.slice(1), text(args, 0), at)],
  ['LOWER', (args) => lower(text(args, 0))],
  ['UPPER', (args) => upper(text(args, 0))],
  ['TRIM', (args) => trimmed(text(args, 0))],
  ['LEFT', (args, { at }) => beginning(text(args, 0), integer(args, 1), at)],
  ['RIGHT', (args, { at }) => ending(text(args, 0), integer(args, 1), at)],
  ['SUBSTRING', (args, { at }) => part(args, at)],
  [VERIFY, verified],
]);

/**
 * What the function of a name does, with as many arguments as a signature of it takes.
 * @internal
 */
export function implementationOf(name: string): Implementation | undefined {
  return IMPLEMENTATIONS.get(name);
}

function text(args: readonly CesqlValue[], index: number): string {
  return toText(args[index] ?? '');
}

function integer(args: readonly CesqlValue[], index: number): number {
  return toInteger(args[index] ?? 0) ?? 0;
}

function fault(kind: CesqlFaultKind, message: string, at: number): CesqlFault {
  return { kind, message, at };
}

/** A text that would be too long is not made: thousands of long attributes would use up the memory. */
function joined(parts: readonly CesqlValue[], separator: string, at: number): string | CesqlFault {
  const texts = parts.map(toText);
  const bytes = texts.reduce((sum, one) => sum + one.length, separator.length * Math.max(0, texts.length - 1));
  return bytes > LONGEST_TEXT
    ? fault('limit', `a text of ${bytes} bytes; one of ${LONGEST_TEXT} is made at most`, at)
    : texts.join(separator);
}

function absolute(value: number, at: number): number | CesqlFault {
  return value === MIN_INT32 ? fault('math', '`ABS` of the least number has no room in 32 bits', at) : Math.abs(value);
}

function beginning(whole: string, bytes: number, at: number): string | CesqlFault {
  if (bytes < 0) return fault('function-evaluation', `\`LEFT\` of ${bytes} bytes`, at);
  return whole.slice(0, bytes);
}

function ending(whole: string, bytes: number, at: number): string | CesqlFault {
  if (bytes < 0) return fault('function-evaluation', `\`RIGHT\` of ${bytes} bytes`, at);
  return bytes > whole.length ? whole : whole.slice(whole.length - bytes);
}

/** Places count from 1, or from the end with -1; a length below 0 makes Go cut a text backwards, which it cannot. */
function part(args: readonly CesqlValue[], at: number): string | CesqlFault {
  const whole = text(args, 0);
  const place = integer(args, 1);
  if (place === 0) return '';
  if (Math.abs(place) > whole.length) {
    return fault('function-evaluation', `\`SUBSTRING\` from byte ${place} of ${whole.length}`, at);
  }
  const start = place < 0 ? whole.length + place : place - 1;
  if (args.length === 2) return whole.slice(start);
  const length = integer(args, 2);
  if (length < 0) return fault('panic', `\`SUBSTRING\` with the length ${length}`, at);
  return whole.slice(start, start + length);
}

/** Without keys it is as if the Secret were not there. */
function verified(args: readonly CesqlValue[], { secrets, at }: CallContext): boolean | CesqlFault {
  const replyId = text(args, 0);
  const replicas = integer(args, 5);
  const parts = replyId.split(':');
  if (replicas === 0 && parts.length === 3 && integerOfText(parts[2] ?? '') !== undefined) {
    return fault('panic', `\`${VERIFY}\` with no replicas divides by zero`, at);
  }
  return secrets !== undefined && verifyCorrelationId(secrets, {
    replyId: textOf(replyId),
    name: textOf(text(args, 1)),
    namespace: textOf(text(args, 2)),
    secretName: textOf(text(args, 3)),
    pod: integer(args, 4),
    replicas,
  });
}
