import { type Fields, fieldsOf, groupOf, type PlacedObject, Wave } from '../core';
import { kubectlKind } from './object-ids';

/** What is asked of kubectl until it prints something, which is when an object is ready. */
export interface ReadinessWait {
  readonly objectType: string;
  readonly objectName: string;
  readonly jsonPath: string;
}

type PathOf = (manifest: Fields) => string | undefined;
type Paths = Readonly<Record<string, PathOf>>;

/**
 * Paths that print nothing until an object is ready, by the same rules as `readinessOf` of `core`. A filter of
 * kubectl's paths compares one field with another one or with a text, there is no `and`, and only lists are filtered.
 * So the object is asked for as a list of one, a second filter is put where it has a list of its own, and what must not
 * be stands before as `never`. What two paths print is printed together, which is an `or`.
 */
const all = (...paths: readonly string[]): string => paths.join('}{');

/**
 * Fails where something is at a path of names, and prints nothing otherwise: kubectl refuses to filter what is no
 * list, and is asked again. Follows `evalFilter` of k8s.io/client-go/util/jsonpath. A field that is not there is not
 * compared, so that this is for fields that are there whenever they matter. With the failure goes all of the object,
 * for which the answer to CloudFormation is too long when time is up: this is for what cannot be said otherwise.
 */
const never = (path: string): string => `${path}[?(@.none)]`;

/** The controller saw what was applied last. */
const OF_THIS_GENERATION = '?(@.status.observedGeneration==@.metadata.generation)';
const notBefore = never('.items[?(@.status.observedGeneration<@.metadata.generation)].metadata.name');

/**
 * A Deployment that is complete says so by the reason of its condition `Progressing`. Follows `DeploymentComplete` and
 * `syncRolloutStatus` of kubernetes/pkg/controller/deployment.
 */
const deployment: PathOf = () => `.items[${OF_THIS_GENERATION}].status.conditions[?(@.reason=="NewReplicaSetAvailable")].type`;

/** Numbers of nothing are left out of the status, but for that of the nodes that are wanted. */
const daemonSet: PathOf = ({ spec }) => all(
  notBefore,
  never('.items[?(@.status.numberUnavailable>0)].metadata.name'),
  fieldsOf(fieldsOf(spec).updateStrategy).type === 'OnDelete' ? '.items[*].status.numberAvailable'
    : '.items[?(@.status.updatedNumberScheduled==@.status.desiredNumberScheduled)].status.numberAvailable',
  '.items[?(@.status.desiredNumberScheduled==0)].status.observedGeneration',
);

const statefulSet: PathOf = ({ spec }) => {
  const { type, rollingUpdate } = fieldsOf(fieldsOf(spec).updateStrategy);
  const isWhole = type !== 'OnDelete' && fieldsOf(rollingUpdate).partition === undefined;
  return all(
    notBefore,
    never('.items[?(@.status.readyReplicas<@.spec.replicas)].metadata.name'),
    isWhole ? '.items[?(@.status.updatedReplicas==@.spec.replicas)].status.readyReplicas' : '.items[*].status.readyReplicas',
    '.items[?(@.spec.replicas==0)].status.observedGeneration',
  );
};

/** Seconds: kubectl is asked every ten. */
const SEEN_FOR_SURE = 60;

/** A Job that is removed as soon as it is done, or that is not to begin, is not asked about. */
const job: PathOf = ({ spec }) => {
  const { suspend, ttlSecondsAfterFinished: kept } = fieldsOf(spec);
  const isSeen = suspend !== true && (typeof kept !== 'number' || kept >= SEEN_FOR_SURE);
  return isSeen ? '.items[*].status.conditions[?(@.type=="Complete")].type' : undefined;
};

/** Of what has one condition, which is that of its success. */
const whereTrue: PathOf = () => '.items[*].status.conditions[?(@.status=="True")].type';

const WORKLOADS: Paths = {
  'apps/Deployment': deployment,
  'apps/DaemonSet': daemonSet,
  'apps/StatefulSet': statefulSet,
  'batch/Job': job,
  'apiregistration.k8s.io/APIService': whereTrue,
};

/** The certificate is written once whoever answers runs; before that the API server refuses what it would ask about. */
const withCertificate: PathOf = ({ webhooks }) => {
  const isAwaited = Array.isArray(webhooks) && webhooks.some((webhook) => {
    const { service, caBundle } = fieldsOf(fieldsOf(webhook).clientConfig);
    return service !== undefined && (caBundle === undefined || caBundle === '');
  });
  return isAwaited ? '.items[*].webhooks[?(@.clientConfig.caBundle)].name' : undefined;
};

const ADMISSION: Paths = {
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': withCertificate,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': withCertificate,
};

/**
 * Of `Established` alone, and not before the server serves the kind. Follows `establishing_controller.go` of
 * k8s.io/apiextensions-apiserver.
 */
