import type { KubernetesObject } from '../control-plane/api-server';

/** An object that differs from another one in one value. */
export interface Change {
  /** Where the value is. */
  readonly path: string;
  readonly after: KubernetesObject;
}

/** What an object is, as opposed to what it says: a change of it makes another object. */
const IDENTITY = /^(apiVersion|kind|metadata\.(name|namespace))$/;

/**
 * Every change of one value of an object, and every loss of one: a text gets a letter more, a number is one more, a
 * choice is the other one. Whether the server takes the new value is another matter.
 */
export function changesOf(object: KubernetesObject): Change[] {
  return leavesOf(object, []).flatMap(({ keys, value }) => {
    const path = keys.join('.');
    if (IDENTITY.test(path)) return [];
    return [
      { path, after: withValue(object, keys, other(value)) },
      { path: `${path} left out`, after: withValue(object, keys, undefined) },
    ];
  });
}

interface Leaf {
  readonly keys: readonly string[];
  readonly value: unknown;
}

function leavesOf(value: unknown, keys: readonly string[]): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ keys, value }];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...keys, key]));
}

function other(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  return /^PT?\d/.test(text) ? text.replace(/\d+/, (digits) => String(Number(digits) + 1)) : `${text}x`;
}

function withValue(object: KubernetesObject, keys: readonly string[], value: unknown): KubernetesObject {
  const copy = structuredClone(object);
  put(copy as unknown as Record<string, unknown>, keys, value);
  return copy;
}

/** What is left empty goes too, as it would from a program that no longer says it. */
function put(parent: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  const child = parent[key];
  if (rest.length > 0 && typeof child === 'object' && child !== null) {
    put(child as Record<string, unknown>, rest, value);
    if (Object.keys(child).length > 0) return;
  } else if (value !== undefined) {
    parent[key] = value;
    return;
  }
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
}
