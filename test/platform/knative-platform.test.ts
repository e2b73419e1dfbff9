import { ApiObject, type Chart, JsonPatch, Testing } from 'cdk8s';
import { ClusterIssuer, type IClusterIssuer } from '../../lib/certificates';
import { ClusterChart, Feature, Features, KafkaDataPlane, KnativeVersion, platformFor } from '../../lib/core';
import { Broker, BrokerClass, Channel, ChannelTemplate, KafkaBroker, KafkaChannel } from '../../lib/eventing';
import { KafkaBrokerConfig, KafkaChannelConfig } from '../../lib/kafka';
import { ServicesNamespace } from '../../lib/namespaces';
import { DnsRecords, Ingress, LoadBalancer } from '../../lib/networking';
import { KnativePlatform, type KnativePlatformProps, WildcardCertificates } from '../../lib/platform';
import { HttpProtocol, KnativeService } from '../../lib/serving';
import { KafkaSink } from '../../lib/sinks';
import { codesOf, manifestsOf, problemsOf, thrownCode, warningsOf } from '../kafka/program';
import { CA, DNS01, empty, HTTP01, kafka, letsEncrypt, platform, platformIn } from './program';

const IMAGE = 'ghcr.io/example/orders:1';
const IN_SHOP = { metadata: { namespace: 'shop' } };

function specOf(chart: Chart, kind: 'KnativeEventing' | 'KnativeServing'): Record<string, unknown> {
  expect(problemsOf(chart)).toBe('');
  return Object.values(manifestsOf(chart, kind))[0]?.spec;
}

const configOf = (chart: Chart, kind: 'KnativeEventing' | 'KnativeServing') => specOf(chart, kind).config;

function orders(chart: Chart, props: object = {}): KnativeService {
  return new KnativeService(chart, 'orders', { image: IMAGE, metadata: { namespace: 'shop' }, ...props });
}

describe('a platform with nothing but a networking layer', () => {
  test('sets its class, and nothing else', () => {
    const chart = platform();

    expect(problemsOf(chart)).toBe('');
    expect(Testing.synth(chart)).toEqual([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'knative-serving' } },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'knative-eventing' } },
      {
        apiVersion: 'operator.knative.dev/v1beta1',
        kind: 'KnativeServing',
        metadata: { name: 'knative-serving', namespace: 'knative-serving' },
        spec: {
          version: '1.23.0',
          config: { 'config-network': { 'ingress-class': 'kourier.ingress.networking.knative.dev' } },
          ingress: { kourier: { enabled: true } },
        },
      },
      {
        apiVersion: 'operator.knative.dev/v1beta1',
        kind: 'KnativeEventing',
        metadata: { name: 'knative-eventing', namespace: 'knative-eventing' },
        spec: { version: '1.23.0' },
      },
    ]);
  });

  test.each([
    [KnativeVersion.V1_20, '1.20.3', '1.20.3'], [KnativeVersion.V1_21, '1.21.3', '1.21.4'],
    [KnativeVersion.V1_22, '1.22.1', '1.22.2'], [KnativeVersion.V1_23, '1.23.0', '1.23.0'],
  ])('installs the newest patches of %s: Serving %s and Eventing %s', (version, serving, eventing) => {
    const chart = platform({ version });

    expect(specOf(chart, 'KnativeServing').version).toBe(serving);
    expect(specOf(chart, 'KnativeEventing').version).toBe(eventing);
  });

  test('can be patched where the library says too little', () => {
    const chart = empty();
    platformIn(chart).serving.apiObject.addJsonPatch(JsonPatch.add('/spec/more', 'yes'));

    expect(specOf(chart, 'KnativeServing')).toHaveProperty('more', 'yes');
  });

  test('keeps what it was given though the program changes that later', () => {
    const chart = empty();
    const domains = [{ domain: 'shop.example.org', selector: { app: 'shop' } }];
    platformIn(chart, { domains });
    domains.pop();

    expect(configOf(chart, 'KnativeServing')).toHaveProperty('config-domain');
  });
});

