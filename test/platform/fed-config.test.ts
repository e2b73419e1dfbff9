import { Chart, Testing, Yaml } from 'cdk8s';
import {
  ClusterChart, describePlatform, type InstalledConfig, KafkaDataPlane, KnativeVersion, type PlatformDescription,
} from '../../lib/core';
import { BrokerClass, BrokerDefaults, Channel, ChannelTemplate, KafkaBroker, KafkaChannel, Sequence } from '../../lib/eventing';
import { KafkaBrokerConfig, KafkaChannelConfig } from '../../lib/kafka';
import { KnativeEventing, type KnativeEventingProps, KnativeServing } from '../../lib/platform';
import { KafkaSink } from '../../lib/sinks';
import { KafkaSource } from '../../lib/sources';
import { codesOf, kafka, manifestsOf, problemsOf, SERVER, synced, warningsOf } from '../kafka/program';
import { foreignConfig } from './foreign-config';

const KAFKA = { source: { kafka: true } };
const HOME = { namespace: 'knative-eventing' };

function chartOf(): Chart {
  return new Chart(Testing.app(), 'chart', { namespace: 'shop' });
}

function eventing(chart: Chart, props: KnativeEventingProps = {}): KnativeEventing {
  return new KnativeEventing(chart, 'knative-eventing', props);
}

function configOf(chart: Chart): unknown {
  const { spec } = manifestsOf(chart, 'KnativeEventing')['knative-eventing/knative-eventing'] ?? {};
  return (spec as { config?: unknown }).config;
}

function brokerDefaults(chart: Chart): BrokerDefaults {
  return new BrokerDefaults(chart, 'config-br-defaults', {
    clusterDefault: {
      brokerClass: BrokerClass.KAFKA,
      config: { apiVersion: 'v1', kind: 'ConfigMap', name: 'kafka-broker-config', namespace: 'knative-eventing' },
    },
  });
}

