import { Broker, EventType, type EventTypeProps, PingSource, Sink, SinkBinding, SinkBindingSubject, SubjectKind } from '../../lib';
import { byHand } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'EventType';
const TYPE = 'com.example.order.paid';
const eventType = byHand('eventing.knative.dev/v1beta2', kind, 'order-paid', { type: TYPE });

function withProps(props: EventTypeProps): VerdictRow['program'] {
  return (chart) => { new EventType(chart, 'order-paid', { type: TYPE, ...props }); };
}

/** Mistakes in the type. */
const TYPES: VerdictRow[] = [
  {
    kind, mistake: 'no type', refused: 'KN-EVT-001',
    program: (chart) => { new EventType(chart, 'order-paid', { description: 'an order was paid' }); },
    manifest: byHand('eventing.knative.dev/v1beta2', kind, 'order-paid', {})({ description: 'an order was paid' }),
    words: 'missing field(s): spec.type',
  },
  {
    kind, mistake: 'an empty type', refused: 'KN-EVT-001', program: withProps({ type: '' }),
    manifest: eventType({ type: '' }), words: 'missing field(s): spec.type',
  },
  {
    kind, mistake: 'a type of white space', refused: 'KN-EVT-001', program: withProps({ type: ' ' }),
    manifest: eventType({ type: ' ' }), stricter: 'no event has such a type, so that nobody finds the entry',
  },
  {
    kind, mistake: 'no type at a broker', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error the type is missing
      Broker.fromBrokerName(chart, 'broker', 'events').registerEventType('order-paid', { source: '/orders' });
    },
    manifest: byHand('eventing.knative.dev/v1beta2', kind, 'order-paid', {})({
      source: '/orders', reference: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' },
    }),
    words: 'missing field(s): spec.type',
  },
  {
    kind, mistake: 'no type for a source whose types nobody knows', refused: 'KN-EVT-001',
    program: (chart) => {
      new SinkBinding(chart, 'binding', {
        subject: SinkBindingSubject.named(SubjectKind.DEPLOYMENT, 'till'), sink: Sink.uri('https://events.example.com'),
      }).registerEventType('order-paid');
    },
    manifest: eventType({ type: '' }), words: 'missing field(s): spec.type',
  },
  {
    kind, mistake: 'a number as type', refused: 'compiler',
    // @ts-expect-error a type is a text
    program: withProps({ type: 1 }),
    manifest: eventType({ type: 1 }), words: '.spec.type: expected string',
  },
  {
    kind, mistake: 'attributes as the version v1beta3 has them', refused: 'compiler',
    // @ts-expect-error type and source are props of their own
    program: withProps({ attributes: [{ name: 'type', required: true, value: TYPE }] }),
    manifest: eventType({ attributes: [{ name: 'type', required: true, value: TYPE }] }),
    words: '.spec.attributes: field not declared in schema',
  },
];

/** Mistakes in what a URI is asked for, and the words of the server; none where it takes them. */
const URIS: readonly (readonly [mistake: string, uri: string, words?: string])[] = [
  ['without a scheme before its colon', '://orders', 'missing protocol scheme'],
  ['with a scheme that begins with a digit', '1st:orders', 'first path segment in URL cannot contain colon'],
  ['with a broken escape', '/orders%zz', 'invalid URL escape'],
  ['with a port in letters', 'http://example.com:port/', 'invalid port'],
  ['with an open bracket', 'http://[::1', "missing ']' in host"],
  ['with an escape in its host', 'http://example%41.com/', 'invalid URL escape'],
  ['with a space', 'the orders'],
  ['with angle brackets', '/orders/<id>'],
  ['with an umlaut', '/größe'],
  ['with a scheme in capitals', 'HTTP://example.com/orders'],
  ['with two fragments', '/orders#a#b'],
  ['that is empty', ''],
];

const URI_ROWS: VerdictRow[] = URIS.flatMap(([mistake, uri, words]) => (['source', 'schema'] as const).map((field) => ({
  kind, mistake: `a ${field} ${mistake}`, refused: 'KN-EVT-002', program: withProps({ [field]: uri }),
  manifest: eventType({ [field]: uri }),
  ...words === undefined
    ? { stricter: uri === '' ? 'the field is lost' : 'the URI is stored in another spelling, by which no event is found' }
    : { words },
} satisfies VerdictRow)));

/** Mistakes in the receiver. */
const RECEIVERS: VerdictRow[] = [
  {
    kind, mistake: 'an address as the receiver', refused: 'KN-EVT-003',
    program: withProps({ reference: Sink.uri('https://events.example.com') }),
    manifest: eventType({ reference: { uri: 'https://events.example.com' } }), words: '.spec.reference.uri: field not declared',
  },
  {
    kind, mistake: 'a receiver without a name', refused: 'KN-SNK-004',
    program: () => { Sink.reference({ apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: '' }); },
    manifest: eventType({ reference: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker' } }),
    stricter: 'the receiver is looked up for ever, and the entry never becomes ready',
  },
  {
    kind, mistake: 'a receiver by its name', refused: 'compiler',
    // @ts-expect-error a receiver is a construct or a Sink
    program: withProps({ reference: 'events' }),
    manifest: eventType({ reference: 'events' }), words: '.spec.reference: expected map',
  },
  {
    kind, mistake: 'a broker by its name', refused: 'compiler',
    // @ts-expect-error the field is deprecated, and lost for whoever reads the entry in version v1beta3
    program: withProps({ broker: 'events' }),
    manifest: eventType({ broker: 'events' }), stricter: 'the reference to the broker is lost in the version v1beta3',
  },
];

export const rows: readonly VerdictRow[] = [
  ...TYPES, ...URI_ROWS, ...RECEIVERS,
  {
    kind, mistake: 'a description as a list', refused: 'compiler',
    program: (chart) => {
      new PingSource(chart, 'tick', { schedule: '@daily', sink: Sink.uri('https://events.example.com') })
        // @ts-expect-error a description is a text
        .registerEventType('daily', { description: ['once a day'] });
    },
    manifest: eventType({ description: ['once a day'] }), words: '.spec.description: expected string',
  },
  {
    kind, mistake: 'a schema as an object', refused: 'compiler',
    // @ts-expect-error schemaData is a text
    program: withProps({ schemaData: { type: 'object' } }),
    manifest: eventType({ schemaData: { type: 'object' } }), words: '.spec.schemaData: expected string',
  },
  ...metadataRows({
    kind,
    program: (chart, metadata) => { new EventType(chart, 'order-paid', { type: TYPE, metadata }); },
    manifest: (metadata) => eventType({}, metadata),
  }),
];
