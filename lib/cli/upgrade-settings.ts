import { parse } from 'yaml';
import { type InstalledConfig, isOlder, type KnativeVersion } from '../core';
import type { Manifest } from '../releases';
import { SETTINGS_MAPS } from '../settings';
import { byText } from './texts';
import { isSameImage } from './upgrade-objects';

/** A key that the program sets and that nobody reads in the next version. */
export interface LostKey {
  readonly namespace: string;
  readonly configMap: string;
  readonly key: string;
  readonly value: string;
}

/** Keys of a shipped ConfigMap that one of the two versions has. */
export interface ShippedKeys {
  readonly namespace: string;
  readonly configMap: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** A default that is another one in the next version. */
export interface MovedDefault {
  readonly namespace: string;
  readonly configMap: string;
  readonly key: string;
  readonly before: string;
  readonly after: string;
  /** Whether it is a feature flag. */
  readonly flag: boolean;
  /** The value that the program sets, for which the default does not matter. */
  readonly set?: string;
}

/** What becomes of the settings of Knative. */
export interface SettingChanges {
  readonly lost: readonly LostKey[];
  readonly shipped: readonly ShippedKeys[];
  readonly defaults: readonly MovedDefault[];
}

/** The keys of a ConfigMap with their defaults, those of its example among them. */
interface Shipped {
  readonly namespace: string;
  readonly configMap: string;
  readonly keys: ReadonlyMap<string, string>;
}

/** What a program sets, by the namespace of the installation. */
type SetByNamespace = Readonly<Record<string, InstalledConfig>>;

const PREFIX = 'config-';
const EXAMPLE = '_example';

/**
 * Compares the settings that two versions ship, and looks for those of the program.
 * @param set what the program sets, by the namespace of the installation
 */
export function compareSettings(
  before: readonly Manifest[], after: readonly Manifest[], set: SetByNamespace, to: KnativeVersion,
): SettingChanges {
  const [old, next] = [shippedIn(before), shippedIn(after)];
  const shipped = [...old.values()].flatMap((was): ShippedKeys[] => {
    const is = next.get(placeOf(was));
    const removed = [...was.keys.keys()].filter((key) => is?.keys.has(key) !== true);
    const added = [...is?.keys.keys() ?? []].filter((key) => !was.keys.has(key));
    return added.length + removed.length === 0 ? [] : [{ ...nameOf(was), added, removed }];
  });
  const lost = shipped.flatMap(({ namespace, configMap, removed }) => removed.flatMap((key): LostKey[] => {
    const value = valueIn(set[namespace], configMap, key);
    return value === undefined || isTyped(namespace, configMap, key, to) ? [] : [{ namespace, configMap, key, value }];
  }));
  const defaults = [...old.values()].flatMap((was) => movedIn(was, next.get(placeOf(was)), set));
  return { lost, shipped: shipped.sort(byPlace), defaults };
}

function movedIn(was: Shipped, is: Shipped | undefined, set: SetByNamespace): MovedDefault[] {
  const { namespace, configMap } = was;
  return [...was.keys].flatMap(([key, before]) => {
    const after = is?.keys.get(key);
    if (after === undefined || after === before || isSameImage(before, after)) return [];
    const value = valueIn(set[namespace], configMap, key);
    const moved = { namespace, configMap, key, before, after, flag: configMap.endsWith('features') };
    return [value === undefined ? moved : { ...moved, set: value }];
  });
}

function shippedIn(manifests: readonly Manifest[]): ReadonlyMap<string, Shipped> {
  const all = new Map<string, Shipped>();
  for (const { kind, metadata: { namespace = '', name }, data } of manifests) {
    if (kind !== 'ConfigMap') continue;
    const { [EXAMPLE]: example = '', ...own } = (data ?? {}) as Readonly<Record<string, string>>;
    const keys = new Map([...Object.entries(exampleOf(example)), ...Object.entries(own)]);
    const map = { namespace, configMap: name, keys };
    if (!all.has(placeOf(map))) all.set(placeOf(map), map);
  }
  return all;
}

/** The keys that an example shows; one that is no YAML shows none. */
function exampleOf(text: string): Readonly<Record<string, string>> {
  try {
    const values: unknown = parse(text);
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return {};
    return Object.fromEntries(Object.entries(values)
      .map(([key, value]: [string, unknown]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]));
  } catch {
    return {};
  }
}

/** Whether the typed settings have the key in that version, although no shipped ConfigMap shows it. */
function isTyped(namespace: string, configMap: string, key: string, to: KnativeVersion): boolean {
  return SETTINGS_MAPS.filter((map) => map.namespace === namespace && map.configMap === configMap)
    .flatMap(({ keys }) => keys).some((known) =>
      known.key === key && (known.since === undefined || !isOlder(to, known.since)));
}

function valueIn(config: InstalledConfig | undefined, configMap: string, key: string): string | undefined {
  const short = configMap.startsWith(PREFIX) ? configMap.slice(PREFIX.length) : configMap;
  return (config?.[configMap] ?? config?.[short])?.[key];
}

function nameOf({ namespace, configMap }: Shipped): Pick<Shipped, 'namespace' | 'configMap'> {
  return { namespace, configMap };
}

function placeOf({ namespace, configMap }: Pick<Shipped, 'namespace' | 'configMap'>): string {
  return `${namespace}/${configMap}`;
}

function byPlace(one: ShippedKeys, other: ShippedKeys): number {
  return byText(placeOf(one), placeOf(other));
}
