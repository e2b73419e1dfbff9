import { inspect, parse } from '../../lib/cesql';
import { Outcomes } from '../../lib/cesql/outcomes';
import { printed, Source } from '../../lib/cesql/printing';
import type { Problem } from '../../lib/core';

function inspected(text: string, ofRequestReply = false) {
  const { expression, fault } = parse(text);
  if (expression === undefined) throw new Error(`${text} does not parse: ${fault.expected}`);
  return inspect(expression, text, { ofRequestReply });
}

function refusal(text: string): Problem {
  const { problem } = inspected(text);
  if (problem === undefined) throw new Error(`${text} is accepted`);
  return problem;
}

function warningsOf(text: string): string[] {
  const { problem, warnings } = inspected(text);
  expect(problem).toBeUndefined();
  return warnings.map(({ id }) => id);
}

describe('an expression that can be a filter', () => {
  test.each([
    "type = 'order.paid'", "type LIKE 'order.%'", "type IN ('a', 'b')", "NOT (type = 'a')", "type NOT LIKE 'a%'", 'type = 5',
    'type = TRUE', 'source < 5', "specversion = '1.0'", "LENGTH(type) = '5'", 'LENGTH(type) > 0', "UPPER(type) = 'ABC'",
    "UPPER(type) = '5-Ä'", "LOWER(source) = 'abc'", "TRIM(type) = 'a b'", "LEFT(type, 3) = 'abc'", "EXISTS region AND RIGHT(region, 1) = ''",
    "CONCAT('a', type) = 'ab'", "CONCAT() = ''", "CONCAT_WS(',') = ''", "CONCAT_WS(',', type, source) LIKE '%,%'",
    "SUBSTRING(type, 2) = 'b'", "SUBSTRING(type, 0, -1) = ''", '1 = 1 AND type = 5', "type = 'a' OR type = 'a'",
    "(type = 'a') = (source = 'b')", 'NOT type = TRUE', 'INT(type) / 2 = 1', "type = 'a' AND type != 'b'",
    'INT(type) > 5 AND INT(type) < 3', "type != 'a' AND type != 'b'", "type LIKE 'a%' AND type LIKE '%b'",
    'type > 5 AND type < 7', "type = '5' AND type = 5", 'TRUE AND EXISTS region', '-LENGTH(type) = -5',
    'LENGTH(type) % 2 = 1', "type LIKE '%é_'", "type IN ('b', 'a')",
    'EXISTS time AND time = \'2026-01-31T10:00:00.5+01:00\'', "EXISTS time AND time LIKE '2026-%'",
  ])('is %s', (text) => {
    expect(inspected(text).problem).toBeUndefined();
  });
});

describe('an expression that gives no boolean', () => {
  test.each([
    ['type', "write `type = '...'`"],
    ['region', 'write `BOOL(region)` where it is `true` or `false`, or compare it'],
    ["'a'", "write `type = 'order.paid'`, for example"],
    ['5', 'write `EXISTS amount AND INT(amount) = 5`, for example'],
    ['LENGTH(type)', 'write `LENGTH(type) > 0`, for example'],
    ['1 + 1', 'write `1 + 1 > 0`, for example'],
    ['-(LENGTH(type))', 'write `-LENGTH(type) > 0`, for example'],
    ["CONCAT(type, 'a')", "write `CONCAT(type, 'a') = '...'`"],
    ['INT(type)', 'write `INT(type) > 0`, for example'],
  ])('fails: %s', (text, fix) => {
    expect(refusal(text)).toMatchObject({ code: 'KN-FLT-008', fix });
  });

  test.each(['EXISTS region', 'BOOL(type)', 'IS_INT(type)', 'NOT type', "type = 'a' XOR source = 'b'"])(
    'is not %s', (text) => {
      expect(inspected(text).problem).toBeUndefined();
    });
});

