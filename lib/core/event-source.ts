import { ownCopy } from './own-copy';
import { raise } from './problem';
import { checkReference, copyReference, type ObjectReference } from './reference';

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

/** Whatever sends events with an identity of its own: the sources of this library, and those of a user's own. */
export interface IEventSource {
  /** The sender. Pure: it adds nothing to the tree. */
  toEventSourceConfig(): EventSourceConfig;
}

/** Options for `EventSource.reference`. */
export interface EventSourceOptions {
  /**
   * What the source sends, for the event types that are registered for it.
   * @default - not known
   */
  readonly events?: readonly EmittedEvent[];
}

/**
 * A source that is not a construct of this library: one that exists already, or of a kind of its own.
 * @see https://knative.dev/docs/eventing/sources/
 */
export class EventSource implements IEventSource {
  /**
   * Any object that sends events.
   * @throws KnativeError `KN-SNK-004` where apiVersion, kind or name is empty, `KN-NAM-001` for a name that is none
   */
  public static reference(reference: ObjectReference, options: EventSourceOptions = {}): EventSource {
    raise(checkReference(reference));
    return new EventSource({ ref: copyReference(reference), events: ownCopy(options.events ?? []) });
  }

  private constructor(private readonly config: EventSourceConfig) {}

  public toEventSourceConfig(): EventSourceConfig {
    return this.config;
  }
}
