import type { Construct, IConstruct } from 'constructs';
import {
  appChecks, checkFed, checkWhole, clusterOf, describeInstallation, describeOwner, fedConfig, type Installation,
  installationsFor, type InstalledConfig, type Kind, ownCopy, type Problem, refuse, Resource, type ResourceProps, show,
  takeOver, traceOf, Warnings,
} from '../core';
import { strangeTexts } from '../settings';
import { checkClusterProfile, type ClusterProfileReference, renderClusterProfile } from './cluster-profile-reference';
import { checkConfig, checkData, configWarnings, tracingWarning } from './config-checks';
import type { HighAvailability } from './high-availability';
import { checkManifest, checkVersion, versionWarning } from './manifest-checks';
import { mergeConfig } from './merged-config';
import { EXISTING } from './platform-contract';
import { checkRegistry, type Registry, renderRegistry } from './registry';
import { type Release, writes } from './release';
import {
  checkNamespaceConfiguration, checkPodDisruptionBudget, checkService, type NamespaceConfiguration,
  type PodDisruptionBudgetOverride, renderPodDisruptionBudget, renderService, type ServiceOverride,
} from './release-overrides';
import { checkWorkload, renderWorkload, type WorkloadOverride } from './workload-override';

/** What an installation of Serving and one of Eventing have in common. */
export interface KnativeComponentProps extends ResourceProps {
  /**
   * Version of the release, `1.23` for the newest patch of it or `1.23.0`; a `v` in front is refused with `KN-PLT-001`.
   * From an installed version the operator moves one minor version at a time.
   * @default - the newest one that the operator brings along
   */
  readonly version?: string;
  /**
   * Settings of the release by key, by ConfigMap; the `config-` in front of its name may be left out. All values are
   * texts: `{ network: { 'ingress-class': 'contour.ingress.networking.knative.dev' } }`. Other values, a ConfigMap that
   * is named both ways, and `_example` are refused with `KN-PLT-002`. The operator changes ConfigMaps that the release
   * has, and makes none. A key that nothing reads is warned of with `unknown-setting`, a text that is none of the
   * values of its key with `wrong-setting`. Feature flags that are switched on here need no `Features.enable`, and one
   * that is off contradicts it (`KN-FTR-002`).
   * @default - as the release has them
   */
  readonly config?: { readonly [configMap: string]: { readonly [key: string]: string } };
  /**
   * Where images come from.
   * @default - as the release has them
   */
  readonly registry?: Registry;
  /**
   * How many pods the parts of the installation have.
   * @default - as the release has them
   */
  readonly highAvailability?: HighAvailability;
  /**
   * What is different about single workloads. What the operator takes and does nothing with (`version`, `volumeMounts`,
   * `resources[].claims`) is not offered.
   * @default - as the release has them
   */
  readonly workloads?: readonly WorkloadOverride[];
  /**
   * What is different about single Services.
   * @default - as the release has them
   */
  readonly services?: readonly ServiceOverride[];
  /**
   * What is different about single PodDisruptionBudgets. What the operator takes and does nothing with (`selector`,
   * `unhealthyPodEvictionPolicy`) is not offered.
   * @default - as the release has them
   */
  readonly podDisruptionBudgets?: readonly PodDisruptionBudgetOverride[];
  /**
   * Labels and annotations that the namespace of the installation gets.
   * @default - none
   */
  readonly namespaceConfiguration?: NamespaceConfiguration;
  /**
   * Addresses of the manifests to install, in place of those that the operator brings along; `${VERSION}` stands for
   * `version`. Commas, spaces and credentials are refused with `KN-PLT-009`.
   * @default - those that the operator brings along
   */
  readonly manifests?: readonly string[];
  /**
   * Addresses of manifests to install besides; what they hold wins over what is there. As in `manifests`.
   * @default - none
   */
  readonly additionalManifests?: readonly string[];
  /**
   * The cluster to install on, where it is not the operator's own. Fixed after creation: it can be neither added nor
   * taken away. An empty name or namespace is refused with `KN-PLT-011`.
   * @default - the operator's own cluster
   */
  readonly clusterProfileRef?: ClusterProfileReference;
}

/** Overrides that are known at synth only; they were checked by whoever produces them. */
export interface LateOverrides {
  readonly workloads?: readonly WorkloadOverride[];
  readonly services?: readonly ServiceOverride[];
}

/** An installation as its construct keeps it: what it is a part of may come later. */
interface OwnInstallation extends Installation {
  construct: IConstruct;
  kind: string;
  enable?: (flag: string) => boolean;
}

/**
 * An installation that the Knative operator looks after. Unless it has `manifests` of its own, it is the owner of the
 * ConfigMaps of its release: constructs that write one of them (`BrokerDefaults`, `KafkaChannelConfig` ...) feed its
 * `config` in place of an object of their own, and a key that two of them set is refused, as is another object with the
 * name of such a ConfigMap (`KN-PLT-016`).
 * @see https://knative.dev/docs/install/operator/knative-with-operators/
 */
