import { Cesql, type CesqlBoolean, type CesqlExpression, inspect } from '../../lib/cesql';
import { KnativeError } from '../../lib/core';
import { treeOf } from './trees';

const type = Cesql.attribute('type');
const subject = Cesql.attribute('subject');
const region = Cesql.attribute('region');
const price = Cesql.attribute('price').toInteger();
const count = Cesql.attribute('count').toInteger();

describe('a built expression', () => {
  test.each<[string, CesqlExpression, string]>([
    ['a price from which on it matters', price.greaterThan(100), 'INT(price) > 100'],
    ['a list of tenants', Cesql.attribute('tenant').in('acme', 'globex'), "tenant IN ('acme', 'globex')"],
    ['a subject that may be absent', subject.existsAnd((value) => value.startsWith('eu/')),
      "EXISTS subject AND LEFT(subject, 3) = 'eu/'"],
    ['a price that may be absent',
      Cesql.attribute('price').existsAnd((value) => value.toInteger().lessThan(5).or(value.equals('free'))),
      "EXISTS price AND (INT(price) < 5 OR price = 'free')"],
  ])('says %s', (_, built, text) => {
    expect(built.text).toBe(text);
    expect(String(built)).toBe(text);
  });

  test.each<[CesqlExpression, string]>([
    [type.equals('order.paid'), "type = 'order.paid'"],
    [type.notEquals('order.paid'), "type != 'order.paid'"],
    [region.equalsExpression(subject), 'region = subject'],
    [region.notEqualsExpression(Cesql.text('eu')), "region != 'eu'"],
    [type.notIn('a'), "type NOT IN ('a')"],
    [type.like('order._%'), "type LIKE 'order._%'"],
    [type.notLike('order.%'), "type NOT LIKE 'order.%'"],
    [type.endsWith('é_%\\\\'), "RIGHT(type, 6) = 'é_%\\\\'"],
    [type.contains('paid'), "type LIKE '%paid%'"],
    [region.isInteger(), 'IS_INT(region)'],
    [region.isBoolean(), 'IS_BOOL(region)'],
    [region.toBoolean(), 'BOOL(region)'],
    [region.length().equals(2), 'LENGTH(region) = 2'],
    [region.lower(), 'LOWER(region)'],
    [region.upper(), 'UPPER(region)'],
    [region.trim().lower(), 'LOWER(TRIM(region))'],
    [region.left(2), 'LEFT(region, 2)'],
    [region.right(0), 'RIGHT(region, 0)'],
    [region.substring(3), 'SUBSTRING(region, 3)'],
    [region.substring(3, 2), 'SUBSTRING(region, 3, 2)'],
    [Cesql.concat(region, Cesql.text('-'), price.toText()), "CONCAT(region, '-', STRING(INT(price)))"],
    [Cesql.concatWs('/', region, subject), "CONCAT_WS('/', region, subject)"],
  ])('of texts: %s', (built, text) => {
    expect(built.text).toBe(text);
  });

  test.each<[CesqlExpression, string]>([
    [price.equals(1), 'INT(price) = 1'],
    [price.notEquals(-0), 'INT(price) != 0'],
    [price.lessThan(-5), 'INT(price) < -5'],
    [price.atMost(2_147_483_647), 'INT(price) <= 2147483647'],
    [price.atLeast(-2_147_483_648), 'INT(price) >= -2147483648'],
    [price.greaterThanExpression(count), 'INT(price) > INT(count)'],
    [price.atLeastExpression(count.abs()), 'INT(price) >= ABS(INT(count))'],
    [price.lessThanExpression(count.plus(1)), 'INT(price) < INT(count) + 1'],
    [price.atMostExpression(count.negated()), 'INT(price) <= -INT(count)'],
    [price.equalsExpression(count), 'INT(price) = INT(count)'],
    [price.notEqualsExpression(count), 'INT(price) != INT(count)'],
    [price.in(1, 2), 'INT(price) IN (1, 2)'],
    [price.plus(1).notIn(1), '(INT(price) + 1) NOT IN (1)'],
    [price.minus(1), 'INT(price) - 1'],
    [price.minus(-1), 'INT(price) - -1'],
    [price.timesExpression(count).greaterThan(1000), 'INT(price) * INT(count) > 1000'],
    [price.plus(1).times(2), '(INT(price) + 1) * 2'],
    [price.times(2).plus(1), 'INT(price) * 2 + 1'],
    [price.plus(1).minus(2), 'INT(price) + 1 - 2'],
    [price.minusExpression(count.minus(1)), 'INT(price) - (INT(count) - 1)'],
    [price.minusExpression(count.times(2)), 'INT(price) - INT(count) * 2'],
    [price.dividedBy(3).modulo(2), 'INT(price) / 3 % 2'],
    [price.dividedByExpression(count.modulo(2)), 'INT(price) / (INT(count) % 2)'],
    [price.moduloExpression(count), 'INT(price) % INT(count)'],
    [price.plusExpression(count), 'INT(price) + INT(count)'],
    [price.plus(1).negated(), '-(INT(price) + 1)'],
    [price.negated().negated(), '-(-INT(price))'],
    [Cesql.integer(5).negated(), '-(5)'],
    [Cesql.integer(-5).negated(), '-(-5)'],
    [Cesql.integer(100).minusExpression(price), '100 - INT(price)'],
  ])('of numbers: %s', (built, text) => {
    expect(built.text).toBe(text);
  });

  const [a, b, c] = [type.equals('a'), region.exists(), price.equals(1)];
  test.each<[CesqlBoolean, string]>([
    [a.and(b), "type = 'a' AND EXISTS region"],
    [a.and(b).and(c), "type = 'a' AND EXISTS region AND INT(price) = 1"],
    [a.and(b.and(c)), "type = 'a' AND EXISTS region AND INT(price) = 1"],
    [a.or(b).and(c), "(type = 'a' OR EXISTS region) AND INT(price) = 1"],
    [a.and(b.or(c)), "type = 'a' AND (EXISTS region OR INT(price) = 1)"],
    [a.and(b).or(c), "(type = 'a' AND EXISTS region) OR INT(price) = 1"],
    [a.xor(b).xor(c), "type = 'a' XOR EXISTS region XOR INT(price) = 1"],
    [a.xor(b.or(c)), "type = 'a' XOR (EXISTS region OR INT(price) = 1)"],
    [a.not(), "NOT (type = 'a')"],
    [b.not(), 'NOT EXISTS region'],
    [a.not().and(b), "NOT (type = 'a') AND EXISTS region"],
    [b.not().not(), 'NOT (NOT EXISTS region)'],
    [region.toBoolean().not(), 'NOT BOOL(region)'],
    [Cesql.all(a), "type = 'a'"],
    [Cesql.all(a, b.or(c)), "type = 'a' AND (EXISTS region OR INT(price) = 1)"],
    [Cesql.any(a, b, c), "type = 'a' OR EXISTS region OR INT(price) = 1"],
    [Cesql.any(a.and(b)).not(), "NOT (type = 'a' AND EXISTS region)"],
  ])('of conditions: %s', (built, text) => {
    expect(built.text).toBe(text);
  });

  test.each([
    ['a quote', "it's", '"it\'s"'],
    ['double quotes', '"x"', '\'"x"\''],
    ['both', '\'"', '\'\\\'"\''],
    ['a backslash', 'a\\b', "'a\\b'"],
    ['two backslashes at the end', 'a\\\\', "'a\\\\'"],
    ['a backslash before the other quote', '\\"', '\'\\"\''],
    ['a backslash before one of both', '"\\\'', '"\\"\\\'"'],
    ['line ends and Unicode', 'é\n€', "'é\n€'"],
    ['nothing', '', "''"],
    ['a backslash at the end', 'C:\\', "LEFT('C:\\\\', 3)"],
    ['a backslash alone', '\\', "LEFT('\\\\', 1)"],
    ['three backslashes at the end', 'a\\\\\\', "LEFT('a\\\\\\\\', 4)"],
    ['a quote, and a backslash at the end', "it's\\", 'LEFT("it\'s\\\\", 5)'],
    ['Unicode, and a backslash at the end', 'é\\', "CONCAT('é', LEFT('\\\\', 1))"],
    ['a backslash before quotes of both kinds', '\\\'\\"', 'CONCAT("\\\'", \'\\"\')'],
    ['all of these', '\\\'a\\"\\', 'CONCAT("\\\'a", \'\\"\', LEFT(\'\\\\\', 1))'],
  ])('quotes a text with %s', (_, text, quoted) => {
    expect(Cesql.text(text).text).toBe(quoted);
  });

  const many = (count: number) => Array.from({ length: count }, (_, at) =>
    Cesql.attribute(`a${at}`).existsAnd((value) => value.equals('x')));
  test.each<[string, (conditions: readonly CesqlBoolean[]) => CesqlBoolean]>([
    ['all', (conditions) => Cesql.all(...conditions)],
    ['any', (conditions) => Cesql.any(...conditions)],
    ['and', (conditions) => conditions.reduce((chain, one) => chain.and(one))],
    ['or', (conditions) => conditions.reduce((chain, one) => chain.or(one))],
    ['xor', (conditions) => conditions.reduce((chain, one) => chain.xor(one))],
    ['or from the right', (conditions) => conditions.reduceRight((chain, one) => one.or(chain))],
  ])('puts thousands of conditions into groups, with `%s`', (_, join) => {
    const { text } = join(many(1400));

    expect(text.length).toBeLessThan(65_536);
    expect(() => treeOf(text)).not.toThrow();
  });

  test('leaves up to 50 conditions in a row, and makes groups of about the same size', () => {
    const conditions = many(51);

    expect(Cesql.any(...conditions.slice(1)).text).toBe(conditions.slice(1).map(({ text }) => `(${text})`).join(' OR '));
    expect(Cesql.any(...conditions).text).toBe([conditions.slice(0, 25), conditions.slice(25)]
      .map((group) => `(${group.map(({ text }) => `(${text})`).join(' OR ')})`).join(' OR '));
  });

  test('knows in each group what the groups before it asked for', () => {
    const conditions = [region.exists(), ...many(100).map((one, at) => one.or(region.equals(`r${at}`)))];

    const { text } = Cesql.all(...conditions);

    expect(inspect(treeOf(text), text)).toEqual({ problem: undefined, warnings: [] });
  });

  test('is not slow, however many conditions are joined one by one or turn by turn', () => {
    const times = (count: number, step: (whole: CesqlBoolean, at: number) => CesqlBoolean) =>
      Array.from({ length: count }).reduce<CesqlBoolean>((whole, _, at) => step(whole, at), a);

    expect(times(100_000, (whole) => whole.or(b)).text.match(/EXISTS region/g)).toHaveLength(100_000);
    expect(times(3000, (whole, at) => (at % 2 === 0 ? whole.or(b) : whole.and(c))).text).toMatch(/^\({2999}type = 'a' OR/);
  });

  test('takes signs of patterns for themselves where a text is meant', () => {
    expect(type.contains('\\order_%').text).toBe("type LIKE '%\\order\\_\\%%'");
  });
});

describe('an expression that cannot be', () => {
  test.each<[string, () => unknown, string]>([
    ['the data of an event', () => Cesql.attribute('data'), 'KN-FLT-003'],
    ['a name in camel case', () => Cesql.attribute('orderId'), 'KN-FLT-003'],
    ['a name that begins with a digit', () => Cesql.attribute('1a'), 'KN-FLT-003'],
    ['a word of CESQL', () => Cesql.attribute('exists'), 'KN-FLT-003'],
    ['a text of another type', () => type.equals(5 as unknown as string), 'KN-FLT-020'],
    ['a member of a list', () => type.in('a', 5 as unknown as string), 'KN-FLT-020'],
    ['a pattern that ends in a backslash', () => type.like('a\\'), 'KN-FLT-020'],
    ['a pattern with a backslash before quotes of both kinds', () => type.notLike('\\\'\\"'), 'KN-FLT-020'],
    ['a pattern of another type', () => type.like(5 as unknown as string), 'KN-FLT-020'],
    ['an empty beginning', () => type.startsWith(''), 'KN-FLT-020'],
    ['an empty part', () => type.contains(''), 'KN-FLT-020'],
    ['a part that ends in a backslash', () => type.contains('a\\\\'), 'KN-FLT-020'],
    ['a part with a backslash before quotes of both kinds', () => type.contains('\\\'\\"'), 'KN-FLT-020'],
    ['a separator', () => Cesql.concatWs(5 as unknown as string, type), 'KN-FLT-020'],
    ['a broken number', () => price.equals(1.5), 'KN-FLT-021'],
    ['a number beyond 32 bits', () => price.lessThan(2_147_483_648), 'KN-FLT-021'],
    ['a number below 32 bits', () => Cesql.integer(-2_147_483_649), 'KN-FLT-021'],
    ['a number in a list', () => price.in(1, Number.NaN), 'KN-FLT-021'],
    ['a division by zero', () => price.dividedBy(0), 'KN-FLT-021'],
    ['a remainder by zero', () => price.modulo(-0), 'KN-FLT-021'],
    ['a broken divisor', () => price.modulo(0.5), 'KN-FLT-021'],
    ['fewer than no bytes', () => region.left(-1), 'KN-FLT-021'],
    ['a position before the first', () => region.substring(0), 'KN-FLT-021'],
    ['a negative length', () => region.substring(1, -1), 'KN-FLT-021'],
    ['no texts', () => type.in(), 'KN-FLT-022'],
    ['no numbers', () => price.notIn(), 'KN-FLT-022'],
    ['no conditions', () => Cesql.all(), 'KN-FLT-022'],
    ['no alternatives', () => Cesql.any(), 'KN-FLT-022'],
    ['nothing to join', () => Cesql.concat(), 'KN-FLT-022'],
  ])('fails with %s', (_, make, code) => {
    expect(make).toThrow(KnativeError);
    expect(make).toThrow(code);
  });

  test('fails to compile where the types do not fit', () => {
    // @ts-expect-error A condition has no pattern.
    expect(() => type.exists().like('a%')).toThrow(TypeError);
    // @ts-expect-error Texts have no sum.
    expect(() => type.plus(1)).toThrow(TypeError);
    // @ts-expect-error A number is no text.
    expect(() => type.equals(5)).toThrow(KnativeError);
    // @ts-expect-error A number is no condition.
    expect(type.exists().and(price).text).toBe('EXISTS type AND INT(price)');
    // @ts-expect-error A text is no number.
    expect(price.plusExpression(type).text).toBe('INT(price) + type');
  });
});
