import { show } from '../core';
import type { EksctlClusterProps } from './eksctl-contract';
import { EKSCTL_VERSION } from './eksctl-facts';
import { clusterVersion } from './version-matrix';

type EksctlWarning = readonly [id: string, message: string];

/** What eksctl takes, but says something about, or takes under another name. */
export function eksctlWarnings({ spec, existing = false }: EksctlClusterProps): readonly EksctlWarning[] {
  const warnings: EksctlWarning[] = [];
  for (const { name, addonPolicies, enableSsm } of spec.nodeGroups) {
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
  return warnings;
}
