import { isDeepStrictEqual } from 'node:util';

type Fields = Readonly<Record<string, unknown>>;

/** Where two values differ, as a path and both of them. */
export interface Difference {
  readonly path: string;
  readonly one: unknown;
  readonly other: unknown;
}

/** All places where two values of JSON differ. Items of lists are matched by their names where all have one. */
export function differences(one: unknown, other: unknown, path = ''): Difference[] {
  if (isDeepStrictEqual(one, other)) return [];
  const fields = fieldsOf(one);
  const others = fieldsOf(other);
  if (fields === undefined || others === undefined) return [{ path, one, other }];
  return [...new Set([...Object.keys(fields), ...Object.keys(others)])]
    .flatMap((key) => differences(fields[key], others[key], path === '' ? key : `${path}.${key}`));
}

function fieldsOf(value: unknown): Fields | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return value as Fields;
  const names = value.map((item) => (item as { readonly name?: unknown } | null)?.name);
  const named = names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
  return Object.fromEntries(value.map((item, index) => [named ? `[${String(names[index])}]` : `[${index}]`, item as unknown]));
}

/** A difference as a line, short enough to be read. */
export function shown({ path, one, other }: Difference): string {
  const short = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 120);
  return `${path}: ${short(one)} | ${short(other)}`;
}
