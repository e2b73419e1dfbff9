import { challengePolicy } from '../certificates';
import { checkIsList, checkSwitch, type DnsZone, type IamPolicyDocument, ownCopy, raise } from '../core';
import { clusterAutoscalerPolicy, externalDnsPolicy } from '../networking';
import { checkIdentity, checkOwnRights, checkZones } from './identity-checks';

/** What rights are made for. */
export interface IdentityPlace {
  /** Name of the cluster in EKS. */
  readonly clusterName: string;
  /** Its region. */
  readonly region: string;
  /** What ARNs begin with: `aws`. */
  readonly partition: string;
}

/** A policy that eksctl knows by a name. */
export enum WellKnownPolicy {
  AUTO_SCALER = 'autoScaler',
  AWS_LOAD_BALANCER_CONTROLLER = 'awsLoadBalancerController',
  CERT_MANAGER = 'certManager',
  EBS_CSI_CONTROLLER = 'ebsCSIController',
  EXTERNAL_DNS = 'externalDNS',
}

/** Options of every workload identity. */
export interface WorkloadIdentityOptions {
  /**
   * Namespace of the service account (`KN-CLU-030`).
   * @default - the usual one of the workload
   */
  readonly namespace?: string;
  /**
   * Name of the service account (`KN-CLU-030`).
   * @default - the usual one of the workload
   */
  readonly serviceAccount?: string;
  /**
   * Name of the role (`KN-CLU-031`). A role with a name cannot be replaced by another one of that name.
   * @default - made up by CloudFormation
   */
  readonly roleName?: string;
  /**
   * ARN of a policy beyond which the role has no rights (`KN-CLU-032`).
   * @default - none
   */
  readonly permissionsBoundary?: string;
  /**
   * Tags of the role (`KN-CLU-015`).
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Labels that go with the service account, where eksctl makes identities by service accounts (`KN-NAM-004`).
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Whether eksctl makes the role alone and no service account, where it makes identities by service accounts. The
   * manifests of the workload bring the account then.
   * @default true
   */
  readonly roleOnly?: boolean;
  /**
   * Whether eksctl is to write its own policy for the workload by name, which allows more than the workload needs.
   * Where it has none, that is refused (`KN-CLU-034`).
   * @default false
   */
  readonly wellKnownPolicy?: boolean;
}

/** Options of workload identities that write DNS records. */
export interface DnsIdentityOptions extends WorkloadIdentityOptions {
  /** Hosted zones that it may write in (`KN-CLU-033`): literals, or constructs of the AWS CDK. */
  readonly hostedZones: readonly DnsZone[];
}

/** Options of the workload identity of cert-manager. */
export interface CertManagerIdentityOptions extends DnsIdentityOptions {
  /**
   * Whether it looks hosted zones up by name, as it does where an issuer names none.
   * @default false
   */
  readonly findsZones?: boolean;
  /**
   * Whether it follows CNAME records (`CnameStrategy.FOLLOW`), so that the names that it writes are not known.
   * @default false
   */
  readonly followsCname?: boolean;
}

/** Properties of a workload identity of the program's own. */
export interface WorkloadIdentityProps extends Omit<WorkloadIdentityOptions, 'wellKnownPolicy'> {
  /** What it is called in the specification; ids of resources are made of it (`KN-CLU-030`). */
  readonly name: string;
  /** Namespace of the service account (`KN-CLU-030`). */
  readonly namespace: string;
  /** Name of the service account (`KN-CLU-030`). */
  readonly serviceAccount: string;
  /**
   * What it may do. Either this, or `managedPolicies`, or both (`KN-CLU-034`).
   * @default - `managedPolicies` alone
   */
  readonly policy?: IamPolicyDocument;
  /**
   * Policies of AWS by name, with their path (`CloudWatchAgentServerPolicy`), or policies by ARN (`KN-CLU-032`).
   * @default - `policy` alone
   */
  readonly managedPolicies?: readonly string[];
}

