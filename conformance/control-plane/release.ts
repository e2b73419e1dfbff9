import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from './api-server';
import { type ControlPlaneProgram, moduleFolders, moduleVersion } from './tools';

/** A part of Knative that answers the API server's questions, run as a process. */
export interface Webhook {
  readonly program: ControlPlaneProgram;
  readonly namespace: string;
  /** The Service that the release names, and that the certificate is made for. */
  readonly service: string;
  /** The Deployment of the release, which knows the environment. */
  readonly deployment: string;
}

/** What answers in a cluster with Serving, Eventing, in-memory channels and Kafka. */
export const WEBHOOKS: readonly Webhook[] = [
  { program: 'serving-webhook', namespace: 'knative-serving', service: 'webhook', deployment: 'webhook' },
  { program: 'eventing-webhook', namespace: 'knative-eventing', service: 'eventing-webhook', deployment: 'eventing-webhook' },
  { program: 'imc-controller', namespace: 'knative-eventing', service: 'inmemorychannel-webhook', deployment: 'imc-controller' },
  { program: 'kafka-webhook', namespace: 'knative-eventing', service: 'kafka-webhook-eventing', deployment: 'kafka-webhook-eventing' },
];

/** Everything that is installed before the first object is judged. */
export interface Release {
  readonly definitions: readonly KubernetesObject[];
  readonly namespaces: readonly KubernetesObject[];
  readonly others: readonly KubernetesObject[];
  /** Environment of a webhook's process, by program. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The release whose manifests are read, and the version that the modules of operator and webhooks have in it. */
const KNATIVE = '1.23';
const KNATIVE_MODULES = 'v0.50.0';
/** Nothing runs here but the API server and what answers it, so that these would only wait. */
const NOT_RUN = new Set(['Deployment', 'StatefulSet', 'Job', 'HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Image', 'Certificate']);

const OPERATOR = 'knative.dev/operator';
const CERT_MANAGER = 'github.com/cert-manager/cert-manager';
const CONTOUR = 'github.com/projectcontour/contour';
/** Its kinds only, which Knative's layer for it writes. */
const ISTIO = 'istio.io/api';

/** Files of upstream modules, by module. */
const FILES: Readonly<Record<string, (folder: string) => string[]>> = {
  [OPERATOR]: (folder) => {
    const kodata = path.join(folder, 'cmd/operator/kodata');
    return [
      ...yamlFiles(path.join(kodata, `knative-serving/${KNATIVE}.0`)),
      ...yamlFiles(path.join(kodata, `knative-eventing/${KNATIVE}.0`)),
      ...yamlFiles(path.join(kodata, `eventing-source/${KNATIVE}/kafka`)),
      ...yamlFiles(path.join(folder, 'config/crd/bases')),
    ];
  },
  [CERT_MANAGER]: (folder) => yamlFiles(path.join(folder, 'deploy/crds')),
  [CONTOUR]: (folder) => [path.join(folder, 'examples/contour/01-crds.yaml')],
  'github.com/external-secrets/external-secrets': (folder) => yamlFiles(path.join(folder, 'config/crds/bases')),
  'github.com/hashicorp/vault-secrets-operator': (folder) => yamlFiles(path.join(folder, 'config/crd/bases')),
};

/** Reads the release, with the addresses of its webhooks replaced by ports of this machine. */
export function readRelease(ports: Readonly<Record<string, number>>): Release {
  checkVersions();
  const folders = moduleFolders(Object.keys(FILES));
  const objects = unique(objectsIn(Object.entries(FILES).flatMap(([module, files]) => files(folders[module] ?? ''))));

  const installed = objects.filter(({ kind }) => !NOT_RUN.has(kind)).map((object) => withLocalWebhooks(object, ports));
  const of = (...kinds: string[]) => installed.filter(({ kind }) => kinds.includes(kind));
  return {
    definitions: of('CustomResourceDefinition'),
    namespaces: of('Namespace'),
    others: installed.filter(({ kind }) => kind !== 'CustomResourceDefinition' && kind !== 'Namespace'),
    environment: Object.fromEntries(WEBHOOKS.map((webhook) => [webhook.program, environmentOf(webhook, objects)])),
  };
}

/** What a cluster has before Knative's operator starts there: its kinds, those that it works with, its namespace. */
export function readOperator(): Pick<Release, 'definitions' | 'namespaces' | 'others'> {
  checkVersions();
  const folders = moduleFolders([OPERATOR, CERT_MANAGER, CONTOUR]);
  const definitions = objectsIn([
    ...yamlFiles(path.join(folders[OPERATOR] ?? '', 'config/crd/bases')),
    ...[CERT_MANAGER, CONTOUR].flatMap((module) => FILES[module]?.(folders[module] ?? '') ?? []),
  ]).map((object) => withLocalWebhooks(object, {})).concat(istioDefinitions());
  const home = 'knative-operator';
  // Without data, they mean the defaults; of each key that is written there would be a line.
  const configMap = (name: string, data?: object) => (
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: home }, data });
  return {
    definitions,
    // Who installs Knative's layer for Istio has Istio.
    namespaces: [home, 'istio-system'].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
    others: [
      configMap('config-logging', { 'loglevel.knative-operator': 'warn' }), configMap('config-observability'),
      configMap('config-leader-election'),
    ],
  };
}

