import { hasLateValue, type Problem } from '../core';
import { checkGroupName } from './spec-names';

const LONGEST = 100;

/**
 * Checks the name of a cluster; one that only the deployment knows is refused elsewhere.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
 * @internal
 */
export function checkClusterName(name: string): Problem | undefined {
  return hasLateValue(name) ? undefined : checkGroupName('KN-CLU-001', 'a cluster', name, LONGEST, 'knative-production');
}
