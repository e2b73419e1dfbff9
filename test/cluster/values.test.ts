import { Size } from 'cdk8s';
import fc from 'fast-check';
import {
  AmiFamily, AutoModeNodePool, ClusterAddon, ClusterAdmin, ClusterCapacity, ClusterController, ClusterEndpoints,
  ClusterNetwork, NatGateways, type NodeGroupProps, type NodeTaint, TaintEffect,
} from '../../lib';
import { checkInstanceTypes, hardwareOf, NodeHardware } from '../../lib/cluster/instance-type';
import { anyNodeGroup } from './any-spec';
import { thrownBy } from './refusals';

const GROUP: NodeGroupProps = { name: 'workers', instanceTypes: ['m5.large'], minSize: 2, maxSize: 5, desiredSize: 3 };
const group = (props: Partial<NodeGroupProps>) => () => ClusterCapacity.nodeGroups({ ...GROUP, ...props });

describe('endpoints', () => {
  test('are public, private or both, and limited where the program says so', () => {
    expect(ClusterEndpoints.publicAndPrivate()).toEqual({ publicAccess: true, privateAccess: true });
    expect(ClusterEndpoints.privateOnly()).toEqual({ publicAccess: false, privateAccess: true });
    expect(ClusterEndpoints.publicOnly({ allowedCidrs: ['203.0.113.0/24'] }))
      .toEqual({ publicAccess: true, privateAccess: false, allowedCidrs: ['203.0.113.0/24'] });
    expect(ClusterEndpoints.publicAndPrivate({ allowedCidrs: ['0.0.0.0/0'] }).allowedCidrs).toEqual(['0.0.0.0/0']);
  });

  test('keep their blocks when the program changes its list', () => {
    const allowedCidrs = ['203.0.113.0/24'];
    const endpoints = ClusterEndpoints.publicOnly({ allowedCidrs });
    allowedCidrs.push('10.0.0.0/8');

    expect(endpoints.allowedCidrs).toEqual(['203.0.113.0/24']);
  });

  test.each([
    [[], 'KN-CLU-005 nobody may reach the public endpoint'],
    [Array.from({ length: 41 }, (_, index) => `203.0.113.${index}/32`), 'KN-CLU-005 41 blocks may reach the public endpoint'],
    [['203.0.113.7'], 'KN-CLU-006 `203.0.113.7` is no block of addresses'],
    [['203.0.113.0/33'], 'KN-CLU-006 `203.0.113.0/33` is no block of addresses'],
    [['2001:db8::/32'], 'KN-CLU-006 `2001:db8::/32` is no block of addresses'],
    [['203.0.113.7/24'], 'KN-CLU-006 `203.0.113.7/24` is an address inside of the block `203.0.113.0/24`'],
    [['10.1.0.0/16'], 'KN-CLU-005 `10.1.0.0/16` has addresses of `10.0.0.0/8`, which nobody on the internet has'],
    [['8.0.0.0/5'], 'KN-CLU-005 `8.0.0.0/5` has addresses of `10.0.0.0/8`, which nobody on the internet has'],
    [['203.0.113.0/24', '203.0.113.128/25'], 'KN-CLU-006 the blocks `203.0.113.0/24` and `203.0.113.128/25` overlap'],
    [['203.0.113.0/24', '203.0.113.0/24'], 'KN-CLU-006 the blocks `203.0.113.0/24` and `203.0.113.0/24` overlap'],
  ])('fails for %j', (allowedCidrs, problem) => {
    expect(thrownBy(() => ClusterEndpoints.publicAndPrivate({ allowedCidrs }))).toBe(problem);
  });
});

