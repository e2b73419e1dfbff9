import type * as fs from 'fs';
import { KubectlV35Layer } from '@aws-cdk/lambda-layer-kubectl-v35';
import { Aws, App as CdkApp, CfnWaitConditionHandle, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { PublicHostedZone } from 'aws-cdk-lib/aws-route53';
import { App, Size } from 'cdk8s';
import {
  AmiFamily, AutoModeNodePool, ClusterAddon, ClusterAdmin, ClusterCapacity, ClusterEndpoints, ClusterNetwork,
  ControlPlaneLog, NatGateways, TaintEffect, Warnings, WorkloadIdentity,
} from '../../lib';
import { EksKnativeCluster } from '../../lib/eks';
import {
  anyCluster, anyLayer, anySpec, cdkApp, cdkStack, propertiesOf, refusalsOf, REGION, resourcesOf,
} from './support';

const LOWEST_CDK = '2.257.0';
const ZONE = { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' };
const GROUP = { name: 'workers', instanceTypes: ['m5.large'], minSize: 2, maxSize: 5, desiredSize: 3 };
const KEY = `arn:aws:kms:${REGION}:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000`;

function withSpec(props: Parameters<typeof anySpec>[0], stack = cdkStack()): Stack {
  anyCluster({ spec: anySpec(props) }, stack);
  return stack;
}

const clusterOf = (stack: Stack) => propertiesOf(stack, 'AWS::EKS::Cluster')[0] as Record<string, unknown>;
const ofGroups = (...groups: object[]) => ({
  capacity: ClusterCapacity.nodeGroups(...groups.map((group) => ({ ...GROUP, ...group }))),
});
const warningsOf = (cluster: EksKnativeCluster) => Warnings.of(cluster).list().map(({ id }) => id);

/** All that a resource waits for, directly and by what it refers to. */
function waitsFor(stack: Stack, id: string): Set<string> {
  const all = resourcesOf(stack);
  const seen = new Set<string>();
  const visit = (at: string): void => {
    const text = JSON.stringify(all[at]);
    const named = Object.keys(all).filter((other) => other !== at && text.includes(`"${other}"`));
    for (const other of named.filter((one) => !seen.has(one))) {
      seen.add(other);
      visit(other);
    }
  };
  visit(id);
  return seen;
}

const idOf = (stack: Stack, type: string, name: string) => Object.entries(resourcesOf(stack, type))
  .find(([, { Properties }]) => Object.values(Properties).includes(name))?.[0] as string;

describe('a control plane', () => {
  test('says what the construct of aws-cdk-lib would choose otherwise', () => {
    expect(clusterOf(withSpec({}))).toMatchObject({
      Name: 'knative',
      Version: '1.35',
      AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false },
      BootstrapSelfManagedAddons: false,
      ComputeConfig: { Enabled: false },
      StorageConfig: { BlockStorage: { Enabled: false } },
    });
  });

  test('logs everything', () => {
    const types = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'].map((Type) => ({ Type }));

    expect(clusterOf(withSpec({}))).toMatchObject({ Logging: { ClusterLogging: { EnabledTypes: types } } });
  });

  test('keeps its logs for some days in a group that is there before it', () => {
    const stack = withSpec({ logRetentionDays: 90 });
    const [[id, group] = []] = Object.entries(resourcesOf(stack, 'AWS::Logs::LogGroup'))
      .filter(([, { Properties }]) => Properties.LogGroupName === '/aws/eks/knative/cluster');

    expect(group).toMatchObject({ Properties: { RetentionInDays: 90 }, DeletionPolicy: 'Retain' });
    expect(Object.values(resourcesOf(stack, 'AWS::EKS::Cluster'))[0]?.DependsOn).toContain(id);
  });

  test.each([
    ['both', ClusterEndpoints.publicAndPrivate(), { EndpointPublicAccess: true, EndpointPrivateAccess: true }, true],
    ['both, restricted', ClusterEndpoints.publicAndPrivate({ allowedCidrs: ['203.0.113.0/24'] }),
      { EndpointPublicAccess: true, EndpointPrivateAccess: true, PublicAccessCidrs: ['203.0.113.0/24'] }, false],
    ['private', ClusterEndpoints.privateOnly(), { EndpointPublicAccess: false, EndpointPrivateAccess: true }, false],
    ['public', ClusterEndpoints.publicOnly(), { EndpointPublicAccess: true, EndpointPrivateAccess: false }, true],
  ])('has endpoints: %s', (_, endpoints, expected, warned) => {
    const stack = cdkStack();
    const cluster = anyCluster({ spec: anySpec({ endpoints }) }, stack);

    expect(clusterOf(stack).ResourcesVpcConfig).toMatchObject(expected);
    expect(warningsOf(cluster).includes('cluster-endpoint-open')).toBe(warned);
  });

  test('runs kubectl inside of the VPC, so that a private endpoint is enough', () => {
    const stack = withSpec({ endpoints: ClusterEndpoints.privateOnly() });
    const [handler] = propertiesOf(stack, 'AWS::Lambda::Function').filter(({ Description }) => String(Description).includes('kubectl'));

    expect(handler?.VpcConfig).toMatchObject({ SubnetIds: [{}, {}] });
  });

  test('has nothing that runs kubectl without a layer', () => {
    const stack = cdkStack();
    const cluster = anyCluster({ kubectlLayer: undefined }, stack);

    expect(Object.keys(resourcesOf(stack, 'AWS::Lambda::Function'))).toEqual([]);
    expect(warningsOf(cluster)).toContain('cluster-without-admins');
  });

  test('tells the address of its API server', () => {
    const stack = cdkStack();

    expect(stack.resolve(anyCluster({}, stack).endpoint)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Cluster/), 'Endpoint'] });
  });

  test('encrypts Secrets by the key of the specification, or one of the program', () => {
    const stack = cdkStack();
    const key = new Key(stack, 'key');
    anyCluster({ encryptionKey: key }, stack);
    const ofProgram = { 'Fn::GetAtt': [expect.stringMatching(/^key/), 'Arn'] };

    expect(clusterOf(withSpec({ encryptionKeyArn: KEY })))
      .toMatchObject({ EncryptionConfig: [{ Provider: { KeyArn: KEY } }] });
    expect(clusterOf(stack).EncryptionConfig).toMatchObject([{ Provider: { KeyArn: ofProgram } }]);
  });

  test('warns where it keeps logs to itself', () => {
    expect(warningsOf(anyCluster({ spec: anySpec({ logs: [ControlPlaneLog.AUDIT] }) }))).toContain('cluster-logs-off');
  });

  test('tells its Services their addresses', () => {
    expect(clusterOf(withSpec({ network: ClusterNetwork.own({ serviceCidr: '10.96.0.0/16' }) })))
      .toMatchObject({ KubernetesNetworkConfig: { ServiceIpv4Cidr: '10.96.0.0/16' } });
  });
});

