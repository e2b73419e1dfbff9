import { KNATIVE_EVENTING, type Problem } from '../core';
import { contradiction, type SettingsMap, whole } from './settings-table';

/**
 * Connections that the dispatcher of in-memory channels keeps open: the ConfigMap `config-imc-event-dispatcher`. The
 * dispatcher ends at a number below 1, which is refused with `KN-SET-001`. A change rolls its pods by itself.
 * @see https://knative.dev/docs/eventing/channels/
 */
export interface InMemoryDispatcherSettings {
  /**
   * Idle connections in all: 1 at least.
   * @default 1000
   */
  readonly maxIdleConnections?: number;
  /**
   * Idle connections to one host: 1 at least, and no more than there are in all (`KN-SET-002`).
   * @default 100
   */
  readonly maxIdleConnectionsPerHost?: number;
}

/** Follows pkg/reconciler/inmemorychannel/controller/config and the dispatcher's controller.go. */
export const IN_MEMORY_DISPATCHER: SettingsMap<InMemoryDispatcherSettings> = {
  configMap: 'config-imc-event-dispatcher',
  namespace: KNATIVE_EVENTING,
  keys: {
    maxIdleConnections: whole('MaxIdleConnections', { min: 1 }),
    maxIdleConnectionsPerHost: whole('MaxIdleConnectionsPerHost', { min: 1 }),
  },
  checkTogether: (settings) => [checkShare(settings)],
};

function checkShare(settings: InMemoryDispatcherSettings): Problem | undefined {
  const { maxIdleConnections = 1000, maxIdleConnectionsPerHost = 100 } = settings;
  if (maxIdleConnectionsPerHost <= maxIdleConnections) return undefined;
  return contradiction('one host may have more idle connections than there are in all', maxIdleConnectionsPerHost,
    `at most ${maxIdleConnections}`, 'write a greater `maxIdleConnections`, or a smaller `maxIdleConnectionsPerHost`');
}
