import { Feature, needsFeature, type Resource, Warnings } from '../core';
import type { Delivery } from './delivery';

/** What carries events to their receivers, as far as the program shows it. */
export enum DataPlane {
  /** The multi-tenant channel-based broker and the in-memory channel. */
  KNATIVE = 'Knative',
  KAFKA = 'Kafka',
  UNKNOWN = 'unknown',
}

interface DeliveryWarning {
  readonly id: string;
  readonly message: string;
}

/**
 * Declares what a delivery needs, and warns of its parts that its data plane does not heed.
 * @internal
 */
export function watchDelivery(owner: Resource, delivery: Delivery | undefined, plane: DataPlane): void {
  if (delivery === undefined) return;
  if (delivery.retryAfterMax !== undefined) needsFeature(owner, Feature.DELIVERY_RETRYAFTER, 'delivery.retryAfterMax');
  const warnings = [...backoffWarnings(delivery, plane), ...unheeded(delivery, plane, owner.apiObject.kind)];
  for (const { id, message } of warnings) Warnings.of(owner).add(id, message);
}

function backoffWarnings({ retry = 0, backoff }: Delivery, plane: DataPlane): DeliveryWarning[] {
  if (retry === 0) {
    return backoff === undefined ? [] : [{
      id: 'backoff-without-retry',
      message: 'the back-off has no effect without retries: write `Delivery.retry(5, { backoff })`',
    }];
  }
  if (backoff?.complete === true) return [];
  if (plane !== DataPlane.KAFKA) {
    return [{
      id: 'retry-without-backoff',
      message: `without ${backoff === undefined ? 'a back-off' : 'both policy and delay'} all ${retry} retries follow at `
        + 'once: write `backoff: Backoff.exponential(Duration.millis(200))`',
    }];
  }
  return backoff === undefined ? [] : [{
    id: 'kafka-backoff-default',
    message: backoff.delay === undefined
      ? 'Kafka\'s data plane chooses the delay, 0.2 or 1 second by kind and version: write it into the back-off'
      : 'Kafka\'s data plane takes the exponential policy: write `Backoff.exponential(delay)` or `Backoff.linear(delay)`',
  }];
}

function unheeded(delivery: Delivery, plane: DataPlane, kind: string): DeliveryWarning[] {
  const warnings: DeliveryWarning[] = [];
  if (delivery.format !== undefined && (plane === DataPlane.KAFKA || kind !== 'Trigger')) {
    warnings.push({
      id: 'delivery-format-ignored',
      message: plane === DataPlane.KAFKA
        ? 'Kafka\'s data plane always sends events in binary mode: leave `format` out'
        : `only triggers heed \`format\`, the ${kind} does not: write it into the delivery of the trigger`,
    });
  }
  if (delivery.retryAfterMax !== undefined && (plane === DataPlane.KAFKA || (delivery.retry ?? 0) === 0)) {
    warnings.push({
      id: 'retry-after-max-ignored',
      message: plane === DataPlane.KAFKA
        ? 'Kafka\'s data plane does not read `Retry-After`: leave `retryAfterMax` out'
        : '`retryAfterMax` has no effect without retries: write `retry` too',
    });
  }
  return warnings;
}
