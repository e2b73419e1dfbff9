import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { readYaml } from '../../lib/releases/yaml-documents';

const valueOf = (text: string): unknown => {
  const { documents, fault } = readYaml(`a: ${text}\n`);
  return fault === undefined ? (documents[0]?.value as { a: unknown }).a : `line ${fault.line}: ${fault.message}`;
};

/** What sigs.k8s.io/yaml 1.6 makes of each, asked of it. */
describe('text without quotes is what kubectl takes it for', () => {
  test.each<[string, unknown]>([
    ['y', true], ['Yes', true], ['ON', true], ['oN', 'oN'], ['n', false], ['no', false], ['Off', false], ['tRue', 'tRue'],
    ['~', null], ['', null], ['Null', null], ['nULL', 'nULL'],
    ['0755', 493], ['0o17', 15], ['0O17', 15], ['08', 8], ['-07', -7], ['0x1F', 31], ['-0x10', -16], ['0b101', 5], ['0b102', '0b102'],
    ['+12', 12], ['-0', 0], ['1_000', 1000], ['_1', '_1'], ['9007199254740991', 9_007_199_254_740_991],
    ['1.0', 1], ['1.', 1], ['.5', 0.5], ['-.5', -0.5], ['1_0.5', 10.5], ['._5', '._5'], ['1e3', 1000], ['12e', '12e'],
    ['123e4567', '123e4567'], ['1.23.0', '1.23.0'], ['1.10', 1.1],
    // A port mapping, a time and a date are numbers and dates in YAML 1.1, and text for kubectl.
    ['8080:80', '8080:80'], ['12:30', '12:30'], ['1:30.5', '1:30.5'], ['2020-01-01', '2020-01-01'], ['2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z'],
    ['100m', '100m'], ['1Gi', '1Gi'], ['=', '='], ['<<x', '<<x'],
    ['"1"', '1'], ['\'yes\'', 'yes'], ['"\\u0041"', 'A'], ['|\n  1', '1\n'], ['>-\n  1\n  2', '1 2'],
    ['!!str 1', '1'], ['! 1', '1'], ['!!int "1"', 1], ['!!float 1', 1], ['!!bool "yes"', true], ['!!null ""', null],
    ['{y: 1, n: 2}', { true: 1, false: 2 }], ['{0x10: a, 1_0: b}', { 16: 'a', 10: 'b' }], ['[1, b: c]', [1, { b: 'c' }]],
    ['{__proto__: 1, constructor: 2}', JSON.parse('{"__proto__": 1, "constructor": 2}')],
  ])('%s', (text, value) => {
    expect(JSON.stringify(valueOf(text))).toBe(JSON.stringify(value));
  });
});

describe('aliases and merged maps', () => {
  test('stand for what they name, made anew in each place', () => {
    const { documents: [document] } = readYaml('a: &verbs [get, list]\nb: *verbs\nc: {d: *verbs}\n');
    const value = document?.value as { a: unknown; b: unknown };

    expect(value).toEqual({ a: ['get', 'list'], b: ['get', 'list'], c: { d: ['get', 'list'] } });
    expect(value.a).not.toBe(value.b);
  });

  test.each<[string, unknown]>([
    ['{<<: {a: 1}, b: 2}', { a: 1, b: 2 }],
    ['{<<: {b: 1, c: 3}, b: 2}', { b: 2, c: 3 }],
    ['{b: 2, <<: {b: 1, c: 3}}', { b: 1, c: 3 }],
    ['{<<: [{a: 1}, {a: 2, b: 3}]}', { b: 3, a: 1 }],
    ['{!!merge <<: {a: 1}}', { a: 1 }],
    ['{"<<": 1}', { '<<': 1 }],
    ['{k: &x {a: 1}, l: {<<: *x}, m: {<<: [*x, {a: 2, b: 3}]}}', { k: { a: 1 }, l: { a: 1 }, m: { b: 3, a: 1 } }],
    ['{k: &x y, *x : 1}', { k: true, true: 1 }],
    ['{a, b: [c: ]}', { a: null, b: [{ c: null }] }],
  ])('%s is merged as by kubectl', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  test.each([
    ['*nobody', 'line 1: the alias `*nobody` has no anchor'],
    ['&a [*a]', 'line 1: the anchor `&a` holds itself'],
    ['&a {<<: *a}', 'line 1: the anchor `&a` holds itself'],
    ['{<<: 1}', 'line 1: `<<` merges what is no map'],
  ])('fails on %s', (text, message) => {
    expect(valueOf(text)).toContain(message);
  });

  test('fails on aliases within aliases, which stand for data without end', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level += 1) {
      bomb.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }

    expect(readYaml(bomb.join('\n')).fault?.message).toBe('its aliases stand for more data than a release has');
  });
});

