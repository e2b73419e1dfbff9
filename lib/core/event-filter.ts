/** A condition on events, as trigger and event policy write it. */
export interface IEventFilter {
  /** The condition as an entry of `filters`: one dialect and no more. Pure: it adds nothing to the tree. */
  toFilterConfig(): Record<string, unknown>;
  /**
   * Where the data plane of Kafka answers otherwise than Knative's own.
   * @internal
   */
  _kafkaDifferences?(): readonly FilterDifference[];
}

/**
 * A filter that two data planes answer differently.
 * @internal
 */
export interface FilterDifference {
  /** Stable id, for a warning. */
  readonly id: string;
  readonly message: string;
  /** Whether the filter is of no use on the other data plane. */
  readonly refused: boolean;
}