const definition: PathOf = () => '.items[*].status.conditions[?(@.reason=="InitialNamesAccepted")].type';

/** Issuers have the one condition `Ready`, which says what generation it is of. */
const issuer: PathOf = () => '.items[?(@.status.conditions[0].observedGeneration==@.metadata.generation)]'
  + '.status.conditions[?(@.status=="True")].type';

/** Follows the controllers of the Vault Secrets Operator (controllers/*_controller.go), as `readinessOf` does. */
const valid: PathOf = () => '.items[?(@.status.valid==true)].metadata.name';
/**
 * Versions before 1.3 have no conditions. Later ones note the generation also where they failed, and say so by
 * `Healthy`, which is as true as `Ready` and has a reason of its own for it (`newHealthyCondition`); another condition,
 * such as that of restarts, may be false for good.
 */
const WRITTEN = all(
  never('.items[*].status.conditions[?(@.reason=="Unhealthy")].type'),
  '.items[?(@.status.lastGeneration==@.metadata.generation)].metadata.name',
);
const written: PathOf = () => WRITTEN;
const writtenAndValid: PathOf = () => all(never('.items[?(@.status.valid==false)].metadata.name'), WRITTEN);

/**
 * The operator writes the version when all Deployments of it are available, and leaves that of before until then. It
 * notes the generation when it begins, so that each condition has to be true as well: a kind or a feature that is
 * switched on is there before what needs it. Pods of before may answer for a while longer. Follows `ReconcileKind`,
 * `CheckDeployments` and `MarkStatusSuccess` of knative.dev/operator/pkg/reconciler.
 */
const installed: PathOf = ({ spec }) => {
  const { version } = fieldsOf(spec);
  const isExact = typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version);
  return all(
    never('.items[*].status.conditions[?(@.status!="True")].type'),
    ...isExact ? [never(`.items[?(@.status.version!="${version}")].metadata.name`)] : [],
    `.items[${OF_THIS_GENERATION}].status.version`,
  );
};

/** Also what has no entry has been decided about: the reasons stand in `test/eks/readiness-waits.test.ts`. */
const BY_WAVE: Readonly<Partial<Record<Wave, Paths>>> = {
  [Wave.DEFINITIONS]: { 'apiextensions.k8s.io/CustomResourceDefinition': definition },
  [Wave.CONTROLLERS]: WORKLOADS,
  [Wave.ADMISSION]: ADMISSION,
  [Wave.ISSUERS]: {
    'cert-manager.io/Issuer': issuer,
    'cert-manager.io/ClusterIssuer': issuer,
    'external-secrets.io/SecretStore': whereTrue,
    'external-secrets.io/ClusterSecretStore': whereTrue,
    'secrets.hashicorp.com/VaultConnection': valid,
    'secrets.hashicorp.com/VaultAuth': valid,
    'secrets.hashicorp.com/VaultAuthGlobal': valid,
    'secrets.hashicorp.com/HCPAuth': valid,
    'secrets.hashicorp.com/SecretTransformation': valid,
    'secrets.hashicorp.com/HCPVaultSecretsApp': written,
  },
  [Wave.CREDENTIALS]: {
    'external-secrets.io/ExternalSecret': () => '.items[*].status.conditions[?(@.reason=="SecretSynced")].type',
    'external-secrets.io/ClusterExternalSecret': whereTrue,
    'secrets.hashicorp.com/VaultStaticSecret': written,
    'secrets.hashicorp.com/VaultDynamicSecret': written,
    'secrets.hashicorp.com/VaultPKISecret': writtenAndValid,
  },
  [Wave.KNATIVE]: {
    ...WORKLOADS,
    'operator.knative.dev/KnativeServing': installed,
    'operator.knative.dev/KnativeEventing': installed,
  },
  [Wave.KNATIVE_ADMISSION]: ADMISSION,
  [Wave.MIGRATIONS]: { 'batch/Job': job },
};

/**
 * How to wait for an object, where something in a later step needs it to be ready; `undefined` where it is ready once
 * it is there, or where kubectl cannot say.
 */
export function waitFor({ identity, wave }: PlacedObject, manifest: Fields): ReadinessWait | undefined {
  const { apiVersion, kind, name } = identity;
  const jsonPath = BY_WAVE[wave]?.[`${groupOf(apiVersion)}/${kind}`]?.(manifest);
  if (jsonPath === undefined || isLeftAtNone(manifest)) return undefined;
  return {
    objectType: kubectlKind(apiVersion, kind),
    // In place of a name, so that kubectl answers with a list.
    objectName: `--field-selector=metadata.name=${name}`,
    jsonPath,
  };
}

/** A workload that the program wants no pods of. */
function isLeftAtNone({ spec }: Fields): boolean {
  return fieldsOf(spec).replicas === 0;
}
