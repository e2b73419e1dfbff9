import { Duration } from 'cdk8s';
import type { IConstruct } from 'constructs';
import {
  checkDuration, checkWhole, type IDelivery, type ISink, isoDuration, isoRange, type Problem, raise, renderSink,
} from '../core';
import { Backoff } from './backoff';

/** How an event is written on its way to the receiver. */
export enum DeliveryFormat {
  /** Structured mode: one JSON document with attributes and data. */
  JSON = 'json',
  /** Binary mode: attributes as headers, data as body. */
  BINARY = 'binary',
}

/** Options for `Delivery.retry`. */
export interface RetryOptions {
  /**
   * Wait before each retry.
   * @default - left to the data plane: Kafka's waits exponentially from one second on, others do not wait
   */
  readonly backoff?: Backoff;
  /**
   * How long each attempt may take, in steps of 0.1 seconds; zero is refused (`KN-DUR-002`).
   * @default - left to the data plane
   */
  readonly timeout?: Duration;
  /**
   * Longest wait that a receiver may ask for with `Retry-After` (status 429 or 503); zero ignores the header. Needs the
   * feature `delivery-retryafter` (`KN-FTR-001`).
   * @default - the header is not looked at
   */
  readonly retryAfterMax?: Duration;
  /**
   * Format of the event; only triggers of the multi-tenant channel-based broker honour it.
   * @default - the format in which the event came
   */
  readonly format?: DeliveryFormat;
  /**
   * Receiver of the events that could not be delivered.
   * @default - such events are lost
   */
  readonly deadLetterSink?: ISink;
}

/** Options for `Delivery.of`. */
export interface DeliveryOptions extends RetryOptions {
  /**
   * Attempts after the first one: a whole number, not negative (`KN-DLV-001`).
   * @default - none; a broker keeps the ten retries that Knative gives to brokers without delivery
   */
  readonly retry?: number;
}

/**
 * What becomes of an event that a receiver did not take: how often and when it is sent again, and where it ends.
 *
 * A receiver has taken an event when it answers 2xx with an empty body, or with another CloudEvent as its reply. Any
 * other body makes the delivery fail. Connection errors, status 5xx, 404, 408, 409 and 429 are retried.
 * @see https://knative.dev/docs/eventing/event-delivery/
 */
export class Delivery implements IDelivery {
  /** What a Knative release gives to brokers without delivery: ten retries, exponential from 0.2 seconds on. */
  public static readonly KNATIVE_DEFAULT = Delivery.retry(10, { backoff: Backoff.exponential(Duration.millis(200)) });

  /**
   * Sends an event up to `retry` more times: `Delivery.retry(5, { backoff: Backoff.linear(Duration.seconds(1)) })`.
   * @throws KnativeError `KN-DLV-001`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static retry(retry: number, options: RetryOptions = {}): Delivery {
    return new Delivery({ ...options, retry });
  }

  /** Sends what could not be delivered to `sink`. */
  public static deadLetter(sink: ISink): Delivery {
    return new Delivery({ deadLetterSink: sink });
  }

  /**
   * A delivery of any fields.
   * @throws KnativeError `KN-DLV-002` where it says nothing, `KN-DLV-001`, `KN-DUR-001` or `KN-DUR-002`
   */
  public static of(options: DeliveryOptions): Delivery {
    return new Delivery(options);
  }

  /** Attempts after the first one. */
  public readonly retry?: number;
  /** Wait before each retry. */
  public readonly backoff?: Backoff;
  /** How long each attempt may take. */
  public readonly timeout?: Duration;
  /** Longest wait that a receiver may ask for. */
  public readonly retryAfterMax?: Duration;
  /** Format of the event. */
  public readonly format?: DeliveryFormat;
  /** Receiver of the events that could not be delivered. */
  public readonly deadLetterSink?: ISink;

  private constructor(options: DeliveryOptions) {
    raise(
      checkSaysSomething(options),
      checkRetry(options.retry),
      checkDuration(options.timeout, isoRange('timeout')),
      checkDuration(options.retryAfterMax, isoRange('retryAfterMax', Duration.millis(0))),
    );
    this.retry = options.retry;
    this.backoff = options.backoff;
    this.timeout = options.timeout;
    this.retryAfterMax = options.retryAfterMax;
    this.format = options.format;
    this.deadLetterSink = options.deadLetterSink;
  }

  /** The same delivery with another receiver of what could not be delivered. */
  public withDeadLetterSink(sink: ISink): Delivery {
    return new Delivery({ ...this, deadLetterSink: sink });
  }

  public toDeliveryConfig(consumer: IConstruct & { readonly namespace?: string }): Record<string, unknown> {
    const { deadLetterSink, retry, backoff, timeout, retryAfterMax, format } = this;
    return {
      deadLetterSink: deadLetterSink === undefined ? undefined : renderSink(consumer, deadLetterSink),
      retry,
      backoffPolicy: backoff?.policy,
      backoffDelay: isoOf(backoff?.delay),
      timeout: isoOf(timeout),
      retryAfterMax: isoOf(retryAfterMax),
      format,
    };
  }
}

function isoOf(duration: Duration | undefined): string | undefined {
  return duration === undefined ? undefined : isoDuration(duration);
}

function checkSaysSomething(options: DeliveryOptions): Problem | undefined {
  if (Object.values(options).some((value) => value !== undefined)) return undefined;
  return {
    code: 'KN-DLV-002',
    message: 'a delivery without any field changes nothing',
    received: options,
    allowed: 'at least one of retry, backoff, timeout, retryAfterMax, format and deadLetterSink',
    fix: 'leave the delivery out, or write `Delivery.retry(5)`',
  };
}

/** Follows pkg/apis/duck/v1/delivery_types.go; the field is an int32. */
function checkRetry(retry: number | undefined): Problem | undefined {
  return checkWhole('KN-DLV-001', 'retry', retry, { min: 0, proposal: 5 });
}

/**
 * A dead letter sink is either part of the delivery or named beside it.
 * @internal
 */
export function checkDeadLetterSink(delivery: Delivery | undefined, beside: ISink | undefined): Problem | undefined {
  if (delivery?.deadLetterSink === undefined || beside === undefined) return undefined;
  return {
    code: 'KN-DLV-003',
    message: 'the dead letter sink is named twice: by `deadLetterSink` and within `delivery`',
    allowed: 'one of the two',
    fix: 'leave `deadLetterSink` out, or write a `delivery` without one',
  };
}

/**
 * Knative gives its default retries only to brokers without any delivery: a delivery that names none would lose them.
 * @internal
 */
export function withDefaultRetries(delivery: Delivery): Delivery {
  if (delivery.retry !== undefined || delivery.backoff !== undefined) return delivery;
  const { retry, backoff } = Delivery.KNATIVE_DEFAULT;
  return Delivery.of({ ...delivery, retry, backoff });
}
