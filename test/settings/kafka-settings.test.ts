import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { KnativeVersion } from '../../lib/core';
import { checkTopicName } from '../../lib/kafka';
import {
  checkKafka, KafkaAutoscalerClass, kafkaConfig, KafkaLogLevel, KafkaProperties, type KafkaSettings,
  restartsAfter,
} from '../../lib/settings';

const { V1_21, V1_22, V1_23 } = KnativeVersion;

function codesFor(settings: KafkaSettings): string[] {
  return checkKafka(settings, V1_23).map(({ code }) => code);
}

function fileOf(settings: KafkaSettings, configMap: string, key: string, version = V1_23): Record<string, string> {
  const text = kafkaConfig(settings, version)[configMap]?.[key] ?? '';
  return Object.fromEntries(text.split('\n').filter((line) => line !== '').map((line) => line.split(/=(.*)/, 2)) as [string, string][]);
}

describe('settings of Knative for Kafka', () => {
  test('are nothing where nothing is set', () => {
    expect(kafkaConfig(undefined)).toEqual({});
    expect(kafkaConfig({ features: {}, brokerPlane: {} })).toEqual({});
    expect(checkKafka(undefined, V1_23)).toEqual([]);
  });

  test('are written by the keys and in the words of the release', () => {
    const settings: KafkaSettings = {
      features: {
        dispatcherRateLimiter: true, dispatcherOrderedExecutorMetrics: false,
        triggersConsumerGroupTemplate: 'dev-{{.Namespace}}-{{.Name}}', brokersTopicTemplate: 'Dev_{{ .UID }}',
        channelsTopicTemplate: 'dev.{{- .Namespace -}}.{{ .Name }}',
      },
      autoscaler: {
        scaler: KafkaAutoscalerClass.KEDA, minScale: 1, maxScale: 5, pollingInterval: Duration.seconds(5),
        cooldownPeriod: Duration.minutes(1), lagThreshold: 10,
      },
      namespacedBrokers: { resources: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ .Namespace }}-a' } }] },
      leaderElection: { leaseDuration: Duration.seconds(20) },
    };

    expect(codesFor(settings)).toEqual([]);
    expect(kafkaConfig(settings)).toEqual({
      'config-kafka-features': {
        'dispatcher-rate-limiter': 'enabled', 'dispatcher-ordered-executor-metrics': 'disabled',
        'triggers-consumergroup-template': 'dev-{{.Namespace}}-{{.Name}}', 'brokers-topic-template': 'Dev_{{ .UID }}',
        'channels-topic-template': 'dev.{{- .Namespace -}}.{{ .Name }}',
      },
      'config-kafka-autoscaler': {
        class: 'keda.autoscaling.knative.dev', 'min-scale': '1', 'max-scale': '5', 'polling-interval': '5',
        'cooldown-period': '60', 'lag-threshold': '10',
      },
      'config-namespaced-broker-resources': {
        resources: '[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{ .Namespace }}-a"}}]',
      },
      'config-kafka-leader-election': { 'lease-duration': '20s' },
    });
  });

  test('put a prefix before all names that Knative makes', () => {
    const settings: KafkaSettings = { topicPrefix: 'dev-', features: { dispatcherRateLimiter: true } };

    expect(codesFor(settings)).toEqual([]);
    expect(kafkaConfig(settings)).toEqual({
      'config-kafka-features': {
        'dispatcher-rate-limiter': 'enabled',
        'triggers-consumergroup-template': 'dev-knative-trigger-{{ .Namespace }}-{{ .Name }}',
        'brokers-topic-template': 'dev-knative-broker-{{ .Namespace }}-{{ .Name }}',
        'channels-topic-template': 'dev-knative-messaging-kafka.{{ .Namespace }}.{{ .Name }}',
      },
    });
  });

  test('take a prefix exactly where the names that it makes are legal ones', () => {
    fc.assert(fc.property(fc.string({ maxLength: 120 }), fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/), (prefix, name) => {
      const taken = codesFor({ topicPrefix: prefix }).length === 0;
      const group = `${prefix}knative-trigger-${name}-${name}`;
      const legal = prefix !== '' && prefix.length <= 100
        && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(group);
      expect(taken).toBe(legal);
      if (taken) expect(checkTopicName(`${prefix}knative-broker-${name}-${name}`)).toBeUndefined();
    }));
  });

  test('write the logs of data planes as logback reads it', () => {
    const text = kafkaConfig({
      logging: { levels: { level: KafkaLogLevel.WARN, loggers: { 'org.apache.kafka': KafkaLogLevel.ERROR } } },
    })['kafka-config-logging']?.['config.xml'];

    expect(text).toContain('<root level="WARN">');
    expect(text).toContain('<logger name="org.apache.kafka" level="ERROR"/>');
    expect(kafkaConfig({ logging: { levels: {} } })['kafka-config-logging']?.['config.xml']).toContain('<root level="INFO">');
  });

  const WRONG: [string, KafkaSettings, string][] = [
    ['an empty prefix', { topicPrefix: '' }, 'KN-SET-020'],
    ['a prefix in capital letters', { topicPrefix: 'Dev-' }, 'KN-SET-020'],
    ['a prefix that is too long', { topicPrefix: 'a'.repeat(101) }, 'KN-SET-020'],
    ['a prefix and a template', { topicPrefix: 'dev-', features: { brokersTopicTemplate: 'a-{{ .UID }}' } }, 'KN-SET-002'],
    ['a template for one name', { features: { brokersTopicTemplate: 'events' } }, 'KN-SET-020'],
    ['a template without the namespace', { features: { brokersTopicTemplate: 'a-{{ .Name }}' } }, 'KN-SET-020'],
    ['a template that ends too early', { features: { brokersTopicTemplate: 'a-{{ .UID }' } }, 'KN-SET-020'],
    ['a template that computes', { features: { brokersTopicTemplate: '{{ .UID }}{{ len .Name }}' } }, 'KN-SET-020'],
    ['a template with a slash', { features: { channelsTopicTemplate: 'a/{{ .UID }}' } }, 'KN-SET-020'],
    ['a group in capital letters', { features: { triggersConsumerGroupTemplate: 'A-{{ .UID }}' } }, 'KN-SET-020'],
    ['a template that is too long', { features: { brokersTopicTemplate: `${'a'.repeat(124)}{{ .UID }}` } }, 'KN-SET-020'],
    ['a template that is no text', { features: { brokersTopicTemplate: 5 as unknown as string } }, 'KN-SET-020'],
    ['more consumers at least than at most', { autoscaler: { minScale: 51 } }, 'KN-SET-002'],
    ['a time that is no whole second', { autoscaler: { pollingInterval: Duration.millis(1500) } }, 'KN-SET-001'],
    ['a scaler that is off and scales', { autoscaler: { scaler: KafkaAutoscalerClass.DISABLED, maxScale: 3 } }, 'KN-SET-002'],
    ['a scaler that is none', { autoscaler: { scaler: 'hpa' as KafkaAutoscalerClass } }, 'KN-SET-001'],
    ['a resource without a name', { namespacedBrokers: { resources: [{ apiVersion: 'v1', kind: 'ConfigMap' }] } }, 'KN-SET-023'],
    ['a Secret', {
      namespacedBrokers: { resources: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } }] },
    }, 'KN-SET-023'],
    ['a resource with another action', {
      namespacedBrokers: { resources: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '{{ .Name }}' } }] },
    }, 'KN-SET-023'],
    ['resources that are no list', {
      namespacedBrokers: { resources: {} as unknown as Record<string, unknown>[] },
    }, 'KN-SET-023'],
    ['a level that is none', { logging: { levels: { level: 'warn' as KafkaLogLevel } } }, 'KN-SET-001'],
    ['a logger that is none', { logging: { levels: { loggers: { '"/>': KafkaLogLevel.INFO } } } }, 'KN-SET-001'],
    ['a lease beside the deadline of the release', { leaderElection: { leaseDuration: Duration.seconds(10) } }, 'KN-SET-002'],
    ['a part of a file', { brokerPlane: { consumer: KafkaProperties.whole('auto.offset.reset=earliest') } }, 'KN-SET-021'],
    ['a serializer', { sinkPlane: { producer: KafkaProperties.override({ 'value.serializer': 'Mine' }) } }, 'KN-SET-022'],
    ['a secret', { sourcePlane: { consumer: KafkaProperties.override({ 'sasl.jaas.config': 'p' }) } }, 'KN-SET-022'],
    ['a property of two lines', { channelPlane: { producer: KafkaProperties.override({ acks: 'a\nb' }) } }, 'KN-SET-001'],
    ['a name that is none', { channelPlane: { webClient: KafkaProperties.override({ 'idle timeout': '1' }) } }, 'KN-SET-001'],
    ['a number', {
      channelPlane: { webClient: KafkaProperties.override({ idleTimeout: 5 as unknown as string }) },
    }, 'KN-SET-001'],
  ];

  test.each(WRONG)('fail with %s', (_, settings, code) => {
    const [problem, ...others] = checkKafka(settings, V1_23);

    expect(problem?.code).toBe(code);
    expect(others).toEqual([]);
  });

  test('fail without the value of a secret', () => {
    const [problem] = checkKafka({
      brokerPlane: { consumer: KafkaProperties.override({ 'ssl.key.password': 'hunter2' }) },
    }, V1_23);

    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });
});

