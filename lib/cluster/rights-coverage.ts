import { hasLateValue, type IamPolicyDocument, type IamStatement } from '../core';

/**
 * What a policy does not allow of what somebody needs: call and resource. Conditions are not compared: those that the
 * library writes do not keep a workload from its work.
 * @internal
 */
export function missingRights(needed: IamPolicyDocument, given: IamPolicyDocument): string[] {
  return needed.Statement.flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource
    .filter((resource) => !isOpen(resource) && !given.Statement.some((each) => allows(each, action, resource)))
    .map((resource) => `${action} on ${resource}`)));
}

/**
 * What only the deployment knows cannot be compared. A workload that is not told which objects are its own looks at all
 * of one kind, and goes on where it is refused some.
 */
function isOpen(resource: string): boolean {
  return hasLateValue(resource) || /[:/]hostedzone\/\*$/.test(resource);
}

function allows({ Effect, Action, Resource }: IamStatement, action: string, resource: string): boolean {
  return Effect === 'Allow' && Action.some((each) => matches(each, action))
    && Resource.some((each) => hasLateValue(each) || matches(each, resource));
}

/** Follows the grammar of policies: a star is for any characters, a question mark for one. */
function matches(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return pattern === text || new RegExp(`^${source}$`, 'i').test(text);
}
