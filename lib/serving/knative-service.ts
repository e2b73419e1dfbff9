import type { Construct } from 'constructs';
import { type AddressRules, appChecks, KINDS, type MadeObject, ownCopy, placedIn, refuse, type SinkConfig } from '../core';
import { type EventType, type EventTypeOptions, registerEventType } from '../events';
import { PingSource, type PingSourceOptions } from '../sources';
import { Place } from './annotation-rules';
import type { AskedAddresses } from './asked-addresses';
import { ConfigurationBase, type ConfigurationBaseProps } from './configuration-base';
import { type DomainMapping, type DomainMappingOptions, mapDomain } from './domain-mapping';
import type { DomainMappingRef } from './domain-mapping-target';
import { type ExistingKnativeServiceOptions, ImportedKnativeService } from './imported-knative-service';
import type { IKnativeService } from './knative-service-contract';
import { madeByService } from './made-objects';
import { addressedAs, hostsOf, PUBLIC_HOSTS, type PublicHost } from './public-hosts';
import { type RouteOptions, writeAddress } from './route-options';
import { addressesFor } from './service-addresses';
import { checkServiceTraffic, tagsOf } from './traffic';

/**
 * Properties for `KnativeService`. A service with one container is written in the short form, `image` and what else the
 * container needs; a service with several has a list of `containers` (`KN-SVC-001`). Labels and annotations of the
 * service itself are those of `metadata`; the ones of its revisions and pods are `templateLabels` and
 * `templateAnnotations`.
 */
export interface KnativeServiceProps extends ConfigurationBaseProps, RouteOptions {}

/**
 * A program that answers requests and events, with as many pods as it has work.
 *
 * Knative makes a revision, a route and an address of it. Other objects send events to it, and programs of the cluster
 * reach it at `url`. A `Route`, `Configuration` or Kubernetes Service of the same name would be in its way
 * (`KN-NAM-010`).
 * @see https://knative.dev/docs/serving/services/
 */
export class KnativeService extends ConfigurationBase implements IKnativeService {
  /** A service that exists already, by its name. */
  public static fromServiceName(
    scope: Construct, id: string, serviceName: string, options: ExistingKnativeServiceOptions = {},
  ): IKnativeService {
    return new ImportedKnativeService(scope, id, serviceName, options);
  }

  private readonly props: KnativeServiceProps;
  private asked?: AskedAddresses;

  constructor(scope: Construct, id: string, props: KnativeServiceProps) {
    super(scope, id, KINDS.service, Place.SERVICE, props);
    this.props = ownCopy(props);
    refuse(this, ...checkServiceTraffic(props.traffic ?? [], this.name));
    writeAddress(this, props);
    appChecks(this).ensure('public-hosts', PUBLIC_HOSTS);
  }

  /** Name of the service. */
  public get serviceName(): string {
    return this.name;
  }

  /** Address of the service in the cluster: `http://orders.shop.svc.cluster.local`. Needs a namespace (`KN-NAM-003`). */
  public get url(): string {
    return this._clusterUrl(this.name, this._namespaceForAddress());
  }

  /**
   * Address at which the outside finds the service: `https://orders.shop.knative.example.com`. It follows from the domains,
   * templates and certificates of the platform, and from labels and annotations of the service. One that is visible in
   * the cluster only has none (`KN-ADR-005`); a template may be too much for this library (`KN-ADR-006`). The scheme is
   * the one once its certificate is there: until then Knative says `http` where plain requests are answered, too.
   * @throws KnativeError `KN-ADR-004` where no platform with a domain is described yet
   * @see https://knative.dev/docs/serving/using-a-custom-domain/
   */
  public get publicUrl(): string {
    return this.addresses().ask();
  }

  /**
   * Address of a tag of the traffic, for the outside: `https://old-orders.shop.knative.example.com`.
   * @param tag a tag of the traffic (`KN-ADR-010`)
   * @throws KnativeError `KN-ADR-004` where no platform with a domain is described yet
   */
  public publicUrlOf(tag: string): string {
    return this.addresses().ask(tag);
  }

  /** Events are sent to the service by reference. */
  public toSinkConfig(): SinkConfig {
    return { ref: this.reference };
  }

  /** Registers events that are found here, for people and tools to look up. */
  public registerEventType(id: string, options: EventTypeOptions): EventType {
    return registerEventType(this, id, options);
  }

  /**
   * Sends events to the service at fixed times.
   * @param id id and name of the PingSource
   */
  public schedule(id: string, options: PingSourceOptions): PingSource {
    return new PingSource(this, id, { ...options, metadata: placedIn(this.namespace, options.metadata), sink: this });
  }

  /** A domain is mapped to the service by reference. */
  public toDomainMappingRef(): DomainMappingRef {
    return this.reference;
  }

  /**
   * Gives the service a domain of its own.
   * @param id id of the DomainMapping; its name is the domain
   */
  public mapDomain(id: string, options: DomainMappingOptions): DomainMapping {
    return mapDomain(this, id, options);
  }

  /** @internal */
  public override _makes(): MadeObject[] {
    return madeByService(this, this.props.traffic ?? []);
  }

  /** @internal */
  public _publicHosts(rules: AddressRules): PublicHost[] {
    return hostsOf(rules, addressedAs(this, true), tagsOf(this.props.traffic));
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { traffic = [] } = this.props;
    return {
      spec: {
        template: this._template._render(),
        traffic: traffic.length === 0 ? undefined : traffic.map((target) => target._render()),
      },
    };
  }

  /** Most programs ask for none. */
  private addresses(): AskedAddresses {
    this.asked ??= addressesFor(this, () => this.url, true, tagsOf(this.props.traffic));
    return this.asked;
  }
}
