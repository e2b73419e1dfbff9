import type { Construct } from 'constructs';
import { clusterDomainOf, type EventSourceConfig, type ExistingObjectOptions, KINDS, refuse } from '../core';
import { ImportedAddressable } from '../events';
import { channelService } from './channel-names';
import { checkFlowName } from './flow-checks';
import type { IParallel } from './parallel-contract';

/** Where an existing parallel is. */
export type ExistingParallelOptions = ExistingObjectOptions;

/**
 * What Knative adds to the name of a parallel for the channel before its branches, as
 * pkg/reconciler/parallel/resources/channel.go has it.
 * @internal
 */
export const INGRESS_SUFFIX = '-kn-parallel';

/**
 * What Knative adds for the channel of a branch, and for the subscription of its subscriber.
 * @internal
 */
export function branchSuffix(branch: number): string {
  return `${INGRESS_SUFFIX}-${branch}`;
}

/**
 * A parallel that the program does not make.
 * @internal
 */
export class ImportedParallel extends ImportedAddressable implements IParallel {
  constructor(scope: Construct, id: string, name: string, options: ExistingParallelOptions) {
    super(scope, id, KINDS.parallel, name, options);
    refuse(this, checkFlowName('Parallel', name, [branchSuffix(0)]));
  }

  public get parallelName(): string {
    return this.name;
  }

  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: [] };
  }

  public get url(): string {
    const service = channelService(`${this.name}${INGRESS_SUFFIX}`);
    return `http://${service}.${this._namespaceForAddress()}.svc.${clusterDomainOf(this)}`;
  }
}
