import { ApiObject, type Chart, Duration } from 'cdk8s';
import { Broker, RequestReply, type RequestReplyProps, Sink, Trigger } from '../../lib';
import { deliveryRows } from '../verdict-parts/delivery';
import { byHand, DESTINATION, type Fields } from '../verdict-parts/manifest';
import { metadataRows } from '../verdict-parts/metadata';
import type { VerdictRow } from './row';

const kind = 'RequestReply';
const BROKER: Fields = { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'events' };
const manifest = byHand('eventing.knative.dev/v1alpha1', kind, 'ask', { brokerRef: BROKER });

function ask(chart: Chart, props: Partial<RequestReplyProps> = {}): void {
  new RequestReply(chart, 'ask', { broker: Broker.fromBrokerName(chart, 'broker', 'events'), ...props });
}

/** A mistake in the name of an attribute. */
function attribute(
  mistake: string, field: 'correlationAttribute' | 'replyAttribute', name: string,
  verdict: Pick<VerdictRow, 'words' | 'stricter'>,
): VerdictRow {
  return {
    kind, mistake, refused: 'KN-RRP-001', ...verdict,
    program: (chart) => { ask(chart, { [field]: name }); }, manifest: manifest({ [field]: name }),
  };
}

const CORE = (field: string) => ({ words: `${field.toLowerCase()} must be non-empty and cannot be a core cloudevent attribute` });
const CORRELATION = CORE('correlationAttribute');
const REPLY = CORE('replyAttribute');
const NOT_SET = { stricter: 'the data plane cannot set such an extension, so that nobody can say which request a reply is for' };
const NOT_FOUND = { stricter: 'the data plane looks for an extension of this name, of which an event can have none' };
const NO_TRIGGER = { stricter: 'the filter of its trigger cannot be parsed with it: the trigger is not made, and no reply arrives' };

const attributes: readonly VerdictRow[] = [
  ...(['id', 'type', 'specversion'] as const).flatMap((name) => [
    attribute(`the attribute \`${name}\` for requests`, 'correlationAttribute', name, CORRELATION),
    attribute(`the attribute \`${name}\` for replies`, 'replyAttribute', name, REPLY),
  ]),
  attribute('the attribute `source` for requests', 'correlationAttribute', 'source', NOT_SET),
  attribute('the attribute `source` for replies', 'replyAttribute', 'source', NOT_FOUND),
  attribute('the attribute `subject` for requests', 'correlationAttribute', 'subject', NOT_SET),
  attribute('the data for replies', 'replyAttribute', 'data', NOT_FOUND),
  attribute('an attribute with a dash for requests', 'correlationAttribute', 'correlation-id', NOT_SET),
  attribute('an attribute with a capital for replies', 'replyAttribute', 'replyId', NOT_FOUND),
  attribute('a word of CESQL for replies', 'replyAttribute', 'exists', NO_TRIGGER),
  attribute('an attribute with a dash for replies', 'replyAttribute', 'reply-id', NO_TRIGGER),
  attribute('an empty attribute', 'correlationAttribute', '', {
    stricter: 'Knative takes its own name for it, and the program reads as if there were none',
  }),
  {
    kind, mistake: 'one attribute for requests and replies', refused: 'KN-RRP-001',
    stricter: 'a request is taken for its own reply',
    program: (chart) => { ask(chart, { correlationAttribute: 'askid', replyAttribute: 'askid' }); },
    manifest: manifest({ correlationAttribute: 'askid', replyAttribute: 'askid' }),
  },
];