/** The kinds of Istio. */
export function istioDefinitions(): KubernetesObject[] {
  const folder = Object.values(moduleFolders([`${ISTIO}@${moduleVersion('platform', ISTIO)}`]))[0] ?? '';
  return objectsIn([path.join(folder, 'kubernetes/customresourcedefinitions.gen.yaml')]);
}

/** The folder that the operator finds its manifests in. */
export function operatorData(): string {
  return path.join(moduleFolders([OPERATOR])[OPERATOR] ?? '', 'cmd/operator/kodata');
}

/** The objects in files of YAML, in their order. */
export function objectsIn(files: readonly string[]): KubernetesObject[] {
  return files.flatMap((file) => objectsInText(fs.readFileSync(file, 'utf8')));
}

/** The objects in a text of YAML, in their order. */
export function objectsInText(text: string): KubernetesObject[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object): object is KubernetesObject => object?.kind !== undefined && object.kind !== 'Kustomization');
}

/** Raising one module and not the other would judge new manifests by old admission, and nobody would see it. */
function checkVersions(): void {
  const versions = [
    moduleVersion('knative', 'knative.dev/serving'), moduleVersion('knative', 'knative.dev/eventing'),
    moduleVersion('manifests', OPERATOR),
    moduleVersion('platform', OPERATOR),
  ];
  if (versions.every((version) => version === KNATIVE_MODULES)) return;
  throw new Error(`the modules of serving, eventing and the operator, its manifests and its program, are ${versions.join(', ')}, `
    + `and the release ${KNATIVE} is ${KNATIVE_MODULES} of each`);
}

/** The files of a folder, in their order. */
export function yamlFiles(folder: string): string[] {
  return fs.readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort().map((file) => path.join(folder, file));
}

/** The definitions stand in a release twice: in a file of their own, and in that of the core. */
function unique(objects: readonly KubernetesObject[]): KubernetesObject[] {
  const found = new Map<string, KubernetesObject>();
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    found.set([apiVersion, kind, metadata.namespace, metadata.name].join(), object);
  }
  return [...found.values()];
}

/**
 * The API server looks a Service up and dials what it finds: an external name is dialled as it is, and the certificate
 * is still checked against the name of the Service.
 */
function withLocalWebhooks(object: KubernetesObject, ports: Readonly<Record<string, number>>): KubernetesObject {
  const { kind, metadata } = object;
  const { name, namespace } = metadata;
  if (kind === 'Service' && WEBHOOKS.some((each) => each.service === name && each.namespace === namespace)) {
    return { apiVersion: 'v1', kind, metadata, spec: { type: 'ExternalName', externalName: 'localhost' } };
  }
  const copy = structuredClone(object) as MutableObject;
  for (const { clientConfig } of copy.webhooks ?? []) toLocalPort(clientConfig, ports);
  const conversion = copy.spec?.conversion;
  const converted = conversion?.webhook?.clientConfig;
  // The operator does not run; its kinds have one version, of which nothing is converted.
  if (copy.spec !== undefined && converted !== undefined && !toLocalPort(converted, ports)) {
    copy.spec.conversion = { strategy: 'None' };
  }
  return copy;
}

interface ClientConfig {
  readonly service?: { readonly name: string; readonly namespace: string; port?: number };
}

interface Conversion {
  readonly strategy: string;
  readonly webhook?: { readonly clientConfig: ClientConfig };
}

type MutableObject = KubernetesObject & {
  readonly webhooks?: readonly { readonly clientConfig: ClientConfig }[];
  readonly spec?: { conversion?: Conversion };
};

function toLocalPort({ service }: ClientConfig, ports: Readonly<Record<string, number>>): boolean {
  const webhook = WEBHOOKS.find((each) => each.service === service?.name && each.namespace === service.namespace);
  const port = webhook === undefined ? undefined : ports[webhook.program];
  if (service === undefined || port === undefined) return false;
  service.port = port;
  return true;
}

function environmentOf(
  { namespace, deployment }: Webhook, objects: readonly KubernetesObject[],
): Record<string, string> {
  const found = objects.find(({ kind, metadata }) => (
    kind === 'Deployment' && metadata.name === deployment && metadata.namespace === namespace)) as DeploymentLike | undefined;
  const container = found?.spec.template.spec.containers[0];
  if (container === undefined) throw new Error(`the release has no Deployment ${namespace}/${deployment}`);
  const fixed = container.env.filter(({ value }) => value !== undefined).map(({ name, value = '' }) => [name, value]);
  // The in-memory channel's controller asks for the name of the dispatcher's container, which its manifest leaves out.
  const own = { SYSTEM_NAMESPACE: namespace, POD_NAME: deployment, CONTAINER_NAME: container.name };
  return { ...Object.fromEntries(fixed), ...own };
}

interface DeploymentLike {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly {
    readonly name: string;
    readonly env: readonly { readonly name: string; readonly value?: string }[];
  }[]; }; }; };
}
