import type { IConstruct } from 'constructs';
import { appChecks, type Problem, type Resource } from '../core';
import type { KafkaCluster } from './kafka-cluster';
import { KafkaOperation, type KafkaPermission, KafkaResourceType } from './kafka-permission';
import {
  checkTemplate, filledNamespace, KafkaNameTemplate, nameFor, nameTemplate, templatePrefix,
} from './name-templates';

/** A topic that a construct writes to or reads from. */
export interface UsedTopic {
  readonly name: string;
  /** Whether Knative makes it, and deletes it. */
  readonly madeByKnative: boolean;
  readonly partitions?: number | undefined;
  readonly replicationFactor?: number | undefined;
  readonly config?: Readonly<Record<string, string>> | undefined;
}

/** What a construct does with a Kafka cluster. All of it is asked at synth. */
export interface KafkaUse {
  /** Absent where the program does not describe the cluster. */
  readonly cluster: () => KafkaCluster | undefined;
  readonly topics: () => readonly UsedTopic[];
  readonly permissions: () => readonly KafkaPermission[];
  readonly check?: () => readonly (Problem | undefined)[];
}

/** A construct, and what it does with its Kafka cluster. */
export interface KafkaUser extends KafkaUse {
  readonly construct: IConstruct;
}

const { CREATE, DELETE, DESCRIBE, READ, WRITE } = KafkaOperation;
const { TOPIC, GROUP } = KafkaResourceType;
/** What Knative does with topics that it makes. */
const OWN_TOPIC = [CREATE, DELETE, DESCRIBE, READ, WRITE] as const;
/** What Knative does with consumer groups: it sets their offsets, and deletes them. */
const OWN_GROUP = [DELETE, DESCRIBE, READ] as const;

const USES = new WeakMap<IConstruct, KafkaUse>();

/** Says what a construct does with a Kafka cluster. */
function use(construct: IConstruct, kafkaUse: KafkaUse): void {
  USES.set(construct, kafkaUse);
  appChecks(construct).changed();
}

/** What the constructs of an app do with Kafka clusters; those that were taken out of it do nothing. */
export function kafkaUsers(construct: IConstruct): KafkaUser[] {
  return construct.node.root.node.findAll().flatMap((one) => {
    const kafkaUse = USES.get(one);
    return kafkaUse === undefined ? [] : [{ construct: one, ...kafkaUse }];
  });
}

/**
 * Says which topic a broker keeps its events in: one that Knative makes, or `externalTopic`.
 */
export function usesKafkaAsBroker(
  broker: Resource, cluster: () => KafkaCluster | undefined, externalTopic: string | undefined,
  made: () => Partial<UsedTopic>,
): void {
  use(broker, {
    cluster,
    topics: () => [externalTopic === undefined
      ? { ...made(), name: nameFor(templateOf(broker, KafkaNameTemplate.BROKER_TOPIC), broker), madeByKnative: true }
      : { name: externalTopic, madeByKnative: false }],
    permissions: () => [
      externalTopic === undefined
        ? named(TOPIC, topicNameOf(broker), OWN_TOPIC)
        : one(TOPIC, externalTopic, [DESCRIBE, READ, WRITE]),
      named(GROUP, groupNameOf(broker), OWN_GROUP),
    ],
    check: () => [
      externalTopic === undefined ? checkTemplate(topicNameOf(broker), KafkaNameTemplate.BROKER_TOPIC) : undefined,
      checkTemplate(groupNameOf(broker), KafkaNameTemplate.TRIGGER_GROUP),
    ],
  });
}

/** The topic of a broker; as the template has it, where nobody knows the namespace before the broker is there. */
function topicNameOf(broker: Resource): string {
  const template = templateOf(broker, KafkaNameTemplate.BROKER_TOPIC);
  return broker.namespace === undefined ? template : nameFor(template, broker);
}

/**
 * What the groups of a broker's triggers have in common: those lie in its namespace, and have names of their own.
 * Follows control-plane/pkg/reconciler/trigger/trigger.go.
 */
function groupNameOf(broker: Resource): string {
  return filledNamespace(templateOf(broker, KafkaNameTemplate.TRIGGER_GROUP), broker.namespace);
}

/**
 * Says that brokers may be made from a configuration, those too that the program does not make itself.
 */
