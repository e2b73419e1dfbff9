import type { Construct, IConstruct } from 'constructs';
import {
  appChecks, ClusterControllers, clusterFolderOf, type InstalledConfig, type KnativeVersion, needPrerequisite,
  type NetworkLayer, ownCopy, type Prerequisite, type Problem, raise, show, showAll,
  type SideDocument, SideDocuments, traceOf, Warnings,
} from '../core';
import { checkContour } from './contour-checks';
import { contourLayer } from './contour-layer';
import type { ContourOptions } from './contour-options';
import { checkAnnotationController, checkDefaultController } from './controller-checks';
import type { DnsRecords } from './dns-records';
import { checkGatewayApi, checkGatewayVersion, type GatewayApiOptions, gatewayApiLayer } from './gateway-api-layer';
import {
  type EntryService, type FurtherAnnotations, ingressClassOf, type IngressLayer, type LayerPods, type OperatorIngress,
  type ReleaseServiceAnnotations,
} from './ingress-layer';
import { checkIstio, istioLayer, type IstioOptions } from './istio-layer';
import { kourierLayer, type KourierOptions } from './kourier-layer';
import type { KustomizationPatch } from './kustomization';
import { type LoadBalancer, LoadBalancerKind } from './load-balancer';

/** How a platform installs a layer. */
export interface IngressInstallation {
  readonly version: KnativeVersion;
  /** @default - none: names of services are made elsewhere */
  readonly dns?: DnsRecords;
  /** @default - as its manifest has it */
  readonly pods?: LayerPods;
  /**
   * Whether files of the program bring a prerequisite, so that nobody needs its document; asked when that is written.
   * @default - none do
   */
  readonly isVendored?: (prerequisite: Prerequisite) => boolean;
}

type VersionCheck = (version: KnativeVersion) => Problem | undefined;

/**
 * The networking layer of a platform: what takes requests from outside, and from other services, to the pods of
 * services. It cannot change later without services being unreachable for a while.
 * @see https://knative.dev/docs/install/operator/configuring-serving-cr/#networking
 */
export class Ingress {
  /**
   * Contour, which the prerequisites bring: net-contour's manifest, with the annotations of `loadBalancer`.
   * @throws KnativeError `KN-NET-003` and `KN-NET-004` for options that do not go together
   */
  public static contour(options: ContourOptions = {}): Ingress {
    raise(...checkContour(options));
    return new Ingress(contourLayer(ownCopy(options)));
  }

  /**
   * Kourier, which the operator brings: nothing else is needed.
   * @throws KnativeError `KN-NET-003` for what the operator cannot say of its Service
   */
  public static kourier(options: KourierOptions = {}): Ingress {
    return new Ingress(kourierLayer(options));
  }

  /**
   * Istio, which the prerequisites bring: net-istio's manifest, with the annotations of `loadBalancer`.
   * @throws KnativeError `KN-NET-003` and `KN-NET-004` for options that do not go together
   */
  public static istio(options: IstioOptions = {}): Ingress {
    raise(...checkIstio(options));
    return new Ingress(istioLayer(ownCopy(options)));
  }

  /**
   * Gateways of the Gateway API, of whichever implementation. Which load balancer a Gateway gets is said where it is
   * made.
   * @throws KnativeError `KN-NET-004` for names that nothing can have
   */
  public static gatewayApi(options: GatewayApiOptions = {}): Ingress {
    raise(...checkGatewayApi(options));
    const own = ownCopy(options);
    return new Ingress(gatewayApiLayer(own), (version) => checkGatewayVersion(own, version));
  }

  private constructor(
    private readonly parts: IngressLayer, private readonly checkVersion: VersionCheck = () => undefined,
  ) {}

  /** @internal */
  public get _layer(): NetworkLayer {
    return this.parts.layer;
  }

  /**
   * Where requests from outside arrive, on a platform that installs the layer.
   * @internal
   */
  public get _entry(): EntryService {
    return this.parts.entry;
  }

  /**
   * Whether the world reaches the entry Service, as far as the program says.
   * @internal
   */
  public get _fromWorld(): boolean {
    return this.parts.loadBalancer?._isInternal !== true;
  }

  /**
   * For `ingress-class` of `config-network`.
   * @internal
   */
  public get _ingressClass(): string {
    return ingressClassOf(this.parts.layer.name);
  }

  /**
   * For `spec.ingress` of KnativeServing.
   * @internal
   */
  public get _operatorIngress(): OperatorIngress {
    return this.parts.operatorIngress;
  }

  /**
   * Whether its load balancer is one of EKS Auto Mode, so that the cluster is.
   * @internal
   */
  public get _onAutoMode(): boolean {
    return this.parts.loadBalancer?._kind === LoadBalancerKind.AUTO_MODE;
  }

