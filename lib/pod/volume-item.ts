import type { Problem } from '../core';
import { checkFilePath, checkMode } from './path-checks';
import { checkKey } from './reference-checks';

/** One key of a Secret or ConfigMap as a file of a volume. */
export interface VolumeItem {
  /** Key of the object. */
  readonly key: string;
  /** Relative path of the file in the volume. One that leaves the volume is refused with `KN-POD-028`. */
  readonly path: string;
  /**
   * Mode of the file, in octal.
   * @default - the default mode of the volume
   */
  readonly mode?: number;
}

/** Options for the files that come from a Secret or ConfigMap. */
export interface VolumeItemsOptions {
  /**
   * The keys that become files, and where.
   * @default - every key becomes a file of its name
   */
  readonly items?: readonly VolumeItem[];
  /**
   * Whether the pod starts without the files where the object or a key is missing.
   * @default false
   */
  readonly optional?: boolean;
}

/** @internal */
export function checkItems(kind: string, items: readonly VolumeItem[] | undefined): (Problem | undefined)[] {
  return (items ?? []).flatMap(({ key, path, mode }) =>
    [checkKey(kind, key), checkFilePath('path', path), checkMode('mode', mode)]);
}

/** @internal */
export function renderItems(items: readonly VolumeItem[] | undefined): Record<string, unknown>[] | undefined {
  return items?.map(({ key, path, mode }) => ({ key, path, mode }));
}
