import type { Construct } from 'constructs';
import { type ExistingObjectOptions, KINDS } from '../core';
import { ImportedAddress } from './imported-address';
import type { IRoute } from './route-contract';

/** Where an existing route is. */
export type ExistingRouteOptions = ExistingObjectOptions;

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
