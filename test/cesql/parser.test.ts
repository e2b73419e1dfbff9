import * as fc from 'fast-check';
import { parse } from '../../lib/cesql/parser';
import { shown, treeOf, TREES, written } from './trees';

describe('a CESQL expression', () => {
  test.each([
    ['type', 'type'],
    ['TYPE', 'type'],
    ['1a', '1a'],
    ['orders = inbox', '(orders = inbox)'],
    ["'order.paid'", '"order.paid"'],
    ['"order.paid"', '"order.paid"'],
    ['5', '5'],
    ['+5', '5'],
    ['-5', '-5'],
    ['-0', '0'],
    ['007', '7'],
    ['2147483647', '2147483647'],
    ['-2147483648', '-2147483648'],
    ['TRUE', 'true'],
    ['fAlSe', 'false'],
    ['exists subject', '(EXISTS subject)'],
    ['a <> b', '(a != b)'],
    ["type LIKE 'order.%'", '(type LIKE "order.%")'],
    ["type NOT LIKE 'order.%'", '(NOT (type LIKE "order.%"))'],
    ["source in ('a', b, 1)", '(source IN "a" b 1)'],
    ["source NOT IN ('a')", '(NOT (source IN "a"))'],
    ['now()', 'NOW[]'],
    ['Length(a)', 'LENGTH[a]'],
    ['my_function(a, 1, b(c))', 'MY_FUNCTION[a 1 B[c]]'],
    ['TRUE_(a)', 'TRUE_[a]'],
    [" a\t=\r\n'b' ", '(a = "b")'],
  ])('%j is %s', (text, tree) => {
    expect(shown(treeOf(text))).toBe(tree);
  });

  test.each([
    ['NOT a = b', '((NOT a) = b)'],
    ["NOT a LIKE 'x'", '((NOT a) LIKE "x")'],
    ['NOT a IN (b)', '((NOT a) IN b)'],
    ['- a * b', '((- a) * b)'],
    ['NOT NOT - - a', '(NOT (NOT (- (- a))))'],
    ['NOT (a = b)', '(NOT (a = b))'],
    ['a AND b OR c', '(a AND (b OR c))'],
    ['a OR b AND c XOR d', '(a OR (b AND (c XOR d)))'],
    ['(a AND b) OR c', '((a AND b) OR c)'],
    ['a = b AND c = d', '((a = b) AND (c = d))'],
    ['a = b = c', '((a = b) = c)'],
    ['a < b != c', '((a < b) != c)'],
    ['a - b - c', '((a - b) - c)'],
    ['a / b * c % d', '(((a / b) * c) % d)'],
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a + b < c * d', '((a + b) < (c * d))'],
    ["a + b LIKE 'x'", '(a + (b LIKE "x"))'],
    ['a * b IN (c)', '(a * (b IN c))'],
    ['a = NOT b', '(a = (NOT b))'],
    ['a * NOT b = c', '((a * (NOT b)) = c)'],
    ["a LIKE 'x' NOT LIKE 'y' IN (b)", '((NOT ((a LIKE "x") LIKE "y")) IN b)'],
    ['EXISTS a = b', '((EXISTS a) = b)'],
    ['f(a) NOT IN (b OR c, d) AND e', '((NOT (F[a] IN (b OR c) d)) AND e)'],
    ['1 + -1', '(1 + -1)'],
    ['1 - - 1', '(1 - (- 1))'],
  ])('%s means %s', (text, tree) => {
    expect(shown(treeOf(text))).toBe(tree);
  });

  test.each([
    [String.raw`'it\'s'`, "it's"],
    [String.raw`"it\'s"`, String.raw`it\'s`],
    [String.raw`"say \"no\""`, 'say "no"'],
    ["'it''s'", "it''s"],
    ['"a""b"', 'a""b'],
    [String.raw`'a\%\_\\'`, String.raw`a\%\_\\`],
    [String.raw`'a\\''b'`, String.raw`a\''b`],
    ["'line\nend'", 'line\nend'],
    ["'größe 😀'", 'größe 😀'],
    ["''", ''],
  ])('has in %s the text %j', (text, value) => {
    expect(treeOf(text)).toMatchObject({ kind: 'literal', value });
  });

  test('knows where its parts stand, and which of them stood in parentheses', () => {
    expect(treeOf('(a = 1) AND NOT b IN (c)')).toEqual({
      kind: 'binary',
      operator: 'AND',
      at: 8,
      enclosed: false,
      left: {
        kind: 'binary',
        operator: '=',
        at: 3,
        enclosed: true,
        left: { kind: 'attribute', name: 'a', at: 1 },
        right: { kind: 'literal', value: 1, at: 5 },
      },
      right: {
        kind: 'in',
        at: 18,
        operand: { kind: 'unary', operator: 'NOT', at: 12, operand: { kind: 'attribute', name: 'b', at: 16 } },
        set: [{ kind: 'attribute', name: 'c', at: 22 }],
      },
    });
  });

  test('that is written from a tree has that tree', () => {
    fc.assert(fc.property(TREES, (tree) => {
      expect(shown(treeOf(written(tree)))).toBe(shown(tree));
    }));
  });

  test('of whatever characters has a tree or a fault, never an exception', () => {
    const words = fc.constantFrom('a', '1', "'x'", 'AND', 'NOT', 'LIKE', 'IN', '(', ')', ',', '-', '+1', '=', 'EXISTS', 'F', '"', '!');
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.array(words).map((all) => all.join(' '))), (text) => {
      const { expression, fault } = parse(text);
      expect(expression === undefined).toBe(fault !== undefined);
    }));
  });
});

