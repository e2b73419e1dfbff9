import { App, Chart, Testing } from 'cdk8s';
import { ClusterChart } from '../../lib/core';
import {
  ConfluentCloud, KafkaCluster, type KafkaClusterProps, KafkaCredentials, SaslMechanism, SecretStore, SecurityProtocol,
} from '../../lib/kafka';
import { codesOf, Consumer, kafka, manifestsOf, objectPaths, problemsOf, SERVER, shop, synced, warningsOf } from './program';

const { PLAINTEXT, SASL_PLAINTEXT, SASL_SSL, SSL } = SecurityProtocol;
const existing = KafkaCredentials.fromSecretName('ccloud');

function external(parts: string[]): KafkaCredentials {
  const refs = Object.fromEntries(parts.map((part) => [part, { key: 'kafka', property: part }]));
  return KafkaCredentials.fromExternalSecret({
    secretName: 'ccloud', store: SecretStore.clusterSecretStore('vault'), ...refs,
  });
}

describe('a Kafka cluster', () => {
  test('is in plain text without credentials, and makes no object', () => {
    const chart = shop();

    const cluster = kafka(chart);

    expect(cluster.securityProtocol).toBe('PLAINTEXT');
    expect(cluster.saslMechanism).toBeUndefined();
    expect(cluster._secretFor(new Consumer(chart, 'consumer'), 'shop')).toBeUndefined();
    expect(objectPaths(cluster)).toEqual([]);
    expect(problemsOf(chart)).toBe('');
  });

  test('is SASL_SSL with PLAIN as soon as it has credentials', () => {
    const cluster = kafka(shop(), { credentials: existing });

    expect([cluster.securityProtocol, cluster.saslMechanism]).toEqual(['SASL_SSL', 'PLAIN']);
    expect([cluster.pinnedCa, cluster.clientCertificate]).toEqual([false, false]);
  });

  test('writes SCRAM as Kafka does', () => {
    expect([SaslMechanism.SCRAM_SHA_256, SaslMechanism.SCRAM_SHA_512]).toEqual(['SCRAM-SHA-256', 'SCRAM-SHA-512']);
  });

  test('takes a client certificate for granted in an existing Secret for SSL', () => {
    expect(kafka(shop(), { credentials: existing, securityProtocol: SSL }).clientCertificate).toBe(true);
  });

  test.each<[string, Partial<KafkaClusterProps>]>([
    ['PLAINTEXT', { securityProtocol: PLAINTEXT }],
    ['SASL_PLAINTEXT with SCRAM', {
      securityProtocol: SASL_PLAINTEXT, saslMechanism: SaslMechanism.SCRAM_SHA_512, credentials: existing,
    }],
    ['SASL_SSL with a pinned CA', { credentials: existing, pinnedCa: true }],
    ['SASL_SSL with a synced CA', { credentials: external(['user', 'password', 'caCert']) }],
    ['SASL_SSL with OAUTHBEARER', { credentials: existing, saslMechanism: SaslMechanism.OAUTHBEARER }],
    ['SSL', { securityProtocol: SSL, credentials: existing }],
    ['SSL without a client certificate', { securityProtocol: SSL, credentials: existing, clientCertificate: false }],
    ['SSL with a synced certificate', { securityProtocol: SSL, credentials: external(['clientCert', 'clientKey']) }],
    ['SSL with a synced CA only', { securityProtocol: SSL, credentials: external(['caCert']) }],
    ['three copies', { replicationFactor: 3 }],
    ['several servers', { bootstrapServers: ['a:9092', 'b:9092'] }],
  ])('may have %s', (_, props) => {
    const chart = shop();

    kafka(chart, props);

    expect(problemsOf(chart)).toBe('');
  });

  test.each<[string, Partial<KafkaClusterProps>, string[]]>([
    ['no server', { bootstrapServers: [] }, ['KN-KFK-002']],
    ['a server twice', { bootstrapServers: ['a:1', 'b:1', 'a:1', 'a:1'] }, ['KN-KFK-002']],
    ['a server with a scheme', { bootstrapServers: ['SASL_SSL://a:9092'] }, ['KN-KFK-001']],
    ['two wrong servers', { bootstrapServers: ['a', 'b'] }, ['KN-KFK-001', 'KN-KFK-001']],
    ['an unknown protocol', { securityProtocol: 'TLS' as SecurityProtocol, credentials: existing }, ['KN-KFK-003']],
    ['PLAINTEXT with credentials', { securityProtocol: PLAINTEXT, credentials: existing }, ['KN-KFK-003']],
    ['PLAINTEXT with synced credentials', { securityProtocol: PLAINTEXT, credentials: synced() }, ['KN-KFK-003']],
    ['SASL_SSL without credentials', { securityProtocol: SASL_SSL }, ['KN-KFK-003']],
    ['SASL_PLAINTEXT without credentials', { securityProtocol: SASL_PLAINTEXT }, ['KN-KFK-003']],
    ['SSL without credentials', { securityProtocol: SSL, clientCertificate: false }, ['KN-KFK-003']],
    ['a mechanism without SASL', { saslMechanism: SaslMechanism.PLAIN }, ['KN-KFK-004']],
    ['a mechanism on SSL', {
      securityProtocol: SSL, credentials: existing, saslMechanism: SaslMechanism.PLAIN,
    }, ['KN-KFK-004']],
    ['an unknown mechanism', { credentials: existing, saslMechanism: 'GSSAPI' as SaslMechanism }, ['KN-KFK-004']],
    ['OAUTHBEARER in plain text', {
      credentials: existing, securityProtocol: SASL_PLAINTEXT, saslMechanism: SaslMechanism.OAUTHBEARER,
    }, ['KN-KFK-004']],
    ['a CA without TLS', { credentials: existing, securityProtocol: SASL_PLAINTEXT, pinnedCa: true }, ['KN-KFK-005']],
    ['a synced CA without TLS', {
      credentials: external(['user', 'password', 'caCert']), securityProtocol: SASL_PLAINTEXT,
    }, ['KN-KFK-005']],
    ['a pinned CA that is not synced', { credentials: synced(), pinnedCa: true }, ['KN-KFK-005']],
    ['a synced CA that is not pinned', {
      credentials: external(['user', 'password', 'caCert']), pinnedCa: false,
    }, ['KN-KFK-005']],
    ['a client certificate with SASL', { credentials: existing, clientCertificate: true }, ['KN-KFK-005']],
    ['a synced client certificate with SASL', {
      credentials: external(['user', 'password', 'clientCert', 'clientKey']),
    }, ['KN-KFK-005']],
    ['a synced client key with SASL', { credentials: external(['user', 'password', 'clientKey']) }, ['KN-KFK-005']],
    ['a client certificate that is not synced', {
      securityProtocol: SSL, credentials: external(['caCert']), clientCertificate: true,
    }, ['KN-KFK-005']],
    ['a synced client certificate that is not wanted', {
      securityProtocol: SSL, credentials: external(['clientCert', 'clientKey']), clientCertificate: false,
    }, ['KN-KFK-005']],
    ['no password', { credentials: external(['user']) }, ['KN-KFK-006']],
    ['nothing that is synced', { credentials: external([]) }, ['KN-KFK-006']],
    ['nothing that is synced for SSL', { securityProtocol: SSL, credentials: external([]) }, ['KN-KFK-006']],
    ['half a client certificate', { securityProtocol: SSL, credentials: external(['clientCert']) }, ['KN-KFK-006']],
    ['a user on SSL', { securityProtocol: SSL, credentials: synced() }, ['KN-KFK-006']],
    ['OAUTHBEARER that is synced', { credentials: synced(), saslMechanism: SaslMechanism.OAUTHBEARER }, ['KN-KFK-006']],
    ['no copies', { replicationFactor: 0 }, ['KN-KFK-010']],
    ['half a copy', { replicationFactor: 1.5 }, ['KN-KFK-010']],
    ['too many copies', { replicationFactor: 32_768 }, ['KN-KFK-010']],
  ])('fails with %s', (_, props, codes) => {
    const chart = shop();

    kafka(chart, props);

    expect(codesOf(chart)).toEqual(codes);
  });

  test('warns of credentials that are sent unencrypted', () => {
    const chart = shop();

    kafka(chart, { credentials: existing, securityProtocol: SASL_PLAINTEXT });

    expect(warningsOf(chart)).toEqual(['kafka-unencrypted']);
  });

  test('fails where credentials that it is given to check would break the login, and shows none of them', () => {
    const chart = shop();

    kafka(chart, { credentials: existing }).checkCredentials({ user: 'KEY\\17', password: 'hunter2\n' });

    expect(codesOf(chart)).toEqual(['KN-KFK-009', 'KN-KFK-009']);
    expect(problemsOf(chart)).toMatch(/\[chart\/kafka\] .*test\/kafka\/kafka-cluster\.test\.ts:\d+/);
    expect(problemsOf(chart)).not.toMatch(/KEY|17`|hunter2/);
  });

  test('fails where certificates that it is given to check are none, and shows none of them', () => {
    const chart = shop();

    kafka(chart, { credentials: existing }).checkCertificates({ caCert: 'CN=hunter2', clientKey: 'hunter2' });

    expect(codesOf(chart)).toEqual(['KN-KFK-028', 'KN-KFK-028']);
    expect(problemsOf(chart)).toMatch(/\[chart\/kafka\] .*test\/kafka\/kafka-cluster\.test\.ts:\d+/);
    expect(problemsOf(chart)).not.toContain('hunter2');
  });
});

describe('the Secret of a Kafka cluster', () => {
  test('is only named where it exists already', () => {
    const chart = shop();
    const cluster = kafka(chart, { credentials: existing });

    expect(cluster._secretFor(new Consumer(chart, 'a'), 'shop')).toBe('ccloud');
    expect(cluster._secretFor(new Consumer(chart, 'b'), 'knative-eventing')).toBe('ccloud');
    expect(objectPaths(cluster)).toEqual([]);
  });

  test('fails to be had in a namespace where it does not exist', () => {
    const chart = shop();
    const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing', 'shop'] });
    const cluster = kafka(chart, { credentials });
    cluster._secretFor(new Consumer(chart, 'a'), 'shop');
    cluster._secretFor(new Consumer(chart, 'b'), 'billing');
    cluster._secretFor(new Consumer(chart, 'c'), undefined);

    expect(codesOf(chart)).toEqual(['KN-KFK-007', 'KN-KFK-007']);
    expect(problemsOf(chart)).toContain('[chart/b] KN-KFK-007 the Secret `ccloud` is needed in namespace `billing`, '
      + 'where it does not exist; allowed: `knative-eventing`, `shop`;');
  });

  test('is synced once into each namespace that needs it', () => {
    const chart = shop();
    const cluster = kafka(chart, { credentials: synced() });

    for (const id of ['a', 'b']) cluster._secretFor(new Consumer(chart, id), 'shop');
    cluster._secretFor(new Consumer(chart, 'c'), 'knative-eventing');

    expect(Object.keys(manifestsOf(chart, 'ExternalSecret'))).toEqual(['shop/ccloud', 'knative-eventing/ccloud']);
    expect(objectPaths(cluster)).toEqual(['chart/kafka/secret-shop/Resource', 'chart/kafka/secret-knative-eventing/Resource']);
    expect(problemsOf(chart)).toBe('');
  });

  test('follows a consumer without a namespace, whatever the chart of the cluster says', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'kafka-chart', { namespace: 'shop' });
    const cluster = kafka(chart, { credentials: synced() });

    cluster._secretFor(new Consumer(new Chart(app, 'other'), 'a'), undefined);

    expect(Testing.synth(chart)).toMatchObject([{ kind: 'ExternalSecret', metadata: { name: 'ccloud' } }]);
    expect(Testing.synth(chart)[0].metadata).not.toHaveProperty('namespace');
  });

  test('fails to be synced twice under one name', () => {
    const chart = shop();
    for (const id of ['a', 'b']) {
      new KafkaCluster(chart, id, { bootstrapServers: [SERVER], credentials: synced() })
        ._secretFor(new Consumer(chart, `for-${id}`), 'shop');
    }

    expect(codesOf(chart)).toEqual(['KN-NAM-002']);
  });

  test('fails to be synced into another Kubernetes cluster than that of the chart', () => {
    const app = Testing.app();
    const cluster = kafka(new ClusterChart(app, 'eu', { cluster: 'eu', namespace: 'shop' }), { credentials: synced() });
    const us = new ClusterChart(app, 'us', { cluster: 'us', namespace: 'shop' });

    cluster._secretFor(new Consumer(us, 'consumer'), 'shop');

    expect(codesOf(us)).toEqual(['KN-KFK-008']);
    expect(objectPaths(cluster)).toEqual([]);
  });

  test('may exist in several Kubernetes clusters', () => {
    const app = Testing.app();
    const cluster = kafka(new ClusterChart(app, 'eu', { cluster: 'eu', namespace: 'shop' }), { credentials: existing });
    const us = new ClusterChart(app, 'us', { cluster: 'us', namespace: 'shop' });

    expect(cluster._secretFor(new Consumer(us, 'consumer'), 'shop')).toBe('ccloud');
    expect(problemsOf(us)).toBe('');
  });
});

describe('Confluent Cloud', () => {
  interface Props { servers?: string[]; pinnedCa?: boolean; credentials?: KafkaCredentials }

  const confluent = (chart: Chart, props: Props = {}) =>
    new ConfluentCloud(chart, 'confluent', {
      bootstrapServers: props.servers ?? ['pkc-12345.us-east-1.aws.confluent.cloud:9092'],
      credentials: props.credentials ?? existing,
      pinnedCa: props.pinnedCa,
    });

  test('is SASL_SSL with PLAIN, three copies and no pinned CA', () => {
    const chart = shop();

    expect(confluent(chart)).toMatchObject({
      securityProtocol: 'SASL_SSL', saslMechanism: 'PLAIN', replicationFactor: 3, pinnedCa: false, clientCertificate: false,
    });
    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
  });

  test('takes three copies', () => {
    expect(confluent(shop())._checkReplicationFactor(3)).toBeUndefined();
    expect(kafka(shop())._checkReplicationFactor(1)).toBeUndefined();
  });

  test.each([[1, 'KN-KFK-011'], [4, 'KN-KFK-011'], [0, 'KN-KFK-010'], [2.5, 'KN-KFK-010']])('fails with %d copies', (n, code) => {
    expect(confluent(shop())._checkReplicationFactor(n)?.code).toBe(code);
  });

  test('fails where its credentials bring a CA that nobody asked to pin', () => {
    const chart = shop();

    confluent(chart, { credentials: external(['user', 'password', 'caCert']) });

    expect(codesOf(chart)).toEqual(['KN-KFK-005']);
  });

  test.each([
    'kafka.example.com:9092', 'pkc-1.us-east-1.aws.confluent.cloud:443', 'confluent.cloud.example.com:9092',
    'pkc-1confluent.cloud:9092',
  ])('warns of the server %s', (server) => {
    const chart = shop();

    confluent(chart, { servers: ['lkc-1.domz.eu-central-1.aws.confluent.cloud:9092', server] });

    expect(warningsOf(chart)).toEqual(['confluent-server']);
    expect(problemsOf(chart)).toBe('');
  });

  test('warns of a pinned CA', () => {
    const chart = shop();

    confluent(chart, { pinnedCa: true });

    expect(warningsOf(chart)).toEqual(['confluent-pinned-ca']);
  });
});

test('problems of a Kafka cluster name the line that made it', () => {
  const app = new App({ outdir: Testing.app().outdir });

  kafka(new Chart(app, 'chart'), { bootstrapServers: [] });

  expect(problemsOf(app)).toMatch(/\[chart\/kafka\] KN-KFK-002 .*\(test\/kafka\/[a-z-]+\.ts:\d+:\d+\)/);
});

describe('credentials that are no reference', () => {
  test.each([
    ['a text', 'user:hunter2'],
    ['the values', { user: 'user', password: 'hunter2' }],
  ])('fails on %s, which is not shown', (_, credentials) => {
    const chart = shop();

    kafka(chart, { credentials: credentials as unknown as KafkaCredentials });

    expect(codesOf(chart)).toEqual(['KN-KFK-027']);
    expect(problemsOf(chart)).not.toContain('hunter2');
  });
});
