import type { GoFunction } from './go-template-tree';
import { Fields, isTrue, Table, type Value } from './go-template-values';
import { beyond, fail } from './template-faults';

/** A function that has all of its arguments before it starts; `and` and `or` stop early, and are not among them. */
export type EagerFunction = Exclude<GoFunction, 'and' | 'or'>;

/** How many arguments a function has, from and to. */
export const ARITY: Readonly<Record<GoFunction, readonly [number, number]>> = {
  and: [1, Infinity], or: [1, Infinity], not: [1, 1], eq: [1, Infinity], ne: [2, 2], index: [1, Infinity],
  printf: [1, Infinity],
};

/** Follows text/template/funcs.go of Go. */
export function call(name: EagerFunction, [first, ...others]: readonly Value[]): Value {
  switch (name) {
    case 'not': return !isTrue(first);
    case 'eq': return equals(first, others);
    case 'ne': return !equals(first, others);
    case 'index': return others.reduce(entryOf, indexed(first));
    case 'printf': return printf(first, others);
  }
}

function equals(first: Value, others: readonly Value[]): boolean {
  if (others.length === 0) fail('`eq` has nothing to compare with');
  return others.some((other) => equal(first, other));
}

function equal(one: Value, other: Value): boolean {
  if ([one, other].some((value) => value instanceof Table || value instanceof Fields)) beyond('a comparison of whole tables');
  if (one === undefined || other === undefined || typeof one === typeof other) return one === other;
  return fail('a text is compared with a truth value');
}

function indexed(item: Value): Value {
  return item === undefined ? fail('`index` looks into nothing') : item;
}

function entryOf(item: Value, key: Value): Value {
  if (!(item instanceof Table)) fail('`index` looks into what is no table');
  if (typeof key !== 'string') fail('`index` looks for what is no text');
  return item.get(key) ?? '';
}

function printf(format: Value, values: readonly Value[]): string {
  if (typeof format !== 'string') fail('the first argument of `printf` is no text');
  let used = 0;
  const text = format.replace(/%([^]?)/g, (_, verb: string) => {
    if (verb === '%') return '%';
    const value = values[used];
    used += 1;
    if (typeof value === 'string' && (verb === 's' || verb === 'v')) return value;
    return beyond(`\`%${verb}\` of \`printf\` for such a value`);
  });
  return used === values.length ? text : beyond('`printf` with more values than places');
}
