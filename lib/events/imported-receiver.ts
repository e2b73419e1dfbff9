import { ImportedObject, placedIn, type SinkConfig } from '../core';
import { EventType, type EventTypeOptions } from './event-type';
import type { IReceiver } from './receiver-contract';

/**
 * A receiver of events that the program does not make, whoever sends to it.
 * @internal
 */
export abstract class ImportedReceiver extends ImportedObject implements IReceiver {
  public toSinkConfig(): SinkConfig {
    return { ref: this.reference };
  }

  public registerEventType(id: string, options: EventTypeOptions): EventType {
    const metadata = placedIn(this.namespace, options.metadata);
    return new EventType(this, id, { ...options, reference: this, metadata });
  }
}
