import { bytesOf, textOf } from '../../lib/cesql/bytes';
import { correlationId } from '../../lib/cesql/correlation-id';
import { compile } from '../../lib/cesql/evaluation';
import { isFault } from '../../lib/cesql/faults';
import { Filter } from '../../lib/filters';
import { treeOf } from './trees';

const EVENT = { id: '1', word: 'größe', part: 'abc', wide: '\u2003 \u0085x\u00A0\u3000', number: 5 };

/** What an expression gives: texts as bytes, faults by their kind. */
function valueOf(text: string, event: Readonly<Record<string, unknown>> = EVENT): unknown {
  const result = compile(treeOf(text))(event);
  return isFault(result) ? { fault: result.kind } : result;
}

const CAST = { fault: 'cast' };
const FAILS = { fault: 'function-evaluation' };
const PANIC = { fault: 'panic' };

/** What Go answers too; it was asked. */
describe('a function of CESQL', () => {
  test.each([
    ["INT('12')", 12], ["INT('x')", CAST], ['INT(TRUE)', 1], ['INT(-7)', -7], ["BOOL('True')", true], ["BOOL('x')", CAST], ["BOOL('x123')", CAST],
    ['BOOL(3)', true], ['BOOL(0)', false], ['STRING(-7)', '-7'], ['STRING(FALSE)', 'false'], ['STRING(part)', 'abc'],
    ["IS_INT('12')", true], ["IS_INT('1x')", false], ['IS_INT(TRUE)', true], ["IS_BOOL('falsE')", true], ["IS_BOOL('1')", false],
    ['IS_BOOL(1)', true], ['IS_INT(absent)', { fault: 'missing-attribute' }],
    ['ABS(-7)', 7], ['ABS(7)', 7], ["ABS('-3')", 3], ['ABS(-2147483648)', { fault: 'math' }], ['ABS(part)', CAST],
  ])('of numbers and booleans: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['LENGTH(part)', 3], ['LENGTH(word)', 7], ["LENGTH('😀')", 4], ["LENGTH('')", 0], ['LENGTH(-12)', 3],
    ['CONCAT()', ''], ["CONCAT('a', 1, TRUE)", 'a1true'], ["CONCAT_WS(',')", ''], ["CONCAT_WS(',', 'a')", 'a'],
    ["CONCAT_WS(', ', 1, '', FALSE)", '1, , false'], ['CONCAT_WS()', { fault: 'missing-function' }],
    ['LEFT(part, 2)', 'ab'], ['LEFT(part, 0)', ''], ['LEFT(part, 9)', 'abc'], ['LEFT(part, -1)', FAILS],
    ['RIGHT(part, 2)', 'bc'], ['RIGHT(part, 0)', ''], ['RIGHT(part, 9)', 'abc'], ['RIGHT(part, -1)', FAILS],
    ['SUBSTRING(part, 2)', 'bc'], ['SUBSTRING(part, 1)', 'abc'], ['SUBSTRING(part, -1)', 'c'], ['SUBSTRING(part, 0)', ''],
    ['SUBSTRING(part, 4)', FAILS], ['SUBSTRING(part, -4)', FAILS], ["SUBSTRING('', 1)", FAILS], ["SUBSTRING('', 0)", ''],
    ['SUBSTRING(part, 2, 1)', 'b'], ['SUBSTRING(part, -3, 2)', 'ab'], ['SUBSTRING(part, 3, 9)', 'c'],
    ['SUBSTRING(part, 2, 0)', ''], ['SUBSTRING(part, 0, -1)', ''], ['SUBSTRING(part, 4, -1)', FAILS],
    ['SUBSTRING(part, 1, -1)', PANIC], ['SUBSTRING(part, 3, -1)', PANIC], ['SUBSTRING(part, 1, 2147483647)', 'abc'],
    ["SUBSTRING(part, 'x')", CAST],
  ])('of texts: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['LEFT(word, 3)', 'gr\xC3'], ['RIGHT(word, 2)', '\x9Fe'], ['SUBSTRING(word, 4, 1)', '\xB6'],
    ['CONCAT(LEFT(word, 3), SUBSTRING(word, 4))', bytesOf('größe')], ['UPPER(LEFT(word, 3))', bytesOf('GR\uFFFD')],
    ["LOWER(CONCAT(LEFT('日', 2), 'A'))", bytesOf('\uFFFD\uFFFDa')], ['LENGTH(LEFT(word, 3))', 3],
  ])('cuts bytes, and replaces those that are no character where it looks at characters: %s', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  test.each([
    ['Ab1ÄßŉΣςẞ', 'ab1äßŉσςß', 'AB1ÄßŉΣΣẞ'],
    ['İıſK', 'iıſk', 'İISK'],
    ['ǅ', 'ǆ', 'Ǆ'],
    ['ᾳᾼᾀᾈῳΐﬁ', 'ᾳᾳᾀᾀῳΐﬁ', 'ᾼᾼᾈᾈῼΐﬁ'],
    ['𐐀𐐨', '𐐨𐐨', '𐐀𐐀'],
    ['\uA7CB\u0264\u{10D50}\u{10D70}\u{16EA0}', '\uA7CB\u0264\u{10D50}\u{10D70}\u{16EA0}', '\uA7CB\u0264\u{10D50}\u{10D70}\u{16EA0}'],
  ])('changes the case of letters one for one, as Go does: %s', (word, small, capital) => {
    expect(textOf(String(valueOf('LOWER(word)', { word })))).toBe(small);
    expect(textOf(String(valueOf('UPPER(word)', { word })))).toBe(capital);
  });

  test.each([
    [' \t\r\n\v\fa b\n', 'a b'], ['\u0085\u00A0\u1680\u2000\u200A\u2028\u2029\u202F\u205F\u3000é\u3000\u00A0', 'é'],
    ['\uFEFFa\u200B', '\uFEFFa\u200B'], ['  ', ''], ['', ''], ['\u3000', ''],
  ])('trims the blanks that Go knows: %j', (word, trimmed) => {
    expect(valueOf('TRIM(word)', { word })).toBe(bytesOf(trimmed));
  });

  test('keeps a part of a blank that is no whole one', () => {
    expect(valueOf("TRIM(LEFT('\u3000', 2))")).toBe('\xE3\x80');
    expect(valueOf("TRIM(RIGHT('\u3000', 2))")).toBe('\x80\x80');
  });
});

