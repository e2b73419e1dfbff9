/** What events there are, and who may send them where. */
export * from './addressable';
export * from './addressable-contract';
export {
  EventPolicy, type EventPolicyOptions, type EventPolicyProps, type EventPolicySelector,
} from './event-policy';
export { EventSender, type ISenderMetadata, type ISenderServiceAccount } from './event-sender';
export {
  EventType, type EventTypeDescription, type EventTypeOptions, type EventTypeProps, type SourceEventTypeOptions,
} from './event-type';
export * from './imported-addressable';
export * from './imported-receiver';
export * from './receiver';
export * from './receiver-contract';
export * from './receiving';
