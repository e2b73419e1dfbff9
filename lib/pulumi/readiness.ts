import { type Fields, fieldsOf, groupOf, isAwaited, isFields, listOfFields, type ReadObject } from '../core';
import { isAtLeast, kubernetesVersion } from './peers';

/** How Pulumi is to wait for an object. */
export interface Awaiting {
  /**
   * What has to be true of the live object, all of it at once.
   * @default - nothing is asked
   */
  readonly waitFor?: readonly string[];
  /**
   * What is asked where the object cannot be waited for, because what it needs comes after it.
   * @default - nothing
   */
  readonly otherwise?: readonly string[];
  /** Whether Pulumi waits for objects of this kind by itself, and for what is right. */
  readonly byItself?: boolean;
  /** Whether Pulumi waits for objects of this kind by itself, and for more than the program means. */
  readonly tooMuch?: boolean;
  /**
   * Seconds.
   * @default - ten minutes, which is what Pulumi waits
   */
  readonly timeout?: number;
}

const WAIT_FOR = 'pulumi.com/waitFor';
const SKIP_AWAIT = 'pulumi.com/skipAwait';
const TIMEOUT = 'pulumi.com/timeoutSeconds';

const NOTHING: Awaiting = {};
const BY_ITSELF: Awaiting = { byItself: true };
const TOO_MUCH: Awaiting = { tooMuch: true };

const condition = (type: string): Awaiting => ({ waitFor: [`condition=${type}`] });
const READY = condition('Ready');
type Rule = (object: ReadObject, isNeeded: boolean) => Awaiting;

const always = (awaiting: Awaiting): Rule => () => awaiting;

/** Knative knows the address as soon as it knows the names; follows `configureTraffic` of its route reconciler. */
const withUrl = always({ ...READY, otherwise: ['jsonpath={.status.url}'] });

const specOf = ({ manifest: { spec } }: ReadObject): Fields => fieldsOf(spec);

const deployment: Rule = (object) => {
  const { paused, replicas } = specOf(object);
  return paused === true || replicas === 0 ? TOO_MUCH : BY_ITSELF;
};

/** Pulumi waits for all pods to be of the last revision, which some strategies leave to others. */
const statefulSet: Rule = (object) => {
  const { replicas = 1, updateStrategy } = specOf(object);
  const { type, rollingUpdate } = fieldsOf(updateStrategy);
  if (replicas === 0) return TOO_MUCH;
  if (type !== 'OnDelete' && fieldsOf(rollingUpdate).partition === undefined) return BY_ITSELF;
  return Number.isSafeInteger(replicas)
    ? { waitFor: [`jsonpath={.status.readyReplicas}=${String(replicas)}`], tooMuch: true } : TOO_MUCH;
};

const daemonSet: Rule = (object) => fieldsOf(specOf(object).updateStrategy).type === 'OnDelete' ? TOO_MUCH : BY_ITSELF;

/** Seconds: a Job that is removed sooner may be gone before Pulumi has seen that it is complete. */
const SEEN_FOR_SURE = 60;

/** A Job of a program may take as long as it likes, or need what comes later; what is said to come after it, waits. */
const job: Rule = (object, isNeeded) => {
  const { suspend, ttlSecondsAfterFinished: kept } = specOf(object);
  const isSeen = suspend !== true && (typeof kept !== 'number' || kept >= SEEN_FOR_SURE);
  return isSeen && (isNeeded || isAwaited(object.wave)) ? BY_ITSELF : TOO_MUCH;
};

/**
 * A Service needs no pods to be there for others, and none of the program may be ready before what comes later. A load
 * balancer has an address, for which programs make records; Pulumi by itself waits for its pods as well.
 */
const service: Rule = (object) => specOf(object).type !== 'LoadBalancer' ? TOO_MUCH
  : { waitFor: ["jsonpath={.status.loadBalancer.ingress[*]['hostname','ip']}"], byItself: true };

/** Pulumi waits for the data of tokens, and for that of no other Secret. */
const secret: Rule = ({ manifest: { type } }) =>
  type === 'kubernetes.io/service-account-token' ? BY_ITSELF : NOTHING;