describe('documents', () => {
  test('are read from a file with a mark of byte order and the line breaks of Windows', () => {
    const { documents } = readYaml('\uFEFF# release\r\na: 1\r\nb: |\r\n  x\r\n  y\r\n---\r\nc: 2\r\n');

    expect(documents.map(({ value }) => value)).toEqual([{ a: 1, b: 'x\ny\n' }, { c: 2 }]);
  });

  test.each(['', '\n', '---\n', '# only a comment\n', '---\n# a\n---\n# b\n---\n', '---\n...\n', 'null\n', '~\n---\n'])(
    'without anything in them are left out: %j', (text) => {
      expect(readYaml(text)).toEqual({ documents: [] });
    });

  test('are frozen all the way down', () => {
    const { documents: [document] } = readYaml('a: [{b: 1}]\n');
    const value = document?.value as { a: { b: number }[] };

    expect([value, value.a, value.a[0]].every((part) => Object.isFrozen(part))).toBe(true);
  });

  test('come out as they went in, whatever they hold', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      fc.pre(!/-?\d{16}/.test(JSON.stringify(value)));
      const written = stringify({ value }, { version: '1.1', lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE' });
      const { documents, fault } = readYaml(written);
      expect(fault).toBeUndefined();
      expect(documents[0]?.value).toEqual(JSON.parse(JSON.stringify({ value })));
    }));
  });

  test('never end in an exception, whatever the text is', () => {
    const piece = fc.constantFrom('a', ': ', '- ', '\n', '  ', '{', '}', '[', ']', '"', "'", '|', '>', '&a', '*a', '!', '!!int ', '<<: ', '? ', '---\n',
      '%', '\t', '0', '1', '.', ',', '#', '\r', '@', '~', '\uFEFF', 'é');

    fc.assert(fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const { fault } = readYaml(pieces.join(''));
      expect(fault === undefined || fault.line >= 1).toBe(true);
    }), { numRuns: 2000 });
  });

  test.each([
    ['a: 1\nb: 2\na: 3\n', 3, 'a map has the key `a` twice'],
    ['on: 1\nyes: 2\n', 2, 'a map has the key `true` twice'],
    ['a: 9007199254740992\n', 1, 'the number `9007199254740992` would not stay what it is'],
    ['a: .inf\n', 1, 'the number `.inf` would not stay what it is'],
    ['a: !!int x\n', 1, 'the tag `!!int` is none that manifests have, or does not fit `x`'],
    ['a: !!binary aGVsbG8=\n', 1, 'the tag `!!binary` is none that manifests have, or does not fit `aGVsbG8=`'],
    ['a: !!set {b}\n', 1, 'the tag `!!set` is none that manifests have'],
    ['a: !local [b]\n', 1, 'the tag `!local` is none that manifests have'],
    ['~: 1\n', 1, 'a map has a key that is no text'],
    ['1.10: 1\n', 1, 'a map has a key that is no text'],
    ['? [a]\n: 1\n', 1, 'a map has a key that is no text'],
    ['a: {\n', 2, 'Flow map in block collection'],
    ['a: 1\n b: 2\n', 1, 'Nested mappings are not allowed'],
    ['x: 1\n---\na: "b\n', 4, 'Missing closing "quote'],
    ['%x: 1\n', 1, 'Unknown directive'],
  ])('fails on %j, with the line', (text, line, message) => {
    const { fault } = readYaml(text);

    expect(fault?.message).toContain(message);
    expect(fault?.line).toBe(line);
  });
});
