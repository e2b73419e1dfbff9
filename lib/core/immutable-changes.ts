import { IDENTITY_FIELDS, IMMUTABLE_FIELDS, ImmutableBy, type ImmutableField, OTHER_OBJECT } from './immutability';
import { groupOf } from './kinds';

/** A change of an object that needs the object to be deleted and created again. */
export interface ImmutableChange {
  /** Where it is, in the spelling of `ImmutableField.path`. */
  readonly path: string;
  /** What keeps the field. */
  readonly by: ImmutableBy;
  /** What becomes of the change. */
  readonly consequence: string;
  /**
   * The value that the object has.
   * @default - none
   */
  readonly before?: unknown;
  /**
   * The value that it would get.
   * @default - none
   */
  readonly after?: unknown;
  /**
   * Whether it is a change for sure. It may be none where the defaults of the cluster fill in the side that has no
   * value.
   */
  readonly certain: boolean;
}

/** An object as it is written, or as the API server gives it back. */
export type Manifest = Readonly<Record<string, unknown>>;

/**
 * The differences between two manifests of one object that no update brings about: each needs the object to be deleted
 * and created again. Of kinds that the library does not know only the identity is compared.
 * @param before the object as it is, or as it was applied
 * @param after the object as it shall be
 */
export function immutableChanges(before: Manifest, after: Manifest): ImmutableChange[] {
  return changesBetween(asStored(before), asStored(after));
}

/** The API server keeps the texts of a Secret among its data, and `stringData` wins. */
function asStored(manifest: Manifest): Manifest {
  const { apiVersion, kind, data, stringData } = manifest;
  if (apiVersion !== 'v1' || kind !== 'Secret' || !isObject(stringData)) return manifest;
  const texts = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(String(text ?? '')).toString('base64')]);
  return { ...manifest, data: { ...isObject(data) ? data : {}, ...Object.fromEntries(texts) }, stringData: undefined };
}

function changesBetween(before: Manifest, after: Manifest): ImmutableChange[] {
  const [group, newGroup] = [groupIn(before), groupIn(after)];
  const fields = IMMUTABLE_FIELDS[`${group}/${String(before.kind)}`] ?? [];
  const changes = [...IDENTITY_FIELDS, ...fields].flatMap((field) => changesOf(field, before, after));
  return group === newGroup ? changes : [otherGroup(before, after), ...changes];
}

/** Versions of a group are one kind; a kind of another group is another. */
function otherGroup(before: Manifest, after: Manifest): ImmutableChange {
  return {
    path: 'apiVersion', by: ImmutableBy.ADMISSION, consequence: OTHER_OBJECT, before: before.apiVersion,
    after: after.apiVersion, certain: true,
  };
}

function groupIn({ apiVersion }: Manifest): string {
  return typeof apiVersion === 'string' ? groupOf(apiVersion) : '';
}

function changesOf(field: ImmutableField, before: Manifest, after: Manifest): ImmutableChange[] {
  if (!applies(field, before, after)) return [];
  const [old, young] = [valueAt(before, field.path), valueAt(after, field.path)];
  if (field.except === undefined) {
    return differ(field, field.path, normal(field, old, before), normal(field, young, after));
  }
  const keys = new Set([...keysOf(old), ...keysOf(young)]);
  return [...keys].filter((key) => field.except?.includes(key) !== true).flatMap((key) =>
    differ(field, `${field.path}.${key}`, childOf(old, key), childOf(young, key)));
}

function applies({ whileKept, onlyIf }: ImmutableField, before: Manifest, after: Manifest): boolean {
  if (onlyIf !== undefined && valueAt(before, onlyIf) !== true) return false;
  if (whileKept === undefined) return true;
  const kept = valueAt(after, whileKept);
  return kept !== undefined && kept !== '' && kept === valueAt(before, whileKept);
}

function differ(field: ImmutableField, path: string, before: unknown, after: unknown): ImmutableChange[] {
  const { by, consequence, filledIn, presenceOnly, emptyMayBeSet } = field;
  const absent = before === undefined || after === undefined;
  const same = presenceOnly === true ? (before === undefined) === (after === undefined) : equal(before, after);
  if (same || (emptyMayBeSet === true && before === '')) return [];
  return [{ path, by, consequence, before, after, certain: !(filledIn === true && absent) }];
}

/** A value with what the cluster would add to it. */
function normal({ absentMeans, reference, unordered }: ImmutableField, value: unknown, manifest: Manifest): unknown {
  if (value === undefined) return absentMeans;
  if (unordered === true && Array.isArray(value)) return [...new Set(value.map(String))].sort();
  if (reference !== true || !isObject(value)) return value;
  return { namespace: valueAt(manifest, 'metadata.namespace'), ...value };
}

/** Keys of a path; one with dots stands in brackets. */
function keysIn(path: string): string[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, bracketed, plain]) => bracketed ?? plain ?? '');
}

function valueAt(manifest: Manifest, path: string): unknown {
  return keysIn(path).reduce<unknown>(childOf, manifest);
}

/** In a manifest nothing and `null` are the same. */
function childOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] ?? undefined : undefined;
}

function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two parts of manifests say the same; the order of keys says nothing. */
function equal(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => equal(item, other[index]));
  }
  if (!isObject(one) || !isObject(other)) return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => equal(childOf(one, key), childOf(other, key)));
}
