import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { chartOf, type Dependency, objectsBelow } from './dependencies';
import { type Problem, show } from './problem';

/** That one construct comes after another, and what the program says for it to be so. */
interface Edge {
  readonly from: IConstruct;
  readonly to: IConstruct;
  /** @default - a chart, which cdk8s writes after those that lie in it */
  readonly said?: Dependency;
}

/** Constructs that wait for each other. */
export interface Circle {
  /** Where it begins. */
  readonly construct: IConstruct;
  readonly problem: Problem;
}

/**
 * The circles among what a program says with `addDependency`: one of charts, and else one within each chart. cdk8s
 * would find them only when it orders what it writes, and end there. Follows resolveDependencies of cdk8s, which makes
 * of each dependency one between the charts of both, and one between all objects of either.
 */
export function findCircles(said: readonly Dependency[], constructs: readonly IConstruct[]): Circle[] {
  if (said.length === 0) return [];
  const ofCharts = circleOf(findCircle([...said.flatMap(betweenCharts), ...nestedCharts(constructs)]));
  if (ofCharts.length > 0) return ofCharts;
  const within = new Map<IConstruct | undefined, Edge[]>();
  for (const dependency of said) {
    const chart = chartOf(dependency.source);
    if (chart !== chartOf(dependency.target)) continue;
    const edges = within.get(chart) ?? [];
    within.set(chart, edges);
    edges.push(...betweenObjects(dependency, chart));
  }
  return [...within.values()].flatMap((edges) => circleOf(findCircle(edges)));
}

function betweenCharts(said: Dependency): Edge[] {
  const [from, to] = [chartOf(said.source), chartOf(said.target)];
  return from === undefined || to === undefined || from === to ? [] : [{ from, to, said }];
}

function nestedCharts(constructs: readonly IConstruct[]): Edge[] {
  return constructs.filter((construct) => Chart.isChart(construct)).flatMap((from) =>
    from.node.children.filter((child) => Chart.isChart(child)).map((to) => ({ from, to })));
}

/** An object in what it depends on, or in what depends on it, does not wait for itself. */
function betweenObjects(said: Dependency, chart: IConstruct | undefined): Edge[] {
  const { source, target } = said;
  const inChart = (construct: IConstruct) => objectsBelow(construct).filter((object) => chartOf(object) === chart);
  const targets = inChart(target);
  return [
    { from: source, to: target, said },
    ...inChart(source).flatMap((from) => targets.filter((to) => to !== from).map((to) => ({ from, to, said }))),
  ];
}

/** The first way from a construct back to itself; empty where there is none. */
function findCircle(edges: readonly Edge[]): readonly Edge[] {
  const outgoing = new Map<IConstruct, Edge[]>();
  for (const edge of edges) {
    const all = outgoing.get(edge.from);
    if (all === undefined) outgoing.set(edge.from, [edge]);
    else all.push(edge);
  }
  const done = new Set<IConstruct>();
  for (const start of outgoing.keys()) {
    const circle = circleFrom(start, outgoing, done);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Goes on as long as it can, and back where it cannot; a loop, since a chain of objects may be long. */
function circleFrom(
  start: IConstruct, outgoing: ReadonlyMap<IConstruct, readonly Edge[]>, done: Set<IConstruct>,
): readonly Edge[] {
  const path: Edge[] = [];
  const open: IConstruct[] = [start];
  const next = new Map<IConstruct, number>();
  for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
    const position = next.get(at) ?? 0;
    const edge = done.has(at) ? undefined : outgoing.get(at)?.[position];
    next.set(at, position + 1);
    if (edge === undefined) {
      done.add(at);
      open.pop();
      path.pop();
    } else if (open.includes(edge.to)) {
      return [...path.slice(open.indexOf(edge.to)), edge];
    } else if (!done.has(edge.to)) {
      open.push(edge.to);
      path.push(edge);
    }
  }
  return [];
}

function circleOf(edges: readonly Edge[]): Circle[] {
  // Charts that lie in each other make no circle alone.
  const first = edges.find(({ said }) => said !== undefined)?.said;
  if (first === undefined) return [];
  const { source, target } = first;
  return [{
    construct: source,
    problem: {
      code: 'KN-IDX-007',
      message: `dependencies lead back to where they began: ${[...new Set(edges.map(textOf))].join('; ')}`,
      received: target.node.path,
      allowed: 'charts, constructs and objects that do not wait for themselves, neither directly nor by way of others; '
        + 'what one object of a chart waits for in another chart, all of its chart does',
      fix: 'leave one of these `addDependency` out: the steps order the objects, and controllers wait for what comes later',
    },
  }];
}

function textOf({ from, to, said }: Edge): string {
  if (said === undefined) return `${show(from.node.path)} comes after ${show(to.node.path)}, which lies in it`;
  const text = `${nameOf(said.source)} depends on ${nameOf(said.target)}`;
  return said.source === from && said.target === to ? text : `${text}, and so ${nameOf(from)} on ${nameOf(to)}`;
}

/** How messages call what depends on something, or what something depends on. */
export function nameOf(construct: IConstruct): string {
  return ApiObject.isApiObject(construct) ? `${construct.kind} ${show(construct.name)}` : show(construct.node.path);
}
