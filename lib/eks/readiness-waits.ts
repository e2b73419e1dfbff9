import { type Fields, fieldsOf, groupOf, type PlacedObject, Wave } from '../core';
import { kubectlKind } from './object-ids';

/** What is asked of kubectl until it prints something, which is when an object is ready. */
export interface ReadinessWait {
  readonly objectType: string;
  readonly objectName: string;
  readonly jsonPath: string;
}

type PathOf = (manifest: Fields) => string | undefined;

/** The controller saw what was applied last. */
const OF_THIS_GENERATION = '?(@.status.observedGeneration==@.metadata.generation)';

/**
 * Paths that print nothing until an object is ready. A filter of kubectl's paths compares one field with another one or
 * with a text, there is no `and`, and only lists are filtered. So the object is asked for as a list of one, and a
 * second filter is put where it has a list of its own.
 *
 * A Deployment that is complete says so by the reason of its condition `Progressing`. Follows `DeploymentComplete` and
 * `syncRolloutStatus` of kubernetes/pkg/controller/deployment. Sets have no such reason: what of them is there is
 * waited for, while pods of an earlier version may still be among it.
 */
const WORKLOADS: Readonly<Record<string, PathOf>> = {
  'apps/Deployment': () => `.items[${OF_THIS_GENERATION}].status.conditions[?(@.reason=="NewReplicaSetAvailable")].type`,
  'apps/DaemonSet': () => '.items[?(@.status.updatedNumberScheduled==@.status.desiredNumberScheduled)].status.numberAvailable',
  'apps/StatefulSet': () => '.items[?(@.status.availableReplicas==@.spec.replicas)].status.updateRevision',
};

/** The certificate is written once whoever answers runs; before that the API server refuses what it would ask about. */
const withCertificate: PathOf = () => '.items[*].webhooks[?(@.clientConfig.caBundle)].name';

const ADMISSION: Readonly<Record<string, PathOf>> = {
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': withCertificate,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': withCertificate,
};

/** Issuers have the one condition `Ready`. */
const whereTrue: PathOf = () => '.items[*].status.conditions[?(@.status=="True")].type';

const BY_WAVE: Readonly<Partial<Record<Wave, Readonly<Record<string, PathOf>>>>> = {
  [Wave.CONTROLLERS]: WORKLOADS,
  [Wave.ADMISSION]: ADMISSION,
  [Wave.ISSUERS]: { 'cert-manager.io/Issuer': whereTrue, 'cert-manager.io/ClusterIssuer': whereTrue },
  [Wave.CREDENTIALS]: {
    'external-secrets.io/ExternalSecret': () => '.items[*].status.conditions[?(@.reason=="SecretSynced")].type',
  },
  [Wave.KNATIVE]: {
    ...WORKLOADS,
    'operator.knative.dev/KnativeServing': installedVersion,
    'operator.knative.dev/KnativeEventing': installedVersion,
  },
  [Wave.KNATIVE_ADMISSION]: ADMISSION,
};

/**
 * The operator writes the version when all Deployments of it are available, and leaves that of before until then, so
 * that the wait of an upgrade ends when the upgrade has. Pods of before may answer for a while longer, and a change of
 * the configuration alone is not waited for. Follows `CheckDeployments` and `MarkStatusSuccess` of
 * knative.dev/operator/pkg/reconciler/common.
 */
function installedVersion({ spec }: Fields): string {
  const { version } = fieldsOf(spec);
  return typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version)
    ? `.items[?(@.status.version=="${version}")].status.version`
    : '.items[*].status.version';
}

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