describe('a function', () => {
  test.each([
    ['LENGHT(type) > 3', '`LENGHT(type)` (line 1, column 1) calls an unknown function, `LENGHT`', 'write `LENGTH`, for example'],
    ["STARTS_WITH(type, 'a')", 'calls an unknown function, `STARTS_WITH`', "write `type LIKE 'order.%'`, for example"],
    ["contains(type, 'a')", 'calls an unknown function, `CONTAINS`', "write `type LIKE '%order%'`, for example"],
    ["LEFT(type) = 'a'", '`LEFT(type)` (line 1, column 1) has one argument', 'write `LEFT(type, 1)`'],
    ['LENGTH() = 1', '`LENGTH()` (line 1, column 1) has 0 arguments', 'write `LENGTH(type)`'],
    ["CONCAT_WS() = ''", 'has 0 arguments', 'write `CONCAT_WS(type, type)`'],
    ["SUBSTRING(type) = ''", 'has one argument', 'write `SUBSTRING(type, 1)` or `SUBSTRING(type, 1, 1)`'],
    ['IS_INT(type, 1)', 'has 2 arguments', 'write `IS_INT(type)`'],
  ])('fails that is unknown, or takes other arguments: %s', (text, message, fix) => {
    const problem = refusal(text);

    expect(problem.code).toBe('KN-FLT-009');
    expect(problem.message).toContain(message);
    expect(problem.fix).toContain(fix);
  });

  test('fails once for each call of an unknown one', () => {
    expect(refusal("LOWR(type) = 'a' OR UPER(type) = 'b'")).toMatchObject({
      message: '`LOWR(type)` (line 1, column 1) calls an unknown function, `LOWR`; `UPER(type)` (line 1, column 21) calls an '
        + 'unknown function, `UPER`',
      fix: 'write `LOWER`, for example, and write `UPPER`, for example',
    });
  });

  test('fails that Knative keeps for the triggers of a RequestReply', () => {
    const text = 'KN_VERIFY_CORRELATION_ID(replyid, "ask", "shop", "request-reply-keys", 0, 1)';

    expect(refusal(text)).toMatchObject({ code: 'KN-FLT-012', fix: expect.stringContaining('`RequestReply`') });
    expect(inspected(text, true).problem).toBeUndefined();
    expect(inspected('KN_VERIFY_CORRELATION_ID(replyid)', true).problem).toMatchObject({ code: 'KN-FLT-009' });
  });
});

