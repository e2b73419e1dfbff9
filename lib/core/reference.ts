/** Where an object of the cluster is: what a Knative reference says of it. */
export interface ObjectReference {
  /** Group and version: `serving.knative.dev/v1`. */
  readonly apiVersion: string;
  /** Kind: `Service`. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /**
   * Namespace of the object.
   * @default - the namespace of the object that refers to it
   */
  readonly namespace?: string;
}
