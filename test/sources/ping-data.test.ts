import * as fc from 'fast-check';
import { PingData } from '../../lib/sources';

describe('the data of a PingSource', () => {
  test.each([
    ['an object', PingData.json({ a: 1, b: [null, 'x'] }), { contentType: 'application/json', data: '{"a":1,"b":[null,"x"]}' }],
    ['an object of a class', PingData.json(new (class Order { public readonly id = '1'; })()),
      { contentType: 'application/json', data: '{"id":"1"}' }],
    ['a text', PingData.text('hello'), { contentType: 'text/plain', data: 'hello' }],
    ['a text of a type', PingData.text('<a/>', { contentType: 'application/xml' }),
      { contentType: 'application/xml', data: '<a/>' }],
    ['JSON that is written already', PingData.text(' {"a": 1} ', { contentType: 'application/json' }),
      { contentType: 'application/json', data: ' {"a": 1} ' }],
    ['null, which Knative takes for an object', PingData.text('null', { contentType: 'application/json' }),
      { contentType: 'application/json', data: 'null' }],
    ['a list of another JSON type', PingData.text('[1]', { contentType: 'application/json; charset=utf-8' }),
      { contentType: 'application/json; charset=utf-8', data: '[1]' }],
    ['base64', PingData.base64('aGVsbG8='), { contentType: 'application/octet-stream', dataBase64: 'aGVsbG8=' }],
    ['base64 in lines', PingData.base64('aGVs\nbG8='), { contentType: 'application/octet-stream', dataBase64: 'aGVs\nbG8=' }],
    ['base64 of an object', PingData.base64('e30=', { contentType: 'application/json' }),
      { contentType: 'application/json', dataBase64: 'e30=' }],
    ['bytes', PingData.binary(new Uint8Array([0, 255, 16])), { contentType: 'application/octet-stream', dataBase64: 'AP8Q' }],
    ['bytes of a type', PingData.binary(Buffer.from('hello'), { contentType: 'image/png' }),
      { contentType: 'image/png', dataBase64: 'aGVsbG8=' }],
  ])('may be %s', (_, data, rendered) => {
    expect(data._render()).toEqual(rendered);
  });

  const circle: Record<string, unknown> = {};
  circle.self = circle;
  test.each<[string, () => PingData, string]>([
    ['an array as JSON', () => PingData.json([1]), 'KN-SRC-004'],
    ['a text as JSON', () => PingData.json('a' as unknown as object), 'KN-SRC-004'],
    ['a number as JSON', () => PingData.json(5 as unknown as object), 'KN-SRC-004'],
    ['nothing as JSON', () => PingData.json(undefined as unknown as object), 'KN-SRC-004'],
    ['a function as JSON', () => PingData.json(() => 1), 'KN-SRC-004'],
    ['a date as JSON, which becomes a text', () => PingData.json(new Date(0)), 'KN-SRC-004'],
    ['an object that contains itself', () => PingData.json(circle), 'KN-SRC-004'],
    ['a bigint as JSON', () => PingData.json({ a: 1n }), 'KN-SRC-004'],
    ['an array in a text', () => PingData.text('[1]', { contentType: 'application/json' }), 'KN-SRC-004'],
    ['a text in a text', () => PingData.text('"a"', { contentType: 'application/json' }), 'KN-SRC-004'],
    ['a number in a text', () => PingData.text('5', { contentType: 'application/json' }), 'KN-SRC-004'],
    ['no JSON in a text', () => PingData.text('{a:1}', { contentType: 'application/json' }), 'KN-SRC-004'],
    ['a number that Go cannot hold', () => PingData.text('{"a":1e999}', { contentType: 'application/json' }), 'KN-SRC-004'],
    ['an array in base64', () => PingData.base64('WzFd', { contentType: 'application/json' }), 'KN-SRC-004'],
    ['an array in bytes', () => PingData.binary(Buffer.from('[1]'), { contentType: 'application/json' }), 'KN-SRC-004'],
    ['base64 without padding', () => PingData.base64('aGVsbG8'), 'KN-SRC-005'],
    ['base64 of the URL alphabet', () => PingData.base64('-_-_'), 'KN-SRC-005'],
    ['base64 with blanks', () => PingData.base64('aGVs bG8='), 'KN-SRC-005'],
    ['base64 that goes on behind its padding', () => PingData.base64('AA==AAAA'), 'KN-SRC-005'],
    ['an empty text', () => PingData.text(''), 'KN-SRC-006'],
    ['empty base64', () => PingData.base64(''), 'KN-SRC-006'],
    ['no bytes', () => PingData.binary(new Uint8Array()), 'KN-SRC-006'],
  ])('fails on %s', (_, make, code) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  test('is compared by value', () => {
    expect(PingData.json({ a: 1 }).equals(PingData.text('{"a":1}', { contentType: 'application/json' }))).toBe(true);
    expect(PingData.text('a').equals(PingData.text('a', { contentType: 'text/html' }))).toBe(false);
    expect(PingData.text('AAAA', { contentType: 'a/b' }).equals(PingData.base64('AAAA', { contentType: 'a/b' }))).toBe(false);
  });

  test('carries any bytes there and back', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      const { dataBase64 } = PingData.binary(bytes)._render();

      expect(new Uint8Array(Buffer.from(String(dataBase64), 'base64'))).toEqual(bytes);
    }));
  });

  test('carries any object of JSON there and back', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      expect(JSON.parse(String(PingData.json(value)._render().data))).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });
});
