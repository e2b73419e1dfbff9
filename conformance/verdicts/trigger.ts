import type { Chart } from 'cdk8s';
import {
  AttributesFilter, Broker, BrokerClass, Delivery, DeliveryOrder, Filter, type IBroker, KafkaBroker, KafkaCluster,
  KafkaCredentials, KedaScaling, Sink, Trigger,
} from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { destinationRows } from '../verdict-parts/destination';
import { byHand, DESTINATION, REFERENCE } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'Trigger';
const subscriber = Sink.uri('https://events.example.com/inbox');
const PAID = Filter.exact({ type: 'order.paid' });
const trigger = byHand('eventing.knative.dev/v1', kind, 'paid', { broker: 'events', subscriber: DESTINATION });

function brokerOf(chart: Chart, brokerClass?: BrokerClass): IBroker {
  return Broker.fromBrokerName(chart, 'existing', 'events', { brokerClass });
}

function withFilter(filter: () => Filter) {
  return (chart: Chart): void => { brokerOf(chart).addTrigger('paid', { subscriber, filter: filter() }); };
}

function withAnnotation(annotation: string, value: string) {
  return (chart: Chart): void => {
    brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, metadata: { annotations: { [annotation]: value } } });
  };
}

function expression(mistake: string, refused: VerdictRow['refused'], cesql: string, stricter: string): VerdictRow {
  return {
    kind, mistake, refused, stricter,
    program: withFilter(() => Filter.cesql(cesql)), manifest: trigger({ filters: [{ cesql }] }),
  };
}

const PANIC = 'the filter of the broker panics on every event, which is sent again and again';
const NOTHING_PASSES = 'no event passes, and nothing says so';
/** Expressions that parse, and with that pass admission. */
const EXPRESSIONS: VerdictRow[] = [
  expression('a CESQL expression that is a text', 'KN-FLT-008', 'type', PANIC),
  expression('a CESQL expression that is an extension', 'KN-FLT-008', 'urgent', `${PANIC}, unless the extension is a boolean`),
  expression('a CESQL expression that is a number', 'KN-FLT-008', 'LENGTH(type)', PANIC),
  expression('a misspelt function of CESQL', 'KN-FLT-009', 'LENGHT(type) > 3', NOTHING_PASSES),
  expression('a function of CESQL with one argument of two', 'KN-FLT-009', "LEFT(type) = 'order'", NOTHING_PASSES),
  expression('`NOT` before a comparison in CESQL', 'KN-FLT-010', "NOT type = 'order.paid'",
    `${NOTHING_PASSES}: it asks whether the negated type is a text`),
  expression('small letters beside `UPPER` in CESQL', 'KN-FLT-010', "UPPER(type) = 'order.paid'", NOTHING_PASSES),
  expression('two values of one attribute in CESQL', 'KN-FLT-010', "type = 'order.paid' AND type = 'order.sent'", NOTHING_PASSES),
  expression('an empty subject in CESQL', 'KN-FLT-010', "subject = ''", `${NOTHING_PASSES}: an empty subject is an absent one`),
  expression('a second value without a comparison in CESQL', 'KN-FLT-011', "type = 'order.paid' OR 'order.sent'",
    'events of the second type do not pass, and nothing says so'),
  expression('a substring of a negative length in CESQL', 'KN-FLT-011', "SUBSTRING(type, 1, -1) = 'order'", PANIC),
  expression('a guard the wrong way round in CESQL', 'KN-FLT-011', "EXISTS region OR region = 'eu'",
    'the comparison is only ever asked of events without a region'),
  expression('the data of an event in CESQL', 'KN-FLT-003', "data LIKE '%urgent%'", 'no filter sees the data, so that no event passes'),
  expression('the function of a RequestReply', 'KN-FLT-012', "KN_VERIFY_CORRELATION_ID(replyid, 'ask', 'shop', 'keys', 0, 1)",
    'the keys are those of Knative, which has a trigger with it already'),
];

