import { Chart, Duration, JsonPatch, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ClusterChart } from '../../lib/core';
import { BrokerClass } from '../../lib/eventing';
import {
  CustomCerts, IstioProtocol, IstioTlsMode, IstioTlsProtocol, KnativeEventing, type KnativeEventingProps,
  KnativeServing, type KnativeServingProps, KourierServiceType, PodCount, ProbeOverride, SinkBindingSelectionMode,
} from '../../lib/platform';
import { ConfigMapReference, Env, SecretReference, Toleration, UnsatisfiableConstraint } from '../../lib/pod';
import { codesOf, problemsOf, thrownCode, warningsOf } from '../kafka/program';

const CONTOUR = 'contour.ingress.networking.knative.dev';
const KOURIER = 'kourier.ingress.networking.knative.dev';
const PORT = { number: 443, protocol: IstioProtocol.HTTPS, name: 'https' };

function platform(): Chart {
  return new Chart(Testing.app(), 'platform');
}

function serving(props: KnativeServingProps = {}, chart = platform()): Chart {
  new KnativeServing(chart, 'knative-serving', props);
  return chart;
}

function eventing(props: KnativeEventingProps = {}, chart = platform()): Chart {
  new KnativeEventing(chart, 'knative-eventing', props);
  return chart;
}

function specOf(chart: Chart): unknown {
  return Testing.synth(chart)[0].spec;
}

