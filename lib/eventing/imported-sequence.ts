import type { Construct } from 'constructs';
import { clusterDomainOf, type EventSourceConfig, type ExistingObjectOptions, KINDS, refuse } from '../core';
import { ImportedAddressable } from '../events';
import { channelService } from './channel-names';
import { checkFlowName } from './flow-checks';
import type { ISequence } from './sequence-contract';

/** Where an existing sequence is. */
export type ExistingSequenceOptions = ExistingObjectOptions;

/**
 * What Knative adds to the name of a sequence for the channel before a step, as
 * pkg/reconciler/sequence/resources/channel.go has it, and for the subscription of the step.
 * @internal
 */
export function stepSuffix(step: number): string {
  return `-kn-sequence-${step}`;
}

/**
 * A sequence that the program does not make.
 * @internal
 */
export class ImportedSequence extends ImportedAddressable implements ISequence {
  constructor(scope: Construct, id: string, name: string, options: ExistingSequenceOptions) {
    super(scope, id, KINDS.sequence, name, options);
    refuse(this, checkFlowName('Sequence', name, [stepSuffix(0)]));
  }

  public get sequenceName(): string {
    return this.name;
  }

  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: [] };
  }

  public get url(): string {
    const service = channelService(`${this.name}${stepSuffix(0)}`);
    return `http://${service}.${this._namespaceForAddress()}.svc.${clusterDomainOf(this)}`;
  }
}
