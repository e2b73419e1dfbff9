import type { ApiObject } from 'cdk8s';
import { groupOf } from './kinds';

/**
 * The steps in which a system is installed, first to last; it is removed in reverse. What is in one step may be applied
 * at once. `isAwaited` says after which ones to wait until all of it is ready. What Knative itself joins is not
 * awaited: a broker may send its dead letters to a sequence whose last reply goes to the broker.
 */
export enum Wave {
  /** Namespaces, priority classes: what everything else lies in. */
  FOUNDATION = 'foundation',
  /** CustomResourceDefinitions, which must be established before the first object of their kinds. */
  DEFINITIONS = 'definitions',
  /** Accounts, roles, Secrets and ConfigMaps, which workloads find when they start. */
  CONFIGURATION = 'configuration',
  /** Controllers: cert-manager, Contour, the Knative operator, ExternalDNS. */
  CONTROLLERS = 'controllers',
  /** Admission webhooks of those controllers: before they answer, the API server refuses what it asks them about. */
  ADMISSION = 'admission',
  /** What those controllers are told before Knative looks for it: issuers, secret stores. */
  ISSUERS = 'issuers',
  /** Credentials that other operators fill in: for registries, brokers, sinks and sources. */
  CREDENTIALS = 'credentials',
  /** KnativeServing and KnativeEventing, or the workloads of a release: ready when all of their Deployments are. */
  KNATIVE = 'knative',
  /** Admission webhooks of Knative, where the program writes them and not the operator. */
  KNATIVE_ADMISSION = 'knative-admission',
  /** Services, functions, Deployments, jobs: what takes events. */
  SERVICES = 'services',
  /** Brokers, channels and sinks, whose dead letters go to services. */
  BROKERS = 'brokers',
  /** Triggers, subscriptions, policies, domain mappings: what joins the others. */
  WIRING = 'wiring',
  /** Sources last: their first event finds everybody in place. */
  SOURCES = 'sources',
  /** Jobs that move what is stored to the versions of an upgraded release. */
  MIGRATIONS = 'migrations',
}

/** All steps, first to last. */
export const WAVES: readonly Wave[] = Object.values(Wave);

/** What is used before Knative tries again: a kind, a webhook, an issuer, a Secret of a pod. */
const AWAITED: readonly Wave[] = [
  Wave.FOUNDATION, Wave.DEFINITIONS, Wave.CONTROLLERS, Wave.ADMISSION, Wave.ISSUERS, Wave.CREDENTIALS, Wave.KNATIVE,
  Wave.KNATIVE_ADMISSION, Wave.MIGRATIONS,
];

/** Whether all objects of a step have to be ready before the next one begins. */
export function isAwaited(wave: Wave): boolean {
  return AWAITED.includes(wave);
}

/** What decides the step of an object. */
export interface WaveObject {
  readonly apiVersion: string;
  readonly kind: string;
}

const BY_KIND: Readonly<Record<string, Wave>> = {
  '/Namespace': Wave.FOUNDATION,
  'scheduling.k8s.io/PriorityClass': Wave.FOUNDATION,
  'apiextensions.k8s.io/CustomResourceDefinition': Wave.DEFINITIONS,
  '/ConfigMap': Wave.CONFIGURATION,
  '/Secret': Wave.CONFIGURATION,
  '/ServiceAccount': Wave.CONFIGURATION,
  '/ResourceQuota': Wave.CONFIGURATION,
  '/LimitRange': Wave.CONFIGURATION,
  '/PersistentVolumeClaim': Wave.CONFIGURATION,
  'networking.k8s.io/NetworkPolicy': Wave.CONFIGURATION,
  'rbac.authorization.k8s.io/Role': Wave.CONFIGURATION,
  'rbac.authorization.k8s.io/RoleBinding': Wave.CONFIGURATION,
  'rbac.authorization.k8s.io/ClusterRole': Wave.CONFIGURATION,
  'rbac.authorization.k8s.io/ClusterRoleBinding': Wave.CONFIGURATION,
  'cert-manager.io/ClusterIssuer': Wave.ISSUERS,
  'cert-manager.io/Issuer': Wave.ISSUERS,
  'cert-manager.io/Certificate': Wave.ISSUERS,
  'projectcontour.io/TLSCertificateDelegation': Wave.ISSUERS,
  'operator.knative.dev/KnativeServing': Wave.KNATIVE,
  'operator.knative.dev/KnativeEventing': Wave.KNATIVE,
  'external-secrets.io/ExternalSecret': Wave.CREDENTIALS,
  'external-secrets.io/ClusterExternalSecret': Wave.CREDENTIALS,
  'secrets.hashicorp.com/VaultStaticSecret': Wave.CREDENTIALS,
  'secrets.hashicorp.com/VaultDynamicSecret': Wave.CREDENTIALS,
  'secrets.hashicorp.com/VaultPKISecret': Wave.CREDENTIALS,
  'networking.internal.knative.dev/ClusterDomainClaim': Wave.SERVICES,
  'serving.knative.dev/Service': Wave.SERVICES,
  'serving.knative.dev/Configuration': Wave.SERVICES,
  'sinks.knative.dev/JobSink': Wave.SERVICES,
  'sinks.knative.dev/IntegrationSink': Wave.SERVICES,
  'eventing.knative.dev/EventTransform': Wave.SERVICES,
  'serving.knative.dev/Route': Wave.WIRING,
  'serving.knative.dev/DomainMapping': Wave.WIRING,
  'eventing.knative.dev/Broker': Wave.BROKERS,
  'eventing.knative.dev/KafkaSink': Wave.BROKERS,
  'messaging.knative.dev/Channel': Wave.BROKERS,
  'messaging.knative.dev/InMemoryChannel': Wave.BROKERS,
  'messaging.knative.dev/KafkaChannel': Wave.BROKERS,
  // Of a program, its own workloads answer these, which are services like others.
  'apiregistration.k8s.io/APIService': Wave.WIRING,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': Wave.WIRING,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': Wave.WIRING,
  'flows.knative.dev/Sequence': Wave.WIRING,
  'flows.knative.dev/Parallel': Wave.WIRING,
};

