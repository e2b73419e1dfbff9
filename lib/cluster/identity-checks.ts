import {
  checkHostedZone, checkLabels, checkName, checkSwitch, DNS_1123_LABEL, DNS_1123_SUBDOMAIN, type DnsZone, DOMAIN_NAME,
  follows, hasLateValue, type IamPolicyDocument, type Problem, repeatedIn, show,
} from '../core';
import { checkBoundary, checkKnown, checkPolicy, checkRoleName, checkTags } from './spec-names';
import type { WorkloadIdentity } from './workload-identity';

/** Policies that stand in a role have 10,240 characters together, without white space. */
const LONGEST_POLICY = 10_240;
/** The quota of IAM can be raised to as many a role. */
const MOST_POLICIES = 20;

/** Checks what a workload identity says by itself. */
export function checkIdentity(identity: WorkloadIdentity): (Problem | undefined)[] {
  const { name, namespace, serviceAccount, managedPolicies, wellKnown, prefersWellKnown } = identity;
  return [
    checkKnown('name', name), checkName('name for a workload identity', name, DNS_1123_LABEL, 'KN-CLU-030'),
    checkKnown('namespace', namespace), checkName('name for a Namespace', namespace, DNS_1123_LABEL, 'KN-CLU-030'),
    checkKnown('serviceAccount', serviceAccount), checkName('name for a ServiceAccount', serviceAccount, DNS_1123_SUBDOMAIN, 'KN-CLU-030'),
    checkRoleName(identity.roleName), checkBoundary(identity.permissionsBoundary), ...managedPolicies.map(checkPolicy),
    ...checkTags(identity.tags, `the role of ${show(name)}`), ...checkLabels(identity.labels),
    checkSwitch('roleOnly', identity.roleOnly), checkSwitch('wellKnownPolicy', prefersWellKnown),
    managedPolicies.length <= MOST_POLICIES ? undefined
      : withoutRights(name, `has ${managedPolicies.length} managed policies`, `at most ${MOST_POLICIES}`, 'write one policy of your own'),
    prefersWellKnown && wellKnown === undefined
      ? withoutRights(name, 'has no policy that eksctl knows by a name', '`wellKnownPolicy` where eksctl has one', 'leave `wellKnownPolicy` out') : undefined,
  ];
}

/** Checks the rights of an identity of the program's own. */
export function checkOwnRights(
  name: string, policy: IamPolicyDocument | undefined, managed: readonly string[] | undefined,
): (Problem | undefined)[] {
  if (policy === undefined) {
    const none = (managed ?? []).length === 0;
    return none ? [withoutRights(name, 'has no rights', '`policy`, `managedPolicies` or both', "write `managedPolicies: ['AmazonS3ReadOnlyAccess']`, for example")] : [];
  }
  return [checkForm(name, policy) ?? checkPolicyLength(name, policy)];
}

/** Follows the grammar of policies in the guide of IAM, of which the two tools take lists alone. */
function checkForm(name: string, { Version, Statement }: IamPolicyDocument): Problem | undefined {
  const statements: unknown = Statement;
  const rule = ['`Version: \'2012-10-17\'` and statements with `Effect`, and lists for `Action` and `Resource`',
    "write `{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::orders/*'] }] }`, for example",
  ] as const;
  if (Version !== '2012-10-17') return withoutRights(name, `has a policy of the version ${show(Version)}`, ...rule);
  if (!Array.isArray(statements) || statements.length === 0) return withoutRights(name, 'has a policy without statements', ...rule);
  const [first] = statements.flatMap((statement, index) => wrongInStatement(statement)
    .map(([field, value]) => `has a policy in which \`Statement[${index}].${field}\` is ${show(value)}`));
  return first === undefined ? undefined : withoutRights(name, first, ...rule);
}

/** Checks that a policy fits into a role. */
export function checkPolicyLength(name: string, policy: IamPolicyDocument | undefined): Problem | undefined {
  const length = policy === undefined || hasLateValue(policy) ? 0 : JSON.stringify(policy).length;
  if (length <= LONGEST_POLICY) return undefined;
  return withoutRights(name, `has a policy of ${length} characters`, `at most ${LONGEST_POLICY}`,
    'write fewer hosted zones or resources, or a managed policy and its ARN into `managedPolicies`');
}

const ACTION = /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/;
/** What begins with `${` is filled in by whoever applies the document. */
const RESOURCE = /^(\*|arn:.*|\$\{.*)$/s;

function wrongInStatement(statement: unknown): [field: string, value: unknown][] {
  const fields = new Map<string, unknown>(Object.entries(statement ?? {}));
  const effect = fields.get('Effect');
  return [
    ...effect === 'Allow' || effect === 'Deny' || hasLateValue(effect) ? [] : [['Effect', effect] as [string, unknown]],
    ...wrongInList('Action', fields.get('Action'), ACTION), ...wrongInList('Resource', fields.get('Resource'), RESOURCE),
  ];
}

function wrongInList(field: string, list: unknown, form: RegExp): [field: string, value: unknown][] {
  if (!Array.isArray(list) || list.length === 0) return hasLateValue(list) ? [] : [[field, list]];
  return list.flatMap((one: unknown, index): [string, unknown][] => {
    const isRight = hasLateValue(one) || (typeof one === 'string' && form.test(one));
    return isRight ? [] : [[`${field}[${index}]`, one]];
  });
}

function withoutRights(name: string, what: string, allowed: string, fix: string): Problem {
  return { code: 'KN-CLU-034', message: `the workload identity ${show(name)} ${what}`, received: undefined, allowed, fix };
}

/** Checks hosted zones of an identity that writes DNS records. */
export function checkZones(zones: readonly DnsZone[] | undefined): (Problem | undefined)[] {
  if (!Array.isArray(zones) || zones.length === 0) {
    return [{
      code: 'KN-CLU-033',
      message: 'no hosted zone is named, so that records of all zones of the account could be written',
      received: zones,
      allowed: 'one hosted zone or more',
      fix: "write `hostedZones: [{ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' }]`, or pass the zone construct",
    }];
  }
  const ids = zones.map((zone: DnsZone) => zone.hostedZoneId);
  const twice = repeatedIn(ids)[0];
  return [
    ...zones.flatMap((zone: DnsZone) => [checkHostedZone('KN-CLU-033', 'hostedZoneId', zone.hostedZoneId ?? ''), checkDomain(zone.zoneName)]),
    twice === undefined ? undefined : {
      code: 'KN-CLU-033',
      message: `the hosted zone ${show(twice)} is there twice`,
      received: twice,
      allowed: 'each hosted zone once',
      fix: 'leave one of them out',
    },
  ];
}

function checkDomain(domain: string): Problem | undefined {
  const bare = String(domain).replace(/\.$/, '');
  if (hasLateValue(domain) || follows(DOMAIN_NAME, bare)) return undefined;
  return {
    code: 'KN-CLU-033',
    message: `${show(domain)} is no domain of a hosted zone`,
    received: domain,
    allowed: DOMAIN_NAME.text,
    fix: "write `zoneName: 'example.com'`, for example",
  };
}
