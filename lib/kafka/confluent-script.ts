import { shellArgument, shellWord } from '../core';
import type { KafkaPermission } from './kafka-permission';
import { notes, principalLines } from './kafka-script';
import type { KafkaClusterSetup, KafkaTopic } from './kafka-setup';

const FLAGS = '--cluster "$CONFLUENT_CLUSTER" ${CONFLUENT_ENVIRONMENT:+--environment "$CONFLUENT_ENVIRONMENT"}';

/** The script for the CLI of Confluent Cloud, which chooses the number of copies itself. */
export function confluentScript(setup: KafkaClusterSetup): string {
  const { topics, permissions } = setup;
  return [
    '#!/bin/sh',
    '# Makes the topics and the permissions that a Kafka cluster of Confluent Cloud has to have. It holds no secret, and may',
    '# be run again. It needs the `confluent` CLI after `confluent login`.',
    '# CONFLUENT_CLUSTER is the id of the cluster, lkc-..., and CONFLUENT_ENVIRONMENT that of its environment, env-..., where',
    '# it is not the current one.',
    'set -eu',
    ': "${CONFLUENT_CLUSTER:?is no id of a Kafka cluster, such as lkc-abc123}"',
    ...principalLines(setup, 'User:sa-abc123'),
    '',
    'topic() {',
    `  confluent kafka topic create --if-not-exists ${FLAGS} "$@"`,
    '}',
    ...permissions.length === 0 ? [] : [
      '',
      'allow() {',
      `  confluent kafka acl create --allow --principal "$principal" ${FLAGS} "$@"`,
      '}',
    ],
    '',
    ...topics.map(topicCommand),
    ...permissions.map(permissionCommand),
    ...notes(setup),
    '',
  ].join('\n');
}

function topicCommand({ name, partitions, config }: KafkaTopic): string {
  return [
    'topic',
    ...partitions === undefined ? [] : [`--partitions ${partitions}`],
    ...Object.entries(config).map(([option, value]) => `--config ${shellWord(listItem(`${option}=${value}`))}`),
    shellArgument(name),
  ].join(' ');
}

function permissionCommand({ resource, name, prefix, operations }: KafkaPermission): string {
  const flag = resource === 'group' ? 'consumer-group' : resource;
  return [
    'allow',
    shellWord(`--${flag}=${name}`),
    ...prefix ? ['--prefix'] : [],
    `--operations ${operations.join(',')}`,
  ].join(' ');
}

/** The flag takes a list, as CSV has it. */
function listItem(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
