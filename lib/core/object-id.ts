import { groupOf } from './kinds';
import { show } from './problem';

/** What tells an object from all others of its cluster. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** `<group>/<Kind>/<namespace>/<name>`, with nothing in place of what is absent: `/Namespace//orders`. */
export function objectId({ apiVersion, kind, namespace = '', name }: ObjectIdentity): string {
  return `${groupOf(apiVersion)}/${kind}/${namespace}/${name}`;
}

/** An object as messages and documents name it: ``Deployment `shop/web` ``. */
export function titleOfIdentity({ kind, name, namespace }: Omit<ObjectIdentity, 'apiVersion'>): string {
  return `${kind} ${show(namespace === undefined ? name : `${namespace}/${name}`)}`;
}
