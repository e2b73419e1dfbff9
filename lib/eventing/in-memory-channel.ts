import type { Construct } from 'constructs';
import { KINDS, refuse, Warnings } from '../core';
import { ChannelBase, type ChannelBaseProps } from './channel-base';
import type { IChannel } from './channel-contract';
import { type ChannelScope, checkScope, SCOPE } from './channel-scope';
import { DataPlane } from './delivery-warnings';
import { type ExistingChannelOptions, ImportedChannel } from './imported-channel';
import { checkOwnAnnotations } from './own-annotations';

/** Properties for `InMemoryChannel`. */
export interface InMemoryChannelProps extends ChannelBaseProps {
  /**
   * Where the dispatcher runs.
   * @default ChannelScope.CLUSTER
   */
  readonly scope?: ChannelScope;
  /**
   * Answers the sender before the event is handed on: faster, but an event that is under way may be lost, which is
   * warned.
   * @default false
   */
  readonly asyncHandler?: boolean;
}

const ASYNC = 'messaging.knative.dev/async-handler';

/**
 * A channel that keeps its events in memory: for development, or where events may be lost.
 * @see https://knative.dev/docs/eventing/channels/channels-crds/
 */
export class InMemoryChannel extends ChannelBase {
  /** An in-memory channel that exists already. */
  public static fromChannelName(
    scope: Construct, id: string, channelName: string, options: ExistingChannelOptions = {},
  ): IChannel {
    return new ImportedChannel(scope, id, KINDS.inMemoryChannel, channelName, options, DataPlane.KNATIVE);
  }

  constructor(scope: Construct, id: string, props: InMemoryChannelProps = {}) {
    super(scope, id, KINDS.inMemoryChannel, props, DataPlane.KNATIVE);
    refuse(this, ...checkOwnAnnotations(props.metadata, { [SCOPE]: 'scope', [ASYNC]: 'asyncHandler' }, 'KN-CHN-005'));
    refuse(this, checkScope(props.scope));
    if (props.scope !== undefined) this.apiObject.metadata.addAnnotation(SCOPE, props.scope);
    if (props.asyncHandler !== true) return;
    this.apiObject.metadata.addAnnotation(ASYNC, 'true');
    Warnings.of(this).add('async-handler-loses-events',
      'the sender is answered before the event is delivered, so an event under way is lost when the dispatcher ends: '
      + 'leave `asyncHandler` out, or use a KafkaChannel');
  }

  /** @internal */
  protected override _render(): Record<string, unknown> {
    return { spec: { delivery: this.delivery?.toDeliveryConfig(this) } };
  }
}