export function usesKafkaAsBrokerConfig(config: Resource, cluster: KafkaCluster): void {
  // A configuration that a broker has made for itself asks for nothing more than that broker.
  const { scope } = config.node;
  const own = () => scope !== undefined && USES.get(scope)?.cluster() === cluster;
  use(config, {
    cluster: () => cluster,
    topics: () => [],
    permissions: () => own() ? [] : [
      allBeginning(TOPIC, templateOf(config, KafkaNameTemplate.BROKER_TOPIC), OWN_TOPIC),
      allBeginning(GROUP, templateOf(config, KafkaNameTemplate.TRIGGER_GROUP), OWN_GROUP),
    ],
    check: () => own() ? [] : [
      checkedTemplate(config, KafkaNameTemplate.BROKER_TOPIC), checkedTemplate(config, KafkaNameTemplate.TRIGGER_GROUP),
    ],
  });
}

/**
 * Says that the channels of a Kubernetes cluster keep their events in a Kafka cluster.
 */
export function usesKafkaAsChannelConfig(config: Resource, cluster: KafkaCluster): void {
  use(config, {
    cluster: () => cluster,
    topics: () => [],
    permissions: () => [
      allBeginning(TOPIC, templateOf(config, KafkaNameTemplate.CHANNEL_TOPIC), OWN_TOPIC),
      // Follows consumerGroup of control-plane/pkg/reconciler/channel/channel.go.
      { resource: GROUP, name: 'kafka.', prefix: true, operations: OWN_GROUP },
    ],
    check: () => [checkedTemplate(config, KafkaNameTemplate.CHANNEL_TOPIC)],
  });
}

/**
 * Says which topics a channel has, or the channels that Knative makes for a construct. What may be done with them is
 * said by the configuration of all channels.
 */
export function usesKafkaAsChannel(
  channel: Resource, cluster: () => KafkaCluster | undefined, made: () => Partial<UsedTopic>,
  names: () => readonly string[] = () => [channel.name],
): void {
  use(channel, {
    cluster,
    topics: () => {
      const template = templateOf(channel, KafkaNameTemplate.CHANNEL_TOPIC);
      return names().map((name) =>
        ({ ...made(), name: nameFor(template, { namespace: channel.namespace, name }), madeByKnative: true }));
    },
    permissions: () => [],
  });
}

/**
 * Says which topic a sink writes to. Knative makes it where both numbers are given.
 */
export function usesKafkaAsSink(sink: Resource, cluster: KafkaCluster, topic: Omit<UsedTopic, 'madeByKnative'>): void {
  const madeByKnative = topic.partitions !== undefined && topic.replicationFactor !== undefined;
  use(sink, {
    cluster: () => cluster,
    topics: () => [{ ...topic, madeByKnative }],
    permissions: () => [one(TOPIC, topic.name, madeByKnative ? [CREATE, DELETE, DESCRIBE, WRITE] : [DESCRIBE, WRITE])],
  });
}

/**
 * Says which topics a source reads, and in which consumer group.
 */
export function usesKafkaAsSource(
  source: Resource, cluster: KafkaCluster, topics: readonly string[], group: string,
): void {
  use(source, {
    cluster: () => cluster,
    topics: () => topics.map((name) => ({ name, madeByKnative: false })),
    permissions: () => [...topics.map((name) => one(TOPIC, name, [DESCRIBE, READ])), one(GROUP, group, OWN_GROUP)],
  });
}

function templateOf(construct: IConstruct, which: KafkaNameTemplate): string {
  return nameTemplate(construct, which);
}

function checkedTemplate(construct: IConstruct, which: KafkaNameTemplate): Problem | undefined {
  return checkTemplate(templateOf(construct, which), which);
}

function one(resource: KafkaResourceType, name: string, operations: readonly KafkaOperation[]): KafkaPermission {
  return { resource, name, prefix: false, operations };
}

/** A permission for the one name that a template came to, or for all that begin as it does. */
function named(resource: KafkaResourceType, text: string, operations: readonly KafkaOperation[]): KafkaPermission {
  return text.includes('{{') ? allBeginning(resource, text, operations) : one(resource, text, operations);
}

function allBeginning(
  resource: KafkaResourceType, template: string, operations: readonly KafkaOperation[],
): KafkaPermission {
  return { resource, name: templatePrefix(template), prefix: true, operations };
}
