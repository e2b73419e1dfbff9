import { type App, Chart, Size, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { Cpu } from 'cdk8s-plus-28';
import {
  ClusterController, ClusterControllers, describePlatform, KnativeVersion, Namespace, type PlatformDescription,
  Warnings,
} from '../../lib/core';
import { KafkaCluster, KafkaCredentials, SecretStore } from '../../lib/kafka';
import {
  type DeveloperAccess, DeveloperRole, type NamespaceLimits, type NamespaceQuota, NetworkIsolation, NetworkPeer,
  NetworkPort, type PodSecurity, PodSecurityLevel, PullSecret, ServicesNamespace, type ServicesNamespaceProps,
} from '../../lib/namespaces';
import { ServiceAccount } from '../../lib/pod';
import { KnativeService } from '../../lib/serving';
import { ContainerSource } from '../../lib/sources';
import { PatchOperation, VaultAgentMode, type VaultAgentOptions, VaultAnnotatedService, VaultSecret } from '../../lib/vault';

const image = 'ghcr.io/example/orders:1.0';
const store = SecretStore.clusterSecretStore('vault');
const WILDCARD = { key: 'wildcards', value: 'on' };

interface Program {
  readonly app: App;
  readonly chart: Chart;
}

function program(): Program {
  const app = Testing.app();
  return { app, chart: new Chart(app, 'chart', { namespace: 'elsewhere' }) };
}

function platform(construct: Construct, given: Partial<PlatformDescription> = {}): void {
  describePlatform({
    construct, existing: false, version: KnativeVersion.V1_23, dataPlanes: [], needDataPlane: () => true,
    layer: { name: 'contour', podNamespaces: ['contour-external', 'contour-internal'] },
    ...given,
  });
}

type Manifest = Record<string, unknown> & { kind: string; metadata: { name: string; namespace?: string } };

/** What a namespace writes, by kind and name. */
function objectsOf(
  props: ServicesNamespaceProps, more?: (namespace: ServicesNamespace) => void,
): Record<string, Manifest> {
  const { app, chart } = program();
  platform(chart);
  const namespace = new ServicesNamespace(chart, 'shop', props);
  more?.(namespace);
  app.synth();
  const manifests = Testing.synth(chart) as Manifest[];
  return Object.fromEntries(manifests.map((manifest) => [`${manifest.kind}/${manifest.metadata.name}`, manifest]));
}

function codesOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    return [...new Set([...(error as Error).message.matchAll(/KN-[A-Z]+-\d+/g)].map(([code]) => code))];
  }
  return [];
}

function refusedCodes(
  props: ServicesNamespaceProps, more?: (namespace: ServicesNamespace, chart: Chart) => void,
): string[] {
  const { app, chart } = program();
  platform(chart);
  const namespace = new ServicesNamespace(chart, 'shop', props);
  more?.(namespace, chart);
  return codesOf(app);
}

function vaultService(chart: Chart, vault: VaultAgentOptions): void {
  ClusterControllers.of(chart).declareExternal(ClusterController.VAULT_INJECTOR);
  new VaultAnnotatedService(chart, 'orders', {
    image, metadata: { namespace: 'shop' }, command: ['serve'],
    vault: { role: 'shop', secrets: [VaultSecret.envFile('secret/orders', { kvVersion: 2 })], ...vault },
    serviceAccount: new ServiceAccount(chart, 'orders-account', { metadata: { namespace: 'shop' } }),
  });
}