describe('networks', () => {
  test('are made with one gateway when nothing is said', () => {
    expect(ClusterNetwork.own()).toEqual({
      cidr: '192.168.0.0/16', nat: NatGateways.SINGLE, serviceCidr: undefined, vpcId: undefined, privateSubnets: [], publicSubnets: [],
    });
  });

  test.each([
    ['10.0.0.0/8', undefined, 'KN-CLU-006 `10.0.0.0/8` is too large for `cidr`'],
    ['10.0.0.0/25', undefined, 'KN-CLU-006 `10.0.0.0/25` is too small for `cidr`'],
    ['10.0.0.1/16', undefined, 'KN-CLU-006 `10.0.0.1/16` is an address inside of the block `10.0.0.0/16`'],
    ['8.8.0.0/16', undefined, 'KN-CLU-006 `8.8.0.0/16` has addresses that are not for networks of one\'s own'],
    ['10.100.0.0/16', undefined, 'KN-CLU-006 the VPC `10.100.0.0/16` overlaps `10.100.0.0/16`, which EKS may take for Services'],
    ['172.20.8.0/22', undefined, 'KN-CLU-006 the VPC `172.20.8.0/22` overlaps `172.20.0.0/16`, which EKS may take for Services'],
    ['192.168.0.0/16', '192.168.8.0/21', 'KN-CLU-006 the VPC `192.168.0.0/16` overlaps `192.168.8.0/21`, which Services have'],
    ['192.168.0.0/16', '10.0.0.0/8', 'KN-CLU-006 `10.0.0.0/8` is too large for `serviceCidr`'],
    ['192.168.0.0/16', '100.64.0.0/16', 'KN-CLU-006 `100.64.0.0/16` has addresses that are not for networks of one\'s own'],
    ['10.100.0.0/16', '172.20.0.0/16', ''],
    ['100.64.0.0/16', undefined, ''],
  ])('fails where it is wrong: VPC %s, Services %s', (cidr, serviceCidr, problem) => {
    expect(thrownBy(() => ClusterNetwork.own({ cidr, serviceCidr }))).toBe(problem);
  });

  test.each([
    [{ vpcId: 'vpc-1' }, 'KN-CLU-007 `vpc-1` is no id for `vpcId`'],
    [{ privateSubnets: [{ zone: 'us-east-1a', id: 'sn-1' }] }, 'KN-CLU-007 `sn-1` is no id for `id`'],
    [{ serviceCidr: '10.0.0.0' }, 'KN-CLU-006 `10.0.0.0` is no block of addresses'],
  ])('fails for a network that exists with %j', (wrong, problem) => {
    const right = { vpcId: 'vpc-0a1b2c3d', privateSubnets: [] };

    expect(thrownBy(() => ClusterNetwork.existing(right))).toBe('');
    expect(thrownBy(() => ClusterNetwork.existing({ ...right, ...wrong }))).toBe(problem);
  });

  test('fail in JavaScript for what is no list', () => {
    const text = 'x' as unknown as never[];

    expect(thrownBy(() => ClusterEndpoints.publicOnly({ allowedCidrs: text }))).toBe('KN-TYP-001 `allowedCidrs` is no list: `x`');
    expect(thrownBy(() => ClusterNetwork.existing({ vpcId: 'vpc-0a1b2c3d', privateSubnets: text }))).toBe('KN-TYP-001 `privateSubnets` is no list: `x`');
    expect(thrownBy(() => ClusterCapacity.autoMode({ nodePools: text }))).toBe('KN-TYP-001 `nodePools` is no list: `x`');
    expect(thrownBy(group({ taints: text }))).toBe('KN-TYP-001 `taints` is no list: `x`');
  });

  test('take what only the deployment knows', () => {
    const late = '${Token[TOKEN.12]}';

    expect(thrownBy(() => ClusterNetwork.own({ cidr: late }))).toBe('');
    expect(thrownBy(() => ClusterNetwork.own({ cidr: '10.0.0.0/16', serviceCidr: late }))).toBe('');
    expect(thrownBy(() => ClusterEndpoints.publicOnly({ allowedCidrs: [late, '203.0.113.0/24'] }))).toBe('');
  });

  test('are told by whole blocks: every address lies in the one that a message proposes', () => {
    fc.assert(fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      const problem = thrownBy(() => ClusterEndpoints.publicOnly({ allowedCidrs: [`${address}/${prefix}`] }));
      const [, proposed] = /inside of the block `(.*)`/.exec(problem) ?? [];

      if (proposed === undefined) return;
      expect(thrownBy(() => ClusterEndpoints.publicOnly({ allowedCidrs: [proposed] }))).not.toContain('KN-CLU-006');
    }));
  });
});

