import { type Chart, Duration } from 'cdk8s';
import { ClusterChart, ClusterController, Feature, Features, KafkaDataPlane } from '../../lib/core';
import { BrokerClass, KafkaBroker } from '../../lib/eventing';
import { Ingress } from '../../lib/networking';
import {
  KnativeEventing, KnativePlatform, type KnativePlatformProps, KnativeServing, PrerequisitePolicy, WildcardCertificates,
} from '../../lib/platform';
import { HttpProtocol, KnativeService } from '../../lib/serving';
import type { ServingSettings } from '../../lib/settings';
import { KafkaSink } from '../../lib/sinks';
import { VaultInjector } from '../../lib/vault';
import { codesOf, manifestsOf, problemsOf, warningsOf } from '../kafka/program';
import { foreignConfig } from './foreign-config';
import { DNS01, empty, kafka, platform, platformIn } from './program';

type Installed = Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;

function configOf(chart: Chart, kind: 'KnativeEventing' | 'KnativeServing'): Installed {
  const [{ spec } = {}] = Object.values(manifestsOf(chart, kind));
  return (spec as { readonly config?: Installed } | undefined)?.config;
}

const domain = 'example.org';
const LONG = 'n'.repeat(51);
const { ALLOW_ZERO_INITIAL_SCALE, CONTROLLER_AUTOSCALER_KEDA } = Feature;
const NO_POD = { autoscaler: { initialScale: 0 } };

describe('a property that is undefined', () => {
  test('keeps the prefix of topics', () => {
    const chart = platform({ kafka: { topicPrefix: 'dev-', features: { brokersTopicTemplate: undefined } } });

    expect(problemsOf(chart)).toBe('');
    expect(configOf(chart, 'KnativeEventing')?.['config-kafka-features']?.['brokers-topic-template'])
      .toBe('dev-knative-broker-{{ .Namespace }}-{{ .Name }}');
  });

  test('keeps the default class of brokers', () => {
    const chart = empty();
    platformIn(chart, {
      defaultBrokerClass: BrokerClass.KAFKA, kafka: { brokers: { cluster: kafka(chart) } },
      eventing: { brokers: undefined },
    });

    expect(problemsOf(chart)).toBe('');
    expect(configOf(chart, 'KnativeEventing')?.['config-br-defaults']?.['default-br-config']).toContain('brokerClass: Kafka');
  });

  test('adds no data planes to a platform that is there already', () => {
    const chart = empty();
    KnativePlatform.existing(chart, 'knative', { kafka: { dataPlanes: undefined } });
    new KafkaSink(chart, 'sink', { cluster: kafka(chart), topic: 'orders', metadata: { namespace: 'shop' } });

    expect(codesOf(chart)).toEqual(['KN-PLT-015']);
  });

  test('fails with a lease of the release that is shorter than the deadline', () => {
    const leaderElection = { leaseDuration: undefined, renewDeadline: Duration.seconds(20) };

    expect(codesOf(platform({ kafka: { leaderElection } }))).toEqual(['KN-SET-002']);
  });

  test.each(['kafka', 'tls', 'serving', 'eventing', 'issuer', 'domains', 'production'])(
    'is what null stands for in JavaScript: %s', (name) => {
      expect(problemsOf(platform(JSON.parse(`{ "${name}": null }`) as object))).toBe('');
    });
});

describe('an initial scale of none', () => {
  test.each([
    ['a flag that is on', Features.asReleased().enable(ALLOW_ZERO_INITIAL_SCALE)],
    ['flags as needed', Features.asNeeded()],
  ])('goes with %s', (_, features) => {
    const chart = platform({ serving: NO_POD, features });

    expect(problemsOf(chart)).toBe('');
    expect(configOf(chart, 'KnativeServing')?.['config-autoscaler'])
      .toEqual({ 'initial-scale': '0', 'allow-zero-initial-scale': 'true' });
  });

  test.each([
    ['flags as released', Features.asReleased()],
    ['a flag that is off', Features.asReleased().disable(ALLOW_ZERO_INITIAL_SCALE)],
    ['flags as needed but for this one', Features.asNeeded().disable(ALLOW_ZERO_INITIAL_SCALE)],
  ])('fails with %s, whatever JavaScript says besides', (_, features) => {
    const serving = { autoscaler: { initialScale: 0, allowZeroInitialScale: true } } as ServingSettings;

    expect(codesOf(platform({ serving, features }))).toEqual(['KN-SET-002']);
  });

  test('fails on a platform that is there already, whose flags follow from no program', () => {
    const chart = empty();
    KnativePlatform.existing(chart, 'knative', { serving: NO_POD, features: Features.asNeeded() });

    expect(codesOf(chart)).toEqual(['KN-SET-002']);
  });
});

