import * as fc from 'fast-check';
import { likeMatcher } from '../../lib/cesql/like';

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

  test('finds long parts as it finds short ones', () => {
    const long = (text: string) => text.replaceAll('a', 'a'.repeat(20));
    const words = fc.array(fc.constantFrom('a', 'aa', 'ab', 'b', '%', '_'), { maxLength: 8 }).map((all) => all.join(''));
    const texts = fc.array(fc.constantFrom('a', 'aa', 'ab', 'b'), { maxLength: 10 }).map((all) => all.join(''));
    fc.assert(fc.property(texts, words, (text, pattern) => {
      const expression = new RegExp(`^${long(pattern).replaceAll('%', '.*').replaceAll('_', '.')}$`);
      expect(likeMatcher(long(pattern))(long(text))).toBe(expression.test(long(text)));
    }));
  });

  test.each([
    ['one long part', `%${'a'.repeat(2000)}b%`],
    ['one at the end', `%${'a'.repeat(2000)}b`],
    ['many parts', `${'%aaa'.repeat(500)}%b%`],
    ['a part that repeats itself', `%${'ab'.repeat(1000)}c%`],
    ['many wildcards', `${'%'.repeat(2000)}b`],
  ])('costs in proportion to the text, whatever the pattern: %s', (_, pattern) => {
    const matches = likeMatcher(pattern);
    for (const part of ['a', 'ab', 'aaab'.repeat(100)]) {
      expect(bytesLookedAt(matches, part.repeat(20_000 / part.length))).toBeLessThan(20_000 * 6);
    }
  });
});

/** How often a pattern asks for a byte. */
function bytesLookedAt(matches: (text: string) => boolean, text: string): number {
  const spy = jest.spyOn(String.prototype, 'charCodeAt');
  try {
    matches(text);
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}
