import type { Manifest } from '../releases';
import { byText } from './texts';
import { byIdentity } from './upgrade-objects';

/** How the definition of a kind changes. */
export interface DefinitionChange {
  /** Its name: `brokers.eventing.knative.dev`. */
  readonly name: string;
  /** Versions that come to be served. */
  readonly served: readonly string[];
  /** Versions that are served no more; who writes them is refused. */
  readonly unserved: readonly string[];
  /** Versions that get a note of deprecation. */
  readonly deprecated: readonly string[];
  /** The version that objects are stored in, where it changes. */
  readonly storage?: { readonly before: string; readonly after: string };
  /** Fields that come, as `v1 spec.delivery.format`. */
  readonly added: readonly string[];
  /** Fields that go; what objects have in them is dropped. */
  readonly removed: readonly string[];
}

interface Version {
  readonly name: string;
  readonly served?: boolean;
  readonly storage?: boolean;
  readonly deprecated?: boolean;
  readonly schema?: { readonly openAPIV3Schema?: Schema };
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

const KIND = 'CustomResourceDefinition';

/** Compares the definitions of two versions; those that say the same are left out. */
export function compareDefinitions(before: readonly Manifest[], after: readonly Manifest[]): DefinitionChange[] {
  const old = byIdentity(before.filter(({ kind }) => kind === KIND));
  const next = byIdentity(after.filter(({ kind }) => kind === KIND));
  return [...next].flatMap(([identity, manifest]) => {
    const was = old.get(identity);
    return was === undefined ? [] : [changeOf(was, manifest)];
  }).filter(says).sort((one, other) => byText(one.name, other.name));
}

function changeOf(was: Manifest, is: Manifest): DefinitionChange {
  const [old, next] = [versionsOf(was), versionsOf(is)];
  const [before, after] = [storageOf(old), storageOf(next)];
  const inBoth = servedIn(old).filter((name) => servedIn(next).includes(name));
  const fields = [old, next].map((versions) => versions.filter(({ name }) => inBoth.includes(name))
    .flatMap(({ name, schema }) => fieldsOf(schema?.openAPIV3Schema).map((path) => `${name} ${path}`)));
  const [had = [], has = []] = fields;
  return {
    name: is.metadata.name,
    served: servedIn(next).filter((name) => !servedIn(old).includes(name)),
    unserved: servedIn(old).filter((name) => !servedIn(next).includes(name)),
    deprecated: deprecatedIn(next).filter((name) => !deprecatedIn(old).includes(name)),
    ...before === undefined || after === undefined || before === after ? {} : { storage: { before, after } },
    added: outermost(has, had),
    removed: outermost(had, has),
  };
}

function says({ served, unserved, deprecated, storage, added, removed }: DefinitionChange): boolean {
  return storage !== undefined || [served, unserved, deprecated, added, removed].some((list) => list.length > 0);
}

function versionsOf(definition: Manifest): readonly Version[] {
  const { versions } = (definition.spec ?? {}) as { readonly versions?: readonly Version[] };
  return versions ?? [];
}

function servedIn(versions: readonly Version[]): string[] {
  return versions.filter(({ served }) => served === true).map(({ name }) => name);
}

function deprecatedIn(versions: readonly Version[]): string[] {
  return versions.filter(({ deprecated }) => deprecated === true).map(({ name }) => name);
}

function storageOf(versions: readonly Version[]): string | undefined {
  return versions.find(({ storage }) => storage === true)?.name;
}

/** Paths of all fields of a schema; those of the items of a list have `[]` before them. */
function fieldsOf(schema: Schema | undefined, path = ''): string[] {
  if (schema === undefined) return [];
  const { properties = {}, items, additionalProperties } = schema;
  const own = Object.entries(properties).flatMap(([key, inner]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [at, ...fieldsOf(inner, at)];
  });
  const values = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return [...own, ...fieldsOf(items, `${path}[]`), ...fieldsOf(values, `${path}.*`)];
}

/** Fields that the other schema lacks, without those inside of such a field. */
function outermost(fields: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  const lacking = fields.filter((field) => !known.has(field));
  const all = new Set(lacking);
  return lacking.filter((field) => !ancestorsOf(field).some((ancestor) => all.has(ancestor)));
}

function ancestorsOf(field: string): string[] {
  const parts = field.split('.');
  return parts.slice(1).flatMap((_, index) => {
    const ancestor = parts.slice(0, index + 1).join('.');
    return [ancestor, ancestor.replace(/\[\]$/, '')];
  });
}
