import { getVersion } from '@pulumi/kubernetes/utilities';
import { version } from '@pulumi/pulumi/version';

/** A package that a program has to have besides this one. */
export interface Peer {
  readonly name: string;
  /** The range that is supported, as npm writes it. */
  readonly range: string;
  /** What is installed, as the package says it. */
  readonly installed: string;
  readonly supported: boolean;
}

/** The lowest version that is supported, with all of the same major version that follow. */
type Lowest = readonly [major: number, minor: number, patch: number];

/** The two packages of Pulumi, as they are installed. */
export function peers(): readonly Peer[] {
  return [
    peerOf('@pulumi/pulumi', [3, 142, 0], version),
    peerOf('@pulumi/kubernetes', [4, 0, 0], kubernetesVersion()),
  ];
}

/** The version of `@pulumi/kubernetes`, and so of the provider that takes its resources. */
export function kubernetesVersion(): string {
  return getVersion();
}

/**
 * Whether a version of `@pulumi/kubernetes` has what a minor version of the fourth one brought. What is no version is
 * taken for a new one.
 */
export function isAtLeast(version: string, minor: number): boolean {
  const [, major, own] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined || Number(major) > 4 || Number(major) === 4 && Number(own) >= minor;
}

/** @param installed what the package says of itself */
export function peerOf(name: string, lowest: Lowest, installed: string): Peer {
  return { name, range: `^${lowest.join('.')}`, installed, supported: isSupported(lowest, installed) };
}

function isSupported([major, lowestMinor, lowestPatch]: Lowest, installed: string): boolean {
  const parts = /^(\d+)\.(\d+)\.(\d+)(-|\+|$)/.exec(installed);
  if (parts === null || Number(parts[1]) !== major) return false;
  const [minor, patch] = [Number(parts[2]), Number(parts[3])];
  if (minor !== lowestMinor) return minor > lowestMinor;
  // What comes before a version, such as `3.142.0-alpha.1`, is lower than that.
  return patch === lowestPatch ? parts[4] !== '-' : patch > lowestPatch;
}
