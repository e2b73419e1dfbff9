import type { IConstruct } from 'constructs';
import { isLateText } from './late-values';

const DECLARED = new WeakMap<IConstruct, Map<string, string>>();
const NONE: ReadonlyMap<string, string> = new Map();

/** Values of an app by the names of their placeholders. */
export function declaredIn(root: IConstruct): ReadonlyMap<string, string> {
  return DECLARED.get(root) ?? NONE;
}

/** The same, to add to. */
export function declarationsOf(root: IConstruct): Map<string, string> {
  const all = DECLARED.get(root) ?? new Map<string, string>();
  DECLARED.set(root, all);
  return all;
}

/** A copy of plain data with placeholders in place of the values that are declared. */
export function withPlaceholders<T>(value: T, declared: ReadonlyMap<string, string>): T {
  return declared.size === 0 ? value : replaced(value, longestFirst(declared)) as T;
}

/** Names of the placeholders that a text has values of. */
export function placeholdersIn(text: string, declared: ReadonlyMap<string, string>): string[] {
  let rest = text;
  const found = new Set<string>();
  for (const [name, value] of longestFirst(declared)) {
    if (rest.includes(value)) found.add(name);
    rest = rest.replaceAll(value, '');
  }
  return [...declared.keys()].filter((name) => found.has(name));
}

/** A value may be part of a longer one. */
function longestFirst(declared: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...declared].sort(([, a], [, b]) => b.length - a.length);
}

function replaced(value: unknown, declared: readonly (readonly [string, string])[]): unknown {
  if (typeof value === 'string') return replacedText(value, declared);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => replaced(each, declared));
  return Object.fromEntries(Object.entries(value)
    .map(([key, each]) => [replacedText(key, declared), replaced(each, declared)]));
}

function replacedText(text: string, declared: readonly (readonly [string, string])[]): string {
  // A function: in a text, `$` would have a meaning.
  return isLateText(text) ? declared.reduce((left, [name, late]) => left.replaceAll(late, () => `\${${name}}`), text) : text;
}