describe('node groups', () => {
  test('have their defaults filled in', () => {
    const [made] = ClusterCapacity.nodeGroups(GROUP).nodeGroups;

    expect(made).toEqual({
      ...GROUP, labels: {}, tags: {}, taints: [], spot: false, privateSubnets: true, amiFamily: AmiFamily.AL2023,
      volume: { size: Size.gibibytes(80), encrypted: true },
    });
  });

  test.each<[Partial<NodeGroupProps>, string]>([
    [{ name: '' }, 'KN-CLU-010 `` is no name for a group of nodes'],
    [{ name: '-st' }, 'KN-CLU-010 `-st` is no name for a group of nodes'],
    [{ name: 'my.group' }, 'KN-CLU-010 `my.group` is no name for a group of nodes'],
    [{ name: 'a'.repeat(64) }, `KN-CLU-010 \`${'a'.repeat(64)}\` is no name for a group of nodes`],
    [{ instanceTypes: [] }, 'KN-CLU-011 the group `workers` has 0 types of instances'],
    [{ instanceTypes: ['large'] }, 'KN-CLU-011 `large` is no type of instances for nodes'],
    [{ instanceTypes: ['M5.large'] }, 'KN-CLU-011 `M5.large` is no type of instances for nodes'],
    [{ instanceTypes: ['m5.huge'] }, 'KN-CLU-011 `m5.huge` is no type of instances for nodes'],
    [{ instanceTypes: ['mac2.metal'] }, 'KN-CLU-011 `mac2.metal` is no type of instances for nodes'],
    [{ instanceTypes: ['m5.large', 'm5.large'] }, 'KN-CLU-011 the group `workers` has `m5.large` twice'],
    [{ instanceTypes: ['m5.large', 'm7g.large'] },
      'KN-CLU-011 the group `workers` has types of instances that need different images, x86_64 and arm64'],
    [{ instanceTypes: ['m5.large', 'g5.xlarge'] },
      'KN-CLU-011 the group `workers` has types of instances that need different images, x86_64 and x86_64 with GPUs of NVIDIA'],
    [{ minSize: -1 }, 'KN-CLU-012 minSize `-1` is out of range'],
    [{ minSize: 1.5 }, 'KN-CLU-012 minSize `1.5` is out of range'],
    [{ minSize: 0, maxSize: 0, desiredSize: 0 }, 'KN-CLU-012 maxSize `0` is out of range'],
    [{ minSize: 4 }, 'KN-CLU-012 the group `workers` has from 4 to 5 nodes, and 3 at first'],
    [{ desiredSize: 6 }, 'KN-CLU-012 the group `workers` has from 2 to 5 nodes, and 6 at first'],
    [{ minSize: 6, maxSize: 5, desiredSize: 5 }, 'KN-CLU-012 the group `workers` has from 6 to 5 nodes, and 5 at first'],
    [{ volume: { size: Size.gibibytes(8) } }, 'KN-CLU-013 a disk of 8 GiB is none for nodes'],
    [{ volume: { size: Size.mebibytes(102_401) } }, 'KN-CLU-013 a disk of 100.0009765625 GiB is none for nodes'],
    [{ volume: { size: Size.tebibytes(17) } }, 'KN-CLU-013 a disk of 17408 GiB is none for nodes'],
    [{ labels: { 'a b': 'x' } }, 'KN-NAM-004 `a b` is no label key'],
    [{ labels: { 'node-role.kubernetes.io/worker': 'x' } }, 'KN-CLU-014 nodes cannot be given `node-role.kubernetes.io/worker`'],
    [{ labels: { 'k8s.io/x': 'x' } }, 'KN-CLU-014 nodes cannot be given `k8s.io/x`'],
    [{ labels: { 'eks.amazonaws.com/nodegroup': 'x' } }, 'KN-CLU-014 nodes cannot be given `eks.amazonaws.com/nodegroup`'],
    [{ labels: { role: '' } }, 'KN-CLU-014 the label `role` is empty'],
    [{ labels: { [`${'a'.repeat(30)}.example.com/${'b'.repeat(30)}`]: 'x' } },
      `KN-CLU-014 the label \`${'a'.repeat(30)}.example.com/${'b'.repeat(30)}\` is too long for EKS`],
    [{ labels: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`a${index}`, 'x'])) }, 'KN-CLU-014 nodes are given 51 labels'],
    [{ taints: Array.from({ length: 51 }, (_, index) => ({ key: `a${index}`, effect: TaintEffect.NO_SCHEDULE })) },
      'KN-CLU-016 nodes have 51 taints'],
    [{ taints: [{ key: `example.com/${'k'.repeat(60)}`, effect: TaintEffect.NO_SCHEDULE }] },
      `KN-CLU-016 \`example.com/${'k'.repeat(60)}\` is no key of a taint`],
    [{ taints: [{ key: 'a' } as unknown as { key: string; effect: TaintEffect }] }, 'KN-CLU-016 effect `` is none of its values'],
    [{ tags: { 'aws:cloudformation:x': 'y' } }, 'KN-CLU-015 `aws:cloudformation:x` is a tag that AWS or eksctl sets'],
    [{ tags: { 'AWS:x': 'y' } }, 'KN-CLU-015 `AWS:x` is a tag that AWS or eksctl sets'],
    [{ tags: { 'eks:nodegroup-name': 'y' } }, 'KN-CLU-015 `eks:nodegroup-name` is a tag that AWS or eksctl sets'],
    [{ tags: { 'a*b': 'y' } }, 'KN-CLU-015 `a*b` is no key of a tag'],
    [{ tags: { a: 'y<z' } }, 'KN-CLU-015 `y<z` is no value for the tag `a`'],
    [{ taints: [null as unknown as NodeTaint] }, 'KN-CLU-016 the list of taints holds what is none'],
    [{ taints: [{ key: 'a b', effect: TaintEffect.NO_SCHEDULE }] }, 'KN-CLU-016 `a b` is no key of a taint'],
    [{ taints: [{ key: 'a', value: 'b c', effect: TaintEffect.NO_SCHEDULE }] }, 'KN-CLU-016 `b c` is no value for the taint `a`'],
    [{ taints: [{ key: 'a', effect: 'Never' as TaintEffect }] }, 'KN-CLU-016 effect `Never` is none of its values'],
    [{ taints: [{ key: 'a', effect: TaintEffect.NO_EXECUTE }, { key: 'a', value: 'b', effect: TaintEffect.NO_EXECUTE }] },
      'KN-CLU-016 the taint `a:NoExecute` is there twice'],
    [{ amiFamily: 'AmazonLinux2' as AmiFamily }, 'KN-POD-048 amiFamily `AmazonLinux2` is none of its values'],
    [{ spot: 'yes' as unknown as boolean }, 'KN-TYP-001 `spot` `yes` is neither true nor false'],
    [{ addonPolicies: { albIngress: true, awsLoadBalancerController: true } },
      'KN-CLU-034 `albIngress` and `awsLoadBalancerController` are one right under two names'],
  ])('fails for %j', (props, problem) => {
    expect(thrownBy(group(props))).toBe(problem);
  });

  test('fails in JavaScript for sizes that are left out', () => {
    expect(thrownBy(group({ desiredSize: undefined }))).toBe('KN-CLU-012 `desiredSize` is left out');
    expect(thrownBy(group({ instanceTypes: undefined }))).toBe('KN-CLU-011 the group `workers` has 0 types of instances');
  });

  test('fails without groups, and for two of one name', () => {
    expect(thrownBy(() => ClusterCapacity.nodeGroups())).toBe('KN-CLU-017 the cluster has no nodes');
    expect(thrownBy(() => ClusterCapacity.nodeGroups(GROUP, { ...GROUP, spot: true })))
      .toBe('KN-CLU-010 two groups of nodes are called `workers`');
  });

  test('take labels that a kubelet may set, and what any generator makes', () => {
    expect(thrownBy(group({ labels: { 'node.kubernetes.io/pool': 'a', 'kubernetes.io/arch': 'amd64', 'sub.kubelet.kubernetes.io/x': 'y' } }))).toBe('');
    fc.assert(fc.property(anyNodeGroup, (props) => {
      expect(thrownBy(() => ClusterCapacity.nodeGroups(props))).toBe('');
    }));
  });

  test('keep what they were given when the program changes its lists', () => {
    const instanceTypes = ['m5.large'];
    const capacity = ClusterCapacity.nodeGroups({ ...GROUP, instanceTypes });
    instanceTypes.push('wrong');

    expect(capacity.nodeGroups[0]?.instanceTypes).toEqual(['m5.large']);
  });
});

