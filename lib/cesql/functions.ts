import type { CesqlValue } from './attributes';
import { textOf } from './bytes';
import { integerOfText, toBoolean, toInteger, toText } from './casts';
import { type CesqlSecrets, verifyCorrelationId } from './correlation-id';
import type { CesqlFault, CesqlFaultKind } from './faults';
import { lower, trimmed, upper } from './letter-case';
import { signatureOf, VERIFY } from './signatures';

/**
 * What a call knows besides its arguments.
 * @internal
 */
export interface CallContext {
  readonly secrets: CesqlSecrets | undefined;
  readonly at: number;
}

/**
 * What a function does with arguments that were cast to the types of its signature.
 * @internal
 */
export type CesqlFunction = (args: readonly CesqlValue[], context: CallContext) => CesqlValue | CesqlFault;

const MIN_INT32 = -0x8000_0000;

/** Follows Go: sdk-go sql/v2, function/*.go, and pkg/requestreply/cesql.go for Knative's own */
const FUNCTIONS: ReadonlyMap<string, CesqlFunction> = new Map<string, CesqlFunction>([
  ['INT', ([value = ''], { at }) => toInteger(value) ?? fault('cast', '`INT` of what is no whole number', at)],
  ['BOOL', ([value = ''], { at }) => toBoolean(value) ?? fault('cast', '`BOOL` of what is no boolean', at)],
  ['STRING', ([value = '']) => toText(value)],
  ['IS_INT', ([value = '']) => toInteger(value) !== undefined],
  ['IS_BOOL', ([value = '']) => toBoolean(value) !== undefined],
  ['ABS', (args, { at }) => absolute(integer(args, 0), at)],
  ['LENGTH', (args) => text(args, 0).length],
  ['CONCAT', (args) => args.join('')],
  ['CONCAT_WS', (args) => args.slice(1).join(text(args, 0))],
  ['LOWER', (args) => lower(text(args, 0))],
  ['UPPER', (args) => upper(text(args, 0))],
  ['TRIM', (args) => trimmed(text(args, 0))],
  ['LEFT', (args, { at }) => beginning(text(args, 0), integer(args, 1), at)],
  ['RIGHT', (args, { at }) => ending(text(args, 0), integer(args, 1), at)],
  ['SUBSTRING', (args, { at }) => part(args, at)],
  [VERIFY, verified],
]);

/**
 * The function of a name that takes so many arguments.
 * @internal
 */
export function functionOf(name: string, count: number): CesqlFunction | undefined {
  return signatureOf(name, count) === undefined ? undefined : FUNCTIONS.get(name);
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
