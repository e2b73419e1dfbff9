import { Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import {
  captureTrace, checkAwsRegion, checkChoice, checkDuration, checkNotLate, checkSwitch, ClusterController,
  type IamPolicyDocument, listOf, LONGEST_GO_DURATION, ownCopy, type Problem, provideController, refuse,
  rememberTrace, type Resource, show, showAll,
} from '../core';
import { Env, Probe, ServiceAccount } from '../pod';
import { checkClusterName } from './aws-cluster-checks';
import { AwsIdentity, type ControllerCluster, type ControllerRights } from './aws-identity';
import { AUTOSCALER_TAG, clusterAutoscalerPolicy } from './aws-policies';
import { AutoscalerExpander, type ClusterAutoscalerProps } from './cluster-autoscaler-options';
import { checkExtraArgs } from './controller-args';
import { ControllerDeployment } from './controller-deployment';
import { durationFlag } from './duration-flag';
import { type ControllerRule, grantAtHome, grantEverywhere } from './controller-rights';
import { documentPolicy } from './policy-document';

const NAME = 'cluster-autoscaler';
const NAMESPACE = 'kube-system';
const PORT = 8085;
const READ = ['get', 'list', 'watch'];
const STEP = Duration.millis(1);

/** Images by minor version of Kubernetes; follows the releases of kubernetes/autoscaler. */
const IMAGES: Readonly<Record<string, string>> = {
  '1.32': 'v1.32.5', '1.33': 'v1.33.5', '1.34': 'v1.34.4', '1.35': 'v1.35.1', '1.36': 'v1.36.1',
};

/**
 * The Cluster Autoscaler for node groups of EKS: its service account, rights and Deployment, in `kube-system`. What its
 * role has to be allowed in AWS is in `policy`, and in the side document `iam/cluster-autoscaler.json`. EKS Auto Mode
 * does the same by itself.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export class ClusterAutoscaler extends Construct {
  /** Service account, which a role or an association of EKS Pod Identity is for. */
  public readonly serviceAccount: ServiceAccount;
  /** Its Deployment, for what no option says. */
  public readonly deployment: Resource;
  /** What its role has to be allowed, and no more. */
  public readonly policy: IamPolicyDocument;
  /** @internal */
  public readonly _rights: ControllerRights;
  /** @internal */
  public readonly _cluster: ControllerCluster;

  constructor(scope: Construct, id: string, props: ClusterAutoscalerProps) {
    super(scope, id);
    rememberTrace(this, captureTrace());
    const own = ownCopy(props);
    const { identity = AwsIdentity.ambient() } = own;
    refuse(this, ...checkAutoscaler(own));
    provideController(this, ClusterController.CLUSTER_AUTOSCALER);
    const { clusterName, region, kubernetesVersion } = own;
    this.policy = clusterAutoscalerPolicy({ clusterName, region, partition: identity._partition(region) });
    documentPolicy(this, NAME, this.policy);
    this._cluster = { clusterName, region, kubernetesVersion };
    const account = { name: NAME, namespace: NAMESPACE };
    this._rights = { account, ...identity._role, policy: this.policy };
    this.serviceAccount = new ServiceAccount(this, 'service-account', { metadata: { ...account, annotations: identity._annotations } });
    grantEverywhere(this, account, EVERYWHERE);
    grantAtHome(this, account, AT_HOME);
    this.deployment = new ControllerDeployment(this, 'deployment', {
      ...account,
      nodeSelector: own.nodeSelector, tolerations: own.tolerations, imagePullSecrets: own.imagePullSecrets,
      priorityClassName: own.priorityClassName ?? 'system-cluster-critical',
      serviceAccount: this.serviceAccount,
      container: {
        image: own.image ?? `registry.k8s.io/autoscaling/cluster-autoscaler:${IMAGES[minorOf(own.kubernetesVersion)] ?? 'unknown'}`,
        command: ['./cluster-autoscaler', ...argsOf(own), ...listOf(own.extraArgs)],
        env: { AWS_REGION: Env.value(String(own.region)) },
        port: PORT,
        livenessProbe: Probe.httpGet('/health-check', { port: PORT }),
        resources: own.resources ?? { memory: { request: Size.mebibytes(600), limit: Size.mebibytes(600) } },
      },
    });
  }
}

function minorOf(version: string): string {
  return /^v?(1\.\d+)([.+-].*)?$/.exec(String(version))?.[1] ?? '';
}

