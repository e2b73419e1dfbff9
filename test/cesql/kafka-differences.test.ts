import * as fc from 'fast-check';
import { cesqlKafkaDifferences, parse } from '../../lib/cesql';
import * as outcomes from '../../lib/cesql/kafka-outcomes';

function differences(text: string) {
  const { expression } = parse(text);
  if (expression === undefined) throw new Error(`${text} does not parse`);
  return cesqlKafkaDifferences(expression, text);
}

const ids = (text: string) => [...new Set(differences(text).map(({ id }) => id))];

describe('expressions that a Kafka broker answers as other brokers do', () => {
  test.each([
    'type = \'order\'', 'type LIKE \'order.%\'', 'type IN (\'a\', \'b\')', 'NOT (type = \'a\')', 'tenant = \'eu\'',
    'tenant LIKE \'eu%\'', 'tenant = \'eu\' AND region = \'west\'', 'EXISTS tenant', 'NOT EXISTS tenant',
    'EXISTS tenant AND tenant IN (\'eu\', \'us\')', 'EXISTS tenant AND NOT (tenant = \'eu\')',
    'NOT EXISTS tenant OR tenant NOT LIKE \'eu%\'', 'tenant = \'eu\' AND tenant NOT LIKE \'x\'', 'amount > 10',
    'EXISTS subject AND LEFT(subject, 5) = \'order\'', 'EXISTS subject AND RIGHT(subject, 2) != \'v2\'',
    'LOWER(type) = \'order\'', 'CONCAT(type, \'-\', source) = \'a-b\'', 'CONCAT_WS(\'-\', type, id, source) = \'a-b-c\'',
    'LENGTH(\'abc\') = 3', 'RIGHT(\'abc\', 2) = \'bc\'', 'ABS(-5) = 5', '7 % 4 <= 3', '3 >= 7 / 2',
    '(EXISTS a OR EXISTS b) AND type = \'x\'', 'NOT EXISTS a OR (a = \'x\' XOR a = \'y\')', '-INT(a) = 5 AND a < 0', 'SUBSTRING(\'abc\', -1, 1) = \'c\'', 'IS_INT(type)', '5 / 2 = 2', 'type = \'a\' XOR id = \'b\'', 'EXISTS TENANT', 'TRUE',
    'EXISTS price AND IS_INT(price) AND INT(price) >= 10 AND INT(price) < 100', 'EXISTS x AND IS_BOOL(x) AND NOT BOOL(x)',
    'EXISTS price AND IS_INT(price) AND price < 100', 'NOT EXISTS x OR NOT IS_INT(x) OR x < 5', 'EXISTS x AND IS_BOOL(x) AND NOT x',
    'price > 10 AND price < 100', 'EXISTS x AND IS_INT(x) AND NOT IS_BOOL(x) AND -x < 5',
    'EXISTS x AND IS_INT(x) AND x IN (5, 6)', 'EXISTS x AND IS_INT(x) AND LEFT(x, 1) = \'5\'',
  ])('%s', (text) => {
    expect(differences(text)).toEqual([]);
  });
});

