import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, JsonPatch } from 'cdk8s';
import { parse } from 'yaml';
import {
  ClusterController, ComponentName, KafkaDataPlane, KnativeVersion, SideDocuments, Warnings,
} from '../../lib/core';
import { Ingress } from '../../lib/networking';
import { InstalledBy, KnativePlatform, type KnativePlatformProps, PrerequisitePolicy } from '../../lib/platform';
import { ReleasedPatches } from '../../lib/platform/released-patches';
import type { Toleration } from '../../lib/pod';
import { LOCK_FILE, NEEDS_FILE, readNeeds, VendoredReleases } from '../../lib/releases';
import { KnativeService } from '../../lib/serving';
import { addVendored, vendoredFolder } from '../vendored-files';
import { CA, empty } from './program';
import { definition, namespace, SMALL_RELEASES } from './small-releases';
import { codesIn, manifests, namesByChart, objectOf, refusals, vendored, waves } from './vendored-program';

const { RELEASE_MANIFESTS } = InstalledBy;
const LAYERS = { contour: Ingress.contour(), istio: Ingress.istio(), kourier: Ingress.kourier(), 'gateway-api': Ingress.gatewayApi() };

const released = (props: Partial<KnativePlatformProps> = {}) => vendored({ installedBy: RELEASE_MANIFESTS, ...props });
const dataOf = (made: ReturnType<typeof vendored>, name: string, namespace = 'knative-serving') =>
  objectOf(made.app, 'ConfigMap', name, namespace).data;
const podOf = (made: ReturnType<typeof vendored>, name: string) =>
  (objectOf(made.app, 'Deployment', name).spec as { template: { spec: Record<string, unknown> } }).template.spec;

