import { type ErrorCode, isLabelValue, type Problem, show } from '../core';
import type { ClusterSpec } from './cluster-spec';
import { IdentityStyle } from './eksctl-contract';
import { sortIdentities } from './eksctl-identities';
import type { NodeGroup } from './node-group';
import { nameLike } from './spec-names';

/** CloudFormation has no longer names of stacks. */
const LONGEST = 128;
const LONGEST_LABEL = 63;

/** What stacks are made of. */
export interface StackScope {
  readonly existing: boolean;
  readonly groups: readonly NodeGroup[];
  readonly identityStyle: IdentityStyle;
}

/**
 * eksctl makes a stack of CloudFormation for the cluster, for each group of nodes and for each identity, and names it
 * after them. It learns from AWS, after the cluster is there, that a name is too long or has a character of no stack.
 */
export function checkStackNames(spec: ClusterSpec, scope: StackScope): (Problem | undefined)[] {
  if (isRefused(spec, 'KN-CLU-001') || isRefused(spec, 'KN-CLU-009')) return [];
  const { groups } = scope;
  return [
    checkMadeName('cluster', spec.name) ?? (groups.length === 0 ? undefined : checkLabel('cluster', spec.name)),
    ...groups.map(({ name }) => checkMadeName('node group', name) ?? checkLabel('node group', name)),
    ...stacksOf(spec, scope).map(([what, parts, stack]) => checkStackName(what, parts, stack)),
  ];
}

/** Whether a specification says already that something of it is wrong, so that nothing more is said of it. */
export function isRefused({ _problems }: ClusterSpec, what: ErrorCode): boolean {
  return _problems.some(({ code }) => code === what);
}

/** Follows IsInvalidNameArg of pkg/apis/eksctl.io/v1alpha5/validation.go; EKS takes more. */
function checkMadeName(what: string, name: string): Problem | undefined {
  if (/^[A-Za-z][-A-Za-z0-9]*$/.test(name)) return undefined;
  return {
    code: 'KN-CTL-004',
    message: `eksctl makes no ${what} with the name ${show(name)}`,
    received: name,
    allowed: 'letters, digits and dashes, a letter first',
    fix: `write ${show(nameLike(name, LONGEST_LABEL, 'workers'))}, for example`,
  };
}

/** Follows setDefaultNodeLabels of pkg/apis/eksctl.io/v1alpha5/defaults.go, whose labels are checked as all others. */
function checkLabel(what: string, name: string): Problem | undefined {
  if (name !== '' && isLabelValue(name)) return undefined;
  return {
    code: 'KN-CTL-004',
    message: `eksctl labels nodes with the name of their ${what}, and ${show(name)} is no value of a label`,
    received: name,
    allowed: 'at most 63 characters, the last one a letter or digit',
    fix: `write ${show(nameLike(name, LONGEST_LABEL, 'workers'))}, for example`,
  };
}

/** What eksctl makes under a name of its own. */
const MADE = ['cluster', 'node group'];

type Stack = readonly [what: string, parts: readonly string[], name: string];

/**
 * Follows MakeClusterStackNameFromName, makeNodeGroupStackName and makeIAMServiceAccountStackName of pkg/cfn/manager,
 * and MakeStackName and MakeAddonPodIdentityStackName of pkg/actions/podidentityassociation/iam_role_creator.go.
 */
function stacksOf(spec: ClusterSpec, { existing, identityStyle, groups }: StackScope): Stack[] {
  const begin = `eksctl-${spec.name}`;
  const byAccount = identityStyle === IdentityStyle.SERVICE_ACCOUNT;
  const { ofAddons, others } = sortIdentities(spec, existing);
  return [
    ['cluster', [spec.name], `${begin}-cluster`],
    ...groups.map(({ name }): Stack => ['node group', [name], `${begin}-nodegroup-${name}`]),
    ...others.map(({ namespace, serviceAccount }): Stack => ['service account', [namespace, serviceAccount], byAccount
      ? `${begin}-addon-iamserviceaccount-${namespace}-${serviceAccount}`
      : `${begin}-podidentityrole-${namespace}-${serviceAccount}`]),
    ...[...ofAddons].flatMap(([{ name }, identities]) => identities.map(({ serviceAccount }): Stack => [
      'add-on', [name, serviceAccount], byAccount ? `${begin}-addon-${name}` : `${begin}-addon-${name}-podidentityrole-${serviceAccount}`,
    ])),
  ];
}

function checkStackName(what: string, parts: readonly string[], stack: string): Problem | undefined {
  // What is made of a wrong name is as wrong; `checkMadeName` says so of clusters and of groups.
  const bad = MADE.includes(what) ? undefined : parts.find((part) => /[^A-Za-z0-9-]/.test(part));
  const shown = parts.map(show).join(' and ');
  if (bad !== undefined) {
    return {
      code: 'KN-CTL-004',
      message: `eksctl names a stack of CloudFormation after the ${what} ${shown}, and ${show(bad)} has a character that no stack has`,
      received: bad,
      allowed: 'letters, digits and dashes',
      fix: `write ${show(bad.replace(/[^A-Za-z0-9-]+/g, '-'))}, for example`,
    };
  }
  if (stack.length <= LONGEST) return undefined;
  return {
    code: 'KN-CTL-004',
    message: `eksctl names a stack of CloudFormation after the ${what} ${shown}, with ${stack.length} characters: ${show(stack)}`,
    received: stack,
    allowed: `at most ${LONGEST} characters in the whole name, with that of the cluster`,
    fix: `shorten the names by ${stack.length - LONGEST} characters`,
  };
}
