import { awsPartitionOf, type Fields } from '../core';
import { present } from '../pod';
import type { ClusterSpec } from './cluster-spec';
import { IdentityStyle } from './eksctl-contract';
import { AmiFamily, type NodeAddonPolicies, type NodeGroup } from './node-group';

/** What nodes need themselves: joining the cluster, and pulling images. */
const OWN_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'];
const CNI_POLICY = 'AmazonEKS_CNI_Policy';

/** The groups of nodes, as `managedNodeGroups` has them. */
export function eksctlNodeGroups(spec: ClusterSpec, style: IdentityStyle): Fields[] {
  return spec.nodeGroups.map((group) => nodeGroup(group, spec, style));
}

/**
 * eksctl gives nodes more than they need where nobody says what: the rights of the CNI, and of Systems Manager. It lets
 * pods at the metadata of the node, too, and so at these rights; that ends only for groups without rights for pods.
 */
function nodeGroup(group: NodeGroup, spec: ClusterSpec, style: IdentityStyle): Fields {
  const { instanceTypes: [first, ...others], volume, amiFamily, addonPolicies } = group;
  const ofPods = rightsOfPods(addonPolicies);
  return present({
    name: group.name,
    ...others.length === 0 ? { instanceType: first } : { instanceTypes: [first, ...others] },
    spot: group.spot ? true : undefined,
    amiFamily: amiFamily === AmiFamily.AL2023 ? undefined : amiFamily,
    privateNetworking: group.privateSubnets,
    iam: ofPods === undefined ? { attachPolicyARNs: nodePolicies(spec, style) } : { withAddonPolicies: ofPods },
    disablePodIMDS: ofPods === undefined || !Object.values(ofPods).includes(true) ? true : undefined,
    minSize: group.minSize,
    maxSize: group.maxSize,
    desiredCapacity: group.desiredSize,
    volumeSize: volume.size.toGibibytes(),
    volumeEncrypted: volume.encrypted ? true : undefined,
    ssh: { allow: false },
    labels: filled(group.labels),
    taints: group.taints.length === 0
      ? undefined
      : group.taints.map(({ key, value, effect }) => present({ key, value, effect })),
    tags: filled(group.tags),
  });
}

function nodePolicies({ region, identities }: ClusterSpec, style: IdentityStyle): string[] {
  const ofCni = identities.some(({ namespace, serviceAccount }) => namespace === 'kube-system' && serviceAccount === 'aws-node');
  // With an OIDC provider eksctl makes a role for the CNI by itself.
  const names = ofCni || style === IdentityStyle.SERVICE_ACCOUNT ? OWN_POLICIES : [...OWN_POLICIES, CNI_POLICY];
  return names.map((name) => `arn:${awsPartitionOf({ region })}:iam::aws:policy/${name}`);
}

/** What of the rights for pods is said, by the current names of eksctl. */
function rightsOfPods(policies: NodeAddonPolicies | undefined): Fields | undefined {
  if (policies === undefined) return undefined;
  const { externalDns, albIngress, awsLoadBalancerController, ...others } = policies;
  const said = present({
    ...others, externalDNS: externalDns, awsLoadBalancerController: awsLoadBalancerController ?? albIngress,
  });
  return Object.keys(said).length === 0 ? undefined : said;
}

/** What has entries; nothing of what has none. */
export function filled(entries: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  return Object.keys(entries).length === 0 ? undefined : entries;
}
