import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, JsonPatch } from 'cdk8s';
import { parse } from 'yaml';
import {
  ClusterChart, ClusterController, ComponentName, KafkaDataPlane, KnativeVersion, Namespace, SideDocuments, Warnings,
} from '../../lib/core';
import { DnsRecords, Ingress, LoadBalancer, LoadBalancerScheme } from '../../lib/networking';
import { KnativePlatform, type KnativePlatformProps, PrerequisitePolicy } from '../../lib/platform';
import { SecretReference, Toleration } from '../../lib/pod';
import { KafkaProperties } from '../../lib/settings';
import { LOCK_FILE, type Manifest, NEEDS_FILE, readNeeds, VendoredReleases } from '../../lib/releases';
import { addVendored, vendoredFolder } from '../vendored-files';
import { CA } from './program';
import { SMALL_RELEASES, workload } from './small-releases';
import { codesIn, manifests, namesByChart, objectOf, refusals, smallFolder, vendored, waves } from './vendored-program';

const TLS = { systemInternal: CA };
const { ERROR } = PrerequisitePolicy;

function documentsOf({ app }: ReturnType<typeof vendored>): Record<string, string> {
  expect(refusals(app)).toEqual([]);
  return SideDocuments.of(app).render();
}

const prerequisitesOf = (made: ReturnType<typeof vendored>) =>
  parse(documentsOf(made)['prerequisites.yaml'] ?? '') as { prerequisites: { id: string }[]; fetchedByOperator?: string[] };
const podOf = (object: Manifest) => (object.spec as { template: { spec: Record<string, unknown> } }).template.spec;