describe('a platform from release manifests', () => {
  test('writes the objects of Knative, and no word for an operator', () => {
    const made = released({
      ingress: Ingress.contour(), tls: { systemInternal: CA }, missingPrerequisites: PrerequisitePolicy.ERROR,
    });

    expect(manifests(made.app).filter(({ apiVersion }) => apiVersion.startsWith('operator.knative.dev'))).toEqual([]);
    expect(namesByChart(made.app)).toMatchObject({
      platform: [],
      'cert-manager': expect.arrayContaining(['Deployment cert-manager']) as unknown,
      'net-contour': expect.arrayContaining(['Service envoy', 'ConfigMap config-contour', 'Deployment net-contour-controller']) as unknown,
      'knative-serving': expect.arrayContaining(['Namespace knative-serving', 'Deployment activator', 'Deployment autoscaler-hpa']) as unknown,
      'knative-eventing': expect.arrayContaining(['Namespace knative-eventing', 'Deployment imc-controller', 'Deployment mt-broker-ingress']) as unknown,
    });
    expect(parse(SideDocuments.of(made.app).render()['prerequisites.yaml'] ?? '')).toMatchObject({ prerequisites: [] });
    expect(Warnings.of(made.chart).list()).toEqual([]);
  });

  test.each(Object.entries(LAYERS))('brings the part of Knative for %s', (name, ingress) => {
    const made = released({ ingress, adopt: [ClusterController.ISTIO] });
    const config = name === 'gateway-api' ? 'config-gateway' : `config-${name}`;

    expect(namesByChart(made.app)[`net-${name}`]).toContain(`ConfigMap ${config}`);
    expect(dataOf(made, 'config-network')).toMatchObject({ kept: 'as shipped', 'ingress-class': `${name}.ingress.networking.knative.dev` });
  });

  test('merges settings into the ConfigMaps of the release, those that follow from the program and its patches too', () => {
    const made = released({ domain: 'shop.example' });
    made.platform.serving.apiObject.addJsonPatch(JsonPatch.add('/spec/config/config-features', { 'multi-container': 'disabled' }));

    expect(dataOf(made, 'config-domain')).toEqual({ kept: 'as shipped', 'shop.example': '' });
    expect(dataOf(made, 'config-features')).toEqual({ kept: 'as shipped', 'multi-container': 'disabled' });
  });

  test('says what the finished program says', () => {
    const made = released();
    manifests(made.app);
    made.platform.serving.apiObject.addJsonPatch(JsonPatch.add('/spec/config/config-features', { 'multi-container': 'disabled' }));
    new ApiObject(made.chart, 'more', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more', namespace: 'shop' } });

    expect(dataOf(made, 'config-features')).toMatchObject({ 'multi-container': 'disabled' });
  });

  test('applies it in the step of Knative, and its webhooks after it', () => {
    expect(waves(released({ upgradingFrom: KnativeVersion.V1_22 }).app)).toMatchObject({
      'Namespace knative-serving': 'foundation',
      'CustomResourceDefinition services.serving.knative.dev': 'definitions',
      'ConfigMap config-network': 'configuration',
      'Deployment activator': 'knative',
      'Image queue-proxy': 'services',
      'Certificate routing-serving-certs': 'services',
      'ValidatingWebhookConfiguration config.webhook.serving.knative.dev': 'knative-admission',
      'Job storage-version-migration-serving-serving-1.23.0': 'migrations',
      'Job storage-version-migration-eventing-eventing-1.23.0': 'migrations',
    });
  });

  test('has production settings and images of a mirror in its workloads', () => {
    const made = released({
      ingress: Ingress.contour(),
      production: { replicas: 2, nodeSelector: { pool: 'knative' }, mirror: { address: 'mirror.example/knative' } },
    });

    expect(podOf(made, 'activator')).toMatchObject({
      nodeSelector: { pool: 'knative' }, containers: [{ image: 'mirror.example/knative/knative.dev/serving/cmd/activator:v1.23.0' }],
    });
    expect(podOf(made, 'net-contour-controller')).toMatchObject({
      containers: [{ image: 'mirror.example/knative/knative.dev/net-contour/cmd/controller:v1.23.0' }],
    });
    expect(objectOf(made.app, 'Deployment', 'controller').spec).toMatchObject({ replicas: 2 });
  });

  test('warns of what reaches nothing in its files, but not of images that only some installations have', () => {
    const image = 'registry.example/imc:1';
    const made = released({ production: { registry: { override: { 'imc-controller/controller': image } }, workloads: { autoscaler: { replicas: 3 } } } });

    expect(podOf(made, 'imc-controller')).toMatchObject({ containers: [{ image }] });
    expect(Warnings.of(made.chart).list()).toEqual([
      expect.objectContaining({ id: 'unknown-override', message: expect.stringContaining('`autoscaler`') as string }),
    ]);
  });

  test.each([
    ['another server', 'https://mirror.example/v1.23.0/eventing-kafka-broker.yaml'],
    ['another release', 'https://github.com/knative-extensions/eventing-kafka-broker/releases/download/knative-v1.22.3/eventing-kafka-broker.yaml'],
  ])('fails where a manifest of Kafka is that of %s, which no file is', (_what, URL) => {
    const made = released({ kafka: {} });
    made.platform.eventing.apiObject.addJsonPatch(JsonPatch.add('/spec/additionalManifests', [{ URL }]));

    expect(refusals(made.app)).toEqual([expect.stringMatching(/^KN-OPR-001 .*additionalManifests: https:/)]);
  });

  test('fails where Serving asks for a manifest of Kafka, which only Eventing brings', () => {
    const made = released();
    const URL = 'https://github.com/knative-extensions/eventing-kafka-broker/releases/download/knative-v1.23.0/eventing-kafka-sink.yaml';
    made.platform.serving.apiObject.addJsonPatch(JsonPatch.add('/spec/additionalManifests', [{ URL }]));

    expect(codesIn(made.app)).toEqual(['KN-OPR-001']);
  });

  test('has all of its Kafka parts', () => {
    const made = released({ kafka: { dataPlanes: [KafkaDataPlane.BROKER] } });

    expect(namesByChart(made.app)['eventing-kafka-broker']).toEqual([
      'ConfigMap config-kafka-broker-data-plane', 'ConfigMap config-kafka-features', 'ConfigMap config-kafka-source-data-plane',
      'Deployment kafka-broker-receiver', 'Deployment kafka-controller', 'Deployment kafka-source-receiver',
    ]);
    expect(parse(SideDocuments.of(made.app).render()['prerequisites.yaml'] ?? '')).not.toHaveProperty('fetchedByOperator');
  });

  test('patches its objects after everything else', () => {
    const made = released({ production: { replicas: 2 } });
    made.platform.patchReleased({ kind: 'Deployment', name: 'activator' }, JsonPatch.add('/spec/replicas', 5));

    expect(objectOf(made.app, 'Deployment', 'activator').spec).toMatchObject({ replicas: 5 });
  });

  test('restarts what reads a setting at its start only by itself', () => {
    const made = released({ tls: { systemInternal: CA } });

    expect(parse(SideDocuments.of(made.app).render()['prerequisites.yaml'] ?? '')).not.toHaveProperty('restarts');
  });

  test('starts on Kubernetes that is too old for the operator', () => {
    const version = KnativeVersion.V1_20;
    const releases = VendoredReleases.fromFolder(vendoredFolder(SMALL_RELEASES, version));

    expect(codesIn(released({ version, releases, kubernetesVersion: '1.33' }).app)).toEqual([]);
    expect(codesIn(vendored({ version, releases, kubernetesVersion: '1.33' }).app)).toEqual(['KN-PLT-018']);
  });

  test('is the owner of the ConfigMaps of its release', () => {
    const made = released();
    const metadata = { name: 'config-network', namespace: 'knative-serving' };
    new ApiObject(made.chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 'b' } });

    expect(codesIn(made.app)).toEqual(['KN-PLT-016']);
  });
});