describe('a comparison that can never hold', () => {
  test.each([
    ['1 = 2', '`1 = 2` (line 1, column 1) can never hold'],
    ["'a' < 5", "`'a' < 5` (line 1, column 1) can never hold: `'a'` is not a whole number"],
    ["(type = 'x') = 'y'", "`type = 'x'` is `TRUE` or `FALSE`"],
    ["LENGTH(type) = 'abc'", '`LENGTH(type)` is a whole number from 1 on'],
    ["LENGTH(type) = '05'", '`LENGTH(type)` is a whole number from 1 on'],
    ['LENGTH(type) < 0', '`LENGTH(type)` is a whole number from 1 on'],
    ['ABS(n) < 0', '`ABS(n)` is a whole number from 0 on'],
    ['INT(n) % 3 = 3', '`INT(n) % 3` is a whole number from -2 to 2'],
    ["UPPER(type) = 'abc'", '`UPPER(type)` is a text without small letters'],
    ["UPPER(type) LIKE 'abc%'", '`UPPER(type)` is a text without small letters'],
    ["UPPER(type) IN ('a', 'b')", '`UPPER(type)` is a text without small letters'],
    ["LOWER(type) = 'ABC'", '`LOWER(type)` is a text without capital letters'],
    ["TRIM(type) = ' a'", '`TRIM(type)` is a text without white space at its ends'],
    ["TRIM(type) LIKE '% '", '`TRIM(type)` is a text without white space at its ends'],
    ["LEFT(type, 3) = 'abcd'", '`LEFT(type, 3)` is a text of at most 3 bytes'],
    ["LEFT(type, 1) = 'é'", '`LEFT(type, 1)` is a text of at most one byte'],
    ["SUBSTRING(type, 1, 2) LIKE 'abc%'", 'is a text of at most 2 bytes'],
    ["CONCAT('a', type) = 'b'", "`CONCAT('a', type)` is a text that begins with `'a'`"],
    ["CONCAT(type, '!') LIKE '%?'", "is a text that ends with `'!'`"],
    ["subject = ''", '`subject` is a text that is not empty'],
    ["type LIKE ''", '`type` is a text that is not empty'],
    ["time = 'yesterday'", '`time` is a time such as `2026-01-31T10:00:00Z`'],
    ["time LIKE '%Zulu'", '`time` is a time'],
    ["time = '2026-01-31T10:00:00+00:00'", 'an event has its time without zeros at the end of a fraction, and with `Z` for UTC'],
    ["time = '2026-01-31T10:00:00.500Z'", 'an event has its time without zeros at the end of a fraction'],
    ["time = '2026-01-31T10:00:00.000Z'", 'an event has its time without zeros at the end of a fraction'],
    ["type = 'a' AND type = 'b' OR type = 'c'", "`type = 'a' AND type = 'b' OR type = 'c'` (line 1, column 1) can never hold: Knative reads `AND`, `OR` and `XOR` from "
      + "the right, with no precedence among them, so that `type = 'a' AND type = 'b' OR type = 'c'` (line 1, column 1) is `type = 'a' AND (type = 'b' OR type = 'c')`"],
    ["(NOT EXISTS type AND type = 'b') OR type = 'c'", 'can never hold: `NOT EXISTS type` is never true'],
    ["time = '0001-01-01T00:00:00Z'", '`time` is a time'],
    ['time > 5', '`time` is a time'],
    ['NOT (time > 5)', '`time > 5` (line 1, column 6) can never hold: `time` is a time'],
    ["specversion = '2.0'", "`specversion` is `'1.0'` or `'0.3'`"],
    ["specversion IN ('1', '2')", "`specversion` is `'1.0'` or `'0.3'`"],
    ["type = 'a' AND type = 'b'", 'its sides are never true of one event'],
    ["type = 'a' AND source = 'b' AND type = 'c'", 'its sides are never true of one event'],
    ["type = 'a' AND (type = 'b' OR type = 'c')", 'its sides are never true of one event'],
    ["type IN ('a', 'b') AND type LIKE 'c%'", 'its sides are never true of one event'],
    ["type LIKE 'a%' AND type LIKE 'b%'", 'its sides are never true of one event'],
    ["type = 'a' AND type != 'a'", 'its sides are never true of one event'],
    ['type > 5 AND type < 3', 'its sides are never true of one event'],
    ['EXISTS region AND NOT EXISTS region', 'is true on no event'],
    ['FALSE', '`FALSE` (line 1, column 1) is true on no event'],
    ["type = 'a' AND FALSE", 'is true on no event'],
    ['NOT EXISTS type', 'is true on no event'],
    ["NOT (TRIM(type) != ' a')", 'is true on no event'],
    ["type = 'a' OR UPPER(type) = 'b'", "`UPPER(type) = 'b'` (line 1, column 15) can never hold"],
    ["type = 'a'\nOR\n  subject = ''", "`subject = ''` (line 3, column 3) can never hold"],
  ])('fails: %s', (text, message) => {
    const problem = refusal(text);

    expect(problem.code).toBe('KN-FLT-010');
    expect(problem.message).toContain(message);
  });

  test.each([
    ["UPPER(type) = 'abc'", "write `UPPER(type) = 'ABC'`"],
    ["TRIM(type) != TRIM(source) OR TRIM(type) = ' a '", "write `TRIM(type) = 'a'`"],
    ["EXISTS subject AND subject = ''", 'write `NOT EXISTS subject`'],
    ["LENGTH(type) = '+5'", 'write `LENGTH(type) = 5`'],
    ["time = '2026-01-31T10:00:00.500Z'", "write `time = '2026-01-31T10:00:00.5Z'`"],
    ["'2026-01-31T10:00:00-00:00' = time", "write `time = '2026-01-31T10:00:00Z'`"],
    ["type = 'a' AND type = 'b' OR type = 'c'", "write `(type = 'a' AND type = 'b') OR type = 'c'`, if that is what is meant"],
    ["source = 'x' AND id = '1' OR type = 'a' AND type = 'b'", 'write `OR` where one of them is enough, or leave one of them out'],
    ['TRIM(type) = "it\\\'s "', 'write `TRIM(type) = "it\\\'s"`'],
    ["type = 'a' AND type = 'b'", 'write `OR` where one of them is enough, or leave one of them out'],
  ])('fails with what to write: %s', (text, fix) => {
    expect(refusal(text)).toMatchObject({ code: 'KN-FLT-010', fix });
  });

  test.each([
    ["NOT type = 'a'", "write `type != 'a'`, or `NOT (type = 'a')`"],
    ["NOT type LIKE 'a%'", "write `type NOT LIKE 'a%'`"],
    ["NOT type IN ('a', 'b')", "write `type NOT IN ('a', 'b')`"],
    ["EXISTS region AND (NOT region = 'eu')", "write `region != 'eu'`, or `NOT (region = 'eu')`"],
  ])('fails where `NOT` takes the left side alone: %s', (text, fix) => {
    expect(refusal(text)).toMatchObject({
      code: 'KN-FLT-010', fix, message: expect.stringMatching(/can never hold: `NOT` is applied to `\w+` alone/),
    });
  });

  test('fails for another reason where `NOT` has parentheses of its own', () => {
    expect(refusal("(NOT type) = 'a'").message).toBe("`NOT type = 'a'` (line 1, column 2) can never hold: `NOT type` is `TRUE` or `FALSE`");
  });

  test('fails in few words, however long it is', () => {
    const { message } = refusal(Array.from({ length: 100 }, (_, index) => `subject${index} = UPPER('ä${'b'.repeat(200)}') AND 1 = 2`).join(' OR '));

    expect(message.length).toBeLessThan(500);
  });
});