describe('a namespace for services', () => {
  test('is a Namespace and nothing else with the smallest props', () => {
    expect(objectsOf({})).toEqual({
      'Namespace/shop': { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
    });
  });

  test('has everything that it is told, in its own namespace', () => {
    const objects = objectsOf({
      metadata: { labels: { team: 'shop' } },
      podSecurity: { enforce: PodSecurityLevel.BASELINE, warn: PodSecurityLevel.RESTRICTED, version: 'v1.35' },
      imagePullSecrets: [PullSecret.fromSecretName('registry')],
      quota: { pods: 50, cpuRequests: Cpu.units(8), memoryLimits: Size.gibibytes(16), objects: { 'services.serving.knative.dev': 20 } },
      limits: {
        cpu: { defaultRequest: Cpu.millis(100) },
        memory: {
          min: Size.mebibytes(16), defaultRequest: Size.mebibytes(64), defaultLimit: Size.mebibytes(256),
          max: Size.gibibytes(2),
        },
        storage: { max: Size.gibibytes(10) },
      },
      developers: [{ groups: ['shop'] }, { users: ['ada'], groups: ['shop'] }, { groups: ['everybody'], role: DeveloperRole.VIEW }],
    }, (namespace) => namespace.addServiceAccount('orders', { metadata: { annotations: { 'eks.amazonaws.com/role-arn': 'arn' } } }));

    const metadata = (name: string) => ({ name, namespace: 'shop' });
    const binding = (name: string, role: string, subjects: unknown[]) => ({
      apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: metadata(name),
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role }, subjects,
    });
    const who = (kind: string, name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });
    const imagePullSecrets = [{ name: 'registry' }];
    expect(objects).toEqual({
      'Namespace/shop': {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: {
          name: 'shop',
          labels: {
            'team': 'shop',
            'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/enforce-version': 'v1.35',
            'pod-security.kubernetes.io/warn': 'restricted', 'pod-security.kubernetes.io/warn-version': 'v1.35',
          },
        },
      },
      'ServiceAccount/default': { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('default'), imagePullSecrets },
      'ServiceAccount/orders': {
        apiVersion: 'v1', kind: 'ServiceAccount', imagePullSecrets,
        metadata: { ...metadata('orders'), annotations: { 'eks.amazonaws.com/role-arn': 'arn' } },
      },
      'ResourceQuota/quota': {
        apiVersion: 'v1', kind: 'ResourceQuota', metadata: metadata('quota'),
        spec: { hard: { 'requests.cpu': '8', 'limits.memory': '16Gi', 'pods': '50', 'count/services.serving.knative.dev': '20' } },
      },
      'LimitRange/limits': {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: metadata('limits'),
        spec: {
          limits: [{
            type: 'Container', min: { memory: '16Mi' }, defaultRequest: { cpu: '100m', memory: '64Mi' },
            default: { memory: '256Mi' }, max: { memory: '2Gi' },
          }, { type: 'PersistentVolumeClaim', max: { storage: '10Gi' } }],
        },
      },
      'RoleBinding/developers-edit': binding('developers-edit', 'edit', [who('Group', 'shop'), who('User', 'ada')]),
      'RoleBinding/developers-view': binding('developers-view', 'view', [who('Group', 'everybody')]),
    });
  });

  test('has the label by which its platform selects, whichever of the two is made first', () => {
    const { app, chart } = program();
    const namespaces = [
      new ServicesNamespace(chart, 'shop'), new ServicesNamespace(chart, 'billing', { wildcardCertificate: true }),
      new ServicesNamespace(chart, 'batch', { wildcardCertificate: false }),
      new ServicesNamespace(chart, 'own', { metadata: { labels: { wildcards: 'off' } } }),
    ];
    platform(chart, { wildcardLabel: WILDCARD });
    app.synth();

    expect(namespaces.map(({ apiObject }) => apiObject.metadata.getLabel('wildcards'))).toEqual(['on', 'on', undefined, 'off']);
  });

  test('fails to ask for a wildcard certificate that nobody makes', () => {
    expect(refusedCodes({ wildcardCertificate: true })).toEqual(['KN-NSP-010']);
    const { app, chart } = program();
    new ServicesNamespace(chart, 'shop', { wildcardCertificate: true });
    expect(codesOf(app)).toEqual(['KN-NSP-010']);
  });

  test.each<[string, boolean, Partial<PlatformDescription>, string[]]>([
    ['fails to get one by its name that it does not want', false, { certifies: () => true }, ['KN-NSP-010']],
    ['gets one by its name', true, { certifies: () => true }, []],
    ['takes none where labels choose', false, { wildcardLabel: WILDCARD }, []],
  ])('%s', (_, wildcardCertificate, given, codes) => {
    const { app, chart } = program();
    platform(chart, given);
    new ServicesNamespace(chart, 'shop', { wildcardCertificate });

    expect(codesOf(app)).toEqual(codes);
  });

  test.each(['kube-system', 'knative-serving', 'knative-eventing', 'cert-manager', 'contour-external'])('fails with the name %s', (name) => {
    const { app, chart } = program();
    platform(chart);
    new ServicesNamespace(chart, name);

    expect(codesOf(app)).toEqual(['KN-NSP-001']);
  });

  test('leaves the account default alone where it is told so', () => {
    const imagePullSecrets = [PullSecret.fromSecretName('registry')];

    expect(Object.keys(objectsOf({ imagePullSecrets, defaultServiceAccount: false }))).toEqual(['Namespace/shop']);
  });

  test('gives accounts pull secrets that come later', () => {
    const objects = objectsOf({ defaultServiceAccount: false }, (namespace) => {
      namespace.addServiceAccount('orders');
      namespace.addImagePullSecret(PullSecret.fromSecretName('registry'));
    });

    expect(objects['ServiceAccount/orders']).toMatchObject({ imagePullSecrets: [{ name: 'registry' }] });
  });

  test('has the registry\'s Secret filled by the External Secrets Operator', () => {
    const secret = PullSecret.fromExternalSecret({ secretName: 'registry', store, dockerConfig: { key: 'registry', property: 'config' } });

    expect(objectsOf({ imagePullSecrets: [secret] })['ExternalSecret/registry']).toEqual({
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'registry', namespace: 'shop' },
      spec: {
        refreshInterval: '3600s',
        secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
        target: {
          name: 'registry',
          creationPolicy: 'Owner',
          template: {
            type: 'kubernetes.io/dockerconfigjson', engineVersion: 'v2', data: { '.dockerconfigjson': '{{ .dockerConfig }}' },
          },
        },
        data: [{ secretKey: 'dockerConfig', remoteRef: { key: 'registry', property: 'config' } }],
      },
    });
  });

  test('has the registry\'s Secret filled by the Vault Secrets Operator', () => {
    const secret = PullSecret.fromVaultStaticSecret({ secretName: 'registry', mount: 'kv', path: 'registry', dockerConfigField: 'config' });

    expect(objectsOf({ imagePullSecrets: [secret] })['VaultStaticSecret/registry']).toMatchObject({
      metadata: { name: 'registry', namespace: 'shop' },
      spec: {
        mount: 'kv', path: 'registry', type: 'kv-v2', refreshAfter: '3600s',
        destination: {
          name: 'registry', type: 'kubernetes.io/dockerconfigjson', create: true,
          transformation: { templates: { '.dockerconfigjson': { text: expect.stringContaining('get .Secrets "config"') as string } } },
        },
      },
    });
  });

  test('has the Secret of its Kafka clusters filled, once', () => {
    const { app, chart } = program();
    const credentials = KafkaCredentials.fromExternalSecret({ secretName: 'ccloud', store, user: { key: 'u' }, password: { key: 'p' } });
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'], credentials });
    const namespace = new ServicesNamespace(chart, 'shop', { kafka: [cluster] });
    namespace.addKafka(cluster);
    app.synth();

    expect((Testing.synth(chart) as Manifest[]).filter(({ kind }) => kind === 'ExternalSecret').map(({ metadata }) => metadata))
      .toEqual([{ name: 'ccloud', namespace: 'shop' }]);
  });

  test('fails with a Kafka Secret that is elsewhere and cannot be copied', () => {
    const { app, chart } = program();
    const credentials = KafkaCredentials.fromSecretName('kafka', { namespaces: ['knative-eventing'] });
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['kafka.example.com:9092'], credentials });
    new ServicesNamespace(chart, 'shop', { kafka: [cluster] });

    expect(codesOf(app)).toEqual(['KN-KFK-007']);
  });

  const refusals: readonly (readonly [string, string, ServicesNamespaceProps])[] = [
    ['with a level that there is not', 'KN-NSP-002', { podSecurity: { enforce: 'strict' as PodSecurityLevel } }],
    ['with a version that is none', 'KN-NSP-003', { podSecurity: { enforce: PodSecurityLevel.BASELINE, version: '1.35' } }],
    ['with a version and no level', 'KN-NSP-003', { podSecurity: { version: 'v1.35' } as PodSecurity }],
    ['with a quota of nothing', 'KN-NSP-005', { quota: {} }],
    ['with a quota of half a pod', 'KN-NSP-005', { quota: { pods: 0.5 } }],
    ['with a quota of no kind', 'KN-NSP-005', { quota: { objects: { Services: 1 } } }],
    ['with a quota of a resource of no vendor', 'KN-NSP-005', { quota: { extended: { gpu: 1 } } }],
    ['with a quota of a singular', 'KN-NSP-005', { quota: { objects: { 'service.serving.knative.dev': 1 } } }],
    ['with a quota of a singular of Kubernetes', 'KN-NSP-005', { quota: { objects: { pod: 1 } } }],
    ['with a quota of a number', 'KN-NSP-005', { quota: { memoryRequests: 16 as unknown as Size } }],
    ['with a quota of a text', 'KN-NSP-005', { quota: { cpuRequests: '8' as unknown as Cpu } }],
    ['with limits of a number', 'KN-NSP-006', { limits: { memory: { max: 16 as unknown as Size } } }],
    ['with limits of a text', 'KN-NSP-006', { limits: { cpu: { min: '1' as unknown as Cpu } } }],
    ['with a group for a list', 'KN-NSP-007', { developers: [{ groups: 'shop:dev' as unknown as string[] }] }],
    ['with nobody for the DNS', 'KN-NSP-008', { network: { dns: [] } }],
    ['with an address for the DNS', 'KN-NSP-008', { network: { dns: '172.20.0.10' as unknown as NetworkPeer[] } }],
    ['without a namespace of the layer', 'KN-NSP-008', { network: { ingressNamespaces: ['contour-external'] } }],
    ['with limits that say nothing', 'KN-NSP-006', { limits: { cpu: {} } }],
    ['with a minimum above the maximum', 'KN-NSP-006', { limits: { cpu: { min: Cpu.units(2), max: Cpu.units(1) } } }],
    ['with a default request above the default limit', 'KN-NSP-006', {
      limits: { memory: { defaultRequest: Size.gibibytes(1), defaultLimit: Size.mebibytes(512) } },
    }],
    ['with a minimum above the default limit', 'KN-NSP-006', { limits: { memory: { min: Size.gibibytes(1), defaultLimit: Size.mebibytes(512) } } }],
    ['with a ratio below 1', 'KN-NSP-006', { limits: { cpu: { maxLimitRequestRatio: 0.5 } } }],
    ['with a ratio that minimum and maximum do not leave', 'KN-NSP-006', {
      limits: { cpu: { min: Cpu.units(1), max: Cpu.units(2), maxLimitRequestRatio: 3 } },
    }],
    ['with a claim above its maximum', 'KN-NSP-006', { limits: { storage: { min: Size.gibibytes(2), max: Size.gibibytes(1) } } }],
    ['with nobody for a developer', 'KN-NSP-007', { developers: [{}] }],
    ['with a blank group', 'KN-NSP-007', { developers: [{ groups: [' '] }] }],
    ['with a user twice', 'KN-NSP-007', { developers: [{ users: ['ada', 'ada'] }] }],
    ['with a role that there is not', 'KN-NSP-002', { developers: [{ users: ['ada'], role: 'owner' as DeveloperRole }] }],
    ['with an isolation that there is not', 'KN-NSP-002', { network: { isolation: 'all' as NetworkIsolation } }],
    ['with a namespace that cannot be in front of it', 'KN-NAM-006', { network: { ingressNamespaces: ['Envoy'] } }],
    ['with a pull secret twice', 'KN-NSP-009', { imagePullSecrets: [PullSecret.fromSecretName('registry'), PullSecret.fromSecretName('registry')] }],
    ['with the name of a pull secret', 'KN-NSP-009', { imagePullSecrets: ['hunter2'] as unknown as PullSecret[] }],
  ];

  test.each(refusals)('fails %s', (_, code, props) => {
    expect(refusedCodes(props)).toEqual([code]);
  });

  test('fails with two service accounts of a name', () => {
    expect(refusedCodes({}, (namespace) => [1, 2].forEach(() => namespace.addServiceAccount('orders')))).toEqual(['KN-NSP-009']);
  });

  test('keeps none of the lists of the program', () => {
    const users = ['ada'];
    const developers: DeveloperAccess[] = [{ users }];
    const objects = objectsOf({ developers }, () => {
      users.push('eve');
      developers.push({ users: ['mallory'], role: DeveloperRole.ADMIN });
    });

    expect(objects['RoleBinding/developers-edit']).toMatchObject({ subjects: [{ name: 'ada' }] });
    expect(objects['RoleBinding/developers-admin']).toBeUndefined();
  });

  test.each<[NamespaceQuota, NamespaceLimits | undefined, number]>([
    [{ cpuLimits: Cpu.units(4) }, undefined, 1],
    [{ cpuLimits: Cpu.units(4) }, { cpu: { defaultRequest: Cpu.millis(50) } }, 1],
    [{ cpuLimits: Cpu.units(4) }, { cpu: { defaultLimit: Cpu.units(1) } }, 0],
    [{ memoryRequests: Size.gibibytes(4) }, { memory: { max: Size.gibibytes(1) } }, 0],
    [{ pods: 4 }, undefined, 0],
  ])('warns where %j is counted and %j does not say it', (quota, limits, count) => {
    const namespace = new ServicesNamespace(program().chart, 'shop', { quota, limits });

    expect(Warnings.of(namespace).list().filter(({ id }) => id === 'quota-without-default')).toHaveLength(count);
  });
});

