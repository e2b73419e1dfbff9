import { ApiObject, type Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { clusterOf, type ComponentName, groupOf, hasProblems, isClusterScoped, ownerOf, type Wave } from '../core';
import type { Manifest } from '../releases';

/** An object of a release on its way into a program. */
export interface PlacedObject {
  readonly component: ComponentName;
  readonly manifest: Manifest;
  readonly wave: Wave;
}

const NAMESPACE = '/Namespace';

/**
 * Objects of all releases, each once, without those that the program has the last word on. What is the same stands
 * where the first one did. Of a Namespace that two have with other labels there is one with the labels of both, and the
 * later ones win: an apply of one after the other leaves the same. Anything else that differs stays twice, definitions
 * too, and the check of identities refuses it.
 * @param own identities of what the program has the last word on
 */
export function eachOnce(placed: readonly PlacedObject[], own: ReadonlySet<string>): PlacedObject[] {
  const places = new Map<string, number>();
  const kept: PlacedObject[] = [];
  for (const object of placed) {
    const { apiVersion, kind, metadata } = object.manifest;
    const type = `${groupOf(apiVersion)}/${kind}`;
    const namespace = isClusterScoped(apiVersion, kind) ? undefined : metadata.namespace;
    const identity = identityOf(type, namespace, metadata.name);
    if (own.has(identity)) continue;
    const place = places.get(identity);
    const earlier = place === undefined ? undefined : kept[place];
    if (place === undefined || earlier === undefined) places.set(identity, kept.push(object) - 1);
    else if (type === NAMESPACE) kept[place] = { ...earlier, manifest: withBoth(earlier.manifest, object.manifest) };
    else if (JSON.stringify(earlier.manifest) !== JSON.stringify(object.manifest)) kept.push(object);
  }
  return kept;
}

/** A Namespace with the labels and annotations of two. */
function withBoth(earlier: Manifest, later: Manifest): Manifest {
  const { labels, annotations } = later.metadata;
  if (labels === undefined && annotations === undefined) return earlier;
  const { metadata } = earlier;
  return {
    ...earlier,
    metadata: {
      ...metadata,
      ...labels === undefined ? {} : { labels: { ...metadata.labels, ...labels } },
      ...annotations === undefined ? {} : { annotations: { ...metadata.annotations, ...annotations } },
    },
  };
}

/**
 * What a program has the last word on, in the cluster of a platform: namespaces that it writes itself, and ConfigMaps
 * that were refused already, of which a second refusal would say the same mistake again.
 */
export function ownObjects(platform: IConstruct, constructs: readonly IConstruct[]): ReadonlySet<string> {
  const cluster = clusterOf(platform);
  return new Set(constructs.filter((construct) => ApiObject.isApiObject(construct))
    .filter((object) => object.apiVersion === 'v1' && clusterOf(object) === cluster)
    .filter((object) => object.kind === 'Namespace' || (object.kind === 'ConfigMap' && hasProblems(ownerOf(object))))
    .map(({ kind, metadata, name }) => identityOf(`/${kind}`, kind === 'Namespace' ? undefined : metadata.namespace, name)));
}

function identityOf(type: string, namespace: string | undefined, name: string): string {
  return `${type} ${namespace ?? ''}/${name}`;
}

/** An id that no other object of a chart has. */
export function idIn(chart: Chart, { apiVersion, kind, metadata }: Manifest): string {
  const id = [kind, groupOf(apiVersion), metadata.namespace ?? '', metadata.name].filter((part) => part !== '').join('.');
  return chart.node.tryFindChild(id) === undefined ? id : `${id}.${chart.node.children.length}`;
}
