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

  const wrong = <T>(value: unknown) => value as T;
  test.each<[string, () => unknown, code: string, message: string, fix: string]>([
    ['a number beyond 32 bits', () => price.greaterThan(3e9), 'KN-FLT-021',
      '`3000000000` in `greaterThan` does not fit in 32 bits; allowed: whole numbers from -2147483648 to 2147483647',
      'compare a larger unit, which the source sends with smaller numbers, or the number as a text'],
    ['a broken number', () => price.greaterThan(12.5), 'KN-FLT-021', '`12.5` in `greaterThan` is not a whole number',
      'write `greaterThan(12)` or `greaterThan(13)`'],
    ['a number in quotes', () => price.greaterThan(wrong('5')), 'KN-FLT-021', '`5` in `greaterThan` is not a whole number',
      'write `greaterThan(5)`'],
    ['no number', () => price.greaterThan(wrong(undefined)), 'KN-FLT-021', '`undefined` in `greaterThan` is not',
      'write a number, such as `greaterThan(5)`'],
    ['an expression for a number', () => price.greaterThan(wrong(count)), 'KN-FLT-021', 'is not a whole number',
      'write `greaterThanExpression(...)`, which takes an expression'],
    ['an expression where none may stand', () => region.left(wrong(count)), 'KN-FLT-021', 'is not a whole number',
      'write a number: no expression may stand here'],
    ['an array of numbers', () => price.in(wrong([1, 2])), 'KN-FLT-021', '`[1,2]` in `in` is not', 'write `in(...list)`'],
    ['a length below zero', () => region.left(-1), 'KN-FLT-021', '`-1` in `left` is out of range', 'write `left(1)`'],
    ['a length beyond 32 bits', () => region.left(3e9), 'KN-FLT-021', 'does not fit in 32 bits', 'a larger unit'],
    ['an array of texts', () => type.in(wrong(['a', 'b'])), 'KN-FLT-020', '`["a","b"]` in `in` is not a text',
      'write `in(...list)`: the texts of a list are arguments each'],
    ['an array that is compared', () => type.equals(wrong(['a', 'b'])), 'KN-FLT-020', 'is not a text', 'write `in(...list)`'],
    ['a number for a text', () => type.equals(wrong(5)), 'KN-FLT-020', '`5` in `equals` is not a text',
      "write `equals('5')`, or `toInteger().equals(5)` to compare numbers"],
    ['a number for a beginning', () => type.startsWith(wrong(5)), 'KN-FLT-020', 'is not a text', "write `startsWith('5')`"],
    ['a boolean for a text', () => type.notEquals(wrong(true)), 'KN-FLT-020', '`true` in `notEquals` is not a text',
      "write `notEquals('true')`, or `toBoolean()`"],
    ['an expression for a text', () => type.equals(wrong(subject)), 'KN-FLT-020', '`subject` in `equals` is not a text',
      'write `equalsExpression(...)`'],
    ['an absent text', () => type.equals(wrong(undefined)), 'KN-FLT-020', '`undefined` in', "write `equals('eu')`"],
    ['a text as a condition', () => type.exists().and(wrong("type = 'a'")), 'KN-FLT-023',
      "`and` takes a condition built with `Cesql`, and `type = 'a'` is none",
      "write `and(Cesql.attribute('type').equals('order.paid'))`, for example"],
    ['a filter as a condition', () => type.exists().or(wrong(new Map())), 'KN-FLT-023', 'and `Map` is none',
      'filters are combined with `Filter.all` and `Filter.any`'],
    ['an object as a condition', () => type.exists().or(wrong({})), 'KN-FLT-023', 'and `{}` is none', 'write `or('],
    ['a boolean as a condition', () => type.exists().xor(wrong(true)), 'KN-FLT-023', '`true` is none', 'write `xor('],
    ['no condition', () => type.exists().and(wrong(undefined)), 'KN-FLT-023', '`undefined` is none', 'write `and('],
    ['an attribute as a condition', () => type.exists().and(wrong(region)), 'KN-FLT-023', '`region` is none',
      "compare it: write `.equals('eu')` after it"],
    ['a number as a condition', () => Cesql.any(wrong(price)), 'KN-FLT-023', '`any` takes conditions',
      'write `.greaterThan(0)` after it'],
    ['an array of conditions', () => Cesql.all(wrong([type.exists()])), 'KN-FLT-023', '`all` takes conditions',
      'write `Cesql.all(...list)`: the members of a list are arguments each'],
    ['an array of texts to join', () => Cesql.concatWs('-', wrong([type])), 'KN-FLT-023', '`concatWs` takes texts',
      'write `Cesql.concatWs(separator, ...list)`'],
    ['a plain text to join', () => Cesql.concat(type, wrong('-')), 'KN-FLT-023', '`-` is none', 'write `Cesql.text("-")`'],
    ['a number to join', () => Cesql.concat(type, wrong(price)), 'KN-FLT-023', '`INT(price)` is none',
      'write `toText()` after the number'],
    ['a plain number', () => price.plusExpression(wrong(5)), 'KN-FLT-023', '`5` is none', 'write `Cesql.integer(5)`'],
    ['a text for a number', () => price.plusExpression(wrong(region)), 'KN-FLT-023', '`region` is none',
      'write `toInteger()` after the text'],
    ['a condition in place of a function', () => region.existsAnd(wrong(region.equals('eu'))), 'KN-FLT-023',
      "`existsAnd` takes a function that makes a condition of the attribute, and `region = 'eu'` is none",
      "write `existsAnd((value) => value.equals('eu'))`"],
    ['a text in place of a function', () => region.existsAnd(wrong('eu')), 'KN-FLT-023', '`eu` is none', 'existsAnd((value)'],
    ['a function that returns nothing', () => region.existsAnd(() => wrong(undefined)), 'KN-FLT-023',
      '`existsAnd` takes a condition', 'write `existsAnd('],
    ['no name', () => Cesql.attribute(wrong(undefined)), 'KN-FLT-003', '`undefined` is no', 'write `type`, for example'],
    ['the name of a header', () => Cesql.attribute('ce-type'), 'KN-FLT-003', '`ce-type` is no', 'write `type`, for example'],
    ['a path of an event', () => Cesql.attribute('extensions.tenant'), 'KN-FLT-003', 'is no', 'write `tenant`, for example'],
    ['a path into the data', () => Cesql.attribute('data.amount'), 'KN-FLT-003',
      '`data.amount` is no attribute: filters see the attributes of an event, never its data', 'have the source set an extension'],
    ['a JSON path into the data', () => Cesql.attribute('$.data.amount'), 'KN-FLT-003', 'never its data', 'have the source'],
    ['data in capitals', () => Cesql.attribute('Data'), 'KN-FLT-003', 'never its data', 'have the source'],
    ['an attribute that begins as data does', () => Cesql.attribute('dataSchema'), 'KN-FLT-003', 'is no CloudEvents', 'write `dataschema`'],
  ])('fails with %s, and says what to write', (_, make, code, message, fix) => {
    expect(make).toThrow(expect.objectContaining({
      code, message: expect.stringContaining(message) as string, fix: expect.stringContaining(fix) as string,
    }));
  });

  test('fails to compile where the types do not fit', () => {
    // @ts-expect-error A condition has no pattern.
    expect(() => type.exists().like('a%')).toThrow(TypeError);
    // @ts-expect-error Texts have no sum.
    expect(() => type.plus(1)).toThrow(TypeError);
    // @ts-expect-error A number is no text.
    expect(() => type.equals(5)).toThrow(KnativeError);
    // @ts-expect-error A number is no condition.
    expect(() => type.exists().and(price)).toThrow(KnativeError);
    // @ts-expect-error A text is no number.
    expect(() => price.plusExpression(type)).toThrow(KnativeError);
  });
});
