import { ClusterController, shellWord } from '../core';
import type { ClusterAddon } from './cluster-addon';
import type { ClusterSpec } from './cluster-spec';
import { type EksctlClusterProps, IdentityStyle } from './eksctl-contract';
import { ownsAccount } from './eksctl-identities';
import { writtenGroups } from './eksctl-node-groups';

/** The commands that a document of eksctl is made for, in an order in which they work. */
export function eksctlCommands(props: EksctlClusterProps, file: string): string[] {
  const document = shellWord(file);
  if (props.existing === true) return commandsForExisting(props, document);
  const { spec, identityStyle = IdentityStyle.POD_IDENTITY } = props;
  const late = identityStyle === IdentityStyle.POD_IDENTITY ? spec.addons.flatMap((addon) => restart(spec, addon)) : [];
  return [
    `eksctl create cluster -f ${document}`,
    ...late.length === 0 ? [] : [
      '', 'eksctl installs add-ons before their roles are there, and pods get a role when they start:', ...late, '',
    ],
    `eksctl delete cluster -f ${document} --wait`,
  ];
}

/**
 * Follows pkg/ctl/create/cluster.go of eksctl, which makes associations beside add-ons after all add-ons: the pods of
 * an add-on that does not associate its own identities are there by then.
 */
function restart(spec: ClusterSpec, addon: ClusterAddon): string[] {
  if (addon.controller !== ClusterController.CERT_MANAGER || addon.associatesIdentities) return [];
  const own = spec.identities.filter((identity) => ownsAccount(addon, identity));
  return own.map(({ namespace }) => `kubectl rollout restart deployment cert-manager -n ${shellWord(namespace)}`);
}

/** Roles come before the nodes, whose first pods may need them. */
function commandsForExisting(props: EksctlClusterProps, document: string): string[] {
  const { spec: { name, region, identities }, identityStyle } = props;
  const ofRoles = identityStyle === IdentityStyle.SERVICE_ACCOUNT
    ? [
      `eksctl utils associate-iam-oidc-provider -f ${document} --approve`,
      `eksctl create iamserviceaccount -f ${document} --approve`,
    ]
    : [
      // Follows pkg/ctl/create/pod_identity_association.go, which refuses a cluster without the agent.
      `eksctl create addon --cluster ${shellWord(name)} --region ${shellWord(region)} --name eks-pod-identity-agent`,
      `eksctl create podidentityassociation -f ${document}`,
    ];
  return [
    ...identities.length > 0 ? ofRoles : [],
    ...writtenGroups(props).length > 0 ? [`eksctl create nodegroup -f ${document}`] : [],
  ];
}
