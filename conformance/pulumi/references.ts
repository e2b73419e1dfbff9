import type { KubernetesObject } from '../control-plane/api-server';

/** What a controller has to find before its object can be ready, by the names of both: `Kind namespace/name`. */
export type Lookups = ReadonlyMap<string, ReadonlySet<string>>;

/** Kinds whose controllers resolve what the object names. */
const RESOLVING = /^(eventing|messaging|flows|sources|sinks|bindings)\.knative\.dev\//;

/** The name of an object that others look up. */
export function lookedUpAs({ kind, metadata: { namespace = 'default', name } }: KubernetesObject): string {
  return `${kind} ${namespace}/${name}`;
}

/**
 * What each object of a program needs of the others to become ready. A workload that gets the address of a sink from a
 * SinkBinding does not start without it.
 */
export function lookupsAmong(objects: readonly KubernetesObject[]): Lookups {
  const names = new Set(objects.map(lookedUpAs));
  const all = objects.flatMap((object) => {
    const own = lookedUpAs(object);
    return [
      ...targetsOf(object).map((target) => [own, target] as const),
      ...subjectsOf(object).map((subject) => [subject, own] as const),
    ];
  }).filter(([one, other]) => one !== other && names.has(one) && names.has(other));
  const lookups = new Map<string, Set<string>>();
  for (const [one, other] of all) lookups.set(one, (lookups.get(one) ?? new Set()).add(other));
  return lookups;
}

/** Sinks, brokers, channels, what an object replies to, where its dead letters go. */
function targetsOf({ apiVersion, metadata, spec }: KubernetesObject): readonly string[] {
  if (!RESOLVING.test(apiVersion)) return [];
  const home = metadata.namespace ?? 'default';
  const { broker, subject, ...others } = (spec ?? {}) as { readonly broker?: string; readonly subject?: object };
  void subject;
  return [...typeof broker === 'string' ? [`Broker ${home}/${broker}`] : [], ...namesIn(others, home)];
}

function subjectsOf({ kind, metadata, spec }: KubernetesObject): readonly string[] {
  const { subject } = (spec ?? {}) as { readonly subject?: object };
  return kind === 'SinkBinding' ? namesIn(subject, metadata.namespace ?? 'default') : [];
}

/** The references in a value, however deep. */
function namesIn(value: unknown, home: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { apiVersion, kind, name, namespace = home } = value as Readonly<Record<string, unknown>>;
  const isReference = [apiVersion, kind, name, namespace].every((each) => typeof each === 'string');
  const own = isReference ? [`${String(kind)} ${String(namespace)}/${String(name)}`] : [];
  return [...own, ...Object.values(value).flatMap((each) => namesIn(each, home))];
}
