import { parse } from '../../lib/cesql';
import { cesqlKafkaDifferences } from '../../lib/filters/cesql-on-kafka';

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
    'LENGTH(\'abc\') = 3', 'IS_INT(type)', '5 / 2 = 2', 'type = \'a\' XOR id = \'b\'', 'EXISTS TENANT', 'TRUE',
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

test.each([
  ['a chain', Array.from({ length: 240 }, (_, at) => `a${at % 7} = '${at}'`).join(' AND ')],
  ['a chain of both', Array.from({ length: 120 }, (_, at) => `a = '${at}' AND b = 'x' OR`).join(' ') + ' TRUE'],
  ['what is nested', `${'(NOT ('.repeat(80)}a = 'b'${') AND c = \'d\')'.repeat(80)}`],
  ['a long list', `CONCAT(${Array.from({ length: 900 }, (_, at) => `a${at}`).join(', ')}) = 'x'`],
])('%s takes a moment', (_, text) => {
  const start = Date.now();
  differences(text);

  expect(Date.now() - start).toBeLessThan(2000);
});
