import { ApiObject, App, Chart, type IResolver, type ResolutionContext } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { appChecks, type TreeCheck } from './app-checks';
import { clusterOf } from './cluster-chart';
import { declaredIn, withPlaceholders } from './declared-placeholders';
import { apiObjectsAmong, ownerOf, traceOf } from './identity';
import { lateFields, lateNames } from './late-fields';
import { titleOf, unresolvable, unresolved } from './late-problems';
import { lateObjectName } from './late-sources';
import { canHoldLateValues, hasLateValue, isResolvable } from './late-values';
import { type Problem, show } from './problem';
import { hasProblems, refuseAtSynth } from './problems';
import { renderedOrNothing } from './rendered';
import { isPatched, isRendering } from './rendering';

/** How often each app is being rendered with late values in place, at the moment. */
const ENGINES = new WeakMap<IConstruct, number>();
const WITH_TEXTS = new WeakSet<IConstruct>();
const WITH_NAMES = new WeakSet<ApiObject>();

/** Before objects are rendered ahead: that is good for one manifest. */
const ORDER = 190;

/**
 * Looks for values that only the deployment knows: none in what tells objects apart, and none that a file would keep.
 * @internal
 */
export const LATE_CHECK: TreeCheck = { order: ORDER, run: checkLateValues };

/**
 * Runs what renders the objects of an app for an engine that resolves the values which only the deployment knows, such
 * as AWS CloudFormation. While `render` runs, `ApiObject.toJson` keeps such values as the program has them (also where
 * `Placeholders` declares them), and the validations of the app do not refuse them; names, namespaces and kinds
 * have to be known all the same. Validate and render in the same call:
 *
 * ```ts
 * renderForEngine(app, () => {
 *   const problems = app.node.findAll().flatMap(({ node }) => node.validate());
 *   return objects.map((object) => object.toJson());
 * });
 * ```
 * @internal
 */
export function renderForEngine<T>(construct: IConstruct, render: () => T): T {
  const { root } = construct.node;
  const checks = appChecks(root);
  checks.ensure('late', LATE_CHECK);
  // What was found without an engine does not hold with one, and the other way round.
  checks.changed();
  try {
    return withLateValues(root, render);
  } finally {
    checks.changed();
  }
}

/** Whether objects are rendered with late values in place: for an engine, and wherever they are only looked at. */
function keepsLateValues(root: IConstruct): boolean {
  return isForEngine(root) || appChecks(root).isRunning;
}

/** Whether an app is rendered for an engine at the moment. */
export function isForEngine(root: IConstruct): boolean {
  return (ENGINES.get(root) ?? 0) > 0;
}

function checkLateValues(constructs: readonly IConstruct[]): void {
  const [root] = constructs;
  if (root === undefined) return;
  if (canHoldLateValues()) keepTexts(root);
  for (const construct of constructs) {
    if (Chart.isChart(construct)) report(construct, checkCluster(construct));
  }
  for (const object of apiObjectsAmong(constructs)) {
    const owner = ownerOf(object);
    const identity = checkIdentity(object);
    report(owner, identity);
    if (identity !== undefined || hasProblems(owner)) continue;
    for (const problem of checkFields(root, object)) report(owner, problem);
  }
}

function report(construct: IConstruct, problem: Problem | undefined): void {
  if (problem !== undefined) refuseAtSynth(construct, problem, traceOf(construct));
}

/** It is the name of a folder, and tells the objects of clusters apart. */
function checkCluster(chart: Chart): Problem | undefined {
  const cluster = clusterOf(chart);
  return isUnknown(cluster) ? unknownName(`the name of the cluster of ${show(chart.node.path)}`, cluster) : undefined;
}