/** Mistakes in the filters. */
const FILTERS: VerdictRow[] = [
  {
    kind, mistake: 'an attribute with capital letters', refused: 'KN-FLT-003',
    program: withFilter(() => Filter.exact({ orderId: '5' })), manifest: trigger({ filters: [{ exact: { orderId: '5' } }] }),
    words: 'invalid key name "orderId"',
  },
  {
    kind, mistake: 'a legacy attribute with a dash', refused: 'KN-FLT-003',
    program: (chart) => {
      brokerOf(chart).addTrigger('paid', { subscriber, attributes: AttributesFilter.of({ 'order-id': '5' }) });
    },
    manifest: trigger({ filter: { attributes: { 'order-id': '5' } } }), words: 'invalid key name "order-id"',
  },
  {
    kind, mistake: 'a prefix of an attribute with an underscore, inside of others', refused: 'KN-FLT-003',
    program: withFilter(() => Filter.any(PAID, Filter.not(Filter.prefix({ order_id: 'a' })))),
    manifest: trigger({ filters: [{ any: [{ not: { prefix: { order_id: 'a' } } }] }] }), words: 'invalid key name "order_id"',
  },
  {
    kind, mistake: 'the data of an event', refused: 'KN-FLT-003', program: withFilter(() => Filter.exact({ data: 'x' })),
    manifest: trigger({ filters: [{ exact: { data: 'x' } }] }), stricter: 'no filter sees the data, so that no event passes',
  },
  {
    kind, mistake: 'filters as a map', refused: 'compiler',
    // @ts-expect-error it is a list
    program: (chart) => { brokerOf(chart).addTrigger('paid', { subscriber, filters: { exact: { type: 'a' } } }); },
    manifest: trigger({ filters: { exact: { type: 'a' } } }), words: '.spec.filters: expected list, got',
  },
  {
    kind, mistake: 'two dialects in one filter', refused: 'compiler',
    // @ts-expect-error a Filter, which has one dialect
    program: (chart) => { brokerOf(chart).addTrigger('paid', { subscriber, filter: { exact: {}, prefix: {} } }); },
    manifest: trigger({ filters: [{ exact: { type: 'a' }, prefix: { source: 'b' } }] }),
    words: 'multiple dialects found, filters can have only one dialect set',
  },
  {
    kind, mistake: 'a dialect that there is not', refused: 'compiler',
    // @ts-expect-error there is none
    program: withFilter(() => Filter.regex({ type: 'order[.].*' })),
    manifest: trigger({ filters: [{ regex: { type: 'order[.].*' } }] }), words: 'regex',
  },
  {
    kind, mistake: 'a value that is a number', refused: 'compiler',
    // @ts-expect-error it is a text
    program: withFilter(() => Filter.exact({ version: 5 })),
    manifest: trigger({ filters: [{ exact: { version: 5 } }] }),
    words: 'cannot unmarshal number into Go struct field SubscriptionsAPIFilter',
  },
  {
    kind, mistake: 'a value that is a number, past the compiler', refused: 'KN-FLT-002',
    program: withFilter(() => Filter.exact(JSON.parse('{"version":5}') as Record<string, string>)),
    manifest: trigger({ filters: [{ suffix: { version: 5 } }] }), words: 'cannot unmarshal number into Go struct field SubscriptionsAPIFilter',
  },
  {
    kind, mistake: 'a filter without attributes', refused: 'KN-FLT-001', program: withFilter(() => Filter.exact({})),
    manifest: trigger({ filters: [{ exact: {} }] }), stricter: 'brokers skip it, so that every event passes',
  },
  {
    kind, mistake: 'a filter that compares with nothing', refused: 'KN-FLT-002',
    program: withFilter(() => Filter.prefix({ subject: '' })), manifest: trigger({ filters: [{ prefix: { subject: '' } }] }),
    stricter: 'brokers skip it, so that every event passes',
  },
  {
    kind, mistake: 'an alternative without filters', refused: 'KN-FLT-004', program: withFilter(() => Filter.any()),
    manifest: trigger({ filters: [{ any: [] }] }), stricter: 'it has no result, and every event passes',
  },
  {
    kind, mistake: 'an empty CESQL expression', refused: 'KN-FLT-005', program: withFilter(() => Filter.cesql('')),
    manifest: trigger({ filters: [{ cesql: '' }] }), stricter: 'it filters nothing, so that every event passes',
  },
  {
    kind, mistake: 'a CESQL expression that ends too early', refused: 'KN-FLT-007',
    program: withFilter(() => Filter.cesql('type =')), manifest: trigger({ filters: [{ cesql: 'type =' }] }),
    words: 'invalid value: type =: spec.filters[0].cesql',
  },
  {
    kind, mistake: 'a CESQL expression with a sum without spaces', refused: 'KN-FLT-007',
    program: withFilter(() => Filter.cesql('sequence = 1+1')), manifest: trigger({ filters: [{ cesql: 'sequence = 1+1' }] }),
    words: 'invalid value: sequence = 1+1: spec.filters[0].cesql',
  },
  ...EXPRESSIONS,
  {
    kind, mistake: 'filters beside legacy attributes', refused: 'KN-TRG-002',
    program: (chart) => {
      brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, attributes: AttributesFilter.of({ type: 'a' }) });
    },
    manifest: trigger({ filters: [{ exact: { type: 'order.paid' } }], filter: { attributes: { type: 'a' } } }),
    stricter: 'the attributes are not looked at: events that they should keep out pass',
  },
  {
    kind, mistake: 'a prefix that a Kafka broker cannot look for', refused: 'KN-TRG-008',
    program: (chart) => {
      brokerOf(chart, BrokerClass.KAFKA).addTrigger('paid', { subscriber, filter: Filter.prefix({ subject: 'eu/' }) });
    },
    manifest: trigger({ filters: [{ prefix: { subject: 'eu/' } }] }),
    stricter: 'the data plane of Kafka fails on every event without a subject, and drops it',
  },
];

