import { shellComment, shellWord } from '../core';
import type { KafkaPermission } from './kafka-permission';
import type { KafkaClusterSetup, KafkaTopic } from './kafka-setup';

const CONFIG_FILE = 'KAFKA_COMMAND_CONFIG';
/** Where a script reads the principal that the program does not say. */
const PRINCIPAL_VARIABLE = 'KAFKA_PRINCIPAL';

const CONNECT = `--bootstrap-server "$servers" \${${CONFIG_FILE}:+--command-config "$${CONFIG_FILE}"}`;

/** The script for the tools of Apache Kafka. */
export function kafkaScript(setup: KafkaClusterSetup): string {
  const { topics, permissions, bootstrapServers } = setup;
  const allowing = permissions.length > 0;
  return [
    '#!/bin/sh',
    `# Makes the topics${allowing ? ' and the permissions' : ''} that a Kafka cluster has to have. It holds no secret, and may be run again.`,
    '# KAFKA_TOPICS and KAFKA_ACLS name the tools, where they are called otherwise than in the downloads of Apache Kafka.',
    `# ${CONFIG_FILE} names a file with the properties by which an administrator connects${allowing ? '' : ', if need be'}.`,
    'set -eu',
    ...allowing ? [`: "\${${CONFIG_FILE}:?names no file with the properties of an administrator}"`] : [],
    ...principalLines(setup, 'User:knative'),
    `servers=${shellWord(bootstrapServers.join(','))}`,
    '',
    'topic() {',
    `  "\${KAFKA_TOPICS:-kafka-topics.sh}" ${CONNECT} \\`,
    '    --create --if-not-exists "$@"',
    '}',
    ...allowing ? [
      '',
      'allow() {',
      `  "\${KAFKA_ACLS:-kafka-acls.sh}" ${CONNECT} \\`,
      '    --add --allow-principal "$principal" "$@"',
      '}',
    ] : [],
    '',
    ...topics.map(topicCommand),
    ...permissions.map(permissionCommand),
    ...notes(setup),
    '',
  ].join('\n');
}

/** How scripts know whom they give permissions to. */
export function principalLines({ principal, secretName, permissions }: KafkaClusterSetup, example: string): string[] {
  if (permissions.length === 0) return [];
  if (principal !== undefined) return [`principal=${shellWord(principal)}`];
  return [
    `# Whom Kafka takes the holder of the Secret ${secretName ?? ''} for: User: and a name.`,
    `principal=\${${PRINCIPAL_VARIABLE}:?names no principal, such as ${example}}`,
  ];
}

/** What is not for the script to do. */
export function notes({ madeByKnative }: KafkaClusterSetup): string[] {
  if (madeByKnative.length === 0) return [];
  return [
    '',
    '# Knative makes these topics itself, and deletes them with their objects:',
    ...madeByKnative.map(({ name }) => shellComment(`  ${name}`)),
  ];
}

function topicCommand({ name, partitions, replicationFactor, config }: KafkaTopic): string {
  return [
    'topic', shellWord(`--topic=${name}`),
    ...partitions === undefined ? [] : [`--partitions ${partitions}`],
    ...replicationFactor === undefined ? [] : [`--replication-factor ${replicationFactor}`],
    ...Object.entries(config).map(([option, value]) => `--config ${shellWord(`${option}=${value}`)}`),
  ].join(' ');
}

function permissionCommand({ resource, name, prefix, operations }: KafkaPermission): string {
  return [
    'allow', shellWord(`--${resource}=${name}`),
    ...prefix ? ['--resource-pattern-type prefixed'] : [],
    ...operations.map((operation) => `--operation ${operation}`),
  ].join(' ');
}
