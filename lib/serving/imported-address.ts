import { clusterDomainOf } from '../core';
import { ImportedReceiver } from '../events';
import { type DomainMapping, type DomainMappingOptions, mapDomain } from './domain-mapping';
import type { DomainMappingRef } from './domain-mapping-target';
import type { IServingAddress } from './route-contract';

/**
 * An object with an address that the program does not make.
 * @internal
 */
export abstract class ImportedAddress extends ImportedReceiver implements IServingAddress {
  public get url(): string {
    return `http://${this.name}.${this._namespaceForAddress()}.svc.${clusterDomainOf(this)}`;
  }

  public toDomainMappingRef(): DomainMappingRef {
    return this.reference;
  }

  public mapDomain(id: string, options: DomainMappingOptions): DomainMapping {
    return mapDomain(this, id, options);
  }
}
