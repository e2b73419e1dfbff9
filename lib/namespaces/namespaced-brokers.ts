import type { IConstruct } from 'constructs';
import { show, showAll } from '../core';
import { Broker, BrokerClass, KafkaBroker } from '../eventing';
import { KafkaBrokerConfig, type KafkaCluster } from '../kafka';
import { isApiServerOpen, type Opening } from './network-isolation';
import { objectsIn } from './tenants';

/** Brokers whose data plane runs in a namespace: its pods are those that Kafka is asked by. */
function namespacedBrokers(namespace: IConstruct, name: string): Broker[] {
  return objectsIn(namespace, name, (construct): construct is Broker => construct instanceof Broker)
    .filter(({ brokerClass }) => brokerClass === BrokerClass.KAFKA_NAMESPACED);
}

function clusterOfBroker(broker: Broker): KafkaCluster | undefined {
  const own = broker instanceof KafkaBroker ? broker._kafkaCluster : undefined;
  const { config, namespace } = broker;
  if (own !== undefined || config === undefined) return own;
  return KafkaBrokerConfig._named(broker, config.name, config.namespace ?? namespace)?.cluster;
}

/** Kafka clusters that pods of brokers in a namespace talk with. */
export function clustersOfBrokers(namespace: IConstruct, name: string): KafkaCluster[] {
  return namespacedBrokers(namespace, name).flatMap((broker) => clusterOfBroker(broker) ?? []);
}

/** Brokers whose pods do not reach Kafka, as nothing in the program says where it is. */
export function closedToKafka(namespace: IConstruct, name: string, opened: boolean): string | undefined {
  const brokers = namespacedBrokers(namespace, name).filter((broker) => clusterOfBroker(broker) === undefined);
  if (opened || brokers.length === 0) return undefined;
  return `the pods of ${showAll(brokers.map((broker) => broker.name))} in ${show(name)} cannot reach Kafka, whose ports are closed: `
    + 'write `kafka: [cluster]`, or `namespace.allowTo(...)` with the addresses and ports of its servers';
}

/**
 * Brokers whose pods cannot read the credentials of Kafka: the data plane asks the API server for their Secret. Follows
 * KubernetesAuthProvider of data-plane/core.
 */
export function closedToCredentials(namespace: IConstruct, name: string, to: readonly Opening[]): string | undefined {
  const brokers = namespacedBrokers(namespace, name)
    .filter((broker) => clusterOfBroker(broker)?.credentials !== undefined);
  if (isApiServerOpen(to) || brokers.length === 0) return undefined;
  return `the pods of ${showAll(brokers.map((broker) => broker.name))} in ${show(name)} cannot read the Secret of Kafka from the API `
    + 'server, which is closed: write `namespace.allowTo(NetworkPeer.cidr(...), NetworkPort.tcp(443))` with the networks of the '
    + 'control plane';
}
