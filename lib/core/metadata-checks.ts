import type { ApiObjectMetadata } from 'cdk8s';
import { checkAnnotations, checkLabels, isQualifiedKey } from './names';
import { type Problem, show, showAll } from './problem';
import { findUnprintable } from './unprintable';

const FIELDS: readonly string[] = ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences'];
const MAX_ANNOTATIONS = 256 * 1024;

/**
 * Checks what a program says of an object besides its name and namespace, as the API server does: cdk8s lets metadata
 * have any further field. Follows Kubernetes: apimachinery pkg/api/validation/objectmeta.go.
 * @internal
 */
export function checkMetadata(metadata: ApiObjectMetadata | undefined): (Problem | undefined)[] {
  if (metadata === undefined) return [];
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const others = Object.keys(metadata).filter((field) => !FIELDS.includes(field) && metadata[field] !== undefined);
  return [
    ...checkLabels(labels),
    ...checkAnnotations(annotations),
    annotations === undefined ? undefined
      : checkAnnotationsSize(annotations) ?? findUnprintable(annotations, 'metadata.annotations'),
    ...others.map(unknownField),
    ...(finalizers ?? []).map(checkFinalizer),
    ...(ownerReferences ?? []).map(checkOwner),
  ];
}

/**
 * Checks how long annotations are together.
 * @internal
 */
export function checkAnnotationsSize(annotations: Readonly<Record<string, string>>): Problem | undefined {
  const bytes = Object.entries(annotations)
    .reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)), 0);
  if (bytes <= MAX_ANNOTATIONS) return undefined;
  return {
    code: 'KN-NAM-009',
    message: `the annotations of the object have ${bytes} bytes`,
    received: bytes,
    allowed: `${MAX_ANNOTATIONS} bytes, keys and values together`,
    fix: 'keep long texts in a ConfigMap',
  };
}

function unknownField(field: string): Problem {
  return {
    code: 'KN-NAM-009',
    message: `${show(field)} is no field of the metadata of an object that a program writes`,
    received: field,
    allowed: showAll(FIELDS),
    fix: 'leave it out: the rest is up to the API server',
  };
}

function checkFinalizer(finalizer: string): Problem | undefined {
  if (typeof finalizer === 'string' && finalizer.includes('/') && isQualifiedKey(finalizer)) return undefined;
  // Without a domain only those of Kubernetes itself are taken.
  if (['foregroundDeletion', 'orphan', 'kubernetes'].includes(finalizer)) return undefined;
  return {
    code: 'KN-NAM-009',
    message: `${show(finalizer)} is no finalizer`,
    received: finalizer,
    allowed: 'a DNS name and a slash, then letters, digits, dashes, underscores and dots',
    fix: 'write a name such as `example.com/cleanup`',
  };
}

function checkOwner(owner: unknown): Problem | undefined {
  const given = new Map(Object.entries(owner ?? {}));
  const empty = ['apiVersion', 'kind', 'name', 'uid'].find((field) => (given.get(field) ?? '') === '');
  if (empty === undefined) return undefined;
  return {
    code: 'KN-NAM-009',
    message: `an owner of the object has no ${show(empty)}`,
    received: owner,
    allowed: 'apiVersion, kind, name and uid, none of them empty',
    fix: 'leave `ownerReferences` out: the uid of an object is known to the cluster only',
  };
}