describe('hardware of nodes', () => {
  // Follows pkg/utils/instance/instance_types.go of eksctl 0.225, with all of whose types it was compared.
  test.each([
    ['m5.large', NodeHardware.X86], ['m7i-flex.large', NodeHardware.X86], ['u-6tb1.metal', NodeHardware.X86], ['c1.medium', NodeHardware.X86],
    ['g4ad.xlarge', NodeHardware.X86], ['m6i.metal', NodeHardware.X86], ['x2gd.metal', NodeHardware.ARM], ['a1.large', NodeHardware.ARM],
    ['im4gn.large', NodeHardware.ARM], ['hpc7g.4xlarge', NodeHardware.ARM], ['t4g.nano', NodeHardware.ARM], ['m7gd.metal', NodeHardware.ARM],
    ['g5.xlarge', NodeHardware.NVIDIA], ['gr6.4xlarge', NodeHardware.NVIDIA], ['p5en.48xlarge', NodeHardware.NVIDIA],
    ['g5g.xlarge', NodeHardware.ARM_NVIDIA], ['inf2.xlarge', NodeHardware.NEURON], ['trn1n.32xlarge', NodeHardware.NEURON],
  ])('is known by the name: %s', (type, hardware) => {
    expect(hardwareOf(type)).toBe(hardware);
    expect(checkInstanceTypes([type], 'workers').filter((problem) => problem !== undefined)).toEqual([]);
  });
});