describe('settings of Kafka parts', () => {
  const idleTimeout = { httpServer: undefined };

  test('may be of a data plane that follows from the program', () => {
    const chart = empty();
    platformIn(chart, { kafka: { brokerPlane: idleTimeout } });
    new KafkaBroker(chart, 'default', { cluster: kafka(chart), metadata: { namespace: 'shop' } });

    expect(problemsOf(chart)).toBe('');
  });

  test.each<[string, Partial<KnativePlatformProps>, string]>([
    ['a data plane that is not listed', { kafka: { dataPlanes: [KafkaDataPlane.SOURCE], brokerPlane: idleTimeout } }, 'KN-PLT-022'],
    ['a data plane that nothing needs', { kafka: { channelPlane: idleTimeout, sinkPlane: undefined } }, 'KN-PLT-022'],
    ['a workload of one that is not there', {
      kafka: { dataPlanes: [] }, production: { workloads: { 'kafka-sink-receiver': { replicas: 2 } } },
    }, 'KN-PLT-020'],
    ['a flag without Kafka', { features: Features.asReleased().enable(CONTROLLER_AUTOSCALER_KEDA) }, 'KN-PLT-022'],
  ])('fails for %s', (_mistake, props, code) => {
    expect(codesOf(platform(props))).toEqual([code]);
  });

  test('leave ConfigMaps of other parts to the program', () => {
    const chart = platform({ kafka: {} });
    foreignConfig(chart, 'config-redis', 'knative-eventing');

    expect(codesOf(chart)).toEqual([]);
  });

  test.each(['eventing.brokers', 'kafka.brokers', 'kafka.channels'])(
    'fails on a platform that is there already, of which nothing is written: %s', (setting) => {
      const chart = empty();
      const cluster = kafka(chart);
      const [part = '', name = ''] = setting.split('.');
      KnativePlatform.existing(chart, 'knative', { [part]: { [name]: part === 'kafka' ? { cluster } : {} } });

      expect(problemsOf(chart)).toContain(`KN-PLT-022 \`${setting}\` would be lost`);
    });
});

describe('one cluster', () => {
  test.each([
    ['Serving', (chart: Chart) => new KnativeServing(chart, 'knative-serving', {})],
    ['Eventing', (chart: Chart) => new KnativeEventing(chart, 'knative-eventing', {})],
  ])('fails with a platform that is there already and an installation of %s', (_, build) => {
    const chart = empty();
    build(chart);
    KnativePlatform.existing(chart, 'knative', {});

    expect(codesOf(chart)).toEqual(['KN-PLT-003']);
  });

  test('may install on others besides', () => {
    const chart = empty();
    KnativePlatform.existing(chart, 'knative', {});
    new KnativeEventing(new ClusterChart(chart, 'far', { cluster: 'far' }), 'knative-eventing', {});

    expect(codesOf(chart)).toEqual([]);
  });
});

describe('certificates', () => {
  test.each([
    ['without a selector', [{ domain }]], ['with an empty one', [{ domain, selector: {} }]],
  ])('go with a domain of `domains` that is for all services: %s', (_, domains) => {
    expect(codesOf(platform({ issuer: DNS01, domains }))).toEqual([]);
  });

  test.each([
    ['Kourier', {
      serving: { kourier: { certsSecretName: 'wildcard', certsSecretNamespace: 'knative-serving' } },
    }],
    ['Contour', { ingress: Ingress.contour({ defaultTlsSecret: { namespace: 'projectcontour', name: 'wildcard' } }) }],
  ])('of the networking layer itself may be redirected to: %s', (_, props) => {
    expect(codesOf(platform({ domain, tls: { httpProtocol: HttpProtocol.REDIRECTED }, ...props }))).toEqual([]);
  });

  test('fails for redirection and for wildcards that both have no issuer', () => {
    const tls = { httpProtocol: HttpProtocol.REDIRECTED, wildcardCertificates: WildcardCertificates.forLabel() };

    expect(codesOf(platform({ domain, tls }))).toEqual(['KN-PLT-021', 'KN-PLT-021']);
  });

  test.each([
    ['all namespaces', WildcardCertificates.forAllNamespaces(), ['KN-ADR-008']],
    ['others', WildcardCertificates.forNamespaces('shop'), []],
  ])('fails for long names of namespaces that no construct describes, where they are for %s', (_, wildcardCertificates, codes) => {
    const chart = platform({ domain, issuer: DNS01, tls: { wildcardCertificates } });
    new KnativeService(chart, 'orders', { image: 'ghcr.io/example/orders:1', metadata: { namespace: LONG } });

    expect(codesOf(chart)).toEqual(codes);
  });

  test('fails for a domain that is too long for the namespaces of Knative', () => {
    const long = `${'d'.repeat(40)}.example.org`;
    const wildcardCertificates = WildcardCertificates.forAllNamespaces();

    expect(codesOf(platform({ domain: long, issuer: DNS01, tls: { wildcardCertificates } }))).toEqual(['KN-ADR-008', 'KN-ADR-008']);
  });

  test('ignores the selector that JavaScript writes beside them', () => {
    const network = { namespaceWildcardCertSelector: {} } as ServingSettings['network'];
    const chart = platform({ domain, serving: { network } });

    expect(problemsOf(chart)).toBe('');
    expect(configOf(chart, 'KnativeServing')?.['config-network']).not.toHaveProperty('namespace-wildcard-cert-selector');
  });
});

describe('prerequisites', () => {
  test('are none where the program prepares a controller that is there already', () => {
    const chart = platform({
      adopt: [ClusterController.KNATIVE_OPERATOR, ClusterController.VAULT_INJECTOR],
      missingPrerequisites: PrerequisitePolicy.ERROR,
    });
    new VaultInjector(chart, 'injector', { address: 'http://vault.vault.svc:8200', namespaces: ['shop'] });

    expect(problemsOf(chart)).not.toContain('KN-PLT-023');
  });

  test('fails with a Kubernetes that the operator does not start on, and proposes no other Knative', () => {
    const problems = problemsOf(platform({ kubernetesVersion: '1.33' }));

    expect(problems).toContain('KN-PLT-018');
    expect(problems).not.toContain('would start there');
    expect(problemsOf(platform({ kubernetesVersion: '1.33', adopt: [ClusterController.KNATIVE_OPERATOR] }))).toContain('would start there');
  });
});

test('warnings of the smallest platform are those of its prerequisites', () => {
  expect(warningsOf(platform())).toEqual(['prerequisites']);
});
