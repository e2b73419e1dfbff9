import { Construct, type IConstruct } from 'constructs';
import { checkWildcardName, DEFAULT_DOMAIN_TEMPLATE, DEFAULT_TAG_TEMPLATE } from '../addresses';
import { answersHttp, checkIssuerReach, checkWildcardIssuer } from '../certificates';
import {
  type AddressRules, appChecks, captureTrace, checkKnativeVersion, clusterDomainOf, ClusterController,
  ClusterControllers,
  describePlatform, Features, type InstalledConfig, type KafkaDataPlane, KNATIVE_EVENTING, KNATIVE_SERVING,
  type KnativeVersion, nearest, NEWEST_KNATIVE, onlySaid, overlay, ownCopy, platformFor, type Problem, refuse,
  refuseAtSynth, rememberTrace, servicesNamespacesFor, show, traceOf, Warnings,
} from '../core';
import type { EntryService, Ingress } from '../networking';
import { ExternalScheme, isDefaultDomain } from '../settings';
import { InstalledBy } from './installed-by';
import { checkDataPlanes, KafkaDataPlanes } from './kafka-data-planes';
import { checkKafkaParts, checkNothingWritten } from './kafka-parts';
import { PlatformFlags } from './platform-flags';
import type { IKnativePlatform } from './platform-contract';
import type { PlatformKafka } from './platform-kafka';
import type { PlatformProps } from './platform-props';
import { checkPlatformSettings, domainsOf, flagsFor, PlatformConfig } from './platform-settings';
import { checkTls, checkWildcards, hasCertificate, hasDnsChallenges, wildcardsOf } from './platform-tls';
import type { ProductionSettings } from './production-settings';
import { checkKubernetes, kubernetesWarning } from './releases';
import { checkServedKinds } from './served-kinds';
import { checkIngressClasses } from './service-ingress-class';
import { namespacesOfServices } from './services-in-program';
import { wildcardFix } from './wildcard-advice';

/** Before anything is checked. */
export const FORGET_FIRST = -1;
/** When needs and the owners of ConfigMaps are known, before objects are compared with each other. */
export const AFTER_OWNERS = 8;
/** When constructs have said what they need. */
const AFTER_NEEDS = 60;

/**
 * What a platform that the program installs and one that is there already have in common.
 * @see https://knative.dev/docs/install/
 */
export abstract class PlatformBase extends Construct implements IKnativePlatform {
  /** Version of Knative. */
  public readonly version: KnativeVersion;
  /** @internal */
  protected readonly _props: PlatformProps;
  /** @internal */
  protected readonly _flags: PlatformFlags;
  /** @internal */
  protected readonly _planes: KafkaDataPlanes;
  /**
   * Whether the cluster has another platform already, which is all that is said of this one.
   * @internal
   */
  protected readonly _isSecond: boolean;

  private readonly config: PlatformConfig;

  /** @internal */
  protected constructor(
    scope: Construct, id: string, props: PlatformProps, private readonly ingress: Ingress | undefined,
    private readonly existing: boolean,
  ) {
    super(scope, id);
    rememberTrace(this, captureTrace(8));
    this.version = props.version ?? NEWEST_KNATIVE;
    this._props = ownCopy(onlySaid(props));
    this._flags = new PlatformFlags(this._props.features ?? Features.asReleased(), this.version,
      existing ? [] : flagsFor(this._props));
    this.config = new PlatformConfig(this._props, ingress, this._flags, this.version);
    const { kafka } = this._props;
    // What is there already follows from no construct.
    const planes = existing && kafka !== undefined ? overlay<PlatformKafka>({ dataPlanes: [] }, kafka) : kafka;
    this._planes = new KafkaDataPlanes(planes, this.version);
    const first = platformFor(this);
    this._isSecond = first !== undefined;
    if (first !== undefined) {
      refuse(this, secondPlatform(first.construct, this));
      return;
    }
    refuse(this, checkKnativeVersion(this.version), ...checkTls(this._props, hasCertificate(this._props, ingress)),
      ...this._flags.problems(), ...kafka === undefined ? [] : checkDataPlanes(kafka),
      ...existing ? checkNothingWritten(this._props) : []);
    this.describe();
    checkServedKinds(this);
    checkIngressClasses(this);
    const checks = appChecks(this);
    checks.ensure(`needs of ${this.node.path}`, { order: FORGET_FIRST, run: () => { this.forget(); } });
    checks.ensure(`kafka parts of ${this.node.path}`, { order: AFTER_NEEDS, run: () => { this.checkKafka(); } });
    checks.defer(this, traceOf(this), () => this.checkAtSynth());
  }

