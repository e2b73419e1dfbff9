import type { Construct, IConstruct } from 'constructs';
import {
  appChecks, clusterOf, type Kind, type MadeObject, madeService, placedIn, refuse, refuseAtSynth, type ResourceProps,
  show, traceOf,
} from '../core';
import { AddressableResource } from '../events';
import type { IChannel } from './channel-contract';
import { channelService, checkChannelName } from './channel-names';
import type { Delivery } from './delivery';
import { type DataPlane, watchDelivery } from './delivery-warnings';
import { Subscription, type SubscriptionOptions } from './subscription';

/** Properties that every channel has. */
export interface ChannelBaseProps extends ResourceProps {
  /**
   * What becomes of events that a subscriber did not take; a subscription's own delivery replaces it, save the dead
   * letter sink, which stays where the subscription names none.
   * @default - no retries, and events that fail are lost
   */
  readonly delivery?: Delivery;
}

const NAMES_ORDER = 20;

/** What channels of all kinds have in common. */
export abstract class ChannelBase extends AddressableResource implements IChannel {
  public readonly delivery?: Delivery;
  /** @internal */
  public readonly _dataPlane: DataPlane;

  /** @internal */
  protected constructor(scope: Construct, id: string, kind: Kind, props: ChannelBaseProps, plane: DataPlane) {
    super(scope, id, kind, props);
    this.delivery = props.delivery;
    this._dataPlane = plane;
    refuse(this, checkChannelName(this.name));
    watchDelivery(this, props.delivery, plane);
    appChecks(this).ensure('channel-names', { order: NAMES_ORDER, run: checkSharedNames });
  }

  public get channelName(): string {
    return this.name;
  }

  public get url(): string {
    return this._clusterUrl(channelService(this.name), this._namespaceForAddress());
  }

  /**
   * Follows CreateChannelServiceName of Eventing, and its copy for Kafka.
   * @internal
   */
  public override _makes(): MadeObject[] {
    return madeService(channelService(this.name));
  }

  public subscribe(id: string, options: SubscriptionOptions): Subscription {
    const metadata = placedIn(this.namespace, options.metadata);
    return new Subscription(this, id, { ...options, channel: this, metadata });
  }
}

/** Channels of different kinds make the same Service, and a `Channel` the object of the kind that stands behind it. */
function checkSharedNames(constructs: readonly IConstruct[]): void {
  const seen = new Map<string, ChannelBase>();
  for (const construct of constructs) {
    if (!(construct instanceof ChannelBase)) continue;
    const place = `${clusterOf(construct)}|${construct.namespace ?? ''}|${construct.name}`;
    const first = seen.get(place);
    if (first === undefined) seen.set(place, construct);
    // Two of one kind are the same object, which the check of identities refuses.
    else if (first.apiObject.kind !== construct.apiObject.kind) refuseShared(first, construct);
  }
}

function refuseShared(first: ChannelBase, second: ChannelBase): void {
  refuseAtSynth(second, {
    code: 'KN-CHN-003',
    message: `${second.apiObject.kind} ${show(second.name)} would share the Service `
      + `${show(channelService(second.name))} with the ${first.apiObject.kind} ${show(first.node.path)}`,
    received: second.name,
    allowed: 'one channel of a name in each namespace',
    fix: 'give one of them another id or `metadata.name`',
  }, traceOf(second));
}
