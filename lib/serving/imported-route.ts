import type { Construct } from 'constructs';
import { KINDS } from '../core';
import { type ExistingAddressOptions, ImportedAddress } from './imported-address';
import type { IRoute } from './route-contract';

/** Where an existing route is, and what its public address follows from. */
export type ExistingRouteOptions = ExistingAddressOptions;

/**
 * A route that the program does not make.
 * @internal
 */
export class ImportedRoute extends ImportedAddress implements IRoute {
  constructor(scope: Construct, id: string, routeName: string, options: ExistingRouteOptions) {
    super(scope, id, KINDS.route, routeName, options);
  }

  public get routeName(): string {
    return this.name;
  }
}
