import type { IConstruct } from 'constructs';
import { clusterOf } from '../core';
import type { ChannelTemplate } from './channel-template';

/** Which kinds of channels the program says for those that name none. */
export interface ChannelDefaults {
  readonly clusterDefault?: ChannelTemplate;
  readonly namespaceDefaults?: Readonly<Record<string, ChannelTemplate>>;
}

const DEFAULTS = new WeakMap<IConstruct, Map<string, ChannelDefaults>>();

/** Says which kinds of channels the platform of a cluster makes where they name none. */
export function registerChannelDefaults(platform: IConstruct, defaults: ChannelDefaults): void {
  const { root } = platform.node;
  DEFAULTS.set(root, (DEFAULTS.get(root) ?? new Map<string, ChannelDefaults>()).set(clusterOf(platform), defaults));
}

/**
 * What stands behind the channels of a construct that name no template, where the program says so. Follows
 * pkg/apis/messaging/config/channel_defaults.go.
 * @internal
 */
export function defaultTemplateFor(construct: IConstruct, namespace: string | undefined): ChannelTemplate | undefined {
  const { clusterDefault, namespaceDefaults = {} } = DEFAULTS.get(construct.node.root)?.get(clusterOf(construct)) ?? {};
  const own = namespace !== undefined && Object.hasOwn(namespaceDefaults, namespace);
  return own ? namespaceDefaults[namespace] : clusterDefault;
}