describe('an installation of Serving', () => {
  test('needs nothing, and lies in its namespace', () => {
    const chart = serving();

    expect(Testing.synth(chart)).toEqual([{
      apiVersion: 'operator.knative.dev/v1beta1',
      kind: 'KnativeServing',
      metadata: { name: 'knative-serving', namespace: 'knative-serving' },
      spec: {},
    }]);
    expect(problemsOf(chart)).toBe('');
    expect(warningsOf(chart)).toEqual([]);
  });

  test('writes no ConfigMap without a key, which the API server would refuse as null', () => {
    expect(Testing.synth(serving({ config: { gc: {}, network: {} } })))
      .toEqual([expect.objectContaining({ spec: {} })]);
    expect(Testing.synth(serving({ config: { gc: {}, network: { 'rollout-duration': '60' } } })))
      .toEqual([expect.objectContaining({ spec: { config: { network: { 'rollout-duration': '60' } } } })]);
  });

  test('lies in its namespace though its chart has another one', () => {
    expect(codesOf(serving({}, new Chart(Testing.app(), 'chart', { namespace: 'shop' })))).toEqual([]);
  });

  test('writes what both installations have', () => {
    const chart = serving({
      version: '1.23',
      config: { network: { 'rollout-duration': '60' }, 'config-features': { 'multi-container': 'enabled' } },
      registry: {
        default: 'registry.example.com/knative/${NAME}:v1.23.0',
        override: { 'controller/controller': 'registry.example.com/controller:1' },
        imagePullSecrets: [SecretReference.fromName('registry')],
      },
      highAvailability: { replicas: 2 },
      services: [{ name: 'webhook', labels: { a: 'b' }, annotations: { c: 'd' }, selector: { e: 'f' } }],
      podDisruptionBudgets: [
        { name: 'activator-pdb', minAvailable: PodCount.percent(80) },
        { name: 'webhook-pdb', maxUnavailable: PodCount.pods(1) },
      ],
      namespaceConfiguration: { labels: { a: 'b' }, annotations: { c: 'd' } },
      manifests: ['https://example.com/v${VERSION}/serving.yaml'],
      additionalManifests: ['https://example.com/more.yaml'],
      clusterProfileRef: { name: 'edge', namespace: 'fleet' },
    });

    expect(problemsOf(chart)).toBe('');
    expect(specOf(chart)).toEqual({
      version: '1.23',
      config: { network: { 'rollout-duration': '60' }, 'config-features': { 'multi-container': 'enabled' } },
      registry: {
        default: 'registry.example.com/knative/${NAME}:v1.23.0',
        override: { 'controller/controller': 'registry.example.com/controller:1' },
        imagePullSecrets: [{ name: 'registry' }],
      },
      'high-availability': { replicas: 2 },
      services: [{ name: 'webhook', labels: { a: 'b' }, annotations: { c: 'd' }, selector: { e: 'f' } }],
      podDisruptionBudgets: [
        { name: 'activator-pdb', minAvailable: '80%' }, { name: 'webhook-pdb', maxUnavailable: 1 },
      ],
      namespace: { labels: { a: 'b' }, annotations: { c: 'd' } },
      manifests: [{ URL: 'https://example.com/v${VERSION}/serving.yaml' }],
      additionalManifests: [{ URL: 'https://example.com/more.yaml' }],
      clusterProfileRef: { name: 'edge', namespace: 'fleet' },
    });
  });

  test('writes what is different about a workload', () => {
    const chart = serving({
      workloads: [{
        name: 'controller', replicas: 0, labels: { a: 'b' }, annotations: { c: 'd' }, nodeSelector: { e: 'f' },
        tolerations: [Toleration.exists('dedicated')],
        affinity: { nodeAffinity: { preferred: [{ weight: 1, preference: {} }] } },
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: UnsatisfiableConstraint.SCHEDULE_ANYWAY },
        ],
        resources: { controller: { cpu: { request: Cpu.millis(100) }, memory: { limit: Size.mebibytes(200) } } },
        env: { controller: { LEVEL: Env.value('debug'), CA: Env.fromConfigMap(ConfigMapReference.fromName('ca'), 'pem') } },
        livenessProbes: { controller: ProbeOverride.of({
          initialDelay: Duration.seconds(1), period: Duration.seconds(2), timeout: Duration.seconds(3),
          successThreshold: 1, failureThreshold: 5, terminationGracePeriod: Duration.minutes(1),
        }) },
        readinessProbes: { controller: ProbeOverride.disabled() },
        hostNetwork: true,
      }],
    });

    expect(problemsOf(chart)).toBe('');
    expect(specOf(chart)).toEqual({ workloads: [{
      name: 'controller', replicas: 0, labels: { a: 'b' }, annotations: { c: 'd' }, nodeSelector: { e: 'f' },
      tolerations: [{ key: 'dedicated', operator: 'Exists' }],
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: {} }] } },
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
      resources: [{ container: 'controller', requests: { cpu: '100m' }, limits: { memory: '200Mi' } }],
      env: [{ container: 'controller', envVars: [
        { name: 'LEVEL', value: 'debug' }, { name: 'CA', valueFrom: { configMapKeyRef: { name: 'ca', key: 'pem' } } },
      ] }],
      livenessProbes: [{
        container: 'controller', initialDelaySeconds: 1, periodSeconds: 2, timeoutSeconds: 3, successThreshold: 1,
        failureThreshold: 5, terminationGracePeriodSeconds: 60,
      }],
      readinessProbes: [{ container: 'controller' }],
      hostNetwork: true,
    }] });
  });

  test('writes its networking layers, certificates and guard', () => {
    const gateway = {
      selector: { istio: 'gateway' },
      servers: [{
        port: { ...PORT, targetPort: 8443 }, hosts: ['*'], bind: '0.0.0.0', name: 'all', defaultEndpoint: '127.0.0.1:80',
        tls: { mode: IstioTlsMode.SIMPLE, credentialName: 'cert', minProtocolVersion: IstioTlsProtocol.TLSV1_2 },
      }],
    };
    const chart = serving({
      ingress: {
        istio: { enabled: true, knativeIngressGateway: gateway, knativeLocalGateway: { selector: { a: 'b' } } },
        kourier: {
          enabled: true, serviceType: KourierServiceType.NODE_PORT, httpPort: 30080, httpsPort: 30443,
          bootstrapConfigMap: ConfigMapReference.fromName('bootstrap'),
        },
        contour: { enabled: true },
        gatewayApi: { enabled: false },
      },
      controllerCustomCerts: CustomCerts.fromSecret(SecretReference.fromName('registry-ca')),
      securityGuard: true,
    });

    expect(problemsOf(chart)).toBe('');
    expect(specOf(chart)).toEqual({
      ingress: {
        istio: {
          enabled: true,
          'knative-ingress-gateway': {
            selector: { istio: 'gateway' },
            servers: [{
              port: { number: 443, protocol: 'HTTPS', name: 'https', target_port: 8443 }, hosts: ['*'], bind: '0.0.0.0',
              name: 'all', defaultEndpoint: '127.0.0.1:80',
              tls: { mode: 'SIMPLE', credentialName: 'cert', minProtocolVersion: 3 },
            }],
          },
          'knative-local-gateway': { selector: { a: 'b' } },
        },
        kourier: {
          enabled: true, 'service-type': 'NodePort', 'http-port': 30080, 'https-port': 30443,
          'bootstrap-configmap': 'bootstrap',
        },
        contour: { enabled: true },
        'gateway-api': { enabled: false },
      },
      'controller-custom-certs': { type: 'Secret', name: 'registry-ca' },
      security: { securityGuard: { enabled: true } },
    });
  });

  test('can be patched', () => {
    const chart = platform();
    const { apiObject } = new KnativeServing(chart, 'knative-serving', { version: '1.23' });

    apiObject.addJsonPatch(JsonPatch.replace('/spec/version', '1.22'));

    expect(specOf(chart)).toEqual({ version: '1.22' });
  });

  test.each<[string, KnativeServingProps, string[]]>([
    ['a version with a v', { version: 'v1.23' }, ['KN-PLT-001']],
    ['half a version', { version: '1' }, ['KN-PLT-001']],
    ['a version that is a number', { version: 1.23 as unknown as string }, ['KN-PLT-001']],
    ['a setting that is no text', { config: { gc: { 'min-non-active-revisions': 5 as unknown as string } } }, ['KN-PLT-002']],
    ['settings that are none', { config: { gc: 'no' as unknown as Record<string, string> } }, ['KN-PLT-002']],
    ['a ConfigMap that is named twice', { config: { gc: {}, 'config-gc': {} } }, ['KN-PLT-002']],
    ['an example', { config: { gc: { _example: '' } } }, ['KN-PLT-002']],
    ['a key that no ConfigMap has', { config: { gc: { 'a b': '' } } }, ['KN-POD-008']],
    ['no pods', { highAvailability: { replicas: 0 } }, ['KN-PLT-004']],
    ['half a pod', { workloads: [{ name: 'controller', replicas: 0.5 }] }, ['KN-PLT-004']],
    ['a workload without a name', { workloads: [{ name: '' }] }, ['KN-PLT-005']],
    ['a Service without a name', { services: [{ name: ' ' }] }, ['KN-PLT-005']],
    ['an image without a name', { registry: { override: { '': 'a/b:1' } } }, ['KN-PLT-005']],
    ['a budget with both', { podDisruptionBudgets: [
      { name: 'activator-pdb', minAvailable: PodCount.pods(1), maxUnavailable: PodCount.pods(1) },
    ] }, ['KN-PLT-006']],
    ['a budget with neither', { podDisruptionBudgets: [{ name: 'activator-pdb' }] }, ['KN-PLT-006']],
    ['a liveness probe with two good answers',
      { workloads: [{ name: 'webhook', livenessProbes: { webhook: ProbeOverride.of({ successThreshold: 2 }) } }] },
      ['KN-PLT-007']],
    ['a readiness probe with a grace period', { workloads: [{
      name: 'webhook', readinessProbes: { webhook: ProbeOverride.of({ terminationGracePeriod: Duration.seconds(1) }) },
    }] }, ['KN-PLT-007']],
    ['one image for all', { registry: { default: 'registry.example.com/knative:1' } }, ['KN-PLT-008']],
    ['a registry with a scheme', { registry: { default: 'https://registry.example.com/${NAME}' } }, ['KN-POD-001']],
    ['a wrong image', { registry: { override: { webhook: 'A/b' } } }, ['KN-POD-001']],
    ['two manifests in one', { manifests: ['https://a,https://b'] }, ['KN-PLT-009']],
    ['an empty manifest', { additionalManifests: [''] }, ['KN-PLT-009']],
    ['a credential in the address of a manifest', { manifests: ['https://me:hunter2@example.com/a.yaml'] }, ['KN-PLT-009']],
    ['settings of Kourier that is not there', { ingress: { kourier: { httpPort: 30080 } } }, ['KN-PLT-010', 'KN-PLT-010']],
    ['gateways of Istio that is not there', { ingress: { istio: { knativeLocalGateway: { selector: { a: 'b' } } } } },
      ['KN-PLT-010']],
    ['ports of nodes and a load balancer', { ingress: { kourier: { enabled: true, httpPort: 30080 } } }, ['KN-PLT-010']],
    ['a port that is none', { ingress: { kourier: {
      enabled: true, serviceType: KourierServiceType.NODE_PORT, httpsPort: 70000,
    } } }, ['KN-PLT-010']],
    ['a load balancer that is none', { ingress: { kourier: {
      enabled: true, serviceType: KourierServiceType.CLUSTER_IP, serviceLoadBalancerIp: '192.0.2.1',
    } } }, ['KN-PLT-010']],
    ['an address that is none', { ingress: { kourier: { enabled: true, serviceLoadBalancerIp: 'lb.example.com' } } },
      ['KN-PLT-010']],
    ['a type of Service that Kourier does not take', { ingress: { kourier: {
      enabled: true, serviceType: 'ExternalName' as KourierServiceType,
    } } }, ['KN-POD-048']],
    ['a gateway that is left as it is', { ingress: { istio: { enabled: true, knativeIngressGateway: {} } } }, ['KN-PLT-005']],
    ['a server without hosts', { ingress: { istio: {
      enabled: true, knativeIngressGateway: { servers: [{ port: PORT, hosts: [] }] },
    } } }, ['KN-PLT-010']],
    ['a server with a wrong port', { ingress: { istio: {
      enabled: true, knativeIngressGateway: { servers: [{ port: { ...PORT, number: -1 }, hosts: ['*'] }] },
    } } }, ['KN-PLT-010']],
    ['a server with a wrong version of TLS', { ingress: { istio: {
      enabled: true,
      knativeIngressGateway: { servers: [{ port: PORT, hosts: ['*'], tls: { maxProtocolVersion: 'TLSV1_2' as unknown as IstioTlsProtocol } }] },
    } } }, ['KN-PLT-010']],
    ['a mode of TLS that there is not', { ingress: { istio: {
      enabled: true, knativeIngressGateway: { servers: [{ port: PORT, hosts: ['*'], tls: { mode: 'OPTIONAL' as IstioTlsMode } }] },
    } } }, ['KN-POD-048']],
    ['a cluster profile without a name', { clusterProfileRef: { name: '', namespace: 'fleet' } }, ['KN-PLT-011']],
    ['another namespace', { metadata: { namespace: 'serving' } }, ['KN-NAM-007']],
    ['a wrong label', { namespaceConfiguration: { labels: { 'a b': 'c' } } }, ['KN-NAM-004']],
    ['a wrong annotation', { services: [{ name: 'webhook', annotations: { 'a b': 'c' } }] }, ['KN-NAM-005']],
    ['a wrong name of a container', { workloads: [{ name: 'webhook', env: { Webhook: {} } }] }, ['KN-POD-002']],
    ['a credential in plain text',
      { workloads: [{ name: 'webhook', env: { webhook: { API_KEY: Env.value('hunter2') } } }] }, ['KN-POD-049']],
    ['a request above its limit', { workloads: [{
      name: 'webhook', resources: { webhook: { cpu: { request: Cpu.units(2), limit: Cpu.units(1) } } },
    }] }, ['KN-POD-036']],
    ['a Secret that lies elsewhere', { registry: { imagePullSecrets: [{ name: 'a', namespace: 'shop' }] } }, ['KN-NAM-007']],
    ['certificates that lie elsewhere',
      { controllerCustomCerts: CustomCerts.fromConfigMap({ name: 'a', namespace: 'shop' }) }, ['KN-NAM-007']],
  ])('fails with %s', (_, props, codes) => {
    expect(codesOf(serving(props))).toEqual(codes);
  });

  test('fails without showing a credential', () => {
    expect(problemsOf(serving({ manifests: ['https://me:hunter2@example.com/a.yaml'] }))).not.toContain('hunter2');
    expect(problemsOf(serving({ workloads: [{ name: 'webhook', env: { webhook: { API_KEY: Env.value('hunter2') } } }] })))
      .not.toContain('hunter2');
  });

  test.each<[string, () => unknown, string]>([
    ['a share above all', () => PodCount.percent(101), 'KN-PLT-006'],
    ['a negative number of pods', () => PodCount.pods(-1), 'KN-PLT-006'],
    ['an override of a probe that says nothing', () => ProbeOverride.of({}), 'KN-PLT-007'],
    ['no bad answers', () => ProbeOverride.of({ failureThreshold: 0 }), 'KN-PLT-007'],
    ['an initial delay that the operator does not see', () => ProbeOverride.of({ initialDelay: Duration.seconds(0) }),
      'KN-DUR-002'],
    ['a time that no number holds', () => ProbeOverride.of({ period: Duration.days(100_000) }), 'KN-DUR-002'],
    ['half a second', () => ProbeOverride.of({ timeout: Duration.millis(1500) }), 'KN-DUR-001'],
    ['certificates that no volume can be called after', () => CustomCerts.fromConfigMap({ name: 'registry.ca' }), 'KN-PLT-013'],
    ['certificates with a long name', () => CustomCerts.fromSecret({ name: 'a'.repeat(51) }), 'KN-PLT-013'],
  ])('fails at once with %s', (_, run, code) => {
    expect(thrownCode(run)).toBe(code);
  });

  test.each<[string, KnativeServingProps, string[]]>([
    ['a version that no operator brings along', { version: '1.17' }, ['version-not-bundled']],
    ['a patch that no operator brings along', { version: '1.23.9' }, ['version-not-bundled']],
    ['a ConfigMap that the release does not have', { config: { networks: {} } }, ['unknown-config-map']],
    ['overrides of what the release does not have', {
      workloads: [{ name: 'controler' }], services: [{ name: 'activator' }],
      podDisruptionBudgets: [{ name: 'activator', minAvailable: PodCount.pods(1) }],
    }, ['unknown-override', 'unknown-override', 'unknown-override']],
    ['Contour that services do not ask for', { ingress: { contour: { enabled: true } } }, ['ingress-class']],
    ['Kourier that is asked for and not there', { config: { network: { 'ingress-class': KOURIER } } }, ['ingress-class']],
    ['no networking layer', { ingress: {} }, ['no-networking-layer']],
  ])('warns of %s', (_, props, ids) => {
    const chart = serving(props);

    expect(codesOf(chart)).toEqual([]);
    expect(warningsOf(chart)).toEqual(ids);
  });

  test.each<[string, KnativeServingProps]>([
    ['the newest version', { version: 'latest' }],
    ['a patch of its own', { version: '1.22.1' }],
    ['another version with its manifests', { version: '1.30.0-rc1', manifests: ['https://example.com/serving.yaml'] }],
    ['ConfigMaps and overrides of other manifests', {
      config: { more: {} }, workloads: [{ name: 'more' }], additionalManifests: ['https://example.com/more.yaml'],
    }],
    ['Contour that services ask for', { ingress: { contour: { enabled: true } }, config: { network: { 'ingress-class': CONTOUR } } }],
    ['the long name of a ConfigMap',
      { ingress: { contour: { enabled: true } }, config: { 'config-network': { 'ingress-class': CONTOUR } } }],
    ['a ConfigMap without a prefix', { config: { 'kourier-bootstrap': {} } }],
    ['a layer of its own', { ingress: {}, additionalManifests: ['https://example.com/layer.yaml'] }],
  ])('does not warn of %s', (_, props) => {
    expect(warningsOf(serving(props))).toEqual([]);
  });
});

