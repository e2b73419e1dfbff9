import { deepFrozen } from './deep-frozen';
import { groupOf } from './kinds';

/** What an engine that can delete an object and create it again does about a change of a field that is kept. */
export enum ChangeWay {
  /** The object is made anew: whatever it holds is in the program, or in another object. */
  REPLACE = 'replace',
  /** The change is refused: with the object events would go, or a new one would not bring the change about. */
  REFUSE = 'refuse',
  /** The update goes through: it does no harm, and what exists already stays as it is. */
  LEAVE = 'leave',
}

/** What becomes of a change of a field that an object keeps for good. */
export interface Replacement {
  /** As in `ImmutableField.path`. */
  readonly path: string;
  readonly way: ChangeWay;
  /** What a replacement does. */
  readonly reason: string;
  /**
   * What to write in place of the change.
   * @default - none: the object is replaced
   */
  readonly instead?: string;
}

function replaced(reason: string, ...paths: string[]): Replacement[] {
  return paths.map((path) => ({ path, way: ChangeWay.REPLACE, reason }));
}

function refused(reason: string, instead: string, ...paths: string[]): Replacement[] {
  return paths.map((path) => ({ path, way: ChangeWay.REFUSE, reason, instead }));
}

function left(reason: string, instead: string, ...paths: string[]): Replacement[] {
  return paths.map((path) => ({ path, way: ChangeWay.LEAVE, reason, instead }));
}

const IN_PROGRAM = 'all that it holds is in the program';

const ROLE_REF = replaced('it holds nothing, and the accounts lack the rights for a moment', 'roleRef', 'roleRef.apiGroup');

const STAYS_IMMUTABLE = refused(
  'it was made immutable so that whoever reads it can rely on it',
  'write the object under another name, and let what reads it name that one', 'immutable');

const CREATOR = refused('the webhook of Knative writes it, and nobody else may',
  'leave the annotation out', 'metadata.annotations[serving.knative.dev/creator]');

const NAMED_TEMPLATE = refused('all revisions of the service, and the traffic that is split over them, would go with it',
  'give the revision another name with every change, or leave its name out', 'spec.template');

const BROKER_GONE = 'the events that no trigger has delivered yet are deleted with it';

const SUBSCRIBERS = refused('the controller writes them, from the subscriptions that there are',
  'leave them out, and write a `Subscription`', 'spec.subscribers');

const CHANNEL_GONE = 'the events that no subscription has delivered yet are deleted with it';

const OTHER_CHANNEL = 'write a second channel under another name, let senders and new subscriptions use it, '
  + 'and take the old one out when its events are delivered';

/** Follows FinalizeKind in control-plane/pkg/reconciler/consumergroup/consumergroup.go, which deletes the offsets. */
const READER_GONE = 'how far it has read is deleted with it, so that events are lost or come twice';

const FLOW = refused(
  'its channels are deleted with it, and the events between two steps with them',
  'write a second one under another name, let senders use it, and take the old one out when its events are delivered',
  'spec.channelTemplate');

const TEMPLATE_LABELS = replaced('the source stands still while its Deployment is made anew, and holds no events',
  'spec.template.metadata.labels');

const OTHER_CLUSTER = refused('Knative, and all events in it, would be taken off the cluster',
  'leave the field as it is, and write another object for the other cluster', 'spec.clusterProfileRef');

/**
 * What becomes of a change of each field of `IMMUTABLE_FIELDS`, by `group/Kind`: whether a replacement of the object is
 * what the cluster needs, or loses events.
 */
