import { tagNameOf } from '../addresses';
import { groupOf, KINDS, type MadeObject, platformFor, type Resource } from '../core';
import { tagsOf, type Traffic } from './traffic';

/**
 * The Services of a route, one for itself and one for each tag, as the `tag-template` of the platform names them;
 * follows pkg/reconciler/route/reconcile_resources.go of Serving.
 * @internal
 */
export function madeByRoute(route: Resource, traffic: readonly Traffic[]): MadeObject[] {
  const rules = platformFor(route)?.addresses;
  return [route.name, ...tagsOf(traffic).map((tag) => tagNameOf(rules, route.name, tag))]
    .map((service) => ({ group: '', kind: 'Service', name: service }));
}

/**
 * The objects of a service; follows pkg/reconciler/service/service.go of Serving.
 * @internal
 */
export function madeByService(service: Resource, traffic: readonly Traffic[]): MadeObject[] {
  const own = [KINDS.route, KINDS.configuration]
    .map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind, name: service.name }));
  return [...own, ...madeByRoute(service, traffic)];
}
