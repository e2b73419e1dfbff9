/** Fields by the reason why no program writes them. */
type Reasons = Readonly<Record<string, readonly string[]>>;

const METADATA: Reasons = {
  'managed by Kubernetes': [
    'creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'finalizers', 'generateName', 'generation',
    'managedFields', 'name', 'namespace', 'ownerReferences', 'resourceVersion', 'selfLink', 'uid',
  ],
};

const WINDOWS = 'the data plane of Knative runs on Linux';
const NODE = 'not typed: it hands the node or its kernel to the pod, and no source needs it';
const PATCH = 'not typed: Knative services do not have it either; a JSON patch reaches it';
const CLAIM = 'superseded by spec.volumes[].persistentVolumeClaim';

/** Of every container. */
const CONTAINER: Reasons = {
  'superseded by the default: there is `v1` only': ['env[].valueFrom.fieldRef.apiVersion'],
  'it needs a volume that something writes a file of variables to': ['env[].valueFrom.fileKeyRef'],
  [WINDOWS]: ['securityContext.windowsOptions'],
  [NODE]: [
    'securityContext.appArmorProfile', 'securityContext.procMount', 'securityContext.seLinuxOptions', 'volumeDevices',
  ],
  [PATCH]: [
    'lifecycle', 'resizePolicy', 'resources.claims', 'restartPolicy', 'restartPolicyRules', 'volumeMounts[].recursiveReadOnly',
    'volumeMounts[].subPathExpr',
  ],
  'nobody sits before it': ['stdin', 'stdinOnce', 'tty'],
};

const SERVING_CONTAINER: Reasons = {
  [NODE]: ['ports[].hostIP', 'ports[].hostPort'],
  'superseded by the default, TCP': ['ports[].protocol'],
  'Kubernetes refuses it: a readiness probe ends no container': ['readinessProbe.terminationGracePeriodSeconds'],
  'superseded by terminationGracePeriodSeconds of the pod': [
    'livenessProbe.terminationGracePeriodSeconds', 'startupProbe.terminationGracePeriodSeconds',
  ],
};

const INIT_CONTAINER: Reasons = {
  'Kubernetes refuses it: the container runs to its end': ['livenessProbe', 'readinessProbe', 'startupProbe'],
  'nothing reaches a container that runs to its end': ['ports'],
};

const VOLUME: Reasons = {
  'deprecated by Kubernetes, which has CSI drivers in its place': [
    'awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'flexVolume', 'flocker', 'gcePersistentDisk',
    'gitRepo', 'glusterfs', 'photonPersistentDisk', 'portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos',
    'vsphereVolume',
  ],
  [CLAIM]: ['fc', 'iscsi', 'nfs'],
  'superseded by spec.volumes[].projected.sources[].downwardAPI': ['downwardAPI'],
  'superseded by the default: there is `v1` only': ['projected.sources[].downwardAPI.items[].fieldRef.apiVersion'],
  [PATCH]: [
    'projected.sources[].clusterTrustBundle', 'projected.sources[].podCertificate',
    ...['dataSource', 'dataSourceRef', 'resources.limits', 'selector', 'volumeAttributesClassName', 'volumeMode', 'volumeName']
      .map((field) => `ephemeral.volumeClaimTemplate.spec.${field}`),
  ],
};

const POD: Reasons = {
  'Kubernetes refuses it in a template': ['ephemeralContainers'],
  'deprecated: superseded by serviceAccountName': ['serviceAccount'],
  'superseded by nodeSelector and affinity: it passes the scheduler by': ['nodeName'],
  'managed by Kubernetes: it comes from the class': ['overhead', 'preemptionPolicy', 'priority'],
  [WINDOWS]: ['os', 'securityContext.windowsOptions'],
  [NODE]: [
    'hostUsers', 'securityContext.appArmorProfile', 'securityContext.seLinuxChangePolicy', 'securityContext.seLinuxOptions',
    'securityContext.sysctls',
  ],
  [PATCH]: [
    'hostname', 'hostnameOverride', 'readinessGates', 'resourceClaims', 'resources', 'schedulingGates',
    'securityContext.fsGroupChangePolicy', 'securityContext.supplementalGroupsPolicy', 'setHostnameAsFQDN', 'subdomain',
    'workloadRef',
  ],
};

/** Of a pod that a Deployment makes. */
const OF_DEPLOYMENT: Reasons = {
  'Kubernetes refuses it in a Deployment': ['activeDeadlineSeconds'],
  'superseded by the default: a Deployment takes `Always` only': ['restartPolicy'],
};

/** Of a pod that a Job makes. */
const OF_JOB: Reasons = {
  'superseded by spec.job.spec.activeDeadlineSeconds': ['activeDeadlineSeconds'],
  'not typed: a Job ends by itself; a JSON patch reaches it': ['terminationGracePeriodSeconds'],
};

/** Of a Job that a JobSink makes, for every event. */
const JOB: Reasons = {
  'superseded by the default: there is one version of Job': ['apiVersion', 'kind'],
  'managed by Kubernetes': ['spec.managedBy', 'spec.manualSelector', 'spec.selector'],
  'status': ['status'],
};

/** Fields of the Job of a JobSink that no program writes. */
export function jobNotReached(job: string): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries([...below(job, JOB), ...below(`${job}.metadata`, METADATA)]),
    ...podNotReached(`${job}.spec.template`, OF_JOB),
  };
}

/** Fields of a pod template that no program writes, below the path of the template. */
export function podNotReached(template: string, own: Reasons = OF_DEPLOYMENT): Readonly<Record<string, string>> {
  const spec = `${template}.spec`;
  const claim = `${spec}.volumes[].ephemeral.volumeClaimTemplate.metadata`;
  return Object.fromEntries([
    ...below(`${template}.metadata`, METADATA), ...below(claim, METADATA), ...below(spec, POD), ...below(spec, own),
    ...below(`${spec}.volumes[]`, VOLUME),
    ...below(`${spec}.containers[]`, CONTAINER), ...below(`${spec}.containers[]`, SERVING_CONTAINER),
    ...below(`${spec}.initContainers[]`, CONTAINER), ...below(`${spec}.initContainers[]`, INIT_CONTAINER),
  ]);
}

function below(path: string, reasons: Reasons): [string, string][] {
  return Object.entries(reasons).flatMap(([reason, fields]) =>
    fields.map((field): [string, string] => [`${path}.${field}`, reason]));
}
