import { groupOf, KINDS, type MadeObject } from '../core';
import type { Traffic } from './traffic';

/**
 * The Services of a route, one for itself and one for each tag, as the release's `tag-template` names them; follows
 * pkg/reconciler/route/reconcile_resources.go of Serving.
 * @internal
 */
export function madeByRoute(name: string, traffic: readonly Traffic[]): MadeObject[] {
  const tags = traffic.flatMap(({ tag }) => tag ?? []);
  return [name, ...tags.map((tag) => `${tag}-${name}`)].map((service) => ({ group: '', kind: 'Service', name: service }));
}

/**
 * The objects of a service; follows pkg/reconciler/service/service.go of Serving.
 * @internal
 */
export function madeByService(name: string, traffic: readonly Traffic[]): MadeObject[] {
  const own = [KINDS.route, KINDS.configuration]
    .map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind, name }));
  return [...own, ...madeByRoute(name, traffic)];
}
