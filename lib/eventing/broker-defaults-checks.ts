import { KNATIVE_EVENTING, type Problem, show } from '../core';
import { checkBrokerConfig } from './broker-checks';
import type { BrokerClassDefault, ClusterBrokerDefault, NamespaceBrokerDefault } from './broker-defaults';
import type { Delivery } from './delivery';

const NAME = 'config-br-defaults';

/** @internal */
export function checkDefaultsPlace(name: string, namespace: string | undefined): (Problem | undefined)[] {
  return [
    name === NAME ? undefined : {
      code: 'KN-BRK-010',
      message: `Knative reads no broker defaults from a ConfigMap named ${show(name)}`,
      received: name,
      allowed: show(NAME),
      fix: `write the id ${show(NAME)}`,
    },
    namespace === KNATIVE_EVENTING ? undefined : {
      code: 'KN-BRK-010',
      message: `Knative reads no broker defaults in namespace ${show(namespace)}`,
      received: namespace,
      allowed: show(KNATIVE_EVENTING),
      fix: 'leave `metadata.namespace` out',
    },
  ];
}

/** @internal */
export function checkClusterDefault(defaults: ClusterBrokerDefault): (Problem | undefined)[] {
  return [
    ...checkClassDefault(defaults, undefined),
    ...checkClasses(defaults.brokerClasses, undefined),
  ];
}

/**
 * Follows pkg/apis/config/defaults.go, which takes whatever it finds: what is refused here leaves brokers without a
 * configuration, or with one of another class.
 * @internal
 */
export function checkNamespaceDefault(
  namespace: string, defaults: NamespaceBrokerDefault, cluster: ClusterBrokerDefault,
): (Problem | undefined)[] {
  const { brokerClass, config, delivery, brokerClasses } = defaults;
  if (brokerClass === undefined) {
    const inert = config !== undefined || delivery !== undefined;
    return [inert ? incomplete(namespace, 'have no class, so that they reach no broker', 'brokerClass') : undefined,
      ...checkClasses(brokerClasses, namespace)];
  }
  const listed = [...brokerClasses ?? [], cluster, ...cluster.brokerClasses ?? []]
    .some((each) => each.brokerClass.equals(brokerClass));
  if (config === undefined) {
    return [
      delivery === undefined ? undefined
        : incomplete(namespace, 'have a delivery but no configuration, so that brokers would get none', 'config'),
      listed ? undefined
        : incomplete(namespace, `name class ${show(brokerClass.name)}, for which there is no configuration`, 'config'),
      ...checkClasses(brokerClasses, namespace),
    ];
  }
  return [
    ...checkClassDefault({ brokerClass, config, delivery }, namespace),
    ...checkClasses(brokerClasses, namespace),
  ];
}

function incomplete(namespace: string, what: string, missing: string): Problem {
  return {
    code: 'KN-BRK-011',
    message: `the broker defaults of namespace ${show(namespace)} ${what}`,
    received: namespace,
    allowed: '`brokerClass` with a configuration of that class',
    fix: `write \`${missing}\` too`,
  };
}

function checkClasses(
  classes: readonly BrokerClassDefault[] = [], namespace: string | undefined,
): (Problem | undefined)[] {
  const twice = classes.find((each, at) =>
    classes.slice(0, at).some(({ brokerClass }) => brokerClass.equals(each.brokerClass)));
  return [
    twice === undefined ? undefined : {
      code: 'KN-BRK-011',
      message: `\`brokerClasses\` names class ${show(twice.brokerClass.name)} twice`,
      received: twice.brokerClass.name,
      allowed: 'each class once',
      fix: 'leave one of the two out',
    },
    ...classes.flatMap((each) => checkClassDefault(each, namespace)),
  ];
}

function checkClassDefault(defaults: BrokerClassDefault, namespace: string | undefined): (Problem | undefined)[] {
  const { brokerClass, config, delivery } = defaults;
  return [...checkBrokerConfig(config, brokerClass, namespace), checkCopied(delivery)];
}

/** Follows pkg/apis/eventing/v1/broker_defaults.go. */
function checkCopied(delivery: Delivery | undefined): Problem | undefined {
  const dropped = (['timeout', 'retryAfterMax', 'format'] as const).filter((field) => delivery?.[field] !== undefined);
  if (dropped.length === 0) return undefined;
  return {
    code: 'KN-BRK-012',
    message: `Knative does not copy ${dropped.map(show).join(', ')} from broker defaults`,
    received: dropped,
    allowed: 'retry, backoff and deadLetterSink',
    fix: 'write the delivery on the broker',
  };
}
