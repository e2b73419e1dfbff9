import * as fs from 'node:fs';
import * as path from 'node:path';
import { type ApplyIndex, INDEX_FILE, INDEX_VERSION, isAwaited, objectId, renderIndex, Wave, WAVES } from '../../lib/core';
import type { KubernetesObject } from '../control-plane/api-server';

/** An object and the step that it is applied in. */
export interface Placed {
  readonly wave: Wave;
  readonly object: KubernetesObject;
}

const HOME = 'shop';
const POD = { containers: [{ name: 'main', image: 'ghcr.io/example/shop:1.0' }] };
const LABELS = { app: 'shop' };
/** Kinds of the size of a thumb, under the names of those that installations have. */
const KINDS: readonly (readonly [group: string, version: string, kind: string, plural: string])[] = [
  ['cert-manager.io', 'v1', 'Issuer', 'issuers'],
  ['external-secrets.io', 'v1', 'ExternalSecret', 'externalsecrets'],
  ['operator.knative.dev', 'v1beta1', 'KnativeServing', 'knativeservings'],
  ['serving.knative.dev', 'v1', 'Service', 'services'],
  ['eventing.knative.dev', 'v1', 'Broker', 'brokers'],
  ['eventing.knative.dev', 'v1', 'Trigger', 'triggers'],
  ['sources.knative.dev', 'v1', 'PingSource', 'pingsources'],
];

/** An object of a namespace. */
export function object(
  apiVersion: string, kind: string, name: string, fields: object = {}, namespace = HOME,
): KubernetesObject {
  return { apiVersion, kind, metadata: { name, namespace }, ...fields };
}

export function outside(apiVersion: string, kind: string, name: string, fields: object = {}): KubernetesObject {
  return { apiVersion, kind, metadata: { name }, ...fields };
}

/** A definition whose objects have a size, a number, and whatever their status says. */
export function definition(group: string, version: string, kind: string, plural: string): KubernetesObject {
  const spec = { type: 'object', properties: { size: { type: 'integer', minimum: 1 }, version: { type: 'string' } } };
  return outside('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${plural}.${group}`, {
    spec: {
      group, scope: 'Namespaced', names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [{
        name: version, served: true, storage: true, subresources: { status: {} },
        schema: { openAPIV3Schema: { type: 'object', properties: { spec, status: { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true } } } },
      }],
    },
  });
}

export function deployment(name: string, namespace = HOME): KubernetesObject {
  return object('apps/v1', 'Deployment', name, {
    spec: { selector: { matchLabels: LABELS }, template: { metadata: { labels: LABELS }, spec: POD } },
  }, namespace);
}

function webhook(name: string, group: string): KubernetesObject {
  return outside('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', name, {
    webhooks: [{
      name: `${name}.example.com`, admissionReviewVersions: ['v1'], sideEffects: 'None',
      clientConfig: { service: { name: 'webhook', namespace: HOME, path: `/${name}` } },
      rules: [{ apiGroups: [group], apiVersions: ['*'], operations: ['CREATE', 'UPDATE'], resources: ['*'] }],
    }],
  });
}

/** An installation with something in every step. */
export function installation(): Placed[] {
  const spec = { size: 3 };
  const at = (wave: Wave, ...objects: readonly KubernetesObject[]): Placed[] => (
    objects.map((each) => ({ wave, object: each })));
  return [
    ...at(Wave.FOUNDATION, outside('v1', 'Namespace', HOME)),
    ...at(Wave.DEFINITIONS, ...KINDS.map((kind) => definition(...kind))),
    ...at(Wave.CONFIGURATION, object('v1', 'ConfigMap', 'settings', { data: { colour: 'blue', size: 'large' } }),
      object('v1', 'Secret', 'access', { stringData: { password: 'of-no-use' } })),
    ...at(Wave.CONTROLLERS, object('v1', 'Service', 'webhook', { spec: { ports: [{ port: 443, targetPort: 8443 }], selector: LABELS } }),
      deployment('controller'), deployment('answering')),
    ...at(Wave.ADMISSION, webhook('issuers', 'cert-manager.io')),
    ...at(Wave.ISSUERS, object('cert-manager.io/v1', 'Issuer', 'own', { spec })),
    ...at(Wave.CREDENTIALS, object('external-secrets.io/v1', 'ExternalSecret', 'registry', { spec })),
    ...at(Wave.KNATIVE, object('operator.knative.dev/v1beta1', 'KnativeServing', 'knative-serving', { spec: { version: '1.23' } })),
    ...at(Wave.KNATIVE_ADMISSION, webhook('services', 'serving.knative.dev')),
    ...at(Wave.SERVICES, object('serving.knative.dev/v1', 'Service', 'orders', { spec }), object('serving.knative.dev/v1', 'Service', 'bills', { spec })),
    ...at(Wave.BROKERS, object('eventing.knative.dev/v1', 'Broker', 'default', { spec })),
    ...at(Wave.WIRING, object('eventing.knative.dev/v1', 'Trigger', 'paid', { spec })),
    ...at(Wave.SOURCES, object('sources.knative.dev/v1', 'PingSource', 'clock', { spec })),
    ...at(Wave.MIGRATIONS, object('batch/v1', 'Job', 'migrate-1.23.0', { spec: { template: { spec: { ...POD, restartPolicy: 'Never' } } } })),
  ];
}

