import type { Size } from 'cdk8s';
import type { TaintEffect } from '../pod';

/** The operating system of nodes. */
export enum AmiFamily {
  /** Amazon Linux 2023. */
  AL2023 = 'AmazonLinux2023',
  /** Bottlerocket, which holds nothing but what containers need. */
  BOTTLEROCKET = 'Bottlerocket',
}

/** The disk of a node: gp3. */
export interface NodeVolume {
  /** How large it is: whole gibibytes, from 20 (`KN-CLU-013`). */
  readonly size: Size;
  /**
   * Whether it is encrypted.
   * @default true
   */
  readonly encrypted?: boolean;
}

/** A taint of nodes, which keeps pods away that do not tolerate it. */
export interface NodeTaint {
  /** Key, as of a label. */
  readonly key: string;
  /**
   * Value, as of a label.
   * @default - none
   */
  readonly value?: string;
  /** What becomes of pods that do not tolerate it. */
  readonly effect: TaintEffect;
}

/**
 * Rights on the role of nodes, which every pod on them has, as older manifests of eksctl have them. In place of it a
 * `WorkloadIdentity` gives rights to one service account.
 */
export interface NodeAddonPolicies {
  /**
   * What the Cluster Autoscaler calls, for all groups of the account.
   * @default - not said
   */
  readonly autoScaler?: boolean;
  /**
   * Writing records in all hosted zones.
   * @default - not said
   */
  readonly externalDns?: boolean;
  /**
   * Writing records in all hosted zones, and asking whether they are there yet.
   * @default - not said
   */
  readonly certManager?: boolean;
  /**
   * What the EBS CSI driver calls.
   * @default - not said
   */
  readonly ebs?: boolean;
  /**
   * What the EFS CSI driver calls.
   * @default - not said
   */
  readonly efs?: boolean;
  /**
   * What the driver of FSx for Lustre calls.
   * @default - not said
   */
  readonly fsx?: boolean;
  /**
   * What the AWS Load Balancer Controller calls.
   * @default - not said
   */
  readonly awsLoadBalancerController?: boolean;
  /**
   * The former name of `awsLoadBalancerController`, as which it is written, with a warning.
   * @deprecated write `awsLoadBalancerController`
   * @default - not said
   */
  readonly albIngress?: boolean;
  /**
   * Sending metrics and logs to CloudWatch.
   * @default - not said
   */
  readonly cloudWatch?: boolean;
  /**
   * Pushing images to all repositories of ECR.
   * @default - not said
   */
  readonly imageBuilder?: boolean;
  /**
   * Sending traces to X-Ray.
   * @default - not said
   */
  readonly xRay?: boolean;
  /**
   * All of App Mesh.
   * @default - not said
   */
  readonly appMesh?: boolean;
  /**
   * All of the preview of App Mesh.
   * @default - not said
   */
  readonly appMeshPreview?: boolean;
}

/**
 * Rights on the role of nodes that an add-on can do with in place of an identity.
 * @internal
 */
export const NODE_RIGHTS: Readonly<Record<string, keyof NodeAddonPolicies>> = {
  'aws-ebs-csi-driver': 'ebs', 'external-dns': 'externalDns', 'amazon-cloudwatch-observability': 'cloudWatch',
};

/** Properties of a group of nodes that EKS manages. */
export interface NodeGroupProps {
  /** Name: at most 63 letters, digits, dashes and underscores (`KN-CLU-010`); eksctl takes no underscore, and a letter
   * first (`KN-CTL-004`). */
  readonly name: string;
  /** Types of instances, of which any may be taken: `m5.large` (`KN-CLU-011`). */
  readonly instanceTypes: readonly string[];
  /** Fewest nodes (`KN-CLU-012`). */
  readonly minSize: number;
  /** Most nodes (`KN-CLU-012`). */
  readonly maxSize: number;
  /** Nodes at first (`KN-CLU-012`). */
  readonly desiredSize: number;
  /**
   * The disk of each node.
   * @default - 80 GiB, encrypted
   */
  readonly volume?: NodeVolume;
  /**
   * Labels of the nodes (`KN-NAM-004`, `KN-CLU-014`).
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Tags in AWS (`KN-CLU-015`).
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Taints of the nodes (`KN-CLU-016`).
   * @default - none
   */
  readonly taints?: readonly NodeTaint[];
  /**
   * Whether spare capacity is bought, which AWS takes back at two minutes' notice.
   * @default false
   */
  readonly spot?: boolean;
  /**
   * Whether nodes lie in private subnets.
   * @default true
   */
  readonly privateSubnets?: boolean;
  /**
   * Operating system.
   * @default AmiFamily.AL2023
   */
  readonly amiFamily?: AmiFamily;
  /**
   * Rights on the role of the nodes, for eksctl alone.
   * @default - none
   */
  readonly addonPolicies?: NodeAddonPolicies;
  /**
   * Whether the agent of Systems Manager is put on the nodes, as older manifests of eksctl say: it is in all images, so
   * that `true` says nothing, with a warning, and `false` is refused (`KN-CTL-009`).
   * @deprecated write nothing
   * @default - not said
   */
  readonly enableSsm?: boolean;
}

/** A group of nodes that EKS manages, with what was left out filled in; `ClusterCapacity.nodeGroups` makes it. */
export interface NodeGroup extends NodeGroupProps {
  readonly volume: Required<NodeVolume>;
  readonly labels: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly spot: boolean;
  readonly privateSubnets: boolean;
  readonly amiFamily: AmiFamily;
}