/** Mistakes in what the trigger reads from. */
const BROKERS: VerdictRow[] = [
  {
    kind, mistake: 'no broker', refused: 'compiler',
    // @ts-expect-error the broker is missing
    program: (chart) => { new Trigger(chart, 'paid', { subscriber, filter: PAID }); },
    manifest: trigger({ broker: undefined }), words: 'missing field(s): spec.broker',
  },
  {
    kind, mistake: 'a broker by its name', refused: 'compiler',
    // @ts-expect-error an IBroker
    program: (chart) => { new Trigger(chart, 'paid', { broker: 'events', subscriber, filter: PAID }); },
    manifest: trigger({ broker: { name: 'events' } }), words: '.spec.broker: expected string, got',
  },
  {
    kind, mistake: 'a broker of another namespace', refused: 'KN-TRG-001', plane: 'defaults',
    program: (chart) => {
      const broker = Broker.fromBrokerName(chart, 'existing', 'events', { namespace: 'platform' });
      new Trigger(chart, 'paid', { broker, subscriber, filter: PAID });
    },
    manifest: trigger({
      broker: undefined,
      brokerRef: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events', namespace: 'platform' },
    }),
    words: 'only name, apiVersion and kind are supported fields when feature.CrossNamespaceEventLinks is disabled',
  },
  {
    kind, mistake: 'a Kafka broker of another namespace', refused: 'KN-TRG-001',
    program: (chart) => {
      const broker = KafkaBroker.fromBrokerName(chart, 'existing', 'events', { namespace: 'platform' });
      new Trigger(chart, 'paid', { broker, subscriber, filter: PAID });
    },
    manifest: trigger({
      broker: undefined,
      brokerRef: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events', namespace: 'default' },
    }),
    stricter: 'the controller of Kafka reads `broker` only: the trigger never becomes ready',
  },
  {
    kind, mistake: 'a broker whose name fits into no label', refused: 'KN-BRK-008',
    program: (chart) => {
      Broker.fromBrokerName(chart, 'existing', 'a'.repeat(64)).addTrigger('paid', { subscriber, filter: PAID });
    },
    manifest: trigger({ broker: 'a'.repeat(64) }), words: 'must be no more than 63',
  },
  {
    kind, mistake: 'the order of delivery on a broker that is none of Kafka', refused: 'KN-TRG-003',
    program: (chart) => {
      brokerOf(chart, BrokerClass.MT_CHANNEL_BASED)
        .addTrigger('paid', { subscriber, filter: PAID, deliveryOrder: DeliveryOrder.ORDERED });
    },
    manifest: trigger({}, { annotations: { 'kafka.eventing.knative.dev/delivery.order': 'ordered' } }),
    stricter: 'nobody reads the annotation, and events come out of order',
  },
  {
    kind, mistake: 'KEDA on a broker that is none of Kafka', refused: 'KN-TRG-009',
    program: (chart) => {
      brokerOf(chart, BrokerClass.MT_CHANNEL_BASED).addTrigger('paid', { subscriber, filter: PAID, keda: KedaScaling.of() });
    },
    manifest: trigger({}, { annotations: { 'autoscaling.eventing.knative.dev/class': 'keda.autoscaling.knative.dev' } }),
    stricter: 'nobody reads the annotation, and nothing is scaled',
  },
  {
    kind, mistake: 'KEDA with more consumers at least than at most', refused: 'KN-TRG-010',
    program: (chart) => {
      brokerOf(chart, BrokerClass.KAFKA)
        .addTrigger('paid', { subscriber, filter: PAID, keda: KedaScaling.of({ minScale: 5, maxScale: 2 }) });
    },
    manifest: trigger({}, {
      annotations: {
        'autoscaling.eventing.knative.dev/min-scale': '5', 'autoscaling.eventing.knative.dev/max-scale': '2',
      },
    }),
    stricter: 'KEDA refuses the ScaledObject that the controller makes of it',
  },
  {
    kind, mistake: 'KEDA without the feature', refused: 'KN-FTR-001', plane: 'defaults',
    program: (chart) => {
      brokerOf(chart, BrokerClass.KAFKA).addTrigger('paid', { subscriber, filter: PAID, keda: KedaScaling.of() });
    },
    manifest: trigger({}, { annotations: { 'autoscaling.eventing.knative.dev/class': 'keda.autoscaling.knative.dev' } }),
    stricter: 'the controller of a release does not look at the annotation',
  },
  {
    kind, mistake: 'KEDA on a Kafka cluster whose certificate the system knows', refused: 'KN-TRG-012',
    program: (chart) => {
      const credentials = KafkaCredentials.fromSecretName('ccloud');
      const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'], credentials });
      new KafkaBroker(chart, 'events', { cluster }).addTrigger('paid', { subscriber, filter: PAID, keda: KedaScaling.of() });
    },
    manifest: trigger({}, { annotations: { 'autoscaling.eventing.knative.dev/class': 'keda.autoscaling.knative.dev' } }),
    stricter: 'KEDA is told to encrypt only where the Secret has a CA: it asks in plain text, and starts no consumer',
  },
  {
    kind, mistake: 'a consumer group that is no name of Kubernetes', refused: 'KN-TRG-011',
    program: (chart) => {
      brokerOf(chart, BrokerClass.KAFKA).addTrigger('a'.repeat(250), { subscriber, filter: PAID });
    },
    manifest: trigger({}, { name: 'a'.repeat(250) }),
    stricter: 'the ConsumerGroup that the controller makes has a longer name than Kubernetes takes',
  },
];

