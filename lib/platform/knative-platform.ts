import { App, Chart, type JsonPatch } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { needCertManager } from '../certificates';
import {
  appChecks, checkChoice, ClusterController, ClusterControllers, KafkaDataPlane, KNATIVE_EVENTING, KNATIVE_SERVING,
  Namespace, needSecret, overlay, type Prerequisite, type Problem, refuse, show,
  traceOf,
} from '../core';
import { BrokerClass } from '../eventing';
import { KafkaBrokerConfig } from '../kafka';
import { Ingress, type OperatorIngress } from '../networking';
import { VendoredReleases } from '../releases';
import { type EventingSettings, makeEventingConstructs, type NeededRestart, restartsAfter } from '../settings';
import { ExistingPlatform } from './existing-platform';
import { eventingRegistry, mirrorConfig, servingRegistry } from './image-mirror';
import type { IngressConfigs } from './ingress-configs';
import { InstalledBy } from './installed-by';
import { KnativeEventing } from './knative-eventing';
import { KnativeServing } from './knative-serving';
import { KourierServiceType } from './kourier-ingress';
import { AFTER_OWNERS, FORGET_FIRST, PlatformBase } from './platform-base';
import type { IKnativePlatform } from './platform-contract';
import type { ExistingPlatformProps, KnativePlatformProps } from './platform-props';
import { documentPrerequisites, needOperator, OPERATOR_NAMESPACE, PrerequisitePolicy } from './prerequisites';
import {
  budgetOverrides, checkProduction, highAvailabilityOf, type ProductionSettings, workloadOverrides,
} from './production-settings';
import { EVENTING_WORKLOADS, kafkaWorkloads, LAYER_WORKLOADS, type ReleaseWorkload, SERVING_WORKLOADS } from './release-workloads';
import { type ReleasedObjectAddress, ReleasedPatches } from './released-patches';
import { ReleasedPlatform } from './released-platform';
import { releaseOf } from './releases';
import { checkUpgradeStep } from './upgrade-step';
import { checkReleases } from './vendored';

/**
 * Knative with everything that services need around it: Serving with a networking layer, domains and certificates, and
 * Eventing with Kafka where the program asks for that. One decision is said once: the issuer of certificates, for
 * example, reaches each of the settings that have to agree with it.
 *
 * It writes what the Knative operator installs from: the namespaces `knative-serving` and `knative-eventing` with a
 * `KnativeServing` and a `KnativeEventing`. The operator itself, cert-manager and the like are not in the program: the
 * side document `prerequisites.yaml` says which of them the cluster needs, in which order and by which commands
 * (warning `prerequisites`), and which Secrets and rights in AWS somebody has to make. With `releases` their objects
 * join the manifests, in charts of their own, and with `InstalledBy.RELEASE_MANIFESTS` those of Knative do in place of
 * the two objects for the operator. A cluster has one platform (`KN-PLT-017`). Put it into a chart without a namespace.
 * @see https://knative.dev/docs/install/operator/knative-with-operators/
 */
export class KnativePlatform extends PlatformBase {
  /** A platform that is there already: nothing is written for it, and what the program writes is checked against it. */
  public static existing(scope: Construct, id: string, props: ExistingPlatformProps): IKnativePlatform {
    return new ExistingPlatform(scope, id, props);
  }

  /** Serving, as the operator takes it: patch it where this library says too little. */
  public readonly serving: KnativeServing;
  /** Eventing, as the operator takes it: patch it where this library says too little. */
  public readonly eventing: KnativeEventing;
  private readonly production: ProductionSettings;
  private readonly patches = new ReleasedPatches();
  private readonly released?: ReleasedPlatform;
  /** @internal */
  declare protected readonly _props: KnativePlatformProps;