const BY_GROUP: Readonly<Record<string, Wave>> = {
  'external-secrets.io': Wave.ISSUERS,
  'secrets.hashicorp.com': Wave.ISSUERS,
  'sources.knative.dev': Wave.SOURCES,
  'eventing.knative.dev': Wave.WIRING,
  'messaging.knative.dev': Wave.WIRING,
  'flows.knative.dev': Wave.WIRING,
};

/** What makes other objects and is asked about them, where it comes with a release: cert-manager, Contour, Knative. */
const OF_CONTROLLERS: Readonly<Record<string, Wave>> = {
  '/Service': Wave.CONTROLLERS,
  'policy/PodDisruptionBudget': Wave.CONTROLLERS,
  'apps/Deployment': Wave.CONTROLLERS,
  'apps/DaemonSet': Wave.CONTROLLERS,
  'apps/StatefulSet': Wave.CONTROLLERS,
  'autoscaling/HorizontalPodAutoscaler': Wave.CONTROLLERS,
  'apiregistration.k8s.io/APIService': Wave.CONTROLLERS,
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': Wave.ADMISSION,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': Wave.ADMISSION,
};

/**
 * The step in which an object is applied; what nobody knows goes with the services. So do Deployments and the like:
 * they may need a Secret that another operator fills in, or the address that a binding gives them, to be ready.
 */
export function waveOf({ apiVersion, kind }: WaveObject): Wave {
  const group = groupOf(apiVersion);
  return BY_KIND[`${group}/${kind}`] ?? BY_GROUP[group] ?? Wave.SERVICES;
}

/** The step of an object that a controller or its release brings: its workloads run before what they are there for. */
export function waveOfInstalled(object: WaveObject): Wave {
  return OF_CONTROLLERS[`${groupOf(object.apiVersion)}/${object.kind}`] ?? waveOf(object);
}

const PLACED = new WeakMap<ApiObject, Wave>();

/**
 * Says that an object belongs to another step than others of its kind, such as the Deployments of a Knative release.
 * @internal
 */
export function placeInWave(object: ApiObject, wave: Wave): void {
  PLACED.set(object, wave);
}

/**
 * The step of an object of cert-manager, Contour, the operator and the like. What their files have of kinds of their
 * own they read when they start, and Jobs make what their pods wait for, such as certificates.
 */
export function waveOfController(object: WaveObject): Wave {
  const wave = waveOfInstalled(object);
  return wave === Wave.SERVICES ? Wave.CONTROLLERS : wave;
}

/** The step in which an object of a program is applied. */
export function waveOfObject(object: ApiObject): Wave {
  return PLACED.get(object) ?? waveOf(object);
}

/** Objects in the order in which they are applied; those of one step keep the order that they have. */
export function inApplyOrder<T extends WaveObject>(objects: readonly T[]): T[] {
  return inOrderBy(objects, waveOf);
}

/**
 * Objects in the order in which they are removed, the reverse of that in which they are applied. Nothing tells a
 * Deployment of a release from others by then, so that workloads go after all that they may answer for.
 */
export function inRemovalOrder<T extends WaveObject>(objects: readonly T[]): T[] {
  return inOrderBy(objects, waveOfInstalled).reverse();
}

function inOrderBy<T extends WaveObject>(objects: readonly T[], waveFor: (object: T) => Wave): T[] {
  const positions = new Map(objects.map((object) => [object, WAVES.indexOf(waveFor(object))]));
  return [...objects].sort((a, b) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0));
}
