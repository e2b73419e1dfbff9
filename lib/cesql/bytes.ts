/**
 * Texts as Go has them, bytes: strings whose characters are bytes of UTF-8. A text of ASCII is the same string, so most
 * texts pass as they are.
 */

/** ASCII in one piece, one character beyond it, or one byte that is part of no character. */
const CHARACTERS = new RegExp([
  '[\\0-\\x7F]+',
  '[\\xC2-\\xDF][\\x80-\\xBF]',
  '\\xE0[\\xA0-\\xBF][\\x80-\\xBF]',
  '\\xED[\\x80-\\x9F][\\x80-\\xBF]',
  '[\\xE1-\\xEC\\xEE\\xEF][\\x80-\\xBF]{2}',
  '\\xF0[\\x90-\\xBF][\\x80-\\xBF]{2}',
  '\\xF4[\\x80-\\x8F][\\x80-\\xBF]{2}',
  '[\\xF1-\\xF3][\\x80-\\xBF]{3}',
  '[\\x80-\\xFF]',
].join('|'), 'g');
/** U+FFFD, which Go writes for a byte that is part of no character. */
const REPLACEMENT = '\xEF\xBF\xBD';
const ASCII_END = 0x80;

/** @internal */
export function bytesOf(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** @internal */
export function textOf(bytes: string): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) >= ASCII_END) return false;
  }
  return true;
}

/**
 * The bytes with another character for each character; `map` is given ASCII in one piece, and other characters one by
 * one. Follows Go: `strings.Map`
 * @internal
 */
export function mapped(bytes: string, map: (characters: string) => string): string {
  if (isAscii(bytes)) return map(bytes);
  return bytes.replace(CHARACTERS, (one) => {
    if (one.charCodeAt(0) < ASCII_END) return map(one);
    return one.length === 1 ? REPLACEMENT : bytesOf(map(textOf(one)));
  });
}