  /** Kafka data planes, by now: constructs that come later may need more. */
  public get dataPlanes(): readonly KafkaDataPlane[] {
    return this._planes.all;
  }

  /**
   * Names of topics and consumer groups, as far as the platform decides them: environments with the same on the same
   * servers would share them.
   * @internal
   */
  public get _topicNames(): string {
    return JSON.stringify(this._eventingConfig['config-kafka-features'] ?? {});
  }

  /**
   * Secret that Knative's own container in pods of services is pulled with.
   * @internal
   */
  protected get _imagePullSecret(): string | undefined {
    return undefined;
  }

  /**
   * What is different about single workloads, among others.
   * @internal
   */
  protected get _production(): ProductionSettings | undefined {
    return undefined;
  }

  /**
   * Whether what the program writes needs no operator in the cluster.
   * @internal
   */
  protected get _withoutOperator(): boolean {
    return this.existing;
  }

  /**
   * The Service that requests from outside arrive at, as far as the program says which layer there is.
   * @internal
   */
  public get _entry(): EntryService | undefined {
    return this.ingress?._entry;
  }

  /**
   * Whether ExternalDNS is asked for the records of the platform.
   * @internal
   */
  public get _asksForRecords(): boolean {
    return false;
  }

  /**
   * Version of Kubernetes, where the program says which.
   * @internal
   */
  public get _kubernetesVersion(): string | undefined {
    return this._props.kubernetesVersion;
  }

  /**
   * Checks that what is installed starts on a version of Kubernetes, and warns of one that nobody has tested.
   * @internal
   */
  public _checkOn(kubernetesVersion: string): Problem | undefined {
    const warning = kubernetesWarning(this.version, kubernetesVersion);
    if (warning !== undefined) Warnings.of(this)._addFrom('kubernetes-untested', warning, traceOf(this));
    // Of an operator that somebody else sees to nobody knows the version.
    const adopted = this._withoutOperator
      || ClusterControllers.of(this)._isExternal(ClusterController.KNATIVE_OPERATOR);
    return checkKubernetes(this.version, kubernetesVersion, adopted);
  }

  /** @internal */
  protected get _servingConfig(): InstalledConfig {
    return this.config.serving;
  }

  /** @internal */
  protected get _eventingConfig(): InstalledConfig {
    return this.config.eventing;
  }

  /** What addresses of services follow from; absent where there is no public domain. */
  private get addresses(): AddressRules | undefined {
    const { issuer, serving } = this._props;
    const domains = domainsOf(this._props);
    if (domains.length === 0) return undefined;
    const { domainTemplate, tagTemplate, defaultExternalScheme } = serving?.network ?? {};
    return {
      domains: domains.map(({ domain, selector }) => selector === undefined ? { domain } : { domain, selector }),
      domainTemplate: domainTemplate ?? DEFAULT_DOMAIN_TEMPLATE,
      tagTemplate: tagTemplate ?? DEFAULT_TAG_TEMPLATE,
      externalTls: issuer !== undefined,
      defaultExternalScheme: defaultExternalScheme ?? ExternalScheme.HTTP,
    };
  }

  /** The finished program says anew what it needs. */
  private forget(): void {
    this._flags.forget();
    this._planes.forget();
  }

