import * as fc from 'fast-check';
import { compile } from '../../lib/cesql/evaluation';
import { boundedLike, likeMatcher } from '../../lib/cesql/like';
import { Filter } from '../../lib/filters';
import { treeOf } from './trees';

/** What Go answers too; it was asked, about a million of random ones besides. */
describe('LIKE', () => {
  test.each([
    ['', '', true], ['', '%', true], ['', '%%', true], ['', '_', false], ['a', '', false],
    ['abc', 'abc', true], ['abc', 'ab', false], ['abc', 'ABC', false], ['abc', 'a_c', true], ['abc', '___', true],
    ['abc', '____', false], ['abc', 'a%', true], ['abc', '%c', true], ['abc', '%b%', true], ['abc', 'a%c%', true],
    ['abc', '%d%', false], ['abc', 'c%', false], ['ab', 'a%b', true], ['a', 'a%a', false], ['abab', '%ab', true],
    ['aab', '%_b', true], ['abcabd', '%a_d', true], ['abcab', '%b_%b', true], ['ab', '%_%_%', true], ['a', '%_%_%', false],
    ['axbxc', 'a%x%c', true], ['a_c', 'a\\_c', true], ['abc', 'a\\_c', false], ['a\\bc', 'a\\bc', true],
    ['mississippi', 'm%iss%ip_i', true], ['mississippi', 'm%iss%iss%iss%', false],
  ])('of %j and %j is %j', (text, pattern, like) => {
    expect(likeMatcher(pattern)(text)).toBe(like);
  });

  test.each([
    ['a%b', 'a%', false], ['a%', 'a%', true], ['%a', '%', false], ['a%b', 'a\\%b', true], ['a%b', '%\\%b', true],
    ['\\x', '\\%', true], ['\\%', '\\%', true], ['\\x', '\\_', true], ['_', '\\_', true], ['\\_', '\\_', true], ['\\', '\\_', false],
    ['x%aay', '%a%y', true], ['aa%aaX', '%a%aab', false], ['a%a x', '%a%b%', false],
  ])('meets the signs themselves as Go does: %j and %j is %j', (text, pattern, like) => {
    expect(likeMatcher(pattern)(text)).toBe(like);
  });

  const words = (alphabet: readonly string[], maxLength: number) => (
    fc.array(fc.constantFrom(...alphabet), { maxLength }).map((all) => all.join('')));

  test.each<[string, string[], string[]]>([
    ['letters', ['a', 'b'], ['a', 'b', '%', '_']],
    ['signs on both sides', ['a', 'b', '%', '_', '\\'], ['a', 'b', '%', '_', '\\']],
    ['mostly signs', ['a', '%', '\\', '_'], ['a', '%', '%', '_', '\\']],
    ['bytes beyond ASCII', ['a', '\xC3', '\xFF', '%', '_', '\\'], ['a', '\xC3', '\xFF', '%', '_', '\\']],
  ])('answers as comparing byte by byte does: %s', (_, texts, patterns) => {
    fc.assert(fc.property(words(texts, 14), words(patterns, 9), (text, pattern) => {
      expect(likeMatcher(pattern)(text)).toBe(byteByByte(text, pattern));
    }), { numRuns: 5000 });
  });

  test('finds long parts in long texts as byte by byte', () => {
    const changes = fc.array(fc.tuple(fc.nat(4199), fc.constantFrom('a', 'b', '\xFF', '%', '_', '\\')), { maxLength: 5 });
    const gaps = fc.array(fc.tuple(fc.nat(200), fc.constantFrom('_', '_', '_', 'b')), { minLength: 1, maxLength: 12 });
    const cuts = fc.tuple(fc.nat(2000), fc.integer({ min: 33, max: 200 }), fc.integer({ min: 33, max: 200 }));
    fc.assert(fc.property(words(['a', 'b'], 4), changes, gaps, cuts, (unit, others, holes, [from, one, other]) => {
      const text = changed(`${unit}a`.repeat(4200).slice(0, 4200), others);
      const end = from + one + 100;
      const parts = [text.slice(from, from + one), text.slice(end, end + other)].map((part) => changed(part, holes));
      const pattern = `%${parts.join('%')}%`;
      expect(likeMatcher(pattern)(text)).toBe(byteByByte(text, pattern));
    }), { numRuns: 150 });
  });

  const hostile: readonly (readonly [string, (size: number) => string])[] = [
    ['one long part', (size) => `%${'a'.repeat(size)}b%`],
    ['one at the end', (size) => `%${'a'.repeat(size)}b`],
    ['many parts', (size) => `${'%aaa'.repeat(size / 4)}%b%`],
    ['a part that repeats itself', (size) => `%${'ab'.repeat(size / 2)}c%`],
    ['many wildcards', (size) => `${'%'.repeat(size)}b`],
  ];
  const TEXTS: readonly (readonly [string, (size: number) => string])[] = [
    ['letters', (size) => 'a'.repeat(size)],
    ['pairs', (size) => 'ab'.repeat(size / 2)],
  ];

  const pairs = hostile.flatMap(([name, patternOf]) => (
    TEXTS.map(([of, textOf]) => [name, of, patternOf, textOf] as const)));

  test.each(pairs)(
    'costs in proportion to the text, whatever the pattern: %s on %s', (_name, _of, patternOf, textOf) => {
      const short = steps(() => likeMatcher(patternOf(1000))(textOf(16_000)));
      const long = steps(() => likeMatcher(patternOf(4000))(textOf(64_000)));
      // Four times as much; comparing every place would be sixteen times as much.
      expect(long).toBeLessThan(short * 5 + 64_000);
    });

  test.each([
    ['a sign of patterns in the text', `%${'a'.repeat(30_000)}b%`, `${'a'.repeat(1_000_000)}%`],
    ['gaps in the pattern', `%${'a_'.repeat(30_000)}b%`, 'a'.repeat(1_000_000)],
    ['signs in both', `%${'a%'.repeat(30_000)}b`, 'a%'.repeat(500_000)],
  ])('says nothing where comparing would take a minute, and lets an expression fail there: %s', (_, pattern, text) => {
    expect(boundedLike(pattern)(text)).toBeUndefined();
    expect(compile(treeOf(`x LIKE '${pattern}'`))({ x: text })).toMatchObject({ kind: 'limit' });
    expect(Filter.cesql(`EXISTS x AND x LIKE '${pattern}'`).matches({ x: text })).toBe(false);
  });
});

