import type { ApiObjectMetadata } from 'cdk8s';
import { Feature, type Problem, show, showAll } from '../core';
import { checkQuantity } from '../pod';
import { parseGoDuration } from './go-duration';
import { AUTOSCALING } from './scaling-rules';

/** Keys of the annotations and labels that this library writes or knows, apart from the autoscaler's. */
export const KEYS = {
  visibility: 'networking.knative.dev/visibility',
  ingressClass: 'networking.knative.dev/ingress.class',
  certificateClass: 'networking.knative.dev/certificate.class',
  disableExternalDomainTls: 'networking.knative.dev/disable-external-domain-tls',
  httpProtocol: 'networking.knative.dev/http-protocol',
  rolloutDuration: 'serving.knative.dev/rollout-duration',
  progressDeadline: 'serving.knative.dev/progress-deadline',
  queueProxyPodInfo: 'features.knative.dev/queueproxy-podinfo',
  httpFullDuplex: 'features.knative.dev/http-full-duplex',
} as const;

/** Where an annotation or a label stands: metadata of a kind, or the template of its revisions. */
export enum Place {
  SERVICE = 'service',
  ROUTE = 'route',
  CONFIGURATION = 'configuration',
  DOMAIN_MAPPING = 'domain mapping',
  TEMPLATE = 'template',
}

const NETWORKING = 'networking.knative.dev';
const FEATURES = 'features.knative.dev';
export const QUEUE_SIDECAR = 'queue.sidecar.serving.knative.dev';

/** Older spellings. Knative looks for some of them first, so that they win over the ones of today. */
const ALIASES: ReadonlyMap<string, string> = new Map(Object.entries({
  [`${NETWORKING}/ingress-class`]: KEYS.ingressClass,
  [`${NETWORKING}/certificate-class`]: KEYS.certificateClass,
  [`${NETWORKING}/disableAutoTLS`]: KEYS.disableExternalDomainTls,
  [`${NETWORKING}/disable-auto-tls`]: KEYS.disableExternalDomainTls,
  [`${NETWORKING}/httpOption`]: KEYS.httpProtocol,
  'serving.knative.dev/rolloutDuration': KEYS.rolloutDuration,
  [`${QUEUE_SIDECAR}/resourcePercentage`]: `${QUEUE_SIDECAR}/resource-percentage`,
}));

const PROPS: ReadonlyMap<string, string> = new Map(Object.entries(KEYS).map(([prop, key]) => [key, prop]));
const OWNED_BY_WEBHOOK = ['serving.knative.dev/creator', 'serving.knative.dev/lastModifier'];
const QUEUE_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) =>
  [`${QUEUE_SIDECAR}/${resource}-resource-request`, `${QUEUE_SIDECAR}/${resource}-resource-limit`]);
const QUEUE_PERCENTAGE = `${QUEUE_SIDECAR}/resource-percentage`;
const ROUTING: readonly Place[] = [Place.SERVICE, Place.ROUTE];
const ADDRESSES: readonly Place[] = [...ROUTING, Place.DOMAIN_MAPPING];
const TEMPLATE: readonly Place[] = [Place.TEMPLATE];
/** Where Knative heeds an annotation. A mapping takes the certificate class of the cluster, whatever it says itself. */
const HOMES: ReadonlyMap<string, readonly Place[]> = new Map(Object.entries({
  [KEYS.ingressClass]: ADDRESSES,
  [KEYS.certificateClass]: ROUTING,
  [KEYS.disableExternalDomainTls]: ADDRESSES,
  [KEYS.httpProtocol]: ADDRESSES,
  [KEYS.rolloutDuration]: ROUTING,
  [KEYS.progressDeadline]: TEMPLATE,
}));
/** Labels that Knative writes onto what it makes of an object, in place of what stands there. */
const OWN_LABELS = 'serving.knative.dev/';
/** Keeps a revision although nobody uses it; Knative reads it on the revision, which has it from its template. */
const NO_GC = 'serving.knative.dev/no-gc';

/** The spelling of today of an annotation key. */
export function canonicalKey(key: string): string {
  return ALIASES.get(key) ?? key;
}

/** Checks labels and annotations that a program wrote into the metadata of an object by hand. */
export function checkMetadataByHand(place: Place, metadata: ApiObjectMetadata | undefined): (Problem | undefined)[] {
  const { labels = {}, annotations = {} } = metadata ?? {};
  return [
    ...Object.entries(labels).map(([key, value]) => checkServingLabel(key, value, place)),
    // What is no text is refused with the metadata itself.
    ...Object.entries(annotations).map(([key, value]) =>
      typeof value === 'string' ? checkObjectAnnotation(key, value, place) : undefined),
  ];
}

