import { Chart, Duration, JsonPatch, Testing } from 'cdk8s';
import { ClusterChart, Feature, Features, type IDelivery, Sink } from '../../lib/core';
import { Backoff, Delivery, DeliveryFormat, KedaScaling } from '../../lib/eventing';
import {
  KafkaCluster, type KafkaClusterProps, KafkaCredentials, type KafkaSecretKeys, SaslMechanism, SecretStore,
  SecurityProtocol,
} from '../../lib/kafka';
import {
  CloudEventOverrides, InitialOffset, KafkaKeyType, KafkaSource, KafkaSourceOrdering, type KafkaSourceProps,
} from '../../lib/sources';
import { codesOf, kafka, manifestsOf, problemsOf, SERVER, shop, synced, warningsOf } from '../kafka/program';

const sink = Sink.uri('https://events.example.com/inbox');
const existing = KafkaCredentials.fromSecretName('ccloud');
const { SASL_PLAINTEXT, SSL } = SecurityProtocol;

function source(chart: Chart, props: Partial<KafkaSourceProps> = {}): KafkaSource {
  return new KafkaSource(chart, 'orders', { cluster: props.cluster ?? kafka(chart), topics: ['orders'], sink, ...props });
}

function netOf(cluster: Partial<KafkaClusterProps>, props: Partial<KafkaSourceProps> = {}): unknown {
  const chart = shop();
  Features.of(chart).enable(Feature.CONTROLLER_AUTOSCALER_KEDA);
  source(chart, { cluster: kafka(chart, cluster), ...props });

  expect(problemsOf(chart)).toBe('');
  return manifestsOf(chart, 'KafkaSource')['shop/orders'].spec.net;
}

const from = (key: string, name = 'ccloud') => ({ secretKeyRef: { name, key } });
const user = from('user');
const password = from('password');

