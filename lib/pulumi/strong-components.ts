/** A node that is being looked at, and the edge that comes next. */
interface Visit {
  readonly node: number;
  edge: number;
}

/**
 * The component of each node: two nodes have the same one if each is reached from the other. Follows Tarjan's
 * algorithm; a loop, since a chain of objects may be long.
 */
export function strongComponents(edges: readonly (readonly number[])[]): number[] {
  const found = new Array<number>(edges.length).fill(-1);
  const lowest = new Array<number>(edges.length).fill(-1);
  const components = new Array<number>(edges.length).fill(-1);
  const open: number[] = [];
  let [count, made] = [0, 0];
  const enter = (node: number): Visit => {
    found[node] = lowest[node] = count++;
    open.push(node);
    return { node, edge: 0 };
  };
  /** Ends with a node from which no other open one is reached that was found before: it began its component. */
  const leave = ({ node }: Visit): void => {
    if (lowest[node] !== found[node]) return;
    const component = made++;
    for (let last = -1; last !== node;) {
      last = open.pop() ?? node;
      components[last] = component;
    }
  };
  const lower = (node: number, value: number | undefined): void => {
    lowest[node] = Math.min(lowest[node] ?? 0, value ?? 0);
  };
  for (let start = 0; start < edges.length; start++) {
    if (found[start] !== -1) continue;
    const path = [enter(start)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const next = edges[visit.node]?.[visit.edge++];
      if (next === undefined) {
        leave(visit);
        path.pop();
        const above = path.at(-1);
        if (above !== undefined) lower(above.node, lowest[visit.node]);
      } else if (found[next] === -1) {
        path.push(enter(next));
      } else if (components[next] === -1) {
        lower(visit.node, found[next]);
      }
    }
  }
  return components;
}