  constructor(scope: Construct, id: string, props: KnativePlatformProps) {
    super(scope, id, withIngress(props), ingressOf(props), false);
    this.production = this._props.production ?? {};
    // What a second platform would write is refused once, by itself, and not again object by object.
    const place = this._isSecond ? new Chart(new App(), 'second') : this;
    if (!this.fromReleases) {
      new Namespace(place, 'serving-namespace', { metadata: { name: KNATIVE_SERVING } });
      new Namespace(place, 'eventing-namespace', { metadata: { name: KNATIVE_EVENTING } });
    }
    this.serving = this.makeServing(place);
    this.eventing = this.makeEventing(place);
    if (this._isSecond) return;
    refuse(this,
      checkIngress(props), ...checkReleases(this._props), checkUpgradeStep(this._props.upgradingFrom, this.version));
    makeEventingConstructs(this, this.eventingSettings(), this._props.kafka);
    this.released = this.releasedPlatform();
    this.bring();
    refuse(this, ...checkProduction(this.production, this.knownWorkloads()), checkDefaultClass(this._props),
      checkChoice('KN-POD-048', 'missingPrerequisites', this._props.missingPrerequisites, PrerequisitePolicy));
  }

  /**
   * Changes objects that release files bring, such as the Deployment of cert-manager or, with
   * `InstalledBy.RELEASE_MANIFESTS`, those of Knative; patches come after everything that the platform changes itself.
   * One that no object is meant by is refused with `KN-PLT-030`, one that cannot be applied with `KN-TYP-002`: also
   * `replace`, `remove` and `test` of a path that the object does not have. A patch of a ConfigMap restarts nothing.
   * @param object which objects; without a namespace, all of that kind and name
   */
  public patchReleased(object: ReleasedObjectAddress, ...patches: JsonPatch[]): void {
    this.patches.add(object, patches);
    appChecks(this).changed();
  }

  /** @internal */
  protected override get _production(): ProductionSettings {
    return this.production;
  }

  /** @internal */
  protected override get _withoutOperator(): boolean {
    return this.fromReleases;
  }

  /** @internal */
  protected override get _imagePullSecret(): string | undefined {
    return this.production.mirror?.pullSecret?.name;
  }

  /**
   * Names that the program makes DNS records for.
   * @internal
   */
  public get _recordHosts(): readonly string[] {
    return this._props.dns?._hosts(this) ?? [];
  }

  /** @internal */
  public override get _asksForRecords(): boolean {
    return Object.keys(this._props.dns?._annotations(this) ?? {}).length > 0;
  }

  /** Whether the objects of Knative are written, and not what the operator makes them from. */
  private get fromReleases(): boolean {
    return this._props.installedBy === InstalledBy.RELEASE_MANIFESTS;
  }

  /** The data planes that files of the program bring although the operator does not. */
  private get vendoredPlanes(): readonly string[] {
    return this.fromReleases || this._props.releases === undefined ? [] : this._planes.files;
  }

  private releasedPlatform(): ReleasedPlatform | undefined {
    const { releases, upgradingFrom, ingress, dns } = this._props;
    if (this.fromReleases) for (const component of [this.serving, this.eventing]) component._writeNothing();
    if (!(releases instanceof VendoredReleases)) {
      appChecks(this).defer(this, traceOf(this), () => this.patches.apply([], this.operated()));
      return undefined;
    }
    const { mirror } = this.production;
    const released = new ReleasedPlatform({
      platform: this, releases, version: this.version,
      serving: this.serving, eventing: this.eventing, patches: this.patches,
      way: this.fromReleases ? InstalledBy.RELEASE_MANIFESTS : InstalledBy.OPERATOR,
      ...upgradingFrom === undefined ? {} : { upgradingFrom },
      ...mirror === undefined ? {} : { mirror },
      planes: () => this.vendoredPlanes, operated: () => this.operated(),
      layerPatches: () => ingress._patches(this, dns, this.production),
    });
    const checks = appChecks(this);
    const forget = () => { released.forget(); };
    const grow = (constructs: readonly IConstruct[]) => { released.grow(constructs); };
    checks.ensure(`forget releases of ${this.node.path}`, { order: FORGET_FIRST, grows: true, run: forget });
    checks.ensure(`releases of ${this.node.path}`, { order: AFTER_OWNERS, grows: true, run: grow });
    return released;
  }

