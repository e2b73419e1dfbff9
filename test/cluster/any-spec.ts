import { Size } from 'cdk8s';
import fc from 'fast-check';
import {
  AmiFamily, AutoModeNodePool, ClusterAddon, ClusterAdmin, ClusterCapacity, ClusterEndpoints, ClusterNetwork,
  ClusterSpec, type ClusterSpecProps, ControlPlaneLog, type DnsZone, NatGateways, type NodeAddonPolicies,
  type NodeGroupProps, type NodeTaint, TaintEffect, WorkloadIdentity,
} from '../../lib';

const ACCOUNT = '123456789012';
const REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'];
/** As CloudWatch has them; eksctl lacks some that come after two years. */
const RETENTION = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653];
const LABELS = ['role', 'team', 'example.com/pool', 'subnetType', 'workload.example.com/kind', 'node.kubernetes.io/pool'];
const TAGS = ['environment', 'cost center', 'nodegroup-role', 'owner@example.com', 'a:b/c=d+e'];
const TYPES = ['m5.large', 'm6i.xlarge', 'm7i-flex.large', 'c5.2xlarge', 'r6a.4xlarge', 't3.medium'];
const ARM_TYPES = ['m7g.large', 'c7gn.xlarge', 't4g.medium', 'r8g.2xlarge'];

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6})?$/);
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const some = <T>(values: readonly T[], minLength = 0): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength });

const labels = some(LABELS).chain((keys) => fc.array(fc.stringMatching(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,10}[A-Za-z0-9])?$/), {
  minLength: keys.length, maxLength: keys.length,
}).map((values) => Object.fromEntries(keys.map((key, index) => [key, values[index] ?? 'x']))));

const tags = some(TAGS).map((keys) => Object.fromEntries(keys.map((key, index) => [key, index === 0 ? '' : `value ${index}`])));

const taint: fc.Arbitrary<NodeTaint> = fc.record({
  key: fc.constantFrom('dedicated', 'example.com/gpu', 'team'),
  value: optional(fc.constantFrom('knative', 'true', 'x_1.2')),
  effect: fc.constantFrom(...Object.values(TaintEffect)),
});

const addonPolicies: fc.Arbitrary<NodeAddonPolicies> = fc.record({
  autoScaler: fc.boolean(), certManager: fc.boolean(), ebs: fc.boolean(), efs: fc.boolean(), fsx: fc.boolean(),
  cloudWatch: fc.boolean(), awsLoadBalancerController: fc.boolean(), externalDns: fc.boolean(),
  imageBuilder: fc.boolean(), xRay: fc.boolean(),
}, { requiredKeys: [] });

/** A right group of nodes; `name` is up to who makes several. */
export const anyNodeGroup: fc.Arbitrary<NodeGroupProps> = fc.record({
  name: word,
  instanceTypes: fc.oneof(some(TYPES, 1), some(ARM_TYPES, 1)),
  sizes: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 3 }),
  volume: optional(fc.record({
    size: fc.integer({ min: 20, max: 500 }).map((size) => Size.gibibytes(size)), encrypted: optional(fc.boolean()),
  })),
  labels: optional(labels),
  tags: optional(tags),
  taints: optional(fc.uniqueArray(taint, { maxLength: 3, selector: ({ key, effect }) => `${key}:${effect}` })),
  spot: optional(fc.boolean()),
  privateSubnets: optional(fc.boolean()),
  amiFamily: optional(fc.constantFrom(...Object.values(AmiFamily))),
}).map(({ sizes, ...group }) => {
  const [minSize = 0, desiredSize = 0, maxSize = 0] = sizes.sort((one, other) => one - other);
  return { ...group, minSize, desiredSize, maxSize: Math.max(maxSize, 1) };
});

const openGroup = fc.tuple(anyNodeGroup, optional(addonPolicies))
  .map(([group, rights]) => ({ ...group, addonPolicies: rights }));

const groups = (policies: boolean) => fc.uniqueArray(policies ? openGroup : anyNodeGroup,
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
);

const zone: fc.Arbitrary<DnsZone> = fc.record({
  hostedZoneId: fc.stringMatching(/^Z[A-Z0-9]{10,20}$/), zoneName: word.map((name) => `${name}.example.com`),
});
const zones = fc.uniqueArray(zone, { minLength: 1, maxLength: 3, selector: ({ hostedZoneId }) => hostedZoneId });

/** Options of an identity; names of roles are different. */
const own = (role: string) => fc.record({
  roleName: optional(word.map((name) => `${role}-${name}`)), tags: optional(tags), labels: optional(labels), roleOnly: optional(fc.boolean()),
  permissionsBoundary: optional(fc.constant(`arn:aws:iam::${ACCOUNT}:policy/boundary`)),
});

