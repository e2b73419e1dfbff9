/** From where a service can be reached. */
export enum Visibility {
  /** From inside of the cluster only, whatever domains and domain templates the cluster has. */
  CLUSTER_LOCAL = 'cluster-local',
}
