import { type ApiObject, App, type Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { clusterOf } from './cluster-chart';
import { definedKind, inOrder, neededBy, type PlacedObject } from './apply-needs';
import { dependenciesOf } from './dependencies';
import { groupOf, isClusterScoped } from './kinds';
import { objectId, type ObjectIdentity } from './object-id';
import { outputFiles, writtenMetadata } from './output-files';
import { platformFor } from './platform-description';
import { isAwaited, waveOfObject, WAVES } from './waves';

/** File of the index, below the folder of the side documents of its cluster. */
export const INDEX_FILE = 'index.json';
/** Version of the format; a reader refuses one that it does not know. */
export const INDEX_VERSION = 1;

/** An object of a program, as whoever applies it sees it. */
export interface IndexedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent for what lives outside of namespaces, and where the program names none. */
  readonly namespace?: string;
  readonly name: string;
  /** The file that it is in, relative to the folder of manifests, with slashes. */
  readonly file: string;
  /** The step in which it is applied. */
  readonly wave: string;
  /**
   * Ids of objects of this index that have to be there before it: its namespace, the definition of its kind, what the
   * program says with `addDependency`.
   */
  readonly needs: readonly string[];
}

/** The order in which the objects of a cluster are applied, as a document. */
export interface ApplyIndex {
  readonly version: number;
  /** The cluster that the objects are meant for; absent where the program names none. */
  readonly cluster?: string;
  /** Knative, where the program installs it. */
  readonly knative?: { readonly version: string; readonly installedBy: string };
  /** All steps, first to last; an awaited one ends when all that is in it is ready. */
  readonly waves: readonly { readonly name: string; readonly awaited: boolean }[];
  /** In the order in which they are applied. */
  readonly objects: readonly IndexedObject[];
}

/**
 * The indexes of an app, by cluster; the empty name is that of charts that name none. Ask after synth, when the program
 * is known to be right and the tree is complete.
 */
export function applyIndexes(construct: IConstruct): ReadonlyMap<string, ApplyIndex> {
  const app = App.of(construct);
  const files = outputFiles(app);
  const clusters = new Map<Chart, string>(app.charts.map((chart) => [chart, clusterOf(chart)]));
  const byCluster = new Map<string, ApiObject[]>();
  for (const object of files.keys()) {
    const cluster = clusters.get(object.chart) ?? '';
    const objects = byCluster.get(cluster);
    if (objects === undefined) byCluster.set(cluster, [object]);
    else objects.push(object);
  }
  if (byCluster.size === 0) byCluster.set('', []);
  return new Map([...byCluster].map(([cluster, objects]) => [cluster, indexOf(app, cluster, objects, files)]));
}

function indexOf(
  app: App, cluster: string, objects: readonly ApiObject[], files: ReadonlyMap<ApiObject, string>,
): ApplyIndex {
  const placed = placeObjects(objects);
  const needs = neededBy(placed, dependenciesOf(app));
  const first = objects[0];
  const platform = first === undefined ? undefined : platformFor(first);
  const knative = platform === undefined || platform.existing
    ? {}
    : { knative: { version: String(platform.version), installedBy: platform.installedBy ?? 'operator' } };
  return {
    version: INDEX_VERSION,
    ...cluster === '' ? {} : { cluster },
    ...knative,
    waves: WAVES.map((name) => ({ name, awaited: isAwaited(name) })),
    objects: inOrder(placed, needs).map(({ object, identity, id, wave }): IndexedObject => ({
      ...identity, file: files.get(object) ?? '', wave, needs: [...needs.get(id) ?? []],
    })),
  };
}

/** Objects with identities and steps; what lives outside of namespaces has none, whatever its chart says. */
export function placeObjects(objects: readonly ApiObject[]): PlacedObject[] {
  const outside = new Set(objects.flatMap((object) => {
    const defined = definedKind(object);
    return defined?.clusterScoped === true ? [`${defined.group}/${defined.kind}`] : [];
  }));
  return objects.map((object) => {
    const { apiVersion, kind } = object;
    const { name, namespace } = writtenMetadata(object);
    const isOutside = isClusterScoped(apiVersion, kind) || outside.has(`${groupOf(apiVersion)}/${kind}`);
    const identity: ObjectIdentity = {
      apiVersion, kind, ...namespace === undefined || isOutside ? {} : { namespace }, name,
    };
    return { object, identity, id: objectId(identity), wave: waveOfObject(object) };
  });
}

/** The index as a file: a line for each step and each object, so that a change reads as one. */
export function renderIndex({ waves, objects, ...head }: ApplyIndex): string {
  const lines = (name: string, values: readonly unknown[]) =>
    `  "${name}": [${values.map((value) => `\n    ${JSON.stringify(value)}`).join(',')}\n  ]`;
  const fields = Object.entries(head).filter(([, value]) => value !== undefined)
    .map(([name, value]) => `  "${name}": ${JSON.stringify(value)}`);
  return `{\n${[...fields, lines('waves', waves), lines('objects', objects)].join(',\n')}\n}\n`;
}