  private describe(): void {
    const addresses = () => this.addresses;
    const label = () => wildcardsOf(this._props)._label;
    const planes = () => this.dataPlanes;
    const challenges = () => hasDnsChallenges(this._props);
    const overHttp = () => this._props.issuer && answersHttp(this._props.issuer);
    const pullSecret = () => this._imagePullSecret;
    const way = () => (this._withoutOperator ? InstalledBy.RELEASE_MANIFESTS : InstalledBy.OPERATOR);
    describePlatform({
      construct: this,
      existing: this.existing,
      version: this.version,
      get installedBy() { return way(); },
      ...this.ingress === undefined ? {} : { layer: this.ingress._layer },
      get addresses() { return addresses(); },
      get wildcardLabel() { return label(); },
      certifies: (namespace) => wildcardsOf(this._props)._byName(namespace),
      wildcardFix: (namespace) => wildcardFix(this._props, namespace),
      get dnsChallenges() { return challenges(); },
      get httpChallenges() { return overHttp(); },
      get imagePullSecret() { return pullSecret(); },
      dnsOnNodes: this.ingress?._onAutoMode === true,
      get dataPlanes() { return planes(); },
      needDataPlane: (plane) => this._planes.need(plane),
    });
    appChecks(this).changed();
  }

  private checkAtSynth(): (Problem | undefined)[] {
    const wildcardNames = this.checkWildcardNames();
    if (!this.existing) this.warnOfUnknownNamespaces();
    return [
      this.checkKubernetes(),
      ...checkPlatformSettings(this._props, this.ingress, this.version, this._flags),
      checkWildcards(this._props),
      ...wildcardNames,
      ...wildcardNames.some((problem) => problem !== undefined) ? [] : this.checkIssuer(),
    ];
  }

  /** Those data planes count that follow from the program, too. */
  private checkKafka(): void {
    const { kafka } = this._props;
    if (kafka === undefined || !this.node.root.node.findAll().includes(this)) return;
    const problems = checkKafkaParts(kafka, this._planes, this._production);
    for (const problem of problems) refuseAtSynth(this, problem, traceOf(this));
  }

  private checkKubernetes(): Problem | undefined {
    const { kubernetesVersion } = this._props;
    return kubernetesVersion === undefined ? undefined : this._checkOn(kubernetesVersion);
  }

  /** Names within the cluster need no public certificate. */
  private checkIssuer(): (Problem | undefined)[] {
    const { issuer } = this._props;
    const own = `svc.${clusterDomainOf(this)}`;
    const domains = domainsOf(this._props).map(({ domain }) => domain)
      .filter((domain) => !`.${domain}`.endsWith(`.${own}`));
    if (issuer === undefined) return [];
    return checkIssuerReach(issuer, { domains, fromWorld: this.ingress?._fromWorld ?? true });
  }

  /** The other namespaces of the program are a sign that this one is misspelt. */
  private warnOfUnknownNamespaces(): void {
    const namespaces = servicesNamespacesFor(this);
    for (const name of wildcardsOf(this._props)._unknownAmong(namespaces)) {
      Warnings.of(this)._addFrom('wildcard-namespace-unknown', `\`WildcardCertificates.forNamespaces\` names ${show(name)}, and no `
        + `\`ServicesNamespace\` of the program is called so: is ${show(nearest(name, namespaces.map((each) => each.name)))} meant?`, traceOf(this));
    }
  }

  /** What each certificate for a namespace would be made out to. */
  private checkWildcardNames(): (Problem | undefined)[] {
    const { issuer, serving } = this._props;
    const wildcards = wildcardsOf(this._props);
    if (issuer === undefined || wildcards._selector === undefined) return [];
    const domains = domainsOf(this._props)
      .filter((each) => isDefaultDomain(each) || each.wildcardCertificates === true);
    const template = serving?.network?.domainTemplate;
    const others = [KNATIVE_SERVING, KNATIVE_EVENTING, ...namespacesOfServices(this)];
    const namespaces = wildcards._among(servicesNamespacesFor(this), others);
    return namespaces.flatMap((namespace) => domains.flatMap(({ domain }) => [
      checkWildcardName(namespace, domain, template), checkWildcardIssuer(issuer, `*.${namespace}.${domain}`),
    ]));
  }
}

function secondPlatform({ node }: IConstruct, second: IConstruct): Problem {
  return {
    code: 'KN-PLT-017',
    message: `the cluster has a platform already, ${show(node.path)}`,
    received: second.node.path,
    allowed: 'one platform for a cluster',
    fix: 'put everything into one, or give each a `ClusterChart` with another `cluster`',
  };
}
