import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { rootOf } from './app-checks';

/** What a program says with `addDependency`: everything below `source` comes after everything below `target`. */
export interface Dependency {
  readonly source: IConstruct;
  readonly target: IConstruct;
}

/** All dependencies in the tree, those included that cdk8s adds when it makes manifests. */
export function explicitDependencies(constructs: readonly IConstruct[]): Dependency[] {
  return constructs.flatMap((source) => source.node.dependencies.map((target) => ({ source, target })));
}

const REMEMBERED = new WeakMap<IConstruct, readonly Dependency[]>();

/** The dependencies of a program, as it wrote them. */
export interface Dependencies {
  readonly said: readonly Dependency[];
  /**
   * Whether cdk8s has been through the tree already. From a dependency between two objects it makes one between their
   * charts then, and from that one between all of their objects, and nothing tells who wrote what.
   */
  readonly blurred: boolean;
}

/** Looks for what the program wrote, and remembers it for the time when cdk8s has added its own. */
export function readDependencies(root: IConstruct, constructs: readonly IConstruct[]): Dependencies {
  const all = explicitDependencies(constructs);
  if (all.length === 0) return { said: [], blurred: false };
  const blurred = isBlurred(all);
  const remembered = REMEMBERED.get(root);
  const said = blurred && remembered !== undefined ? remembered : withoutImplied(all);
  REMEMBERED.set(root, said);
  return { said, blurred: blurred && remembered === undefined };
}

/** The dependencies of the app of a construct, as its program wrote them. */
export function dependenciesOf(construct: IConstruct): readonly Dependency[] {
  const root = rootOf(construct);
  return REMEMBERED.get(root) ?? readDependencies(root, root.node.findAll()).said;
}

function isBlurred(all: readonly Dependency[]): boolean {
  const across = all.filter((each) => chartOf(each.source) !== chartOf(each.target));
  const charts = new Set(across.filter(isOfCharts).map(keyOfCharts));
  const inner = across.filter((each) => !isOfCharts(each));
  return inner.length > 0 && inner.every((each) => charts.has(keyOfCharts(each)));
}

/** Leaves out what follows from another dependency, and that a chart comes after those that are made in it. */
function withoutImplied(all: readonly Dependency[]): Dependency[] {
  const keys = new Set(all.map(keyOf));
  return all.filter((each) => !isOfNestedChart(each) && !isImplied(each, keys));
}

function isImplied({ source, target }: Dependency, keys: ReadonlySet<string>): boolean {
  const targets = target.node.scopes;
  return source.node.scopes.some((above) => targets.some((other) => (above !== source || other !== target)
    && keys.has(keyOf({ source: above, target: other }))));
}

function isOfNestedChart({ source, target }: Dependency): boolean {
  return Chart.isChart(source) && target.node.scope === source && Chart.isChart(target);
}

function isOfCharts({ source, target }: Dependency): boolean {
  return Chart.isChart(source) && Chart.isChart(target);
}

function keyOf({ source, target }: Dependency): string {
  return `${source.node.path}|${target.node.path}`;
}

function keyOfCharts({ source, target }: Dependency): string {
  return `${chartOf(source)?.node.path}|${chartOf(target)?.node.path}`;
}

/** The chart that a construct lies in; of a chart, itself. */
export function chartOf(construct: IConstruct): IConstruct | undefined {
  return construct.node.scopes.reverse().find((scope) => Chart.isChart(scope));
}

/** The objects below a construct, itself included. */
export function objectsBelow(construct: IConstruct): ApiObject[] {
  return construct.node.findAll().filter((each): each is ApiObject => ApiObject.isApiObject(each));
}