describe('a platform with vendored files', () => {
  test('writes what they bring, a chart for each component, and needs nothing else', () => {
    const made = vendored({ ingress: Ingress.contour(), tls: TLS, missingPrerequisites: ERROR });

    expect(namesByChart(made.app)).toEqual({
      platform: [],
      'knative-operator': [
        'CustomResourceDefinition knativeservings.operator.knative.dev', 'Deployment knative-operator', 'Namespace knative-operator',
      ],
      'cert-manager': [
        'ClusterRole cert-manager-gathered', 'CustomResourceDefinition certificates.cert-manager.io', 'Deployment cert-manager',
        'Namespace cert-manager',
        'ValidatingWebhookConfiguration cert-manager-webhook',
      ],
      'net-contour': [
        'CustomResourceDefinition httpproxies.projectcontour.io', 'DaemonSet envoy', 'DaemonSet envoy', 'Deployment contour',
        'Deployment contour', 'Job contour-certgen-v1-33-0', 'Job contour-certgen-v1-33-0', 'Namespace contour-external',
        'Namespace contour-internal', 'Service envoy', 'Service envoy',
      ],
    });
    expect(manifests(made.app).map(({ kind }) => kind)).toEqual(expect.arrayContaining(['KnativeServing', 'KnativeEventing']));
    expect(prerequisitesOf(made).prerequisites).toEqual([]);
    expect(Object.keys(documentsOf(made))).toEqual(['prerequisites.yaml']);
    expect(Warnings.of(made.chart).list()).toEqual([]);
  });

  test('applies them before Knative, each in its step', () => {
    expect(waves(vendored({ ingress: Ingress.contour(), tls: TLS }).app)).toMatchObject({
      'Namespace cert-manager': 'foundation',
      'CustomResourceDefinition httpproxies.projectcontour.io': 'definitions',
      'Deployment cert-manager': 'controllers',
      'Job contour-certgen-v1-33-0': 'controllers',
      'Service envoy': 'controllers',
      'DaemonSet envoy': 'controllers',
      'ValidatingWebhookConfiguration cert-manager-webhook': 'admission',
    });
  });

  test('brings no file of what is adopted, and of no layer but its own', () => {
    const adopt = [ClusterController.KNATIVE_OPERATOR, ClusterController.CONTOUR];
    const made = vendored({ ingress: Ingress.contour(), adopt, missingPrerequisites: ERROR });

    expect(Object.keys(namesByChart(made.app))).toEqual(['platform']);
    // Whoever installs it applies the document.
    expect(Object.keys(documentsOf(made))).toContain('prerequisites/contour/kustomization.yaml');
    expect(Object.keys(namesByChart(vendored().app))).toEqual(['platform', 'knative-operator']);
    expect(Object.keys(namesByChart(vendored({ ingress: Ingress.istio() }).app))).toEqual(['platform', 'knative-operator', 'net-istio']);
  });

  test('still asks for an implementation of the Gateway API, whose definitions it has', () => {
    const made = vendored({ ingress: Ingress.gatewayApi() });

    expect(namesByChart(made.app)['gateway-api']).toEqual(['CustomResourceDefinition gateways.gateway.networking.k8s.io']);
    expect(prerequisitesOf(made).prerequisites.map(({ id }) => id)).toEqual(['gateway-api-implementation']);
    expect(codesIn(vendored({ ingress: Ingress.gatewayApi(), missingPrerequisites: ERROR }).app)).toEqual(['KN-PLT-023']);
  });

  test('keeps namespaces of the program, and refuses other objects that are there twice', () => {
    const { app, chart } = vendored({ tls: TLS });
    new Namespace(chart, 'cert-manager', { metadata: { labels: { team: 'platform' } } });
    expect(objectOf(app, 'Namespace', 'cert-manager').metadata.labels).toEqual({ team: 'platform' });

    new ApiObject(chart, 'twin', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cert-manager', namespace: 'cert-manager' } });
    expect(refusals(app)).toEqual([expect.stringMatching(/^KN-NAM-002 .*"cert-manager"|^KN-NAM-002 .*cert-manager/)]);
  });

  test('is made anew whenever the program changed', () => {
    const made = vendored();
    const before = manifests(made.app);
    made.platform.patchReleased({ kind: 'Deployment', name: 'knative-operator' }, JsonPatch.add('/spec/replicas', 2));

    expect(objectOf(made.app, 'Deployment', 'knative-operator').spec).toMatchObject({ replicas: 2 });
    expect(manifests(made.app)).toHaveLength(before.length);
    expect(manifests(made.app)).toEqual(manifests(made.app));
  });

  test('that was taken out of the tree again brings nothing', () => {
    const { app, chart } = vendored();
    manifests(app);
    chart.node.tryRemoveChild('knative');

    expect(manifests(app)).toEqual([]);
  });

  test('brings the same into each of several clusters', () => {
    const { app } = vendored({}, 'blue');
    const green = new ClusterChart(app, 'green', { cluster: 'green' });
    const releases = VendoredReleases.fromFolder(smallFolder());
    new KnativePlatform(green, 'knative', { ingress: Ingress.kourier(), releases });

    expect(refusals(app)).toEqual([]);
    expect(manifests(app).filter(({ kind, metadata }) => `${kind} ${metadata.name}` === 'Deployment knative-operator')).toHaveLength(2);
  });

  test('belongs to its cluster', () => {
    const made = vendored({}, 'blue');

    expect(refusals(made.app)).toEqual([]);
    expect(parse(SideDocuments.of(made.app).render()['blue/prerequisites.yaml'] ?? '')).toMatchObject({ prerequisites: [] });
    expect(Object.keys(namesByChart(made.app))).toEqual(['platform', 'knative-operator']);
  });
});

describe('vendored Contour', () => {
  const scheme = LoadBalancerScheme.INTERNET_FACING;
  const loadBalancer = LoadBalancer.awsLoadBalancerController({ scheme, proxyProtocol: true });
  const adopt = [ClusterController.AWS_LOAD_BALANCER_CONTROLLER];
  const entry = (made: ReturnType<typeof vendored>) => objectOf(made.app, 'Service', 'envoy', 'contour-external');

  test('has the annotations of the load balancer, and not the one that is for others', () => {
    const made = vendored({ ingress: Ingress.contour({ loadBalancer }), adopt });

    expect(entry(made).metadata.annotations).toEqual({
      'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
      'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'ip',
      'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
      'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'proxy_protocol_v2.enabled=true',
    });
    expect(objectOf(made.app, 'Service', 'envoy', 'contour-internal').metadata.annotations).toEqual({
      'service.beta.kubernetes.io/aws-load-balancer-backend-protocol': 'tcp',
    });
    expect(podOf(objectOf(made.app, 'Deployment', 'contour', 'contour-external')).containers)
      .toEqual([expect.objectContaining({ args: ['serve', '--use-proxy-protocol'] })]);
  });

  test('has the ports of nodes, and the names in DNS', () => {
    const made = vendored({
      ingress: Ingress.contour({ loadBalancer: LoadBalancer.none({ nodePort: true, httpPort: 30080 }) }), domain: 'shop.example',
      dns: DnsRecords.externalDns(), adopt: [ClusterController.EXTERNAL_DNS],
    });

    expect(entry(made).spec).toMatchObject({
      type: 'NodePort', ports: [{ port: 80, nodePort: 30080, name: 'http', targetPort: 8080 }, { port: 443, name: 'https' }],
    });
    expect(entry(made).metadata.annotations).toMatchObject({ 'external-dns.alpha.kubernetes.io/hostname': expect.any(String) as string });
  });

  test('runs where production says, in both namespaces', () => {
    const made = vendored({
      ingress: Ingress.contour(), production: { replicas: 3, nodeSelector: { pool: 'edge' }, tolerations: [Toleration.exists('edge')] },
    });

    for (const namespace of ['contour-external', 'contour-internal']) {
      expect(objectOf(made.app, 'Deployment', 'contour', namespace).spec).toMatchObject({ replicas: 3 });
      for (const [kind, name] of [['Deployment', 'contour'], ['DaemonSet', 'envoy'], ['Job', 'contour-certgen-v1-33-0']] as const) {
        expect(podOf(objectOf(made.app, kind, name, namespace)))
          .toMatchObject({ nodeSelector: { pool: 'edge' }, tolerations: [{ key: 'edge', operator: 'Exists' }] });
      }
    }
  });

  test('fails where its file has nothing that would be changed', () => {
    const [component, text] = [ComponentName.NET_CONTOUR, workload('Deployment', 'contour-external', 'contour', 'contour:1')];
    const folder = vendoredFolder({ ...SMALL_RELEASES, [component]: { 'contour.yaml': text } });
    const made = vendored({
      ingress: Ingress.contour(), production: { nodeSelector: { pool: 'edge' } }, releases: VendoredReleases.fromFolder(folder),
    });

    expect(refusals(made.app)).toEqual([
      expect.stringContaining('KN-PLT-030 `contour.yaml` has no DaemonSet `envoy`'),
      expect.stringContaining('KN-PLT-030 `contour.yaml` has no Job `contour-certgen`'),
    ]);
  });
});

test('roles that are gathered from others have no rules: the control plane fills them in', () => {
  const role = objectOf(vendored({ tls: TLS }).app, 'ClusterRole', 'cert-manager-gathered');

  expect(role).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'cert-manager-gathered' },
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { gathered: 'yes' } }] },
  });
});

