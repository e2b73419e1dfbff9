import type { App } from 'cdk8s';
import { Chart } from 'cdk8s';
import { type ComponentName, hasLateValue, type Needs, needsFile, type Problem, type ReadApp, type ReadObject, show, Wave } from '../core';
import { ReleasedObject } from '../releases';
import { type ApplyOptions, ChartDelivery, type ChartSelection } from './apply-options';
import { checkRecord, type HelmFiles, helmFiles } from './helm-charts';

/** Helm takes 53 characters; the component and the step come after it. */
const RELEASE = /^[a-z]([-a-z0-9]{0,10}[a-z0-9])?$/;
const MOST_CHARACTERS = 12;

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
 * @param stackName name of the stack that the objects are part of
 */
export function deliver(app: App, { objects, needs }: ReadApp, options: ApplyOptions, stackName: string): Delivery {
  const { helmAssets = [] } = options;
  const suggested = nameLike(stackName);
  const { helmRelease = suggested } = options;
  const problems = [...checkSelections(app, objects, helmAssets), checkRelease(options, suggested)];
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

/**
 * There is no name for all programs. Helm takes a release for the one that it has under the name, whoever brought it:
 * it would remove what another program has in it.
 */
function checkRelease(
  { delivery, helmAssets = [], helmRelease: name }: ApplyOptions, suggested: string,
): Problem | undefined {
  const isNeeded = delivery === ChartDelivery.HELM_ASSET || helmAssets.length > 0;
  if (typeof name === 'string' ? RELEASE.test(name) : name === undefined && !isNeeded) return undefined;
  return {
    code: 'KN-EKS-035',
    message: name === undefined
      ? 'Helm delivers some of the app, but its releases have no name'
      : `releases cannot be called ${show(name)}`,
    received: name,
    allowed: `one to ${MOST_CHARACTERS} small letters, digits and \`-\`, with a letter first, that no other program has `
      + 'for the cluster: a release replaces the one of the same name, whoever brought it',
    fix: `write \`helmRelease: '${suggested}'\`, for example, and keep the name: objects of a former one are removed`,
  };
}

/** A name for releases of a stack: two stacks of one cluster have different names. */
function nameLike(stackName: string): string {
  if (hasLateValue(stackName)) return 'shop';
  const text = stackName.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '');
  return text.slice(0, MOST_CHARACTERS).replace(/-+$/, '') || 'shop';
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