describe('a part that fails on every event', () => {
  test.each([
    ['5 / 0 = 1', '`5 / 0` (line 1, column 1) divides by zero'],
    ['type % FALSE = 1', 'divides by zero'],
    ["SUBSTRING(type, 1, -1) = 'a'", 'has a length below zero, on which the filter of a broker panics'],
    ["SUBSTRING('10', 5, 1) = '1'", "`SUBSTRING('10', 5, 1)` (line 1, column 1) begins at a position that the text does not have"],
    ["SUBSTRING('10', -3) = '1'", 'begins at a position that the text does not have'],
    ["SUBSTRING('10', 5, -1) = '1'", 'begins at a position that the text does not have'],
    ["SUBSTRING(type, 2, -1) = ''", 'has a length below zero, on which the filter of a broker panics'],
    ["INT('abc') = 5", "`INT('abc')` (line 1, column 1) fails on every event: `'abc'` cannot be converted to an integer"],
    ["BOOL('maybe')", "`'maybe'` cannot be converted to a boolean"],
    ['ABS(-2147483648) = 1', 'fails on every event'],
    ["LEFT(type, -1) = 'a'", 'takes a number of bytes below zero'],
    ['INT(time) = 5', '`time` cannot be converted to an integer'],
    ["-'a' = 5", "`'a'` cannot be converted to an integer"],
    ["'a' + 1 = 5", "`'a'` cannot be converted to an integer"],
    ["type = 'a' OR 'b'", "`'b'` (line 1, column 15) is `'b'`, which is neither true nor false"],
    ["NOT 'a'", "`'a'` (line 1, column 5) is `'a'`, which is neither true nor false"],
    ['type = 5 AND time', '`time` (line 1, column 14) is a time such as'],
    ['NOT EXISTS region AND region = 1', '`region` (line 1, column 23) is read where the event has no such attribute'],
    ["NOT EXISTS region AND type = 'a' OR region = 'b'", '`region` (line 1, column 37) is read where the event has no such attribute: Knative reads'],
    ["EXISTS region OR region = 'a'", '`region` (line 1, column 18) is read where the event has no such attribute'],
  ])('fails: %s', (text, message) => {
    const problem = refusal(text);

    expect(problem.code).toBe('KN-FLT-011');
    expect(problem.message).toContain(message);
  });
});

test.each(['data = 1', "EXISTS data AND type = 'a'", 'LENGTH(data) > 3'])('fails on the data of an event: %s', (text) => {
  expect(refusal(text)).toMatchObject({ code: 'KN-FLT-003', message: expect.stringContaining('never its data') });
});

describe('an attribute that an event may lack', () => {
  test.each([
    ['region = 1', ['region']],
    ['subject = 1 OR type = 2', ['subject']],
    ['region = 1 AND region < 5', ['region']],
    ["time LIKE '2026%' AND EXISTS time", ['time']],
    ['region = area', ['region', 'area']],
    ['EXISTS region OR area = 1', ['area']],
    ['EXISTS region XOR region = 1', ['region']],
    ['(EXISTS region OR type = 1) AND region = 1', ['region']],
    ['NOT (EXISTS region AND region = 1) AND region = 1', ['region']],
    ['type IN (1, region)', ['region']],
    ['type IN (1, region) AND region = 1', ['region']],
    ["CONCAT(datacontenttype, dataschema) = 'ab'", ['datacontenttype', 'dataschema']],
  ])('is warned of: %s', (text, names) => {
    const { warnings } = inspected(text);

    expect(warnings.map(({ id }) => id)).toEqual(names.map(() => 'cesql-absent-attribute'));
    for (const [index, name] of names.entries()) expect(warnings[index]?.message).toContain(`\`EXISTS ${name} AND ...\``);
  });

  test.each([
    'EXISTS region AND region = 1',
    'NOT EXISTS region OR region = 1',
    'NOT (NOT EXISTS region OR region = 1) OR NOT EXISTS region OR region = 2',
    'type = 1 AND EXISTS region AND region = 1',
    '(EXISTS region AND EXISTS area) AND (region = 1 OR area = 2)',
    '((EXISTS region AND region = 1) OR FALSE) AND region < 5',
    'EXISTS region AND type IN (1, region)',
    "EXISTS region AND (region = 'a' OR region = 'b')",
    'NOT EXISTS region OR region = 1 AND region < 5',
    'NOT (NOT EXISTS region) AND region = 1',
    'EXISTS time AND LENGTH(time) = 20',
    "id = '1' AND source = 'a' AND type = 'b' AND specversion = '1.0'",
  ])('is not warned of behind a guard: %s', (text) => {
    expect(warningsOf(text)).toEqual([]);
  });

  test('says what happens, and where', () => {
    expect(inspected("type = 'a' OR subject = 'b'").warnings).toMatchObject([{
      id: 'cesql-absent-attribute',
      message: expect.stringMatching(/without `subject` .* at `subject` \(line 1, column 15\).*`EXISTS subject AND \.\.\.`/),
    }]);
  });
});

