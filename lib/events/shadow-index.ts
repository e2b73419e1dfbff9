import type { EventPolicy } from './event-policy';

/** A policy and what it says, in a form that is quick to compare. */
export interface Compared {
  readonly policy: EventPolicy;
  /** Absent where the policy is for all of its namespace. */
  readonly to?: ReadonlySet<string>;
  readonly from: readonly string[];
  /** Absent where every event passes. */
  readonly filters?: string;
}

/** The first policies of a sort: the very first one, and the first with other filters than that has. */
interface Slot {
  readonly first: Placed;
  other?: Placed;
}

interface Placed {
  readonly place: number;
  readonly compared: Compared;
}

/** Stands for policies that are for all of their namespace, and for policies of any receiver. */
const EVERYWHERE = '';
const ANYWHERE = '*';

/**
 * Finds, of the policies that were added, the first that lets a sender of another policy in: by receiver and subject,
 * since a namespace can have thousands of policies.
 *
 * Follows Go: `SubjectAndFiltersPass` in pkg/auth/event_policy.go, which passes over letter case where a subject is
 * written out, and not before a `*`.
 */
export class ShadowIndex {
  private readonly slots = new Map<string, Slot>();
  /** Lengths of what stands before a `*`: only texts of these lengths are looked up. */
  private readonly lengths: readonly number[];
  private readonly forAll: boolean;
  private count = 0;

  /** @param all the policies that will be added and asked about */
  constructor(all: readonly Compared[]) {
    const prefixes = all.flatMap(({ from }) => from.filter(isPrefix).map((sender) => sender.length - 1));
    this.lengths = [...new Set(prefixes)];
    this.forAll = all.some(({ to }) => to === undefined);
  }

  /** Adds a policy behind those that there are. */
  public add(compared: Compared): void {
    const placed: Placed = { place: this.count++, compared };
    const receivers = [...compared.to ?? [EVERYWHERE], ...this.forAll ? [ANYWHERE] : []];
    for (const receiver of receivers) {
      for (const sender of compared.from) {
        for (const key of this.keysOf(sender)) this.put(`${receiver} ${key}`, placed);
      }
    }
  }

  /** The first policy with other filters that a sender of this one would be let in by. */
  public firstOver({ to, from, filters }: Compared): Compared | undefined {
    let found: Placed | undefined;
    const receivers = to === undefined ? [ANYWHERE] : [...to, EVERYWHERE];
    for (const receiver of receivers) {
      for (const sender of from) {
        for (const key of this.keysOver(sender)) {
          const slot = this.slots.get(`${receiver} ${key}`);
          const placed = slot?.first.compared.filters === filters ? slot?.other : slot?.first;
          if (placed !== undefined && (found === undefined || placed.place < found.place)) found = placed;
        }
      }
    }
    return found?.compared;
  }

  private put(key: string, placed: Placed): void {
    const slot = this.slots.get(key);
    if (slot === undefined) this.slots.set(key, { first: placed });
    else if (slot.first.compared.filters !== placed.compared.filters) slot.other ??= placed;
  }

  /** Under what a sender is found. */
  private keysOf(sender: string): string[] {
    if (!isPrefix(sender)) return [`is ${fold(sender)}`, ...this.beginningsOf(sender).map((part) => `begins ${fold(part)}`)];
    const prefix = sender.slice(0, -1);
    return [
      `all ${prefix}`, `all folded ${fold(prefix)}`, ...this.beginningsOf(prefix).map((part) => `all begins ${part}`),
    ];
  }

  /** Under what senders are found that some sender is both of: one is the other, or begins like it. */
  private keysOver(sender: string): string[] {
    if (!isPrefix(sender)) return [`is ${fold(sender)}`, ...this.beginningsOf(sender).map((part) => `all folded ${fold(part)}`)];
    const prefix = sender.slice(0, -1);
    return [
      `begins ${fold(prefix)}`, `all begins ${prefix}`, ...this.beginningsOf(prefix).map((part) => `all ${part}`),
    ];
  }

  private beginningsOf(text: string): string[] {
    return this.lengths.filter((length) => length <= text.length).map((length) => text.slice(0, length));
  }
}

function isPrefix(sender: string): boolean {
  return sender.endsWith('*');
}

/** A reference to an object is compared as it is; which account the object has is not known. */
function fold(sender: string): string {
  return sender.startsWith('{') ? sender : sender.toLowerCase();
}