describe('a text that is not a CESQL expression', () => {
  const operand = /^an attribute, a text, a number/;
  const operator = /^an operator with spaces around it, `LIKE`, `IN`, or the end$/;
  const unknown = /^names of letters and digits/;
  const closed = 'a text that ends with the quote that it begins with';

  test.each([
    ['', 1, 1, '', operand],
    ['type =', 1, 7, '', operand],
    ["type = 'order.paid", 1, 8, "'order.paid", closed],
    [String.raw`type = 'it\'`, 1, 8, String.raw`'it\'`, closed],
    ["'a''", 1, 1, "'a''", closed],
    ["a LIKE 'x", 1, 8, "'x", closed],
    ['a b', 1, 3, 'b', operator],
    ['1+1', 1, 2, '+1', operator],
    ['a -5', 1, 3, '-5', operator],
    ['a)', 1, 2, ')', operator],
    ['a, b', 1, 2, ',', operator],
    ['(a', 1, 3, '', 'an operator with spaces around it or `)`'],
    ['(a, b)', 1, 3, ',', 'an operator with spaces around it or `)`'],
    ['F(a b)', 1, 5, 'b', 'an operator with spaces around it, `,` or `)`'],
    ['F(a,)', 1, 5, ')', operand],
    ['a IN ()', 1, 7, ')', operand],
    ['a IN b', 1, 6, 'b', '`(`'],
    ['MY_NAME = 1', 1, 9, '=', '`(`'],
    ['f1(a)', 1, 3, '(', operator],
    ['a LIKE b', 1, 8, 'b', 'a text in quotes, the pattern of `LIKE`'],
    ['a NOT b', 1, 7, 'b', '`LIKE` or `IN`'],
    ['EXISTS (a)', 1, 8, '(', 'the name of an attribute, of letters and digits'],
    ['EXISTS and', 1, 8, 'and', 'the name of an attribute, of letters and digits'],
    ["LIKE = 'a'", 1, 1, 'LIKE', operand],
    ['a\n  == 1', 2, 4, '=', operand],
    ["'😀' =\r\n\r\n'é' 'x'", 3, 5, "'x'", operator],
    ['2147483648', 1, 1, '2147483648', /^a number of 32 bits/],
    ['-2147483649', 1, 1, '-2147483649', /^a number of 32 bits/],
    ['a.b = 1', 1, 2, '.', unknown],
    ['a && b', 1, 3, '&', unknown],
    ['a ! b', 1, 3, '!', unknown],
    ['_a = 1', 1, 1, '_', unknown],
    ['ſource', 1, 1, 'ſ', unknown],
    ['😀', 1, 1, '😀', unknown],
  ])('fails with line and column: %j', (text, line, column, found, expected) => {
    const { fault } = parse(text);
    expect(fault).toMatchObject({ line, column, found });
    expect(fault?.expected).toMatch(expected);
    expect(fault).not.toHaveProperty('limit');
  });

  test('fails with no more of what was found than one reads', () => {
    expect(parse(`a ${'b'.repeat(1000)}`).fault?.found).toHaveLength(40);
  });

  test.each([
    ['of more than 65536 characters', `a = '${'b'.repeat(65_536)}'`, 'length'],
    ['with a chain of more than 500', Array.from({ length: 501 }, () => 'a').join(' AND '), 'depth'],
    ['with more than 500 signs', `${'- '.repeat(500)}a`, 'depth'],
    ['with more than 500 functions', `${'F('.repeat(500)}a${')'.repeat(500)}`, 'depth'],
    ['that is wrong besides', 'a ='.repeat(30_000), 'length'],
  ])('fails by a limit of ours %s', (_, text, limit) => {
    expect(parse(text).fault).toMatchObject({ limit });
  });
});

describe('a large CESQL expression', () => {
  test.each([
    ['thousands of parentheses', `${'('.repeat(30_000)}a${')'.repeat(30_000)}`],
    ['thousands of entries', `a IN (${Array.from({ length: 20_000 }, () => '1').join(', ')})`],
    ['thousands of arguments', `F(${Array.from({ length: 20_000 }, () => '1').join(', ')})`],
    ['a chain of 500', Array.from({ length: 500 }, () => 'a').join(' OR ')],
    ['a sum of 500', Array.from({ length: 500 }, () => 'a').join(' + ')],
  ])('may have %s', (_, text) => {
    expect(parse(text).fault).toBeUndefined();
  });

  test.each([
    ['parentheses', '('], ['quotes', "'"], ['backslashes', "'\\"], ['words', 'a '], ['digits', '1'], ['signs', '- '],
    ['negations', 'NOT '], ['calls', 'F('], ['letters', 'a'], ['underscores', 'a_'], ['operators', '1 = '],
    ['lists', 'a IN ('], ['line ends', '\n'], ['doubled quotes', "''"], ['unknown characters', 'ſ'],
  ])('costs in proportion to its length, and no more where it is too long: %s', (_, part) => {
    const short = charactersLookedAt(part.repeat(8192 / part.length));
    const long = charactersLookedAt(part.repeat(65_536 / part.length));
    expect(long).toBeLessThan(65_536 * 8);
    expect(long).toBeLessThan(short * 8 + 65_536);
    expect(charactersLookedAt(part.repeat(1_048_576 / part.length))).toBeLessThan(1000);
  });
});

/** How often the parser asks for a character. */
function charactersLookedAt(text: string): number {
  const spy = jest.spyOn(String.prototype, 'charCodeAt');
  try {
    parse(text);
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
  }
}