describe('admins', () => {
  const ADMIN = 'arn:aws:iam::111122223333:role/admin';
  const OTHER = 'arn:aws:iam::111122223333:role/other';
  const entries = (stack: Stack) => Object.entries(resourcesOf(stack, 'AWS::EKS::AccessEntry'))
    .filter(([id]) => id.includes('Admin') && !id.includes('ClusterAdminRole'));

  test('of the specification and of the program get an access entry each', () => {
    const stack = cdkStack();
    const role = new Role(stack, 'people', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    anyCluster({ spec: anySpec({ admins: [ClusterAdmin.role(ADMIN)] }), admins: [role] }, stack);

    expect(entries(stack).map(([, { Properties }]) => Properties.PrincipalArn))
      .toEqual([ADMIN, { 'Fn::GetAtt': [expect.stringMatching(/^people/), 'Arn'] }]);
  });

  test('keep their ids when the list is written in another order', () => {
    const both = [ClusterAdmin.role(ADMIN), ClusterAdmin.role(OTHER)];
    const byPrincipal = (stack: Stack) => Object.fromEntries(entries(stack)
      .map(([id, { Properties }]) => [Properties.PrincipalArn, id]));

    expect(byPrincipal(withSpec({ admins: both }))).toEqual(byPrincipal(withSpec({ admins: [...both].reverse() })));
  });
});

describe('a network', () => {
  test('is cut as eksctl cuts it, with room for more zones', () => {
    const cidrs = (zones: string[]) => propertiesOf(withSpec({ zones }), 'AWS::EC2::Subnet')
      .map(({ AvailabilityZone, CidrBlock }) => `${String(AvailabilityZone)} ${String(CidrBlock)}`);

    expect(cidrs(['us-east-1d', 'us-east-1f'])).toEqual([
      'us-east-1d 192.168.0.0/19', 'us-east-1f 192.168.32.0/19', 'us-east-1d 192.168.128.0/19', 'us-east-1f 192.168.160.0/19',
    ]);
    expect(cidrs(['us-east-1d', 'us-east-1f', 'us-east-1a'])).toEqual(expect.arrayContaining(cidrs(['us-east-1d', 'us-east-1f'])));
  });

  test('has room for as many zones as a region has', () => {
    const zones = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `us-east-1${letter}`);

    expect(propertiesOf(withSpec({ zones }), 'AWS::EC2::Subnet').map(({ CidrBlock }) => String(CidrBlock)))
      .toEqual(expect.arrayContaining(['192.168.0.0/20', '192.168.176.0/20']));
  });

  test.each(['10.0.0.0/16', '10.0.0.0/20', '10.0.0.0/24'])('may be as small as %s', (cidr) => {
    expect(refusalsOf(() => withSpec({ network: ClusterNetwork.own({ cidr }) }))).toEqual([]);
  });

  test.each([
    [NatGateways.SINGLE, 1], [NatGateways.ONE_PER_ZONE, 2], [NatGateways.NONE, 0],
  ])('has gateways: %s', (nat, count) => {
    expect(propertiesOf(withSpec({ network: ClusterNetwork.own({ nat }) }), 'AWS::EC2::NatGateway')).toHaveLength(count);
  });

  test('logs its traffic, unless the program does not want it', () => {
    const stack = cdkStack();
    anyCluster({ flowLogs: false }, stack);

    expect(propertiesOf(withSpec({}), 'AWS::EC2::FlowLog')).toHaveLength(1);
    expect(propertiesOf(stack, 'AWS::EC2::FlowLog')).toHaveLength(0);
  });

  test('asks nobody for zones where the stack says no account', () => {
    const app = cdkApp();
    const stack = new Stack(app, 'cluster', { env: { region: REGION } });
    anyCluster({}, stack);

    expect(app.synth().manifest.missing).toBeUndefined();
  });

  test('keeps the control plane and nodes in private subnets', () => {
    const stack = withSpec({});
    const closed = Object.keys(resourcesOf(stack, 'AWS::EC2::Subnet')).filter((id) => id.includes('private'));
    const subnets = closed.map((Ref) => ({ Ref }));

    expect(clusterOf(stack).ResourcesVpcConfig).toMatchObject({ SubnetIds: subnets });
    expect(propertiesOf(stack, 'AWS::EKS::Nodegroup')[0]?.Subnets).toEqual(subnets);
  });

  test('may be a VPC of the program, of which only the zones of the cluster are used', () => {
    const stack = cdkStack();
    const vpc = new Vpc(stack, 'vpc', { availabilityZones: ['us-east-1a', 'us-east-1d', 'us-east-1f'] });
    anyCluster({ vpc }, stack);
    const zones = Object.values(resourcesOf(stack, 'AWS::EC2::Subnet'));

    expect(zones).toHaveLength(6);
    expect(propertiesOf(stack, 'AWS::EKS::Nodegroup')[0]?.Subnets).toEqual(vpc.privateSubnets.slice(1)
      .map((subnet) => stack.resolve(subnet.subnetId) as object));
  });

  test.each<[string, (stack: Stack) => Vpc | undefined]>([
    ['of its own', () => undefined],
    ['that the program made', (stack) => new Vpc(stack, 'vpc', { availabilityZones: ['us-east-1d', 'us-east-1f'] })],
  ])('%s has its routes until nodes, and objects where there are none, are gone', (_, make) => {
    const [grouped, auto] = [undefined, ClusterCapacity.autoMode()].map((capacity) => {
      const stack = cdkStack();
      const made = anyCluster({ vpc: make(stack), spec: anySpec({ capacity }) }, stack);
      const first = new CfnWaitConditionHandle(stack, 'First');
      first.node.addDependency(...made._beforeManifests());
      return stack;
    }) as [Stack, Stack];
    const routes = (stack: Stack) => Object.keys(resourcesOf(stack, 'AWS::EC2::Route'));
    const [group] = Object.keys(resourcesOf(grouped, 'AWS::EKS::Nodegroup'));

    expect(routes(grouped)).toHaveLength(4);
    expect([...waitsFor(grouped, group as string)]).toEqual(expect.arrayContaining(routes(grouped)));
    expect([...waitsFor(auto, 'First')]).toEqual(expect.arrayContaining(routes(auto)));
  });

  test('may be a VPC that the AWS CDK has not looked up yet', () => {
    const stack = cdkStack({ env: { account: '111122223333', region: REGION } });
    const vpc = Vpc.fromLookup(stack, 'vpc', { vpcId: 'vpc-0a1b2c3d4e5f67890' });

    expect(refusalsOf(() => {
      anyCluster({ vpc }, stack);
      return stack;
    })).toEqual([]);
  });
});

