import { show, showAll } from '../core';
import type { EksctlClusterProps } from './eksctl-contract';
import { EKSCTL_VERSION } from './eksctl-facts';
import { writtenGroups } from './eksctl-node-groups';
import { clusterVersion } from './version-matrix';

type EksctlWarning = readonly [id: string, message: string];

/** What eksctl takes, but says something about, or takes under another name. */
export function eksctlWarnings(props: EksctlClusterProps): readonly EksctlWarning[] {
  const { spec, existing = false } = props;
  const warnings: EksctlWarning[] = [];
  for (const { name, addonPolicies, enableSsm } of writtenGroups(props)) {
    // Follows validateDeprecatedIAMFields of pkg/apis/eksctl.io/v1alpha5/validation.go.
    if (addonPolicies?.albIngress !== undefined) {
      warnings.push(['eksctl-alb-ingress', `the group ${show(name)} says \`albIngress\`, which is written as `
        + '`awsLoadBalancerController`; write `addonPolicies: { awsLoadBalancerController: '
        + `${String(addonPolicies.albIngress)} }\``]);
    }
    // Follows validateNodeGroupBase of the same file.
    if (enableSsm === true) {
      warnings.push(['eksctl-enable-ssm', `the group ${show(name)} says \`enableSsm\`, which is left out: the agent of Systems Manager `
        + 'is in all images for EKS; write nothing for it']);
    }
  }
  if (clusterVersion(spec.version)?.eksctl === false && !existing) {
    warnings.push(['eksctl-newer-kubernetes', `Kubernetes ${show(spec.version)} is newer than eksctl ${EKSCTL_VERSION}, which asks AWS for `
      + 'versions but was not made for this one; take an eksctl that was released after it']);
  }
  // Follows ErrClusterEndpointPrivateOnly of the same file.
  if (!spec.endpoints.publicAccess && !existing) {
    warnings.push(['eksctl-private-endpoint', 'eksctl does not reach the API server once the cluster is there, so that it '
      + 'cannot finish unless it runs inside of the VPC or of a network that is joined to it']);
  }
  const left = existing ? OF_NEW_CLUSTERS.filter((field) => spec._given.has(field)) : [];
  if (left.length > 0) {
    warnings.push(['eksctl-existing-left-out', `the cluster exists, so that the document has nothing of ${showAll(left)}: what the `
      + 'specification says there is neither made nor compared']);
  }
  return warnings;
}

/** What eksctl does to a cluster itself. */
const OF_NEW_CLUSTERS = ['endpoints', 'addons', 'logs', 'logRetentionDays', 'encryptionKeyArn', 'admins'];
