import type { ApiObject } from 'cdk8s';
import { type Dependency, objectsBelow } from './dependencies';
import { fieldsOf } from './fields';
import { groupOf } from './kinds';
import { objectId, type ObjectIdentity } from './object-id';
import { renderedOrNothing } from './rendered';
import { type Wave, WAVES } from './waves';

/** An object with its step. */
export interface PlacedObject {
  readonly object: ApiObject;
  readonly identity: ObjectIdentity;
  readonly id: string;
  readonly wave: Wave;
}

/** What each object needs, by ids. */
export type Needs = ReadonlyMap<string, ReadonlySet<string>>;

const DEFINITION = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

/** What a definition defines. */
export interface DefinedKind {
  readonly group: string;
  readonly kind: string;
  readonly clusterScoped: boolean;
}

/** The kind that an object defines; `undefined` where it defines none, or cannot be written. */
export function definedKind(object: ApiObject): DefinedKind | undefined {
  if (object.kind !== DEFINITION.kind || groupOf(object.apiVersion) !== DEFINITION.group) return undefined;
  const rendered = renderedOrNothing(object);
  if (rendered === undefined) return undefined;
  const { group, scope, names } = fieldsOf(rendered.spec);
  return { group: String(group), kind: String(fieldsOf(names).kind), clusterScoped: scope === 'Cluster' };
}

/**
 * The objects that have to be there before each: its namespace, the definition of its kind, and what the program says
 * with `addDependency`. Where whole charts or constructs depend on each other, what an earlier step holds is left out.
 */
export function neededBy(objects: readonly PlacedObject[], dependencies: readonly Dependency[]): Needs {
  const present = new Set(objects.map(({ id }) => id));
  const definitions = definitionsOf(objects);
  const needs = new Map(objects.map((each) => [each.id, new Set(firstNeeds(each, present, definitions))]));
  const byObject = new Map(objects.map((each) => [each.object, each]));
  for (const { source, target } of dependencies) {
    const sources = objectsBelow(source);
    const targets = objectsBelow(target);
    const isWhole = sources.length > 1 || targets.length > 1;
    for (const from of sources) {
      for (const to of targets) {
        const [after, before] = [byObject.get(from), byObject.get(to)];
        if (after === undefined || before === undefined || after === before) continue;
        const gap = WAVES.indexOf(after.wave) - WAVES.indexOf(before.wave);
        if (gap === 0 || gap > 0 && !isWhole) needs.get(after.id)?.add(before.id);
      }
    }
  }
  return needs;
}

function definitionsOf(objects: readonly PlacedObject[]): ReadonlyMap<string, string> {
  return new Map(objects.flatMap(({ object, id }) => {
    const defined = definedKind(object);
    return defined === undefined ? [] : [[`${defined.group}/${defined.kind}`, id]];
  }));
}

function firstNeeds(
  { identity, id }: PlacedObject, present: ReadonlySet<string>, definitions: ReadonlyMap<string, string>,
): string[] {
  const { apiVersion, kind, namespace } = identity;
  const found: string[] = [];
  if (namespace !== undefined) found.push(objectId({ apiVersion: 'v1', kind: 'Namespace', name: namespace }));
  const definition = definitions.get(`${groupOf(apiVersion)}/${kind}`);
  if (definition !== undefined) found.push(definition);
  return found.filter((needed) => present.has(needed) && needed !== id);
}

/** By step; within a step by what objects need, and else in the order that they have. */
export function inOrder<T extends PlacedObject>(objects: readonly T[], needs: Needs): T[] {
  const byId = new Map(objects.map((each) => [each.id, each]));
  const ordered = new Set<T>();
  const visiting = new Set<T>();
  const visit = (each: T): void => {
    if (ordered.has(each) || visiting.has(each)) return;
    visiting.add(each);
    for (const id of needs.get(each.id) ?? []) {
      const needed = byId.get(id);
      if (needed?.wave === each.wave) visit(needed);
    }
    ordered.add(each);
  };
  for (const wave of WAVES) for (const each of objects) if (each.wave === wave) visit(each);
  return [...ordered];
}