describe('data planes of Kafka that are vendored', () => {
  const { BROKER, SINK } = KafkaDataPlane;

  test('are objects with what the operator would have laid over them, and are fetched by nobody', () => {
    const made = vendored({
      kafka: { dataPlanes: [BROKER, SINK] },
      production: { nodeSelector: { pool: 'kafka' }, mirror: { address: 'mirror.example/knative' } },
    });

    expect(namesByChart(made.app)['eventing-kafka-broker']).toEqual([
      'ConfigMap config-kafka-broker-data-plane', 'ConfigMap config-kafka-sink-data-plane',
      'Deployment kafka-broker-receiver', 'Deployment kafka-sink-receiver',
    ]);
    expect(podOf(objectOf(made.app, 'Deployment', 'kafka-broker-receiver'))).toMatchObject({
      nodeSelector: { pool: 'kafka' }, containers: [{ image: 'mirror.example/knative/knative-kafka-broker-receiver-loom:v1.23.0' }],
    });
    expect(objectOf(made.app, 'KnativeEventing', 'knative-eventing').spec).not.toHaveProperty('additionalManifests');
    expect(prerequisitesOf(made)).not.toHaveProperty('fetchedByOperator');
    expect(waves(made.app)).toMatchObject({ 'Deployment kafka-sink-receiver': 'knative', 'ConfigMap config-kafka-sink-data-plane': 'configuration' });
  });

  test('have their settings, of which the example is no part', () => {
    const made = vendored({
      kafka: { dataPlanes: [BROKER], brokerPlane: { producer: KafkaProperties.override({ 'linger.ms': '5' }) } },
    });

    expect(objectOf(made.app, 'ConfigMap', 'config-kafka-broker-data-plane').data).toEqual({
      kept: 'as shipped', 'config-kafka-broker-producer.properties': expect.stringContaining('linger.ms=5') as string,
    });
  });

  test('leave to the operator what only the operator brings', () => {
    const made = vendored({ kafka: { dataPlanes: [BROKER] } });
    made.platform.eventing.apiObject.addJsonPatch(JsonPatch.replace('/spec/source/github/enabled', true));

    expect(refusals(made.app)).toEqual([]);
    expect(objectOf(made.app, 'KnativeEventing', 'knative-eventing').spec).toMatchObject({ source: { github: { enabled: true } } });
  });

  test('come from the files of the release that the version has', () => {
    const folder = vendoredFolder(SMALL_RELEASES, KnativeVersion.V1_22);
    const made = vendored({
      version: KnativeVersion.V1_22, kafka: { dataPlanes: [BROKER] }, releases: VendoredReleases.fromFolder(folder),
    });

    expect(namesByChart(made.app)).toHaveProperty('eventing-kafka-broker');
  });
});