describe('a group of nodes', () => {
  test('is made from a launch template with an encrypted disk, and metadata that pods do not reach', () => {
    const stack = withSpec(ofGroups({ volume: { size: Size.gibibytes(150) } }));

    expect(propertiesOf(stack, 'AWS::EC2::LaunchTemplate')[0]?.LaunchTemplateData).toMatchObject({
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, VolumeSize: 150, VolumeType: 'gp3' } }],
      MetadataOptions: { HttpPutResponseHopLimit: 1, HttpTokens: 'required' },
    });
  });

  test('has on Bottlerocket a second disk for containers', () => {
    const stack = withSpec(ofGroups({ amiFamily: AmiFamily.BOTTLEROCKET, volume: { size: Size.gibibytes(100) } }));

    expect(propertiesOf(stack, 'AWS::EC2::LaunchTemplate')[0]?.LaunchTemplateData).toMatchObject({
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { Encrypted: true } }, { DeviceName: '/dev/xvdb', Ebs: { Encrypted: true, VolumeSize: 100 } },
      ],
    });
  });

  test('has what the specification says', () => {
    const stack = withSpec(ofGroups({
      labels: { role: 'worker' }, tags: { environment: 'dev' }, spot: true, privateSubnets: false,
      taints: [{ key: 'dedicated', value: 'knative', effect: TaintEffect.NO_SCHEDULE }, { key: 'other', effect: TaintEffect.NO_EXECUTE }],
    }));
    const open = Object.keys(resourcesOf(stack, 'AWS::EC2::Subnet')).filter((id) => id.includes('public'));

    expect(propertiesOf(stack, 'AWS::EKS::Nodegroup')[0]).toMatchObject({
      NodegroupName: 'workers', Version: '1.35', CapacityType: 'SPOT', InstanceTypes: ['m5.large'], Labels: { role: 'worker' },
      Tags: { environment: 'dev' }, ScalingConfig: { MinSize: 2, DesiredSize: 3, MaxSize: 5 }, ForceUpdateEnabled: false,
      Taints: [{ Key: 'dedicated', Value: 'knative', Effect: 'NO_SCHEDULE' }, { Key: 'other', Effect: 'NO_EXECUTE' }],
      Subnets: open.map((Ref) => ({ Ref })),
    });
    expect(propertiesOf(stack, 'AWS::EC2::LaunchTemplate')[0]?.LaunchTemplateData).toMatchObject({
      TagSpecifications: [{ Tags: expect.arrayContaining([{ Key: 'environment', Value: 'dev' }]) }, {}],
    });
  });

  test.each([
    [AmiFamily.AL2023, 'm5.large', 'AL2023_x86_64_STANDARD'],
    [AmiFamily.AL2023, 'c7gn.xlarge', 'AL2023_ARM_64_STANDARD'],
    [AmiFamily.AL2023, 'p4de.24xlarge', 'AL2023_x86_64_NVIDIA'],
    [AmiFamily.AL2023, 'g5g.xlarge', 'AL2023_ARM_64_NVIDIA'],
    [AmiFamily.AL2023, 'trn1.2xlarge', 'AL2023_x86_64_NEURON'],
    [AmiFamily.BOTTLEROCKET, 'm5.large', 'BOTTLEROCKET_x86_64'],
    [AmiFamily.BOTTLEROCKET, 'm7g.large', 'BOTTLEROCKET_ARM_64'],
    [AmiFamily.BOTTLEROCKET, 'g6e.xlarge', 'BOTTLEROCKET_x86_64_NVIDIA'],
  ])('has the image for it: %s on %s', (amiFamily, type, expected) => {
    expect(propertiesOf(withSpec(ofGroups({ amiFamily, instanceTypes: [type] })), 'AWS::EKS::Nodegroup')[0]?.AmiType).toBe(expected);
  });

  test('has a role that may join and pull images, and no rights of pods once those of the network have their own', () => {
    const policies = (stack: Stack) => JSON.stringify(Object.entries(resourcesOf(stack, 'AWS::IAM::Role'))
      .find(([id]) => id.includes('NodeRole'))?.[1].Properties.ManagedPolicyArns);

    expect(policies(withSpec({}))).toMatch(/WorkerNodePolicy.*PullOnly.*CNI_Policy/);
    expect(policies(withSpec({ identities: [WorkloadIdentity.vpcCni()] }))).not.toContain('CNI');
  });
});

