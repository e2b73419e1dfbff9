import { type ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ClusterSpec } from '../cluster';
import {
  apiObjectsAmong, clusterOf, dependenciesOf, ensureObjectChecks, type Fields, fieldsOf, formatProblem, hasLateValue,
  inOrder, type Needs, neededBy, type PlacedObject, placeObjects, type Problem, renderForEngine, show, showAll,
  sourceLine, wrongType,
} from '../core';

/** An object of an app, as its manifest has it: with the tokens of AWS CDK in it. */
export interface ReadObject extends PlacedObject {
  readonly manifest: Fields;
}

/** An app, read when all of the program has run. */
export interface ReadApp {
  /** In the order in which they are applied. */
  readonly objects: readonly ReadObject[];
  readonly needs: Needs;
  /** What is wrong with the app, as it reports it itself. */
  readonly reported: readonly string[];
  /** What is wrong with the app only where it is put on a cluster by AWS CDK. */
  readonly problems: readonly Problem[];
}

/**
 * Validates an app and renders its objects. What the check of the rendering found is good for one manifest, so that
 * both happen at once.
 * @param chartsOf the cluster whose charts are read, where the app names several
 */
export function readApp(app: App, chartsOf: string | undefined): ReadApp {
  ensureObjectChecks(app);
  return renderForEngine(app, () => {
    const reported = validate(app);
    const constructs = app.node.findAll();
    const problems = [checkClusters(constructs, chartsOf), ...checkEmptyCharts(constructs)]
      .filter((problem) => problem !== undefined);
    const wanted = apiObjectsAmong(constructs)
      .filter((object) => chartsOf === undefined || clusterOf(object) === chartsOf);
    if (wanted.length === 0 && problems.length === 0) problems.push(nothing(app));
    if (reported.length > 0 || problems.length > 0) return { objects: [], needs: new Map(), reported, problems };
    return { ...render(app, wanted), reported };
  });
}

/** The root comes first, whose checks may make objects. */
function validate(app: App): string[] {
  const first = messagesOf(app);
  return [...first, ...app.node.findAll().slice(1).flatMap(messagesOf)];
}

function messagesOf(construct: IConstruct): string[] {
  const { path } = construct.node;
  return construct.node.validate().map((message) => path === '' ? message : `[${path}] ${message}`);
}

function render(app: App, wanted: readonly ApiObject[]): Omit<ReadApp, 'reported'> {
  const placed = placeObjects(wanted);
  const needs = neededBy(placed, dependenciesOf(app));
  const problems: Problem[] = [];
  const objects = inOrder(placed, needs).flatMap((each): ReadObject[] => {
    try {
      return [{ ...each, manifest: each.object.toJson() as Fields }];
    } catch (error) {
      problems.push(wrongType(error));
      return [];
    }
  });
  return { objects, needs, problems };
}

function nothing(app: App): Problem {
  return {
    code: 'KN-EKS-020',
    message: 'an app without objects is applied: there is nothing to put on the cluster',
    received: app.node.children.length,
    allowed: 'an app with charts that have objects',
    fix: 'make the charts in the app that `apply` gets: `new Chart(app, ...)`',
  };
}

/** A chart that holds other things than objects, such as documents, is none of these. */
function checkEmptyCharts(constructs: readonly IConstruct[]): Problem[] {
  const empty = constructs.filter((construct) => Chart.isChart(construct) && construct.node.children.length === 0);
  return empty.map((chart) => ({
    code: 'KN-EKS-021',
    message: `the chart ${show(chart.node.path)} is empty`,
    received: chart.node.path,
    allowed: 'charts with objects',
    fix: 'leave the chart out, or make in it what it is there for',
  }));
}

function checkClusters(constructs: readonly IConstruct[], chartsOf: string | undefined): Problem | undefined {
  const clusters = new Set(apiObjectsAmong(constructs).map(clusterOf));
  if (chartsOf === undefined ? clusters.size <= 1 : clusters.has(chartsOf)) return undefined;
  const names = [...clusters].filter((name) => name !== '');
  return {
    code: 'KN-EKS-024',
    message: chartsOf === undefined
      ? `the app has objects of ${clusters.size} clusters, and all of them would be put on one`
      : `no chart of the app is one of the cluster ${show(chartsOf)}`,
    received: chartsOf,
    allowed: names.length === 0 ? 'no `chartsOf`: the charts of the app name no cluster' : `one of ${showAll(names)}`,
    fix: names.length === 0 ? 'leave `chartsOf` out' : `write \`chartsOf: '${names[0]}'\`, for example`,
  };
}

/** Where an app has the specification of the cluster for eksctl, the cluster says itself what is wrong with that. */
export function withoutSpec(reported: readonly string[], spec: ClusterSpec | undefined): readonly string[] {
  if (spec === undefined) return reported;
  const said = spec._problems.map((problem) => formatProblem(problem, sourceLine(spec._trace)));
  return reported.filter((line) => !said.some((each) => line.endsWith(each)));
}

/** What `apply` got in place of an app of cdk8s: programs in JavaScript can pass anything. */
export function checkApp(app: unknown): Problem | undefined {
  if (app instanceof App || (typeof app === 'object' && app !== null && 'charts' in app && 'synthYaml' in app)) return undefined;
  return {
    code: 'KN-EKS-023',
    message: 'what is applied is no app of cdk8s',
    received: undefined,
    allowed: 'an `App` of cdk8s, with all of its charts',
    fix: "write `import { App } from 'cdk8s'`, make the charts in such an app, and pass the app",
  };
}

const LOOKED_THROUGH = new WeakSet<IConstruct>();

/** Has a program of AWS CDK looked through for charts, once. */
export function refuseChartsBelowStacks(construct: IConstruct): void {
  const { root } = construct.node;
  if (LOOKED_THROUGH.has(root)) return;
  LOOKED_THROUGH.add(root);
  construct.node.addValidation({
    validate: () => checkChartsBelowStacks(root).map((problem) => formatProblem(problem)),
  });
}

/** A chart below a stack belongs to no app, and what is in it is never applied. */
function checkChartsBelowStacks(root: IConstruct): Problem[] {
  return root.node.findAll().filter((construct) => Chart.isChart(construct)).map((chart) => ({
    code: 'KN-EKS-022',
    message: `the chart ${show(chart.node.path)} lies below a construct of AWS CDK: nothing applies it`,
    received: chart.node.path,
    allowed: 'charts in an `App` of cdk8s',
    fix: 'write `const app = new App()` with the `App` of cdk8s, `new Chart(app, ...)`, and `cluster.apply(app)`',
  }));
}

/** Whether an object is a Secret with values that stand in the program; one that a controller fills in has none. */
export function holdsSecret({ identity: { apiVersion, kind }, manifest: { data, stringData } }: ReadObject): boolean {
  const values = [data, stringData].flatMap((each) => Object.values(fieldsOf(each)));
  return apiVersion === 'v1' && kind === 'Secret' && values.some((value) => value !== '' && !hasLateValue(value));
}

/** Who can read the values of a Secret, by what brings it. */
export function exposureOf({ identity: { name } }: ReadObject, isManifest: boolean): string {
  const where = isManifest
    ? 'in the template, in its events and in logs of AWS Lambda'
    : 'in an asset, for all who may read the bucket of assets or what Helm keeps of a release';
  return `the values of Secret ${show(name)} stand ${where}: have External Secrets bring it, or make it with kubectl`;
}
