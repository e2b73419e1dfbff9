import { type ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { placeObjects } from './apply-index';
import { inOrder, type Needs, neededBy, type PlacedObject } from './apply-needs';
import { clusterOf } from './cluster-chart';
import type { ErrorCode } from './codes';
import { dependenciesOf } from './dependencies';
import type { Fields } from './fields';
import { apiObjectsAmong } from './identity';
import { renderForEngine } from './late-manifests';
import { type Problem, show, showAll, wrongType } from './problem';
import { ensureObjectChecks } from './resource';

/** An object of an app, as its manifest has it: with late values in it, which the engine resolves. */
export interface ReadObject extends PlacedObject {
  readonly manifest: Fields;
}

/** An app, read for an engine that puts its objects on a cluster. */
export interface ReadApp {
  /** In the order in which they are applied. */
  readonly objects: readonly ReadObject[];
  readonly needs: Needs;
  /** What is wrong with the app, as it reports it itself. */
  readonly reported: readonly string[];
  /** What is wrong with the app only where an engine puts it on a cluster. */
  readonly problems: readonly Problem[];
}

/** Who puts an app on a cluster, as its refusals name it. */
export interface Engine {
  /** How a program hands an app over: `apply`, `Charts`. */
  readonly entry: string;
  /** An app without objects. */
  readonly nothing: ErrorCode;
  readonly emptyChart: ErrorCode;
  /** Something else than an app. */
  readonly noApp: ErrorCode;
  /** Charts of several clusters, or none of the one that is meant. */
  readonly clusters: ErrorCode;
}

/**
 * Validates an app and renders its objects. What the check of the rendering found is good for one manifest, so that
 * both happen at once.
 * @param chartsOf the cluster whose charts are read, where the app names several
 */
export function readAppFor(engine: Engine, app: App, chartsOf: string | undefined): ReadApp {
  ensureObjectChecks(app);
  return renderForEngine(app, () => {
    const reported = validate(app);
    const constructs = app.node.findAll();
    const problems = [checkClusters(engine, constructs, chartsOf), ...checkEmptyCharts(engine, constructs)]
      .filter((problem) => problem !== undefined);
    const wanted = apiObjectsAmong(constructs)
      .filter((object) => chartsOf === undefined || clusterOf(object) === chartsOf);
    if (wanted.length === 0 && problems.length === 0) problems.push(nothing(engine, app));
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

function nothing({ nothing: code, entry }: Engine, app: App): Problem {
  return {
    code,
    message: 'an app without objects is applied: there is nothing to put on the cluster',
    received: app.node.children.length,
    allowed: 'an app with charts that have objects',
    fix: `make the charts in the app that \`${entry}\` gets: \`new Chart(app, ...)\``,
  };
}

/** A chart that holds other things than objects, such as documents, is none of these. */
function checkEmptyCharts({ emptyChart: code }: Engine, constructs: readonly IConstruct[]): Problem[] {
  const empty = constructs.filter((construct) => Chart.isChart(construct) && construct.node.children.length === 0);
  return empty.map((chart) => ({
    code,
    message: `the chart ${show(chart.node.path)} is empty`,
    received: chart.node.path,
    allowed: 'charts with objects',
    fix: 'leave the chart out, or make in it what it is there for',
  }));
}

function checkClusters(
  { clusters: code }: Engine, constructs: readonly IConstruct[], chartsOf: string | undefined,
): Problem | undefined {
  const objects = apiObjectsAmong(constructs);
  const clusters = new Set(objects.map(clusterOf));
  if (chartsOf === undefined ? clusters.size <= 1 : clusters.has(chartsOf)) return undefined;
  const names = [...clusters].filter((name) => name !== '');
  const without = objects.find((object) => clusterOf(object) === '');
  const nameless = without === undefined || names.length === 0 ? undefined : Chart.of(without).node.path;
  return {
    code,
    message: chartsOf === undefined
      ? `the app has objects of ${clusters.size} clusters, and all of them would be put on one`
        + (nameless === undefined ? '' : `; the chart ${show(nameless)} names no cluster`)
      : `no chart of the app is one of the cluster ${show(chartsOf)}`,
    received: chartsOf,
    allowed: names.length === 0 ? 'no `chartsOf`: the charts of the app name no cluster' : `one of ${showAll(names)}`
      + (nameless === undefined ? '' : ", and `''` for charts that name none"),
    fix: names.length === 0 ? 'leave `chartsOf` out' : `write \`chartsOf: '${names[0]}'\`, for example`
      + (nameless === undefined ? '' : ", or `chartsOf: ''`; or make that chart a `ClusterChart` of the cluster that it is for"),
  };
}

/** What an engine got in place of an app of cdk8s: programs in JavaScript can pass anything. */
export function checkAppFor({ noApp: code }: Engine, app: unknown): Problem | undefined {
  if (app instanceof App || (typeof app === 'object' && app !== null && 'charts' in app && 'synthYaml' in app)) return undefined;
  return {
    code,
    message: 'what is applied is no app of cdk8s',
    received: undefined,
    allowed: 'an `App` of cdk8s, with all of its charts',
    fix: "write `import { App } from 'cdk8s'`, make the charts in such an app, and pass the app",
  };
}
