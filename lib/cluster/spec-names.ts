import { checkAwsRole, type ErrorCode, hasLateValue, type Problem, show } from '../core';

const ARN = /^arn:(aws(?:-[a-z]+)*):iam::([0-9]{12}|aws):policy\/([\x21-\x7e]+\/)?[A-Za-z0-9+=,.@_-]{1,128}$/;
const POLICY_NAME = /^([A-Za-z0-9+=,.@_-]+\/)*[A-Za-z0-9+=,.@_-]{1,128}$/;
const USER = /^arn:(aws(?:-[a-z]+)*):iam::[0-9]{12}:user\/([\x21-\x7e]+\/)?[A-Za-z0-9+=,.@_-]{1,64}$/;
const KEY = /^arn:aws(?:-[a-z]+)*:kms:([a-z0-9-]+):[0-9]{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** AWS has 50 a resource, of which EKS, eksctl and the AWS CDK set some. */
const MOST_TAGS = 40;
/** Prefixes that AWS and eksctl keep for themselves. */
const RESERVED_TAGS = /^(aws:|eks:|eks\.amazonaws\.com\/|alpha\.eksctl\.io\/|eksctl\.cluster\.k8s\.io\/)/i;

/** Whatever an ARN begins with. */
const PARTITION = /^arn:(aws[a-z-]*):/;

/** Checks that a name is known now: ids and files are made of it. */
export function checkKnown(field: string, value: unknown): Problem | undefined {
  if (!hasLateValue(value)) return undefined;
  return {
    code: 'KN-CLU-009',
    message: `\`${field}\` is known to the deployment only`,
    received: undefined,
    allowed: 'a text that the program writes',
    fix: `write \`${field}\` out, and pass it to the stack too`,
  };
}

/** Follows checks of the API of EKS. */
export function checkGroupName(
  code: ErrorCode, what: string, name: string, longest: number, example: string,
): Problem | undefined {
  if (typeof name === 'string' && /^[A-Za-z0-9][-_A-Za-z0-9]*$/.test(name) && name.length <= longest) return undefined;
  return {
    code,
    message: `${show(name)} is no name for ${what}`,
    received: name,
    allowed: `letters, digits, dashes and underscores, a letter or digit first, at most ${longest} characters`,
    fix: `write \`name: '${nameLike(name, longest, example)}'\`, for example`,
  };
}

/** A name like one that is wrong, which whatever takes names takes: labels and stacks, too. */
export function nameLike(name: unknown, longest: number, example: string): string {
  if (typeof name !== 'string') return example;
  const plain = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^[^A-Za-z]+/, '').slice(0, longest).replace(/-+$/, '');
  return plain === '' ? example : plain;
}

/** Checks that an ARN is of the part of AWS in which a region lies: no other part has what it names. */
export function checkPartition(code: ErrorCode, what: string, arn: string, partition: string): Problem | undefined {
  const [, own] = PARTITION.exec(arn) ?? [];
  if (own === undefined || own === partition) return undefined;
  return {
    code,
    message: `${what} ${show(arn)} is of the partition ${show(own)}, and the cluster lies in ${show(partition)}`,
    received: arn,
    allowed: `ARNs that begin with ${show(`arn:${partition}:`)}`,
    fix: `write the ARN as AWS shows it in that region: \`arn:${partition}:...\``,
  };
}

/** IAM takes two keys of tags for one where they differ in capitals alone. */
export function checkRoleTags(tags: Readonly<Record<string, string>>, what: string): Problem | undefined {
  const keys = Object.keys(tags);
  const small = keys.map((key) => key.toLowerCase());
  const twice = keys.find((key, index) => small.indexOf(key.toLowerCase()) !== index);
  if (twice === undefined) return undefined;
  return {
    code: 'KN-CLU-015',
    message: `${what} have the tag ${show(twice)} twice, in other capitals`,
    received: twice,
    allowed: 'keys that differ in more than capitals, those of the cluster and of the role together',
    fix: 'write the key in one way',
  };
}

/** Checks tags of one resource. Follows the rules of AWS for tags. */
export function checkTags(tags: Readonly<Record<string, string>>, what: string): (Problem | undefined)[] {
  const entries = Object.entries(tags);
  return [
    entries.length <= MOST_TAGS ? undefined : {
      code: 'KN-CLU-015',
      message: `${what} have ${entries.length} tags`,
      received: entries.length,
      allowed: `at most ${MOST_TAGS}, the ones of the cluster included, since EKS and the tools add some`,
      fix: 'leave some out',
    },
    ...entries.map(([key, value]) => checkTag(key, value)),
  ];
}

