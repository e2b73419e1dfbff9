import { type Problem, show } from '../core';

/** Where the dispatcher of a channel runs. */
export enum ChannelScope {
  /** One dispatcher for the whole cluster. */
  CLUSTER = 'cluster',
  /** A dispatcher in the namespace of the channel. */
  NAMESPACE = 'namespace',
}

/** @internal */
export const SCOPE = 'eventing.knative.dev/scope';

/**
 * Follows pkg/apis/messaging/v1/in_memory_channel_validation.go and
 * control-plane/pkg/apis/messaging/v1beta1/kafka_channel_validation.go.
 * @internal
 */
export function checkScope(scope: string | undefined): Problem | undefined {
  const scopes: readonly string[] = Object.values(ChannelScope);
  if (scope === undefined || scopes.includes(scope)) return undefined;
  return {
    code: 'KN-CHN-006',
    message: `${show(scope)} is no scope of a channel`,
    received: scope,
    allowed: `\`${scopes.join('`, `')}\``,
    fix: `leave the annotation ${show(SCOPE)} out`,
  };
}
