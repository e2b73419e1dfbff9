import type { ApiServer, KubernetesObject } from '../control-plane/api-server';
import { inTurns } from '../judge/in-turns';
import { differences, shown } from './differences';
import { type Known, KNOWN } from './known-differences';

/** Where the kinds are listed that an installation consists of. */
const LISTED: Readonly<Record<string, string>> = {
  ConfigMap: '/api/v1/configmaps',
  Secret: '/api/v1/secrets',
  Service: '/api/v1/services',
  ServiceAccount: '/api/v1/serviceaccounts',
  Deployment: '/apis/apps/v1/deployments',
  DaemonSet: '/apis/apps/v1/daemonsets',
  StatefulSet: '/apis/apps/v1/statefulsets',
  Job: '/apis/batch/v1/jobs',
  PodDisruptionBudget: '/apis/policy/v1/poddisruptionbudgets',
  HorizontalPodAutoscaler: '/apis/autoscaling/v2/horizontalpodautoscalers',
  Role: '/apis/rbac.authorization.k8s.io/v1/roles',
  RoleBinding: '/apis/rbac.authorization.k8s.io/v1/rolebindings',
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  MutatingWebhookConfiguration: '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
  ValidatingWebhookConfiguration: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
};
/** Written by the server, and different in each cluster. */
const OF_SERVER = ['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'managedFields', 'ownerReferences', 'selfLink'];
const ADDRESSES = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'];
const OPERATED = 'operator.knative.dev';

/** What was found of one program, object by object. */
export interface Compared {
  readonly equal: number;
  /** Kinds that were compared, and how many objects of each. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Lines of what differs for no known reason. */
  readonly differing: readonly string[];
  /** Known differences that were met. */
  readonly met: ReadonlySet<Known>;
}

/** All objects that the operator made in a cluster, by their ids. */
export async function madeByOperator(api: ApiServer): Promise<Map<string, KubernetesObject>> {
  const lists = await Promise.all(Object.entries(LISTED).map(async ([kind, path]) => (
    (await api.list(path)).map((object) => ({ ...object, kind, apiVersion: path.split('/').slice(2, -1).join('/') })))));
  return byId(lists.flat().filter(isOperators));
}

function isOperators({ metadata }: KubernetesObject): boolean {
  const { ownerReferences = [], annotations = {} } = metadata as {
    ownerReferences?: readonly { readonly apiVersion: string }[]; annotations?: Readonly<Record<string, string>>;
  };
  return ownerReferences.some(({ apiVersion }) => apiVersion.startsWith(OPERATED)) || 'manifestival' in annotations;
}

/** What a server would store of objects, none of which is there: each with its defaults. */
export async function asStored(
  api: ApiServer, objects: readonly KubernetesObject[],
): Promise<Map<string, KubernetesObject>> {
  const namespaces = new Set(objects.map(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : metadata.namespace)));
  for (const name of namespaces) {
    if (name !== undefined) await api.applyOrThrow({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { fieldManager: 'judge' });
  }
  const stored = await inTurns(objects.filter(({ kind }) => kind in LISTED), async (object) => {
    const verdict = await api.apply(object, { dryRun: true, force: true });
    if (verdict.stored === undefined) throw new Error(`${idOf(object)} is refused: ${verdict.words}`);
    return verdict.stored;
  });
  return byId(stored);
}

function byId(objects: readonly KubernetesObject[]): Map<string, KubernetesObject> {
  return new Map(objects.map((object) => [idOf(object), object]));
}

/** Kind, namespace and name. */
export function idOf({ kind, metadata: { namespace, name } }: KubernetesObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Compares what the operator made with what the release way writes, object by object. */
export function compareWays(
  operated: ReadonlyMap<string, KubernetesObject>, released: ReadonlyMap<string, KubernetesObject>,
): Compared {
  const differing: string[] = [];
  const met = new Set<Known>();
  const kinds = new Map<string, number>();
  let equal = 0;
  const ids = [...new Set([...operated.keys(), ...released.keys()])].sort();
  for (const id of ids) {
    const kind = id.slice(0, id.indexOf(' '));
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const lines = linesOf(id, operated.get(id), released.get(id));
    const unknown = lines.filter((line) => {
      const known = KNOWN.find(({ line: pattern }) => pattern.test(line));
      if (known !== undefined) met.add(known);
      return known === undefined;
    });
    if (unknown.length === 0) equal += 1;
    differing.push(...unknown);
  }
  return { equal, kinds, differing, met };
}

function linesOf(id: string, operated?: KubernetesObject, released?: KubernetesObject): string[] {
  if (released === undefined) return [`${id}: only the operator makes it`];
  if (operated === undefined) return [`${id}: only the release way has it`];
  return differences(plain(operated), plain(released)).map((difference) => `${id} ${shown(difference)}`);
}

interface Loose {
  metadata: Record<string, unknown> & { labels?: Record<string, unknown>; annotations?: Record<string, unknown> };
  data?: Record<string, unknown>;
  aggregationRule?: unknown;
  rules?: unknown;
  spec?: Record<string, unknown>;
  webhooks?: { clientConfig: Record<string, unknown> }[];
  status?: unknown;
}

interface Conversion {
  readonly webhook?: { readonly clientConfig?: { caBundle?: string } };
}

/** An object without what each cluster has of its own, and without what a running webhook writes. */
function plain(object: KubernetesObject): unknown {
  const copy = structuredClone(object) as unknown as Loose;
  for (const field of OF_SERVER) Reflect.deleteProperty(copy.metadata, field);
  delete copy.status;
  delete copy.data?._example;
  if (copy.data !== undefined && Object.keys(copy.data).length === 0) delete copy.data;
  // A controller of Kubernetes fills these in.
  if (copy.aggregationRule !== undefined) delete copy.rules;
  if (object.kind === 'Service') for (const field of ADDRESSES) Reflect.deleteProperty(copy.spec ?? {}, field);
  for (const { clientConfig } of copy.webhooks ?? []) delete clientConfig.caBundle;
  const conversion = copy.spec?.conversion as Conversion | undefined;
  delete conversion?.webhook?.clientConfig?.caBundle;
  for (const map of ['labels', 'annotations'] as const) dropEmpty(copy.metadata, map);
  return copy;
}

/** What only the operator marks its objects with. */
const MARKS = /^(manifestival|kubectl\.kubernetes\.io\/last-applied-configuration|operator\.knative\.dev\/.*|deployment\.kubernetes\.io\/revision|deprecated\.daemonset\.template\.generation)$/;

function dropEmpty(metadata: Loose['metadata'], map: 'labels' | 'annotations'): void {
  const entries = Object.entries(metadata[map] ?? {}).filter(([key]) => !MARKS.test(key));
  if (entries.length === 0) Reflect.deleteProperty(metadata, map);
  else metadata[map] = Object.fromEntries(entries);
}
