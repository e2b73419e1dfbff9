import type * as pulumi from '@pulumi/pulumi';
import { type Fields, fieldsOf, leftToControllers, type ReadObject } from '../core';

/**
 * An object of a release without what is left to controllers: by what an object removes itself when it is done, since
 * Pulumi would make it again, and entries of lists that a controller says. What Pulumi never sent, it never takes back,
 * and no update of it ends in a conflict.
 */
export function withoutLeft({ object, manifest }: Pick<ReadObject, 'object' | 'manifest'>): Fields {
  const { entries, removing } = leftToControllers(object);
  const kept = removing.reduce((fields, pointer) => edited(fields, keysOf(pointer), () => undefined), manifest);
  return entries.reduce((fields, { list, names }) => edited(fields, keysOf(list), (value) => {
    if (!Array.isArray(value)) return value;
    const others = value.filter((entry) => !names.has(String(fieldsOf(entry).name)));
    return others.length === 0 ? undefined : others;
  }), kept);
}

/**
 * The options for fields of which a release says only how they begin. Follows handleSSAIgnoreFields of
 * provider/pkg/await/await.go of pulumi-kubernetes: what is ignored, and only others own, is not sent. It knows no
 * places in lists, which is why `withoutLeft` takes their entries out.
 */
export function leftOptions({ object }: Pick<ReadObject, 'object'>): Pick<pulumi.CustomResourceOptions, 'ignoreChanges'> {
  const { changed, entries } = leftToControllers(object);
  const lists = new Set(entries.map(({ list }) => list));
  const ignoreChanges = changed.filter((pointer) => !lists.has(pointer)).map((pointer) => keysOf(pointer).join('.'));
  return ignoreChanges.length === 0 ? {} : { ignoreChanges };
}

function keysOf(pointer: string): readonly string[] {
  return pointer.split('/').slice(1);
}

/** The same with another value at the end of a path, or without one; what has nothing there is as it was. */
function edited(value: Fields, [key = '', ...rest]: readonly string[], change: (value: unknown) => unknown): Fields {
  const before = value[key];
  if (before === undefined) return value;
  const after = rest.length === 0 ? change(before) : editedIn(before, rest, change);
  if (after !== undefined) return { ...value, [key]: after };
  return Object.fromEntries(Object.entries(value).filter(([each]) => each !== key));
}

function editedIn(value: unknown, path: readonly string[], change: (value: unknown) => unknown): unknown {
  if (!Array.isArray(value)) return edited(fieldsOf(value), path, change);
  const [index, ...rest] = path;
  return value.map((each: unknown, at) => at === Number(index) ? edited(fieldsOf(each), rest, change) : each);
}