describe('a Kafka source', () => {
  test('needs a cluster, a topic and a sink, and has a consumer group that lasts', () => {
    const chart = shop();

    source(chart);

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'sources.knative.dev/v1',
      kind: 'KafkaSource',
      metadata: { name: 'orders', namespace: 'shop' },
      spec: {
        bootstrapServers: [SERVER],
        topics: ['orders'],
        consumerGroup: 'knative-kafka-source-shop.orders',
        sink: { uri: 'https://events.example.com/inbox' },
      },
    }]);
    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
  });

  test('writes all that it is told', () => {
    const chart = shop();

    source(chart, {
      cluster: kafka(chart, { bootstrapServers: ['a:9092', 'b:9092'], credentials: existing }),
      metadata: { labels: { team: 'shop' } },
      topics: ['orders', 'returns'],
      consumerGroup: 'shop-orders',
      consumers: 3,
      initialOffset: InitialOffset.EARLIEST,
      ordering: KafkaSourceOrdering.UNORDERED,
      keyType: KafkaKeyType.BYTE_ARRAY,
      delivery: Delivery.retry(5, {
        backoff: Backoff.linear(Duration.seconds(1)), timeout: Duration.seconds(30),
        deadLetterSink: Sink.uri('https://events.example.com/dead'),
      }),
      ceOverrides: CloudEventOverrides.extensions({ region: 'eu' }),
    });

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'sources.knative.dev/v1',
      kind: 'KafkaSource',
      metadata: {
        name: 'orders',
        namespace: 'shop',
        labels: { 'team': 'shop', 'kafkasources.sources.knative.dev/key-type': 'byte-array' },
      },
      spec: {
        bootstrapServers: ['a:9092', 'b:9092'],
        topics: ['orders', 'returns'],
        consumerGroup: 'shop-orders',
        consumers: 3,
        initialOffset: 'earliest',
        ordering: 'unordered',
        net: { sasl: { enable: true, user, password }, tls: { enable: true } },
        delivery: {
          deadLetterSink: { uri: 'https://events.example.com/dead' },
          retry: 5,
          backoffPolicy: 'linear',
          backoffDelay: 'PT1S',
          timeout: 'PT30S',
        },
        sink: { uri: 'https://events.example.com/inbox' },
        ceOverrides: { extensions: { region: 'eu' } },
      },
    }]);
    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
  });

  test('syncs its Secret into its own namespace', () => {
    const chart = shop();

    source(chart, { cluster: kafka(chart, { credentials: synced() }), metadata: { namespace: 'billing' } });

    expect(Object.keys(manifestsOf(chart, 'ExternalSecret'))).toEqual(['billing/ccloud']);
  });

  test('knows the source of its events', () => {
    expect(source(shop()).eventSourceFor('orders')).toBe('/apis/v1/namespaces/shop/kafkasources/orders#orders');
    expect(KafkaSource.EVENT_TYPE).toBe('dev.knative.kafka.event');
  });

  test('can be patched', () => {
    const chart = shop();

    source(chart).apiObject.addJsonPatch(JsonPatch.add('/spec/consumers', 9));

    expect(Testing.synth(chart)[0].spec.consumers).toBe(9);
  });

  test('may pause', () => {
    const chart = shop();

    source(chart, { consumers: 0 });

    expect(Testing.synth(chart)[0].spec.consumers).toBe(0);
    expect(problemsOf(chart)).toBe('');
  });

  test.each<[string, Partial<KafkaSourceProps>, string[]]>([
    ['no topic', { topics: [] }, ['KN-KFK-021']],
    ['a topic twice', { topics: ['a', 'b', 'a', 'a'] }, ['KN-KFK-021']],
    ['an empty topic', { topics: [''] }, ['KN-KFK-012']],
    ['a list in one text', { topics: ['a,b'] }, ['KN-KFK-012']],
    ['an empty consumer group', { consumerGroup: '' }, ['KN-KFK-022']],
    ['a blank consumer group', { consumerGroup: '  ' }, ['KN-KFK-022']],
    ['a negative number of consumers', { consumers: -1 }, ['KN-KFK-023']],
    ['half a consumer', { consumers: 0.5 }, ['KN-KFK-023']],
    ['too many consumers', { consumers: 2_147_483_648 }, ['KN-KFK-023']],
    ['an unknown offset', { initialOffset: 'newest' as InitialOffset }, ['KN-KFK-026']],
    ['an unknown ordering', { ordering: 'Ordered' as KafkaSourceOrdering }, ['KN-KFK-026']],
    ['an unknown key type', { keyType: 'double' as KafkaKeyType }, ['KN-KFK-026']],
    ['its label by hand', {
      metadata: { labels: { 'kafkasources.sources.knative.dev/key-type': 'int' } },
    }, ['KN-KFK-024']],
    ['KEDA by hand', { metadata: { annotations: { 'autoscaling.eventing.knative.dev/max-scale': '9' } } }, ['KN-KFK-024']],
    ['KEDA of older versions', { metadata: { annotations: { 'autoscaling.knative.dev/minScale': '1' } } }, ['KN-KFK-024']],
    ['a format', { delivery: Delivery.retry(3, { format: DeliveryFormat.JSON }) }, ['KN-KFK-025']],
    ['retryAfterMax without its flag', {
      delivery: Delivery.retry(3, { retryAfterMax: Duration.seconds(9) }),
    }, ['KN-FTR-001']],
    ['a name that it cannot have', { metadata: { name: 'Orders' } }, ['KN-NAM-001']],
  ])('fails with %s', (_, props, codes) => {
    const chart = shop();

    source(chart, props);

    expect(codesOf(chart)).toEqual(codes);
  });

  test('fails without a namespace that its consumer group could follow from', () => {
    const chart = new Chart(Testing.app(), 'chart');

    source(chart);

    expect(codesOf(chart)).toEqual(['KN-KFK-022']);
  });

  test('does without a namespace where its consumer group is given', () => {
    const chart = new Chart(Testing.app(), 'chart');

    source(chart, { consumerGroup: 'orders' });

    expect(problemsOf(chart)).toBe('');
  });
});