/** The beginning of the last object of a step, as it is sent. */
export function lastOf(placed: readonly Placed[], wave: Wave): string {
  const last = placed.filter((each) => each.wave === wave).at(-1);
  if (last === undefined) throw new Error(`nothing is applied in ${wave}`);
  const { kind, metadata: { name } } = last.object;
  return `"kind":${JSON.stringify(kind)},"metadata":{"name":${JSON.stringify(name)}`;
}

/** A namespace with settings, a workload, and a broker that comes after it. */
export function smallInstallation(namespace: string, ...more: readonly Placed[]): Placed[] {
  return [
    { wave: Wave.FOUNDATION, object: outside('v1', 'Namespace', namespace) },
    { wave: Wave.CONFIGURATION, object: object('v1', 'ConfigMap', 'settings', { data: { colour: 'blue', size: 'large' } }, namespace) },
    { wave: Wave.CONTROLLERS, object: deployment(`${namespace}-controller`, namespace) },
    { wave: Wave.BROKERS, object: object('eventing.knative.dev/v1', 'Broker', 'default', { spec: { size: 3 } }, namespace) },
    ...more,
  ];
}

/** What an index says besides its objects. */
export interface IndexOptions {
  readonly knative?: { readonly version: string; readonly installedBy: string };
  readonly cluster?: string;
}

/** Writes manifests, a file for each step, and their index, as a synth does; gives the folder. */
export function write(folder: string, placed: readonly Placed[], { knative, cluster }: IndexOptions = {}): string {
  const documents = path.join(`${folder}-documents`, cluster ?? '');
  for (const each of [folder, documents]) {
    fs.rmSync(each, { recursive: true, force: true });
    fs.mkdirSync(each, { recursive: true });
  }
  const files = new Map<string, string[]>();
  for (const { wave, object: each } of placed) {
    files.set(`${wave}.k8s.yaml`, [...files.get(`${wave}.k8s.yaml`) ?? [], JSON.stringify(each, undefined, 2)]);
  }
  for (const [file, texts] of files) fs.writeFileSync(path.join(folder, file), `${texts.join('\n---\n')}\n`);
  fs.writeFileSync(path.join(documents, INDEX_FILE), renderIndex(indexOf(placed, { knative, cluster })));
  return folder;
}

function indexOf(placed: readonly Placed[], options: IndexOptions): ApplyIndex {
  const inOrder = [...placed].sort((a, b) => WAVES.indexOf(a.wave) - WAVES.indexOf(b.wave));
  const definitions = new Map(placed.filter(({ object: { kind } }) => kind === 'CustomResourceDefinition').map(({ object: each }) => {
    const { group, names } = each.spec as { group: string; names: { kind: string } };
    return [`${group}/${names.kind}`, objectId({ ...each, name: each.metadata.name })];
  }));
  return {
    version: INDEX_VERSION,
    ...options,
    waves: WAVES.map((name) => ({ name, awaited: isAwaited(name) })),
    objects: inOrder.map(({ wave, object: { apiVersion, kind, metadata: { name, namespace } } }) => ({
      apiVersion, kind, ...namespace === undefined ? {} : { namespace }, name, file: `${wave}.k8s.yaml`, wave,
      needs: [definitions.get(`${apiVersion.split('/')[0] ?? ''}/${kind}`)].filter((id) => id !== undefined),
    })),
  };
}
