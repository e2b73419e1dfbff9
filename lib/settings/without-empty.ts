import type { InstalledConfig } from '../core';

/** ConfigMaps that have something to say. */
export function withoutEmpty(config: InstalledConfig): InstalledConfig {
  return Object.fromEntries(Object.entries(config).filter(([, data]) => Object.keys(data).length > 0));
}
