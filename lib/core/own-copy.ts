/**
 * A copy of what a program passed, for whoever checks it now and reads it later: what the program does to its lists
 * and objects in between would be neither checked nor meant. Lists and plain objects are copied all the way down.
 * What has an identity of its own is kept as it is: instances of classes (constructs, values), functions, and plain
 * objects with methods or getters, which a program may have instead of a class.
 * @internal
 */
export function ownCopy<T>(value: T): T {
  return copyOf(value, new Map()) as T;
}

/** Programs in JavaScript can pass an object that holds itself. */
function copyOf(value: unknown, copies: Map<unknown, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    copies.set(value, list);
    for (const item of value) list.push(copyOf(item, copies));
    return list;
  }
  if (!isPlainData(value)) return value;
  const copy: Record<string, unknown> = {};
  copies.set(value, copy);
  for (const [key, part] of Object.entries(value)) {
    // An assignment to `__proto__` would set no key.
    Object.defineProperty(copy, key, {
      value: copyOf(part, copies), configurable: true, enumerable: true, writable: true,
    });
  }
  return copy;
}

function isPlainData(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  return Object.values(Object.getOwnPropertyDescriptors(value))
    .every(({ get, value: part }) => get === undefined && typeof part !== 'function');
}
