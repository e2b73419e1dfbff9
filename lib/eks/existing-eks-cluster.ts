import type { ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnAccessEntry } from 'aws-cdk-lib/aws-eks';
import {
  AccessPolicyArn, Cluster, type ICluster, type IKubectlProvider, KubectlProvider, type KubectlProviderOptions,
} from 'aws-cdk-lib/aws-eks-v2';
import type { ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import { type Size, Token } from 'aws-cdk-lib/core';
import type { Construct, IDependable } from 'constructs';
import { checkClusterName, checkClusterVersion, type ClusterSpec, type WorkloadIdentity } from '../cluster';
import { awsPartitionOf, checkAwsRegion, type Problem, refuse } from '../core';
import { checkKnown, checkKubectlLayer, checkRegion, noKubectl, stackOf } from './eks-checks';
import { EksClusterBase } from './eks-cluster-base';
import { checkLoadBalancerPolicy, IdentityRole } from './eks-identities';

/** Properties for `EksKnativeCluster.fromExisting`. */
export interface ExistingEksClusterProps {
  /** Name of the cluster, as a text of the program (`KN-EKS-014`). */
  readonly clusterName: string;
  /** Version of Kubernetes: `1.35` (`KN-CLU-003`). */
  readonly version: string;
  /**
   * Region of the cluster, which is that of the stack (`KN-EKS-001`).
   * @default - that of the stack
   */
  readonly region?: string;
  /**
   * Layer of AWS Lambda with kubectl and Helm: `new KubectlV35Layer(this, 'kubectl')` of
   * `@aws-cdk/lambda-layer-kubectl-v35`. What runs it gets an access entry as an admin, so that the cluster has to know
   * access entries: its authentication mode is `API` or `API_AND_CONFIG_MAP`. Either this or `kubectlProvider`
   * (`KN-EKS-012`); without both nothing can be applied (`KN-EKS-003`).
   * @default - none
   */
  readonly kubectlLayer?: ILayerVersion;
  /**
   * Memory of what runs kubectl and Helm.
   * @default Size.mebibytes(1024)
   */
  readonly kubectlMemory?: Size;
  /**
   * What runs kubectl already, from another stack: `KubectlProvider.fromKubectlProviderAttributes`. It has its access.
   * @default - made of `kubectlLayer`
   */
  readonly kubectlProvider?: IKubectlProvider;
  /**
   * VPC of the cluster, where kubectl has to run in it because the cluster has no public endpoint, or a restricted one.
   * `privateSubnets` and `securityGroups` belong to it (`KN-EKS-012`).
   * @default - kubectl runs outside of the VPC
   */
  readonly vpc?: IVpc;
  /**
   * Subnets from which kubectl reaches the cluster and AWS.
   * @default - the private subnets of `vpc`, or its isolated ones where it has none (`KN-EKS-012`)
   */
  readonly privateSubnets?: readonly ISubnet[];
  /**
   * Security groups of what runs kubectl, which the control plane lets in: the one of the cluster, for example.
   * @default - none
   */
  readonly securityGroups?: readonly ISecurityGroup[];
  /**
   * What workloads may do in AWS: a role and an association for each. The cluster needs the add-on
   * `eks-pod-identity-agent`, or Auto Mode.
   * @default - nothing
   */
  readonly identities?: readonly WorkloadIdentity[];
}

/** A cluster of EKS that is there already; `EksKnativeCluster.fromExisting` makes it. */
export class ExistingEksCluster extends EksClusterBase {
  public readonly cluster: ICluster;
  public readonly clusterName: string;
  public readonly version: string;
  public readonly spec?: ClusterSpec;
  private readonly dependencies: IDependable[] = [];
  private readonly hasKubectl: boolean;

  constructor(scope: Construct, id: string, props: ExistingEksClusterProps) {
    const stack = stackOf(scope);
    super(scope, id);
    const { clusterName, version, region, kubectlLayer, kubectlProvider, identities = [] } = props;
    this.clusterName = clusterName;
    this.version = version;
    this.hasKubectl = kubectlLayer !== undefined || kubectlProvider !== undefined;
    refuse(this, checkKnown('clusterName', clusterName), checkKnown('version', version), checkClusterName(clusterName),
      checkClusterVersion(version),
      region === undefined ? undefined : checkAwsRegion('KN-EKS-001', region) ?? checkRegion(stack, region),
      checkKubectlLayer(kubectlLayer, version), checkKubectl(props), checkLoadBalancerPolicy(identities));
    this.cluster = this.imported(props);
    const place = {
      clusterName,
      region: region ?? stack.region,
      partition: Token.isUnresolved(stack.region) ? stack.partition : awsPartitionOf({ region: stack.region }),
    };
    for (const identity of identities) {
      const made = new IdentityRole(this, identity, place);
      made.associate(clusterName);
      this.dependencies.push(made);
    }
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

  /**
   * An imported cluster runs kubectl only if it is told of what does, and that wants to be told of a cluster: the
   * cluster is imported twice. An app is applied only when what runs kubectl has access.
   */
  private imported(props: ExistingEksClusterProps): ICluster {
    const { clusterName, kubectlProvider, vpc } = props;
    const provider = kubectlProvider ?? this.provider(props);
    return Cluster.fromClusterAttributes(this, 'Cluster', { clusterName, vpc, prune: false, kubectlProvider: provider });
  }

  private provider(props: ExistingEksClusterProps): KubectlProvider | undefined {
    const { clusterName, kubectlLayer, kubectlMemory, vpc, securityGroups } = props;
    if (kubectlLayer === undefined) return undefined;
    const inside = vpc !== undefined && securityGroups !== undefined;
    // What runs in it needs its routes until the last object is gone; one that was there before has no resources.
    if (inside) this.dependencies.push(vpc);
    const provider = new KubectlProvider(this, 'KubectlProvider', {
      cluster: Cluster.fromClusterAttributes(this, 'Bare', { clusterName, vpc }),
      kubectlLayer,
      memory: kubectlMemory,
      ...inside ? placement(subnetsFor(vpc, props.privateSubnets), securityGroups) : {},
    });
    if (provider.role !== undefined) {
      this.dependencies.push(new CfnAccessEntry(this, 'KubectlAccess', {
        clusterName,
        principalArn: provider.role.roleArn,
        accessPolicies: [{ accessScope: { type: 'cluster' }, policyArn: AccessPolicyArn.AMAZON_EKS_CLUSTER_ADMIN_POLICY.policyArn }],
      }));
    }
    return provider;
  }
}

function subnetsFor(vpc: IVpc, chosen: readonly ISubnet[] | undefined): readonly ISubnet[] {
  return chosen ?? (vpc.privateSubnets.length > 0 ? vpc.privateSubnets : vpc.isolatedSubnets);
}

function placement(subnets: readonly ISubnet[], groups: readonly ISecurityGroup[]): Partial<KubectlProviderOptions> {
  return { privateSubnets: [...subnets], securityGroups: [...groups] };
}

function checkKubectl(props: ExistingEksClusterProps): Problem | undefined {
  const { kubectlLayer, kubectlProvider, vpc, privateSubnets, securityGroups } = props;
  if (kubectlLayer !== undefined && kubectlProvider !== undefined) {
    return problem('`kubectlLayer` and `kubectlProvider` are both given, of which each says what runs kubectl', 'leave one of them out');
  }
  const inside = [vpc, privateSubnets, securityGroups].some((part) => part !== undefined);
  if (kubectlLayer !== undefined && inside && (vpc === undefined || securityGroups === undefined)) {
    return problem('kubectl is to run in a VPC, of which not everything is said', 'write `vpc` and `securityGroups`');
  }
  if (kubectlLayer !== undefined && vpc !== undefined && subnetsFor(vpc, privateSubnets).length === 0) {
    return problem('kubectl is to run in a VPC without private subnets, where AWS Lambda finds no place',
      'write `privateSubnets` with subnets from which it reaches the cluster, or leave `vpc` and `securityGroups` out');
  }
  return undefined;
}

function problem(message: string, fix: string): Problem {
  return {
    code: 'KN-EKS-012',
    message,
    received: undefined,
    allowed: '`kubectlLayer`, and `vpc` with `securityGroups` where the endpoint is private; or `kubectlProvider` alone',
    fix,
  };
}