/**
 * What the pods of one service account may do in AWS.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
export class WorkloadIdentity {
  /**
   * The Cluster Autoscaler: it changes the sizes of the groups of this cluster.
   * @throws KnativeError `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   */
  public static clusterAutoscaler(options: WorkloadIdentityOptions = {}): WorkloadIdentity {
    return new WorkloadIdentity('cluster-autoscaler', 'kube-system', 'cluster-autoscaler', options, {
      wellKnown: WellKnownPolicy.AUTO_SCALER, policy: clusterAutoscalerPolicy,
    });
  }

  /**
   * The EBS CSI driver.
   * @throws KnativeError `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   */
  public static ebsCsiDriver(options: WorkloadIdentityOptions = {}): WorkloadIdentity {
    return new WorkloadIdentity('ebs-csi-driver', 'kube-system', 'ebs-csi-controller-sa', options, {
      wellKnown: WellKnownPolicy.EBS_CSI_CONTROLLER, managedPolicies: ['service-role/AmazonEBSCSIDriverPolicy'],
    });
  }

  /**
   * cert-manager: it answers challenges in DNS.
   * @throws KnativeError `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   */
  public static certManager(options: CertManagerIdentityOptions): WorkloadIdentity {
    const { hostedZones, findsZones = false, followsCname = false } = options;
    raise(...checkZones(hostedZones), checkSwitch('findsZones', findsZones), checkSwitch('followsCname', followsCname));
    const hostedZoneIds = hostedZones.map((zone) => zone.hostedZoneId);
    return new WorkloadIdentity('cert-manager', 'cert-manager', 'cert-manager', options, {
      wellKnown: WellKnownPolicy.CERT_MANAGER,
      policy: ({ partition }) => challengePolicy({ partition, hostedZoneIds, findsZones, followsCname }),
      hostedZones,
    });
  }

  /**
   * ExternalDNS: it writes the records of Services and other objects.
   * @throws KnativeError `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   */
  public static externalDns(options: DnsIdentityOptions): WorkloadIdentity {
    raise(...checkZones(options.hostedZones));
    const hostedZoneIds = options.hostedZones.map((zone) => zone.hostedZoneId);
    return new WorkloadIdentity('external-dns', 'external-dns', 'external-dns', options, {
      wellKnown: WellKnownPolicy.EXTERNAL_DNS,
      policy: ({ partition }) => externalDnsPolicy(hostedZoneIds, partition),
      hostedZones: options.hostedZones,
    });
  }

  /**
   * The AWS Load Balancer Controller. Its policy is the one that eksctl, or the AWS CDK, brings along: an upgrade of
   * either may change it.
   * @throws KnativeError `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   */
  public static awsLoadBalancerController(options: WorkloadIdentityOptions = {}): WorkloadIdentity {
    const name = 'aws-load-balancer-controller';
    return new WorkloadIdentity(name, 'kube-system', name, options, { wellKnown: WellKnownPolicy.AWS_LOAD_BALANCER_CONTROLLER });
  }

  /**
   * The agent of CloudWatch.
   * @throws KnativeError `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   */
  public static cloudWatch(options: WorkloadIdentityOptions = {}): WorkloadIdentity {
    return new WorkloadIdentity('cloudwatch', 'amazon-cloudwatch', 'cloudwatch-agent', options, {
      managedPolicies: ['CloudWatchAgentServerPolicy'],
    });
  }

  /**
   * What gives pods their addresses; without it the role of the nodes has these rights.
   * @throws KnativeError `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   */
  public static vpcCni(options: WorkloadIdentityOptions = {}): WorkloadIdentity {
    return new WorkloadIdentity('vpc-cni', 'kube-system', 'aws-node', options, { managedPolicies: ['AmazonEKS_CNI_Policy'] });
  }

  /**
   * The controller of Knative Serving: it looks up what the tags of images in private registries of Amazon ECR stand
   * for, with rights of its own. That nodes may pull an image does not help it.
   * @throws KnativeError `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   * @see https://knative.dev/docs/serving/tag-resolution/
   */
  public static knativeController(options: WorkloadIdentityOptions = {}): WorkloadIdentity {
    return new WorkloadIdentity('knative-controller', 'knative-serving', 'controller', options, {
      managedPolicies: ['AmazonEC2ContainerRegistryPullOnly'],
    });
  }

  /**
   * Any other workload.
   * @throws KnativeError `KN-CLU-009`, `KN-CLU-015` or `KN-CLU-030` to `KN-CLU-034`
   */
  public static of(props: WorkloadIdentityProps): WorkloadIdentity {
    const { name, namespace, serviceAccount, policy, managedPolicies } = ownCopy(props);
    raise(checkIsList('managedPolicies', managedPolicies), ...checkOwnRights(name, policy, managedPolicies));
    return new WorkloadIdentity(name, namespace, serviceAccount, props, {
      ...policy === undefined ? {} : { policy: () => policy }, managedPolicies, ofProgram: true,
    });
  }

  /** Namespace of the service account. */
  public readonly namespace: string;
  /** Name of the service account. */
  public readonly serviceAccount: string;
  /** Policies of AWS by name, with their path, or policies by ARN. */
  public readonly managedPolicies: readonly string[];
  /** The policy that eksctl knows by a name, where it knows one. */
  public readonly wellKnown?: WellKnownPolicy;
  /** Whether eksctl is to write that one by name, though the least that the workload needs is known. */
  public readonly prefersWellKnown: boolean;
  /** Name of the role, where the program says which. */
  public readonly roleName?: string;
  /** ARN of the policy beyond which the role has no rights, where there is one. */
  public readonly permissionsBoundary?: string;
  /** Tags of the role. */
  public readonly tags: Readonly<Record<string, string>>;
  /** Labels that go with the service account. */
  public readonly labels: Readonly<Record<string, string>>;
  /** Whether eksctl makes the role alone, where it makes identities by service accounts. */
  public readonly roleOnly: boolean;
  /** Hosted zones that it may write in; none, where it writes no DNS records. */
  public readonly hostedZones: readonly DnsZone[];
  /**
   * Whether this library chose what it may do, and not the program.
   * @internal
   */
  public readonly _isBuiltIn: boolean;
  private readonly policyFor?: (place: IdentityPlace) => IamPolicyDocument;

  private constructor(
    /** What it is called in the specification. */
    public readonly name: string,
    namespace: string, serviceAccount: string, options: WorkloadIdentityOptions, facts: IdentityFacts,
  ) {
    const own = ownCopy(options);
    this.namespace = own.namespace ?? namespace;
    this.serviceAccount = own.serviceAccount ?? serviceAccount;
    this.managedPolicies = [...facts.managedPolicies ?? []];
    this.wellKnown = facts.wellKnown;
    this._isBuiltIn = facts.ofProgram !== true;
    this.prefersWellKnown = own.wellKnownPolicy ?? false;
    this.roleName = own.roleName;
    this.permissionsBoundary = own.permissionsBoundary;
    this.tags = own.tags ?? {};
    this.labels = own.labels ?? {};
    this.roleOnly = own.roleOnly ?? true;
    this.hostedZones = [...facts.hostedZones ?? []];
    this.policyFor = facts.policy;
    raise(...checkIdentity(this));
  }

  /** The least that it has to be allowed, besides its managed policies; absent where nobody but AWS knows it. */
  public policy(place: IdentityPlace): IamPolicyDocument | undefined {
    return this.policyFor?.(place);
  }

  /** ARNs of the managed policies. */
  public managedPolicyArns({ partition }: IdentityPlace): string[] {
    return this.managedPolicies.map((policy) => (policy.includes(':') ? policy : `arn:${partition}:iam::aws:policy/${policy}`));
  }
}

interface IdentityFacts {
  readonly wellKnown?: WellKnownPolicy;
  readonly policy?: (place: IdentityPlace) => IamPolicyDocument;
  readonly managedPolicies?: readonly string[];
  readonly hostedZones?: readonly DnsZone[];
  readonly ofProgram?: boolean;
}
