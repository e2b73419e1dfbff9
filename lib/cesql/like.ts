/** Beyond this length a part is searched in time that is in proportion to the text, whatever the text. */
const SHORT_PART = 32;
/** Steps of a comparison at most: a second's worth, which only texts and patterns come to that are made for it. */
const MOST_STEPS = 2 ** 26;

const PERCENT = 0x25;
const UNDERSCORE = 0x5F;
const BACKSLASH = 0x5C;

/**
 * Whether a text is like a pattern, both as bytes; nothing where that takes too many steps. `_` is one byte, `%` any
 * number of them, and a backslash before either takes its meaning away. Go has two peculiarities, which are kept, since
 * the cluster answers by them:
 * - a `%` of the pattern that meets a `%` of the text is that character and no wildcard: `'a%b' LIKE 'a%'` is false;
 * - a backslash is itself where the text has one: `'\x' LIKE '\%'` is true.
 *
 * Follows Go: sdk-go sql/v2, expression/like_expression.go
 * @internal
 */
export function boundedLike(pattern: string): (text: string) => boolean | undefined {
  if (!/[%_]/.test(pattern)) return (text) => text === pattern;
  if (/_|\\%/.test(pattern)) return (text) => likeInOrder(text, pattern);
  const isLike = likeParts(pattern.split('%'));
  return (text) => (text.includes('%') ? likeInOrder(text, pattern) : isLike(text));
}

/**
 * As `boundedLike`; a text whose comparison takes too many steps may be like the pattern.
 * @internal
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const isLike = boundedLike(pattern);
  return (text) => isLike(text) ?? true;
}

/** Each part between two wildcards may be taken at the first place where it stands. */
function likeParts([first = '', ...others]: readonly string[]): (text: string) => boolean {
  const last = others.pop() ?? '';
  const least = others.reduce((sum, part) => sum + part.length, first.length + last.length);
  const finders = others.map((part) => ({ length: part.length, find: finder(part) }));
  return (text) => {
    if (text.length < least || !text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const { length, find } of finders) {
      const at = find(text, from);
      if (at === -1) return false;
      from = at + length;
    }
    return from + last.length <= text.length;
  };
}

function finder(wanted: string): (text: string, from: number) => number {
  if (wanted.length <= SHORT_PART) return (text, from) => text.indexOf(wanted, from);
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

/** Byte by byte, in the order in which Go asks: after a mismatch the last wildcard takes one byte more. */
function likeInOrder(text: string, pattern: string): boolean | undefined {
  let at = 0;
  let next = 0;
  let wildcard = -1;
  let tried = 0;
  for (let left = MOST_STEPS; at < text.length; left -= 1) {
    if (left === 0) return undefined;
    const byte = text.charCodeAt(at);
    // Beyond the pattern this is no number, which equals nothing.
    const wanted = pattern.charCodeAt(next);
    const taken = wanted === BACKSLASH ? pattern.charCodeAt(next + 1) : undefined;
    if (taken === byte && (taken === UNDERSCORE || taken === PERCENT)) {
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
