import type { Construct } from 'constructs';
import { clusterDomainOf, type ExistingObjectOptions, KINDS, KNATIVE_EVENTING } from '../core';
import { ImportedAddressable } from '../events';
import type { IKafkaSink } from './kafka-sink-contract';

/** Where an existing Kafka sink is. */
export type ExistingKafkaSinkOptions = ExistingObjectOptions;

/** @internal */
export const INGRESS_SERVICE = 'kafka-sink-ingress';

/**
 * A Kafka sink that the program does not make.
 * @internal
 */
export class ImportedKafkaSink extends ImportedAddressable implements IKafkaSink {
  constructor(scope: Construct, id: string, kafkaSinkName: string, options: ExistingKafkaSinkOptions) {
    super(scope, id, KINDS.kafkaSink, kafkaSinkName, options);
  }

  public get kafkaSinkName(): string {
    return this.name;
  }

  public get url(): string {
    const host = `${INGRESS_SERVICE}.${KNATIVE_EVENTING}.svc.${clusterDomainOf(this)}`;
    return `http://${host}/${this._namespaceForAddress()}/${this.name}`;
  }
}
