import { placedIn } from '../core';
import type { IAddressable } from './addressable-contract';
import { EventPolicy, type EventPolicyOptions } from './event-policy';
import { ImportedReceiver } from './imported-receiver';

/**
 * A receiver of events that the program does not make, and that checks who sends them.
 * @internal
 */
export abstract class ImportedAddressable extends ImportedReceiver implements IAddressable {
  public allowFrom(id: string, options: EventPolicyOptions): EventPolicy {
    const metadata = placedIn(this.namespace, options.metadata);
    return new EventPolicy(this, id, { ...options, to: [this], metadata });
  }
}
