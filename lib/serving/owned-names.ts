import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { appChecks, clusterOf, groupOf, KINDS, ownerOf, refuseAtSynth, show, traceOf, type TreeCheck } from '../core';

/** Looks in the finished program for objects that have the name of what Knative makes of a service or route. */
export function ownNames(construct: IConstruct): void {
  appChecks(construct).ensure('owned-names', OWNED_NAMES);
}

const SERVING = groupOf(KINDS.service.apiVersion);
/** What the controllers make under the name of an object of their own, and do not take over; as `group/Kind`. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  [`${SERVING}/Service`]: [`${SERVING}/Route`, `${SERVING}/Configuration`, '/Service'],
  [`${SERVING}/Route`]: ['/Service'],
};
const OWNED_NAMES: TreeCheck = { order: 11, run: checkOwnedNames };

/**
 * Admission takes them, and the service says `RouteNotOwned`, `ConfigurationNotOwned` or `ServiceNotOwned` for good:
 * pkg/reconciler/service/service.go, pkg/reconciler/route/reconcile_resources.go.
 */
function checkOwnedNames(constructs: readonly IConstruct[]): void {
  const objects = new Map<string, ApiObject>();
  for (const object of constructs) {
    if (ApiObject.isApiObject(object)) objects.set(keyOf(object, kindOf(object)), object);
  }
  for (const owner of objects.values()) {
    for (const kind of MADE[kindOf(owner)] ?? []) {
      const other = objects.get(keyOf(owner, kind));
      if (other !== undefined) refuseName(owner, other);
    }
  }
}

function kindOf({ apiVersion, kind }: ApiObject): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

function keyOf(object: ApiObject, kind: string): string {
  const namespace: unknown = object.metadata.namespace;
  return `${clusterOf(object)}|${typeof namespace === 'string' ? namespace : ''}|${kind}|${object.name}`;
}

function refuseName(owner: ApiObject, other: ApiObject): void {
  const construct = ownerOf(other);
  const what = owner.kind === 'Service' ? 'service' : 'route';
  refuseAtSynth(construct, {
    code: 'KN-SVC-016',
    message: `Knative makes a ${other.kind} ${show(other.name)} for the ${what} ${show(ownerOf(owner).node.path)}, and does not `
      + 'take this one over',
    received: other.name,
    allowed: `another name than that of the ${what}`,
    fix: 'give one of them another id or `metadata.name`',
  }, traceOf(construct));
}
