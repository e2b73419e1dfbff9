/** Shorter parts are looked for as the engine does it, whose worst case is their length for each byte. */
const SHORT = 32;

/**
 * Whether a text, as bytes, is like a pattern: `_` is one byte, `%` any number of them, and a backslash before either
 * takes its meaning away. Go has peculiarities that are kept, since the cluster answers by them: a `%` of the pattern
 * that meets a `%` of the text is that character and no wildcard (`'a%b' LIKE 'a%'` is false), and a backslash is
 * itself where the text has one (`'\x' LIKE '\%'` is true). Both need such a character in the text. Without it a
 * pattern is a row of parts of fixed lengths, which are found from left to right in a time that is linear in the text,
 * and where a part has no `_` whatever its length. With it the time may reach the length of the text times that of the
 * pattern, as it may in Go. Follows Go: sdk-go sql/v2, expression/like_expression.go
 * @internal
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  if (!/[%_]/.test(pattern)) return (text) => text === pattern;
  const escaped = pattern.includes('\\_');
  const [first = new Part(''), ...others] = pattern.split('%').map((part) => new Part(part));
  const last = others.pop();
  const least = others.reduce((sum, part) => sum + part.length, first.length + (last?.length ?? 0));
  return (text) => {
    if (text.includes('%') || (escaped && text.includes('\\'))) return literally(text, pattern);
    if (text.length < least || !first.isAt(text, 0)) return false;
    if (last === undefined) return text.length === first.length;
    let from = first.length;
    for (const part of others) {
      const at = part.find(text, from);
      if (at === -1) return false;
      from = at + part.length;
    }
    return from + last.length <= text.length && last.isAt(text, text.length - last.length);
  };
}

/** What stands between two wildcards: texts at fixed places, with any bytes between them. */
class Part {
  public readonly length: number;
  private readonly pieces: readonly { readonly at: number; readonly text: string }[];
  private readonly findFirst: (text: string, from: number) => number;

  constructor(pattern: string) {
    // An escaped `_` becomes a byte that no part of UTF-8 is, while the part is cut at the others.
    const texts = pattern.replaceAll('\\_', '\xFF').split('_').map((text) => text.replaceAll('\xFF', '_'));
    this.length = texts.reduce((sum, text) => sum + text.length, texts.length - 1);
    let at = 0;
    this.pieces = texts.flatMap((text) => {
      const piece = { at, text };
      at += text.length + 1;
      return text === '' ? [] : [piece];
    });
    this.findFirst = finder(this.pieces[0]?.text ?? '');
  }

  public isAt(text: string, from: number): boolean {
    if (from + this.length > text.length) return false;
    return this.pieces.every((piece) => text.startsWith(piece.text, from + piece.at));
  }

  /** The first place at or after `from`; -1 for none. */
  public find(text: string, from: number): number {
    const [first, ...more] = this.pieces;
    if (first === undefined) return from + this.length <= text.length ? from : -1;
    for (let start = from; ; start += 1) {
      start = this.findFirst(text, start + first.at) - first.at;
      if (start < from || start + this.length > text.length) return -1;
      if (more.length === 0 || this.isAt(text, start)) return start;
    }
  }
}

/** How to look for a text: never longer than the text to look in, times a constant. */
function finder(wanted: string): (text: string, from: number) => number {
  if (wanted.length <= SHORT) return (text, from) => text.indexOf(wanted, from);
  const borders = bordersOf(wanted);
  return (text, from) => {
    let found = 0;
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      while (found > 0 && wanted.charCodeAt(found) !== code) found = borders[found - 1] ?? 0;
      if (wanted.charCodeAt(found) === code) found += 1;
      if (found === wanted.length) return at - found + 1;
    }
    return -1;
  };
}

/** How much of each beginning is also its end: where the search goes on after a mismatch (Knuth, Morris, Pratt). */
function bordersOf(wanted: string): Int32Array {
  const borders = new Int32Array(wanted.length);
  let border = 0;
  for (let at = 1; at < wanted.length; at += 1) {
    while (border > 0 && wanted.charCodeAt(border) !== wanted.charCodeAt(at)) border = borders[border - 1] ?? 0;
    if (wanted.charCodeAt(border) === wanted.charCodeAt(at)) border += 1;
    borders[at] = border;
  }
  return borders;
}

const PERCENT = 0x25;
const UNDERSCORE = 0x5F;
const BACKSLASH = 0x5C;

/** Byte by byte, in the order in which Go asks. */
function literally(text: string, pattern: string): boolean {
  let at = 0;
  let next = 0;
  let wildcard = -1;
  let tried = 0;
  while (at < text.length) {
    const byte = text.charCodeAt(at);
    // Beyond the pattern this is no number, which equals nothing.
    const wanted = pattern.charCodeAt(next);
    const after = wanted === BACKSLASH ? pattern.charCodeAt(next + 1) : undefined;
    if (after === byte && (after === UNDERSCORE || after === PERCENT)) {
      next += 2;
      at += 1;
    } else if (wanted === UNDERSCORE || wanted === byte) {
      next += 1;
      at += 1;
    } else if (wanted === PERCENT) {
      wildcard = next;
      tried = at;
      next += 1;
    } else if (wildcard !== -1) {
      next = wildcard + 1;
      tried += 1;
      at = tried;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(next) === PERCENT) next += 1;
  return next === pattern.length;
}
