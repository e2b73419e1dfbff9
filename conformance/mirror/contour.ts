import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { KubernetesObject } from '../control-plane/api-server';
import { yamlFiles } from '../control-plane/release';
import { moduleFolders } from '../control-plane/tools';

const CONTOUR = 'github.com/projectcontour/contour';
const HOME = 'projectcontour';
const ROLE = 'knative-contour';
const LABEL = { 'networking.knative.dev/ingress-provider': 'contour' };
/** What hack/overlays of net-contour gives the containers of Envoy's pods. */
const RESOURCES: Readonly<Record<string, object>> = {
  'shutdown-manager': { requests: { cpu: '40m', memory: '40Mi' }, limits: { cpu: '400m', memory: '400Mi' } },
  'envoy': { requests: { cpu: '200m', memory: '200Mi' }, limits: { cpu: '500m', memory: '500Mi' } },
};

/** An object that the sets are made of, as far as they change it. */
interface Mutable {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: object };
  subjects?: { namespace?: string }[];
  data?: Record<string, string>;
  spec?: {
    type?: string;
    externalTrafficPolicy?: string;
    template?: { spec: PodSpec };
  };
}

interface PodSpec {
  containers: Container[];
  securityContext?: { runAsUser?: number; runAsGroup?: number };
}

interface Container {
  name: string;
  args?: string[];
  command?: string[];
  resources?: object;
  ports?: { hostPort?: number }[];
  lifecycle?: { preStop?: { exec?: { command: string[] } } };
}

/** `contour.yaml` of a release of net-contour: Contour's example, once for each of the two namespaces. */
export function contourManifest(): string {
  const folder = path.join(moduleFolders([CONTOUR])[CONTOUR] ?? '', 'examples/contour');
  // Numbers such as 0644 are octal to Kubernetes.
  const example = yamlFiles(folder).flatMap((file) => parseAllDocuments(fs.readFileSync(file, 'utf8'), { version: '1.1' }))
    .map((document) => document.toJS() as KubernetesObject);
  const sets = ['contour-external', 'contour-internal'].flatMap((namespace) => setOf(example, namespace));
  // What both sets have is published once.
  const texts = new Set(sets.map((object) => stringify(object, { lineWidth: 0 })));
  return [...texts].join('---\n');
}

/** Follows hack/overlays of net-contour, which hack/update-deps.sh applies. */
function setOf(example: readonly KubernetesObject[], namespace: string): Mutable[] {
  const objects = example.filter(({ kind }) => kind !== 'ClusterRoleBinding')
    .map((object) => structuredClone(object) as unknown as Mutable);
  for (const object of objects) toNamespace(object, namespace);
  return [bindingOf(namespace) as unknown as Mutable, ...objects];
}

function bindingOf(namespace: string): object {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `knative-${namespace}`, labels: LABEL },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ROLE },
    subjects: [{ kind: 'ServiceAccount', name: 'contour', namespace }],
  };
}

function toNamespace(object: Mutable, namespace: string): void {
  const { kind, metadata, subjects = [], data, spec } = object;
  metadata.labels = { ...metadata.labels, ...LABEL };
  if (metadata.namespace === HOME) metadata.namespace = namespace;
  if (kind === 'Namespace') metadata.name = namespace;
  if (kind === 'ClusterRole') metadata.name = ROLE;
  for (const subject of subjects) subject.namespace = namespace;
  for (const [key, text] of Object.entries(data ?? {})) {
    if (data !== undefined) data[key] = text.replace(`namespace: ${HOME}`, `namespace: ${namespace}`);
  }
  if (kind === 'Service' && spec?.type === 'LoadBalancer' && namespace === 'contour-internal') {
    spec.type = 'ClusterIP';
    delete spec.externalTrafficPolicy;
  }
  const pod = spec?.template?.spec;
  if (pod !== undefined) toPod(kind, pod, namespace);
}

function toPod(kind: string, pod: PodSpec, namespace: string): void {
  if (kind !== 'DaemonSet') Object.assign(pod.securityContext ?? {}, { runAsUser: 65532, runAsGroup: 65532 });
  for (const container of pod.containers) {
    if (kind === 'Deployment') container.args?.splice(1, 0, `--ingress-class-name=${namespace}`);
    if (kind === 'DaemonSet') toEnvoy(container);
  }
}

function toEnvoy(container: Container): void {
  const stop = container.lifecycle?.preStop?.exec?.command;
  for (const command of [container.command, stop]) {
    if (command?.[0] === '/bin/contour') command[0] = 'contour';
  }
  for (const port of container.ports ?? []) delete port.hostPort;
  container.resources = RESOURCES[container.name];
}
