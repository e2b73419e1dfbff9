import fc from 'fast-check';
import {
  bool, calling, choice, type Configuration, construct, draft, type Drafts, type Gen, just, listOf, mapOf, maybe,
  type MaybeGen, memberOf, oneOf, some, struct, whole,
} from './arbitraries';
import { capitalFilter, cesqlFilter, conditions } from './cesql';
import { type Expr, NAMESPACE } from './expression';
import { anyCluster, brokerConfigs, partitions, plainCluster, replicas, topic, topicConfig } from './kafka';
import { id, labels, metadata, nearSink, plainMetadata, seconds, sink, tenths, text, wholeSeconds } from './values';

const ATTRIBUTES = ['type', 'source', 'region', 'tenant2'];
const attribute: Gen = choice(oneOf('order.paid', '/shop', 'eu', "it's", 'a b', '日本'), member('PingSource'), member('KafkaSource'));

function member(of: string): Gen {
  return fc.constant<Expr>({ is: 'member', of: { is: 'name', name: of }, name: 'EVENT_TYPE' });
}

const attributes: Gen = mapOf(ATTRIBUTES, attribute, 1, 2);
const oneFilter: Gen = choice(
  calling('Filter', 'exact', attributes), calling('Filter', 'prefix', attributes), calling('Filter', 'suffix', attributes),
  cesqlFilter, cesqlFilter,
);

/** A condition on events: filters of all dialects, one in another. */
export const filter: Gen = choice(
  oneFilter, oneFilter,
  calling('Filter', 'all', oneFilter, maybe(oneFilter)), calling('Filter', 'any', oneFilter, maybe(calling('Filter', 'not', oneFilter))),
  calling('Filter', 'not', choice(oneFilter, calling('Filter', 'all', oneFilter, oneFilter))),
);

const backoff: Gen = choice(calling('Backoff', 'linear', maybe(tenths)), calling('Backoff', 'exponential', maybe(tenths)),
  calling('Backoff', 'delay', tenths));

function retryOptions({ flags }: Configuration, format: boolean, receiver: Gen): Record<string, MaybeGen> {
  return {
    backoff, timeout: tenths, deadLetterSink: receiver,
    ...(flags ? { retryAfterMax: choice(tenths, wholeSeconds(0, 0)) } : {}),
    ...(format ? { format: memberOf('DeliveryFormat') } : {}),
  };
}

/** What becomes of events that nobody took. */
export function delivery(configuration: Configuration, format = true, receiver = sink(configuration.flags)): Gen {
  const options = retryOptions(configuration, format, receiver);
  const withSink = calling(calling('Delivery', 'retry', whole(0, 20)), 'withDeadLetterSink', receiver);
  return choice(
    calling('Delivery', 'retry', whole(0, 100), maybe(struct({}, options), 0.7)),
    calling('Delivery', 'deadLetter', receiver),
    calling('Delivery', 'of', struct({ retry: whole(0, 9) }, options)), calling('Delivery', 'of', struct({ timeout: tenths }, options)),
    withSink, memberOf('Delivery', 'KNATIVE_DEFAULT'),
  );
}

const keda: Gen = choice(calling('KedaScaling', 'disabled'), calling('KedaScaling', 'of', maybe(struct({}, {
  minScale: whole(0, 5), maxScale: whole(5, 50), pollingInterval: seconds(1, 100), cooldownPeriod: seconds(1, 100),
  lagThreshold: whole(1, 1000),
}))));
export const kedaScaling = keda;

const BROKER = ['sink', 'broker', 'resource', 'receiver', 'addressable'];

