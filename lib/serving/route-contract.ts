import type { IConstruct } from 'constructs';
import type { IReceiver } from '../events';
import type { DomainMapping, DomainMappingOptions } from './domain-mapping';
import type { IDomainMappingTarget } from './domain-mapping-target';

/** What Knative Serving gives an address. */
export interface IServingAddress extends IConstruct, IReceiver, IDomainMappingTarget {
  /** Address in the cluster. Without a namespace the problem `KN-NAM-003` is recorded. */
  readonly url: string;
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
