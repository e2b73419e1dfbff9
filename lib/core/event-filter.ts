import type { IConstruct } from 'constructs';
import { absentTogether } from './absent-attributes';
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
  /** The attribute that an event may lack, where the warning is about that. */
  readonly absent?: string;
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
  /** The attribute that an event may lack, where the difference is about that. */
  readonly absent?: string;
}

/**
 * Warns of filters on the construct that they are attached to.
 * @param known attributes of which it was said already that an event may lack them
 * @internal
 */
export function warnOfFilters(
  owner: IConstruct, filters: readonly IEventFilter[], known: ReadonlySet<string> = new Set(),
): void {
  const all = filters.flatMap((filter) => filter._warnings?.() ?? []);
  const others = all.filter(({ absent }) => absent === undefined || !known.has(absent));
  for (const { id, message } of absentTogether(others)) Warnings.of(owner).add(id, message);
}