  private makeServing(place: Construct): KnativeServing {
    const { ingress, dns } = this._props;
    const { mirror, controllerCerts } = this.production;
    const registry = mirror === undefined ? this.production.registry
      : servingRegistry(mirror, this.version, ingress._layer.name);
    const serving = new KnativeServing(place, KNATIVE_SERVING, {
      version: releaseOf(this.version).serving,
      ingress: ingressConfigs(ingress._operatorIngress),
      registry,
      highAvailability: highAvailabilityOf(this.production),
      podDisruptionBudgets: budgetOverrides(this.production, this.servingWorkloads()),
      controllerCustomCerts: controllerCerts,
    });
    serving._configureLate(() => this._servingConfig);
    if (mirror !== undefined) serving._configureLate(() => mirrorConfig(mirror, this.version));
    serving._overrideLate(() => ({
      workloads: workloadOverrides(this.production, this.servingWorkloads()), services: ingress._services(this, dns),
    }));
    serving._enableFlags((flag) => this._flags.enable(flag), this);
    return serving;
  }

  private makeEventing(place: Construct): KnativeEventing {
    const { kafka, defaultBrokerClass, eventing: settings } = this._props;
    // The shipped `config-br-defaults` says the class too.
    const shared = defaultBrokerClass?.kafka === true && settings?.brokers === undefined;
    const { mirror } = this.production;
    const registry = mirror === undefined ? this.production.registry
      : eventingRegistry(mirror, this.version, kafka !== undefined);
    const eventing = new KnativeEventing(place, KNATIVE_EVENTING, {
      version: releaseOf(this.version).eventing,
      defaultBrokerClass: shared ? undefined : defaultBrokerClass,
      registry,
      highAvailability: highAvailabilityOf(this.production),
      podDisruptionBudgets: budgetOverrides(this.production, EVENTING_WORKLOADS),
      source: kafka && { kafka: true },
    });
    eventing._configureLate(() => this._eventingConfig);
    if (kafka !== undefined) eventing._addManifestsLate(() => this.fetched);
    eventing._overrideLate(() => ({
      workloads: workloadOverrides(this.production, [...EVENTING_WORKLOADS, ...kafkaWorkloads(this.dataPlanes)]),
    }));
    eventing._enableFlags((flag) => this._flags.enable(flag), this);
    return eventing;
  }

  /** Manifests of data planes that are no objects of the program: in the release way they are known by these. */
  private get fetched(): readonly string[] {
    if (this.fromReleases) return this._planes.released;
    return this.vendoredPlanes.length > 0 ? [] : this._planes.manifests;
  }

  /** Settings of Eventing, with what follows from the default class. */
  private eventingSettings(): EventingSettings | undefined {
    const { defaultBrokerClass, eventing, kafka } = this._props;
    if (defaultBrokerClass?.equals(BrokerClass.KAFKA) !== true || kafka?.brokers === undefined) return eventing;
    const { reference } = KafkaBrokerConfig.fromConfigMapName(SHIPPED_CONFIG, KNATIVE_EVENTING);
    const brokers = { clusterDefault: { brokerClass: defaultBrokerClass, config: reference } };
    return overlay<EventingSettings>({ brokers }, eventing);
  }

  /** What the cluster needs besides, and what the networking layer adds to the program. */
  private bring(): void {
    const { adopt = [], ingress, dns, issuer, tls, missingPrerequisites } = this._props;
    refuse(this, ...adopt.map((controller) => checkChoice('KN-POD-048', 'adopt', controller, ClusterController)));
    ClusterControllers.of(this).declareExternal(...adopt);
    if (!this.fromReleases) needOperator(this);
    this.needPullSecrets();
    if ([issuer, tls?.clusterLocal, tls?.systemInternal].some((each) => each !== undefined)) needCertManager(this);
    const { released } = this;
    const isVendored = released && ((prerequisite: Prerequisite) => released.brings(prerequisite));
    ingress._install(this, {
      version: this.version, pods: this.production,
      ...dns === undefined ? {} : { dns }, ...isVendored === undefined ? {} : { isVendored },
    });
    documentPrerequisites({
      construct: this,
      policy: missingPrerequisites ?? PrerequisitePolicy.WARN,
      fetched: () => this.fromReleases ? [] : this.fetched,
      // Where the program writes the Deployments, a change restarts them.
      restarts: () => this.fromReleases ? [] : this.restarts(),
      isVendored: isVendored ?? (() => false),
    });
  }

