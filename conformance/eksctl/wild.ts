import * as fc from 'fast-check';
import { Size } from 'cdk8s';
import {
  type AmiFamily, ClusterAddon, ClusterAdmin, ClusterCapacity, ClusterEndpoints, ClusterNetwork, type ClusterSpecProps,
  type ControlPlaneLog, type NatGateways, type NodeGroupProps, type TaintEffect, WorkloadIdentity,
} from '../../lib';

/** Changes a specification, which may be wrong then. */
export type Change = (props: ClusterSpecProps) => ClusterSpecProps;

/** Texts that are wrong somewhere, or look as if they were. */
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('a', 'b1', 'a-b', 'role', 'orders', 'x1-2') },
  { weight: 3, arbitrary: fc.constantFrom(
    '', ' ', 'a', 'A', '-', '-a', 'a-', 'a_b', 'a.b', 'a/b', 'a/b/c', '/', '1', '1a', 'on', 'null', '1.35', '1e3', 'a b', 'ä', 'a\nb', '"', "'", '#',
    'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(101), 'x'.repeat(129), 'kubernetes.io/role', 'node.kubernetes.io/role',
    'kubelet.kubernetes.io/x', 'eks.amazonaws.com/x', 'alpha.eksctl.io/x', 'aws:x', 'example.com/role', '*', 'arn:aws:iam::123456789012:role/x', 'arn:x',
    '${x}', '{{ x }}', '%', '@', '`', '!tag', '&a', '*a', '? x', '- x', 'a: b',
  ) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
);
const whole = fc.oneof(
  fc.constantFrom(-1, 0, 1, 2, 3, 1000, 1.5, Number.NaN, 2 ** 31), fc.integer({ min: -5, max: 4000 }),
);
const cidr = fc.oneof(
  fc.constantFrom('10.0.0.0/8', '10.0.0.0/16', '10.0.0.0/24', '10.0.0.0/25', '10.0.0.1/16', '0.0.0.0/0', '198.51.100.7/32', '198.51.100.0/33',
    '256.0.0.0/16', '10.0.0/16', '2001:db8::/32', '010.0.0.0/16', '10.0.0.0', '10.0.0.0/ 16', '10.100.0.0/16', '172.20.0.0/16', '203.0.113.0/024'),
  text,
);
const dictionary = fc.dictionary(text, text, { maxKeys: 2 });
const letters = fc.oneof(fc.subarray([...'abcdefghij']), fc.array(fc.constantFrom(...'abcdefghij', '', '1'), { maxLength: 10 }));

function optional<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

function untyped<T>(value: unknown): T {
  return value as T;
}

const group: fc.Arbitrary<Change> = fc.oneof<fc.Arbitrary<Partial<NodeGroupProps>>[]>(
  text.map((name) => ({ name })),
  fc.array(text, { maxLength: 2 }).map((instanceTypes) => ({ instanceTypes })),
  fc.tuple(whole, whole, whole).map(([minSize, desiredSize, maxSize]) => ({ minSize, desiredSize, maxSize })),
  fc.constantFrom(1, 20, 50, 16_384, 70_000).map((size) => ({ volume: { size: Size.gibibytes(size) } })),
  dictionary.map((labels) => ({ labels })),
  dictionary.map((tags) => ({ tags })),
  fc.array(fc.record({
    key: text, value: optional(text), effect: fc.constantFrom('NoSchedule', 'NoExecute', 'PreferNoSchedule', 'Never', ''),
  }), { maxLength: 2 }).map((taints) => ({
    taints: taints.map((each) => ({ ...each, effect: untyped<TaintEffect>(each.effect) })),
  })),
  fc.constantFrom('AmazonLinux2', 'AmazonLinux2023', 'Bottlerocket', 'Ubuntu2404', 'Debian', '').map((family) => ({ amiFamily: untyped<AmiFamily>(family) })),
  fc.dictionary(fc.constantFrom('autoScaler', 'albIngress', 'awsLoadBalancerController', 's3', 'xRay', 'appMesh', 'EBS'), fc.constantFrom(true, false, 'yes'),
    { maxKeys: 3 }).map((policies) => ({ addonPolicies: untyped(policies) })),
).map((change) => (props) => ({
  ...props,
  capacity: ClusterCapacity.nodeGroups({ name: 'workers', instanceTypes: ['m5.large'], minSize: 1, maxSize: 3, desiredSize: 2, ...change }),
  identities: [], addons: undefined,
}));

