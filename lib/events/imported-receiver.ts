import { ImportedObject, type SinkConfig } from '../core';
import type { EventType, EventTypeOptions } from './event-type';
import type { IReceiver } from './receiver-contract';
import { registerEventType } from './receiving';

/**
 * A receiver of events that the program does not make, whoever sends to it.
 * @internal
 */
export abstract class ImportedReceiver extends ImportedObject implements IReceiver {
  public toSinkConfig(): SinkConfig {
    return { ref: this.reference };
  }

  public registerEventType(id: string, options: EventTypeOptions): EventType {
    return registerEventType(this, id, options);
  }
}
