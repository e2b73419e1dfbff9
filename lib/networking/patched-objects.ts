import { type Fields, groupOf, isFields } from '../core';
import type { Manifest } from '../releases';
import type { JsonOperation, KustomizationPatch, PatchTarget } from './kustomization';

/** What patches made of objects, and those of them that no object is a target of. */
export interface PatchedObjects {
  readonly objects: readonly Manifest[];
  readonly unused: readonly KustomizationPatch[];
}

/**
 * Fields by which entries of a list are told from each other, by the name of the list; a list that is not here is one
 * value. Follows `patchMergeKey` in k8s.io/api, as far as patches of this library name lists.
 */
const KEYS: Readonly<Record<string, string>> = {
  containers: 'name', initContainers: 'name', ports: 'port', topologySpreadConstraints: 'topologyKey',
};

/** Changes objects of a release as `kubectl apply -k` does it with the same patches in a kustomization. */
export function patchObjects(objects: readonly Manifest[], patches: readonly KustomizationPatch[]): PatchedObjects {
  const unused = patches.filter(({ target }) => !objects.some((object) => isTarget(object, target)));
  return {
    objects: objects.map((object) => patches.filter(({ target }) => isTarget(object, target)).reduce(patched, object)),
    unused,
  };
}

function isTarget({ apiVersion, kind, metadata }: Manifest, target: PatchTarget): boolean {
  return kind === target.kind && groupOf(apiVersion) === (target.group ?? '') && matches(target.name, metadata.name)
    && (target.namespace === undefined || matches(target.namespace, metadata.namespace ?? ''));
}

/** Follows api/types/selector.go of kustomize: an expression is for the whole name. */
function matches(expression: string, text: string): boolean {
  return new RegExp(`^(?:${expression})$`).test(text);
}

function patched(object: Manifest, { operations, fields }: KustomizationPatch): Manifest {
  const changed = (operations ?? [])
    .reduce<unknown>((value, operation) => operated(value, partsOf(operation), operation), object);
  if (fields === undefined) return changed as Manifest;
  const { metadata, ...others } = fields;
  // The name of a patch only says what it is for, and may be the beginning of one.
  return merged(changed, metadata === undefined ? others : { ...others, metadata: withoutName(metadata) }) as Manifest;
}

function withoutName(metadata: unknown): Fields {
  return Object.fromEntries(Object.entries(metadata as Fields).filter(([field]) => field !== 'name' && field !== 'namespace'));
}

/** Lays fields over others; what is null there is taken out. */
function merged(value: unknown, over: unknown, list = ''): unknown {
  if (Array.isArray(over)) return mergedLists(value, over, KEYS[list]);
  if (!isFields(over)) return over;
  const fields = isFields(value) ? value : {};
  const kept = Object.entries(fields).filter(([field]) => over[field] !== null);
  const said = Object.entries(over).filter(([, change]) => change !== null);
  return Object.fromEntries([...kept, ...said.map(([field, change]) => [field, merged(fields[field], change, field)])]);
}

function mergedLists(value: unknown, over: readonly unknown[], key: string | undefined): unknown {
  if (key === undefined || !Array.isArray(value)) return over;
  const keyOf = (entry: unknown) => isFields(entry) ? entry[key] : undefined;
  const entries: readonly unknown[] = value;
  return [
    ...entries.map((entry) => {
      const change = over.find((each) => keyOf(each) === keyOf(entry));
      return change === undefined ? entry : merged(entry, change);
    }),
    ...over.filter((change) => !entries.some((entry) => keyOf(entry) === keyOf(change))),
  ];
}

/**
 * The parts of the path of an operation. Whatever is no `add` to the end of a list and no `remove` of a field would
 * become one below, and the kustomization would do something else than synth.
 */
function partsOf(operation: JsonOperation): string[] {
  const { op, path } = operation;
  const parts = path.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = parts.at(-1) ?? '-';
  const isKnown = op === 'add' ? last === '-' : op === 'remove' && !/^(-|\d+)$/.test(last);
  if (parts.length === 0 || !isKnown) throw new Error(`no operation that objects are patched with: ${JSON.stringify(operation)}`);
  return parts;
}

/** One operation of a JSON patch: `remove` of a field, which may be gone already, or `add` to the end of a list. */
function operated(value: unknown, [field = '', ...deeper]: readonly string[], operation: JsonOperation): unknown {
  if (Array.isArray(value)) {
    const entries: readonly unknown[] = value;
    if (field === '-') return [...entries, operation.value];
    return entries.map((entry, index) => String(index) === field ? operated(entry, deeper, operation) : entry);
  }
  if (!isFields(value)) return field === '-' ? [operation.value] : value;
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== field));
  if (deeper.length === 0) return rest;
  const changed = operated(value[field], deeper, operation);
  // Kustomize writes no annotations in place of none.
  const isEmpty = changed === undefined || (isFields(changed) && Object.keys(changed).length === 0);
  return isEmpty ? rest : { ...value, [field]: changed };
}
