import fc from 'fast-check';
import {
  ClusterAddon, ClusterAdmin, ClusterCapacity, ClusterEndpoints, ClusterNetwork, ClusterSpec, type ClusterSpecProps,
  ControlPlaneLog, NatGateways, type NodeGroupProps, WorkloadIdentity,
} from '../../lib';
import { anySpec, anySpecProps } from './any-spec';

const LEAST: ClusterSpecProps = { name: 'my-knative-cluster', region: 'us-east-1', zones: ['us-east-1d', 'us-east-1f'] };
const GROUP: NodeGroupProps = { name: 'workers', instanceTypes: ['m5.large'], minSize: 2, maxSize: 5, desiredSize: 3 };
const AUTO = ClusterCapacity.autoMode();
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f';
const LATE = '${Token[TOKEN.12]}';
const subnets = (kind: string, letters: readonly string[]) => letters
  .map((letter, index) => ({ zone: `us-east-1${letter}`, id: `subnet-0a1b2${kind}0${index}` }));
const existing = (closed: string[], open: string[] = []) => ClusterNetwork.existing({
  vpcId: 'vpc-0a1b2c3d', privateSubnets: subnets('c', closed), publicSubnets: subnets('d', open),
});

const specOf = (props: Partial<ClusterSpecProps>) => new ClusterSpec({ ...LEAST, ...props });

/** What is wrong with a specification, as a person would read it. */
function problemsOf(props: Partial<ClusterSpecProps>): string[] {
  return specOf(props)._problems.map((problem) => {
    expect(problem.allowed).not.toBe('');
    expect(problem.fix).toContain(' ');
    return `${problem.code} ${problem.message}`;
  });
}

describe('a specification', () => {
  test('has defaults for all but name, region and zones', () => {
    const spec = new ClusterSpec(LEAST);

    expect(spec._problems).toEqual([]);
    expect(spec).toMatchObject({
      version: '1.35', endpoints: { publicAccess: true, privateAccess: true }, network: { cidr: '192.168.0.0/16', nat: NatGateways.SINGLE },
      nodeGroups: [{ name: 'workers', instanceTypes: ['m5.large'], minSize: 2, desiredSize: 3, maxSize: 5 }],
      identities: [], admins: [], tags: {}, logs: Object.values(ControlPlaneLog),
      facts: { clusterName: 'my-knative-cluster', region: 'us-east-1', kubernetesVersion: '1.35' },
    });
    expect(spec.autoMode).toBeUndefined();
    expect(spec.logRetentionDays).toBeUndefined();
  });

  test('has add-ons in an order in which they work, with those that nothing works without', () => {
    const names = (props: Partial<ClusterSpecProps>) => specOf(props).addons.map(({ name }) => name);
    const core = ['eks-pod-identity-agent', 'vpc-cni', 'kube-proxy'];

    expect(names({})).toEqual([...core, 'coredns', 'metrics-server']);
    expect(names({ addons: [] })).toEqual([...core, 'coredns']);
    expect(names({ addons: [ClusterAddon.certManager(), ClusterAddon.coreDns(), ClusterAddon.vpcCni()] })).toEqual([...core, 'cert-manager', 'coredns']);
    expect(names({ capacity: AUTO })).toEqual(['metrics-server']);
    expect(names({ capacity: AUTO, addons: [] })).toEqual([]);
  });

  test('keeps an add-on as the program wrote it, in place of the default', () => {
    const addon = ClusterAddon.vpcCni({ version: 'v1.20.4-eksbuild.2' });

    expect(new ClusterSpec({ ...LEAST, addons: [addon] }).addons).toContain(addon);
  });

  test('keeps what it was given when the program changes its lists', () => {
    const zones = [...LEAST.zones];
    const spec = new ClusterSpec({ ...LEAST, zones });
    zones.pop();

    expect(spec.zones).toEqual(LEAST.zones);
  });

  test('is right, whatever right parts it is made of', () => {
    fc.assert(fc.property(anySpecProps({ addonPolicies: true, existingNetwork: true }), (props) => {
      expect(new ClusterSpec(props)._problems).toEqual([]);
    }), { numRuns: 100 });
  });

  test('puts what nodes wait for before all other add-ons', () => {
    fc.assert(fc.property(anySpec(), ({ addons, autoMode }) => {
      const before = addons.map(({ beforeNodes }) => beforeNodes);
      expect(before).toEqual([...before].sort((one, other) => Number(other) - Number(one)));
      expect(new Set(addons.map(({ name }) => name)).size).toBe(addons.length);
      expect(before.includes(true)).toBe(autoMode === undefined);
    }), { numRuns: 50 });
  });
});

