import { readFileSync } from 'node:fs';
import { App, Size, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { parse, parseDocument } from 'yaml';
import {
  AmiFamily, ClusterAddon, ClusterAdmin, ClusterCapacity, ClusterChart, ClusterEndpoints, ClusterNetwork, ClusterSpec,
  type ClusterSpecProps, EksctlCluster, type EksctlClusterProps, IdentityStyle, NatGateways, type NodeGroupProps,
  SideDocuments, TaintEffect, Warnings, WorkloadIdentity,
} from '../../lib';
import { anySpec } from './any-spec';
import { ARTICLE_CONFIG, ARTICLE_DIFFERENCES, ARTICLE_PROPS, articleSpec, differences } from './article';

const RIGHT: ClusterSpecProps = { name: 'shop', region: 'us-east-1', zones: ['us-east-1a', 'us-east-1b'] };
const GROUP: NodeGroupProps = { name: 'workers', instanceTypes: ['m5.large'], minSize: 1, maxSize: 3, desiredSize: 2 };
const POLICY = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }] };
const ZONE = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };

function spec(changed: Partial<ClusterSpecProps> = {}): ClusterSpec {
  return new ClusterSpec({ ...RIGHT, ...changed });
}

function withGroup(changed: Partial<NodeGroupProps>): ClusterSpec {
  return spec({ capacity: ClusterCapacity.nodeGroups({ ...GROUP, ...changed }) });
}

function cluster(of: ClusterSpec, props: Omit<EksctlClusterProps, 'spec'> = {}): EksctlCluster {
  return new EksctlCluster(new App(), 'cluster', { spec: of, ...props });
}

function textOf(of: ClusterSpec, props?: Omit<EksctlClusterProps, 'spec'>): string {
  const made = cluster(of, props);
  return SideDocuments.of(made).render()[made.file] ?? '';
}

function configOf(of: ClusterSpec, props?: Omit<EksctlClusterProps, 'spec'>): Record<string, unknown> {
  return parse(textOf(of, props)) as Record<string, unknown>;
}

function problemsOf(of: ClusterSpec, props?: Omit<EksctlClusterProps, 'spec'>): string[] {
  return cluster(of, props).node.validate();
}

function warningsOf(of: ClusterSpec, props?: Omit<EksctlClusterProps, 'spec'>): string[] {
  return Warnings.of(cluster(of, props)).list().map(({ id }) => id).filter((id) => id.startsWith('eksctl-'));
}

test('the configuration of the article comes out of its typed form', () => {
  expect(differences(ARTICLE_CONFIG, configOf(articleSpec(), ARTICLE_PROPS))).toEqual(ARTICLE_DIFFERENCES);
});

test('the smallest cluster is a modern one', () => {
  expect(textOf(spec())).toMatchInlineSnapshot(`
"# The cluster shop, for eksctl 0.225.0 or newer.
# Made by a program: what is changed here by hand is gone the next time it runs.

# eksctl create cluster -f eksctl/shop.yaml
# eksctl delete cluster -f eksctl/shop.yaml --wait

apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata:
  name: shop
  region: us-east-1
  version: "1.35"
availabilityZones:
  - us-east-1a
  - us-east-1b
# Said on purpose: a coming release of eksctl makes clusters with Auto Mode where nobody says so.
autoModeConfig:
  enabled: false
accessConfig:
  authenticationMode: API
managedNodeGroups:
  - name: workers
    instanceType: m5.large
    privateNetworking: true
    iam:
      # What a node needs itself; without a list eksctl gives it more.
      attachPolicyARNs:
        - arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy
        - arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly
        - arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy
    # Pods do not reach the role of their node.
    disablePodIMDS: true
    minSize: 2
    maxSize: 5
    desiredCapacity: 3
    volumeSize: 80
    volumeEncrypted: true
    ssh:
      allow: false
vpc:
  clusterEndpoints:
    publicAccess: true
    privateAccess: true
addons:
  - name: eks-pod-identity-agent
  - name: vpc-cni
  - name: kube-proxy
  - name: coredns
  - name: metrics-server
cloudWatch:
  clusterLogging:
    enableTypes:
      - api
      - audit
      - authenticator
      - controllerManager
      - scheduler
"
`);
});

