import { type Problem, show } from '../core';

/** Follows the rule of EKS for names. */
export function checkClusterName(name: string): Problem | undefined {
  return check('the name of a cluster', name, /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
    'letters, digits, dashes and underscores, a letter or digit first, at most 100 characters', 'knative-production');
}

/** Checks the id of a VPC. */
export function checkVpc(vpcId: string | undefined): Problem | undefined {
  if (vpcId === undefined) return undefined;
  return check('the id of a VPC', vpcId, /^vpc-[0-9a-f]{8,17}$/, '`vpc-` and hexadecimal digits', 'vpc-0a1b2c3d4e5f67890');
}

function check(what: string, value: string, pattern: RegExp, allowed: string, example: string): Problem | undefined {
  if (typeof value === 'string' && pattern.test(value)) return undefined;
  return {
    code: 'KN-NET-009', message: `${show(value)} is not ${what}`, received: value, allowed, fix: `write \`${example}\`, for example`,
  };
}
