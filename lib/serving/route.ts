import type { Construct } from 'constructs';
import { type AddressRules, appChecks, KINDS, type MadeObject, ownCopy, refuse, type ResourceProps } from '../core';
import { ReceiverResource } from '../events';
import { checkMetadataByHand, Place } from './annotation-rules';
import type { AskedAddresses } from './asked-addresses';
import { type DomainMapping, type DomainMappingOptions, mapDomain } from './domain-mapping';
import type { DomainMappingRef } from './domain-mapping-target';
import { type ExistingRouteOptions, ImportedRoute } from './imported-route';
import { madeByRoute } from './made-objects';
import { addressedAs, hostsOf, PUBLIC_HOSTS, type PublicHost } from './public-hosts';
import type { IRoute } from './route-contract';
import { type RouteOptions, writeAddress } from './route-options';
import { addressesFor } from './service-addresses';
import { checkRouteTraffic, tagsOf, type Traffic } from './traffic';

/** Properties for `Route`. */
export interface RouteProps extends ResourceProps, RouteOptions {
  /**
   * Which revisions get which share of the requests: `Traffic.configuration(orders, 90)`, `Traffic.revision(...)`. The
   * shares sum up to 100 (`KN-TRF-002`); `Traffic.latest` does not say of which configuration (`KN-TRF-007`).
   */
  readonly traffic: readonly Traffic[];
}

/**
 * An address, and the revisions that answer there. It sends requests to configurations and revisions of its own
 * namespace. Most programs want a `KnativeService`, which has a route of its own; a Kubernetes Service of the same
 * name would be in its way (`KN-NAM-010`).
 * @see https://knative.dev/docs/serving/traffic-management/
 */
export class Route extends ReceiverResource implements IRoute {
  /** A route that exists already, by its name. */
  public static fromRouteName(
    scope: Construct, id: string, routeName: string, options: ExistingRouteOptions = {},
  ): IRoute {
    return new ImportedRoute(scope, id, routeName, options);
  }

  private readonly traffic: readonly Traffic[];
  private readonly addresses: AskedAddresses;

  constructor(scope: Construct, id: string, props: RouteProps) {
    super(scope, id, KINDS.route, props);
    this.traffic = ownCopy(props.traffic);
    refuse(this, ...checkRouteTraffic(this, props.traffic), ...checkMetadataByHand(Place.ROUTE, props.metadata));
    writeAddress(this, props);
    this.addresses = addressesFor(this, () => this.url, false, tagsOf(this.traffic));
    appChecks(this).ensure('public-hosts', PUBLIC_HOSTS);
  }

  /** Name of the route. */
  public get routeName(): string {
    return this.name;
  }

  /** Address of the route in the cluster: `http://orders.shop.svc.cluster.local`. Needs a namespace (`KN-NAM-003`). */
  public get url(): string {
    return this._clusterUrl(this.name, this._namespaceForAddress());
  }

  /**
   * Address at which the outside finds the route: `https://orders.shop.knative.example.com`. It follows from the domains,
   * templates and certificates of the platform, and from labels and annotations of the route. One that is visible in
   * the cluster only has none (`KN-ADR-005`); a template may be too much for this library (`KN-ADR-006`). The scheme is
   * the one once its certificate is there: until then Knative says `http` where plain requests are answered, too.
   * @throws KnativeError `KN-ADR-004` where no platform with a domain is described yet
   * @see https://knative.dev/docs/serving/using-a-custom-domain/
   */
  public get publicUrl(): string {
    return this.addresses.ask();
  }

  /**
   * Address of a tag of the traffic, for the outside: `https://old-orders.shop.knative.example.com`.
   * @param tag a tag of the traffic (`KN-ADR-010`)
   * @throws KnativeError `KN-ADR-004` where no platform with a domain is described yet
   */
  public publicUrlOf(tag: string): string {
    return this.addresses.ask(tag);
  }

  /** A domain is mapped to the route by reference. */
  public toDomainMappingRef(): DomainMappingRef {
    return this.reference;
  }

  /**
   * Gives the route a domain of its own.
   * @param id id of the DomainMapping; its name is the domain
   */
  public mapDomain(id: string, options: DomainMappingOptions): DomainMapping {
    return mapDomain(this, id, options);
  }

  /** @internal */
  public override _makes(): MadeObject[] {
    return madeByRoute(this, this.traffic);
  }

  /** @internal */
  public _publicHosts(rules: AddressRules): PublicHost[] {
    return hostsOf(rules, addressedAs(this, false), tagsOf(this.traffic));
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: { traffic: this.traffic.map((share) => share._render()) } };
  }
}
