import type { ComponentName, Problem } from '../core';
import type { Manifest } from '../releases';

/** One file of a release, and what it holds. */
export interface PartFile {
  /** What was released. */
  readonly component: ComponentName;
  /** The file, as its release calls it: `serving-core.yaml`. */
  readonly file: string;
  /** Its objects. They are never changed. */
  readonly objects: readonly Manifest[];
}

/** A part of an installation, without its version: what is released together, and which of its files are needed. */
export interface NeededPart {
  readonly name: ComponentName;
  readonly files: readonly string[];
}

/** What is known of an installation besides its spec. */
export interface InstallContext {
  /** Version of the installation, without a letter in front: `1.23.0`. It is part of the names of Jobs. */
  readonly version: string;
  /**
   * Whether `registry.override` names images of parts that may not be installed, so that nobody is told of those that
   * nothing has.
   * @default false
   */
  readonly namesAllImages?: boolean;
}

/** An object as it is installed. */
export interface InstalledObject {
  /** What brought it. Of an object that several files hold, the first one. */
  readonly component: ComponentName;
  /** The file that brought it. */
  readonly file: string;
  /** The object; where nothing is different about it, the very one of the file. */
  readonly manifest: Manifest;
}

/** Something that a spec asks for and that changes nothing: the operator would not say a word about it. */
export interface LostSetting {
  /** Id of the warning: `unknown-override`, `unknown-config-map`, `config-map-named-twice`. */
  readonly id: string;
  readonly message: string;
}

/** What the release manifests and a spec make together. */
export interface Installed {
  /** In the order of the files, each object once. */
  readonly objects: readonly InstalledObject[];
  /** What the operator would end the installation on, or what only the operator can do. */
  readonly problems: readonly Problem[];
  /** What changes nothing. */
  readonly lost: readonly LostSetting[];
}