test('the document is no manifest', () => {
  const app = Testing.app();
  const made = new EksctlCluster(app, 'cluster', { spec: spec() });
  expect(Object.keys(SideDocuments.of(app).render())).toEqual(['eksctl/shop.yaml']);
  expect(made.file).toBe('eksctl/shop.yaml');
  expect(app.synthYaml()).toBe('');
});

test('several clusters of an app have folders of their own', () => {
  const app = Testing.app();
  const east = new ClusterChart(app, 'east', { cluster: 'east' });
  expect(new EksctlCluster(east, 'cluster', { spec: spec(), file: 'cluster.yml' }).file).toBe('east/cluster.yml');
});

test('texts that YAML 1.1 takes for something else are quoted', () => {
  const labels = { on: 'yes', a: '012', b: '1_000', c: '1e3', d: 'null' };
  const text = textOf(withGroup({ labels, tags: { time: '12:30:45', day: '2026-11-21' } }));
  const read = parseDocument(text, { version: '1.1' }).toJS() as { managedNodeGroups: { labels: unknown; tags: unknown }[] };
  expect(read.managedNodeGroups[0]).toMatchObject({ labels, tags: { time: '12:30:45', day: '2026-11-21' } });
  expect(text).toContain('version: "1.35"');
});

test('the same specification is the same document, and its comments hide nothing', () => {
  fc.assert(fc.property(anySpec({ addonPolicies: true, existingNetwork: true }), (any) => {
    const text = textOf(any);
    expect(textOf(any)).toBe(text);
    expect(parse(text.split('\n').filter((line) => !/^\s*#/.test(line)).join('\n'))).toEqual(parse(text));
  }), { numRuns: 25 });
});

describe('networks', () => {
  test('what eksctl sets by itself is left out', () => {
    expect(configOf(spec()).vpc).toEqual({ clusterEndpoints: { publicAccess: true, privateAccess: true } });
  });

  test('an own network', () => {
    expect(configOf(spec({
      network: ClusterNetwork.own({ cidr: '10.0.0.0/18', nat: NatGateways.ONE_PER_ZONE, serviceCidr: '172.20.0.0/16' }),
      endpoints: ClusterEndpoints.publicAndPrivate({ allowedCidrs: ['198.51.100.0/24'] }),
    }))).toMatchObject({
      kubernetesNetworkConfig: { serviceIPv4CIDR: '172.20.0.0/16' },
      vpc: {
        cidr: '10.0.0.0/18', nat: { gateway: 'HighlyAvailable' }, publicAccessCIDRs: ['198.51.100.0/24'],
      },
    });
  });

  const network = ClusterNetwork.existing({
    vpcId: 'vpc-0a1b2c3d4e5f67890',
    privateSubnets: [{ zone: 'us-east-1a', id: 'subnet-0a1b2c3d4e5f67890' }, { zone: 'us-east-1b', id: 'subnet-0a1b2c3d4e5f67891' }],
  });
  const subnets = { private: { 'us-east-1a': { id: 'subnet-0a1b2c3d4e5f67890' }, 'us-east-1b': { id: 'subnet-0a1b2c3d4e5f67891' } } };

  test('a network that exists takes the place of the zones', () => {
    const config = configOf(spec({ network }));
    expect(config.vpc).toMatchObject({ id: 'vpc-0a1b2c3d4e5f67890', subnets });
    expect(config).not.toHaveProperty('availabilityZones');
  });

  test('nodes for a cluster that eksctl did not make name its network and its security group', () => {
    const capacity = ClusterCapacity.nodeGroups(GROUP);
    const made = spec({ network, capacity, identities: [WorkloadIdentity.clusterAutoscaler()] });
    const props = { existing: true, securityGroup: 'sg-0a1b2c3d4e5f67890' };
    expect(problemsOf(made, props)).toEqual([]);
    expect(configOf(made, props).vpc).toEqual({ id: 'vpc-0a1b2c3d4e5f67890', securityGroup: 'sg-0a1b2c3d4e5f67890', subnets });
  });
});

describe('nodes', () => {
  test('every field', () => {
    expect(configOf(withGroup({
      instanceTypes: ['m5.large', 'm6i.large'], volume: { size: Size.gibibytes(120) }, spot: true, privateSubnets: false,
      amiFamily: AmiFamily.BOTTLEROCKET, labels: { role: 'worker' }, tags: { team: 'shop' },
      taints: [{ key: 'dedicated', value: 'shop', effect: TaintEffect.NO_SCHEDULE }, { key: 'gpu', effect: TaintEffect.NO_EXECUTE }],
    })).managedNodeGroups).toMatchInlineSnapshot(`
[
  {
    "amiFamily": "Bottlerocket",
    "desiredCapacity": 2,
    "disablePodIMDS": true,
    "iam": {
      "attachPolicyARNs": [
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
        "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
      ],
    },
    "instanceTypes": [
      "m5.large",
      "m6i.large",
    ],
    "labels": {
      "role": "worker",
    },
    "maxSize": 3,
    "minSize": 1,
    "name": "workers",
    "privateNetworking": false,
    "spot": true,
    "ssh": {
      "allow": false,
    },
    "tags": {
      "team": "shop",
    },
    "taints": [
      {
        "effect": "NoSchedule",
        "key": "dedicated",
        "value": "shop",
      },
      {
        "effect": "NoExecute",
        "key": "gpu",
      },
    ],
    "volumeEncrypted": true,
    "volumeSize": 120,
  },
]
`);
  });

  test('the role of nodes has the rights of the CNI only where nothing else gives it them', () => {
    const policies = (of: ClusterSpec, props?: Omit<EksctlClusterProps, 'spec'>) => JSON.stringify(configOf(of, props).managedNodeGroups);
    expect(policies(spec())).toContain('AmazonEKS_CNI_Policy');
    expect(policies(spec({ identities: [WorkloadIdentity.vpcCni()] }))).not.toContain('AmazonEKS_CNI_Policy');
    expect(policies(spec(), { identityStyle: IdentityStyle.SERVICE_ACCOUNT })).not.toContain('AmazonEKS_CNI_Policy');
    // eksctl makes the role of the CNI with the cluster, and never afterwards.
    const later = { existing: true, identityStyle: IdentityStyle.SERVICE_ACCOUNT };
    expect(policies(withGroup({}), later)).toContain('AmazonEKS_CNI_Policy');
  });

  test('pods reach the role of nodes only where it has rights for them', () => {
    const groups = (addonPolicies: NodeGroupProps['addonPolicies']) => configOf(withGroup({ addonPolicies })).managedNodeGroups;
    expect(groups({ ebs: true })).toEqual([expect.not.objectContaining({ disablePodIMDS: true })]);
    const without = { disablePodIMDS: true, iam: { withAddonPolicies: { ebs: false } } };
    expect(groups({ ebs: false })).toMatchObject([without]);
    expect(groups({})).toMatchObject([{ disablePodIMDS: true, iam: { attachPolicyARNs: { length: 3 } } }]);
  });

  test('ARNs are of the partition of the region', () => {
    const china = spec({ region: 'cn-north-1', zones: ['cn-north-1a', 'cn-north-1b'], admins: [ClusterAdmin.role('arn:aws-cn:iam::123456789012:role/admin')] });
    expect(textOf(china)).toContain('arn:aws-cn:iam::aws:policy/AmazonEKSWorkerNodePolicy');
    expect(textOf(china)).toContain('arn:aws-cn:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy');
  });
});

describe('identities', () => {
  const identities = [
    WorkloadIdentity.vpcCni(), WorkloadIdentity.awsLoadBalancerController(),
    WorkloadIdentity.externalDns({ hostedZones: [ZONE] }),
    WorkloadIdentity.certManager({ hostedZones: [ZONE], tags: { team: 'shop' } }),
  ];
  const made = () => spec({ identities, addons: [ClusterAddon.certManager(), ClusterAddon.externalDns({ namespace: 'external-dns' })] });

  test('an add-on has those of its own accounts, but for cert-manager', () => {
    const { addons, iam } = configOf(made()) as {
      addons: { name: string; podIdentityAssociations?: unknown[] }[];
      iam: { podIdentityAssociations: { namespace: string }[] };
    };
    const associating = addons.filter(({ podIdentityAssociations }) => podIdentityAssociations !== undefined);
    expect(associating.map(({ name }) => name)).toEqual(['vpc-cni', 'external-dns']);
    expect(iam.podIdentityAssociations.map(({ namespace }) => namespace)).toEqual(['kube-system', 'cert-manager']);
    expect(iam.podIdentityAssociations[0]).toMatchObject({ wellKnownPolicies: { awsLoadBalancerController: true } });
  });

  test('by service accounts, add-ons have their rights and eksctl its defaults', () => {
    const { addons, iam, addonsConfig } = configOf(spec({
      identities: [WorkloadIdentity.vpcCni({ permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary' }), WorkloadIdentity.of({
        name: 'orders', namespace: 'shop', serviceAccount: 'orders', policy: POLICY, roleOnly: false, labels: { team: 'shop' },
      })],
    }), { identityStyle: IdentityStyle.SERVICE_ACCOUNT });
    expect(addons).toEqual([{
      name: 'vpc-cni', attachPolicyARNs: ['arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy'],
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
    }]);
    expect(addonsConfig).toBeUndefined();
    expect(iam).toEqual({
      withOIDC: true,
      serviceAccounts: [{ metadata: { name: 'orders', namespace: 'shop', labels: { team: 'shop' } }, attachPolicy: POLICY }],
    });
  });

  test('of a cluster that exists, identities stand alone', () => {
    const config = configOf(made(), { existing: true });
    expect(Object.keys(config)).toEqual(['apiVersion', 'kind', 'metadata', 'iam']);
    expect(Object.keys(configOf(withGroup({}), { existing: true }))).toEqual(['apiVersion', 'kind', 'metadata', 'managedNodeGroups']);
    expect(config.metadata).toEqual({ name: 'shop', region: 'us-east-1' });
    expect(config.iam).toMatchObject({ podIdentityAssociations: { length: identities.length } });
    expect(problemsOf(made(), { existing: true })).toEqual([]);
  });

  test('the commands of a document are at its head, in an order in which they work', () => {
    const commands = (of: ClusterSpec, props: Omit<EksctlClusterProps, 'spec'> = {}) => textOf(of, props).split('\n')
      .filter((line) => /^# (eksctl (create|delete|utils)|kubectl)/.test(line)).map((line) => line.slice(2));
    const all = spec({ identities, capacity: ClusterCapacity.nodeGroups(GROUP) });
    expect(commands(all, { existing: true })).toEqual([
      'eksctl create addon --cluster shop --region us-east-1 --name eks-pod-identity-agent',
      'eksctl create podidentityassociation -f eksctl/shop.yaml', 'eksctl create nodegroup -f eksctl/shop.yaml',
    ]);
    expect(commands(made(), { existing: true, identityStyle: IdentityStyle.SERVICE_ACCOUNT })).toEqual([
      'eksctl utils associate-iam-oidc-provider -f eksctl/shop.yaml --approve', 'eksctl create iamserviceaccount -f eksctl/shop.yaml --approve',
    ]);
    expect(commands(made(), { file: 'my dir/shop.yaml' })).toEqual([
      "eksctl create cluster -f 'my dir/shop.yaml'", 'kubectl rollout restart deployment cert-manager -n cert-manager',
      "eksctl delete cluster -f 'my dir/shop.yaml' --wait",
    ]);
    expect(commands(spec({ addons: [ClusterAddon.certManager()] }))).toHaveLength(2);
  });

  test('who may do everything has an access entry', () => {
    const admins = [ClusterAdmin.role('arn:aws:iam::123456789012:role/admin')];
    expect(configOf(spec({ admins })).accessConfig).toMatchObject({ authenticationMode: 'API', accessEntries: { length: 1 } });
    expect(configOf(spec({ admins }), { identityStyle: IdentityStyle.SERVICE_ACCOUNT }).accessConfig)
      .toMatchObject({ authenticationMode: 'API_AND_CONFIG_MAP' });
  });
});

describe('add-ons', () => {
  test('settings are JSON, and nothing comes that is not asked for', () => {
    const { addons, addonsConfig } = configOf(spec({
      addons: [ClusterAddon.coreDns({ version: 'v1.12.4-eksbuild.1', configuration: { replicaCount: 3 } })],
    }));
    expect(addons).toContainEqual({ name: 'coredns', version: 'v1.12.4-eksbuild.1', configurationValues: '{"replicaCount":3}' });
    expect(addonsConfig).toEqual({ disableDefaultAddons: true });
  });

  test('Auto Mode has what it brings', () => {
    const auto = spec({ capacity: ClusterCapacity.autoMode() });
    expect(configOf(auto)).toMatchObject({ autoModeConfig: { enabled: true, nodePools: ['general-purpose', 'system'] }, addons: [{ name: 'metrics-server' }] });
    expect(configOf(auto)).not.toHaveProperty('managedNodeGroups');
    const bare = spec({ capacity: ClusterCapacity.autoMode(), addons: [] });
    expect(configOf(bare).addonsConfig).toEqual({ disableDefaultAddons: true });
  });
});

describe('what older manifests say', () => {
  test('is written under its current name, with a warning', () => {
    const old = withGroup({ addonPolicies: { albIngress: true } });
    const current = { iam: { withAddonPolicies: { awsLoadBalancerController: true } } };
    expect(configOf(old).managedNodeGroups).toMatchObject([current]);
    expect(textOf(old)).not.toContain('albIngress');
    expect(warningsOf(old)).toEqual(['eksctl-alb-ingress']);
  });

  test('is left out where it says nothing any more, with a warning', () => {
    expect(textOf(withGroup({ enableSsm: true })).toLowerCase()).not.toContain('ssm');
    expect(warningsOf(withGroup({ enableSsm: true }))).toEqual(['eksctl-enable-ssm']);
  });

  test('warns of what eksctl itself warns of', () => {
    expect(warningsOf(spec({ endpoints: ClusterEndpoints.privateOnly() }))).toEqual(['eksctl-private-endpoint']);
    expect(warningsOf(spec({ version: '1.36' }))).toEqual(['eksctl-newer-kubernetes']);
    expect(warningsOf(spec({ version: '1.36' }), { existing: true })).toEqual([]);
    expect(warningsOf(spec())).toEqual([]);
  });

  test('warns of what is said of a cluster that exists, and not written', () => {
    const said = spec({ endpoints: ClusterEndpoints.privateOnly(), addons: [], logs: [], admins: [] });
    expect(warningsOf(said, { existing: true })).toEqual(['eksctl-existing-left-out']);
  });
});

const TAGGED = WorkloadIdentity.vpcCni({ tags: { team: 'shop' } });

test.each<[what: string, of: () => ClusterSpec, props: Omit<EksctlClusterProps, 'spec'>, problem: RegExp]>([
  ['a file that is no YAML', () => spec(), { file: 'eksctl/shop.json' }, /^KN-CTL-001 .*`eksctl\/shop\.json`/],
  ['a style that there is not', () => spec(), { identityStyle: 'kiam' as IdentityStyle }, /^KN-CTL-006 identityStyle `kiam`/],
  ['a text for a switch', () => withGroup({}), { existing: 'yes' as unknown as boolean }, /^KN-TYP-001 `existing` `yes`/],
  ['a region of the future', () => spec({ region: 'eu-north-7', zones: ['eu-north-7a', 'eu-north-7b'] }), {}, /^KN-CTL-002 .*`eu-north-7`/],
  ['many zones', () => spec({ zones: [...'abcdefghi'].map((letter) => `us-east-1${letter}`) }), {}, /^KN-CTL-003 .* in 9 zones/],
  ['a name with an underscore', () => spec({ name: 'my_shop' }), {}, /^KN-CTL-004 eksctl makes no cluster .*write `my-shop`/],
  ['a name that begins with a digit', () => spec({ name: '1shop' }), {}, /^KN-CTL-004 eksctl makes no cluster .*write `shop`/],
  ['a name of a group with an underscore', () => withGroup({ name: 'my_group' }), {}, /^KN-CTL-004 eksctl makes no node group .*write `my-group`/],
  ['logs for days that nobody has', () => spec({ logRetentionDays: 366 }), {}, /^KN-CLU-021 .*write `logRetentionDays: 400`/],
  ['a name that only the deployment knows', () => spec({ name: '${Token[TOKEN.12]}' }), {}, /^KN-CLU-009 `name`/],
  ['long names', () => spec({ name: 'c'.repeat(60), capacity: ClusterCapacity.nodeGroups({ ...GROUP, name: 'g'.repeat(60) }) }), {},
    /^KN-CTL-004 .*shorten the names by 10 characters/],
  ['a name that is no value of a label', () => spec({ name: 'c'.repeat(64) }), {}, /^KN-CTL-004 eksctl labels nodes/],
  ['a name of a group that is none', () => withGroup({ name: 'workers-' }), {}, /^KN-CTL-004 .*write `workers`/],
  ['an account with a dot', () => spec({ identities: [WorkloadIdentity.of({
    name: 'orders', namespace: 'shop', serviceAccount: 'orders.v1', policy: POLICY })] }), {}, /^KN-CTL-004 .*`orders\.v1` has a character/],
  ['logs for three years', () => spec({ logRetentionDays: 1096 }), {}, /^KN-CTL-005 .*write `logRetentionDays: 1827`/],
  ['tags of an add-on', () => spec({ identities: [TAGGED] }), {}, /^KN-CTL-006 .*`vpc-cni` no identity with tags/],
  ['the same by service accounts', () => spec({ identities: [TAGGED] }), { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, /^KN-CTL-006/],
  ['a role name of an add-on', () => spec({ identities: [WorkloadIdentity.vpcCni({ roleName: 'cni' })] }),
    { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, /^KN-CTL-006 .*the name of a role/],
  ['an account of an add-on that nobody annotates', () => spec({
    identities: [WorkloadIdentity.certManager({ hostedZones: [ZONE] })], addons: [ClusterAddon.certManager()],
  }), { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, /^KN-CTL-006 nobody annotates .*`cert-manager`/],
  ['a policy by name of an add-on', () => spec({
    identities: [WorkloadIdentity.ebsCsiDriver({ wellKnownPolicy: true })], addons: [ClusterAddon.ebsCsiDriver()],
  }), {}, /^KN-CTL-006 .*a policy by its name/],
  ['two sorts of policies of an add-on', () => spec({ identities: [WorkloadIdentity.of({
    name: 'cni', namespace: 'kube-system', serviceAccount: 'aws-node', policy: POLICY, managedPolicies: ['AmazonEKS_CNI_Policy'],
  })] }), { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, /^KN-CTL-006 .*managed policies and one of its own/],
  ['one public subnet', () => spec({ network: ClusterNetwork.existing({
    vpcId: 'vpc-0a1b2c3d4e5f67890',
    privateSubnets: [{ zone: 'us-east-1a', id: 'subnet-0a1b2c3d4e5f67890' }, { zone: 'us-east-1b', id: 'subnet-0a1b2c3d4e5f67891' }],
    publicSubnets: [{ zone: 'us-east-1a', id: 'subnet-0a1b2c3d4e5f67892' }],
  }) }), {}, /^KN-CTL-010 .*`publicSubnets`/],
  ['nothing for a cluster that exists', () => spec(), { existing: true }, /^KN-CTL-007 nothing is written/],
  ['nothing for a cluster with Auto Mode that exists', () => spec({ capacity: ClusterCapacity.autoMode() }), { existing: true }, /^KN-CTL-007 nothing is written/],
  ['a version that is left to a cluster that exists', () => withGroup({}), { existing: true, leavesVersion: true }, /^KN-CTL-007 the version/],
  ['half a network', () => withGroup({}), { existing: true, securityGroup: 'sg-0a1b2c3d' }, /^KN-CTL-007 the security group/],
  ['a security group that is none', () => spec({ capacity: ClusterCapacity.nodeGroups(GROUP), network: ClusterNetwork.existing({
    vpcId: 'vpc-0a1b2c3d4e5f67890',
    privateSubnets: [{ zone: 'us-east-1a', id: 'subnet-0a1b2c3d4e5f67890' }, { zone: 'us-east-1b', id: 'subnet-0a1b2c3d4e5f67891' }],
  }) }), { existing: true, securityGroup: 'default' }, /^KN-CTL-007 `default` is no id/],
  ['a security group for a new cluster', () => spec(), { securityGroup: 'sg-0a1b2c3d' }, /^KN-CTL-007 a security group/],
  ['a version that eksctl does not take', () => spec(), { leavesVersion: true }, /^KN-CTL-008 .*`1\.35`/],
  ['SSM switched off', () => withGroup({ enableSsm: false }), {}, /^KN-CTL-009 .*Systems Manager/],
])('fails on %s', (_, of, props, problem) => {
  expect(problemsOf(of(), props)).toEqual([expect.stringMatching(problem)]);
});

test('fails where the specification was written, and not where it is taken', () => {
  const wrong = spec({ zones: ['us-east-1a'] });
  const made = cluster(wrong, { file: 'x' });
  const lines = made.node.validate().map((problem) => /:(\d+):\d+\)$/.exec(problem)?.[1]);
  const source = readFileSync(__filename, 'utf8').split('\n');
  expect(lines.map((line) => source[Number(line) - 1]?.trim())).toEqual([
    'return new ClusterSpec({ ...RIGHT, ...changed });', "return new EksctlCluster(new App(), 'cluster', { spec: of, ...props });",
  ]);
});

test('fails on two clusters for the same charts', () => {
  const app = new App();
  new EksctlCluster(app, 'one', { spec: spec() });
  const two = new EksctlCluster(app, 'two', { spec: spec({ name: 'other' }) });
  expect(two.node.validate()).toEqual([expect.stringMatching(/^KN-CLU-062 .*`other`.*`shop`.*new ClusterChart\(app, 'other'/)]);
});

test('fails on all that is wrong together, the specification included', () => {
  const problems = problemsOf(new ClusterSpec({ ...RIGHT, name: '-', zones: ['us-east-1a'], logRetentionDays: 1096 }), { file: 'x' });
  expect(problems.map((problem) => problem.slice(0, 10))).toEqual(expect.arrayContaining(['KN-CLU-001', 'KN-CLU-004', 'KN-CTL-001', 'KN-CTL-005']));
});

test('fails on two documents of one name', () => {
  const app = new App();
  new EksctlCluster(app, 'one', { spec: spec() });
  const two = new EksctlCluster(app, 'two', { spec: spec() });
  expect(two.node.validate()).toEqual([expect.stringMatching(/^KN-DOC-001/)]);
});