describe('Auto Mode', () => {
  test('brings all pools when nothing is said, or none', () => {
    expect(ClusterCapacity.autoMode().autoMode?.nodePools).toEqual(['general-purpose', 'system']);
    expect(ClusterCapacity.autoMode({ nodePools: [] }).autoMode?.nodePools).toEqual([]);
    expect(ClusterCapacity.autoMode().nodeGroups).toEqual([]);
  });

  test.each([
    [['spot' as AutoModeNodePool], 'KN-CLU-017 nodePools `spot` is none of its values'],
    [[AutoModeNodePool.SYSTEM, AutoModeNodePool.SYSTEM], 'KN-CLU-017 the pool `system` is there twice'],
  ])('fails for %j', (nodePools, problem) => {
    expect(thrownBy(() => ClusterCapacity.autoMode({ nodePools }))).toBe(problem);
  });
});

describe('admins', () => {
  test('are roles and users', () => {
    expect(ClusterAdmin.role('arn:aws:iam::123456789012:role/team/admin').principalArn).toBe('arn:aws:iam::123456789012:role/team/admin');
    expect(ClusterAdmin.user('arn:aws-cn:iam::123456789012:user/jane').principalArn).toBe('arn:aws-cn:iam::123456789012:user/jane');
  });

  test.each([
    [() => ClusterAdmin.role('admin'), 'KN-CLU-018 `admin` is no ARN of a role'],
    [() => ClusterAdmin.role('arn:aws:iam::123456789012:user/jane'), 'KN-CLU-018 `arn:aws:iam::123456789012:user/jane` is no ARN of a role'],
    [() => ClusterAdmin.role('arn:aws:sts::123456789012:assumed-role/admin/jane'),
      'KN-CLU-018 `arn:aws:sts::123456789012:assumed-role/admin/jane` is no ARN of a role'],
    [() => ClusterAdmin.user('arn:aws:iam::123456789012:root'), 'KN-CLU-018 `arn:aws:iam::123456789012:root` is no ARN of a user'],
  ])('fails for others: %s', (make, problem) => {
    expect(thrownBy(make)).toBe(problem);
  });
});

