/** What a policy allows at one path. */
export interface PolicyRule {
  /** Path of the Vault API. */
  readonly path: string;
  /** What may be done there: `read`, `list`, `create`, `update`. */
  readonly capabilities: readonly string[];
}

/** Rules of several sources as one list: each path once, in order, with everything that is allowed there. */
export function mergeRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const byPath = new Map<string, Set<string>>();
  for (const { path, capabilities } of rules) {
    const known = byPath.get(path) ?? new Set<string>();
    for (const capability of capabilities) known.add(capability);
    byPath.set(path, known);
  }
  return [...byPath].sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, capabilities]) => ({ path, capabilities: [...capabilities].sort() }));
}

/** A policy in HCL, as Vault takes it. */
export function policyHcl(rules: readonly PolicyRule[]): string {
  return rules.map(({ path, capabilities }) =>
    `path ${JSON.stringify(path)} {\n  capabilities = ${list(capabilities)}\n}\n`).join('\n');
}

function list(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
}