function checkObjectAnnotation(key: string, value: string, place: Place): Problem | undefined {
  const known = canonicalKey(key);
  // Follows ValidateHasNoAutoscalingAnnotation of pkg/apis/serving/metadata_validation.go.
  if (key.startsWith(AUTOSCALING)) return misplacedScaling(key, value, place);
  if (OWNED_BY_WEBHOOK.includes(known)) return ownedByWebhook(key, value);
  if (known === KEYS.visibility) return visibilityIsLabel(key, value);
  const homes = homesOf(known);
  if (homes === undefined && isKnative(key)) return unknownAnnotation(key, keysOf(place));
  if (homes === undefined || homes.includes(place)) return checkValue(known, value);
  return misplaced(key, value, { place, homes, router: Place.ROUTE });
}

/**
 * Checks one annotation that a program wrote onto a template by hand, but for the autoscaler's. The annotations of
 * networking that admission lets pass on a template have their effect elsewhere, so none is taken here.
 * @param router what routes requests to the revisions of the template
 */
export function checkTemplateAnnotation(key: string, value: string, router: Place): Problem | undefined {
  const known = canonicalKey(key);
  if (OWNED_BY_WEBHOOK.includes(known)) return ownedByWebhook(key, value);
  if (known === KEYS.visibility) return visibilityIsLabel(key, value);
  const homes = homesOf(known);
  // Follows networking.ValidateAnnotations, called by revision_validation.go.
  if (key.startsWith(NETWORKING) || homes === ROUTING) {
    return misplaced(key, value, { place: Place.TEMPLATE, homes: ROUTING, router });
  }
  return checkKnownOnTemplate(known) ?? checkValue(known, value);
}

function homesOf(key: string): readonly Place[] | undefined {
  return [`${FEATURES}/`, `${QUEUE_SIDECAR}/`].some((prefix) => key.startsWith(prefix)) ? TEMPLATE : HOMES.get(key);
}

/** The feature flag that an annotation of a template needs. */
export function featureOfAnnotation(key: string): Feature | undefined {
  return key === KEYS.queueProxyPodInfo ? Feature.QUEUEPROXY_MOUNT_PODINFO : undefined;
}

/** Whether an annotation sets the resources of the queue proxy in the way that Knative is giving up. */
export function isDeprecatedPercentage(key: string): boolean {
  return canonicalKey(key) === QUEUE_PERCENTAGE;
}

/** Checks a label that a program wrote by hand. */
export function checkServingLabel(key: string, value: string, place: Place): Problem | undefined {
  if (key.startsWith(OWN_LABELS)) return ownLabel(key, value);
  if (key !== KEYS.visibility || (ROUTING.includes(place) && value === 'cluster-local')) return undefined;
  return {
    code: 'KN-SVC-006',
    message: `the label ${show(key)} with the value ${show(value)} has no effect on a ${place}`,
    received: value,
    allowed: 'the value `cluster-local`, as a label of the service',
    fix: 'write `visibility: Visibility.CLUSTER_LOCAL`',
  };
}

/** What a program writes by hand although a property says it already. */
export function checkWrittenTwice(
  typed: Readonly<Record<string, string>>, byHand: Readonly<Record<string, string>>,
): Problem[] {
  return Object.keys(byHand).filter((key) => Object.hasOwn(typed, canonicalKey(key))).map((key) => ({
    code: 'KN-SVC-010',
    message: `the annotation ${show(key)} is written by hand, and a property writes it too`,
    received: byHand[key],
    allowed: 'one of the two',
    fix: 'take the annotation away',
  }));
}

function misplacedScaling(key: string, value: string, place: Place): Problem {
  const scales = place === Place.SERVICE || place === Place.CONFIGURATION;
  return {
    code: 'KN-SCL-008',
    message: `${show(key)} stands on the ${place}, where Knative ${place === Place.DOMAIN_MAPPING ? 'ignores' : 'refuses'} `
      + 'annotations of the autoscaler',
    received: value,
    allowed: 'annotations of the autoscaler on the template of the revision',
    fix: `write \`scaling\`${scales ? '' : ' on what has the containers'}, such as \`scaling: Scaling.atLeast(1)\`, in place `
      + 'of the annotation',
  };
}

/** Follows `verifyLabelOwnerRef` of configuration_validation.go; elsewhere the controllers write over the value. */
function ownLabel(key: string, value: string): Problem {
  return {
    code: 'KN-SVC-015',
    message: `the label ${show(key)} is written by Knative itself`,
    received: value,
    allowed: `labels that do not begin with ${show(OWN_LABELS)}`,
    fix: 'write a key of your own, such as `example.com/service`',
  };
}

function ownedByWebhook(key: string, value: string): Problem {
  return {
    code: 'KN-SVC-007',
    message: `${show(key)} is written by Knative itself, which refuses the manifest when it is applied again`,
    received: value,
    allowed: `no annotation ${showAll(OWNED_BY_WEBHOOK)}`,
    fix: 'take the annotation away',
  };
}

