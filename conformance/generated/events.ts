import fc from 'fast-check';
import {
  calling, choice, type Configuration, construct, draft, type Drafts, type Gen, listOf, maybe, type MaybeGen, oneOf,
  some, statement, struct,
} from './arbitraries';
import { create, type Draft, type Expr } from './expression';
import { filter } from './eventing';
import { smallService } from './serving';
import { id, label, labelSelector, metadata, serviceAccountDrafts, text } from './values';

const type: Gen = oneOf('com.example.order.paid', 'a', 'order/1');
const source: Gen = oneOf('/shop', 'https://shop.example.com/orders', 'urn:shop');
const description: Record<string, MaybeGen> = {
  metadata, schema: oneOf('https://schemas.example.com/order.json'), schemaData: oneOf('{"type":"object"}'), description: text,
};

const channel: Drafts = fc.constant<Draft>({
  as: 'channel', sorts: ['sink', 'channel', 'channel:memory', 'resource', 'receiver', 'addressable'],
  expr: create('InMemoryChannel', { is: 'here', what: 'chart' }, { is: 'fresh', word: 'events' }),
});
const receiver: Gen = some('receiver', channel);
const addressable: Gen = some('addressable', channel);
const reference: Gen = struct({ apiVersion: oneOf('sources.example.com/v1'), kind: oneOf('Camera'), name: label }, { namespace: oneOf('elsewhere') });
const eventSource: Gen = calling('EventSource', 'reference', reference, maybe(struct({ events: listOf(struct({ type }, { source }), 1, 2) })));
const ping: Drafts = fc.constant<Draft>({
  as: 'source', sorts: ['source', 'resource', 'eventSource'], expr: create('PingSource', { is: 'here', what: 'chart' }, { is: 'fresh', word: 'ping' }, {
    is: 'object', fields: { schedule: { is: 'literal', value: '@hourly' }, sink: { is: 'call', on: { is: 'name', name: 'Sink' }, method: 'uri', args: [
      { is: 'literal', value: 'https://example.com' },
    ] } },
  }),
});
const anySource: Gen = choice(some('eventSource', ping), eventSource);

const sender: Gen = choice(
  calling('EventSender', 'source', anySource), calling('EventSender', 'reference', reference),
  calling('EventSender', 'serviceAccount', some('serviceAccount', serviceAccountDrafts)), calling('EventSender', 'namespace', label),
  calling('EventSender', 'subject', oneOf('system:serviceaccount:shop:orders', 'system:serviceaccount:shop:*')),
);
const selector: Gen = labelSelector.filter(saysSomething).map((made): Expr => ({ is: 'object', fields: {
  apiVersion: { is: 'literal', value: 'eventing.knative.dev/v1' }, kind: { is: 'literal', value: 'Broker' }, ...(made.is === 'object' ? made.fields : {}),
} }));

/** A selector without conditions would be all receivers. */
function saysSomething(made: Expr): boolean {
  return made.is === 'object' && Object.values(made.fields).some((part) =>
    (part.is === 'list' && part.items.length > 0) || (part.is === 'object' && Object.keys(part.fields).length > 0));
}

const policyOptions = { metadata, filters: listOf(filter, 0, 2) };

/** What events there are, and who may send them. */
export function events({ flags }: Configuration): Drafts[] {
  const types = [
    draft('eventType', ['resource'], construct('EventType', id(), struct({ type }, { ...description, source, reference: receiver }))),
    draft('eventType', ['resource'], construct('EventType', id(), struct({ type, eventSource: anySource }, { ...description, reference: receiver }))),
    draft('eventType', ['resource'], calling(receiver, 'registerEventType', id(), struct({ type }, { ...description, source }))),
    draft('eventType', ['resource'], calling(some('service', smallService), 'registerEventType', id(), struct({ type }))),
    draft('eventType', ['resource'], calling(some('source', ping), 'registerEventType', id(), struct({ type }, { ...description, source }))),
  ];
  if (!flags) return types;
  const policy = draft('policy', ['resource', 'policy'], construct('EventPolicy', id(), struct({ from: listOf(sender, 0, 3) }, {
    ...policyOptions, to: listOf(addressable, 1, 1), selectors: listOf(selector, 1, 2),
  })));
  return [
    ...types, policy, draft('policy', ['resource', 'policy'], calling(addressable, 'allowFrom', id(), struct({ from: listOf(sender, 0, 3) }, policyOptions))),
    statement(calling(some('policy', policy), 'addSender', sender)),
    statement(calling(some('policy', policy), 'addReceiver', addressable)),
    statement(calling(some('policy', policy), 'addFilter', filter)),
  ];
}
