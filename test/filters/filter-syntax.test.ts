import * as fc from 'fast-check';
import { parse } from '../../lib/cesql';
import { Filter } from '../../lib/filters';
import { repairOf } from '../../lib/filters/syntax-repairs';

function fixOf(text: string): string {
  const { fault } = parse(text);
  return fault === undefined ? '' : repairOf(text, fault) ?? '';
}

describe('an expression that does not parse', () => {
  test.each([
    ["type == 'a'", "type = 'a'"],
    ["type === 'a' && source !== 'b'", "type = 'a' AND source != 'b'"],
    ['price => 5', 'price >= 5'],
    ['price =< 5', 'price <= 5'],
    ['EXISTS a || EXISTS b || EXISTS c', 'EXISTS a OR EXISTS b OR EXISTS c'],
    ["!(type = 'a')", "NOT (type = 'a')"],
    ["subject !LIKE 'x%'", "subject NOT LIKE 'x%'"],
    ["order_id = 'a'", "orderid = 'a'"],
    ['EXISTS order_id AND order_id = 5', 'EXISTS orderid AND orderid = 5'],
    ["_id = 'a'", "id = 'a'"],
    ["ce_type = 'a'", "type = 'a'"],
    ['order2_id = 1', 'order2id = 1'],
    ["order.id = 'a'", "orderid = 'a'"],
    ["event.type = 'a'", "type = 'a'"],
    ["event.Order.Id = 'a'", "orderid = 'a'"],
    ["$type = 'a'", "type = 'a'"],
    ["${type} = 'a'", "type = 'a'"],
    ["type = 'a';", "type = 'a'"],
    ['price+1 > 100', 'price + 1 > 100'],
    ['price -1 > 100', 'price - 1 > 100'],
    ['type LIKE order.%', "type LIKE 'order.%'"],
    ['type = ‘a’', "type = 'a'"],
    ['type = “a”', 'type = "a"'],
    ["`type` = 'a'", "type = 'a'"],
    ['subject IS NULL', 'NOT EXISTS subject'],
    ['EXISTS a AND subject IS NOT NULL', 'EXISTS a AND EXISTS subject'],
    ["type IN 'x'", "type IN ('x')"],
    ["type IN ['x', 'y']", "type IN ('x', 'y')"],
    ['EXISTS(subject)', 'EXISTS subject'],
    ["EXISTS 'subject'", 'EXISTS subject'],
    ["type = 'order", "type = 'order'"],
    ["type NOT = 'a'", "type != 'a'"],
    ['INT(price) BETWEEN 5 AND 10', '(INT(price) >= 5 AND INT(price) <= 10)'],
    ["type IS 'a'", "type = 'a'"],
    ['price GE 5', 'price >= 5'],
    ["type startsWith 'a_b'", "type LIKE 'a\\_b%'"],
    ['type contains "x"', "type LIKE '%x%'"],
    ['x = 99999999999', "x = '99999999999'"],
    ["(type = 'a'", "(type = 'a')"],
    ["type = 'a')", "type = 'a'"],
    ['type LIKE ‘a%’ && x == 1', "type LIKE 'a%' AND x = 1"],
  ])('fails with the expression that was meant: %s', (text, meant) => {
    expect(() => Filter.cesql(text)).toThrow(`write \`${meant}\``);
    expect(() => Filter.cesql(meant)).not.toThrow();
  });

  test.each([
    ['price > 12.5', 'CESQL has no decimals'],
    ['price > .5', 'CESQL has no decimals'],
    ['data.amount > 5', 'does not see the data of an event'],
    ['data[0] = 1', 'does not see the data of an event'],
    ['type LIKE', "such as `'order.%'`"],
    ["type LIKE CONCAT('a', '%')", 'never a function'],
    ["type = 'it\\'", "a backslash before `'`"],
    ['price > 99999999999', 'as texts only'],
    ["type = 'a' || type = 'b' && source = 'c'", 'with parentheses where `AND` stands beside it'],
    ["LEFT(type, 3 = 'abc'", 'a parenthesis is not closed'],
    ['type =', 'write a value'],
    ['EXISTS a OR', 'write a condition after `OR`'],
    ['type IN ()', 'write a value between the parentheses'],
    ['f1(type)', 'no function has digits'],
    ["type = 'a' source = 'b'", 'write `AND` or `OR` between two conditions'],
    [`type = '${'a'.repeat(300)}' AND price > 12.5`, 'CESQL has no decimals'],
    ['😀', 'for example'],
  ])('fails with the reason, where the expression is not known: %s', (text, reason) => {
    expect(() => Filter.cesql(text)).toThrow(reason);
  });

  const words = [
    'a', 'order_id', 'data.x', 'event.type', '1', '1.5', '+1', "'x'", '"x"', "'x", '“x”', '`a`', '=', '==', '!=', '!', '&&', '||', 'AND', 'or', 'NOT',
    'LIKE', 'x%', 'IN', '[1]', '(', ')', ',', ';', 'IS NULL', 'BETWEEN 1 AND 2', 'contains', 'EXISTS', '$', '_', '.', '99999999999', '\\',
  ];

  test('fails with no expression that is refused too, whatever it is made of', () => {
    const texts = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 10 }).map((all) => all.join(' '));
    fc.assert(fc.property(texts, (text) => {
      const proposal = /^write `(.+)`: /.exec(fixOf(text))?.[1];
      if (proposal !== undefined) expect(() => Filter.cesql(proposal)).not.toThrow();
    }), { numRuns: 3000 });
  });
});