/** Only where something in a later step uses it. */
const inAwaitedStep = (rule: Rule): Rule => (object, isNeeded) =>
  isAwaited(object.wave) ? rule(object, isNeeded) : NOTHING;

/** Whoever answers writes its certificate in once it runs: one question for each, as only one node is looked at. */
const webhooks: Rule = ({ manifest }) => {
  const open = listOfFields(manifest.webhooks).flatMap((webhook, index) => {
    const { service: inCluster, caBundle } = fieldsOf(webhook.clientConfig);
    return inCluster !== undefined && (caBundle === undefined || caBundle === '') ? [index] : [];
  });
  const waitFor = open.map((index) => `jsonpath={.webhooks[${index}].clientConfig.caBundle}`);
  return open.length === 0 ? NOTHING : { waitFor };
};

/** Nodes that are to take the pods may not be there yet, and images of all of Knative are loaded. */
const INSTALLATION_SECONDS = 1_200;

/** The operator writes the version when all that is of it runs, and leaves that of before until then. */
const installed: Rule = (object) => {
  const { version } = specOf(object);
  const isExact = typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version);
  return {
    waitFor: ['condition=Ready', `jsonpath={.status.version}${isExact ? `=${version}` : ''}`], timeout: INSTALLATION_SECONDS,
  };
};

/** Follows the controllers of the Vault Secrets Operator (controllers/*_controller.go), as `readinessOf` does. */
const VALID = always({ waitFor: ['jsonpath={.status.valid}=true'] });

/**
 * Written for this generation, and no condition says otherwise: versions before 1.3 have none, and later ones note the
 * generation also where they failed. A path selects what is in a list or below an object, so that the status is asked
 * for as one of the object's own fields. The parser of the provider takes no blank between a bracket and an operator
 * (github.com/theory/jsonpath 0.9), and its `waitFor` no `!=`.
 */
const WRITTEN = 'jsonpath={$[?@.lastGeneration==$.metadata.generation&&!(@.valid==false)'
  + "&&!@.conditions[?@.type=='Ready'&&!(@.status=='True')]]}";
const written = always({ waitFor: [WRITTEN] });
/** Before 4.24, paths compare no fields with others. */
const WRITTEN_ONCE = 'jsonpath={.status.lastGeneration}';

const BY_KIND: Readonly<Record<string, Rule>> = {
  '/PersistentVolume': always(BY_ITSELF),
  '/PersistentVolumeClaim': always(TOO_MUCH),
  '/Pod': always(BY_ITSELF),
  '/ReplicationController': always(BY_ITSELF),
  '/ResourceQuota': always(TOO_MUCH),
  '/Secret': secret,
  '/Service': service,
  'apps/Deployment': deployment,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'batch/Job': job,
  'networking.k8s.io/Ingress': always(TOO_MUCH),
  'apiextensions.k8s.io/CustomResourceDefinition': always(condition('Established')),
  'apiregistration.k8s.io/APIService': inAwaitedStep(always(condition('Available'))),
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': inAwaitedStep(webhooks),
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': inAwaitedStep(webhooks),
  'cert-manager.io/Issuer': always(READY),
  'cert-manager.io/ClusterIssuer': always(READY),
  'external-secrets.io/SecretStore': always(READY),
  'external-secrets.io/ClusterSecretStore': always(READY),
  'external-secrets.io/ExternalSecret': always(READY),
  'external-secrets.io/ClusterExternalSecret': always(READY),
  'secrets.hashicorp.com/VaultConnection': VALID,
  'secrets.hashicorp.com/VaultAuth': VALID,
  'secrets.hashicorp.com/VaultAuthGlobal': VALID,
  'secrets.hashicorp.com/HCPAuth': VALID,
  'secrets.hashicorp.com/SecretTransformation': VALID,
  'secrets.hashicorp.com/HCPVaultSecretsApp': written,
  'secrets.hashicorp.com/VaultStaticSecret': written,
  'secrets.hashicorp.com/VaultDynamicSecret': written,
  'secrets.hashicorp.com/VaultPKISecret': written,
  'operator.knative.dev/KnativeServing': installed,
  'operator.knative.dev/KnativeEventing': installed,
  'serving.knative.dev/Service': withUrl,
  'serving.knative.dev/Route': withUrl,
  // It has no status.
  'eventing.knative.dev/RabbitmqBrokerConfig': always(NOTHING),
};

