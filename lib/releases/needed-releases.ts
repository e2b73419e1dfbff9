import * as fs from 'fs';
import { type InstalledConfig, needsFile, type ReleaseComponent } from '../core';

export { NEEDS_FILE, needsFile } from '../core';

/** The releases that one platform needs, as it tells them the command line. */
export interface NeededReleases {
  readonly version: 1;
  /** Folder of the vendored files, as the program says it. */
  readonly folder: string;
  /** Cluster of the platform, where the program gives it a name. */
  readonly cluster?: string;
  /** Minor version of Knative: `1.23`. */
  readonly knative: string;
  /** `operator` or `release-manifests`. */
  readonly installedBy: string;
  /** Minor version that runs, where the program says so. */
  readonly upgradingFrom?: string;
  readonly components: readonly ReleaseComponent[];
  /**
   * Releases that the operator has inside of itself and installs for this platform; only a plan of an upgrade reads
   * their files.
   * @default - none: the files of all that is installed are among the components
   */
  readonly installs?: readonly ReleaseComponent[];
  /** What the program sets, by ConfigMap and key. */
  readonly config: { readonly serving: InstalledConfig; readonly eventing: InstalledConfig };
}

/** Appends what a platform needs to the file of the command line, where there is one. */
export function tellNeeds(needs: NeededReleases): void {
  const file = needsFile();
  if (file !== undefined) fs.appendFileSync(file, `${JSON.stringify(needs)}\n`);
}

/** Reads what platforms told; the same needs, told by two checks of one program, are there once. */
export function readNeeds(file: string): NeededReleases[] {
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  return [...new Set(lines)].map((line) => JSON.parse(line) as NeededReleases);
}
