import { placedIn } from '../core';
import type { IAddressable } from './addressable-contract';
import { EventPolicy, type EventPolicyOptions } from './event-policy';
import { ReceiverResource } from './receiver';

/**
 * A construct that receives events at an address of its own, and checks who sends them where an event policy says so.
 * Receivers that look at no policy extend `ReceiverResource`.
 */
export abstract class AddressableResource extends ReceiverResource implements IAddressable {
  /** Says who may send to this receiver: everybody else is turned away. Needs the feature `authentication-oidc`. */
  public allowFrom(id: string, options: EventPolicyOptions): EventPolicy {
    const metadata = placedIn(this.namespace, options.metadata);
    return new EventPolicy(this, id, { ...options, to: [this], metadata });
  }
}
