import type { IConstruct } from 'constructs';
import { clusterOf, type ErrorCode, Feature, Features, KINDS, type Problem, type Resource, show } from '../core';

/** What a trigger or a subscription reads from. */
interface Readable extends IConstruct {
  readonly namespace?: string;
}

/**
 * Whether a reader has to name the namespace of what it reads from.
 * @internal
 */
export function crossesNamespaces(reader: Resource, from: Readable): boolean {
  return reader.namespace !== from.namespace;
}

/**
 * A trigger and its broker, a subscription and its channel live in one namespace of one cluster; the feature
 * `cross-namespace-event-links` lifts that, where `linkable`.
 * @internal
 */
export function checkReadsFrom(
  reader: Resource, from: Readable, what: string, linkable: boolean, code: ErrorCode,
): Problem | undefined {
  const { kind } = reader.apiObject;
  if (clusterOf(reader) !== clusterOf(from)) {
    return {
      code,
      message: `the ${kind} is meant for the cluster ${show(clusterOf(reader))}, its ${what} for `
        + show(clusterOf(from)),
      received: clusterOf(from),
      allowed: `a ${what} of the same cluster`,
      fix: `move the ${kind} into a chart of that cluster`,
    };
  }
  if (!crossesNamespaces(reader, from)) return undefined;
  if (linkable && Features.of(reader).has(Feature.CROSS_NAMESPACE_EVENT_LINKS)) return undefined;
  return {
    code,
    message: `the ${kind} is in ${place(reader.namespace)}, its ${what} in ${place(from.namespace)}`,
    received: from.namespace,
    allowed: `a ${what} of the same namespace`,
    fix: `move the ${kind} into the namespace of its ${what}`
      + (kind === KINDS.requestReply.kind ? '' : '; its subscriber may be in another one'),
  };
}

function place(namespace: string | undefined): string {
  return namespace === undefined ? 'no namespace' : `namespace ${show(namespace)}`;
}
