import { isLateSourceUsed } from './late-sources';
import type { Problem } from './problem';

/** How AWS CDK tells encoded values apart. Follows core/lib/private/encoding.ts of aws-cdk-lib, not loaded for it. */
const KEY = '[A-Za-z0-9:._-]+';
/** One that was encoded as a number, and made a text. */
const NUMBER = '-1\\.\\d{10,16}e\\+289';
/**
 * What AWS CDK writes in place of a value that only the deployment knows: in a text, as the one element of a list, and
 * as a number, or as such a number that was made a text.
 */
const MARK = `[$#]\\{Token\\[(${KEY})\\]\\}|${NUMBER}`;
const IN_TEXT = new RegExp(MARK);
const EACH = new RegExp(MARK, 'g');
/** The beginning of one: a message shows a long value only in part. */
const BEGINNING = new RegExp(`[$#]\\{Token\\[|${NUMBER}`);
/** How many there were before, in this process. */
const RUN = /\.\d+$/;
/** Numbers below this one are no numbers of a program. */
const ENCODED_NUMBERS = -1e289;
/** Where AWS CDK keeps what it encoded, for all of its copies in a process; follows core/lib/private/token-map.ts. */
const TOKEN_MAP = '__cdkTokenMap';
/** One that a program cut, or wrote in other letters. */
const SPOILT = new RegExp(`[$#]\\{Token\\[(?!${KEY}\\]\\})|[$#]\\{(?!Token\\[)[Tt][Oo][Kk][Ee][Nn]\\[${KEY}\\.\\d+\\]\\}`);
/** The beginning of one in base64, wherever it begins there, and in an address. */
const CODED = /(?:JH|I3)tUb2tlbl|[RN]7VG9rZW5b|[kj]e1Rva2VuW|(?:%24|%23|[$#])%7[Bb]Token%5[Bb]/;
/** What each form of those has, to tell nearly all texts apart fast. */
const PARTS_OF_CODED: readonly string[] = ['tUb2tlbl', '7VG9rZW5b', 'e1Rva2VuW', 'Token%5'];
/** The shortest text that holds one of these forms is longer. */
const SHORT = 8;
/** How deep lists and objects are looked through: programs in JavaScript can pass an object that holds itself. */
const DEEPEST = 16;

/** A part of a text. */
export interface LatePart {
  readonly text: string;
  /** Key of what stands in for a value, for a number the text itself; nothing for what the program wrote. */
  readonly key?: string;
}

/** A text, taken apart at what stands in for values that only the deployment knows. */
export function latePartsOf(text: string): LatePart[] {
  const parts: LatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(EACH)) {
    const [mark, key = mark] = match;
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: mark, key });
    end = match.index + mark.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/**
 * What somebody wrote about the value behind a key, without the number, which differs from run to run; nothing for a
 * value that was encoded as a number.
 * @internal
 */
export function hintOf({ key = '', text }: LatePart): string {
  return key === text ? '' : key.replace(RUN, '');
}

/** Whether a text holds a value that only the deployment knows. */
export function isLateText(text: string): boolean {
  // Nearly no text does, and this is asked of every text of a manifest.
  return (text.includes('{Token[') || text.includes('e+289')) && IN_TEXT.test(text);
}

/**
 * Whether a text holds what was such a value before the program changed it: cut, in other letters, or encoded.
 * @internal
 */
export function isSpoilt(text: string): boolean {
  if (text.length <= SHORT) return false;
  return /oken\[/i.test(text) && SPOILT.test(text) || PARTS_OF_CODED.some((part) => text.includes(part)) && CODED.test(text);
}

/**
 * What stands for such values in a text, each as it is written there.
 * @internal
 */
export function marksIn(text: string): string[] {
  return latePartsOf(text).filter(({ key }) => key !== undefined).map((part) => part.text);
}

/**
 * A text with what is the same in every run in place of such values: for digests.
 * @internal
 */
export function withoutRun(text: string): string {
  return isLateText(text) ? withMarks(text, (part) => part.key === part.text ? '(late)' : `(late ${hintOf(part)})`) : text;
}

/**
 * An address with a host in place of such values: its scheme and its port may be known already.
 * @internal
 */
export function asAddress(text: string): string {
  return isLateText(text) ? withMarks(text, () => 'late') : text;
}

function withMarks(text: string, write: (mark: LatePart) => string): string {
  return latePartsOf(text).map((part) => part.key === undefined ? part.text : write(part)).join('');
}

/**
 * Whether a text holds at least the beginning of such a value.
 * @internal
 */
export function mentionsLateValue(text: string): boolean {
  return BEGINNING.test(text);
}

/**
 * Whether a value, or one inside of it, is one that only the deployment knows: a token of AWS CDK, which is recognised
 * by its form. Lists and plain objects are looked through.
 */
export function hasLateValue(value: unknown): boolean {
  return isLate(value, DEEPEST);
}

function isLate(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string': return isLateText(value);
    case 'number': return value < ENCODED_NUMBERS && isLateText(String(value));
    case 'object': return value !== null && (isResolvable(value) || (depth > 0 && holdsLate(value, depth - 1)));
    default: return false;
  }
}

function holdsLate(value: object, depth: number): boolean {
  if (Array.isArray(value)) return value.some((each) => isLate(each, depth));
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.entries(value).some(([key, each]) => isLateText(key) || isLate(each, depth));
}

/** Whether a value is a token of AWS CDK that was not encoded; its text is the encoded one. */
export function isResolvable(value: object): boolean {
  return 'resolve' in value && typeof value.resolve === 'function' && 'creationStack' in value;
}

/**
 * Whether an engine encoded values in this process: most programs have none, and pay for no search that takes long.
 * @internal
 */
export function canHoldLateValues(): boolean {
  return TOKEN_MAP in globalThis || isLateSourceUsed();
}

/**
 * The token of AWS CDK that was encoded with a key, as far as there is one in this process.
 * @internal
 */
export function tokenOf(key: string): unknown {
  const map: unknown = Reflect.get(globalThis, TOKEN_MAP);
  if (typeof map !== 'object' || map === null || !('lookupToken' in map) || typeof map.lookupToken !== 'function') return undefined;
  try {
    return map.lookupToken(key);
  } catch {
    // One of another process.
    return undefined;
  }
}

/**
 * Whether a problem is one of a value that only the deployment knows, so that nobody can say yet whether it is wrong.
 * Problems with such values themselves are excluded by their codes. Of a list or an object the message tells whether it
 * is the late part that is wrong.
 * @internal
 */
export function isUndecided({ code, received, message }: Problem): boolean {
  // What has the wrong type has it whatever the value is.
  if (code.startsWith('KN-LAT-') || code.startsWith('KN-TYP-')) return false;
  const isWhole = received === undefined || (typeof received === 'object' && received !== null && !isResolvable(received));
  // A check that reads a text up to some character shows the beginning of such a value.
  const text = isWhole ? message : received;
  return typeof text === 'string' ? mentionsLateValue(text) : hasLateValue(text);
}