export abstract class KnativeComponent extends Resource {
  private readonly component: KnativeComponentProps;
  private readonly installation: OwnInstallation;
  private readonly late: (() => InstalledConfig)[] = [];
  private readonly lateOverrides: (() => LateOverrides)[] = [];

  /** @internal */
  protected constructor(
    scope: Construct, id: string, kind: Kind, props: KnativeComponentProps, home: string, release: Release,
  ) {
    super(scope, id, kind, { metadata: { namespace: home, ...props.metadata } });
    this.component = ownCopy(props);
    refuse(this, checkHome(this, home), ...checkComponent(props, this.namespace));
    this.warn(release, home);
    this.installation = {
      construct: this, kind: kind.kind, namespace: home, config: () => this.ownConfig,
      owns: (configMap) => this.isOwner && writes(release, configMap, (part) => this._installs(part)),
    };
    this._checkAtSynth(() => [this.checkAlone(), ...checkFed(this.installation, this.ownConfig, checkData)]);
    this._warnAtSynth('traces-not-sampled', () => tracingWarning(this._config));
  }

  /**
   * Adds settings that are known at synth only. A key that `config` has too stays as it is there.
   * @internal
   */
  public _configureLate(produce: () => InstalledConfig): void {
    this.late.push(produce);
    appChecks(this).changed();
  }

  /**
   * Adds overrides that are known at synth only.
   * @internal
   */
  public _overrideLate(produce: () => LateOverrides): void {
    this.lateOverrides.push(produce);
    appChecks(this).changed();
  }

  /**
   * Says what switches on flags that the program needs and that no setting names.
   * @param platform what this is a part of, for messages
   * @internal
   */
  public _enableFlags(enable: (flag: string) => boolean, platform?: IConstruct): void {
    this.installation.enable = enable;
    appChecks(this).changed();
    if (platform === undefined) return;
    this.installation.construct = platform;
    this.installation.kind = 'platform';
  }

  /**
   * Takes its object out of the manifests: no operator reads it, and what it says is done at synth.
   * @internal
   */
  public _writeNothing(): void {
    this.node.tryRemoveChild('Resource');
    appChecks(this).changed();
  }

  /**
   * All settings, those from other constructs too.
   * @internal
   */
  protected get _config(): InstalledConfig {
    return mergeConfig(this.ownConfig, fedConfig(this.installation));
  }

  /**
   * Whether a part of the release is installed that not every installation has.
   * @internal
   */
  protected abstract _installs(part: string): boolean;

  /**
   * Says what is installed. To be called by each kind when it is complete.
   * @internal
   */
  protected _describe(): void {
    // The cluster of a profile is not the one of the program.
    if (this.component.clusterProfileRef !== undefined) return;
    if (this.isOwner) describeOwner(this.installation);
    else describeInstallation(this.installation);
  }

  /**
   * Takes what constructs have for ConfigMaps that have become its own.
   * @internal
   */
  protected _takeOver(): void {
    if (this.isOwner) takeOver(this.installation);
    appChecks(this).changed();
  }

  /**
   * Warns of something that only the finished program shows.
   * @internal
   */
  protected _warnAtSynth(id: string, message: () => string | undefined): void {
    this._checkAtSynth(() => {
      const text = message();
      if (text !== undefined) Warnings.of(this)._addFrom(id, text, traceOf(this));
      return [];
    });
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { version, registry, highAvailability, namespaceConfiguration, clusterProfileRef } = this.component;
    const { podDisruptionBudgets, manifests } = this.component;
    const late = this.lateOverrides.map((produce) => produce());
    const workloads = joined(this.component.workloads, late.map((each) => each.workloads));
    const services = joined(this.component.services, late.map((each) => each.services));
    // Without any key a ConfigMap would be null, which the API server refuses.
    const config = Object.entries(this._config).filter(([, data]) => Object.keys(data).length > 0);
    const additionalManifests = this._additionalManifests();
    return {
      spec: {
        version,
        config: config.length === 0 ? undefined : Object.fromEntries(config.map(([name, data]) => [name, { ...data }])),
        registry: registry && renderRegistry(registry),
        'high-availability': highAvailability && { replicas: highAvailability.replicas },
        workloads: workloads?.map(renderWorkload),
        services: services?.map(renderService),
        podDisruptionBudgets: podDisruptionBudgets?.map(renderPodDisruptionBudget),
        namespace: namespaceConfiguration && renderNamespace(namespaceConfiguration),
        manifests: manifests?.map((URL) => ({ URL })),
        additionalManifests: additionalManifests?.map((URL) => ({ URL })),
        clusterProfileRef: clusterProfileRef && renderClusterProfile(clusterProfileRef),
        ...this._renderOwn(),
      },
    };
  }

  /**
   * Manifests that are installed besides.
   * @internal
   */
  protected _additionalManifests(): readonly string[] | undefined {
    return this.component.additionalManifests;
  }

  /**
   * The fields of the spec that only this kind has.
   * @internal
   */
  protected abstract _renderOwn(): Record<string, unknown>;

  private get ownConfig(): InstalledConfig {
    const { config = {} } = this.component;
    return this.late.reduce<InstalledConfig>((merged, produce) => mergeConfig(merged, produce()), config);
  }