/** Brokers of all classes. */
function brokers(configuration: Configuration): Drafts[] {
  const common = { metadata, delivery: delivery(configuration), deadLetterSink: sink(configuration.flags) };
  const anyOrder: Record<string, MaybeGen> = { metadata, ...withOneSink(common) };
  const memory = draft('broker', [...BROKER, 'broker:memory'], construct('Broker', id(60), struct({
    brokerClass: memberOf('BrokerClass', 'MT_CHANNEL_BASED'),
  }, { ...anyOrder, config: configMapReference })));
  const unknown = draft('broker', [...BROKER, 'broker:unknown'], construct('Broker', id(60), maybe(struct({}, {
    ...anyOrder, brokerClass: calling('BrokerClass', 'custom', oneOf('Example')),
  }), 0.8)));
  const configured = some('brokerConfig', brokerConfigs).map((config): Expr => ({ is: 'member', of: config, name: 'reference' }));
  const kafkaByHand = draft('broker', [...BROKER, 'broker:kafka'], construct('Broker', id(60), struct({
    brokerClass: memberOf('BrokerClass', 'KAFKA'), config: configured,
  }, anyOrder)));
  const namespaced = draft('broker', [...BROKER, 'broker:kafka'], construct('Broker', id(60), struct({
    brokerClass: memberOf('BrokerClass', 'KAFKA_NAMESPACED'), config: configured,
  }, { metadata, delivery: delivery(configuration) })));
  return [memory, memory, unknown, kafkaByHand, namespaced, ...kafkaBrokers(configuration, anyOrder), existingBroker];
}

/** A dead letter sink is named once: here or in the delivery. */
function withOneSink(given: Readonly<Record<string, MaybeGen>>): Record<string, MaybeGen> {
  return { deadLetterSink: given['deadLetterSink'] ?? fc.constant(undefined) };
}

const configMapReference: Gen = struct({ apiVersion: just('v1'), kind: just('ConfigMap'), name: oneOf('config-br-default-channel', 'my') }, {
  namespace: oneOf('knative-eventing'),
});

function kafkaBrokers(configuration: Configuration, common: Readonly<Record<string, MaybeGen>>): Drafts[] {
  const more = { ...common, externalTopic: topic };
  const sorts = [...BROKER, 'broker:kafka'];
  const own = { partitions, replicationFactor: replicas, topicConfig, namespaced: bool };
  const existing = calling('KafkaBrokerConfig', 'fromConfigMapName', oneOf('shared'), maybe(oneOf('knative-eventing')));
  return [
    draft('broker', sorts, construct('KafkaBroker', id(60), struct({ cluster: anyCluster }, { ...more, ...own }))),
    draft('broker', sorts, construct('KafkaBroker', id(60), struct({
      config: some('brokerConfig', brokerConfigs, { anywhere: true }),
    }, { ...more, delivery: delivery(configuration) }).map(oneDeadLetter))),
    draft('broker', sorts, construct('KafkaBroker', id(60), struct({ config: existing }, more))),
    draft('broker', sorts, calling('KafkaBroker', 'fromBrokerName', fc.constant<Expr>({ is: 'here', what: 'chart' }), id(60), oneOf('existing'),
      maybe(struct({}, { namespaced: bool, namespace: fc.constant<Expr>(NAMESPACE) }, 0.6)))),
  ];
}

/** Of a dead letter sink and a delivery that may have one, the delivery stays. */
function oneDeadLetter<T extends Expr>(given: T): T {
  if (given.is !== 'object' || given.fields['delivery'] === undefined) return given;
  return { ...given, fields: Object.fromEntries(Object.entries(given.fields).filter(([key]) => key !== 'deadLetterSink')) };
}

const existingBroker: Drafts = draft('broker', [...BROKER, 'broker:memory'], calling('Broker', 'fromBrokerName',
  fc.constant<Expr>({ is: 'here', what: 'chart' }), id(60), oneOf('default', 'other'), struct({
    brokerClass: memberOf('BrokerClass', 'MT_CHANNEL_BASED'),
  }, { namespace: fc.constant<Expr>(NAMESPACE) })));

/** The least broker of a class, for programs that need one. */
const smallBroker = (brokerClass: 'memory' | 'kafka'): Drafts => draft('broker', [...BROKER, `broker:${brokerClass}`, `broker:${brokerClass}:plain`], brokerClass === 'memory'
  ? construct('Broker', id(60), struct({ brokerClass: memberOf('BrokerClass', 'MT_CHANNEL_BASED') }))
  : construct('KafkaBroker', id(60), struct({ cluster: some('kafkaCluster:plain', plainCluster, { anywhere: true }) })), 0);

type MaybeFields = Readonly<Record<string, MaybeGen | undefined>>;

