import type { CesqlEvent } from '../../lib/cesql/attributes';
import { bytesOf, textOf } from '../../lib/cesql/bytes';
import { compile } from '../../lib/cesql/evaluation';
import { isFault } from '../../lib/cesql/faults';
import { treeOf } from './trees';

const EVENT: CesqlEvent = {
  specversion: '1.0',
  id: '17',
  source: '/shop',
  type: 'order.paid',
  subject: 'größe',
  number: 5,
  flag: true,
  digits: '12',
  empty: '',
};

/** What an expression gives, texts as one reads them, and faults by their kind. */
function valueOf(text: string, event = EVENT): unknown {
  const result = compile(treeOf(text))(event);
  if (isFault(result)) return { fault: result.kind };
  return typeof result === 'string' ? textOf(result) : result;
}

const CAST = { fault: 'cast' };
const MATH = { fault: 'math' };
const ABSENT = { fault: 'missing-attribute' };

/** What Go answers too; it was asked. */
describe('a CESQL expression gives', () => {
  test.each([
    ['TRUE', true], ['5', 5], ["'größe'", 'größe'], ['subject', 'größe'], ['number', 5], ['flag', true],
    ['- number', -5], ['- digits', -12], ['- flag', -1], ['- -2147483648', -2147483648], ['- type', CAST],
    ['NOT flag', false], ['NOT number', false], ['NOT 0', true], ["NOT 'FALSE'", true], ["NOT 'no'", CAST], ['NOT absent', ABSENT],
  ])('for one operand: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['2147483647 + 1', -2147483648], ['-2147483648 - 1', 2147483647], ['65536 * 65536', 0], ['46341 * 46341', -2147479015],
    ['7 / 2', 3], ['-7 / 2', -3], ['-2147483648 / -1', -2147483648], ['1 / 0', MATH], ['7 % -2', 1], ['-7 % 2', -1],
    ['-2147483648 % -1', 0], ['1 % 0', MATH], ["'4' * '+3'", 12], ['TRUE + TRUE', 2], ["1 + 'x'", CAST], ["1 + ''", CAST],
    ["'2147483648' + 0", CAST], ["'-2147483648' + 0", -2147483648], ["'0000000000012' + 0", 12], ["' 1' + 0", CAST],
    ["'1_0' + 0", CAST], ["'x' / 0", CAST], ['absent + type', ABSENT], ['type + absent', ABSENT],
  ])('a number for two: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['1 < 2', true], ['2 <= 2', true], ["'10' > '9'", true], ['flag >= 2', false], ["'a' < 'b'", CAST], ['1 < absent', ABSENT],
    ["type = 'order.paid'", true], ["type != 'order.paid'", false], ["type <> 'x'", true], ["number = '5'", true],
    ["number = '05'", false], ['digits = 12', true], ['type = 12', CAST], ["flag = 'true'", true], ["flag = 'TRUE'", false],
    ["'tRuE' = flag", true], ["'yes' = flag", CAST], ['2 = flag', true], ['flag = 1', true], ["type = 'größe'", false],
    ["subject = 'größe'", true], ['absent = type', ABSENT], ['type != absent', ABSENT],
  ])('a boolean for a comparison: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['TRUE AND FALSE', false], ['TRUE AND 1', true], ['FALSE AND absent', false], ['TRUE AND absent', ABSENT],
    ["'x' AND absent", CAST], ["TRUE AND 'x'", CAST], ['TRUE OR absent', true], ['FALSE OR absent', ABSENT],
    ["FALSE OR 'true'", true], ['FALSE OR FALSE', false], ['TRUE XOR TRUE', false], ['TRUE XOR 0', true],
    ['TRUE XOR absent', ABSENT], ["FALSE XOR 'x'", CAST], ['absent AND FALSE', ABSENT], ['absent OR TRUE', ABSENT],
  ])('a boolean for two: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ["type IN ('a', 'order.paid')", true], ["type NOT IN ('a')", true], ["number IN ('x')", CAST], ["number IN (5, 'x')", true],
    ["number IN ('5')", true], ['type IN (absent)', ABSENT], ["type IN ('order.paid', absent)", true], ['absent IN (1)', ABSENT],
    ["'5' IN (number)", true], ["flag IN ('no')", CAST], ["flag IN (0, 'True')", true],
  ])('a boolean for a set: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ["type LIKE 'order.%'", true], ["number LIKE '5'", true], ["flag LIKE 'tr%'", true], ["subject LIKE 'gr_e'", false],
    ["subject LIKE 'gr____e'", true], ["absent LIKE '%'", ABSENT],
  ])('a boolean for a pattern, byte by byte: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['NONE()', { fault: 'missing-function' }], ['NONE(absent)', { fault: 'missing-function' }],
    ['LENGTH()', { fault: 'missing-function' }], ['LENGTH(absent)', ABSENT], ["LEFT(type, 'x')", CAST],
    ["LEFT(absent, 'x')", ABSENT], ["LEFT(type, 'x') = absent", CAST], ['FALSE AND NONE()', false],
  ])('the fault that comes first: %s is %j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test('a fault with its place and what is wrong', () => {
    expect(compile(treeOf('1 = 1 AND absent'))(EVENT)).toEqual({
      kind: 'missing-attribute', message: 'the event has no `absent`', at: 10,
    });
  });

  test.each([
    ['a chain', Array.from({ length: 500 }, () => 'FALSE').join(' OR '), false],
    ['signs', `${'- '.repeat(499)}1`, -1],
    ['negations', `${'NOT '.repeat(499)}TRUE`, false],
    ['functions', `${'ABS('.repeat(499)}1${')'.repeat(499)}`, 1],
    ['entries', `1 IN (${Array.from({ length: 20_000 }, () => '0').join(', ')}, 1)`, true],
    ['arguments', `CONCAT(${Array.from({ length: 20_000 }, () => 1).join(',')}) LIKE '1%'`, true],
  ])('a value as well where it is deep or wide: %s', (_, text, value) => {
    expect(valueOf(text)).toBe(value);
  });
});

