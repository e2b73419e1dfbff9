import type { ApiObject } from 'cdk8s';
import type { Fields } from './fields';

/**
 * An object as its manifest has it, with its patches; `undefined` where one of them does not apply, or a value cannot
 * be written. That is for whoever looks at objects before they are rendered: the check of the rendering refuses those
 * (`KN-TYP-001`, `KN-TYP-002`), and an error here would take its place and that of all other problems.
 */
export function renderedOrNothing(object: ApiObject): Fields | undefined {
  try {
    return object.toJson() as Fields;
  } catch {
    return undefined;
  }
}
