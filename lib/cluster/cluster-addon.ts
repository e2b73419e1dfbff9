import { ClusterController, ownCopy, raise } from '../core';
import { checkAddon } from './addon-checks';

/** A service account, by its namespace and name. */
export interface AccountName {
  /** Namespace in which it lies. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
}

/** Options of an add-on. */
export interface ClusterAddonOptions {
  /**
   * Version: `v1.20.4-eksbuild.2` (`KN-CLU-020`). Nobody upgrades an add-on but who says another one: after an upgrade
   * of the cluster, `aws eks describe-addon-versions` prints those that fit.
   * @default - the one that AWS has as default for the version of the cluster on the day on which it is installed
   */
  readonly version?: string;
  /**
   * Settings, as `aws eks describe-addon-configuration` describes them.
   * @default - none
   */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /**
   * Namespace, for add-ons that let it be chosen (`KN-CLU-020`).
   * @default - the one of the add-on
   */
  readonly namespace?: string;
}

/**
 * An add-on of EKS, which AWS installs and upgrades.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export class ClusterAddon {
  /** Addresses of pods from the VPC. */
  public static vpcCni(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('vpc-cni', options, { serviceAccounts: [{ namespace: 'kube-system', name: 'aws-node' }], rank: 1 });
  }

  /** Services on every node. */
  public static kubeProxy(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('kube-proxy', options, { rank: 2 });
  }

  /** DNS inside of the cluster. */
  public static coreDns(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('coredns', options, {});
  }

  /** What gives pods the role of their workload identity. */
  public static podIdentityAgent(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('eks-pod-identity-agent', options, { rank: 0 });
  }

  /** CPU and memory of pods, for the HorizontalPodAutoscaler and `kubectl top`. */
  public static metricsServer(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('metrics-server', options, {});
  }

  /** Disks for pods. */
  public static ebsCsiDriver(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('aws-ebs-csi-driver', options, {
      serviceAccounts: [{ namespace: 'kube-system', name: 'ebs-csi-controller-sa' }],
      identity: 'WorkloadIdentity.ebsCsiDriver()',
    });
  }

  /** Metrics and logs in CloudWatch. */
  public static cloudWatchObservability(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('amazon-cloudwatch-observability', options, {
      serviceAccounts: [{ namespace: 'amazon-cloudwatch', name: 'cloudwatch-agent' }],
      identity: 'WorkloadIdentity.cloudWatch()',
    });
  }

  /** cert-manager; AWS associates no identity with it, so that it is associated beside it. */
  public static certManager(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('cert-manager', options, {
      serviceAccounts: [{ namespace: 'cert-manager', name: 'cert-manager' }],
      associatesIdentities: false,
      controller: ClusterController.CERT_MANAGER,
    });
  }

  /** ExternalDNS. */
  public static externalDns(options: ClusterAddonOptions = {}): ClusterAddon {
    return new ClusterAddon('external-dns', options, {
      serviceAccounts: [{ namespace: 'external-dns', name: 'external-dns' }],
      identity: 'WorkloadIdentity.externalDns({ hostedZones })',
      controller: ClusterController.EXTERNAL_DNS,
    });
  }

  /**
   * Any other add-on, by the name that `aws eks describe-addon-versions` prints.
   * @throws KnativeError `KN-CLU-020`
   */
  public static of(name: string, options: ClusterAddonOptions = {}): ClusterAddon {
    return KNOWN_ADDONS.get(name)?.(options) ?? new ClusterAddon(name, options, { other: true });
  }

  /** Version, where the program says which. */
  public readonly version?: string;
  /** Settings, where the program gives some. */
  public readonly configuration?: Readonly<Record<string, unknown>>;
  /** Namespace, where the program chooses it. */
  public readonly namespace?: string;
  /** Service accounts that it makes and that need rights in AWS. */
  public readonly serviceAccounts: readonly AccountName[];
  /** Whether the add-on itself associates identities with its service accounts. */
  public readonly associatesIdentities: boolean;
  /** The controller that it installs, which a program may need. */
  public readonly controller?: ClusterController;
  /** Whether nodes become ready only when it is there, so that it comes before them; others need nodes to run on. */
  public readonly beforeNodes: boolean;
  /**
   * Its place in the working order.
   * @internal
   */
  public readonly _rank: number;
  /**
   * What to write for the rights without which it does nothing, where it needs some.
   * @internal
   */
  public readonly _identity?: string;

  /** Made by the factories alone, which check what it is made of: an object of the same form is none. */
  protected declare readonly made: true;

  private constructor(
    /** Name in EKS: `vpc-cni`. */
    public readonly name: string,
    options: ClusterAddonOptions,
    facts: AddonFacts,
  ) {
    const { version, configuration, namespace } = ownCopy(options);
    this.version = version;
    this.configuration = configuration;
    this.namespace = namespace;
    this.serviceAccounts = (facts.serviceAccounts ?? [])
      .map((account) => ({ ...account, namespace: namespace ?? account.namespace }));
    this.associatesIdentities = facts.associatesIdentities ?? this.serviceAccounts.length > 0;
    this.controller = facts.controller;
    this.beforeNodes = facts.rank !== undefined;
    this._rank = facts.rank ?? LAST;
    this._identity = facts.identity;
    raise(...checkAddon(this, facts.other !== true));
  }
}

interface AddonFacts {
  readonly serviceAccounts?: readonly AccountName[];
  readonly associatesIdentities?: boolean;
  readonly controller?: ClusterController;
  readonly rank?: number;
  readonly identity?: string;
  /** Whether this library knows nothing of it. */
  readonly other?: boolean;
}

/** The place of add-ons whose pods run on nodes like others. */
const LAST = 9;

type Factory = (options: ClusterAddonOptions) => ClusterAddon;

/** What `ClusterAddon.of` is not to know less of than the factory of that add-on. */
const KNOWN_ADDONS: ReadonlyMap<string, Factory> = new Map<string, Factory>(Object.entries({
  'vpc-cni': (options) => ClusterAddon.vpcCni(options),
  'kube-proxy': (options) => ClusterAddon.kubeProxy(options),
  'coredns': (options) => ClusterAddon.coreDns(options),
  'eks-pod-identity-agent': (options) => ClusterAddon.podIdentityAgent(options),
  'metrics-server': (options) => ClusterAddon.metricsServer(options),
  'aws-ebs-csi-driver': (options) => ClusterAddon.ebsCsiDriver(options),
  'amazon-cloudwatch-observability': (options) => ClusterAddon.cloudWatchObservability(options),
  'cert-manager': (options) => ClusterAddon.certManager(options),
  'external-dns': (options) => ClusterAddon.externalDns(options),
} satisfies Record<string, Factory>));
