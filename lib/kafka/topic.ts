import { checkWhole, type Problem, show } from '../core';

const MAX_TOPIC = 249;
const MAX_INT16 = 32_767;
const OPTION = /^[a-z][a-z0-9]*([.][a-z0-9]+)*$/;
/** A key of a ConfigMap has 253 characters at most, and `default.topic.config.` stands before the name. */
const MAX_OPTION = 253 - 'default.topic.config.'.length;

/**
 * Checks the name of a Kafka topic. Knative's admission takes any text; Kafka refuses the rest when the topic is used.
 */
export function checkTopicName(topic: string): Problem | undefined {
  const legal = /^[A-Za-z0-9._-]+$/.test(topic) && topic.length <= MAX_TOPIC && topic !== '.' && topic !== '..';
  if (legal) return undefined;
  return {
    code: 'KN-KFK-012',
    message: `${show(topic)} is no name for a Kafka topic`,
    received: topic,
    allowed: `letters, digits, dots, dashes and underscores, at most ${MAX_TOPIC} characters, not only one or two dots`,
    fix: `write ${show(proposeTopic(topic))}, for example`,
  };
}

function proposeTopic(topic: string): string {
  const cleaned = String(topic).trim().replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, MAX_TOPIC).replace(/^[-.]+|[-.]+$/g, '');
  return cleaned === '' ? 'orders' : cleaned;
}

/**
 * Follows control-plane/pkg/kafka/topic.go: a number that fits into an int32, from 1 on.
 * @internal
 */
export function checkPartitions(field: string, partitions: number | undefined): Problem | undefined {
  return checkWhole('KN-KFK-010', field, partitions, { min: 1, proposal: 10 });
}

/**
 * Follows control-plane/pkg/kafka/topic.go, which keeps 16 bits of the number.
 * @internal
 */
export function checkReplicas(replicationFactor: number | undefined): Problem | undefined {
  return checkWhole('KN-KFK-010', 'replicationFactor', replicationFactor, { min: 1, max: MAX_INT16, proposal: 3 });
}

/**
 * Checks options of a topic by their syntax: which ones exist is up to the version of Kafka.
 * @internal
 */
export function checkTopicConfig(
  topicConfig: Readonly<Record<string, string>> | undefined, replicationFactor: number,
): Problem[] {
  const problems = Object.entries(topicConfig ?? {}).flatMap(([option, value]) => checkTopicOption(option, value));
  const inSync = Number(topicConfig?.['min.insync.replicas']);
  if (!(inSync > replicationFactor)) return problems;
  return [...problems, {
    code: 'KN-KFK-013',
    message: `${show('min.insync.replicas')} ${show(String(inSync))} is above the replication factor `
      + `${show(String(replicationFactor))}, so that Kafka would take no event`,
    received: inSync,
    allowed: `a whole number from 1 to ${replicationFactor}`,
    fix: `write \`'min.insync.replicas': '${Math.max(1, replicationFactor - 1)}'\``,
  }];
}

function checkTopicOption(option: string, value: unknown): Problem[] {
  const wrongName = !OPTION.test(option) || option.length > MAX_OPTION || option.startsWith('sasl.');
  if (!wrongName && typeof value === 'string' && value.trim() !== '') return [];
  return [{
    code: 'KN-KFK-013',
    message: wrongName
      ? `${show(option)} is no name for an option of a topic`
      : `${show(value)} is no value for the topic option ${show(option)}`,
    received: wrongName ? option : value,
    allowed: wrongName ? 'words of lower-case letters and digits, with dots between them' : 'a text that is not empty',
    fix: wrongName
      ? "write a name of Kafka's documentation, such as `retention.ms`"
      : `write \`'${option}': '${typeof value === 'string' ? '1' : String(value)}'\`, for example`,
  }];
}