describe('an installation that the program describes', () => {
  test.each([['before', true], ['after', false]])('takes over the defaults of brokers that come %s it', (_, before) => {
    const chart = chartOf();

    if (before) brokerDefaults(chart);
    eventing(chart);
    if (!before) brokerDefaults(chart);

    expect(problemsOf(chart)).toBe('');
    expect(manifestsOf(chart, 'ConfigMap')).toEqual({});
    expect(configOf(chart)).toEqual({ 'config-br-defaults': { 'default-br-config': expect.any(String) as string } });
    const { 'config-br-defaults': data } = configOf(chart) as InstalledConfig;
    expect(Yaml.stringify(data)).toContain('brokerClass: Kafka');
  });

  test('takes what Kafka channels made on demand, or what the program wrote in its place', () => {
    const chart = chartOf();
    const cluster = kafka(chart);
    const channel = new KafkaChannel(chart, 'orders', { cluster });
    eventing(chart, KAFKA);

    expect(configOf(chart)).toEqual({ 'kafka-channel-config': { 'bootstrap.servers': SERVER } });

    new KafkaChannelConfig(chart, 'kafka-channel-config', { cluster });

    expect(problemsOf(chart)).toBe('');
    expect(channel.name).toBe('orders');
    expect(configOf(chart)).toEqual({ 'kafka-channel-config': { 'bootstrap.servers': SERVER } });
    expect(manifestsOf(chart, 'ConfigMap')).toEqual({});
  });

  test('takes the configuration of brokers under the name of the release, with its credentials', () => {
    const chart = chartOf();
    const cluster = kafka(chart, { credentials: synced() });
    const config = new KafkaBrokerConfig(chart, 'kafka-broker-config', { cluster, metadata: HOME, partitions: 3 });
    eventing(chart, { additionalManifests: ['https://example.com/kafka.yaml'] });
    new KafkaBroker(chart, 'default', { config });

    expect(problemsOf(chart)).toBe('');
    expect(configOf(chart)).toEqual({
      'kafka-broker-config': {
        'bootstrap.servers': SERVER, 'default.topic.partitions': '3', 'default.topic.replication.factor': '3',
        'auth.secret.ref.name': 'ccloud',
      },
    });
    expect(Object.keys(manifestsOf(chart, 'ExternalSecret'))).toEqual(['knative-eventing/ccloud']);
  });

  test('keeps its own settings beside those that it is fed with, under one name', () => {
    const chart = chartOf();
    eventing(chart, { ...KAFKA, config: { 'kafka-channel-config': { other: 'a' }, features: { 'kreference-group': 'enabled' } } });
    new KafkaChannelConfig(chart, 'kafka-channel-config', { cluster: kafka(chart) });

    expect(configOf(chart)).toEqual({
      'kafka-channel-config': { other: 'a', 'bootstrap.servers': SERVER }, features: { 'kreference-group': 'enabled' },
    });
  });

  test('uses the short name where its own settings do', () => {
    const chart = chartOf();
    eventing(chart, { config: { 'br-defaults': { other: 'a' } } });
    brokerDefaults(chart);

    expect(Object.keys(configOf(chart) as InstalledConfig)).toEqual(['br-defaults']);
    expect(codesOf(chart)).toEqual([]);
  });

  test('does not warn of a default class for Kafka whose configuration another construct has', () => {
    const chart = chartOf();
    eventing(chart);
    brokerDefaults(chart);

    expect(warningsOf(chart)).toEqual([]);
  });

  test('fails with a default class that the defaults of brokers name too', () => {
    const chart = chartOf();
    eventing(chart, { defaultBrokerClass: BrokerClass.KAFKA });
    brokerDefaults(chart);

    expect(codesOf(chart)).toEqual(['KN-PLT-012']);
  });

  test.each([
    ['in its own settings too', (chart: Chart) => {
      eventing(chart, { config: { 'br-defaults': { 'default-br-config': 'clusterDefault: {}' } } });
      brokerDefaults(chart);
    }],
    ['in an object of the program too', (chart: Chart) => {
      eventing(chart);
      foreignConfig(chart, 'config-features', 'knative-eventing');
    }],
    ['in an object for a layer that Serving installs', (chart: Chart) => {
      new KnativeServing(chart, 'knative-serving', {
        ingress: { contour: { enabled: true } },
        config: { network: { 'ingress-class': 'contour.ingress.networking.knative.dev' } },
      });
      foreignConfig(chart, 'config-contour', 'knative-serving');
    }],
  ])('fails with settings that are %s', (_, build) => {
    const chart = chartOf();
    build(chart);

    expect(codesOf(chart)).toEqual(['KN-PLT-016']);
  });

  test.each([
    ['has no parts for Kafka', (chart: Chart) => eventing(chart)],
    ['is for another cluster', (chart: Chart) =>
      eventing(new ClusterChart(chart, 'far', { cluster: 'far', namespace: 'knative-eventing' }), KAFKA)],
    ['is for the cluster of a profile', (chart: Chart) =>
      eventing(chart, { ...KAFKA, clusterProfileRef: { name: 'far', namespace: 'fleet' } })],
    ['has manifests of its own', (chart: Chart) =>
      eventing(chart, { ...KAFKA, manifests: ['https://example.com/all.yaml'] })],
  ])('leaves ConfigMaps to the program where it %s', (_, build) => {
    const chart = chartOf();
    build(chart);
    new KafkaChannelConfig(chart, 'kafka-channel-config', { cluster: kafka(chart) });

    expect(codesOf(chart)).toEqual([]);
    expect(Object.keys(manifestsOf(chart, 'ConfigMap'))).toEqual(['knative-eventing/kafka-channel-config']);
  });

  test('fails with the name of the release where it has no parts for Kafka', () => {
    const chart = chartOf();
    eventing(chart);
    new KafkaBrokerConfig(chart, 'kafka-broker-config', { cluster: kafka(chart), metadata: HOME });

    expect(codesOf(chart)).toEqual(['KN-KFK-014']);
  });
});

