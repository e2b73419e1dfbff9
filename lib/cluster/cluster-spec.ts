import { captureTrace, checkIsList, listOf, ownCopy, type Problem, show, type SourceTrace } from '../core';
import { ClusterAddon } from './cluster-addon';
import { ClusterAdmin } from './cluster-admin';
import { type AutoMode, ClusterCapacity } from './cluster-capacity';
import { ClusterEndpoints } from './cluster-endpoints';
import { ClusterNetwork } from './cluster-network';
import { ControlPlaneLog } from './control-plane-log';
import type { NodeGroup } from './node-group';
import { checkSpec } from './spec-checks';
import { DEFAULT_CLUSTER_VERSION } from './version-matrix';
import { WorkloadIdentity } from './workload-identity';

/** Properties for `ClusterSpec`. */
export interface ClusterSpecProps {
  /**
   * Name in EKS: at most 100 letters, digits, dashes and underscores, a letter or digit first (`KN-CLU-001`).
   * eksctl takes no underscore, and a letter first (`KN-CTL-004`).
   */
  readonly name: string;
  /** Region: `us-east-1` (`KN-CLU-002`). */
  readonly region: string;
  /**
   * Version of Kubernetes (`KN-CLU-003`).
   * @default 1.35
   */
  readonly version?: string;
  /**
   * Zones of the region, two or more (`KN-CLU-004`). One zone of us-east-1 has no control planes; which name it has
   * differs from account to account, so that this is not checked.
   */
  readonly zones: readonly string[];
  /**
   * From where the API server can be reached.
   * @default ClusterEndpoints.publicAndPrivate()
   */
  readonly endpoints?: ClusterEndpoints;
  /**
   * Network.
   * @default ClusterNetwork.own()
   */
  readonly network?: ClusterNetwork;
  /**
   * What pods run on.
   * @default - one group `workers` of m5.large, from 2 to 5 nodes, 3 at first
   */
  readonly capacity?: ClusterCapacity;
  /**
   * What workloads may do in AWS.
   * @default - nothing
   */
  readonly identities?: readonly WorkloadIdentity[];
  /**
   * Add-ons. Those without which a cluster or its pod identities do not work are added where the list lacks them.
   * @default - vpc-cni, kube-proxy, coredns, eks-pod-identity-agent and metrics-server; in Auto Mode the last alone
   */
  readonly addons?: readonly ClusterAddon[];
  /**
   * Logs of the control plane.
   * @default - all
   */
  readonly logs?: readonly ControlPlaneLog[];
  /**
   * Days that the logs are kept (`KN-CLU-021`). With the AWS CDK this wants to be said on the first day: EKS makes the
   * group of logs of a cluster without it, and CloudFormation then refuses to make one that is there. Afterwards,
   * import the group (`cdk import`), or delete it before.
   * @default - forever
   */
  readonly logRetentionDays?: number;
  /**
   * ARN of a key of KMS by which Secrets are encrypted besides (`KN-CLU-019`).
   * @default - none: the key of AWS
   */
  readonly encryptionKeyArn?: string;
  /**
   * Who may do everything in the cluster. Not who runs eksctl: eksctl gives an access entry to that one itself, and AWS
   * makes no second one.
   * @default - nobody but who makes it with eksctl; nobody with the AWS CDK
   */
  readonly admins?: readonly ClusterAdmin[];
  /**
   * Tags in AWS (`KN-CLU-015`).
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What the constructs of controllers want to know of their cluster, to be spread into their props. */
export interface ClusterFacts {
  /** Name in EKS. */
  readonly clusterName: string;
  /** Region. */
  readonly region: string;
  /** Version of Kubernetes. */
  readonly kubernetesVersion: string;
}

/**
 * A cluster of EKS, as a value: `EksctlCluster` writes it for eksctl, `EksKnativeCluster` makes it with the AWS CDK.
 * What is wrong with it is reported by the construct that takes it, with everything else that is wrong in the program.
 */
export class ClusterSpec {
  /** Name in EKS. */
  public readonly name: string;
  /** Region. */
  public readonly region: string;
  /** Version of Kubernetes: `1.35`. */
  public readonly version: string;
  /** Zones. */
  public readonly zones: readonly string[];
  /** From where the API server can be reached. */
  public readonly endpoints: ClusterEndpoints;
  /** Network. */
  public readonly network: ClusterNetwork;
  /** Groups of nodes; none in Auto Mode. */
  public readonly nodeGroups: readonly NodeGroup[];
  /** Auto Mode, where the cluster has it. */
  public readonly autoMode?: AutoMode;
  /** What workloads may do in AWS. */
  public readonly identities: readonly WorkloadIdentity[];
  /** All add-ons, in an order in which they can be installed. */
  public readonly addons: readonly ClusterAddon[];
  /** Logs of the control plane. */
  public readonly logs: readonly ControlPlaneLog[];
  /** Days that the logs are kept; absent for ever. */
  public readonly logRetentionDays?: number;
  /** ARN of the key by which Secrets are encrypted besides. */
  public readonly encryptionKeyArn?: string;
  /** Who may do everything in the cluster. */
  public readonly admins: readonly ClusterAdmin[];
  /** Tags in AWS. */
  public readonly tags: Readonly<Record<string, string>>;
  /** What constructs of controllers want to know: `new ClusterAutoscaler(chart, 'autoscaler', { ...spec.facts })`. */
  public readonly facts: ClusterFacts;
  /**
   * What is wrong with it.
   * @internal
   */
  public readonly _problems: readonly Problem[];
  /**
   * Where the program made it.
   * @internal
   */
  public readonly _trace: SourceTrace = captureTrace();
  /**
   * What the program wrote itself, of what has a default.
   * @internal
   */
  public readonly _given: ReadonlySet<string>;