describe('operators of logic side by side', () => {
  test.each([
    ['type = 1 AND type = 2 OR type = 3', '`type = 1 AND (type = 2 OR type = 3)`', '`(type = 1 AND type = 2) OR type = 3`'],
    ['type = 1 XOR type = 2 OR type = 3', '`type = 1 XOR (type = 2 OR type = 3)`', '`(type = 1 XOR type = 2) OR type = 3`'],
    ['TRUE AND TRUE AND type = 1 OR type = 2', '`TRUE AND TRUE AND (type = 1 OR type = 2)`',
      '`(TRUE AND TRUE AND type = 1) OR type = 2`'],
    ['type = 1 OR TRUE AND type = 2 OR type = 3', '`type = 1 OR (TRUE AND (type = 2 OR type = 3))`',
      '`type = 1 OR (TRUE AND type = 2) OR type = 3`'],
    ['type = 1 OR (TRUE AND type = 2 XOR type = 3)', '`TRUE AND (type = 2 XOR type = 3)`', '`(TRUE AND type = 2) XOR type = 3`'],
  ])('are warned of where most would read otherwise: %s', (text, read, usual) => {
    const { warnings } = inspected(text.replaceAll(/type = (\d)/g, "type$1 = 'x'").replaceAll(/type(\d)/g, (_, n: string) =>
      ['type', 'id', 'source'][Number(n) - 1] ?? 'id'));

    const plain = (message: string) => message.replaceAll("type = 'x'", 'type = 1').replaceAll("id = 'x'", 'type = 2')
      .replaceAll("source = 'x'", 'type = 3');
    expect(warnings.map(({ id }) => id)).toEqual(['cesql-mixed-operators']);
    expect(plain(warnings[0]?.message ?? '')).toContain(`is ${read}: write these parentheses, or ${usual}`);
  });

  test.each([
    "type = 'a' OR source = 'b' AND id = 'c'",
    "type = 'a' OR source = 'b' XOR id = 'c'",
    "type = 'a' AND source = 'b' AND id = 'c'",
    "(type = 'a' AND source = 'b') OR id = 'c'",
    "type = 'a' AND (source = 'b' OR id = 'c')",
  ])('are not warned of where all read the same: %s', (text) => {
    expect(warningsOf(text)).toEqual([]);
  });
});

test.each([
  ['NOT type = 1', '`NOT` in `NOT type = 1` (line 1, column 1) is applied to `type` alone: write `type != 1`, or `NOT (type = 1)`'],
  ["type = 'a' AND NOT id LIKE 't%'", '`NOT` in `NOT id LIKE \'t%\'` (line 1, column 16) is applied to `id` alone: '
    + "write `id NOT LIKE 't%'`"],
])('`NOT` that takes the left side alone is warned of: %s', (text, message) => {
  expect(inspected(text).warnings).toEqual([{ id: 'cesql-not-applies-first', message }]);
});

test.each(['(NOT type) = 1', 'NOT (type = 1)', 'NOT EXISTS region = TRUE', 'NOT type AND id = 5'])(
  '`NOT` that takes what it should is not: %s', (text) => {
    expect(warningsOf(text)).toEqual([]);
  });

describe('an expression that is true on every event', () => {
  test.each(['TRUE', '1 = 1', 'EXISTS type', "type != 'a' OR type != 'b'", "type = 'a' OR type != 'a'", 'LENGTH(id) > 0',
    "TRIM(type) != ' a'", 'IS_INT(5)'])('is warned of: %s', (text) => {
    expect(warningsOf(text)).toEqual(['cesql-always-true']);
  });

  test('is warned of where it fails on some', () => {
    const { warnings } = inspected('LENGTH(region) >= 0');

    expect(warnings.map(({ id }) => id)).toEqual(['cesql-absent-attribute', 'cesql-always-true']);
    expect(warnings[1]?.message).toContain('is true on every event that it does not fail on');
  });
});

test('a length that may be below zero is warned of', () => {
  expect(warningsOf("SUBSTRING(type, 1, LENGTH(type) - 5) = 'a'")).toEqual(['cesql-substring-length']);
  expect(warningsOf("SUBSTRING(type, 1, LENGTH(type)) = 'a'")).toEqual([]);
});