describe('domains and certificates', () => {
  test('an issuer without DNS-01 brings certificates for each host', () => {
    expect(configOf(platform({ domain: 'example.org', issuer: HTTP01 }), 'KnativeServing')).toEqual({
      'config-domain': { 'example.org': '' },
      'config-network': { 'ingress-class': 'kourier.ingress.networking.knative.dev', 'external-domain-tls': 'Enabled' },
      'config-certmanager': { issuerRef: 'kind: ClusterIssuer\nname: http\n' },
    });
  });

  test.each([
    ['by default', undefined, 'matchLabels:\n  networking.knative.dev/disableWildcardCert: "false"\n'],
    ['by a label', WildcardCertificates.forLabel('certificates', 'wildcard'), 'matchLabels:\n  certificates: wildcard\n'],
    ['by names', WildcardCertificates.forNamespaces('shop', 'bank'),
      'matchExpressions:\n  - key: kubernetes.io/metadata.name\n    operator: In\n    values:\n      - shop\n      - bank\n'],
    ['all of them', WildcardCertificates.forAllNamespaces(), '{}\n'],
    ['none', WildcardCertificates.none(), undefined],
  ])('an issuer with DNS-01 brings wildcard certificates for namespaces: %s', (_which, wildcardCertificates, selector) => {
    const chart = platform({ domain: 'example.org', issuer: DNS01, tls: { wildcardCertificates } });

    expect(configOf(chart, 'KnativeServing')).toHaveProperty('config-network', selector === undefined
      ? expect.not.objectContaining({ 'namespace-wildcard-cert-selector': expect.anything() })
      : expect.objectContaining({ 'namespace-wildcard-cert-selector': selector }));
  });

  test('inside of the cluster come from issuers of their own', () => {
    expect(configOf(platform({ tls: { clusterLocal: CA, systemInternal: CA } }), 'KnativeServing')).toMatchObject({
      'config-network': { 'cluster-local-domain-tls': 'Enabled', 'system-internal-tls': 'Enabled' },
      'config-certmanager': {
        clusterLocalIssuerRef: 'kind: ClusterIssuer\nname: internal\n', systemInternalIssuerRef: 'kind: ClusterIssuer\nname: internal\n',
      },
    });
  });

  test('are what addresses of services follow from', () => {
    const chart = empty();
    const made = platformIn(chart, { domain: 'knative.example.com', issuer: DNS01, serving: { network: { tagTemplate: '{{.Name}}-{{.Tag}}' } } });

    expect(platformFor(made)?.addresses).toEqual({
      domains: [{ domain: 'knative.example.com' }], domainTemplate: '{{.Name}}.{{.Namespace}}.{{.Domain}}',
      tagTemplate: '{{.Name}}-{{.Tag}}', externalTls: true, defaultExternalScheme: 'http',
    });
    expect(platformFor(made)?.wildcardLabel).toEqual({ key: 'networking.knative.dev/disableWildcardCert', value: 'false' });
  });

  const FOREIGN: IClusterIssuer = Object.assign(Object.create(ClusterIssuer.prototype) as IClusterIssuer, {
    ...DNS01, reference: { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', name: 'dns', namespace: 'shop' },
  });
  const domain = 'example.org';

  test.each<[string, Partial<KnativePlatformProps>, string[]]>([
    ['a wildcard with an HTTP-01 issuer', { domain, issuer: HTTP01, tls: { wildcardCertificates: WildcardCertificates.forLabel() } }, ['KN-CRT-014']],
    ['a wildcard whose name is too long for a certificate', {
      domain, issuer: DNS01, tls: { wildcardCertificates: WildcardCertificates.forNamespaces('a'.repeat(60)) },
    }, ['KN-ADR-008']],
    ['a wildcard with a template that does not end in namespace and domain', {
      domain, issuer: DNS01, serving: { network: { domainTemplate: '{{.Name}}-{{.Namespace}}.{{.Domain}}' } },
    }, ['KN-SET-004']],
    ['wildcards without an issuer', { domain, tls: { wildcardCertificates: WildcardCertificates.forAllNamespaces() } }, ['KN-PLT-021']],
    ['redirection without an issuer', { domain, tls: { httpProtocol: HttpProtocol.REDIRECTED } }, ['KN-PLT-021']],
    ['an issuer without a domain', { issuer: DNS01 }, ['KN-PLT-021']],
    ['an issuer with domains for some services only', {
      issuer: DNS01, domains: [{ domain, selector: { app: 'shop' } }],
    }, ['KN-PLT-021']],
    ['an ACME issuer for names inside of the cluster', { tls: { clusterLocal: DNS01 } }, ['KN-CRT-016']],
    ['an ACME issuer for Knative itself', { tls: { systemInternal: HTTP01 } }, ['KN-CRT-016']],
    ['an Issuer of one namespace', { domain, issuer: FOREIGN }, ['KN-CRT-015']],
    ['a protocol that there is not', { tls: { httpProtocol: 'Never' as HttpProtocol } }, ['KN-POD-048']],
    ['a domain that is none', { domain: 'Example' }, ['KN-SET-005']],
  ])('fails with %s', (_mistake, props, codes) => {
    expect(codesOf(platform(props))).toEqual(codes);
  });

  test.each([
    ['no namespaces', () => WildcardCertificates.forNamespaces(), 'KN-PLT-025'],
    ['a namespace that there cannot be', () => WildcardCertificates.forNamespaces('Shop'), 'KN-NAM-006'],
  ])('fails for wildcards of %s', (_mistake, make, code) => {
    expect(thrownCode(make)).toBe(code);
  });

  test.each([
    ['a label', WildcardCertificates.forLabel(), ['KN-ADR-008'], ['*.bank.example.org']],
    ['names', WildcardCertificates.forNamespaces('bank'), [], ['*.bank.example.org']],
    ['nothing', WildcardCertificates.forAllNamespaces(), ['KN-ADR-008', 'KN-ADR-008'], ['*.bank.example.org', '*.plain.example.org']],
    ['no', WildcardCertificates.none(), [], []],
  ])('are checked and get records for the namespaces that %s choose', (_how, wildcardCertificates, codes, hosts) => {
    const chart = empty();
    const made = (suffix: string) => {
      new ServicesNamespace(chart, `bank${suffix}`);
      new ServicesNamespace(chart, `plain${suffix}`, wildcardCertificates._byName('plain') ? {} : { wildcardCertificate: false });
    };
    made('');
    const dns = DnsRecords.document();
    // With challenges in DNS, each namespace gets a record.
    platformIn(chart, { domain, issuer: CA, tls: { wildcardCertificates }, dns });
    expect(codesOf(chart)).toEqual([]);
    expect(dns._hosts(chart)).toEqual(['*.example.org', ...hosts]);

    made('s'.repeat(55));
    expect(codesOf(chart)).toEqual(codes);
  });

  test('asks the issuer when the program is complete', () => {
    const chart = empty();
    platformIn(chart, { domain, issuer: letsEncrypt(chart) });

    expect(codesOf(chart)).toEqual([]);
  });
});

describe('Kafka on a platform', () => {
  const RELEASE = 'https://github.com/knative-extensions/eventing-kafka-broker/releases/download';

  function withKafka(props: KnativePlatformProps['kafka'], version?: KnativeVersion): Chart {
    const chart = empty();
    const cluster = kafka(chart);
    new KafkaSink(chart, 'sink', { metadata: { namespace: 'shop' }, cluster, topic: 'orders' });
    platformIn(chart, { kafka: props, version });
    return chart;
  }

  test('installs the data planes that constructs need, whichever comes first', () => {
    const chart = empty();
    const cluster = kafka(chart);
    new KafkaSink(chart, 'sink', { metadata: { namespace: 'shop' }, cluster, topic: 'orders' });
    platformIn(chart, { kafka: {} });
    new KafkaChannel(chart, 'channel', { metadata: { namespace: 'shop' }, cluster });

    expect(specOf(chart, 'KnativeEventing').additionalManifests).toEqual([
      { URL: `${RELEASE}/knative-v1.23.0/eventing-kafka-channel.yaml` }, { URL: `${RELEASE}/knative-v1.23.0/eventing-kafka-sink.yaml` },
    ]);
  });

  test('takes the data planes of the patch that the operator has the controller of', () => {
    expect(specOf(withKafka({}, KnativeVersion.V1_21), 'KnativeEventing').additionalManifests)
      .toEqual([{ URL: `${RELEASE}/knative-v1.21.5/eventing-kafka-sink.yaml` }]);
  });

  test('installs the data planes that it lists, from another place', () => {
    const chart = withKafka({ dataPlanes: [KafkaDataPlane.SINK, KafkaDataPlane.BROKER], manifestsFrom: 'https://mirror.example.com/kafka/${VERSION}/' });

    expect(specOf(chart, 'KnativeEventing').additionalManifests).toEqual([
      { URL: 'https://mirror.example.com/kafka/1.23.0/eventing-kafka-broker.yaml' },
      { URL: 'https://mirror.example.com/kafka/1.23.0/eventing-kafka-sink.yaml' },
    ]);
  });

  test('needs no manifest for what the operator brings', () => {
    expect(specOf(platform({ kafka: {} }), 'KnativeEventing')).not.toHaveProperty('additionalManifests');
  });

  test('gives brokers without a configuration the shipped one', () => {
    const chart = empty();
    platformIn(chart, { defaultBrokerClass: BrokerClass.KAFKA, kafka: { brokers: { cluster: kafka(chart) }, topicPrefix: 'dev-' } });
    new Broker(chart, 'broker', { metadata: { namespace: 'shop' } });

    expect(configOf(chart, 'KnativeEventing')).toMatchObject({
      'config-br-defaults': { 'default-br-config': expect.stringContaining('brokerClass: Kafka') },
      'kafka-broker-config': { 'bootstrap.servers': 'kafka.example.com:9092' },
      'config-kafka-features': { 'brokers-topic-template': 'dev-knative-broker-{{ .Namespace }}-{{ .Name }}' },
    });
  });

  test('takes what constructs have for shipped ConfigMaps', () => {
    const chart = empty();
    const cluster = kafka(chart);
    const config = new KafkaBrokerConfig(chart, 'kafka-broker-config', { metadata: { namespace: 'knative-eventing' }, cluster });
    platformIn(chart, { kafka: {} });
    new KafkaBroker(chart, 'broker', { metadata: { namespace: 'shop' }, config });

    expect(configOf(chart, 'KnativeEventing')).toHaveProperty('kafka-broker-config');
    expect(manifestsOf(chart, 'ConfigMap')).toEqual({});
  });

  test.each<[string, Partial<KnativePlatformProps>, string[]]>([
    ['a data plane twice', { kafka: { dataPlanes: [KafkaDataPlane.SINK, KafkaDataPlane.SINK] } }, ['KN-PLT-024']],
    ['a data plane that there is not', { kafka: { dataPlanes: ['all' as KafkaDataPlane] } }, ['KN-PLT-024']],
    ['manifests from nowhere', { kafka: { manifestsFrom: 'the mirror' } }, ['KN-PLT-024']],
    ['a password in an address', { kafka: { manifestsFrom: 'https://me:hunter2@mirror.example.com' } }, ['KN-PLT-024']],
    ['Kafka as default without a Kafka cluster', { defaultBrokerClass: BrokerClass.KAFKA, kafka: {} }, ['KN-PLT-026']],
    ['a default class whose brokers share nothing', { defaultBrokerClass: BrokerClass.KAFKA_NAMESPACED, kafka: {} }, ['KN-PLT-026']],
    ['two places for defaults of brokers', { defaultBrokerClass: BrokerClass.MT_CHANNEL_BASED, eventing: { brokers: {} } }, ['KN-PLT-012']],
  ])('fails with %s', (_mistake, props, codes) => {
    expect(codesOf(platform(props))).toEqual(codes);
  });

  test('fails without the data plane of a construct, and says how to get it', () => {
    expect(problemsOf(withKafka({ dataPlanes: [KafkaDataPlane.BROKER] })))
      .toMatch(/KN-PLT-015 .*; add `KafkaDataPlane.SINK` to `kafka.dataPlanes` of the platform, or leave that out/);
    expect(problemsOf(withKafka(undefined)))
      .toMatch(/KN-PLT-015 .*; write `kafka: {}` at the platform, which installs the data planes that constructs need/);
  });

  test.each<[string, (chart: Chart) => unknown]>([
    ['a channel of Kafka', (chart) => new KafkaChannel(chart, 'channel', IN_SHOP)],
    ['a channel with a template of Kafka', (chart) => new Channel(chart, 'channel', { ...IN_SHOP, template: ChannelTemplate.kafka() })],
    ['a default of channels', (chart) => platformIn(chart, {
      kafka: {}, eventing: { channels: { channels: { clusterDefault: ChannelTemplate.kafka() } } },
    })],
  ])('fails for %s without a Kafka cluster', (_what, write) => {
    const chart = empty();
    if (!(write(chart) instanceof KnativePlatform)) platformIn(chart, { kafka: {} });

    expect(codesOf(chart)).toEqual(['KN-PLT-026']);
    expect(problemsOf(chart)).toMatch(/would have no Kafka cluster: .*; write `kafka: { channels: { cluster } }`/);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['the platform', (chart) => { platformIn(chart, { kafka: { channels: { cluster: kafka(chart) } } }); }],
    ['another channel', (chart) => {
      platformIn(chart, { kafka: {} });
      new KafkaChannel(chart, 'another', { ...IN_SHOP, cluster: kafka(chart) });
    }],
    ['a configuration', (chart) => {
      new KafkaChannelConfig(chart, 'config', { cluster: kafka(chart) });
      platformIn(chart, { kafka: {} });
    }],
    ['a platform that is there already', (chart) => {
      KnativePlatform.existing(chart, 'knative', { kafka: { dataPlanes: [KafkaDataPlane.CHANNEL] } });
    }],
  ])('gives a channel the Kafka cluster of %s', (_what, write) => {
    const chart = empty();
    new KafkaChannel(chart, 'channel', IN_SHOP);
    write(chart);

    expect(codesOf(chart)).toEqual([]);
  });
});

describe('feature flags of a platform', () => {
  test('are switched on where the program needs them, whichever comes first', () => {
    const chart = empty();
    orders(chart, { nodeSelector: { disk: 'ssd' } });
    platformIn(chart, { features: Features.asNeeded() });

    expect(configOf(chart, 'KnativeServing')).toHaveProperty(['config-features'], { 'kubernetes.podspec-nodeselector': 'Enabled' });
  });

  test('are those that are listed, on and off, in the words of their ConfigMaps', () => {
    const chart = platform({
      kafka: {},
      features: Features.asReleased()
        .enable(Feature.PODSPEC_AFFINITY, Feature.ALLOW_ZERO_INITIAL_SCALE, Feature.CONTROLLER_AUTOSCALER_KEDA)
        .disable(Feature.MULTI_CONTAINER, Feature.DELIVERY_RETRYAFTER),
    });

    expect(configOf(chart, 'KnativeServing')).toMatchObject({
      'config-features': { 'kubernetes.podspec-affinity': 'Enabled', 'multi-container': 'Disabled' },
      'config-autoscaler': { 'allow-zero-initial-scale': 'true' },
    });
    expect(configOf(chart, 'KnativeEventing')).toEqual({
      'config-features': { 'delivery-retryafter': 'disabled' }, 'config-kafka-features': { 'controller-autoscaler-keda': 'enabled' },
    });
  });

  test.each([
    ['as the release has them', Features.asReleased()], ['off', Features.asNeeded().disable(Feature.PODSPEC_NODESELECTOR)],
  ])('fails for a field whose flag is %s', (_state, features) => {
    const chart = empty();
    orders(chart, { nodeSelector: { disk: 'ssd' } });
    platformIn(chart, { features });

    expect(codesOf(chart)).toEqual(['KN-FTR-001']);
  });

  test('fails for a flag that the version does not know', () => {
    const chart = empty();
    const features = Features.asNeeded().enable(Feature.PODSPEC_VOLUMES_EPHEMERAL);
    platformIn(chart, { version: KnativeVersion.V1_22, features });

    expect(codesOf(chart)).toEqual(['KN-PLT-019']);
  });
});

describe('versions', () => {
  const source = { apiVersion: 'sources.knative.dev/v1', kind: 'KafkaSource', metadata: { name: 'orders', namespace: 'shop' } };
  const token = { spec: { net: { sasl: { tokenProvider: { secretKeyRef: { name: 'msk', key: 'token' } } } } } };
  const service = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'orders', namespace: 'shop' } };
  const scratch = { spec: { template: { spec: { volumes: [{ name: 'a' }, { name: 'scratch', ephemeral: {} }] } } } };

  test.each([
    ['a field of KafkaSource before 1.21', KnativeVersion.V1_20, { ...source, ...token }, ['KN-PLT-019']],
    ['a field of KafkaSource since 1.21', KnativeVersion.V1_21, { ...source, ...token }, []],
    ['a volume before 1.23', KnativeVersion.V1_22, { ...service, ...scratch }, ['KN-PLT-019']],
    ['a volume since 1.23', KnativeVersion.V1_23, { ...service, ...scratch }, []],
    ['a version of a kind that none serves', KnativeVersion.V1_23, { ...source, apiVersion: 'sources.knative.dev/v1alpha1' }, ['KN-PLT-019']],
    ['a version of a kind that is served too', KnativeVersion.V1_23, { ...source, apiVersion: 'sources.knative.dev/v1beta1' }, []],
    ['a kind that nobody knows', KnativeVersion.V1_23, { ...source, kind: 'MySource' }, []],
  ])('are those of the platform for every object: %s', (_what, version, object, codes) => {
    const chart = empty();
    new ApiObject(chart, 'object', object);
    platformIn(chart, { version, kafka: {} });

    expect(codesOf(chart)).toEqual(codes);
  });

  test('leave a patch that does not apply to its own refusal', () => {
    const chart = empty();
    new ApiObject(chart, 'object', source).addJsonPatch(JsonPatch.replace('/spec/none/of/it', 1));
    platformIn(chart, { version: KnativeVersion.V1_20, kafka: {} });

    expect(codesOf(chart)).toEqual(['KN-TYP-002']);
  });

  test.each([
    ['1.33', KnativeVersion.V1_21, ['KN-PLT-018']], ['1.33.4', KnativeVersion.V1_22, ['KN-PLT-018']], ['1.31', KnativeVersion.V1_20, ['KN-PLT-018']],
    ['new', KnativeVersion.V1_23, ['KN-PLT-018']], ['v1.35.2-eks-1', KnativeVersion.V1_23, []], ['1.34', KnativeVersion.V1_20, []],
  ])('of Kubernetes are those that Knative and its operator start on: %s with Knative %s', (kubernetesVersion, version, codes) => {
    expect(codesOf(platform({ version, kubernetesVersion }))).toEqual(codes);
  });

  test('newer than those tested upstream are warned of', () => {
    expect(warningsOf(platform({ kubernetesVersion: '1.36' }))).toContain('kubernetes-untested');
    expect(warningsOf(platform({ kubernetesVersion: '1.35' }))).not.toContain('kubernetes-untested');
  });

  test('fails for one that there is not', () => {
    expect(codesOf(platform({ version: '1.19' as KnativeVersion }))).toEqual(['KN-PLT-014']);
  });
});

