import type { Construct } from 'constructs';
import { placedIn } from '../core';
import type { IAddressable } from './addressable-contract';
import { EventPolicy, type EventPolicyOptions } from './event-policy';
import { EventType, type EventTypeOptions } from './event-type';
import type { IReceiver } from './receiver-contract';

/**
 * Makes the policy of `allowFrom` below its receiver, and in its namespace.
 * @internal
 */
export function allowFrom(receiver: IAddressable & Construct, id: string, options: EventPolicyOptions): EventPolicy {
  const metadata = placedIn(receiver.namespace, options.metadata);
  return new EventPolicy(receiver, id, { ...options, to: [receiver], metadata });
}

/**
 * Makes the entry of `registerEventType` below its receiver, and in its namespace.
 * @internal
 */
export function registerEventType(receiver: IReceiver & Construct, id: string, options: EventTypeOptions): EventType {
  const metadata = placedIn(receiver.namespace, options.metadata);
  return new EventType(receiver, id, { ...options, reference: receiver, metadata });
}
