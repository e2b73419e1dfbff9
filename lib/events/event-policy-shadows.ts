import { clusterOf, show, traceOf, Warnings } from '../core';
import type { EventPolicy } from './event-policy';

/** A policy and what it says, in a form that is quick to compare. */
interface Compared {
  readonly policy: EventPolicy;
  /** Absent where the policy is for all of its namespace. */
  readonly to?: ReadonlySet<string>;
  readonly from: readonly string[];
  /** Absent where every event passes. */
  readonly filters?: string;
}

/**
 * Warns of policies whose filters nobody looks at. Of several policies for a receiver that let the same sender in,
 * Knative's own data plane looks at the filters of the first alone, by name; Kafka's looks at all. Follows Go:
 * `SubjectAndFiltersPass` in pkg/auth/event_policy.go
 * @internal
 */
export function warnOfShadows(policies: readonly EventPolicy[]): void {
  const byPlace = new Map<string, EventPolicy[]>();
  for (const policy of policies) {
    if (policy._onKafka) continue;
    const place = `${clusterOf(policy)}|${policy.namespace ?? ''}`;
    const group = byPlace.get(place);
    if (group === undefined) byPlace.set(place, [policy]);
    else group.push(policy);
  }
  for (const group of byPlace.values()) {
    if (group.length > 1) warnWithin(group.sort((a, b) => (a.name < b.name ? -1 : 1)).map(comparable));
  }
}

function comparable(policy: EventPolicy): Compared {
  const { to, from, filters } = policy._spec;
  return {
    policy,
    to: to === undefined ? undefined : new Set(to.map((receiver) => JSON.stringify(receiver))),
    from: from.map((sender) => (typeof sender.sub === 'string' ? sender.sub : JSON.stringify(sender))),
    filters: filters === undefined ? undefined : JSON.stringify(filters),
  };
}

function warnWithin(sorted: readonly Compared[]): void {
  // A policy without filters hides nothing: what it lets in may come in.
  const filtered = sorted.filter(({ filters }) => filters !== undefined);
  for (const second of sorted) {
    const first = filtered.find((other) => other.policy.name < second.policy.name && hides(other, second));
    if (first === undefined) continue;
    Warnings.of(second.policy)._addFrom('event-policy-shadowed', `the policy ${show(first.policy.node.path)} lets the `
      + 'same sender in and comes first by name, so that its filters alone count: write one policy with '
      + '`Filter.any(...)`', traceOf(second.policy));
  }
}

function hides(first: Compared, second: Compared): boolean {
  if (first.filters === second.filters) return false;
  const { to } = second;
  const sameReceiver = first.to === undefined || to === undefined || [...first.to].some((receiver) => to.has(receiver));
  return sameReceiver && first.from.some((a) => second.from.some((b) => covers(a, b)));
}

/** Whether a sender of the first policy is one of the second; which account a referenced object has is not known. */
function covers(first: string, second: string): boolean {
  return first.endsWith('*') ? second.startsWith(first.slice(0, -1)) : first === second;
}