describe('the order of a deployment', () => {
  const SPEC = {
    ...ofGroups({ name: 'one' }, { name: 'two' }),
    addons: [ClusterAddon.externalDns(), ClusterAddon.metricsServer()],
    identities: [WorkloadIdentity.externalDns({ hostedZones: [{ hostedZoneId: 'Z0123456789', zoneName: 'example.com' }] })],
  };

  test('is what nodes need, then nodes, then the other add-ons', () => {
    const stack = withSpec(SPEC);
    const addon = (name: string) => idOf(stack, 'AWS::EKS::Addon', name);
    const groups = Object.keys(resourcesOf(stack, 'AWS::EKS::Nodegroup'));

    for (const group of groups) {
      expect([...waitsFor(stack, group)]).toEqual(expect.arrayContaining(
        [addon('eks-pod-identity-agent'), addon('vpc-cni'), addon('kube-proxy')],
      ));
    }
    for (const later of ['coredns', 'metrics-server', 'external-dns']) {
      expect([...waitsFor(stack, addon(later))]).toEqual(expect.arrayContaining(groups));
    }
  });

  test('keeps the routes of the VPC until nodes are gone', () => {
    const stack = withSpec(SPEC);
    const routes = Object.keys(resourcesOf(stack, 'AWS::EC2::Route'));

    expect([...waitsFor(stack, Object.keys(resourcesOf(stack, 'AWS::EKS::Nodegroup'))[0] as string)]).toEqual(expect.arrayContaining(routes));
  });
});