describe('a mirror of images', () => {
  test('has those of the operator too, with the Secret that they are pulled with', () => {
    const mirror = { address: 'mirror.example/knative', pullSecret: SecretReference.fromName('registry') };
    const made = vendored({ production: { mirror }, tls: TLS });

    expect(podOf(objectOf(made.app, 'Deployment', 'knative-operator'))).toMatchObject({
      containers: [{ image: 'mirror.example/knative/knative.dev/operator/cmd/operator:v1.23.0' }], imagePullSecrets: [{ name: 'registry' }],
    });
    expect(podOf(objectOf(made.app, 'Deployment', 'cert-manager'))).toMatchObject({
      containers: [{ image: 'quay.io/jetstack/cert-manager-controller:v1.21.2' }],
    });
    expect(parse(documentsOf(made)['prerequisites.yaml'] ?? '')).toMatchObject({
      secrets: expect.arrayContaining([expect.objectContaining({ namespace: 'knative-operator', name: 'registry' })]) as unknown,
    });
  });
});

describe('patches of vendored objects', () => {
  test('reach all of a kind and name, or those of one namespace', () => {
    const made = vendored({ ingress: Ingress.contour() });
    made.platform.patchReleased({ kind: 'Deployment', name: 'contour' }, JsonPatch.add('/spec/replicas', 4));
    made.platform.patchReleased({ kind: 'Service', name: 'envoy', namespace: 'contour-internal' }, JsonPatch.remove('/spec/ports/1'));

    expect(objectOf(made.app, 'Deployment', 'contour', 'contour-external').spec).toMatchObject({ replicas: 4 });
    expect(objectOf(made.app, 'Deployment', 'contour', 'contour-internal').spec).toMatchObject({ replicas: 4 });
    expect(objectOf(made.app, 'Service', 'envoy', 'contour-internal').spec).toMatchObject({ ports: [{ port: 80 }] });
    expect((objectOf(made.app, 'Service', 'envoy', 'contour-external').spec as { ports: unknown[] }).ports).toHaveLength(2);
  });

  test.each([
    ['a name that no file has', { kind: 'Deployment', name: 'operator' }, 'KN-PLT-030'],
    ['another namespace', { kind: 'Deployment', name: 'knative-operator', namespace: 'default' }, 'KN-PLT-030'],
    ['a path that is not there', { kind: 'Deployment', name: 'knative-operator' }, 'KN-TYP-002'],
  ])('fails for %s', (_what, address, code) => {
    const made = vendored();
    made.platform.patchReleased(address, JsonPatch.replace('/spec/nowhere/deep', 1));

    expect(codesIn(made.app)).toEqual([code]);
  });

  test.each([
    ['the same object of another namespace', { kind: 'Deployment', name: 'knative-operator', namespace: 'default' },
      'such as `Deployment knative-operator in knative-operator`'],
    ['names that are alike', { kind: 'Deployment', name: 'knative-operater' }, 'such as `Deployment knative-operator in knative-operator`'],
    ['another kind of the name', { kind: 'StatefulSet', name: 'knative-operator' }, ', `Deployment knative-operator in knative-operator`'],
    ['the props for what the operator brings', { kind: 'Deployment', name: 'activator' }, ': the operator makes it; allowed'],
    ['the props for what the operator brings, in quotes', { kind: 'Deployment', name: 'autoscaler-hpa', namespace: 'knative-serving' },
      "write `production: { workloads: { 'autoscaler-hpa': { ... } } }`"],
  ])('names %s', (_what, address, words) => {
    const made = vendored();
    made.platform.patchReleased(address, JsonPatch.add('/spec/replicas', 2));

    expect(refusals(made.app)).toEqual([expect.stringContaining(words)]);
  });

  test('fails where the program has no files', () => {
    const made = vendored({ releases: undefined });
    made.platform.patchReleased({ kind: 'Deployment', name: 'contour' }, JsonPatch.add('/spec/replicas', 4));

    expect(refusals(made.app)).toEqual([expect.stringMatching(/^KN-PLT-030 .*npx cdk8s-knative vendor/)]);
  });
});

