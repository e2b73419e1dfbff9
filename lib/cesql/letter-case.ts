import { mapped } from './bytes';

/**
 * Letters whose case is younger than Unicode 15, which Go's tables are of: they stay as they are, whatever the version
 * of Node.js knows.
 */
const YOUNG = new RegExp([
  '^[\\u019B\\u0264\\u1C89\\u1C8A\\uA7CB-\\uA7CF\\uA7D2-\\uA7D5\\uA7DA-\\uA7DC',
  '\\u{10D50}-\\u{10D65}\\u{10D70}-\\u{10D85}\\u{16EA0}-\\u{16ED3}]$',
].join(''), 'u');
/** Greek letters with an iota below, which have one capital letter in Go and two in JavaScript. */
const IOTA_BELOW = /^[\u1F80-\u1F87\u1F90-\u1F97\u1FA0-\u1FA7\u1FB3\u1FC3\u1FF3]$/;
const IOTA_BELOW_LONG_VOWEL = /^[\u1FB3\u1FC3\u1FF3]$/;
const CAPITAL_I_WITH_DOT = '\u0130';

/**
 * Small letters, one for one. Follows Go: `strings.ToLower`
 * @internal
 */
export function lower(bytes: string): string {
  return mapped(bytes, (characters) => {
    if (characters === CAPITAL_I_WITH_DOT) return 'i';
    return oneForOne(characters, characters.toLowerCase());
  });
}

/**
 * Capital letters, one for one: `ß` stays. Follows Go: `strings.ToUpper`
 * @internal
 */
export function upper(bytes: string): string {
  return mapped(bytes, (characters) => {
    if (!IOTA_BELOW.test(characters)) return oneForOne(characters, characters.toUpperCase());
    const capitals = IOTA_BELOW_LONG_VOWEL.test(characters) ? 9 : 8;
    return String.fromCharCode(characters.charCodeAt(0) + capitals);
  });
}

/** A mapping of one character to several is none in Go. */
function oneForOne(characters: string, other: string): string {
  return isOne(characters) && (!isOne(other) || YOUNG.test(characters)) ? characters : other;
}

function isOne(characters: string): boolean {
  return characters.length === String.fromCodePoint(characters.codePointAt(0) ?? 0).length;
}

/**
 * The text without blanks at its ends. Follows Go: `strings.TrimSpace`
 * @internal
 */
export function trimmed(bytes: string): string {
  let start = 0;
  let end = bytes.length;
  for (let blank = blankAt(bytes, start); blank > 0 && start < end; blank = blankAt(bytes, start)) start += blank;
  for (let blank = blankBefore(bytes, end); blank > 0 && end > start; blank = blankBefore(bytes, end)) end -= blank;
  return bytes.slice(start, end);
}

/** Blanks beyond ASCII, as bytes. */
const WIDE_BLANK = new RegExp([
  '\\xC2[\\x85\\xA0]', '\\xE1\\x9A\\x80', '\\xE2\\x80[\\x80-\\x8A\\xA8\\xA9\\xAF]', '\\xE2\\x81\\x9F', '\\xE3\\x80\\x80',
].map((one) => `^${one}$`).join('|'));

/** Bytes of the blank that begins at a place; 0 for none. */
function blankAt(bytes: string, at: number): number {
  if (isBlank(bytes.charCodeAt(at))) return 1;
  return [2, 3].find((length) => WIDE_BLANK.test(bytes.slice(at, at + length))) ?? 0;
}

/** Bytes of the blank that ends before a place. */
function blankBefore(bytes: string, end: number): number {
  if (isBlank(bytes.charCodeAt(end - 1))) return 1;
  return [2, 3].find((length) => end >= length && WIDE_BLANK.test(bytes.slice(end - length, end))) ?? 0;
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0D);
}
