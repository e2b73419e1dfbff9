import { clusterOf, show, traceOf, Warnings } from '../core';
import type { EventPolicy } from './event-policy';
import { type Compared, ShadowIndex } from './shadow-index';

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
  const index = new ShadowIndex(sorted);
  for (const second of sorted) {
    const first = index.firstOver(second);
    // Two of one name are the same object, which is refused.
    if (first !== undefined && first.policy.name !== second.policy.name) {
      Warnings.of(second.policy)._addFrom('event-policy-shadowed', `the policy ${show(first.policy.node.path)} lets the `
        + 'same sender in and comes first by name, so that its filters alone count: write one policy with '
        + '`Filter.any(...)`', traceOf(second.policy));
    }
    // A policy without filters hides nothing: what it lets in may come in.
    if (second.filters !== undefined) index.add(second);
  }
}
