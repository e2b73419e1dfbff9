import {
  type AmiFamily, type AutoModeNodePool, ClusterAddon, ClusterAdmin, ClusterCapacity, ClusterEndpoints, ClusterNetwork,
  ClusterSpec, type ClusterSpecProps, type ControlPlaneLog, type EksctlClusterProps, IdentityStyle, type NodeGroupProps,
  TaintEffect, WorkloadIdentity, type WorkloadIdentityProps,
} from '../../lib';
import type { EksctlCommand } from './eksctl';

const ROLE = 'arn:aws:iam::123456789012:role/admin';
const LITTLE = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }] };

/** A right specification, which the mistakes are made in. */
export const RIGHT: ClusterSpecProps = {
  name: 'shop', region: 'us-east-1', version: '1.35', zones: ['us-east-1a', 'us-east-1b'],
};
const GROUP: NodeGroupProps = { name: 'workers', instanceTypes: ['m5.large'], minSize: 1, maxSize: 3, desiredSize: 2 };

/** A wrong specification, and who says so. */
export interface Mistake {
  readonly what: string;
  readonly spec: () => ClusterSpec;
  readonly props?: Omit<EksctlClusterProps, 'spec'>;
  /** What the library refuses it with. */
  readonly code: string;
  /** A part of what eksctl says; absent where eksctl takes it, and the reason is in `because`. */
  readonly eksctl?: string;
  /** Who refuses it after eksctl has taken it, or what it does in silence. */
  readonly because?: string;
  /** What of eksctl is asked. */
  readonly command?: EksctlCommand;
}

/** What is not of its type, as a program in JavaScript may pass it. */
function untyped<T>(value: unknown): T {
  return value as T;
}

function props(changed: Partial<ClusterSpecProps>): () => ClusterSpec {
  return () => new ClusterSpec({ ...RIGHT, ...changed });
}

/** What a factory of the library refuses never gets into a specification: this puts it there, for eksctl to see. */
const FORCED = new WeakMap<() => ClusterSpec, () => ClusterSpec>();

/** A value with other fields, which no factory would give it. */
function bent<T extends object>(base: T, changed: Readonly<Record<string, unknown>>): T {
  return Object.assign(Object.create(Object.getPrototypeOf(base) as object) as T, base, changed);
}

/** A specification that the library's factories refuse, and how it would look. */
function forced(
  spec: () => ClusterSpec, changed: (right: ClusterSpec) => Readonly<Record<string, unknown>>,
): () => ClusterSpec {
  FORCED.set(spec, () => {
    const right = new ClusterSpec({ ...RIGHT, capacity: ClusterCapacity.nodeGroups(GROUP) });
    return bent(right, changed(right));
  });
  return spec;
}

/** What eksctl is shown where a factory refuses. */
export function forcedSpec({ spec }: Mistake): () => ClusterSpec {
  return FORCED.get(spec) ?? spec;
}

function group(changed: Partial<NodeGroupProps>, others: readonly NodeGroupProps[] = []): () => ClusterSpec {
  const spec = () => new ClusterSpec({
    ...RIGHT, capacity: ClusterCapacity.nodeGroups({ ...GROUP, ...changed }, ...others),
  });
  return forced(spec, ({ nodeGroups: [first] }) => ({
    nodeGroups: [{ ...first, ...changed }, ...others.map((other) => ({ ...first, ...other }))],
  }));
}

function identity(changed: Partial<WorkloadIdentityProps>): () => ClusterSpec {
  const right = { name: 'orders', namespace: 'shop', serviceAccount: 'orders', policy: LITTLE };
  return forced(
    () => new ClusterSpec({ ...RIGHT, identities: [WorkloadIdentity.of({ ...right, ...changed })] }),
    () => ({ identities: [bent(WorkloadIdentity.of(right), {
      ...changed, ...'policy' in changed ? { policyFor: () => changed.policy } : {}, policy: WorkloadIdentity.prototype.policy,
    })] }),
  );
}

const AWS = 'AWS refuses it once eksctl asks';

