/**
 * Whose rules a pod template follows.
 * @internal
 */
export enum PodDialect {
  /** What Knative Serving takes in the template of a service. */
  KNATIVE_SERVING = 'knative-serving',
  /** What Kubernetes takes. */
  POD = 'pod',
}
