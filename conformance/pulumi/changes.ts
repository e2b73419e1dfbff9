import type { ApiServer, KubernetesObject, Verdict } from '../control-plane/api-server';

/** An object of which an earlier run left another one, and how the provider sends it. */
export interface Change {
  readonly api: ApiServer;
  readonly object: KubernetesObject;
  /** What the earlier run sent. */
  readonly before: KubernetesObject;
  readonly live: KubernetesObject;
  /** Paths such as `spec.replicas`. */
  readonly ignored: readonly string[];
  readonly fieldManager: string;
}

interface Managed {
  readonly manager: string;
  readonly fieldsV1?: Tree;
}

type Tree = { readonly [key: string]: unknown };

/** Whether the engine finds nothing to do: what it ignores, it takes from the earlier run. */
export function isSame({ object, before, ignored }: Pick<Change, 'object' | 'before' | 'ignored'>): boolean {
  return JSON.stringify(withFields(object, before, ignored)) === JSON.stringify(before);
}

/**
 * Updates an object as the provider of Pulumi does: a definition is put whole, everything else is applied. Follows
 * `updateResource` and `handleSSAIgnoreFields` of provider/pkg/await/await.go of pulumi-kubernetes: a field that it
 * ignores is not sent where only others own it, and else is sent as it is in the cluster.
 */
export function send(change: Change): Promise<Verdict> {
  const { api, object, before, live, ignored, fieldManager } = change;
  if (object.kind === 'CustomResourceDefinition') return api.replace(object, live, fieldManager);
  const own = withFields(object, before, ignored);
  const sent = ignored.reduce((fields, path) => withField(fields, path.split('.'), isOwnedByOthers(change, path)
    ? undefined : valueAt(live, path.split('.'))), own);
  return api.apply(sent, { fieldManager, force: isForced(object) });
}

/** Whether the API server gives the program what others own. */
export function isForced({ metadata: { annotations } }: KubernetesObject): boolean {
  return (annotations as Tree | undefined)?.['pulumi.com/patchForce'] === 'true';
}

function isOwnedByOthers({ live, fieldManager }: Change, path: string): boolean {
  const all = (live.metadata.managedFields ?? []) as readonly Managed[];
  const keys = path.split('.').map((key) => `f:${key}`);
  const owners = all.filter(({ fieldsV1 }) => valueAt(fieldsV1, keys) !== undefined).map(({ manager }) => manager);
  return owners.length > 0 && !owners.includes(fieldManager);
}

function withFields(object: KubernetesObject, from: KubernetesObject, paths: readonly string[]): KubernetesObject {
  return paths.reduce((fields, path) => withField(fields, path.split('.'), valueAt(from, path.split('.'))), object);
}

function withField(object: KubernetesObject, keys: readonly string[], value: unknown): KubernetesObject {
  const { apiVersion, kind, metadata } = object;
  return { apiVersion, kind, metadata, ...edited(object, keys, value) };
}

function edited(fields: Tree, [key = '', ...rest]: readonly string[], value: unknown): Tree {
  const inside = rest.length === 0 ? value : edited((fields[key] ?? {}) as Tree, rest, value);
  const known = Object.entries(fields).map(([name, each]) => [name, name === key ? inside : each] as const);
  const all = key in fields ? known : [...known, [key, inside] as const];
  return Object.fromEntries(all.filter(([, each]) => each !== undefined));
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce((at, key) => (typeof at === 'object' && at !== null ? (at as Tree)[key] : undefined), value);
}