describe('a specification that is wrong', () => {
  test.each<[string, Partial<ClusterSpecProps>, string[]]>([
    ['no name', { name: '' }, ['KN-CLU-001 `` is no name for a cluster']],
    ['a dot', { name: 'my.cluster' }, ['KN-CLU-001 `my.cluster` is no name for a cluster']],
    ['a long name', { name: 'c'.repeat(101) }, [`KN-CLU-001 \`${'c'.repeat(101)}\` is no name for a cluster`]],
    ['an old version', { version: '1.29' }, ['KN-CLU-003 `1.29` is no version of a cluster that this library knows']],
    ['a patch', { version: '1.35.2' }, ['KN-CLU-003 `1.35.2` is no version of a cluster that this library knows']],
    ['a property of objects', { version: 'constructor' }, ['KN-CLU-003 `constructor` is no version of a cluster that this library knows']],
    ['one zone', { zones: ['us-east-1d'] }, ['KN-CLU-004 the cluster has one zone']],
    ['a zone twice', { zones: ['us-east-1d', 'us-east-1d'] }, ['KN-CLU-004 the zone `us-east-1d` is there twice']],
    ['a zone elsewhere', { zones: ['us-east-1d', 'us-east-2a'] }, ['KN-CLU-004 the region `us-east-1` has no zone `us-east-2a`']],
    ['a local zone', { zones: ['us-east-1d', 'us-east-1-bos-1a'] }, ['KN-CLU-004 the region `us-east-1` has no zone `us-east-1-bos-1a`']],
    ['an id of a zone', { zones: ['us-east-1d', 'use1-az4'] }, ['KN-CLU-004 the region `us-east-1` has no zone `use1-az4`']],
    ['a key elsewhere', { encryptionKeyArn: KEY.replace('us-east-1', 'eu-west-1') },
      [`KN-CLU-019 the key \`${KEY.replace('us-east-1', 'eu-west-1')}\` lies in \`eu-west-1\`, and the cluster in \`us-east-1\``]],
    ['an alias of a key', { encryptionKeyArn: 'arn:aws:kms:us-east-1:123456789012:alias/eks' },
      ['KN-CLU-019 `arn:aws:kms:us-east-1:123456789012:alias/eks` is no ARN of a key']],
    ['an unknown log', { logs: ['kubelet' as ControlPlaneLog] }, ['KN-CLU-021 logs `kubelet` is none of its values']],
    ['a log twice', { logs: [ControlPlaneLog.API, ControlPlaneLog.API] }, ['KN-CLU-021 the log `api` is there twice']],
    ['odd days', { logRetentionDays: 45 }, ['KN-CLU-021 CloudWatch cannot keep logs for `45` days']],
    ['days of no logs', { logs: [], logRetentionDays: 90 }, ['KN-CLU-021 `logRetentionDays` is `90`, and no log is kept at all']],
    ['an admin twice', { admins: ['a', 'a'].map((name) => ClusterAdmin.role(`arn:aws:iam::123456789012:role/${name}`)) },
      ['KN-CLU-018 `arn:aws:iam::123456789012:role/a` is an admin twice']],
    ['an add-on twice', { addons: [ClusterAddon.certManager(), ClusterAddon.of('cert-manager')] }, ['KN-CLU-022 the add-on `cert-manager` is there twice']],
    ['what Auto Mode has', { capacity: AUTO, addons: [ClusterAddon.vpcCni(), ClusterAddon.coreDns()] },
      ['KN-CLU-022 Auto Mode does itself what `vpc-cni`, `coredns` would do']],
    ['an add-on without rights', { addons: [ClusterAddon.ebsCsiDriver()] },
      ['KN-CLU-023 the add-on `aws-ebs-csi-driver` has no rights in AWS, and does nothing without']],
    ['rights of another account', { addons: [ClusterAddon.cloudWatchObservability()], identities: [WorkloadIdentity.cloudWatch({ namespace: 'logs' })] },
      ['KN-CLU-023 the add-on `amazon-cloudwatch-observability` has no rights in AWS, and does nothing without']],
    ['an identity twice', { identities: [WorkloadIdentity.cloudWatch(), WorkloadIdentity.cloudWatch()] }, [
      'KN-CLU-035 two identities are for the service account `amazon-cloudwatch/cloudwatch-agent`', 'KN-CLU-035 two identities are called `cloudwatch`']],
    ['a role twice', { identities: [WorkloadIdentity.cloudWatch({ roleName: 'x' }), WorkloadIdentity.vpcCni({ roleName: 'x' })] },
      ['KN-CLU-035 two identities have the role `x`']],
    ['a role twice in other capitals', { identities: [WorkloadIdentity.cloudWatch({ roleName: 'Logs' }), WorkloadIdentity.vpcCni({ roleName: 'logs' })] },
      ['KN-CLU-035 two identities have the role `logs`']],
    ['a tag twice in other capitals', { tags: { Owner: 'a' }, identities: [WorkloadIdentity.cloudWatch({ tags: { owner: 'b' } })] },
      ['KN-CLU-015 the role of `cloudwatch` have the tag `owner` twice, in other capitals']],
    ['a tag of the cluster twice in other capitals', { tags: { Owner: 'a', owner: 'b' } },
      ['KN-CLU-015 roles of the cluster have the tag `owner` twice, in other capitals']],
    ['an admin of another partition', { admins: [ClusterAdmin.role('arn:aws-cn:iam::123456789012:role/a')] },
      ['KN-CLU-018 the admin `arn:aws-cn:iam::123456789012:role/a` is of the partition `aws-cn`, and the cluster lies in `aws`']],
    ['a policy of another partition', { region: 'cn-north-1', zones: ['cn-north-1a', 'cn-north-1b'], identities: [WorkloadIdentity.of({
      name: 'x', namespace: 'shop', serviceAccount: 'x', managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
    })] }, [
      'KN-CLU-032 the policy of the identity `x`, `arn:aws:iam::aws:policy/ReadOnlyAccess` is of the partition `aws`, and the cluster lies in `aws-cn`',
      'KN-CLU-032 the policy of the identity `x`, `arn:aws:iam::123456789012:policy/boundary` is of the partition `aws`, and the cluster lies in `aws-cn`',
    ]],
    ['a key of another partition', { encryptionKeyArn: KEY.replace('arn:aws:', 'arn:aws-us-gov:') },
      [`KN-CLU-019 the key \`${KEY.replace('arn:aws:', 'arn:aws-us-gov:')}\` is of the partition \`aws-us-gov\`, and the cluster lies in \`aws\``]],
    ['a policy that is longer than a role takes', { identities: [WorkloadIdentity.externalDns({
      hostedZones: Array.from({ length: 250 }, (_, index) => ({ hostedZoneId: `Z${String(index).padStart(18, '0')}`, zoneName: 'example.com' })),
    })] }, [expect.stringMatching(/^KN-CLU-034 the workload identity `external-dns` has a policy of 1\d{4} characters/) as string]],
    ['cert-manager in a namespace that its identity is not for', {
      addons: [ClusterAddon.certManager({ namespace: 'pki' })],
      identities: [WorkloadIdentity.certManager({ hostedZones: [{ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' }] })],
    }, ['KN-CLU-023 the add-on `cert-manager` runs as `pki/cert-manager`, and the identity `cert-manager` is for `cert-manager/cert-manager`']],
    ['identities that Auto Mode needs not', { capacity: AUTO, identities: [WorkloadIdentity.clusterAutoscaler()] },
      ['KN-CLU-036 nothing in the cluster has the service accounts `kube-system/cluster-autoscaler`, since Auto Mode does that work itself']],
    ['tags', { tags: { 'aws:x': 'y' } }, ['KN-CLU-015 `aws:x` is a tag that AWS or eksctl sets']],
    ['tags that are many together', {
      tags: Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`a${index}`, 'x'])),
      capacity: ClusterCapacity.nodeGroups({ ...GROUP, tags: Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`b${index}`, 'x'])) }),
    }, ['KN-CLU-015 the nodes of `workers` have 41 tags']],
  ])('fails for %s', (_what, props, problems) => {
    expect(problemsOf(props)).toEqual(problems);
  });

  test.each<[string, Partial<ClusterSpecProps>, string[]]>([
    ['nodes without a way out', { endpoints: ClusterEndpoints.publicOnly(), network: ClusterNetwork.own({ nat: NatGateways.NONE }) },
      ['KN-CLU-008 nodes in private subnets have no way out, and the API server is outside']],
    ['nodes that are left out', { endpoints: ClusterEndpoints.publicOnly({ allowedCidrs: ['203.0.113.0/24'] }) },
      ['KN-CLU-008 nodes reach the API server from addresses that are not known yet, and `allowedCidrs` leaves them out']],
    ['a subnet twice', {
      network: ClusterNetwork.existing({
        vpcId: 'vpc-0a1b2c3d', privateSubnets: subnets('c', ['d', 'f']), publicSubnets: subnets('c', ['d']),
      }),
    }, ['KN-CLU-007 the subnet `subnet-0a1b2c00` is there twice']],
    ['few subnets', { network: existing(['d']) }, ['KN-CLU-007 nodes lie in `privateSubnets`, of which there are 1']],
    ['no subnets', { network: existing([]) },
      ['KN-CLU-007 nodes lie in `privateSubnets`, of which there are 0', 'KN-CLU-007 the network has no subnets']],
    ['public nodes without subnets', { network: existing(['d', 'f']), capacity: ClusterCapacity.nodeGroups({ ...GROUP, privateSubnets: false }) },
      ['KN-CLU-007 nodes lie in `publicSubnets`, of which there are 0']],
    ['subnets elsewhere', { network: existing(['d', 'a']) }, ['KN-CLU-007 `privateSubnets` lie in `us-east-1a`, which are no zones of the cluster']],
    ['two subnets a zone', { network: existing(['d', 'd']) }, ['KN-CLU-007 `privateSubnets` has the zone `us-east-1d` twice']],
  ])('fails for a network with %s', (_what, props, problems) => {
    expect(problemsOf(props)).toEqual(problems);
  });

  test('fails for a region that is none', () => {
    expect(problemsOf({ region: 'US East', zones: ['US Easta', 'US Eastb'] })).toEqual(['KN-CLU-002 `US East` is no region of AWS']);
  });

  test('fails for all that is wrong together', () => {
    expect(problemsOf({ name: '-', version: '2', zones: [], logRetentionDays: 2 }).map((problem) => problem.slice(0, 10)))
      .toEqual(['KN-CLU-001', 'KN-CLU-003', 'KN-CLU-004', 'KN-CLU-021']);
  });

  test('fails for names that only the deployment knows', () => {
    expect(problemsOf({ name: LATE, version: LATE, zones: [LATE, 'us-east-1f'] })).toEqual([
      'KN-CLU-009 `name` is known to the deployment only', 'KN-CLU-009 `version` is known to the deployment only',
      'KN-CLU-009 `zones` is known to the deployment only',
    ]);
  });

  test('fails in JavaScript for what is no list, and for what is left out', () => {
    expect(problemsOf({ zones: 'us-east-1d' as unknown as string[] })).toContain('KN-TYP-001 `zones` is no list: `us-east-1d`');
    expect(problemsOf({ zones: undefined })).toContain('KN-CLU-004 the cluster has no zone');
    expect(problemsOf({ region: undefined })).toEqual(['KN-CLU-002 `` is no region of AWS']);
    expect(problemsOf({ identities: ['x' as unknown as WorkloadIdentity] })).toEqual(['KN-TYP-001 `identities` has `x`, which is no WorkloadIdentity']);
    expect(problemsOf({ admins: [undefined as unknown as ClusterAdmin] })).toEqual(['KN-TYP-001 `admins` has `undefined`, which is no ClusterAdmin']);
    expect(problemsOf({ addons: [{ name: 'coredns' } as ClusterAddon] }))
      .toEqual(['KN-TYP-001 `addons` has `{"name":"coredns"}`, which is no ClusterAddon']);
    expect(problemsOf({ name: undefined })).toHaveLength(1);
  });
});