describe('expressions that a Kafka broker answers otherwise', () => {
  test.each([
    ['NOT (tenant = \'eu\')', 'kafka-cesql-absent'],
    ['tenant NOT LIKE \'eu%\'', 'kafka-cesql-absent'],
    ['tenant IN (\'eu\')', 'kafka-cesql-absent'],
    ['tenant = \'eu\' OR type = \'order\'', 'kafka-cesql-absent'],
    ['(EXISTS tenant OR EXISTS region) AND tenant IN (\'eu\')', 'kafka-cesql-absent'],
    ['EXISTS amount AND amount < 5', 'kafka-cesql-error'],
    ['EXISTS flag AND NOT flag', 'kafka-cesql-error'],
    ['EXISTS flag AND IS_INT(flag) AND NOT flag', 'kafka-cesql-error'],
    ['SUBSTRING(\'abc\', -1, 2147483647) = \'c\'', 'kafka-cesql-error'],
    ['SUBSTRING(\'abc\', 9) = \'\'', 'kafka-cesql-error'],
    ['LEFT(\'abc\', -1) = \'abc\'', 'kafka-cesql-error'],
    ['RIGHT(\'abc\', -1) = \'abc\'', 'kafka-cesql-error'],
    ['ABS(-2147483648) = 2147483647', 'kafka-cesql-error'],
    ['INT(\'many\') = 0', 'kafka-cesql-error'],
    ['10 % 0 = 0', 'kafka-cesql-error'],
    ['CONCAT(\'tr\', \'ue\')', 'kafka-cesql-type'],
    ['EXISTS amount AND IS_BOOL(amount) AND amount < 5', 'kafka-cesql-error'],
    ['EXISTS amount AND NOT IS_INT(amount) AND amount < 5', 'kafka-cesql-error'],
    ['EXISTS amount AND (IS_INT(amount) OR EXISTS region) AND amount < 5', 'kafka-cesql-error'],
    ['EXISTS amount AND EXISTS price AND IS_INT(price) AND amount < 5', 'kafka-cesql-error'],
    ['EXISTS amount AND IS_INT(amount) AND 10 / INT(amount) < 1', 'kafka-cesql-error'],
    ['EXISTS amount AND IS_INT(amount) AND LEFT(amount, INT(amount)) = amount', 'kafka-cesql-error'],
    ['EXISTS amount AND 10 / INT(amount) < 1', 'kafka-cesql-error'],
    ['LENGTH(type) = 4', 'kafka-cesql-characters'],
    ['type LIKE \'caf_\'', 'kafka-cesql-characters'],
    ['LEFT(type, 1) = \'\u00e9\'', 'kafka-cesql-characters'],
    ['type LIKE \'a\\%b\'', 'kafka-cesql-pattern'],
    ['type LIKE \'a\\E(b\'', 'kafka-cesql-pattern'],
    ['Type = \'order\'', 'kafka-cesql-capitals'],
    ['EXISTS time AND time LIKE \'2026%\'', 'kafka-filter-time'],
    ['IS_INT(EXISTS type)', 'kafka-cesql-type'],
    ['IS_BOOL(5)', 'kafka-cesql-type'],
    ['KN_VERIFY_CORRELATION_ID(type, \'a\', \'b\', \'c\', 0, 1)', 'kafka-cesql-function'],
  ])('%s: %s', (text, id) => {
    expect(ids(text)).toEqual([id]);
  });

  test('an attribute in capitals is of no use there, the others may be meant', () => {
    expect(differences('Type = \'order\'')).toMatchObject([{ refused: true, message: expect.stringContaining('`type`') as string }]);
    expect(differences('NOT (tenant = \'eu\')')).toMatchObject([
      { refused: false, message: expect.stringContaining('`EXISTS tenant AND ...`') as string },
    ]);
  });
});

describe('conditions behind what they need', () => {
  const TEXTS = ['a = \'eu\'', 'a LIKE \'eu%\'', 'a IN (\'eu\', \'5\')', 'LOWER(a) = \'eu\'', 'CONCAT(a, type) != \'x\''];
  const NUMBERS = ['a < 5', 'INT(a) >= -5', 'a = 5', 'a + 3 > a', '-a * 2 = 4', '5 - a != 0', 'INT(a) IN (1, 2)', 'INT(a) = 0 XOR TRUE'];
  const TRUTHS = ['NOT a', 'BOOL(a)', 'a = TRUE', 'BOOL(a) XOR type = \'x\'', 'a AND a', 'BOOL(a) = FALSE', 'NOT (a OR type = \'x\')'];
  const behind = (conditions: readonly string[]) => fc.letrec<{ readonly condition: string }>((tie) => ({
    condition: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...TEXTS, ...conditions),
      tie('condition').map((one) => `NOT (${one})`),
      fc.tuple(tie('condition'), fc.constantFrom('AND', 'OR', 'XOR'), tie('condition')).map(([a, operator, b]) => `(${a}) ${operator} (${b})`)),
  })).condition;

  test.each<[guard: string, missing: string, conditions: readonly string[]]>([
    ['EXISTS a', 'NOT EXISTS a', []],
    ['EXISTS a AND IS_INT(a)', 'NOT EXISTS a OR NOT IS_INT(a)', NUMBERS],
    ['EXISTS a AND IS_BOOL(a)', 'NOT EXISTS a OR NOT IS_BOOL(a)', TRUTHS],
  ])('are the same on both: %s', (guard, missing, conditions) => {
    fc.assert(fc.property(behind(conditions), (condition) => {
      expect(differences(`${guard} AND (${condition})`)).toEqual([]);
      expect(differences(`${missing} OR (${condition})`)).toEqual([]);
    }));
  });
});

