import type { KafkaFilterDifference } from '../cesql';
import { absentTogether, type ObjectReference, type Problem, refuse, type Resource, show, Warnings } from '../core';
import { KafkaNameTemplate, nameFor, nameTemplate } from '../kafka';
import { BrokerClass } from './broker-class';
import type { IBroker } from './broker-contract';
import { DataPlane } from './delivery-warnings';
import { checkOwnAnnotations } from './own-annotations';
import type { TriggerProps } from './trigger';

/** @internal */
export const DEPENDENCY = 'knative.dev/dependency';
/** @internal */
export const DELIVERY_ORDER = 'kafka.eventing.knative.dev/delivery.order';
const INJECTION = 'eventing.knative.dev/injection';
const LONGEST_OBJECT_NAME = 253;
const OWN = {
  [DEPENDENCY]: 'dependency', [DELIVERY_ORDER]: 'deliveryOrder', 'autoscaling.eventing.knative.dev/': 'keda',
};

const NOTHING: ReadonlySet<string> = new Set();

/** A filter of either form. */
interface KafkaComparable {
  _kafkaDifferences(): KafkaFilterDifference[];
}

/** @internal */
export function checkTriggerAnnotations({ metadata, broker }: TriggerProps): (Problem | undefined)[] {
  return [
    ...checkOwnAnnotations(metadata, OWN, 'KN-TRG-006'),
    checkInjection(metadata?.annotations?.[INJECTION], broker.brokerName),
  ];
}

/** Follows pkg/apis/eventing/v1/trigger_validation.go: validateInjectionAnnotation. */
function checkInjection(value: string | undefined, brokerName: string): Problem | undefined {
  if (value === undefined) return undefined;
  const known = value === 'enabled' || value === 'disabled';
  if (known && brokerName === 'default') return undefined;
  return {
    code: 'KN-TRG-007',
    message: known
      ? `the annotation ${show(INJECTION)} stands on a trigger of the broker ${show(brokerName)}`
      : `${show(value)} is no value for the annotation ${show(INJECTION)}`,
    received: value,
    allowed: '`enabled` or `disabled`, on triggers of the broker `default`',
    fix: 'leave the annotation out: the broker is made by the program',
  };
}

/**
 * Follows pkg/apis/eventing/v1/trigger_validation.go: validateDependencyAnnotation. Kafka's controller does not look at
 * the annotation.
 * @internal
 */
export function checkDependency(
  trigger: Resource, dependency: ObjectReference, plane: DataPlane,
): (Problem | undefined)[] {
  const { apiVersion, kind, name, namespace } = dependency;
  const empty = Object.entries({ apiVersion, kind, name }).find(([, value]) => (value ?? '').trim() === '')?.[0];
  const elsewhere = namespace !== undefined && namespace !== trigger.namespace;
  const wrong: Problem | undefined = empty === undefined && !elsewhere ? undefined : {
    code: 'KN-TRG-004',
    message: empty === undefined
      ? `the dependency ${show(name)} is in namespace ${show(namespace)}, not in that of the trigger`
      : `the dependency has no ${show(empty)}`,
    received: dependency,
    allowed: 'apiVersion, kind and name of an object in the namespace of the trigger',
    fix: 'write `dependency: source.reference` with a source of the same namespace',
  };
  return [wrong, plane !== DataPlane.KAFKA ? undefined : {
    code: 'KN-TRG-005',
    message: '`dependency` has no effect on a trigger of a Kafka broker',
    received: dependency,
    allowed: '`dependency` on triggers of other brokers',
    fix: 'leave `dependency` out',
  }];
}

/**
 * The consumer group of a trigger is also an object of Kubernetes.
 * @internal
 */
export function checkGroupName(trigger: Resource): Problem | undefined {
  const group = nameFor(nameTemplate(trigger, KafkaNameTemplate.TRIGGER_GROUP), trigger);
  if (group.length <= LONGEST_OBJECT_NAME) return undefined;
  return {
    code: 'KN-TRG-011',
    message: `the consumer group of the trigger has ${group.length} characters`,
    received: trigger.name,
    allowed: `a name of at most ${trigger.name.length - group.length + LONGEST_OBJECT_NAME} characters in this namespace`,
    fix: 'write a shorter id, or set `metadata.name`',
  };
}

/**
 * Refuses what the data plane of a Kafka broker cannot evaluate, and warns where it answers otherwise.
 * @returns the attributes of which it warns that an event may lack them
 * @internal
 */
export function watchFilters(
  trigger: Resource, filters: readonly KafkaComparable[], broker: IBroker,
): ReadonlySet<string> {
  if (broker.brokerClass?.kafka !== true) return NOTHING;
  const differences = filters.flatMap((filter) => filter._kafkaDifferences());
  for (const { id, message, refused } of absentTogether(differences)) {
    if (!refused) {
      Warnings.of(trigger).add(id, message);
      continue;
    }
    refuse(trigger, {
      code: 'KN-TRG-008',
      message,
      allowed: 'filters that Kafka\'s data plane evaluates as the specification says',
      fix: 'mend the filter so, or use a broker of another class',
    });
  }
  return new Set(differences.flatMap(({ absent }) => (absent === undefined ? [] : [absent])));
}

/**
 * Warns where a trigger's delivery drops what its broker's has. The multi-tenant broker keeps its dead letter sink, the
 * namespaced Kafka broker each field that the trigger does not name.
 * @internal
 */
export function watchReplacedDelivery(trigger: Resource, { broker, delivery, deadLetterSink }: TriggerProps): void {
  const of = broker.delivery;
  if (delivery === undefined || of === undefined || broker.brokerClass === BrokerClass.KAFKA_NAMESPACED) return;
  const sinkLost = broker.brokerClass === BrokerClass.KAFKA && of.deadLetterSink !== undefined
    && delivery.deadLetterSink === undefined && deadLetterSink === undefined;
  const retriesLost = (of.retry ?? 0) > 0 && delivery.retry === undefined;
  if (!sinkLost && !retriesLost) return;
  const lost = [...sinkLost ? ['dead letter sink'] : [], ...retriesLost ? ['retries'] : []].join(' and ');
  Warnings.of(trigger).add('trigger-replaces-delivery',
    `the delivery of the trigger takes the place of the broker's, whose ${lost} no longer count: name them here too, or `
    + 'write `deadLetterSink` in place of `delivery`');
}
