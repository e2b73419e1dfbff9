import * as fc from 'fast-check';
import { shellArgument, shellComment, shellInput, shellWord } from '../../lib/core';
import { runScript } from '../recorded-script';

const text = fc.string({ unit: fc.oneof(fc.constantFrom(...'\'"$`\\ \n\t;&|<>*?[]{}()#!~=:%-'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })) })
  .filter((each) => !each.includes('\0'));

describe('a text in a script', () => {
  test.each([
    ['orders', 'orders'], ['auth/eu-1.a_b', 'auth/eu-1.a_b'], ['', "''"], ['a b', "'a b'"], ["it's", String.raw`'it'\''s'`], ['$HOME', "'$HOME'"],
    ['~', "'~'"], ['a=b', 'a=b'],
  ])('is one word: %j', (given, word) => {
    expect(shellWord(given)).toBe(word);
  });

  test('arrives as it is, whatever is in it', () => {
    fc.assert(fc.property(fc.array(text, { maxLength: 4 }), (words) => {
      const { commands } = runScript(`tool ${words.map(shellWord).join(' ')}`, ['tool']);

      expect(commands[0]?.words).toEqual(['tool', ...words]);
    }), { numRuns: 60 });
  });

  test('is read as it stands', () => {
    const { commands } = runScript(shellInput('tool -', '{\n  "a": "$HOME `id` \\\\"\n}'), ['tool']);

    expect(commands).toEqual([{ words: ['tool', '-'], input: '{\n  "a": "$HOME `id` \\\\"\n}\n' }]);
  });

  test('is no option of a command', () => {
    expect([shellArgument('-x y'), shellArgument('x')]).toEqual(["-- '-x y'", 'x']);
  });

  test('stays within its comment', () => {
    expect(shellComment('a\n\nrm -rf x\rb')).toBe('# a\n#\n# rm -rf x\n# b');
  });
});
