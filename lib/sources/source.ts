import type { Construct } from 'constructs';
import {
  type EmittedEvent, type EventSourceConfig, type IEventSource, type ISink, type Kind, placedIn, renderSink, Resource,
  type ResourceProps,
} from '../core';
import { EventType, type SourceEventTypeOptions } from '../events';
import type { CloudEventOverrides } from './cloud-event-overrides';

/** Options that every source has. */
export interface SourceOptions extends ResourceProps {
  /**
   * Extensions to set on every event.
   * @default - events go out as the source makes them
   */
  readonly ceOverrides?: CloudEventOverrides;
}

/** Properties that every source has. */
export interface SourceProps extends SourceOptions {
  /** Receiver of the events. */
  readonly sink: ISink;
}

/** What sources of all kinds have in common. */
export abstract class SourceBase extends Resource implements IEventSource {
  /** Receiver of the events. */
  public readonly sink: ISink;
  private readonly ceOverrides?: CloudEventOverrides;

  /** @internal */
  protected constructor(scope: Construct, id: string, kind: Kind, props: SourceProps) {
    super(scope, id, kind, props);
    this.sink = props.sink;
    this.ceOverrides = props.ceOverrides;
  }

  /** What the source sends, as far as the program tells; empty where only the cluster knows. */
  public abstract get events(): readonly EmittedEvent[];

  public toEventSourceConfig(): EventSourceConfig {
    return { ref: this.reference, events: this.events };
  }

  /**
   * Registers events of the source at the receiver that it sends them to, for people and tools to look up; `type` and
   * `source` are what the program knows of the source. A receiver that is a mere address is left out.
   */
  public registerEventType(id: string, options: SourceEventTypeOptions = {}): EventType {
    // Follows Go: pkg/reconciler/source/duck/resources/eventtype.go, the entries that Knative itself writes.
    const reference = this.sink.toSinkConfig(this).ref === undefined ? undefined : this.sink;
    const metadata = placedIn(this.namespace, options.metadata);
    return new EventType(this, id, { ...options, eventSource: this, reference, metadata });
  }

  /**
   * The fields that all sources write alike.
   * @internal
   */
  protected _renderSource(): Record<string, unknown> {
    return { sink: renderSink(this, this.sink), ceOverrides: this.ceOverrides?._render() };
  }
}
