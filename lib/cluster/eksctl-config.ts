import { awsPartitionOf, type Fields } from '../core';
import { present } from '../pod';
import type { ClusterAddon } from './cluster-addon';
import { type ClusterNetwork, type ClusterSubnet, NatGateways } from './cluster-network';
import type { ClusterSpec } from './cluster-spec';
import { type EksctlClusterProps, IdentityStyle } from './eksctl-contract';
import { EKSCTL_AUTO_MODE_ADDONS, EKSCTL_DEFAULT_ADDONS, EKSCTL_DEFAULT_CIDR } from './eksctl-facts';
import { eksctlIam, identitiesOfAddon, sortIdentities } from './eksctl-identities';
import { eksctlNodeGroups, filled, writtenGroups } from './eksctl-node-groups';

const AGENT = 'eks-pod-identity-agent';

/** The configuration that eksctl is given, field by field as the schema of eksctl has it. */
export function eksctlConfig(props: EksctlClusterProps): Fields {
  const { spec, existing = false, identityStyle: style = IdentityStyle.POD_IDENTITY } = props;
  const groups = eksctlNodeGroups(props);
  return present({
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: metadata(props),
    ...existing ? {} : beforeIdentities(spec, style),
    iam: eksctlIam(props),
    managedNodeGroups: groups.length === 0 ? undefined : groups,
    vpc: existing ? existingVpc(props) : vpc(spec),
    ...existing ? {} : {
      ...addons(spec, style),
      cloudWatch: logging(spec),
      secretsEncryption: spec.encryptionKeyArn === undefined ? undefined : { keyARN: spec.encryptionKeyArn },
    },
  });
}

/** Nodes of a cluster that exists get its version, whatever it is by then. */
function metadata({ spec, existing = false, leavesVersion = false }: EksctlClusterProps): Fields {
  return present({
    name: spec.name,
    region: spec.region,
    version: existing || leavesVersion ? undefined : spec.version,
    tags: filled(spec.tags),
  });
}

function beforeIdentities(spec: ClusterSpec, style: IdentityStyle): Fields {
  const { autoMode, network } = spec;
  return present({
    availabilityZones: network.vpcId === undefined ? [...spec.zones] : undefined,
    kubernetesNetworkConfig: network.serviceCidr === undefined ? undefined : { serviceIPv4CIDR: network.serviceCidr },
    // Without it a coming release of eksctl makes clusters with Auto Mode.
    autoModeConfig: autoMode === undefined ? { enabled: false } : { enabled: true, nodePools: [...autoMode.nodePools] },
    accessConfig: access(spec, style),
  });
}

/**
 * Access entries are the current way in. Manifests with service accounts are of an age that had the ConfigMap
 * `aws-auth` instead: there the mode stays that of eksctl, which is both.
 */
function access({ admins, region }: ClusterSpec, style: IdentityStyle): Fields | undefined {
  if (admins.length === 0 && style === IdentityStyle.SERVICE_ACCOUNT) return undefined;
  const policyARN = `arn:${awsPartitionOf({ region })}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`;
  return present({
    authenticationMode: style === IdentityStyle.SERVICE_ACCOUNT ? 'API_AND_CONFIG_MAP' : 'API',
    accessEntries: admins.length === 0 ? undefined : admins.map(({ principalArn }) => ({
      principalARN: principalArn, accessPolicies: [{ policyARN, accessScope: { type: 'cluster' } }],
    })),
  });
}

function vpc({ network, endpoints }: ClusterSpec): Fields {
  const { publicAccess, privateAccess, allowedCidrs } = endpoints;
  return present({
    ...network.vpcId === undefined ? ownVpc(network) : { id: network.vpcId, subnets: subnets(network) },
    clusterEndpoints: { publicAccess, privateAccess },
    publicAccessCIDRs: allowedCidrs && [...allowedCidrs],
  });
}

function ownVpc({ cidr, nat }: ClusterNetwork): Fields {
  return {
    cidr: cidr === EKSCTL_DEFAULT_CIDR ? undefined : cidr,
    nat: nat === undefined || nat === NatGateways.SINGLE ? undefined : { gateway: nat },
  };
}

/** A cluster that eksctl made is found by its name; for nodes of any other eksctl asks for the network. */
function existingVpc(props: EksctlClusterProps): Fields | undefined {
  const { spec: { network }, securityGroup } = props;
  if (network.vpcId === undefined || writtenGroups(props).length === 0) return undefined;
  return present({ id: network.vpcId, securityGroup, subnets: subnets(network) });
}

function subnets({ privateSubnets, publicSubnets }: ClusterNetwork): Fields {
  return present({
    private: privateSubnets.length === 0 ? undefined : byZone(privateSubnets),
    public: publicSubnets.length === 0 ? undefined : byZone(publicSubnets),
  });
}

/** Subnets are named by their zone. */
function byZone(all: readonly ClusterSubnet[]): Fields {
  return Object.fromEntries(all.map(({ zone, id }) => [zone, { id }]));
}

/**
 * Add-ons that eksctl installs by itself are left to it where identities are those of service accounts, since manifests
 * of that age name none; the agent of pod identities is of no use there.
 */
function addons(spec: ClusterSpec, style: IdentityStyle): Fields {
  const installed = spec.autoMode === undefined ? EKSCTL_DEFAULT_ADDONS : EKSCTL_AUTO_MODE_ADDONS;
  const wanted = spec.addons.map(({ name }) => name);
  const complete = installed.every((name) => wanted.includes(name));
  const { ofAddons } = sortIdentities(spec, false);
  const isInstalled = (addon: ClusterAddon) => complete && installed.includes(addon.name)
    && (ofAddons.get(addon) ?? []).length === 0;
  const left = (addon: ClusterAddon) => style === IdentityStyle.SERVICE_ACCOUNT && isPlain(addon)
    && (addon.name === AGENT || isInstalled(addon));
  const written = spec.addons.filter((addon) => !left(addon)).map((addon) => present({
    name: addon.name,
    version: addon.version,
    configurationValues: addon.configuration && JSON.stringify(addon.configuration),
    namespaceConfig: addon.namespace === undefined ? undefined : { namespace: addon.namespace },
    ...identitiesOfAddon(ofAddons.get(addon) ?? [], spec, style),
  }));
  return present({
    addons: written.length === 0 ? undefined : written,
    addonsConfig: complete ? undefined : { disableDefaultAddons: true },
  });
}

function isPlain({ version, configuration, namespace }: ClusterAddon): boolean {
  return version === undefined && configuration === undefined && namespace === undefined;
}

function logging({ logs, logRetentionDays }: ClusterSpec): Fields | undefined {
  if (logs.length === 0) return undefined;
  return { clusterLogging: present({ enableTypes: [...logs], logRetentionInDays: logRetentionDays }) };
}
