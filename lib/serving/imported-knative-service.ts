import type { Construct } from 'constructs';
import { KINDS } from '../core';
import { type ExistingAddressOptions, ImportedAddress } from './imported-address';
import type { IKnativeService } from './knative-service-contract';

/** Where an existing service is, and what its public address follows from. */
export type ExistingKnativeServiceOptions = ExistingAddressOptions;

/**
 * A service that the program does not make.
 * @internal
 */
export class ImportedKnativeService extends ImportedAddress implements IKnativeService {
  constructor(scope: Construct, id: string, serviceName: string, options: ExistingKnativeServiceOptions) {
    super(scope, id, KINDS.service, serviceName, options);
  }

  public get serviceName(): string {
    return this.name;
  }

  public get configurationName(): string {
    return this.name;
  }
}
