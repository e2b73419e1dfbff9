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
