/** How many pods the parts of an installation have that can have several. */
export interface HighAvailability {
  /**
   * Pods of each Deployment that can have several; where a HorizontalPodAutoscaler rules, the least. Less than 1 is
   * refused with `KN-PLT-004`.
   */
  readonly replicas: number;
}