const own: readonly VerdictRow[] = [
  {
    kind, mistake: 'a timeout of zero', refused: 'KN-DUR-002', words: 'timeout must be a positive duration',
    program: (chart) => { ask(chart, { timeout: Duration.seconds(0) }); }, manifest: manifest({ timeout: 'PT0S' }),
  },
  {
    kind, mistake: 'a timeout of less than Knative keeps', refused: 'KN-DUR-002', words: 'timeout must be a positive duration',
    program: (chart) => { ask(chart, { timeout: Duration.millis(50) }); }, manifest: manifest({ timeout: 'PT0.05S' }),
  },
  {
    kind, mistake: 'a timeout finer than Knative keeps', refused: 'KN-DUR-001',
    stricter: 'Knative cuts it to tenths of a second without a word',
    program: (chart) => { ask(chart, { timeout: Duration.millis(1250) }); }, manifest: manifest({ timeout: 'PT1.25S' }),
  },
  {
    kind, mistake: 'a timeout as Go writes it', refused: 'compiler', words: 'invalid value: 30s: spec.timeout',
    // @ts-expect-error a Duration is needed
    program: (chart) => { ask(chart, { timeout: '30s' }); }, manifest: manifest({ timeout: '30s' }),
  },
  {
    kind, mistake: 'no broker', refused: 'compiler', words: 'spec.brokerRef',
    // @ts-expect-error a broker, made or existing
    program: (chart) => { new RequestReply(chart, 'ask', {}); }, manifest: manifest({ brokerRef: undefined }),
  },
  {
    kind, mistake: 'a broker of another namespace', refused: 'KN-RRP-002', words: 'field not declared in schema',
    program: (chart) => {
      ask(chart, { broker: Broker.fromBrokerName(chart, 'far', 'events', { namespace: 'billing' }) });
    },
    manifest: manifest({ brokerRef: { ...BROKER, namespace: 'billing' } }),
  },
  {
    kind, mistake: 'a service in place of the broker', refused: 'compiler', words: 'brokerRef kind must be Broker',
    // @ts-expect-error a broker, made or existing
    program: (chart) => { ask(chart, { broker: Sink.uri('https://events.example.com/inbox') }); },
    manifest: manifest({ brokerRef: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'orders' } }),
  },
  {
    kind, mistake: 'a broker whose name there cannot be', refused: 'KN-NAM-001',
    stricter: 'no broker has such a name: the object is never ready',
    program: (chart) => { ask(chart, { broker: Broker.fromBrokerName(chart, 'capital', 'Events') }); },
    manifest: manifest({ brokerRef: { ...BROKER, name: 'Events' } }),
  },
  {
    kind, mistake: 'a name with a dot', refused: 'KN-NAM-001',
    stricter: 'the data plane does not find its key, and answers every request with an error',
    program: (chart) => { ask(chart, { metadata: { name: 'ask.me' } }); }, manifest: manifest({}, { name: 'ask.me' }),
  },
  {
    kind, mistake: 'a name that is too long for a label', refused: 'KN-NAM-001',
    stricter: 'its triggers carry the name as a label, and cannot be made: it is never ready',
    program: (chart) => { ask(chart, { metadata: { name: 'x'.repeat(64) } }); },
    manifest: manifest({}, { name: 'x'.repeat(64) }),
  },
  {
    kind, mistake: 'a label that names another broker', refused: 'KN-RRP-003',
    stricter: 'Knative replaces the value, which is not there at the next look',
    program: (chart) => { ask(chart, { metadata: { labels: { 'eventing.knative.dev/broker': 'other' } } }); },
    manifest: manifest({}, { labels: { 'eventing.knative.dev/broker': 'other' } }),
  },
  {
    kind, mistake: 'a trigger with the name of its own', refused: 'KN-NAM-010',
    stricter: 'Knative overwrites the trigger with its own',
    program: (chart) => {
      const broker = Broker.fromBrokerName(chart, 'broker', 'events');
      new RequestReply(chart, 'ask', { broker });
      new Trigger(chart, 'ask0-1', { broker, subscriber: Sink.uri('https://events.example.com/inbox') });
    },
    manifest: (chart) => {
      new ApiObject(chart, 'trigger', {
        apiVersion: 'eventing.knative.dev/v1', kind: 'Trigger', metadata: { name: 'ask0-1' },
        spec: { broker: 'events', subscriber: DESTINATION },
      });
      manifest()(chart);
    },
  },
];

export const rows: readonly VerdictRow[] = [
  ...attributes,
  ...own,
  ...deliveryRows({
    kind,
    program: (chart, delivery) => { ask(chart, { delivery }); },
    manifest: (delivery) => manifest({ delivery }),
  }),
  ...metadataRows({
    kind,
    program: (chart, metadata) => { ask(chart, { metadata }); },
    manifest: (metadata) => manifest({}, metadata),
  }),
];
