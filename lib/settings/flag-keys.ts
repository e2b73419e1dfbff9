import { Feature, flagPlace } from '../core';
import type { ShippedSettings } from './settings-table';

/** The members of `Feature` that are keys of a ConfigMap, for lists of all keys: `FeatureFlags` sets them. */
export function flagKeys(namespace: string, configMap: string): ShippedSettings {
  const keys = Object.values(Feature).filter((feature) => {
    const place = flagPlace(feature);
    return place.namespace === namespace && place.configMap === configMap;
  });
  return { configMap, namespace, keys: keys.map((key) => ({ key })) };
}