describe('a cluster', () => {
  test('fails with a ConfigMap of the release by hand, and says where its settings belong', () => {
    const chart = platform();
    new ApiObject(chart, 'gc', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config-gc', namespace: 'knative-serving' } });

    expect(problemsOf(chart)).toMatch(/KN-PLT-016 .*; say it in the settings of the platform \(test\/platform\/program\.ts:\d+:\d+\), and leave/);
  });

  test.each([[undefined, 'the platform has no `ingress`'], ['kourier', '`ingress` `kourier` is no `Ingress`']])(
    'fails without a networking layer, which a program in JavaScript may write: %s', (ingress, message) => {
      const problems = problemsOf(platform({ ingress: ingress as unknown as Ingress }));

      expect(problems).toContain(`KN-TYP-001 ${message}; allowed: \`Ingress.contour()\``);
      expect(problems.split('\n')).toHaveLength(2);
    });

  test('fails with two platforms, and each cluster has its own', () => {
    const chart = empty();
    platformIn(chart);
    new KnativePlatform(chart, 'another', { ingress: Ingress.kourier(), kafka: { brokers: { cluster: kafka(chart) } } });
    KnativePlatform.existing(chart, 'third', { domain: 'example.org' });
    expect(codesOf(chart)).toEqual(['KN-PLT-017', 'KN-PLT-017']);

    const east = empty();
    platformIn(east);
    platformIn(new ClusterChart(east.node.root, 'west', { cluster: 'west' }));
    expect(codesOf(east)).toEqual([]);
  });

  test.each([
    ['networking.knative.dev/ingress-class', 'istio.ingress.networking.knative.dev', ['KN-PLT-022']],
    ['networking.knative.dev/ingress.class', 'istio.ingress.networking.knative.dev', ['KN-PLT-022']],
    ['networking.knative.dev/ingress-class', 'kourier.ingress.networking.knative.dev', []],
  ])('has services for its networking layer: %s says %s', (annotation, value, codes) => {
    const chart = empty();
    orders(chart, { metadata: { namespace: 'shop', annotations: { [annotation]: value } } });
    platformIn(chart);

    expect(codesOf(chart)).toEqual(codes);
  });

  test('fails with settings of another layer, and with one that is said twice', () => {
    expect(codesOf(platform({ serving: { istio: {} } }))).toEqual(['KN-PLT-022']);
    const loadBalancer = LoadBalancer.classic({ proxyProtocol: true });
    for (const enableProxyProtocol of [true, false]) {
      expect(codesOf(platform({
        ingress: Ingress.kourier({ loadBalancer }), serving: { kourier: { enableProxyProtocol } },
      }))).toEqual(['KN-PLT-027']);
    }
  });
});
