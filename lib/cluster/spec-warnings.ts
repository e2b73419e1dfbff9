import type { IConstruct } from 'constructs';
import { showAll, Warnings } from '../core';
import type { ClusterSpec } from './cluster-spec';
import { ControlPlaneLog } from './control-plane-log';
import { hasOnlyTaintedNodes } from './node-placement';

/**
 * Warns of what a specification may not mean. The rules of cdk-nag for it know only an older construct of the AWS CDK.
 * @internal
 */
export function warnOfSpec(construct: IConstruct, { endpoints, logs, nodeGroups }: ClusterSpec): void {
  const warnings = Warnings.of(construct);
  const { publicAccess, privateAccess, allowedCidrs } = endpoints;
  if (publicAccess && (allowedCidrs === undefined || allowedCidrs.some((cidr) => cidr.endsWith('/0')))) {
    warnings.add('cluster-endpoint-open', 'the API server can be reached from everywhere: write '
      + `\`ClusterEndpoints.${privateAccess ? 'publicAndPrivate' : 'publicOnly'}({ allowedCidrs })\`, or \`ClusterEndpoints.privateOnly()\``);
  }
  const missing = Object.values(ControlPlaneLog).filter((log) => !logs.includes(log));
  if (missing.length > 0) {
    warnings.add('cluster-logs-off', `the control plane does not log ${showAll(missing)}: leave \`logs\` out, and it logs everything`);
  }
  if (hasOnlyTaintedNodes({ nodeGroups })) {
    warnings.add('nodes-all-tainted', `every group of nodes has a taint, ${showAll(nodeGroups.map(({ name }) => name))}: the pods of `
      + 'Knative, of most add-ons, and of every service without `tolerations` find no node. Have a group without `taints`');
  }
}
