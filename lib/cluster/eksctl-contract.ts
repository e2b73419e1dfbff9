import type { ClusterSpec } from './cluster-spec';

/** How eksctl gives workloads their rights in AWS. */
export enum IdentityStyle {
  /** By EKS Pod Identity: an agent on the nodes, and associations of service accounts with roles. */
  POD_IDENTITY = 'pod-identity',
  /** By an annotation of the service account and an OIDC provider of the cluster, as manifests before 2024 have it. */
  SERVICE_ACCOUNT = 'service-account',
}

/** Properties for `EksctlCluster`. */
export interface EksctlClusterProps {
  /** The cluster. */
  readonly spec: ClusterSpec;
  /**
   * Name of the document among the side documents (`KN-CTL-001`, `KN-DOC-001`).
   * @default - `eksctl/<name>.yaml`, with the name of the cluster
   */
  readonly file?: string;
  /**
   * Whether the cluster exists already: node groups and workload identities are written alone, and nothing that eksctl
   * does to the cluster itself (`KN-CTL-007`). Without `capacity` in the specification no node group is written. What
   * else the specification says is left out with a warning, and the program is not compared with it.
   * @default false
   */
  readonly existing?: boolean;
  /**
   * Security group of the control plane, `sg-0a1b2c3d4e5f67890`: eksctl asks for it where the cluster exists and eksctl
   * did not make it (`KN-CTL-007`).
   * @default - none
   */
  readonly securityGroup?: string;
  /**
   * How workloads get their rights.
   * @default IdentityStyle.POD_IDENTITY
   */
  readonly identityStyle?: IdentityStyle;
  /**
   * Whether the version of Kubernetes is left to eksctl, as older manifests do. eksctl 0.225 takes 1.34, which has to
   * be the one of the specification (`KN-CTL-008`); a later eksctl takes another one.
   * @default false
   */
  readonly leavesVersion?: boolean;
}
