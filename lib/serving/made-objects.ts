import { tagNameOf } from '../addresses';
import { groupOf, KINDS, type MadeObject, platformFor, type Resource } from '../core';
import { tagsOf, type Traffic } from './traffic';

/**
 * The Services of a route, one for itself and one for each tag, as the `tag-template` of the platform names them;
 * follows pkg/reconciler/route/reconcile_resources.go of Serving.
 * @internal
 */
export function madeByRoute(route: Resource, traffic: readonly Traffic[]): MadeObject[] {
  const own = { group: '', kind: 'Service', name: route.name };
  if (traffic.length === 0) return [own];
  const rules = platformFor(route)?.addresses;
  return [route.name, ...tagsOf(traffic).map((tag) => tagNameOf(rules, route.name, tag))]
    .map((service) => ({ group: '', kind: 'Service', name: service }));
}

const OF_SERVICE = [KINDS.route, KINDS.configuration]
  .map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind }));

/**
 * The objects of a service; follows pkg/reconciler/service/service.go of Serving.
 * @internal
 */
export function madeByService(service: Resource, traffic: readonly Traffic[]): MadeObject[] {
  const { name } = service;
  const made = madeByRoute(service, traffic);
  for (const { group, kind } of OF_SERVICE) made.push({ group, kind, name });
  return made;
}
