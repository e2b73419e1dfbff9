import type { IConstruct } from 'constructs';
import type { IReceiver } from '../events';
import type { DomainMapping, DomainMappingOptions } from './domain-mapping';
import type { IDomainMappingTarget } from './domain-mapping-target';

/** What Knative Serving gives an address. */
export interface IServingAddress extends IConstruct, IReceiver, IDomainMappingTarget {
  /** Address in the cluster. Without a namespace the problem `KN-NAM-003` is recorded. */
  readonly url: string;
  /**
   * Address at which the outside finds it: `https://orders.shop.knative.example.com`. It follows from the domains,
   * templates and certificates of the platform and from labels and annotations, and is looked at again at synth
   * (`KN-ADR-007`). The scheme is the one that it has once its certificate is there.
   * @throws KnativeError `KN-ADR-004` where no platform with a domain is described yet
   */
  readonly publicUrl: string;
  /**
   * Address of a tag of its traffic, for the outside: `https://old-orders.shop.knative.example.com`.
   * @param tag a tag of its own traffic (`KN-ADR-010`)
   * @throws KnativeError `KN-ADR-004` where no platform with a domain is described yet
   */
  publicUrlOf(tag: string): string;
  /**
   * Gives it a domain of its own.
   * @param id id of the DomainMapping; its name is the domain
   */
  mapDomain(id: string, options: DomainMappingOptions): DomainMapping;
}

/** A route, made by the program or existing already. */
export interface IRoute extends IServingAddress {
  /** Name of the route. */
  readonly routeName: string;
}
