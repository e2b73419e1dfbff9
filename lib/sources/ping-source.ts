import type { Construct } from 'constructs';
import { type EmittedEvent, KINDS, ownCopy, refuse, Warnings } from '../core';
import { checkSchedule, scheduleWarnings } from './cron';
import type { PingData } from './ping-data';
import { SourceBase, type SourceOptions, type SourceProps } from './source';
import { checkTimezone } from './time-zones';

/** Options for `service.schedule`. */
export interface PingSourceOptions extends SourceOptions {
  /**
   * When events are sent, as a cron expression: minute, hour, day of month, month and day of week (0 to 6, Sunday is
   * 0), or six fields with seconds first, or a descriptor such as `@daily`. Refused with `KN-SRC-001` if Knative would
   * not parse it, and with `KN-SRC-002` if it names a time zone itself.
   */
  readonly schedule: string;
  /**
   * Time zone of the schedule, a name of the IANA database such as `America/New_York`, in its own letter case. Refused
   * with `KN-SRC-003` if it is none.
   * @default - the zone of Knative's adapter, which is UTC unless its image was changed
   */
  readonly timezone?: string;
  /**
   * Body of the events.
   * @default - events without a body
   */
  readonly data?: PingData;
}

/** Properties for `PingSource`. */
export interface PingSourceProps extends PingSourceOptions, SourceProps {}

/**
 * Sends an event to a sink on a schedule.
 * @see https://knative.dev/docs/eventing/sources/ping-source/
 */
export class PingSource extends SourceBase {
  /** The `type` of the events of every `PingSource`. */
  public static readonly EVENT_TYPE = 'dev.knative.sources.ping';

  private readonly props: PingSourceProps;

  constructor(scope: Construct, id: string, props: PingSourceProps) {
    super(scope, id, KINDS.pingSource, props);
    this.props = ownCopy(props);
    const { schedule, timezone } = props;
    const zoned = timezone !== undefined && timezone !== '';
    const problem = checkSchedule(schedule, zoned);
    refuse(this, problem, checkTimezone(timezone));
    if (problem !== undefined) return;
    for (const { id: warning, message } of scheduleWarnings(schedule, zoned)) Warnings.of(this).add(warning, message);
  }

  /** The `source` of the events, which a filter can ask for. It needs a namespace; without one `KN-NAM-003`. */
  public get eventSource(): string {
    return `/apis/v1/namespaces/${this._namespaceForAddress()}/pingsources/${this.name}`;
  }

  public override get events(): readonly EmittedEvent[] {
    return [{ type: PingSource.EVENT_TYPE, source: this.namespace === undefined ? undefined : this.eventSource }];
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    const { schedule, timezone, data } = this.props;
    return { spec: { schedule, timezone, ...data?._render(), ...this._renderSource() } };
  }
}
