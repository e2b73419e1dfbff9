import { type ApiObject, JsonPatch } from 'cdk8s';
import { fieldsOf, leftToControllers, renderedOrNothing } from '../core';

/**
 * Takes out of an object of a release by what a controller removes it when it is done: tools that compare a cluster
 * with its manifests may never see it done, and make it again, so that it runs again.
 */
export function keepWhenDone(object: ApiObject): void {
  const { removing } = leftToControllers(object);
  if (removing.length === 0) return;
  // What cannot be rendered is refused where it is.
  const manifest = renderedOrNothing(object);
  for (const pointer of removing) if (isThere(manifest, pointer)) object.addJsonPatch(JsonPatch.remove(pointer));
}

function isThere(manifest: unknown, pointer: string): boolean {
  return pointer.split('/').slice(1).reduce((value: unknown, field) => fieldsOf(value)[field], manifest) !== undefined;
}