describe('workload identities', () => {
  test('are roles of pods, given by the add-on whose account it is, or by an association', () => {
    const stack = cdkStack();
    const zone = new PublicHostedZone(stack, 'zone', { zoneName: 'example.com' });
    const external = WorkloadIdentity.externalDns({ hostedZones: [zone] });
    const cluster = anyCluster({
      spec: anySpec({
        addons: [ClusterAddon.externalDns()], identities: [external, WorkloadIdentity.clusterAutoscaler()],
      }),
    }, stack);
    const role = stack.resolve(cluster.roleOf(external).roleArn) as object;

    expect(propertiesOf(stack, 'AWS::EKS::Addon').find(({ AddonName }) => AddonName === 'external-dns')?.PodIdentityAssociations)
      .toEqual([{ RoleArn: role, ServiceAccount: 'external-dns' }]);
    expect(propertiesOf(stack, 'AWS::EKS::PodIdentityAssociation')).toMatchObject([
      { Namespace: 'kube-system', ServiceAccount: 'cluster-autoscaler' },
    ]);
    const dns = Object.values(resourcesOf(stack, 'AWS::IAM::Role')).find(({ Properties }) => JSON.stringify(Properties).includes('route53'));
    expect(JSON.stringify(dns)).toMatch(/hostedzone\/",\{"Ref":"zone/);
    expect(dns?.Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [{ Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: { Service: 'pods.eks.amazonaws.com' } }],
    });
  });

  test('have all that they say', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/boundary';
    const stack = withSpec({
      identities: [WorkloadIdentity.of({
        name: 'uploads', namespace: 'shop', serviceAccount: 'uploads', roleName: 'shop-uploads', permissionsBoundary: boundary,
        tags: { team: 'shop' }, managedPolicies: ['AmazonS3ReadOnlyAccess', 'arn:aws:iam::111122223333:policy/own'],
      })],
    });
    const role = propertiesOf(stack, 'AWS::IAM::Role').find(({ RoleName }) => RoleName === 'shop-uploads');

    expect(role).toMatchObject({ PermissionsBoundary: boundary, Tags: [{ Key: 'team', Value: 'shop' }] });
    expect(JSON.stringify(role?.ManagedPolicyArns)).toMatch(/AmazonS3ReadOnlyAccess.*policy\/own/);
  });

  test('of an add-on that AWS gives no role itself are there before the add-on', () => {
    const stack = withSpec({
      addons: [ClusterAddon.certManager()],
      identities: [WorkloadIdentity.certManager({ hostedZones: [{ hostedZoneId: 'Z0123456789', zoneName: 'example.com' }] })],
    });
    const association = idOf(stack, 'AWS::EKS::PodIdentityAssociation', 'cert-manager');

    expect(waitsFor(stack, idOf(stack, 'AWS::EKS::Addon', 'cert-manager')).has(association)).toBe(true);
  });

  test('have all of their rights before objects and add-ons, also those that the program adds', () => {
    const stack = cdkStack();
    const identities = [
      WorkloadIdentity.clusterAutoscaler(), WorkloadIdentity.certManager({ hostedZones: [ZONE] }),
      WorkloadIdentity.externalDns({ hostedZones: [ZONE] }),
    ];
    const addons = [ClusterAddon.certManager(), ClusterAddon.externalDns()];
    const cluster = anyCluster({ spec: anySpec({ addons, identities }) }, stack);
    for (const identity of identities) {
      cluster.roleOf(identity).addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] }));
    }
    const first = new CfnWaitConditionHandle(stack, 'First');
    first.node.addDependency(...cluster._beforeManifests());
    const policies = (name: string) => Object.keys(resourcesOf(stack, 'AWS::IAM::Policy')).filter((id) => id.includes(name));
    const addon = (name: string) => [...waitsFor(stack, idOf(stack, 'AWS::EKS::Addon', name))];

    expect(policies('Identity')).toHaveLength(3);
    expect([...waitsFor(stack, 'First')]).toEqual(expect.arrayContaining(policies('Identity')));
    expect(addon('cert-manager')).toEqual(expect.arrayContaining(policies('certmanager')));
    expect(addon('external-dns')).toEqual(expect.arrayContaining(policies('externaldns')));
  });

  test('of the load balancer controller have the policy that aws-cdk-lib brings, in the partition of the region', () => {
    const stack = cdkStack({ env: { region: 'cn-north-1' } });
    const cluster = anyCluster({
      spec: anySpec({
        region: 'cn-north-1', zones: ['cn-north-1a', 'cn-north-1b'], identities: [WorkloadIdentity.awsLoadBalancerController()],
      }),
    }, stack);
    const text = JSON.stringify(propertiesOf(stack, 'AWS::IAM::Role').find(({ Policies }) => Policies !== undefined
      && JSON.stringify(Policies).includes('elasticloadbalancing')));

    expect(text).toContain('arn:aws-cn:elasticloadbalancing');
    expect(text).not.toContain('arn:aws:elasticloadbalancing');
    expect(text.replace(/\s/g, '').length).toBeLessThan(10_240);
    const { version } = jest.requireActual<{ version: string }>('aws-cdk-lib/package.json');
    // The lowest version of aws-cdk-lib brings the policy of 2.8.2.
    expect(warningsOf(cluster).includes('load-balancer-policy')).toBe(version === LOWEST_CDK);
  });
});