test('what is wrong with a name and with days is one thing to write, whichever tool makes the cluster', () => {
  const fixes = specOf({ name: 'shop_1!', logRetentionDays: 366 })._problems.map(({ fix }) => fix);

  expect(fixes).toEqual(["write `name: 'shop-1'`, for example", 'write `logRetentionDays: 400`, for example']);
});

describe('what is right on second sight', () => {
  test.each<[string, Partial<ClusterSpecProps>]>([
    ['public nodes without gateways', {
      endpoints: ClusterEndpoints.publicOnly(), network: ClusterNetwork.own({ nat: NatGateways.NONE }),
      capacity: ClusterCapacity.nodeGroups({ ...GROUP, privateSubnets: false }),
    }],
    ['names that EKS takes, and eksctl does not', { name: '1_shop', capacity: ClusterCapacity.nodeGroups({ ...GROUP, name: '1_group' }) }],
    ['addresses of pods alone', { network: ClusterNetwork.own({ cidr: '198.19.0.0/16' }) }],
    ['identities of cert-manager in its namespace', {
      addons: [ClusterAddon.certManager({ namespace: 'pki' })],
      identities: [WorkloadIdentity.certManager({ namespace: 'pki', hostedZones: [{ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com' }] })],
    }],
    ['a key that only the deployment knows', { encryptionKeyArn: LATE }],
    ['a key of several regions', { encryptionKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/mrk-0a1b2c3d00004000800001a1b2c3d4e5' }],
    ['an add-on with the rights of the nodes', {
      addons: [ClusterAddon.ebsCsiDriver()],
      capacity: ClusterCapacity.nodeGroups({ ...GROUP, addonPolicies: { ebs: true } }),
    }],
    ['public and private subnets', { network: existing(['d', 'f'], ['f']) }],
  ])('takes %s', (_what, props) => {
    expect(problemsOf(props)).toEqual([]);
  });
});
