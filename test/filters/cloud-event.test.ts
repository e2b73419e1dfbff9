import { CloudEvent, type CloudEventV1, HTTP, type Message } from 'cloudevents';
import { Cesql } from '../../lib/cesql';
import { AttributesFilter, Filter, type FilterEvent } from '../../lib/filters';

interface Order {
  readonly total: number;
}

const TIME = '2026-01-31T10:00:00.000Z';
const ATTRIBUTES = {
  id: '1', type: 'order.paid', source: '/shop', subject: 'eu/17', time: TIME, dataschema: 'https://example.com/order',
  datacontenttype: 'application/json', region: 'eu', count: 5, urgent: true, due: new Date(TIME), data: { total: 12 },
};

/** What a receiver has of a message over HTTP. */
function received(message: Message<unknown>): CloudEventV1<unknown> {
  const event = HTTP.toEvent(message);
  if (Array.isArray(event)) throw new Error('one event was sent');
  return event;
}

const sent = new CloudEvent<Order>(ATTRIBUTES);
const plain: CloudEventV1<Order> = { specversion: '1.0', ...ATTRIBUTES };

describe.each<[string, FilterEvent]>([
  ['an instance of the class', sent],
  ['an object of the interface', plain],
  ['what comes out of an instance as JSON', sent.toJSON()],
  ['a copy with another id', sent.cloneWith({ id: '2' })],
  ['what HTTP carries in headers', received(HTTP.binary(sent))],
  ['what HTTP carries in its body', received(HTTP.structured(sent))],
])('an event of the package cloudevents, %s,', (_, event) => {
  const subject = Cesql.attribute('subject');
  const count = Cesql.attribute('count').toInteger();

  test.each<[string, Filter | AttributesFilter, boolean]>([
    ['exact', Filter.exact({ type: 'order.paid', source: '/shop', region: 'eu' }), true],
    ['exact with an extension that is a number', Filter.exact({ count: '5', urgent: 'true' }), true],
    ['exact with a time', Filter.exact({ time: '2026-01-31T10:00:00Z' }), true],
    ['exact with another value', Filter.exact({ region: 'us' }), false],
    ['exact with the version', Filter.exact({ specversion: '1.0', datacontenttype: 'application/json' }), true],
    ['exact with an absent extension', Filter.exact({ tenant: 'acme' }), false],
    ['the name of a method', Filter.prefix({ emit: 'a' }), false],
    ['prefix', Filter.prefix({ subject: 'eu/', dataschema: 'https:' }), true],
    ['suffix', Filter.suffix({ type: '.paid' }), true],
    ['all', Filter.all(Filter.exact({ region: 'eu' }), Filter.not(Filter.prefix({ type: 'trade.' }))), true],
    ['any', Filter.any(Filter.exact({ region: 'us' }), Filter.suffix({ subject: '17' })), true],
    ['cesql', Filter.cesql("type LIKE 'order.%' AND urgent AND count = 5"), true],
    ['cesql with a wrong number', Filter.cesql('count > 5'), false],
    ['cesql that is built', Filter.where(subject.existsAnd((value) => value.startsWith('eu/')).and(count.atLeast(5))), true],
    ['cesql with an absent extension', Filter.where(Cesql.attribute('tenant').notEquals('acme')), false],
    ['the older form', AttributesFilter.of({ type: 'order.paid', region: 'eu', subject: '' }), true],
    ['the older form with another value', AttributesFilter.of({ type: 'order.lost' }), false],
  ])('meets %s', (__, filter, expected) => {
    expect(filter.matches(event)).toBe(expected);
  });
});

test('an event of the package needs no more attributes than it has', () => {
  const event = new CloudEvent({ type: 'order.paid', source: '/shop' });

  expect(Filter.exact({ subject: 'eu/17' }).matches(event)).toBe(false);
  expect(Filter.where(Cesql.attribute('subject').exists()).matches(event)).toBe(false);
  expect(Filter.where(Cesql.attribute('subject').exists().not()).matches(event)).toBe(true);
});

test('an event with binary data is one like any other', () => {
  const event = new CloudEvent({
    type: 'order.paid', source: '/shop', datacontenttype: 'application/octet-stream', data_base64: 'AAEC',
  });

  expect(Filter.where(Cesql.attribute('datacontenttype').like('application/%')).matches(event)).toBe(true);
  expect(AttributesFilter.of({ datacontenttype: 'application/octet-stream' }).matches(event)).toBe(true);
});
