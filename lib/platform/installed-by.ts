/** Who puts what a platform describes into its cluster. */
export enum InstalledBy {
  /** The Knative operator, from a `KnativeServing` and a `KnativeEventing`. */
  OPERATOR = 'operator',
  /** Nobody in the cluster: the objects of the release files, changed at synth as the operator would change them. */
  RELEASE_MANIFESTS = 'release-manifests',
}