describe('a comparison below a `NOT` that it makes true on every event', () => {
  test.each([
    ["type NOT IN ('') AND EXISTS x", "`type NOT IN ('')` (line 1, column 1) is true on every event"],
    ["EXISTS x AND type NOT LIKE ''", "`type NOT LIKE ''` (line 1, column 14) is true on every event"],
    ["NOT (type = '') AND EXISTS x", "`NOT (type = '')` (line 1, column 1) is true on every event"],
    ["NOT (EXISTS x OR type = '')", "`type = ''` (line 1, column 18) is true on no event, so that `NOT` excludes nothing with it"],
    ['NOT (EXISTS x AND x = 5 AND x = 6) AND EXISTS y', '`x = 5 AND x = 6` (line 1, column 19) is true on no event'],
    ["(EXISTS type OR type = 'a') AND EXISTS x", '`EXISTS type` (line 1, column 2) is true on every event, so that what follows its `OR` is never evaluated'],
  ])('is warned of: %s', (text, message) => {
    const { problem, warnings } = inspected(text);

    expect(problem).toBeUndefined();
    expect(warnings).toEqual([{ id: 'cesql-always-true', message: expect.stringContaining(message) }]);
  });

  test.each(["type NOT IN ('')", "type NOT LIKE ''", "NOT (type = '')", 'NOT (EXISTS x AND x = 5 AND x = 6)', "EXISTS type OR type = 'a'"])(
    'is warned of once where it is all: %s', (text) => {
      expect(warningsOf(text)).toEqual(['cesql-always-true']);
    });

  test('fails below two of them', () => {
    expect(refusal("NOT (type NOT LIKE '')").code).toBe('KN-FLT-010');
  });
});

describe('a member of a set that is never found', () => {
  test.each([
    ["UPPER(type) IN ('ACME', 'Globex')", "`'Globex'` (line 1, column 25) is never found", "write `UPPER(type) IN ('ACME', 'GLOBEX')`"],
    ["TRIM(type) IN ('a', ' a', ' b')", "`' a'` (line 1, column 21) is never found", "write `TRIM(type) IN ('a', 'b')`"],
    ["type IN ('', 'a')", '`type` is a text that is not empty', "write `type IN ('a')`"],
    ["specversion IN ('1.0', '2.0')", "`specversion` is `'1.0'` or `'0.3'`", "write `specversion IN ('1.0')`"],
    ['LENGTH(type) IN (0, 5, source)', '`LENGTH(type)` is a whole number from 1 on', 'write `LENGTH(type) IN (5, source)`'],
    ["UPPER(type) IN ('a', 'b')", 'can never hold', "write `UPPER(type) IN ('A', 'B')`"],
    ["NOT (type NOT IN ('', 'a'))", "`''` (line 1, column 19) is never found", "write `type IN ('a')`"],
  ])('fails as the comparison would: %s', (text, message, fix) => {
    expect(refusal(text)).toMatchObject({ code: 'KN-FLT-010', message: expect.stringContaining(message), fix });
    const proposal = /`(.*)`/.exec(fix)?.[1] ?? '';
    expect([proposal, inspected(proposal).problem]).toEqual([proposal, undefined]);
  });

  test('fails in few words in a large set', () => {
    const set = Array.from({ length: 500 }, (_, index) => `'A${index}'`).join(', ');

    expect(refusal(`UPPER(type) IN (${set}, 'b')`).fix).toBe("leave `'b'` out, or write it as `UPPER(type)` can be");
  });

  test('is warned of below a `NOT`', () => {
    expect(inspected("UPPER(type) NOT IN ('ACME', 'Globex')").warnings).toEqual([{
      id: 'cesql-always-true', message: expect.stringContaining("`'Globex'` (line 1, column 29) is never found by `UPPER(type) IN ('ACME', 'Globex')`"),
    }]);
  });

  test('is none where it is an attribute, or found after all', () => {
    expect(warningsOf("type IN ('a', source)")).toEqual([]);
    expect(warningsOf("EXISTS x AND x IN ('', 'a', 5)")).toEqual([]);
  });
});

