import { Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import {
  appChecks, captureTrace, checkAwsRegion, checkChartVersion, checkSwitch, checkWhole, ClusterController,
  clusterFolderOf, needPrerequisite, needSecret, ownCopy, type Prerequisite, type Problem, provideController,
  refuse, rememberTrace, show, SideDocuments, Wave,
} from '../core';
import { checkPod, checkResources, type IServiceAccount, PodDialect, present, renderResources } from '../pod';
import { checkClusterName, checkVpc } from './aws-cluster-checks';
import { AwsIdentity, type ControllerCluster, type ControllerRights } from './aws-identity';
import type { ControllerPodProps } from './controller-deployment';
import { noteLoadBalancerController } from './controllers-in-app';

/** Properties for `AwsLoadBalancerController`. */
export interface AwsLoadBalancerControllerProps extends ControllerPodProps {
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
   * Version of the controller that the chart brings, as 2.13.4: its `appVersion`, without the letter in front. Charts
   * before 3.0.0 have another one than the controller, which the library does not know (`KN-NET-009`).
   * @default - the one of the chart
   */
  readonly controllerVersion?: string;
  /**
   * How many pods, of which one works, from 1 (`KN-NET-009`).
   * @default 2
   */
  readonly replicas?: number;
}

const NAME = 'aws-load-balancer-controller';
const NAMESPACE = 'kube-system';
const CHART = '3.5.0';
/** From this one on a chart has the version of what it brings. */
const FIRST_MAJOR = 3;
/** Policies of partitions that ARNs of the common one do not fit; upstream has none for others. */
const POLICY_SUFFIXES: Readonly<Record<string, string>> = {
  'aws-cn': '_cn', 'aws-us-gov': '_us-gov', 'aws-iso': '_iso', 'aws-iso-b': '_isob', 'aws-iso-e': '_isoe', 'aws-iso-f': '_isof',
};
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
  /**
   * Where the policy for its role is published: some eighty calls, which follow its version, and the part of AWS that
   * `identity` or `region` says.
   */
  public readonly policyUrl: string;
  private readonly props: AwsLoadBalancerControllerProps;

  constructor(scope: Construct, id: string, props: AwsLoadBalancerControllerProps) {
    super(scope, id);
    rememberTrace(this, captureTrace());
    this.props = ownCopy(props);
    const { chartVersion = CHART, controllerVersion = chartVersion, defaultForServices = false } = this.props;
    refuse(this, ...checkController(this.props));
    provideController(this, ClusterController.AWS_LOAD_BALANCER_CONTROLLER);
    noteLoadBalancerController({ construct: this, isDefault: defaultForServices });
    const { identity = AwsIdentity.ambient(), region } = this.props;
    const suffix = POLICY_SUFFIXES[identity._partition(region)] ?? '';
    this.policyUrl = `https://raw.githubusercontent.com/kubernetes-sigs/${NAME}/v${controllerVersion}/docs/install/iam_policy${suffix}.json`;
    SideDocuments.of(this).add({ file: clusterFolderOf(this) + FILE, content: () => Yaml.stringify(this.values()) });
    // Where a value has another type, as JavaScript may pass, the document would end the program.
    appChecks(this).defer(this, captureTrace(), () => {
      this.values();
      return [];
    });
    for (const { name } of this.props.imagePullSecrets ?? []) {
      needSecret(this, NAMESPACE, name, `the image of ${NAME} is pulled with it`);
    }
    needPrerequisite(this, () => prerequisite(chartVersion));
  }

  /** @internal */
  public get _rights(): ControllerRights {
    const { identity = AwsIdentity.ambient() } = this.props;
    return { account: { namespace: NAMESPACE, name: NAME }, ...identity._role, policyUrl: this.policyUrl };
  }

  /** @internal */
  public get _knowsVpc(): boolean {
    return this.props.vpcId !== undefined;
  }

  /** @internal */
  public get _cluster(): ControllerCluster {
    const { clusterName, region } = this.props;
    return { clusterName, ...region === undefined ? {} : { region } };
  }

  /** Follows helm/aws-load-balancer-controller/values.yaml. */
  private values(): Record<string, unknown> {
    const { clusterName, region, vpcId, replicas = 2, nodeSelector, tolerations, resources } = this.props;
    const { priorityClassName, imagePullSecrets } = this.props;
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
      ...priorityClassName === undefined ? {} : { priorityClassName },
      ...imagePullSecrets === undefined ? {} : { imagePullSecrets: imagePullSecrets.map(({ name }) => ({ name })) },
    };
  }
}

function prerequisite(version: string): Prerequisite {
  return {
    id: NAME,
    wave: Wave.CONTROLLERS,
    version,
    controller: ClusterController.AWS_LOAD_BALANCER_CONTROLLER,
    reason: 'it makes the load balancer that the entry Service asks for by annotations; install it before that Service is applied',
    commands: [
      `helm upgrade --install ${NAME} ${NAME} --repo https://aws.github.io/eks-charts --version ${version} `
      + `--namespace ${NAMESPACE} --values ${FILE} --wait`,
    ],
  };
}

function checkController(props: AwsLoadBalancerControllerProps): (Problem | undefined)[] {
  const { nodeSelector, tolerations, resources, priorityClassName, imagePullSecrets } = props;
  const pod = { nodeSelector, tolerations, priorityClassName, imagePullSecrets };
  return [
    checkClusterName(props.clusterName), checkAwsRegion('KN-NET-009', props.region), checkVpc(props.vpcId),
    checkChartVersion('KN-NET-009', 'chartVersion', props.chartVersion, CHART),
    checkChartVersion('KN-NET-009', 'controllerVersion', props.controllerVersion, CHART) ?? checkKnown(props),
    checkWhole('KN-NET-009', 'replicas', props.replicas, { min: 1, proposal: 2 }),
    checkSwitch('defaultForServices', props.defaultForServices),
    ...checkPod(pod, PodDialect.POD, NAMESPACE),
    ...resources === undefined ? [] : checkResources(resources),
  ];
}

/** Charts 1.x bring versions 2.x, which do not follow from theirs: 1.4.9 brings 2.4.7. */
function checkKnown({ chartVersion = CHART, controllerVersion }: AwsLoadBalancerControllerProps): Problem | undefined {
  if (controllerVersion !== undefined || !(Number.parseInt(chartVersion, 10) < FIRST_MAJOR)) return undefined;
  return {
    code: 'KN-NET-009',
    message: `the library does not know which version of the controller the chart ${show(chartVersion)} brings, whose policy its role needs`,
    received: chartVersion,
    allowed: `charts from ${FIRST_MAJOR}.0.0 on, or \`controllerVersion\` beside an older one`,
    fix: `write \`controllerVersion\` with the \`appVersion\` that \`helm show chart\` prints, or \`chartVersion: '${CHART}'\``,
  };
}
