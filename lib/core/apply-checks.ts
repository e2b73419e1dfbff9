import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { rootOf, type TreeCheck } from './app-checks';
import { placeObjects } from './apply-index';
import { neededBy, type PlacedObject } from './apply-needs';
import { clusterOf } from './cluster-chart';
import { type Dependencies, type Dependency, objectsBelow, readDependencies } from './dependencies';
import { findCircles, nameOf } from './dependency-circles';
import { ownerOf, traceOf } from './identity';
import { outputFiles } from './output-files';
import { type Problem, show } from './problem';
import { hasProblems, refuseAtSynth } from './problems';
import { Wave, waveOfObject, WAVES } from './waves';

/** After what grows the tree, before objects are rendered. */
const ORDER = 150;

/** Looks whether the objects of an app can be applied in the order of their steps, and be told from each other. */
export const APPLY_CHECK: TreeCheck = { order: ORDER, run: checkApply };

function checkApply(constructs: readonly IConstruct[]): void {
  const root = constructs[0];
  if (root === undefined) return;
  for (const construct of constructs) {
    // Constructs of this library refuse all metadata that is not theirs to say.
    if (!ApiObject.isApiObject(construct) || hasProblems(ownerOf(construct))) continue;
    report(construct, checkGenerateName(construct));
  }
  const dependencies = readDependencies(rootOf(root), constructs);
  for (const dependency of dependencies.said) report(dependency.source, checkDependency(dependency, dependencies));
  const circles = findCircles(dependencies.said, constructs);
  for (const { construct, problem } of circles) report(construct, problem);
  // What is in a circle has no order, by which files would be numbered.
  if (root instanceof App && circles.length === 0) checkFiles(root);
}

function report(construct: IConstruct, problem: Problem | undefined): void {
  if (problem === undefined) return;
  const owner = ApiObject.isApiObject(construct) ? ownerOf(construct) : construct;
  refuseAtSynth(owner, problem, traceOf(owner));
}

/** cdk8s gives such an object a name besides, so that the API server makes none: what should run twice is one. */
function checkGenerateName(object: ApiObject): Problem | undefined {
  const { generateName } = attributesOf(object);
  if (generateName === undefined) return undefined;
  return {
    code: 'KN-IDX-001',
    message: `${object.kind} ${show(object.node.path)} has \`generateName\` ${show(generateName)}: nobody finds it again`,
    received: generateName,
    allowed: 'objects with names, which are applied again and again',
    fix: 'write `metadata.name`, and a new one for what has to run again',
  };
}

/** cdk8s keeps them to itself; a version that keeps them elsewhere costs this check and nothing else. */
function attributesOf(object: ApiObject): { readonly generateName?: unknown } {
  const attributes: unknown = Reflect.get(object.metadata, '_additionalAttributes');
  return typeof attributes === 'object' && attributes !== null ? attributes : {};
}

/**
 * Whether what comes first, by its dependency, comes later by the steps: objects by their own, charts and constructs by
 * the last of theirs. Jobs that follow an upgrade are no part of what others wait for.
 */
function checkDependency(dependency: Dependency, { blurred }: Dependencies): Problem | undefined {
  const { source, target } = dependency;
  const sources = positions(source);
  const targets = positions(target);
  const last = Math.max(...sources);
  const isAgainst = blurred && Chart.isChart(source) && Chart.isChart(target)
    ? Math.min(...targets) > last
    : Math.max(...targets) > last;
  if (sources.length === 0 || targets.length === 0 || !isAgainst) return undefined;
  return circleOfDefinition(dependency) ?? {
    code: 'KN-IDX-002',
    message: `${nameOf(source)} depends on ${nameOf(target)}, but is applied before it: ${step(last)} comes before ${step(Math.max(...targets))}`,
    received: target.node.path,
    allowed: `dependencies that agree with the steps, first to last: ${WAVES.map((wave) => show(wave)).join(', ')}`,
    fix: 'leave `addDependency` out: the steps order the objects, and controllers wait for what comes later',
  };
}

function positions(construct: IConstruct): number[] {
  const all = objectsBelow(construct).map(waveOfObject);
  const others = all.filter((wave) => wave !== Wave.MIGRATIONS);
  return (others.length === 0 ? all : others).map((wave) => WAVES.indexOf(wave));
}

function step(position: number): string {
  return `step ${show(WAVES[position])}`;
}

/** A definition that waits for an object which cannot be there without it. */
function circleOfDefinition({ source, target }: Dependency): Problem | undefined {
  const cluster = clusterOf(source);
  const { root } = source.node;
  const placed = placeObjects(objectsBelow(root).filter((object) => clusterOf(object) === cluster));
  const byObject = new Map(placed.map((each) => [each.object, each]));
  const needs = neededBy(placed, []);
  for (const waiting of objectsBelow(source)) {
    for (const awaited of objectsBelow(target)) {
      const [from, to] = [byObject.get(waiting), byObject.get(awaited)];
      if (from !== undefined && to !== undefined && needs.get(to.id)?.has(from.id) === true) return circle(from, to);
    }
  }
  return undefined;
}

function circle(from: PlacedObject, to: PlacedObject): Problem {
  return {
    code: 'KN-IDX-003',
    message: `${from.identity.kind} ${show(from.identity.name)} depends on ${to.identity.kind} ${show(to.identity.name)}, `
      + 'which cannot be there without it',
    received: to.identity.name,
    allowed: 'definitions and namespaces that wait for nothing of theirs',
    fix: `leave \`addDependency\` from ${show(from.object.node.path)} to ${show(to.object.node.path)} out`,
  };
}

/** With one file for each object, cdk8s writes the second of a kind and name over the first. */
function checkFiles(app: App): void {
  if (app.yamlOutputType === YamlOutputType.FILE_PER_CHART) return;
  const isPerObject = app.yamlOutputType !== YamlOutputType.FILE_PER_APP;
  const taken = new Map<string, ApiObject>();
  for (const [object, file] of outputFiles(app)) {
    const { apiVersion, kind, name, metadata: { namespace } } = object;
    const key = isPerObject ? file : `${file}|${apiVersion}|${kind}|${namespace}|${name}`;
    const first = taken.get(key);
    if (first === undefined) taken.set(key, object);
    else if (isPerObject || clusterOf(first) !== clusterOf(object)) report(object, sharedFile(first, object, file));
  }
}

function sharedFile(first: ApiObject, second: ApiObject, file: string): Problem {
  return {
    code: 'KN-IDX-004',
    message: `${second.kind} ${show(second.node.path)} lies in the file ${show(file)}, as ${show(first.node.path)} does, and nothing tells them apart`,
    received: file,
    allowed: 'objects that have a file, or an identity in their file, of their own',
    fix: 'write `yamlOutputType: YamlOutputType.FILE_PER_CHART` where the app is made',
  };
}