describe('what two releases bring', () => {
  const shared = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: shared, namespace: knative-serving }\ndata: { a: "${data}" }\n`;
  const both = (one: string, other: string) => {
    const { [ComponentName.NET_CONTOUR]: contour = {}, ...others } = SMALL_RELEASES;
    const files = {
      'contour.yaml': `${contour['contour.yaml'] ?? ''}---\n${namespace('knative-serving')}\n---\n${one}`,
      'net-contour.yaml': `${contour['net-contour.yaml'] ?? ''}---\n${other}`,
    };
    const releases = VendoredReleases.fromFolder(vendoredFolder({ ...others, [ComponentName.NET_CONTOUR]: files }));
    return released({ ingress: Ingress.contour(), releases });
  };

  const SERVICES = definition('services', 'serving.knative.dev', 'Service');

  test('stands once where it is the same', () => {
    const { app } = both(`${SERVICES}\n---\n${shared('1')}`, shared('1'));

    expect(objectOf(app, 'ConfigMap', 'shared').data).toEqual({ a: '1' });
    expect(objectOf(app, 'CustomResourceDefinition', 'services.serving.knative.dev').kind).toBe('CustomResourceDefinition');
  });

  test('has one Namespace, with the labels of both, those of Knative last', () => {
    const { app, platform } = both(shared('1'), shared('1'));
    platform.serving.apiObject.addJsonPatch(JsonPatch.add('/spec/namespace', {
      labels: { level: 'restricted' }, annotations: { owner: 'platform' },
    }));

    expect(objectOf(app, 'Namespace', 'knative-serving').metadata).toEqual({
      name: 'knative-serving', annotations: { owner: 'platform' },
      labels: { 'app.kubernetes.io/name': 'knative-serving', 'level': 'restricted' },
    });
  });

  test.each([
    ['a ConfigMap', shared('1'), shared('2')],
    ['a definition', `${SERVICES}    # the same, and a version more\n`.replace('[]', '[{ name: v2 }]'), shared('1')],
  ])('fails where %s differs', (_what, one, other) => {
    expect(codesIn(both(one, other).app)).toEqual(['KN-NAM-002']);
  });
});

describe('an upgrade', () => {
  const { V1_21, V1_22, V1_23 } = KnativeVersion;
  const jobs = (made: ReturnType<typeof vendored>) => manifests(made.app).filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata);

  test('has the Jobs that move what is stored, under names that a cluster can be told twice', () => {
    expect(jobs(released({ upgradingFrom: V1_22, kafka: {} }))).toEqual([
      expect.objectContaining({ name: 'storage-version-migration-serving-serving-1.23.0', namespace: 'knative-serving' }),
      expect.objectContaining({ name: 'storage-version-migration-eventing-eventing-1.23.0' }),
      expect.objectContaining({ name: 'storage-version-migration-kafka-eventing-1.23.0' }),
    ]);
  });

  test.each([[undefined], [V1_23]])('from %s is none', (upgradingFrom) => {
    expect(jobs(released(upgradingFrom === undefined ? {} : { upgradingFrom }))).toEqual([]);
  });

  test('is the operator\'s own matter where there is one', () => {
    expect(jobs(vendored({ upgradingFrom: V1_22 }))).toEqual([]);
  });

  test.each([
    ['of two minor versions', V1_21, V1_23, 'V1_22'],
    ['of three', KnativeVersion.V1_20, V1_23, 'V1_21'],
    ['back', V1_23, V1_22, 'write `version: KnativeVersion.V1_23`: Knative does not go back'],
  ])('fails for a step %s', (_what, upgradingFrom, version, fix) => {
    for (const installedBy of Object.values(InstalledBy)) {
      const releases = VendoredReleases.fromFolder(vendoredFolder(SMALL_RELEASES, version));
      const texts = refusals(vendored({ upgradingFrom, version, installedBy, releases }).app);
      expect(texts).toEqual([expect.stringContaining('KN-PLT-029')]);
      expect(texts[0]).toContain(fix);
    }
  });

  test('fails for a version that there is not', () => {
    expect(codesIn(vendored({ upgradingFrom: '1.2' as KnativeVersion }).app)).toEqual(['KN-PLT-014']);
  });
});

