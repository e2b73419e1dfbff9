import type { Feature } from './features';

/**
 * What a platform does with the flags of `Feature`: as its release has them, as listed, or on wherever the program has
 * a field that needs one. Values of this kind come from `Features.asReleased()` and `Features.asNeeded()`.
 * @see https://knative.dev/docs/serving/configuration/feature-flags/
 */
export class FeatureFlags {
  /** @internal */
  public constructor(
    /** Whether a flag that a field of the program needs is switched on by itself. */
    public readonly asNeeded: boolean,
    /** Flags that are switched on, whether something needs them or not. */
    public readonly on: readonly Feature[] = [],
    /** Flags that are switched off; a field that needs one is refused with `KN-FTR-001`. */
    public readonly off: readonly Feature[] = [],
  ) {}

  /** These flags with some more switched on. */
  public enable(...features: readonly Feature[]): FeatureFlags {
    return new FeatureFlags(this.asNeeded, union(this.on, features), without(this.off, features));
  }

  /** These flags with some switched off, those that a release has on among them. */
  public disable(...features: readonly Feature[]): FeatureFlags {
    return new FeatureFlags(this.asNeeded, without(this.on, features), union(this.off, features));
  }
}

function union(all: readonly Feature[], more: readonly Feature[]): readonly Feature[] {
  return [...new Set([...all, ...more])];
}

function without(all: readonly Feature[], less: readonly Feature[]): readonly Feature[] {
  return all.filter((feature) => !less.includes(feature));
}