function checkIdentity(object: ApiObject): Problem | undefined {
  const { apiVersion, kind, name } = object;
  const parts: readonly (readonly [string, unknown])[] = [
    ['apiVersion', apiVersion], ['kind', kind], ['metadata.name', name], ['metadata.namespace', object.metadata.namespace],
  ];
  const wrong = parts.filter(([, part]) => isUnknown(part));
  const [first] = wrong;
  if (first === undefined) return undefined;
  return unknownName(`${wrong.map(([part]) => `\`${part}\``).join(' and ')} of ${show(object.node.path)}`, first[1]);
}

/** Objects that an engine resolves stand in fields, and nowhere in what tells objects apart. */
function isUnknown(name: unknown): boolean {
  return hasLateValue(name) || lateObjectName(name) !== undefined;
}

function unknownName(what: string, received: unknown): Problem {
  return {
    code: 'KN-LAT-002',
    message: `${what} is known to the deployment only: ${lateObjectName(received) ?? lateNames(String(received))}`,
    // What is wrong with such an object here is not its type.
    received: lateObjectName(received) === undefined ? received : undefined,
    allowed: 'names, namespaces and kinds that the program knows: objects are told apart by them, and put in order',
    fix: 'write the text itself, and give it to what makes the late value too, where both have to agree',
  };
}

/** Looks at an object as a file would have it; what it says with patches, and objects of other libraries, included. */
function checkFields(root: IConstruct, object: ApiObject): Problem[] {
  const isSearched = canHoldLateValues() || declaredIn(root).size > 0;
  const found = lateFields(isSearched ? renderedOrNothing(object) : looked(object));
  if (found.length === 0) return [];
  const title = titleOf(object);
  const problems = unresolvable(title, found);
  if (isForEngine(root) || problems.length > 0) return problems;
  const declared = declaredIn(root);
  if (declared.size > 0) writeWithNames(root, object);
  const open = found.filter(({ text }) => hasLateValue(withPlaceholders(text, declared)));
  return open.length === 0 ? [] : [unresolved(title, open)];
}

/**
 * What is looked through where AWS CDK encoded nothing in this process: another program may have printed such a text
 * for this one. Most programs come here, so that nothing is rendered for it that is rendered anyway: the check of the
 * rendering looks at that.
 */
function looked(object: ApiObject): unknown {
  const isOfFile = object.toJson !== ApiObject.prototype.toJson;
  if (isPatched(object) || !isRendering(ownerOf(object)) && !isOfFile) return renderedOrNothing(object);
  // cdk8s keeps them to itself; a version that keeps them elsewhere costs this check and nothing else.
  const [labels, annotations]: readonly unknown[] = ['labels', 'annotations'].map((part) => Reflect.get(object.metadata, part));
  return { metadata: { labels, annotations } };
}

/** Runs something that looks at the objects of an app, with their late values in place. */
export function withLateValues<T>(root: IConstruct, look: () => T): T {
  const before = ENGINES.get(root) ?? 0;
  ENGINES.set(root, before + 1);
  try {
    return look();
  } finally {
    ENGINES.set(root, before);
  }
}

/**
 * Has an object write the names of placeholders. Its own method is the one place where all of it is together: resolvers
 * of cdk8s see neither patches nor what is written as a file says.
 */
function writeWithNames(root: IConstruct, object: ApiObject): void {
  if (WITH_NAMES.has(object)) return;
  WITH_NAMES.add(object);
  const toJson = object.toJson.bind(object);
  const value = (): unknown => {
    const json: unknown = toJson();
    return keepsLateValues(root) ? json : withPlaceholders(json, declaredIn(root));
  };
  Object.defineProperty(object, 'toJson', { value, configurable: true });
}

/** Has cdk8s keep the texts of tokens that were not encoded; it would ask them for their values, without a context. */
function keepTexts(root: IConstruct): void {
  if (!(root instanceof App) || WITH_TEXTS.has(root)) return;
  WITH_TEXTS.add(root);
  root.resolvers.unshift(new TextOfToken());
}

class TextOfToken implements IResolver {
  public resolve(context: ResolutionContext): void {
    const value: unknown = context.value;
    if (typeof value === 'object' && value !== null && isResolvable(value)) context.replaceValue(String(value));
  }
}
