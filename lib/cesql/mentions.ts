import type { Expression } from './expression';

/**
 * Which attributes an expression names more than once. Of the others nothing has to be kept in mind.
 * @internal
 */
export interface Mentions {
  /** Those that it names twice, read or asked for. */
  readonly named: ReadonlySet<string>;
  /** Those that it reads twice. */
  readonly read: ReadonlySet<string>;
}

/** @internal */
export function mentionsIn(parts: readonly Expression[]): Mentions {
  const [once, readOnce, named, read] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  for (const part of parts) {
    if (part.kind !== 'attribute' && part.kind !== 'exists') continue;
    const { name } = part;
    if (once.has(name)) named.add(name);
    else once.add(name);
    if (part.kind === 'exists') continue;
    if (readOnce.has(name)) read.add(name);
    else readOnce.add(name);
  }
  return { named, read };
}
