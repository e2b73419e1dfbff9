import type { Construct } from 'constructs';
import { urlOf } from '../addresses';
import {
  checkAnnotations, checkLabels, clusterDomainOf, type ExistingObjectOptions, type Kind, KINDS, ownCopy, refuse,
} from '../core';
import { ImportedReceiver } from '../events';
import { AskedAddresses } from './asked-addresses';
import { type DomainMapping, type DomainMappingOptions, mapDomain } from './domain-mapping';
import type { DomainMappingRef } from './domain-mapping-target';
import type { IServingAddress } from './route-contract';

/** Where an existing service or route is, and what its public address follows from. */
export interface ExistingAddressOptions extends ExistingObjectOptions {
  /**
   * Its labels, which decide about its domain on a platform that has several (`KN-ADR-006`). What is none is refused
   * with `KN-NAM-004`.
   * @default - not known, apart from its being visible from outside
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Its annotations, which a domain template may read (`KN-ADR-006`), and which take it out of TLS. What is none is
   * refused with `KN-NAM-005`.
   * @default - not known, apart from its having TLS where the platform has
   */
  readonly annotations?: { readonly [key: string]: string };
}

/**
 * An object with an address that the program does not make.
 * @internal
 */
export abstract class ImportedAddress extends ImportedReceiver implements IServingAddress {
  private readonly addresses: AskedAddresses;

  protected constructor(scope: Construct, id: string, kind: Kind, name: string, options: ExistingAddressOptions) {
    super(scope, id, kind, name, options);
    const { labels, annotations } = ownCopy(options);
    refuse(this, ...checkLabels(labels), ...checkAnnotations(annotations));
    const isService = kind.kind === KINDS.service.kind;
    this.addresses = new AskedAddresses(this, (rules, tag) => urlOf(rules, {
      ...this.place(), labels, annotations, isService,
    }, tag), () => this.url);
  }

  public get url(): string {
    return `http://${this.name}.${this._namespaceForAddress()}.svc.${clusterDomainOf(this)}`;
  }

  public get publicUrl(): string {
    return this.addresses.ask();
  }

  public publicUrlOf(tag: string): string {
    return this.addresses.ask(tag);
  }

  public toDomainMappingRef(): DomainMappingRef {
    return this.reference;
  }

  public mapDomain(id: string, options: DomainMappingOptions): DomainMapping {
    return mapDomain(this, id, options);
  }

  private place() {
    return { name: this.name, namespace: this._namespaceForAddress(), clusterDomain: clusterDomainOf(this) };
  }
}
