import { type ISink, renderSink, type Resource, type ResourceProps } from '../core';
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

/**
 * What all kinds of sources write alike.
 * @internal
 */
export function renderSource(source: Resource, props: SourceProps): Record<string, unknown> {
  return { sink: renderSink(source, props.sink), ceOverrides: props.ceOverrides?._render() };
}