/** Triggers: what they may say depends on the class of their broker. */
function triggers(configuration: Configuration): Drafts[] {
  const { flags } = configuration;
  const more = calling(some('trigger:filtered', filtered), 'addFilter', oneFilter).map((expr) => ({ sorts: [], expr }));
  const base = { metadata, filter, filters: listOf(filter, 0, 2), delivery: delivery(configuration) };
  const legacy = { metadata, attributes: calling('AttributesFilter', 'of', mapOf(ATTRIBUTES, oneOf('order.paid', '', '/x'), 1, 2)),
    deadLetterSink: sink(flags) };
  const dependency = some('source', smallSource).map((source): Expr => ({ is: 'member', of: source, name: 'reference' }));
  const memory = { dependency, deliveryOrder: undefined };
  const onKafka = { deliveryOrder: memberOf('DeliveryOrder') };
  // What KEDA scales reads from a cluster that KEDA can ask.
  const onPlainKafka = { ...onKafka, ...(flags ? { keda } : {}) };
  const options = (extra: MaybeFields, how: MaybeFields) => struct(
    { subscriber: sink(flags) }, defined({ ...how, ...extra }),
  );
  const all = [['memory', 'memory', memory], ['kafka', 'kafka', onKafka], ['kafka', 'kafka:plain', onPlainKafka]] as const;
  return [more, ...all.flatMap(([of, sort, extra]) => [base, legacy].flatMap((how) => {
    const broker = some(`broker:${sort}`, smallBroker(of));
    return [
      draft('trigger', ['resource', 'trigger', 'eventSource'], fc.tuple(broker, options(extra, how), id()).map(([on, given, name]): Expr => ({
        is: 'new', of: 'Trigger', args: [{ is: 'here', what: 'chart' }, name, { ...given, fields: { broker: on, ...given.fields } }],
      }))),
      draft('trigger', ['resource', 'trigger', 'eventSource'], calling(broker, 'addTrigger', id(), options(extra, how))),
    ];
  }))];
}

const filtered: Drafts = draft('trigger', ['resource', 'trigger:filtered'], calling(some('broker:memory', smallBroker('memory')), 'addTrigger', id(), struct({
  subscriber: sink(false), filter: oneFilter,
})), 0);

function defined(given: MaybeFields): Record<string, MaybeGen> {
  const there = Object.entries(given).filter((entry): entry is [string, MaybeGen] => entry[1] !== undefined);
  return Object.fromEntries(there);
}

/** A source that takes little to make. */
const smallSource: Drafts = draft('source', ['source', 'resource'], construct('PingSource', id(), struct({
  schedule: just('@hourly'), sink: sink(false),
})), 0);

const CHANNEL = ['sink', 'channel', 'resource', 'receiver', 'addressable'];
const NAME = 52;

function channels(configuration: Configuration): Drafts[] {
  const base = { metadata, delivery: delivery(configuration) };
  const channelCluster = some('channelCluster', plainCluster.map((made) => ({ ...made, sorts: ['channelCluster', 'kafkaCluster', 'kafkaCluster:source'] })),
    { anywhere: true });
  const sizes = { numPartitions: partitions, replicationFactor: replicas, retention: tenths };
  const onKafka = { cluster: channelCluster, ...sizes };
  const custom = struct({ apiVersion: oneOf('messaging.example.com/v1', 'x.example.com/v1beta1'), kind: oneOf('ExampleChannel') }, {
    spec: struct({}, { size: whole(1, 9), labels, nested: struct({ list: listOf(text) }) }, 0.6),
  });
  const template = choice(calling('ChannelTemplate', 'inMemory'), calling('ChannelTemplate', 'kafka', maybe(struct({}, onKafka), 0.7)),
    calling('ChannelTemplate', 'custom', custom));
  const existing = ['Channel', 'InMemoryChannel', 'KafkaChannel'].map((of) => draft('channel', [...CHANNEL, of === 'KafkaChannel' ? 'channel:kafka' : 'channel:memory'],
    calling(of, 'fromChannelName', fc.constant<Expr>({ is: 'here', what: 'chart' }), id(NAME), oneOf('existing'), maybe(struct({}, {})))));
  return [
    draft('channel', CHANNEL, construct('Channel', id(NAME), maybe(struct({}, {
      metadata, delivery: delivery(configuration, true, nearSink), template,
    }), 0.9))),
    draft('channel', [...CHANNEL, 'channel:memory'], construct('InMemoryChannel', id(NAME), maybe(struct({}, {
      ...base, scope: memberOf('ChannelScope'), asyncHandler: bool,
    }), 0.9))),
    draft('channel', [...CHANNEL, 'channel:kafka'], construct('KafkaChannel', id(NAME), maybe(struct({}, { ...base, ...onKafka }), 0.9))),
    ...existing,
  ];
}

