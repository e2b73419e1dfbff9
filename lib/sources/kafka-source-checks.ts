import {
  checkWhole, Feature, type IDelivery, needsFeature, type Problem, refuse, repeatedIn, type Resource,
  type ResourceProps, show, Warnings,
} from '../core';
import { checkTopicName, type IKedaScaling } from '../kafka';

const AUTOSCALING = 'autoscaling.eventing.knative.dev/';
/** @internal */
export const KEY_TYPE_LABEL = 'kafkasources.sources.knative.dev/key-type';

/**
 * Follows control-plane/pkg/apis/sources/v1/kafka_validation.go, which refuses an empty list and looks no further.
 * @internal
 */
export function checkTopics(topics: readonly string[]): (Problem | undefined)[] {
  if (topics.length === 0) {
    return [{
      code: 'KN-KFK-021',
      message: 'the KafkaSource has no topic',
      received: topics,
      allowed: 'one topic or more',
      fix: "write `topics: ['orders']`",
    }];
  }
  const twice = new Set(repeatedIn(topics));
  return [
    ...[...new Set(topics)].map(checkTopicName),
    ...[...twice].map((topic): Problem => ({
      code: 'KN-KFK-021',
      message: `the topic ${show(topic)} is named more than once`,
      received: topic,
      allowed: 'each topic once',
      fix: 'leave the repetition out',
    })),
  ];
}

/**
 * An empty group would be replaced by a random one.
 * @internal
 */
export function checkConsumerGroup(given: string | undefined, namespace: string | undefined): Problem | undefined {
  if (given === undefined ? namespace !== undefined : given.trim() !== '') return undefined;
  return {
    code: 'KN-KFK-022',
    message: given === undefined
      ? 'the consumer group of the KafkaSource follows from its namespace, which is not known'
      : `${show(given)} is no consumer group`,
    received: given,
    allowed: 'a text that is not empty, or none in a chart with a namespace',
    fix: "write `consumerGroup: 'orders'`, for example",
  };
}

/**
 * Follows config/eventing-kafka-broker/100-source/100-kafka-source.yaml and the reconciler, which leaves the number
 * to KEDA where that is on.
 * @internal
 */
export function checkConsumers(consumers: number | undefined, keda: IKedaScaling | undefined): Problem | undefined {
  const problem = checkWhole('KN-KFK-023', 'consumers', consumers, { min: 0, proposal: 3 });
  if (problem !== undefined || consumers === undefined || keda?.enabled !== true) return problem;
  return {
    code: 'KN-KFK-023',
    message: `consumers ${show(String(consumers))} has no effect beside \`keda\``,
    received: consumers,
    allowed: 'either `consumers` or `keda`',
    fix: 'leave `consumers` out, and set `minScale` and `maxScale` of `keda`',
  };
}

/**
 * By hand a value would miss the checks; and the annotations of older versions have no effect.
 * @internal
 */
export function checkOwnMetadata(metadata: ResourceProps['metadata']): Problem[] {
  const annotations = Object.keys(metadata?.annotations ?? {}).flatMap((key) => {
    if (key.startsWith(AUTOSCALING)) return [byHand(`the annotation ${show(key)}`, key, 'keda')];
    const dead = key.startsWith('autoscaling.knative.dev/') || key.startsWith('keda.autoscaling.knative.dev/');
    return dead ? [byHand(`the annotation ${show(key)}, which a KafkaSource does not read,`, key, 'keda')] : [];
  });
  const labelled = Object.keys(metadata?.labels ?? {}).includes(KEY_TYPE_LABEL);
  return labelled ? [...annotations, byHand(`the label ${show(KEY_TYPE_LABEL)}`, KEY_TYPE_LABEL, 'keyType')] : annotations;
}

function byHand(what: string, received: string, property: string): Problem {
  return {
    code: 'KN-KFK-024',
    message: `${what} is written by hand`,
    received,
    allowed: `the property ${show(property)}`,
    fix: `write \`${property}\` instead`,
  };
}

/**
 * A delivery that is given replaces Knative's own as a whole, field by field what is missing included.
 * @internal
 */
export function watchSourceDelivery(source: Resource, delivery: IDelivery | undefined): void {
  if (delivery === undefined) return;
  const { format, retry, retryAfterMax, backoffDelay, backoffPolicy } = delivery.toDeliveryConfig(source);
  if (format !== undefined) refuse(source, formatProblem(format));
  if (retryAfterMax !== undefined) {
    needsFeature(source, Feature.DELIVERY_RETRYAFTER, 'delivery.retryAfterMax');
    Warnings.of(source).add('retry-after-max-ignored',
      "Kafka's data plane does not read `Retry-After`: leave `retryAfterMax` out");
  }
  if (Number(retry ?? 0) > 0) return;
  if (backoffDelay !== undefined || backoffPolicy !== undefined) {
    Warnings.of(source).add('backoff-without-retry',
      'the back-off has no effect without retries: write `Delivery.retry(5, { backoff })`');
  } else if (retry === undefined) {
    Warnings.of(source).add('kafka-source-without-retry', 'a delivery without `retry` replaces the ten retries that '
      + 'Knative gives to a KafkaSource, so that an event which fails once is not sent again: write '
      + '`Delivery.retry(10, { ... })`, or `retry: 0` if that is wanted');
  }
}

function formatProblem(format: unknown): Problem {
  return {
    code: 'KN-KFK-025',
    message: `the delivery of a KafkaSource has no format, but got ${show(format)}`,
    received: format,
    allowed: 'a delivery without `format`: a KafkaSource sends in binary mode',
    fix: 'leave `format` out',
  };
}
