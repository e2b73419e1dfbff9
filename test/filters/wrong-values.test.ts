import { Cesql } from '../../lib/cesql';
import { KnativeError } from '../../lib/core';
import { AttributesFilter, Filter, type FilterEvent } from '../../lib/filters';

/** What a program in JavaScript passes. */
function past<T>(value: unknown): T {
  return value as T;
}

function refusal(run: () => unknown): KnativeError | undefined {
  try {
    run();
  } catch (error) {
    if (error instanceof KnativeError) return error;
    throw error;
  }
  return undefined;
}

const PAID = Filter.exact({ type: 'order.paid' });
const CONDITION = Cesql.attribute('type').equals('order.paid');

describe('from JavaScript, a filter', () => {
  test.each<[string, () => Filter | AttributesFilter, string, string, string]>([
    ['all of a list', () => Filter.all(past([PAID])), 'KN-FLT-004', 'a list', '`Filter.all(...filters)`'],
    ['any of a list', () => Filter.any(past([PAID, PAID])), 'KN-FLT-004', 'a list', '`Filter.any(...filters)`'],
    ['not of a list', () => Filter.not(past([PAID])), 'KN-FLT-004', 'a list', 'Filter.not(Filter.any(...filters))'],
    ['any of a condition', () => Filter.any(PAID, past(CONDITION)), 'KN-FLT-004', "the condition `type = 'order.paid'`",
      '`Filter.any(Filter.where(condition))`'],
    ['all of a text', () => Filter.all(past("type = 'a'")), 'KN-FLT-004', "`type = 'a'`", 'Filter.cesql(text)'],
    ['all of the older form', () => Filter.all(past(AttributesFilter.of({ type: 'a' }))), 'KN-FLT-004', 'an `AttributesFilter`',
      'Filter.exact'],
    ['all with a hole', () => Filter.all(PAID, past(undefined)), 'KN-FLT-004', '`undefined`', 'Filter.exact'],
    ['all of attributes', () => Filter.all(past({ type: 'a' })), 'KN-FLT-004', 'is no filter', 'Filter.all(Filter.exact('],
    ['not of nothing', () => Filter.not(past(undefined)), 'KN-FLT-004', '`undefined`', '`Filter.not(Filter.exact('],
    ['where nothing', () => Filter.where(past(undefined)), 'KN-FLT-005', '`undefined`', 'Filter.where(Cesql.attribute('],
    ['where null', () => Filter.where(past(null)), 'KN-FLT-005', '`null`', 'Filter.where(Cesql.attribute('],
    ['where a text', () => Filter.where(past("type = 'a'")), 'KN-FLT-005', "`type = 'a'`", '`Filter.cesql(...)`'],
    ['where a filter', () => Filter.where(past(PAID)), 'KN-FLT-005', 'a filter', 'without `Filter.where`'],
    ['where a list', () => Filter.where(past([CONDITION])), 'KN-FLT-005', 'a list', 'Cesql.all(...conditions)'],
    ['where a function', () => Filter.where(past(() => CONDITION)), 'KN-FLT-005', 'a function', 'Filter.where(Cesql.attribute('],
    ['cesql of a condition', () => Filter.cesql(past(CONDITION)), 'KN-FLT-005', "the condition `type = 'order.paid'`",
      '`Filter.where(condition)`'],
    ['cesql of a filter', () => Filter.cesql(past(PAID)), 'KN-FLT-005', 'a filter', 'without `Filter.cesql`'],
    ['cesql of nothing', () => Filter.cesql(past(undefined)), 'KN-FLT-005', '`undefined`', 'Filter.cesql("type LIKE'],
    ['exact null', () => Filter.exact(past(null)), 'KN-FLT-001', '`null`', '`Filter.exact({ type:'],
    ['prefix of nothing', () => Filter.prefix(past(undefined)), 'KN-FLT-001', '`undefined`', '`Filter.prefix({ type:'],
    ['suffix of a text', () => Filter.suffix(past('paid')), 'KN-FLT-001', '`paid`', '`Filter.suffix({ type:'],
    ['exact of a list', () => Filter.exact(past([{ type: 'a' }])), 'KN-FLT-001', 'a list', '`Filter.exact({ type:'],
    ['exact of a filter', () => Filter.exact(past(PAID)), 'KN-FLT-001', 'a filter', '`Filter.exact({ type:'],
    ['exact of a condition', () => Filter.exact(past(CONDITION)), 'KN-FLT-001', 'the condition', '`Filter.exact({ type:'],
    ['the older form of null', () => AttributesFilter.of(past(null)), 'KN-FLT-001', '`null`', '`AttributesFilter.of({ type:'],
  ])('fails with a code: %s', (_, make, code, message, fix) => {
    const error = refusal(make);

    expect(error?.code).toBe(code);
    expect(error?.message).toContain(message);
    expect(error?.message).not.toMatch(/_binding|dialect/);
    expect(error?.fix).toContain(fix);
  });

  test.each<[string, () => Filter | AttributesFilter, string]>([
    ['one of two types', () => Filter.exact({ type: past(['a', 'b']) }),
      "write `Filter.any(Filter.exact({ type: 'a' }), Filter.exact({ type: 'b' }))`, or `Filter.cesql(\"type IN ('a', 'b')\")`"],
    ['one of several extensions', () => Filter.exact({ region: past(['a', 'b', 'c', 'd']) }),
      "`Filter.cesql(\"EXISTS region AND region IN ('a', 'b', 'c', ...)\")`"],
    ['one of two beginnings', () => Filter.prefix({ type: past(['a.', "b'"]) }),
      "write `Filter.any(Filter.prefix({ type: 'a.' }), Filter.prefix({ type: \"b'\" }))`"],
    ['one of two in the older form', () => AttributesFilter.of({ type: past(['a', 'b']) }), "Filter.any(Filter.exact({ type: 'a' })"],
    ['one of none', () => Filter.exact({ type: past([]) }), "Filter.any(Filter.exact({ type: 'a' })"],
    ['a number', () => Filter.exact({ n: past(5) }), "write `{ n: '5' }`"],
    ['null', () => Filter.exact({ n: past(null) }), "write `{ n: 'a' }`, for example"],
    ['a regular expression', () => Filter.exact({ n: past(/^a/) }), "EXISTS n AND n LIKE 'a%'"],
  ])('fails with what is meant by %s', (_, make, fix) => {
    const error = refusal(make);

    expect(error?.code).toBe('KN-FLT-002');
    expect(error?.fix).toContain(fix);
  });

  test('is refused an empty value with a fix that is taken', () => {
    expect(refusal(() => Filter.exact({ type: '' }))?.fix).toBe('leave it out: every event has `type`');
    expect(refusal(() => Filter.exact({ region: '' }))?.fix).toContain("Filter.cesql('EXISTS region')");
  });
});