  /** Nobody knows what manifests in place of those of the release hold. */
  private get isOwner(): boolean {
    return this.component.clusterProfileRef === undefined && (this.component.manifests ?? []).length === 0;
  }

  private warn(release: Release, home: string): void {
    const { version, config = {}, manifests = [], additionalManifests = [] } = this.component;
    const old = version === undefined || manifests.length > 0 ? undefined : versionWarning(version, release);
    if (old !== undefined) Warnings.of(this).add('version-not-bundled', old);
    // Nobody knows what other manifests hold.
    if (manifests.length + additionalManifests.length > 0) return;
    for (const warning of configWarnings(config, release)) Warnings.of(this).add('unknown-config-map', warning);
    const { unknown, wrong } = strangeTexts(home, config);
    for (const warning of unknown) Warnings.of(this).add('unknown-setting', warning);
    for (const warning of wrong) Warnings.of(this).add('wrong-setting', warning);
    for (const warning of overrideWarnings(this.component, release)) Warnings.of(this).add('unknown-override', warning);
  }

  /** Follows pkg/reconciler/common/multicluster.go: two of one cluster would install over each other. */
  private checkAlone(): Problem | undefined {
    const { kind } = this.apiObject;
    const twin = this.node.root.node.findAll().find((other) => other instanceof KnativeComponent
      && other.apiObject.kind === kind && clusterOf(other) === clusterOf(this) && other.target === this.target);
    const first = twin === this ? this.describedElsewhere() : twin;
    if (first === undefined) return undefined;
    return {
      code: 'KN-PLT-003',
      message: `the cluster has a ${kind} already, ${show(first.node.path)}`,
      received: this.name,
      allowed: `one ${kind} for a cluster`,
      fix: 'put everything into one, or give each a `clusterProfileRef` or a `ClusterChart` of its own',
    };
  }

  /** A platform of which the program says that it is there already. */
  private describedElsewhere(): IConstruct | undefined {
    if (this.component.clusterProfileRef !== undefined) return undefined;
    const { namespace } = this.installation;
    return installationsFor(this).find((other) => other.namespace === namespace && other.kind === EXISTING)?.construct;
  }

  private get target(): string {
    const { namespace = '', name = '' } = this.component.clusterProfileRef ?? {};
    return `${namespace}/${name}`;
  }
}

/** The addresses of an installation, and admission's own selectors, name its namespace. */
function checkHome({ namespace, apiObject: { kind } }: Resource, home: string): Problem | undefined {
  if (namespace === home) return undefined;
  return {
    code: 'KN-NAM-007',
    message: `the ${kind} lies in namespace ${show(namespace ?? '')}, and the operator would install there`,
    received: namespace,
    allowed: show(home),
    fix: 'leave `metadata.namespace` out',
  };
}

function checkComponent(props: KnativeComponentProps, namespace: string | undefined): (Problem | undefined)[] {
  const { version, config, registry, highAvailability, namespaceConfiguration, clusterProfileRef } = props;
  const { workloads = [], services = [], podDisruptionBudgets = [], manifests = [], additionalManifests = [] } = props;
  return [
    version === undefined ? undefined : checkVersion(version),
    ...config === undefined ? [] : checkConfig(config),
    ...registry === undefined ? [] : checkRegistry(registry, namespace),
    highAvailability && checkWhole('KN-PLT-004', 'highAvailability.replicas', highAvailability.replicas, { min: 1, proposal: 2 }),
    ...workloads.flatMap((workload) => checkWorkload(workload, namespace)),
    ...services.flatMap(checkService),
    ...podDisruptionBudgets.flatMap(checkPodDisruptionBudget),
    ...namespaceConfiguration === undefined ? [] : checkNamespaceConfiguration(namespaceConfiguration),
    ...[...manifests, ...additionalManifests].map(checkManifest),
    ...clusterProfileRef === undefined ? [] : checkClusterProfile(clusterProfileRef),
  ];
}

function overrideWarnings(props: KnativeComponentProps, release: Release): string[] {
  const { workloads = [], services = [], podDisruptionBudgets = [] } = props;
  return [
    ...unknownIn('workload', workloads, release.workloads),
    ...unknownIn('Service', services, release.services),
    ...unknownIn('PodDisruptionBudget', podDisruptionBudgets, release.podDisruptionBudgets),
  ];
}

function unknownIn(
  what: string, overrides: readonly { readonly name: string }[], known: ReadonlySet<string>,
): string[] {
  return overrides.filter(({ name }) => !known.has(name)).map(({ name }) =>
    `the release has no ${what} ${show(name)}, so the override changes nothing: write the name of one that there is, or `
    + 'name its manifest in `additionalManifests`');
}

function renderNamespace({ labels, annotations }: NamespaceConfiguration): Record<string, unknown> {
  return { labels: labels && { ...labels }, annotations: annotations && { ...annotations } };
}

function joined<T>(
  own: readonly T[] | undefined, late: readonly (readonly T[] | undefined)[],
): readonly T[] | undefined {
  const all = [own, ...late].flatMap((each) => each ?? []);
  return all.length === 0 ? own : all;
}
