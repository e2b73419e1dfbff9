import { Cesql } from '../../lib/cesql';
import { KnativeError } from '../../lib/core';
import { Filter, type FilterEvent } from '../../lib/filters';

const EVENT: FilterEvent = {
  specversion: '1.0', id: '1', source: '/shop/eu', type: 'order.paid', subject: 'order/17', region: 'eu',
};

describe('a filter', () => {
  test.each([
    ['exact', Filter.exact({ type: 'order.paid', source: '/shop' }), { exact: { type: 'order.paid', source: '/shop' } }],
    ['prefix', Filter.prefix({ type: 'order.' }), { prefix: { type: 'order.' } }],
    ['suffix', Filter.suffix({ type: '.paid' }), { suffix: { type: '.paid' } }],
    ['all', Filter.all(Filter.exact({ a: '1' }), Filter.exact({ b: '2' })),
      { all: [{ exact: { a: '1' } }, { exact: { b: '2' } }] }],
    ['any', Filter.any(Filter.exact({ a: '1' })), { any: [{ exact: { a: '1' } }] }],
    ['not', Filter.not(Filter.any(Filter.suffix({ a: '1' }))), { not: { any: [{ suffix: { a: '1' } }] } }],
    ['cesql', Filter.cesql("type LIKE 'order.%'"), { cesql: "type LIKE 'order.%'" }],
  ])('writes the dialect %s', (_, filter, rendered) => {
    expect(filter._render()).toEqual(rendered);
  });

  test('is not changed by what becomes of the values it was made of', () => {
    const attributes: Record<string, string> = { type: 'order.paid' };
    const filters = [Filter.exact(attributes)];
    const filter = Filter.all(...filters);

    attributes.type = 'order.lost';
    filters.push(Filter.exact({ a: '1' }));

    expect(filter._render()).toEqual({ all: [{ exact: { type: 'order.paid' } }] });
  });

  test('hands out a copy of what it holds', () => {
    const filter = Filter.exact({ type: 'order.paid' });

    Object.assign(filter._render().exact as object, { type: 'order.lost' });

    expect(filter._render()).toEqual({ exact: { type: 'order.paid' } });
  });

  test.each([
    ['the order of attributes', Filter.exact({ a: '1', b: '2' }), Filter.exact({ b: '2', a: '1' }), true],
    ['the order of attributes inside', Filter.not(Filter.prefix({ a: '1', b: '2' })),
      Filter.not(Filter.prefix({ b: '2', a: '1' })), true],
    ['a value', Filter.exact({ a: '1' }), Filter.exact({ a: '2' }), false],
    ['a further attribute', Filter.exact({ a: '1' }), Filter.exact({ a: '1', b: '2' }), false],
    ['the dialect', Filter.prefix({ a: '1' }), Filter.suffix({ a: '1' }), false],
    ['the order of filters', Filter.any(Filter.exact({ a: '1' }), Filter.exact({ b: '1' })),
      Filter.any(Filter.exact({ b: '1' }), Filter.exact({ a: '1' })), false],
  ])('is compared by value: %s', (_, one, other, equal) => {
    expect(one.equals(other)).toBe(equal);
    expect(other.equals(one)).toBe(equal);
  });
});

