import type { InstalledConfig } from '../core';

const PREFIX = 'config-';

/**
 * Settings with more settings, each ConfigMap under the one name that the first has for it: of two names the operator
 * would take one and say nothing. Where both have a key, the first one's value stays.
 * @internal
 */
export function mergeConfig(first: InstalledConfig, more: InstalledConfig): InstalledConfig {
  const merged: Record<string, Readonly<Record<string, string>>> = { ...first };
  for (const [configMap, data] of Object.entries(more)) {
    const name = nameIn(first, configMap);
    merged[name] = { ...data, ...merged[name] };
  }
  return merged;
}

function nameIn(config: InstalledConfig, configMap: string): string {
  const short = configMap.startsWith(PREFIX) ? configMap.slice(PREFIX.length) : configMap;
  const long = PREFIX + short;
  if (Object.hasOwn(config, configMap)) return configMap;
  if (Object.hasOwn(config, long)) return long;
  return Object.hasOwn(config, short) ? short : configMap;
}