/** Mistakes that eksctl refuses by itself, before it asks AWS. */
const OF_EKSCTL: readonly Mistake[] = [
  { what: 'a name with an underscore', spec: props({ name: 'my_shop' }), code: 'KN-CTL-004', eksctl: 'name must satisfy' },
  { what: 'a name of a cluster that is no value of a label', spec: props({ name: 'x'.repeat(64) }), code: 'KN-CTL-004', eksctl: 'must be no more than 63 characters' },
  { what: 'a name of a group that is no value of a label', spec: group({ name: 'workers-' }), code: 'KN-CTL-004', eksctl: 'has invalid value' },
  { what: 'no name', spec: props({ name: '' }), code: 'KN-CLU-001', eksctl: 'metadata.name must be set' },
  { what: 'no region', spec: props({ region: '' }), code: 'KN-CLU-002', eksctl: 'metadata.region must be set' },
  { what: 'a region of another cloud', spec: props({ region: 'europe-west1' }), code: 'KN-CLU-002', eksctl: 'not supported' },
  { what: 'a region that eksctl does not know', spec: props({ region: 'eu-north-7', zones: ['eu-north-7a', 'eu-north-7b'] }), code: 'KN-CTL-002', eksctl: 'not supported' },
  { what: 'one zone', spec: props({ zones: ['us-east-1a'] }), code: 'KN-CLU-004', eksctl: 'only 1 zone(s) specified' },
  { what: 'nine zones', spec: props({ zones: [...'abcdefghi'].map((letter) => `us-east-1${letter}`) }), code: 'KN-CTL-003', eksctl: 'cannot create more than 16 subnets' },
  { what: 'a small VPC', spec: forced(() => new ClusterSpec({ ...RIGHT, network: ClusterNetwork.own({ cidr: '10.0.0.0/25' }) }), ({ network }) => ({ network: bent(network, { cidr: '10.0.0.0/25' }) })), code: 'KN-CLU-006', eksctl: 'VPC CIDR prefix must be between /16 and /24' },
  { what: 'a CIDR that is none', spec: forced(() => new ClusterSpec({ ...RIGHT, network: ClusterNetwork.own({ serviceCidr: '10.100.0.0' }) }), ({ network }) => ({ network: bent(network, { serviceCidr: '10.100.0.0' }) })), code: 'KN-CLU-006', eksctl: 'invalid CIDR' },
  { what: 'an allowed CIDR that is none', spec: forced(() => new ClusterSpec({ ...RIGHT, endpoints: ClusterEndpoints.publicOnly({ allowedCidrs: ['198.51.100.300/32'] }) }), ({ endpoints }) => ({ endpoints: bent(endpoints, { allowedCidrs: ['198.51.100.300/32'] }) })), code: 'KN-CLU-006', eksctl: 'invalid CIDR' },
  { what: 'one public subnet', spec: props({ network: ClusterNetwork.existing({
    vpcId: 'vpc-0a1b2c3d4e5f67890', privateSubnets: subnets('a', 'b'), publicSubnets: subnets('c').slice(0, 1) }) }), code: 'KN-CTL-010', eksctl: 'insufficient number of subnets' },
  { what: 'one private subnet', spec: props({ network: ClusterNetwork.existing({
    vpcId: 'vpc-0a1b2c3d4e5f67890', privateSubnets: subnets('a') }) }), code: 'KN-CTL-010', eksctl: 'insufficient number of subnets' },
  { what: 'two groups of one name', spec: group({}, [GROUP]), code: 'KN-CLU-010', eksctl: 'is not unique' },
  { what: 'a group without a name', spec: group({ name: '' }), code: 'KN-CLU-010', eksctl: 'name must be set' },
  { what: 'sizes out of order', spec: group({ minSize: 3, desiredSize: 2, maxSize: 4 }), code: 'KN-CLU-012', eksctl: 'cannot use --nodes-min=3 and --nodes=2' },
  { what: 'more nodes than the most', spec: group({ minSize: 1, desiredSize: 5, maxSize: 4 }), code: 'KN-CLU-012', eksctl: 'cannot use --nodes-max=4 and --nodes=5' },
  { what: 'fewest above most', spec: group({ minSize: 5, desiredSize: 5, maxSize: 4 }), code: 'KN-CLU-012', eksctl: 'at the same time' },
  { what: 'half a node', spec: group({ minSize: 1.5 }), code: 'KN-CLU-012', eksctl: 'cannot unmarshal number 1.5' },
  { what: 'a size as a text', spec: group({ minSize: untyped<number>('1') }), code: 'KN-CLU-012', eksctl: 'cannot unmarshal string' },
  { what: 'a label with two slashes', spec: group({ labels: { 'a/b/c': 'x' } }), code: 'KN-NAM-004', eksctl: 'can only use one' },
  { what: 'a label of Kubernetes', spec: group({ labels: { 'node-role.kubernetes.io/worker': '' } }), code: 'KN-CLU-014', eksctl: 'reserved prefixes' },
  { what: 'a value of a label with a space', spec: group({ labels: { role: 'two words' } }), code: 'KN-NAM-004', eksctl: 'invalid value' },
  { what: 'a long value of a label', spec: group({ labels: { role: 'x'.repeat(64) } }), code: 'KN-NAM-004', eksctl: 'invalid value' },
  { what: 'a number as a label', spec: group({ labels: untyped<Record<string, string>>({ role: 7 }) }), code: 'KN-NAM-004', eksctl: 'cannot unmarshal number' },
  { what: 'a number as a tag', spec: group({ tags: untyped<Record<string, string>>({ role: 7 }) }), code: 'KN-CLU-015', eksctl: 'cannot unmarshal number' },
  { what: 'a key of a taint with a space', spec: group({ taints: [{ key: 'a b', effect: TaintEffect.NO_SCHEDULE }] }), code: 'KN-CLU-016', eksctl: 'invalid taint key' },
  { what: 'no key of a taint', spec: group({ taints: [{ key: '', effect: TaintEffect.NO_SCHEDULE }] }), code: 'KN-CLU-016', eksctl: 'taint key must be non-empty' },
  { what: 'a value of a taint with a space', spec: group({ taints: [{ key: 'a', value: 'b c', effect: TaintEffect.NO_SCHEDULE }] }), code: 'KN-CLU-016', eksctl: 'invalid taint value' },
  { what: 'an effect that there is not', spec: group({ taints: [{ key: 'a', effect: untyped<TaintEffect>('Never') }] }), code: 'KN-CLU-016', eksctl: 'invalid taint effect' },
  { what: 'an operating system that there is not', spec: group({ amiFamily: untyped<AmiFamily>('Debian') }), code: 'KN-POD-048', eksctl: 'AMI Family Debian is not supported' },
  { what: 'Amazon Linux 2', spec: group({ amiFamily: untyped<AmiFamily>('AmazonLinux2') }), code: 'KN-POD-048', eksctl: 'AmazonLinux2 is not supported' },
  { what: 'a right that there is not', spec: group({ addonPolicies: untyped({ s3: true }) }), code: 'KN-CLU-034', eksctl: 'unknown field' },
  { what: 'a log that there is not', spec: props({ logs: [untyped<ControlPlaneLog>('kubelet')] }), code: 'KN-CLU-021', eksctl: 'is unknown' },
  { what: 'logs for eleven days', spec: props({ logRetentionDays: 11 }), code: 'KN-CLU-021', eksctl: 'invalid value 11 for logRetentionInDays' },
  { what: 'logs for three years', spec: props({ logRetentionDays: 1096 }), code: 'KN-CTL-005', eksctl: 'invalid value 1096 for logRetentionInDays' },
  { what: 'a key that is no ARN', spec: props({ encryptionKeyArn: 'alias/secrets' }), code: 'KN-CLU-019', eksctl: 'invalid ARN' },
  { what: 'an admin that is no ARN', spec: forced(() => new ClusterSpec({ ...RIGHT, admins: [ClusterAdmin.role('admin')] }), () => ({ admins: [{ principalArn: 'admin' }] })), code: 'KN-CLU-018', eksctl: 'invalid ARN' },
  { what: 'an admin twice', spec: props({ admins: [ClusterAdmin.role(ROLE), ClusterAdmin.role(ROLE)] }), code: 'KN-CLU-018', eksctl: 'duplicate access entry' },
  { what: 'networking add-ons in Auto Mode', spec: () => new ClusterSpec({ ...RIGHT, capacity: ClusterCapacity.autoMode(), addons: [ClusterAddon.vpcCni()] }), code: 'KN-CLU-022', eksctl: 'core networking addons are not required' },
  { what: 'a pool that there is not', spec: forced(() => new ClusterSpec({ ...RIGHT, capacity: ClusterCapacity.autoMode({ nodePools: [untyped<AutoModeNodePool>('gpu')] }) }), () => ({ nodeGroups: [], autoMode: { nodePools: ['gpu'] }, addons: [] })), code: 'KN-CLU-017', eksctl: 'invalid NodePool' },
  { what: 'an add-on without a name', spec: forced(() => new ClusterSpec({ ...RIGHT, addons: [ClusterAddon.of('')] }), ({ addons }) => ({ addons: [...addons, bent(ClusterAddon.coreDns(), { name: '' })] })), code: 'KN-CLU-020', eksctl: 'name is required' },
  { what: 'a namespace of an add-on that there cannot be', spec: forced(() => new ClusterSpec({ ...RIGHT, addons: [ClusterAddon.of('kube-state-metrics', { namespace: '1up' })] }), ({ addons }) => ({ addons: [...addons, bent(ClusterAddon.of('kube-state-metrics'), { namespace: '1up' })] })), code: 'KN-CLU-020', eksctl: 'is not a valid Kubernetes namespace name' },
  { what: 'an identity without rights', spec: identity({ policy: undefined }), code: 'KN-CLU-034', eksctl: 'at least one of the following must be specified' },
  { what: 'an account without rights', spec: identity({ policy: undefined }), props: { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, code: 'KN-CLU-034', eksctl: 'must be set' },
  { what: 'an identity without an account', spec: identity({ serviceAccount: '' }), code: 'KN-CLU-030', eksctl: 'serviceAccountName must be set' },
  { what: 'an identity without a namespace', spec: identity({ namespace: '' }), code: 'KN-CLU-030', eksctl: 'namespace must be set' },
  { what: 'an account twice', spec: props({ identities: [WorkloadIdentity.clusterAutoscaler(), WorkloadIdentity.clusterAutoscaler()] }), props: { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, code: 'KN-CLU-035', eksctl: 'is not unique' },
  { what: 'tags of an identity of an add-on', spec: props({ identities: [WorkloadIdentity.vpcCni({ tags: { team: 'shop' } })] }), code: 'KN-CTL-006', eksctl: 'tags is not supported for addon.podIdentityAssociations' },
  { what: 'a policy by name for an identity of an add-on', spec: props({ identities: [WorkloadIdentity.ebsCsiDriver({ wellKnownPolicy: true })], addons: [ClusterAddon.ebsCsiDriver()] }), code: 'KN-CTL-006', eksctl: 'wellKnownPolicies is not supported for addon.podIdentityAssociations' },
  { what: 'an existing network without its security group', spec: props({ network: ClusterNetwork.existing({ vpcId: 'vpc-0a1b2c3d4e5f67890', privateSubnets: subnets('a', 'b') }), capacity: ClusterCapacity.nodeGroups(GROUP) }), props: { existing: true }, command: 'create nodegroup', code: 'KN-CTL-007', eksctl: 'VPC configuration required' },
  { what: 'no identities of an existing cluster', spec: props({}), props: { existing: true }, command: 'create podidentityassociation', code: 'KN-CTL-007', eksctl: 'no iam.podIdentityAssociations specified' },
];

/** Mistakes that eksctl hands on to AWS, or that it does something else with than was said. */
const AFTER_EKSCTL: readonly Mistake[] = [
  { what: 'zones of another region', spec: props({ zones: ['eu-west-1a', 'eu-west-1b'] }), code: 'KN-CLU-004', because: AWS },
  { what: 'a zone twice', spec: props({ zones: ['us-east-1a', 'us-east-1a'] }), code: 'KN-CLU-004', because: 'the control plane needs two different ones' },
  { what: 'a version that there is not', spec: props({ version: '9.99' }), code: 'KN-CLU-003', because: AWS },
  { what: 'a long name of a cluster with Auto Mode', spec: () => new ClusterSpec({ ...RIGHT, name: 'x'.repeat(101), capacity: ClusterCapacity.autoMode() }), code: 'KN-CLU-001', because: AWS },
  { what: 'an underscore in the name of a group', spec: group({ name: 'my_workers' }), code: 'KN-CTL-004', because: 'CloudFormation has no such name of a stack' },
  { what: 'long names that make one of a stack', spec: () => new ClusterSpec({ ...RIGHT, name: 'c'.repeat(60), capacity: ClusterCapacity.nodeGroups({ ...GROUP, name: 'g'.repeat(60) }) }), code: 'KN-CTL-004', because: 'CloudFormation has no such name of a stack' },
  { what: 'a dot in the name of an account', spec: () => new ClusterSpec({ ...RIGHT, identities: [WorkloadIdentity.of({ name: 'orders', namespace: 'shop', serviceAccount: 'orders.v1', policy: LITTLE })] }), code: 'KN-CTL-004', because: 'CloudFormation has no such name of a stack' },
  { what: 'a type of instances that there is not', spec: group({ instanceTypes: ['large'] }), code: 'KN-CLU-011', because: AWS },
  { what: 'a tag of AWS', spec: group({ tags: { 'aws:owner': 'me' } }), code: 'KN-CLU-015', because: AWS },
  { what: 'a label of eksctl', spec: group({ labels: { 'alpha.eksctl.io/cluster-name': 'other' } }), code: 'KN-CLU-014', because: 'eksctl writes its own value over it' },
  { what: 'a tag of eksctl', spec: group({ tags: { 'alpha.eksctl.io/nodegroup-name': 'other' } }), code: 'KN-CLU-015', because: 'eksctl writes its own value over it' },
  { what: 'a CIDR with host bits', spec: forced(() => new ClusterSpec({ ...RIGHT, network: ClusterNetwork.own({ cidr: '10.0.0.1/16' }) }), ({ network }) => ({ network: bent(network, { cidr: '10.0.0.1/16' }) })), code: 'KN-CLU-006', because: AWS },
  { what: 'a private block that may reach the public endpoint', spec: forced(() => new ClusterSpec({ ...RIGHT, endpoints: ClusterEndpoints.publicOnly({ allowedCidrs: ['10.0.0.0/8'] }) }), ({ endpoints }) => ({ endpoints: bent(endpoints, { allowedCidrs: ['10.0.0.0/8'] }) })), code: 'KN-CLU-005', because: 'nothing comes from such an address' },
  { what: 'no rights for an add-on that calls AWS', spec: props({ addons: [ClusterAddon.ebsCsiDriver()] }), code: 'KN-CLU-023', because: 'the add-on runs, and AWS refuses what it asks' },
  { what: 'an add-on twice', spec: props({ addons: [ClusterAddon.coreDns(), ClusterAddon.coreDns()] }), code: 'KN-CLU-022', because: AWS },
  { what: 'SSM switched off', spec: group({ enableSsm: false }), code: 'KN-CTL-009', because: 'eksctl refuses the field, which is left out' },
  { what: 'both names of one right', spec: group({ addonPolicies: { albIngress: true, awsLoadBalancerController: false } }), code: 'KN-CLU-034', because: 'nobody knows which one is meant' },
  { what: 'a version that is left to eksctl', spec: props({ version: '1.35' }), props: { leavesVersion: true }, code: 'KN-CTL-008', because: 'eksctl takes its own' },
  { what: 'an account of an add-on that nobody annotates', spec: props({ identities: [WorkloadIdentity.certManager({ hostedZones: [{ hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' }] })], addons: [ClusterAddon.certManager()] }), props: { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, code: 'KN-CTL-006', because: 'cert-manager runs, and AWS refuses what it asks' },
  { what: 'the name of a role of an add-on', spec: props({ identities: [WorkloadIdentity.vpcCni({ roleName: 'cni' })] }), props: { identityStyle: IdentityStyle.SERVICE_ACCOUNT }, code: 'KN-CTL-006', because: 'eksctl has no field for it' },
];

/** All mistakes. */
export const MISTAKES: readonly Mistake[] = [...OF_EKSCTL, ...AFTER_EKSCTL];

function subnets(...letters: readonly string[]): { zone: string; id: string }[] {
  return letters.map((letter, index) => ({ zone: `us-east-1${letter}`, id: `subnet-0a1b2c3d4e5f6789${index}` }));
}
