import type { IConstruct } from 'constructs';
import { appChecks } from './app-checks';
import { type Problem, show } from './problem';
import { traceOf } from './identity';
import { KNATIVE_EVENTING } from './kinds';

/**
 * Flags of a Knative installation that open a field: keys of the ConfigMap `config-features` of Serving or Eventing,
 * and of two others; a refusal names the one to change.
 * @see https://knative.dev/docs/serving/configuration/feature-flags/
 */
export enum Feature {
  MULTI_CONTAINER = 'multi-container',
  MULTI_CONTAINER_PROBING = 'multi-container-probing',
  QUEUEPROXY_MOUNT_PODINFO = 'queueproxy.mount-podinfo',
  CONTAINERSPEC_ADDCAPABILITIES = 'kubernetes.containerspec-addcapabilities',
  PODSPEC_AFFINITY = 'kubernetes.podspec-affinity',
  PODSPEC_DNSCONFIG = 'kubernetes.podspec-dnsconfig',
  PODSPEC_DNSPOLICY = 'kubernetes.podspec-dnspolicy',
  PODSPEC_FIELDREF = 'kubernetes.podspec-fieldref',
  PODSPEC_HOSTALIASES = 'kubernetes.podspec-hostaliases',
  PODSPEC_HOSTIPC = 'kubernetes.podspec-hostipc',
  PODSPEC_HOSTNETWORK = 'kubernetes.podspec-hostnetwork',
  PODSPEC_HOSTPID = 'kubernetes.podspec-hostpid',
  PODSPEC_INIT_CONTAINERS = 'kubernetes.podspec-init-containers',
  PODSPEC_NODESELECTOR = 'kubernetes.podspec-nodeselector',
  PODSPEC_PERSISTENT_VOLUME_CLAIM = 'kubernetes.podspec-persistent-volume-claim',
  PODSPEC_PERSISTENT_VOLUME_WRITE = 'kubernetes.podspec-persistent-volume-write',
  PODSPEC_PRIORITYCLASSNAME = 'kubernetes.podspec-priorityclassname',
  PODSPEC_RUNTIMECLASSNAME = 'kubernetes.podspec-runtimeclassname',
  PODSPEC_SCHEDULERNAME = 'kubernetes.podspec-schedulername',
  PODSPEC_SECURITYCONTEXT = 'kubernetes.podspec-securitycontext',
  PODSPEC_SHAREPROCESSNAMESPACE = 'kubernetes.podspec-shareprocessnamespace',
  PODSPEC_TOLERATIONS = 'kubernetes.podspec-tolerations',
  PODSPEC_TOPOLOGYSPREADCONSTRAINTS = 'kubernetes.podspec-topologyspreadconstraints',
  PODSPEC_VOLUMES_CSI = 'kubernetes.podspec-volumes-csi',
  PODSPEC_VOLUMES_EMPTYDIR = 'kubernetes.podspec-volumes-emptydir',
  PODSPEC_VOLUMES_EPHEMERAL = 'kubernetes.podspec-volumes-ephemeral',
  PODSPEC_VOLUMES_HOSTPATH = 'kubernetes.podspec-volumes-hostpath',
  PODSPEC_VOLUMES_IMAGE = 'kubernetes.podspec-volumes-image',
  PODSPEC_VOLUMES_MOUNT_PROPAGATION = 'kubernetes.podspec-volumes-mount-propagation',
  ALLOW_ZERO_INITIAL_SCALE = 'allow-zero-initial-scale',
  DELIVERY_RETRYAFTER = 'delivery-retryafter',
  CROSS_NAMESPACE_EVENT_LINKS = 'cross-namespace-event-links',
  AUTHENTICATION_OIDC = 'authentication-oidc',
  NEW_APISERVERSOURCE_FILTERS = 'new-apiserversource-filters',
  CONTROLLER_AUTOSCALER_KEDA = 'controller-autoscaler-keda',
}