describe('a restricted namespace', () => {
  const podSecurity = { enforce: PodSecurityLevel.RESTRICTED };
  const added = [{ op: PatchOperation.ADD, path: '/securityContext/seccompProfile', value: { type: 'RuntimeDefault' } }];

  test.each<[string, VaultAgentOptions, PodSecurity, string[]]>([
    ['fails with a Vault agent as it comes', {}, podSecurity, ['KN-NSP-004']],
    ['takes an agent for restricted namespaces', { security: { restricted: true } }, podSecurity, []],
    ['takes an agent that is patched by hand', { security: { initPatches: added } }, podSecurity, []],
    ['takes both agents that are patched by hand', {
      mode: VaultAgentMode.SIDECAR, security: { initPatches: added, sidecarPatches: added },
    }, podSecurity, []],
    ['fails with one of two agents patched', {
      mode: VaultAgentMode.SIDECAR, security: { initPatches: added },
    }, podSecurity, ['KN-NSP-004']],
    ['does not mind an agent where it only warns', {}, { warn: PodSecurityLevel.RESTRICTED }, []],
  ])('%s', (_, vault, level, codes) => {
    expect(refusedCodes({ podSecurity: level }, (_namespace, chart) => vaultService(chart, vault))).toEqual(codes);
  });

  const ENFORCE = 'pod-security.kubernetes.io/enforce';

  test.each<[string, (chart: Chart) => void]>([
    ['is one by a label that is added', (chart) => new ServicesNamespace(chart, 'shop').apiObject.metadata.addLabel(ENFORCE, 'restricted')],
    ['is one by a label of its metadata', (chart) => new ServicesNamespace(chart, 'shop', { metadata: { labels: { [ENFORCE]: 'restricted' } } })],
    ['is a plain namespace too', (chart) => new Namespace(chart, 'shop', { metadata: { labels: { [ENFORCE]: 'restricted' } } })],
  ])('fails with a Vault agent as it comes: %s', (_what, make) => {
    const { app, chart } = program();
    make(chart);
    vaultService(chart, {});

    expect(codesOf(app)).toEqual(['KN-NSP-004']);
  });

  test('is none where a label says another level', () => {
    expect(refusedCodes({ podSecurity, metadata: { labels: { [ENFORCE]: 'baseline' } } }, (_namespace, chart) => vaultService(chart, {}))).toEqual([]);
  });

  test('warns of a source with containers that ask for more', () => {
    const { app, chart } = program();
    const namespace = new ServicesNamespace(chart, 'shop', { podSecurity });
    const metadata = { namespace: 'shop' };
    const sink = new KnativeService(chart, 'fine', { image, metadata });
    new ContainerSource(chart, 'heartbeats', { metadata, sink, containers: [{ image, securityContext: { runAsNonRoot: false } }] });
    app.synth();

    expect(Warnings.of(namespace).list()).toEqual([expect.objectContaining({
      id: 'restricted-pod', message: expect.stringContaining('`heartbeats`') as string,
    })]);
  });

  test('warns of services that ask for more', () => {
    const { app, chart } = program();
    const namespace = new ServicesNamespace(chart, 'shop', { podSecurity });
    const metadata = { namespace: 'shop' };
    new KnativeService(chart, 'fine', { image, metadata });
    new KnativeService(chart, 'elsewhere', { image, securityContext: { runAsNonRoot: false } });
    app.synth();
    expect(Warnings.of(namespace).list()).toEqual([]);

    new KnativeService(chart, 'root', { image, metadata, securityContext: { runAsNonRoot: false } });
    app.synth();
    expect(Warnings.of(namespace).list()).toEqual([expect.objectContaining({
      id: 'restricted-pod', message: expect.stringContaining('`root`') as string,
    })]);
  });
});