function checkAutoscaler(props: ClusterAutoscalerProps): (Problem | undefined)[] {
  const { scaleDownUtilization: share, scaleDownUnneededTime, scaleDownDelayAfterAdd, expander } = props;
  const range = { min: Duration.seconds(0), max: LONGEST_GO_DURATION, step: STEP };
  return [
    checkClusterName(props.clusterName),
    checkAwsRegion('KN-NET-009', props.region ?? ''),
    props.image === undefined ? checkVersion(props.kubernetesVersion) : undefined,
    checkChoice('KN-POD-048', 'expander', expander, AutoscalerExpander),
    share === undefined || (share >= 0 && share <= 1) ? undefined : {
      code: 'KN-NET-010',
      message: `scaleDownUtilization ${show(String(share))} is no share of a node`,
      received: share,
      allowed: 'a number from 0 to 1',
      fix: 'write `0.5`, for example',
    },
    checkDuration(scaleDownUnneededTime, { ...range, field: 'scaleDownUnneededTime' }),
    checkDuration(scaleDownDelayAfterAdd, { ...range, field: 'scaleDownDelayAfterAdd' }),
    checkSwitch('balanceSimilarNodeGroups', props.balanceSimilarNodeGroups),
    checkSwitch('keepNodesWithLocalStorage', props.keepNodesWithLocalStorage),
    checkSwitch('keepNodesWithSystemPods', props.keepNodesWithSystemPods),
    ...checkExtraArgs('KN-NET-010', props.extraArgs, argsOf(props)),
  ];
}

function checkVersion(version: string): Problem | undefined {
  if (Object.hasOwn(IMAGES, minorOf(version))) return undefined;
  return checkNotLate('kubernetesVersion', version) ?? {
    code: 'KN-NET-010',
    message: `the library knows no image of the Cluster Autoscaler for Kubernetes ${show(version)}`,
    received: version,
    allowed: showAll(Object.keys(IMAGES)),
    fix: 'write the version of the cluster, and `image` with a release of the autoscaler of the same minor version',
  };
}

/** Follows docs of kubernetes/autoscaler, cluster-autoscaler/FAQ.md, for the names of flags. */
function argsOf(props: ClusterAutoscalerProps): string[] {
  const { clusterName, scaleDownUtilization, scaleDownUnneededTime, scaleDownDelayAfterAdd } = props;
  return [
    '--cloud-provider=aws',
    `--node-group-auto-discovery=asg:tag=${AUTOSCALER_TAG}/enabled,${AUTOSCALER_TAG}/${clusterName}`,
    `--expander=${props.expander ?? AutoscalerExpander.LEAST_WASTE}`,
    `--balance-similar-node-groups=${props.balanceSimilarNodeGroups ?? true}`,
    `--skip-nodes-with-local-storage=${props.keepNodesWithLocalStorage ?? false}`,
    `--skip-nodes-with-system-pods=${props.keepNodesWithSystemPods ?? true}`,
    ...scaleDownUtilization === undefined ? [] : [`--scale-down-utilization-threshold=${scaleDownUtilization}`],
    ...durationFlag('scale-down-unneeded-time', scaleDownUnneededTime),
    ...durationFlag('scale-down-delay-after-add', scaleDownDelayAfterAdd),
  ];
}

/** Follows cluster-autoscaler/cloudprovider/aws/examples/cluster-autoscaler-autodiscover.yaml. */
const EVERYWHERE: readonly ControllerRule[] = [
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  { apiGroups: [''], resources: ['pods/eviction'], verbs: ['create'] },
  { apiGroups: [''], resources: ['pods/status'], verbs: ['update'] },
  { apiGroups: [''], resources: ['nodes'], verbs: [...READ, 'update'] },
  {
    apiGroups: [''],
    resources: ['namespaces', 'pods', 'services', 'replicationcontrollers', 'persistentvolumeclaims', 'persistentvolumes'],
    verbs: READ,
  },
  { apiGroups: ['apps'], resources: ['daemonsets', 'replicasets', 'statefulsets'], verbs: READ },
  { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: READ },
  { apiGroups: ['policy'], resources: ['poddisruptionbudgets'], verbs: READ },
  {
    apiGroups: ['storage.k8s.io'],
    resources: ['storageclasses', 'csinodes', 'csidrivers', 'csistoragecapacities', 'volumeattachments'],
    verbs: READ,
  },
  { apiGroups: ['resource.k8s.io'], resources: ['deviceclasses', 'resourceclaims', 'resourceslices'], verbs: READ },
];

/** The lease by which one pod works at a time, and the state that it shows. */
const AT_HOME: readonly ControllerRule[] = [
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], resourceNames: [NAME], verbs: ['get', 'update'] },
  { apiGroups: [''], resources: ['configmaps'], verbs: ['create', 'list', 'watch'] },
  {
    apiGroups: [''],
    resources: ['configmaps'],
    resourceNames: ['cluster-autoscaler-status', 'cluster-autoscaler-priority-expander'],
    verbs: ['delete', 'get', 'update', 'watch'],
  },
];
