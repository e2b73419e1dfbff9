import fc from 'fast-check';
import {
  calling, chart, choice, type Configuration, construct, draft, type Drafts, type Gen, listOf, maybe, type MaybeGen,
  oneOf, some, statement, struct,
} from './arbitraries';
import { create, type Draft } from './expression';
import { delivery } from './eventing';
import { id, metadata, nearSink, sink, tenths } from './values';

const SORTS = ['sink', 'resource', 'receiver', 'addressable', 'eventSource'];
/** Knative makes names of them, such as `<name>-kn-sequence-0`. */
const NAME = 30;
const template: Gen = choice(calling('ChannelTemplate', 'inMemory'), calling('ChannelTemplate', 'kafka'));

/** Flows of events from one receiver to others. */
export function flows(configuration: Configuration): Drafts[] {
  const { flags } = configuration;
  const given = { delivery: delivery(configuration) };
  const step = struct({ subscriber: sink(flags) }, given);
  const branch = struct({ subscriber: sink(flags) }, { ...given, filter: sink(flags), reply: sink(flags) });
  const shared: Record<string, MaybeGen> = { metadata, reply: sink(flags), channelTemplate: template };
  const sequence = draft('sequence', [...SORTS, 'sequence'], construct('Sequence', id(NAME), struct({ steps: listOf(step, 1, 3) }, shared)));
  const parallel = draft('parallel', [...SORTS, 'parallel'], construct('Parallel', id(NAME), struct({ branches: listOf(branch, 1, 3) }, shared)));
  const requestReply = draft('requestReply', ['sink', 'resource', 'receiver', 'requestReply'], construct('RequestReply', id(NAME), struct({
    broker: some('broker:memory', memoryBroker),
  }, {
    metadata, correlationAttribute: oneOf('correlationid', 'corr2'), replyAttribute: oneOf('replyid', 'answerto'), timeout: tenths,
    delivery: delivery(configuration, true, nearSink),
  })));
  return [
    sequence, parallel, transform(),
    statement(calling(some('sequence', sequence), 'addStep', step)), statement(calling(some('parallel', parallel), 'addBranch', branch)),
    requestReply,
    draft('trigger', ['resource', 'trigger', 'eventSource'], calling(some('broker:memory', memoryBroker), 'addTrigger', id(), struct({
      filter: calling(some('requestReply', requestReply), 'replyFilter', maybe(struct({ pods: oneOf(3) }, { pod: oneOf(0, 2) }))),
      subscriber: sink(flags),
    }))),
    ...existing,
  ];
}

const memoryBroker: Drafts = fc.constant<Draft>({
  as: 'broker', sorts: ['sink', 'broker', 'broker:memory', 'resource', 'receiver', 'addressable'],
  expr: create('Broker', { is: 'here', what: 'chart' }, { is: 'fresh', word: 'default' }, { is: 'object', fields: {
    brokerClass: { is: 'member', of: { is: 'name', name: 'BrokerClass' }, name: 'MT_CHANNEL_BASED' },
  } }),
});

const jsonata: Gen = oneOf('$', '{"specversion": "1.0", "id": id, "type": "a", "source": source, "data": $}', '$merge([$, {"type": "com.example.v2"}])');

function transform(): Drafts {
  const reply = choice(calling('TransformReply', 'jsonata', jsonata), calling('TransformReply', 'discard'));
  return fc.oneof(
    draft('transform', SORTS.slice(0, 4), construct('EventTransform', id(NAME), struct({ jsonata }, { metadata }))),
    draft('transform', SORTS, construct('EventTransform', id(NAME), struct({ jsonata, sink: nearSink }, { metadata, reply }))),
  );
}

const existing: Drafts[] = ([
  ['Sequence', 'fromSequenceName'], ['Parallel', 'fromParallelName'], ['EventTransform', 'fromEventTransformName'],
  ['RequestReply', 'fromRequestReplyName'],
] as const).map(([of, method]) => draft('existing', ['sink'], calling(of, method, chart, id(NAME), oneOf('existing'),
  maybe(struct({}, { namespace: oneOf('elsewhere') })))));