/** Mistakes in the annotations that triggers have. */
const ANNOTATIONS: VerdictRow[] = [
  {
    kind, mistake: 'a dependency by hand that is no reference', refused: 'KN-TRG-006',
    program: withAnnotation('knative.dev/dependency', 'ticks'),
    manifest: trigger({}, { annotations: { 'knative.dev/dependency': 'ticks' } }),
    words: 'The provided annotation was not a corev1.ObjectReference: "ticks"',
  },
  {
    kind, mistake: 'a dependency of another namespace', refused: 'KN-TRG-004',
    program: (chart) => {
      const dependency = { apiVersion: 'sources.knative.dev/v1', kind: 'PingSource', name: 'ticks', namespace: 'other' };
      brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, dependency });
    },
    manifest: trigger({}, {
      annotations: {
        'knative.dev/dependency': JSON.stringify({
          apiVersion: 'sources.knative.dev/v1', kind: 'PingSource', name: 'ticks', namespace: 'other',
        }),
      },
    }),
    words: 'Namespace must be empty or equal to the trigger namespace',
  },
  {
    kind, mistake: 'a dependency without a kind', refused: 'KN-TRG-004',
    program: (chart) => {
      const dependency = { apiVersion: 'sources.knative.dev/v1', kind: '', name: 'ticks' };
      brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, dependency });
    },
    manifest: trigger({}, {
      annotations: { 'knative.dev/dependency': '{"apiVersion":"sources.knative.dev/v1","kind":"","name":"ticks"}' },
    }),
    words: 'missing field(s): metadata.annotations[knative.dev/dependency].kind',
  },
  {
    kind, mistake: 'a dependency on a Kafka broker', refused: 'KN-TRG-005',
    program: (chart) => {
      const dependency = { apiVersion: 'sources.knative.dev/v1', kind: 'PingSource', name: 'ticks' };
      brokerOf(chart, BrokerClass.KAFKA).addTrigger('paid', { subscriber, filter: PAID, dependency });
    },
    manifest: trigger({}, {
      annotations: { 'knative.dev/dependency': '{"apiVersion":"sources.knative.dev/v1","kind":"PingSource","name":"ticks"}' },
    }),
    stricter: 'the controller of Kafka does not wait for it',
  },
  {
    kind, mistake: 'an injection that is neither on nor off', refused: 'KN-TRG-007',
    program: withAnnotation('eventing.knative.dev/injection', 'yes'),
    manifest: trigger({}, { annotations: { 'eventing.knative.dev/injection': 'yes' } }),
    words: 'The provided injection annotation value can only be "enabled" or "disabled"',
  },
  {
    kind, mistake: 'an injection of another broker than `default`', refused: 'KN-TRG-007',
    program: withAnnotation('eventing.knative.dev/injection', 'enabled'),
    manifest: trigger({}, { annotations: { 'eventing.knative.dev/injection': 'enabled' } }),
    words: 'The provided injection annotation is only used for default broker',
  },
];

