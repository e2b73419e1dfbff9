import type { Duration } from 'cdk8s';

/** Kinds of sources of Flux. */
export enum FluxSourceKind {
  /** A Git repository. */
  GIT_REPOSITORY = 'GitRepository',
  /** An artifact in a container registry. */
  OCI_REPOSITORY = 'OCIRepository',
  /** A bucket. */
  BUCKET = 'Bucket',
}

/** Where Flux finds the side documents. */
export interface FluxSource {
  /**
   * What it is; anything else is refused with `KN-GIT-003`.
   * @default FluxSourceKind.GIT_REPOSITORY
   */
  readonly kind?: FluxSourceKind;
  /**
   * Name of the source; one that Kubernetes does not allow is refused with `KN-GIT-003`.
   * @default - `flux-system`, as `flux bootstrap` makes it
   */
  readonly name?: string;
  /**
   * Namespace of the source, in which the Kustomizations are made too; one that Kubernetes does not allow is refused
   * with `KN-GIT-003`.
   * @default - `flux-system`
   */
  readonly namespace?: string;
}

/** Properties for `GitOps`. */
export interface GitOpsProps {
  /**
   * Whether every object gets the annotations by which Argo CD applies it in its order. Health checks and settings are
   * written as side documents below `argocd`, for Argo CD 2.11 or newer. Without it and without `flux`, synth refuses
   * with `KN-GIT-001`.
   * @default false
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  readonly syncWaves?: boolean;
  /**
   * Whether manifests are written once more, as side documents below `flux`: a folder for each stage, and
   * Kustomizations that wait for each other. They need Flux 2.5 or newer; 2.9 where a platform is installed from
   * release manifests, of which a controller changes some fields in the cluster: a Kustomization ignores them.
   *
   * Where a stage has placeholders (`Placeholders`), its Kustomization takes their values from the ConfigMap
   * `<name>-placeholders`; the head of `kustomizations.yaml` has the command that makes it.
   * @default false
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
   */
  readonly flux?: boolean;
  /**
   * Whether Argo CD applies on the server, under one field manager and without a copy of the object in an annotation.
   * Without it, an object of more than 262,144 bytes is refused with `KN-IDX-005`.
   * @default true
   */
  readonly serverSideApply?: boolean;
  /**
   * How long a condition may be `False` before Argo CD calls an object degraded, in whole seconds (`KN-DUR-001`), up to
   * a day (`KN-DUR-002`): what is degraded fails the whole operation of Argo CD, and a trigger is not ready before its
   * subscriber has an address.
   * @default - 5 minutes
   */
  readonly patience?: Duration;
  /**
   * How long Flux waits for all objects of a stage, in whole seconds (`KN-DUR-001`), from a second to a day
   * (`KN-DUR-002`).
   * @default - 15 minutes
   */
  readonly timeout?: Duration;
  /**
   * How often Flux compares the cluster with the manifests, in whole seconds (`KN-DUR-001`), from a minute to a day
   * (`KN-DUR-002`).
   * @default - 1 hour
   */
  readonly interval?: Duration;
  /**
   * Whether Flux removes objects that the program no longer has. Namespaces, priority classes and definitions stay in
   * any case: what is in them, or of their kinds, would go with them.
   * @default false
   */
  readonly prune?: boolean;
  /**
   * What the names of Kustomizations begin with, which has to be another one for each app in a cluster. One that no
   * name can begin with is refused with `KN-GIT-005`.
   * @default - `system`, and with a cluster its name: `system-eu`
   */
  readonly name?: string;
  /**
   * Where Flux finds the side documents.
   * @default - the Git repository `flux-system` in the namespace `flux-system`
   */
  readonly source?: FluxSource;
  /**
   * Folder of the side documents in that source. One that leaves it is refused with `KN-GIT-004`.
   * @default - the name of the app's output folder with `-documents` at its end, at the top of the source
   */
  readonly documents?: string;
}