  /**
   * Settings of the ConfigMap of the layer, by its whole name.
   * @internal
   */
  public get _config(): InstalledConfig {
    return this.parts.config;
  }

  /** @internal */
  public _prerequisites(version: KnativeVersion): Prerequisite[] {
    return this.parts.prerequisites(version);
  }

  /** @internal */
  public _documents(
    version: KnativeVersion, further: FurtherAnnotations = () => ({}), pods: LayerPods = {},
  ): SideDocument[] {
    return this.parts.documents(version, further, pods);
  }

  /**
   * Changes of the objects that the prerequisites bring, as the documents have them; ask when they are made.
   * @internal
   */
  public _patches(construct: IConstruct, dns: DnsRecords | undefined, pods: LayerPods): readonly KustomizationPatch[] {
    return this.parts.patches(() => dns?._annotations(construct) ?? {}, pods);
  }

  /**
   * For `spec.services` of KnativeServing; ask when it is rendered, since namespaces may come later.
   * @internal
   */
  public _services(construct: IConstruct, dns?: DnsRecords): ReleaseServiceAnnotations[] {
    if (!this.parts.annotatedByOperator) return [];
    const annotations = { ...this.parts.loadBalancer?._annotationsAlone, ...dns?._annotations(construct) };
    return Object.keys(annotations).length === 0 ? [] : [{ name: this._entry.name, annotations }];
  }

  /**
   * Everything that a platform which installs the layer adds to its app: objects, prerequisites, documents and checks.
   * @internal
   */
  public _install(platform: Construct, { version, dns, pods, isVendored }: IngressInstallation): void {
    const folder = clusterFolderOf(platform);
    const further = () => dns?._annotations(platform) ?? {};
    this.parts.objects?.(platform);
    const prerequisites = this._prerequisites(version);
    for (const prerequisite of prerequisites) needPrerequisite(platform, () => prerequisite);
    const placed = (documents: readonly SideDocument[]) =>
      documents.map(({ file, content }) => ({ file: folder + file, content }));
    const own = placed(this._documents(version, further, pods));
    const all = SideDocuments.of(platform);
    if (isVendored === undefined) for (const document of own) all.add(document);
    else all._addLater(() => prerequisites.every(isVendored) ? [] : own);
    for (const document of placed(dns?._documents(platform, this._entry) ?? [])) all.add(document);
    appChecks(platform).defer(platform, traceOf(platform), () => this.checkAtSynth(platform, version, dns));
  }

  private checkAtSynth(
    platform: Construct, version: KnativeVersion, dns: DnsRecords | undefined,
  ): (Problem | undefined)[] {
    const { loadBalancer, annotatedByOperator } = this.parts;
    this.warnOfAdopted(platform, version, dns);
    warnOfPorts(platform, loadBalancer);
    return [
      this.checkVersion(version),
      loadBalancer && checkAnnotationController(platform, loadBalancer._controller, 'the load balancer'),
      loadBalancer && checkDefaultController(platform, loadBalancer, annotatedByOperator),
      ...dns?._check(platform) ?? [],
    ];
  }

  /** Whoever installs the layer applies another manifest than the one that has the annotations. */
  private warnOfAdopted(platform: Construct, version: KnativeVersion, dns: DnsRecords | undefined): void {
    const { layer, entry, loadBalancer, annotatedByOperator } = this.parts;
    const [controller] = this._prerequisites(version).flatMap((prerequisite) => prerequisite.controller ?? []);
    const annotated = loadBalancer !== undefined || Object.keys(dns?._annotations(platform) ?? {}).length > 0;
    if (annotatedByOperator || !annotated || controller === undefined) return;
    if (!ClusterControllers.of(platform)._isExternal(controller)) return;
    Warnings.of(platform)._addFrom('entry-service-adopted', `${show(controller)} is installed elsewhere, so the annotations of the `
      + `Service ${show(`${entry.namespace}/${entry.name}`)} reach it only if whoever installs it applies the document below `
      + `${show(`prerequisites/${layer.name}`)}`, traceOf(platform));
  }
}

/** Follows the default of `--service-node-port-range` of the API server, which few clusters change. */
function warnOfPorts(platform: Construct, loadBalancer: LoadBalancer | undefined): void {
  const ports = loadBalancer?._unusualPorts ?? [];
  if (ports.length === 0) return;
  Warnings.of(platform)._addFrom('node-port-range', `the API server refuses ${showAll(ports)} as a port of nodes, unless it was started with `
    + '`--service-node-port-range`: write a port from 30000 to 32767', traceOf(platform));
}