describe('the delivery of a Kafka source', () => {
  test.each<[string, IDelivery, string[]]>([
    ['retries', Delivery.retry(10), []],
    ['retries that are switched off', Delivery.of({ retry: 0, timeout: Duration.seconds(1) }), []],
    ['a dead letter sink alone', Delivery.deadLetter(sink), ['kafka-source-without-retry']],
    ['a timeout alone', Delivery.of({ timeout: Duration.seconds(1) }), ['kafka-source-without-retry']],
    ['a back-off alone', Delivery.of({ backoff: Backoff.linear(Duration.seconds(1)) }), ['backoff-without-retry']],
  ])('with %s', (_, delivery, warnings) => {
    const chart = shop();

    source(chart, { delivery });

    expect(warningsOf(chart)).toEqual(warnings);
    expect(problemsOf(chart)).toBe('');
  });

  test('warns of retryAfterMax, which Kafka does not read', () => {
    const chart = shop();
    Features.of(chart).enable(Feature.DELIVERY_RETRYAFTER);

    source(chart, { delivery: Delivery.retry(3, { retryAfterMax: Duration.seconds(9) }) });

    expect(warningsOf(chart)).toEqual(['retry-after-max-ignored']);
    expect(problemsOf(chart)).toBe('');
  });
});

describe('the consumer group of a Kafka source', () => {
  test('is not the same for a name and a namespace that only look alike together', () => {
    const app = Testing.app();
    const groups = [['a-b', 'c'], ['a', 'b-c'], ['a', 'b.c']].map(([namespace, name]) => {
      const chart = new Chart(app, `${namespace}/${name}`, { namespace });
      return new KafkaSource(chart, name!, { cluster: kafka(chart), topics: ['t'], sink }).consumerGroup;
    });

    expect(new Set(groups).size).toBe(3);
  });

  test('warns where two sources of one Kafka cluster share it, whatever the Kubernetes cluster', () => {
    const app = Testing.app();
    const charts = ['eu', 'us'].map((cluster) => new ClusterChart(app, cluster, { cluster, namespace: 'shop' }));

    for (const chart of charts) source(chart);

    expect(warningsOf(charts[0]!)).toEqual([]);
    expect(warningsOf(charts[1]!)).toEqual(['shared-consumer-group']);
  });

  test('may be the same in two Kafka clusters', () => {
    const chart = shop();
    const other = new KafkaCluster(chart, 'other', { bootstrapServers: ['other:9092'] });

    source(chart, { consumerGroup: 'orders' });
    new KafkaSource(chart, 'more', { cluster: other, topics: ['orders'], sink, consumerGroup: 'orders' });

    expect(warningsOf(chart)).toEqual([]);
  });
});

describe('KEDA for a Kafka source', () => {
  const keda = KedaScaling.of({ minScale: 1, maxScale: 6 });

  test('is written as annotations', () => {
    const chart = shop();
    Features.of(chart).enable(Feature.CONTROLLER_AUTOSCALER_KEDA);

    source(chart, { keda });

    expect(Testing.synth(chart)[0].metadata.annotations).toEqual({
      'autoscaling.eventing.knative.dev/class': 'keda.autoscaling.knative.dev',
      'autoscaling.eventing.knative.dev/min-scale': '1',
      'autoscaling.eventing.knative.dev/max-scale': '6',
    });
    expect(problemsOf(chart)).toBe('');
  });

  test('can be switched off without its flag, and beside consumers', () => {
    const chart = shop();

    source(chart, { keda: KedaScaling.disabled(), consumers: 2 });

    expect(Testing.synth(chart)[0].metadata.annotations).toEqual({ 'autoscaling.eventing.knative.dev/class': 'disabled' });
    expect(problemsOf(chart)).toBe('');
  });

  test('names the mechanism even for PLAIN, since its access is made from that Secret', () => {
    expect(netOf({ credentials: existing }, { keda })).toEqual({
      sasl: { enable: true, user, password, type: from('sasl.mechanism') }, tls: { enable: true },
    });
  });

  test.each<[string, Partial<KafkaSourceProps>, string[]]>([
    ['without its flag', {}, ['KN-FTR-001']],
    ['beside consumers', { consumers: 2 }, ['KN-KFK-023', 'KN-FTR-001']],
  ])('fails %s', (_, props, codes) => {
    const chart = shop();

    source(chart, { keda, ...props });

    expect(codesOf(chart)).toEqual(codes);
  });
});

