import type { IConstruct } from 'constructs';
import type { IEventSource } from '../core';
import type { IAddressable } from '../events';

/** A transformation of events, made by the program or existing already. */
export interface IEventTransform extends IConstruct, IAddressable, IEventSource {
  /** Name of the transformation. */
  readonly eventTransformName: string;
  /** Address in the cluster, where events are posted to; without a namespace the problem `KN-NAM-003` is recorded. */
  readonly url: string;
}
