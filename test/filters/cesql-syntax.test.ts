import { Filter } from '../../lib/filters';

/** Expressions that the parser of Eventing 1.23 was asked about too. */
describe('a CESQL expression', () => {
  test.each([
    'type = \'order.paid\'', 'type = "order.paid"', "NOT (type LIKE 'order.%') AND EXISTS subject", "type NOT LIKE 'it\\'s'",
    "source IN ('a', 'b''c', \"d\")", 'sequence NOT IN (1, -1, +1)', '1 + 1 = 2', 'a - b > -5', 'NOT NOT a1',
    'exists 1a', 'LENGTH(subject) > 3 xor true', 'CONCAT(a, b, (c)) <> d', 'TRUE', '-2147483648 < a',
    "a LIKE 'x' LIKE 'y'", "type\n=\t'a'", 'orders = inbox',
  ])('is %j', (expression) => {
    expect(() => Filter.cesql(expression)).not.toThrow();
  });

  test.each([
    'type =', "type = 'order.paid", 'a.b = 1', '1+1', 'a -5', '2147483648 = a', 'a == 1', '(a', 'a)', 'a IN ()', "a NOT 'x'",
    'a LIKE b', "LIKE = 'a'", 'EXISTS (a)', 'f1(a)', 'MY_NAME = 1', "type = 'a' && TRUE", 'F(a,)', 'a b',
    `${'('.repeat(100_000)}a`,
  ])('fails where it does not parse: %s', (expression) => {
    expect(() => Filter.cesql(expression)).toThrow(expect.objectContaining({ code: 'KN-FLT-007' }));
  });
});