describe('release manifests', () => {
  test('fails without files, with the command that brings them', () => {
    expect(refusals(released({ releases: undefined }).app)).toEqual([expect.stringMatching(/^KN-PLT-028 .*npx cdk8s-knative vendor/)]);
  });

  test.each([
    ['a folder alone', { releases: 'releases' as unknown as VendoredReleases }, 'KN-TYP-001'],
    ['a way that there is not', { installedBy: 'helm' as InstalledBy }, 'KN-POD-048'],
  ])('fails for %s', (_what, props, code) => {
    expect(codesIn(vendored(props).app)).toEqual([code]);
  });

  test.each(Object.values(InstalledBy))('fails where the files of Kafka come from another place as well: %s', (installedBy) => {
    const kafka = { dataPlanes: [KafkaDataPlane.BROKER], manifestsFrom: 'https://mirror.example/kafka' };

    expect(refusals(vendored({ installedBy, kafka }).app)).toEqual([expect.stringMatching(/^KN-PLT-027 .*vendor --mirror/)]);
  });

  test('fails once where the lock file cannot be read', () => {
    const folder = vendoredFolder(SMALL_RELEASES);
    fs.writeFileSync(path.join(folder, LOCK_FILE), '{');

    expect(codesIn(released({ releases: VendoredReleases.fromFolder(folder) }).app)).toEqual(['KN-REL-004']);
  });

  test('fails where a program in JavaScript has anything in place of a toleration', () => {
    const tolerations = [{ key: 'edge' }] as unknown as Toleration[];

    expect(codesIn(released({ ingress: Ingress.contour(), production: { tolerations } }).app)).toEqual(['KN-TYP-001', 'KN-TYP-001']);
    expect(new Set(codesIn(vendored({ ingress: Ingress.contour(), production: { tolerations } }).app))).toEqual(new Set(['KN-TYP-001']));
  });

  test('never blame the program for a mistake of this library', () => {
    const mistake = new TypeError('mistake');
    const { app } = released();
    const apply = jest.spyOn(ReleasedPatches.prototype, 'apply').mockImplementation(() => { throw mistake; });
    try {
      expect(() => refusals(app)).toThrow(expect.objectContaining({
        message: 'what the release files bring to platform/knative cannot be made, by a mistake of this library', cause: mistake,
      }) as Error);
    } finally {
      apply.mockRestore();
    }
    expect(codesIn(app)).toEqual([]);
  });

  test('fails for what only the operator brings', () => {
    const made = released();
    made.platform.serving.apiObject.addJsonPatch(JsonPatch.add('/spec/security', { securityGuard: { enabled: true } }));

    expect(codesIn(made.app)).toEqual(['KN-OPR-001']);
  });

  test('fails with a patch of the spec that does not apply, once', () => {
    const made = released();
    made.platform.serving.apiObject.addJsonPatch(JsonPatch.replace('/spec/nowhere/deep', 1));

    expect(codesIn(made.app)).toEqual(['KN-TYP-002']);
  });

  test('are told to the command line with what is installed by whom', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-knative-none-'));
    const file = path.join(folder, 'needs.jsonl');
    process.env[NEEDS_FILE] = file;
    try {
      const made = released({ upgradingFrom: KnativeVersion.V1_22, releases: VendoredReleases.fromFolder(folder) });
      expect(refusals(made.app)).toEqual([]);
      addVendored(folder, SMALL_RELEASES);
      expect(refusals(made.app)).toEqual([]);
    } finally {
      Reflect.deleteProperty(process.env, NEEDS_FILE);
    }

    expect(readNeeds(file)).toEqual([expect.objectContaining({
      installedBy: 'release-manifests',
      upgradingFrom: '1.22',
      components: [
        { name: ComponentName.KNATIVE_SERVING, version: '1.23.0', files: ['serving-crds.yaml', 'serving-core.yaml', 'serving-hpa.yaml', 'serving-post-install-jobs.yaml'] },
        { name: ComponentName.NET_KOURIER, version: '1.23.0', files: ['kourier.yaml'] },
        expect.objectContaining({ name: ComponentName.KNATIVE_EVENTING }),
      ],
    })]);
  });

  test('are those of one platform: a second one brings none, and one that exists neither', () => {
    const made = released();
    new KnativePlatform(made.chart, 'second', { ingress: Ingress.kourier(), installedBy: RELEASE_MANIFESTS, releases: VendoredReleases.fromFolder('nowhere') });
    expect(codesIn(made.app)).toEqual(['KN-PLT-017']);

    const chart = empty();
    KnativePlatform.existing(chart, 'knative', {});
    new KnativeService(chart, 'orders', { image: 'orders:1', metadata: { namespace: 'shop' } });
    expect(chart.node.findAll().filter((each) => ApiObject.isApiObject(each))).toHaveLength(1);
  });
});
