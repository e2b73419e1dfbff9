import type { ApiObjectMetadata } from 'cdk8s';
import { checkAnnotations, checkLabels, isQualifiedKey } from './names';
import { type Problem, show, showAll } from './problem';
import { findUnprintable } from './unprintable';
import { repeatedIn } from './value-checks';

const FIELDS: readonly string[] = ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences'];
/** Checked with the object; nearly all metadata says no more. */
const PLACE: ReadonlySet<string> = new Set(['name', 'namespace']);
const MAX_ANNOTATIONS = 256 * 1024;

/**
 * Checks what a program says of an object besides its name and namespace, as the API server does: cdk8s lets metadata
 * have any further field. Follows Kubernetes: apimachinery pkg/api/validation/objectmeta.go.
 * @internal
 */
export function checkMetadata(metadata: ApiObjectMetadata | undefined): (Problem | undefined)[] {
  if (metadata === undefined || Object.keys(metadata).every((field) => PLACE.has(field))) return [];
  const { labels, annotations, finalizers, ownerReferences } = metadata;
  const others = Object.keys(metadata).filter((field) => !FIELDS.includes(field) && metadata[field] !== undefined);
  return [
    ...checkLabels(labels),
    findUnprintable(labels, 'metadata.labels'),
    ...checkAnnotations(annotations),
    annotations === undefined ? undefined
      : checkAnnotationsSize(annotations) ?? findUnprintable(annotations, 'metadata.annotations'),
    ...others.map(unknownField),
    ...(finalizers ?? []).map(checkFinalizer),
    checkFinalizersTogether(finalizers ?? []),
    ...(ownerReferences ?? []).map(checkOwner),
    checkOwnersTogether(ownerReferences ?? []),
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

/** Both say what becomes of dependents, and only one can be done. */
const DEPENDENTS = ['foregroundDeletion', 'orphan'];

function checkFinalizersTogether(finalizers: readonly string[]): Problem | undefined {
  const both = DEPENDENTS.every((finalizer) => finalizers.includes(finalizer));
  const twice = repeatedIn(finalizers)[0];
  if (!both && twice === undefined) return undefined;
  return {
    code: 'KN-NAM-009',
    message: both ? `the object has the finalizers ${showAll(DEPENDENTS)}` : `the finalizer ${show(twice)} is there twice`,
    received: finalizers,
    allowed: both ? 'one of the two' : 'each finalizer once',
    fix: 'leave one of them out',
  };
}

function checkOwnersTogether(owners: readonly unknown[]): Problem | undefined {
  const fields = owners.map((owner) => new Map(Object.entries(owner ?? {})));
  const uids = fields.map((owner) => owner.get('uid'));
  const twice = uids.some((uid, index) => uids.indexOf(uid) !== index);
  const controllers = fields.filter((owner) => owner.get('controller') === true).length;
  if (!twice && controllers < 2) return undefined;
  return {
    code: 'KN-NAM-009',
    message: twice ? 'an owner of the object is there twice' : 'the object has more than one owner that controls it',
    received: owners,
    allowed: 'each owner once, by its uid, and at most one with `controller: true`',
    fix: 'leave one of them out',
  };
}

function checkOwner(owner: unknown): Problem | undefined {
  const given = new Map(Object.entries(owner ?? {}));
  const empty = ['apiVersion', 'kind', 'name', 'uid'].find((field) => (given.get(field) ?? '') === '');
  if (empty === undefined) return checkOwnerKind(String(given.get('apiVersion')), String(given.get('kind')));
  return {
    code: 'KN-NAM-009',
    message: `an owner of the object has no ${show(empty)}`,
    received: owner,
    allowed: 'apiVersion, kind, name and uid, none of them empty',
    fix: 'leave `ownerReferences` out: the uid of an object is known to the cluster only',
  };
}

/** Follows `ValidateOwnerReferences` of objectmeta.go. */
function checkOwnerKind(apiVersion: string, kind: string): Problem | undefined {
  const version = /^([^/]+\/)?[^/]+$/.test(apiVersion);
  if (version && !(apiVersion === 'v1' && kind === 'Event')) return undefined;
  return {
    code: 'KN-NAM-009',
    message: version ? 'an Event owns the object' : `${show(apiVersion)} is no apiVersion of an owner`,
    received: version ? kind : apiVersion,
    allowed: 'an object that stays, by its group and version',
    fix: 'write `apps/v1` and `Deployment`, for example',
  };
}