describe('what a platform adds late', () => {
  test('is a part of the settings, and does not win over what was written', () => {
    const chart = chartOf();
    const installed = eventing(chart, { config: { features: { 'kreference-group': 'enabled' } } });
    installed._configureLate(() => ({
      'config-features': { 'kreference-group': 'disabled', 'kreference-mapping': 'enabled' }, 'config-sugar': { a: 'b' },
    }));

    expect(problemsOf(chart)).toBe('');
    expect(configOf(chart)).toEqual({
      features: { 'kreference-group': 'enabled', 'kreference-mapping': 'enabled' }, 'config-sugar': { a: 'b' },
    });
  });

  test('are manifests, with whose ConfigMaps it is fed', () => {
    const chart = chartOf();
    new KafkaChannelConfig(chart, 'kafka-channel-config', { cluster: kafka(chart) });
    const installed = eventing(chart, { additionalManifests: ['https://example.com/a.yaml'] });
    const late: string[] = [];
    installed._addManifestsLate(() => late);
    late.push('https://example.com/a.yaml', 'https://example.com/b.yaml');

    expect(problemsOf(chart)).toBe('');
    const [{ spec }] = Testing.synth(chart) as [{ spec: Record<string, unknown> }];
    expect(spec).toEqual({
      config: { 'kafka-channel-config': { 'bootstrap.servers': SERVER } },
      additionalManifests: [{ URL: 'https://example.com/a.yaml' }, { URL: 'https://example.com/b.yaml' }],
    });
  });
});

describe('the data plane of Kafka', () => {
  function platform(chart: Chart, has: readonly KafkaDataPlane[]): KafkaDataPlane[] {
    const needed: KafkaDataPlane[] = [];
    const description: PlatformDescription = {
      construct: chart, existing: false, version: KnativeVersion.V1_23, dataPlanes: has,
      needDataPlane: (plane) => {
        needed.push(plane);
        return has.includes(plane);
      },
    };
    describePlatform(description);
    return needed;
  }

  const USERS: [string, KafkaDataPlane, (chart: Chart) => unknown][] = [
    ['a broker', KafkaDataPlane.BROKER, (chart) => new KafkaBroker(chart, 'default', { cluster: kafka(chart) })],
    ['the default of brokers', KafkaDataPlane.BROKER, brokerDefaults],
    ['a channel', KafkaDataPlane.CHANNEL, (chart) => new KafkaChannel(chart, 'orders')],
    ['a channel by template', KafkaDataPlane.CHANNEL, (chart) =>
      new Channel(chart, 'orders', { template: ChannelTemplate.kafka() })],
    ['a flow', KafkaDataPlane.CHANNEL, (chart) => new Sequence(chart, 'flow', {
      channelTemplate: ChannelTemplate.kafka(), steps: [{ subscriber: new Channel(chart, 'c') }],
    })],
    ['a sink', KafkaDataPlane.SINK, (chart) => new KafkaSink(chart, 'sink', { cluster: kafka(chart), topic: 'orders' })],
    ['a source', KafkaDataPlane.SOURCE, (chart) => new KafkaSource(chart, 'source', {
      cluster: kafka(chart), topics: ['orders'], sink: new Channel(chart, 'c'),
    })],
  ];

  test.each(USERS)('is needed by %s', (_, plane, build) => {
    const chart = chartOf();
    build(chart);
    const needed = platform(chart, Object.values(KafkaDataPlane));

    expect(codesOf(chart)).toEqual([]);
    expect([...new Set(needed)]).toEqual([plane]);
  });

  test.each(USERS)('fails without it: %s', (_, plane, build) => {
    const chart = chartOf();
    build(chart);
    platform(chart, Object.values(KafkaDataPlane).filter((each) => each !== plane));

    expect(codesOf(chart)).toEqual(['KN-PLT-015']);
  });
});
