import type { ApiObject, JsonPatch } from 'cdk8s';
import { ComponentName, nearest, type Problem, type ReleaseComponent, show, showAll } from '../core';
import type { KustomizationPatch } from '../networking';

/** Which objects of release files are meant. */
export interface ReleasedObjectAddress {
  /** Kind: `Deployment`. */
  readonly kind: string;
  /** Name: `activator`. */
  readonly name: string;
  /**
   * Namespace: `knative-serving`.
   * @default - every object of that kind and name, wherever it lies
   */
  readonly namespace?: string;
}

interface ReleasedPatch {
  readonly address: ReleasedObjectAddress;
  readonly patches: readonly JsonPatch[];
}

/** Objects that a message names in place of one that there is not. */
const MOST_NAMED = 3;

/** Patches that a program has for objects which are made at synth only. */
export class ReleasedPatches {
  private readonly all: ReleasedPatch[] = [];

  public add(address: ReleasedObjectAddress, patches: readonly JsonPatch[]): void {
    this.all.push({ address: { ...address }, patches: [...patches] });
  }

  /** @param operated workloads that the operator brings, and not the release files */
  public apply(objects: readonly ApiObject[], operated: readonly string[] = []): Problem[] {
    return this.all.flatMap(({ address, patches }) => {
      const found = objects.filter((object) => isMeant(object, address));
      for (const object of found) object.addJsonPatch(...patches);
      return found.length > 0 ? [] : [reachesNothing(address, objects, operated)];
    });
  }
}

/** Whether a component is what a networking layer changes, where nothing is vendored by a kustomization. */
export function isPatchedLayer({ name }: ReleaseComponent): boolean {
  return name === ComponentName.NET_CONTOUR || name === ComponentName.NET_ISTIO;
}

/** A change of a networking layer that no object of its file is meant by. */
export function unusedPatch({ target }: KustomizationPatch, { files }: ReleaseComponent): Problem {
  const { kind, name, namespace } = target;
  return {
    code: 'KN-PLT-030',
    message: `${showAll(files)} has no ${kind} ${show(name.replace('-.*', ''))}${namespace === undefined ? '' : ` in ${show(namespace)}`}, so what `
      + 'the platform says of it would be lost',
    received: name,
    allowed: 'objects that the release files of the platform bring',
    fix: 'run `npx cdk8s-knative vendor`, which brings the file as upstream has it',
  };
}

function isMeant({ kind, name, metadata }: ApiObject, address: ReleasedObjectAddress): boolean {
  return kind === address.kind && name === address.name
    && (address.namespace === undefined || metadata.namespace === address.namespace);
}

function reachesNothing(
  { kind, name, namespace }: ReleasedObjectAddress, objects: readonly ApiObject[], operated: readonly string[],
): Problem {
  const where = namespace === undefined ? '' : ` in ${show(namespace)}`;
  const isOperated = kind !== 'Service' && operated.includes(name);
  return {
    code: 'KN-PLT-030',
    message: `no release file of the platform has a ${kind} ${show(name)}${where}, so the patch of it reaches nothing`
      + (isOperated ? ': the operator makes it' : ''),
    received: name,
    allowed: 'objects that the release files of the platform bring',
    fix: isOperated ? mendOfOperated(name) : mendOf(kind, name, objects),
  };
}

function mendOfOperated(name: string): string {
  return `write \`production: { workloads: { ${/^[a-z]+$/.test(name) ? name : `'${name}'`}: { ... } } }\`, or patch the spec of the operator with `
    + '`platform.serving.apiObject.addJsonPatch(...)`, or that of `platform.eventing`';
}

function mendOf(kind: string, name: string, objects: readonly ApiObject[]): string {
  if (objects.length === 0) return "write `releases: VendoredReleases.fromFolder('releases')`, and run `npx cdk8s-knative vendor`";
  const near = nearestOf(kind, name, objects).slice(0, MOST_NAMED).map((object) => {
    const { namespace } = object.metadata;
    return show(`${object.kind} ${object.name}${namespace === undefined ? '' : ` in ${namespace}`}`);
  });
  return `write another kind, name or namespace${near.length === 0 ? '' : `, such as ${near.join(', ')}`}`;
}

/** The same object of another namespace comes first, then what has the name, then the kind by names that are alike. */
function nearestOf(kind: string, name: string, objects: readonly ApiObject[]): ApiObject[] {
  const namesakes = objects.filter((object) => object.name === name);
  const same = namesakes.filter((object) => object.kind === kind);
  const alike = objects.filter((object) => object.kind === kind && object.name !== name);
  const sorted: ApiObject[] = [];
  for (let left = alike; left.length > 0 && sorted.length < MOST_NAMED;) {
    const next = nearest(name, left.map((object) => object.name));
    sorted.push(...left.filter((object) => object.name === next));
    left = left.filter((object) => object.name !== next);
  }
  return [...same, ...namesakes.filter((object) => object.kind !== kind), ...sorted];
}
