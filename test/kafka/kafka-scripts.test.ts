import type { App } from 'cdk8s';
import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { SideDocuments } from '../../lib/core';
import {
  ConfluentCloud, KafkaCluster, type KafkaClusterProps, KafkaCredentials, KafkaSetup, SecurityProtocol,
} from '../../lib/kafka';
import { KafkaSink } from '../../lib/sinks';
import { runScript } from '../recorded-script';

const CLOUD = { CONFLUENT_CLUSTER: 'lkc-1' };
const ADMIN = { KAFKA_COMMAND_CONFIG: '/home/me/my admin.properties' };

function program(): { app: App; chart: Chart } {
  const app = Testing.app();
  KafkaSetup.of(app).addBootstrapDocuments();
  return { app, chart: new Chart(app, 'shop', { namespace: 'shop' }) };
}

function confluent(chart: Chart, principal?: string): ConfluentCloud {
  return new ConfluentCloud(chart, 'cloud', {
    bootstrapServers: ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
    credentials: KafkaCredentials.fromSecretName('ccloud', { principal }),
  });
}

function kafka(chart: Chart, props: Partial<KafkaClusterProps> = {}): KafkaCluster {
  return new KafkaCluster(chart, 'kafka', { bootstrapServers: ['a:9092', 'b:9092'], ...props });
}

function scriptOf(app: App, file: string): string {
  return SideDocuments.of(app).render()[file] ?? '';
}

describe('the script for Confluent Cloud', () => {
  test('makes topics and permissions', () => {
    const { app, chart } = program();
    const cluster = confluent(chart, 'User:sa-abc123');
    const topic = cluster.addTopic('mytopic', { partitions: 6, config: { 'cleanup.policy': 'compact,delete', 'retention.ms': '1' } });
    new KafkaSink(chart, 'archive', { cluster, topic });

    const { status, commands } = runScript(scriptOf(app, 'kafka/cloud-confluent.sh'), ['confluent'], {
      env: { ...CLOUD, CONFLUENT_ENVIRONMENT: 'env-1' },
    });

    expect(commands.map(({ words }) => words)).toEqual([
      [
        'confluent', 'kafka', 'topic', 'create', '--if-not-exists', '--cluster', 'lkc-1', '--environment', 'env-1', '--partitions', '6',
        '--config', '"cleanup.policy=compact,delete"', '--config', 'retention.ms=1', 'mytopic',
      ],
      [
        'confluent', 'kafka', 'acl', 'create', '--allow', '--principal', 'User:sa-abc123', '--cluster', 'lkc-1', '--environment',
        'env-1', '--topic=mytopic', '--operations', 'describe,write',
      ],
    ]);
    expect(status).toBe(0);
  });

  test.each<[string, Record<string, string>]>([
    ['CONFLUENT_CLUSTER', {}], ['KAFKA_PRINCIPAL', CLOUD], ['KAFKA_PRINCIPAL', { ...CLOUD, KAFKA_PRINCIPAL: '' }],
  ])('fails before it does anything where %s is missing', (variable, env) => {
    const { app, chart } = program();
    new KafkaSink(chart, 'archive', { cluster: confluent(chart), topic: 'a' });

    const { status, said, commands } = runScript(scriptOf(app, 'kafka/cloud-confluent.sh'), ['confluent'], { env });

    expect([status === 0, commands]).toEqual([false, []]);
    expect(said).toContain(variable);
  });

  test('asks for the principal that the program does not say', () => {
    const { app, chart } = program();
    new KafkaSink(chart, 'archive', { cluster: confluent(chart), topic: 'a' });

    const { commands } = runScript(scriptOf(app, 'kafka/cloud-confluent.sh'), ['confluent'], {
      env: { ...CLOUD, KAFKA_PRINCIPAL: 'User:sa-2' },
    });

    expect(commands[1]?.words).toContain('User:sa-2');
  });
});

