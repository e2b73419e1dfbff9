import type { ObjectReference } from './reference';

/** An event that a source is known to send, as far as the program tells. */
export interface EmittedEvent {
  /** CloudEvents attribute `type`. */
  readonly type: string;
  /**
   * CloudEvents attribute `source`.
   * @default - not known
   */
  readonly source?: string;
}

/** Who sends events, as the objects that name a sender need it. */
export interface EventSourceConfig {
  /** The object that sends. */
  readonly ref: ObjectReference;
  /** What it sends; empty where the program does not know it. */
  readonly events: readonly EmittedEvent[];
}

/** Whatever sends events by itself: the sources of this library, and those of a user's own. */
export interface IEventSource {
  /** The sender. Pure: it adds nothing to the tree. */
  toEventSourceConfig(): EventSourceConfig;
}
