import { join, meet, onlyFails, type Possible } from './possible';

/**
 * What is known of attributes where an expression was true, or false: the values that they may still have. One without
 * values is absent; one that is not named may be anything.
 * @internal
 */
export type Facts = ReadonlyMap<string, Possible>;

/** @internal */
export const NOTHING_KNOWN: Facts = new Map();
/** Facts that are left out make the analysis less exact, and never wrong. */
const MOST_FACTS = 32;

/**
 * What is known where both hold; nothing where they contradict each other, so that this never happens.
 * @internal
 */
export function both(a: Facts, b: Facts): Facts | undefined {
  if (a.size === 0 || a === b) return b;
  if (b.size === 0) return a;
  const facts = new Map(a);
  for (const [name, possible] of b) {
    const known = facts.get(name);
    if (known === undefined) {
      if (facts.size < MOST_FACTS) facts.set(name, possible);
      continue;
    }
    const met = meet(known, possible);
    // Two that are absent agree.
    if (onlyFails(met) && !(onlyFails(known) && onlyFails(possible))) return undefined;
    facts.set(name, met);
  }
  return facts;
}

/**
 * What is known where one or the other holds.
 * @internal
 */
export function either(a: Facts | undefined, b: Facts | undefined): Facts | undefined {
  if (a === undefined || b === undefined || a === b) return a ?? b;
  const facts = new Map<string, Possible>();
  for (const [name, possible] of a) {
    const other = b.get(name);
    // An attribute that is there in one case and absent in the other may be anything.
    if (other !== undefined && onlyFails(other) === onlyFails(possible)) facts.set(name, join(possible, other));
  }
  return facts;
}

/**
 * What is known of which attributes are there, on the way through an expression from the left to the right.
 * @internal
 */
export class Presence {
  private readonly known = new Map<string, boolean>();

  public get(name: string): boolean | undefined {
    return this.known.get(name);
  }

  /** What `step` answers, where `facts` hold. */
  public within<T>(facts: Facts, step: () => T): T {
    if (facts.size === 0) return step();
    const before = [...facts.keys()].map((name) => [name, this.known.get(name)] as const);
    for (const [name, possible] of facts) this.known.set(name, !onlyFails(possible));
    const answer = step();
    for (const [name, was] of before) {
      if (was === undefined) this.known.delete(name);
      else this.known.set(name, was);
    }
    return answer;
  }
}
