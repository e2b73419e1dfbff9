import { type ApiObject, JsonPatch } from 'cdk8s';
import { fieldsOf, isPatched, renderedOrNothing } from '../core';

type Annotations = Readonly<Record<string, unknown>>;

/** Annotations of an object, as its manifest has them; none of one that cannot be rendered, which is refused later. */
export function annotationsOf(object: ApiObject): Annotations {
  return fieldsOf(patchedAnnotations(object) ?? saidAnnotations(object));
}

/** Gives an object an annotation that it does not have. */
export function annotate(object: ApiObject, key: string, value: string): void {
  if (!isPatched(object)) {
    object.metadata.addAnnotation(key, value);
    return;
  }
  // A patch may write all annotations anew, and comes after those of the metadata.
  if (patchedAnnotations(object) === undefined) object.addJsonPatch(JsonPatch.add('/metadata/annotations', {}));
  object.addJsonPatch(JsonPatch.add(`/metadata/annotations/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`, value));
}

function patchedAnnotations(object: ApiObject): unknown {
  return isPatched(object) ? fieldsOf(renderedOrNothing(object)?.metadata).annotations : undefined;
}

/** Without the manifest, which is a copy of megabytes for the definitions of a release. */
function saidAnnotations({ metadata }: ApiObject): unknown {
  try {
    return fieldsOf(metadata.toJson()).annotations;
  } catch {
    return undefined;
  }
}
