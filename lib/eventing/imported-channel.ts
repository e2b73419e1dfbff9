import type { Construct } from 'constructs';
import { clusterDomainOf, type ExistingObjectOptions, type Kind, placedIn } from '../core';
import { ImportedAddressable } from '../events';
import type { IChannel } from './channel-contract';
import { channelService } from './channel-names';
import type { DataPlane } from './delivery-warnings';
import { Subscription, type SubscriptionOptions } from './subscription';

/** Options for a channel that exists already. */
export type ExistingChannelOptions = ExistingObjectOptions;

/**
 * A channel that the program does not make.
 * @internal
 */
export class ImportedChannel extends ImportedAddressable implements IChannel {
  constructor(
    scope: Construct, id: string, kind: Kind, name: string, options: ExistingChannelOptions,
    public readonly _dataPlane: DataPlane,
  ) {
    super(scope, id, kind, name, options);
  }

  public get channelName(): string {
    return this.name;
  }

  public get url(): string {
    return `http://${channelService(this.name)}.${this._namespaceForAddress()}.svc.${clusterDomainOf(this)}`;
  }

  public subscribe(id: string, options: SubscriptionOptions): Subscription {
    const metadata = placedIn(this.namespace, options.metadata);
    return new Subscription(this, id, { ...options, channel: this, metadata });
  }
}
