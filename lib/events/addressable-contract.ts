import type { EventPolicy, EventPolicyOptions } from './event-policy';
import type { IReceiver } from './receiver-contract';

/** A receiver of events that checks who sends them, made by the program or existing already. */
export interface IAddressable extends IReceiver {
  /** Says who may send to this receiver: everybody else is turned away. Needs the feature `authentication-oidc`. */
  allowFrom(id: string, options: EventPolicyOptions): EventPolicy;
}
