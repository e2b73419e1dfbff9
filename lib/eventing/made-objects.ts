import { groupOf, KINDS, type MadeObject, madeService } from '../core';
import { channelService } from './channel-names';

/** What kind of channels a template makes. */
export interface ChannelType {
  readonly apiVersion: string;
  readonly kind: string;
}

const MESSAGING = groupOf(KINDS.channel.apiVersion);
const CHANNELS = [KINDS.channel, KINDS.inMemoryChannel, KINDS.kafkaChannel];

/**
 * A channel, with its Service. One of another kind would share the Service.
 * @param template what kind of channel; absent where the cluster decides
 * @internal
 */
export function madeChannel(name: string, template?: ChannelType): MadeObject[] {
  return [
    ...CHANNELS.map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind, name })),
    ...template === undefined || isKnown(template) ? []
      : [{ group: groupOf(template.apiVersion), kind: template.kind, name }],
    ...madeService(channelService(name)),
  ];
}

/** @internal */
export function madeSubscription(name: string): MadeObject {
  return { group: MESSAGING, kind: KINDS.subscription.kind, name };
}

function isKnown({ apiVersion, kind }: ChannelType): boolean {
  return CHANNELS.some((known) => known.kind === kind && groupOf(known.apiVersion) === groupOf(apiVersion));
}
