import { type Fields, fieldsOf, isFields } from '../core';
import type { Manifest } from '../releases';
import { own, without } from './reading';

/** A step of what happens to each object of a release; what stays as it is comes back as the same object. */
export type Transform = (manifest: Manifest) => Manifest;

/** How a value becomes another one; the same one where nothing changes. */
export type Edit = (value: unknown) => unknown;

/** An object with one place different. Fields on the way there are made where there are none. */
export function edited(manifest: Manifest, path: readonly string[], edit: Edit): Manifest {
  const fields = editedFields(manifest, path, edit);
  if (fields === manifest) return manifest;
  const { apiVersion, kind, metadata: { name } } = manifest;
  return { ...fields, apiVersion, kind, metadata: { ...fieldsOf(fields.metadata), name } };
}

function editedFields(fields: Fields, path: readonly string[], edit: Edit): Fields {
  const [field, ...rest] = path;
  if (field === undefined) return fields;
  const before = fields[field];
  const after = rest.length === 0 ? edit(before) : editedWithin(before, rest, edit);
  if (after === before) return fields;
  return after === undefined ? without(fields, field) : { ...fields, [field]: after };
}

function editedWithin(before: unknown, path: readonly string[], edit: Edit): unknown {
  const inside = fieldsOf(before);
  const after = editedFields(inside, path, edit);
  return after === inside ? before : after;
}

/** Its name, its namespace, its labels: what an object has in `metadata`. */
export function withMetadata(manifest: Manifest, changes: Partial<Manifest['metadata']>): Manifest {
  const { metadata } = manifest;
  const same = Object.entries(changes).every(([field, value]) => metadata[field] === value);
  return same ? manifest : { ...manifest, metadata: withoutAbsent({ ...metadata, ...changes }) };
}

function withoutAbsent(metadata: Manifest['metadata']): Manifest['metadata'] {
  const there = Object.entries(metadata).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(there), name: metadata.name };
}

/** A value that stands in place of whatever is there. */
export function to(value: unknown): Edit {
  return (before) => before === value ? before : value;
}

/** Entries that are added to those that are there, and win over them. */
export function joining(entries: Fields): Edit {
  return (before) => {
    const there = fieldsOf(before);
    const changes = Object.entries(entries).filter(([key, value]) => own(there, key) !== value);
    return changes.length === 0 ? before : { ...there, ...Object.fromEntries(changes) };
  };
}

/** Elements that come after those that are there. */
export function appending(elements: readonly unknown[]): Edit {
  return (before) => elements.length === 0 ? before : [...Array.isArray(before) ? before : [], ...elements];
}

/** Each element of a list that has fields, perhaps changed. */
export function each(edit: (element: Fields, index: number) => Fields): Edit {
  return (before) => {
    if (!Array.isArray(before)) return before;
    const after = before.map((element: unknown, index) => isFields(element) ? edit(element, index) : element);
    return after.every((element, index) => element === before[index]) ? before : after;
  };
}

/** Kinds whose objects make pods. Follows pkg/reconciler/common/images.go. */
const WORKLOADS = ['Deployment', 'DaemonSet', 'StatefulSet', 'Job'];

/** Whether an object makes pods. */
export function isWorkload({ kind }: Manifest): boolean {
  return WORKLOADS.includes(kind);
}

/** Where a workload has its containers. Those that run before them have none of the operator's attention. */
export const CONTAINERS: readonly string[] = ['spec', 'template', 'spec', 'containers'];

/** Where a workload says what its pods are. */
export const PODS: readonly string[] = ['spec', 'template', 'spec'];