/** Where a flag is switched on: the flag itself is the key. */
export interface FlagPlace {
  readonly configMap: string;
  readonly namespace: string;
  /** The value that switches it on. */
  readonly on: string;
}

const SERVING_FEATURES: FlagPlace = { configMap: 'config-features', namespace: 'knative-serving', on: 'Enabled' };
const EVENTING_FEATURES: FlagPlace = { configMap: 'config-features', namespace: KNATIVE_EVENTING, on: 'enabled' };

const ELSEWHERE: Partial<Readonly<Record<Feature, FlagPlace>>> = {
  [Feature.ALLOW_ZERO_INITIAL_SCALE]: { configMap: 'config-autoscaler', namespace: 'knative-serving', on: 'true' },
  [Feature.DELIVERY_RETRYAFTER]: EVENTING_FEATURES,
  [Feature.CROSS_NAMESPACE_EVENT_LINKS]: EVENTING_FEATURES,
  [Feature.AUTHENTICATION_OIDC]: EVENTING_FEATURES,
  [Feature.NEW_APISERVERSOURCE_FILTERS]: EVENTING_FEATURES,
  [Feature.CONTROLLER_AUTOSCALER_KEDA]: {
    configMap: 'config-kafka-features', namespace: KNATIVE_EVENTING, on: 'enabled',
  },
};

/** The ConfigMap of an installation that has a flag. */
export function flagPlace(feature: Feature): FlagPlace {
  return ELSEWHERE[feature] ?? SERVING_FEATURES;
}

/** Flags that a Knative 1.23 release has switched on. */
const ON_BY_DEFAULT: ReadonlySet<Feature> = new Set([Feature.MULTI_CONTAINER, Feature.PODSPEC_VOLUMES_EMPTYDIR]);

const ENABLED = new WeakMap<IConstruct, Set<Feature>>();

/**
 * Says which feature flags the cluster of a chart has switched on. A field that needs another one is refused with
 * `KN-FTR-001`: on a cluster with the release's defaults Knative's admission would refuse it.
 */
export class Features {
  /** The features of an app, a chart, or any construct below. */
  public static of(construct: IConstruct): Features {
    return new Features(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** Declares flags to be switched on in the cluster, for everything below this construct. */
  public enable(...features: Feature[]): void {
    const own = ENABLED.get(this.construct) ?? new Set<Feature>();
    for (const feature of features) own.add(feature);
    ENABLED.set(this.construct, own);
    appChecks(this.construct).changed();
  }

  /** Whether a flag is on for this construct: by default, or declared on it or on an ancestor. */
  public has(feature: Feature): boolean {
    if (ON_BY_DEFAULT.has(feature)) return true;
    return this.construct.node.scopes.some((scope) => ENABLED.get(scope)?.has(feature) === true);
  }
}

/** Refuses `field` of `construct` at synth, unless the flag that it needs is declared by then. */
export function needsFeature(construct: IConstruct, feature: Feature, field: string): void {
  if (ON_BY_DEFAULT.has(feature)) return;
  appChecks(construct).defer(construct, traceOf(construct), () => [featureProblem(construct, feature, field)]);
}

/** The problem of a `field` that needs a flag which nobody declared: for checks that run at synth themselves. */
export function featureProblem(construct: IConstruct, feature: Feature, field: string): Problem | undefined {
  if (Features.of(construct).has(feature)) return undefined;
  const member = Object.entries(Feature).find(([, flag]) => flag === feature)?.[0] ?? feature;
  const { configMap, namespace } = flagPlace(feature);
  return {
    code: 'KN-FTR-001',
    message: `${field} needs the feature flag ${show(feature)}, which a Knative release has switched off`,
    received: field,
    allowed: 'the field only on a cluster that has the flag switched on',
    fix: `switch it on in the ConfigMap \`${configMap}\` in \`${namespace}\`, and say so with \`Features.of(app).enable(Feature.${member})\``,
  };
}
