import type { ErrorCode } from './codes';
import { type Problem, show } from './problem';

/** The path of a role lies between slashes; the name has 64 characters at most. */
const ROLE = /^arn:(aws(?:-[a-z]+)*):iam::[0-9]{12}:role\/([\x21-\x7e]+\/)?[A-Za-z0-9+=,.@_-]{1,64}$/;
const REGION = /^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}$/;
/** What the regions of a partition begin with; all others are of `aws`. */
const PARTITIONS: readonly (readonly [string, string])[] = [
  ['cn-', 'aws-cn'], ['us-gov-', 'aws-us-gov'], ['us-iso-', 'aws-iso'], ['us-isob-', 'aws-iso-b'], ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'], ['eusc-', 'aws-eusc'],
];

/** What ARNs are made for. */
export interface AwsPlace {
  readonly role?: string;
  readonly region?: string;
}

/**
 * The partition of AWS that ARNs begin with: the one of a role, or else of a region.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function awsPartitionOf({ role, region }: AwsPlace): string {
  const [, partition] = ROLE.exec(role ?? '') ?? [];
  return partition ?? PARTITIONS.find(([prefix]) => String(region).startsWith(prefix))?.[1] ?? 'aws';
}

/** Whether a text is the code of a region, as far as its form says. */
export function isAwsRegion(region: unknown): boolean {
  return typeof region === 'string' && REGION.test(region);
}

/** Checks the code of a region of AWS. */
export function checkAwsRegion(code: ErrorCode, region: string | undefined): Problem | undefined {
  if (region === undefined || isAwsRegion(region)) return undefined;
  const lower = String(region).toLowerCase().replace(/_/g, '-').replace(/(\d)[a-z]$/, '$1');
  return {
    code,
    message: `${show(region)} is no region of AWS`,
    received: region,
    allowed: 'the code of a region, in lower case and without the letter of a zone',
    fix: `write \`region: '${isAwsRegion(lower) ? lower : 'eu-central-1'}'\`, for example`,
  };
}

/** Checks the ARN of a role. */
export function checkAwsRole(code: ErrorCode, role: string): Problem | undefined {
  if (typeof role === 'string' && ROLE.test(role)) return undefined;
  return {
    code,
    message: `${show(role)} is no ARN of a role`,
    received: role,
    allowed: '`arn:aws:iam::`, twelve digits of the account, `:role/` and the name, with its path',
    fix: "write `'arn:aws:iam::123456789012:role/dns'`, for example",
  };
}

/** Follows the type ResourceId of the API of Route 53, which has at most 32 characters; its SDK takes a path away. */
export function checkHostedZone(code: ErrorCode, field: string, id: string | undefined): Problem | undefined {
  if (id === undefined || (typeof id === 'string' && /^[A-Z0-9]{1,32}$/.test(id))) return undefined;
  const bare = String(id).replace(/^.*\//, '').toUpperCase();
  return {
    code,
    message: `${show(id)} is no id of a hosted zone`,
    received: id,
    allowed: 'the id alone, upper-case letters and digits, without `/hostedzone/` and without the name of the zone',
    fix: `write \`'${/^Z[A-Z0-9]{1,31}$/.test(bare) ? bare : 'Z0123456789ABCDEFGHIJ'}'\` for \`${field}\`, for example`,
  };
}