describe('Auto Mode', () => {
  test('has no groups of nodes, and only the add-ons that it does not bring', () => {
    const stack = withSpec({ capacity: ClusterCapacity.autoMode() });

    expect(clusterOf(stack)).toMatchObject({
      ComputeConfig: { Enabled: true, NodePools: ['general-purpose', 'system'] },
      StorageConfig: { BlockStorage: { Enabled: true } },
    });
    expect(propertiesOf(stack, 'AWS::EKS::Nodegroup')).toEqual([]);
    expect(propertiesOf(stack, 'AWS::EKS::Addon').map(({ AddonName }) => AddonName)).toEqual(['metrics-server']);
  });

  test('lets in nodes of pools that the program writes', () => {
    const stack = cdkStack();
    const cluster = anyCluster({ spec: anySpec({ capacity: ClusterCapacity.autoMode({ nodePools: [] }) }) }, stack);

    expect(warningsOf(cluster)).toContain('addons-without-nodes');
    expect(cluster._beforeManifests()).not.toContain(cluster.addons[0]);
    expect(propertiesOf(stack, 'AWS::EKS::AccessEntry').filter(({ Type }) => Type === 'EC2')).toHaveLength(1);
    expect(clusterOf(stack).ComputeConfig).toEqual({ Enabled: true, NodePools: [] });
  });

  test('has the pools that the program chooses', () => {
    const capacity = ClusterCapacity.autoMode({ nodePools: [AutoModeNodePool.SYSTEM] });

    expect(clusterOf(withSpec({ capacity })).ComputeConfig).toMatchObject({ NodePools: ['system'], NodeRoleArn: {} });
  });
});

