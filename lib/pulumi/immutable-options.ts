import type * as pulumi from '@pulumi/pulumi';
import { ChangeWay, groupOf, isFields, type ReadObject, type Replacement, replacementsOf } from '../core';
import { changeHook } from './change-hook';

/**
 * What the provider replaces by itself, by `group/Kind`. Follows forceNew of provider/pkg/provider/diff.go of
 * pulumi-kubernetes, with ConfigMaps and Secrets that may change in place.
 */
const REPLACED_BY_PROVIDER: Readonly<Record<string, readonly string[]>> = {
  '/ConfigMap': ['data', 'binaryData'],
  '/Secret': ['data', 'type'],
  '/ResourceQuota': ['spec.scopes'],
  'apps/Deployment': ['spec.selector'],
  'rbac.authorization.k8s.io/RoleBinding': ['roleRef', 'roleRef.apiGroup'],
  'rbac.authorization.k8s.io/ClusterRoleBinding': ['roleRef', 'roleRef.apiGroup'],
};

/** What else decides what a change of an object may do. */
export interface ChangeConditions {
  /** Whether it had another name or namespace: then the new one is made first, and no field replaces it. */
  readonly isRenamed?: boolean;
  /** Whether Pulumi leaves it in the cluster: a new one would be the old one with other fields, so none replaces it. */
  readonly isRetained?: boolean;
}

/**
 * The options of Pulumi for what cannot change in an object. A field of which a change needs a new object replaces the
 * object; where that would lose events, the update is refused (`KN-PUL-030`), in the preview already.
 *
 * An object that these fields replace is deleted first: names are fixed, so that one which is made first is the old
 * one, and goes when that is deleted. The provider does the same for what it replaces by itself. Whatever else replaces
 * objects is left to Pulumi, which makes the new ones first: on another cluster these are other objects, and the old
 * ones go in reverse order.
 *
 * Refusing needs a Pulumi with resource hooks, 3.182.0, both of the command line and of the package. With an older one,
 * and in a mock run, admission refuses most of these changes.
 */
export function changeOptionsOf(
  object: ReadObject, { isRenamed = false, isRetained = false }: ChangeConditions = {},
): pulumi.CustomResourceOptions {
  const { identity: { apiVersion, kind }, manifest } = object;
  const rules = replacementsOf(apiVersion, kind);
  const own = rules.filter((rule) => rule.way === ChangeWay.REPLACE && !isReplacedByProvider(object, rule));
  const isGuarded = own.length > 0 || rules.some(({ way }) => way !== ChangeWay.REPLACE);
  const hook = isGuarded ? changeHook(object, isRetained) : undefined;
  const isReplaced = own.length > 0 && !isRenamed && !isRetained;
  return {
    ...isReplaced
      ? { deleteBeforeReplace: true, replaceOnChanges: own.map(({ path }) => replacingPath(manifest, path)) }
      : {},
    ...hook === undefined ? {} : { hooks: { beforeUpdate: [hook] } },
  };
}

/**
 * The options of a resource with what the program adds to them. An object that a change replaces is deleted first,
 * unless the program says otherwise.
 */
export function withSafeReplacement(options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  const { replaceOnChanges = [], deleteBeforeReplace } = options;
  return replaceOnChanges.length === 0 || deleteBeforeReplace !== undefined
    ? options
    : { ...options, deleteBeforeReplace: true };
}

function isReplacedByProvider({ identity: { apiVersion, kind } }: ReadObject, { path }: Replacement): boolean {
  return REPLACED_BY_PROVIDER[`${groupOf(apiVersion)}/${kind}`]?.includes(path) === true;
}

/**
 * A path in the spelling of Pulumi. A field that comes or goes together with the one that it is in shows as a change of
 * that one, so the path leads to the outermost that holds nothing else.
 */
function replacingPath(manifest: Readonly<Record<string, unknown>>, path: string): string {
  const keys = path.split('.');
  while (keys.length > 2 && holdsOnly(valueAt(manifest, keys.slice(0, -1)), keys.at(-1))) keys.pop();
  return keys.join('.');
}

function valueAt(manifest: unknown, keys: readonly string[]): unknown {
  return keys.reduce((value, key) => isFields(value) ? value[key] : undefined, manifest);
}

function holdsOnly(value: unknown, key: string | undefined): boolean {
  return !isFields(value) || Object.keys(value).every((each) => each === key);
}
