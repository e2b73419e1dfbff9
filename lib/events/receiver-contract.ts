import type { ISink, ObjectReference } from '../core';
import type { EventType, EventTypeOptions } from './event-type';

/** A receiver of events, made by the program or existing already. */
export interface IReceiver extends ISink {
  /** Namespace of the receiver; absent where the program does not say. */
  readonly namespace?: string | undefined;
  /** How other objects refer to the receiver. */
  readonly reference: ObjectReference;
  /** Registers events that are found here, for people and tools to look up. */
  registerEventType(id: string, options: EventTypeOptions): EventType;
}