describe('a known mistake', () => {
  test.each([
    ['5 > LENGTH(type) > 1', 'it is read as `(5 > LENGTH(type)) > 1`', '(5 > LENGTH(type) AND LENGTH(type) > 1)'],
    ["type > 'a'", "`'a'` is not a whole number: `>` compares whole numbers only", undefined],
    ["time > '2026-01-01T00:00:00Z'", '`>` compares whole numbers only', "EXISTS time AND time LIKE '2026-%'"],
    ['INT(type) > 2147483647', '`INT(type)` is a whole number from -2147483648 to 2147483647', undefined],
    ["SUBSTRING(type, 0, 3) = 'abc'", "positions begin with 1, and at 0 `SUBSTRING(type, 0, 3)` is `''`", "SUBSTRING(type, 1, 3) = 'abc'"],
    ["SUBSTRING(type, 0) = 'abc'", 'positions begin with 1', "SUBSTRING(type, 1) = 'abc'"],
    ["SUBSTRING(type, 0, 2) = 'abc'", 'positions begin with 1', undefined],
    ["ce-type = 'a'", 'names of attributes have no dash', "type = 'a'"],
    ["ce-tenant != 'a' AND ce-tenant = 'a'", 'names of attributes have no dash', "EXISTS tenant AND tenant = 'a'"],
    ["ce-type = ''", 'names of attributes have no dash', undefined],
    ["my-type = 'a'", 'names of attributes have no dash', undefined],
    ["type = ''", '`type` is a text that is not empty', undefined],
    ["'a'", 'is a text, not a condition', "type = 'order.paid'"],
    ['5', 'is a whole number, not a condition', 'EXISTS amount AND INT(amount) = 5'],
    ['-5', 'is a whole number, not a condition', 'EXISTS amount AND INT(amount) = -5'],
    ["LEFT(type, -1) = 'a'", 'takes a number of bytes below zero', undefined],
  ])('fails with what is accepted: %s', (text, message, proposal) => {
    const { message: told, fix } = refusal(text);

    expect(told).toContain(message);
    if (proposal === undefined) return expect(fix).not.toContain('write `');
    expect(fix).toContain(`\`${proposal}\``);
    expect(inspected(proposal).problem).toBeUndefined();
  });

  test.each([
    ["LOWER(type, 'x') = 'a'", 'LOWER(type)'], ["UPPER(source, 1, 2) = 'A'", 'UPPER(source)'], ['LEFT(source) = 5', 'LEFT(source, 1)'],
    ['LENGTH() = 5', 'LENGTH(type)'], ["CONCAT_WS() = 'a'", 'CONCAT_WS(type, type)'],
  ])('fails with the arguments that a function takes: %s', (text, call) => {
    expect(refusal(text).fix).toBe(`write \`${call}\``);
    expect(inspected(`STRING(${call}) != 'q'`).problem).toBeUndefined();
  });

  test('is warned of where a comparison compares the answer of another one', () => {
    expect(inspected('1 < LENGTH(type) < 5 AND id = 5').warnings).toEqual([{
      id: 'cesql-mixed-operators',
      message: '`1 < LENGTH(type) < 5` (line 1, column 1) is not what it looks like: it is read as `(1 < LENGTH(type)) < 5`, which '
        + 'compares `TRUE` or `FALSE`: write `(1 < LENGTH(type) AND LENGTH(type) < 5)`',
    }]);
    expect(warningsOf('(1 < LENGTH(type)) < TRUE')).toEqual([]);
  });

  test.each([
    ['type = Acme', "or `'Acme'` in quotes if a text is meant"],
    ["type IN ('a', acme)", "or `'acme'` in quotes if a text is meant"],
    ['EXISTS subject AND subject = NULL', 'or, since CESQL has no `NULL`, `NOT EXISTS subject` instead'],
    ['EXISTS subject AND subject != NULL', 'or, since CESQL has no `NULL`, `EXISTS subject` instead'],
    ['LENGTH(type) = NULL', 'since CESQL has no `NULL`'],
  ])('is warned of where quotes are missing: %s', (text, message) => {
    expect(inspected(text).warnings.map((one) => one.message)).toEqual([expect.stringContaining(message)]);
  });
});

test.each(["SUBSTRING(subject, INT(x), -1) = ''", "SUBSTRING(type, INT(x), INT(y)) = 'a'"])(
  'a length below zero is warned of where the position may be 0: %s', (text) => {
    expect(warningsOf(`EXISTS subject AND EXISTS x AND EXISTS y AND ${text}`)).toEqual(['cesql-substring-length']);
  });

