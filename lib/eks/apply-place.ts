import { Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { type Problem, show } from '../core';
import type { EksClusterBase } from './eks-cluster-base';

/** What is put on a cluster somewhere in a program. */
interface Placed extends IConstruct {
  readonly target: EksClusterBase;
  readonly app: IConstruct;
}

/**
 * Whether two apps go to one cluster. A cluster that is there already may be imported more than once: then its name and
 * its place tell. Each stage of a program is a program of its own, and so is what another construct makes anew.
 */
export function isOneCluster(one: Placed, other: Placed): boolean {
  const [a, b] = [one.target, other.target];
  if (a === b) return true;
  if (a.clusterName !== b.clusterName || Stage.of(one) !== Stage.of(other)) return false;
  const isImported = a.spec === undefined || b.spec === undefined;
  return Stack.of(one) === Stack.of(other) || (isImported && Stack.of(a).environment === Stack.of(b).environment);
}

/**
 * Whether something can come after another app: not where the program has it the other way round, by what it wrote
 * itself, or because the other one needs what the stack makes.
 */
export function canComeAfter(own: Placed, other: Placed): boolean {
  const [stack, earlier] = [Stack.of(own), Stack.of(other)];
  if (comesAfter(other, own)) return false;
  return stack === earlier || !stacksBefore([earlier, Stack.of(other.target)]).has(stack);
}

/** Whether the program orders one construct after another. */
function comesAfter(construct: IConstruct, goal: Placed, seen = new Set<IConstruct>()): boolean {
  if (seen.has(construct)) return false;
  seen.add(construct);
  return construct.node.scopes.flatMap(({ node }) => node.dependencies)
    .some((needed) => needed.node.scopes.includes(goal) || goal.node.scopes.includes(needed)
      || comesAfter(needed.node.scopes.find(isPlaced) ?? needed, goal, seen));
}

/** Who depends on an app depends on the last step in it, and what is before that is ours to order. */
function isPlaced(construct: IConstruct): construct is Placed {
  return 'target' in construct && 'app' in construct;
}

function stacksBefore(stacks: readonly Stack[]): Set<Stack> {
  const found = new Set(stacks);
  for (const stack of found) {
    for (const needed of stack.dependencies) found.add(needed);
    for (const needed of stack.node.dependencies) found.add(Stack.of(needed));
  }
  return found;
}

/** Checks that a stack goes to where a cluster is: AWS CDK takes nothing from one place to another by itself. */
export function checkEnvironment(own: Stack, cluster: Stack): Problem | undefined {
  const different = (['region', 'account'] as const).find((part) => known(own[part]) !== known(cluster[part]));
  if (different === undefined) return undefined;
  const [actual, wanted] = [known(own[different]), known(cluster[different])];
  const says = (value: string | undefined) => value === undefined ? `no ${different}` : `the ${different} ${show(value)}`;
  const { region, account } = cluster;
  const env = [...partOf('account', account), ...partOf('region', region)].join(', ');
  return {
    code: 'KN-EKS-001',
    message: `the stack ${show(own.stackName)} says ${says(actual)}, and the stack ${show(cluster.stackName)} of the cluster ${says(wanted)}`,
    received: actual,
    allowed: 'a stack in the region and the account of the cluster',
    fix: wanted === undefined ? 'write the same `env` for both stacks' : `write \`env: { ${env} }\` for the stack ${show(own.stackName)}`,
  };
}

function partOf(name: string, value: string): string[] {
  return known(value) === undefined ? [] : [`${name}: '${value}'`];
}

function known(value: string): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