describe('the access of a Kafka source', () => {
  const mtls = KafkaCredentials.fromExternalSecret({
    secretName: 'ccloud', store: SecretStore.clusterSecretStore('vault'), caCert: { key: 'ca' },
    clientCert: { key: 'crt' }, clientKey: { key: 'key' },
  });

  test.each<[string, Partial<KafkaClusterProps>, unknown]>([
    ['PLAINTEXT', {}, undefined],
    ['SASL_SSL with PLAIN', { credentials: existing }, { sasl: { enable: true, user, password }, tls: { enable: true } }],
    ['SASL_SSL with SCRAM', { credentials: existing, saslMechanism: SaslMechanism.SCRAM_SHA_512 }, {
      sasl: { enable: true, user, password, type: from('sasl.mechanism') }, tls: { enable: true },
    }],
    ['SASL_SSL with a pinned CA', { credentials: existing, pinnedCa: true }, {
      sasl: { enable: true, user, password }, tls: { enable: true, caCert: from('ca.crt') },
    }],
    ['SASL_PLAINTEXT', { credentials: existing, securityProtocol: SASL_PLAINTEXT }, { sasl: { enable: true, user, password } }],
    ['SSL', { credentials: existing, securityProtocol: SSL }, {
      tls: { enable: true, cert: from('user.crt'), key: from('user.key') },
    }],
    ['SSL with synced certificates', { credentials: mtls, securityProtocol: SSL }, {
      tls: { enable: true, caCert: from('ca.crt'), cert: from('user.crt'), key: from('user.key') },
    }],
  ])('on %s', (_, cluster, net) => {
    expect(netOf(cluster)).toEqual(net);
  });

  test('may read other keys and other Secrets', () => {
    const secretKeys: KafkaSecretKeys = {
      user: { key: 'username' }, password: { key: 'pass', secretName: 'passwords' }, mechanism: { key: 'saslType' },
      caCert: { key: 'ca.pem', secretName: 'certificates' },
    };

    expect(netOf({ credentials: existing }, { secretKeys })).toEqual({
      sasl: { enable: true, user: from('username'), password: from('pass', 'passwords'), type: from('saslType') },
      tls: { enable: true, caCert: from('ca.pem', 'certificates') },
    });
  });

  test('needs no Secret of the cluster where all keys are elsewhere', () => {
    const chart = shop();
    const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing'] });
    const secretKeys = { user: { key: 'u', secretName: 'mine' }, password: { key: 'p', secretName: 'mine' } };

    source(chart, { cluster: kafka(chart, { credentials }), secretKeys });

    expect(problemsOf(chart)).toBe('');
  });

  test('may bring a client certificate of its own', () => {
    const secretKeys = {
      clientCert: { key: 'tls.crt', secretName: 'client' }, clientKey: { key: 'tls.key', secretName: 'client' },
    };

    expect(netOf({ credentials: existing, securityProtocol: SSL, clientCertificate: false }, { secretKeys })).toEqual({
      tls: { enable: true, cert: from('tls.crt', 'client'), key: from('tls.key', 'client') },
    });
  });

  test.each<[string, Partial<KafkaClusterProps>, KafkaSecretKeys, string[]]>([
    ['OAUTHBEARER', { credentials: existing, saslMechanism: SaslMechanism.OAUTHBEARER }, {}, ['KN-KFK-019']],
    ['SSL without a client certificate', {
      credentials: existing, securityProtocol: SSL, clientCertificate: false,
    }, {}, ['KN-KFK-019']],
    ['half a client certificate', { credentials: existing, securityProtocol: SSL, clientCertificate: false }, {
      clientCert: { key: 'crt' },
    }, ['KN-KFK-019', 'KN-KFK-020']],
    ['a user in plain text', {}, { user: { key: 'user' } }, ['KN-KFK-020']],
    ['a user on SSL', { credentials: existing, securityProtocol: SSL }, { user: { key: 'user' } }, ['KN-KFK-020']],
    ['a CA without TLS', { credentials: existing, securityProtocol: SASL_PLAINTEXT }, {
      caCert: { key: 'ca.crt' },
    }, ['KN-KFK-020']],
    ['a client certificate with SASL', { credentials: existing }, {
      clientCert: { key: 'crt' }, clientKey: { key: 'key' },
    }, ['KN-KFK-020', 'KN-KFK-020']],
    ['a key with a slash', { credentials: existing }, { user: { key: 'a/b' } }, ['KN-KFK-020']],
    ['an empty key', { credentials: existing }, { user: { key: '' } }, ['KN-KFK-020']],
    ['a Secret in capitals', { credentials: existing }, { user: { key: 'a', secretName: 'A' } }, ['KN-NAM-001']],
    ['a key that is not synced', { credentials: synced() }, { user: { key: 'username' } }, ['KN-KFK-020']],
    ['a synced CA that there is none of', { credentials: synced() }, { caCert: { key: 'ca.crt' } }, ['KN-KFK-020']],
  ])('fails with %s', (_, cluster, secretKeys, codes) => {
    const chart = shop();

    source(chart, { cluster: kafka(chart, cluster), secretKeys });

    expect(codesOf(chart).sort()).toEqual(codes);
  });

  describe('beside KEDA', () => {
    const usual = (secretName: string): KafkaSecretKeys => ({
      user: { key: 'user', secretName }, password: { key: 'password', secretName }, mechanism: { key: 'sasl.mechanism', secretName },
    });

    function codesFor(secretKeys: KafkaSecretKeys): string[] {
      const chart = shop();
      Features.of(chart).enable(Feature.CONTROLLER_AUTOSCALER_KEDA);
      source(chart, { cluster: kafka(chart, { credentials: existing }), secretKeys, keda: KedaScaling.of() });
      return codesOf(chart);
    }

    test.each<[string, KafkaSecretKeys]>([
      ['no keys', {}],
      ['a mechanism by the usual key', { mechanism: { key: 'sasl.mechanism' } }],
      ['user and password elsewhere', { user: { key: 'u', secretName: 'mine' }, password: { key: 'p', secretName: 'mine' } }],
      ['all three by the usual keys of another Secret', usual('mine')],
    ])('reads %s', (_, secretKeys) => {
      expect(codesFor(secretKeys)).toEqual([]);
    });

    test.each<[string, KafkaSecretKeys]>([
      ['a mechanism by another key', { mechanism: { key: 'saslType' } }],
      ['a mechanism alone in another Secret', { mechanism: { key: 'sasl.mechanism', secretName: 'mine' } }],
      ['a mechanism without its user', { ...usual('mine'), user: { key: 'username', secretName: 'mine' } }],
      ['a mechanism whose password is elsewhere', { ...usual('mine'), password: { key: 'password' } }],
    ])('fails with %s', (_, secretKeys) => {
      expect(codesFor(secretKeys)).toEqual(['KN-KFK-020']);
    });
  });

  test('fails where the Secret does not exist in the namespace of the source', () => {
    const chart = shop();
    const credentials = KafkaCredentials.fromSecretName('ccloud', { namespaces: ['knative-eventing'] });

    source(chart, { cluster: kafka(chart, { credentials }) });

    expect(codesOf(chart)).toEqual(['KN-KFK-007']);
  });
});
