import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { appChecks, groupOf, ownerOf, platformFor, type Problem, refuseAtSynth, show, traceOf } from '../core';

/** Follows pkg/apis/networking/register.go of knative.dev/networking; the second is the older name. */
const KEYS = ['networking.knative.dev/ingress-class', 'networking.knative.dev/ingress.class'];
const KINDS = ['Service', 'Route', 'DomainMapping'];
const SUFFIX = '.ingress.networking.knative.dev';

/** Looks at the services that name a class themselves: no other layer than the one of the platform answers them. */
export function checkIngressClasses(construct: IConstruct): void {
  appChecks(construct).ensure('ingress-classes', { order: 30, run: (constructs) => {
    for (const object of constructs) {
      if (!ApiObject.isApiObject(object) || groupOf(object.apiVersion) !== 'serving.knative.dev' || !KINDS.includes(object.kind)) continue;
      const problem = checkClass(object);
      const owner = ownerOf(object);
      if (problem !== undefined) refuseAtSynth(owner, problem, traceOf(owner));
    }
  } });
}

function checkClass(object: ApiObject): Problem | undefined {
  const layer = platformFor(object)?.layer;
  if (layer === undefined) return undefined;
  const { annotations = {} } = object.metadata.toJson() as { readonly annotations?: Readonly<Record<string, string>> };
  const named = KEYS.map((key) => annotations[key]).find((value) => value !== undefined);
  if (named === undefined || named === `${layer.name}${SUFFIX}`) return undefined;
  return {
    code: 'KN-PLT-022',
    message: `${object.kind} ${show(object.name)} asks for the networking layer ${show(named)}, and the platform has ${show(layer.name)}, `
      + 'so it never becomes ready',
    received: named,
    allowed: show(`${layer.name}${SUFFIX}`),
    fix: `leave the annotation ${show(KEYS[0])} out`,
  };
}
