/**
 * A copy of what a program passed, for whoever checks it now and reads it later: what the program does to its lists
 * and objects in between would be neither checked nor meant. Lists and plain objects are copied all the way down.
 * What has an identity of its own is kept as it is: instances of classes (constructs, values), functions, and plain
 * objects with methods or getters, which a program may have instead of a class.
 * @internal
 */
export function ownCopy<T>(value: T): T {
  return typeof value === 'object' && value !== null ? copyOf(value) as T : value;
}

interface Described {
  readonly get?: () => unknown;
  readonly value?: unknown;
}

/** @param copies what was copied on the way here: programs in JavaScript can pass an object that holds itself */
function copyOf(value: object, copies?: Map<unknown, unknown>): unknown {
  const known = copies?.get(value);
  if (known !== undefined) return known;
  const list = Array.isArray(value);
  if (!list) {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
  }
  const copy: unknown[] | Record<string, unknown> = list ? [] : {};
  // Most objects are flat, and need no such list.
  let within = copies;
  for (const key of Object.keys(value)) {
    const { get, value: part } = Reflect.getOwnPropertyDescriptor(value, key) as Described;
    if (!list && (get !== undefined || typeof part === 'function')) {
      within?.set(value, value);
      return value;
    }
    if (typeof part !== 'object' || part === null) {
      put(copy as Record<string, unknown>, key, part);
      continue;
    }
    within ??= new Map();
    within.set(value, copy);
    put(copy as Record<string, unknown>, key, copyOf(part, within));
  }
  return copy;
}

function put(copy: Record<string, unknown>, key: string, value: unknown): void {
  // An assignment to `__proto__` would set no key.
  if (key !== '__proto__') copy[key] = value;
  else Object.defineProperty(copy, key, { value, configurable: true, enumerable: true, writable: true });
}
