import { KNATIVE_EVENTING, KNATIVE_SERVING, KnativeVersion } from '../../lib/core';
import { checkServing, servingConfig, SETTINGS_MAPS, strangeTexts } from '../../lib/settings';

const strange = (config: Record<string, Record<string, string>>) => strangeTexts(KNATIVE_SERVING, config);

describe('settings as texts', () => {
  test.each([
    ['autoscaler', 'stable-windw', 'stable-window'], ['config-autoscaler', 'max-scale-up', 'max-scale-up-rate'],
    ['config-network', 'ingress-clas', 'ingress-class'],
  ])('have a key of %s that nothing reads, %s, and a likely one', (configMap, key, likely) => {
    const { unknown, wrong } = strange({ [configMap]: { [key]: 'x' } });

    expect(unknown).toEqual([expect.stringContaining(`write \`${likely}\`, for example`)]);
    expect(wrong).toEqual([]);
  });

  test('of a ConfigMap with few keys are told all of them', () => {
    expect(strangeTexts(KNATIVE_EVENTING, { 'config-ping-defaults': { 'max-size': '1' } }).unknown)
      .toEqual(['nothing reads `max-size` of the ConfigMap `config-ping-defaults`: write `data-max-size`']);
  });

  test.each([
    ['autoscaler', 'stable-window', '5s'], ['autoscaler', 'stable-window', '90'], ['autoscaler', 'max-scale', 'ten'],
    ['autoscaler', 'enable-scale-to-zero', 'yes'], ['autoscaler', 'target-burst-capacity', 'many'],
    ['defaults', 'revision-timeout-seconds', '300s'], ['defaults', 'revision-memory-request', '128m'],
    ['network', 'http-protocol', 'Never'], ['observability', 'tracing-protocol', 'zipkin'],
    ['deployment', 'queue-sidecar-cpu-request', 'much'],
  ])('have a value that the key has not: %s %s %s', (configMap, key, text) => {
    const { unknown, wrong } = strange({ [configMap]: { [key]: text } });

    expect(unknown).toEqual([]);
    expect(wrong).toEqual([expect.stringMatching(new RegExp(`^${key} of config-${configMap} .*; allowed: .`))]);
  });

  test.each<[string, Record<string, Record<string, string>>]>([
    ['of the right form', {
      autoscaler: { 'stable-window': '1m30s', 'enable-scale-to-zero': 'T', 'max-scale': '10', 'target-burst-capacity': '-1' },
      'config-network': { 'ingress-class': 'a.example.com', 'http-protocol': 'redirected', 'external-domain-tls': 'enabled' },
    }],
    ['in the spelling of old releases', { deployment: { queueSidecarImage: 'q:1' }, network: { 'auto-tls': 'Enabled' } }],
    ['whose keys name something of the cluster', {
      'config-domain': { 'example.com': '' }, 'config-istio': { 'gateway.knative-serving.x': 'y' }, logging: { 'loglevel.x': 'info' },
    }],
    ['of flags', { features: { 'kubernetes.podspec-affinity': 'Allowed', 'tag-header-based-routing': 'Enabled' } }],
    ['of a ConfigMap that nobody knows', { mine: { a: 'b' } }],
  ])('are not strange: %s', (_what, config) => {
    expect(strange(config)).toEqual({ unknown: [], wrong: [] });
  });

  test('have a place in a table where platforms write them', () => {
    const keys = new Set(SETTINGS_MAPS.map(({ configMap }) => configMap));

    expect(Object.keys(servingConfig({ autoscaler: { maxScale: 1 } })).filter((each) => !keys.has(each))).toEqual([]);
  });
});

describe('settings of programs in JavaScript', () => {
  test.each([90, '90s'])('fail once, by the name of the setting, where a time is %p', (stableWindow) => {
    const settings = { autoscaler: { stableWindow: stableWindow as never, maxScale: 3 } };

    expect(servingConfig(settings)).toEqual({ 'config-autoscaler': { 'max-scale': '3' } });
    expect(checkServing(settings, KnativeVersion.V1_23)).toEqual([expect.objectContaining({
      code: 'KN-SET-001', message: expect.stringContaining('stable-window of config-autoscaler'),
    })]);
  });
});

describe('domains', () => {
  test.each([
    ['https://apps.acme-corp.dev', 'apps.acme-corp.dev'], ['http://apps.acme-corp.dev:8080/shop', 'apps.acme-corp.dev'],
    ['Apps.Acme-Corp.dev', 'apps.acme-corp.dev'],
  ])('%s is refused, and %s proposed', (domain, proposal) => {
    expect(checkServing({ domains: [{ domain }] }, KnativeVersion.V1_23))
      .toEqual([expect.objectContaining({ code: 'KN-SET-005', fix: `write \`${proposal}\`, for example` })]);
  });

  test('fail with the same selector twice, in whatever order its labels are', () => {
    const domains: { domain: string; selector: Record<string, string> }[] = [
      { domain: 'a.example', selector: { app: 'shop', tier: 'web' } }, { domain: 'b.example', selector: { tier: 'web', app: 'shop' } },
      { domain: 'c.example', selector: { app: 'shop' } },
    ];

    expect(checkServing({ domains }, KnativeVersion.V1_23)).toEqual([expect.objectContaining({
      code: 'KN-SET-005', message: 'the domains `a.example` and `b.example` have the same selector, and services get one of them',
    })]);
  });
});

test.each(['revisionMemoryRequest', 'revisionMemoryLimit', 'revisionEphemeralStorageRequest', 'revisionEphemeralStorageLimit'])(
  'thousandths of a byte fail: %s', (name) => {
    expect(checkServing({ defaults: { [name]: '128m' } }, KnativeVersion.V1_23)).toEqual([expect.objectContaining({
      code: 'KN-SET-001', fix: 'write `128Mi`, for example: `m` stands for thousandths',
    })]);
  });
