import type { IConstruct } from 'constructs';
import { Warnings } from './warnings';

/** A condition on events, as trigger and event policy write it. */
export interface IEventFilter {
  /** The condition as an entry of `filters`: one dialect and no more. Pure: it adds nothing to the tree. */
  toFilterConfig(): Record<string, unknown>;
  /**
   * Where the data plane of Kafka answers otherwise than Knative's own.
   * @internal
   */
  _kafkaDifferences?(): readonly FilterDifference[];
  /**
   * What the filter may do and its author may not have meant.
   * @internal
   */
  _warnings?(): readonly FilterWarning[];
}

/** @internal */
export interface FilterWarning {
  readonly id: string;
  readonly message: string;
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

/**
 * Warns of filters on the construct that they are attached to.
 * @internal
 */
export function warnOfFilters(owner: IConstruct, filters: readonly IEventFilter[]): void {
  for (const filter of filters) {
    for (const { id, message } of filter._warnings?.() ?? []) Warnings.of(owner).add(id, message);
  }
}
