import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type Problem, show } from '../core';

/**
 * The object of an app that a construct is, or writes: constructs say so with their default child, as all of this
 * library and of cdk8s-plus do.
 */
export function objectIn(construct: IConstruct, present: { has(object: ApiObject): boolean }): ApiObject | undefined {
  let at: unknown = construct;
  while (isConstruct(at)) {
    if (ApiObject.isApiObject(at)) return present.has(at) ? at : undefined;
    at = at.node.defaultChild;
  }
  return undefined;
}

function isConstruct(value: unknown): value is IConstruct {
  return typeof value === 'object' && value !== null && 'node' in value;
}

/** What is none of the objects that a `Charts` has. */
export function unknownObject(construct: IConstruct): Problem {
  const path = isConstruct(construct) ? construct.node.path : construct;
  return {
    code: 'KN-PUL-007',
    message: `${show(path)} is no object of the app, nor a construct that writes one`,
    received: path,
    allowed: 'an `ApiObject` of the app, or a construct whose default child is one, of the charts that were put on the cluster',
    fix: 'pass the object itself, such as `service`, or `service.apiObject`; another `Charts` knows the objects of its own app',
  };
}