function checkTag(key: string, value: string): Problem | undefined {
  const wrongKey = key.length === 0 || key.length > 128 || !TAG.test(key);
  const reserved = RESERVED_TAGS.test(key);
  const wrongValue = typeof value !== 'string' || value.length > 256 || !TAG.test(value);
  if (!wrongKey && !reserved && !wrongValue) return undefined;
  const onKey = wrongKey || reserved;
  return {
    code: 'KN-CLU-015',
    message: onKey
      ? `${show(key)} is ${reserved ? 'a tag that AWS or eksctl sets' : 'no key of a tag'}` : `${show(value)} is no value for the tag ${show(key)}`,
    received: onKey ? key : value,
    allowed: onKey
      ? '1 to 128 letters, digits, spaces and `_.:/=+-@`, without the prefixes `aws:`, `eks:`, `eks.amazonaws.com/`, `alpha.eksctl.io/` and `eksctl.cluster.k8s.io/`'
      : 'a text of at most 256 letters, digits, spaces and `_.:/=+-@`',
    fix: onKey ? 'write `environment`, for example' : "write `'production'`, for example",
  };
}

/** Checks a policy: of AWS by name, or any by ARN. */
export function checkPolicy(policy: string): Problem | undefined {
  const right = typeof policy === 'string' && (policy.includes(':') ? ARN : POLICY_NAME).test(policy);
  if (right) return undefined;
  return {
    code: 'KN-CLU-032',
    message: `${show(policy)} is no policy`,
    received: policy,
    allowed: 'the name of a policy of AWS, with its path, or the ARN of a policy',
    fix: 'write `AmazonS3ReadOnlyAccess` or `arn:aws:iam::123456789012:policy/orders`, for example',
  };
}

/** Checks the ARN of a policy that bounds a role. */
export function checkBoundary(arn: string | undefined): Problem | undefined {
  if (arn === undefined || (typeof arn === 'string' && ARN.test(arn))) return undefined;
  return {
    code: 'KN-CLU-032',
    message: `${show(arn)} is no ARN of a policy`,
    received: arn,
    allowed: '`arn:aws:iam::`, twelve digits of the account, `:policy/` and the name',
    fix: 'write `arn:aws:iam::123456789012:policy/boundary`, for example',
  };
}

/** Checks the name of a role. */
export function checkRoleName(name: string | undefined): Problem | undefined {
  if (name === undefined || (typeof name === 'string' && /^[A-Za-z0-9+=,.@_-]{1,64}$/.test(name))) return undefined;
  return {
    code: 'KN-CLU-031',
    message: `${show(name)} is no name of a role`,
    received: name,
    allowed: '1 to 64 letters, digits and `+=,.@_-`',
    fix: 'leave `roleName` out, or write `knative-cluster-autoscaler`, for example',
  };
}

/** Checks the ARN of a role for an access entry. */
export function checkAdminRole(arn: string): Problem | undefined {
  const problem = checkAwsRole('KN-CLU-018', arn);
  if (problem === undefined || !/^arn:aws[a-z-]*:sts:/.test(arn)) return problem;
  return { ...problem, fix: 'write the ARN of the role itself, `arn:aws:iam::123456789012:role/admin`, not of one who took it on' };
}

/** Checks the ARN of a user for an access entry. */
export function checkAdminUser(arn: string): Problem | undefined {
  if (typeof arn === 'string' && USER.test(arn)) return undefined;
  return {
    code: 'KN-CLU-018',
    message: `${show(arn)} is no ARN of a user`,
    received: arn,
    allowed: '`arn:aws:iam::`, twelve digits of the account, `:user/` and the name, with its path',
    fix: "write `'arn:aws:iam::123456789012:user/jane'`, for example",
  };
}

/** Checks the ARN of a key; EKS takes no alias. */
export function checkKey(arn: string | undefined, region: string): Problem | undefined {
  if (arn === undefined || hasLateValue(arn)) return undefined;
  const [, place] = KEY.exec(String(arn)) ?? [];
  if (place === region) return undefined;
  return {
    code: 'KN-CLU-019',
    message: place === undefined ? `${show(arn)} is no ARN of a key` : `the key ${show(arn)} lies in ${show(place)}, and the cluster in ${show(region)}`,
    received: arn,
    allowed: `a key of KMS in ${show(region)}, by \`:key/\` and its id, not by an alias`,
    fix: `write \`arn:aws:kms:${region}:123456789012:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f\`, for example`,
  };
}

/** Whether a text is the id of a resource of EC2: `sg-0a1b2c3d4e5f67890`. */
export function isNetworkId(kind: string, id: string): boolean {
  return new RegExp(`^${kind}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id);
}

/** Checks the id of something in a network. */
export function checkNetworkId(kind: string, field: string, id: string): Problem | undefined {
  if (typeof id === 'string' && isNetworkId(kind, id)) return undefined;
  return {
    code: 'KN-CLU-007',
    message: `${show(id)} is no id for \`${field}\``,
    received: id,
    allowed: `\`${kind}-\` and 17 hexadecimal digits, or 8 of former times`,
    fix: `write \`'${kind}-0a1b2c3d4e5f67890'\`, for example`,
  };
}
