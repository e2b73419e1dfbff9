import {
  Feature, type FeatureFlags, flagPlace, type InstalledConfig, isOlder, KnativeVersion, type Problem, show,
} from '../core';
import { newerThan } from './served-kinds';

/** Follows the `_example` blocks of the release manifests, compared between versions. */
const SINCE: ReadonlyMap<Feature, KnativeVersion> = new Map([
  [Feature.PODSPEC_VOLUMES_EPHEMERAL, KnativeVersion.V1_23],
]);

/** What a ConfigMap says of a flag that is switched off, by what it says of one that is on. */
const OFF: Readonly<Record<string, string>> = { Enabled: 'Disabled', enabled: 'disabled', true: 'false' };

/** The feature flags of a platform: those that are listed, and those that the program has asked for by now. */
export class PlatformFlags {
  private readonly needed = new Set<Feature>();
  private changes = 0;

  /** @param own flags that the platform's own settings need */
  constructor(
    private readonly flags: FeatureFlags, private readonly version: KnativeVersion,
    private readonly own: readonly Feature[] = [],
  ) {}

  /** Whether a flag is on, as far as the platform and what was asked for by now decide it. */
  public isOn(flag: Feature): boolean {
    const { asNeeded, on, off } = this.flags;
    return on.includes(flag) || this.needed.has(flag) || (asNeeded && this.own.includes(flag) && !off.includes(flag));
  }

  /** Switches on a flag that nobody has said anything about, unless flags are as released; says whether it does. */
  public enable(name: string): boolean {
    const flag = Object.values(Feature).find((each) => each === name);
    if (!this.flags.asNeeded || flag === undefined) return false;
    // What the version does not know is refused where it stands.
    if (this.isNew(flag) || this.needed.has(flag)) return true;
    this.needed.add(flag);
    this.changes += 1;
    return true;
  }

  /** Forgets what the program needed when it was checked before: what needed it may be gone. */
  public forget(): void {
    this.needed.clear();
    this.changes += 1;
  }

  /** Another number whenever other flags are needed than before. */
  public get revision(): number {
    return this.changes;
  }

  /** Flags as settings of the ConfigMaps of a namespace, in the order of `Feature`. */
  public configIn(namespace: string): InstalledConfig {
    const config: Record<string, Record<string, string>> = {};
    for (const flag of Object.values(Feature)) {
      const place = flagPlace(flag);
      const value = this.valueOf(flag, place.on);
      if (place.namespace !== namespace || value === undefined) continue;
      config[place.configMap] = { ...config[place.configMap], [flag]: value };
    }
    return config;
  }

  /** Flags that are listed although the version does not know them. */
  public problems(): Problem[] {
    return [...SINCE].filter(([flag]) => this.isNew(flag) && [...this.flags.on, ...this.flags.off].includes(flag))
      .map(([flag, since]) => newerThan(this.version, since, `the feature flag ${show(flag)}`, flag));
  }

  private valueOf(flag: Feature, on: string): string | undefined {
    if (this.isOn(flag)) return on;
    return this.flags.off.includes(flag) ? OFF[on] : undefined;
  }

  private isNew(flag: Feature): boolean {
    const since = SINCE.get(flag);
    return since !== undefined && isOlder(this.version, since);
  }
}
