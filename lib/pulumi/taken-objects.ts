import * as pulumi from '@pulumi/pulumi';
import { type Problem, type ReadObject, show, titleOfIdentity } from '../core';

/** Objects that a `Charts` puts on the cluster of a provider, by their ids, and the name of that `Charts`. */
type Taken = Map<string, string>;

/** By provider, and by engine for objects of the default provider: a process may run several programs. */
const TAKEN = new WeakMap<object, Taken>();
/** By engine, what tells each `Charts` from others. */
const PLACES = new WeakMap<object, Set<string>>();

/** What stands for the cluster of an object. */
export type ProviderOf = (object: ReadObject) => pulumi.ProviderResource | undefined;

/**
 * Looks for a `Charts` of the same name, and for objects that another `Charts` of the program puts on the same cluster,
 * and keeps what this one has. Two providers may well be two clusters; each kubeconfig is known to the deployment only.
 */
export function checkTaken(
  charts: string, parent: pulumi.Resource | undefined, objects: readonly ReadObject[], providerOf: ProviderOf,
): Problem[] {
  const places = placesOf(pulumi.runtime.getMonitor());
  const place = placeOf(charts, parent);
  const problems = objects.flatMap((object): Problem[] => {
    const other = takenFrom(providerOf(object))?.get(object.id);
    return other === undefined ? [] : [takenTwice(object, other, charts)];
  });
  if (places?.has(place) === true) problems.unshift(sameName(charts));
  if (problems.length > 0) return problems;
  places?.add(place);
  for (const object of objects) takenFrom(providerOf(object))?.set(object.id, charts);
  return [];
}

function takenFrom(provider: pulumi.ProviderResource | undefined): Taken | undefined {
  const key: object | undefined = provider ?? pulumi.runtime.getMonitor();
  if (key === undefined) return undefined;
  const taken = TAKEN.get(key) ?? new Map<string, string>();
  TAKEN.set(key, taken);
  return taken;
}

function placesOf(engine: object | undefined): Set<string> | undefined {
  if (engine === undefined) return undefined;
  const places = PLACES.get(engine) ?? new Set<string>();
  PLACES.set(engine, places);
  return places;
}

const STACK = 'pulumi:pulumi:Stack';

/** What the URN has of a resource: its name, and the types of what it is in. */
function placeOf(name: string, parent: unknown): string {
  const types: string[] = [];
  for (let at = parent; typeof at === 'object' && at !== null; at = Reflect.get(at, '__parentResource')) {
    const type: unknown = Reflect.get(at, '__pulumiType');
    if (type !== STACK) types.push(String(type));
  }
  return [...types, name].join('::');
}

function sameName(charts: string): Problem {
  return {
    code: 'KN-PUL-012',
    message: `there is a \`Charts\` ${show(charts)} in the program already, and Pulumi would take both for one`,
    received: charts,
    allowed: 'names that differ, where parents of `Charts` are of the same types',
    fix: `write a name of its own: \`new Charts('${charts}-west', app)\``,
  };
}

function takenTwice(object: ReadObject, other: string, charts: string): Problem {
  return {
    code: 'KN-PUL-008',
    message: `${titleOfIdentity(object.identity)} is put on the cluster by the \`Charts\` ${show(other)} already, and `
      + `${show(charts)} would put it there too`,
    received: object.identity.name,
    allowed: 'one `Charts` for each object of a cluster',
    fix: 'make it in one of the two apps, or give each `Charts` the `provider` of its own cluster',
  };
}