describe('a message about an error', () => {
  test.each([
    ['EXISTS amount AND amount < 5', 'if a text that `<` takes is not a number'],
    ['EXISTS amount AND amount < 5', 'goes on with `0`, and may deliver it: ask `IS_INT(...)` before, or compare texts'],
    ['EXISTS flag AND NOT flag', 'if a text that `NOT` takes is not `true` or `false`'],
    ['EXISTS flag AND NOT flag', 'goes on with `false`, and may deliver it: ask `IS_BOOL(...)` before, or compare texts'],
    ['EXISTS flag AND flag != TRUE', 'ask `IS_INT(...)` or `IS_BOOL(...)` before'],
    ['EXISTS amount AND IS_INT(amount) AND 10 / INT(amount) < 1', 'divide by a number that is written out'],
    ['EXISTS amount AND IS_INT(amount) AND ABS(amount) > 5', 'arguments of `ABS` are out of bounds'],
    ['EXISTS amount AND IS_INT(amount) AND LEFT(\'abc\', INT(amount)) != \'a\'', 'arguments of `LEFT` are out of bounds'],
    ['SUBSTRING(type, 9, 1) = \'\' AND LOWER(type) = \'a\'', 'arguments of `SUBSTRING` are out of bounds'],
  ])('%s: %s', (text, part) => {
    expect(differences(text).filter(({ id }) => id === 'kafka-cesql-error').map(({ message }) => message))
      .toEqual([expect.stringContaining(part)]);
  });
});

describe('a message about characters or patterns', () => {
  test.each([
    ['type LIKE \'%100\\%\'', 'compare `RIGHT(type, 4)` with `\'100%\'`'],
    ['type NOT LIKE \'100\\%%\'', 'compare `LEFT(type, 4)` with `\'100%\'`'],
    ['type LIKE \'100\\%\'', 'compare `type` with `\'100%\'`'],
    ['type LIKE \'%100\\%%\'', 'look for a part without `%` and `_`, as with `LIKE \'%100%\'`'],
    ['type LIKE \'%\\%%\'', 'compare an extension that the source sets'],
    ['type LIKE \'caf\u00e9\\%%\'', 'compare `LEFT` or `RIGHT` of the text, or a part without backslashes'],
    [`CONCAT(type, '${'x'.repeat(80)}') LIKE '%100\\%'`, 'compare `LEFT` or `RIGHT` of the text'],
    ['SUBSTRING(type, 1, 5) = \'claim\'', 'write `LEFT(type, 5)`'],
    ['SUBSTRING(type, 2, 5) = \'claim\'', 'compare `LEFT(...)` or `RIGHT(...)` with a text of ASCII where'],
    ['LEFT(type, 1) = \'\u00e9\'', 'compare `LEFT(...)` with a text of ASCII'],
    ['LENGTH(type) > 3', '`LENGTH` counts characters on a Kafka broker, and bytes elsewhere; for texts of ASCII both are the same'],
    ['type LIKE \'claim.filed_v2\'', '`_` in a pattern counts characters on a Kafka broker'],
    ['LOWER(\'\u00c9\') = type', '`LOWER` may change characters beyond ASCII differently'],
  ])('%s: %s', (text, part) => {
    const messages = differences(text).map(({ message }) => message).join('\n');

    expect(messages).toContain(part);
  });
});

/** How often an operator is applied, or possibilities are made fewer: what the time depends on. */
function steps(text: string): number {
  const spies = [jest.spyOn(outcomes, 'applied'), jest.spyOn(outcomes, 'bounded')];
  differences(text);
  const count = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return count;
}

test.each<[string, (size: number) => string]>([
  ['a chain', (size) => Array.from({ length: 2 * size }, (_, at) => `a${at % 7} = '${at}'`).join(' AND ')],
  ['a chain of both', (size) => `${Array.from({ length: size }, (_, at) => `a = '${at}' AND b = 'x' OR`).join(' ')} TRUE`],
  ['what is nested', (size) => `${'(NOT ('.repeat(size)}a = 'b'${') AND c = \'d\')'.repeat(size)}`],
  ['a long list', (size) => `CONCAT(${Array.from({ length: 8 * size }, (_, at) => `a${at}`).join(', ')}) = 'x'`],
  ['a long set', (size) => `a IN (${Array.from({ length: 8 * size }, (_, at) => `a${at}`).join(', ')})`],
])('%s of twice the length takes twice the steps', (_, written) => {
  expect(steps(written(50))).toBeGreaterThan(50);
  expect(steps(written(100)) / steps(written(50))).toBeLessThan(2.2);
});
