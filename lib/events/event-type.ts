import type { Construct } from 'constructs';
import {
  type EmittedEvent, type IEventSource, type ISink, KINDS, ownCopy, type Problem, refuse, renderReceiver, Resource,
  type ResourceProps, show, showAddress,
} from '../core';
import { checkType, checkUriReference } from './event-type-checks';

/** What an entry says of its events beside their type and source. */
export interface EventTypeDescription extends ResourceProps {
  /**
   * Where the schema of the data is: a URI (`KN-EVT-002`).
   * @default - not said
   */
  readonly schema?: string;
  /**
   * The schema of the data itself, in whatever language; Knative does not read it. Clients that read event types in the
   * version `v1beta3` do not see it.
   * @default - not said
   */
  readonly schemaData?: string;
  /**
   * What the events mean, for people.
   * @default - not said
   */
  readonly description?: string;
}

/** Options for `registerEventType` of a broker, a channel or another receiver. */
export interface EventTypeOptions extends EventTypeDescription {
  /** CloudEvents attribute `type` of the events; not empty (`KN-EVT-001`). */
  readonly type: string;
  /**
   * CloudEvents attribute `source` of the events: a URI, which may be relative (`KN-EVT-002`).
   * @default - whatever the source
   */
  readonly source?: string;
}

/** Options for `registerEventType` of a source. */
export interface SourceEventTypeOptions extends EventTypeDescription {
  /**
   * CloudEvents attribute `type` of the events. A source of several types, or of types that the program does not know,
   * needs it (`KN-EVT-001`).
   * @default - the type that all events of the source have
   */
  readonly type?: string;
  /**
   * CloudEvents attribute `source` of the events: a URI, which may be relative (`KN-EVT-002`).
   * @default - the one that all events of the type have, where the program knows it
   */
  readonly source?: string;
}

/** Properties for `EventType`. */
export interface EventTypeProps extends SourceEventTypeOptions {
  /**
   * Source that sends the events; `type` and `source` are taken from it as far as it knows them.
   * @default - not known; then `type` is needed (`KN-EVT-001`)
   */
  readonly eventSource?: IEventSource;
  /**
   * Receiver at which the events are found, such as a broker: an object, so no mere address (`KN-EVT-003`).
   * @default - not said
   */
  readonly reference?: ISink;
}

/**
 * An entry of the event registry: events of this type are to be had here. It changes nothing about the events; people
 * and tools look it up.
 *
 * Knative itself writes the entries of a `PingSource` and an `ApiServerSource` that send to an object; one of your own
 * says more about them.
 * @see https://knative.dev/docs/eventing/event-registry/
 */
export class EventType extends Resource {
  /** CloudEvents attribute `type` of the events. */
  public readonly type: string;
  /** CloudEvents attribute `source` of the events; absent where the entry does not say. */
  public readonly source?: string;
  private readonly props: EventTypeProps;

  constructor(scope: Construct, id: string, props: EventTypeProps) {
    super(scope, id, KINDS.eventType, props);
    const events = props.eventSource?.toEventSourceConfig().events ?? [];
    const type = props.type ?? onlyOne(events.map((event) => event.type));
    const sources = events.filter((event) => event.type === type).map((event) => event.source);
    this.type = type ?? '';
    this.source = props.source ?? onlyOne(sources);
    this.props = ownCopy(props);
    refuse(this,
      checkType(type, [...new Set(events.map((event: EmittedEvent) => event.type))]),
      checkUriReference('source', this.source),
      checkUriReference('schema', props.schema));
    this._checkAtSynth(() => [this.checkReceiver()]);
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { type, source } = this;
    const { schema, schemaData, description, reference: receiver } = this.props;
    const reference = receiver === undefined ? undefined : renderReceiver(this, receiver);
    return { spec: { type, source, schema, schemaData, reference, description } };
  }

  private checkReceiver(): Problem | undefined {
    const config = this.props.reference?.toSinkConfig(this);
    if (config === undefined || config.ref !== undefined) return undefined;
    return {
      code: 'KN-EVT-003',
      message: `the event type ${show(this.name)} refers to the address ${showAddress(config.uri)}`,
      received: config.uri,
      allowed: 'a receiver that is an object of the cluster, such as a broker',
      fix: 'leave `reference` out, or write the construct, or `Sink.reference({ ... })`',
    };
  }
}

/** What all of several are, if they are all the same. */
function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}
