import { Chart, Duration, Size, Testing } from 'cdk8s';
import { KnativeVersion, LabelSelectorOperator } from '../../lib/core';
import { BrokerClass, Channel, ChannelTemplate, Delivery } from '../../lib/eventing';
import { KnativeEventing } from '../../lib/platform';
import {
  checkEventing, DefaultAuthorizationMode, eventingConfig, type EventingSettings, LoggingLevel, makeEventingConstructs,
  MetricsProtocol, TracingProtocol, TransportEncryption,
} from '../../lib/settings';
import { kafka, manifestsOf, problemsOf, SERVER } from '../kafka/program';

function codesFor(settings: EventingSettings, version = KnativeVersion.V1_23): string[] {
  return checkEventing(settings, version).map(({ code }) => code);
}

describe('settings of Eventing', () => {
  test('are nothing where nothing is set', () => {
    expect(eventingConfig(undefined)).toEqual({});
    expect(eventingConfig({ features: {}, sugar: {}, kreferenceMapping: {} })).toEqual({});
    expect(checkEventing(undefined, KnativeVersion.V1_20)).toEqual([]);
  });

  const ALL: EventingSettings = {
    brokerChannel: { template: ChannelTemplate.kafka({ numPartitions: 3 }) },
    channels: { channels: { namespaceDefaults: { shop: ChannelTemplate.kafka() } } },
    features: {
      transportEncryption: TransportEncryption.STRICT, defaultAuthorizationMode: DefaultAuthorizationMode.DENY_ALL,
      deliveryTimeout: false, kreferenceGroup: true, kreferenceMapping: true, eventTypeAutoCreate: true,
      requestReplyDefaultTimeout: Duration.seconds(40), oidcDiscoveryBaseUrl: 'https://oidc.example.com/id',
    },
    apiServerSourceNodeSelector: { pool: 'sources' },
    kreferenceMapping: { 'Pod.v1': 'https://pods.{{ .SystemNamespace }}.svc.cluster.local/{{ .Name }}' },
    sugar: { namespaceSelector: {}, triggerSelector: { matchLabels: { broker: 'auto' } } },
    ping: { dataMaxSize: Size.kibibytes(64) },
    inMemoryDispatcher: { maxIdleConnections: 2000, maxIdleConnectionsPerHost: 200 },
    leaderElection: { buckets: 3, leaseDuration: Duration.seconds(90) },
    logging: {
      zapLoggerConfig: { level: LoggingLevel.WARN }, controller: LoggingLevel.DEBUG, webhook: LoggingLevel.ERROR,
      inMemoryDispatcher: LoggingLevel.INFO, brokerController: LoggingLevel.INFO, brokerIngress: LoggingLevel.INFO,
      brokerFilter: LoggingLevel.INFO, klogVerbosity: 4,
    },
    observability: {
      metricsProtocol: MetricsProtocol.GRPC, metricsEndpoint: 'http://collector.otel:4317',
      metricsExportInterval: Duration.seconds(30), sinkEventErrorReporting: true, runtimeProfiling: true,
      tracingProtocol: TracingProtocol.HTTP_PROTOBUF, tracingEndpoint: 'http://collector.otel:4318/v1/traces',
      tracingSamplingRate: 0.5,
    },
  };

  test('are written by the keys and in the words of the release', () => {
    expect(codesFor(ALL)).toEqual([]);
    expect(eventingConfig(ALL)).toEqual({
      'config-br-default-channel': {
        'channel-template-spec': 'apiVersion: messaging.knative.dev/v1beta1\nkind: KafkaChannel\nspec:\n  numPartitions: 3\n',
      },
      'default-ch-webhook': {
        'default-ch-config': 'clusterDefault:\n  apiVersion: messaging.knative.dev/v1\n  kind: InMemoryChannel\n'
          + 'namespaceDefaults:\n  shop:\n    apiVersion: messaging.knative.dev/v1beta1\n    kind: KafkaChannel\n    spec: {}\n',
      },
      'config-features': {
        'kreference-group': 'enabled', 'delivery-timeout': 'disabled', 'kreference-mapping': 'enabled',
        'transport-encryption': 'strict', 'eventtype-auto-create': 'enabled', 'default-authorization-mode': 'deny-all',
        'requestreply-default-timeout': 'PT40S', 'oidc-discovery-base-url': 'https://oidc.example.com/id',
        'apiserversources-nodeselector-pool': 'sources',
      },
      'config-kreference-mapping': { 'Pod.v1': 'https://pods.{{ .SystemNamespace }}.svc.cluster.local/{{ .Name }}' },
      'config-sugar': { 'namespace-selector': '{}\n', 'trigger-selector': 'matchLabels:\n  broker: auto\n' },
      'config-ping-defaults': { 'data-max-size': '65536' },
      'config-imc-event-dispatcher': { MaxIdleConnections: '2000', MaxIdleConnectionsPerHost: '200' },
      'config-leader-election': { 'lease-duration': '90s', buckets: '3' },
      'config-logging': {
        'zap-logger-config': '{"level":"warn"}', 'loglevel.controller': 'debug', 'loglevel.eventing-webhook': 'error',
        'loglevel.inmemorychannel-dispatcher': 'info', 'loglevel.mt-broker-controller': 'info',
        'loglevel.mt_broker_ingress': 'info', 'loglevel.mt_broker_filter': 'info', 'klog-verbosity': '4',
      },
      'config-observability': {
        'metrics-protocol': 'grpc', 'metrics-endpoint': 'http://collector.otel:4317', 'metrics-export-interval': '30s',
        'sink-event-error-reporting.enable': 'true', 'runtime-profiling': 'enabled', 'tracing-protocol': 'http/protobuf',
        'tracing-endpoint': 'http://collector.otel:4318/v1/traces', 'tracing-sampling-rate': '0.5',
      },
    });
  });

  test('fail with what the version does not know', () => {
    expect(codesFor({ logging: { klogVerbosity: 1 } }, KnativeVersion.V1_22)).toEqual(['KN-SET-003']);
  });

  const WRONG: [string, EventingSettings, string][] = [
    ['a word that is none', { features: { transportEncryption: 'on' as TransportEncryption } }, 'KN-SET-001'],
    ['a mode that is none', { features: { defaultAuthorizationMode: 'Allow' as DefaultAuthorizationMode } }, 'KN-SET-001'],
    ['a time limit of nothing', { features: { requestReplyDefaultTimeout: Duration.millis(0) } }, 'KN-SET-001'],
    ['keys in plain text', { features: { oidcDiscoveryBaseUrl: 'http://oidc.example.com' } }, 'KN-SET-001'],
    ['an address with a password', { features: { oidcDiscoveryBaseUrl: 'https://a:b@oidc.example.com' } }, 'KN-SET-001'],
    ['a label with a prefix', { apiServerSourceNodeSelector: { 'kubernetes.io/os': 'linux' } }, 'KN-SET-025'],
    ['a label that is none', { apiServerSourceNodeSelector: { pool: 'a b' } }, 'KN-SET-025'],
    ['a label that is read as a flag', { apiServerSourceNodeSelector: { sources: 'Enabled' } }, 'KN-SET-025'],
    ['a mapping that is switched off', { kreferenceMapping: { 'Pod.v1': 'http://x/{{ .Name }}' } }, 'KN-SET-002'],
    ['a mapping for no kind', {
      features: { kreferenceMapping: true }, kreferenceMapping: { Pod: 'http://x/{{ .Name }}' },
    }, 'KN-SET-024'],
    ['a mapping that ends too early', {
      features: { kreferenceMapping: true }, kreferenceMapping: { 'Pod.v1': 'http://x/{{ .Name }' },
    }, 'KN-SET-024'],
    ['a mapping by what references do not have', {
      features: { kreferenceMapping: true }, kreferenceMapping: { 'Pod.v1': 'http://x/{{ .Kind }}' },
    }, 'KN-SET-024'],
    ['a mapping to no address', {
      features: { kreferenceMapping: true }, kreferenceMapping: { 'Pod.v1': 'pods/{{ .Name }}' },
    }, 'KN-SET-024'],
    ['a selector that nothing meets', {
      sugar: { namespaceSelector: { matchExpressions: [{ key: 'a', operator: LabelSelectorOperator.IN, values: [] }] } },
    }, 'KN-SET-001'],
    ['no data at all', { ping: { dataMaxSize: Size.kibibytes(0) } }, 'KN-SET-001'],
    ['no connections', { inMemoryDispatcher: { maxIdleConnections: 0 } }, 'KN-SET-001'],
    ['more connections to one host than to all', { inMemoryDispatcher: { maxIdleConnectionsPerHost: 1001 } }, 'KN-SET-002'],
    ['a namespace that has no such name', {
      channels: { channels: { namespaceDefaults: { Shop: ChannelTemplate.inMemory() } } },
    }, 'KN-SET-001'],
    ['a lease that is too short', { leaderElection: { leaseDuration: Duration.seconds(30) } }, 'KN-SET-002'],
    ['metrics that go nowhere', { observability: { metricsProtocol: MetricsProtocol.GRPC } }, 'KN-SET-002'],
  ];

  test.each(WRONG)('fail with %s', (_, settings, code) => {
    const [problem, ...others] = checkEventing(settings, KnativeVersion.V1_23);

    expect(problem?.code).toBe(code);
    expect(others).toEqual([]);
    expect(problem?.fix).not.toBe('');
  });
});

