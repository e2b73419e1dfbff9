import type { Size } from 'cdk8s';
import { checkWhole, KNATIVE_EVENTING } from '../core';
import { type SettingKey, type SettingsMap } from './settings-table';

/**
 * Limits of all PingSources: the ConfigMap `config-ping-defaults`.
 * @see https://knative.dev/docs/eventing/sources/ping-source/
 */
export interface PingSettings {
  /**
   * The most that the data of one event has: one kibibyte at least (`KN-SET-001`), since `Size` has no smaller unit.
   * @default - no limit
   */
  readonly dataMaxSize?: Size;
}

const KIBIBYTE = 1024;

/** Follows pkg/apis/sources/config/ping_defaults.go. */
export const PING: SettingsMap<PingSettings> = {
  configMap: 'config-ping-defaults',
  namespace: KNATIVE_EVENTING,
  keys: { dataMaxSize: bytes('data-max-size') },
};

function bytes(key: string): SettingKey<Size> {
  return {
    key,
    render: (value) => String(value.toKibibytes() * KIBIBYTE),
    check: (value, field) => checkWhole('KN-SET-001', `the kibibytes of ${field}`, value.toKibibytes(),
      { min: 1, max: Math.floor(Number.MAX_SAFE_INTEGER / KIBIBYTE), proposal: 64 }),
  };
}
