import type { IAddressable } from './addressable-contract';
import type { EventPolicy, EventPolicyOptions } from './event-policy';
import { ReceiverResource } from './receiver';
import { allowFrom } from './receiving';

/**
 * A construct that receives events at an address of its own, and checks who sends them where an event policy says so.
 * Receivers that look at no policy extend `ReceiverResource`.
 */
export abstract class AddressableResource extends ReceiverResource implements IAddressable {
  /** Says who may send to this receiver: everybody else is turned away. Needs the feature `authentication-oidc`. */
  public allowFrom(id: string, options: EventPolicyOptions): EventPolicy {
    return allowFrom(this, id, options);
  }
}