const identity: fc.Arbitrary<Change> = fc.record({
  name: text, namespace: text, serviceAccount: text, roleName: optional(text), labels: dictionary, tags: dictionary,
  permissionsBoundary: optional(text), managedPolicies: optional(fc.array(text, { maxLength: 2 })),
}, { requiredKeys: [] }).map((change) => (props) => ({
  ...props,
  identities: [...props.identities ?? [], WorkloadIdentity.of({
    name: 'changed', namespace: 'changed', serviceAccount: 'changed', managedPolicies: ['AmazonS3ReadOnlyAccess'], ...change,
  })],
}));

/** A change of one part of a specification to something that may be wrong. */
export const aHostileChange: fc.Arbitrary<Change> = fc.oneof(
  group, group, identity,
  text.map((name): Change => (props) => ({ ...props, name })),
  text.map((region): Change => (props) => ({ ...props, region })),
  fc.constantFrom('1.33', '1.34', '1.38', '1.4', '', 'latest', 'auto').map((version): Change => (props) => ({ ...props, version })),
  letters.map((all): Change => (props) => ({ ...props, zones: all.map((letter) => `${props.region}${letter}`) })),
  fc.array(cidr, { maxLength: 2 }).map((allowedCidrs): Change => (props) => ({
    ...props, endpoints: ClusterEndpoints.publicAndPrivate({ allowedCidrs }),
  })),
  fc.record({ cidr, serviceCidr: cidr, nat: fc.constantFrom('Single', 'HighlyAvailable', 'Disable', 'None').map((nat) => untyped<NatGateways>(nat)) },
    { requiredKeys: [] }).map((own): Change => (props) => ({ ...props, network: ClusterNetwork.own(own) })),
  fc.record({
    vpcId: text, privateSubnets: fc.array(fc.record({ zone: text, id: text }), { maxLength: 3 }),
    publicSubnets: fc.array(fc.record({ zone: text, id: text }), { maxLength: 2 }),
  }).map((given): Change => (props) => ({ ...props, network: ClusterNetwork.existing(given) })),
  fc.tuple(letters, fc.nat({ max: 2 }), fc.nat({ max: 2 })).map(([, most, few]): Change => (props) => ({
    ...props, network: ClusterNetwork.existing({
      vpcId: 'vpc-0a1b2c3d4e5f67890',
      privateSubnets: props.zones.slice(0, most).map((zone, index) => ({ zone, id: `subnet-0a1b2c3d4e5f6789${index}` })),
      publicSubnets: props.zones.slice(0, few).map((zone, index) => ({ zone, id: `subnet-0a1b2c3d4e5f678a${index}` })),
    }),
  })),
  fc.tuple(fc.array(fc.constantFrom('api', 'audit', 'all', '*', 'kubelet', ''), { maxLength: 2 }), optional(whole))
    .map(([logs, logRetentionDays]): Change => (props) => ({
      ...props, logs: untyped<ControlPlaneLog[]>(logs), logRetentionDays,
    })),
  text.map((encryptionKeyArn): Change => (props) => ({ ...props, encryptionKeyArn })),
  fc.array(text, { maxLength: 2 }).map((arns): Change => (props) => ({
    ...props, admins: arns.map((arn) => ClusterAdmin.role(arn)),
  })),
  dictionary.map((tags): Change => (props) => ({ ...props, tags })),
  fc.record({ name: text, version: optional(text), namespace: optional(text) })
    .map(({ name, ...options }): Change => (props) => ({ ...props, addons: [ClusterAddon.of(name, options)] })),
  fc.constantFrom(
    () => ClusterAddon.vpcCni(), () => ClusterAddon.podIdentityAgent(), () => ClusterAddon.metricsServer(),
    () => ClusterAddon.ebsCsiDriver(),
    () => ClusterAddon.certManager({ namespace: 'other' }), () => ClusterAddon.externalDns({ namespace: 'other' }),
  ).map((addon): Change => (props) => ({ ...props, addons: [addon()] })),
);
