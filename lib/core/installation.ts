import type { IConstruct } from 'constructs';
import { rootOf } from './app-checks';
import { clusterOf } from './cluster-chart';

/** Settings of an installation by key, by ConfigMap; the `config-` in front of its name may be left out. */
export type InstalledConfig = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** An installation of Knative that the program describes, for the cluster of its construct. */
export interface Installation {
  readonly construct: IConstruct;
  /** How messages call it: `KnativeServing`, `platform`. */
  readonly kind: string;
  /** Namespace that it installs to. */
  readonly namespace: string;
  /** What it sets, by now: constructs that come later may add to it. */
  readonly config: () => InstalledConfig;
  /**
   * Switches on a flag that the program needs and that `config` says nothing about; says whether it does.
   * @default - such a flag is as the release has it
   */
  readonly enable?: (flag: string) => boolean;
  /**
   * Whether it writes a ConfigMap of the release, by its whole name, so that nobody else may.
   * @default - it writes none
   */
  readonly owns?: (configMap: string) => boolean;
}

const INSTALLATIONS = new WeakMap<IConstruct, Installation[]>();
const PREFIX = 'config-';

/**
 * Says what a program installs in its cluster, so that what it writes is checked against that.
 * @internal
 */
export function describeInstallation(installation: Installation): void {
  const root = rootOf(installation.construct);
  INSTALLATIONS.set(root, [...INSTALLATIONS.get(root) ?? [], installation]);
}

/**
 * The installations of the app of a construct, whatever cluster they are for.
 * @internal
 */
export function installationsOf(construct: IConstruct): readonly Installation[] {
  return INSTALLATIONS.get(rootOf(construct)) ?? [];
}

/**
 * The installations in the cluster of a construct.
 * @internal
 */
export function installationsFor(construct: IConstruct): readonly Installation[] {
  const all = installationsOf(construct);
  if (all.length === 0) return all;
  const cluster = clusterOf(construct);
  return all.filter((installation) => clusterOf(installation.construct) === cluster);
}

/**
 * A setting of a ConfigMap, whichever way the ConfigMap is named. Of two names the operator takes the long one.
 * @internal
 */
export function settingOf(config: InstalledConfig | undefined, configMap: string, key: string): string | undefined {
  const data = config?.[configMap] ?? config?.[configMap.slice(PREFIX.length)];
  return data?.[key];
}