describe('the network of a namespace', () => {
  const policiesOf = (props: ServicesNamespaceProps) => Object.fromEntries(
    Object.values(objectsOf(props)).filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata, spec }) => [metadata.name, spec]),
  );
  const from = (...names: string[]) => names.map((name) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }));
  const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

  test('lets in what Knative needs and nothing else', () => {
    expect(policiesOf({ network: {} })).toEqual({
      'default-deny': { podSelector: {}, policyTypes: ['Ingress'] },
      'allow-same-namespace': { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
      'allow-requests': {
        podSelector: { matchExpressions: [{ key: 'serving.knative.dev/revision', operator: 'Exists' }] },
        policyTypes: ['Ingress'],
        ingress: [
          { from: from('knative-serving'), ports: tcp(8012, 8013, 8112, 9090) },
          { from: from('contour-external', 'contour-internal'), ports: tcp(8012, 8013, 8112) },
        ],
      },
      'allow-events': { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: from('knative-eventing') }] },
      'allow-acme-challenges': {
        podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: from('contour-external', 'contour-internal'), ports: tcp(8089) }],
      },
    });
  });

  test('lets out what Knative, Vault and Kafka need, and what the program opens', () => {
    const { app, chart } = program();
    platform(chart);
    const cluster = new KafkaCluster(chart, 'kafka', { bootstrapServers: ['a.example.com:9094', 'b.example.com:9094'] });
    const namespace = new ServicesNamespace(chart, 'shop', {
      network: { isolation: NetworkIsolation.INGRESS_AND_EGRESS, ingressNamespaces: ['envoy', 'contour-external', 'contour-internal'] }, kafka: [cluster],
    });
    vaultService(chart, { server: { address: 'https://vault.example.com' } });
    namespace.allowTo(NetworkPeer.cidr('10.0.0.0/16', '10.0.1.0/24'), NetworkPort.tcp(5432), NetworkPort.udp(514));
    namespace.allowFrom(NetworkPeer.namespace('monitoring', { matchLabels: { app: 'prometheus' } }), NetworkPort.tcpRange(9090, 9091));
    namespace.allowFrom(NetworkPeer.anywhere());
    app.synth();
    const policies = Object.fromEntries((Testing.synth(chart) as Manifest[]).map(({ metadata, spec }) =>
      [metadata.name, spec]));

    expect(policies['default-deny']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(policies['allow-same-namespace']).toMatchObject({ egress: [{ to: [{ podSelector: {} }] }] });
    expect(policies['allow-egress']).toEqual({
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [...from('kube-system'), { ipBlock: { cidr: '169.254.20.10/32' } }],
          ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }],
        },
        { to: from('knative-serving', 'knative-eventing', 'envoy', 'contour-external', 'contour-internal') },
        { ports: tcp(443) }, { ports: tcp(9094) },
        {
          to: [{ ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.1.0/24'] } }],
          ports: [{ protocol: 'TCP', port: 5432 }, { protocol: 'UDP', port: 514 }],
        },
      ],
    });
    expect(policies['allow-ingress']).toEqual({
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ ...from('monitoring')[0], podSelector: { matchLabels: { app: 'prometheus' } } }],
          ports: [{ protocol: 'TCP', port: 9090, endPort: 9091 }],
        },
        {},
      ],
    });
  });

  test('fails where nothing says where requests come from', () => {
    const { app, chart } = program();
    new ServicesNamespace(chart, 'shop', { network: {} });

    expect(codesOf(app)).toEqual(['KN-NSP-008']);
  });

  test('fails to open what is not closed', () => {
    expect(refusedCodes({}, (namespace) => namespace.allowFrom(NetworkPeer.anywhere()))).toEqual(['KN-NSP-008']);
    expect(refusedCodes({ network: {} }, (namespace) => namespace.allowTo(NetworkPeer.anywhere()))).toEqual(['KN-NSP-008']);
  });

  test.each([
    ['with a host for a block', 'KN-NSP-008', () => NetworkPeer.cidr('10.0.0.1')],
    ['with an address in a network', 'KN-NSP-008', () => NetworkPeer.cidr('10.0.0.1/16')],
    ['with an address of version 6 in a network', 'KN-NSP-008', () => NetworkPeer.cidr('2001:db8::1/32')],
    ['with a zone', 'KN-NSP-008', () => NetworkPeer.cidr('fe80::%eth0/64')],
    ['with a part of the other version', 'KN-NSP-008', () => NetworkPeer.cidr('10.0.0.0/8', '2001:db8::/32')],
    ['with a part of version 6 from elsewhere', 'KN-NSP-008', () => NetworkPeer.cidr('2001:db8::/32', '2001:db9::/48')],
    ['with too many bits', 'KN-NSP-008', () => NetworkPeer.cidr('10.0.0.0/33')],
    ['with a part from elsewhere', 'KN-NSP-008', () => NetworkPeer.cidr('10.0.0.0/16', '10.1.0.0/24')],
    ['with a part as large as the block', 'KN-NSP-008', () => NetworkPeer.cidr('10.0.0.0/16', '10.0.0.0/16')],
    ['with a namespace that cannot be', 'KN-NAM-006', () => NetworkPeer.namespace('Shop')],
    ['with port 0', 'KN-NSP-008', () => NetworkPort.tcp(0)],
    ['with ports that go down', 'KN-NSP-008', () => NetworkPort.tcpRange(20, 10)],
  ])('fails %s', (_, code, make) => {
    expect(make).toThrow(expect.objectContaining({ code }));
  });

  test('takes blocks of both versions', () => {
    expect(NetworkPeer.cidr('2001:db8::/32', '2001:db8:1::/48')._peers).toEqual([{ ipBlock: { cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] } }]);
    expect(NetworkPeer.cidr('0.0.0.0/0', '169.254.169.254/32')._peers).toHaveLength(1);
  });
});
