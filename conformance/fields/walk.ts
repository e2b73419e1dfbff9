import { type Grafts, type Resolve, resolved, type Schema } from './schema';

/** Where a walk finds what a schema does not say itself. */
export interface Beyond {
  readonly grafts?: Grafts;
  readonly resolve?: Resolve;
}

/** A field of a schema, and which values of the manifests are there. */
interface Place {
  readonly path: string;
  readonly schema: Schema;
  readonly values: readonly unknown[];
}

/** What a walk found. */
export interface Walk {
  /** Every field at the end of a path, in the order of the schema, and whether a manifest has it. */
  readonly fields: ReadonlyMap<string, boolean>;
  /** Fields of the manifests that the schema does not name, in parts that take anything. */
  readonly untyped: readonly string[];
  /** Fields of the manifests that the schema does not name anywhere: the API server drops or refuses them. */
  readonly unknown: readonly string[];
}

/** More levels than any API of Kubernetes has that does not contain itself. */
const DEEPEST = 40;

/**
 * Walks a schema and the values of manifests side by side. Lists are written `[]`, maps `{}`; a part that takes
 * anything is one field, unless a graft says what belongs there.
 */
export function walk(path: string, schema: Schema, values: readonly unknown[], beyond: Beyond = {}): Walk {
  const fields = new Map<string, boolean>();
  const untyped = new Set<string>();
  const unknown = new Set<string>();
  const { grafts = {}, resolve = () => undefined } = beyond;

  const visit = (place: Place, seen: readonly Schema[]): void => {
    const own = grafts[place.path] ?? place.schema;
    const target = resolved(own, resolve);
    // A schema that contains itself is one field where it comes back.
    const children = seen.includes(target) || seen.length > DEEPEST ? [] : childrenOf({ ...place, schema: target });
    if (children.length === 0) {
      fields.set(place.path, place.values.some((value) => value !== undefined && value !== null));
      return;
    }
    noteStrangers(place, target);
    for (const child of children) visit(child, [...seen, target]);
  };
  const noteStrangers = ({ path: at, values: there }: Place, { properties, ...rest }: Schema): void => {
    if (properties === undefined) return;
    const into = rest['x-kubernetes-preserve-unknown-fields'] === true ? untyped : unknown;
    for (const key of there.flatMap(keysOf)) if (!(key in properties)) into.add(`${at}.${key}`);
  };

  visit({ path, schema, values }, []);
  return { fields, untyped: [...untyped], unknown: [...unknown] };
}

/** The places one level below; none where a path ends. */
function childrenOf({ path, schema, values }: Place): Place[] {
  const { properties, items, additionalProperties } = schema;
  if (items !== undefined) {
    return [{ path: `${path}[]`, schema: items, values: values.flatMap((value) => Array.isArray(value) ? value as unknown[] : []) }];
  }
  if (typeof additionalProperties === 'object') {
    return [{ path: `${path}{}`, schema: additionalProperties, values: values.flatMap((value) => keysOf(value).map((key) => at(value, key))) }];
  }
  return Object.entries(properties ?? {}).map(([key, child]) =>
    ({ path: `${path}.${key}`, schema: child, values: values.map((value) => at(value, key)) }));
}

function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : [];
}

function at(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
