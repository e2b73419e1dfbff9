import type { App } from 'cdk8s';
import { Chart } from 'cdk8s';
import { type ComponentName, type Needs, needsFile, type Problem, show, Wave } from '../core';
import { ReleasedObject } from '../releases';
import type { ReadObject } from './app-reading';
import { type ApplyOptions, ChartDelivery, type ChartSelection } from './apply-options';
import { checkRecord, type HelmFiles, helmFiles } from './helm-charts';

/** How a release is called when the program does not say. */
const DEFAULT_RELEASE = 'app';
/** Helm takes 53 characters; the component and the step come after it. */
const RELEASE = /^[a-z]([-a-z0-9]{0,10}[a-z0-9])?$/;

/** What one release of Helm brings: of one step, so that it fits the order of all others. */
export interface HelmRelease {
  readonly name: string;
  readonly wave: Wave;
  readonly objects: readonly ReadObject[];
  readonly chart: HelmFiles;
}

/** What of an app is delivered how. */
export interface Delivery {
  /** Objects with a manifest of their own. */
  readonly manifests: readonly ReadObject[];
  readonly releases: readonly HelmRelease[];
  readonly problems: readonly Problem[];
}

/**
 * Divides the objects of an app among manifests and releases. A release has nothing of a chart in its name: for each
 * component there are some, and for all charts of the program together, one for each step. Namespaces are never Helm's.
 */
export function deliver(app: App, objects: readonly ReadObject[], needs: Needs, options: ApplyOptions): Delivery {
  const { helmAssets = [], helmRelease = DEFAULT_RELEASE } = options;
  const problems: (Problem | undefined)[] = [...checkSelections(app, objects, helmAssets), checkRelease(helmRelease)];
  const byName = new Map<string, ReadObject[]>();
  const releaseOf = new Map<string, string>();
  const manifests: ReadObject[] = [];
  for (const object of objects) {
    const group = object.wave === Wave.FOUNDATION ? undefined : groupFor(object, options);
    if (group === undefined) {
      manifests.push(object);
      continue;
    }
    const name = [helmRelease, group, object.wave].filter((part) => part !== '').join('-');
    releaseOf.set(object.id, name);
    byName.set(name, [...byName.get(name) ?? [], object]);
  }
  const releases = [...byName].flatMap(([name, own]): HelmRelease[] => {
    const [first] = own;
    if (first === undefined) return [];
    const chart = helmFiles(name, own);
    problems.push(checkRecord(name, chart, own));
    return [{ name, wave: first.wave, objects: own, chart }];
  });
  problems.push(...checkOrder(objects, needs, releaseOf));
  return { manifests, releases, problems: problems.filter((problem) => problem !== undefined) };
}

/** The component that brings an object by Helm, an empty text for the charts of the program; undefined for neither. */
function groupFor(object: ReadObject, { delivery, helmAssets = [] }: ApplyOptions): string | undefined {
  const component = componentOf(object);
  if (helmAssets.some(({ _component }) => _component !== undefined && _component === component)) return component;
  const { scopes } = object.object.node;
  const isSelected = helmAssets.some(({ _chart }) => _chart !== undefined && scopes.includes(_chart));
  return isSelected || delivery === ChartDelivery.HELM_ASSET ? component ?? '' : undefined;
}

/** The platform makes a chart for each component, which is called like it. */
function componentOf({ object }: ReadObject): ComponentName | undefined {
  // cdk8s answers `instanceof` of any class of objects with whether it is an object at all.
  return object.constructor === ReleasedObject ? Chart.of(object).node.id as ComponentName : undefined;
}

function checkSelections(
  app: App, objects: readonly ReadObject[], selections: readonly ChartSelection[],
): (Problem | undefined)[] {
  const components = new Set(objects.map(componentOf));
  return selections.map(({ _chart, _component }) => {
    if (_chart !== undefined && _chart.node.root !== app) {
      return notThere(`the chart ${show(_chart.node.path)}`, _chart.node.path, 'charts of the app that is applied',
        'select a chart that was made in this app');
    }
    // The command line runs the program to ask which files it needs, before there are any.
    if (_component === undefined || components.has(_component) || needsFile() !== undefined) return undefined;
    return notThere(`the release ${show(_component)}`, _component, 'releases of which the app has vendored files',
      'run `npx cdk8s-knative vendor`, or leave the selection out where others install the component');
  });
}

function notThere(what: string, received: unknown, allowed: string, fix: string): Problem {
  return { code: 'KN-EKS-031', message: `${what} is delivered by Helm, but no part of the app`, received, allowed, fix };
}

function checkRelease(name: string): Problem | undefined {
  if (typeof name === 'string' && RELEASE.test(name)) return undefined;
  return {
    code: 'KN-EKS-035',
    message: `releases cannot be called ${show(name)}`,
    received: name,
    allowed: 'one to twelve small letters, digits and `-`, with a letter first',
    fix: "write `helmRelease: 'shop'`, for example",
  };
}

/**
 * Helm orders what is in a release by kinds, so that no object waits for another one within it. Releases and manifests
 * do not wait for each other in circles: neither do the steps, nor charts (`KN-IDX-007`), of which one is Helm's whole.
 */
function checkOrder(
  objects: readonly ReadObject[], needs: Needs, releaseOf: ReadonlyMap<string, string>,
): Problem[] {
  const byId = new Map(objects.map((object) => [object.id, object]));
  return objects.flatMap((object) => [...needs.get(object.id) ?? []].flatMap((id): Problem[] => {
    const release = releaseOf.get(object.id);
    const needed = byId.get(id);
    if (release === undefined || needed === undefined || releaseOf.get(id) !== release) return [];
    return [{
      code: 'KN-EKS-032',
      message: `${nameOf(object)} comes after ${nameOf(needed)}, but the release ${show(release)} brings all that is in it at once`,
      received: needed.identity.name,
      allowed: 'releases whose objects do not wait for each other',
      fix: 'leave `addDependency` out, or deliver the chart by manifests',
    }];
  }));
}

function nameOf({ identity: { kind, name } }: ReadObject): string {
  return `${kind} ${show(name)}`;
}