describe('constructs for settings of Eventing', () => {
  test('feed the installation with defaults of brokers, and with the Kafka clusters', () => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
    const cluster = kafka(chart);
    new KnativeEventing(chart, 'knative-eventing', { source: { kafka: true } });

    makeEventingConstructs(chart, {
      brokers: {
        clusterDefault: {
          brokerClass: BrokerClass.KAFKA,
          config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'kafka-broker-config', namespace: 'knative-eventing' },
          delivery: Delivery.deadLetter(new Channel(chart, 'letters')),
        },
      },
      channels: { channels: { clusterDefault: ChannelTemplate.kafka({ cluster }) } },
    }, { brokers: { cluster, partitions: 3 } });

    expect(problemsOf(chart)).toBe('');
    const { spec } = manifestsOf(chart, 'KnativeEventing')['knative-eventing/knative-eventing'] ?? {};
    expect((spec as { config: unknown }).config).toEqual({
      'config-br-defaults': { 'default-br-config': expect.stringContaining('brokerClass: Kafka') as string },
      'kafka-broker-config': {
        'bootstrap.servers': SERVER, 'default.topic.partitions': '3', 'default.topic.replication.factor': '3',
      },
      'kafka-channel-config': { 'bootstrap.servers': SERVER },
    });
    expect(manifestsOf(chart, 'ConfigMap')).toEqual({});
  });

  test('are none for settings that are plain', () => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
    makeEventingConstructs(chart, { brokerChannel: { template: ChannelTemplate.inMemory() } }, {});
    makeEventingConstructs(chart, undefined, undefined);

    expect(chart.node.children).toEqual([]);
  });

  test('take the Kafka cluster of all channels', () => {
    const chart = new Chart(Testing.app(), 'chart', { namespace: 'shop' });
    makeEventingConstructs(chart, undefined, { channels: { cluster: kafka(chart) } });

    expect(Object.keys(manifestsOf(chart, 'ConfigMap'))).toEqual(['knative-eventing/kafka-channel-config']);
  });
});