describe('KN_VERIFY_CORRELATION_ID', () => {
  const key = Buffer.alloc(32, 7);
  const other = Buffer.alloc(16, 8);
  const secrets = { keys: { 'shop.ask.key-0': other, 'shop.ask.key-1': key, 'shop.no.key': Buffer.alloc(24), 'shop.ask.bad': Buffer.alloc(3) } };

  function verified(replyid: unknown, rest = "'ask', 'shop', 'keys', 0, 2", given: typeof secrets | undefined = secrets): unknown {
    const result = compile(treeOf(`KN_VERIFY_CORRELATION_ID(replyid, ${rest})`))({ replyid }, given);
    return isFault(result) ? { fault: result.kind } : result;
  }

  test.each([
    ['with any of its keys', correlationId('1', key, 0)], ['with another key', correlationId('größe', other, 0)],
    ['with an empty id', correlationId('', key, 4)],
  ])('recognises a reply %s', (_, id) => {
    expect(verified(id)).toBe(true);
  });

  test.each([
    ['of another pod', correlationId('1', key, 1), undefined],
    ['of a key that is not the one of the request-reply', correlationId('1', Buffer.alloc(24), 0), undefined],
    ['with another id', `2${correlationId('1', key, 0).slice(1)}`, undefined],
    ['of another request-reply', correlationId('1', key, 0), "'as', 'shop', 'keys', 0, 2"],
    ['whose Secret is missing', correlationId('1', key, 0), "'ask', 'shop', 'none', 0, 2"],
    ['whose Secret has the name of what every object has', correlationId('1', key, 0), "'ask', 'shop', 'constructor', 0, 2"],
    ['with a colon in its id', correlationId('a:b', key, 0), undefined],
    ['of two parts', '1:AAAA', undefined],
    ['without a number', '1:AAAA:x', undefined],
    ['with bytes that are too few', '1:AAAA:0', undefined],
    ['that is no base64', '1:*:0', undefined],
  ])('does not recognise a reply %s', (_, id, rest) => {
    expect(verified(id, rest)).toBe(false);
  });

  test('does not recognise anything without keys', () => {
    expect(compile(treeOf("KN_VERIFY_CORRELATION_ID(replyid, 'ask', 'shop', 'keys', 0, 1)"))({ replyid: correlationId('1', key, 0) }))
      .toBe(false);
  });

  test.each([
    ['an absent reply id', undefined, undefined, { fault: 'missing-attribute' }],
    ['a pod that is no number', 'a:b:0', "'ask', 'shop', 'keys', 'x', 1", CAST],
    ['no replicas', 'a:b:0', "'ask', 'shop', 'keys', 0, 0", PANIC],
    ['no replicas, where the id has no number', 'a:b:x', "'ask', 'shop', 'keys', 0, 0", false],
    ['four arguments', 'a:b:0', "'ask', 'shop', 'keys'", { fault: 'missing-function' }],
  ])('fails as Go does with %s', (_, id, rest, value) => {
    expect(verified(id, rest)).toEqual(value);
  });
});

describe('a text that a function makes', () => {
  const megabyte = 'x'.repeat(1_000_000);
  const reads = (count: number) => Array.from({ length: count }, () => 'x').join(', ');

  test('may be some times as long as an event', () => {
    expect(valueOf(`LENGTH(CONCAT(${reads(16)}))`, { x: megabyte })).toBe(16_000_000);
  });

  test.each([
    ['CONCAT', `CONCAT(${reads(600)})`],
    ['CONCAT inside of CONCAT', `CONCAT(CONCAT(${reads(16)}), CONCAT(${reads(16)}))`],
    ['CONCAT_WS', `CONCAT_WS(x, ${reads(10)})`],
  ])('fails where it would use up the memory: %s', (_, text) => {
    expect(valueOf(text, { x: megabyte })).toEqual({ fault: 'limit' });
    expect(Filter.cesql(`EXISTS x AND ${text} != ''`).matches({ x: megabyte })).toBe(false);
  });
});
