import type { IConstruct } from 'constructs';
import type { IEventSource } from '../core';
import type { IAddressable } from '../events';

/** A sequence, made by the program or existing already. */
export interface ISequence extends IConstruct, IAddressable, IEventSource {
  /** Name of the sequence. */
  readonly sequenceName: string;
  /**
   * Address in the cluster, where events are posted to: that of its first channel. Without a namespace the problem
   * `KN-NAM-003` is recorded.
   */
  readonly url: string;
}
