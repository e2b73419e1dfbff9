import type { Construct } from 'constructs';
import { clusterDomainOf, type EventSourceConfig, type ExistingObjectOptions, KINDS } from '../core';
import { ImportedAddressable } from '../events';
import type { IEventTransform } from './event-transform-contract';

/** Where an existing transformation is. */
export type ExistingEventTransformOptions = ExistingObjectOptions;

/**
 * Name of all that Knative makes for a transformation, as pkg/reconciler/eventtransform/resources_jsonata.go has it.
 * @internal
 */
export function transformObject(name: string): string {
  return `${name}-jsonata`;
}

/**
 * A transformation that the program does not make.
 * @internal
 */
export class ImportedEventTransform extends ImportedAddressable implements IEventTransform {
  constructor(scope: Construct, id: string, name: string, options: ExistingEventTransformOptions) {
    super(scope, id, KINDS.eventTransform, name, options);
  }

  public get eventTransformName(): string {
    return this.name;
  }

  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: [] };
  }

  public get url(): string {
    return `http://${transformObject(this.name)}.${this._namespaceForAddress()}.svc.${clusterDomainOf(this)}`;
  }
}