describe('a program', () => {
  test('tags everything that can be tagged', () => {
    const stack = withSpec({ tags: { team: 'platform' } });
    const untagged = Object.entries(resourcesOf(stack)).filter(([, resource]) => !JSON.stringify(resource).includes('platform'))
      .map(([, { Type }]) => Type);

    expect(untagged).not.toEqual(expect.arrayContaining(['AWS::EKS::Cluster']));
    expect(new Set(untagged)).toEqual(new Set([
      'AWS::EC2::Route', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::VPCGatewayAttachment', 'AWS::IAM::Policy',
      'AWS::Lambda::LayerVersion', 'AWS::SSM::Parameter',
    ]));
  });

  test('has the same template each time', () => {
    expect(JSON.stringify(resourcesOf(withSpec({})))).toBe(JSON.stringify(resourcesOf(withSpec({}))));
  });

  test('may have several clusters in one stack', () => {
    const stack = cdkStack();
    for (const name of ['one', 'two']) new EksKnativeCluster(stack, name, { spec: anySpec({ name }), kubectlLayer: anyLayer(stack, `${name}-kubectl`) });

    expect(propertiesOf(stack, 'AWS::EKS::Cluster').map(({ Name }) => Name)).toEqual(['one', 'two']);
  });

  test('passes the validator of aws-cdk-lib', () => {
    process.env.CDK_VALIDATION = 'true';
    try {
      const stack = withSpec({ admins: [ClusterAdmin.role('arn:aws:iam::111122223333:role/admin')] });

      expect(refusalsOf(() => stack)).toEqual([]);
      expect(Annotations.fromStack(stack).findError('*', Match.anyValue())).toEqual([]);
    } finally {
      process.env.CDK_VALIDATION = 'false';
    }
  });
});

