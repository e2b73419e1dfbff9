import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { CfnAddon, CfnNodegroup } from 'aws-cdk-lib/aws-eks';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { IRole, Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { RemovalPolicy, type Size, Tags } from 'aws-cdk-lib/core';
import type { Construct, IDependable } from 'constructs';
import { type ClusterAddon, type ClusterSpec, warnOfSpec, WellKnownPolicy, type WorkloadIdentity } from '../cluster';
import { awsPartitionOf, hasLateValue, KnativeError, refuse, refuseFrom, show, showAll, Warnings } from '../core';
import { grantAdmins, grantOwnPools } from './eks-access';
import { associates, eksAddon, ownsAccount } from './eks-addons';
import { checkKeys, checkKubectlLayer, checkRegion, checkRoute, noKubectl, stackOf } from './eks-checks';
import { EksClusterBase } from './eks-cluster-base';
import { controlPlane } from './eks-control-plane';
import { checkLoadBalancerPolicy, hasOldLoadBalancerPolicy, IdentityRole } from './eks-identities';
import { eksNetwork } from './eks-network';
import { eksNodeGroup, nodeRole } from './eks-node-groups';
import { ExistingEksCluster, type ExistingEksClusterProps } from './existing-eks-cluster';

/** Properties for `EksKnativeCluster`. */
export interface EksKnativeClusterProps {
  /** What the cluster is to be. `EksctlCluster` makes the same cluster of the same value with eksctl. */
  readonly spec: ClusterSpec;
  /**
   * VPC in which it lies, with a private subnet in every zone of the specification (`KN-EKS-005`). Addresses and
   * gateways of the specification do not count then.
   * @default - a new one, with a public and a private subnet in each zone, and flow logs
   */
  readonly vpc?: IVpc;
  /**
   * Key by which Secrets are encrypted besides, in place of the ARN in the specification (`KN-EKS-009`).
   * @default - the key of the specification, or none
   */
  readonly encryptionKey?: IKey;
  /**
   * Roles that may do everything in the cluster, besides those of the specification (`KN-EKS-010`). Who deploys the
   * stack gets no access by that.
   * @default - those of the specification alone
   */
  readonly admins?: readonly IRole[];
  /**
   * Layer of AWS Lambda with kubectl and Helm: `new KubectlV35Layer(this, 'kubectl')` of
   * `@aws-cdk/lambda-layer-kubectl-v35`. It has to fit the version of the cluster (`KN-EKS-004`). Without it nothing in
   * the stack talks to the cluster, and what needs that is refused (`KN-EKS-003`).
   * @default - none
   */
  readonly kubectlLayer?: ILayerVersion;
  /**
   * Memory of what runs kubectl and Helm.
   * @default Size.mebibytes(1024)
   */
  readonly kubectlMemory?: Size;
  /**
   * Whether the traffic of the VPC that is made with the cluster is logged. These logs are kept as long as those of the
   * control plane where the specification says how many days, and otherwise for two years.
   * @default true
   */
  readonly flowLogs?: boolean;
  /**
   * What becomes of the logs when the stack is deleted. EKS chooses the name of the logs of the control plane, and a
   * group that is kept has to be deleted by hand before a cluster of the same name can be made again. It is part of the
   * stack only where the specification says how many days logs are kept.
   * @default RemovalPolicy.RETAIN
   */
  readonly logRemovalPolicy?: RemovalPolicy;
}

/**
 * A cluster of EKS for Knative, as a `ClusterSpec` says: VPC, control plane with its logs, groups of nodes from launch
 * templates (encrypted gp3, no way from pods to the metadata of nodes), add-ons in working order, roles for workloads
 * by EKS Pod Identity, and access entries for admins. Groups of nodes have the names of the specification, so that a
 * change that AWS cannot make in place (types of instances, subnets, image) needs a group of a new name. Their nodes
 * follow the version of the cluster, and add-ons do not: EKS keeps each at the version that it was installed with, so
 * that whoever upgrades the cluster says `version` for every add-on. CloudFormation goes back to `desiredSize` whenever
 * it changes a group, whatever an autoscaler has made of it.
 *
 * The stack has to say its region, the one of the specification (`KN-EKS-001`). Where it says its account as well, the
 * AWS CDK looks up which zones the account has, for which its command line needs credentials once.
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_eks_v2-readme.html
 */
export class EksKnativeCluster extends EksClusterBase {
  /** A cluster that is there already, as something to put apps on. */
  public static fromExisting(scope: Construct, id: string, props: ExistingEksClusterProps): ExistingEksCluster {
    return new ExistingEksCluster(scope, id, props);
  }

  public readonly cluster: Cluster;
  public readonly clusterName: string;
  public readonly version: string;
  public readonly spec: ClusterSpec;
  /** The VPC in which it lies. */
  public readonly vpc: IVpc;
  /** Groups of nodes, in the order of the specification; none in Auto Mode. */
  public readonly nodeGroups: readonly CfnNodegroup[];
  /** Add-ons, in the order in which they are installed. */
  public readonly addons: readonly CfnAddon[];
  /** Role of the nodes. */
  public readonly nodeRole: IRole;
  private readonly hasKubectl: boolean;
  private readonly hasAdmins: boolean;
  private readonly identities: readonly IdentityRole[];
  private readonly dependencies: readonly IDependable[];

  constructor(scope: Construct, id: string, props: EksKnativeClusterProps) {
    const stack = stackOf(scope);
    super(scope, id);
    const { spec, flowLogs = true, logRemovalPolicy = RemovalPolicy.RETAIN } = props;
    this.spec = spec;
    this.clusterName = spec.name;
    this.version = spec.version;
    this.hasKubectl = props.kubectlLayer !== undefined;
    this.hasAdmins = spec.admins.length > 0 || (props.admins ?? []).length > 0;
    refuseFrom(this, spec._trace, ...spec._problems);
    refuse(this, checkRegion(stack, spec.region), ...checkRoute(spec),
      checkKubectlLayer(props.kubectlLayer, spec.version), checkKeys(spec.encryptionKeyArn, props.encryptionKey),
      checkLoadBalancerPolicy(spec.identities));

    const network = eksNetwork(this, { spec, vpc: props.vpc, flowLogs, logRemovalPolicy });
    this.vpc = network.vpc;
    this.nodeRole = nodeRole(this, spec);
    this.cluster = controlPlane(this, { ...props, network, logRemovalPolicy, nodeRole: this.nodeRole });
    grantAdmins(this, this.cluster, spec, props.admins ?? []);
    grantOwnPools(this, this.cluster, this.nodeRole, spec);
    // A name that is refused with the specification is no key of a policy either, and CDK would name no construct.
    const clusterName = hasLateValue(spec.name) ? 'unknown' : spec.name;
    const place = { clusterName, region: spec.region, partition: awsPartitionOf({ region: spec.region }) };
    this.identities = once(spec.identities).map((identity) => new IdentityRole(this, identity, place));
    const addons = once(spec.addons).map((addon) => ({ addon, made: this.addon(addon) }));
    this.addons = addons.map(({ made }) => made);
    this.nodeGroups = once(spec.nodeGroups).map((group) =>
      eksNodeGroup(this, group, { cluster: this.cluster, network, role: this.nodeRole, spec }));
    this.associate(addons);
    putInOrder(addons, this.nodeGroups);
    // Groups of nodes wait for the network themselves. Where objects of an app make the first nodes, add-ons wait for
    // these objects, and not the other way round.
    const ofNetwork = this.nodeGroups.length === 0 ? network.dependencies : [];
    this.dependencies = [...ofNetwork, ...this.nodeGroups, ...hasNodes(spec) ? this.addons : [], ...this.identities];
    for (const [key, value] of Object.entries(spec.tags)) Tags.of(this).add(key, value);
    this.warn();
  }

  /** Address of the API server, as a token: `https://0123456789ABCDEF.gr7.us-east-1.eks.amazonaws.com`. */
  public get endpoint(): string {
    return this.cluster.clusterEndpoint;
  }

  /**
   * The role of a workload, for rights that its identity does not say. Objects of apps come after these rights, and go
   * before them.
   * @throws KnativeError `KN-EKS-015` when the identity is none of the specification
   */
  public roleOf(identity: WorkloadIdentity): Role {
    const found = this.identities.find((each) => each.identity === identity);
    if (found !== undefined) return found.role;
    throw new KnativeError({
      code: 'KN-EKS-015',
      message: `the identity ${show(identity.name)} is none of the cluster ${show(this.clusterName)}`,
      received: identity.name,
      allowed: this.identities.length === 0 ? 'none: the cluster has no identities' : showAll(this.identities.map((each) => each.identity.name)),
      fix: 'pass the very value that stands in `identities` of the specification',
    });
  }

  /** @internal */
  public override _beforeManifests(): readonly IDependable[] {
    return this.dependencies;
  }

  /** @internal */
  public override _hasKubectl(asker: Construct, purpose: string): boolean {
    if (!this.hasKubectl) refuse(asker, noKubectl(this.clusterName, this.version, purpose));
    return this.hasKubectl;
  }

  private addon(addon: ClusterAddon): CfnAddon {
    const own = this.identities.filter((identity) => associates(addon, identity));
    return eksAddon(this, addon, this.cluster.clusterName, own);
  }

  /**
   * Gives roles to service accounts that no add-on looks after. An add-on whose account it is waits for all of it, the
   * rights that the program adds to the role too: its pods would start without them, and lose them before they end.
   */
  private associate(addons: readonly MadeAddon[]): void {
    for (const identity of this.identities) {
      if (!addons.some(({ addon }) => associates(addon, identity))) identity.associate(this.cluster.clusterName);
      for (const { addon, made } of addons) {
        if (ownsAccount(addon, identity.identity)) made.node.addDependency(identity);
      }
    }
  }

  private warn(): void {
    const { spec } = this;
    warnOfSpec(this, spec);
    const warnings = Warnings.of(this);
    if (!this.hasKubectl && !this.hasAdmins) {
      warnings.add('cluster-without-admins', `nobody has access to the cluster ${show(spec.name)}, not even who makes it: `
        + 'write `admins`, or give somebody an access entry later');
    }
    if (!hasNodes(spec) && this.addons.length > 0) {
      const names = showAll(this.spec.addons.map(({ name }) => name));
      warnings.add('addons-without-nodes', `the cluster ${show(spec.name)} has no pool of nodes, and ${names} would wait for one: `
        + 'let EKS make one in `ClusterCapacity.autoMode()`, or write `addons: []`');
    }
    const balancer = WellKnownPolicy.AWS_LOAD_BALANCER_CONTROLLER;
    if (spec.identities.some(({ wellKnown }) => wellKnown === balancer) && hasOldLoadBalancerPolicy()) {
      warnings.add('load-balancer-policy', 'this version of aws-cdk-lib brings the policy of an AWS Load Balancer Controller '
        + 'before 3.0.0, which a later one may find too small: upgrade aws-cdk-lib, or write the identity with `WorkloadIdentity.of`');
    }
  }
}

/** Whether nodes come with the cluster, so that add-ons find a place. */
function hasNodes({ nodeGroups, autoMode }: ClusterSpec): boolean {
  return nodeGroups.length > 0 || (autoMode?.nodePools ?? []).length > 0;
}

interface MadeAddon {
  readonly addon: ClusterAddon;
  readonly made: CfnAddon;
}

/** What a specification says twice is refused by it; two constructs of one id would end the program before that. */
function once<T extends { readonly name: string }>(values: readonly T[]): T[] {
  return values.filter(({ name }, index) => values.findIndex((value) => value.name === name) === index);
}

/** Nodes become ready only with the network of pods, and all other add-ons need nodes to run on. */
function putInOrder(addons: readonly MadeAddon[], nodeGroups: readonly CfnNodegroup[]): void {
  const before = addons.filter(({ addon }) => addon.beforeNodes).map(({ made }) => made);
  const after = addons.filter(({ addon }) => !addon.beforeNodes).map(({ made }) => made);
  before.forEach((made, index) => {
    const previous = before[index - 1];
    if (previous !== undefined) made.node.addDependency(previous);
  });
  const last = before.at(-1);
  for (const group of nodeGroups) {
    if (last !== undefined) group.node.addDependency(last);
  }
  for (const made of after) {
    for (const group of nodeGroups) made.node.addDependency(group);
  }
}
