import { parse } from 'yaml';
import { parseQuantity } from '../../lib/pod/quantity';
import type { KubernetesObject } from '../control-plane/api-server';

/** Stands for an empty object or list, which may mean something: the volume `emptyDir: {}`. */
const EMPTY = '(empty)';

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
  // What was empty may have been filled.
  const isFilled = (field: string) => [...kept.keys()].some((other) => other.startsWith(`${field}.`) || other.startsWith(`${field}[`));
  return [...fieldsOf(applied)]
    .filter(([field, value]) => !same(value, kept.get(field)) && !(value === EMPTY && isFilled(field)))
    .map(([field]) => field);
}

/** Go writes quantities in a form of its own, and leaves out zero values. */
function same(applied: unknown, stored: unknown): boolean {
  if (stored === undefined) return applied === '' || applied === false || applied === 0;
  // A port or a percentage may be given as either.
  return String(applied) === String(stored) || sameQuantity(applied, stored);
}

function sameQuantity(applied: unknown, stored: unknown): boolean {
  const [one, other] = [applied, stored].map((value) => parseQuantity(String(value)));
  return one !== undefined && other !== undefined && Math.abs(one - other) <= 1e-9 * Math.max(one, other);
}

function collect(value: unknown, path: string, into: Map<string, unknown>): void {
  if (typeof value !== 'object' || value === null) {
    if (value !== undefined) into.set(path.slice(1), value);
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) into.set(path.slice(1), EMPTY);
  const isList = Array.isArray(value);
  for (const [key, each] of entries) collect(inner(path, key, each), isList ? `${path}[${key}]` : `${path}.${key}`, into);
}

function inner(path: string, key: string, value: unknown): unknown {
  // What a release only explains is nobody's setting.
  if (path === '.data' && key === '_example') return undefined;
  if (path !== '.data' || typeof value !== 'string' || !value.includes('\n')) return value;
  return parse(value) as unknown;
}
