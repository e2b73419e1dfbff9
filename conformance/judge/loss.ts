import { parse } from 'yaml';
import type { KubernetesObject } from '../control-plane/api-server';

/** Every value of an object by its path; text of a ConfigMap that is YAML itself is looked into. */
export function fieldsOf(object: KubernetesObject | undefined): Map<string, unknown> {
  const found = new Map<string, unknown>();
  if (object === undefined) return found;
  const { apiVersion, kind, metadata, ...fields } = object;
  const { labels, annotations, generation } = metadata;
  collect({ apiVersion, kind, metadata: { labels, annotations, generation }, ...fields }, '', found);
  return found;
}

/** Values that were applied and are stored otherwise, or not at all: what was dropped without a word. */
export function lostFrom(applied: KubernetesObject, stored: KubernetesObject | undefined): string[] {
  const kept = fieldsOf(stored);
  return [...fieldsOf(applied)].filter(([field, value]) => !same(value, kept.get(field))).map(([field]) => field);
}

/** Go writes quantities in a form of its own, and empty values not at all. */
function same(applied: unknown, stored: unknown): boolean {
  if (stored === undefined) return applied === '' || applied === false || applied === 0;
  return applied === stored || typeof applied !== typeof stored || /quantity/.test(String(stored));
}

function collect(value: unknown, path: string, into: Map<string, unknown>): void {
  if (Array.isArray(value)) value.forEach((each, index) => collect(each, `${path}[${index}]`, into));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) collect(inner(path, key, each), `${path}.${key}`, into);
  } else if (value !== undefined) into.set(path.slice(1), value);
}

function inner(path: string, key: string, value: unknown): unknown {
  // What a release only explains is nobody's setting.
  if (path === '.data' && key === '_example') return undefined;
  if (path !== '.data' || typeof value !== 'string' || !value.includes('\n')) return value;
  return parse(value) as unknown;
}