describe('an attribute in a CESQL expression', () => {
  const OLD: CesqlEvent = { specversion: '0.3', id: '', schemaurl: 'https://a/b', dataschema: 'no', datacontentencoding: 'base64' };
  const NEW: CesqlEvent = { dataschema: 'https://a/c', schemaurl: 'extension', datacontentencoding: 'extension', data: 'no' };

  test.each([
    ['specversion', OLD, '0.3'], ['specversion', NEW, '1.0'], ['id', OLD, undefined], ['type', NEW, undefined],
    ['dataschema', OLD, 'https://a/b'], ['dataschema', NEW, 'https://a/c'], ['schemaurl', OLD, undefined],
    ['schemaurl', NEW, 'extension'], ['datacontentencoding', OLD, undefined], ['datacontentencoding', NEW, 'extension'],
    ['data', NEW, undefined], ['subject', { subject: '' }, undefined], ['subject', { subject: null }, undefined],
    ['datacontenttype', { datacontenttype: 'a/b; c=d' }, 'a/b; c=d'], ['constructor', {}, undefined],
    ['datamediatype', { datacontenttype: 'a/b' }, undefined],
  ])('%s of %j is %j', (name, event, value) => {
    expect(valueOf(name, event)).toEqual(value ?? ABSENT);
  });

  test.each([
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z'],
    ['2026-01-31T10:00:00.120+00:00', '2026-01-31T10:00:00.12Z'],
    ['2026-01-31T10:00:00.1234567899-02:00', '2026-01-31T10:00:00.123456789-02:00'],
    [new Date('2026-01-31T10:00:00.500Z'), '2026-01-31T10:00:00.5Z'],
    ['0001-01-01T00:00:00Z', undefined],
    ['0001-01-01T00:00:00.0+00:00', undefined],
    ['0000-12-31T23:00:00-01:00', undefined],
    ['0001-01-01T00:00:00.1Z', '0001-01-01T00:00:00.1Z'],
    ['0001-01-02T00:00:00Z', '0001-01-02T00:00:00Z'],
    ['', undefined],
    [undefined, undefined],
  ])('is a time as Go writes it: %j is %j', (time, value) => {
    expect(valueOf('time', { time })).toEqual(value ?? ABSENT);
    expect(valueOf('EXISTS time', { time })).toBe(value !== undefined);
  });

  test.each([
    ['', ''], ['text', 'text'], [5, 5], [-3.99, -3], [-0.5, 0], [2147483647, 2147483647], [2147483647.5, undefined], [2147483648, undefined],
    [-2147483649, undefined], [12n, 12], [2n ** 40n, undefined], [Number.NaN, undefined], [true, true], [false, false],
    [new Date(0), '1970-01-01T00:00:00Z'], [new Date(Number.NaN), undefined], [Buffer.from('hi?'), 'aGk/'],
    [null, undefined], [{}, undefined], [[1], undefined],
  ])('that is an extension keeps its type: %p is %p', (extension, value) => {
    expect(valueOf('extension', { extension })).toEqual(value ?? ABSENT);
    expect(valueOf('EXISTS extension', { extension })).toBe(value !== undefined);
  });

  test.each(['specversion', 'id', 'source', 'type'])('exists without a value where it is required: %s', (name) => {
    expect(valueOf(`EXISTS ${name}`, {})).toBe(true);
  });

  test('is bytes, half of a character included', () => {
    expect(compile(treeOf('subject'))(EVENT)).toBe(bytesOf('größe'));
    expect(compile(treeOf('subject'))({ subject: 'a\uD800' })).toBe('a\xEF\xBF\xBD');
  });
});

