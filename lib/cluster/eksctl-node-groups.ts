import { awsPartitionOf, type Fields } from '../core';
import { present } from '../pod';
import { type EksctlClusterProps, IdentityStyle } from './eksctl-contract';
import { AmiFamily, type NodeAddonPolicies, type NodeGroup } from './node-group';

/** What nodes need themselves: joining the cluster, and pulling images. */
const OWN_POLICIES = ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'];
const CNI_POLICY = 'AmazonEKS_CNI_Policy';

/** The groups of nodes, as `managedNodeGroups` has them. */
export function eksctlNodeGroups(props: EksctlClusterProps): Fields[] {
  return writtenGroups(props).map((group) => nodeGroup(group, props));
}

/** A cluster that exists gets no nodes but those that the program asks for. */
export function writtenGroups({ spec, existing = false }: EksctlClusterProps): readonly NodeGroup[] {
  return existing && !spec._given.has('capacity') ? [] : spec.nodeGroups;
}

/**
 * eksctl gives nodes more than they need where nobody says what: the rights of the CNI, and of Systems Manager. It lets
 * pods at the metadata of the node, too, and so at these rights; that ends only for groups without rights for pods.
 */
function nodeGroup(group: NodeGroup, props: EksctlClusterProps): Fields {
  const { instanceTypes: [first, ...others], volume, amiFamily, addonPolicies } = group;
  const ofPods = rightsOfPods(addonPolicies);
  return present({
    name: group.name,
    ...others.length === 0 ? { instanceType: first } : { instanceTypes: [first, ...others] },
    spot: group.spot ? true : undefined,
    amiFamily: amiFamily === AmiFamily.AL2023 ? undefined : amiFamily,
    privateNetworking: group.privateSubnets,
    iam: ofPods === undefined ? { attachPolicyARNs: nodePolicies(props) } : { withAddonPolicies: ofPods },
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

function nodePolicies({ spec: { region, identities }, existing = false, identityStyle }: EksctlClusterProps): string[] {
  const ofCni = identities.some(({ namespace, serviceAccount }) => namespace === 'kube-system' && serviceAccount === 'aws-node');
  // With an OIDC provider eksctl makes a role for the CNI of a new cluster by itself, and for no other.
  const ofEksctl = identityStyle === IdentityStyle.SERVICE_ACCOUNT && !existing;
  const names = ofCni || ofEksctl ? OWN_POLICIES : [...OWN_POLICIES, CNI_POLICY];
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
