import { Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import {
  checkWhole, ClusterController, clusterOf, needPrerequisite, ownCopy, type Prerequisite, type Problem,
  provideController, refuse, show, SideDocuments, Wave,
} from '../core';
import { type IServiceAccount, present, renderResources, type Resources, type Toleration } from '../pod';
import { checkClusterName, checkRegion, checkVpc } from './aws-cluster-checks';
import { AwsIdentity } from './aws-identity';
import { noteLoadBalancerController } from './controllers-in-app';

/** Properties for `AwsLoadBalancerController`. */
export interface AwsLoadBalancerControllerProps {
  /** Name of the cluster in EKS (`KN-NET-009`). */
  readonly clusterName: string;
  /**
   * Region of the cluster (`KN-NET-009`). Pods that do not reach the metadata of their node need it.
   * @default - asked of the node
   */
  readonly region?: string;
  /**
   * Id of the VPC of the cluster (`KN-NET-009`). Pods that do not reach the metadata of their node need it.
   * @default - asked of the node
   */
  readonly vpcId?: string;
  /**
   * Who it is to AWS.
   * @default AwsIdentity.ambient()
   */
  readonly identity?: AwsIdentity;
  /**
   * Whether it makes a network load balancer for every new Service of the type `LoadBalancer`, and not only for those
   * that ask for it. The chart has it on; `LoadBalancer.classic()` and `.inTreeNlb()` are refused then (`KN-NET-003`).
   * @default false
   */
  readonly defaultForServices?: boolean;
  /**
   * Version of its Helm chart: three numbers with dots between (`KN-NET-009`).
   * @default 3.5.0
   */
  readonly chartVersion?: string;
  /**
   * How many pods, of which one works, from 1 (`KN-NET-009`).
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Labels that a node must have.
   * @default - every node will do
   */
  readonly nodeSelector?: { readonly [label: string]: string };
  /**
   * Taints of nodes that its pods can live with.
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * What its container asks of the node.
   * @default - nothing asked, no limit
   */
  readonly resources?: Resources;
}

const NAME = 'aws-load-balancer-controller';
const NAMESPACE = 'kube-system';
const CHART = '3.5.0';
const FILE = `prerequisites/${NAME}/values.yaml`;

/**
 * The AWS Load Balancer Controller, which makes network load balancers for Services. Its definitions and the
 * certificates of its webhooks are those of its Helm chart, which makes its service account, too: the program writes
 * the values of the chart as a side document, and the command as a prerequisite, but no object. Its policy is at
 * `policyUrl`.
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/
 */
export class AwsLoadBalancerController extends Construct {
  /** Service account that the chart makes, which a role or an association of EKS Pod Identity is for. */
  public readonly serviceAccount: IServiceAccount = { name: NAME, namespace: NAMESPACE };
  /** Where the policy for its role is published: some eighty calls, which follow its version. */
  public readonly policyUrl: string;
  private readonly props: AwsLoadBalancerControllerProps;

  constructor(scope: Construct, id: string, props: AwsLoadBalancerControllerProps) {
    super(scope, id);
    this.props = ownCopy(props);
    const { chartVersion = CHART, defaultForServices = false } = this.props;
    refuse(this, checkClusterName(props.clusterName), checkRegion(props.region), checkVpc(props.vpcId),
      checkChart(chartVersion), checkWhole('KN-NET-009', 'replicas', props.replicas, { min: 1, proposal: 2 }));
    provideController(this, ClusterController.AWS_LOAD_BALANCER_CONTROLLER);
    noteLoadBalancerController({ construct: this, isDefault: defaultForServices });
    this.policyUrl = `https://raw.githubusercontent.com/kubernetes-sigs/${NAME}/v${chartVersion}/docs/install/iam_policy.json`;
    const file = clusterOf(this) === '' ? FILE : `${clusterOf(this)}/${FILE}`;
    SideDocuments.of(this).add({ file, content: () => Yaml.stringify(this.values()) });
    needPrerequisite(this, () => prerequisite(chartVersion));
  }

  /** Follows helm/aws-load-balancer-controller/values.yaml. */
  private values(): Record<string, unknown> {
    const { clusterName, region, vpcId, replicas = 2, nodeSelector, tolerations, resources } = this.props;
    const annotations = (this.props.identity ?? AwsIdentity.ambient())._annotations;
    return {
      clusterName,
      ...region === undefined ? {} : { region },
      ...vpcId === undefined ? {} : { vpcId },
      replicaCount: replicas,
      // Helm waits for its pods: an account of the manifests, which come later, would never be there in time.
      serviceAccount: { create: true, name: NAME, ...Object.keys(annotations).length === 0 ? {} : { annotations } },
      enableServiceMutatorWebhook: this.props.defaultForServices ?? false,
      // The chart leaves both to the runtime.
      securityContext: {
        allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      ...nodeSelector === undefined ? {} : { nodeSelector: { ...nodeSelector } },
      ...tolerations === undefined ? {} : { tolerations: tolerations.map((each) => present(each._render())) },
      ...resources === undefined ? {} : { resources: present(renderResources(resources)) },
    };
  }
}

function prerequisite(version: string): Prerequisite {
  return {
    id: NAME,
    wave: Wave.CONTROLLERS,
    version,
    reason: 'it makes the load balancer that the entry Service asks for by annotations; install it before that Service is applied',
    commands: [
      `helm upgrade --install ${NAME} ${NAME} --repo https://aws.github.io/eks-charts --version ${version} `
      + `--namespace ${NAMESPACE} --values ${FILE} --wait`,
    ],
  };
}

function checkChart(version: string): Problem | undefined {
  if (typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version)) return undefined;
  return {
    code: 'KN-NET-009',
    message: `${show(version)} is no version of the chart`,
    received: version,
    allowed: 'three numbers with dots between, without a letter in front',
    fix: `write \`${CHART}\`, for example`,
  };
}
