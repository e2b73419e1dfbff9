import { Resource, type SinkConfig } from '../core';
import type { EventType, EventTypeOptions } from './event-type';
import type { IReceiver } from './receiver-contract';
import { registerEventType } from './receiving';

/** A construct that receives events at an address of its own, whoever sends them. */
export abstract class ReceiverResource extends Resource implements IReceiver {
  public toSinkConfig(): SinkConfig {
    return { ref: this.reference };
  }

  /** Registers events that are found here, for people and tools to look up. */
  public registerEventType(id: string, options: EventTypeOptions): EventType {
    return registerEventType(this, id, options);
  }
}
