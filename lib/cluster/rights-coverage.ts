import { hasLateValue, type IamPolicyDocument } from '../core';

/**
 * What a policy does not allow of what somebody needs: call and resource. Conditions are not compared: those that the
 * library writes do not keep a workload from its work.
 * @internal
 */
export function missingRights(needed: IamPolicyDocument, given: IamPolicyDocument): string[] {
  return needed.Statement.flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource
    .filter((resource) => !isGiven(given, action, resource))
    .map((resource) => `${action} on ${resource}`)));
}

/** What only the deployment knows cannot be compared. */
function isGiven({ Statement }: IamPolicyDocument, action: string, resource: string): boolean {
  if (hasLateValue(resource)) return true;
  const about = Statement.filter(({ Action }) => Action.some((each) => matches(each, action)));
  const denied = about.some((each) => each.Effect === 'Deny' && each.Condition === undefined
    && each.Resource.some((one) => matches(one, resource)));
  return !denied && about.some((each) => each.Effect === 'Allow' && each.Resource.some((one) => reaches(one, resource)));
}

/**
 * A workload that is not told which hosted zones are its own looks at all of them, and goes on where it is refused
 * some: one is enough for it.
 */
function reaches(given: string, resource: string): boolean {
  if (hasLateValue(given) || matches(given, resource)) return true;
  return /[:/]hostedzone\/\*$/.test(resource) && /[:/]hostedzone\/[^/]+$/.test(given);
}

/** Follows the grammar of policies: a star is for any characters, a question mark for one. */
function matches(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return pattern === text || new RegExp(`^${source}$`, 'i').test(text);
}