/** Mistakes in the fields themselves. */
const FIELDS: VerdictRow[] = [
  {
    kind, mistake: 'no subscriber', refused: 'compiler',
    // @ts-expect-error the subscriber is missing
    program: (chart) => { brokerOf(chart).addTrigger('paid', { filter: PAID }); },
    manifest: trigger({ subscriber: {} }), words: 'expected at least one, got none: spec.subscriber.ref, spec.subscriber.uri',
  },
  {
    kind, mistake: 'a subscriber by its name', refused: 'compiler',
    // @ts-expect-error it is an `ISink`
    program: (chart) => { brokerOf(chart).addTrigger('paid', { subscriber: 'orders', filter: PAID }); },
    manifest: trigger({ subscriber: 'orders' }), words: '.spec.subscriber: expected map, got',
  },
  {
    kind, mistake: 'a field of a subscriber beside it', refused: 'compiler',
    // @ts-expect-error Sink.of(sink, { path })
    program: (chart) => { brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, path: '/in' }); },
    manifest: trigger({ subscriber: { ref: REFERENCE, path: '/in' } }), words: 'path',
  },
  {
    kind, mistake: 'a broker both by name and by reference', refused: 'compiler',
    // @ts-expect-error the broker is named once
    program: (chart) => { brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, brokerRef: { name: 'events' } }); },
    manifest: trigger({ brokerRef: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' } }),
    words: 'expected exactly one, got both: spec.broker, spec.brokerRef',
  },
  {
    kind, mistake: 'a misspelt field of the delivery', refused: 'compiler',
    program: (chart) => {
      // @ts-expect-error it is `retry`
      brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, delivery: Delivery.of({ retries: 5 }) });
    },
    manifest: trigger({ delivery: { retries: 5 } }), words: 'unknown field "retries"',
  },
  {
    kind, mistake: 'a delivery misspelt', refused: 'compiler',
    // @ts-expect-error it is `delivery`
    program: (chart) => { brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, deliverySpec: {} }); },
    manifest: trigger({ deliverySpec: { retry: 5 } }), words: 'deliverySpec',
  },
];

export const rows: readonly VerdictRow[] = [
  ...FILTERS,
  ...BROKERS,
  ...ANNOTATIONS,
  ...FIELDS,
  ...deliveryRows({
    kind, manifest: (delivery) => trigger({ delivery }),
    program: (chart, delivery) => { brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, delivery }); },
  }),
  ...destinationRows({
    kind, what: 'subscriber', manifest: (destination) => trigger({ subscriber: destination }),
    program: (chart, sink) => {
      Broker.fromBrokerName(chart, 'source', 'events').addTrigger('paid', { subscriber: sink, filter: PAID });
    },
  }),
  ...metadataRows({
    kind, manifest: (metadata) => trigger({}, metadata),
    program: (chart, metadata) => { brokerOf(chart).addTrigger('paid', { subscriber, filter: PAID, metadata }); },
  }),
];