describe('what is no event', () => {
  const cases: [string, unknown, string][] = [
    ['null', null, 'com.example.order'],
    ['nothing', undefined, 'com.example.order'],
    ['a number', 5, 'com.example.order'],
    ['a function', () => ({ type: 'a' }), 'com.example.order'],
    ['an event as JSON', '{"type":"a"}', '`JSON.parse(text)`'],
    ['a list of events', [{ type: 'a' }], 'events.filter('],
    ['a promise of an event', Promise.resolve({ type: 'a' }), 'await event'],
    ['an HTTP message', { headers: { 'ce-type': 'a' }, body: '{}' }, '`HTTP.toEvent(message)`'],
    ['an HTTP message with headers alone', { headers: {} }, '`HTTP.toEvent(message)`'],
    ['a parsed body', { body: { type: 'a' } }, '`HTTP.toEvent(message)`'],
    ['headers', { 'host': 'a', 'content-type': 'text/plain', 'ce-type': 'a' }, 'name it `type`'],
    ['headers with capitals', { 'CE-Type': 'a' }, 'name it `type`'],
    ['headers of Kafka', { ce_type: 'a' }, 'name it `type`'],
    ['properties of AMQP', { 'cloudEvents:type': 'a' }, 'name it `type`'],
    ['a name with a capital', { Type: 'a' }, 'name it `type`'],
    ['a name of several words', { region: 'eu', orderId: '1' }, 'name it `orderid`'],
    ['a name of signs', { '-': 'a' }, 'com.example.order'],
  ];
  const filters = [PAID, Filter.not(PAID), Filter.where(CONDITION), AttributesFilter.of({ type: 'a' })];

  test.each(cases)('fails with a code: %s', (_, event, fix) => {
    for (const filter of filters) {
      const error = refusal(() => filter.matches(past<FilterEvent>(event)));
      expect(error?.code).toBe('KN-FLT-013');
      expect(error?.fix).toContain(fix);
    }
  });

  test.each<[string, FilterEvent]>([
    ['nothing', {}],
    ['one extension', { region: 'eu' }],
    ['data alone', { data: { total: 5 }, data_base64: 'AAEC' }],
    ['an id, and what is no attribute', { id: '1', dataType: 'a' }],
    ['a version', { 'specversion': '1.0', 'ce-a': 'b' }],
    ['methods', { toJSON: () => ({}), region: 'eu' }],
    ['extensions of the names of an HTTP message', { headers: 'a', body: 'b' }],
    ['what its class keeps for itself', { _shared: true, region: 'eu' }],
  ])('is not a part of an event with %s', (_, event) => {
    for (const filter of filters) expect(refusal(() => filter.matches(event))).toBeUndefined();
  });
});

test.each([
  ['a fraction', { n: 12.5 }, true, '12'],
  ['a number beyond 32 bits', { n: 3e9 }, false, '3000000000'],
  ['an infinite number', { n: Infinity }, false, 'Infinity'],
  ['bytes', { n: Uint8Array.of(0, 1, 2) }, true, 'AAEC'],
])('all dialects see the same of %s', (_, event, isThere, text) => {
  expect(Filter.cesql('EXISTS n').matches(event)).toBe(isThere);
  expect(Filter.cesql(`EXISTS n AND n = '${text}'`).matches(event)).toBe(isThere);
  expect(Filter.exact({ n: text }).matches(event)).toBe(isThere);
  expect(Filter.prefix({ n: text }).matches(event)).toBe(isThere);
  expect(AttributesFilter.of({ n: '' }).matches(event)).toBe(isThere);
});

test('no secrets at all recognise no reply', () => {
  const filter = Filter._ofRequestReply('KN_VERIFY_CORRELATION_ID(replyid, "ask", "shop", "keys", 0, 1)');

  expect(filter.matches({ type: 'a', replyid: 'a:b:0' }, { secrets: past(null) })).toBe(false);
});
