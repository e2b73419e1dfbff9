import type { ApiServer, KubernetesObject } from '../control-plane/api-server';

/** What a server has, by what it is called. */
export type Inventory = ReadonlyMap<string, KubernetesObject>;

/** What servers make of their own accord, or of what others wrote. */
const NOT_LOOKED_AT: ReadonlySet<string> = new Set([
  'APIService', 'ComponentStatus', 'Endpoints', 'EndpointSlice', 'Event', 'IPAddress', 'Lease',
]);

/** How often it is asked again for a kind that is not served, and milliseconds in between. */
const TIMES = 20;
const BETWEEN = 100;

interface Groups {
  readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}

interface Resources {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly verbs: readonly string[] }[];
}

/** All objects of a server, of every kind that it serves. */
export async function inventoryOf(api: ApiServer): Promise<Inventory> {
  const { groups } = await api.read('/apis') as Groups;
  const versions = groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion));
  const served = await Promise.all(['v1', ...versions].map((version) => kindsOf(api, version)));
  // A kind of several versions is read in the one that the server prefers, which comes first.
  const kinds = new Map(served.flat().reverse().map((kind) => [`${kind.base.split('/')[2] ?? ''}/${kind.name}`, kind]));
  const all = await Promise.all([...kinds.values()].map((kind) => objectsOf(api, kind)));
  return new Map(all.flat().map((object) => [nameOf(object), object]));
}

/** What an object is called, whatever version it is read in: `Service.serving.knative.dev shop/orders`. */
export function nameOf({ apiVersion, kind, metadata: { name, namespace } }: KubernetesObject): string {
  const [group = '', version] = apiVersion.split('/');
  const whole = version === undefined ? kind : `${kind}.${group}`;
  return `${whole} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** What changes while nobody changes an object: bookkeeping of the server. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['resourceVersion', 'managedFields', 'generation']);

/** What of an object stays as it is while nobody changes it. */
export function contentOf(object: KubernetesObject): object {
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([field]) => !BOOKKEEPING.has(field)));
  return { ...object, metadata, status: undefined };
}

interface Kind {
  readonly apiVersion: string;
  readonly base: string;
  readonly name: string;
  readonly kind: string;
}

async function kindsOf(api: ApiServer, apiVersion: string): Promise<Kind[]> {
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const { resources } = await patiently(() => api.read(base)) as Resources;
  return resources.filter(({ name, kind, verbs }) => (
    !name.includes('/') && verbs.includes('list') && !NOT_LOOKED_AT.has(kind))).map(({ name, kind }) => ({ apiVersion, base, name, kind }));
}

async function objectsOf(api: ApiServer, { apiVersion, base, name, kind }: Kind): Promise<KubernetesObject[]> {
  // Lists leave out what the items are.
  return (await patiently(() => api.list(`${base}/${name}`))).map((item) => ({ ...item, apiVersion, kind }));
}

/** A kind whose definition has just changed is not served for a moment. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let again = 0; again < TIMES; again += 1) {
    try {
      return await ask();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, BETWEEN));
    }
  }
  return ask();
}