/** The comparison of Go, step by step. */
function byteByByte(text: string, pattern: string): boolean {
  let [at, next, wildcard, tried] = [0, 0, -1, 0];
  while (at < text.length) {
    const isEscaped = pattern[next] === '\\' && (pattern[next + 1] === '_' || pattern[next + 1] === '%');
    if (isEscaped && pattern[next + 1] === text[at]) {
      [at, next] = [at + 1, next + 2];
    } else if (pattern[next] === '_' || pattern[next] === text[at]) {
      [at, next] = [at + 1, next + 1];
    } else if (pattern[next] === '%') {
      [wildcard, tried, next] = [next, at, next + 1];
    } else if (wildcard !== -1) {
      tried += 1;
      [at, next] = [tried, wildcard + 1];
    } else {
      return false;
    }
  }
  return /^%*$/.test(pattern.slice(next));
}

function changed(text: string, changes: readonly (readonly [number, string])[]): string {
  const characters = [...text];
  for (const [at, character] of changes) characters[at % characters.length] = character;
  return characters.join('');
}

/** Steps of a comparison: bytes that are asked for, and bytes that the engine may compare. */
function steps(compare: () => unknown): number {
  let count = 0;
  const { indexOf } = String.prototype;
  const spies = [
    jest.spyOn(String.prototype, 'charCodeAt'),
    jest.spyOn(String.prototype, 'startsWith'),
    jest.spyOn(String.prototype, 'indexOf').mockImplementation(function passedOver(this: string, wanted, from = 0) {
      const found = indexOf.call(this, wanted, from);
      count += ((found === -1 ? this.length : found) - from) * wanted.length;
      return found;
    }),
  ];
  try {
    compare();
    return count + spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
