/**
 * An object without what is undefined: cdk8s would walk and sort those fields too, before it drops them.
 * @internal
 */
export function present(fields: Record<string, unknown>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    if (fields[key] !== undefined) found[key] = fields[key];
  }
  return found;
}

/**
 * A map, or nothing in its place: an empty one would stand in the manifest.
 * @internal
 */
export function nothingWhenEmpty<T extends object>(map: T): T | undefined {
  return Object.keys(map).length === 0 ? undefined : map;
}