/** Groups of Knative, of which every other kind has a condition `Ready`. */
const KNATIVE: ReadonlySet<string> = new Set([
  'serving.knative.dev', 'eventing.knative.dev', 'messaging.knative.dev', 'flows.knative.dev', 'sources.knative.dev',
  'sinks.knative.dev', 'bindings.knative.dev',
]);

/**
 * How Pulumi is to wait for an object, if at all. What has no entry is ready once it is there, or is nothing that
 * others wait for: the reasons stand in `test/pulumi/readiness.test.ts`.
 * @param isNeeded whether the program says that something comes after it
 */
export function awaitingOf(object: ReadObject, isNeeded: boolean): Awaiting {
  const group = groupOf(object.identity.apiVersion);
  const key = `${group}/${object.identity.kind}`;
  const rule = Object.hasOwn(BY_KIND, key) ? BY_KIND[key] : undefined;
  const awaiting = rule?.(object, isNeeded) ?? (KNATIVE.has(group) ? READY : NOTHING);
  const own = annotationsIn(object);
  if (own[SKIP_AWAIT] === 'true') return NOTHING;
  return own[WAIT_FOR] === undefined && own[SKIP_AWAIT] === undefined ? awaiting : BY_ITSELF;
}

/** Whether Pulumi waits for an object, where nothing stands against it. */
export function isWaitedFor({ waitFor, byItself }: Awaiting): boolean {
  return waitFor !== undefined || byItself === true;
}

function annotationsIn({ manifest: { metadata } }: ReadObject): Fields {
  const { annotations } = fieldsOf(metadata);
  return isFields(annotations) ? annotations : {};
}

/** Kinds whose removal is not waited for with `skipAwait`. Follows `allowsSkipAwaitWithDelete` of pulumi-kubernetes. */
const REMOVED_AT_ONCE: ReadonlySet<string> = new Set([
  '/Namespace', '/Pod', '/ReplicationController', 'apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet', 'batch/Job',
]);

/** True of whatever is there. */
const THERE = 'jsonpath={.metadata.name}';

/**
 * The `pulumi.com/...` annotations that an object gets: until when Pulumi waits for it. What the program wrote itself
 * stays. Versions below 4.18 of the provider know no `waitFor`, and wait for kinds of Kubernetes alone.
 *
 * An object that is replaced has to be gone before it is made again, so that one whose removal `skipAwait` would leave
 * unwatched waits for what is always true.
 * @param isOrdered whether the object is waited for: nothing that it needs comes after it
 * @param version of `@pulumi/kubernetes`, by which its provider is chosen
 */
export function annotationsOf(
  object: ReadObject, awaiting: Awaiting, isOrdered: boolean, version: string = kubernetesVersion(),
): Readonly<Record<string, string>> {
  const own = annotationsIn(object);
  if (own[WAIT_FOR] !== undefined || own[SKIP_AWAIT] !== undefined) return {};
  const { timeout, byItself = false, tooMuch = false } = awaiting;
  const asked = isOrdered ? awaiting.waitFor : awaiting.otherwise;
  if (asked !== undefined && (!byItself && !tooMuch || isAtLeast(version, 18))) {
    return {
      [WAIT_FOR]: expressions(asked, version),
      ...timeout === undefined || own[TIMEOUT] !== undefined ? {} : { [TIMEOUT]: String(timeout) },
    };
  }
  if (!tooMuch && (isOrdered || !isWaitedFor(awaiting))) return {};
  const { apiVersion, kind } = object.identity;
  const isRemovedAtOnce = REMOVED_AT_ONCE.has(`${groupOf(apiVersion)}/${kind}`);
  return isRemovedAtOnce && isAtLeast(version, 18) && (byItself || tooMuch)
    ? { [WAIT_FOR]: THERE } : { [SKIP_AWAIT]: 'true' };
}

function expressions(asked: readonly string[], version: string): string {
  const known = asked.map((each) => each === WRITTEN && !isAtLeast(version, 24) ? WRITTEN_ONCE : each);
  return known.length === 1 ? known[0] ?? '' : JSON.stringify(known);
}
