import { type Problem, show } from '../core';

/** What a topic is made with. */
export interface KafkaTopicOptions {
  /**
   * Partitions: a whole number from 1 on (`KN-KFK-010`). A topic that exists keeps those that it has.
   * @default - what the servers have for new topics; 6 on Confluent Cloud
   */
  readonly partitions?: number;
  /**
   * Copies of each partition: a whole number from 1 to 32767 (`KN-KFK-010`), 3 on Confluent Cloud (`KN-KFK-011`).
   * @default - what the cluster prescribes, else what the servers have for new topics
   */
  readonly replicationFactor?: number;
  /**
   * Options by the names that Kafka gives them: `{ 'retention.ms': '604800000' }` (`KN-KFK-013`).
   * @default - what the servers have for new topics
   */
  readonly config?: Readonly<Record<string, string>>;
}

/** A topic that is described twice. */
export function describedTwice(topic: string): Problem {
  return {
    code: 'KN-KFK-030',
    message: `the topic ${show(topic)} is described twice`,
    received: topic,
    allowed: 'one description of a topic in each Kafka cluster',
    fix: 'say everything in one `addTopic`',
  };
}

/** A topic that another construct of the same Kafka describes in another way. */
export function describedOtherwise(topic: string, other: string): Problem {
  return {
    code: 'KN-KFK-030',
    message: `the topic ${show(topic)} is described, and otherwise by ${show(other)}, which has the same bootstrap servers`,
    received: topic,
    allowed: 'one description of a topic for each Kafka',
    fix: 'leave one `addTopic` out, or let both say the same',
  };
}

/** A topic that the program describes, and that Knative makes in its own way. */
export function madeByKnative(topic: string, maker: string): Problem {
  return {
    code: 'KN-KFK-030',
    message: `the topic ${show(topic)} is described, and ${show(maker)} has Knative make it`,
    received: topic,
    allowed: 'a topic that Knative does not make',
    fix: 'leave `addTopic` out, and write partitions and the like there; or leave `numPartitions` and '
      + '`replicationFactor` of a KafkaSink out, or give a broker an `externalTopic`',
  };
}

/** Kafka makes one name for metrics of both. Follows Topic.hasCollision of org.apache.kafka.common.internals. */
export function checkCollisions(topics: readonly string[]): Problem[] {
  const known = new Map<string, string>();
  return topics.flatMap((topic) => {
    const name = topic.replaceAll('.', '_');
    const other = known.get(name);
    known.set(name, other ?? topic);
    return other === undefined || other === topic ? [] : [collision(topic, other)];
  });
}

function collision(topic: string, other: string): Problem {
  return {
    code: 'KN-KFK-031',
    message: `Kafka takes ${show(topic)} and ${show(other)} for names that collide: they differ in dots and underscores only`,
    received: topic,
    allowed: 'names that differ in something else as well',
    fix: `write ${show(topic.replaceAll(/[._]/g, '-'))}, for example`,
  };
}
