import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { type KnativeError, Sink } from '../../lib/core';
import {
  Backoff, BackoffPolicy, Broker, BrokerClass, Delivery, DeliveryFormat, InMemoryChannel, KafkaChannel,
} from '../../lib/eventing';
import { quietly, shop, warningsOf } from './program';

quietly();

const dlq = Sink.kubernetesService('dlq', { namespace: 'ops' });

function rendered(delivery: Delivery): unknown {
  return JSON.parse(JSON.stringify(delivery.toDeliveryConfig(new Construct(undefined as never, ''))));
}

function codeOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return (error as KnativeError).code;
  }
  return 'none';
}

describe('a delivery', () => {
  test('writes retries and back-off as Knative names them', () => {
    const delivery = Delivery.retry(10, { backoff: Backoff.exponential(Duration.millis(200)) });

    expect(rendered(delivery)).toEqual({ retry: 10, backoffPolicy: 'exponential', backoffDelay: 'PT0.2S' });
  });

  test('writes every field', () => {
    const delivery = Delivery.of({
      retry: 3, backoff: Backoff.linear(Duration.seconds(2)), timeout: Duration.seconds(30),
      retryAfterMax: Duration.seconds(0), format: DeliveryFormat.JSON, deadLetterSink: dlq,
    });

    expect(rendered(delivery)).toEqual({
      retry: 3, backoffPolicy: 'linear', backoffDelay: 'PT2S', timeout: 'PT30S', retryAfterMax: 'PT0S', format: 'json',
      deadLetterSink: { ref: { apiVersion: 'v1', kind: 'Service', name: 'dlq', namespace: 'ops' } },
    });
  });

  test('can name half a back-off', () => {
    expect(rendered(Delivery.retry(1, { backoff: Backoff.linear() }))).toEqual({ retry: 1, backoffPolicy: 'linear' });
    expect(rendered(Delivery.retry(1, { backoff: Backoff.delay(Duration.seconds(1)) })))
      .toEqual({ retry: 1, backoffDelay: 'PT1S' });
    expect(Backoff.exponential(Duration.seconds(1)))
      .toMatchObject({ policy: BackoffPolicy.EXPONENTIAL, complete: true });
  });

  test('of a mere dead letter sink says no more', () => {
    expect(rendered(Delivery.deadLetter(dlq))).toEqual({ deadLetterSink: expect.objectContaining({}) });
  });

  test('stays as it is when another is made from it', () => {
    const plain = Delivery.retry(2);

    const withSink = plain.withDeadLetterSink(dlq);

    expect(plain.deadLetterSink).toBeUndefined();
    expect(withSink).toMatchObject({ retry: 2, deadLetterSink: dlq });
  });

  test('writes delays above an hour in parts, which Kafka can read', () => {
    expect(rendered(Delivery.retry(1, { backoff: Backoff.linear(Duration.hours(2)) }))).toMatchObject({
      backoffDelay: 'PT2H',
    });
  });

  test('takes any number of retries that an int32 holds', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2_147_483_647 }), (retry) => {
      expect(Delivery.retry(retry).retry).toBe(retry);
    }));
  });

  test.each([
    ['a negative number of retries', () => Delivery.retry(-1), 'KN-DLV-001'],
    ['half a retry', () => Delivery.retry(1.5), 'KN-DLV-001'],
    ['retries that are no number', () => Delivery.retry(Number.NaN), 'KN-DLV-001'],
    ['more retries than an int32 holds', () => Delivery.retry(2_147_483_648), 'KN-DLV-001'],
    ['no field at all', () => Delivery.of({}), 'KN-DLV-002'],
    ['a timeout that counts as zero', () => Delivery.of({ timeout: Duration.millis(50) }), 'KN-DUR-002'],
    ['a timeout of zero', () => Delivery.of({ timeout: Duration.seconds(0) }), 'KN-DUR-002'],
    ['a timeout finer than tenths', () => Delivery.of({ timeout: Duration.millis(1250) }), 'KN-DUR-001'],
    ['a delay of zero', () => Backoff.linear(Duration.seconds(0)), 'KN-DUR-002'],
    ['a delay finer than tenths', () => Backoff.exponential(Duration.millis(150)), 'KN-DUR-001'],
    ['a retryAfterMax finer than tenths', () => Delivery.retry(1, { retryAfterMax: Duration.millis(10) }), 'KN-DUR-001'],
  ])('fails with %s', (_, make, code) => {
    expect(codeOf(make)).toBe(code);
  });
});

describe('what a data plane does not heed is warned:', () => {
  const complete = Backoff.exponential(Duration.millis(200));

  test.each<[string, Delivery, string[]]>([
    ['nothing of a complete delivery', Delivery.retry(5, { backoff: complete }), []],
    ['retries without back-off', Delivery.retry(5), ['retry-without-backoff']],
    ['a policy without delay', Delivery.retry(5, { backoff: Backoff.linear() }), ['retry-without-backoff']],
    ['a delay without policy', Delivery.retry(5, { backoff: Backoff.delay(Duration.seconds(1)) }),
      ['retry-without-backoff']],
    ['a back-off without retries', Delivery.of({ retry: 0, backoff: complete }), ['backoff-without-retry']],
    ['a format, which only triggers heed', Delivery.of({ retry: 0, format: DeliveryFormat.JSON }),
      ['delivery-format-ignored']],
  ])('in memory, %s', (_, delivery, ids) => {
    const chart = shop();

    new InMemoryChannel(chart, 'orders', { delivery });
    new Broker(chart, 'broker', {
      brokerClass: BrokerClass.MT_CHANNEL_BASED, delivery: delivery.withDeadLetterSink(dlq),
    });

    expect(warningsOf(chart)).toEqual([...ids, ...ids]);
  });

  test.each<[string, Delivery, string[]]>([
    ['nothing of a complete delivery', Delivery.retry(5, { backoff: complete }), []],
    ['nothing of retries without back-off', Delivery.retry(5), []],
    ['a policy without delay', Delivery.retry(5, { backoff: Backoff.linear() }), ['kafka-backoff-default']],
    ['a delay without policy', Delivery.retry(5, { backoff: Backoff.delay(Duration.seconds(1)) }),
      ['kafka-backoff-default']],
    ['a back-off without retries', Delivery.of({ backoff: complete }), ['backoff-without-retry']],
    ['a format', Delivery.of({ retry: 0, format: DeliveryFormat.BINARY }), ['delivery-format-ignored']],
  ])('on Kafka, %s', (_, delivery, ids) => {
    const chart = shop();

    new KafkaChannel(chart, 'orders', { delivery });

    expect(warningsOf(chart)).toEqual(ids);
  });
});
