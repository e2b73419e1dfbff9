import {
  DNS_1035_LABEL, DNS_1123_SUBDOMAIN, follows, type ObjectReference, type Problem, propose, show,
} from '../core';
import { KafkaNameTemplate } from '../kafka';
import type { Broker } from './broker';
import { BrokerClass } from './broker-class';
import { type DefaultBrokerConfig, defaultsFor } from './defaults-registry';
import { kafkaNameCollision } from './kafka-names';
import { warnAtSynth } from './warn-at-synth';

/** @internal */
export const CLASS = 'eventing.knative.dev/broker.class';
/** @internal */
export const EXTERNAL_TOPIC = 'kafka.eventing.knative.dev/external.topic';
const LABEL_LENGTH = 63;

/**
 * Follows pkg/apis/eventing/v1/broker_validation.go, and for the classes of Kafka
 * control-plane/pkg/apis/eventing/v1/broker_validation.go.
 * @internal
 */
export function checkBrokerConfig(
  config: ObjectReference | undefined, brokerClass: BrokerClass | undefined, namespace: string | undefined,
): (Problem | undefined)[] {
  if (config === undefined) return [];
  const { apiVersion, kind, name } = config;
  const empty = Object.entries({ apiVersion, kind, name }).find(([, value]) => (value ?? '').trim() === '')?.[0];
  return [
    empty === undefined ? undefined : {
      code: 'KN-BRK-003',
      message: `the configuration of the broker has no ${show(empty)}`,
      received: config,
      allowed: 'apiVersion, kind and name, none of them empty',
      fix: "write `{ apiVersion: 'v1', kind: 'ConfigMap', name: 'my-config' }`",
    },
    brokerClass?.kafka !== true || kind.toLowerCase() === 'configmap' ? undefined : {
      code: 'KN-BRK-004',
      message: `${show(kind)} is no configuration of a Kafka broker`,
      received: kind,
      allowed: '`ConfigMap`',
      fix: 'write `new KafkaBroker(scope, id, { cluster })`, which makes the ConfigMap',
    },
    checkNamespacedConfig(config, brokerClass, namespace),
  ];
}

/** The data plane in a broker's namespace reads ConfigMap and Secret there. */
function checkNamespacedConfig(
  config: ObjectReference, brokerClass: BrokerClass | undefined, namespace: string | undefined,
): Problem | undefined {
  if (brokerClass !== BrokerClass.KAFKA_NAMESPACED) return undefined;
  if (config.namespace === undefined || config.namespace === namespace) return undefined;
  return {
    code: 'KN-BRK-005',
    message: `the configuration ${show(config.name)} of a namespaced Kafka broker is in namespace `
      + show(config.namespace),
    received: config.namespace,
    allowed: namespace === undefined ? 'the namespace of the broker' : `the namespace of the broker, ${show(namespace)}`,
    fix: 'give the broker its `cluster`, which makes a configuration beside it',
  };
}

/**
 * A broker's name is written into the label `eventing.knative.dev/broker` of each trigger, and for the multi-tenant
 * broker into the name of a Service.
 * @internal
 */
export function checkBrokerName(name: string, brokerClass: BrokerClass | undefined): Problem | undefined {
  // A name that is wrong for every kind is refused already.
  if (!follows(DNS_1123_SUBDOMAIN, name)) return undefined;
  const service = brokerClass === BrokerClass.MT_CHANNEL_BASED;
  const rule = service
    ? DNS_1035_LABEL
    : { ...DNS_1123_SUBDOMAIN, maxLength: LABEL_LENGTH, text: DNS_1123_SUBDOMAIN.text.replace('253', '63') };
  if (follows(rule, name)) return undefined;
  return {
    code: 'KN-BRK-008',
    message: `the broker name ${show(name)} does not fit into `
      + (name.length > LABEL_LENGTH ? 'the label of its triggers' : 'the name of the Service of its channel'),
    received: name,
    allowed: rule.text,
    fix: `write the id ${show(propose(rule, name))}, or set \`metadata.name\``,
  };
}

/**
 * Looks at a broker when the program is finished: what it leaves out may come from the defaults of the cluster.
 * @internal
 */
export function watchBroker(broker: Broker, checkAtSynth: (check: () => (Problem | undefined)[]) => void): void {
  warnAtSynth(broker, 'no-dead-letter-sink', () => {
    // A broker with a delivery of its own gets nothing from the defaults.
    const delivery = broker.delivery ?? lookUp(broker)?.delivery;
    return delivery?.deadLetterSink !== undefined ? undefined
      : 'events that no subscriber takes are lost after the last retry: write `deadLetterSink`';
  });
  warnAtSynth(broker, 'kafka-broker-without-config', () => {
    const { brokerClass, config, namespace } = broker;
    if (brokerClass?.kafka !== true || config !== undefined || isolated(broker)) return undefined;
    return defaultsFor(broker)?._configures(namespace, brokerClass) === true ? undefined
      : 'without `config` the broker gets the default configuration of the cluster, which in a release is not one for '
        + 'Kafka: write a `KafkaBroker` with its `cluster`, or declare `BrokerDefaults`';
  });
  warnAtSynth(broker, 'kafka-name-collision', () =>
    (broker._makesTopic ? kafkaNameCollision(broker, 'topic', KafkaNameTemplate.BROKER_TOPIC) : undefined));
  checkAtSynth(() => [...confined(broker), withoutOwnConfig(broker)]);
}

function isolated(broker: Broker): boolean {
  return broker.brokerClass === BrokerClass.KAFKA_NAMESPACED;
}

/** The default of a release lies in `knative-eventing`, where Knative refuses to look for a broker of this class. */
function withoutOwnConfig(broker: Broker): Problem | undefined {
  const { config, namespace, brokerClass } = broker;
  if (!isolated(broker) || config !== undefined || brokerClass === undefined) return undefined;
  if (defaultsFor(broker)?._configures(namespace, brokerClass) === true) return undefined;
  return {
    code: 'KN-BRK-005',
    message: `the broker ${show(broker.brokerName)} of the class ${show(brokerClass.name)} has no configuration, and the `
      + 'default one lies in another namespace',
    received: undefined,
    allowed: 'a configuration in the namespace of the broker',
    fix: 'write `new KafkaBroker(scope, id, { cluster, namespaced: true })`',
  };
}

/** Follows pkg/apis/eventing/v1/broker_defaults.go, which takes the kind of a given configuration for a class. */
function lookUp(broker: Broker): DefaultBrokerConfig | undefined {
  return defaultsFor(broker)?._lookUp(broker.namespace, broker.config?.kind ?? broker.brokerClass?.name);
}

/** Follows pkg/apis/eventing/v1/broker_validation.go: determineNamespaceAllowance. */
function confined(broker: Broker): (Problem | undefined)[] {
  const { namespace } = broker;
  if (defaultsFor(broker)?._confines(namespace) !== true) return [];
  const config = broker.config ?? lookUp(broker)?.config;
  const sink = broker.delivery?.deadLetterSink?.toSinkConfig(broker).ref;
  return ([['configuration', config], ['dead letter sink', sink]] as const).map(([what, reference]) => {
    if (reference?.namespace === undefined || reference.namespace === namespace) return undefined;
    return {
      code: 'KN-BRK-013',
      message: `the ${what} ${show(reference.name)} of the broker is in namespace ${show(reference.namespace)}`,
      received: reference.namespace,
      allowed: 'the broker\'s own namespace: the defaults of the cluster set `disallowDifferentNamespaceConfig`',
      fix: `move the ${what} into the namespace of the broker`,
    };
  });
}
