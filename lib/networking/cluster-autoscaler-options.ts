import type { Duration } from 'cdk8s';
import type { AwsIdentity } from './aws-identity';
import type { ControllerPodProps } from './controller-deployment';

/** Which of several node groups grows. */
export enum AutoscalerExpander {
  /** The one that wastes the least. */
  LEAST_WASTE = 'least-waste',
  /** The one that takes the most pods. */
  MOST_PODS = 'most-pods',
  /** Any. */
  RANDOM = 'random',
  /** The one that the ConfigMap `cluster-autoscaler-priority-expander` in `kube-system` puts first. */
  PRIORITY = 'priority',
  /** The one that would have the fewest nodes. */
  LEAST_NODES = 'least-nodes',
}

/** Properties for `ClusterAutoscaler`. */
export interface ClusterAutoscalerProps extends ControllerPodProps {
  /**
   * Name of the cluster in EKS (`KN-NET-009`): groups with the tags `k8s.io/cluster-autoscaler/enabled` and
   * `k8s.io/cluster-autoscaler/<name>` are its own. Managed node groups have them.
   */
  readonly clusterName: string;
  /** Region of the cluster (`KN-NET-009`). */
  readonly region: string;
  /**
   * Version of Kubernetes, as `1.35`: the autoscaler reckons as the scheduler of that version does. One that the
   * library knows no image for is refused with `KN-NET-010`, unless `image` names one.
   */
  readonly kubernetesVersion: string;
  /**
   * Image, in place of the one for `kubernetesVersion`.
   * @default - registry.k8s.io/autoscaling/cluster-autoscaler, in the newest version that the library knows for it
   */
  readonly image?: string;
  /**
   * Which of several node groups grows.
   * @default AutoscalerExpander.LEAST_WASTE
   */
  readonly expander?: AutoscalerExpander;
  /**
   * Whether groups with nodes of the same sort grow alike, as groups of different zones should.
   * @default true
   */
  readonly balanceSimilarNodeGroups?: boolean;
  /**
   * Whether nodes stay that have pods with empty folders or folders of the node: such pods lose what they wrote when
   * the node goes. With the default of the program itself few nodes of a Knative cluster ever go.
   * @default false
   */
  readonly keepNodesWithLocalStorage?: boolean;
  /**
   * Whether nodes stay that have pods of `kube-system` which no disruption budget covers.
   * @default true
   */
  readonly keepNodesWithSystemPods?: boolean;
  /**
   * Share of its processors and its memory, from 0 to 1, below which a node is one too many (`KN-NET-010`).
   * @default 0.5
   */
  readonly scaleDownUtilization?: number;
  /**
   * How long a node is one too many before it goes, in whole milliseconds.
   * @default Duration.minutes(10)
   */
  readonly scaleDownUnneededTime?: Duration;
  /**
   * How long no node goes after one came, in whole milliseconds.
   * @default Duration.minutes(10)
   */
  readonly scaleDownDelayAfterAdd?: Duration;
  /**
   * Further flags: `--scan-interval=30s`, for example. What an option writes is refused with `KN-NET-010`.
   * @default - none
   * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
   */
  readonly extraArgs?: readonly string[];
  /**
   * Who it is to AWS.
   * @default AwsIdentity.ambient()
   */
  readonly identity?: AwsIdentity;
}