describe('add-ons', () => {
  test('know their accounts and what they install', () => {
    expect(ClusterAddon.externalDns()).toMatchObject({
      name: 'external-dns', serviceAccounts: [{ namespace: 'external-dns', name: 'external-dns' }], associatesIdentities: true,
      controller: ClusterController.EXTERNAL_DNS, beforeNodes: false,
    });
    expect(ClusterAddon.certManager())
      .toMatchObject({ associatesIdentities: false, controller: ClusterController.CERT_MANAGER });
    expect(ClusterAddon.vpcCni()).toMatchObject({ beforeNodes: true });
    expect(ClusterAddon.externalDns({ namespace: 'dns' }).serviceAccounts).toEqual([{ namespace: 'dns', name: 'external-dns' }]);
  });

  test.each([
    ['vpc-cni', ClusterAddon.vpcCni()], ['kube-proxy', ClusterAddon.kubeProxy()], ['coredns', ClusterAddon.coreDns()],
    ['eks-pod-identity-agent', ClusterAddon.podIdentityAgent()], ['metrics-server', ClusterAddon.metricsServer()],
    ['aws-ebs-csi-driver', ClusterAddon.ebsCsiDriver()], ['cert-manager', ClusterAddon.certManager()],
    ['amazon-cloudwatch-observability', ClusterAddon.cloudWatchObservability()], ['external-dns', ClusterAddon.externalDns()],
  ])('are the same by name: %s', (name, addon) => {
    expect(ClusterAddon.of(name)).toEqual(addon);
  });

  test.each([
    [() => ClusterAddon.of('Fluent Bit'), 'KN-CLU-020 `Fluent Bit` is no name of an add-on'],
    [() => ClusterAddon.vpcCni({ version: 'latest' }), 'KN-CLU-020 `latest` is no version of the add-on `vpc-cni`'],
    [() => ClusterAddon.vpcCni({ version: '1.20.4' }), 'KN-CLU-020 `1.20.4` is no version of the add-on `vpc-cni`'],
    [() => ClusterAddon.of('acme_agent', { version: 'newest' }), 'KN-CLU-020 `newest` is no version of the add-on `acme_agent`'],
    [() => ClusterAddon.coreDns({ namespace: 'dns' }), 'KN-CLU-020 the add-on `coredns` lies in `kube-system`'],
    [() => ClusterAddon.certManager({ namespace: '1st' }), 'KN-CLU-020 `1st` is no name for a Namespace'],
    [() => ClusterAddon.coreDns({ configuration: [] as unknown as Record<string, unknown> }), 'KN-CLU-020 the settings of the add-on `coredns` are no object'],
    [() => ClusterAddon.of('acme_agent', { version: '1.2' }), ''],
  ])('fails where they are wrong: %s', (make, problem) => {
    expect(thrownBy(make)).toBe(problem);
  });
});
