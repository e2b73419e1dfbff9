import { Feature, flagPlace } from '../../lib/core';
import type { KubernetesObject } from './api-server';

interface FlagMap {
  readonly name: string;
  readonly namespace: string;
  readonly data: Record<string, string>;
}

/** The ConfigMaps that have every flag of the library's table switched on. */
export function allFlagsOn(): KubernetesObject[] {
  const maps = new Map<string, FlagMap>();
  for (const flag of Object.values(Feature)) {
    const { configMap: name, namespace, on } = flagPlace(flag);
    const map = maps.get(`${namespace}/${name}`) ?? { name, namespace, data: {} };
    map.data[flag] = on;
    maps.set(`${namespace}/${name}`, map);
  }
  return [...maps.values()].map(({ name, namespace, data }) => (
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data }));
}