function identities(auto: boolean): fc.Arbitrary<WorkloadIdentity[]> {
  const dns = (role: string) => fc.tuple(own(role), zones)
    .map(([options, hostedZones]) => ({ ...options, hostedZones }));
  const made = [
    dns('dns').map((options) => WorkloadIdentity.externalDns(options)),
    fc.tuple(dns('certificates'), fc.record({ findsZones: fc.boolean(), followsCname: fc.boolean() }))
      .map(([options, reach]) => WorkloadIdentity.certManager({ ...options, ...reach })),
    own('metrics').map((options) => WorkloadIdentity.cloudWatch(options)),
    own('balancers').map((options) => WorkloadIdentity.awsLoadBalancerController(options)),
    fc.tuple(own('own'), word).map(([options, name]) => WorkloadIdentity.of({
      ...options, name: `own-${name}`, namespace: 'shop', serviceAccount: name, managedPolicies: ['AmazonS3ReadOnlyAccess'],
    })),
    fc.tuple(own('orders'), word).map(([options, name]) => WorkloadIdentity.of({
      ...options, name: `orders-${name}`, namespace: 'orders', serviceAccount: name,
      policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [`arn:aws:sqs:*:${ACCOUNT}:orders`] }] },
    })),
    ...auto ? [] : [
      own('scaler').map((options) => WorkloadIdentity.clusterAutoscaler(options)),
      own('pods').map((options) => WorkloadIdentity.vpcCni(options)),
      own('disks').map((options) => WorkloadIdentity.ebsCsiDriver(options)),
    ],
  ];
  return some(made).chain((parts) => fc.tuple(...parts));
}

/** Add-ons that have what they need by identities. */
function addons(given: readonly WorkloadIdentity[], auto: boolean): fc.Arbitrary<ClusterAddon[] | undefined> {
  const has = (name: string) => given.some((identity) => identity.name === name);
  return optional(some([
    ClusterAddon.metricsServer(), ClusterAddon.certManager(), ClusterAddon.of('kube-state-metrics', { version: 'v2.16.0-eksbuild.1' }),
    ...has('external-dns') ? [ClusterAddon.externalDns()] : [],
    ...has('cloudwatch') ? [ClusterAddon.cloudWatchObservability({ configuration: { containerLogs: { enabled: false } } })] : [],
    ...auto ? [] : [
      ClusterAddon.vpcCni({ version: 'v1.20.4-eksbuild.2', configuration: { enableNetworkPolicy: 'true' } }), ClusterAddon.coreDns(),
      ...has('ebs-csi-driver') ? [ClusterAddon.ebsCsiDriver()] : [],
    ],
  ]));
}

function network(all: readonly string[], existing: boolean): fc.Arbitrary<ClusterNetwork | undefined> {
  const made = fc.record({
    cidr: optional(fc.constantFrom('10.0.0.0/16', '172.31.0.0/18', '192.168.0.0/20')),
    nat: optional(fc.constantFrom(NatGateways.SINGLE, NatGateways.ONE_PER_ZONE)),
    serviceCidr: optional(fc.constantFrom('10.100.0.0/16', '172.20.0.0/16')),
  }, { requiredKeys: [] }).map((options) => ClusterNetwork.own(options));
  const subnets = (digit: string) => all.map((each, index) => ({ zone: each, id: `subnet-0a1b2c3d4e5f6${digit}78${index}` }));
  const given = fc.constant(ClusterNetwork.existing({
    vpcId: 'vpc-0a1b2c3d4e5f67890', privateSubnets: subnets('a'), publicSubnets: subnets('b'),
  }));
  return optional(existing ? fc.oneof(made, given) : made);
}

/** What the routes do not have in common. */
export interface SpecScope {
  /** Whether node groups may give rights to all pods, which eksctl alone does. */
  readonly addonPolicies?: boolean;
  /** Whether the network may be one that exists, by ids, which eksctl alone takes. */
  readonly existingNetwork?: boolean;
  /** @default - all that this library knows */
  readonly versions?: readonly string[];
}

/** Properties of right specifications. */
export function anySpecProps(scope: SpecScope = {}): fc.Arbitrary<ClusterSpecProps> {
  const { addonPolicies: policies = false, existingNetwork = false, versions = ['1.34', '1.35', '1.36', '1.37'] } = scope;
  return fc.record({ region: fc.constantFrom(...REGIONS), auto: fc.boolean(), letters: some(['a', 'b', 'c', 'd'], 2) })
    .chain(({ region, auto, letters }) => {
      const all = letters.map((letter) => `${region}${letter}`);
      return identities(auto).chain((given) => fc.record({
        name: word,
        region: fc.constant(region),
        version: optional(fc.constantFrom(...versions)),
        zones: fc.constant(all),
        endpoints: optional(fc.constantFrom(
          ClusterEndpoints.publicAndPrivate(), ClusterEndpoints.privateOnly(), ClusterEndpoints.publicOnly(),
          ClusterEndpoints.publicAndPrivate({ allowedCidrs: ['198.51.100.0/24', '203.0.113.7/32'] }),
        )),
        network: network(all, existingNetwork),
        capacity: auto
          ? some(Object.values(AutoModeNodePool)).map((nodePools) => ClusterCapacity.autoMode({ nodePools }))
          : optional(groups(policies).map((each) => ClusterCapacity.nodeGroups(...each))),
        identities: fc.constant(given),
        addons: addons(given, auto),
        logging: fc.tuple(optional(some(Object.values(ControlPlaneLog))), fc.constantFrom(...RETENTION), fc.boolean()),
        encryptionKeyArn: optional(fc.constant(`arn:aws:kms:${region}:${ACCOUNT}:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f`)),
        admins: optional(some([ClusterAdmin.role(`arn:aws:iam::${ACCOUNT}:role/team/admin`), ClusterAdmin.user(`arn:aws:iam::${ACCOUNT}:user/jane`)])),
        tags: optional(tags),
      }));
    })
    .map(({ logging: [logs, days, kept], ...props }) => ({
      ...props, logs, logRetentionDays: kept && logs?.length !== 0 ? days : undefined,
    }));
}

/** Right specifications. */
export function anySpec(scope: SpecScope = {}): fc.Arbitrary<ClusterSpec> {
  return anySpecProps(scope).map((props) => new ClusterSpec(props));
}
