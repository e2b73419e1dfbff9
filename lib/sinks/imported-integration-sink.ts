import type { Construct } from 'constructs';
import { clusterDomainOf, type ExistingObjectOptions, KINDS } from '../core';
import { ImportedAddressable } from '../events';
import type { IIntegrationSink } from './integration-sink-contract';

/** Where an existing integration sink is. */
export type ExistingIntegrationSinkOptions = ExistingObjectOptions;

/**
 * Name of the Service of a sink; the rule for the names of sinks leaves room for it. Follows
 * pkg/reconciler/integration/sink/resources/names.go of Eventing.
 * @internal
 */
export function serviceOf(integrationSinkName: string): string {
  return `${integrationSinkName}-deployment`;
}

/**
 * An integration sink that the program does not make.
 * @internal
 */
export class ImportedIntegrationSink extends ImportedAddressable implements IIntegrationSink {
  constructor(scope: Construct, id: string, integrationSinkName: string, options: ExistingIntegrationSinkOptions) {
    super(scope, id, KINDS.integrationSink, integrationSinkName, options);
  }

  public get integrationSinkName(): string {
    return this.name;
  }

  public get url(): string {
    return `http://${serviceOf(this.name)}.${this._namespaceForAddress()}.svc.${clusterDomainOf(this)}`;
  }
}