test.each([
  "UPPER(type) = 'a\\b%'", 'UPPER(type) = "it\'s"', 'TRIM(type) = "a\' "', "EXISTS subject AND subject = ''", "LENGTH(type) = '+5'",
  "NOT type = 'a\"'", "NOT type LIKE 'a\\%b_'", "NOT type IN ('a', \"it's\")", "type = 'a' AND type = 'b' OR type = 'c'", 'type',
  'LENGTH(type)', '-(LENGTH(type))', 'region', "time = '2026-01-31T10:00:00.000Z'", "STARTSWITH(type, 'a')", "ENDS_WITH(type, 'a')",
  "CONTAINS(type, 'a')", 'LEN(type) = 5', "TO_UPPER(type) = 'A'",
  "NOT (NOT (type LIKE 'a')) AND BOOL(-(type LIKE 'b')) OR id = '2'", "NOT type = 'a' AND source = 'b' OR id = 'c'",
])('proposes what parses: %s', (text) => {
  const { problem, warnings } = inspected(text);
  const told = problem === undefined ? warnings.map(({ message }) => message.slice(message.indexOf(': write'))) : [problem.fix];
  const proposals = told.flatMap((one) => [...one.matchAll(/`([^`]+)`/g)]
    .map(([, proposal = '']) => proposal.replace("'...'", "'a'"))).filter((one) => !/^(AND|OR|XOR|NOT|true|false)$/.test(one));

  expect(proposals).not.toEqual([]);
  for (const proposal of proposals) expect([proposal, parse(proposal).fault]).toEqual([proposal, undefined]);
});

describe('an expression as long and as deep as they may be', () => {
  const many = (count: number, part: (index: number) => string, separator: string) =>
    Array.from({ length: count }, (_, index) => part(index)).join(separator);

  test.each([
    ['a chain of conditions on one attribute', many(490, (index) => `region IN ('a${index}', 'b', 'c') `, 'OR '), undefined],
    ['a chain of patterns of one attribute', many(490, (index) => `type LIKE '%${index}%'`, ' AND '), undefined],
    ['a chain of values that exclude each other', many(490, (index) => `type = 'a${index}'`, ' AND '), 'KN-FLT-010'],
    ['a chain of guards', many(240, (index) => `EXISTS a${index}x AND a${index}x = 5`, ' AND '), undefined],
    ['parentheses', `${'('.repeat(490)}type = 'a'${many(490, (index) => ` ${index % 2 === 0 ? 'AND' : 'OR'} a${index}x = 1)`, '')}`, undefined],
    ['functions of constants', `${"CONCAT('a', ".repeat(490)}'b'${')'.repeat(490)} = 'a'`, 'KN-FLT-010'],
    ['a large set', `type IN (${many(9000, () => "'a'", ', ')})`, undefined],
    ['many arguments', `CONCAT(${many(9000, () => "'abc'", ', ')}) = 'a'`, 'KN-FLT-010'],
  ])('is inspected: %s', (_, text, code) => {
    expect(inspected(text).problem?.code).toBe(code);
  });

  const nested = (count: number) => Array.from({ length: count }).reduce<string>((inside, _, index) =>
    `(EXISTS type AND a${index}x = 'b' OR ${inside})`, "type = 'c'");

  test.each<[string, number, (count: number) => string]>([
    ['mixed operators inside of each other', 60, nested],
    ['attributes that an event may lack', 120, (count) => many(count, (index) => `a${index}x = 5`, ' OR ')],
    ['attributes in a set', 2000, (count) => `type IN (${many(count, (index) => `a${index}x`, ', ')})`],
    ['NOT before comparisons', 2000, (count) => `type IN (${many(count, () => 'NOT y = TRUE', ', ')})`],
    ['lengths below zero', 500, (count) => `type IN (${many(count, () => 'SUBSTRING(type, 1, LENGTH(id) - 5)', ', ')})`],
    ['comparisons that never hold', 120, (count) => many(count, () => "type = ''", ' OR ')],
    ['comparisons that always hold', 120, (count) => many(count, () => "type NOT LIKE ''", ' AND ')],
  ])('takes work that grows with its length: %s', (_, count, text) => {
    const [small, large] = [work(text(count)), work(text(2 * count))];

    expect(large.visits).toBeLessThanOrEqual(2 * small.visits + 2);
    expect(large.located).toBeLessThanOrEqual(64);
    expect(large.told).toBeLessThanOrEqual(16_000);
  });

  /** How many parts are looked at and located, and how much is said. */
  function work(text: string) {
    const of = jest.spyOn(Outcomes.prototype, 'of');
    const locate = jest.spyOn(Source.prototype, 'locate');
    const { problem, warnings } = inspected(text);
    const told = JSON.stringify([problem?.message, problem?.fix, warnings]).length;
    const counts = { visits: of.mock.calls.length, located: locate.mock.calls.length, told };
    jest.restoreAllMocks();
    return counts;
  }
});

test.each([
  ["type = 'a'", 4, 'type'],
  ["NOT (type IN (1, 2)) AND (id = 5 OR source LIKE 'a')", 20, 'type NOT IN (1, 2)'],
])('a part is printed no further than it is needed: %s', (text, most, beginning) => {
  const { expression } = parse(text);
  if (expression === undefined) throw new Error(text);

  expect(printed(expression, most).startsWith(beginning)).toBe(true);
  expect(printed(expression, most).length).toBeLessThan(most + 20);
});
