/** Metadata of an object of a release, as its file has it. */
export interface ManifestMetadata {
  /**
   * Always there: a Job that has `generateName: migrate-` only is called `migrate` here, and whoever puts it into an
   * installation gives it the name that it has there.
   */
  readonly name: string;
  /** The beginning of a name, where the file has no name; on Jobs only, which take it out when they get their name. */
  readonly generateName?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * A Kubernetes object of a release as plain data. What was read from a file is shared by everybody in the process, and
 * frozen all the way down; whoever changes something makes a copy of what is changed.
 */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}
