import type { IConstruct } from 'constructs';
import { appChecks } from './app-checks';
import { clusterOf } from './cluster-chart';
import { FeatureFlags } from './feature-flags';
import { traceOf } from './identity';
import { type Installation, installationsFor, installationsOf, settingOf } from './installation';
import { KNATIVE_EVENTING, KNATIVE_SERVING } from './kinds';
import { type Problem, show } from './problem';
import { captureTrace } from './source-line';
import { Warnings } from './warnings';

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
  /**
   * Another value that opens the field.
   * @default - none
   */
  readonly opensToo?: string;
}

const SERVING_FEATURES: FlagPlace = {
  configMap: 'config-features', namespace: KNATIVE_SERVING, on: 'Enabled', opensToo: 'Allowed',
};
const EVENTING_FEATURES: FlagPlace = { configMap: 'config-features', namespace: KNATIVE_EVENTING, on: 'enabled' };

const ELSEWHERE: Partial<Readonly<Record<Feature, FlagPlace>>> = {
  // pkg/reconciler/revision/resources/deploy.go and queue.go of Serving look for `Enabled` only.
  [Feature.MULTI_CONTAINER_PROBING]: { configMap: 'config-features', namespace: KNATIVE_SERVING, on: 'Enabled' },
  [Feature.ALLOW_ZERO_INITIAL_SCALE]: { configMap: 'config-autoscaler', namespace: KNATIVE_SERVING, on: 'true' },
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

/** What an installation that the program describes says of a flag. */
interface InstalledFlag {
  readonly installation: Installation;
  readonly value: string;
  readonly on: boolean;
}

/** What does not switch a flag on, but says something: any other value leaves the release's. */
const OFF: ReadonlySet<string> = new Set(['disabled', 'allowed', 'false']);

function flagIn(installation: Installation, feature: Feature): InstalledFlag | undefined {
  const { configMap, namespace, on, opensToo } = flagPlace(feature);
  if (installation.namespace !== namespace) return undefined;
  const value: unknown = settingOf(installation.config(), configMap, feature);
  if (typeof value !== 'string') return undefined;
  const lower = value.toLowerCase();
  const opens = lower === on.toLowerCase() || lower === opensToo?.toLowerCase();
  return opens || OFF.has(lower) ? { installation, value, on: opens } : undefined;
}

function installedFlag(construct: IConstruct, feature: Feature): InstalledFlag | undefined {
  for (const installation of installationsFor(construct)) {
    const flag = flagIn(installation, feature);
    if (flag !== undefined) return flag;
  }
  return undefined;
}

/**
 * Which feature flags the cluster of a chart has switched on.
 *
 * Where the program describes the installation (`KnativePlatform`, `KnativeServing`, `KnativeEventing`), that decides:
 * a field that needs a flag which it does not switch on is refused with `KN-FTR-001`, since Knative's admission would
 * refuse it, and a declared flag that it switches off with `KN-FTR-002`. Where the program describes none, nobody
 * knows: such a field is warned of with `feature-not-declared`, until the flag is declared here. For a platform a
 * declaration is no more than a need: `Features.asNeeded()` switches the flag on.
 */
export class Features {
  /** Flags for a platform: each as the release has it, but for those that are listed with `enable` and `disable`. */
  public static asReleased(): FeatureFlags {
    return new FeatureFlags(false);
  }

  /** Flags for a platform: those that fields of the program need are on, the others as the release has them. */
  public static asNeeded(): FeatureFlags {
    return new FeatureFlags(true);
  }

  /** The features of an app, a chart, or any construct below. */
  public static of(construct: IConstruct): Features {
    return new Features(construct);
  }

  private constructor(private readonly construct: IConstruct) {}

  /** Declares flags to be switched on in the cluster, for everything below this construct. */
  public enable(...features: Feature[]): void {
    const own = ENABLED.get(this.construct) ?? new Set<Feature>();
    const added = features.filter((feature) => !own.has(feature));
    for (const feature of added) own.add(feature);
    ENABLED.set(this.construct, own);
    if (added.length === 0) return;
    const { construct } = this;
    appChecks(construct).defer(construct, captureTrace(),
      () => added.map((feature) => contradiction(construct, feature)));
  }

  /**
   * Whether a flag is on for this construct: declared on it or on an ancestor, or in the installation that the program
   * describes for the cluster, or else by default.
   */
  public has(feature: Feature): boolean {
    if (isDeclared(this.construct, feature)) return true;
    return installedFlag(this.construct, feature)?.on ?? ON_BY_DEFAULT.has(feature);
  }
}

function isDeclared(construct: IConstruct, feature: Feature): boolean {
  return construct.node.scopes.some((scope) => ENABLED.get(scope)?.has(feature) === true);
}

/** A flag that is declared where an installation switches it off: one of the two is wrong. */
function contradiction(construct: IConstruct, feature: Feature): Problem | undefined {
  const cluster = clusterOf(construct);
  const concerned = installationsOf(construct).filter((installation) =>
    clusterOf(installation.construct) === cluster || installation.construct.node.scopes.includes(construct));
  const off = concerned.map((installation) => flagIn(installation, feature)).find((flag) => flag?.on === false);
  if (off === undefined) return undefined;
  return {
    code: 'KN-FTR-002',
    message: `the feature flag ${show(feature)} is declared, and ${titleOf(off.installation)} has it as `
      + show(off.value),
    received: off.value,
    allowed: 'flags that the described installation has switched on',
    fix: `write ${show(flagPlace(feature).on)} there, or do not declare the flag`,
  };
}

function titleOf({ kind, construct }: Installation): string {
  return `the ${kind} ${show(construct.node.path)}`;
}

/** Looks at synth whether the flag that a `field` of `construct` needs is switched on. */
export function needsFeature(construct: IConstruct, feature: Feature, field: string): void {
  appChecks(construct).defer(construct, traceOf(construct), () => [featureProblem(construct, feature, field)]);
}

/**
 * The problem of a `field` that needs a flag which nobody switched on: for checks that run at synth themselves. Where
 * the program describes no installation, it is a warning.
 */
export function featureProblem(construct: IConstruct, feature: Feature, field: string): Problem | undefined {
  const { configMap, namespace } = flagPlace(feature);
  const installation = installationsFor(construct).find((each) => each.namespace === namespace);
  const said = installation && flagIn(installation, feature);
  if (said?.on ?? ON_BY_DEFAULT.has(feature)) return undefined;
  if (isDeclared(construct, feature) && decides(said, installation)) return undefined;
  if (installation === undefined) {
    Warnings.of(construct)._addFrom('feature-not-declared', `${field} needs the feature flag ${show(feature)}, which a `
      + `Knative release has switched off: switch it on in the ConfigMap \`${configMap}\` in \`${namespace}\`, and say so `
      + `with \`Features.of(app).enable(Feature.${memberOf(feature)})\`, or describe the platform`, traceOf(construct));
    return undefined;
  }
  if (said === undefined && installation.enable?.(feature) === true) return undefined;
  return {
    code: 'KN-FTR-001',
    message: `${field} needs the feature flag ${show(feature)}, which ${titleOf(installation)} `
      + (said === undefined ? 'leaves as the release has it, off' : `has as ${show(said.value)}`),
    received: field,
    allowed: 'the field only on a cluster that has the flag switched on',
    fix: fixOf(installation, feature),
  };
}

/**
 * Whether a declaration counts: where nobody describes the installation, and where a KnativeServing or KnativeEventing
 * says nothing, which a patch may make up for. What switches it off is refused at the declaration (`KN-FTR-002`).
 */
function decides(said: InstalledFlag | undefined, installation: Installation | undefined): boolean {
  return said !== undefined || installation?.enable === undefined;
}

function fixOf({ enable, owns }: Installation, feature: Feature): string {
  const { configMap, namespace, on } = flagPlace(feature);
  const listed = `\`.enable(Feature.${memberOf(feature)})\` behind its \`features\``;
  if (enable === undefined) return `write ${show(on)} for ${show(feature)} of ${show(configMap)} in its \`config\``;
  if (owns !== undefined) return `write \`features: Features.asNeeded()\` there, or ${listed}`;
  return `switch it on in the ConfigMap ${show(configMap)} in ${show(namespace)}, and write ${listed}`;
}

function memberOf(feature: Feature): string {
  return Object.entries(Feature).find(([, flag]) => flag === feature)?.[0] ?? feature;
}
