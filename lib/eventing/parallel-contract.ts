import type { IConstruct } from 'constructs';
import type { IEventSource } from '../core';
import type { IAddressable } from '../events';

/** A parallel, made by the program or existing already. */
export interface IParallel extends IConstruct, IAddressable, IEventSource {
  /** Name of the parallel. */
  readonly parallelName: string;
  /**
   * Address in the cluster, where events are posted to: that of the channel before its branches. Without a namespace
   * the problem `KN-NAM-003` is recorded.
   */
  readonly url: string;
}
