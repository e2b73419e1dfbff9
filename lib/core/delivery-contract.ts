import type { IConstruct } from 'constructs';

/** How failed events are retried and where they end, as broker, trigger, subscription and source write it. */
export interface IDelivery {
  /** The delivery spec as it stands in a manifest of `consumer`. Pure: it adds nothing to the tree. */
  toDeliveryConfig(consumer: IConstruct & { readonly namespace?: string }): Record<string, unknown>;
}
