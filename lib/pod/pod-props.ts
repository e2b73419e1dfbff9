import type { Affinity } from './affinity';
import type { ContainerProps } from './container-props';
import type { DnsConfig, DnsPolicy } from './dns-config';
import type { HostAlias } from './host-alias';
import type { ISecretReference } from './secret-reference';
import type { PodSecurityContext } from './security-context';
import type { IServiceAccount } from './service-account';
import type { Toleration } from './toleration';
import type { TopologySpreadConstraint } from './topology-spread-constraint';

/**
 * What a pod is like, but for its containers and volumes. On a Knative service most of these need a feature flag, each
 * the one of its name: `nodeSelector` needs `kubernetes.podspec-nodeselector` (`KN-FTR-001`).
 */
export interface PodProps {
  /**
   * Who the pod is, to the API server and to others that trust it.
   * @default - the account `default` of the namespace
   */
  readonly serviceAccount?: IServiceAccount;
  /**
   * Whether the pod finds a token of its account among its files. A Knative service may only write `false`
   * (`KN-POD-038`).
   * @default - what the service account says
   */
  readonly automountServiceAccountToken?: boolean;
  /**
   * Secrets with the passwords of image registries. They lie in the namespace of the pod.
   * @default - those of the service account
   */
  readonly imagePullSecrets?: readonly ISecretReference[];
  /**
   * Whether variables are set for every Kubernetes Service of the namespace.
   * @default false - on a Knative service, unless the cluster is set up otherwise
   */
  readonly enableServiceLinks?: boolean;
  /**
   * Containers that run to their end, one after the other, before the others start. Needs a feature flag.
   * @default - none
   */
  readonly initContainers?: readonly ContainerProps[];
  /**
   * What all containers of the pod may do. Needs a feature flag.
   * @default - what each container says
   */
  readonly podSecurityContext?: PodSecurityContext;
  /**
   * Labels that a node must have. Needs a feature flag.
   * @default - every node will do
   */
  readonly nodeSelector?: { readonly [label: string]: string };
  /**
   * Taints of nodes that the pod can live with. Needs a feature flag.
   * @default - none
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Nodes and pods that the pod wants to be near to, or far from. Needs a feature flag.
   * @default - every place will do
   */
  readonly affinity?: Affinity;
  /**
   * How evenly the pods are spread. Needs a feature flag.
   * @default - as the cluster does
   */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  /**
   * Lines of the hosts file. Needs a feature flag.
   * @default - none
   */
  readonly hostAliases?: readonly HostAlias[];
  /**
   * Name of the RuntimeClass, which has to exist. Needs a feature flag.
   * @default - the runtime of the node
   */
  readonly runtimeClassName?: string;
  /**
   * Name of the PriorityClass, which has to exist. Needs a feature flag.
   * @default - the default of the cluster
   */
  readonly priorityClassName?: string;
  /**
   * Name of the scheduler. Needs a feature flag.
   * @default default-scheduler
   */
  readonly schedulerName?: string;
  /**
   * Where names are looked up. Needs a feature flag.
   * @default DnsPolicy.CLUSTER_FIRST
   */
  readonly dnsPolicy?: DnsPolicy;
  /**
   * How names are looked up. Needs a feature flag.
   * @default - as the policy says
   */
  readonly dnsConfig?: DnsConfig;
  /**
   * Whether the pod shares the network of its node. Needs a feature flag.
   * @default false
   */
  readonly hostNetwork?: boolean;
  /**
   * Whether the pod sees the processes of its node. Needs a feature flag.
   * @default false
   */
  readonly hostPID?: boolean;
  /**
   * Whether the pod shares memory with the processes of its node. Needs a feature flag.
   * @default false
   */
  readonly hostIPC?: boolean;
  /**
   * Whether the containers see each other's processes; not with `hostPID` (`KN-POD-046`). Needs a feature flag.
   * @default false
   */
  readonly shareProcessNamespace?: boolean;
}
