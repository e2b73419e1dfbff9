import { createHash } from 'node:crypto';
import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { clusterOf } from './cluster-chart';
import { apiObjectsAmong, ownerOf, traceOf } from './identity';
import { groupOf, KINDS } from './kinds';
import { show } from './problem';
import { refuseAtSynth } from './problems';
import type { Resource } from './resource';

/** An object that Knative makes for one of the program, in the namespace of that one. */
export interface MadeObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** A Kubernetes Service; Knative services make one of their own name. */
export function madeService(name: string): MadeObject[] {
  return [{ group: '', kind: 'Service', name }, { group: groupOf(KINDS.service.apiVersion), kind: 'Service', name }];
}

const LONGEST = 63;
const HEAD = LONGEST - 32;

/** The name of what Knative makes for `parent`; follows `ChildName` in kmeta/names.go of knative.dev/pkg. */
export function childName(parent: string, suffix: string): string {
  if (parent.length <= LONGEST - suffix.length) return parent + suffix;
  if (suffix.length < HEAD) return parent.slice(0, HEAD - suffix.length) + md5(parent) + suffix;
  const head = parent.slice(0, HEAD);
  return `${head}${md5(parent + suffix)}${suffix.slice(0, HEAD - head.length)}`.replace(/[^a-zA-Z0-9]+$/, '');
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

interface Made {
  readonly object: MadeObject;
  readonly maker: Resource;
}

/**
 * Refuses objects of the program that have the name of one that Knative makes for another: the controller says that it
 * does not own them and stops (`RouteNotOwned`, `ServiceNotOwned`, `... is not owned by ContainerSource ...`), or takes
 * them over. Two objects for which Knative makes the same one are no better.
 */
export function checkMadeNames(constructs: readonly IConstruct[]): void {
  const made = new Map<string, Made[]>();
  const shared: [Made, Made][] = [];
  for (const maker of constructs) {
    if (!isMaker(maker)) continue;
    for (const object of maker._makes()) {
      const others = made.get(object.name);
      if (others === undefined) {
        made.set(object.name, [{ object, maker }]);
        continue;
      }
      const first = others.find((other) => (
        other.maker !== maker && isSame(other.object, object) && isNear(other.maker, maker)));
      if (first === undefined) others.push({ object, maker });
      else shared.push([first, { object, maker }]);
    }
  }
  const refused = new Set<IConstruct>();
  for (const construct of apiObjectsAmong(constructs)) {
    const { apiVersion, kind, name } = construct;
    const taken = made.get(name)?.find(({ object, maker }) => (
      isSame(object, { group: groupOf(apiVersion), kind }) && placeOf(maker, maker.namespace)
        === placeOf(construct, construct.metadata.namespace)));
    if (taken === undefined) continue;
    refused.add(ownerOf(construct));
    refuseTaken(construct, taken.maker);
  }
  for (const [first, second] of shared) {
    if (!refused.has(first.maker) && !refused.has(second.maker) && !saidElsewhere(first.maker, second.maker)) {
      refused.add(second.maker);
      refuseShared(first.maker, second);
    }
  }
}

function isMaker(construct: IConstruct): construct is Resource {
  return '_makes' in construct;
}

/** Two objects of one identity are `KN-NAM-002`, two kinds of channel of one name `KN-CHN-003`. */
function saidElsewhere(first: Resource, second: Resource): boolean {
  return first.name === second.name && groupOf(first.apiObject.apiVersion) === groupOf(second.apiObject.apiVersion);
}

/** Of one name, are they the same? */
function isSame(one: Omit<MadeObject, 'name'>, other: Omit<MadeObject, 'name'>): boolean {
  return one.kind === other.kind && one.group === other.group;
}

function isNear(one: Resource, other: Resource): boolean {
  return placeOf(one, one.namespace) === placeOf(other, other.namespace);
}

/** Asked for only where names meet: finding the cluster means looking through the ancestors. */
function placeOf(construct: IConstruct, namespace: unknown): string {
  return `${clusterOf(construct)}|${typeof namespace === 'string' ? namespace : ''}`;
}

function refuseTaken(object: ApiObject, maker: Resource): void {
  const owner = ownerOf(object);
  refuseAtSynth(owner, {
    code: 'KN-NAM-010',
    message: `Knative makes a ${object.kind} ${show(object.name)} for the ${maker.apiObject.kind} ${show(maker.node.path)}, and `
      + 'this one is in its way',
    received: object.name,
    allowed: `names other than those of the objects that Knative makes for a ${maker.apiObject.kind}`,
    fix: 'give one of them another id or `metadata.name`',
  }, traceOf(owner));
}

function refuseShared(first: Resource, { object, maker }: Made): void {
  refuseAtSynth(maker, {
    code: 'KN-NAM-010',
    message: `Knative makes a ${object.kind} ${show(object.name)} for the ${maker.apiObject.kind} ${show(maker.name)} and for the `
      + `${first.apiObject.kind} ${show(first.node.path)}`,
    received: maker.name,
    allowed: 'names of which Knative makes different ones',
    fix: 'give one of them another id or `metadata.name`',
  }, traceOf(maker));
}