  constructor(props: ClusterSpecProps) {
    const own = ownCopy(props);
    const capacity = own.capacity ?? ClusterCapacity.nodeGroups({
      name: 'workers', instanceTypes: ['m5.large'], minSize: 2, maxSize: 5, desiredSize: 3,
    });
    this._given = new Set(Object.entries(own).flatMap(([field, value]) => (value === undefined ? [] : field)));
    this.name = own.name;
    this.region = own.region;
    this.version = own.version ?? DEFAULT_CLUSTER_VERSION;
    this.zones = listOf(own.zones);
    this.endpoints = own.endpoints ?? ClusterEndpoints.publicAndPrivate();
    this.network = own.network ?? ClusterNetwork.own();
    this.nodeGroups = capacity.nodeGroups;
    this.autoMode = capacity.autoMode;
    this.identities = listOf(own.identities).filter((one) => one instanceof WorkloadIdentity);
    this.addons = completed(own.addons, this.autoMode !== undefined);
    this.logs = own.logs === undefined ? Object.values(ControlPlaneLog) : listOf(own.logs);
    this.logRetentionDays = own.logRetentionDays;
    this.encryptionKeyArn = own.encryptionKeyArn;
    this.admins = listOf(own.admins).filter((one) => one instanceof ClusterAdmin);
    this.tags = own.tags ?? {};
    this.facts = { clusterName: this.name, region: this.region, kubernetesVersion: this.version };
    this._problems = [...checkLists(own), ...checkSpec(this)];
  }
}

function completed(given: readonly ClusterAddon[] | undefined, auto: boolean): readonly ClusterAddon[] {
  const { podIdentityAgent, vpcCni, kubeProxy, coreDns } = ClusterAddon;
  const needed = auto ? [] : [podIdentityAgent(), vpcCni(), kubeProxy(), coreDns()];
  const wanted = given === undefined
    ? [ClusterAddon.metricsServer()]
    : listOf(given).filter((one) => one instanceof ClusterAddon);
  const missing = needed.filter(({ name }) => !wanted.some((addon) => addon.name === name));
  return [...missing, ...wanted].sort((one, other) => one._rank - other._rank);
}

/** In JavaScript a list may be one thing without brackets, or be left out. */
function checkLists(props: ClusterSpecProps): Problem[] {
  const { zones, identities, addons, logs, admins } = props;
  return [
    ...Object.entries({ zones, identities, addons, logs, admins }).map(([field, value]) => checkIsList(field, value)),
    ...checkMade('identities', identities, WorkloadIdentity), ...checkMade('addons', addons, ClusterAddon),
    ...checkMade('admins', admins, ClusterAdmin),
  ].filter((problem) => problem !== undefined);
}

/** A class whose factories make values. */
interface Made {
  readonly name: string;
  [Symbol.hasInstance](one: unknown): boolean;
}

/** What is no list is one thing to `listOf`, and is said already. */
function checkMade(field: string, given: unknown, of: Made): Problem[] {
  if (!Array.isArray(given)) return [];
  return given.filter((one) => !of[Symbol.hasInstance](one)).map((one: unknown) => ({
    code: 'KN-TYP-001',
    message: `\`${field}\` has ${show(one)}, which is no ${of.name}`,
    received: one,
    allowed: `what the factories of \`${of.name}\` make`,
    fix: `write \`${of.name}\`, a dot, and one of its factories`,
  }));
}
