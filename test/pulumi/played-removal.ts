import type { PlayedResource } from './played-state';

/**
 * The order in which resources go. Follows DependenciesOf of pkg/resource/graph/dependency_graph.go: one goes when
 * nothing is there any more that needs it, is below it, or is made through it. What is free is free in any order; here
 * the eldest goes first, so that an order which nobody asked for is the wrong one.
 */
export function removalOrder(resources: readonly PlayedResource[]): readonly PlayedResource[] {
  const left = [...resources];
  const order: PlayedResource[] = [];
  while (left.length > 0) {
    const needed = new Set(left.flatMap(neededBy));
    const free = left.findIndex(({ urn }) => !needed.has(urn));
    if (free === -1) throw new Error(`${left.map(({ name }) => name).join(', ')} need one another`);
    order.push(...left.splice(free, 1));
  }
  return order;
}

function neededBy({ dependencies, parent, provider }: PlayedResource): readonly string[] {
  // A reference to a provider is its URN and its id.
  return [...dependencies, parent, provider.slice(0, Math.max(0, provider.lastIndexOf('::')))];
}