describe('a filter that cannot be', () => {
  test.each<[string, () => Filter, string]>([
    ['exact without attributes', () => Filter.exact({}), 'KN-FLT-001'],
    ['prefix without attributes', () => Filter.prefix({}), 'KN-FLT-001'],
    ['suffix without attributes', () => Filter.suffix({}), 'KN-FLT-001'],
    ['an empty value of exact', () => Filter.exact({ type: '' }), 'KN-FLT-002'],
    ['an empty value of prefix', () => Filter.prefix({ type: '' }), 'KN-FLT-002'],
    ['an empty value of suffix', () => Filter.suffix({ type: '' }), 'KN-FLT-002'],
    ['an empty value among others', () => Filter.exact({ source: '/a', type: '' }), 'KN-FLT-002'],
    ['a number', () => Filter.exact({ priority: 5 as unknown as string }), 'KN-FLT-002'],
    ['no value', () => Filter.exact({ type: undefined as unknown as string }), 'KN-FLT-002'],
    ['capitals', () => Filter.exact({ orderId: '1' }), 'KN-FLT-003'],
    ['a dash', () => Filter.prefix({ 'order-id': '1' }), 'KN-FLT-003'],
    ['a dot', () => Filter.suffix({ 'order.id': '1' }), 'KN-FLT-003'],
    ['an underscore', () => Filter.exact({ data_base64: '1' }), 'KN-FLT-003'],
    ['a digit first', () => Filter.exact({ '1a': '1' }), 'KN-FLT-003'],
    ['an empty name', () => Filter.exact({ '': '1' }), 'KN-FLT-003'],
    ['a line end after the name', () => Filter.exact({ 'type\n': '1' }), 'KN-FLT-003'],
    ['the data', () => Filter.exact({ data: '1' }), 'KN-FLT-003'],
    ['all of nothing', () => Filter.all(), 'KN-FLT-004'],
    ['any of nothing', () => Filter.any(), 'KN-FLT-004'],
    ['an empty expression', () => Filter.cesql(''), 'KN-FLT-005'],
    ['a blank expression', () => Filter.cesql(' \n'), 'KN-FLT-005'],
    ['an expression that does not parse', () => Filter.cesql('type ='), 'KN-FLT-007'],
    ['an expression that is no text', () => Filter.cesql(5 as unknown as string), 'KN-FLT-005'],
    ['an expression that is no boolean', () => Filter.cesql('type'), 'KN-FLT-008'],
    ['a function that there is not', () => Filter.cesql("STARTSWITH(type, 'a')"), 'KN-FLT-009'],
    ['a comparison that never holds', () => Filter.cesql("NOT type = 'a'"), 'KN-FLT-010'],
    ['what always fails', () => Filter.cesql('5 / 0 = 1'), 'KN-FLT-011'],
    ['the function of a RequestReply', () => Filter.cesql("KN_VERIFY_CORRELATION_ID(a, 'b', 'c', 'd', 0, 1)"), 'KN-FLT-012'],
    ['a built condition that never holds', () => Filter.where(Cesql.attribute('type').upper().equals('a')), 'KN-FLT-010'],
  ])('fails on %s', (_, make, code) => {
    expect(make).toThrow(KnativeError);
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  test('fails with the name that is meant', () => {
    expect(() => Filter.exact({ orderId: '1' })).toThrow(
      'KN-FLT-003 `orderId` is no CloudEvents attribute name; allowed: lower-case letters and digits, a letter first; '
      + 'write `orderid`, for example',
    );
  });
});

test.each([
  ['type =', 'KN-FLT-007 `type =` is not a valid CESQL expression: at its end, line 1, column 7, there should be an attribute'],
  ["type = 'a'\nAND source == 1", '`=`, line 2, column 13, there should be'],
  ['1+1 = 2', '`+1`, line 1, column 2, there should be an operator with spaces around it'],
])('an expression that does not parse fails with what should stand where: %j', (text, words) => {
  expect(() => Filter.cesql(text)).toThrow(words);
});

test.each([
  ["type = '" + 'b'.repeat(65_536) + "'", 'is longer than this library reads'],
  [Array.from({ length: 502 }, () => 'EXISTS a').join(' AND '), 'is more deeply nested than this library reads'],
])('an expression that Knative might parse fails by a limit, and nothing is said of its grammar: %#', (text, words) => {
  expect(() => Filter.cesql(text)).toThrow(expect.objectContaining({ code: 'KN-FLT-007' }));
  expect(() => Filter.cesql(text)).toThrow(words);
  expect(() => Filter.cesql(text)).toThrow('write several filters in `Filter.any(...)` or `Filter.all(...)`');
  expect(() => Filter.cesql(text)).not.toThrow(/valid|parse|grammar/);
});

test('says what its expressions may do that was not meant, wherever they stand in it', () => {
  const filter = Filter.any(Filter.not(Filter.cesql('region = 1')), Filter.exact({ type: 'a' }), Filter.all(Filter.cesql('TRUE')));

  expect(filter._warnings().map(({ id }) => id)).toEqual(['cesql-absent-attribute', 'cesql-always-true']);
});

describe('whether an event matches', () => {
  test.each<[string, Filter, FilterEvent, boolean]>([
    ['the value is the same', Filter.exact({ type: 'order.paid' }), EVENT, true],
    ['values are compared letter for letter', Filter.exact({ type: 'Order.paid' }), EVENT, false],
    ['every attribute has to match', Filter.exact({ type: 'order.paid', source: '/other' }), EVENT, false],
    ['the value begins so', Filter.prefix({ type: 'order.' }), EVENT, true],
    ['a prefix may be the whole value', Filter.prefix({ type: 'order.paid' }), EVENT, true],
    ['a prefix is not looked for inside', Filter.prefix({ type: 'paid' }), EVENT, false],
    ['the value ends so', Filter.suffix({ type: '.paid' }), EVENT, true],
    ['a suffix is not looked for inside', Filter.suffix({ type: 'order' }), EVENT, false],
    ['extensions are attributes', Filter.exact({ region: 'eu' }), EVENT, true],
    ['an absent extension does not match', Filter.prefix({ nothing: 'a' }), EVENT, false],
    ['what does not match is let through by not', Filter.not(Filter.exact({ nothing: 'a' })), EVENT, true],
    ['an absent subject is an empty text', Filter.suffix({ subject: 'a' }), { ...EVENT, subject: undefined }, false],
    ['null is absent', Filter.exact({ region: 'null' }), { ...EVENT, region: null }, false],
    ['an empty extension does not match', Filter.prefix({ region: 'e' }), { ...EVENT, region: '' }, false],
    ['data is not looked at', Filter.exact({ amount: '5' }), { ...EVENT, data: { amount: '5' } }, false],
    ['what objects inherit is no attribute', Filter.prefix({ constructor: 'f' }), EVENT, false],
  ])('%s', (_, filter, event, matches) => {
    expect(filter.matches(event)).toBe(matches);
  });

  test.each<[string, Filter, FilterEvent, boolean]>([
    ['a number is compared in its string form', Filter.exact({ n: '5' }), { n: 5 }, true],
    ['also by its beginning', Filter.prefix({ n: '-' }), { n: -12 }, true],
    ['zero has no sign', Filter.exact({ n: '0' }), { n: -0 }, true],
    ['the SDK cuts a fraction off', Filter.exact({ n: '1' }), { n: 1.7 }, true],
    ['what is no number is absent', Filter.exact({ n: 'NaN' }), { n: Number.NaN }, false],
    ['a large integer is written with all of its digits', Filter.exact({ n: '2147483647' }), { n: 2147483647n }, true],
    ['no number of 32 bits is absent', Filter.exact({ n: '2147483648' }), { n: 2147483648 }, false],
    ['also where it is below them', Filter.exact({ n: '-9007199254740993' }), { n: -9007199254740993n }, false],
    ['bytes are compared as base64', Filter.exact({ n: 'AAEC' }), { n: Uint8Array.of(0, 1, 2) }, true],
    ['a boolean is compared in its string form', Filter.exact({ b: 'true' }), { b: true }, true],
    ['false is a value like any other', Filter.suffix({ b: 'se' }), { b: false }, true],
    ['a list is no CloudEvents value', Filter.exact({ l: 'a' }), { l: ['a'] }, false],
    ['an object is no CloudEvents value', Filter.prefix({ o: '[' }), { o: {} }, false],
    ['a date is compared as RFC 3339', Filter.exact({ due: '2026-01-31T10:00:00Z' }),
      { due: new Date('2026-01-31T10:00:00.000Z') }, true],
    ['a date that is none is absent', Filter.prefix({ due: 'I' }), { due: new Date('nonsense') }, false],
  ])('%s', (_, filter, event, matches) => {
    expect(filter.matches({ ...EVENT, ...event })).toBe(matches);
  });

  test.each<[string, string, unknown, boolean]>([
    ['as it is written', '2026-01-31T10:00:00Z', '2026-01-31T10:00:00Z', true],
    ['without zeros at the end of its fraction', '2026-01-31T10:00:00.5Z', '2026-01-31T10:00:00.500Z', true],
    ['without a fraction of zeros', '2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z', true],
    ['to the nanosecond', '2026-01-31T10:00:00.123456789Z', '2026-01-31T10:00:00.1234567891Z', true],
    ['with Z for UTC', '2026-01-31T10:00:00Z', '2026-01-31T10:00:00+00:00', true],
    ['in its own offset', '2026-01-31T10:00:00+01:00', '2026-01-31T10:00:00+01:00', true],
    ['not converted to UTC', '2026-01-31T09:00:00Z', '2026-01-31T10:00:00+01:00', false],
    ['from a date', '2026-01-31T10:00:00.25Z', new Date('2026-01-31T10:00:00.250Z'), true],
    ['as Go\'s zero time where it is absent', '0001-01-01T00:00:00Z', undefined, true],
  ])('the time is compared %s', (_, wanted, given, matches) => {
    expect(Filter.exact({ time: wanted }).matches({ ...EVENT, time: given })).toBe(matches);
  });

  test.each<[string, Filter, FilterEvent, boolean]>([
    ['an event is of version 1.0 unless it says 0.3', Filter.exact({ specversion: '1.0' }), { type: 'a' }, true],
    ['version 0.3', Filter.exact({ specversion: '0.3' }), { specversion: '0.3' }, true],
    ['schemaurl is dataschema', Filter.exact({ schemaurl: 'http://a' }), { dataschema: 'http://a' }, true],
    ['an extension schemaurl is not found', Filter.exact({ schemaurl: 'http://a' }), { schemaurl: 'http://a' }, false],
    ['dataschema was schemaurl in version 0.3', Filter.exact({ dataschema: 'http://a' }),
      { specversion: '0.3', schemaurl: 'http://a' }, true],
    ['the media type is the content type without parameters', Filter.exact({ datamediatype: 'text/plain' }),
      { datacontenttype: ' text/plain ; charset=utf-8' }, true],
    ['a content type without parameters is the media type', Filter.exact({ datamediatype: 'text/plain' }),
      { datacontenttype: 'text/plain' }, true],
    ['version 1.0 has no content encoding', Filter.exact({ datacontentencoding: 'base64' }),
      { specversion: '1.0', datacontentencoding: 'base64' }, false],
    ['version 0.3 has one', Filter.exact({ datacontentencoding: 'base64' }),
      { specversion: '0.3', datacontentencoding: 'base64' }, true],
  ])('%s', (_, filter, event, matches) => {
    expect(filter.matches(event)).toBe(matches);
  });

  const YES = Filter.exact({ type: 'order.paid' });
  const NO = Filter.exact({ type: 'order.lost' });
  test.each<[string, Filter, boolean]>([
    ['all of two that match', Filter.all(YES, YES), true],
    ['all with one that does not', Filter.all(YES, NO), false],
    ['any with one that matches', Filter.any(NO, YES), true],
    ['any of two that do not match', Filter.any(NO, NO), false],
    ['one alone in all', Filter.all(NO), false],
    ['one alone in any', Filter.any(NO), false],
    ['not of one that matches', Filter.not(YES), false],
    ['not twice', Filter.not(Filter.not(YES)), true],
    ['three levels', Filter.any(NO, Filter.all(YES, Filter.not(NO))), true],
  ])('nested: %s', (_, filter, matches) => {
    expect(filter.matches(EVENT)).toBe(matches);
  });

  const FAILS = Filter.cesql('INT(nothing) = 1');
  // On an event of this type the filter of a broker panics: a text of ten bytes less eleven.
  const PANICS = Filter.cesql("SUBSTRING(type, 1, LENGTH(type) - 11) = 'a'");
  test.each<[string, Filter, boolean]>([
    ['that is true', Filter.cesql("type LIKE 'order.%' AND EXISTS region"), true],
    ['that is false', Filter.cesql("type = 'order.lost'"), false],
    ['that fails', FAILS, false],
    ['that fails, turned around', Filter.not(FAILS), true],
    ['that fails, beside one that matches', Filter.any(FAILS, YES), true],
    ['that panics', PANICS, false],
    ['that panics, turned around', Filter.not(PANICS), false],
    ['that panics, turned around twice', Filter.not(Filter.not(PANICS)), false],
    ['that panics, before one that matches', Filter.any(PANICS, YES), false],
    ['that panics, behind one that decides', Filter.any(YES, PANICS), true],
    ['that panics, behind one that decides against', Filter.not(Filter.all(NO, PANICS)), true],
    ['that panics, among others that match', Filter.all(YES, PANICS), false],
    ['of a number', Filter.cesql('EXISTS n AND n > 5'), false],
  ])('an expression %s', (_, filter, matches) => {
    expect(filter.matches(EVENT)).toBe(matches);
  });

  test.each<[string, FilterEvent, boolean]>([
    ['LENGTH(subject) = 2', { subject: 'é' }, true],
    ['n + 1 = 6', { n: '5' }, true],
    ['n + 1 = 6', { n: 5 }, true],
    ['n AND TRUE', { n: true }, true],
    ["n = 'true'", { n: true }, true],
    ['n + 1 = 6', { n: 'five' }, false],
    ["EXISTS subject OR type = 'a'", { subject: '' }, false],
    ["time = '2026-01-31T10:00:00.5Z'", { time: new Date('2026-01-31T10:00:00.500Z') }, true],
    ["specversion = '1.0'", {}, true],
  ])('is what Go makes of %s', (text, event, matches) => {
    expect(Filter.cesql(text).matches({ ...EVENT, subject: undefined, ...event })).toBe(matches);
  });

  test('an expression of a RequestReply is answered with the keys of a test', () => {
    const filter = Filter._ofRequestReply('KN_VERIFY_CORRELATION_ID(replyid, "ask", "shop", "keys", 0, 1)');

    expect(filter.matches({ ...EVENT, replyid: 'a:b:0' })).toBe(false);
    expect(filter.matches({ ...EVENT, replyid: 'a:b:0' }, { secrets: { keys: {} } })).toBe(false);
    expect(filter.matches(EVENT)).toBe(false);
  });
});

describe('a Kafka broker', () => {
  test.each<[string, Filter]>([
    ['exact', Filter.exact({ type: 'a', subject: 'b', datacontenttype: 'c', region: 'eu' })],
    ['prefix and suffix on what every event has', Filter.all(Filter.prefix({ type: 'a' }), Filter.suffix({ source: 'b' }))],
    ['prefix on an extension', Filter.prefix({ region: 'e' })],
    ['prefix on an absent data schema', Filter.prefix({ dataschema: 'e' })],
    ['an expression', Filter.cesql('EXISTS subject')],
  ])('answers as others do: %s', (_, filter) => {
    expect(filter._kafkaDifferences()).toEqual([]);
  });

  test.each([
    [Filter.prefix({ subject: 'eu/' }), "EXISTS subject AND LEFT(subject, 3) = 'eu/'"],
    [Filter.suffix({ subject: '/1' }), "EXISTS subject AND RIGHT(subject, 2) = '/1'"],
    [Filter.prefix({ datacontenttype: 'text/' }), "EXISTS datacontenttype AND LEFT(datacontenttype, 5) = 'text/'"],
    [Filter.suffix({ datacontenttype: 'json' }), "EXISTS datacontenttype AND RIGHT(datacontenttype, 4) = 'json'"],
    [Filter.not(Filter.any(Filter.prefix({ subject: 'eu/' }))), "EXISTS subject AND LEFT(subject, 3) = 'eu/'"],
  ])('fails on an absent attribute that is asked for by a part (%#)', (filter, instead) => {
    expect(filter._kafkaDifferences()).toEqual([
      { id: 'kafka-filter-absent-attribute', refused: true, message: expect.stringContaining(instead) },
    ]);
  });

  test.each([
    [Filter.prefix({ subject: "it's 5%_" }), "it's 5%_ and more"], [Filter.suffix({ subject: '"%a' }), 'more "%a'],
    [Filter.prefix({ subject: 'é/' }), 'é/1'], [Filter.suffix({ subject: '/é' }), '1/é'],
  ])('is offered a condition that a filter can be, and that means the same (%#)', (filter, subject) => {
    const instead = /write `Filter\.cesql\((".*")\)`/.exec(filter._kafkaDifferences()[0]?.message ?? '')?.[1] ?? '""';
    const offered = Filter.cesql(JSON.parse(instead) as string);

    expect(offered._kafkaDifferences()).toEqual([]);
    expect([offered, filter].map((one) => one.matches({ ...EVENT, subject }))).toEqual([true, true]);
    expect([offered, filter].map((one) => one.matches({ ...EVENT, subject: 'other' }))).toEqual([false, false]);
  });

  test.each(['datamediatype', 'datacontentencoding'])('knows no attribute %s', (name) => {
    expect(Filter.exact({ [name]: 'a' })._kafkaDifferences())
      .toEqual([{ id: 'kafka-filter-attribute', refused: true, message: expect.stringContaining(name) }]);
  });

  test('compares the time in its own form', () => {
    expect(Filter.prefix({ time: '2026-' })._kafkaDifferences())
      .toEqual([{ id: 'kafka-filter-time', refused: false, message: expect.stringContaining('UTC') }]);
  });

  test('is said to differ once for one reason', () => {
    const filter = Filter.any(Filter.prefix({ subject: 'a' }), Filter.not(Filter.prefix({ subject: 'a' })),
      Filter.exact({ time: 'x' }));

    expect(filter._kafkaDifferences().map(({ id }) => id))
      .toEqual(['kafka-filter-absent-attribute', 'kafka-filter-time']);
  });
});
