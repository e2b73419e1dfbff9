import * as fc from 'fast-check';
import { formatProblem } from '../../lib/core';
import { checkBootstrapServer, checkKafkaCredentials, checkTopicName } from '../../lib/kafka';

describe('a bootstrap server', () => {
  test.each([
    'kafka:9092', 'my-cluster-kafka-bootstrap.kafka:9092', 'pkc-1.us-east-1.aws.confluent.cloud:9092', '10.0.0.1:1',
    '[::1]:9092', 'broker_1:65535', 'Kafka.Example.COM:9092',
  ])('may be %s', (server) => {
    expect(checkBootstrapServer(server)).toBeUndefined();
  });

  test.each([
    ['kafka', '`kafka:9092`'],
    ['SASL_SSL://kafka:9093', '`kafka:9093`'],
    ['https://kafka.example.com', '`kafka.example.com:9092`'],
    ['kafka:9092/', '`kafka:9092`'],
    ['a:9092,b:9092', '`a:9092`'],
    [' kafka:9092', '`kafka:9092`'],
    ['kafka:0', '`kafka:9092`'],
    ['kafka:65536', '`kafka:9092`'],
    ['kafka:http', '`kafka:9092`'],
    ['kafka:', '`kafka:9092`'],
    [':9092', '`kafka.example.com:9092`'],
    ['-kafka:9092', '`kafka.example.com:9092`'],
    ['kafka:9092\n', '`kafka:9092`'],
    ['', '`kafka.example.com:9092`'],
  ])('fails as %j, with a proposal', (server, proposal) => {
    const problem = checkBootstrapServer(server);

    expect(problem?.code).toBe('KN-KFK-001');
    expect(problem?.fix).toContain(`write ${proposal},`);
  });

  test('is always proposed so that it passes', () => {
    fc.assert(fc.property(fc.string(), (server) => {
      const proposal = /`([^`]*)`, for example$/.exec(checkBootstrapServer(server)?.fix ?? '')?.[1];

      expect(proposal === undefined ? undefined : checkBootstrapServer(proposal)).toBeUndefined();
    }));
  });
});

describe('a topic name', () => {
  test.each(['mytopic', 'my.topic', 'My_Topic-1', '...', 'a'.repeat(249), '0'])('may be %s', (topic) => {
    expect(checkTopicName(topic)).toBeUndefined();
  });

  test.each([
    ['', 'orders'], ['.', 'orders'], ['..', 'orders'], ['my topic', 'my-topic'], ['my/topic', 'my-topic'],
    ['größe', 'gr-e'], ['a'.repeat(250), `${'a'.repeat(20)}`], ['topic\n', 'topic'], ['orders*', 'orders'],
  ])('fails as %j', (topic, proposal) => {
    const problem = checkTopicName(topic);

    expect(problem?.code).toBe('KN-KFK-012');
    expect(problem?.fix).toContain(proposal);
  });
});

describe('credentials that are given to check', () => {
  test('pass without quote, backslash and newline', () => {
    expect(checkKafkaCredentials({ user: 'ABC123', password: "cflt/+=:'$ {}ü" })).toEqual([]);
  });

  test.each([
    ['double quote', 'se"cret'], ['backslash', 'se\\cret'], ['newline', 'secret\n'], ['newline', 'secret\r'],
    ['empty', ''], ['empty', '  '], ['empty', ' \t\u2003'], ['empty', '\u001c\u001f'],
  ])('fail for a %s', (word, value) => {
    const inPassword = checkKafkaCredentials({ user: 'user', password: value });
    const inUser = checkKafkaCredentials({ user: value, password: 'password' });

    expect(inPassword).toEqual([expect.objectContaining({ code: 'KN-KFK-009' })]);
    expect(inPassword[0]?.message).toMatch(new RegExp(`^the password .*${word}`));
    expect(inUser[0]?.message).toMatch(new RegExp(`^the user .*${word}`));
  });

  test('fail for all of it at once', () => {
    expect(checkKafkaCredentials({ user: '"\\\n', password: '' })).toHaveLength(4);
  });

  test('fail without showing or keeping a value', () => {
    fc.assert(fc.property(fc.string({ minLength: 12 }), (noise) => {
      const secret = `s3cr3t${noise}"\\\n`;

      const problems = checkKafkaCredentials({ user: secret, password: secret });

      expect(problems.length).toBeGreaterThan(0);
      for (const problem of problems) {
        expect(formatProblem(problem)).not.toContain('s3cr3t');
        expect(Object.values(problem).join()).not.toContain('s3cr3t');
      }
    }));
  });

  test('fail where a value is missing', () => {
    const none = { user: undefined, password: null } as unknown as { user: string; password: string };

    expect(checkKafkaCredentials(none)).toHaveLength(2);
  });
});
