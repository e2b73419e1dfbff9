import { type InstalledConfig, type Problem, show, showAll } from '../core';
import { SETTINGS_MAPS } from './restarts';
import type { ShippedKey } from './settings-table';

/** What is wrong with settings of an installation that were written as texts, which nothing else looks at. */
export interface StrangeTexts {
  /** Keys that no part of the release reads. */
  readonly unknown: readonly string[];
  /** Values that their keys do not have. */
  readonly wrong: readonly string[];
}

const PREFIX = 'config-';
/** Keys that are read and have no place in a table: older names, and those that name something of the cluster. */
const READ_TOO: readonly RegExp[] = [
  /^knative-serving config-network (auto-tls|internal-encryption)$/,
  /^knative-serving config-istio (local-)?gateway\./,
  /^knative-eventing config-features apiserversources-nodeselector-/,
  / (kafka-)?config-logging loglevel\./,
  / config-(kafka-)?leader-election map-lease-prefix\./,
];
/** How many keys a message lists at most. */
const MOST_KEYS = 8;

/**
 * Looks at settings by ConfigMap as somebody wrote them. Knative does nothing with a key that it does not know, and of
 * most values that are none keeps what it has, or stops.
 * @param namespace of the installation
 */
export function strangeTexts(namespace: string, config: InstalledConfig): StrangeTexts {
  const unknown: string[] = [];
  const wrong: string[] = [];
  for (const [name, data] of Object.entries(config)) {
    const configMap = [name, PREFIX + name].find((each) => known(namespace, each).length > 0);
    if (configMap === undefined || typeof data !== 'object') continue;
    const keys = known(namespace, configMap);
    for (const [key, text] of Object.entries(data)) {
      if (!isRead(`${namespace} ${configMap} ${key}`, key, keys)) unknown.push(unknownKey(configMap, key, keys));
      const problem = textProblem(keys.filter((each) => each.key === key), text);
      if (problem !== undefined) wrong.push(`${problem.message}; allowed: ${problem.allowed}`);
    }
  }
  return { unknown, wrong };
}

/** None for ConfigMaps whose keys are names of the cluster, such as domains. */
function known(namespace: string, configMap: string): readonly ShippedKey[] {
  return SETTINGS_MAPS.filter((map) => map.namespace === namespace && map.configMap === configMap)
    .flatMap(({ keys }) => keys);
}

function isRead(place: string, key: string, keys: readonly ShippedKey[]): boolean {
  // Many keys are read in the spelling of old releases, too: `queueSidecarImage`.
  return keys.some((each) => plain(each.key) === plain(key)) || READ_TOO.some((each) => each.test(place));
}

function plain(key: string): string {
  return key.toLowerCase().replace(/[-_.]/g, '');
}

function unknownKey(configMap: string, key: string, keys: readonly ShippedKey[]): string {
  const close = keys.map((each) => each.key).sort((a, b) => likeness(b, key) - likeness(a, key));
  const names = keys.length > MOST_KEYS ? `${show(close[0])}, for example` : showAll(keys.map((each) => each.key));
  return `nothing reads ${show(key)} of the ConfigMap ${show(configMap)}: write ${names}`;
}

/** How much of two keys is the same, from their beginning and from their end. */
function likeness(one: string, other: string): number {
  return sameStart([...one], [...other]) + sameStart([...one].reverse(), [...other].reverse());
}

function sameStart(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((character, at) => character !== other[at]);
  return differs === -1 ? one.length : differs;
}

function textProblem(keys: readonly ShippedKey[], text: unknown): Problem | undefined {
  if (typeof text !== 'string' || text === '') return undefined;
  return keys.map((key) => key.checkText?.(text)).find((problem) => problem !== undefined);
}