function visibilityIsLabel(key: string, value: string): Problem {
  return {
    code: 'KN-SVC-006',
    message: `${show(key)} is an annotation here, and Knative reads the label only`,
    received: value,
    allowed: 'a label of the service',
    fix: 'write `visibility: Visibility.CLUSTER_LOCAL`',
  };
}

interface Misplacement {
  readonly place: Place;
  readonly homes: readonly Place[];
  /** The home to name of several. */
  readonly router: Place;
}

function misplaced(key: string, value: string, { place, homes, router }: Misplacement): Problem {
  const prop = PROPS.get(canonicalKey(key)) ?? (key.startsWith(`${QUEUE_SIDECAR}/`) ? 'queueProxyResources' : undefined);
  const onTemplate = homes === TEMPLATE;
  const home = onTemplate ? Place.TEMPLATE : router;
  const byHand = onTemplate ? '`templateAnnotations`' : '`metadata.annotations`';
  const where = onTemplate || router === Place.SERVICE ? '' : ` of the ${router}`;
  return {
    code: onTemplate ? 'KN-SVC-004' : 'KN-SVC-005',
    message: `the annotation ${show(key)} has no effect on the ${place}`,
    received: value,
    allowed: `the annotation on the ${home}`,
    fix: prop === undefined ? `write it in ${byHand}${where}` : `write the property \`${prop}\`${where}`,
  };
}

/** Whether only Knative itself reads annotations of this domain. */
function isKnative(key: string): boolean {
  return key.startsWith(OWN_LABELS) || key.startsWith(`${NETWORKING}/`);
}

function keysOf(place: Place): string[] {
  return [...HOMES].filter(([, homes]) => homes.includes(place)).map(([key]) => key);
}

function checkKnownOnTemplate(key: string): Problem | undefined {
  const known = key.startsWith(`${FEATURES}/`) ? [KEYS.queueProxyPodInfo, KEYS.httpFullDuplex]
    : key.startsWith(`${QUEUE_SIDECAR}/`) ? [...QUEUE_RESOURCES, QUEUE_PERCENTAGE]
      : isKnative(key) ? [...keysOf(Place.TEMPLATE), NO_GC] : [key];
  return known.includes(key) ? undefined : unknownAnnotation(key, known);
}

function unknownAnnotation(key: string, known: readonly string[]): Problem {
  const [first = ''] = known;
  return {
    code: 'KN-SVC-009',
    message: `${show(key)} is no annotation that Knative knows there: it takes it and does nothing`,
    received: key,
    allowed: known.length === 0 ? 'none of this domain' : showAll(known),
    fix: known.length === 0 ? 'take the annotation away'
      : `write the property \`${key.startsWith(FEATURES) ? 'httpFullDuplex' : PROPS.get(first) ?? 'queueProxyResources'}\`, for example`,
  };
}

/** Values, where the cluster refuses them at admission or trips over them later. */
function checkValue(key: string, value: string): Problem | undefined {
  if (QUEUE_RESOURCES.includes(key)) return checkQuantity(key, value);
  switch (key) {
    case QUEUE_PERCENTAGE:
      return valueProblem(key, value, 'a number, 0.1 to 100',
        /^\d+(\.\d+)?$/.test(value) && Number(value) >= 0.1 && Number(value) <= 100);
    case KEYS.progressDeadline:
    case KEYS.rolloutDuration:
      return valueProblem(key, value, 'a Go duration of whole seconds, more than none, such as `90s`', isSeconds(value));
    case KEYS.queueProxyPodInfo:
    case KEYS.httpFullDuplex:
      return valueProblem(key, value, '`enabled`', /^enabled$/i.test(value));
    case KEYS.disableExternalDomainTls:
      return valueProblem(key, value, '`true` or `false`', value === 'true' || value === 'false');
    case KEYS.httpProtocol:
      return valueProblem(key, value, '`enabled` or `redirected`', /^(enabled|redirected)$/i.test(value));
    default:
      return undefined;
  }
}

/** Knative puts the seconds of a deadline into 32 bits. */
const LONGEST = 2_147_483_647_000;

/** Follows ValidateRolloutDurationAnnotation and validateProgressDeadlineAnnotation; none at all has no effect. */
function isSeconds(value: string): boolean {
  const millis = parseGoDuration(value);
  return millis !== undefined && millis > 0 && millis % 1000 === 0 && millis <= LONGEST;
}

function valueProblem(key: string, value: string, allowed: string, right: boolean): Problem | undefined {
  if (right) return undefined;
  const prop = PROPS.get(key);
  return {
    code: 'KN-SVC-008',
    message: `${show(value)} is no value for the annotation ${show(key)}`,
    received: value,
    allowed,
    fix: prop === undefined ? 'write `queueProxyResources` in its place' : `write the property \`${prop}\` in its place`,
  };
}