describe('files that are not there', () => {
  let folder: string;
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-none-')); });

  const without = () => vendored({
    releases: VendoredReleases.fromFolder(folder), tls: TLS, kafka: { dataPlanes: [KafkaDataPlane.BROKER] },
  });

  test('fails once by name, with the command that brings them', () => {
    addVendored(folder, SMALL_RELEASES);
    for (const file of ['knative-operator/1.23.0/operator.yaml', 'cert-manager/1.21.2/cert-manager.yaml']) fs.rmSync(path.join(folder, file));
    const [text = '', ...others] = refusals(without().app);

    expect(others).toEqual([]);
    expect(text).toContain('KN-REL-002 there are no files');
    expect(text).toContain('operator.yaml`');
    expect(text).toContain('cert-manager.yaml`');
    expect(text).toContain('npx cdk8s-knative vendor');
  });

  test('fails once for a folder that there is not', () => {
    fs.rmSync(folder, { recursive: true });

    expect(refusals(without().app)).toEqual([expect.stringContaining(`KN-REL-002 there is no folder \`${folder}\``)]);
  });

  test('fails once for a lock file that there is not', () => {
    addVendored(folder, SMALL_RELEASES);
    fs.rmSync(path.join(folder, LOCK_FILE));

    expect(refusals(without().app)).toEqual([expect.stringMatching(/^KN-REL-005 there is no lock file .*take it from version control/)]);
  });

  test('are not looked for in a version that is refused', () => {
    const refused = (props: Partial<KnativePlatformProps>) =>
      codesIn(vendored({ releases: VendoredReleases.fromFolder(folder), ...props }).app);

    expect(refused({ version: '1.19' as KnativeVersion })).toEqual(['KN-PLT-014']);
    expect(refused({ upgradingFrom: KnativeVersion.V1_21 })).toEqual(['KN-PLT-029']);
  });

  test('fails for a file that was edited', () => {
    addVendored(folder, SMALL_RELEASES);
    fs.appendFileSync(path.join(folder, 'cert-manager/1.21.2/cert-manager.yaml'), '# edited\n');

    expect(codesIn(without().app)).toEqual(['KN-REL-003']);
  });

  test('are told to the command line, which is asked for nothing then', () => {
    const file = path.join(folder, 'needs.jsonl');
    process.env[NEEDS_FILE] = file;
    try {
      const made = without();
      expect(namesByChart(made.app)).toEqual({ platform: [] });
      expect(refusals(made.app)).toEqual([]);
    } finally {
      Reflect.deleteProperty(process.env, NEEDS_FILE);
    }

    expect(readNeeds(file)).toEqual([{
      version: 1,
      folder,
      knative: '1.23',
      installedBy: 'operator',
      components: [
        { name: 'knative-operator', version: '1.23.0', files: ['operator.yaml'] },
        { name: 'cert-manager', version: '1.21.2', files: ['cert-manager.yaml'] },
        { name: 'eventing-kafka-broker', version: '1.23.0', files: ['eventing-kafka-broker.yaml'] },
      ],
      installs: [
        { name: 'knative-serving', version: '1.23.0', files: ['serving-crds.yaml', 'serving-core.yaml', 'serving-hpa.yaml'] },
        { name: 'net-kourier', version: '1.23.0', files: ['kourier.yaml'] },
        {
          name: 'knative-eventing', version: '1.23.0',
          files: ['eventing-crds.yaml', 'eventing-core.yaml', 'in-memory-channel.yaml', 'mt-channel-broker.yaml'],
        },
        { name: 'eventing-kafka-broker', version: '1.23.0', files: ['eventing-kafka-controller.yaml', 'eventing-kafka-source.yaml'] },
      ],
      config: { serving: expect.objectContaining({ 'config-network': expect.any(Object) as object }) as object, eventing: expect.any(Object) as object },
    }]);
  });
});