export const REPLACEMENTS: Readonly<Record<string, readonly Replacement[]>> = deepFrozen({
  '/ConfigMap': [
    ...replaced(IN_PROGRAM, 'data', 'binaryData'), ...STAYS_IMMUTABLE,
    ...left('only topics that are made later get it',
      'to have it for a topic that exists, write a second broker with this configuration, and move triggers and senders',
      'data[default.topic.partitions]', 'data[default.topic.replication.factor]'),
  ],
  '/Secret': [...replaced(IN_PROGRAM, 'data', 'type'), ...STAYS_IMMUTABLE],
  'rbac.authorization.k8s.io/RoleBinding': ROLE_REF,
  'rbac.authorization.k8s.io/ClusterRoleBinding': ROLE_REF,
  'apps/Deployment': replaced('pods hold no events, and there are none until the new ones run', 'spec.selector'),
  '/ResourceQuota': replaced('it holds nothing but limits', 'spec.scopes'),

  'serving.knative.dev/Service': [...NAMED_TEMPLATE, ...CREATOR],
  'serving.knative.dev/Configuration': [...NAMED_TEMPLATE, ...CREATOR],
  'serving.knative.dev/Route': CREATOR,
  'serving.knative.dev/Revision': refused('requests that are routed to it fail until the new one is ready',
    'write a revision under another name, and route traffic to that one', 'spec'),
  'serving.knative.dev/DomainMapping': CREATOR,

  'eventing.knative.dev/Broker': refused(BROKER_GONE,
    'write a second broker under another name with triggers of its own, let senders use it, and take the old one out '
    + 'when its events are delivered',
    'spec', 'spec.config', 'metadata.annotations[eventing.knative.dev/broker.class]',
    'metadata.annotations[kafka.eventing.knative.dev/external.topic]'),
  'eventing.knative.dev/Trigger': refused(READER_GONE,
    'write a second trigger under another name at the other broker, and take the old one out when its events are '
    + 'delivered',
    'spec.broker'),
  // Its triggers are owned by it; a request that waits for its reply meanwhile times out, and its sender learns it.
  'eventing.knative.dev/RequestReply': replaced('it holds no events, and its triggers are made anew at the other broker',
    'spec.brokerRef'),
  'eventing.knative.dev/EventTransform': refused('senders get no answer until the new one is ready',
    'write the other transformation under another name, and let senders use that one', 'spec.jsonata'),
  // Follows finalizeKind in control-plane/pkg/reconciler/sink/kafka_sink.go.
  'eventing.knative.dev/KafkaSink': refused('a topic that Knative made is deleted with it, and all records in it',
    'write a second sink under another name, let senders use it, and take the old one out when its records are read',
    'spec.topic', 'spec.numPartitions', 'spec.replicationFactor'),

  'messaging.knative.dev/Channel': refused(CHANNEL_GONE, OTHER_CHANNEL, 'spec', 'spec.channelTemplate'),
  'messaging.knative.dev/InMemoryChannel': SUBSCRIBERS,
  'messaging.knative.dev/KafkaChannel': [
    ...refused(CHANNEL_GONE, OTHER_CHANNEL, 'spec.numPartitions', 'spec.replicationFactor', 'spec.retentionDuration'),
    ...SUBSCRIBERS,
  ],
  'messaging.knative.dev/Subscription': refused(READER_GONE,
    'write a second subscription under another name at the other channel, and take the old one out when its events '
    + 'are delivered',
    'spec.channel'),

  'flows.knative.dev/Sequence': FLOW,
  'flows.knative.dev/Parallel': FLOW,

  'sources.knative.dev/ContainerSource': TEMPLATE_LABELS,
  'sources.knative.dev/IntegrationSource': TEMPLATE_LABELS,
  // Follows FinalizeKind in webhook/psbinding/reconciler.go of knative.dev/pkg: only a deletion takes the address out.
  'sources.knative.dev/SinkBinding': replaced(
    'with it the address is taken out of what was bound before, and written into what is bound from now on',
    'spec.subject'),
  'sources.knative.dev/KafkaSource': [
    ...refused(READER_GONE,
      'write a second source under another name with the other group, and take the old one out when it has read all',
      'spec.consumerGroup'),
    ...left('only a consumer group that begins later heeds it',
      'to read from elsewhere, write another source with another consumer group', 'spec.initialOffset'),
  ],

  'operator.knative.dev/KnativeServing': OTHER_CLUSTER,
  'operator.knative.dev/KnativeEventing': OTHER_CLUSTER,
});

/**
 * What becomes of a change of an object; `undefined` where nothing keeps the field.
 * @param path as in `ImmutableChange.path`, so it may lie below that of a rule
 */
export function replacementFor(apiVersion: string, kind: string, path: string): Replacement | undefined {
  return replacementsOf(apiVersion, kind)
    .filter((rule) => path === rule.path || path.startsWith(`${rule.path}.`))
    .sort((one, other) => other.path.length - one.path.length)[0];
}

/** What becomes of changes of an object of a kind. */
export function replacementsOf(apiVersion: string, kind: string): readonly Replacement[] {
  return REPLACEMENTS[`${groupOf(apiVersion)}/${kind}`] ?? [];
}
