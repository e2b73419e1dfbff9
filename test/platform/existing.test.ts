import { type Chart, Testing } from 'cdk8s';
import { Feature, Features, KafkaDataPlane, KnativeVersion, platformFor } from '../../lib/core';
import { BrokerDefaults, KafkaChannel } from '../../lib/eventing';
import { Ingress } from '../../lib/networking';
import { type ExistingPlatformProps, KnativePlatform, WildcardCertificates } from '../../lib/platform';
import { KnativeService } from '../../lib/serving';
import { codesOf, problemsOf, warningsOf } from '../kafka/program';
import { DNS01, empty, HTTP01 } from './program';

function existing(props: ExistingPlatformProps = {}): Chart {
  const chart = empty();
  KnativePlatform.existing(chart, 'knative', props);
  return chart;
}

describe('a platform that is there already', () => {
  test('writes nothing, and warns of nothing', () => {
    const chart = existing({ domain: 'example.org', issuer: DNS01, ingress: Ingress.contour(), kafka: {} });

    expect(problemsOf(chart)).toBe('');
    expect(Testing.synth(chart)).toEqual([]);
    expect(warningsOf(chart)).toEqual([]);
  });

  test('is known to what the program writes', () => {
    const chart = empty();
    const platform = KnativePlatform.existing(chart, 'knative', {
      version: KnativeVersion.V1_22, domain: 'example.org', issuer: DNS01, ingress: Ingress.istio(),
      kafka: { dataPlanes: [KafkaDataPlane.BROKER] }, tls: { wildcardCertificates: WildcardCertificates.forLabel('wildcard', 'yes') },
    });

    expect(platform.version).toBe('1.22');
    expect(platform.dataPlanes).toEqual(['broker', 'source']);
    expect(platformFor(chart)).toMatchObject({
      existing: true, version: '1.22', wildcardLabel: { key: 'wildcard', value: 'yes' },
      layer: { name: 'istio' }, addresses: { domains: [{ domain: 'example.org' }], externalTls: true },
    });
  });

  test('lies where whoever installed it put it: nothing is said of the Service of Kourier', () => {
    expect(platformFor(existing({ ingress: Ingress.kourier() }))?.layer)
      .toEqual({ name: 'kourier', podNamespaces: ['knative-serving', 'kourier-system'] });
  });

  test('has the flags that the program says it has, and no more', () => {
    const features = Features.asNeeded().enable(Feature.PODSPEC_NODESELECTOR);
    const chart = existing({ features });
    const props = { image: 'ghcr.io/example/orders:1', metadata: { namespace: 'shop' } };
    new KnativeService(chart, 'orders', { ...props, nodeSelector: { disk: 'ssd' } });
    expect(codesOf(chart)).toEqual([]);

    new KnativeService(chart, 'stock', { ...props, runtimeClassName: 'gvisor' });
    expect(codesOf(chart)).toEqual(['KN-FTR-001']);
  });

  test('keeps its ConfigMaps, so that the program writes its own objects', () => {
    const chart = existing();
    new BrokerDefaults(chart, 'config-br-defaults');

    expect(problemsOf(chart)).toBe('');
    expect(Testing.synth(chart)).toHaveLength(1);
  });

  test('may run on a Kubernetes that a new operator does not start on', () => {
    expect(codesOf(existing({ version: KnativeVersion.V1_20, kubernetesVersion: '1.32' }))).toEqual([]);
  });

  test.each<[string, ExistingPlatformProps, string[]]>([
    ['an old Kubernetes', { kubernetesVersion: '1.33' }, ['KN-PLT-018']],
    ['wildcards of an issuer that certifies none', {
      domain: 'example.org', issuer: HTTP01, tls: { wildcardCertificates: WildcardCertificates.forLabel() },
    }, ['KN-CRT-014']],
    ['an issuer without a domain', { issuer: DNS01 }, ['KN-PLT-021']],
  ])('fails with %s', (_mistake, props, codes) => {
    expect(codesOf(existing(props))).toEqual(codes);
  });

  test('fails for a data plane that it is not said to have', () => {
    const without = (kafka: ExistingPlatformProps['kafka']) => {
      const chart = existing({ kafka });
      new KafkaChannel(chart, 'channel', { metadata: { namespace: 'shop' } });
      return problemsOf(chart);
    };

    expect(without({})).toMatch(/KN-PLT-015 .*; add `KafkaDataPlane.CHANNEL` to `kafka.dataPlanes` of the platform, if the cluster/);
    expect(without(undefined)).toMatch(/KN-PLT-015 .*; write `kafka: { dataPlanes: \[KafkaDataPlane.CHANNEL\] }` at the platform, if/);
  });
});