describe('an attribute that is asked for several times', () => {
  const evaluate = compile(treeOf("region IN (zone, zone, zone, 'eu') OR EXISTS zone AND region = zone"));

  test('is read once for each event', () => {
    const reads: string[] = [];
    const event = new Proxy<Record<string, unknown>>({ region: 'us', zone: 'me' }, {
      get: (target, name) => {
        reads.push(String(name));
        return target[String(name)];
      },
    });
    expect(evaluate(event)).toBe(false);
    // Whether it exists is asked of the event.
    expect(reads).toEqual(['region', 'zone', 'zone']);
  });

  test('has the value of the event that is asked, also of one that changes', () => {
    const event: Record<string, unknown> = { region: 'us', zone: 'us' };
    expect(evaluate(event)).toBe(true);
    expect(evaluate({ region: 'eu', zone: 'us' })).toBe(true);
    expect(evaluate({ region: 'us', zone: 'me' })).toBe(false);
    event.zone = 'me';
    expect(evaluate(event)).toBe(false);
    expect(evaluate({ region: 'us' })).toMatchObject({ kind: 'missing-attribute' });
  });

  test('is cast once, however often a set has it', () => {
    const isIn = compile(treeOf(`1 IN (${Array.from({ length: 1000 }, () => 'zone').join(', ')})`));
    const spy = jest.spyOn(String.prototype, 'charCodeAt');
    try {
      expect(isIn({ zone: '0'.repeat(1000) })).toBe(false);
      expect(spy.mock.calls.length).toBeLessThan(5000);
    } finally {
      spy.mockRestore();
    }
  });

  test('is not looked at byte by byte to know whether it exists', () => {
    const texts = ['subject', 'datacontenttype', 'dataschema', 'region', 'schemaurl'];
    const exist = compile(treeOf(texts.map((name) => `EXISTS ${name}`).join(' AND ')));
    const event = Object.fromEntries(texts.map((name) => [name, 'größe'.repeat(1000)]));
    const spy = jest.spyOn(String.prototype, 'charCodeAt');
    try {
      expect(exist(event)).toBe(true);
      expect(spy).not.toHaveBeenCalled();
    } finally {
      spy.mockRestore();
    }
  });
});