const smallChannel = (of: string): Drafts => draft('channel', [...CHANNEL, `channel:${of}`],
  construct(of === 'kafka' ? 'KafkaChannel' : 'InMemoryChannel', id(NAME), maybe(struct({}, {}))), 0);

function subscriptions(configuration: Configuration): Drafts[] {
  const { flags } = configuration;
  const options = (of: string) => struct({ subscriber: sink(flags) }, {
    metadata, reply: sink(flags), delivery: delivery(configuration), ...(of === 'kafka' && flags ? { keda } : {}),
  });
  return ['memory', 'kafka'].flatMap((of) => {
    const channel = some(`channel:${of}`, smallChannel(of));
    return [
      draft('subscription', ['resource', 'subscription', 'eventSource'], fc.tuple(channel, options(of), id()).map(([on, given, name]): Expr => ({
        is: 'new', of: 'Subscription', args: [{ is: 'here', what: 'chart' }, name, { ...given, fields: { channel: on, ...given.fields } }],
      }))),
      draft('subscription', ['resource', 'subscription', 'eventSource'], calling(channel, 'subscribe', id(), options(of))),
    ];
  });
}

/** The defaults of a cluster: one ConfigMap, in a program that has no brokers which they would concern. */
export function brokerDefaultsOf(configuration: Configuration): Record<string, MaybeGen> {
  const copied = choice(calling('Delivery', 'retry', whole(0, 9), maybe(struct({}, { backoff }))), calling('Delivery', 'deadLetter', sink(configuration.flags)));
  const config = struct({ apiVersion: just('v1'), kind: just('ConfigMap'), name: oneOf('kafka-config') }, { namespace: oneOf('knative-eventing') });
  const of = (name: string) => struct({ brokerClass: memberOf('BrokerClass', name), config }, { delivery: copied });
  const classes = listOf(of('KAFKA'), 0, 1);
  const clusterDefault = struct({ brokerClass: memberOf('BrokerClass', 'MT_CHANNEL_BASED'), config }, {
    delivery: copied, brokerClasses: classes, disallowDifferentNamespaceConfig: just(false),
  });
  const ofNamespace = choice(
    struct({ brokerClass: memberOf('BrokerClass', 'KAFKA'), config }, { delivery: copied, brokerClasses: classes }),
    struct({ brokerClass: memberOf('BrokerClass', 'MT_CHANNEL_BASED') }, { disallowDifferentNamespaceConfig: bool }),
  );
  return { clusterDefault, namespaceDefaults: mapOf(['shop', 'audit'], ofNamespace, 0, 2) };
}

/** The construct for the same. */
export function brokerDefaults(configuration: Configuration): Drafts {
  return draft('defaults', [], construct('BrokerDefaults', just('config-br-defaults'), maybe(struct({}, {
    metadata: plainMetadata, ...brokerDefaultsOf(configuration),
  }, 0.8), 0.9)), 0).map((made) => ({ ...made, once: 'brokerDefaults' }));
}

/** Brokers, triggers, channels, subscriptions. */
export function eventing(configuration: Configuration): Drafts[] {
  return [brokers, triggers, channels, subscriptions].flatMap((sort) => sort(configuration));
}

/** What conditions of CESQL are for; there is so much to them that they are an area of their own. */
export function filtering({ flags }: Configuration): Drafts[] {
  const chosen = (of: 'memory' | 'kafka') => draft('trigger', ['resource', 'trigger', 'eventSource'], calling(
    some(`broker:${of}`, smallBroker(of)), 'addTrigger', id(), struct({ subscriber: sink(flags), filter: cesqlFilter }),
  ));
  const more = calling(some('trigger:filtered', filtered), 'addFilter', choice(cesqlFilter, capitalFilter));
  return [chosen('memory'), chosen('kafka'), more.map((expr) => ({ sorts: [], expr })), conditions];
}