test('what data planes read at their start is read again when they are restarted', () => {
  const after = kafkaConfig({
    brokerPlane: { consumer: KafkaProperties.override({}) }, leaderElection: { buckets: 2 },
  });

  expect(restartsAfter('knative-eventing', {}, after).map(({ deployment, statefulSet }) => [deployment, statefulSet])).toEqual([
    ['kafka-broker-receiver', undefined], ['kafka-broker-dispatcher', true],
    ['kafka-controller', undefined], ['kafka-webhook-eventing', undefined],
  ]);
});

describe('a file of a data plane of Kafka', () => {
  const CONSUMER = 'config-kafka-broker-consumer.properties';

  test('is the one of the release with what differs', () => {
    const settings: KafkaSettings = {
      brokerPlane: { consumer: KafkaProperties.override({ 'auto.offset.reset': 'earliest', 'client.rack': 'a\\b' }) },
    };

    expect(codesFor(settings)).toEqual([]);
    const file = fileOf(settings, 'config-kafka-broker-data-plane', CONSUMER);
    expect(file).toMatchObject({ 'auto.offset.reset': 'earliest', 'client.rack': 'a\\\\b', 'max.poll.records': '50' });
    expect(Object.keys(file)).toHaveLength(29);
  });

  test('has what each data plane has', () => {
    const settings: KafkaSettings = {
      brokerPlane: { httpServer: KafkaProperties.override({ idleTimeout: '5' }) },
      channelPlane: { consumer: KafkaProperties.override({ acks: 'x' }) },
      sinkPlane: { producer: KafkaProperties.override({ acks: '1' }) },
      sourcePlane: { consumer: KafkaProperties.override({}), webClient: KafkaProperties.override({ maxPoolSize: '5' }) },
    };

    expect(fileOf(settings, 'config-kafka-channel-data-plane', 'config-kafka-channel-consumer.properties'))
      .not.toHaveProperty(['auto.offset.reset']);
    expect(fileOf(settings, 'config-kafka-sink-data-plane', 'config-kafka-sink-producer.properties'))
      .toMatchObject({ acks: '1', retries: '2147483647' });
    expect(fileOf(settings, 'config-kafka-source-data-plane', 'config-kafka-source-consumer.properties'))
      .toMatchObject({ 'auto.offset.reset': 'earliest', 'cloudevent.invalid.kind.plural': 'kafkasources' });
    expect(kafkaConfig(settings)['config-kafka-source-data-plane']?.['config-kafka-source-webclient.properties'])
      .toBe('idleTimeout=10000\nmaxPoolSize=5\n');
    expect(kafkaConfig(settings)['config-kafka-broker-data-plane'])
      .toEqual({ 'config-kafka-broker-httpserver.properties': 'idleTimeout=5\n' });
  });

  test.each([[V1_21, true], [V1_22, false]])('is that of the version: %s', (version, partitioned) => {
    const file = fileOf({ sinkPlane: { producer: KafkaProperties.override({}) } }, 'config-kafka-sink-data-plane',
      'config-kafka-sink-producer.properties', version);

    expect('partitioner.class' in file).toBe(partitioned);
  });

  test('may be given whole, with comments', () => {
    const released = kafkaConfig({ brokerPlane: { consumer: KafkaProperties.override({}) } });
    const text = released['config-kafka-broker-data-plane']?.[CONSUMER] ?? '';
    const settings: KafkaSettings = {
      brokerPlane: { consumer: KafkaProperties.whole(`# mine\n\n${text}client.rack: eu\nmetric.reporters\n`) },
    };

    expect(codesFor(settings)).toEqual([]);
    expect(kafkaConfig(settings)['config-kafka-broker-data-plane']?.[CONSUMER])
      .toBe(`${text}client.rack=eu\nmetric.reporters=\n`);
  });

  test('fails where it is whole and changes what the data plane sets itself', () => {
    const released = kafkaConfig({ brokerPlane: { consumer: KafkaProperties.override({}) } });
    const text = released['config-kafka-broker-data-plane']?.[CONSUMER] ?? '';

    expect(codesFor({ brokerPlane: { consumer: KafkaProperties.whole(text.replace('commit=false', 'commit=true')) } }))
      .toEqual(['KN-SET-022']);
  });
});