describe('an installation of Eventing', () => {
  test('needs nothing, and lies in its namespace', () => {
    expect(Testing.synth(eventing())).toEqual([{
      apiVersion: 'operator.knative.dev/v1beta1',
      kind: 'KnativeEventing',
      metadata: { name: 'knative-eventing', namespace: 'knative-eventing' },
      spec: {},
    }]);
  });

  test('writes what only it has, and every source where there is one', () => {
    const chart = eventing({
      defaultBrokerClass: BrokerClass.MT_CHANNEL_BASED,
      sinkBindingSelectionMode: SinkBindingSelectionMode.INCLUSION,
      source: { kafka: true },
    });

    expect(problemsOf(chart)).toBe('');
    expect(specOf(chart)).toEqual({
      defaultBrokerClass: 'MTChannelBasedBroker',
      sinkBindingSelectionMode: 'inclusion',
      source: {
        ceph: { enabled: false }, github: { enabled: false }, gitlab: { enabled: false }, kafka: { enabled: true },
        rabbitmq: { enabled: false }, redis: { enabled: false },
      },
    });
  });

  test.each<[string, KnativeEventingProps, string[]]>([
    ['two default classes', {
      defaultBrokerClass: BrokerClass.KAFKA, config: { 'br-defaults': { 'default-br-config': 'clusterDefault:\n  brokerClass: Kafka' } },
    }, ['KN-PLT-012']],
    ['a selection mode that there is not', { sinkBindingSelectionMode: 'Inclusion' as SinkBindingSelectionMode }, ['KN-POD-048']],
    ['another namespace', { metadata: { namespace: 'default' } }, ['KN-NAM-007']],
    ['a version with a v', { version: 'v1.23.0' }, ['KN-PLT-001']],
  ])('fails with %s', (_, props, codes) => {
    expect(codesOf(eventing(props))).toEqual(codes);
  });

  test('warns of Kafka brokers that would get a configuration for channels', () => {
    expect(warningsOf(eventing({ defaultBrokerClass: BrokerClass.KAFKA }))).toEqual(['kafka-default-without-config']);
  });

  test('does not warn of Kafka brokers that get a configuration', () => {
    const config = { 'config-br-defaults': { 'default-br-config': 'clusterDefault:\n  kind: ConfigMap' } };

    expect(warningsOf(eventing({ defaultBrokerClass: BrokerClass.KAFKA, config }))).toEqual([]);
  });

  test('does not warn of ConfigMaps and workloads of its sources', () => {
    expect(warningsOf(eventing({
      config: { 'kafka-broker-config': {}, 'kafka-features': {} }, workloads: [{ name: 'kafka-controller' }],
    }))).toEqual([]);
  });
});

describe('a cluster', () => {
  test('has one of each', () => {
    expect(codesOf(eventing({}, serving()))).toEqual([]);
  });

  test('fails to have two of one', () => {
    const chart = serving();
    new KnativeServing(chart, 'other');

    expect(problemsOf(chart)).toMatch(/\[platform\/other\] KN-PLT-003 the cluster has a KnativeServing already, `platform\/knative-serving`/);
  });

  test('may install on others besides', () => {
    const chart = serving();
    new KnativeServing(chart, 'edge', { clusterProfileRef: { name: 'edge', namespace: 'fleet' } });
    new KnativeServing(chart, 'core', { clusterProfileRef: { name: 'core', namespace: 'fleet' } });

    expect(codesOf(chart)).toEqual([]);
  });

  test('is not the other cluster of an app', () => {
    const app = Testing.app();
    for (const cluster of ['one', 'two']) {
      new KnativeEventing(new ClusterChart(app, cluster, { cluster }), 'knative-eventing');
    }

    expect(problemsOf(app)).toBe('');
  });
});