describe('the script for Apache Kafka', () => {
  const scram = { credentials: KafkaCredentials.fromSecretName('kafka', { principal: "User:CN=it's,O=$HOME" }) };

  test('makes topics and permissions', () => {
    const { app, chart } = program();
    const cluster = kafka(chart, scram);
    const topic = cluster.addTopic('mytopic', { partitions: 6, replicationFactor: 2, config: { 'cleanup.policy': 'compact,delete' } });
    new KafkaSink(chart, 'archive', { cluster, topic });

    const { status, commands } = runScript(scriptOf(app, 'kafka/kafka.sh'), ['kafka-topics.sh', 'kafka-acls.sh'], { env: ADMIN });

    const connect = ['--bootstrap-server', 'a:9092,b:9092', '--command-config', '/home/me/my admin.properties'];
    expect(commands.map(({ words }) => words)).toEqual([
      [
        'kafka-topics.sh', ...connect, '--create', '--if-not-exists', '--topic=mytopic', '--partitions', '6', '--replication-factor', '2',
        '--config', 'cleanup.policy=compact,delete',
      ],
      [
        'kafka-acls.sh', ...connect, '--add', '--allow-principal', "User:CN=it's,O=$HOME", '--topic=mytopic',
        '--operation', 'describe', '--operation', 'write',
      ],
    ]);
    expect(status).toBe(0);
  });

  test('needs no administrator where clients do not authenticate', () => {
    const { app, chart } = program();
    new KafkaSink(chart, 'archive', { cluster: kafka(chart), topic: 'a' });

    const { commands } = runScript(scriptOf(app, 'kafka/kafka.sh'), ['kafka-topics.sh']);

    expect(commands.map(({ words }) => words)).toEqual([
      ['kafka-topics.sh', '--bootstrap-server', 'a:9092,b:9092', '--create', '--if-not-exists', '--topic=a'],
    ]);
  });

  test('finds tools of other names', () => {
    const { app, chart } = program();
    new KafkaSink(chart, 'archive', { cluster: kafka(chart), topic: 'a' });

    const { commands } = runScript(scriptOf(app, 'kafka/kafka.sh'), ['kafka-topics'], { env: { KAFKA_TOPICS: 'kafka-topics' } });

    expect(commands[0]?.words[0]).toBe('kafka-topics');
  });

  test('fails where the properties of an administrator are missing', () => {
    const { app, chart } = program();
    new KafkaSink(chart, 'archive', { cluster: kafka(chart, scram), topic: 'a' });

    const { status, said } = runScript(scriptOf(app, 'kafka/kafka.sh'), ['kafka-topics.sh', 'kafka-acls.sh']);

    expect([status === 0, said]).toEqual([false, expect.stringContaining('KAFKA_COMMAND_CONFIG')]);
  });

  test('ends at the first tool that fails', () => {
    const { app, chart } = program();
    const cluster = kafka(chart, { securityProtocol: SecurityProtocol.PLAINTEXT });
    cluster.addTopic('a');
    cluster.addTopic('b');

    const { status, commands } = runScript(scriptOf(app, 'kafka/kafka.sh'), ['kafka-topics.sh'], { answers: 'exit 3' });

    expect([status, commands.length]).toEqual([3, 1]);
  });
});

const topics = fc.string({ unit: fc.constantFrom(...'aZ9._-'), minLength: 1, maxLength: 12 }).filter((text) => !/^\.{1,2}$/.test(text));
const values = fc.string({ unit: fc.constantFrom(...'a9,"\'$`\\ ;&|<>*?[]{}()#!~=:%\nü'), minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() !== '');

test.each(['kafka', 'cloud'])('scripts say every name and value as it is: %s', (which) => {
  fc.assert(fc.property(topics, values, values, (name, value, rest) => {
    const { app, chart } = program();
    const principal = `User:x${rest.replace(/\s+/g, ' ')}x`;
    const cluster = which === 'cloud' ? confluent(chart, principal)
      : kafka(chart, { credentials: KafkaCredentials.fromSecretName('kafka', { principal }) });
    new KafkaSink(chart, 'archive', { cluster, topic: cluster.addTopic(name, { config: { 'a.b': value } }) });
    const file = which === 'cloud' ? 'kafka/cloud-confluent.sh' : 'kafka/kafka.sh';

    const { commands } = runScript(scriptOf(app, file), ['confluent', 'kafka-topics.sh', 'kafka-acls.sh'], { env: { ...CLOUD, ...ADMIN } });

    const [topic = [], permission = []] = commands.map(({ words }) => words);
    const config = topic[topic.indexOf('--config') + 1] ?? '';
    const plain = which === 'cloud' && config.startsWith('"') ? config.slice(1, -1).replaceAll('""', '"') : config;
    expect(plain).toBe(`a.b=${value}`);
    expect([topic.at(-1) === name, topic.includes(`--topic=${name}`)]).toContain(true);
    expect(permission).toEqual(expect.arrayContaining([principal, `--topic=${name}`]));
  }), { numRuns: 60 });
});
