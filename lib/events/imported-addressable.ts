import type { IAddressable } from './addressable-contract';
import type { EventPolicy, EventPolicyOptions } from './event-policy';
import { ImportedReceiver } from './imported-receiver';
import { allowFrom } from './receiving';

/**
 * A receiver of events that the program does not make, and that checks who sends them.
 * @internal
 */
export abstract class ImportedAddressable extends ImportedReceiver implements IAddressable {
  public allowFrom(id: string, options: EventPolicyOptions): EventPolicy {
    return allowFrom(this, id, options);
  }
}
