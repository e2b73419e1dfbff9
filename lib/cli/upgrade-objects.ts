import { type Fields, groupOf, isFields } from '../core';
import type { Manifest } from '../releases';
import { byText } from './texts';

/** What identifies an object to a person. */
export interface ObjectName {
  readonly kind: string;
  /** Absent for objects outside of namespaces. */
  readonly namespace?: string;
  readonly name: string;
}

/** An object that both versions have, and that is not the same in both. */
export interface ChangedObject extends ObjectName {
  /** Fields that differ, without the label of the version and the images of containers. */
  readonly fields: readonly string[];
}

/** What becomes of the objects of a release. */
export interface ObjectChanges {
  readonly added: readonly ObjectName[];
  readonly removed: readonly ObjectName[];
  readonly changed: readonly ChangedObject[];
  /** How many differ in the label of the version and in images, and in nothing else. */
  readonly onlyVersion: number;
  readonly unchanged: number;
}

/** Labels that every object of a release has, with its version. */
const VERSION_LABELS: readonly string[] = ['app.kubernetes.io/version', 'eventing.knative.dev/release', 'serving.knative.dev/release'];
/** The example of a ConfigMap is text for people, and has a digest; its keys are compared as settings. */
const EXAMPLE: readonly string[] = ['_example', 'knative.dev/example-checksum'];

const IMAGE = /^([^@\s]+\/[^@\s]+)@sha256:[0-9a-f]{64}$/;

/** The objects by what identifies them; of one that several files hold, the first. */
export function byIdentity(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  const all = new Map<string, Manifest>();
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata: { namespace = '', name } } = manifest;
    const identity = [groupOf(apiVersion), kind, namespace, name].join('/');
    if (!all.has(identity)) all.set(identity, manifest);
  }
  return all;
}

/** Compares the objects of two versions. */
export function compareObjects(before: readonly Manifest[], after: readonly Manifest[]): ObjectChanges {
  const [old, next] = [byIdentity(before), byIdentity(after)];
  const without = (all: ReadonlyMap<string, Manifest>, other: ReadonlyMap<string, Manifest>) =>
    [...all].filter(([identity]) => !other.has(identity)).map(([, manifest]) => nameOf(manifest)).sort(byName);
  const pairs = [...old].flatMap(([identity, was]) => {
    const is = next.get(identity);
    return is === undefined ? [] : [{ was, is }];
  });
  const same = pairs.filter(({ was, is }) => JSON.stringify(was) === JSON.stringify(is));
  const changed = pairs.map(({ was, is }) => ({ ...nameOf(is), fields: changedFields(was, is) }))
    .filter(({ fields }) => fields.length > 0).sort(byName);
  return {
    added: without(next, old),
    removed: without(old, next),
    changed,
    onlyVersion: pairs.length - same.length - changed.length,
    unchanged: same.length,
  };
}

/** What identifies an object. */
export function nameOf({ kind, metadata: { namespace, name } }: Manifest): ObjectName {
  return { kind, ...namespace === undefined ? {} : { namespace }, name };
}

/** Orders objects by namespace, kind and name; those outside of namespaces come first. */
export function byName(one: ObjectName, other: ObjectName): number {
  const place = ({ namespace = '', kind, name }: ObjectName) => [namespace, kind, name].join('/');
  return byText(place(one), place(other));
}

/** Paths of the fields that differ between two values; lists of what has names are compared by name. */
export function changedFields(before: unknown, after: unknown, path = ''): string[] {
  if (isFields(before) && isFields(after)) return changedParts(before, after, path, (key) => (path === '' ? key : `${path}.${key}`));
  if (isNamed(before) && isNamed(after)) return changedParts(fieldsByName(before), fieldsByName(after), path, (name) => `${path}[${name}]`);
  return JSON.stringify(before) === JSON.stringify(after) || isSameImage(before, after) ? [] : [path];
}

function changedParts(before: Fields, after: Fields, path: string, pathOf: (key: string) => string): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => !isOfEveryRelease(key, before[key] ?? after[key], path))
    .flatMap((key) => changedFields(before[key], after[key], pathOf(key)));
}

function isOfEveryRelease(key: string, value: unknown, path: string): boolean {
  return VERSION_LABELS.includes(key) || EXAMPLE.includes(key)
    || (key === 'image' && typeof value === 'string' && /ontainers\[[^\]]*\]$/.test(path));
}

/** Whether two texts name the same image in two versions, as settings of controllers do. */
export function isSameImage(before: unknown, after: unknown): boolean {
  const [old, next] = [before, after].map((value) => (typeof value === 'string' ? IMAGE.exec(value)?.[1] : undefined));
  return old !== undefined && old === next;
}

function isNamed(value: unknown): value is readonly (Fields & { readonly name: string })[] {
  if (!Array.isArray(value)) return false;
  const names = value.map((item: unknown) => (isFields(item) ? item.name : undefined));
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
}

function fieldsByName(items: readonly (Fields & { readonly name: string })[]): Fields {
  return Object.fromEntries(items.map((item) => [item.name, item]));
}