describe('refusals', () => {
  const inVpc = (options: object, props: Parameters<typeof anySpec>[0] = {}) => () => {
    const stack = cdkStack();
    const vpc = new Vpc(stack, 'vpc', { availabilityZones: ['us-east-1d', 'us-east-1f'], ...options });
    anyCluster({ vpc, spec: anySpec(props) }, stack);
    return stack;
  };

  test.each<[string, string, () => Stack]>([
    ['a stack without a region', 'KN-EKS-001', () => withSpec({}, cdkStack({}))],
    ['a stack in another region', 'KN-EKS-001', () => withSpec({}, cdkStack({ env: { region: 'eu-west-1' } }))],
    ['a VPC by its id', 'KN-EKS-002', () => withSpec({
      network: ClusterNetwork.existing({
        vpcId: 'vpc-0a1b2c3d4e5f67890',
        privateSubnets: [{ zone: 'us-east-1d', id: 'subnet-0a1b2c3d4e5f67890' }, { zone: 'us-east-1f', id: 'subnet-0a1b2c3d4e5f67891' }],
      }),
    })],
    ['a kubectl that is too old', 'KN-EKS-004', () => {
      const stack = cdkStack();
      anyCluster({ spec: anySpec({ version: '1.37' }), kubectlLayer: new KubectlV35Layer(stack, 'v35') }, stack);
      return stack;
    }],
    ['a VPC in other zones', 'KN-EKS-005', inVpc({ availabilityZones: ['us-east-1d', 'us-east-1a'] })],
    ['a VPC without private subnets', 'KN-EKS-005', inVpc({ subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC }] })],
    ['a VPC without private subnets, for a private endpoint', 'KN-EKS-005',
      inVpc({ subnetConfiguration: [{ name: 'public', subnetType: SubnetType.PUBLIC }] }, { endpoints: ClusterEndpoints.privateOnly() })],
    ['a VPC without public subnets, for nodes in some', 'KN-EKS-005',
      inVpc({ subnetConfiguration: [{ name: 'closed', subnetType: SubnetType.PRIVATE_ISOLATED }], natGateways: 0 }, ofGroups({ privateSubnets: false }))],
    ['a VPC without names', 'KN-EKS-005', inVpc({ enableDnsHostnames: false })],
    ['rights of nodes', 'KN-EKS-006', () => withSpec(ofGroups({ addonPolicies: { autoScaler: true } }))],
    ['a restricted public endpoint alone', 'KN-EKS-007', () => withSpec({ endpoints: ClusterEndpoints.publicOnly({ allowedCidrs: ['203.0.113.0/24'] }) })],
    ['Bottlerocket on Trainium', 'KN-EKS-008', () => withSpec(ofGroups({ amiFamily: AmiFamily.BOTTLEROCKET, instanceTypes: ['trn1.2xlarge'] }))],
    ['two keys', 'KN-EKS-009', () => {
      const stack = cdkStack();
      anyCluster({ spec: anySpec({ encryptionKeyArn: KEY }), encryptionKey: new Key(stack, 'key') }, stack);
      return stack;
    }],
    ['an admin twice', 'KN-EKS-010', () => {
      const stack = cdkStack();
      const arn = 'arn:aws:iam::111122223333:role/admin';
      anyCluster({ spec: anySpec({ admins: [ClusterAdmin.role(arn)] }), admins: [Role.fromRoleArn(stack, 'role', arn)] }, stack);
      return stack;
    }],
    ['a name that only the deployment knows, with rights for that cluster alone', 'KN-CLU-009', () => withSpec({
      name: Aws.STACK_NAME, identities: [WorkloadIdentity.clusterAutoscaler()],
    })],
    ['a specification that is wrong', 'KN-CLU-004', () => withSpec({ zones: ['us-east-1d'] })],
    ['a zone twice', 'KN-CLU-004', () => withSpec({ zones: ['us-east-1d', 'us-east-1d'] })],
    ['a group twice', 'KN-CLU-010', () => withSpec({ capacity: ClusterCapacity.nodeGroups(GROUP, GROUP) })],
    ['an identity twice', 'KN-CLU-035', () => withSpec({
      identities: [WorkloadIdentity.clusterAutoscaler(), WorkloadIdentity.clusterAutoscaler()],
    })],
    ['an add-on twice', 'KN-CLU-022', () => withSpec({ addons: [ClusterAddon.metricsServer(), ClusterAddon.metricsServer()] })],
  ])('fails with %s', (_, code, build) => {
    const refusals = refusalsOf(build);

    expect(refusals.map((line) => /KN-[A-Z]+-\d+/.exec(line)?.[0])).toContain(code);
  });

  test('fails with everything that is wrong at once', () => {
    const refusals = refusalsOf(() => withSpec({
      ...ofGroups({ addonPolicies: { ebs: true } }), endpoints: ClusterEndpoints.publicOnly({ allowedCidrs: ['203.0.113.0/24'] }),
    }, cdkStack({ env: { region: 'eu-west-1' } })));

    expect(refusals.map((line) => /KN-EKS-\d+/.exec(line)?.[0]).sort()).toEqual(['KN-EKS-001', 'KN-EKS-006', 'KN-EKS-007']);
  });

  test('fails with a cluster in no stack', () => {
    expect(() => new EksKnativeCluster(new App(), 'cluster', { spec: anySpec() })).toThrow(/KN-EKS-013/);
    expect(() => new EksKnativeCluster(new CdkApp(), 'cluster', { spec: anySpec() })).toThrow(/KN-EKS-013/);
  });

  test('fails with what needs kubectl where nothing runs it, and names the package', () => {
    const stack = cdkStack();
    const cluster = anyCluster({ kubectlLayer: undefined }, stack);

    expect(refusalsOf(() => {
      cluster._hasKubectl(cluster, 'to apply objects');
      return stack;
    })).toEqual([expect.stringMatching(/KN-EKS-003.*@aws-cdk\/lambda-layer-kubectl-v35/)]);
  });

  test('fails with the load balancer controller where aws-cdk-lib has no policy for it', () => {
    const { existsSync } = jest.requireActual<typeof fs>('fs');
    const files = jest.spyOn(jest.requireActual<typeof fs>('fs'), 'existsSync')
      .mockImplementation((file) => !String(file).endsWith('addons') && existsSync(file));
    const identities = [WorkloadIdentity.awsLoadBalancerController()];
    const refused = [
      refusalsOf(() => withSpec({ identities })),
      refusalsOf(() => {
        const stack = cdkStack();
        EksKnativeCluster.fromExisting(stack, 'Cluster', { clusterName: 'there', version: '1.35', identities });
        return stack;
      }),
    ];
    files.mockRestore();

    expect(refused).toEqual([[expect.stringContaining('KN-EKS-016')], [expect.stringContaining('KN-EKS-016')]]);
  });

  test('fails with the role of an identity of another cluster', () => {
    expect(() => anyCluster().roleOf(WorkloadIdentity.clusterAutoscaler())).toThrow(/KN-EKS-015/);
  });

  test('fails with a name of an admin that nobody knows twice', () => {
    const stack = cdkStack();
    const role = new Role(stack, 'role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

    expect(Token.isUnresolved(role.roleArn)).toBe(true);
    expect(refusalsOf(() => {
      anyCluster({ admins: [role, role] }, stack);
      return stack;
    })).toEqual([expect.stringContaining('KN-EKS-010')]);
  });
});