  /** Secrets that the images of the installation are pulled with, in both of its namespaces. */
  private needPullSecrets(): void {
    const { mirror, registry } = this.production;
    const secrets = [mirror?.pullSecret ?? [], registry?.imagePullSecrets ?? []].flat();
    if (mirror?.pullSecret !== undefined && this._props.releases !== undefined && !this.fromReleases) {
      needSecret(this, OPERATOR_NAMESPACE, mirror.pullSecret.name, 'the images of the operator are pulled with it');
    }
    for (const { name } of secrets) {
      for (const namespace of [KNATIVE_SERVING, KNATIVE_EVENTING]) {
        needSecret(this, namespace, name, "Knative's own images are pulled with it");
      }
    }
  }

  /** Deployments that read a setting at their start only, for whoever changes a platform that runs. */
  private restarts(): NeededRestart[] {
    return [
      ...restartsAfter(KNATIVE_SERVING, {}, this._servingConfig),
      ...restartsAfter(KNATIVE_EVENTING, {}, this._eventingConfig)
        .filter(({ deployment }) => this._planes.runs(deployment)),
    ];
  }

  private servingWorkloads(): readonly ReleaseWorkload[] {
    return [...SERVING_WORKLOADS, ...LAYER_WORKLOADS[this._props.ingress._layer.name] ?? []];
  }

  /** Workloads that no file of the program brings. */
  private operated(): string[] {
    return this.fromReleases ? [] : this.knownWorkloads().map(({ name }) => name);
  }

  private knownWorkloads(): readonly ReleaseWorkload[] {
    const planes = this._props.kafka === undefined ? [] : Object.values(KafkaDataPlane);
    return [...this.servingWorkloads(), ...EVENTING_WORKLOADS, ...kafkaWorkloads(planes)];
  }
}

function withIngress(props: KnativePlatformProps): KnativePlatformProps {
  return { ...props, ingress: ingressOf(props) };
}

/** Programs in JavaScript may leave it out, or write its name; the rest of the platform is looked at all the same. */
function ingressOf({ ingress }: KnativePlatformProps): Ingress {
  return ingress instanceof Ingress ? ingress : Ingress.kourier();
}

function checkIngress({ ingress }: KnativePlatformProps): Problem | undefined {
  if (ingress instanceof Ingress) return undefined;
  return {
    code: 'KN-TYP-001',
    message: ingress === undefined ? 'the platform has no `ingress`' : `\`ingress\` ${show(ingress)} is no \`Ingress\``,
    received: ingress,
    allowed: '`Ingress.contour()`, `Ingress.kourier()`, `Ingress.istio()` or `Ingress.gatewayApi()`',
    fix: 'write `ingress: Ingress.kourier()`, for example',
  };
}

/** The networking folder lies below this one, and has texts where the operator's kind has an enum. */
function ingressConfigs(ingress: OperatorIngress): IngressConfigs {
  const { kourier, ...others } = ingress;
  if (kourier === undefined) return others;
  const { serviceType, ...rest } = kourier;
  const type = Object.values(KourierServiceType).find((each) => each === serviceType);
  return { kourier: { ...rest, ...type === undefined ? {} : { serviceType: type } } };
}

const SHIPPED_CONFIG = 'kafka-broker-config';

/** Follows pkg/apis/config/defaults.go of Eventing: a class without a configuration for it makes no broker ready. */
function checkDefaultClass({ defaultBrokerClass, eventing, kafka }: KnativePlatformProps): Problem | undefined {
  // Defaults of one's own beside it are refused by `KnativeEventing`.
  if (defaultBrokerClass?.kafka !== true || eventing?.brokers !== undefined) return undefined;
  const wrong = (allowed: string, fix: string): Problem => ({
    code: 'KN-PLT-026',
    message: `\`defaultBrokerClass\` ${show(defaultBrokerClass.name)} would leave brokers without a configuration of their class`,
    received: defaultBrokerClass.name,
    allowed,
    fix,
  });
  if (!defaultBrokerClass.equals(BrokerClass.KAFKA)) {
    return wrong('classes whose brokers share a configuration', 'write `BrokerClass.KAFKA`, or name the class where each broker is made');
  }
  return kafka?.brokers === undefined ? wrong('the class Kafka together with `kafka.brokers`', 'write `kafka: { brokers: { cluster } }`') : undefined;
}
